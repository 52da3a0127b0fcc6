//! Stock of given SKU on each of the seller's warehouses.

use std::collections::HashMap;

use gostiny_wire::{
    scalar::Sku,
    stock::{
        ProductInfoStocksByWarehouseFbsV1Request, ProductInfoStocksByWarehouseFbsV1Response,
        ProductInfoStocksByWarehouseFbsV1Result,
    },
};

use super::{FBO_WAREHOUSE, row::of_products};
use crate::{
    areas::{product, warehouse},
    call::Call,
    check,
    error::Result,
};

/// SKU in one request.
const MOST: usize = 500;

/// In the order asked, then by warehouse; a SKU the shop does not have gives no row.
pub async fn v1(
    call: &mut Call,
    req: &ProductInfoStocksByWarehouseFbsV1Request,
) -> Result<ProductInfoStocksByWarehouseFbsV1Response> {
    let by_old_name = req.sku.is_empty() && !req.fbs_sku.is_empty();
    let (field, asked) = if by_old_name { ("FbsSku", &req.fbs_sku) } else { ("Sku", &req.sku) };
    check::items("GetProductInfoStocksByWarehouseFbsRequest", field, asked.len(), 1, MOST)?;
    let skus: Vec<Sku> = asked.iter().map(|sku| Sku::from(*sku)).collect();
    let products = product::by_skus(call, &skus).await?;
    let ids: Vec<_> = products.iter().map(|product| product.product_id).collect();
    let stocks = of_products(call, &ids).await?;
    let names: HashMap<_, _> =
        warehouse::all(call).await?.into_iter().map(|one| (one.warehouse_id, one.name)).collect();
    // A SKU of FBO alone means nothing here.
    let by_sku: HashMap<_, _> = products.iter().map(|product| (product.sku, product.product_id)).collect();
    let mut result = Vec::with_capacity(stocks.len());
    for sku in skus {
        let Some(product_id) = by_sku.get(&sku).copied() else { continue };
        let from = stocks.partition_point(|stock| stock.product_id < product_id);
        let own = stocks.iter().skip(from).take_while(|stock| stock.product_id == product_id);
        for stock in own.filter(|stock| stock.warehouse_id != FBO_WAREHOUSE) {
            result.push(ProductInfoStocksByWarehouseFbsV1Result {
                fbs_sku: sku,
                present: stock.present,
                product_id,
                reserved: stock.reserved,
                warehouse_id: stock.warehouse_id,
                warehouse_name: names.get(&stock.warehouse_id).cloned().unwrap_or_default(),
                sku,
            });
        }
    }
    Ok(ProductInfoStocksByWarehouseFbsV1Response { result })
}
