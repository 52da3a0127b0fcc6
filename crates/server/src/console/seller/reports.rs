//! Reports: ordered here, made in the background, fetched when they are ready.

use axum::response::Response;
use gostiny_wire::report::{
    Report, ReportFinanceCreateV1, ReportFinanceCreateV1Request, ReportLanguage, ReportListV1, ReportListV1Request,
    ReportPostingsCreateV1, ReportPostingsCreateV1Request, ReportPostingsFilter, ReportProductsCreateV1,
    ReportProductsCreateV1Request, ReportProductsMovementCreateV1, ReportProductsMovementCreateV1Request,
    ReportProductsPricesCreateV1, ReportProductsPricesCreateV1Request, ReportReturnsCreateV1,
    ReportReturnsCreateV1Request, ReportReturnsFilter, ReportStockCreateV1, ReportStockCreateV1Request,
    ReportTransactionsCreateV1, ReportTransactionsCreateV1Request,
};
use maud::{Markup, html};

use crate::{
    console::{
        fields::Fields,
        page::{Refusal, choice, field, heads},
        show,
        text::Lang,
        visit::{Cabinet, Sent, Shown},
    },
    error::{Error, Result},
};

const PATH: &str = "/console/reports";
/// Reports on a page.
const PAGE: i32 = 50;
/// Kinds, those over a period last.
const KINDS: [&str; 9] =
    ["products", "prices", "stock", "postings_fbs", "postings_fbo", "returns", "movement", "transactions", "finance"];

/// Reports, newest first.
pub async fn list(cabinet: Cabinet) -> Shown {
    Ok(draw(&cabinet, None).await?)
}

async fn draw(cabinet: &Cabinet, refusal: Option<&Refusal>) -> Result<Response> {
    let page = i32::try_from(cabinet.asked.whole("page")?.max(1)).unwrap_or(i32::MAX);
    let request = ReportListV1Request { page, page_size: PAGE, ..Default::default() };
    let found = cabinet.call(ReportListV1, &request).await?.result;
    let (today, next) = (show::day(cabinet.console.app.world.clock.now()), page.saturating_add(1).to_string());
    let kinds = KINDS.map(|word| (word, cabinet.lang.word("report", word)));
    let body = html! {
        section.card {
            h2 { (cabinet.say("reports.order")) }
            (cabinet.alert(refusal, "order"))
            (cabinet.form(PATH, html! {
                (field(cabinet.say("reports.kind"), choice("kind", "", kinds)))
                (field(cabinet.say("reports.since"), html! { input type="date" name="since" value=(today); }))
                (field(cabinet.say("reports.to"), html! { input type="date" name="to" value=(today); }))
                button { (cabinet.say("reports.go")) }
            }))
        }
        div #reports data-part { @if found.reports.is_empty() { (cabinet.nothing()) } @else { (table(cabinet, &found.reports)) } }
        (cabinet.further(PATH, &[("page", &next)], page.saturating_mul(PAGE) < found.total))
    };
    Ok(cabinet.page(cabinet.lang.word("nav", "reports"), refusal, body))
}

fn table(cabinet: &Cabinet, reports: &[Report]) -> Markup {
    let titles = [
        cabinet.say("reports.kind"),
        cabinet.say("imports.when"),
        cabinet.say("imports.state"),
        cabinet.say("reports.file"),
    ];
    html! {
        div.scroll tabindex="0" { table {
            (heads(titles))
            tbody { @for one in reports { tr {
                th scope="row" { (cabinet.lang.word("report", &one.report_type)) div.quiet { (one.code) } }
                td { (cabinet.moment(one.created_at)) }
                td { (cabinet.badge("task", &one.status)) @if !one.error.is_empty() { div { (one.error) } } }
                td { @match one.file.split_once("/files/") {
                    Some((_, rest)) => a href={ "/files/" (rest) } download { (cabinet.say("reports.fetch")) },
                    None => "\u{2014}",
                } }
            } } }
        } }
    }
}

/// Orders one.
pub async fn order(Sent { by: cabinet, form }: Sent<Cabinet>) -> Shown {
    match create(&cabinet, &form).await {
        Ok(()) => Ok(cabinet.to(&format!("{PATH}?done=ordered"))),
        Err(error) => {
            let refusal = Refusal::about("order", error)?;
            Ok(draw(&cabinet, Some(&refusal)).await?)
        }
    }
}

async fn create(cabinet: &Cabinet, form: &Fields) -> Result<()> {
    let language = match cabinet.lang {
        Lang::Ru => ReportLanguage::Ru,
        Lang::En => ReportLanguage::En,
    };
    let (date_from, date_to) = (form.get("since").to_owned(), form.get("to").to_owned());
    match form.get("kind") {
        "products" => {
            let request = ReportProductsCreateV1Request { language, ..Default::default() };
            cabinet.call(ReportProductsCreateV1, &request).await.map(drop)
        }
        "prices" => {
            let request = ReportProductsPricesCreateV1Request { language, ..Default::default() };
            cabinet.call(ReportProductsPricesCreateV1, &request).await.map(drop)
        }
        "stock" => cabinet.call(ReportStockCreateV1, &ReportStockCreateV1Request { language }).await.map(drop),
        kind @ ("postings_fbs" | "postings_fbo") => postings(cabinet, form, language, kind).await,
        "returns" => {
            let filter = ReportReturnsFilter { delivery_schema: "fbs".to_owned(), ..Default::default() };
            cabinet.call(ReportReturnsCreateV1, &ReportReturnsCreateV1Request { filter, language }).await.map(drop)
        }
        "movement" => {
            let request = ReportProductsMovementCreateV1Request { date_from, date_to, language };
            cabinet.call(ReportProductsMovementCreateV1, &request).await.map(drop)
        }
        "transactions" => {
            let request = ReportTransactionsCreateV1Request { date_from, date_to, language, ..Default::default() };
            cabinet.call(ReportTransactionsCreateV1, &request).await.map(drop)
        }
        "finance" => {
            let request = ReportFinanceCreateV1Request { date_from, date_to, language };
            cabinet.call(ReportFinanceCreateV1, &request).await.map(drop)
        }
        kind => Err(Error::BadRequest(format!("kind: {kind} is no report"))),
    }
}

async fn postings(cabinet: &Cabinet, form: &Fields, language: ReportLanguage, kind: &str) -> Result<()> {
    let filter = ReportPostingsFilter {
        delivery_schema: vec![kind.trim_start_matches("postings_").to_owned()],
        processed_at_from: show::midnight(form.get("since")),
        processed_at_to: show::midnight(form.get("to")).map(|day| day.plus_days(1).plus_seconds(-1)),
        ..Default::default()
    };
    let request = ReportPostingsCreateV1Request { filter: Some(filter), language };
    cabinet.call(ReportPostingsCreateV1, &request).await.map(drop)
}
