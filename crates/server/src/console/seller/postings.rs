//! FBS and rFBS postings: the list, and one of them with all that happened to it.

use axum::{extract::Path, response::Response};
use gostiny_wire::{
    posting::{
        PostingCancelReason, PostingDir, PostingFbsCancelReasonV1, PostingFbsCancelReasonV1Request, PostingFbsCancelV2,
        PostingFbsCancelV2Request, PostingFbsDetail, PostingFbsGetV3, PostingFbsGetV3Request, PostingFbsGetV3With,
        PostingFbsListV3, PostingFbsListV3Filter, PostingFbsListV3Request, PostingFbsPackageLabelV2,
        PostingFbsPackageLabelV2Request, PostingFbsShipV4, PostingFbsShipV4Package, PostingFbsShipV4Product,
        PostingFbsShipV4Request,
    },
    scalar::{CancelReasonId, PostingNumber},
};
use maud::{Markup, html};

use super::{marks, origin, period::Period};
use crate::{
    areas::posting::{self, Step},
    console::{
        fields::segment,
        operator::timeline,
        page::{Refusal, choice, field, heads, pdf},
        show,
        visit::{Cabinet, Sent, Shown},
    },
    error::{Error, Result},
};

const PATH: &str = "/console/postings";
/// Postings on a page.
const PAGE: i64 = 50;
/// Statuses to choose from.
const STATUSES: [&str; 6] =
    ["awaiting_packaging", "awaiting_deliver", "delivering", "delivered", "not_accepted", "cancelled"];

/// Postings of a period, newest first.
pub async fn list(cabinet: Cabinet) -> Shown {
    let (asked, period) = (&cabinet.asked, Period::asked(&cabinet));
    let (status, offset) = (asked.get("status"), asked.whole("offset")?);
    let filter = PostingFbsListV3Filter {
        since: Some(period.since),
        to: Some(period.to),
        status: status.to_owned(),
        ..Default::default()
    };
    let request = PostingFbsListV3Request {
        dir: PostingDir::Desc,
        filter: Some(filter),
        limit: PAGE,
        offset,
        ..Default::default()
    };
    let page = cabinet.call(PostingFbsListV3, &request).await?.result;
    let (from_day, to_day, next) = (period.first_day(), asked.get("to"), offset.saturating_add(PAGE).to_string());
    let titles = [
        cabinet.say("postings.number"),
        cabinet.say("postings.status"),
        cabinet.say("postings.goods"),
        cabinet.say("postings.ordered"),
        cabinet.say("postings.cutoff"),
    ];
    let body = html! {
        (period.form(&cabinet, PATH, &STATUSES))
        div #postings data-part {
            @if page.postings.is_empty() { (cabinet.nothing()) } @else {
                div.scroll tabindex="0" { table {
                    (heads(titles))
                    tbody { @for posting in &page.postings { tr {
                        th scope="row" { a href={ (PATH) "/" (segment(posting.posting_number.as_str())) } { (posting.posting_number) } }
                        td { (cabinet.badge("status", &posting.status)) }
                        td.wide { @for item in &posting.products { div { (item.quantity) " \u{d7} " (item.name) } } }
                        td { (cabinet.moment(posting.in_process_at)) } td { (cabinet.moment(posting.shipment_date)) }
                    } } }
                } }
            }
        }
        (cabinet.further(PATH, &[("status", status), ("since", &from_day), ("to", to_day), ("offset", &next)], page.has_next))
    };
    Ok(cabinet.page(cabinet.lang.word("nav", "postings"), None, body))
}

/// One of them.
pub async fn one(cabinet: Cabinet, Path(number): Path<String>) -> Shown {
    Ok(draw(&cabinet, &number.into(), None).await?)
}

