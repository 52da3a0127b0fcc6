//! What an order does to stock: holds units, lets them go, takes them off the shelf. The guards stand in WHERE,
//! so no number of callers at once can take a sum below zero.

use gostiny_wire::scalar::{ProductId, WarehouseId};

use super::row::sums;
use crate::{
    areas::product,
    args,
    call::Call,
    error::{Error, Result},
};

/// Holds units for an order; false, and nothing held, when there are not enough.
pub async fn reserve(call: &mut Call, product_id: ProductId, warehouse_id: WarehouseId, quantity: i64) -> Result<bool> {
    if !moved(call, RESERVE, product_id, warehouse_id, quantity).await? {
        return Ok(false);
    }
    product::move_stock(call, &[sums(product_id, warehouse_id, 0, quantity)]).await?;
    Ok(true)
}

const RESERVE: &str = "update stock set reserved = reserved + $4 \
    where seller_id = $1 and product_id = $2 and warehouse_id = $3 and present - reserved >= $4";

/// Lets held units go (a cancelled posting).
pub async fn release(call: &mut Call, product_id: ProductId, warehouse_id: WarehouseId, quantity: i64) -> Result<()> {
    if !moved(call, RELEASE, product_id, warehouse_id, quantity).await? {
        return Err(not_held(product_id, warehouse_id, quantity));
    }
    product::move_stock(call, &[sums(product_id, warehouse_id, 0, -quantity)]).await
}

const RELEASE: &str = "update stock set reserved = reserved - $4 \
    where seller_id = $1 and product_id = $2 and warehouse_id = $3 and reserved >= $4";

/// Held units leave the shelf (a posting was handed over): present and reserved both fall.
pub async fn hand_over(call: &mut Call, product_id: ProductId, warehouse_id: WarehouseId, quantity: i64) -> Result<()> {
    if !moved(call, HAND_OVER, product_id, warehouse_id, quantity).await? {
        return Err(not_held(product_id, warehouse_id, quantity));
    }
    product::move_stock(call, &[sums(product_id, warehouse_id, -quantity, -quantity)]).await
}

const HAND_OVER: &str = "update stock set present = present - $4, reserved = reserved - $4 \
    where seller_id = $1 and product_id = $2 and warehouse_id = $3 and reserved >= $4";

/// Units that had left lie on the shelf again, still held for their order.
pub async fn take_back(call: &mut Call, product_id: ProductId, warehouse_id: WarehouseId, quantity: i64) -> Result<()> {
    if !moved(call, TAKE_BACK, product_id, warehouse_id, quantity).await? {
        return Err(not_held(product_id, warehouse_id, quantity));
    }
    product::move_stock(call, &[sums(product_id, warehouse_id, quantity, quantity)]).await
}

const TAKE_BACK: &str = "update stock set present = present + $4, reserved = reserved + $4 \
    where seller_id = $1 and product_id = $2 and warehouse_id = $3";

async fn moved(
    call: &mut Call,
    sql: &str,
    product_id: ProductId,
    warehouse_id: WarehouseId,
    quantity: i64,
) -> Result<bool> {
    if quantity <= 0 {
        return Err(Error::internal(format!("{quantity} units of product {product_id} cannot move")));
    }
    Ok(call.tx.run(sql, args![call.seller, product_id, warehouse_id, quantity]).await? == 1)
}

fn not_held(product_id: ProductId, warehouse_id: WarehouseId, quantity: i64) -> Error {
    Error::internal(format!("{quantity} units of product {product_id} are not held on warehouse {warehouse_id}"))
}
