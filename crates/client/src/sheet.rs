//! Report files: CSV into typed rows. Headings changed over the years and with the language; each row type knows all of
//! them, leaves out columns it does not know, and has nothing where a column is missing.

use std::io::Read;

use gostiny_wire::scalar::{Money, OfferId, OrderNumber, PostingNumber, ProductId, ReturnId, Sku, Time};
use serde::{Deserialize, Deserializer, de::DeserializeOwned, de::Error};

use crate::ClientError;

/// The rows of a report file, read one after the other. `R` is one of the rows below, or any type whose fields are named
/// by headings. A row that cannot be read is one error; those after it are read on.
///
/// ```
/// use gostiny_client::sheet::{StockRow, rows};
///
/// let file = "\u{feff}\"Артикул\";\"Всего доступно на складах Ozon, шт\"\n\"К-1\";\"7\"\n";
/// let row: StockRow = rows(file.as_bytes()).next().unwrap()?;
/// assert_eq!((row.offer_id.as_str(), row.present), ("К-1", Some(7)));
/// # Ok::<(), gostiny_client::ClientError>(())
/// ```
pub fn rows<R: DeserializeOwned>(file: impl Read) -> impl Iterator<Item = Result<R, ClientError>> {
    let reader = csv::ReaderBuilder::new().delimiter(b';').flexible(true).from_reader(file);
    reader.into_deserialize().map(|row| row.map_err(|error| ClientError::decode("a row of the report", error)))
}