async fn find(cabinet: &Cabinet, number: &PostingNumber) -> Result<PostingFbsDetail> {
    let with = PostingFbsGetV3With { barcodes: true, financial_data: true, analytics_data: true, ..Default::default() };
    let request = PostingFbsGetV3Request { posting_number: number.clone(), with };
    Ok(cabinet.call(PostingFbsGetV3, &request).await?.result)
}

pub(super) async fn draw(cabinet: &Cabinet, number: &PostingNumber, refusal: Option<&Refusal>) -> Result<Response> {
    let posting = find(cabinet, number).await?;
    let steps = steps(cabinet, number).await?;
    let (wanted, origins) = (marks::wanted(cabinet, number).await?, origin::origins(cabinet, number).await?);
    let reasons = PostingFbsCancelReasonV1Request { related_posting_numbers: vec![number.clone()] };
    let reasons = match posting.status.as_str() {
        "awaiting_packaging" | "awaiting_deliver" => cabinet
            .call(PostingFbsCancelReasonV1, &reasons)
            .await?
            .result
            .into_iter()
            .flat_map(|one| one.reasons)
            .collect(),
        _ => Vec::new(),
    };
    let body = html! {
        div #posting data-part { (facts(cabinet, &posting)) (goods(cabinet, &posting)) }
        (origin::section(cabinet, number, &origins, refusal))
        (marks::section(cabinet, number, &wanted, refusal))
        (actions(cabinet, &posting, refusal))
        div #timeline data-part { (timeline(cabinet, &steps)) }
        (cancel_form(cabinet, number, &reasons, refusal))
    };
    Ok(cabinet.page(number.as_str(), refusal, body))
}

/// What happened to a posting of this shop.
pub(super) async fn steps(cabinet: &Cabinet, number: &PostingNumber) -> Result<Vec<Step>> {
    let wanted = number.clone();
    let steps = cabinet.read(move |call| {
        let wanted = wanted.clone();
        Box::pin(async move { posting::timeline(call, &wanted).await })
    });
    steps.await
}

fn cancel_form(
    cabinet: &Cabinet,
    number: &PostingNumber,
    reasons: &[PostingCancelReason],
    refusal: Option<&Refusal>,
) -> Markup {
    let words: Vec<(String, &str)> = reasons.iter().map(|one| (one.id.to_string(), one.title.as_str())).collect();
    html! {
        (cabinet.alert(refusal, "cancel"))
        @if !reasons.is_empty() {
            section.card {
                h2 { (cabinet.say("postings.cancel")) }
                (cabinet.form(&format!("{PATH}/{}/cancel", segment(number.as_str())), html! {
                    (field(cabinet.say("returns.reason"), choice("reason", "", words.iter().map(|(id, title)| (id.as_str(), *title)))))
                    (field(cabinet.say("postings.cancel_message"), html! { input name="message" maxlength="500"; }))
                    button.plain { (cabinet.say("postings.cancel")) }
                }))
            }
        }
    }
}

/// Calls it off on the seller's side.
pub async fn cancel(Path(number): Path<String>, Sent { by: cabinet, form }: Sent<Cabinet>) -> Shown {
    let number = PostingNumber::from(number);
    let request = PostingFbsCancelV2Request {
        cancel_reason_id: CancelReasonId(form.whole("reason")?),
        cancel_reason_message: form.get("message").to_owned(),
        posting_number: number.clone(),
    };
    match cabinet.call(PostingFbsCancelV2, &request).await {
        Ok(_) => Ok(cabinet.to(&format!("{PATH}/{}?done=recorded", segment(number.as_str())))),
        Err(error) => {
            let refusal = Refusal::about("cancel", error)?;
            Ok(draw(&cabinet, &number, Some(&refusal)).await?)
        }
    }
}

