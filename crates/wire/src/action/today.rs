//! Goods of promotions as today: by the last product, money with its currency, changes that also take goods out.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scalar::{ActionId, Amount, Decimal2, Digits, ProductId};

/// A page of what may take part.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ActionsCandidatesV2Request {
    /// The promotion.
    pub action_id: ActionId,
    /// `last_id` of the page before; empty at first.
    pub last_id: String,
    /// Products per page, up to 1000; 0 is 100.
    pub limit: i32,
}

/// Products that may take part, those that do among them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ActionsCandidatesV2Response {
    /// Where the next page starts; empty on the last one.
    pub last_id: String,
    /// Products of the page, by number.
    pub products: Vec<ActionCandidateV2>,
    /// Products on all pages.
    pub total: i32,
}

/// A page of what takes part.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ActionsProductsV2Request {
    /// The promotion.
    pub action_id: ActionId,
    /// `last_id` of the page before; empty at first.
    pub last_id: String,
    /// Products per page, up to 1000; 0 is 100.
    pub limit: i32,
}

/// Products that take part.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ActionsProductsV2Response {
    /// Where the next page starts; empty on the last one.
    pub last_id: String,
    /// Products of the page, by number.
    pub products: Vec<ActionParticipantV2>,
    /// Products on all pages.
    pub total: i32,
}

/// A product that takes part.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ActionParticipantV2 {
    /// What candidates tell too; its fields stand beside the others.
    #[serde(flatten, deserialize_with = "crate::json::beside")]
    pub product: ActionCandidateV2,
    /// How it came in: `SELLER` or `AUTO`.
    pub add_mode: String,
    /// Units offered and not yet sold; 0 where units do not matter.
    pub stock: i64,
}

/// A product in a promotion, or before its door.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ActionCandidateV2 {
    /// Its price in the promotion; 0 when it does not take part.
    pub action_price: Amount,
    /// A price that would be taken for an error; always 0.
    pub alert_max_action_price: Amount,
    /// The price in the promotion is one; always false.
    pub alert_max_action_price_failed: bool,
    /// How much higher it is shown; always 0.
    pub current_boost: Decimal2,
    /// The product.
    pub id: ProductId,
    /// Its price waits for the seller's word; always false, since such prices do not count here.
    pub is_quarantined: bool,
    /// What the seller asks for it now: the same as `price`.
    pub marketplace_seller_price: Amount,
    /// The highest price it can have in the promotion.
    pub max_action_price: Amount,
    /// Always 0.
    pub max_boost: Decimal2,
    /// Always 0.
    pub min_boost: Decimal2,
    /// Below this no promotion may go; 0 when the seller set none.
    pub min_seller_price: Amount,
    /// Least number of units to offer; 0 where units do not matter.
    pub min_stock: i32,
    /// Its price outside the promotion.
    pub price: Amount,
    /// Always 0.
    pub price_max_elastic: Amount,
    /// Always 0.
    pub price_min_elastic: Amount,
    /// Units to offer at the least: the same as `min_stock`.
    pub recommended_stock: i32,
    /// What buyers pay now.
    pub website_prices: ActionWebsitePrices,
}

/// What buyers pay.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ActionWebsitePrices {
    /// Now, outside this promotion.
    pub price: Amount,
    /// By scheme, `FBO` and `FBS`.
    pub prices_by_schema: BTreeMap<String, Amount>,
}

/// What goes into a promotion, or changes in it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ActionsProductsUpdateV1Request {
    /// The promotion.
    pub action_id: ActionId,
    /// Products with their prices, up to 1000.
    pub products: Vec<ActionsProductsUpdateV1Product>,
}

/// A product that goes into a promotion.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ActionsProductsUpdateV1Product {
    /// Its price in the promotion.
    pub action_price: Amount,
    /// The product.
    pub product_id: ProductId,
    /// Units offered; for promotions of a number of units.
    pub stock: i64,
}

/// What became of each product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ActionsProductsUpdateV1Response {
    /// They take part at the new price.
    pub active_product_ids: Vec<Digits>,
    /// They took part and no longer do: the new price is above the limit.
    pub deactivated_product_ids: Vec<Digits>,
    /// Nothing changed, and why.
    pub rejected: Vec<ActionProductReason>,
    /// Why products were taken out.
    pub warnings: Vec<ActionProductReason>,
}

/// A product, and a word about it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ActionProductReason {
    /// The product.
    pub product_id: ProductId,
    /// A stable word: `PRODUCT_NOT_FOUND`, `ACTION_PRICE_TOO_HIGH` and so on.
    pub reason: String,
}

/// What leaves a promotion.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ActionsProductsDeactivateV2Request {
    /// The promotion.
    pub action_id: ActionId,
    /// Products, up to 1000.
    pub product_ids: Vec<Digits>,
}

/// What left it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ActionsProductsDeactivateV2Response {
    /// These; the others took no part, or it is too late.
    pub product_ids: Vec<Digits>,
}
