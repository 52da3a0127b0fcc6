//! The report on goods.

use gostiny_wire::operator::ReportHeadings;

use super::{
    ask::{From, Goods, Page, Style},
    column::{self, Column, cells, column, moment, named, yes},
    goods::{self, Facts},
};
use crate::{call::Call, error::Result, sheet::Cell};

pub(super) fn headings(style: Style) -> Vec<String> {
    column::headings(columns(style.headings), style)
}

pub(super) async fn page(call: &mut Call, asked: &Goods, style: Style, from: &From) -> Result<Page> {
    let (goods, next) = goods::page(call, asked, from).await?;
    let columns = columns(style.headings);
    Ok(Page { rows: goods.iter().map(|facts| cells(columns, facts)).collect(), next })
}

fn columns(year: ReportHeadings) -> &'static [Column<Facts>] {
    match year {
        ReportHeadings::Year2022 => COLUMNS_2022,
        ReportHeadings::Year2023 => COLUMNS_2023,
        ReportHeadings::Year2024 => COLUMNS_2024,
    }
}

// The apostrophe keeps spreadsheets from reading the article as a number; scripts cut it off.
const ARTICLE: Column<Facts> =
    named("Артикул", "Product ID", |facts| format!("'{}", facts.product.offer_id).into());
const PRODUCT_ID: Column<Facts> = column("Ozon Product ID", |facts| facts.product.product_id.0.into());
const FBO_SKU: Column<Facts> = column("FBO OZON SKU ID", Facts::fbo_sku);
const FBS_SKU: Column<Facts> = column("FBS OZON SKU ID", |facts| facts.product.sku.0.into());
const SKU: Column<Facts> = column("SKU", |facts| facts.product.sku.0.into());
const BARCODE: Column<Facts> = column("Barcode", Facts::barcode);
const TITLE_2022: Column<Facts> =
    column("Наименование товара", |facts| facts.product.name.as_str().into());
const TITLE: Column<Facts> = column("Название товара", |facts| facts.product.name.as_str().into());
// Nobody rates contents here.
const RATING: Column<Facts> = column("Контент-рейтинг", |_| Cell::Empty);
const BRAND: Column<Facts> = named("Бренд", "Vendor", |facts| facts.brand.as_str().into());
const STATE: Column<Facts> = column("Статус товара", Facts::state);
const VISIBLE_FBO: Column<Facts> = column("Видимость FBO", |facts| yes(facts.is_visible_fbo()));
const HIDDEN_FBO: Column<Facts> = column("Причины скрытия FBO (при наличии)", |facts| {
    facts.hidden_because(facts.is_visible_fbo())
});
const VISIBLE_FBS: Column<Facts> = column("Видимость FBS", |facts| yes(facts.is_visible_fbs()));
const HIDDEN_FBS: Column<Facts> = column("Причины скрытия FBS (при наличии)", |facts| {
    facts.hidden_because(facts.is_visible_fbs())
});
const VISIBLE: Column<Facts> = column("Видимость на Ozon", |facts| yes(facts.product.is_visible()));
const HIDDEN: Column<Facts> =
    column("Причины скрытия", |facts| facts.hidden_because(facts.product.is_visible()));
const CREATED: Column<Facts> =
    named("Дата создания", "Created at", |facts| moment(facts.product.created_at));
const CATEGORY_2022: Column<Facts> =
    column("Категория комиссии", |facts| facts.category.as_str().into());
const CATEGORY: Column<Facts> = column("Категория", |facts| facts.category.as_str().into());
const LITRES: Column<Facts> = column("Объем товара, л", Facts::litres);
const VOLUME_WEIGHT: Column<Facts> = column("Объемный вес, кг", Facts::volume_weight);
const TO_MARK: Column<Facts> =
    column("Вывезти и нанести КИЗ (кроме Твери), шт", |_| 0.into());
const RESERVED: Column<Facts> =
    column("Зарезервировано, шт", |facts| facts.product.reserved_fbo.into());
const RESERVED_OWN: Column<Facts> =
    column("Зарезервировано на моих складах, шт", |facts| {
        facts.product.reserved_fbs.into()
    });
const SELLABLE_FBO: Column<Facts> = column("Доступно к продаже по схеме FBO, шт.", sellable_fbo);
const SELLABLE_FBS: Column<Facts> =
    column("Доступно к продаже по схеме FBS, шт.", |facts| facts.sellable_fbs.into());
