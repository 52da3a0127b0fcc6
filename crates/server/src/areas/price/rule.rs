//! The rules of a price change. Pure: what a product's prices become, or all that speaks against it.

use gostiny_wire::{
    price::{PriceSwitch, ProductImportPricesV1Price, UpdateError},
    scalar::Money,
};

use crate::areas::product::{PriceBounds, Prices};

/// What the rules ask of the shop.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms<'a> {
    /// The currency the shop trades in.
    pub currency_code: &'a str,
    /// By how many percent a new price must differ from the old one; 0 is off.
    pub minimum_percent: i64,
    /// Between which prices the product's category is sold.
    pub bounds: PriceBounds,
}

/// No price reaches this: 100 million in whole units.
const TOO_HIGH: Money = Money(10_000_000_000);

/// The prices after the change, or every reason why nothing changes.
pub(super) fn change(
    before: &Prices,
    asked: &ProductImportPricesV1Price,
    terms: Terms<'_>,
) -> Result<Prices, Vec<UpdateError>> {
    let mut errors = Vec::new();
    if !asked.currency_code.is_empty() && asked.currency_code != terms.currency_code {
        errors.push(error("currency_differs_from_contract", "Валюта цены отличается от валюты договора"));
    }
    let price = given(&asked.price, &mut errors);
    if price == Some(Money(0)) {
        errors.push(error("price_out_of_range", "Цена должна быть больше нуля"));
    }
    if price.is_some_and(|price| price != Money(0) && !terms.bounds.admit(price)) {
        errors.push(error("invalid_category_price", "Цена выходит за границы, принятые в категории"));
    }
    let old_price = given(&asked.old_price, &mut errors);
    let min_price = given(&asked.min_price, &mut errors);
    if !errors.is_empty() {
        return Err(errors);
    }
    let after = Prices {
        price: price.or(before.price),
        old_price: changed(old_price, before.old_price),
        min_price: changed(min_price, before.min_price),
        auto_action: switched(asked.auto_action_enabled, before.auto_action),
        price_strategy: switched(asked.price_strategy_enabled, before.price_strategy),
        in_quarantine: price.map_or(before.in_quarantine, |price| jumps(before.price, price)),
        ..before.clone()
    };
    errors.extend(too_near(before.price, price, terms.minimum_percent));
    errors.extend(after.price.zip(after.old_price).and_then(|(price, old)| discount(price, old)));
    errors.extend(after.price.zip(after.min_price).and_then(|(price, min)| minimum(price, min, min_price.is_some())));
    if (after.auto_action || after.price_strategy) && after.min_price.is_none() {
        let message = "Для автоматического изменения цены укажите минимальную цену";
        errors.push(error("action_price_enabled_min_price_missing", message));
    }
    if errors.is_empty() { Ok(after) } else { Err(errors) }
}

/// An error of one product of the request.
pub(super) fn error(code: &str, message: &str) -> UpdateError {
    UpdateError { code: code.to_owned(), message: message.to_owned() }
}

/// A price of the request; nothing when it is empty or wrong, and then the errors say so.
fn given(text: &str, errors: &mut Vec<UpdateError>) -> Option<Money> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let wrong = match Money::parse(text) {
        None => error("price_invalid", "Цена должна быть числом не более чем с двумя знаками после точки"),
        Some(price) if price < Money(0) => error("price_negative", "Цена не может быть отрицательной"),
        Some(price) if price >= TOO_HIGH => error("price_out_of_range", "Цена слишком велика"),
        Some(price) => return Some(price),
    };
    if !errors.contains(&wrong) {
        errors.push(wrong);
    }
    None
}

/// Zero clears, nothing keeps.
fn changed(asked: Option<Money>, before: Option<Money>) -> Option<Money> {
    asked.map_or(before, |price| Some(price).filter(|price| *price != Money(0)))
}

fn switched(asked: PriceSwitch, before: bool) -> bool {
    match asked {
        PriceSwitch::Unknown => before,
        PriceSwitch::Enabled => true,
        PriceSwitch::Disabled => false,
    }
}

/// By more than half, either way. The first price jumps nowhere.
fn jumps(before: Option<Money>, price: Money) -> bool {
    before.is_some_and(|before| distance(before, price).times(2) > before)
}

/// The same price again is no change and stays allowed.
fn too_near(before: Option<Money>, price: Option<Money>, percent: i64) -> Option<UpdateError> {
    let (before, price) = before.zip(price)?;
    let step = distance(before, price);
    let near = step != Money(0) && step.times(100) < before.times(percent);
    let message = format!("Новая цена должна отличаться от прежней не менее чем на {percent} %");
    near.then(|| error("price_change_is_too_small", &message))
}

fn distance(one: Money, other: Money) -> Money {
    Money((one - other).0.abs())
}

