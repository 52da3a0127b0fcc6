//! The plain list of goods, page by page: both ids, today with flags of archive and stock.

use gostiny_wire::product::{
    ProductListV2Item, ProductListV2Request, ProductListV2Response, ProductListV2Result, ProductListV3Item,
    ProductListV3Request, ProductListV3Response, ProductListV3Result,
};

use super::page::{Filter, page};
use crate::{call::Call, check, error::Result};

/// Ids and articles of a page of products.
pub async fn v2(call: &mut Call, req: &ProductListV2Request) -> Result<ProductListV2Response> {
    check::limit("ProductListV2Request", req.limit, 1000)?;
    let page = page(call, &Filter::from(&req.filter), &req.last_id, req.limit).await?;
    let item =
        |product: super::Product| ProductListV2Item { offer_id: product.offer_id, product_id: product.product_id };
    let result = ProductListV2Result {
        items: page.products.into_iter().map(item).collect(),
        last_id: page.last_id,
        total: i32::try_from(page.total).unwrap_or(i32::MAX),
    };
    Ok(ProductListV2Response { result })
}

/// The same with flags; SKU can be named too.
pub async fn v3(call: &mut Call, req: &ProductListV3Request) -> Result<ProductListV3Response> {
    check::limit("ProductListV3Request", req.limit, 1000)?;
    let asked = &req.filter;
    let filter = Filter::new(&asked.offer_id, &asked.product_id, &asked.skus, asked.visibility);
    let page = page(call, &filter, &req.last_id, req.limit).await?;
    let item = |product: super::Product| ProductListV3Item {
        archived: product.is_archived,
        has_fbo_stocks: product.sellable_fbo() > 0,
        has_fbs_stocks: product.sellable_fbs() > 0,
        is_discounted: false,
        offer_id: product.offer_id,
        product_id: product.product_id,
        quants: None,
        sku: product.sku,
    };
    let result = ProductListV3Result {
        items: page.products.into_iter().map(item).collect(),
        last_id: page.last_id,
        total: i32::try_from(page.total).unwrap_or(i32::MAX),
        total_items: page.total,
    };
    Ok(ProductListV3Response { result })
}
