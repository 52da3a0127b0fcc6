//! The last calls of sellers: what came, what was answered, why it was refused and what would make it pass.

use axum::extract::Path;
use gostiny_wire::{
    operator::edge::{RequestExcerpt, RequestList, RequestListRequest, SellerRequest},
    scalar::ClientId,
};
use maud::{Markup, html};

use crate::{
    console::{
        page::{field, tick},
        show,
        visit::{Operator, Shown},
    },
    error::Error,
};

const PATH: &str = "/console/operator/requests";

/// Calls that fit a filter, newest first.
pub async fn list(operator: Operator) -> Shown {
    let asked = &operator.asked;
    let request = RequestListRequest {
        client_id: asked.whole_if_given("client_id")?.map(ClientId),
        path: asked.get("path").to_owned(),
        status: asked.whole("status")?,
        request_id: asked.get("request_id").to_owned(),
        refused: asked.has("refused"),
        limit: 50,
        last_id: asked.get("last_id").to_owned(),
    };
    let page = operator.call(RequestList, &request).await?;
    let filters = ["client_id", "path", "status", "request_id", "refused"];
    let mut pairs: Vec<(&str, &str)> = filters.iter().map(|name| (*name, asked.get(name))).collect();
    pairs.push(("last_id", &page.last_id));
    let body = html! {
        form.filters method="get" action=(PATH) {
            (field("Client-Id", html! { input name="client_id" inputmode="numeric" value=(asked.get("client_id")); }))
            (field(operator.say("requests.path"), html! { input name="path" value=(asked.get("path")) placeholder="/v2/product/*"; }))
            (field("HTTP", html! { input name="status" inputmode="numeric" value=(asked.get("status")); }))
            (field("x-request-id", html! { input name="request_id" value=(asked.get("request_id")); }))
            (tick("refused", operator.say("requests.refused"), asked.has("refused")))
            button { (operator.say("frame.filter")) }
        }
        div #requests data-part {
            p.quiet { (operator.say("requests.kept")) " " (show::number(page.kept)) }
            @if page.requests.is_empty() { (operator.nothing()) } @else {
                div.scroll tabindex="0" { table {
                    thead { tr {
                        th scope="col" { (operator.say("requests.when")) } th scope="col" { (operator.say("requests.call")) }
                        th scope="col" { (operator.say("shops.shop")) } th.num scope="col" { "HTTP" }
                        th.num scope="col" { (operator.say("requests.took")) } th scope="col" { (operator.say("requests.why")) }
                    } }
                    tbody { @for one in &page.requests { tr {
                        td { (operator.moment(one.at)) }
                        th scope="row" { a href={ (PATH) "/" (one.id) } { (one.verb) " " (one.path) } }
                        td { @if let Some(client_id) = one.client_id { (client_id) } }
                        td.num { (one.status) } td.num { (took(one.duration_us)) }
                        td { @if let Some(refusal) = &one.refusal { (refusal.rule) }
                            @else if one.item_errors.count > 0 { (operator.say("requests.items")) " " (one.item_errors.count) }
                            @else if one.fault_id.is_some() { (operator.say("requests.fault")) } }
                    } } }
                } }
            }
        }
        (operator.further(PATH, &pairs, !page.last_id.is_empty()))
    };
    Ok(operator.page(operator.lang.word("nav", "requests"), None, body))
}

/// `1,234 ms`.
fn took(micros: i64) -> String {
    format!("{},{:03}\u{a0}ms", show::number(micros / 1_000), micros % 1_000)
}

