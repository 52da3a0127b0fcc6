//! Tells the seller's software what lies on its warehouses. What lies with the marketplace is no business of its stock.

use std::collections::BTreeSet;

use gostiny_wire::{
    push::{Kind, Push, StocksChanged, StocksChangedItem, WarehouseStock},
    scalar::{ProductId, WarehouseId},
};

use super::{FBO_WAREHOUSE, row::of_products};
use crate::{
    areas::{product, push},
    call::Call,
    error::Result,
};

/// Units of the seller's products moved there. Called once all of a call's moves are written.
pub async fn changed(call: &mut Call, places: impl IntoIterator<Item = (ProductId, WarehouseId)>) -> Result<()> {
    let places: BTreeSet<_> = places.into_iter().filter(|(_, warehouse)| *warehouse != FBO_WAREHOUSE).collect();
    if places.is_empty() || !push::wanted(call, Kind::StocksChanged).await? {
        return Ok(());
    }
    let mut ids: Vec<ProductId> = places.iter().map(|(product, _)| *product).collect();
    ids.dedup();
    let mut stocks = of_products(call, &ids).await?;
    stocks.retain(|stock| places.contains(&(stock.product_id, stock.warehouse_id)));
    let mut products = product::briefs_by_product_ids(call, &ids).await?;
    products.sort_by_key(|product| product.product_id);
    let item = |product: product::Brief| {
        let of_it = stocks.iter().filter(|stock| stock.product_id == product.product_id);
        let stocks = of_it.map(|stock| WarehouseStock {
            warehouse_id: stock.warehouse_id,
            present: stock.present,
            reserved: stock.reserved,
        });
        StocksChangedItem {
            product_id: product.product_id,
            sku: product.sku,
            updated_at: call.now.into(),
            stocks: stocks.collect(),
        }
    };
    let told = StocksChanged { seller_id: call.seller, items: products.into_iter().map(item).collect() };
    push::tell(call, Push::StocksChanged(told)).await
}
