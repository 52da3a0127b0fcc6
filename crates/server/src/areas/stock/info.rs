//! A page of products with their stock under each scheme.

use gostiny_wire::{
    product::ProductFilter,
    stock::{
        ProductInfoStocksV3Item, ProductInfoStocksV3Request, ProductInfoStocksV3Response, ProductInfoStocksV3Result,
        ProductInfoStocksV3Stock,
    },
};

use crate::{
    areas::product::{self, Product},
    call::Call,
    check,
    error::Result,
};

/// One row per scheme: `fbo` is the marketplace's warehouse, `fbs` the sum of the seller's.
pub async fn v3(call: &mut Call, req: &ProductInfoStocksV3Request) -> Result<ProductInfoStocksV3Response> {
    check::limit("GetProductInfoStocksV3Request", req.limit, 1_000)?;
    let filter = ProductFilter {
        offer_id: req.filter.offer_id.clone(),
        product_id: req.filter.product_id.clone(),
        visibility: req.filter.visibility,
    };
    let page = product::page(call, &filter, &req.last_id, req.limit).await?;
    let items = page.products.iter().map(item).collect();
    let result = ProductInfoStocksV3Result { items, last_id: page.last_id, total: count(page.total) };
    Ok(ProductInfoStocksV3Response { result })
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

/// The wire has 32 bits here.
fn count(units: i64) -> i32 {
    i32::try_from(units).unwrap_or(i32::MAX)
}
