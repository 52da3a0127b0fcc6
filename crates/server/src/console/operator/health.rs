//! How the program does: its version, its database, what is late and what fails.

use gostiny_wire::{
    method::Empty,
    operator::{ClockGet, SellerList, SellerListRequest},
};
use maud::{Markup, html};

use crate::{
    console::{
        page::heads,
        show,
        visit::{Operator, Shown},
    },
    job::{self, Planned},
};

/// Failing rows that are shown.
const MOST: i64 = 50;

/// All of it.
pub async fn show(operator: Operator) -> Shown {
    let clock = operator.call(ClockGet, &Empty {}).await?;
    let system = operator.console.wall();
    let looked = operator.console.read(move |call| {
        Box::pin(async move {
            let late = job::overdue(call, system).await?;
            Ok((late, job::failing(call, MOST).await?, crate::store::newest_schema()))
        })
    });
    let ((late, seconds), failing, schema) = looked.await?;
    let shops = operator.call(SellerList, &SellerListRequest { limit: 1, ..Default::default() }).await?;
    let body = html! {
        div #health data-part {
            dl.facts {
                dt { (operator.say("health.version")) } dd { (env!("CARGO_PKG_VERSION")) }
                dt { (operator.say("health.schema")) } dd { (schema) }
                dt { (operator.say("health.clock")) } dd { (operator.moment(clock.now)) " " span.badge { (clock.mode) } }
                dt { (operator.say("health.late")) } dd { (show::number(late)) @if late > 0 { " (" (show::number(seconds)) " " (operator.say("health.seconds")) ")" } }
                dt { (operator.say("health.shops")) } dd { (if shops.sellers.is_empty() { operator.say("settings.off") } else { operator.say("settings.on") }) }
            }
            h2 { (operator.say("health.failing")) }
            @if failing.is_empty() { (operator.nothing()) } @else { (table(&operator, &failing)) }
        }
        p { a href="/metrics" { "/metrics" } " \u{b7} " a href="/readyz" { "/readyz" } " \u{b7} " a href="/docs" { "/docs" } }
    };
    Ok(operator.page(operator.lang.word("nav", "health"), None, body))
}

fn table(operator: &Operator, failing: &[Planned]) -> Markup {
    let titles = [
        operator.say("clock.due"),
        operator.say("clock.what"),
        operator.say("clock.subject"),
        operator.say("clock.attempts"),
        operator.say("clock.error"),
    ];
    html! {
        div.scroll tabindex="0" { table {
            (heads(titles))
            tbody { @for one in failing { tr {
                td { (operator.moment(one.due_at)) } th scope="row" { code { (one.kind) } } td { (one.subject) }
                td.num { (one.attempts) } td { (one.last_error) }
            } } }
        } }
    }
}
