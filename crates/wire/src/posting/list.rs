//! The two lists of postings: what still has to be done, and everything of a period.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Addressee, AnalyticsData, Barcodes, Cancellation, Customer, FinancialData, PostingDeliveryMethod, Requirements,
};
use crate::scalar::{DeliveryMethodId, Digits, OfferId, OrderId, OrderNumber, PostingNumber, Sku, Time, WarehouseId};

/// Order of a list; read in either case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PostingDir {
    /// Oldest first.
    #[default]
    #[serde(alias = "", alias = "ASC")]
    Asc,
    /// Newest first.
    #[serde(alias = "DESC")]
    Desc,
}

/// Which unfinished postings to list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsUnfulfilledListV3Request {
    /// Order by cut-off.
    pub dir: PostingDir,
    /// Mandatory.
    pub filter: Option<PostingFbsUnfulfilledListV3Filter>,
    /// Postings on a page, 1 to 1000.
    pub limit: i64,
    /// Postings to skip.
    pub offset: i64,
    /// Blocks to fill.
    pub with: PostingFbsListWith,
}

/// Limits the list by cut-off or by hand-over date (one pair, not both) and by what else is set.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsUnfulfilledListV3Filter {
    /// Earliest `shipment_date`.
    pub cutoff_from: Option<Time>,
    /// Latest `shipment_date`.
    pub cutoff_to: Option<Time>,
    /// Earliest `delivering_date`.
    pub delivering_date_from: Option<Time>,
    /// Latest `delivering_date`.
    pub delivering_date_to: Option<Time>,
    /// Delivery methods; empty = all.
    pub delivery_method_id: Vec<DeliveryMethodId>,
    /// Carriers; empty = all.
    pub provider_id: Vec<i64>,
    /// One status that is not final: `acceptance_in_progress`, `awaiting_approve`, `awaiting_packaging`,
    /// `awaiting_registration`, `awaiting_deliver`, `arbitration`, `client_arbitration`, `delivering`,
    /// `driver_pickup`, `not_accepted`. Empty = all of them.
    pub status: String,
    /// Warehouses; empty = all.
    pub warehouse_id: Vec<WarehouseId>,
}

/// Blocks of a listed posting that are `null` unless asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsListWith {
    /// Fill `analytics_data`.
    pub analytics_data: bool,
    /// Fill `barcodes`.
    pub barcodes: bool,
    /// Fill `financial_data`.
    pub financial_data: bool,
    /// Transliterate Cyrillic texts.
    pub translit: bool,
}

/// A page of unfinished postings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsUnfulfilledListV3Response {
    /// The page.
    pub result: PostingFbsUnfulfilledListV3Result,
}

/// Unfinished postings and how many there are.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsUnfulfilledListV3Result {
    /// Postings the filter matches, over all pages.
    pub count: i64,
    /// This page.
    pub postings: Vec<PostingFbs>,
}

/// Which postings of a period to list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsListV3Request {
    /// Order by the start of processing.
    pub dir: PostingDir,
    /// Mandatory.
    pub filter: Option<PostingFbsListV3Filter>,
    /// Postings on a page, 1 to 1000.
    pub limit: i64,
    /// Postings to skip.
    pub offset: i64,
    /// Callers send it here; only `with.translit` counts.
    pub translit: bool,
    /// Blocks to fill.
    pub with: PostingFbsListWith,
}

/// Limits the list by the start of processing and by what else is set.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsListV3Filter {
    /// Delivery methods; empty = all.
    pub delivery_method_id: Vec<DeliveryMethodId>,
    /// One order; 0 = all.
    pub order_id: OrderId,
    /// Carriers; empty = all.
    pub provider_id: Vec<i64>,
    /// Earliest `in_process_at`; mandatory.
    pub since: Option<Time>,
    /// One status: `awaiting_registration`, `acceptance_in_progress`, `awaiting_approve`, `awaiting_packaging`,
    /// `awaiting_deliver`, `arbitration`, `client_arbitration`, `delivering`, `driver_pickup`, `delivered`,
    /// `cancelled`, `not_accepted`, `sent_by_seller`. Empty = all.
    pub status: String,
    /// Latest `in_process_at`; mandatory.
    pub to: Option<Time>,
    /// Warehouses; empty = all.
    pub warehouse_id: Vec<WarehouseId>,
}

/// A page of postings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsListV3Response {
    /// The page.
    pub result: PostingFbsListV3Result,
}

/// Postings and whether more follow.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsListV3Result {
    /// Whether a further page exists.
    pub has_next: bool,
    /// This page.
    pub postings: Vec<PostingFbs>,
}

