//! A page of products with their stock under each scheme.

use std::collections::HashMap;

use gostiny_wire::{
    scalar::{Digits, ProductId},
    stock::{
        ProductInfoStocksV3Item, ProductInfoStocksV3Request, ProductInfoStocksV3Response, ProductInfoStocksV3Result,
        ProductInfoStocksV3Stock, ProductInfoStocksV4Item, ProductInfoStocksV4Request, ProductInfoStocksV4Response,
        ProductInfoStocksV4Stock,
    },
};

use super::{FBO_WAREHOUSE, Stock, of_products};
use crate::{
    areas::product::{self, Product},
    call::Call,
    check,
    error::Result,
};

/// One row per scheme: `fbo` is the marketplace's warehouse, `fbs` the sum of the seller's.
pub async fn v3(call: &mut Call, req: &ProductInfoStocksV3Request) -> Result<ProductInfoStocksV3Response> {
    check::limit("GetProductInfoStocksV3Request", req.limit, 1_000)?;
    let asked = &req.filter;
    let filter = product::Filter::new(&asked.offer_id, &asked.product_id, &[], asked.visibility);
    let page = product::page(call, &filter, &req.last_id, req.limit).await?;
    let items = page.products.iter().map(item).collect();
    let result = ProductInfoStocksV3Result { items, last_id: page.last_id, total: count(page.total) };
    Ok(ProductInfoStocksV3Response { result })
}

/// The same with SKU and warehouses. Goods in packs are asked for in vain: there are none.
pub async fn v4(call: &mut Call, req: &ProductInfoStocksV4Request) -> Result<ProductInfoStocksV4Response> {
    let limit = i64::from(req.limit);
    check::limit("GetProductInfoStocksV4Request", limit, 1_000)?;
    if req.filter.with_quant.as_ref().is_some_and(|packs| packs.created || packs.exists) {
        return Ok(ProductInfoStocksV4Response::default());
    }
    let asked = &req.filter;
    let filter = product::Filter::new(&asked.offer_id, &asked.product_id, &[], asked.visibility);
    let page = product::page(call, &filter, &req.cursor, limit).await?;
    let ids: Vec<ProductId> = page.products.iter().map(|product| product.product_id).collect();
    let mut places: HashMap<ProductId, Vec<Stock>> = HashMap::new();
    for stock in of_products(call, &ids).await? {
        places.entry(stock.product_id).or_default().push(stock);
    }
    let item =
        |product: &Product| item_v4(product, places.get(&product.product_id).map(Vec::as_slice).unwrap_or_default());
    Ok(ProductInfoStocksV4Response {
        cursor: page.last_id,
        items: page.products.iter().map(item).collect(),
        total: count(page.total),
        total_items: page.total,
    })
}

fn item(product: &Product) -> ProductInfoStocksV3Item {
    let row = |scheme: &str, present, reserved| ProductInfoStocksV3Stock {
        present: count(present),
        reserved: count(reserved),
        r#type: scheme.to_owned(),
    };
    ProductInfoStocksV3Item {
        offer_id: product.offer_id.clone(),
        product_id: product.product_id,
        stocks: vec![
            row("fbo", product.present_fbo, product.reserved_fbo),
            row("fbs", product.present_fbs, product.reserved_fbs),
        ],
    }
}

fn item_v4(product: &Product, stocks: &[Stock]) -> ProductInfoStocksV4Item {
    let row = |scheme: &str, sku, present, reserved| {
        let here = stocks.iter().filter(|one| (one.warehouse_id == FBO_WAREHOUSE) == (scheme == "fbo"));
        ProductInfoStocksV4Stock {
            present: count(present),
            reserved: count(reserved),
            shipment_type: "SHIPMENT_TYPE_GENERAL".to_owned(),
            sku,
            r#type: scheme.to_owned(),
            warehouse_ids: here.filter(|one| one.present > 0).map(|one| Digits(one.warehouse_id.0)).collect(),
        }
    };
    ProductInfoStocksV4Item {
        offer_id: product.offer_id.clone(),
        product_id: product.product_id,
        stocks: vec![
            row("fbo", product.fbo_sku, product.present_fbo, product.reserved_fbo),
            row("fbs", product.sku, product.present_fbs, product.reserved_fbs),
        ],
    }
}

/// The wire has 32 bits here.
fn count(units: i64) -> i32 {
    i32::try_from(units).unwrap_or(i32::MAX)
}
