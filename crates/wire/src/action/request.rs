//! Buyers ask for a lower price; the seller answers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scalar::{Decimal2, DiscountTaskId, OfferId, Sku, Time};

/// A page of requests.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ActionsDiscountsTaskListV1Request {
    /// `NEW`, `APPROVED`, `PARTLY_APPROVED`, `DECLINED`, `AUTO_DECLINED`, `PURCHASED` or another status of the
    /// service; empty and `UNKNOWN` = all.
    pub status: String,
    /// Its number, from 1; 0 is the first too.
    pub page: i64,
    /// Requests per page, 1 to 50.
    pub limit: i64,
}

/// A page of requests.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ActionsDiscountsTaskListV1Response {
    /// Newest first.
    pub result: Vec<DiscountTaskV1>,
}

/// A buyer's request for a lower price. Prices are of one unit; what is not decided is 0 or null.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DiscountTaskV1 {
    /// The request.
    pub id: DiscountTaskId,
    /// When it was made.
    pub created_at: Time,
    /// Until when it can be answered; once granted, until when the buyer can buy.
    pub end_at: Time,
    /// The same.
    pub edited_till: Time,
    /// How far it is.
    pub status: String,
    /// Who asks.
    pub customer_name: String,
    /// For what.
    pub sku: Sku,
    /// What the buyer said.
    pub user_comment: String,
    /// What the seller said.
    pub seller_comment: String,
    /// What the buyer would pay.
    pub requested_price: Decimal2,
    /// What the seller grants.
    pub approved_price: Decimal2,
    /// The price when it was asked for.
    pub original_price: Decimal2,
    /// How much less the buyer would pay.
    pub discount: Decimal2,
    /// The same in percent.
    pub discount_percent: Decimal2,
    /// The price when it was asked for.
    pub base_price: Decimal2,
    /// The lowest price that the seller set for promotions; 0 for none.
    pub min_auto_price: Decimal2,
    /// The buyer's request for the same goods before; 0 for none.
    pub prev_task_id: DiscountTaskId,
    /// Whether the goods are damaged; always false.
    pub is_damaged: bool,
    /// When it was decided.
    pub moderated_at: Option<Time>,
    /// How much less the buyer pays.
    pub approved_discount: Decimal2,
    /// The same in percent.
    pub approved_discount_percent: Decimal2,
    /// Whether the buyer has bought.
    pub is_purchased: bool,
    /// Whether it was decided because nobody did.
    pub is_auto_moderated: bool,
    /// The seller's article.
    pub offer_id: OfferId,
    /// The buyer's address.
    pub email: String,
    /// The buyer's name.
    pub last_name: String,
    /// The buyer's name.
    pub first_name: String,
    /// The buyer's name.
    pub patronymic: String,
    /// Units that must be bought at the least.
    pub approved_quantity_min: i64,
    /// Units that can be bought at the most.
    pub approved_quantity_max: i64,
    /// Units that the buyer would take at the least.
    pub requested_quantity_min: i64,
    /// Units that the buyer would take at the most.
    pub requested_quantity_max: i64,
    /// The same as `requested_price`: there is no fee.
    pub requested_price_with_fee: Decimal2,
    /// The same as `approved_price`.
    pub approved_price_with_fee: Decimal2,
    /// Always 0.
    pub approved_price_fee_percent: Decimal2,
}

/// A page of requests.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ActionsDiscountsTaskListV2Request {
    /// The last request of the page before; 0 at first.
    pub last_id: DiscountTaskId,
    /// Requests per page, 1 to 50.
    pub limit: i32,
    /// `ALL`, `NEW`, `APPROVED` with all that was granted, or `DECLINED` with all that was not; empty = all.
    pub status: String,
}

/// A page of requests.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ActionsDiscountsTaskListV2Response {
    /// Newest first.
    pub tasks: Vec<DiscountTaskV2>,
}

