//! The report on movement: where the goods at the marketplace are now, and what came and went in a period. The real
//! file's headings are not known; these are ours.

use std::collections::HashMap;

use gostiny_wire::scalar::{ProductId, Sku};

use super::{
    ask::{From, Goods, Page, Style},
    column::{self, Column, cells, column, named},
    goods::{self, Facts},
};
use crate::{
    areas::{analytics, posting},
    call::Call,
    error::Result,
};

/// A product and its units.
struct Units {
    facts: Facts,
    in_delivery: i64,
    arrived: i64,
    left: i64,
}

pub(super) fn headings(style: Style) -> Vec<String> {
    column::headings(COLUMNS, style)
}

/// Goods that are or were with the marketplace; days count from 1970.
pub(super) async fn page(call: &mut Call, (first, last): (i64, i64), _: Style, from: &From) -> Result<Page> {
    let (goods, next) = goods::page(call, &Goods::default(), from).await?;
    let skus: Vec<Sku> = goods.iter().map(|facts| facts.product.fbo_sku).collect();
    let mut moved: HashMap<Sku, (i64, i64)> = HashMap::new();
    for one in analytics::moved(call, &skus, first).await?.into_iter().filter(|one| one.day <= last) {
        let sums = moved.entry(one.sku).or_default();
        *sums = (sums.0 + one.arrived, sums.1 + one.left);
    }
    let ids: Vec<ProductId> = goods.iter().map(|facts| facts.product.product_id).collect();
    let in_delivery = posting::in_delivery(call, &ids).await?;
    let units = |facts: Facts| {
        let (arrived, left) = moved.get(&facts.product.fbo_sku).copied().unwrap_or_default();
        let in_delivery = in_delivery.get(&facts.product.product_id).copied().unwrap_or_default();
        Units { facts, in_delivery, arrived, left }
    };
    let is_there = |units: &Units| {
        units.facts.product.present_fbo > 0 || units.in_delivery > 0 || units.arrived > 0 || units.left > 0
    };
    let rows = goods.into_iter().map(units).filter(is_there).map(|units| cells(COLUMNS, &units)).collect();
    Ok(Page { rows, next })
}

// There is one warehouse, and nothing is counted or written off.
const COLUMNS: &[Column<Units>] = &[
    named("Артикул", "Product ID", |units| units.facts.product.offer_id.as_str().into()),
    column("Ozon Product ID", |units| units.facts.product.product_id.0.into()),
    column("OZON SKU ID", |units| units.facts.product.fbo_sku.0.into()),
    column("Наименование товара", |units| units.facts.product.name.as_str().into()),
    column("Barcode", |units| units.facts.barcode()),
    column("Товары с браком или на инвентаризации, шт", |_| 0.into()),
    column("Товары в перемещении между фулфилмент-центрами, шт", |_| {
        0.into()
    }),
    column("Товары в доставке, шт", |units| units.in_delivery.into()),
    column("Товары, подлежащие реализации, шт", |units| {
        units.facts.product.present_fbo.into()
    }),
    column("Поступило за период, шт", |units| units.arrived.into()),
    column("Отгружено за период, шт", |units| units.left.into()),
];