fn facts(cabinet: &Cabinet, posting: &PostingFbsDetail) -> Markup {
    let text = |label: &'static str, text: &str| html! { @if !text.is_empty() { dt { (label) } dd { (text) } } };
    let barcodes = posting.barcodes.as_ref();
    html! {
        dl.facts {
            dt { (cabinet.say("postings.status")) }
            dd { (cabinet.badge("status", &posting.status)) " " span.quiet { (cabinet.lang.word("substatus", &posting.substatus)) } }
            dt { (cabinet.say("postings.ordered")) } dd { (cabinet.moment(posting.in_process_at)) }
            dt { (cabinet.say("postings.cutoff")) } dd { (cabinet.moment(posting.shipment_date)) }
            (text(cabinet.say("postings.method"), &posting.delivery_method.name))
            (text(cabinet.say("postings.warehouse"), &posting.delivery_method.warehouse))
            (text(cabinet.say("postings.tracking"), &posting.tracking_number))
            (text(cabinet.say("postings.barcode"), barcodes.map(|codes| codes.lower_barcode.as_str()).unwrap_or_default()))
            (text(cabinet.say("postings.cancelled"), &posting.cancellation.cancel_reason))
        }
    }
}

fn goods(cabinet: &Cabinet, posting: &PostingFbsDetail) -> Markup {
    html! {
        div.scroll tabindex="0" { table {
            thead { tr {
                th scope="col" { (cabinet.say("goods.product")) } th scope="col" { (cabinet.say("goods.article")) }
                th scope="col" { "SKU" } th.num scope="col" { (cabinet.say("buyer.quantity")) }
                th.num scope="col" { (cabinet.say("goods.price")) }
            } }
            tbody { @for item in &posting.products { tr {
                th scope="row" { (item.name) } td { (item.offer_id) } td { (item.sku) } td.num { (item.quantity) }
                td.num { (show::price(&item.price, &item.currency_code)) }
            } } }
        } }
    }
}

fn actions(cabinet: &Cabinet, posting: &PostingFbsDetail, refusal: Option<&Refusal>) -> Markup {
    let path = format!("{PATH}/{}", segment(posting.posting_number.as_str()));
    html! {
        (cabinet.alert(refusal, "pack"))
        @if posting.status == "awaiting_packaging" {
            (cabinet.form(&format!("{path}/pack"), html! { button { (cabinet.say("postings.pack")) } }))
        }
        @if posting.status == "awaiting_deliver" {
            p { a href={ (path) "/label" } { (cabinet.say("postings.label")) } }
        }
    }
}

/// Packs all of it into one package.
pub async fn pack(Path(number): Path<String>, Sent { by: cabinet, .. }: Sent<Cabinet>) -> Shown {
    let number = PostingNumber::from(number);
    let posting = find(&cabinet, &number).await?;
    let product = |item: &gostiny_wire::posting::PostingFbsDetailProduct| PostingFbsShipV4Product {
        product_id: item.sku,
        quantity: item.quantity,
    };
    let package = PostingFbsShipV4Package { products: posting.products.iter().map(product).collect() };
    let request =
        PostingFbsShipV4Request { packages: vec![package], posting_number: number.clone(), ..Default::default() };
    match cabinet.call(PostingFbsShipV4, &request).await {
        Ok(_) => Ok(cabinet.to(&format!("{PATH}/{}?done=packed", segment(number.as_str())))),
        Err(error) => {
            let refusal = Refusal::about("pack", error)?;
            Ok(draw(&cabinet, &number, Some(&refusal)).await?)
        }
    }
}

/// Its label, as the carrier reads it.
pub async fn label(cabinet: Cabinet, Path(number): Path<String>) -> Shown {
    let request = PostingFbsPackageLabelV2Request { posting_number: vec![number.into()] };
    match cabinet.call(PostingFbsPackageLabelV2, &request).await {
        Ok(drawn) => Ok(pdf(drawn.0)),
        Err(Error::BadRequest(_) | Error::Conflict(_)) => {
            Err(Error::WrongState(cabinet.say("postings.not_ready").to_owned()).into())
        }
        Err(error) => Err(error.into()),
    }
}