/// A buyer's request for a lower price. Prices are of one unit; what is not decided is 0.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DiscountTaskV2 {
    /// How much less the buyer pays.
    pub approved_discount: Decimal2,
    /// What the seller grants.
    pub approved_price: Decimal2,
    /// Units that can be bought at the most.
    pub approved_quantity_max: i64,
    /// Between which prices requests are granted by themselves: none are.
    pub auto_moderated_info: DiscountTaskBounds,
    /// When it was made.
    pub created_at: Time,
    /// Until when it can be answered, RFC 3339.
    pub edited_till: String,
    /// Seconds left for that; 0 when it is decided.
    pub edited_till_duration: i64,
    /// The buyer's address.
    pub email: String,
    /// Until when the buyer can buy, RFC 3339.
    pub end_at: String,
    /// Seconds left for that.
    pub end_at_duration: i64,
    /// The buyer's name.
    pub first_name: String,
    /// The request.
    pub id: DiscountTaskId,
    /// Whether it was decided because nobody did.
    pub is_auto_moderated: bool,
    /// The buyer's name.
    pub last_name: String,
    /// The lowest price that the seller set for promotions; 0 for none.
    pub min_auto_price: Decimal2,
    /// When it was decided, RFC 3339; empty before.
    pub moderated_at: String,
    /// Title of the goods.
    pub name: String,
    /// The price when it was asked for.
    pub original_price: Decimal2,
    /// The buyer's name.
    pub patronymic: String,
    /// Always 0.
    pub reduction_factor: Decimal2,
    /// How much less the buyer would pay.
    pub requested_discount: Decimal2,
    /// What the buyer would pay.
    pub requested_price: Decimal2,
    /// Units that the buyer would take at the most.
    pub requested_quantity_max: i64,
    /// For what.
    pub sku: Sku,
    /// `NEW`, `APPROVED` or `DECLINED`.
    pub status: String,
}

/// Between which prices requests are granted by themselves.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DiscountTaskBounds {
    /// Always 0.
    pub max_percent: Decimal2,
    /// Always 0.
    pub max_price: Decimal2,
    /// Always 0.
    pub min_percent: Decimal2,
    /// Always 0.
    pub min_price: Decimal2,
}

/// Requests to grant.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ActionsDiscountsTaskApproveV1Request {
    /// 1 to 50.
    pub tasks: Vec<DiscountTaskApproval>,
}

/// A request to grant.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DiscountTaskApproval {
    /// The request.
    pub id: DiscountTaskId,
    /// What the buyer pays for one unit; not more than before.
    pub approved_price: Decimal2,
    /// What the buyer is told, up to 1000 characters.
    pub seller_comment: String,
    /// Units that must be bought at the least; 0 = as asked.
    pub approved_quantity_min: i64,
    /// Units that can be bought at the most; 0 = as asked.
    pub approved_quantity_max: i64,
}

/// Requests to decline.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ActionsDiscountsTaskDeclineV1Request {
    /// 1 to 50.
    pub tasks: Vec<DiscountTaskRefusal>,
}

/// A request to decline.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DiscountTaskRefusal {
    /// The request.
    pub id: DiscountTaskId,
    /// What the buyer is told, up to 1000 characters.
    pub seller_comment: String,
}

/// What became of the requests.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ActionsDiscountsTaskDecidedV1Response {
    /// What became of them.
    pub result: DiscountTasksDecided,
}

/// What became of requests.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DiscountTasksDecided {
    /// Why some were not decided.
    pub fail_details: Vec<DiscountTaskFailure>,
    /// Decided.
    pub success_count: i32,
    /// Not decided.
    pub fail_count: i32,
}

/// A request that was not decided.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DiscountTaskFailure {
    /// The request.
    pub task_id: DiscountTaskId,
    /// A stable word: `TASK_NOT_FOUND`, `TASK_IS_DECLINED` and so on.
    pub error_for_user: String,
}
