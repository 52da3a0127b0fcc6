//! The plain list of goods: both ids, page by page.

use gostiny_wire::product::{ProductListV2Item, ProductListV2Request, ProductListV2Response, ProductListV2Result};

use super::page::page;
use crate::{call::Call, check, error::Result};

/// Ids and articles of a page of products.
pub async fn v2(call: &mut Call, req: &ProductListV2Request) -> Result<ProductListV2Response> {
    check::limit("ProductListV2Request", req.limit, 1000)?;
    let page = page(call, &req.filter, &req.last_id, req.limit).await?;
    let item =
        |product: super::Product| ProductListV2Item { offer_id: product.offer_id, product_id: product.product_id };
    let result = ProductListV2Result {
        items: page.products.into_iter().map(item).collect(),
        last_id: page.last_id,
        total: i32::try_from(page.total).unwrap_or(i32::MAX),
    };
    Ok(ProductListV2Response { result })
}
