//! The edge of the seller API: faults on purpose, what limits were used up by whom, the last calls and why they were
//! refused.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    method::Empty,
    methods,
    scalar::{ClientId, Time},
};

methods! {
    area "operator";
    /// Makes calls of sellers go wrong from now on.
    FaultCreate: Post "/operator/v1/faults", FaultRule => Fault;
    /// Shows the faults that are set up, oldest first.
    FaultList: Get "/operator/v1/faults", Empty => FaultListResponse;
    /// Takes all faults away.
    FaultClear: Delete "/operator/v1/faults", Empty => FaultClearResponse;
    /// Takes one fault away.
    FaultRemove: Delete "/operator/v1/faults/{fault_id}", FaultRemoveRequest => Empty;
    /// Shows who called what in the last minutes, how often, how much of it was refused for its rate, and what is left
    /// of the limits. Calls are those that this process saw; limits are used up in all processes together, which know of
    /// each other's calls within some tenths of a second.
    LimitsGet: Get "/operator/v1/limits", LimitsGetRequest => LimitsGetResponse;
    /// Pages through the last calls of sellers, newest first, and says why those that were refused were. What this process
    /// saw; secrets and personal data are masked.
    RequestList: Get "/operator/v1/requests", RequestListRequest => RequestListResponse;
    /// Shows when the real service had which method, and which of the sellers' last calls it would refuse on a day. The
    /// calls are those that this process saw.
    CalendarGet: Get "/operator/v1/calendar", CalendarGetRequest => CalendarGetResponse;
    /// Pages through what the operator, and shops about themselves, changed of the marketplace: shops, keys, settings, the
    /// clock, tariffs, faults, snapshots and what else is no purchase and no parcel. Newest first; secrets are masked.
    AuditList: Get "/operator/v1/audit", AuditListRequest => AuditListResponse;
}

/// Which lines of the audit log.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AuditListRequest {
    /// That a shop wrote, or that are about it; none: all.
    pub client_id: Option<ClientId>,
    /// Of this method, such as `KeyCreate`; empty: of all.
    pub method: String,
    /// Lines at most, 1 to 1000; 0 = 50.
    pub limit: i64,
    /// `last_id` of the page before; empty: from the newest.
    pub last_id: String,
}

/// Lines of the audit log.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AuditListResponse {
    /// Newest first.
    pub lines: Vec<AuditLine>,
    /// To be given for the next page; empty on the last one.
    pub last_id: String,
}

/// Something that was done.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AuditLine {
    /// When, by the clock on the wall.
    pub at: Time,
    /// `operator`; `shop` in its cabinet; `command` at the command line.
    pub actor: String,
    /// The shop that acted or that it is about.
    pub client_id: Option<ClientId>,
    /// What was called.
    pub method: String,
    /// From which address; empty for a command.
    pub address: String,
    /// The `x-request-id` of the call; empty for a page and a command.
    pub request_id: String,
    /// What was asked for, as JSON, secrets masked, 2000 characters at most.
    pub request: String,
}

/// What is to go wrong, for whom and how often. At least one of `status`, `latency_ms`, `drop`,
/// `truncate` and `lag_seconds` is given.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FaultRule {
    /// A path of the seller API under any of its spellings, or the beginning of paths with `*` at the end.
    pub path: String,
    /// Whose calls; none: every shop's.
    pub client_id: Option<ClientId>,
    /// HTTP status of the answer, 200 to 599; none: the answer that the call would have had.
    pub status: Option<i64>,
    /// Body of the answer: a text as it is, anything else as JSON; none: what the service, or a proxy before it, sends
    /// with this status.
    pub body: Option<serde_json::Value>,
    /// Content type of `body`; empty: by its looks.
    pub content_type: String,
    /// The header `retry-after`, seconds; none: 1 with status 429, else no such header.
    pub retry_after: Option<i64>,
    /// Milliseconds by the clock on the wall to wait first, up to 300000.
    pub latency_ms: i64,
    /// The connection is closed without an answer.
    pub drop: bool,
    /// The connection is closed in the middle of the answer's body.
    pub truncate: bool,
    /// Lists of postings answer as of so many seconds of the world's clock ago, up to 86400: in the statuses of then, and
    /// without what is younger. A single posting is told as it is; other methods do not lag.
    pub lag_seconds: i64,
    /// The call does its work first, and only its answer goes wrong.
    pub after: bool,
    /// How likely, from 0 to 1; none: 1.
    pub probability: Option<f64>,
    /// How often at most; none: without end.
    pub times: Option<i64>,
}

