//! Postings for reports: page by page, in the order in which their processing began.

use std::collections::HashMap;

use gostiny_wire::scalar::{PostingNumber, ProductId, Time};

use super::row::{Posting, columns, posting};
use crate::{
    args,
    call::Call,
    error::Result,
    store::{Arg, Row},
};

/// Where a page of postings goes on.
#[derive(Clone, Debug)]
pub struct PostingsAfter(Time, PostingNumber);

impl PostingsAfter {
    /// Before the first posting from a moment on.
    pub fn beginning(from: Time) -> Self {
        Self(from, PostingNumber::default())
    }

    /// After a posting.
    pub fn this(posting: &Posting) -> Self {
        Self(posting.in_process_at, posting.posting_number.clone())
    }
}

/// The seller's postings of all schemes up to a moment.
pub async fn exported(call: &mut Call, to: Time, after: &PostingsAfter, limit: i64) -> Result<Vec<Posting>> {
    call.tx.rows(PAGE, args![call.seller, after.0, &after.1, to, limit], posting).await
}

const PAGE: &str = concat!(
    "select ",
    columns!(),
    " from posting where seller_id = $1 and (in_process_at, posting_number) > ($2, $3) and in_process_at <= $4 \
     order by in_process_at, posting_number limit $5"
);

/// When those of the postings that were cancelled were.
pub async fn cancelled_at(call: &mut Call, numbers: &[PostingNumber]) -> Result<HashMap<PostingNumber, Time>> {
    let list: Vec<Arg> = numbers.iter().map(Arg::from).collect();
    let read = |row: &Row<'_>| Ok((row.next()?, row.next()?));
    Ok(call.tx.rows_in(CANCELLED_AT, args![call.seller], &list, read).await?.into_iter().collect())
}

const CANCELLED_AT: &str = "select posting_number, min(happened_at) from posting_history \
    where seller_id = $1 and status = 'cancelled' and posting_number {in} group by posting_number";

/// Units of these products that are on their way from the marketplace's warehouse to buyers.
pub async fn in_delivery(call: &mut Call, products: &[ProductId]) -> Result<HashMap<ProductId, i64>> {
    let list: Vec<Arg> = products.iter().map(|id| Arg::from(*id)).collect();
    let read = |row: &Row<'_>| Ok((row.next()?, row.next()?));
    Ok(call.tx.rows_in(IN_DELIVERY, args![call.seller], &list, read).await?.into_iter().collect())
}

// A cross join keeps the few postings under way before the many items that ever were.
const IN_DELIVERY: &str = "select i.product_id, cast(sum(i.quantity) as bigint) from posting p \
    cross join posting_item i where i.seller_id = p.seller_id and i.posting_number = p.posting_number \
    and p.seller_id = $1 and p.scheme = 'fbo' and p.delivering_date is not null \
    and p.status not in ('delivered', 'cancelled', 'cancelled_from_split_pending') \
    and i.product_id {in} group by i.product_id";
