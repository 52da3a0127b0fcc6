//! The world as the operator holds it: its clock, its agenda, its settings.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scalar::{ClientId, Time};

/// What time it is, and how it passes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ClockState {
    /// Now.
    pub now: Time,
    /// `real`, `manual` (stands still) or `x60` (sixty times as fast; any number).
    pub mode: String,
}

/// How time is to pass.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ClockSetRequest {
    /// `real`, `manual` or `x60`, any number; empty: as it is.
    pub mode: String,
    /// What time it is from here on; none: goes on from now.
    pub now: Option<Time>,
}

/// How far to move the clock.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ClockAdvanceRequest {
    /// Seconds forward, 0 or more.
    pub seconds: i64,
}

/// The clock after the move.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ClockAdvanceResponse {
    /// Now.
    pub now: Time,
    /// How time passes.
    pub mode: String,
    /// Rows of the agenda that fell due and were done.
    pub executed: i64,
}

/// A page of the agenda.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AgendaListRequest {
    /// Rows per page; 0 is the server's default.
    pub limit: i64,
    /// `last_id` of the page before; empty for the first.
    pub last_id: String,
}

/// A page of the agenda.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AgendaListResponse {
    /// Rows of the page, soonest first.
    pub items: Vec<AgendaItem>,
    /// Where the next page begins; empty after an empty page.
    pub last_id: String,
    /// Rows on all pages.
    pub total: i64,
}

/// Something that is to happen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AgendaItem {
    /// The row.
    pub id: i64,
    /// When it falls due.
    pub due_at: Time,
    /// What is to be done.
    pub kind: String,
    /// For which shop; `null` when for none.
    pub client_id: Option<ClientId>,
    /// With what: a posting number, a product, a task.
    pub subject: String,
    /// How often it was tried.
    pub attempts: i64,
    /// Why the last try failed; empty when none did.
    pub last_error: String,
}

/// Whose settings to show.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SettingsGetRequest {
    /// A shop; none: those of all shops.
    pub client_id: Option<ClientId>,
}

/// Settings to change.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SettingsSetRequest {
    /// A shop; none: all shops.
    pub client_id: Option<ClientId>,
    /// What to change.
    pub settings: Settings,
}

/// The switches of this world. A field left out stays as it is; an answer names all of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Settings {
    /// Who moderates product cards.
    pub moderation: Option<ModerationMode>,
    /// Seconds from an import to its outcome.
    pub import_delay_seconds: Option<i64>,
    /// Seconds from an accepted card to the word of automatic moderation.
    pub moderation_delay_seconds: Option<i64>,
    /// Seconds from packing to the label.
    pub label_delay_seconds: Option<i64>,
    /// Seconds from ordering an act to the act.
    pub act_delay_seconds: Option<i64>,
    /// Seconds a carrier takes to register a packed posting.
    pub registration_delay_seconds: Option<i64>,
    /// Whether carriers move postings by themselves.
    pub auto_delivery: Option<bool>,
    /// Seconds between two stock updates of one product on one warehouse; 0 is no limit.
    pub stock_update_interval_seconds: Option<i64>,
    /// Percent by which a new price must differ from the old one; 0 is off.
    pub price_change_minimum_percent: Option<i64>,
    /// Longest period of a transaction list, months: 1 to 12.
    pub finance_period_months: Option<i64>,
    /// Year whose error wording and codes are used.
    pub error_era: Option<ErrorEra>,
    /// Whether one SKU serves all schemes; otherwise FBO and FBS have their own.
    pub unified_sku: Option<bool>,
    /// Whether the platform cancels what is not packed by `shipment_date`.
    pub cancel_unpacked: Option<bool>,
    /// Fee for taking a payment, hundredths of a percent of the price.
    pub acquiring_basis_points: Option<i64>,
    /// Products that a shop may create in a day; 0 is no limit.
    pub daily_create_limit: Option<i64>,
    /// Products that a shop may update in a day; 0 is no limit.
    pub daily_update_limit: Option<i64>,
    /// Products that a shop may have outside the archive; 0 is no limit.
    pub total_products_limit: Option<i64>,
    /// Products that a shop may take out of the archive in a day; 0 is no limit.
    pub daily_restore_limit: Option<i64>,
    /// Seconds from an import of pictures to what became of them.
    pub picture_delay_seconds: Option<i64>,
    /// Whether the server fetches pictures from the sellers' addresses.
    pub fetch_pictures: Option<bool>,
    /// Whether it does so from private and local addresses too, and sends pushes to such.
    pub fetch_private_addresses: Option<bool>,
    /// How often a product's prices may change in an hour; 0 is no limit.
    pub price_changes_per_hour: Option<i64>,
    /// Whether marks are held against structure, lengths and check digit; otherwise against length and alphabet.
    pub strict_marks: Option<bool>,
    /// Whether a posting that the seller's courier handed over is delivered conditionally at first.
    pub conditional_delivery: Option<bool>,
    /// Whether a conditionally delivered posting can be cancelled, as in 2022.
    pub conditional_cancel: Option<bool>,
    /// Whether a seller may begin a chat within 72 hours after payment or delivery only, and answer within 48 hours
    /// of the buyer's last message only.
    pub chat_limits: Option<bool>,
    /// Seconds from ordering a report to its file being made.
    pub report_delay_seconds: Option<i64>,
    /// What report files are.
    pub report_format: Option<ReportFormat>,
    /// Year whose headings the reports have.
    pub report_headings: Option<ReportHeadings>,
    /// Seconds between two calls of the analytics; 0 is no limit.
    pub analytics_interval_seconds: Option<i64>,
    /// Whether the documented rate limits hold. Unless they were set themselves, `price_changes_per_hour`,
    /// `stock_update_interval_seconds`, `analytics_interval_seconds` and `daily_restore_limit` then are as documented too.
    pub rate_limits: Option<bool>,
    /// Calls of a shop in a second while `rate_limits` is on.
    pub requests_per_second: Option<i64>,
    /// Methods that are switched off, at most 500. A shop's own list stands in the place of the one for all.
    pub obsolete_methods: Option<Vec<ObsoleteMethod>>,
    /// Whether methods are switched off by the world's clock on the days on which the real service did so.
    pub method_calendar: Option<bool>,
    /// As of when the API is served: `all` that ever was, a day such as `2024-06-01`, or `clock`, the day that the world's
    /// clock shows. Methods that the real service did not have then are refused as it did, and what was not set itself
    /// (limits, wording, the life of keys, ...) is as it was then.
    pub api_date: Option<String>,
    /// Months after which a new key runs out unless its end was named; 0 is never.
    pub key_months: Option<i64>,
    /// How a call with a wrong verb is refused.
    pub wrong_verb: Option<WrongVerb>,
    /// How a label that is asked for too early is refused.
    pub label_not_ready: Option<LabelNotReady>,
    /// Whether ids and names that are sent as 0 or as an empty text are refused; otherwise they are as good as absent.
    pub strict_zero_values: Option<bool>,
    /// Whether a seller may begin a chat with the premium level only, as since 2025.
    pub chat_needs_premium: Option<bool>,
    /// Seconds of the wall's clock in which a receiver must have answered a push: 1 to 60.
    pub push_timeout_seconds: Option<i64>,
    /// Days for which pushes are kept in the log: 1 to 365.
    pub push_log_days: Option<i64>,
}

