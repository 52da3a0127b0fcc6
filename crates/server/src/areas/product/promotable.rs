//! The little of a product that a promotion, a code or a certificate asks for: read for thousands of goods at once.

use std::collections::{BTreeMap, HashSet};

use gostiny_wire::{
    product::ProductImportItem,
    scalar::{CategoryId, ClientId, Money, ProductId, Sku, ValueId},
};

use crate::{
    args,
    call::Call,
    error::Result,
    job::Kind,
    store::{Arg, Row},
};

/// On the agenda once products may have become fit, or unfit, for promotions: the payload is a JSON list of their
/// numbers. Executed by `action`.
pub const PROMOTABLE: Kind = Kind("product.promotable");

/// A product as promotions judge it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promotable {
    /// Whose it is.
    pub seller: ClientId,
    /// The product.
    pub product_id: ProductId,
    /// What buyers see under FBS and rFBS.
    pub sku: Sku,
    /// What buyers see under FBO.
    pub fbo_sku: Sku,
    /// Its category.
    pub category_id: CategoryId,
    /// Its usual price.
    pub price: Option<Money>,
    /// Below this no promotion may go.
    pub min_price: Option<Money>,
    /// Promotions may take it in by themselves.
    pub auto_action: bool,
    /// Approved, priced, and neither barred nor put away.
    pub is_on_sale: bool,
}

macro_rules! promotables {
    ($rest:literal) => {
        concat!(
            "select seller_id, product_id, sku, fbo_sku, category_id, price, min_price, auto_action, state, \
             is_archived, is_banned from product where ",
            $rest
        )
    };
}

fn row(row: &Row<'_>) -> Result<Promotable> {
    let mut one = Promotable {
        seller: row.next()?,
        product_id: row.next()?,
        sku: row.next()?,
        fbo_sku: row.next()?,
        category_id: row.next()?,
        price: row.next()?,
        min_price: row.next()?,
        auto_action: row.next()?,
        is_on_sale: false,
    };
    let is_ready = row.next::<String>()? == super::facet::READY;
    let (is_archived, is_banned): (bool, bool) = (row.next()?, row.next()?);
    one.is_on_sale = is_ready && one.price.is_some() && !is_archived && !is_banned;
    Ok(one)
}

/// Products of all shops in the order of their keys, behind one of them.
pub async fn promotable_behind(
    call: &mut Call,
    (seller, product_id): (ClientId, ProductId),
    limit: i64,
) -> Result<Vec<Promotable>> {
    call.tx.rows(BEHIND, args![seller, product_id, limit], row).await
}

const BEHIND: &str = promotables!("(seller_id, product_id) > ($1, $2) order by seller_id, product_id limit $3");

/// The seller's products with these numbers, in no order.
pub async fn promotable(call: &mut Call, ids: &[ProductId]) -> Result<Vec<Promotable>> {
    let list: Vec<Arg> = ids.iter().map(|id| Arg::from(*id)).collect();
    let mut found = call.tx.rows_in(OF_SELLER, args![call.seller], &list, row).await?;
    found.sort_by_key(|one| one.product_id);
    found.dedup_by_key(|one| one.product_id);
    Ok(found)
}

const OF_SELLER: &str = promotables!("seller_id = $1 and product_id {in}");

/// Products of any shop by an SKU of any scheme, in no order.
pub async fn promotable_by_skus(call: &mut Call, skus: &[Sku]) -> Result<Vec<Promotable>> {
    let list: Vec<Arg> = skus.iter().map(|sku| Arg::from(*sku)).collect();
    let mut found = call.tx.rows_in(BY_SKU, &[], &list, row).await?;
    found.append(&mut call.tx.rows_in(BY_FBO_SKU, &[], &list, row).await?);
    found.sort_by_key(|one| (one.seller, one.product_id));
    found.dedup_by_key(|one| one.product_id);
    Ok(found)
}

const BY_SKU: &str = promotables!("sku {in}");
const BY_FBO_SKU: &str = promotables!("fbo_sku {in}");

