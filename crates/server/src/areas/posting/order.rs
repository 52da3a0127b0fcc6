//! The buyer's order behind postings: who buys, where it goes, how it was paid.

use std::collections::HashMap;

use gostiny_wire::{
    operator::OrderPlaceAddress,
    scalar::{OrderId, OrderNumber, Time},
};
use serde::{Deserialize, Serialize};

use crate::{
    args,
    call::Call,
    error::{Error, Result},
    store::{Arg, Row},
};

/// Who buys. Kept as JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Buyer {
    /// The buyer's number; the first part of order numbers.
    pub customer_id: i64,
    /// Full name.
    pub name: String,
    /// Phone.
    pub phone: String,
    /// Mail address.
    pub email: String,
}

/// Where it goes. Kept as JSON.
pub(super) type Address = OrderPlaceAddress;

/// A buyer's order; its postings may be of several shops.
#[derive(Clone, Debug)]
pub(super) struct Order {
    /// Its key.
    pub order_id: OrderId,
    /// Its number: `57195475-0050`.
    pub order_number: OrderNumber,
    /// Who buys.
    pub buyer: Buyer,
    /// Where it goes.
    pub address: Address,
    /// The buyer is a company.
    pub is_legal: bool,
    /// The buyer has the paid subscription.
    pub is_premium: bool,
    /// How it was paid, in Russian words.
    pub payment_type: String,
    /// When it was placed.
    pub created_at: Time,
}

/// Orders by number of the key. They belong to no shop, so ask only with keys taken from a shop's own postings.
pub(super) async fn orders(call: &mut Call, ids: &[OrderId]) -> Result<HashMap<OrderId, Order>> {
    let list: Vec<Arg> = ids.iter().map(|id| Arg::from(*id)).collect();
    let found = call.tx.rows_in(ORDERS, args![], &list, order).await?;
    Ok(found.into_iter().map(|order| (order.order_id, order)).collect())
}

const ORDERS: &str = "select order_id, order_number, buyer, address, is_legal, is_premium, payment_type, created_at \
    from buyer_order where order_id {in}";

fn order(row: &Row<'_>) -> Result<Order> {
    Ok(Order {
        order_id: row.next()?,
        order_number: row.next()?,
        buyer: row.next_json()?,
        address: row.next_json()?,
        is_legal: row.next()?,
        is_premium: row.next()?,
        payment_type: row.next()?,
        created_at: row.next()?,
    })
}

/// Keeps a new order with the number of its parcels.
pub(super) async fn keep(call: &mut Call, order: &Order, parcels: i64) -> Result<()> {
    let (buyer, address) = (serde_json::to_string(&order.buyer)?, serde_json::to_string(&order.address)?);
    let args = args![
        order.order_id,
        &order.order_number,
        order.buyer.customer_id,
        order.created_at,
        parcels,
        buyer,
        address,
        order.is_legal,
        order.is_premium,
        order.payment_type.as_str()
    ];
    // Another order of the same buyer may have taken the number.
    if call.tx.run(KEEP, args).await? == 1 { Ok(()) } else { Err(Error::Raced) }
}

const KEEP: &str = "insert into buyer_order (order_id, order_number, buyer_id, created_at, parcels, buyer, address, \
    is_legal, is_premium, payment_type) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
    on conflict (buyer_id, order_number) do nothing";

/// How many orders a buyer has placed so far.
pub(super) async fn count_of(call: &mut Call, customer_id: i64) -> Result<i64> {
    call.tx.value("select count(*) from buyer_order where buyer_id = $1", args![customer_id]).await
}

/// Takes the next `count` parcel numbers of an order; answers the first.
pub(super) async fn next_parcels(call: &mut Call, order_id: OrderId, count: i64) -> Result<i64> {
    let last: i64 = call.tx.value(NEXT_PARCELS, args![order_id, count]).await?;
    Ok(last - count + 1)
}

const NEXT_PARCELS: &str = "update buyer_order set parcels = parcels + $2 where order_id = $1 returning parcels";
