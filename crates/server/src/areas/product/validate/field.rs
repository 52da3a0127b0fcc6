//! Rules of single fields: article, name, VAT, currency, prices, pictures, barcode.

use gostiny_wire::{product::ProductImportItem, scalar::Money};

use super::Findings;
use crate::areas::product::{picture::judge, price_bound::PriceBounds};

/// The dearest price: a kopeck under a hundred million, as the price method has it.
const DEAREST: Money = Money(9_999_999_999);
/// VAT rates in percent and how they are written. Some are of later years.
const RATES: &[(i64, &str)] = &[(0, "0"), (5, "0.05"), (7, "0.07"), (10, "0.1"), (20, "0.2"), (22, "0.22")];

pub(super) fn offer_id(item: &ProductImportItem, findings: &mut Findings) {
    match item.offer_id.as_str().chars().count() {
        0 => findings.refuse("EMPTY_REQUIRED", "offer_id", "Укажите артикул."),
        1..=50 => {}
        _ => findings.refuse("VALUE_MAX_LIMIT", "offer_id", "Артикул длиннее 50 символов."),
    }
}

pub(super) fn name(item: &ProductImportItem, findings: &mut Findings) {
    if item.name.trim().is_empty() {
        findings.error("EMPTY_REQUIRED", "name", "Укажите название товара.");
    } else if item.name.chars().count() > 500 {
        findings.error("name_too_long", "name", "Название длиннее 500 символов.");
    }
}

/// `0.10` and `0.1` are the same rate; the item is left with the shortest form.
pub(super) fn vat(item: &mut ProductImportItem, findings: &mut Findings) {
    let percent = Money::parse(&item.vat).map(|rate| rate.0);
    match RATES.iter().find(|(known, _)| Some(*known) == percent) {
        Some((_, text)) => item.vat = (*text).to_owned(),
        None => {
            let known: Vec<&str> = RATES.iter().map(|(_, text)| *text).collect();
            findings.refuse("vat_invalid", "vat", format!("Ставка НДС должна быть одной из: {}.", known.join(", ")));
        }
    }
}

/// Without a word the currency is the rouble, as the service documents it.
pub(super) fn currency(item: &mut ProductImportItem, of_shop: &str, findings: &mut Findings) {
    if item.currency_code.is_empty() {
        item.currency_code = "RUB".to_owned();
    }
    if item.currency_code != of_shop {
        let text = format!("Валюта товара {}, валюта договора {of_shop}.", item.currency_code);
        findings.refuse("currency_differs_from_contract", "currency_code", text);
    }
}

pub(super) fn service_type(item: &mut ProductImportItem, findings: &mut Findings) {
    match item.service_type.as_str() {
        "" => item.service_type = "IS_CODE_SERVICE".to_owned(),
        "IS_CODE_SERVICE" | "IS_NO_CODE_SERVICE" => {}
        other => findings.error("INVALID_VALUE", "service_type", format!("Тип услуги «{other}» неизвестен.")),
    }
}

/// Price, crossed-out price and price for subscribers; an item without a true price is refused.
pub(super) fn prices(item: &ProductImportItem, bounds: PriceBounds, findings: &mut Findings) -> [Option<Money>; 3] {
    let price = price(&item.price, findings);
    if price.is_some_and(|price| !bounds.admit(price)) {
        findings.error("invalid_category_price", "price", "Цена выходит за границы, принятые в категории.");
    }
    let old_price = further("old_price", &item.old_price, findings);
    let premium_price = further("premium_price", &item.premium_price, findings);
    if let Some(price) = price {
        if old_price.is_some_and(|old| old <= price) {
            let text = "Цена до скидки должна быть больше цены со скидкой.";
            findings.error("old_price_less_than_price", "old_price", text);
        }
        if premium_price.is_some_and(|premium| premium > price) {
            findings.error("price_out_of_range", "premium_price", "Цена для подписчиков больше обычной цены.");
        }
    }
    [price, old_price, premium_price]
}

fn price(text: &str, findings: &mut Findings) -> Option<Money> {
    let (code, why) = match Money::parse(text) {
        Some(price) if price > Money(0) && price <= DEAREST => return Some(price),
        Some(price) if price < Money(0) => ("price_is_negative", "Цена не может быть отрицательной."),
        Some(_) => ("price_out_of_range", "Цена должна быть больше нуля и не больше 10 000 000."),
        None if text.is_empty() => ("EMPTY_REQUIRED", "Укажите цену."),
        None => ("price_out_of_range", "Цена должна быть числом с точкой и двумя знаками после неё."),
    };
    findings.refuse(code, "price", why);
    None
}

