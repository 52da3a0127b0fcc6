//! Goods lie on a shelf again: a return that can be sold once more.

use std::collections::BTreeMap;

use gostiny_wire::scalar::{ProductId, WarehouseId};

use super::{
    FBO_WAREHOUSE,
    notify::changed,
    row::sums,
    supply::{arrive, still_units},
};
use crate::{
    areas::product,
    args,
    call::Call,
    error::{Error, Result},
};

/// Adds units to what lies there. Not for goods that are sold as codes.
pub async fn put_back(call: &mut Call, product_id: ProductId, warehouse_id: WarehouseId, quantity: i64) -> Result<()> {
    if quantity <= 0 {
        return Err(Error::internal(format!("{quantity} units of product {product_id} cannot come back")));
    }
    if warehouse_id == FBO_WAREHOUSE {
        arrive(call, &BTreeMap::from([(product_id, quantity)])).await?;
    } else {
        call.tx.run(PUT_BACK, args![call.seller, product_id, warehouse_id, quantity]).await?;
        product::move_stock(call, &[sums(product_id, warehouse_id, quantity, 0)]).await?;
        changed(call, [(product_id, warehouse_id)]).await?;
    }
    still_units(call, &[product_id]).await
}

const PUT_BACK: &str = "insert into stock (seller_id, product_id, warehouse_id, present, reserved, updated_at) \
    values ($1, $2, $3, $4, 0, 0) on conflict (seller_id, product_id, warehouse_id) \
    do update set present = stock.present + excluded.present";
