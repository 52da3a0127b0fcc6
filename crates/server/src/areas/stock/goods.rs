//! Goods of all shops with their stock, as the operator looks through them.

use gostiny_wire::{
    operator::{GoodsListItem, GoodsListRequest, GoodsListResponse, GoodsListStock},
    scalar::ProductId,
};

use super::{FBO_WAREHOUSE, Stock, row::of_products};
use crate::{
    api::LastId,
    areas::{
        product::{self, Product},
        seller,
    },
    call::Call,
    error::Result,
};

/// By number within a shop.
pub async fn list(call: &mut Call, req: &GoodsListRequest) -> Result<GoodsListResponse> {
    let asked = seller::Asked {
        request: "GoodsListRequest",
        client_id: req.client_id,
        limit: req.limit,
        last_id: &req.last_id,
    };
    let visibility = req.visibility.unwrap_or_default();
    let key = |item: &GoodsListItem| item.product_id.0;
    let (products, last_id) = seller::walk(call, asked, key, move |call, behind, limit| {
        Box::pin(async move {
            let filter = product::Filter { visibility, ..product::Filter::default() };
            let behind = LastId(behind.unwrap_or(0)).to_string();
            let page = product::page(call, &filter, &behind, limit).await?.products;
            let ids: Vec<ProductId> = page.iter().map(|product| product.product_id).collect();
            let stocks = of_products(call, &ids).await?;
            Ok(page.into_iter().map(|product| item(product, &stocks)).collect())
        })
    })
    .await?;
    Ok(GoodsListResponse { products, last_id })
}

/// `stocks` is sorted by product.
fn item(product: Product, stocks: &[Stock]) -> GoodsListItem {
    let from = stocks.partition_point(|stock| stock.product_id < product.product_id);
    let own = stocks.iter().skip(from).take_while(|stock| stock.product_id == product.product_id);
    let stock = |stock: &Stock| GoodsListStock {
        warehouse_id: stock.warehouse_id,
        is_fbo: stock.warehouse_id == FBO_WAREHOUSE,
        present: stock.present,
        reserved: stock.reserved,
    };
    GoodsListItem {
        product_id: product.product_id,
        client_id: product.seller,
        visible: product.is_visible(),
        offer_id: product.offer_id,
        sku: product.sku,
        fbo_sku: product.fbo_sku,
        name: product.name,
        category_id: product.category_id,
        price: product.price.map(|price| price.fixed(4)).unwrap_or_default(),
        state: product.state,
        stocks: own.map(stock).collect(),
    }
}
