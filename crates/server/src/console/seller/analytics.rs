//! Figures by day, week, month or product, one against another where two are chosen, and how well the shop works.

use axum::response::Response;
use gostiny_wire::{
    analytics::{
        AnalyticsDataRow, AnalyticsDataV1, AnalyticsDataV1Request, AnalyticsDataV1Result, AnalyticsDimension,
        AnalyticsOrder, AnalyticsSorting, RatingGroup, RatingSummaryV1,
    },
    method::Empty,
    scalar::{Decimal2, Money},
};
use maud::{Markup, html};

use super::pivot::Pivot;
use crate::{
    console::{
        chart::{Bar, bars},
        page::{Refusal, choice, field, heads},
        show,
        visit::{Cabinet, Shown},
    },
    error::Result,
};

const PATH: &str = "/console/analytics";
/// Rows on a page.
const PAGE: i64 = 100;
/// What rows are about.
const DIMENSIONS: [&str; 4] = ["day", "sku", "week", "month"];
/// Cells of a pivot at most: what a method answers at once.
const CELLS: i64 = 1_000;
/// What is counted for every shop.
const METRICS: [&str; 2] = ["revenue", "ordered_units"];
/// Days that are shown unless it is told otherwise.
const DAYS: i64 = 29;

/// A period.
pub async fn show(cabinet: Cabinet) -> Shown {
    let asked = &cabinet.asked;
    let now = cabinet.console.app.world.clock.now();
    let day = |name: &str, other: gostiny_wire::scalar::Time| match asked.get(name) {
        "" => other.day().to_string(),
        text => text.to_owned(),
    };
    let dimension = DIMENSIONS.iter().find(|word| **word == asked.get("by")).copied().unwrap_or("day");
    let across = DIMENSIONS.iter().find(|word| **word == asked.get("across") && **word != dimension).copied();
    let dimensions: Vec<String> = [dimension].into_iter().chain(across).map(str::to_owned).collect();
    // The largest first: of goods a page shows a part only.
    let sort = match dimensions.iter().any(|word| word == "sku") {
        true => vec![AnalyticsSorting { key: "revenue".to_owned(), order: AnalyticsOrder::Desc }],
        false => Vec::new(),
    };
    let offset = if across.is_some() { 0 } else { asked.whole("offset")? };
    let request = AnalyticsDataV1Request {
        date_from: day("since", now.plus_days(-DAYS)),
        date_to: day("to", now),
        dimension: dimensions,
        limit: if across.is_some() { CELLS } else { PAGE },
        metrics: METRICS.map(str::to_owned).to_vec(),
        offset,
        sort,
        ..Default::default()
    };
    let (refusal, found) = match cabinet.call(AnalyticsDataV1, &request).await {
        Ok(found) => (None, Some(found.result)),
        Err(error) => (Some(Refusal::of("period", error)?), None),
    };
    Ok(draw(&cabinet, &request, refusal.as_ref(), found.as_ref()).await?)
}