/// The crossed-out price must promise a discount that is worth its name, and not an incredible one.
fn discount(price: Money, old: Money) -> Option<UpdateError> {
    let step = old - price;
    if step < Money(0) {
        return Some(error("old_price_less_than_price", "Цена до скидки меньше цены со скидкой"));
    }
    let (worth, code, message) = match price.0 {
        ..40_000 => {
            let message = "При цене до 400 скидка должна быть больше 20";
            (step > Money(2_000), "discount_for_low_price_is_too_small", message)
        }
        40_000..=1_000_000 => {
            let message = "При цене от 400 до 10000 скидка должна быть больше 5 %";
            (step.times(20) > old, "discount_for_average_price_is_too_small", message)
        }
        _ => {
            let message = "При цене выше 10000 скидка должна быть больше 500";
            (step > Money(50_000), "discount_for_top_price_is_too_small", message)
        }
    };
    if !worth {
        return Some(error(code, message));
    }
    let too_big = step.times(10) >= old.times(9);
    too_big.then(|| error("discount_too_big", "Скидка должна быть меньше 90 %"))
}

/// A lowest price that this very request sets must also lie near the price.
fn minimum(price: Money, min: Money, is_new: bool) -> Option<UpdateError> {
    if min > price && is_new {
        return Some(error("min_auto_price_too_big", "Минимальная цена больше цены товара"));
    }
    if min > price {
        return Some(error("price_less_than_min_auto_price", "Цена товара меньше минимальной цены"));
    }
    let too_small = is_new && min.times(2) < price;
    too_small.then(|| error("min_auto_price_too_small", "Минимальная цена меньше половины цены товара"))
}

#[cfg(test)]
mod tests {
    use gostiny_wire::scalar::ProductId;
    use proptest::prelude::*;

    use super::*;

    const TERMS: Terms<'static> =
        Terms { currency_code: "RUB", minimum_percent: 0, bounds: PriceBounds { min: None, max: None } };

    fn at(price: i64) -> Prices {
        Prices {
            product_id: ProductId(1),
            price: Some(Money(price)),
            old_price: None,
            premium_price: None,
            min_price: None,
            auto_action: false,
            price_strategy: false,
            in_quarantine: false,
        }
    }

    fn asked(price: &str, old_price: &str, min_price: &str) -> ProductImportPricesV1Price {
        ProductImportPricesV1Price {
            price: price.to_owned(),
            old_price: old_price.to_owned(),
            min_price: min_price.to_owned(),
            ..Default::default()
        }
    }

    fn codes(before: &Prices, asked: &ProductImportPricesV1Price) -> Vec<String> {
        change(before, asked, TERMS).err().unwrap_or_default().into_iter().map(|error| error.code).collect()
    }

    #[test]
    fn discounts_have_bounds_by_the_price() {
        let cases = [
            ("399.99", "419.99", "discount_for_low_price_is_too_small"),
            ("399.99", "420", ""),
            ("400", "420", "discount_for_average_price_is_too_small"),
            ("400", "421.06", ""),
            ("10000", "10526.31", "discount_for_average_price_is_too_small"),
            ("10000.01", "10500.01", "discount_for_top_price_is_too_small"),
            ("10000.01", "10500.02", ""),
            ("500", "4999.99", ""),
            ("500", "5000", "discount_too_big"),
            ("500", "499", "old_price_less_than_price"),
            ("500", "500", "discount_for_average_price_is_too_small"),
        ];
        for (price, old, code) in cases {
            let want: Vec<&str> = Some(code).filter(|code| !code.is_empty()).into_iter().collect();
            assert_eq!(codes(&at(50_000), &asked(price, old, "")), want, "{price} {old}");
        }
    }

    #[test]
    fn empty_keeps_and_zero_clears() {
        let before = Prices { old_price: Some(Money(60_000)), min_price: Some(Money(40_000)), ..at(50_000) };
        let kept = change(&before, &asked("", "", ""), TERMS).unwrap();
        assert_eq!((kept.price, kept.old_price, kept.min_price), (before.price, before.old_price, before.min_price));
        let cleared = change(&before, &asked("510", "0", "0"), TERMS).unwrap();
        assert_eq!((cleared.price, cleared.old_price, cleared.min_price), (Some(Money(51_000)), None, None));
    }

    #[test]
    fn all_that_is_wrong_is_told() {
        let wrong = ProductImportPricesV1Price { currency_code: "USD".to_owned(), ..asked("-1", "x", "0") };
        assert_eq!(codes(&at(1_000), &wrong), ["currency_differs_from_contract", "price_negative", "price_invalid"]);
        assert_eq!(codes(&at(1_000), &asked("0", "", "")), ["price_out_of_range"]);
        assert_eq!(codes(&at(1_000), &asked("100000000", "", "")), ["price_out_of_range"]);
        let both = ["discount_for_low_price_is_too_small", "min_auto_price_too_big"];
        assert_eq!(codes(&at(1_000), &asked("10", "11", "12")), both);
    }