/// One call. Pages of the log go from a number downwards, so the one behind the next number is it.
pub async fn one(operator: Operator, Path(id): Path<i64>) -> Shown {
    let last_id = id.saturating_add(1).to_string();
    let request = RequestListRequest { limit: 1, last_id, ..Default::default() };
    let found = operator.call(RequestList, &request).await?.requests.into_iter().find(|one| one.id == id);
    let one = found.ok_or_else(|| Error::NotFound(operator.say("requests.forgotten").to_owned()))?;
    let body = html! {
        dl.facts {
            dt { (operator.say("requests.when")) } dd { (operator.moment(one.at)) }
            dt { (operator.say("shops.shop")) } dd { @if let Some(client_id) = one.client_id { (client_id) } @else { "\u{2014}" } }
            dt { (operator.say("requests.key")) } dd { @if let Some(key_id) = one.key_id { (key_id) } @else { "\u{2014}" } }
            dt { "HTTP" } dd { (one.status) }
            dt { (operator.say("requests.took")) } dd { (took(one.duration_us)) }
            dt { "x-request-id" } dd { code { (one.request_id) } }
            @if let Some(fault_id) = one.fault_id { dt { (operator.say("requests.fault")) } dd { (fault_id) } }
        }
        (why(&operator, &one))
        h2 { (operator.say("requests.request")) }
        (excerpt(&operator, &one.request))
        h2 { (operator.say("requests.answer")) }
        (excerpt(&operator, &one.answer))
        h2 { "curl" }
        pre { code #curl { (curl(&operator.origin, &one)) } }
        p { button.plain type="button" data-copy="curl" { (operator.say("frame.copy")) } " " span.quiet { (operator.say("requests.masked")) } }
    };
    Ok(operator.page(&format!("{} {}", one.verb, one.path), None, body))
}

fn why(operator: &Operator, one: &SellerRequest) -> Markup {
    html! {
        @if let Some(refusal) = &one.refusal {
            section.card {
                h2 { (operator.say("requests.why")) }
                p { code { (refusal.code) } " " (refusal.message) }
                p { (refusal.rule) }
                @if !refusal.remedy.is_empty() { p { strong { (operator.say("requests.remedy")) } " " (refusal.remedy) } }
            }
        }
        @if one.item_errors.count > 0 {
            section.card {
                h2 { (operator.say("requests.items")) " " (one.item_errors.count) }
                ul { @for item in &one.item_errors.items { li {
                    code { (item.item) } " " (item.code) " " (item.message)
                    @if !item.remedy.is_empty() { " \u{2014} " (item.remedy) }
                } } }
            }
        }
    }
}

fn excerpt(operator: &Operator, excerpt: &RequestExcerpt) -> Markup {
    html! {
        p.quiet { (show::number(excerpt.size)) " B" @if excerpt.cut { " \u{b7} " (operator.say("requests.cut")) } }
        @if !excerpt.text.is_empty() { pre { code { (excerpt.text) } } }
    }
}

/// The call as a line for a shell; the key is the reader's to fill in.
fn curl(origin: &str, one: &SellerRequest) -> String {
    let client_id = one.client_id.map_or_else(|| "$CLIENT_ID".to_owned(), |client_id| client_id.to_string());
    let head = format!("-H 'Client-Id: {client_id}' -H \"Api-Key: $API_KEY\"");
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "'\\''"));
    if matches!(one.verb.as_str(), "GET" | "DELETE") {
        let query = if one.request.text.is_empty() { String::new() } else { format!("?{}", one.request.text) };
        return format!("curl -X {} {head} {}", one.verb, quoted(&format!("{origin}{}{query}", one.path)));
    }
    let body = format!("-H 'Content-Type: application/json' -d {}", quoted(&one.request.text));
    format!("curl -X {} {head} {body} {}", one.verb, quoted(&format!("{origin}{}", one.path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_becomes_a_line_that_a_shell_reads_as_one() {
        let request = RequestExcerpt { text: r#"{"name":"it's"}"#.to_owned(), ..Default::default() };
        let one = SellerRequest { verb: "POST".into(), path: "/v2/x".into(), request, ..Default::default() };
        let want = r#"curl -X POST -H 'Client-Id: $CLIENT_ID' -H "Api-Key: $API_KEY" -H 'Content-Type: application/json' -d '{"name":"it'\''s"}' 'http://h/v2/x'"#;
        assert_eq!(curl("http://h", &one), want);
        let one = SellerRequest {
            verb: "GET".into(),
            path: "/v1/a".into(),
            client_id: Some(ClientId(7)),
            ..Default::default()
        };
        assert_eq!(curl("http://h", &one), r#"curl -X GET -H 'Client-Id: 7' -H "Api-Key: $API_KEY" 'http://h/v1/a'"#);
    }
}
