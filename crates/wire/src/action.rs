//! Promotions as a seller sees them: which there are, which goods may take part, which do. The service types all
//! numbers here as doubles; ids and counts are whole all the same.

mod request;
mod today;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::{request::*, today::*};
use crate::{
    method::Empty,
    methods,
    scalar::{ActionId, Decimal2, ProductId, Time},
};

methods! {
    area "action";
    /// Lists the promotions a shop can take part in.
    ActionsV1: Get "/v1/actions", Empty => ActionsV1Response;
    /// Pages through the products that may take part in a promotion.
    ActionsCandidatesV1: Post reads "/v1/actions/candidates", ActionsCandidatesV1Request => ActionsCandidatesV1Response;
    /// Pages through the products that take part in a promotion.
    ActionsProductsV1: Post reads "/v1/actions/products", ActionsProductsV1Request => ActionsProductsV1Response;
    /// Puts products into a promotion, or changes their prices in it.
    ActionsProductsActivateV1: Post "/v1/actions/products/activate",
        ActionsProductsActivateV1Request => ActionsProductsActivateV1Response;
    /// Takes products out of a promotion.
    ActionsProductsDeactivateV1: Post "/v1/actions/products/deactivate",
        ActionsProductsDeactivateV1Request => ActionsProductsDeactivateV1Response;
    /// Products that may take part in a promotion, page by page by the last product, with money and its currency.
    ActionsCandidatesV2: Post reads "/v2/actions/candidates", ActionsCandidatesV2Request => ActionsCandidatesV2Response;
    /// Products that take part in a promotion, page by page by the last product, with money and its currency.
    ActionsProductsV2: Post reads "/v2/actions/products", ActionsProductsV2Request => ActionsProductsV2Response;
    /// Puts products into a promotion or changes their prices in it, and takes out those that have become too dear.
    ActionsProductsUpdateV1: Post "/v1/actions/products/update",
        ActionsProductsUpdateV1Request => ActionsProductsUpdateV1Response;
    /// Buyers' requests for a lower price, page by page.
    ActionsDiscountsTaskListV1: Post reads "/v1/actions/discounts-task/list",
        ActionsDiscountsTaskListV1Request => ActionsDiscountsTaskListV1Response;
    /// Grants buyers' requests for a lower price.
    ActionsDiscountsTaskApproveV1: Post "/v1/actions/discounts-task/approve",
        ActionsDiscountsTaskApproveV1Request => ActionsDiscountsTaskDecidedV1Response;
    /// Declines buyers' requests for a lower price.
    ActionsDiscountsTaskDeclineV1: Post "/v1/actions/discounts-task/decline",
        ActionsDiscountsTaskDeclineV1Request => ActionsDiscountsTaskDecidedV1Response;
    /// Buyers' requests for a lower price, page by page by the last one.
    ActionsDiscountsTaskListV2: Post reads "/v2/actions/discounts-task/list",
        ActionsDiscountsTaskListV2Request => ActionsDiscountsTaskListV2Response;
    /// Takes products out of a promotion; answers those that left.
    ActionsProductsDeactivateV2: Post "/v2/actions/products/deactivate",
        ActionsProductsDeactivateV2Request => ActionsProductsDeactivateV2Response;
}

/// The promotions, by their start.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ActionsV1Response {
    /// Coming and running ones.
    pub result: Vec<ActionsV1Action>,
}

/// A promotion beside what the shop does in it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ActionsV1Action {
    /// The promotion.
    #[schemars(with = "f64")]
    pub id: ActionId,
    /// Its name.
    pub title: String,
    /// `DISCOUNT`, or `STOCK_DISCOUNT` for a number of units.
    pub action_type: String,
    /// What it is about.
    pub description: String,
    /// From then on buyers pay its prices.
    pub date_start: Time,
    /// Until then.
    pub date_end: Time,
    /// From then on nothing changes to the buyers' harm; empty when it is never frozen.
    pub freeze_date: String,
    /// The shop's products that may take part and do not.
    #[schemars(with = "f64")]
    pub potential_products_count: i64,
    /// The shop's products that take part.
    #[schemars(with = "f64")]
    pub participating_products_count: i64,
    /// Whether there is one.
    pub is_participating: bool,
    /// Whether buyers need a code.
    pub is_voucher_action: bool,
    /// The shop's products that the marketplace barred from it.
    #[schemars(with = "f64")]
    pub banned_products_count: i64,
    /// Whether it is for some buyers only.
    pub with_targeting: bool,
    /// Least sum of an order.
    pub order_amount: Decimal2,
    /// `UNKNOWN`, `PERCENT` or `RUBLE`.
    pub discount_type: String,
    /// The least discount, in percent or in money.
    pub discount_value: Decimal2,
}

