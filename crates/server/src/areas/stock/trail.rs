//! When and to what stock was set last, for people. Steps before the last one are not kept.

use gostiny_wire::scalar::{ProductId, Time, WarehouseId};

use crate::{args, call::Call, error::Result, store::Row};

/// What the seller set last on a warehouse.
#[derive(Clone, Copy, Debug)]
pub struct StockSet {
    /// Where.
    pub warehouse_id: WarehouseId,
    /// When.
    pub at: Time,
    /// What could be sold until then; nothing where that is not known, or at first.
    pub was: Option<i64>,
    /// What could be sold from then on; nothing where that is not known.
    pub is: Option<i64>,
}

/// By warehouse, what was set last of a product of the call's shop.
pub async fn trail(call: &mut Call, product_id: ProductId) -> Result<Vec<StockSet>> {
    call.tx.rows(SET, args![call.seller, product_id], set).await
}

/// What only came by a supply or back from a buyer was set by nobody.
const SET: &str = "select warehouse_id, updated_at, set_from, set_to from stock \
    where seller_id = $1 and product_id = $2 and updated_at > 0 order by warehouse_id";

fn set(row: &Row<'_>) -> Result<StockSet> {
    Ok(StockSet { warehouse_id: row.next()?, at: row.next()?, was: row.next()?, is: row.next()? })
}
