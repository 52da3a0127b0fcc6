//! The product list of today: `/v3/product/list`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Visibility;
use crate::scalar::{Digits, OfferId, ProductId, Sku};

/// One page of the product list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductListV3Request {
    /// Which products.
    pub filter: ProductListV3Filter,
    /// `last_id` of the page before; empty at first.
    pub last_id: String,
    /// Page size, 1 to 1000.
    pub limit: i64,
}

/// Which products; the conditions add up.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductListV3Filter {
    /// Articles; empty for any.
    pub offer_id: Vec<OfferId>,
    /// Product ids as digits; empty for any.
    pub product_id: Vec<Digits>,
    /// SKU as digits; empty for any.
    pub skus: Vec<Digits>,
    /// By state.
    pub visibility: Visibility,
}

/// A page of the product list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductListV3Response {
    /// The page.
    pub result: ProductListV3Result,
}

/// Products by ascending product id.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductListV3Result {
    /// Products of this page.
    pub items: Vec<ProductListV3Item>,
    /// Where the next page starts; given on the last page too.
    pub last_id: String,
    /// Products on all pages.
    pub total: i32,
    /// The same number under its newer name.
    pub total_items: i64,
}

/// A product in brief.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductListV3Item {
    /// In the archive.
    pub archived: bool,
    /// Units lie at the marketplace that no order holds.
    pub has_fbo_stocks: bool,
    /// Units lie on the seller's warehouses that no order holds.
    pub has_fbs_stocks: bool,
    /// A marked-down twin.
    pub is_discounted: bool,
    /// The seller's article.
    pub offer_id: OfferId,
    /// The product.
    pub product_id: ProductId,
    /// The pack in which it is sold; none for single units.
    pub quants: Option<ProductQuant>,
    /// The SKU of the product's page.
    pub sku: Sku,
}

/// A pack of several units sold as one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductQuant {
    /// Its code.
    pub quant_code: String,
    /// Units in it.
    pub quant_size: i64,
}
