//! The rules an import holds an item against. Pure: what it must know of the world comes in [`Facts`]. Everything
//! that is wrong is listed, not only the first; what cannot even become a draft is `refused`.

mod attribute;
mod field;
mod finding;
mod html;
mod size;

use std::collections::HashMap;

use gostiny_wire::{
    product::{ItemError, ProductImportItem},
    scalar::{CategoryId, DictionaryId, Money, OfferId, ValueId},
};
use sha2::{Digest, Sha256};

pub(super) use attribute::changed_aspects;
pub(super) use field::is_address;
pub(super) use finding::{Findings, refused};
pub(super) use size::Size;

use super::{geo, price_bound::PriceBounds, row::Product};
use crate::{
    areas::category::{Attribute, Category},
    error::Result,
};

/// What is known of the world around one item.
pub(super) struct Facts<'a> {
    /// The shop's currency.
    pub currency_code: &'a str,
    /// The item's category, when there is one.
    pub category: Option<&'a Category>,
    /// What the category asks for.
    pub asked: &'a [Attribute],
    /// Dictionary values that items of the task name.
    pub dictionary: &'a Dictionary,
    /// Between which prices the category is sold.
    pub bounds: PriceBounds,
    /// Pictures will be fetched, so what they are is told by their content and not by their names.
    pub fetches: bool,
}

/// Values of dictionaries, both ways.
#[derive(Default)]
pub(super) struct Dictionary {
    /// Russian texts.
    pub texts: HashMap<(DictionaryId, ValueId), String>,
    /// Values by `category::text_key` of their text.
    pub ids: HashMap<(DictionaryId, String), Vec<ValueId>>,
}

/// An item after the check.
pub(super) struct Checked {
    /// The item in one form: dictionary values resolved, defaults written out, unknown attributes left out.
    pub item: ProductImportItem,
    /// The price; zero only in a refused item.
    pub price: Money,
    /// The crossed-out price.
    pub old_price: Option<Money>,
    /// The price for subscribers.
    pub premium_price: Option<Money>,
    /// Volume and weight.
    pub size: Size,
    /// Errors and warnings.
    pub findings: Findings,
}

impl Checked {
    /// What makes two imports of a product the same. Prices are no part of it: an update of a created product leaves
    /// them alone. Neither is the article, which can be given another name.
    pub fn request_hash(&self) -> Result<String> {
        let none = String::new;
        let item = ProductImportItem {
            offer_id: OfferId::default(),
            price: none(),
            old_price: none(),
            premium_price: none(),
            ..self.item.clone()
        };
        let digest = Sha256::digest(serde_json::to_vec(&item)?);
        Ok(digest.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// True when the import would leave the product's prices as they are.
    pub fn has_prices_of(&self, product: &Product) -> bool {
        (Some(self.price), self.old_price, self.premium_price)
            == (product.price, product.old_price, product.premium_price)
    }

    /// The remarks as the wire shows them.
    pub fn errors(&self) -> Vec<ItemError> {
        self.findings.list().to_vec()
    }
}

/// Holds an item against all rules.
pub(super) fn check(item: &ProductImportItem, facts: &Facts<'_>) -> Checked {
    let mut findings = Findings::default();
    let mut item = item.clone();
    field::offer_id(&item, &mut findings);
    field::name(&item, &mut findings);
    let is_leaf = category(item.category_id, facts.category, &mut findings);
    field::vat(&mut item, &mut findings);
    field::currency(&mut item, facts.currency_code, &mut findings);
    field::service_type(&mut item, &mut findings);
    let prices = field::prices(&item, facts.bounds, &mut findings);
    let size = size::size(&item, &mut findings);
    field::pictures(&item, facts.fetches, &mut findings);
    field::documents(&item, &mut findings);
    field::barcode(&mut item, &mut findings);
    field::places(&item, geo::is_known, &mut findings);
    if is_leaf {
        item.attributes = attribute::attributes(&item.attributes, facts.asked, facts.dictionary, &mut findings);
    }
    item.complex_attributes = attribute::complex(item.complex_attributes, &mut findings);
    let [price, old_price, premium_price] = prices;
    Checked { item, price: price.unwrap_or_default(), old_price, premium_price, size, findings }
}

/// Only a leaf takes products.
fn category(id: CategoryId, category: Option<&Category>, findings: &mut Findings) -> bool {
    let (code, text) = match category {
        Some(category) if category.is_leaf => return true,
        Some(category) => {
            ("description_category_invalid", format!("Категория «{}» не последнего уровня.", category.title))
        }
        None if id == CategoryId(0) => ("description_category_is_empty", "Укажите category_id.".to_owned()),
        None => ("levels_category_not_found", format!("Категории {id} нет в дереве категорий.")),
    };
    findings.refuse(code, "category_id", text);
    false
}

#[cfg(test)]
mod tests;
