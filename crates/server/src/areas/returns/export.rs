//! All returns of a kind, page by page: for reports.

use gostiny_wire::{
    returns::ReturnsTimeRange,
    scalar::{OrderId, ReturnId, Time},
};

use super::{
    filter::{Filter, Start},
    machine::Status,
    row::{GoodsReturn, columns, goods_return},
};
use crate::{
    args,
    call::Call,
    error::{Error, Result},
};

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

/// A page of the returns that began in a period, oldest first: of a scheme of today's list, `FBO` or `FBS` with rFBS,
/// unless it is empty, and where a word of that list says, unless there is none.
pub async fn exported_of(
    call: &mut Call,
    scheme: &str,
    word: &str,
    (from, to): (Time, Time),
    after: ReturnsAfter,
    limit: i64,
) -> Result<Vec<GoodsReturn>> {
    let filter = Filter::of(call.seller, scheme, word);
    let mut filter = filter.ok_or_else(|| Error::internal(format!("{scheme} is no scheme of returns")))?;
    filter.is_within("created_at", &[ReturnsTimeRange { time_from: Some(from), time_to: Some(to) }]);
    filter.page(call, limit, Start::Since(after.0, after.1)).await
}