/// Declares rows: a field, its kind of cell, the heading, and its other spellings.
macro_rules! sheets {
    ($(
        $(#[$about:meta])+
        $row:ident { $( $(#[$doc:meta])+ $field:ident: $kind:ty = $read:literal, $heading:literal $(| $other:literal)*; )+ }
    )+) => {$(
        $(#[$about])+
        #[derive(Clone, Debug, Default, PartialEq, Deserialize)]
        #[serde(default)]
        #[non_exhaustive]
        pub struct $row {
            $(
                $(#[$doc])+
                #[serde(rename = $heading, $(alias = $other,)* deserialize_with = $read)]
                pub $field: $kind,
            )+
        }
    )+};
}

sheets! {
    /// A product of the report on goods.
    ProductRow {
        /// The seller's article, without the apostrophe that guards it in the file.
        offer_id: OfferId = "article", "Артикул" | "Product ID";
        /// Product.
        product_id: ProductId = "id", "Ozon Product ID";
        /// What buyers see; before 2024 that of FBS.
        sku: Sku = "id", "SKU" | "FBS OZON SKU ID";
        /// The SKU of FBO before 2024; 0 in later files.
        fbo_sku: Sku = "id", "FBO OZON SKU ID";
        /// Barcode.
        barcode: String = "text", "Barcode";
        /// Title.
        name: String = "text", "Название товара" | "Наименование товара";
        /// Brand.
        brand: String = "text", "Бренд" | "Vendor";
        /// State, in Russian.
        status: String = "text", "Статус товара";
        /// Whether buyers see it; before 2024 from the seller's own warehouse.
        is_visible: Option<bool> = "yes", "Видимость на Ozon" | "Видимость FBS";
        /// Why not.
        hidden_because: String = "text", "Причины скрытия" | "Причины скрытия FBS (при наличии)";
        /// When the card was made.
        created_at: Option<Time> = "moment", "Дата создания" | "Created at";
        /// Category.
        category: String = "text", "Категория" | "Категория комиссии" | "Коммерческая категория";
        /// Volume in hundredths of a litre.
        litres: Option<Money> = "money", "Объем товара, л";
        /// Weight that delivery is charged by, in hundredths of a kilogram.
        volume_weight: Option<Money> = "money", "Объемный вес, кг";
        /// Units for sale at the marketplace.
        present_fbo: Option<i64> = "units", "Доступно к продаже по схеме FBO, шт." | "Доступно на складе Ozon, шт";
        /// Units of those that orders hold.
        reserved_fbo: Option<i64> = "units", "Зарезервировано, шт";
        /// Units for sale in the seller's own warehouses.
        present_fbs: Option<i64> = "units", "Доступно к продаже по схеме FBS, шт." | "Доступно на моих складах, шт";
        /// Units for sale that the seller delivers; not told in 2022.
        present_rfbs: Option<i64> = "units", "Доступно к продаже по схеме realFBS, шт.";
        /// Units in the seller's own warehouses that orders hold.
        reserved_fbs: Option<i64> = "units", "Зарезервировано на моих складах, шт";
        /// Price.
        price: Option<Money> = "money", "Текущая цена с учетом скидки, ₽" | "Текущая цена с учетом скидки, руб.";
        /// Price before the discount.
        old_price: Option<Money> = "money", "Цена до скидки (перечеркнутая цена), ₽" | "Цена до скидки (перечеркнутая цена), руб.";
        /// Price for subscribers.
        premium_price: Option<Money> = "money", "Цена Premium, ₽" | "Цена Premium, руб.";
        /// VAT as the file words it.
        vat: String = "text", "Размер НДС, %";
    }

    /// A product of the report on prices.
    PriceRow {
        /// The seller's article.
        offer_id: OfferId = "article", "Артикул" | "Product ID";
        /// Product.
        product_id: ProductId = "id", "Ozon id";
        /// Title.
        name: String = "text", "Название";
        /// State, in Russian.
        status: String = "text", "Статус";
        /// Whether buyers see it.
        is_visible: Option<bool> = "yes", "Видимость на OZON";
        /// Commission in hundredths of a percent.
        commission: Option<Money> = "money", "Размер комиссии, %";
        /// Delivery from the marketplace's warehouse.
        delivery_fbo: Option<Money> = "money", "Тариф за доставку со склада OZON, руб.";
        /// Delivery from the seller's warehouse.
        delivery_fbs: Option<Money> = "money", "Тариф за доставку со склада продавца, руб.";
        /// Price before the discount.
        old_price: Option<Money> = "money", "Цена до скидки, руб.";
        /// Price.
        price: Option<Money> = "money", "Текущая цена (со скидкой), руб.";
        /// Price with promotions.
        action_price: Option<Money> = "money", "Цена с учетом акции, руб.";
        /// Price for subscribers.
        premium_price: Option<Money> = "money", "Цена с Ozon Premium, руб.";
        /// Lowest price after promotions that the seller allows.
        min_price: Option<Money> = "money", "Минимальная цена на Ozon";
        /// Whether promotions may take it in by themselves.
        auto_action: Option<bool> = "yes", "Автоматическое участие в акциях";
    }

    /// A product of a parcel, of the report on parcels.
    PostingRow {
        /// Order.
        order_number: OrderNumber = "text_of", "Номер заказа";
        /// Parcel.
        posting_number: PostingNumber = "text_of", "Номер отправления";
        /// When its processing began.
        in_process_at: Option<Time> = "moment", "Принят в обработку";
        /// When it was to be handed over.
        shipment_date: Option<Time> = "moment", "Дата отгрузки";
        /// State, in Russian.
        status: String = "text", "Статус";
        /// When the buyer had it.
        delivered_at: Option<Time> = "moment", "Дата доставки";
        /// When the carrier had it.
        delivering_date: Option<Time> = "moment", "Фактическая дата передачи в доставку";
        /// When it was called off; FBS files only.
        cancelled_at: Option<Time> = "moment", "Дата отмены";
        /// Price of the whole parcel.
        posting_sum: Option<Money> = "money", "Сумма отправления";
        /// Its currency.
        currency_code: String = "text", "Код валюты отправления";
        /// Title.
        name: String = "text", "Название товара" | "Наименование товара";
        /// SKU.
        sku: Sku = "id", "SKU" | "OZON id";
        /// The seller's article.
        offer_id: OfferId = "article", "Артикул";
        /// Price of one unit.
        price: Option<Money> = "money", "Ваша цена";
        /// Price of all units: in files of 2022 in place of the price of one.
        total: Option<Money> = "money", "Итоговая стоимость товара";
        /// What the buyer pays.
        paid: Option<Money> = "money", "Оплачено покупателем" | "Стоимость товара для покупателя";
        /// Units.
        quantity: Option<i64> = "units", "Количество";
        /// The parcel it was divided from.
        parent_posting_number: PostingNumber = "text_of", "Связанные отправления";
        /// Price before the discount.
        old_price: Option<Money> = "money", "Цена товара до скидок";
        /// Discount.
        discount: Option<Money> = "money", "Скидка руб";
        /// Promotions, divided by commas.
        actions: String = "text", "Акции";
    }

    /// Goods of the report on returns.
    ReturnRow {
        /// The return.
        return_id: ReturnId = "id", "ID товара в возврате";
        /// Parcel.
        posting_number: PostingNumber = "text_of", "ID отправления";
        /// State, in Russian.
        status: String = "text", "Статус";
        /// The seller's article.
        offer_id: OfferId = "article", "Артикул товара";
        /// SKU.
        sku: Sku = "id", "Ozon ID";
        /// Title.
        name: String = "text", "Наименование товара";
        /// Units.
        quantity: Option<i64> = "units", "Количество";
        /// Why they came back.
        reason: String = "text", "Причина возврата";
        /// What keeping them has cost.
        keeping: Option<Money> = "money", "Стоимость размещения";
        /// Since when they wait.
        waiting_from: Option<Time> = "moment", "Переход в «Готов к получению»";
        /// Until when they wait for nothing.
        last_free_day: Option<Time> = "moment", "Последний день бесплатного размещения";
        /// When the seller had them.
        returned_at: Option<Time> = "moment", "Дата возврата продавцу";
        /// Where they are.
        place: String = "text", "Местоположение";
        /// Whether the parcel was opened.
        is_opened: Option<bool> = "yes", "Отправление вскрыто";
        /// Commission in hundredths of a percent.
        commission_percent: Option<Money> = "money", "Процент комиссии";
        /// Commission.
        commission: Option<Money> = "money", "Комиссия (руб.)";
        /// Price less commission.
        price_less_commission: Option<Money> = "money", "Цена без комиссии (руб.)";
    }

    /// A product of the report on stock at the marketplace. Columns of single warehouses carry their names: read those
    /// through a type of your own.
    StockRow {
        /// The seller's article.
        offer_id: OfferId = "article", "Артикул" | "Product ID";
        /// Product.
        product_id: ProductId = "id", "Ozon Product ID";
        /// SKU.
        sku: Sku = "id", "OZON SKU ID";
        /// Title.
        name: String = "text", "Наименование товара";
        /// Barcode.
        barcode: String = "text", "Barcode";
        /// Brand.
        brand: String = "text", "Бренд" | "Vendor";
        /// Category.
        category: String = "text", "Категория комиссии";
        /// Units for sale, in all warehouses.
        present: Option<i64> = "units", "Всего доступно на складах Ozon, шт";
        /// Units that orders hold.
        reserved: Option<i64> = "units", "Всего зарезервировано, шт";
    }

    /// A product of the report on movement. The real file's headings are not known; these are Gostiny's.
    MovementRow {
        /// The seller's article.
        offer_id: OfferId = "article", "Артикул" | "Product ID";
        /// Product.
        product_id: ProductId = "id", "Ozon Product ID";
        /// SKU.
        sku: Sku = "id", "OZON SKU ID";
        /// Title.
        name: String = "text", "Наименование товара";
        /// Units on their way to buyers.
        in_delivery: Option<i64> = "units", "Товары в доставке, шт";
        /// Units for sale.
        for_sale: Option<i64> = "units", "Товары, подлежащие реализации, шт";
        /// Units that came in the period.
        arrived: Option<i64> = "units", "Поступило за период, шт";
        /// Units that left in the period.
        left: Option<i64> = "units", "Отгружено за период, шт";
    }

    /// A product of an operation, of the report on accruals. Positive is what the seller gets.
    TransactionRow {
        /// When it was booked.
        happened_at: Option<Time> = "moment", "Дата начисления";
        /// Kind, in Russian.
        kind: String = "text", "Тип начисления";
        /// Parcel, or the number of a service.
        number: String = "text", "Номер отправления или идентификатор услуги";
        /// When the order was taken or the service done.
        order_date: Option<Time> = "moment", "Дата принятия заказа в обработку или оказания услуги";
        /// Warehouse it was sent from.
        warehouse: String = "text", "Склад отгрузки";
        /// SKU; 0 for a service.
        sku: Sku = "id", "SKU";
        /// The seller's article.
        offer_id: OfferId = "article", "Артикул";
        /// Title of the goods or the service.
        name: String = "text", "Название товара или услуги";
        /// Units.
        quantity: Option<i64> = "units", "Количество";
        /// Sale or return, before commission and services.
        sale: Option<Money> = "money", "За продажу или возврат до вычета комиссий и услуг";
        /// Commission in hundredths of a percent.
        commission_percent: Option<Money> = "money", "Ставка комиссии";
        /// Commission.
        commission: Option<Money> = "money", "Комиссия за продажу";
        /// Carriage.
        logistics: Option<Money> = "money", "Логистика";
        /// The sum.
        total: Option<Money> = "money", "Итого";
    }

    /// A day of the report on money; the last row, `Итого`, is the period. The real file's headings are not known;
    /// these are Gostiny's.
    FinanceRow {
        /// `2026-01-12`, or `Итого`.
        day: String = "text", "Дата" | "Date";
        /// Balance before.
        opening: Option<Money> = "money", "Баланс на начало, руб." | "Opening balance";
        /// Delivered orders.
        sales: Option<Money> = "money", "За доставленные заказы, руб." | "Delivered orders";
        /// Their commission.
        commission: Option<Money> = "money", "Комиссия за доставленные заказы, руб." | "Commission";
        /// Goods that came back.
        returns: Option<Money> = "money", "За возвращённые товары, руб." | "Returned goods";
        /// Commission given back.
        commission_back: Option<Money> = "money", "Возвращённая комиссия, руб." | "Commission returned";
        /// Services.
        services: Option<Money> = "money", "Услуги, руб." | "Services";
        /// Everything else.
        others: Option<Money> = "money", "Прочее, руб." | "Other";
        /// Balance after.
        closing: Option<Money> = "money", "Баланс на конец, руб." | "Closing balance";
    }
}

fn text<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    String::deserialize(from)
}

fn text_of<'de, D: Deserializer<'de>, T: From<String>>(from: D) -> Result<T, D::Error> {
    text(from).map(T::from)
}

/// An apostrophe keeps spreadsheets from reading articles as numbers.
fn article<'de, D: Deserializer<'de>>(from: D) -> Result<OfferId, D::Error> {
    let text = text(from)?;
    Ok(OfferId::from(text.strip_prefix('\'').unwrap_or(&text)))
}

fn id<'de, D: Deserializer<'de>, T: From<gostiny_wire::scalar::Digits>>(from: D) -> Result<T, D::Error> {
    let id = units(from)?.unwrap_or_default();
    Ok(T::from(gostiny_wire::scalar::Digits(id)))
}

fn units<'de, D: Deserializer<'de>>(from: D) -> Result<Option<i64>, D::Error> {
    let text = text(from)?;
    let text = text.trim();
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(D::Error::custom) }
}

/// A number with up to two decimals, behind a point or a comma.
fn money<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Money>, D::Error> {
    let text = text(from)?.replace(',', ".").replace([' ', '\u{a0}'], "");
    if text.is_empty() {
        return Ok(None);
    }
    Money::parse(&text).map(Some).ok_or_else(|| D::Error::custom(format!("{text} is no amount")))
}

fn yes<'de, D: Deserializer<'de>>(from: D) -> Result<Option<bool>, D::Error> {
    Ok(match text(from)?.to_lowercase().as_str() {
        "да" | "yes" => Some(true),
        "нет" | "no" => Some(false),
        _ => None,
    })
}

/// Files tell Moscow time, three hours ahead of UTC: `2022-08-10 12:00:00` those of the API, `14.04.2026 19:01` those of
/// the cabinet.
fn moment<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Time>, D::Error> {
    let text = text(from)?;
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let shapes = ["%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S"];
    let civil = shapes.iter().find_map(|shape| jiff::civil::DateTime::strptime(shape, text).ok());
    let day = || jiff::civil::Date::strptime("%Y-%m-%d", text).ok().map(jiff::civil::DateTime::from);
    let civil = civil.or_else(day).ok_or_else(|| D::Error::custom(format!("{text} is no moment")))?;
    let at = jiff::tz::TimeZone::UTC.to_timestamp(civil).map_err(D::Error::custom)?;
    Ok(Some(Time::from(at).plus_hours(-3)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goods_of_each_year_are_one_row() {
        let old = "\u{feff}\"Артикул\";\"Ozon Product ID\";\"FBS OZON SKU ID\";\"Наименование товара\";\"Видимость FBS\";\"Дата создания\";\
                   \"Доступно на моих складах, шт\";\"Текущая цена с учетом скидки, руб.\";\"Объем товара, л\"\n\
                   \"'К-1\";\"7\";\"9\";\"Чайник; «синий» \"\"2л\"\"\";\"Да\";\"2022-08-10 02:30:00\";\"5\";\"590.50\";\"1,25\"\n";
        let new = "\"Product ID\";\"SKU\";\"Название товара\";\"Видимость на Ozon\";\"Created at\";\"Доступно к продаже по схеме FBS, шт.\";\
                   \"Текущая цена с учетом скидки, ₽\";\"Новая графа\"\n\
                   \"'К-1\";\"9\";\"Чайник\";\"Нет\";\"14.04.2026 19:01\";\"\";\"\";\"x\"\n";
        let row: ProductRow = rows(old.as_bytes()).next().unwrap().unwrap();
        assert_eq!((row.offer_id.as_str(), row.product_id, row.sku), ("К-1", ProductId(7), Sku(9)));
        assert_eq!(row.name, "Чайник; «синий» \"2л\"");
        assert_eq!((row.price, row.litres, row.present_fbs), (Some(Money(59_050)), Some(Money(125)), Some(5)));
        assert_eq!(row.created_at.unwrap().to_string(), "2022-08-09T23:30:00Z");
        assert_eq!((row.is_visible, row.present_rfbs), (Some(true), None));

        let row: ProductRow = rows(new.as_bytes()).next().unwrap().unwrap();
        assert_eq!((row.offer_id.as_str(), row.sku, row.is_visible), ("К-1", Sku(9), Some(false)));
        assert_eq!((row.price, row.present_fbs), (None, None));
        assert_eq!(row.created_at.unwrap().to_string(), "2026-04-14T16:01:00Z");
    }

    #[test]
    fn a_broken_row_does_not_hide_those_after_it() {
        let file = "Дата;Баланс на конец, руб.\n2026-01-12;1.00\n2026-01-13;much\n2026-01-14;-3.50\n";
        let all: Vec<Result<FinanceRow, _>> = rows(file.as_bytes()).collect();
        assert_eq!(all.len(), 3);
        assert!(all[1].is_err());
        assert_eq!(all[2].as_ref().unwrap().closing, Some(Money(-350)));
    }
}
