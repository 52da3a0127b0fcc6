//! Goods: import, moderation, cards, lists. Owns `product`, `product_card`, `product_count`, `import_task`,
//! `import_item`.

mod row;

pub use row::{Product, by_offer_ids, by_product_ids, by_skus, of_any_seller};

use gostiny_wire::{
    product::ProductFilter,
    scalar::{Money, ProductId},
};

use crate::{
    api::Routes,
    call::Call,
    error::{Error, Result},
};

/// STUB (replace): the seller's methods of this area.
pub fn routes() -> Routes {
    Routes::default()
}

/// STUB (replace): the operator's methods of this area.
pub fn operator_routes() -> Routes {
    Routes::default()
}

/// By how much the sums of a product's stock move.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StockMove {
    /// The product.
    pub product_id: ProductId,
    /// On the seller's warehouses.
    pub present_fbs: i64,
    /// Held there.
    pub reserved_fbs: i64,
    /// On the marketplace's warehouse.
    pub present_fbo: i64,
    /// Held there.
    pub reserved_fbo: i64,
}

/// Moves the sums of the seller's products, and their facets with them. Called by `stock` only.
pub async fn move_stock(_: &mut Call, _: &[StockMove]) -> Result<()> {
    Err(Error::internal("stub"))
}

/// The prices of a product after a change.
#[derive(Clone, Debug)]
pub struct Prices {
    /// The product.
    pub product_id: ProductId,
    /// What the buyer pays.
    pub price: Option<Money>,
    /// Crossed out.
    pub old_price: Option<Money>,
    /// For subscribers.
    pub premium_price: Option<Money>,
    /// Lowest for promotions.
    pub min_price: Option<Money>,
    /// Promotions may add it.
    pub auto_action: bool,
    /// A strategy may change it.
    pub price_strategy: bool,
    /// Hidden after a jump.
    pub in_quarantine: bool,
}

/// Writes prices of the seller's products, and their facets with them. Called by `price` only.
pub async fn write_prices(_: &mut Call, _: &[Prices]) -> Result<()> {
    Err(Error::internal("stub"))
}

/// A page of products.
pub struct Page {
    /// In the order of their numbers.
    pub products: Vec<Product>,
    /// How many the filter selects in all.
    pub total: i64,
    /// Where to go on.
    pub last_id: String,
}

/// The seller's products under a filter, by number, after `last_id`. `limit` is 1 to 1000.
pub async fn page(_: &mut Call, _: &ProductFilter, _last_id: &str, _limit: i64) -> Result<Page> {
    Err(Error::internal("stub"))
}
