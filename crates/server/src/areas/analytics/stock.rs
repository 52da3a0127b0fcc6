//! Stock at the marketplace's warehouse.

use std::collections::HashMap;

use gostiny_wire::{
    analytics::{
        AnalyticsStockOnWarehousesV1Request, AnalyticsStockOnWarehousesV1Response, AnalyticsStockOnWarehousesV2Request,
        AnalyticsStockOnWarehousesV2Response, AnalyticsStockOnWarehousesV2Result, AnalyticsWarehouseType, StockItem,
        StockOfItem, StockRow, StockTotal, StockTotalItem, StockWarehouse,
    },
    scalar::{CategoryId, Decimal2, Digits, ProductId, Sku},
};

use crate::{
    areas::{
        category, posting,
        product::{self, Product},
        stock::{self, FBO_WAREHOUSE, FBO_WAREHOUSE_NAME, Stock},
        supply,
    },
    call::Call,
    check,
    error::Result,
};

const LARGEST_PAGE: i64 = 1_000;
const USUAL_PAGE: i64 = 100;

/// A page of goods with their stock, by product. Both forms show the same rows.
pub(super) async fn page(call: &mut Call, request: &str, limit: i64, offset: i64) -> Result<Vec<(Product, Stock)>> {
    let limit = if limit == 0 { USUAL_PAGE } else { limit };
    check::limit(request, limit, LARGEST_PAGE)?;
    check::offset(request, offset)?;
    let stocks = stock::at_marketplace(call, offset, limit).await?;
    let ids: Vec<ProductId> = stocks.iter().map(|stock| stock.product_id).collect();
    let products = product::by_product_ids(call, &ids).await?.into_iter();
    let mut products: HashMap<ProductId, Product> = products.map(|product| (product.product_id, product)).collect();
    Ok(stocks.into_iter().filter_map(|stock| Some((products.remove(&stock.product_id)?, stock))).collect())
}

/// Units of products in announced supplies, under either SKU.
pub(super) async fn announced(
    call: &mut Call,
    products: impl Iterator<Item = &Product>,
) -> Result<HashMap<ProductId, i64>> {
    let goods: Vec<(ProductId, [Sku; 2])> =
        products.map(|product| (product.product_id, [product.sku, product.fbo_sku])).collect();
    let skus: Vec<Sku> = goods.iter().flat_map(|(_, skus)| *skus).collect();
    let units = supply::announced(call, &skus).await?;
    let of = |sku: Sku| units.get(&sku).copied().unwrap_or_default();
    Ok(goods.into_iter().map(|(id, skus)| (id, skus.into_iter().map(of).sum())).collect())
}

/// In all and by warehouse; there is one warehouse, so goods are never between two.
pub(super) async fn v1(
    call: &mut Call,
    req: &AnalyticsStockOnWarehousesV1Request,
) -> Result<AnalyticsStockOnWarehousesV1Response> {
    let rows = page(call, "AnalyticsGetStockOnWarehousesRequest", req.limit, req.offset).await?;
    let categories: Vec<CategoryId> = rows.iter().map(|(product, _)| product.category_id).collect();
    let categories = category::find_all(call, &categories).await?;
    let ids: Vec<ProductId> = rows.iter().map(|(product, _)| product.product_id).collect();
    let shipped = posting::in_delivery(call, &ids).await?;
    let mut answer = AnalyticsStockOnWarehousesV1Response { timestamp: call.now.date_and_time(), ..Default::default() };
    let mut items = Vec::with_capacity(rows.len());
    for (product, stock) in rows {
        let category = categories.get(&product.category_id).map(|category| category.title.clone()).unwrap_or_default();
        let shipped = shipped.get(&product.product_id).copied().unwrap_or_default();
        let item = item(product, stock, category);
        answer.total_items.push(total(&item, shipped));
        items.push(item);
    }
    if !items.is_empty() {
        let (id, name) = (FBO_WAREHOUSE.to_string(), FBO_WAREHOUSE_NAME.to_owned());
        answer.wh_items.push(StockWarehouse { id, items, name });
    }
    Ok(answer)
}

fn item(product: Product, stock: Stock, category: String) -> StockItem {
    let size = |length: i64| Decimal2(product.millimetres(length).saturating_mul(100));
    StockItem {
        category,
        discounted: "Нет".to_owned(),
        height: size(product.height),
        length: size(product.depth),
        width: size(product.width),
        volume: Decimal2(product.volume_ml / 10),
        weight: Decimal2(product.weight_grams.saturating_mul(100)),
        sku: Digits(product.fbo_sku.0),
        stock: StockOfItem { for_sale: stock.present - stock.reserved, loss: 0, not_for_sale: stock.reserved },
        barcode: product.barcodes.into_iter().next().unwrap_or_default(),
        offer_id: product.offer_id,
        title: product.name,
    }
}

fn total(item: &StockItem, shipped: i64) -> StockTotalItem {
    let item = item.clone();
    StockTotalItem {
        barcode: item.barcode,
        category: item.category,
        discounted: item.discounted,
        height: item.height,
        length: item.length,
        offer_id: item.offer_id,
        sku: item.sku,
        stock: StockTotal {
            between_warehouses: 0,
            for_sale: item.stock.for_sale,
            loss: item.stock.loss,
            not_for_sale: item.stock.not_for_sale,
            shipped,
        },
        title: item.title,
        volume: item.volume,
        weight: item.weight,
        width: item.width,
    }
}

/// One row for each product and warehouse. None of the marketplace's warehouses is an express one.
pub(super) async fn v2(
    call: &mut Call,
    req: &AnalyticsStockOnWarehousesV2Request,
) -> Result<AnalyticsStockOnWarehousesV2Response> {
    let mut rows = page(call, "AnalyticsStockOnWarehouseRequest", req.limit, req.offset).await?;
    if req.warehouse_type == AnalyticsWarehouseType::ExpressDarkStore {
        rows.clear();
    }
    let announced = announced(call, rows.iter().map(|(product, _)| product)).await?;
    let row = |(product, stock): (Product, Stock)| StockRow {
        free_to_sell_amount: stock.present - stock.reserved,
        item_code: product.offer_id,
        item_name: product.name,
        promised_amount: announced.get(&product.product_id).copied().unwrap_or_default(),
        reserved_amount: stock.reserved,
        sku: product.fbo_sku,
        warehouse_name: FBO_WAREHOUSE_NAME.to_owned(),
    };
    Ok(AnalyticsStockOnWarehousesV2Response {
        result: AnalyticsStockOnWarehousesV2Result { rows: rows.into_iter().map(row).collect() },
    })
}
