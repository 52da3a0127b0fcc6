//! The product's row and the statements that more than one verb uses.

use gostiny_wire::{
    product::ItemError,
    scalar::{CategoryId, ClientId, Money, OfferId, ProductId, Sku, Time},
};

use crate::{
    args,
    call::Call,
    error::Result,
    store::{Arg, Row},
};

/// A product without its attributes.
#[derive(Clone, Debug)]
pub struct Product {
    /// Whose it is.
    pub seller: ClientId,
    /// Its number.
    pub product_id: ProductId,
    /// The seller's article.
    pub offer_id: OfferId,
    /// What buyers see under FBS and rFBS (under all schemes when SKU are unified).
    pub sku: Sku,
    /// What buyers see under FBO; equal to `sku` when SKU are unified.
    pub fbo_sku: Sku,
    /// Title.
    pub name: String,
    /// A leaf of the tree.
    pub category_id: CategoryId,
    /// Currency of the prices.
    pub currency_code: String,
    /// `0`, `0.1`, `0.2`, as imported.
    pub vat: String,
    /// In `dimension_unit`.
    pub depth: i64,
    /// In `dimension_unit`.
    pub width: i64,
    /// In `dimension_unit`.
    pub height: i64,
    /// `mm`, `cm`, `in`.
    pub dimension_unit: String,
    /// In `weight_unit`.
    pub weight: i64,
    /// `g`, `kg`, `lb`.
    pub weight_unit: String,
    /// Volume in millilitres.
    pub volume_ml: i64,
    /// Weight in grams.
    pub weight_grams: i64,
    /// Bulky.
    pub is_kgt: bool,
    /// Barcodes, the first one first.
    pub barcodes: Vec<String>,
    /// Picture addresses, the main one first unless `primary_image` names it.
    pub images: Vec<String>,
    /// Pictures of the turntable.
    pub images360: Vec<String>,
    /// The main picture when it was named apart.
    pub primary_image: String,
    /// The picture of the colour.
    pub color_image: String,
    /// `imported`, `moderating`, `failed_moderation`, `failed_validation`, `price_sent`.
    pub state: String,
    /// The state in which it failed; empty when it did not.
    pub state_failed: String,
    /// Empty, `in-moderating`, `approved`, `declined`.
    pub moderate_status: String,
    /// `pending`, `success`, `fail`.
    pub validation_state: String,
    /// Why the moderator said no.
    pub decline_reasons: Vec<String>,
    /// Errors and warnings of the import.
    pub item_errors: Vec<ItemError>,
    /// Has a card on the site.
    pub is_created: bool,
    /// In the archive.
    pub is_archived: bool,
    /// Blocked by the marketplace.
    pub is_banned: bool,
    /// Hidden from buyers by the seller.
    pub is_hidden: bool,
    /// Hidden after a jump of its price.
    pub in_quarantine: bool,
    /// What the buyer pays; none before the first price.
    pub price: Option<Money>,
    /// The crossed-out price.
    pub old_price: Option<Money>,
    /// For subscribers.
    pub premium_price: Option<Money>,
    /// Below this no promotion may go.
    pub min_price: Option<Money>,
    /// Promotions may add it by themselves.
    pub auto_action: bool,
    /// A pricing strategy may change its price.
    pub price_strategy: bool,
    /// On all of the seller's warehouses.
    pub present_fbs: i64,
    /// Of them held by orders.
    pub reserved_fbs: i64,
    /// On the marketplace's warehouse.
    pub present_fbo: i64,
    /// Of them held by orders.
    pub reserved_fbo: i64,
    /// The visibility filters it falls under.
    pub facets: i64,
    /// How its price compares with prices elsewhere, hundredths; 0 for none.
    pub price_index: i64,
    /// First import.
    pub created_at: Time,
    /// Last change.
    pub updated_at: Time,
    /// Last change of the state.
    pub state_updated_at: Time,
}

impl Product {
    /// Units that can be sold from the seller's warehouses.
    pub(super) fn sellable_fbs(&self) -> i64 {
        self.present_fbs - self.reserved_fbs
    }
    /// Units that can be sold from the marketplace's warehouse.
    pub(super) fn sellable_fbo(&self) -> i64 {
        self.present_fbo - self.reserved_fbo
    }
}

