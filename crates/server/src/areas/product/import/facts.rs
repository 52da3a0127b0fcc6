//! Reads what the rules need to know about all items of a task, in a number of statements that does not depend on
//! how many items there are.

use std::collections::{BTreeSet, HashMap};

use gostiny_wire::{
    product::{ProductImportAttribute, ProductImportItem},
    scalar::{CategoryId, DictionaryId, OfferId, ProductId, ValueId},
};

use super::Waiting;
use crate::{
    areas::{
        category::{self, Attribute, Category},
        product::{
            milestone::{Milestones, milestones},
            picture::{self, Picture},
            price_bound::{PriceBounds, price_bounds},
            quota::{self, Quota},
            row::{Product, by_offer_ids},
            validate::{Dictionary, Facts},
            write::hold,
        },
        seller, setting,
    },
    args,
    call::Call,
    error::Result,
    store::{Arg, Row},
};

/// What is stored of a card, as far as an import compares with it.
pub(super) struct Card {
    pub attributes: Vec<ProductImportAttribute>,
    pub request_hash: String,
}

/// The world around a task.
pub(super) struct Known {
    currency_code: String,
    categories: HashMap<CategoryId, Category>,
    asked: HashMap<CategoryId, Vec<Attribute>>,
    dictionary: Dictionary,
    /// Products that the task's articles belong to.
    pub products: HashMap<OfferId, Product>,
    /// Their cards.
    pub cards: HashMap<ProductId, Card>,
    milestones: HashMap<ProductId, Milestones>,
    bounds: HashMap<CategoryId, PriceBounds>,
    /// Their pictures, where they were looked at apart.
    pub pictures: HashMap<ProductId, Vec<Picture>>,
    /// Pictures are fetched after this many seconds; none: they are taken as given.
    pub fetch_delay_seconds: Option<i64>,
    /// One SKU for all schemes.
    pub unified_sku: bool,
    /// From the import to the moderator's turn.
    pub moderation_delay_seconds: i64,
}

impl Known {
    /// What the rules need for one item.
    pub fn facts(&self, item: &ProductImportItem) -> Facts<'_> {
        Facts {
            currency_code: &self.currency_code,
            category: self.categories.get(&item.category_id),
            asked: self.asked.get(&item.category_id).map(Vec::as_slice).unwrap_or_default(),
            dictionary: &self.dictionary,
            bounds: self.bounds.get(&item.category_id).copied().unwrap_or_default(),
            fetches: self.fetch_delay_seconds.is_some(),
        }
    }

    /// The pictures of the article's product that were looked at apart.
    pub fn pictures_of(&self, offer_id: &OfferId) -> &[Picture] {
        let product = self.products.get(offer_id);
        product.and_then(|product| self.pictures.get(&product.product_id)).map(Vec::as_slice).unwrap_or_default()
    }

    /// True for a product that lies in stock or once did.
    pub fn was_stocked(&self, product_id: ProductId) -> bool {
        self.milestones.get(&product_id).is_some_and(|past| past.stocked_at.is_some())
    }
}

/// Reads it all; the shop's quota and the task's products are kept from others until the transaction ends.
pub(super) async fn gather(call: &mut Call, waiting: &[Waiting]) -> Result<(Known, Quota)> {
    let setting = setting::of(call).await?;
    let quota = quota::open(call, &setting).await?;
    let currency_code = seller::find(call, call.seller).await?.currency_code;
    let ids: BTreeSet<CategoryId> = waiting.iter().map(|waiting| waiting.item.category_id).collect();
    let ids: Vec<CategoryId> = ids.into_iter().collect();
    let categories = category::find_all(call, &ids).await?;
    let asked = category::attributes_of(call, &ids).await?;
    let bounds = price_bounds(call, &ids).await?;
    let dictionary = dictionary(call, waiting, &asked).await?;
    let offers: Vec<OfferId> = waiting.iter().map(|waiting| waiting.item.offer_id.clone()).collect();
    hold(call, &offers).await?;
    let products = by_offer_ids(call, &offers).await?;
    let ids: Vec<ProductId> = products.iter().map(|product| product.product_id).collect();
    let list: Vec<Arg> = ids.iter().map(|id| Arg::from(*id)).collect();
    let cards = call.tx.rows_in(CARDS, args![call.seller], &list, card).await?.into_iter().collect();
    let sets = picture::sets(call, &ids).await?;
    let products = products.into_iter().map(|product| (product.offer_id.clone(), product)).collect();
    let known = Known {
        currency_code,
        categories,
        asked,
        dictionary,
        products,
        cards,
        milestones: milestones(call, &ids).await?,
        bounds,
        pictures: sets.into_iter().map(|(product_id, set)| (product_id, set.pictures)).collect(),
        fetch_delay_seconds: setting.fetch_pictures.then_some(setting.picture_delay_seconds),
        unified_sku: setting.unified_sku,
        moderation_delay_seconds: setting.moderation_delay_seconds,
    };
    Ok((known, quota))
}

const CARDS: &str =
    "select product_id, attributes, request_hash from product_card where seller_id = $1 and product_id {in}";

fn card(row: &Row<'_>) -> Result<(ProductId, Card)> {
    Ok((row.next()?, Card { attributes: row.next_json()?, request_hash: row.next()? }))
}

/// Values of dictionaries that the items name, by number or by text.
async fn dictionary(
    call: &mut Call,
    waiting: &[Waiting],
    asked: &HashMap<CategoryId, Vec<Attribute>>,
) -> Result<Dictionary> {
    let (mut numbers, mut texts) = (BTreeSet::new(), BTreeSet::new());
    for Waiting { item, .. } in waiting {
        let of: HashMap<_, DictionaryId> = asked
            .get(&item.category_id)
            .into_iter()
            .flatten()
            .filter(|attribute| attribute.dictionary_id != DictionaryId(0))
            .map(|attribute| (attribute.attribute_id, attribute.dictionary_id))
            .collect();
        for attribute in &item.attributes {
            let Some(dictionary) = of.get(&attribute.id) else { continue };
            for value in &attribute.values {
                if value.dictionary_value_id == ValueId(0) {
                    texts.insert((*dictionary, category::text_key(&value.value)));
                } else {
                    numbers.insert((*dictionary, value.dictionary_value_id));
                }
            }
        }
    }
    let ids = category::ids_by_text(call, &texts).await?;
    for ((dictionary, _), found) in &ids {
        numbers.extend(found.iter().map(|id| (*dictionary, *id)));
    }
    let numbers: Vec<(DictionaryId, ValueId)> = numbers.into_iter().collect();
    Ok(Dictionary { texts: category::values(call, &numbers).await?, ids })
}
