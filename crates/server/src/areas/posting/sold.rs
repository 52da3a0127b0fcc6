//! What the goods of a new posting need before they can be packed, by their category, their card and their buyer.

use std::collections::HashMap;

use gostiny_wire::scalar::{AttributeId, CategoryId, ProductId};

use super::{
    needs::Needs,
    row::{Item, Posting},
};
use crate::{
    areas::{
        mark::{self, Demand},
        product,
        tariff::Scheme,
    },
    call::Call,
    error::Result,
};

const COUNTRY: AttributeId = AttributeId(4_389);
/// True of goods whose units are weighed one by one.
const WEIGHED: AttributeId = AttributeId(20_577);
const LEAST_WEIGHT: AttributeId = AttributeId(8_933);
const MOST_WEIGHT: AttributeId = AttributeId(8_934);

/// Sets the needs of new lines. Cards are read only for companies and for goods by weight.
pub(super) async fn set_needs(
    call: &mut Call,
    posting: &Posting,
    is_legal: bool,
    categories: &HashMap<ProductId, CategoryId>,
    items: &mut [Item],
) -> Result<()> {
    // The marketplace packs its own stock.
    if posting.scheme == Scheme::Fbo {
        return Ok(());
    }
    let demand = |item: &Item| categories.get(&item.product_id).copied().map(mark::of_category).unwrap_or_default();
    let is_weighed = |item: &Item| posting.scheme == Scheme::Rfbs && demand(item).is_weighed;
    let of_card: Vec<ProductId> =
        items.iter().filter(|item| is_legal || is_weighed(item)).map(|item| item.product_id).collect();
    let cards = if of_card.is_empty() {
        HashMap::new()
    } else {
        product::values_of(call, &of_card, &[COUNTRY, WEIGHED, LEAST_WEIGHT, MOST_WEIGHT]).await?
    };
    for item in items {
        let Demand { mark, is_traceable, is_jewellery, .. } = demand(item);
        let text = |attribute| cards.get(&(item.product_id, attribute)).and_then(|texts| texts.first());
        let country = text(COUNTRY).filter(|_| is_legal).and_then(|name| mark::country_named(name));
        let weighed = is_weighed(item) && text(WEIGHED).is_some_and(|word| word == "true");
        let weight = weighed.then(|| {
            let bound = |attribute, open| text(attribute).and_then(|text| grams(text)).unwrap_or(open);
            (bound(LEAST_WEIGHT, 1), bound(MOST_WEIGHT, i64::MAX))
        });
        item.needs = Needs {
            mark,
            uin: is_jewellery,
            company: is_legal,
            traceable: is_legal && is_traceable,
            country: country.unwrap_or_default().to_owned(),
            weight,
            ..Needs::default()
        };
    }
    Ok(())
}

/// `0.35` kilograms in grams.
fn grams(kilograms: &str) -> Option<i64> {
    let (whole, fraction) = kilograms.trim().split_once('.').unwrap_or((kilograms.trim(), ""));
    let fraction: i64 = format!("{:0<3.3}", fraction).parse().ok()?;
    whole.parse::<i64>().ok()?.checked_mul(1_000)?.checked_add(fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kilograms_of_a_card_become_grams() {
        let read = ["0.35", "1", "2.5004", "", "x", "12.05"].map(grams);
        assert_eq!(read, [Some(350), Some(1_000), Some(2_500), None, None, Some(12_050)]);
    }
}
