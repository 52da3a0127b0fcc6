//! When stock was set last, for people. Older numbers are not kept.

use gostiny_wire::scalar::{ProductId, Time, WarehouseId};

use crate::{args, call::Call, error::Result};

/// By warehouse, the moment at which the stock of a product of the call's shop was last set or put back.
pub async fn trail(call: &mut Call, product_id: ProductId) -> Result<Vec<(WarehouseId, Time)>> {
    call.tx.rows(SET, args![call.seller, product_id], |row| Ok((row.next()?, row.next()?))).await
}

const SET: &str = "select warehouse_id, updated_at from stock where seller_id = $1 and product_id = $2 \
    order by updated_at desc, warehouse_id";
