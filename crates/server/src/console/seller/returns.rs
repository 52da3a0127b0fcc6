//! What buyers send back, and their requests to call off what is on its way.

use axum::response::Response;
use gostiny_wire::{
    cancellation::{
        ConditionalCancellationApproveV2, ConditionalCancellationFilters, ConditionalCancellationListV2,
        ConditionalCancellationListV2Request, ConditionalCancellationMoveRequest, ConditionalCancellationRejectV2,
        ConditionalCancellationV2,
    },
    returns::{ReturnV1, ReturnsListV1, ReturnsListV1Filter, ReturnsListV1Request},
    scalar::{CancellationId, Money, ReturnId},
};
use maud::{Markup, html};

use crate::{
    console::{
        fields::segment,
        page::{Refusal, choice, field, heads},
        show,
        visit::{Cabinet, Sent, Shown},
    },
    error::Result,
};

const PATH: &str = "/console/returns";
/// Returns on a page.
const PAGE: i32 = 50;

/// Both lists.
pub async fn list(cabinet: Cabinet) -> Shown {
    Ok(draw(&cabinet, None).await?)
}

async fn draw(cabinet: &Cabinet, refusal: Option<&Refusal>) -> Result<Response> {
    let asked = &cabinet.asked;
    let (schema, number) = (asked.get("scheme"), asked.get("number"));
    let posting_numbers = if number.is_empty() { Vec::new() } else { vec![number.into()] };
    let filter = ReturnsListV1Filter { return_schema: schema.to_owned(), posting_numbers, ..Default::default() };
    let request = ReturnsListV1Request { filter, last_id: ReturnId(asked.whole("last_id")?), limit: PAGE };
    let page = cabinet.call(ReturnsListV1, &request).await?;
    let filters = ConditionalCancellationFilters { state: "ON_APPROVAL".to_owned(), ..Default::default() };
    let open = ConditionalCancellationListV2Request { filters, limit: PAGE, ..Default::default() };
    let open = cabinet.call(ConditionalCancellationListV2, &open).await?.result;
    let last = page.returns.last().map(|one| one.id.to_string()).unwrap_or_default();
    let schemes = [("", cabinet.say("frame.any")), ("FBS", "FBS / rFBS"), ("FBO", "FBO")];
    let body = html! {
        (cabinet.alert(refusal, "cancellation"))
        @if !open.is_empty() { section.card { h2 { (cabinet.say("returns.requests")) } (requests(cabinet, &open)) } }
        form.filters method="get" action=(PATH) {
            (field(cabinet.say("buyer.scheme"), choice("scheme", schema, schemes)))
            (field(cabinet.say("postings.number"), html! { input name="number" value=(number); }))
            button { (cabinet.say("frame.filter")) }
        }
        div #returns data-part { @if page.returns.is_empty() { (cabinet.nothing()) } @else { (table(cabinet, &page.returns)) } }
        (cabinet.further(PATH, &[("scheme", schema), ("number", number), ("last_id", &last)], page.has_next))
    };
    Ok(cabinet.page(cabinet.lang.word("nav", "returns"), refusal, body))
}

fn table(cabinet: &Cabinet, returns: &[ReturnV1]) -> Markup {
    let titles = [
        cabinet.say("returns.number"),
        cabinet.say("postings.number"),
        cabinet.say("goods.product"),
        cabinet.say("returns.reason"),
        cabinet.say("returns.state"),
        cabinet.say("returns.place"),
        cabinet.say("goods.price"),
    ];
    html! {
        div.scroll tabindex="0" { table {
            (heads(titles))
            tbody { @for one in returns { tr {
                th scope="row" { (one.id) " " span.badge { (one.schema) } }
                td { (posting(&one.schema, one.posting_number.as_str())) }
                td.wide { (one.product.quantity) " \u{d7} " (one.product.name) div.quiet { (one.product.offer_id) } }
                td { (one.return_reason_name) }
                td { (one.visual.status.display_name) div.quiet { (cabinet.moment_if(one.visual.change_moment)) } }
                td { (one.place.name) }
                td { (show::money(Money(one.product.price.price.0), &one.product.price.currency_code)) }
            } } }
        } }
    }
}

fn posting(schema: &str, number: &str) -> Markup {
    let folder = if schema == "FBO" { "fbo" } else { "postings" };
    html! { a href={ "/console/" (folder) "/" (segment(number)) } { (number) } }
}

fn requests(cabinet: &Cabinet, open: &[ConditionalCancellationV2]) -> Markup {
    let titles = [
        cabinet.say("postings.number"),
        cabinet.say("returns.reason"),
        cabinet.say("returns.until"),
        cabinet.say("returns.decision"),
    ];
    html! {
        div.scroll tabindex="0" { table {
            (heads(titles))
            tbody { @for one in open.iter().map(|one| &one.request) { tr {
                th scope="row" { (posting("", one.posting_number.as_str())) }
                td { (one.cancellation_reason.name) div.quiet { (one.cancellation_reason_message) } }
                td { (cabinet.moment(one.auto_approve_date)) }
                td { (cabinet.form("/console/returns/cancellation", html! { div.inline {
                    input type="hidden" name="id" value=(one.cancellation_id);
                    button name="decision" value="approve" aria-label={ (cabinet.say("returns.approve")) " " (one.posting_number) } { (cabinet.say("returns.approve")) }
                    button.plain name="decision" value="reject" aria-label={ (cabinet.say("returns.reject")) " " (one.posting_number) } { (cabinet.say("returns.reject")) }
                } })) }
            } } }
        } }
    }
}

/// Grants or refuses a buyer's request.
pub async fn decide(Sent { by: cabinet, form }: Sent<Cabinet>) -> Shown {
    let cancellation_id = CancellationId(form.whole("id")?);
    let request = ConditionalCancellationMoveRequest { cancellation_id, ..Default::default() };
    let decided = if form.get("decision") == "approve" {
        cabinet.call(ConditionalCancellationApproveV2, &request).await.map(drop)
    } else {
        cabinet.call(ConditionalCancellationRejectV2, &request).await.map(drop)
    };
    match decided {
        Ok(()) => Ok(cabinet.to(&format!("{PATH}?done=decided"))),
        Err(error) => {
            let refusal = Refusal::about("cancellation", error)?;
            Ok(draw(&cabinet, Some(&refusal)).await?)
        }
    }
}
