//! FBO postings: parcels of goods that lie with the marketplace.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{FinancialData, PostingAdditionalData, PostingDir};
use crate::scalar::{CancelReasonId, OfferId, OrderId, OrderNumber, PostingNumber, Sku, Time, WarehouseId};

/// Asks for a page of FBO postings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFboListV2Request {
    /// Which way they are ordered.
    pub dir: PostingDir,
    /// Which of them.
    pub filter: PostingFboListV2Filter,
    /// Postings on a page, 1 to 1000.
    pub limit: i64,
    /// Postings to skip, 20000 at most.
    pub offset: i64,
    /// Names in Latin letters.
    pub translit: bool,
    /// Further blocks.
    pub with: PostingFboWith,
}

/// Which FBO postings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFboListV2Filter {
    /// Processing began at or after.
    pub since: Option<Time>,
    /// Status; empty: any.
    pub status: String,
    /// Processing began at or before.
    pub to: Option<Time>,
}

/// Blocks beside the posting itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFboWith {
    /// Where and for whom.
    pub analytics_data: bool,
    /// Money.
    pub financial_data: bool,
}

/// A page of FBO postings; a short one is the last.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFboListV2Response {
    /// The postings.
    pub result: Vec<PostingFbo>,
}

/// Asks for one FBO posting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFboGetV2Request {
    /// Its number.
    pub posting_number: PostingNumber,
    /// Names in Latin letters.
    pub translit: bool,
    /// Further blocks.
    pub with: PostingFboWith,
}

/// One FBO posting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFboGetV2Response {
    /// The posting.
    pub result: PostingFbo,
}

/// A parcel of goods that lie with the marketplace.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbo {
    /// Further data.
    pub additional_data: Vec<PostingAdditionalData>,
    /// Where and for whom; `null` unless asked for.
    pub analytics_data: Option<PostingFboAnalyticsData>,
    /// Why it was cancelled; 0 when it was not.
    pub cancel_reason_id: CancelReasonId,
    /// When the order was placed.
    pub created_at: Time,
    /// Money; `null` unless asked for.
    pub financial_data: Option<FinancialData>,
    /// When processing began.
    pub in_process_at: Time,
    /// The order.
    pub order_id: OrderId,
    /// The order's number.
    pub order_number: OrderNumber,
    /// Its number.
    pub posting_number: PostingNumber,
    /// What is in it.
    pub products: Vec<PostingFboProduct>,
    /// Status.
    pub status: String,
}

/// A line of an FBO posting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFboProduct {
    /// Currency of the price.
    pub currency_code: String,
    /// Codes of digital goods, one per unit.
    pub digital_codes: Vec<String>,
    /// Title.
    pub name: String,
    /// The seller's article.
    pub offer_id: OfferId,
    /// Of one unit, `"81.00"`.
    pub price: String,
    /// Units.
    pub quantity: i64,
    /// The product.
    pub sku: Sku,
}

/// Where, how and for whom an FBO posting is delivered.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFboAnalyticsData {
    /// Town.
    pub city: String,
    /// `PVZ`, `Courier`.
    pub delivery_type: String,
    /// The buyer is a company.
    pub is_legal: bool,
    /// The buyer has the paid subscription.
    pub is_premium: bool,
    /// How it was paid.
    pub payment_type_group_name: String,
    /// Region.
    pub region: String,
    /// Where it starts.
    pub warehouse_id: WarehouseId,
    /// Name of the warehouse.
    pub warehouse_name: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::from_slice;

    #[test]
    fn both_requests_are_read() {
        let body =
            br#"{"dir":"ASC","filter":{"since":"2021-09-01T00:00:00.000Z","status":"","to":"2021-11-17T10:44:12.828Z"},
            "limit":5,"offset":"0","translit":true,"with":{"analytics_data":true}}"#;
        let list: PostingFboListV2Request = from_slice(body).unwrap();
        assert!(list.filter.since.is_some() && list.translit && list.with.analytics_data && !list.with.financial_data);
        let get: PostingFboGetV2Request = from_slice(br#"{"posting_number":"70-1-1"}"#).unwrap();
        assert_eq!((get.posting_number.as_str(), get.with), ("70-1-1", PostingFboWith::default()));
    }
}