/// A fault that is set up.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Fault {
    /// Its number.
    pub fault_id: i64,
    /// When it was set up.
    pub created_at: Time,
    /// Calls that it was about.
    pub met: i64,
    /// Calls that went wrong by it.
    pub applied: i64,
    /// The fault itself.
    #[serde(flatten)]
    pub rule: FaultRule,
}

/// The faults that are set up, at most 200.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FaultListResponse {
    /// Oldest first. Those used up stay until they are taken away.
    pub faults: Vec<Fault>,
}

/// How many faults were taken away.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FaultClearResponse {
    /// So many.
    pub removed: i64,
}

/// The fault to take away.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FaultRemoveRequest {
    /// Its number.
    pub fault_id: i64,
}

/// Whose use of the limits to show.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct LimitsGetRequest {
    /// One shop; none: all.
    pub client_id: Option<ClientId>,
    /// How many minutes of the world's clock, the running one included, 1 to 5; 0 is 1.
    pub minutes: i64,
    /// Rows of each list, 1 to 1000; 0 is 100.
    pub limit: i64,
}

/// Who used the limits up.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct LimitsGetResponse {
    /// The world's time.
    pub now: Time,
    /// Minutes that are counted.
    pub minutes: i64,
    /// Calls by shop, key and method, most first.
    pub uses: Vec<LimitUse>,
    /// Limits that shops have used at least a part of, least left first. Empty while limits are off.
    pub budgets: Vec<LimitBudget>,
}

/// Calls of one method with one key.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct LimitUse {
    /// The shop.
    pub client_id: ClientId,
    /// The key.
    pub key_id: i64,
    /// The method.
    pub path: String,
    /// Calls that were let through.
    pub calls: i64,
    /// Calls that were refused for their rate.
    pub refused: i64,
}

/// What is left of a limit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct LimitBudget {
    /// The shop.
    pub client_id: ClientId,
    /// The methods that share the limit; empty: all.
    pub paths: Vec<String>,
    /// Calls in `seconds`.
    pub limit: i64,
    /// Length of the window.
    pub seconds: i64,
    /// Calls in the window that ends now.
    pub used: i64,
}

/// Which day to look at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CalendarGetRequest {
    /// A day such as `2026-11-02`; empty: the one that the world's clock shows.
    pub date: String,
    /// Calls of this shop only.
    pub client_id: Option<ClientId>,
    /// Methods of this path only, or of all paths that begin so, with `*` at the end.
    pub path: String,
}

/// Methods in time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CalendarGetResponse {
    /// The day that is looked at.
    pub date: String,
    /// The methods that are served here, by path.
    pub methods: Vec<CalendarMethod>,
    /// Methods among the last calls that would be refused on that day, most called first.
    pub breaks: Vec<CalendarBreak>,
    /// Calls that were looked at.
    pub calls: i64,
}

/// A method in time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CalendarMethod {
    /// Its path.
    pub path: String,
    /// Day on which it appeared; empty: it was always there.
    pub appears: String,
    /// Day on which it was switched off; empty: it is there.
    pub switched_off: String,
    /// Day on which it came back; empty: it did not.
    pub returns: String,
    /// What is called in its place.
    pub replaced_by: Vec<String>,
    /// What it is on the day that is looked at.
    pub state: CalendarState,
}

/// What a method is on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CalendarState {
    /// It answers.
    #[default]
    Served,
    /// It does not exist yet.
    NotBorn,
    /// It is switched off.
    SwitchedOff,
}

/// Calls that would be refused.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CalendarBreak {
    /// The shop.
    pub client_id: ClientId,
    /// The method.
    pub path: String,
    /// Why.
    pub state: CalendarState,
    /// Since when, or until when; a day.
    pub day: String,
    /// How often it was called.
    pub calls: i64,
    /// When it was called last.
    pub last_at: Time,
    /// What is to be called in its place.
    pub replaced_by: Vec<String>,
}

