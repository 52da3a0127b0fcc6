//! The buyers' desk about returns: which there are, and what happens to one next.

use axum::response::Response;
use gostiny_wire::{
    operator::{
        ReturnEvent, ReturnEventRecord, ReturnEventRecordRequest, ReturnList, ReturnListItem, ReturnListRequest,
    },
    scalar::{ClientId, ReturnId},
};
use maud::{Markup, html};

use super::{buyer::tabs, purchase};
use crate::{
    console::{
        fields::query,
        page::{Refusal, choice, field, heads},
        visit::{Operator, Sent, Shown},
    },
    error::{Error, Result},
};

const PATH: &str = "/console/operator/buyer/returns";
/// Returns on a page.
const PAGE: i64 = 50;
/// What can happen, in the order in which it mostly does.
const EVENTS: [(&str, ReturnEvent); 10] = [
    ("accepted_from_customer", ReturnEvent::AcceptedFromCustomer),
    ("moving", ReturnEvent::Moving),
    ("ready_for_shipment", ReturnEvent::ReadyForShipment),
    ("waiting_for_seller", ReturnEvent::WaitingForSeller),
    ("returned_to_seller", ReturnEvent::ReturnedToSeller),
    ("returned_to_ozon", ReturnEvent::ReturnedToOzon),
    ("cancelled_with_compensation", ReturnEvent::CancelledWithCompensation),
    ("disposing", ReturnEvent::Disposing),
    ("disposed", ReturnEvent::Disposed),
    ("cancelled", ReturnEvent::Cancelled),
];

/// Returns of all shops, or of one.
pub async fn list(operator: Operator) -> Shown {
    Ok(draw(&operator, None).await?)
}

async fn draw(operator: &Operator, refusal: Option<&Refusal>) -> Result<Response> {
    let (shop, status) = (operator.asked.get("client_id"), operator.asked.get("status"));
    let request = ReturnListRequest {
        client_id: operator.asked.whole_if_given("client_id")?.map(ClientId),
        status: status.to_owned(),
        limit: PAGE,
        last_id: operator.asked.get("last_id").to_owned(),
    };
    let page = operator.call(ReturnList, &request).await?;
    let words = EVENTS.map(|(word, _)| (word, operator.lang.word("return", word)));
    let body = html! {
        (tabs(operator))
        form.filters method="get" action=(PATH) {
            (field(operator.say("returns.state"), choice("status", status, [("", operator.say("frame.any"))].into_iter().chain(words))))
            (field("Client-Id", html! { input name="client_id" inputmode="numeric" value=(shop); }))
            button { (operator.say("frame.filter")) }
        }
        (operator.alert(refusal, "event"))
        div #returns data-part { @if page.returns.is_empty() { (operator.nothing()) } @else { (table(operator, &page.returns)) } }
        (operator.further(PATH, &[("status", status), ("client_id", shop), ("last_id", &page.last_id)], !page.last_id.is_empty()))
    };
    Ok(operator.page(operator.lang.word("nav", "returns"), refusal, body))
}

fn table(operator: &Operator, returns: &[ReturnListItem]) -> Markup {
    let titles = [
        operator.say("returns.number"),
        operator.say("postings.number"),
        operator.say("goods.product"),
        operator.say("returns.reason"),
        operator.say("returns.state"),
        operator.say("parcels.event"),
    ];
    html! {
        div.scroll tabindex="0" { table {
            (heads(titles))
            tbody { @for one in returns { tr {
                th scope="row" { (one.return_id) " " (operator.badge("scheme", &one.scheme)) }
                td { a href={ (purchase::PATH) (query(&[("code", one.posting_number.as_str())])) } { (one.posting_number) } div.quiet { (one.client_id) } }
                td.wide { (one.quantity) " \u{d7} " (one.name) }
                td { (one.reason) }
                td { (operator.lang.word("return", &one.status)) div.quiet { (operator.moment(one.created_at)) } }
                td { (next(operator, one)) }
            } } }
        } }
    }
}

fn next(operator: &Operator, one: &ReturnListItem) -> Markup {
    let words = EVENTS.map(|(word, _)| (word, operator.lang.word("return", word)));
    operator.form(
        PATH,
        html! {
            input type="hidden" name="id" value=(one.return_id);
            label { span.hidden { (operator.say("parcels.event")) " " (one.return_id) } (choice("event", "", words)) }
            button.plain aria-label={ (operator.say("parcels.record")) " " (one.return_id) } { (operator.say("parcels.record")) }
        },
    )
}

/// Notes what happened to one.
pub async fn record(Sent { by: operator, form }: Sent<Operator>) -> Shown {
    let event = EVENTS.iter().find(|(word, _)| *word == form.get("event")).map(|(_, event)| *event);
    let request = ReturnEventRecordRequest { return_id: ReturnId(form.whole("id")?), event };
    match operator.call(ReturnEventRecord, &request).await {
        Ok(_) => Ok(operator.to(&format!("{PATH}?done=recorded"))),
        Err(error @ Error::NotFound(_)) => Err(error.into()),
        Err(error) => {
            let refusal = Refusal::of("event", error)?;
            Ok(draw(&operator, Some(&refusal)).await?)
        }
    }
}