/// A method that is switched off.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ObsoleteMethod {
    /// Its path under any of its spellings, or the beginning of paths with `*` at the end.
    pub path: String,
    /// From this moment of the world's clock on; none: at once.
    pub from: Option<Time>,
}

/// How a call with a wrong verb is refused: with code 12 either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WrongVerb {
    /// 501, as the gateway of the real service.
    NotImplemented,
    /// 405.
    MethodNotAllowed,
}

/// How a label that is asked for too early is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LabelNotReady {
    /// 400, code 3, the code word `POSTINGS_NOT_READY`.
    CodeWord,
    /// 400, code 3, the sentence of the documentation.
    Sentence,
    /// 409, code 6, the code word.
    Conflict,
}

/// What report files are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportFormat {
    /// Text, cells divided by semicolons.
    Csv,
    /// A book of sheets.
    Xlsx,
}

/// Headings of reports, which changed over the years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub enum ReportHeadings {
    /// As of 2022.
    #[serde(rename = "2022")]
    Year2022,
    /// As of 2023.
    #[serde(rename = "2023")]
    Year2023,
    /// As of 2024 and later.
    #[serde(rename = "2024")]
    Year2024,
}

/// Who moderates product cards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ModerationMode {
    /// The server, after a delay.
    Auto,
    /// The operator, by call.
    Manual,
}

/// Wording of errors, which changed over the years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum ErrorEra {
    /// As in 2022: a bad key is answered with 403, code 7.
    #[serde(rename = "2022")]
    Year2022,
    /// As in 2026: a bad key is answered with 404, code 5.
    #[serde(rename = "2026")]
    Year2026,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn requests_are_read() {
        let clock: ClockSetRequest = json::from_slice(br#"{"mode":"x60","now":"1970-01-01T00:00:01Z"}"#).unwrap();
        assert_eq!(clock, ClockSetRequest { mode: "x60".to_owned(), now: Some(Time(1_000_000)) });

        let body =
            br#"{"client_id":"100001","settings":{"moderation":"manual","error_era":"2026","auto_delivery":false}}"#;
        let change: SettingsSetRequest = json::from_slice(body).unwrap();
        let want = Settings {
            moderation: Some(ModerationMode::Manual),
            error_era: Some(ErrorEra::Year2026),
            auto_delivery: Some(false),
            ..Default::default()
        };
        assert_eq!((change.client_id, change.settings), (Some(ClientId(100_001)), want));
        assert!(json::from_slice::<SettingsSetRequest>(br#"{"settings":{"moderation":"sometimes"}}"#).is_err());

        let fields = [("client_id".to_owned(), "100001".to_owned())];
        let get: SettingsGetRequest = json::from_fields(fields.into_iter()).unwrap();
        assert_eq!(get.client_id, Some(ClientId(100_001)));
        assert_eq!(json::from_fields::<SettingsGetRequest>(std::iter::empty()).unwrap().client_id, None);
    }

    #[test]
    fn an_answer_survives_the_wire() {
        let item = AgendaItem { id: 5, due_at: Time(2_000_000), kind: "label".to_owned(), ..Default::default() };
        let answer = AgendaListResponse { items: vec![item], last_id: "5".to_owned(), total: 9 };
        let wire = serde_json::to_value(&answer).unwrap();
        assert_eq!(wire["items"][0]["due_at"], "1970-01-01T00:00:02Z");
        assert!(wire["items"][0].as_object().unwrap()["client_id"].is_null());
        assert_eq!(json::from_value::<AgendaListResponse>(wire).unwrap(), answer);
    }
}
