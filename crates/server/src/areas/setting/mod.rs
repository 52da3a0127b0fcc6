//! The switches of a world: global, and per shop over them. Owns the table `setting`.

mod era;

use gostiny_wire::{
    operator::{
        ErrorEra, LabelNotReady, ModerationMode, ObsoleteMethod, ReportFormat, ReportHeadings, Settings, WrongVerb,
    },
    scalar::{ClientId, Time},
    seller_methods,
};

use crate::{
    api::Pattern,
    args,
    call::Call,
    check,
    clock::ApiDate,
    error::{Error, Result},
    known,
};

/// Methods switched off in one list.
const MOST_OBSOLETE: usize = 500;

/// The settings in force for a shop.
#[derive(Clone, Debug)]
pub struct InForce {
    /// False: a moderator decides by hand.
    pub moderates_itself: bool,
    /// From the import call to its task being done.
    pub import_delay_seconds: i64,
    /// From the import to the verdict.
    pub moderation_delay_seconds: i64,
    /// From packing to the label.
    pub label_delay_seconds: i64,
    /// From the act call to its documents.
    pub act_delay_seconds: i64,
    /// From packing to the carrier's registration (`aggregator`).
    pub registration_delay_seconds: i64,
    /// Carriers move parcels by themselves.
    pub auto_delivery: bool,
    /// Between two changes of one stock; 0 is no limit.
    pub stock_update_interval_seconds: i64,
    /// By how much a new price must differ; 0 is off.
    pub price_change_minimum_percent: i64,
    /// The longest period of a transaction list.
    pub finance_period_months: i64,
    /// Wording of a bad key.
    pub error_era: ErrorEra,
    /// One SKU for all schemes.
    pub unified_sku: bool,
    /// What is not packed in time is cancelled.
    pub cancel_unpacked: bool,
    /// Acquiring, hundredths of a percent of the price.
    pub acquiring_basis_points: i64,
    /// Products created in a day; 0 is no limit.
    pub daily_create_limit: i64,
    /// Products updated in a day; 0 is no limit.
    pub daily_update_limit: i64,
    /// Products outside the archive; 0 is no limit.
    pub total_products_limit: i64,
    /// Products taken out of the archive in a day; 0 is no limit.
    pub daily_restore_limit: i64,
    /// From an import of pictures to what became of them.
    pub picture_delay_seconds: i64,
    /// Pictures are fetched from the sellers' addresses.
    pub fetch_pictures: bool,
    /// From private and local ones too; pushes go there too.
    pub fetch_private_addresses: bool,
    /// Changes of one product's prices in an hour; 0 is no limit.
    pub price_changes_per_hour: i64,
    /// Marks are held against the lengths of their group and their check digit.
    pub strict_marks: bool,
    /// A handed-over rFBS posting is delivered conditionally at first.
    pub conditional_delivery: bool,
    /// Such a posting can still be cancelled.
    pub conditional_cancel: bool,
    /// A seller may begin a chat for a while only, and answer for a while only.
    pub chat_limits: bool,
    /// From ordering a report to its file being made.
    pub report_delay_seconds: i64,
    /// What report files are.
    pub report_format: ReportFormat,
    /// Year of the headings of reports.
    pub report_headings: ReportHeadings,
    /// Between two calls of the analytics; 0 is no limit.
    pub analytics_interval_seconds: i64,
    /// Months after which a new key runs out; 0 is never.
    pub key_months: i64,
    /// How a label that is asked for too early is refused.
    pub label_not_ready: LabelNotReady,
    /// A seller begins a chat with the premium level only.
    pub chat_needs_premium: bool,
    /// For a receiver to answer a push, by the wall's clock.
    pub push_timeout_seconds: i64,
    /// For which pushes stay in the log.
    pub push_log_days: i64,
}

/// What holds when nobody chose anything. Written out for the operator in the same form as a change.
fn defaults() -> Settings {
    Settings {
        moderation: Some(ModerationMode::Auto),
        import_delay_seconds: Some(1),
        moderation_delay_seconds: Some(2),
        label_delay_seconds: Some(45),
        act_delay_seconds: Some(2),
        registration_delay_seconds: Some(30),
        auto_delivery: Some(false),
        stock_update_interval_seconds: Some(0),
        price_change_minimum_percent: Some(0),
        finance_period_months: Some(1),
        error_era: Some(ErrorEra::Year2022),
        unified_sku: Some(false),
        cancel_unpacked: Some(true),
        acquiring_basis_points: Some(100),
        daily_create_limit: Some(1_500),
        daily_update_limit: Some(5_000),
        total_products_limit: Some(20_000),
        daily_restore_limit: Some(0),
        picture_delay_seconds: Some(10),
        fetch_pictures: Some(false),
        fetch_private_addresses: Some(false),
        price_changes_per_hour: Some(0),
        strict_marks: Some(false),
        conditional_delivery: Some(false),
        conditional_cancel: Some(false),
        chat_limits: Some(false),
        report_delay_seconds: Some(2),
        report_format: Some(ReportFormat::Csv),
        report_headings: Some(ReportHeadings::Year2022),
        analytics_interval_seconds: Some(0),
        rate_limits: Some(false),
        requests_per_second: Some(50),
        obsolete_methods: Some(Vec::new()),
        method_calendar: Some(false),
        api_date: Some("all".to_owned()),
        key_months: Some(0),
        wrong_verb: Some(WrongVerb::NotImplemented),
        label_not_ready: Some(LabelNotReady::CodeWord),
        strict_zero_values: Some(false),
        chat_needs_premium: Some(false),
        push_timeout_seconds: Some(5),
        push_log_days: Some(30),
    }
}

