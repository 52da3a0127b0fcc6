//! Promotions as the operator runs them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scalar::{ActionId, CategoryId, ClientId, Decimal2, DiscountTaskId, Sku, Time};

/// A new promotion.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PromotionCreateRequest {
    /// Its name, as postings and prices show it.
    pub title: String,
    /// What it is about.
    pub description: String,
    /// Of prices alone, or of prices for a number of units.
    pub kind: PromotionKind,
    /// From when buyers pay its prices; none is now.
    pub date_start: Option<Time>,
    /// Until when; must be given.
    pub date_end: Option<Time>,
    /// From when nothing changes to the buyers' harm; none is never.
    pub freeze_date: Option<Time>,
    /// The least discount.
    pub discount: PromotionDiscount,
    /// Least sum of an order, as sellers are told.
    pub order_amount: Decimal2,
    /// Whether buyers need a code, as sellers are told.
    pub is_voucher_action: bool,
    /// Whether it is for some buyers only: shops without a candidate do not see it.
    pub with_targeting: bool,
    /// Which products may take part; says nothing: all.
    pub candidates: PromotionCandidates,
    /// Products with limits of their own; they may take part whatever `candidates` says.
    pub products: Vec<PromotionProduct>,
    /// Least number of units to offer; only for `stock_discount`.
    pub min_stock: i64,
}

/// What a promotion promises.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PromotionKind {
    /// Prices, for whoever buys while it runs.
    #[default]
    #[serde(alias = "")]
    Discount,
    /// Prices for the units that sellers offer.
    StockDiscount,
}

/// The least discount of a promotion. It makes the highest price that a product can have in it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PromotionDiscount {
    /// What `value` is.
    pub r#type: PromotionDiscountType,
    /// Percent, or units of the currency.
    pub value: Decimal2,
}

/// How a least discount is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PromotionDiscountType {
    /// There is none: any price below the usual one will do.
    #[default]
    #[serde(alias = "")]
    Unknown,
    /// In percent of the price.
    Percent,
    /// In money off the price.
    Ruble,
}

/// Which products may take part. What is empty does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PromotionCandidates {
    /// Categories; one that is no leaf stands for all leaves below it.
    pub category_id: Vec<CategoryId>,
    /// The lowest usual price.
    pub price_from: Option<Decimal2>,
    /// The highest usual price.
    pub price_to: Option<Decimal2>,
    /// Only these; SKU of any scheme.
    pub sku: Vec<Sku>,
}

/// A product with limits of its own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PromotionProduct {
    /// The product, by an SKU of any scheme.
    pub sku: Sku,
    /// The highest price it can have; none: by the discount.
    pub max_action_price: Option<Decimal2>,
    /// Least number of units to offer; none: the promotion's.
    pub min_stock: Option<i64>,
}

/// What changes of a promotion; what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PromotionChangeRequest {
    /// The promotion, from the path.
    pub action_id: ActionId,
    /// Its name.
    pub title: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// Its start, until it has begun.
    pub date_start: Option<Time>,
    /// Its end.
    pub date_end: Option<Time>,
    /// When it is frozen.
    pub freeze_date: Option<Time>,
    /// Products that leave it and may not come back, by an SKU of any scheme.
    pub ban_sku: Vec<Sku>,
}

/// A promotion to freeze or to end at once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PromotionNamedRequest {
    /// The promotion, from the path.
    pub action_id: ActionId,
}

/// A page of promotions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PromotionListRequest {
    /// Promotions per page; 0 is the server's default.
    pub limit: i64,
    /// `last_id` of the page before; empty for the first.
    pub last_id: String,
}

/// A page of promotions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PromotionListResponse {
    /// Promotions of the page, the ended ones too.
    pub promotions: Vec<Promotion>,
    /// Where the next page begins; empty after an empty page.
    pub last_id: String,
}

/// A promotion over all shops.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Promotion {
    /// The promotion.
    pub action_id: ActionId,
    /// `coming`, `running`, `frozen` or `ended`.
    pub status: String,
    /// Its name.
    pub title: String,
    /// What it is about.
    pub description: String,
    /// What it promises.
    pub kind: PromotionKind,
    /// Start.
    pub date_start: Time,
    /// End.
    pub date_end: Time,
    /// When it is frozen.
    pub freeze_date: Option<Time>,
    /// The least discount.
    pub discount: PromotionDiscount,
    /// Least number of units to offer.
    pub min_stock: i64,
    /// Products of all shops that may take part and do not.
    pub candidates: i64,
    /// Products of all shops that take part.
    pub participants: i64,
    /// Products of all shops that were barred.
    pub banned: i64,
}

/// A buyer asks for a lower price.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DiscountRequestCreateRequest {
    /// For what.
    pub sku: Sku,
    /// What the buyer would pay for one unit: less than it costs now.
    pub price: Decimal2,
    /// Units at the most, 1 to 1000; 0 is 1.
    pub quantity: i64,
    /// What the buyer says, up to 1000 characters.
    pub comment: String,
    /// A known buyer; none: a new one.
    pub customer_id: Option<i64>,
    /// The buyer's name.
    pub last_name: String,
    /// The buyer's name.
    pub first_name: String,
    /// The buyer's name.
    pub patronymic: String,
    /// The buyer's address.
    pub email: String,
}

/// The request. An order of this buyer pays what the seller grants.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DiscountRequestCreateResponse {
    /// The request.
    pub task_id: DiscountTaskId,
    /// Whose goods they are.
    pub client_id: ClientId,
    /// Who asks.
    pub customer_id: i64,
    /// Until when the seller can answer.
    pub end_at: Time,
}