/// The categories of products, each once.
pub fn categories_of<'a>(products: impl IntoIterator<Item = &'a Product>) -> Vec<CategoryId> {
    let mut ids: Vec<CategoryId> = products.into_iter().map(|product| product.category_id).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// All columns of [`Product`], in the order in which [`product`] reads them.
macro_rules! columns {
    () => {
        "seller_id, product_id, offer_id, sku, fbo_sku, name, category_id, currency_code, vat, depth, width, height, \
         dimension_unit, weight, weight_unit, volume_ml, weight_grams, is_kgt, barcodes, images, images360, \
         primary_image, color_image, state, state_failed, moderate_status, validation_state, decline_reasons, \
         item_errors, is_created, is_archived, is_banned, is_hidden, in_quarantine, price, old_price, premium_price, \
         min_price, auto_action, price_strategy, present_fbs, reserved_fbs, present_fbo, reserved_fbo, facets, price_index, \
         created_at, updated_at, state_updated_at"
    };
}
pub(super) use columns;

/// Where the columns of [`Product`] are: the sums of its stock have a row of their own.
macro_rules! source {
    () => {
        " from product join product_stock using (seller_id, product_id) "
    };
}
pub(super) use source;

/// Reads a row of `columns!()`.
pub(super) fn product(row: &Row<'_>) -> Result<Product> {
    Ok(Product {
        seller: row.next()?,
        product_id: row.next()?,
        offer_id: row.next()?,
        sku: row.next()?,
        fbo_sku: row.next()?,
        name: row.next()?,
        category_id: row.next()?,
        currency_code: row.next()?,
        vat: row.next()?,
        depth: row.next()?,
        width: row.next()?,
        height: row.next()?,
        dimension_unit: row.next()?,
        weight: row.next()?,
        weight_unit: row.next()?,
        volume_ml: row.next()?,
        weight_grams: row.next()?,
        is_kgt: row.next()?,
        barcodes: row.next_json()?,
        images: row.next_json()?,
        images360: row.next_json()?,
        primary_image: row.next()?,
        color_image: row.next()?,
        state: row.next()?,
        state_failed: row.next()?,
        moderate_status: row.next()?,
        validation_state: row.next()?,
        decline_reasons: row.next_json()?,
        item_errors: row.next_json()?,
        is_created: row.next()?,
        is_archived: row.next()?,
        is_banned: row.next()?,
        is_hidden: row.next()?,
        in_quarantine: row.next()?,
        price: row.next()?,
        old_price: row.next()?,
        premium_price: row.next()?,
        min_price: row.next()?,
        auto_action: row.next()?,
        price_strategy: row.next()?,
        present_fbs: row.next()?,
        reserved_fbs: row.next()?,
        present_fbo: row.next()?,
        reserved_fbo: row.next()?,
        facets: row.next()?,
        price_index: row.next()?,
        created_at: row.next()?,
        updated_at: row.next()?,
        state_updated_at: row.next()?,
    })
}

/// The seller's products with these numbers, in no order.
pub async fn by_product_ids(call: &mut Call, ids: &[ProductId]) -> Result<Vec<Product>> {
    let list: Vec<Arg> = ids.iter().map(|id| Arg::from(*id)).collect();
    call.tx.rows_in(BY_ID, args![call.seller], &list, product).await
}

const BY_ID: &str = concat!("select ", columns!(), source!(), "where seller_id = $1 and product_id {in}");

/// The seller's products with these articles, in no order.
pub async fn by_offer_ids(call: &mut Call, ids: &[OfferId]) -> Result<Vec<Product>> {
    let list: Vec<Arg> = ids.iter().map(Arg::from).collect();
    call.tx.rows_in(BY_OFFER, args![call.seller], &list, product).await
}

const BY_OFFER: &str = concat!("select ", columns!(), source!(), "where seller_id = $1 and offer_id {in}");

/// The seller's products with these SKU of any scheme, in no order.
pub async fn by_skus(call: &mut Call, skus: &[Sku]) -> Result<Vec<Product>> {
    let list: Vec<Arg> = skus.iter().map(|sku| Arg::from(*sku)).collect();
    let mut found = call.tx.rows_in(BY_SKU, args![call.seller], &list, product).await?;
    found.append(&mut call.tx.rows_in(BY_FBO_SKU, args![call.seller], &list, product).await?);
    found.sort_by_key(|product| product.product_id);
    found.dedup_by_key(|product| product.product_id);
    Ok(found)
}

const BY_SKU: &str = concat!("select ", columns!(), source!(), "where seller_id = $1 and sku {in}");
const BY_FBO_SKU: &str = concat!("select ", columns!(), source!(), "where seller_id = $1 and fbo_sku {in}");

/// The product behind a SKU, whosever it is: buyers see all shops.
pub async fn of_any_seller(call: &mut Call, sku: Sku) -> Result<Option<Product>> {
    call.tx.row(OF_ANY, args![sku], product).await
}

const OF_ANY: &str = concat!("select ", columns!(), source!(), "where sku = $1 or fbo_sku = $1");