/// The limits of the areas as they are documented, under what was chosen, while rate limits hold.
fn documented_limits() -> Settings {
    Settings {
        price_changes_per_hour: Some(10),
        stock_update_interval_seconds: Some(30),
        analytics_interval_seconds: Some(60),
        daily_restore_limit: Some(100),
        ..Settings::default()
    }
}

/// What is in force where this was chosen, with the API as of a moment.
fn completed(chosen: Settings, date: Option<Time>) -> Settings {
    let under = match (date, chosen.rate_limits) {
        (Some(date), limited) => laid_over(defaults(), era::of(date, limited != Some(false))),
        (None, Some(true)) => laid_over(defaults(), documented_limits()),
        (None, _) => defaults(),
    };
    laid_over(under, chosen)
}

/// As of when the API is served where this was chosen.
pub fn api_date(chosen: &Settings) -> ApiDate {
    chosen.api_date.as_deref().and_then(ApiDate::parse).unwrap_or_default()
}

/// The settings of the call's shop.
pub async fn of(call: &mut Call) -> Result<InForce> {
    in_force(call, call.seller).await.map(InForce::from)
}

/// The settings that hold for all shops.
pub async fn of_all(call: &mut Call) -> Result<InForce> {
    in_force(call, ClientId(0)).await.map(InForce::from)
}

/// The settings in force for a shop, 0 for all, in the form in which they are changed.
pub async fn in_force(call: &mut Call, seller: ClientId) -> Result<Settings> {
    let chosen = call.tx.rows(CHOSEN, args![seller], |row| row.next_json::<Settings>()).await?;
    let chosen = chosen.into_iter().fold(Settings::default(), laid_over);
    let date = call.date.unwrap_or(api_date(&chosen)).at(call.now);
    Ok(completed(chosen, date))
}

/// What was chosen for all shops, under 0, and for each shop that chose something itself.
pub async fn everywhere(call: &mut Call) -> Result<Vec<(ClientId, Settings)>> {
    let chosen = call.tx.rows(EVERYWHERE, &[], |row| Ok((row.next()?, row.next_json::<Settings>()?))).await?;
    let global = chosen.first().filter(|(seller, _)| *seller == ClientId(0)).map(|(_, chosen)| chosen.clone());
    let global = global.unwrap_or_default();
    let shops = chosen.into_iter().filter(|(seller, _)| *seller != ClientId(0));
    let shops = shops.map(|(seller, own)| (seller, laid_over(global.clone(), own))).collect::<Vec<_>>();
    Ok([vec![(ClientId(0), global)], shops].concat())
}

const EVERYWHERE: &str = "select seller_id, chosen from setting order by seller_id";

/// Global first, the shop's own after it.
const CHOSEN: &str = "select chosen from setting where seller_id = 0 or seller_id = $1 order by seller_id";

