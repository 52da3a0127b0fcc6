//! All returns of a kind, page by page: for reports.

use gostiny_wire::scalar::{OrderId, ReturnId, Time};

use super::{
    machine::Status,
    row::{GoodsReturn, columns, goods_return},
};
use crate::{args, call::Call, error::Result};

/// Where a list of returns goes on.
#[derive(Clone, Copy, Debug)]
pub struct ReturnsAfter(Time, ReturnId);

impl ReturnsAfter {
    /// Before the first.
    pub const BEGINNING: Self = Self(Time(i64::MIN), ReturnId(0));

    /// After this return.
    pub fn this(goods: &GoodsReturn) -> Self {
        Self(goods.created_at, goods.return_id)
    }
}

/// A page of the returns to the seller's own warehouses, oldest first: of one order, unless it is 0, and in one status,
/// unless there is none.
pub async fn exported(
    call: &mut Call,
    order_id: OrderId,
    status: Option<Status>,
    after: ReturnsAfter,
    limit: i64,
) -> Result<Vec<GoodsReturn>> {
    let status = status.map(|status| status.word().to_owned());
    call.tx.rows(PAGE, args![call.seller, after.0, after.1, order_id, status, limit], goods_return).await
}

const PAGE: &str = concat!(
    "select ",
    columns!(),
    " from goods_return where seller_id = $1 and (created_at, return_id) > ($2, $3) and scheme in ('fbs', 'rfbs') \
     and (cast($4 as bigint) = 0 or order_id = $4) and (cast($5 as text) is null or status = $5) \
     order by created_at, return_id limit $6"
);
