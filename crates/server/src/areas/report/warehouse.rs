//! The report on stock on the seller's own warehouses: a row for each product and warehouse.

use std::collections::HashMap;

use gostiny_wire::scalar::{ProductId, WarehouseId};

use super::ask::{From, Page, Style};
use crate::{
    areas::{product, stock, warehouse},
    call::Call,
    error::Result,
    sheet::Cell,
};

const PAGE: i64 = 500;

pub(super) fn headings(_: Style) -> Vec<String> {
    HEADINGS.map(str::to_owned).to_vec()
}

const HEADINGS: [&str; 7] = [
    "Идентификатор склада",
    "Название склада",
    "Артикул",
    "Название товара",
    "SKU",
    "Доступно на моем складе, шт",
    "Зарезервировано на моем складе, шт",
];

/// Goods that have stock on one of the warehouses, or had.
pub(super) async fn page(call: &mut Call, wanted: &[WarehouseId], from: &From) -> Result<Page> {
    let page = product::page(call, &product::Filter::default(), from.product(), PAGE).await?;
    let next = (!page.products.is_empty()).then_some(From::Product(page.last_id));
    let ids: Vec<ProductId> = page.products.iter().map(|product| product.product_id).collect();
    let mut stocks: HashMap<ProductId, Vec<stock::Stock>> = HashMap::new();
    for one in stock::of_products(call, &ids).await? {
        if wanted.contains(&one.warehouse_id) {
            stocks.entry(one.product_id).or_default().push(one);
        }
    }
    let names: HashMap<WarehouseId, String> =
        warehouse::all(call).await?.into_iter().map(|one| (one.warehouse_id, one.name)).collect();
    let mut rows = Vec::new();
    for product in &page.products {
        for one in stocks.remove(&product.product_id).unwrap_or_default() {
            let name = names.get(&one.warehouse_id).map(String::as_str).unwrap_or_default();
            let row: [Cell; HEADINGS.len()] = [
                one.warehouse_id.0.into(),
                name.into(),
                product.offer_id.as_str().into(),
                product.name.as_str().into(),
                product.sku.0.into(),
                one.sellable().into(),
                one.reserved.into(),
            ];
            rows.push(row.into());
        }
    }
    Ok(Page { rows, next })
}