/// `over` wins where it says something.
fn laid_over(under: Settings, over: Settings) -> Settings {
    Settings {
        moderation: over.moderation.or(under.moderation),
        import_delay_seconds: over.import_delay_seconds.or(under.import_delay_seconds),
        moderation_delay_seconds: over.moderation_delay_seconds.or(under.moderation_delay_seconds),
        label_delay_seconds: over.label_delay_seconds.or(under.label_delay_seconds),
        act_delay_seconds: over.act_delay_seconds.or(under.act_delay_seconds),
        registration_delay_seconds: over.registration_delay_seconds.or(under.registration_delay_seconds),
        auto_delivery: over.auto_delivery.or(under.auto_delivery),
        stock_update_interval_seconds: over.stock_update_interval_seconds.or(under.stock_update_interval_seconds),
        price_change_minimum_percent: over.price_change_minimum_percent.or(under.price_change_minimum_percent),
        finance_period_months: over.finance_period_months.or(under.finance_period_months),
        error_era: over.error_era.or(under.error_era),
        unified_sku: over.unified_sku.or(under.unified_sku),
        cancel_unpacked: over.cancel_unpacked.or(under.cancel_unpacked),
        acquiring_basis_points: over.acquiring_basis_points.or(under.acquiring_basis_points),
        daily_create_limit: over.daily_create_limit.or(under.daily_create_limit),
        daily_update_limit: over.daily_update_limit.or(under.daily_update_limit),
        total_products_limit: over.total_products_limit.or(under.total_products_limit),
        daily_restore_limit: over.daily_restore_limit.or(under.daily_restore_limit),
        picture_delay_seconds: over.picture_delay_seconds.or(under.picture_delay_seconds),
        fetch_pictures: over.fetch_pictures.or(under.fetch_pictures),
        fetch_private_addresses: over.fetch_private_addresses.or(under.fetch_private_addresses),
        price_changes_per_hour: over.price_changes_per_hour.or(under.price_changes_per_hour),
        strict_marks: over.strict_marks.or(under.strict_marks),
        conditional_delivery: over.conditional_delivery.or(under.conditional_delivery),
        conditional_cancel: over.conditional_cancel.or(under.conditional_cancel),
        chat_limits: over.chat_limits.or(under.chat_limits),
        report_delay_seconds: over.report_delay_seconds.or(under.report_delay_seconds),
        report_format: over.report_format.or(under.report_format),
        report_headings: over.report_headings.or(under.report_headings),
        analytics_interval_seconds: over.analytics_interval_seconds.or(under.analytics_interval_seconds),
        rate_limits: over.rate_limits.or(under.rate_limits),
        requests_per_second: over.requests_per_second.or(under.requests_per_second),
        obsolete_methods: over.obsolete_methods.or(under.obsolete_methods),
        method_calendar: over.method_calendar.or(under.method_calendar),
        api_date: over.api_date.or(under.api_date),
        key_months: over.key_months.or(under.key_months),
        wrong_verb: over.wrong_verb.or(under.wrong_verb),
        label_not_ready: over.label_not_ready.or(under.label_not_ready),
        strict_zero_values: over.strict_zero_values.or(under.strict_zero_values),
        chat_needs_premium: over.chat_needs_premium.or(under.chat_needs_premium),
        push_timeout_seconds: over.push_timeout_seconds.or(under.push_timeout_seconds),
        push_log_days: over.push_log_days.or(under.push_log_days),
    }
}

impl From<Settings> for InForce {
    fn from(settings: Settings) -> Self {
        Self {
            moderates_itself: settings.moderation != Some(ModerationMode::Manual),
            import_delay_seconds: settings.import_delay_seconds.unwrap_or_default(),
            moderation_delay_seconds: settings.moderation_delay_seconds.unwrap_or_default(),
            label_delay_seconds: settings.label_delay_seconds.unwrap_or_default(),
            act_delay_seconds: settings.act_delay_seconds.unwrap_or_default(),
            registration_delay_seconds: settings.registration_delay_seconds.unwrap_or_default(),
            auto_delivery: settings.auto_delivery.unwrap_or_default(),
            stock_update_interval_seconds: settings.stock_update_interval_seconds.unwrap_or_default(),
            price_change_minimum_percent: settings.price_change_minimum_percent.unwrap_or_default(),
            finance_period_months: settings.finance_period_months.unwrap_or_default(),
            error_era: settings.error_era.unwrap_or(ErrorEra::Year2022),
            unified_sku: settings.unified_sku.unwrap_or_default(),
            cancel_unpacked: settings.cancel_unpacked.unwrap_or_default(),
            acquiring_basis_points: settings.acquiring_basis_points.unwrap_or_default(),
            daily_create_limit: settings.daily_create_limit.unwrap_or_default(),
            daily_update_limit: settings.daily_update_limit.unwrap_or_default(),
            total_products_limit: settings.total_products_limit.unwrap_or_default(),
            daily_restore_limit: settings.daily_restore_limit.unwrap_or_default(),
            picture_delay_seconds: settings.picture_delay_seconds.unwrap_or_default(),
            fetch_pictures: settings.fetch_pictures.unwrap_or_default(),
            fetch_private_addresses: settings.fetch_private_addresses.unwrap_or_default(),
            price_changes_per_hour: settings.price_changes_per_hour.unwrap_or_default(),
            strict_marks: settings.strict_marks.unwrap_or_default(),
            conditional_delivery: settings.conditional_delivery.unwrap_or_default(),
            conditional_cancel: settings.conditional_cancel.unwrap_or_default(),
            chat_limits: settings.chat_limits.unwrap_or_default(),
            report_delay_seconds: settings.report_delay_seconds.unwrap_or_default(),
            report_format: settings.report_format.unwrap_or(ReportFormat::Csv),
            report_headings: settings.report_headings.unwrap_or(ReportHeadings::Year2022),
            analytics_interval_seconds: settings.analytics_interval_seconds.unwrap_or_default(),
            key_months: settings.key_months.unwrap_or_default(),
            label_not_ready: settings.label_not_ready.unwrap_or(LabelNotReady::CodeWord),
            chat_needs_premium: settings.chat_needs_premium.unwrap_or_default(),
            push_timeout_seconds: settings.push_timeout_seconds.unwrap_or_default(),
            push_log_days: settings.push_log_days.unwrap_or_default(),
        }
    }
}

