//! The audit log: what the operator, shops about themselves and the command line changed of the marketplace.

use gostiny_wire::{
    operator::edge::{AuditLine, AuditList, AuditListRequest},
    scalar::ClientId,
};
use maud::{Markup, html};

use crate::console::{
    page::{field, heads},
    visit::{Operator, Shown},
};

const PATH: &str = "/console/operator/audit";

/// Lines that fit a filter, newest first.
pub async fn list(operator: Operator) -> Shown {
    let asked = &operator.asked;
    let request = AuditListRequest {
        client_id: asked.whole_if_given("client_id")?.map(ClientId),
        method: asked.get("method").trim().to_owned(),
        limit: 50,
        last_id: asked.get("last_id").to_owned(),
    };
    let page = operator.call(AuditList, &request).await?;
    let pairs = ["client_id", "method"].map(|name| (name, asked.get(name)));
    let titles = ["when", "who", "method", "of", "asked"].map(|title| operator.lang.word("audit", title));
    let body = html! {
        form.filters method="get" action=(PATH) {
            (field("Client-Id", html! { input name="client_id" inputmode="numeric" value=(asked.get("client_id")); }))
            (field(operator.say("audit.method"), html! { input name="method" value=(asked.get("method")) placeholder="KeyCreate"; }))
            button { (operator.say("frame.filter")) }
        }
        p.quiet { (operator.say("audit.about")) }
        div #audit data-part {
            @if page.lines.is_empty() { (operator.nothing()) } @else {
                div.scroll tabindex="0" { table {
                    (heads(titles))
                    tbody { @for line in &page.lines { (row(&operator, line)) } }
                } }
            }
        }
        (operator.further(PATH, &[&pairs[..], &[("last_id", page.last_id.as_str())]].concat(), !page.last_id.is_empty()))
    };
    Ok(operator.page(operator.lang.word("nav", "audit"), None, body))
}

fn row(operator: &Operator, line: &AuditLine) -> Markup {
    html! { tr {
        td { (operator.moment(line.at)) }
        td { (operator.lang.word("audit", &line.actor)) " " span.quiet { (line.address) } }
        th scope="row" { (line.method) }
        td { @if let Some(client_id) = line.client_id { (client_id) } }
        td.wide { code { (line.request) } }
    } }
}