/// Which calls to show.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RequestListRequest {
    /// Calls of this shop, or in its name.
    pub client_id: Option<ClientId>,
    /// Calls of this path under any of its spellings, or of all paths that begin so, with `*` at the end.
    pub path: String,
    /// Calls that were answered with this HTTP status; 0: with any.
    pub status: i64,
    /// The call of this `x-request-id`.
    pub request_id: String,
    /// Only calls that were refused, went wrong on purpose, or answered with errors of single items.
    pub refused: bool,
    /// Calls per page, 1 to 200; 0 is 50.
    pub limit: i64,
    /// `last_id` of the page before; empty for the first.
    pub last_id: String,
}

/// A page of calls, newest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RequestListResponse {
    /// The calls of the page.
    pub requests: Vec<SellerRequest>,
    /// Where the next page begins; empty after the last one.
    pub last_id: String,
    /// Calls that are kept in all; older ones are forgotten.
    pub kept: i64,
}

/// A call of a seller.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SellerRequest {
    /// Its number in this process.
    pub id: i64,
    /// The world's time when it was answered.
    pub at: Time,
    /// The shop, also one that was only claimed; `null` when none was.
    pub client_id: Option<ClientId>,
    /// The key that was accepted; `null` when none was.
    pub key_id: Option<i64>,
    /// Its `x-request-id`.
    pub request_id: String,
    /// HTTP verb.
    pub verb: String,
    /// The path as it was called.
    pub path: String,
    /// The method's own path; empty when there is no such method.
    pub method: String,
    /// HTTP status; 0 when the connection was closed without an answer.
    pub status: i64,
    /// Microseconds by the clock on the wall.
    pub duration_us: i64,
    /// The beginning of the query or the body.
    pub request: RequestExcerpt,
    /// The beginning of the answer.
    pub answer: RequestExcerpt,
    /// Why it was refused; `null` when it was not.
    pub refusal: Option<RequestRefusal>,
    /// Errors of single items inside an answer that was good as a whole.
    pub item_errors: RequestItemErrors,
    /// The fault by which it went wrong.
    pub fault_id: Option<i64>,
}

/// The beginning of a body, masked.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RequestExcerpt {
    /// Bytes of the whole.
    pub size: i64,
    /// The beginning; empty for documents and forms.
    pub text: String,
    /// Whether there is more than is shown.
    pub cut: bool,
}

/// Why a call was refused.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RequestRefusal {
    /// The code on the wire, a gRPC status.
    pub code: i32,
    /// The message on the wire.
    pub message: String,
    /// The rule that refused it, in plain words.
    pub rule: String,
    /// What would make it pass.
    pub remedy: String,
}

/// Errors of single items.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RequestItemErrors {
    /// How many.
    pub count: i64,
    /// The first twenty.
    pub items: Vec<RequestItemError>,
}

/// The error of one item.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RequestItemError {
    /// What names the item: `offer_id A-1`.
    pub item: String,
    /// The code on the wire.
    pub code: String,
    /// The message on the wire.
    pub message: String,
    /// What would make it pass; empty where the message says it all.
    pub remedy: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn a_fault_is_read_with_a_body_of_any_kind() {
        let body = br#"{"path":"/v2/product/*","client_id":"100001","status":502,"body":"<html>","probability":0.5}"#;
        let rule: FaultRule = json::from_slice(body).unwrap();
        assert_eq!((rule.client_id, rule.status, rule.probability), (Some(ClientId(100_001)), Some(502), Some(0.5)));
        assert_eq!(rule.body, Some("<html>".into()));
        let rule: FaultRule = json::from_slice(br#"{"body":{"code":1,"a":[null]},"times":null}"#).unwrap();
        assert_eq!((rule.body, rule.times), (Some(serde_json::json!({"code": 1, "a": [null]})), None));
    }

    #[test]
    fn a_fault_is_told_with_its_rule_beside_its_number() {
        let rule = FaultRule { path: "/v1/*".to_owned(), drop: true, ..FaultRule::default() };
        let fault = Fault { fault_id: 7, rule, ..Fault::default() };
        let wire = serde_json::to_value(&fault).unwrap();
        assert_eq!((&wire["fault_id"], &wire["path"], &wire["drop"]), (&7.into(), &"/v1/*".into(), &true.into()));
        assert_eq!(serde_json::from_value::<Fault>(wire).unwrap(), fault);
    }
}
