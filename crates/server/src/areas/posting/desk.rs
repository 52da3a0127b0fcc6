//! Postings as the operator looks through them: shop by shop, or in the order of what happened to them.

use std::collections::{BTreeMap, HashMap};

use gostiny_wire::{
    operator::{PostingChangeListRequest, PostingListItem, PostingListLine, PostingListRequest, PostingListResponse},
    scalar::{ClientId, PostingNumber, Time},
};

use super::{
    list::known_status,
    row::{self, Item, Posting, columns},
};
use crate::{
    api::cursor,
    areas::seller,
    args,
    call::Call,
    check,
    error::{Error, Result},
    store::{Arg, Row},
};

const CHANGES: &str = "PostingChangeListRequest";

/// Of all shops or of one, oldest order of a shop first.
pub async fn list(call: &mut Call, req: &PostingListRequest) -> Result<PostingListResponse> {
    known_status(&req.status).map_err(|rule| Error::invalid("PostingListRequest.Status", rule))?;
    let asked = seller::Asked {
        request: "PostingListRequest",
        client_id: req.client_id,
        limit: req.limit,
        last_id: &req.last_id,
    };
    let key = |item: &PostingListItem| (item.created_at.0, item.posting_number.to_string());
    let (postings, last_id) = seller::walk(call, asked, key, |call, behind, limit| {
        let status = req.status.clone();
        Box::pin(async move {
            let (at, number) = behind.unwrap_or((i64::MIN, String::new()));
            let page = if status.is_empty() {
                call.tx.rows(PAGE, args![call.seller, at, number, limit], row::posting).await?
            } else {
                call.tx.rows(IN_STATUS, args![call.seller, at, number, limit, status], row::posting).await?
            };
            shown(call, page).await
        })
    })
    .await?;
    Ok(PostingListResponse { postings, last_id })
}

const PAGE: &str = concat!(
    "select ",
    columns!(),
    " from posting where seller_id = $1 and (in_process_at, posting_number) > ($2, $3) \
     order by in_process_at, posting_number limit $4"
);
const IN_STATUS: &str = concat!(
    "select ",
    columns!(),
    " from posting where seller_id = $1 and status = $5 and (in_process_at, posting_number) > ($2, $3) \
     order by in_process_at, posting_number limit $4"
);

/// What happened to a posting last: when, whose it is, its number, the step.
type Change = (i64, i64, String, i64);

/// Each posting once, by what happened to it last. What happens while pages are turned comes at the end.
pub async fn changes(call: &mut Call, req: &PostingChangeListRequest) -> Result<PostingListResponse> {
    let limit = if req.limit == 0 { 100 } else { req.limit };
    check::limit(CHANGES, limit, 1_000)?;
    let since = req.since.map_or(i64::MIN, |since| since.0);
    let (at, shop, number, step): Change = cursor::read(&req.last_id)?.unwrap_or((since, 0, String::new(), 0));
    let page = call.tx.rows(CHANGED, args![at, shop, number, step, limit], change).await?;
    let is_full = i64::try_from(page.len()) == Ok(limit);
    let last_id = page.last().filter(|_| is_full).map(cursor::write).transpose()?.unwrap_or_default();
    let mut by_shop: BTreeMap<ClientId, Vec<PostingNumber>> = BTreeMap::new();
    for (_, shop, number, _) in &page {
        by_shop.entry(ClientId(*shop)).or_default().push(number.as_str().into());
    }
    let mut found = HashMap::with_capacity(page.len());
    for (shop, numbers) in by_shop {
        call.seller = shop;
        let postings = row::by_numbers(call, &numbers).await?;
        found.extend(shown(call, postings).await?.into_iter().map(|item| (item.posting_number.to_string(), item)));
    }
    let postings = page.iter().filter_map(|(_, _, number, _)| found.remove(number)).collect();
    Ok(PostingListResponse { postings, last_id })
}

fn change(row: &Row<'_>) -> Result<Change> {
    Ok((row.next()?, row.next()?, row.next()?, row.next()?))
}

const CHANGED: &str = "select happened_at, seller_id, posting_number, step from posting_history as one \
    where (happened_at, seller_id, posting_number, step) > ($1, $2, $3, $4) and not exists (\
    select 1 from posting_history as later where later.seller_id = one.seller_id \
    and later.posting_number = one.posting_number and later.step > one.step) \
    order by happened_at, seller_id, posting_number, step limit $5";

/// What happened last to a posting, and when.
struct Last {
    number: PostingNumber,
    event: String,
    at: Time,
}

/// Postings of the call's seller with what is in them and what happened last, in their order.
async fn shown(call: &mut Call, postings: Vec<Posting>) -> Result<Vec<PostingListItem>> {
    let numbers: Vec<PostingNumber> = postings.iter().map(|posting| posting.posting_number.clone()).collect();
    let list: Vec<Arg> = numbers.iter().map(Arg::from).collect();
    let read = |row: &Row<'_>| Ok(Last { number: row.next()?, event: row.next()?, at: row.next()? });
    let last = call.tx.rows_in(LAST, args![call.seller], &list, read).await?;
    let mut last: HashMap<PostingNumber, (String, Time)> =
        last.into_iter().map(|last| (last.number, (last.event, last.at))).collect();
    let mut items: HashMap<PostingNumber, Vec<Item>> = HashMap::new();
    for item in row::items(call, &numbers).await? {
        items.entry(item.posting_number.clone()).or_default().push(item);
    }
    let shown = |posting: Posting| {
        let (event, changed_at) = last.remove(&posting.posting_number).unwrap_or_default();
        let lines = items.remove(&posting.posting_number).unwrap_or_default();
        item(posting, lines, event, changed_at)
    };
    Ok(postings.into_iter().map(shown).collect())
}

const LAST: &str = "select posting_number, event, happened_at from posting_history as one \
    where seller_id = $1 and posting_number {in} and not exists (\
    select 1 from posting_history as later where later.seller_id = one.seller_id \
    and later.posting_number = one.posting_number and later.step > one.step)";

fn item(posting: Posting, lines: Vec<Item>, event: String, changed_at: Time) -> PostingListItem {
    let line = |item: Item| PostingListLine {
        sku: item.sku,
        offer_id: item.offer_id,
        name: item.name,
        quantity: item.quantity,
        price: item.price.fixed(4),
    };
    PostingListItem {
        posting_number: posting.posting_number,
        client_id: posting.seller,
        order_id: posting.order_id,
        scheme: posting.scheme.as_str().to_owned(),
        status: posting.status,
        substatus: posting.substatus,
        tpl_integration_type: posting.tpl_integration_type,
        warehouse_id: posting.warehouse_id,
        delivery_method_id: posting.delivery_method_id,
        carriage_id: posting.carriage_id,
        created_at: posting.in_process_at,
        shipment_date: posting.shipment_date,
        delivered_at: posting.delivered_at,
        event,
        changed_at,
        items: lines.into_iter().map(line).collect(),
    }
}
