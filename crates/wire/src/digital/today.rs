//! Digital goods as today: sold to order, their codes given posting by posting after the sale.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scalar::{OfferId, PostingNumber, ProductId, Sku};

/// How much of digital goods can be sold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductDigitalStocksImportV1Request {
    /// 1 to 100 products.
    pub stocks: Vec<ProductDigitalStock>,
}

/// How much of one product can be sold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductDigitalStock {
    /// The seller's article.
    pub offer_id: OfferId,
    /// Units that can be sold, those with a code among them. Not a difference.
    pub stock: i64,
}

/// What became of each.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductDigitalStocksImportV1Response {
    /// One row per product sent.
    pub status: Vec<ProductDigitalStockStatus>,
}

/// What became of one product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductDigitalStockStatus {
    /// Why nothing changed; empty when `updated`.
    pub errors: Vec<ProductDigitalStockError>,
    /// The seller's article.
    pub offer_id: OfferId,
    /// The product.
    pub product_id: ProductId,
    /// Its SKU.
    pub sku: Sku,
    /// Whether it was taken.
    pub updated: bool,
}

/// Why nothing changed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductDigitalStockError {
    /// Code word.
    pub code: String,
    /// In words.
    pub message: String,
}

/// Codes of a posting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingDigitalCodesUploadV1Request {
    /// The codes by product.
    pub exemplars_by_sku: Vec<PostingDigitalCodes>,
    /// The posting.
    pub posting_number: PostingNumber,
}

/// Codes of one product of a posting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingDigitalCodes {
    /// The codes, one for each unit.
    pub exemplar_keys: Vec<String>,
    /// How many there are.
    pub exemplar_qty: i32,
    /// For how many units there will be none.
    pub not_available_exemplar_qty: i32,
    /// The product.
    pub sku: Sku,
}

/// What became of the codes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingDigitalCodesUploadV1Response {
    /// By product.
    pub exemplars_by_sku: Vec<PostingDigitalCodesTaken>,
}

/// What became of the codes of one product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingDigitalCodesTaken {
    /// Codes that were not taken.
    pub failed_exemplars: Vec<PostingDigitalCodeError>,
    /// Codes that were taken.
    pub received_qty: i32,
    /// Codes that were not, and units for which there will be none.
    pub rejected_qty: i32,
    /// The product.
    pub sku: Sku,
}

/// Why a code was not taken.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingDigitalCodeError {
    /// The code.
    pub key: String,
    /// Why.
    pub message: String,
}
