//! Goods arrive at the marketplace's own warehouse.

use std::collections::BTreeMap;

use gostiny_wire::{
    method::Empty,
    operator::SupplyStockRequest,
    scalar::{ProductId, Sku},
};

use super::{FBO_WAREHOUSE, arrive::announce, row::sums};
use crate::{
    areas::{product, seller},
    args,
    call::Call,
    check,
    error::{Error, Result},
};

const REQUEST: &str = "SupplyStockRequest";
/// Lines of one supply.
const MOST_LINES: usize = 1_000;
/// Units of one line.
const MOST_UNITS: i64 = 1_000_000;

/// Adds what arrived to what lies there: all lines or none.
pub async fn supply(call: &mut Call, req: &SupplyStockRequest) -> Result<Empty> {
    check::items(REQUEST, "Items", req.items.len(), 1, MOST_LINES)?;
    if req.items.iter().any(|item| !(1..=MOST_UNITS).contains(&item.quantity)) {
        let rule = format!("value must be inside range [1, {MOST_UNITS}]");
        return Err(Error::invalid(format!("{REQUEST}.Items.Quantity"), rule));
    }
    seller::find(call, req.client_id).await?;
    call.seller = req.client_id;
    let skus: Vec<Sku> = req.items.iter().map(|item| item.sku).collect();
    let mut by_sku = BTreeMap::new();
    for product in product::by_skus(call, &skus).await? {
        by_sku.extend([(product.sku, product.product_id), (product.fbo_sku, product.product_id)]);
    }
    let mut arrived: BTreeMap<ProductId, i64> = BTreeMap::new();
    for item in &req.items {
        let product_id = by_sku.get(&item.sku);
        let product_id = product_id.ok_or_else(|| Error::NotFound(format!("the shop has no SKU {}", item.sku)))?;
        *arrived.entry(*product_id).or_default() += item.quantity;
    }
    let ids: Vec<ProductId> = arrived.keys().copied().collect();
    if !product::digital(call, &ids).await?.is_empty() {
        return Err(Error::BadRequest("digital goods have no stock but their codes".to_owned()));
    }
    arrive(call, &arrived).await?;
    still_units(call, &ids).await?;
    Ok(Empty {})
}

/// To be called when units without a code have been written down: of goods that are sold as codes since they were looked
/// at there are none.
pub(super) async fn still_units(call: &mut Call, ids: &[ProductId]) -> Result<()> {
    if product::digital(call, ids).await?.is_empty() { Ok(()) } else { Err(Error::Raced) }
}

/// Adds units of the seller's products to what lies in the marketplace's warehouse.
pub async fn arrive(call: &mut Call, arrived: &BTreeMap<ProductId, i64>) -> Result<()> {
    let rows: Vec<_> =
        arrived.iter().map(|(id, units)| args![call.seller, *id, FBO_WAREHOUSE, *units].to_vec()).collect();
    call.tx.run_bulk(ADD, &rows).await?;
    let moves: Vec<_> = arrived.iter().map(|(id, units)| sums(*id, FBO_WAREHOUSE, *units, 0)).collect();
    product::move_stock(call, &moves).await?;
    announce(call, arrived).await
}

const ADD: &str = "insert into stock (seller_id, product_id, warehouse_id, present, reserved, updated_at) \
    select seller_id, product_id, warehouse_id, units, 0, 0 \
    from {rows(seller_id, product_id, warehouse_id, units)} where true \
    on conflict (seller_id, product_id, warehouse_id) do update set present = stock.present + excluded.present";
