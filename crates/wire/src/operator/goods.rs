//! What the operator does to goods beside moderating them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scalar::{CategoryId, ProductId};

/// Whether buyers see a product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductHideRequest {
    /// The product, from the path.
    pub product_id: ProductId,
    /// True hides it; must be given.
    pub hidden: Option<bool>,
}

/// The product after that.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductHideResponse {
    /// The product.
    pub product_id: ProductId,
    /// Whether it is hidden.
    pub hidden: bool,
    /// Whether buyers can buy it: what else a sale needs is asked too.
    pub visible: bool,
}

/// Between which prices goods of a category are sold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PriceBoundsSetRequest {
    /// A leaf of the tree, from the path.
    pub category_id: CategoryId,
    /// The lowest price, such as `"100"`; empty for none.
    pub min_price: String,
    /// The highest price; empty for none.
    pub max_price: String,
}

/// The bounds that hold now.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PriceBoundsSetResponse {
    /// The category.
    pub category_id: CategoryId,
    /// The lowest price; empty for none.
    pub min_price: String,
    /// The highest price; empty for none.
    pub max_price: String,
}

/// How a product's price compares with prices elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PriceIndexSetRequest {
    /// The product, from the path.
    pub product_id: ProductId,
    /// Its price divided by the lowest one elsewhere, such as `"1.05"`; `"0.00"` for none.
    pub price_index: String,
}
