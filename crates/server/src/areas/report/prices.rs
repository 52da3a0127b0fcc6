//! The report on prices, and what a sale at them costs.

use gostiny_wire::scalar::Money;

use super::{
    ask::{From, Goods, Page, Style},
    column::{self, Column, cells, column, named, yes},
    goods::{self, Facts},
};
use crate::{areas::tariff::Scheme, call::Call, error::Result, sheet::Cell};

pub(super) fn headings(style: Style) -> Vec<String> {
    column::headings(COLUMNS, style)
}

pub(super) async fn page(call: &mut Call, asked: &Goods, _: Style, from: &From) -> Result<Page> {
    let (goods, next) = goods::page(call, asked, from).await?;
    Ok(Page { rows: goods.iter().map(|facts| cells(COLUMNS, facts)).collect(), next })
}

/// Nothing without a price.
fn delivery(facts: &Facts, scheme: Scheme) -> Cell {
    let cost = |price| {
        let way = facts.rates.logistics(scheme, facts.product.volume_ml, price);
        way.fulfillment + way.dropoff + way.direct_flow + way.last_mile
    };
    facts.product.price.map(cost).into()
}

/// By how much a price is below the one before discounts.
fn discount(facts: &Facts, price: Option<Money>) -> Money {
    let (price, old) = (price.unwrap_or_default(), facts.product.old_price.unwrap_or_default());
    if old > price { old - price } else { Money(0) }
}

fn discount_percent(facts: &Facts, price: Option<Money>) -> Cell {
    let old = facts.product.old_price.unwrap_or_default().0;
    let part = i128::from(discount(facts, price).0) * 10_000;
    let half = i128::from(old) / 2;
    let percent = (part + half).checked_div(i128::from(old)).unwrap_or_default();
    Cell::Hundredths(i64::try_from(percent).unwrap_or_default())
}

fn commission(facts: &Facts) -> Cell {
    Cell::Hundredths(facts.commission.fbo.max(facts.commission.fbs))
}

fn minimum(facts: &Facts, scheme: Scheme) -> Cell {
    let price = facts.product.price.unwrap_or_default();
    facts.rates.logistics(scheme, facts.product.volume_ml, price).direct_flow.into()
}

// There is no market to compare with: those cells are empty.
const COLUMNS: &[Column<Facts>] = &[
    named("Артикул", "Product ID", |facts| facts.product.offer_id.as_str().into()),
    column("Ozon id", |facts| facts.product.product_id.0.into()),
    column("Название", |facts| facts.product.name.as_str().into()),
    column("Статус", Facts::state),
    column("Видимость на OZON", |facts| yes(facts.product.is_visible())),
    column("Размер комиссии, %", commission),
    column("Тариф за доставку со склада OZON, руб.", |facts| delivery(facts, Scheme::Fbo)),
    column("Тариф за доставку со склада продавца, руб.", |facts| {
        delivery(facts, Scheme::Fbs)
    }),
    column("НДС, %", Facts::vat),
    column("Цена до скидки, руб.", |facts| facts.product.old_price.into()),
    column("Текущая цена (со скидкой), руб.", |facts| facts.product.price.into()),
    column("Скидка, %", |facts| discount_percent(facts, facts.product.price)),
    column("Скидка, руб.", |facts| discount(facts, facts.product.price).into()),
    column("Цена с учетом акции, руб.", |facts| facts.action_price.into()),
    column("Скидка с учетом акции, %", |facts| discount_percent(facts, facts.action_price)),
    column("Скидка с учетом акции, руб.", |facts| discount(facts, facts.action_price).into()),
    column("Цена с Ozon Premium, руб.", |facts| facts.product.premium_price.into()),
    column("Рыночная цена, руб.", |_| Cell::Empty),
    column("Минимальная цена на Ozon", |facts| facts.product.min_price.into()),
    column("Рекомендованная цена, руб.", |_| Cell::Empty),
    column("Ценовой индекс товара", |_| Cell::Empty),
    column("Настройка автоматического применения рекомендованной цены", |_| Cell::Empty),
    column("Настройка автоматического применения рыночной цены", |_| {
        Cell::Empty
    }),
    column("Предоплата", |_| yes(false)),
    column("Автоматическое участие в акциях", |facts| yes(facts.product.auto_action)),
    column("Ссылка на рыночную цену", |_| Cell::Empty),
    column("Объемный вес, кг", Facts::volume_weight),
    column("Сборка заказа, FBO", |facts| {
        let price = facts.product.price.unwrap_or_default();
        facts.rates.logistics(Scheme::Fbo, facts.product.volume_ml, price).fulfillment.into()
    }),
    column("Магистраль, минимум, FBO", |facts| minimum(facts, Scheme::Fbo)),
    column("Магистраль, максимум, FBO", |facts| minimum(facts, Scheme::Fbo)),
];
