//! Goods on their way back: what buyers sent back and what was called off on its way.

mod today;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::today::*;
use crate::{
    methods,
    scalar::{ClientId, Decimal2, OfferId, OrderId, PostingNumber, ProductId, ReturnId, Sku, Time},
};

methods! {
    area "returns";
    /// Pages through returns of goods that lay with the marketplace.
    ReturnsCompanyFboV2: Post reads "/v2/returns/company/fbo",
        ReturnsCompanyFboV2Request => ReturnsCompanyFboV2Response;
    /// Pages through returns of goods that lay with the seller.
    ReturnsCompanyFbsV2: Post reads "/v2/returns/company/fbs",
        ReturnsCompanyFbsV2Request => ReturnsCompanyFbsV2Response;
    /// Returns of every scheme that a filter selects, page by page.
    ReturnsListV1: Post reads "/v1/returns/list", ReturnsListV1Request => ReturnsListV1Response;
    /// Returns of goods that lay with the seller, page by page by the last return.
    ReturnsCompanyFbsV3: Post reads "/v3/returns/company/fbs", ReturnsCompanyFbsV3Request => ReturnsCompanyFbsV3Response;
    /// Returns of goods that lay with the marketplace, page by page by the last return.
    ReturnsCompanyFboV3: Post reads "/v3/returns/company/fbo", ReturnsCompanyFboV3Request => ReturnsCompanyFboV3Response;
}

/// A page of FBO returns.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnsCompanyFboV2Request {
    /// Which returns; absent = all.
    pub filter: ReturnsCompanyFboV2Filter,
    /// Returns per page, 1 to 1000.
    pub limit: i64,
    /// Returns before the page.
    pub offset: i64,
}

/// Which FBO returns.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnsCompanyFboV2Filter {
    /// Of this posting; empty = of all.
    pub posting_number: PostingNumber,
    /// `Created`, `ReturnedToOzon`, `Cancelled`; none = all.
    pub status: Vec<String>,
}

/// A page of FBO returns.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnsCompanyFboV2Response {
    /// Returns under the filter, on all pages.
    pub count: i64,
    /// The page, oldest first.
    pub returns: Vec<ReturnFboV2>,
}

/// An FBO return.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnFboV2 {
    /// When the buyer gave the goods away; null before.
    pub accepted_from_customer_moment: Option<Time>,
    /// The shop.
    pub company_id: ClientId,
    /// Where the goods are.
    pub current_place_name: String,
    /// Where they go.
    pub dst_place_name: String,
    /// The return.
    pub id: ReturnId,
    /// Whether the packaging was opened.
    pub is_opened: bool,
    /// The posting they came with.
    pub posting_number: PostingNumber,
    /// Why.
    pub return_reason_name: String,
    /// When the marketplace had them back; null before.
    pub returned_to_ozon_moment: Option<Time>,
    /// What was bought.
    pub sku: Sku,
    /// In Russian words.
    pub status_name: String,
}

/// A page of FBS returns.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnsCompanyFbsV2Request {
    /// Which returns; absent = all.
    pub filter: ReturnsCompanyFbsV2Filter,
    /// Returns per page, 1 to 1000.
    pub limit: i64,
    /// Returns before the page.
    pub offset: i64,
}

/// Which FBS returns. All that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnsCompanyFbsV2Filter {
    /// Given away by the buyer within one of these.
    pub accepted_from_customer_moment: Vec<ReturnsTimeRange>,
    /// The last free day lies within one of these.
    pub last_free_waiting_day: Vec<ReturnsTimeRange>,
    /// Of this order; 0 = of all.
    pub order_id: OrderId,
    /// Of these postings; none = of all.
    pub posting_number: Vec<PostingNumber>,
    /// Part of the title, in any case; empty = any.
    pub product_name: String,
    /// The seller's article; empty = any.
    pub product_offer_id: OfferId,
    /// Status; empty = any.
    pub status: String,
}

/// A stretch of time, both ends included.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnsTimeRange {
    /// From then; absent = from the beginning.
    pub time_from: Option<Time>,
    /// To then; absent = without end.
    pub time_to: Option<Time>,
}

/// A page of FBS returns.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnsCompanyFbsV2Response {
    /// The page.
    pub result: ReturnsCompanyFbsV2Result,
}

/// A page of FBS returns.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnsCompanyFbsV2Result {
    /// Returns under the filter, on all pages.
    pub count: i64,
    /// The page, oldest first.
    pub returns: Vec<ReturnFbsV2>,
}

/// An FBS return. Moments are RFC 3339, empty before they happened.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnFbsV2 {
    /// When the buyer gave the goods away.
    pub accepted_from_customer_moment: String,
    /// The code of the posting they came with.
    pub clearing_id: i64,
    /// The marketplace's share of one unit.
    pub commission: Decimal2,
    /// The same in percent.
    pub commission_percent: Decimal2,
    /// The return.
    pub id: ReturnId,
    /// Whether the goods are between two places.
    pub is_moving: bool,
    /// Whether the packaging was opened.
    pub is_opened: bool,
    /// Until then they wait free of charge.
    pub last_free_waiting_day: String,
    /// Where they go.
    pub place_id: i64,
    /// Its name.
    pub moving_to_place_name: String,
    /// What their way back costs.
    pub picking_amount: Decimal2,
    /// The posting they came with.
    pub posting_number: PostingNumber,
    /// Of one unit.
    pub price: Decimal2,
    /// The price less the commission.
    pub price_without_commission: Decimal2,
    /// The product.
    pub product_id: ProductId,
    /// Its title.
    pub product_name: String,
    /// Units.
    pub quantity: i64,
    /// When they were sent back.
    pub return_date: String,
    /// Why.
    pub return_reason_name: String,
    /// From when they wait for the seller.
    pub waiting_for_seller_date_time: String,
    /// When the seller had them back.
    pub returned_to_seller_date_time: String,
    /// Days they have waited, or did wait.
    pub waiting_for_seller_days: i64,
    /// What keeping them has cost.
    pub returns_keeping_cost: Decimal2,
    /// What was bought.
    pub sku: Sku,
    /// Where they are on their way.
    pub status: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::from_slice;

    #[test]
    fn requests_are_read() {
        let body = br#"{"filter":{"accepted_from_customer_moment":[{"time_from":"2022-10-01T00:00:00.000Z"}],
            "posting_number":["70415528-0033-2"],"status":"moving","order_id":"7"},"limit":"50"}"#;
        let fbs: ReturnsCompanyFbsV2Request = from_slice(body).unwrap();
        let range = &fbs.filter.accepted_from_customer_moment[0];
        assert!(range.time_from.is_some() && range.time_to.is_none());
        assert_eq!((fbs.filter.order_id, fbs.limit, fbs.offset), (OrderId(7), 50, 0));
        let fbo: ReturnsCompanyFboV2Request = from_slice(br#"{"filter":null,"limit":1}"#).unwrap();
        assert_eq!(fbo, ReturnsCompanyFboV2Request { limit: 1, ..Default::default() });
    }

    #[test]
    fn answers_print_every_field() {
        let fbo = serde_json::to_value(ReturnFboV2::default()).unwrap();
        let fbs = serde_json::to_value(ReturnFbsV2 { commission: Decimal2(10_250), ..Default::default() }).unwrap();
        assert_eq!((fbo.as_object().unwrap().len(), fbs.as_object().unwrap().len()), (11, 25));
        assert_eq!((&fbs["commission"], &fbs["returned_to_seller_date_time"]), (&102.5.into(), &"".into()));
    }
}
