//! A page of goods under a filter, by number: the lists of goods, prices and stocks all turn these pages.

use std::collections::BTreeMap;

use gostiny_wire::{
    product::{ProductFilter, Visibility},
    scalar::{Digits, OfferId, ProductId, Sku},
};

use super::{
    facet::bit,
    pick::{Choice, choice, numbers},
    row::{Product, by_offer_ids, by_product_ids, by_skus, columns, product, source},
};
use crate::{api::LastId, args, call::Call, check, error::Result};

/// Which products a list shows: those of a state, or those of them that are named in one of the lists.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Named by their articles.
    pub offer_id: Vec<OfferId>,
    /// Named by their numbers.
    pub product_id: Vec<ProductId>,
    /// Named by their SKU.
    pub sku: Vec<Sku>,
    /// The state.
    pub visibility: Visibility,
}

impl Filter {
    /// As requests spell it: numbers are digits.
    pub fn new(offer_id: &[OfferId], product_id: &[Digits], sku: &[Digits], visibility: Visibility) -> Self {
        Self {
            offer_id: offer_id.to_vec(),
            product_id: product_id.iter().map(|&id| id.into()).collect(),
            sku: sku.iter().map(|&sku| sku.into()).collect(),
            visibility,
        }
    }
}

impl From<&ProductFilter> for Filter {
    fn from(filter: &ProductFilter) -> Self {
        Self::new(&filter.offer_id, &filter.product_id, &[], filter.visibility)
    }
}

/// A page of products.
pub struct Page {
    /// In the order of their numbers.
    pub products: Vec<Product>,
    /// How many the filter selects in all.
    pub total: i64,
    /// Where to go on; empty after an empty page only.
    pub last_id: String,
}

/// The seller's products under a filter, by number, after `last_id`. `limit` is 1 to 1000.
pub async fn page(call: &mut Call, filter: &Filter, last_id: &str, limit: i64) -> Result<Page> {
    let after = LastId::parse(last_id)?;
    let (products, total) = if names_products(filter) {
        let named = named(call, filter).await?;
        let total = i64::try_from(named.len()).unwrap_or(i64::MAX);
        let behind = named.into_iter().filter(|product| product.product_id.0 > after.0);
        (behind.take(usize::try_from(limit).unwrap_or(0)).collect(), total)
    } else {
        let choice = choice(call, filter.visibility).await?;
        (chosen(call, filter.visibility, &choice, (after.0, limit)).await?, choice.total)
    };
    let last_id = products.last().map(|last| LastId(last.product_id.0).to_string()).unwrap_or_default();
    Ok(Page { products, total, last_id })
}

/// A page of what a filter chose: through the shop when that is most of it, else by number.
async fn chosen(
    call: &mut Call,
    visibility: Visibility,
    choice: &Choice,
    (after, limit): (i64, i64),
) -> Result<Vec<Product>> {
    if choice.total == 0 {
        return Ok(Vec::new());
    }
    if choice.is_dense() {
        return call.tx.rows(PAGE, args![call.seller, after, bit(visibility), limit], product).await;
    }
    let ids = numbers(call, visibility, choice, after, limit).await?;
    let mut products = by_product_ids(call, &ids).await?;
    products.sort_by_key(|product| product.product_id);
    Ok(products)
}

/// The row of the stock is told where to begin as well: PostgreSQL does not see that from the join.
const PAGE: &str = concat!(
    "select ",
    columns!(),
    source!(),
    "where seller_id = $1 and product_id > $2 and product_stock.product_id > $2 and (facets & $3) <> 0 \
     order by product_id limit $4"
);

/// True when the filter lists products by name.
pub(super) fn names_products(filter: &Filter) -> bool {
    !filter.offer_id.is_empty() || !filter.product_id.is_empty() || !filter.sku.is_empty()
}

/// The most products that one list of a filter names.
const MOST_NAMED: usize = 1_000;

/// The listed products that the visibility lets through, by number. A product counts that stands in any list.
pub(super) async fn named(call: &mut Call, filter: &Filter) -> Result<Vec<Product>> {
    check::items("Filter", "OfferId", filter.offer_id.len(), 0, MOST_NAMED)?;
    check::items("Filter", "ProductId", filter.product_id.len(), 0, MOST_NAMED)?;
    check::items("Filter", "Sku", filter.sku.len(), 0, MOST_NAMED)?;
    let mut found = by_offer_ids(call, &filter.offer_id).await?;
    found.append(&mut by_product_ids(call, &filter.product_id).await?);
    if !filter.sku.is_empty() {
        found.append(&mut by_skus(call, &filter.sku).await?);
    }
    let wanted = bit(filter.visibility);
    found.retain(|product| product.facets & wanted != 0);
    // A list may name a product twice, and pieces of a long list may find it twice.
    let by_number: BTreeMap<ProductId, Product> =
        found.into_iter().map(|product| (product.product_id, product)).collect();
    Ok(by_number.into_values().collect())
}

/// How many of the shop's products a filter selects.
pub(super) async fn total(call: &mut Call, visibility: Visibility) -> Result<i64> {
    call.tx.value(TOTAL, args![call.seller, bit(visibility)]).await
}

const TOTAL: &str = "select cast(coalesce(sum(products), 0) as bigint) from product_count \
    where seller_id = $1 and (facets & $2) <> 0";
