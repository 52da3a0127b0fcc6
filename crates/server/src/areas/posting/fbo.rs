//! FBO postings, in the shape of their own: a list by the beginning of processing, and one by its number.

use gostiny_wire::{
    posting::{
        PostingFbo, PostingFboAnalyticsData, PostingFboGetV2Request, PostingFboGetV2Response, PostingFboListV2Request,
        PostingFboListV2Response, PostingFboListV3Request, PostingFboListV3Response, PostingFboProduct, PostingFboWith,
    },
    scalar::{CancelReasonId, OrderId, PostingNumber, Time},
};

use super::{
    late,
    list::{self, in_period, known_status},
    row::{self, Item, Posting, columns},
    turn::{self, By, Choice},
    view::{Sources, With},
};
use crate::{
    areas::{
        digital::{self, Codes},
        tariff::Scheme,
    },
    args,
    call::Call,
    check,
    error::{Error, Result},
    store::Arg,
};

const REQUEST: &str = "PostingFboListV2Request";
/// Postings that a list skips at most.
const MOST_SKIPPED: i64 = 20_000;

/// A page; a short one is the last.
pub async fn list_v2(call: &mut Call, req: &PostingFboListV2Request) -> Result<PostingFboListV2Response> {
    check::limit(REQUEST, req.limit, 1_000)?;
    if !(0..=MOST_SKIPPED).contains(&req.offset) {
        let rule = format!("value must be inside range [0, {MOST_SKIPPED}]");
        return Err(Error::invalid(format!("{REQUEST}.Offset"), rule));
    }
    let filter = &req.filter;
    known_status(&filter.status).map_err(|rule| Error::invalid(format!("{REQUEST}.Filter.Status"), rule))?;
    let (since, to) = (filter.since.unwrap_or(Time(0)), filter.to.unwrap_or(Time(i64::MAX)));
    let args = args![call.seller, since, to, req.limit, req.offset];
    let (sql, args) = in_period(LIST, args, &filter.status, req.dir);
    let page = late::rows(call, &sql, &args).await?;
    Ok(PostingFboListV2Response { result: shown(call, page, req.with, req.translit).await? })
}

const LIST: &str = concat!(
    "select ",
    columns!(),
    " from posting where seller_id = $1 {period} and scheme = 'fbo' order by {order} limit $4 offset $5"
);

/// A page by cursor.
pub async fn list_v3(call: &mut Call, req: &PostingFboListV3Request) -> Result<PostingFboListV3Response> {
    const REQUEST: &str = "PostingFboListV3Request";
    let filter = &req.filter;
    check::limit(REQUEST, req.limit, 1_000)?;
    check::items(REQUEST, "Filter.PostingNumbers", filter.posting_numbers.len(), 0, 1_000)?;
    let statuses = list::distinct(&filter.statuses);
    for status in &statuses {
        known_status(status).map_err(|rule| Error::invalid(format!("{REQUEST}.Filter.Statuses"), rule))?;
    }
    let choice = Choice {
        by: By::InProcess,
        period: (filter.since.unwrap_or(Time(0)), filter.to.unwrap_or(Time(i64::MAX))),
        kind: "scheme = 'fbo'",
        statuses,
        lists: vec![("posting_number", filter.posting_numbers.iter().map(Arg::from).collect())],
        dates: Vec::new(),
        order_id: OrderId(0),
        order_numbers: list::orders(REQUEST, &filter.order_numbers)?,
    };
    let page = turn::page(call, &choice, req.sort_dir, &req.cursor, req.limit).await?;
    let has_next = !page.cursor.is_empty();
    let with = With {
        analytics_data: req.with.analytics_data,
        financial_data: req.with.financial_data,
        legal_info: req.with.legal_info,
        translit: req.translit,
        ..With::default()
    };
    let (mut sources, mut codes) = gather(call, &page.postings, with).await?;
    let postings = page.postings.into_iter().map(|posting| sources.listed_fbo(&mut codes, posting)).collect();
    Ok(PostingFboListV3Response { cursor: page.cursor, has_next, postings })
}

/// One of them.
pub async fn get_v2(call: &mut Call, req: &PostingFboGetV2Request) -> Result<PostingFboGetV2Response> {
    let posting = row::find(call, &req.posting_number).await?;
    if posting.scheme != Scheme::Fbo {
        return Err(Error::NotFound("POSTING_NOT_FOUND".to_owned()));
    }
    let mut found = shown(call, vec![posting], req.with, req.translit).await?;
    let result = found.pop().ok_or_else(|| Error::internal("a posting was not shown"))?;
    Ok(PostingFboGetV2Response { result })
}

async fn shown(call: &mut Call, page: Vec<Posting>, with: PostingFboWith, translit: bool) -> Result<Vec<PostingFbo>> {
    let with =
        With { analytics_data: with.analytics_data, financial_data: with.financial_data, translit, ..With::default() };
    let (mut sources, mut codes) = gather(call, &page, with).await?;
    Ok(page.into_iter().map(|posting| one(&mut sources, &mut codes, posting)).collect())
}

/// What their answers draw on, and the codes that they hold.
async fn gather(call: &mut Call, page: &[Posting], with: With) -> Result<(Sources, Codes)> {
    let numbers: Vec<PostingNumber> = page.iter().map(|posting| posting.posting_number.clone()).collect();
    let codes = digital::codes_of(call, &numbers).await?;
    Ok((Sources::gather(call, page, with).await?, codes))
}

fn one(sources: &mut Sources, codes: &mut Codes, posting: Posting) -> PostingFbo {
    let mut codes = codes.remove(&posting.posting_number).unwrap_or_default();
    let items = sources.take_items(&posting);
    let analytics_data = sources.analytics_data(&posting).map(|data| PostingFboAnalyticsData {
        city: data.city,
        delivery_type: data.delivery_type,
        is_legal: data.is_legal,
        is_premium: data.is_premium,
        payment_type_group_name: data.payment_type_group_name,
        region: data.region,
        warehouse_id: data.warehouse_id,
        warehouse_name: data.warehouse,
    });
    let financial_data = sources.financial_data(&posting, &items);
    let product = |item: Item| PostingFboProduct {
        currency_code: posting.currency_code.clone(),
        digital_codes: codes.remove(&item.product_id).unwrap_or_default(),
        name: sources.text(item.name),
        offer_id: item.offer_id,
        price: item.price.fixed(2),
        quantity: item.quantity,
        sku: item.sku,
    };
    PostingFbo {
        additional_data: Vec::new(),
        analytics_data,
        financial_data,
        products: items.into_iter().map(product).collect(),
        cancel_reason_id: CancelReasonId(posting.cancel_reason_id),
        created_at: posting.created_at,
        in_process_at: posting.in_process_at,
        order_id: posting.order_id,
        order_number: posting.order_number,
        posting_number: posting.posting_number.clone(),
        status: posting.status,
    }
}
