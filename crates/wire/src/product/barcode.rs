//! Bar codes of goods: the maker's are added, the marketplace's own are made.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scalar::{Digits, ProductId, Sku};

/// Bar codes to add.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct BarcodeAddV1Request {
    /// 1 to 100 of them.
    pub barcodes: Vec<BarcodeAddV1Item>,
}

/// A bar code and whose it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct BarcodeAddV1Item {
    /// The bar code, 1 to 100 characters.
    pub barcode: String,
    /// The product.
    pub sku: Sku,
}

/// What was not added.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct BarcodeAddV1Response {
    /// One row per bar code that was not; the others are there.
    pub errors: Vec<BarcodeAddV1Error>,
}

/// Why a bar code was not added.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct BarcodeAddV1Error {
    /// Code word.
    pub code: String,
    /// In words.
    pub error: String,
    /// The bar code.
    pub barcode: String,
    /// The product.
    pub sku: Sku,
}

/// Whose bar codes to make.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct BarcodeGenerateV1Request {
    /// 1 to 100 products.
    pub product_ids: Vec<Digits>,
}

/// For what none was made.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct BarcodeGenerateV1Response {
    /// One row per product that got none; the others have theirs.
    pub errors: Vec<BarcodeGenerateV1Error>,
}

/// Why a product got no bar code.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct BarcodeGenerateV1Error {
    /// Code word.
    pub code: String,
    /// In words.
    pub error: String,
    /// The bar code that it has, if that is why.
    pub barcode: String,
    /// The product.
    pub product_id: ProductId,
}