/// Whose candidates, and which of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ActionsCandidatesV1Request {
    /// The promotion.
    #[schemars(with = "f64")]
    pub action_id: ActionId,
    /// Products per page, up to 1000; 0 is 100.
    #[schemars(with = "f64")]
    pub limit: i64,
    /// Products to pass over.
    #[schemars(with = "f64")]
    pub offset: i64,
}

/// Products that may take part, those that do among them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ActionsCandidatesV1Response {
    /// The page.
    pub result: ActionProducts,
}

/// Whose participants, and which of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ActionsProductsV1Request {
    /// The promotion.
    #[schemars(with = "f64")]
    pub action_id: ActionId,
    /// Products per page, up to 1000; 0 is 100.
    #[schemars(with = "f64")]
    pub limit: i64,
    /// Products to pass over.
    #[schemars(with = "f64")]
    pub offset: i64,
}

/// Products that take part.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ActionsProductsV1Response {
    /// The page.
    pub result: ActionProducts,
}

/// A page of products of a promotion.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ActionProducts {
    /// Products of the page, by number.
    pub products: Vec<ActionProduct>,
    /// Products on all pages.
    #[schemars(with = "f64")]
    pub total: i64,
}

/// A product in a promotion, or before its door.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ActionProduct {
    /// The product.
    #[schemars(with = "f64")]
    pub id: ProductId,
    /// Its price outside the promotion.
    pub price: Decimal2,
    /// Its price in the promotion; 0 when it does not take part.
    pub action_price: Decimal2,
    /// The highest price it can have in it.
    pub max_action_price: Decimal2,
    /// How it came in: `NOT_SET`, `MANUAL` or `AUTOMATIC`.
    pub add_mode: String,
    /// Least number of units to offer; 0 where units do not matter.
    #[schemars(with = "f64")]
    pub min_stock: i64,
    /// Units offered and not yet sold; 0 where units do not matter.
    #[schemars(with = "f64")]
    pub stock: i64,
}

/// What goes into a promotion.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ActionsProductsActivateV1Request {
    /// The promotion.
    #[schemars(with = "f64")]
    pub action_id: ActionId,
    /// Products with their prices, up to 1000.
    pub products: Vec<ActionsProductsActivateV1Product>,
}

/// A product that goes into a promotion.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ActionsProductsActivateV1Product {
    /// The product.
    #[schemars(with = "f64")]
    pub product_id: ProductId,
    /// Its price in the promotion.
    pub action_price: Decimal2,
    /// Units offered; for promotions of a number of units.
    #[schemars(with = "f64")]
    pub stock: i64,
}

/// What became of each product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ActionsProductsActivateV1Response {
    /// Accepted and rejected products.
    pub result: ActionOutcome,
}

/// What leaves a promotion.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ActionsProductsDeactivateV1Request {
    /// The promotion.
    #[schemars(with = "f64")]
    pub action_id: ActionId,
    /// Products, up to 1000.
    #[schemars(with = "Vec<f64>")]
    pub product_ids: Vec<ProductId>,
}

/// What became of each product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ActionsProductsDeactivateV1Response {
    /// Accepted and rejected products.
    pub result: ActionOutcome,
}

/// Accepted and rejected products of a call.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ActionOutcome {
    /// Done.
    #[schemars(with = "Vec<f64>")]
    pub product_ids: Vec<ProductId>,
    /// Not done, and why.
    pub rejected: Vec<ActionRejection>,
}

/// A product for which nothing changed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ActionRejection {
    /// The product.
    #[schemars(with = "f64")]
    pub product_id: ProductId,
    /// A stable word: `PRODUCT_NOT_FOUND`, `PRODUCT_IS_NOT_A_CANDIDATE`, `ACTION_PRICE_TOO_HIGH` and so on.
    pub reason: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::from_slice;

    #[test]
    fn ids_and_counts_are_doubles_in_name_only() {
        let body = br#"{"action_id":60564.0,"products":[{"action_price":356.5,"product_id":"1389","stock":10.0}]}"#;
        let request: ActionsProductsActivateV1Request = from_slice(body).unwrap();
        assert_eq!(request.action_id, ActionId(60_564));
        let want = ActionsProductsActivateV1Product {
            product_id: ProductId(1_389),
            action_price: Decimal2(35_650),
            stock: 10,
        };
        assert_eq!(request.products, [want]);
        assert!(from_slice::<ActionsCandidatesV1Request>(br#"{"action_id":1.5}"#).is_err());
        let rejected = vec![ActionRejection { product_id: ProductId(7), reason: "PRODUCT_NOT_FOUND".to_owned() }];
        let outcome = ActionOutcome { product_ids: vec![ProductId(1_389)], rejected };
        let text = r#"{"product_ids":[1389],"rejected":[{"product_id":7,"reason":"PRODUCT_NOT_FOUND"}]}"#;
        assert_eq!(serde_json::to_string(&outcome).unwrap(), text);
    }
}
