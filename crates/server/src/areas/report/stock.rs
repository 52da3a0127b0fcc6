//! The report on stock at the marketplace: one warehouse, so the sums are its own.

use super::{
    ask::{From, Goods, Page, Style},
    column::{self, Column, cells, column, moment, named, yes},
    goods::{self, Facts},
};
use crate::{areas::stock::FBO_WAREHOUSE_NAME, call::Call, error::Result, sheet::Cell};

pub(super) fn headings(style: Style) -> Vec<String> {
    let mut headings = column::headings(COLUMNS, style);
    headings.push(format!("Доступно на складе {FBO_WAREHOUSE_NAME}, шт"));
    headings.push(format!("Зарезервировано на складе {FBO_WAREHOUSE_NAME}, шт"));
    headings
}

/// Goods that have a card on the site.
pub(super) async fn page(call: &mut Call, _: Style, from: &From) -> Result<Page> {
    let (goods, next) = goods::page(call, &Goods::default(), from).await?;
    let row = |facts: &Facts| {
        let mut row = cells(COLUMNS, facts);
        row.extend([available(facts), reserved(facts)]);
        row
    };
    Ok(Page { rows: goods.iter().filter(|facts| facts.product.is_created).map(row).collect(), next })
}

fn available(facts: &Facts) -> Cell {
    (facts.product.present_fbo - facts.product.reserved_fbo).into()
}

fn reserved(facts: &Facts) -> Cell {
    facts.product.reserved_fbo.into()
}

const COLUMNS: &[Column<Facts>] = &[
    named("Артикул", "Product ID", |facts| facts.product.offer_id.as_str().into()),
    column("Ozon Product ID", |facts| facts.product.product_id.0.into()),
    column("OZON SKU ID", |facts| facts.product.fbo_sku.0.into()),
    column("Наименование товара", |facts| facts.product.name.as_str().into()),
    column("Barcode", Facts::barcode),
    named("Бренд", "Vendor", |facts| facts.brand.as_str().into()),
    column("Статус товара", Facts::state),
    column("Видимость сайте", |facts| yes(facts.is_visible_fbo())),
    named("Дата создания", "Created at", |facts| moment(facts.product.created_at)),
    column("Категория комиссии", |facts| facts.category.as_str().into()),
    column("Объем товара, л", Facts::litres),
    column("Объемный вес, кг", Facts::volume_weight),
    column("Всего доступно на складах Ozon, шт", available),
    column("Всего зарезервировано, шт", reserved),
];