const SELLABLE_RFBS: Column<Facts> =
    column("Доступно к продаже по схеме realFBS, шт.", |facts| facts.sellable_rfbs.into());
const VAT: Column<Facts> = column("Размер НДС, %", Facts::vat);

fn sellable_fbo(facts: &Facts) -> Cell {
    (facts.product.present_fbo - facts.product.reserved_fbo).into()
}

const COLUMNS_2022: &[Column<Facts>] = &[
    ARTICLE,
    PRODUCT_ID,
    FBO_SKU,
    FBS_SKU,
    BARCODE,
    TITLE_2022,
    RATING,
    BRAND,
    STATE,
    VISIBLE_FBO,
    HIDDEN_FBO,
    VISIBLE_FBS,
    HIDDEN_FBS,
    CREATED,
    CATEGORY_2022,
    LITRES,
    VOLUME_WEIGHT,
    column("Доступно на складе Ozon, шт", sellable_fbo),
    TO_MARK,
    RESERVED,
    column("Доступно на моих складах, шт", |facts| {
        (facts.sellable_fbs + facts.sellable_rfbs).into()
    }),
    RESERVED_OWN,
    column("Текущая цена с учетом скидки, руб.", |facts| facts.product.price.into()),
    column("Цена до скидки (перечеркнутая цена), руб.", |facts| {
        facts.product.old_price.into()
    }),
    column("Цена Premium, руб.", |facts| facts.product.premium_price.into()),
    // There is no market to compare with.
    column("Рыночная цена, руб.", |_| Cell::Empty),
    column("Актуальная ссылка на рыночную цену", |_| Cell::Empty),
    VAT,
];

const COLUMNS_2023: &[Column<Facts>] = &[
    ARTICLE,
    PRODUCT_ID,
    FBO_SKU,
    FBS_SKU,
    BARCODE,
    TITLE_2022,
    RATING,
    BRAND,
    STATE,
    VISIBLE_FBO,
    HIDDEN_FBO,
    VISIBLE_FBS,
    HIDDEN_FBS,
    CREATED,
    CATEGORY_2022,
    LITRES,
    VOLUME_WEIGHT,
    SELLABLE_FBO,
    TO_MARK,
    RESERVED,
    SELLABLE_FBS,
    SELLABLE_RFBS,
    RESERVED_OWN,
    PRICE,
    OLD_PRICE,
    PREMIUM_PRICE,
    column("Рыночная цена, ₽", |_| Cell::Empty),
    column("Актуальная ссылка на рыночную цену", |_| Cell::Empty),
    VAT,
];

const PRICE: Column<Facts> =
    column("Текущая цена с учетом скидки, ₽", |facts| facts.product.price.into());
const OLD_PRICE: Column<Facts> =
    column("Цена до скидки (перечеркнутая цена), ₽", |facts| {
        facts.product.old_price.into()
    });
const PREMIUM_PRICE: Column<Facts> = column("Цена Premium, ₽", |facts| facts.product.premium_price.into());

const COLUMNS_2024: &[Column<Facts>] = &[
    ARTICLE,
    PRODUCT_ID,
    SKU,
    BARCODE,
    TITLE,
    RATING,
    BRAND,
    STATE,
    column("Метки", |_| Cell::Empty),
    column("Отзывы", |_| 0.into()),
    column("Рейтинг", |_| Cell::Empty),
    VISIBLE,
    HIDDEN,
    CREATED,
    CATEGORY,
    column("Тип", |facts| facts.category.as_str().into()),
    LITRES,
    VOLUME_WEIGHT,
    SELLABLE_FBO,
    RESERVED,
    SELLABLE_FBS,
    SELLABLE_RFBS,
    RESERVED_OWN,
    PRICE,
    OLD_PRICE,
    PREMIUM_PRICE,
    VAT,
    column("Ошибки", |facts| remarks(facts, true)),
    column("Предупреждения", |facts| remarks(facts, false)),
];

/// What the import remarked, one after the other.
fn remarks(facts: &Facts, errors: bool) -> Cell {
    let is_error = |level: &str| level.to_lowercase().contains("error");
    let wanted = facts.product.item_errors.iter().filter(|remark| is_error(&remark.level) == errors);
    wanted.map(|remark| remark.description.as_str()).collect::<Vec<_>>().join("; ").into()
}
