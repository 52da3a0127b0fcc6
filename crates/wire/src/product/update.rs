//! Changes of a product that leave the rest of its card as it is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ProductImportAttribute;
use crate::scalar::{OfferId, TaskId};

/// Attributes to change, product by product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductAttributesUpdateV1Request {
    /// 1 to 100 products.
    pub items: Vec<ProductAttributesUpdateV1Item>,
}

/// Attributes of a product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductAttributesUpdateV1Item {
    /// Those that change, with all their values. An attribute without values is taken off the card.
    pub attributes: Vec<ProductImportAttribute>,
    /// The seller's article.
    pub offer_id: OfferId,
}

/// The task that carries the change out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductAttributesUpdateV1Response {
    /// As that of an import: `/v1/product/import/info` tells what became of it.
    pub task_id: TaskId,
}

/// Articles to change.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductUpdateOfferIdV1Request {
    /// 1 to 250 pairs.
    pub update_offer_id: Vec<ProductUpdateOfferIdV1Pair>,
}

/// An article and what it becomes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductUpdateOfferIdV1Pair {
    /// The new article, at most 50 characters; no other product has it.
    pub new_offer_id: OfferId,
    /// The article that the product has.
    pub offer_id: OfferId,
}

/// What could not be changed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductUpdateOfferIdV1Response {
    /// One row per article that stayed; the others have changed.
    pub errors: Vec<ProductUpdateOfferIdV1Error>,
}

/// Why an article stayed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductUpdateOfferIdV1Error {
    /// Why.
    pub message: String,
    /// The article.
    pub offer_id: OfferId,
}
