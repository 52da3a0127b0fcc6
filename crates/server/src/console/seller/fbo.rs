//! Postings that the marketplace packs itself.

use axum::extract::Path;
use gostiny_wire::{
    posting::{
        PostingDir, PostingFboGetV2, PostingFboGetV2Request, PostingFboListV3, PostingFboListV3Filter,
        PostingFboListV3Request, PostingFboWith,
    },
    scalar::PostingNumber,
};
use maud::html;

use super::{period::Period, postings::steps};
use crate::console::{
    fields::segment,
    operator::timeline,
    page::heads,
    show,
    visit::{Cabinet, Shown},
};

const PATH: &str = "/console/fbo";
/// Postings on a page.
const PAGE: i64 = 50;
const STATUSES: [&str; 5] = ["awaiting_packaging", "awaiting_deliver", "delivering", "delivered", "cancelled"];

/// Postings of a period, newest first.
pub async fn list(cabinet: Cabinet) -> Shown {
    let (asked, period) = (&cabinet.asked, Period::asked(&cabinet));
    let status = asked.get("status");
    let statuses = if status.is_empty() { Vec::new() } else { vec![status.to_owned()] };
    let filter =
        PostingFboListV3Filter { since: Some(period.since), to: Some(period.to), statuses, ..Default::default() };
    let cursor = asked.get("cursor").to_owned();
    let request =
        PostingFboListV3Request { cursor, filter, limit: PAGE, sort_dir: PostingDir::Desc, ..Default::default() };
    let page = cabinet.call(PostingFboListV3, &request).await?;
    let (from_day, to_day) = (period.first_day(), asked.get("to"));
    let titles = [
        cabinet.say("postings.number"),
        cabinet.say("postings.status"),
        cabinet.say("postings.goods"),
        cabinet.say("postings.ordered"),
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
                        td { (cabinet.moment(posting.in_process_at)) }
                    } } }
                } }
            }
        }
        (cabinet.further(PATH, &[("status", status), ("since", &from_day), ("to", to_day), ("cursor", &page.cursor)], page.has_next))
    };
    Ok(cabinet.page(cabinet.lang.word("nav", "fbo"), None, body))
}

/// One of them.
pub async fn one(cabinet: Cabinet, Path(number): Path<String>) -> Shown {
    let number = PostingNumber::from(number);
    let with = PostingFboWith { analytics_data: true, financial_data: true };
    let request = PostingFboGetV2Request { posting_number: number.clone(), with, ..Default::default() };
    let posting = cabinet.call(PostingFboGetV2, &request).await?.result;
    let steps = steps(&cabinet, &number).await?;
    let titles = [
        cabinet.say("goods.product"),
        cabinet.say("goods.article"),
        "SKU",
        cabinet.say("buyer.quantity"),
        cabinet.say("goods.price"),
    ];
    let body = html! {
        div #posting data-part {
            dl.facts {
                dt { (cabinet.say("postings.status")) } dd { (cabinet.badge("status", &posting.status)) }
                dt { (cabinet.say("postings.ordered")) } dd { (cabinet.moment(posting.in_process_at)) }
                @if let Some(place) = &posting.analytics_data {
                    dt { (cabinet.say("postings.warehouse")) } dd { (place.warehouse_name) }
                    dt { (cabinet.say("buyer.city")) } dd { (place.city) }
                }
            }
            div.scroll tabindex="0" { table {
                (heads(titles))
                tbody { @for item in &posting.products { tr {
                    th scope="row" { (item.name) } td { (item.offer_id) } td { (item.sku) } td { (item.quantity) }
                    td { (show::price(&item.price, &item.currency_code)) }
                } } }
            } }
        }
        div #timeline data-part { (timeline(&cabinet, &steps)) }
    };
    Ok(cabinet.page(number.as_str(), None, body))
}
