//! Stock on each of the seller's warehouses: of given goods, or all of one warehouse.

use std::collections::HashMap;

use gostiny_wire::{
    scalar::{OfferId, ProductId, Sku, Time},
    stock::{
        ProductInfoStocksByWarehouseFbsV1Request, ProductInfoStocksByWarehouseFbsV1Response,
        ProductInfoStocksByWarehouseFbsV1Result, ProductInfoStocksByWarehouseFbsV2Product,
        ProductInfoStocksByWarehouseFbsV2Request, ProductInfoStocksByWarehouseFbsV2Response,
        ProductInfoWarehouseStocksV1Request, ProductInfoWarehouseStocksV1Response, ProductInfoWarehouseStocksV1Stock,
    },
};

use super::{
    FBO_WAREHOUSE, Stock,
    row::{self, of_products},
};
use crate::{
    api::cursor,
    areas::{product, warehouse},
    call::Call,
    check,
    error::{Error, Result},
};

/// Rows of the products named, or of all, page by page.
pub async fn v2(
    call: &mut Call,
    req: &ProductInfoStocksByWarehouseFbsV2Request,
) -> Result<ProductInfoStocksByWarehouseFbsV2Response> {
    let request = "GetProductInfoStocksByWarehouseFbsV2Request";
    check::limit(request, req.limit, 1_000)?;
    check::items(request, "Sku", req.sku.len() + req.offer_id.len(), 0, MOST)?;
    let after: (i64, i64) = cursor::read(&req.cursor)?.unwrap_or_default();
    let rows = if req.sku.is_empty() && req.offer_id.is_empty() {
        row::behind(call, after, req.limit + 1).await?
    } else {
        let skus: Vec<Sku> = req.sku.iter().map(|sku| Sku::from(*sku)).collect();
        let mut named = product::by_offer_ids(call, &req.offer_id).await?;
        // A SKU of FBO alone means nothing here.
        named.extend(product::by_skus(call, &skus).await?.into_iter().filter(|one| skus.contains(&one.sku)));
        let mut ids: Vec<ProductId> = named.iter().map(|product| product.product_id).collect();
        ids.sort_unstable();
        ids.dedup();
        let mut rows = of_products(call, &ids).await?;
        rows.retain(|one| one.warehouse_id != FBO_WAREHOUSE && (one.product_id.0, one.warehouse_id.0) > after);
        rows
    };
    let (rows, cursor) = cursor::turn(rows, req.limit, |row| (row.product_id.0, row.warehouse_id.0))?;
    let names: HashMap<_, _> =
        warehouse::all(call).await?.into_iter().map(|one| (one.warehouse_id, one.name)).collect();
    let goods = goods(call, &rows).await?;
    let shown = |stock: &Stock| {
        let (offer_id, sku) = goods.get(&stock.product_id).cloned().unwrap_or_default();
        ProductInfoStocksByWarehouseFbsV2Product {
            free_stock: stock.sellable(),
            offer_id,
            present: stock.present,
            product_id: stock.product_id,
            reserved: stock.reserved,
            sku,
            warehouse_id: stock.warehouse_id,
            warehouse_name: names.get(&stock.warehouse_id).cloned().unwrap_or_default(),
        }
    };
    let products = rows.iter().map(shown).collect();
    Ok(ProductInfoStocksByWarehouseFbsV2Response { has_next: !cursor.is_empty(), cursor, products })
}

/// All rows of one of the seller's warehouses, page by page.
pub async fn of_warehouse_v1(
    call: &mut Call,
    req: &ProductInfoWarehouseStocksV1Request,
) -> Result<ProductInfoWarehouseStocksV1Response> {
    let request = "ProductInfoWarehouseStocksRequest";
    check::limit(request, req.limit, 1_000)?;
    check::positive(request, "WarehouseId", req.warehouse_id.0)?;
    if warehouse::all(call).await?.iter().all(|one| one.warehouse_id != req.warehouse_id) {
        return Err(Error::NotFound("Warehouse is not found".to_owned()));
    }
    let after: i64 = cursor::read(&req.cursor)?.unwrap_or_default();
    let rows = row::on_warehouse(call, req.warehouse_id, after, req.limit + 1).await?;
    let (rows, cursor) = cursor::turn(rows, req.limit, |(row, _)| row.product_id.0)?;
    let stocks: Vec<Stock> = rows.iter().map(|(stock, _)| *stock).collect();
    let goods = goods(call, &stocks).await?;
    let shown = |(stock, updated_at): &(Stock, Time)| {
        let (offer_id, sku) = goods.get(&stock.product_id).cloned().unwrap_or_default();
        ProductInfoWarehouseStocksV1Stock {
            free_stock: stock.sellable(),
            offer_id,
            present: stock.present,
            product_id: stock.product_id,
            reserved: stock.reserved,
            sku,
            updated_at: *updated_at,
            warehouse_id: stock.warehouse_id,
        }
    };
    let stocks = rows.iter().map(shown).collect();
    Ok(ProductInfoWarehouseStocksV1Response { has_next: !cursor.is_empty(), cursor, stocks })
}

/// Articles and SKU behind rows of stock.
async fn goods(call: &mut Call, rows: &[Stock]) -> Result<HashMap<ProductId, (OfferId, Sku)>> {
    let mut ids: Vec<ProductId> = rows.iter().map(|row| row.product_id).collect();
    ids.dedup();
    let found = product::by_product_ids(call, &ids).await?;
    Ok(found.into_iter().map(|product| (product.product_id, (product.offer_id, product.sku))).collect())
}

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