/// A posting as both lists show it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbs {
    /// Receiver; `null` where the platform delivers.
    pub addressee: Option<Addressee>,
    /// On request.
    pub analytics_data: Option<AnalyticsData>,
    /// On request.
    pub barcodes: Option<Barcodes>,
    /// Zero values while it lives.
    pub cancellation: Cancellation,
    /// Buyer; `null` where the platform delivers.
    pub customer: Option<Customer>,
    /// When it was given to delivery; `null` before.
    pub delivering_date: Option<Time>,
    /// Method, warehouse and carrier.
    pub delivery_method: PostingDeliveryMethod,
    /// On request.
    pub financial_data: Option<FinancialData>,
    /// When processing began.
    pub in_process_at: Time,
    /// Express delivery.
    pub is_express: bool,
    /// Has a product of several boxes, whose number must be told before packing.
    pub is_multibox: bool,
    /// Boxes the product is packed in.
    pub multi_box_qty: i32,
    /// The order it belongs to.
    pub order_id: OrderId,
    /// Number of that order.
    pub order_number: OrderNumber,
    /// The posting it was split from; empty if none.
    pub parent_posting_number: PostingNumber,
    /// Number of the posting.
    pub posting_number: PostingNumber,
    /// Goods in it.
    pub products: Vec<PostingFbsProduct>,
    /// Carrying up: `lift`, `stairs`, `none` or `delivery_default`; empty if not offered.
    pub prr_option: String,
    /// What has to be handed in before packing.
    pub requirements: Requirements,
    /// Pack until then, or it is cancelled.
    pub shipment_date: Time,
    /// Status, such as `awaiting_packaging`.
    pub status: String,
    /// Finer status, such as `posting_created`.
    pub substatus: String,
    /// Who registers and delivers: `ozon`, `aggregator`, `3pl_tracking` or `non_integrated`.
    pub tpl_integration_type: String,
    /// Tracking number; empty until known.
    pub tracking_number: String,
}

/// A product of a listed posting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsProduct {
    /// Currency of the price.
    pub currency_code: String,
    /// Accepted Chestny ZNAK codes.
    pub mandatory_mark: Vec<String>,
    /// Title.
    pub name: String,
    /// The seller's article.
    pub offer_id: OfferId,
    /// Price of one unit: `"279.0000"`.
    pub price: String,
    /// `"0"` unless the product needs a jewellery number.
    pub products_requiring_jw_uin: Digits,
    /// Units.
    pub quantity: i32,
    /// The product.
    pub sku: Sku,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::from_slice;

    #[test]
    fn both_list_requests_are_read() {
        let body = br#"{"dir":"DESC","filter":{"cutoff_from":"2026-01-12T00:00:00Z","cutoff_to":"2026-01-13T00:00:00Z",
            "delivery_method_id":["21"],"provider_id":[24],"status":"awaiting_packaging","warehouse_id":null},
            "limit":50,"offset":"100","with":{"barcodes":true}}"#;
        let unfulfilled: PostingFbsUnfulfilledListV3Request = from_slice(body).unwrap();
        let filter = unfulfilled.filter.unwrap();
        assert_eq!((unfulfilled.dir, unfulfilled.limit, unfulfilled.offset), (PostingDir::Desc, 50, 100));
        assert_eq!((filter.delivery_method_id, filter.provider_id), (vec![DeliveryMethodId(21)], vec![24]));
        assert_eq!(filter.cutoff_to.unwrap().seconds_since(filter.cutoff_from.unwrap()), 86_400);
        assert!(unfulfilled.with.barcodes && !unfulfilled.with.financial_data && filter.warehouse_id.is_empty());

        let body =
            br#"{"dir":"asc","filter":{"since":"2026-01-01T00:00:00.5Z","order_id":"7"},"limit":9,"translit":true}"#;
        let list: PostingFbsListV3Request = from_slice(body).unwrap();
        let filter = list.filter.unwrap();
        assert_eq!((list.dir, list.limit, list.translit, filter.order_id), (PostingDir::Asc, 9, true, OrderId(7)));
        assert!(filter.since.is_some() && filter.to.is_none());
    }

    #[test]
    fn an_absent_filter_and_an_empty_one_differ() {
        assert_eq!(from_slice::<PostingFbsListV3Request>(b"{}").unwrap().filter, None);
        let empty: PostingFbsListV3Request = from_slice(br#"{"filter":{},"dir":""}"#).unwrap();
        assert_eq!((empty.filter, empty.dir), (Some(PostingFbsListV3Filter::default()), PostingDir::Asc));
    }

    #[test]
    fn a_listed_posting_prints_every_field_and_reads_back() {
        let posting = PostingFbs {
            posting_number: "70000001-0001-1".into(),
            products: vec![PostingFbsProduct { sku: Sku(5), quantity: 2, ..Default::default() }],
            requirements: Requirements { products_requiring_gtd: vec![Digits(5)], ..Default::default() },
            ..Default::default()
        };
        let answer =
            PostingFbsListV3Response { result: PostingFbsListV3Result { has_next: true, postings: vec![posting] } };
        let json = serde_json::to_value(&answer).unwrap();
        let printed = &json["result"]["postings"][0];
        assert_eq!(printed.as_object().unwrap().len(), 24);
        for absent in ["addressee", "analytics_data", "barcodes", "customer", "delivering_date", "financial_data"] {
            assert!(printed[absent].is_null(), "{absent}");
        }
        assert_eq!(printed["requirements"]["products_requiring_gtd"], serde_json::json!(["5"]));
        assert_eq!(printed["products"][0]["products_requiring_jw_uin"], "0");
        assert_eq!(from_slice::<PostingFbsListV3Response>(json.to_string().as_bytes()).unwrap(), answer);
    }
}
