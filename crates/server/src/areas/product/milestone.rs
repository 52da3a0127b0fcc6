//! What a product has been through: its first approval and its first stock. Neither is ever taken back, whatever
//! becomes of the product's state.

use std::collections::HashMap;

use gostiny_wire::scalar::{ProductId, Time};

use crate::{
    args,
    call::Call,
    error::Result,
    store::{Arg, Row},
};

/// First times; none before it happened.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Milestones {
    /// Approved by a moderator.
    pub approved_at: Option<Time>,
    /// Lay in stock under any scheme.
    pub stocked_at: Option<Time>,
}

/// The milestones of the seller's products; those without any are left out.
pub(super) async fn milestones(call: &mut Call, ids: &[ProductId]) -> Result<HashMap<ProductId, Milestones>> {
    let list: Vec<Arg> = ids.iter().map(|id| Arg::from(*id)).collect();
    let read = |row: &Row<'_>| Ok((row.next()?, Milestones { approved_at: row.next()?, stocked_at: row.next()? }));
    Ok(call.tx.rows_in(MILESTONES, args![call.seller], &list, read).await?.into_iter().collect())
}

const MILESTONES: &str =
    "select product_id, approved_at, stocked_at from product_life where seller_id = $1 and product_id {in}";

/// Notes an approval of the seller's product, unless there was one before.
pub(super) async fn approved(call: &mut Call, product_id: ProductId) -> Result<()> {
    call.tx.run(APPROVED, args![call.seller, product_id, call.now]).await?;
    Ok(())
}

const APPROVED: &str = "insert into product_life (seller_id, product_id, approved_at) values ($1, $2, $3) \
    on conflict (seller_id, product_id) do update \
    set approved_at = coalesce(product_life.approved_at, excluded.approved_at)";

/// Notes that the seller's products lie in stock, unless they did before. Sorted by number.
pub(super) async fn stocked(call: &mut Call, ids: &[ProductId]) -> Result<()> {
    let rows: Vec<Vec<Arg>> = ids.iter().map(|id| args![call.seller, *id, call.now].to_vec()).collect();
    call.tx.run_bulk(STOCKED, &rows).await?;
    Ok(())
}

const STOCKED: &str = "insert into product_life (seller_id, product_id, stocked_at) \
    select seller_id, product_id, stocked_at from {rows(seller_id, product_id, stocked_at)} where true \
    on conflict (seller_id, product_id) do update \
    set stocked_at = coalesce(product_life.stocked_at, excluded.stocked_at)";
