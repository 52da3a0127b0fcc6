//! What the areas around a parcel ask of it.

use gostiny_wire::scalar::{ClientId, PostingNumber, Time};

use super::{Posting, order};
use crate::{
    areas::tariff::Scheme,
    args,
    call::Call,
    error::{Error, Result},
};

/// The shop of any posting: for the marketplace itself.
pub async fn owner(call: &mut Call, number: &PostingNumber) -> Result<ClientId> {
    let found = call.tx.row(OWNER, args![number], |row| row.next()).await?;
    found.ok_or_else(|| Error::NotFound("POSTING_NOT_FOUND".to_owned()))
}

const OWNER: &str = "select seller_id from posting where posting_number = $1";

/// The number of the buyer of a shop's posting.
pub async fn customer(call: &mut Call, posting: &Posting) -> Result<i64> {
    let orders = order::orders(call, &[posting.order_id]).await?;
    let order = orders.get(&posting.order_id);
    order
        .map(|order| order.buyer.customer_id)
        .ok_or_else(|| Error::internal(format!("{} has no order", posting.posting_number)))
}

/// The newest postings of a shop in a scheme and status that were ordered before a moment.
pub async fn newest(
    call: &mut Call,
    scheme: Scheme,
    status: &str,
    before: Time,
    limit: i64,
) -> Result<Vec<PostingNumber>> {
    call.tx.rows(NEWEST, args![call.seller, scheme.as_str(), status, before, limit], |row| row.next()).await
}

const NEWEST: &str = "select posting_number from posting where seller_id = $1 and scheme = $2 and status = $3 \
    and in_process_at < $4 order by in_process_at desc, posting_number limit $5";