    #[test]
    fn the_lowest_price_lies_between_half_and_the_price() {
        assert_eq!(codes(&at(10_000), &asked("", "", "49.99")), ["min_auto_price_too_small"]);
        assert!(codes(&at(10_000), &asked("", "", "50")).is_empty());
        assert_eq!(codes(&at(10_000), &asked("", "", "100.01")), ["min_auto_price_too_big"]);
        let before = Prices { min_price: Some(Money(9_000)), ..at(10_000) };
        assert_eq!(codes(&before, &asked("80", "", "")), ["price_less_than_min_auto_price"]);
        assert!(codes(&before, &asked("200", "", "")).is_empty());
    }

    #[test]
    fn automatic_prices_need_a_lowest_one() {
        let enabled =
            |min| ProductImportPricesV1Price { auto_action_enabled: PriceSwitch::Enabled, ..asked("", "", min) };
        assert_eq!(codes(&at(10_000), &enabled("")), ["action_price_enabled_min_price_missing"]);
        let on = change(&at(10_000), &enabled("90"), TERMS).unwrap();
        assert!(on.auto_action && !on.price_strategy);
        assert!(change(&on, &asked("", "", ""), TERMS).unwrap().auto_action);
        assert_eq!(codes(&on, &asked("", "", "0")), ["action_price_enabled_min_price_missing"]);
    }

    #[test]
    fn a_jump_by_more_than_half_leads_into_quarantine_and_a_small_step_out() {
        let after = |before: &Prices, price: &str| change(before, &asked(price, "", ""), TERMS).unwrap();
        assert!(!after(&at(10_000), "150").in_quarantine);
        assert!(!after(&at(10_000), "50").in_quarantine);
        assert!(after(&at(10_000), "49.99").in_quarantine);
        let jumped = after(&at(10_000), "150.01");
        assert!(jumped.in_quarantine && after(&jumped, "").in_quarantine);
        assert!(!after(&jumped, "150.01").in_quarantine);
        assert!(!change(&Prices { price: None, ..at(0) }, &asked("9", "", ""), TERMS).unwrap().in_quarantine);
    }

    #[test]
    fn a_shop_may_ask_for_a_least_step() {
        let terms = Terms { minimum_percent: 5, ..TERMS };
        assert!(change(&at(10_000), &asked("104.99", "", ""), terms).is_err());
        assert!(change(&at(10_000), &asked("105", "", ""), terms).is_ok());
        assert!(change(&at(10_000), &asked("100", "", ""), terms).is_ok());
        assert!(change(&at(10_000), &asked("104.99", "", ""), TERMS).is_ok());
    }

    #[test]
    fn a_category_may_have_bounds() {
        let terms = Terms { bounds: PriceBounds { min: Some(Money(5_000)), max: None }, ..TERMS };
        let code =
            |price: &str| change(&at(10_000), &asked(price, "", ""), terms).err().map(|errors| errors[0].code.clone());
        assert_eq!(code("49.99"), Some("invalid_category_price".to_owned()));
        assert_eq!((code("50"), code("")), (None, None));
        assert_eq!(code("0"), Some("price_out_of_range".to_owned()));
    }

    /// Prices of all kinds: small, large, empty, zero, wrong.
    fn texts() -> impl Strategy<Value = String> {
        prop_oneof![
            (0..3_000_000_i64).prop_map(|price| Money(price).fixed(2)),
            Just(String::new()),
            Just("0".to_owned()),
            "[0-9x.-]{1,6}",
        ]
    }

    proptest! {
        #[test]
        fn what_is_taken_keeps_every_promise(
            price in 1..3_000_000_i64, texts in (texts(), texts(), texts()), low in 0..100_000_i64, again in any::<bool>(),
        ) {
            let terms = Terms { bounds: PriceBounds { min: Some(Money(low)), max: Some(Money(2_000_000)) }, ..TERMS };
            let before = at(price);
            let request = asked(&texts.0, &texts.1, &texts.2);
            let Ok(after) = change(&before, &request, terms) else { return Ok(()) };
            let now = after.price.unwrap();
            prop_assert!(now > Money(0));
            prop_assert!(texts.0.trim().is_empty() || terms.bounds.admit(now));
            prop_assert!(after.old_price.is_none_or(|old| old > now && (old - now).times(10) < old.times(9)));
            prop_assert!(after.min_price.is_none_or(|min| min <= now && min.times(2) >= now));
            if again {
                // The same once more is taken and only ever lifts a quarantine.
                let twice = change(&after, &request, terms).unwrap();
                prop_assert_eq!(Prices { in_quarantine: false, ..twice }, Prices { in_quarantine: false, ..after });
            }
        }
    }
}
