//! The parcel scanner: a number is typed or a barcode scanned, and what happened to the parcel is chosen.

use axum::response::Response;
use gostiny_wire::{
    operator::{PostingEvent, PostingEventRecord, PostingEventRecordRequest, PostingList, PostingListRequest},
    scalar::{ClientId, PostingNumber},
};
use maud::{Markup, html};

use crate::{
    areas::posting::{self, Step},
    console::{
        fields::query,
        page::{Refusal, choice, field, heads},
        visit::{Operator, Sent, Shown, Visit},
    },
    error::{Error, Result},
};

const PATH: &str = "/console/operator/parcels";
/// What can happen, in the order in which it mostly does.
const EVENTS: [(&str, PostingEvent); 12] = [
    ("accepted", PostingEvent::Accepted),
    ("not_accepted", PostingEvent::NotAccepted),
    ("in_transit", PostingEvent::InTransit),
    ("courier", PostingEvent::Courier),
    ("pickup_point", PostingEvent::PickupPoint),
    ("delivered", PostingEvent::Delivered),
    ("received", PostingEvent::Received),
    ("lost", PostingEvent::Lost),
    ("returned", PostingEvent::Returned),
    ("cancelled_by_buyer", PostingEvent::CancelledByBuyer),
    ("cancelled_by_platform", PostingEvent::CancelledByPlatform),
    ("disputed_by_buyer", PostingEvent::DisputedByBuyer),
];
/// Statuses to choose from.
const STATUSES: [&str; 7] = [
    "awaiting_registration",
    "awaiting_packaging",
    "awaiting_deliver",
    "delivering",
    "delivered",
    "not_accepted",
    "cancelled",
];

/// The parcel that was scanned, or the list of them.
pub async fn scan(operator: Operator) -> Shown {
    Ok(draw(&operator, operator.asked.get("code"), None).await?)
}

async fn draw(operator: &Operator, code: &str, refusal: Option<&Refusal>) -> Result<Response> {
    let found = if code.is_empty() { None } else { find(operator, code).await? };
    let missing = !code.is_empty() && found.is_none();
    let body = html! {
        form.filters method="get" action=(PATH) role="search" {
            (field(operator.say("parcels.code"), html! { input name="code" value=(code) autofocus autocomplete="off"; }))
            button { (operator.say("parcels.find")) }
        }
        @if missing { p.alert role="alert" { (operator.say("parcels.unknown")) } }
        @match &found {
            Some(found) => (parcel(operator, found, refusal)),
            None => (list(operator).await?),
        }
    };
    let answer = operator.page(operator.lang.word("nav", "parcels"), refusal, body);
    Ok(answer)
}

struct Found {
    shop: ClientId,
    number: PostingNumber,
    scheme: String,
    steps: Vec<Step>,
}

async fn find(operator: &Operator, code: &str) -> Result<Option<Found>> {
    let code = code.to_owned();
    let found = operator.console.read(move |call| {
        let code = code.clone();
        Box::pin(async move {
            let Some((shop, number, scheme)) = posting::scanned(call, &code).await? else { return Ok(None) };
            call.seller = shop;
            let steps = posting::timeline(call, &number).await?;
            Ok(Some(Found { shop, number, scheme, steps }))
        })
    });
    found.await
}

fn parcel(operator: &Operator, found: &Found, refusal: Option<&Refusal>) -> Markup {
    let last = found.steps.last();
    html! {
        section.card {
            h2 { (found.number) }
            p {
                (operator.badge("scheme", &found.scheme)) " \u{b7} " (operator.say("shops.shop")) " " (found.shop)
                @if let Some(last) = last { " \u{b7} " (operator.badge("status", &last.status)) " " (operator.badge("substatus", &last.substatus)) }
            }
            (operator.alert(refusal, "event"))
            (operator.form(PATH, html! {
                input type="hidden" name="code" value=(found.number);
                (field(operator.say("parcels.event"), choice("event", "", EVENTS.map(|(word, _)| (word, operator.lang.word("event", word))))))
                (field(operator.say("parcels.reason"), html! { input name="reason" maxlength="1000"; }))
                button { (operator.say("parcels.record")) }
            }))
        }
        div #timeline data-part { (timeline(operator, &found.steps)) }
    }
}

/// What happened to a parcel, newest last.
pub fn timeline(visit: &Visit, steps: &[Step]) -> Markup {
    html! {
        h2 { (visit.say("parcels.timeline")) }
        ol.timeline { @for step in steps { li {
            (visit.moment(step.happened_at)) " "
            strong { (visit.lang.word("event", &step.event)) } " "
            (visit.badge("status", &step.status)) " " span.quiet { (visit.lang.word("substatus", &step.substatus)) }
            @if !step.note.is_empty() { " \u{b7} " (step.note) }
        } } }
    }
}

async fn list(operator: &Operator) -> Result<Markup> {
    let (status, last_id) = (operator.asked.get("status"), operator.asked.get("last_id"));
    let shop = operator.asked.get("client_id");
    let request = PostingListRequest {
        client_id: operator.asked.whole_if_given("client_id")?.map(ClientId),
        status: status.to_owned(),
        limit: 50,
        last_id: last_id.to_owned(),
    };
    let page = operator.call(PostingList, &request).await?;
    let words = STATUSES.map(|word| (word, operator.lang.word("status", word)));
    let titles = [
        operator.say("postings.number"),
        operator.say("shops.shop"),
        operator.say("postings.status"),
        operator.say("postings.goods"),
        operator.say("parcels.last"),
    ];
    Ok(html! {
        form.filters method="get" action=(PATH) {
            (field(operator.say("postings.status"), choice("status", status, [("", operator.say("frame.any"))].into_iter().chain(words))))
            (field("Client-Id", html! { input name="client_id" inputmode="numeric" value=(shop); }))
            button.plain { (operator.say("frame.filter")) }
        }
        div #parcels data-part {
            @if page.postings.is_empty() { (operator.nothing()) } @else {
                div.scroll tabindex="0" { table {
                    (heads(titles))
                    tbody { @for posting in &page.postings { tr {
                        th scope="row" { a href={ (PATH) (query(&[("code", posting.posting_number.as_str())])) } { (posting.posting_number) } }
                        td { (posting.client_id) }
                        td { (operator.badge("scheme", &posting.scheme)) " " (operator.badge("status", &posting.status)) }
                        td.wide { @for item in &posting.items { div { (item.quantity) " \u{d7} " (item.name) } } }
                        td { (operator.lang.word("event", &posting.event)) " " (operator.moment(posting.changed_at)) }
                    } } }
                } }
            }
        }
        (operator.further(PATH, &[("status", status), ("client_id", shop), ("last_id", &page.last_id)], !page.last_id.is_empty()))
    })
}

/// Notes what happened.
pub async fn record(Sent { by: operator, form }: Sent<Operator>) -> Shown {
    let event = EVENTS.iter().find(|(word, _)| *word == form.get("event")).map(|(_, event)| *event);
    let (code, reason) = (form.get("code"), form.get("reason").to_owned());
    let request = PostingEventRecordRequest { posting_number: code.into(), event, reason };
    match operator.call(PostingEventRecord, &request).await {
        Ok(_) => Ok(operator.to(&format!("{PATH}{}", query(&[("code", code), ("done", "recorded")])))),
        Err(error @ Error::NotFound(_)) => Err(error.into()),
        Err(error) => {
            let refusal = Refusal::of("event", error)?;
            Ok(draw(&operator, code, Some(&refusal)).await?)
        }
    }
}
