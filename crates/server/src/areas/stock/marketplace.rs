//! What lies on the marketplace's own warehouse, page by page.

use gostiny_wire::scalar::WarehouseId;

use super::{FBO_WAREHOUSE, Stock};
use crate::{args, call::Call, error::Result, store::Row};

/// The seller's goods there, by product.
pub async fn at_marketplace(call: &mut Call, offset: i64, limit: i64) -> Result<Vec<Stock>> {
    let read = |row: &Row<'_>| {
        let (product_id, warehouse_id): (_, WarehouseId) = (row.next()?, FBO_WAREHOUSE);
        Ok(Stock { product_id, warehouse_id, present: row.next()?, reserved: row.next()? })
    };
    call.tx.rows(PAGE, args![call.seller, FBO_WAREHOUSE, limit, offset], read).await
}

const PAGE: &str = "select product_id, present, reserved from stock where seller_id = $1 and warehouse_id = $2 \
    order by product_id limit $3 offset $4";