/// Those of the seller's products that are sold as codes.
pub async fn digital(call: &mut Call, ids: &[ProductId]) -> Result<HashSet<ProductId>> {
    let list: Vec<Arg> = ids.iter().map(|id| Arg::from(*id)).collect();
    Ok(call.tx.rows_in(DIGITAL, args![call.seller], &list, |row| row.next()).await?.into_iter().collect())
}

const DIGITAL: &str = "select product_id from digital_product where seller_id = $1 and product_id {in}";

/// Whether the seller's product can be sold as codes: it was not imported as one without. `IS_CODE_SERVICE` alone says
/// nothing, since every product has it that says nothing else.
pub async fn may_be_digital(call: &mut Call, id: ProductId) -> Result<bool> {
    let found = call.tx.row(SERVICE_TYPE, args![call.seller, id], |row| row.next::<String>()).await?;
    Ok(found.is_some_and(|service_type| service_type != "IS_NO_CODE_SERVICE"))
}

const SERVICE_TYPE: &str = "select service_type from product_card where seller_id = $1 and product_id = $2";

/// From now on the seller's product is sold as codes. Called by `digital` only.
pub async fn become_digital(call: &mut Call, id: ProductId) -> Result<()> {
    call.tx.run(BECOME_DIGITAL, args![call.seller, id]).await?;
    Ok(())
}

const BECOME_DIGITAL: &str = "insert into digital_product (seller_id, product_id) values ($1, $2) on conflict (seller_id, product_id) do nothing";

/// Those of the categories that have goods of any shop.
pub async fn categories_in_use(call: &mut Call, ids: &[CategoryId]) -> Result<HashSet<CategoryId>> {
    let list: Vec<Arg> = ids.iter().map(|id| Arg::from(*id)).collect();
    Ok(call.tx.rows_in(IN_USE, &[], &list, |row| row.next()).await?.into_iter().collect())
}

const IN_USE: &str = "select distinct category_id from product where category_id {in}";

/// A brand of a shop's goods.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brand {
    /// Its value in the dictionary of brands.
    pub brand_id: ValueId,
    /// Its name.
    pub name: String,
}

/// A page of the brands that the seller's goods ever had, by number, and how many there are.
pub async fn brands(call: &mut Call, offset: i64, limit: i64) -> Result<(Vec<Brand>, i64)> {
    let brand = |row: &Row<'_>| Ok(Brand { brand_id: row.next()?, name: row.next()? });
    let page = call.tx.rows(BRANDS, args![call.seller, limit, offset], brand).await?;
    let total = call.tx.value("select count(*) from seller_brand where seller_id = $1", args![call.seller]).await?;
    Ok((page, total))
}

const BRANDS: &str =
    "select brand_id, name from seller_brand where seller_id = $1 order by brand_id limit $2 offset $3";

/// The attribute that names the brand.
const BRAND: i64 = 85;

/// Remembers the brands of imported items.
pub(super) async fn remember_brands(call: &mut Call, items: Vec<&ProductImportItem>) -> Result<()> {
    let attributes = items.into_iter().flat_map(|item| &item.attributes);
    let values = attributes.filter(|attribute| attribute.id.0 == BRAND).flat_map(|attribute| &attribute.values);
    let brands: BTreeMap<ValueId, &str> = values
        .filter(|value| value.dictionary_value_id != ValueId(0))
        .map(|value| (value.dictionary_value_id, value.value.as_str()))
        .collect();
    let rows: Vec<Vec<Arg>> = brands.into_iter().map(|(id, name)| args![call.seller, id, name].to_vec()).collect();
    call.tx.run_bulk(REMEMBER, &rows).await?;
    Ok(())
}

const REMEMBER: &str = "insert into seller_brand (seller_id, brand_id, name) select seller_id, brand_id, name \
    from {rows(seller_id, brand_id, name)} where true on conflict (seller_id, brand_id) do nothing";