async fn draw(
    cabinet: &Cabinet,
    request: &AnalyticsDataV1Request,
    refusal: Option<&Refusal>,
    found: Option<&AnalyticsDataV1Result>,
) -> Result<Response> {
    let rating = cabinet.call(RatingSummaryV1, &Empty {}).await?;
    let words = DIMENSIONS.map(|word| (word, cabinet.lang.word("dimension", word)));
    let next = request.offset.saturating_add(PAGE).to_string();
    let mut dimensions = request.dimension.iter().map(String::as_str);
    let (dimension, across) = (dimensions.next().unwrap_or_default(), dimensions.next());
    let what = METRICS.iter().find(|word| **word == cabinet.asked.get("what")).copied().unwrap_or("revenue");
    let metrics = [("revenue", cabinet.say("overview.revenue")), ("ordered_units", cabinet.say("overview.units"))];
    let pairs = [("since", request.date_from.as_str()), ("to", &request.date_to), ("by", dimension), ("offset", &next)];
    let body = html! {
        (cabinet.alert(refusal, "period"))
        form.filters method="get" action=(PATH) {
            (field(cabinet.say("postings.since"), html! { input type="date" name="since" value=(request.date_from); }))
            (field(cabinet.say("postings.to"), html! { input type="date" name="to" value=(request.date_to); }))
            (field(cabinet.say("analytics.by"), choice("by", dimension, words)))
            (field(cabinet.say("analytics.across"), choice("across", across.unwrap_or_default(), [("", "\u{2014}")].into_iter().chain(words))))
            @if across.is_some() { (field(cabinet.say("analytics.cells"), choice("what", what, metrics))) }
            button { (cabinet.say("frame.filter")) }
        }
        @if let Some(found) = found {
            div #figures data-part {
                (sums(cabinet, found))
                @match across {
                    Some(across) => (Pivot::of(&found.data, usize::from(what != "revenue")).table(cabinet, (dimension, across), what == "revenue")),
                    None => (figures(cabinet, dimension, found)),
                }
            }
            @if across.is_some() { @if found.data.len() >= 1_000 { p.quiet { (cabinet.say("analytics.cut")) } } }
            @else { (cabinet.further(PATH, &pairs, found.data.len() == 100)) }
        }
        h2 { (cabinet.say("analytics.rating")) }
        div #rating data-part { @if rating.groups.is_empty() { (cabinet.nothing()) } @for group in &rating.groups { (ratings(cabinet, group)) } }
    };
    Ok(cabinet.page(cabinet.lang.word("nav", "analytics"), refusal, body))
}

fn money(cabinet: &Cabinet, amount: Option<&Decimal2>) -> String {
    show::money(Money(amount.map_or(0, |one| one.0)), &cabinet.shop.currency_code)
}

fn count(units: Option<&Decimal2>) -> String {
    units.map_or_else(|| "0".to_owned(), ToString::to_string)
}

fn name(one: &AnalyticsDimension) -> &str {
    if one.name.is_empty() { &one.id } else { &one.name }
}

fn sums(cabinet: &Cabinet, found: &AnalyticsDataV1Result) -> Markup {
    html! {
        dl.facts {
            dt { (cabinet.say("overview.revenue")) } dd { (money(cabinet, found.totals.first())) }
            dt { (cabinet.say("overview.units")) } dd { (count(found.totals.get(1))) }
        }
    }
}

fn figures(cabinet: &Cabinet, dimension: &str, found: &AnalyticsDataV1Result) -> Markup {
    let money = |amount: Option<&Decimal2>| money(cabinet, amount);
    let name = |row: &AnalyticsDataRow| row.dimensions.first().map(name).unwrap_or_default().to_owned();
    let bar = |row: &AnalyticsDataRow| Bar {
        title: format!("{}: {}", name(row), money(row.metrics.first())),
        value: row.metrics.first().map_or(0, |one| one.0),
    };
    let drawn: Vec<Bar> = found.data.iter().map(bar).collect();
    html! {
        @if found.data.is_empty() { (cabinet.nothing()) } @else {
            (bars(cabinet.say("analytics.chart"), &drawn))
            div.scroll tabindex="0" { table {
                (heads([cabinet.lang.word("dimension", dimension), cabinet.say("overview.revenue"), cabinet.say("overview.units")]))
                tbody { @for row in &found.data { tr {
                    th scope="row" { (name(row)) @if dimension == "sku" { @for one in &row.dimensions { div.quiet { (one.id) } } } }
                    td.num { (money(row.metrics.first())) } td.num { (count(row.metrics.get(1))) }
                } } }
            } }
        }
    }
}

fn ratings(cabinet: &Cabinet, group: &RatingGroup) -> Markup {
    html! {
        h3 { (group.group_name) }
        div.scroll tabindex="0" { table {
            (heads([cabinet.say("analytics.what"), cabinet.say("analytics.now"), cabinet.say("analytics.before")]))
            tbody { @for one in &group.items { tr {
                th scope="row" { (one.name) } td.num { (one.current_value) } td.num { (one.past_value) }
            } } }
        } }
    }
}