/// Changes what is given and keeps the rest; 0 is all shops. Answers what is then in force.
pub async fn choose(call: &mut Call, seller: ClientId, change: &Settings) -> Result<Settings> {
    valid(change)?;
    let before = call.tx.row(OWN, args![seller], |row| row.next::<String>()).await?;
    let known: Settings = before.as_deref().map(serde_json::from_str).transpose()?.unwrap_or_default();
    let chosen = serde_json::to_string(&laid_over(known, change.clone()))?;
    let written = match before {
        Some(before) => call.tx.run(CHANGE, args![chosen, seller, before]).await?,
        None => call.tx.run(CHOOSE, args![seller, chosen]).await?,
    };
    if written != 1 {
        return Err(Error::Raced);
    }
    // Limits and methods that are switched off are looked at by every call.
    known::changed(call).await?;
    in_force(call, seller).await
}

const OWN: &str = "select chosen from setting where seller_id = $1";
const CHANGE: &str = "update setting set chosen = $1 where seller_id = $2 and chosen = $3";
const CHOOSE: &str = "insert into setting (seller_id, chosen) values ($1, $2) on conflict (seller_id) do nothing";

fn valid(settings: &Settings) -> Result<()> {
    let numbers = [
        ("import_delay_seconds", settings.import_delay_seconds, 0, 604_800),
        ("moderation_delay_seconds", settings.moderation_delay_seconds, 0, 604_800),
        ("label_delay_seconds", settings.label_delay_seconds, 0, 86_400),
        ("act_delay_seconds", settings.act_delay_seconds, 0, 86_400),
        ("registration_delay_seconds", settings.registration_delay_seconds, 0, 86_400),
        ("stock_update_interval_seconds", settings.stock_update_interval_seconds, 0, 86_400),
        ("price_change_minimum_percent", settings.price_change_minimum_percent, 0, 100),
        ("finance_period_months", settings.finance_period_months, 1, 12),
        ("acquiring_basis_points", settings.acquiring_basis_points, 0, 10_000),
        ("daily_create_limit", settings.daily_create_limit, 0, 1_000_000_000),
        ("daily_update_limit", settings.daily_update_limit, 0, 1_000_000_000),
        ("total_products_limit", settings.total_products_limit, 0, 1_000_000_000),
        ("daily_restore_limit", settings.daily_restore_limit, 0, 1_000_000_000),
        ("picture_delay_seconds", settings.picture_delay_seconds, 0, 604_800),
        ("price_changes_per_hour", settings.price_changes_per_hour, 0, 1_000),
        ("report_delay_seconds", settings.report_delay_seconds, 0, 86_400),
        ("analytics_interval_seconds", settings.analytics_interval_seconds, 0, 86_400),
        ("requests_per_second", settings.requests_per_second, 1, 1_000),
        ("push_timeout_seconds", settings.push_timeout_seconds, 1, 60),
        ("push_log_days", settings.push_log_days, 1, 365),
        ("key_months", settings.key_months, 0, 120),
    ];
    for (field, value, low, high) in numbers {
        if value.is_some_and(|value| !(low..=high).contains(&value)) {
            return Err(Error::invalid(
                format!("Settings.{field}"),
                format!("value must be inside range [{low}, {high}]"),
            ));
        }
    }
    if settings.api_date.as_deref().is_some_and(|text| ApiDate::parse(text).is_none()) {
        return Err(Error::invalid("Settings.api_date", "value must be all, clock or a day such as 2024-06-01"));
    }
    valid_methods(settings.obsolete_methods.as_deref().unwrap_or_default())
}

/// A path that no method has would never do anything.
fn valid_methods(methods: &[ObsoleteMethod]) -> Result<()> {
    let field = "Settings.obsolete_methods";
    check::items("Settings", "obsolete_methods", methods.len(), 0, MOST_OBSOLETE)?;
    for method in methods {
        let pattern = Pattern::parse(field, &method.path)?;
        if !seller_methods().any(|info| pattern.may_cover(&info)) {
            return Err(Error::invalid(field, format!("{pattern} is no path of the seller API")));
        }
    }
    Ok(())
}
