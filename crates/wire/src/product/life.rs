//! What becomes of a product after its import: the archive and back, the end, and how many a shop may make.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scalar::{OfferId, ProductId, Time};

/// Products to put into the archive.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductArchiveV1Request {
    /// 1 to 100 products, none of them in stock.
    pub product_id: Vec<ProductId>,
}

/// All of them are in the archive.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductArchiveV1Response {
    /// True.
    pub result: bool,
}

/// Products to take out of the archive.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductUnarchiveV1Request {
    /// 1 to 100 products.
    pub product_id: Vec<ProductId>,
}

/// None of them is in the archive.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductUnarchiveV1Response {
    /// True.
    pub result: bool,
}

/// Products to delete for good.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductsDeleteV2Request {
    /// 1 to 500 products.
    pub products: Vec<ProductsDeleteV2Product>,
}

/// A product by its article.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductsDeleteV2Product {
    /// The seller's article.
    pub offer_id: OfferId,
}

/// What became of each, in the order of the request.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductsDeleteV2Response {
    /// One row per product sent.
    pub status: Vec<ProductsDeleteV2Status>,
}

/// What became of one product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductsDeleteV2Status {
    /// Why it is still there; empty when it is not.
    pub error: String,
    /// Whether it is gone.
    pub is_deleted: bool,
    /// The seller's article.
    pub offer_id: OfferId,
}

/// How many imports of products are left today.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoLimitV2Response {
    /// The limit.
    pub result: ProductInfoLimitV2Result,
}

/// The daily limit of a shop: products created and updated together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoLimitV2Result {
    /// What is left of it today; -1 when there is no limit.
    pub remaining: i64,
    /// When the count begins anew: the next midnight UTC.
    pub reset_at: Time,
    /// The limit of a day; -1 when there is none.
    pub value: i64,
}

/// How many products a shop may still make, day and total apart.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoLimitV3Response {
    /// The limits.
    pub result: ProductInfoLimitV3Result,
}

/// The limits of a shop.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoLimitV3Result {
    /// Of today.
    pub daily_quota: ProductDailyQuota,
    /// Of products outside the archive.
    pub total_quota: ProductTotalQuota,
}

/// The limits of a day; -1 where there is none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductDailyQuota {
    /// Products created and updated.
    pub all_quota_value: i64,
    /// What is left of it.
    pub all_remaining_value: i64,
    /// Products created.
    pub create_quota_value: i64,
    /// What is left of it.
    pub create_remaining_value: i64,
    /// When the count begins anew: the next midnight UTC.
    pub reset_at: Time,
}

/// The limit of products at all; -1 where there is none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductTotalQuota {
    /// Products.
    pub item_quota_value: i64,
    /// What is left of it.
    pub remaining_value: i64,
}

/// How many products a shop has made and may make; a limit of -1 is none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoLimitV4Response {
    /// Products created today.
    pub daily_create: ProductDailyLimit,
    /// Products updated today.
    pub daily_update: ProductDailyLimit,
    /// Requests for the import that a minute admits.
    pub operation_limits: ProductOperationLimit,
    /// Products outside the archive.
    pub total: ProductTotalLimit,
}

/// A limit of a day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductDailyLimit {
    /// The limit; -1 for none.
    pub limit: i64,
    /// When the count begins anew: the next midnight UTC.
    pub reset_at: Time,
    /// What is used up.
    pub usage: i64,
}

/// A limit without an end.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductTotalLimit {
    /// The limit; -1 for none.
    pub limit: i64,
    /// What is used up.
    pub usage: i64,
}

/// A limit of the rate.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductOperationLimit {
    /// The limit; 0 for none.
    pub limit: i64,
    /// `RATE_LIMIT_PER_MINUTE`, or `UNSPECIFIED` without a limit.
    pub limit_type: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn requests_are_read() {
        let archive: ProductArchiveV1Request = json::from_slice(br#"{"product_id":["125529926",5]}"#).unwrap();
        assert_eq!(archive.product_id, [ProductId(125_529_926), ProductId(5)]);
        let delete: ProductsDeleteV2Request = json::from_slice(br#"{"products":[{"offer_id":"826"}]}"#).unwrap();
        assert_eq!(delete.products.first().map(|one| one.offer_id.as_str()), Some("826"));
    }

    #[test]
    fn answers_name_every_field() {
        let status = ProductsDeleteV2Status { is_deleted: true, offer_id: "826".into(), ..Default::default() };
        let answer = serde_json::to_string(&ProductsDeleteV2Response { status: vec![status] }).unwrap();
        assert_eq!(answer, r#"{"status":[{"error":"","is_deleted":true,"offer_id":"826"}]}"#);
    }
}
