//! Errors and warnings about one item, in the order in which they are found.

use gostiny_wire::product::ItemError;

use crate::areas::category::Attribute;

/// What is wrong with an item.
#[derive(Default)]
pub(in crate::areas::product) struct Findings {
    list: Vec<ItemError>,
    refused: bool,
}

impl Findings {
    /// So wrong that not even a draft can be made of it.
    pub fn refuse(&mut self, code: &str, field: &str, text: impl Into<String>) {
        self.refused = true;
        self.error(code, field, text);
    }

    /// The product cannot be created like this.
    pub fn error(&mut self, code: &str, field: &str, text: impl Into<String>) {
        self.list.push(finding("error", code, field, text.into()));
    }

    /// Worth a word; the product is created all the same.
    pub fn warn(&mut self, code: &str, field: &str, text: impl Into<String>) {
        self.list.push(finding("warning", code, field, text.into()));
    }

    /// An attribute is wrong.
    pub fn attribute(&mut self, code: &str, attribute: &Attribute, text: impl Into<String>) {
        let of = finding("error", code, "attribute", text.into());
        let (attribute_id, attribute_name) = (attribute.attribute_id, attribute.name.clone());
        self.list.push(ItemError { attribute_id, attribute_name, ..of });
    }

    /// All of them.
    pub fn list(&self) -> &[ItemError] {
        &self.list
    }

    /// No draft.
    pub fn is_refused(&self) -> bool {
        self.refused
    }

    /// No card, at best a draft.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|error| error.level == "error")
    }
}

/// An error found before an item was put to the rules.
pub(in crate::areas::product) fn refused(code: &str, field: &str, text: &str) -> ItemError {
    finding("error", code, field, text.to_owned())
}

fn finding(level: &str, code: &str, field: &str, text: String) -> ItemError {
    ItemError {
        code: code.to_owned(),
        message: title(code).to_owned(),
        state: "imported".to_owned(),
        level: level.to_owned(),
        description: text,
        field: field.to_owned(),
        ..ItemError::default()
    }
}

/// What a code means, in a few words.
fn title(code: &str) -> &'static str {
    match code {
        "error_attribute_values_empty" => "Не заполнен обязательный атрибут",
        "error_attribute_values_out_of_range" => "Значения нет в справочнике",
        "error_attribute_unknown" => "Атрибута нет в категории",
        "error_attribute_aspect_changed" => "Вариативный атрибут нельзя изменить",
        "EMPTY_REQUIRED" => "Не заполнено обязательное поле",
        "VALUE_MAX_LIMIT" => "Превышено допустимое значение",
        "missing_dimension" => "Не указан размер",
        "Incorrect_density" => "Размеры не соответствуют весу",
        "name_too_long" => "Слишком длинное название",
        "vat_invalid" => "Неверная ставка НДС",
        "price_out_of_range" => "Недопустимая цена",
        "price_is_negative" => "Отрицательная цена",
        "old_price_less_than_price" => "Цена до скидки не больше цены",
        "currency_differs_from_contract" => "Валюта не совпадает с валютой договора",
        "description_category_is_empty" | "description_category_invalid" | "levels_category_not_found" => {
            "Ошибка в категории"
        }
        "invalid_category_price" => "Цена вне границ категории",
        "item_limit_exceeded" => "Лимит товаров исчерпан",
        "offer_id_already_exists" => "Артикул уже занят",
        "barcode_already_exists" => "Штрихкод уже занят",
        "name_has_contact" => "Адрес в названии",
        "all_image_failed" | "some_image_failed" | "primary_image_load_failed" => "Изображения не загрузились",
        "pics_http_error" => "Изображение нельзя загрузить",
        "pics_cant_decode" => "Формат изображения не поддерживается",
        "barcode_check_digit" => "Ошибка в штрихкоде",
        "product_not_found" => "Товар не найден",
        "offer_id_duplicate" => "Артикул повторяется в запросе",
        _ => "Недопустимое значение",
    }
}