/// A price that may be left out: empty and 0 are none.
fn further(field: &str, text: &str, findings: &mut Findings) -> Option<Money> {
    if text.is_empty() {
        return None;
    }
    let (code, why) = match Money::parse(text) {
        Some(Money(0)) => return None,
        Some(price) if price > Money(0) && price <= DEAREST => return Some(price),
        Some(price) if price < Money(0) => ("price_is_negative", "Цена не может быть отрицательной."),
        _ => ("price_out_of_range", "Цена должна быть числом с точкой, не больше 10 000 000."),
    };
    findings.error(code, field, why);
    None
}

/// Numbers, addresses and kinds of pictures. Without any the card stays a draft, found under `IMAGE_ABSENT`.
pub(super) fn pictures(item: &ProductImportItem, fetches: bool, findings: &mut Findings) {
    let most = if item.primary_image.is_empty() { 15 } else { 14 };
    if item.images.len() > most {
        findings.error("VALUE_MAX_LIMIT", "images", format!("Изображений больше {most}."));
    }
    if item.images360.len() > 70 {
        findings.error("VALUE_MAX_LIMIT", "images360", "Изображений 360 больше 70.");
    }
    if item.images.is_empty() && item.primary_image.is_empty() {
        findings.error("EMPTY_REQUIRED", "images", "У товара нет изображений.");
    }
    let one = |address: &String| (!address.is_empty()).then(|| address.clone());
    let lists = [
        ("images", item.images.clone()),
        ("primary_image", one(&item.primary_image).into_iter().collect()),
        ("color_image", one(&item.color_image).into_iter().collect()),
        ("images360", item.images360.clone()),
    ];
    for (field, list) in lists {
        for address in &list {
            if !is_address(address) {
                let text = format!("Адрес изображения должен начинаться с http:// или https://: «{}».", short(address));
                findings.error("pics_http_error", field, text);
            } else if !fetches && judge(address).is_err() {
                let text = format!("Изображение не в формате JPG или PNG: «{}».", short(address));
                findings.error("pics_cant_decode", field, text);
            }
        }
    }
}

pub(super) fn documents(item: &ProductImportItem, findings: &mut Findings) {
    for document in item.pdf_list.iter().filter(|document| !is_address(&document.src_url)) {
        let text = format!("Адрес документа «{}» неверен.", short(&document.src_url));
        findings.error("INVALID_VALUE", "pdf_list", text);
    }
}

/// Places where a service is offered come from the directory.
pub(super) fn places(item: &ProductImportItem, is_known: fn(&str) -> bool, findings: &mut Findings) {
    for name in item.geo_names.iter().filter(|name| !is_known(name)) {
        findings.error("INVALID_VALUE", "geo_names", format!("Места «{}» нет в справочнике.", short(name)));
    }
}

/// An address on the web.
pub(in crate::areas::product) fn is_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next());
    host.is_some_and(|host| !host.is_empty()) && text.len() <= 2_048 && !text.contains(char::is_whitespace)
}

/// The beginning of a text, for a remark.
pub(super) fn short(text: &str) -> String {
    text.chars().take(80).collect()
}

/// A barcode of the length of an EAN or UPC should end in their check digit; others are the seller's own affair.
pub(super) fn barcode(item: &mut ProductImportItem, findings: &mut Findings) {
    item.barcode = item.barcode.trim().to_owned();
    if item.barcode.chars().count() > 100 {
        findings.error("VALUE_MAX_LIMIT", "barcode", "Штрихкод длиннее 100 символов.");
    } else if matches!(item.barcode.len(), 8 | 12 | 13 | 14) && !check_digit_fits(&item.barcode) {
        findings.warn("barcode_check_digit", "barcode", "Контрольная цифра штрихкода не сходится.");
    }
}

/// Weighted 3, 1, 3, ... from the right before the check digit; true for what is not all digits.
fn check_digit_fits(barcode: &str) -> bool {
    let digits: Option<Vec<u32>> = barcode.chars().map(|digit| digit.to_digit(10)).collect();
    let Some(digits) = digits else { return true };
    let weights = [1, 3].into_iter().cycle();
    digits.iter().rev().zip(weights).map(|(digit, weight)| digit * weight).sum::<u32>() % 10 == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_are_those_of_gs1() {
        for good in ["4006381333931", "96385074", "036000291452", "10012345678902", "OZN159528501"] {
            assert!(check_digit_fits(good), "{good}");
        }
        assert!(!check_digit_fits("4006381333932"));
    }

    #[test]
    fn an_address_has_a_scheme_and_a_host() {
        assert!(is_address("https://img.example.test/a.jpg"));
        for bad in ["", "img.jpg", "ftp://a/b", "http://", "https:///a", "http://a b"] {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
