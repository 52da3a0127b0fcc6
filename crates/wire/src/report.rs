//! Reports: files about goods, parcels, stock and money that are made in the background and handed out by a link.

mod today;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::today::*;
use crate::{
    methods,
    product::Visibility,
    scalar::{CancelReasonId, OfferId, OrderId, Sku, Time},
};

methods! {
    area "report";
    /// Pages through the reports of the shop, newest first.
    ReportListV1: Post reads "/v1/report/list", ReportListV1Request => ReportListV1Response;
    /// Tells how far a report is, and where its file is.
    ReportInfoV1: Post reads "/v1/report/info", ReportInfoV1Request => ReportInfoV1Response;
    /// Orders the report on goods.
    ReportProductsCreateV1: Post "/v1/report/products/create" | "/v1/report/product/create",
        ReportProductsCreateV1Request => ReportCreateV1Response;
    /// Orders the report on parcels: one row for each product of a parcel.
    ReportPostingsCreateV1: Post "/v1/report/postings/create",
        ReportPostingsCreateV1Request => ReportCreateV1Response;
    /// Orders the report on goods that buyers sent back.
    ReportReturnsCreateV1: Post "/v1/report/returns/create",
        ReportReturnsCreateV1Request => ReportCreateV1Response;
    /// Orders the report on stock at the marketplace.
    ReportStockCreateV1: Post "/v1/report/stock/create", ReportStockCreateV1Request => ReportCreateV1Response;
    /// Orders the report on where the goods at the marketplace are.
    ReportProductsMovementCreateV1: Post "/v1/report/products/movement/create"
        | "/v1/report/products/movements/create",
        ReportProductsMovementCreateV1Request => ReportCreateV1Response;
    /// Orders the report on prices and what a sale costs.
    ReportProductsPricesCreateV1: Post "/v1/report/products/prices/create",
        ReportProductsPricesCreateV1Request => ReportCreateV1Response;
    /// Orders the report on accruals.
    ReportTransactionsCreateV1: Post "/v1/report/transactions/create",
        ReportTransactionsCreateV1Request => ReportCreateV1Response;
    /// Orders the report on money day by day, with the balance before and after.
    ReportFinanceCreateV1: Post "/v1/report/finance/create",
        ReportFinanceCreateV1Request => ReportCreateV1Response;
    /// Orders a report on the returns of a period.
    ReportReturnsCreateV2: Post "/v2/report/returns/create", ReportReturnsCreateV2Request => ReportCreateV1Response;
    /// Orders a report on stock on the shop's own warehouses.
    ReportWarehouseStockV1: Post "/v1/report/warehouse/stock",
        ReportWarehouseStockV1Request => ReportWarehouseStockV1Response;
}

/// Language of a report's headings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ReportLanguage {
    /// Russian.
    #[default]
    #[serde(alias = "")]
    Default,
    /// Russian.
    Ru,
    /// English, as far as there is a word.
    En,
}

/// What a report is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ReportType {
    /// Anything; filters only.
    #[default]
    #[serde(alias = "")]
    All,
    /// Goods.
    SellerProducts,
    /// Accruals.
    SellerTransactions,
    /// Prices.
    SellerProductPrices,
    /// Stock at the marketplace.
    SellerStock,
    /// Where goods are.
    SellerProductMovement,
    /// Goods sent back.
    SellerReturns,
    /// Parcels.
    SellerPostings,
    /// Money by day.
    SellerFinance,
}

/// Which reports to list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReportListV1Request {
    /// Page, from 1; 0 is the first too.
    pub page: i32,
    /// Reports on a page, up to 1000; 0 is 100.
    pub page_size: i32,
    /// Only reports of this type.
    pub report_type: ReportType,
}

/// A page of reports.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReportListV1Response {
    /// The page.
    pub result: ReportListV1Result,
}

/// Reports and how many there are.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReportListV1Result {
    /// This page.
    pub reports: Vec<Report>,
    /// Reports on all pages.
    pub total: i32,
}

/// Which report to look at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReportInfoV1Request {
    /// The code that ordering it answered.
    pub code: String,
}

/// The report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReportInfoV1Response {
    /// The report.
    pub result: Report,
}

/// A report, made or being made.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Report {
    /// Its code, a UUID.
    pub code: String,
    /// When it was ordered.
    pub created_at: Time,
    /// Why it could not be made; empty else.
    pub error: String,
    /// Address of the file; empty until it is made, and again once the link has run out.
    pub file: String,
    /// The filters it was ordered with, as texts.
    pub params: BTreeMap<String, String>,
    /// What it is about, in lower case: `seller_products`.
    pub report_type: String,
    /// `waiting`, `processing`, `success` or `failed`.
    pub status: String,
}

/// What ordering a report answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReportCreateV1Response {
    /// The order.
    pub result: ReportCode,
}

/// Code of an ordered report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReportCode {
    /// A UUID; the report is asked for by it.
    pub code: String,
}

/// Which goods to report on. A product counts that stands in either list; the other conditions add up.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReportProductsCreateV1Request {
    /// Language of the headings.
    pub language: ReportLanguage,
    /// Articles; empty for any.
    pub offer_id: Vec<OfferId>,
    /// A part of article, title, barcode or SKU; empty for any.
    pub search: String,
    /// SKU of any scheme; empty for any.
    pub sku: Vec<Sku>,
    /// By state.
    pub visibility: Visibility,
}

/// Which prices to report on. Conditions as in the report on goods.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReportProductsPricesCreateV1Request {
    /// Language of the headings.
    pub language: ReportLanguage,
    /// Articles; empty for any.
    pub offer_id: Vec<OfferId>,
    /// A part of article, title, barcode or SKU; empty for any.
    pub search: String,
    /// SKU of any scheme; empty for any.
    pub sku: Vec<Sku>,
    /// By state.
    pub visibility: Visibility,
}

/// Which parcels to report on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReportPostingsCreateV1Request {
    /// Limits the parcels.
    pub filter: Option<ReportPostingsFilter>,
    /// Language of the headings.
    pub language: ReportLanguage,
}

/// Limits parcels by date, scheme, state and goods; the conditions add up.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReportPostingsFilter {
    /// Why they were cancelled; empty for any.
    pub cancel_reason_id: Vec<CancelReasonId>,
    /// `fbo`, `fbs` or `crossborder`; empty for any.
    pub delivery_schema: Vec<String>,
    /// One article; empty for any.
    pub offer_id: OfferId,
    /// Processing began at or after.
    pub processed_at_from: Option<Time>,
    /// Processing began at or before.
    pub processed_at_to: Option<Time>,
    /// SKU; empty for any.
    pub sku: Vec<Sku>,
    /// Statuses, such as `delivered`; empty for any.
    pub status_alias: Vec<String>,
    /// Statuses by number; empty for any.
    pub statuses: Vec<i64>,
    /// A part of the title; empty for any.
    pub title: String,
}

/// Which returned goods to report on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReportReturnsCreateV1Request {
    /// Limits the returns.
    pub filter: ReportReturnsFilter,
    /// Language of the headings.
    pub language: ReportLanguage,
}

/// Limits returns by scheme, order and state.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReportReturnsFilter {
    /// `fbs`, also when empty.
    pub delivery_schema: String,
    /// One order; 0 for any.
    pub order_id: OrderId,
    /// State of the return; empty for any.
    pub status: String,
}

/// The report on stock takes no conditions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReportStockCreateV1Request {
    /// Language of the headings.
    pub language: ReportLanguage,
}

/// Period of the report on movement.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReportProductsMovementCreateV1Request {
    /// First day: `2022-08-01`, or a moment in it.
    pub date_from: String,
    /// Last day.
    pub date_to: String,
    /// Language of the headings.
    pub language: ReportLanguage,
}

/// Which accruals to report on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReportTransactionsCreateV1Request {
    /// First day: `2022-08-01`, or a moment in it.
    pub date_from: String,
    /// Last day.
    pub date_to: String,
    /// Language of the headings.
    pub language: ReportLanguage,
    /// A part of the parcel's number, article, title or SKU; empty for any.
    pub search: String,
    /// Kind of accrual.
    pub transaction_type: ReportTransactionType,
}

/// Kinds of accruals, as the old report names them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ReportTransactionType {
    /// Any.
    #[default]
    #[serde(alias = "")]
    All,
    /// Sales.
    Orders,
    /// Returns and cancellations.
    Returns,
    /// Services.
    Services,
    /// Money paid in.
    Deposit,
    /// Everything else.
    Other,
}

/// Period of the report on money.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReportFinanceCreateV1Request {
    /// First day: `2022-08-01`, or a moment in it.
    pub date_from: String,
    /// Last day.
    pub date_to: String,
    /// Language of the headings.
    pub language: ReportLanguage,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::from_slice;

    #[test]
    fn requests_are_read() {
        let body = br#"{"filter":{"processed_at_from":"2021-04-18T20:21:54.194Z","delivery_schema":["fbs","fbo"],
            "sku":["9"],"statuses":[]},"language":"EN"}"#;
        let req: ReportPostingsCreateV1Request = from_slice(body).unwrap();
        let filter = req.filter.unwrap();
        assert_eq!((filter.sku, filter.delivery_schema.len(), req.language), (vec![Sku(9)], 2, ReportLanguage::En));
        let req: ReportProductsCreateV1Request = from_slice(br#"{"language":"","visibility":"IN_SALE"}"#).unwrap();
        assert_eq!((req.language, req.visibility), (ReportLanguage::Default, Visibility::InSale));
        assert!(from_slice::<ReportListV1Request>(br#"{"report_type":"SELLER_WISHES"}"#).is_err());
        let req: ReportListV1Request = from_slice(br#"{"page":0,"page_size":1000,"report_type":"ALL"}"#).unwrap();
        assert_eq!((req.page_size, req.report_type), (1_000, ReportType::All));
    }

    #[test]
    fn a_report_prints_every_field_and_reads_back() {
        let params = BTreeMap::from([("visibility".to_owned(), "3".to_owned())]);
        let report = Report { code: "f432b140".into(), params, status: "success".into(), ..Default::default() };
        let json = serde_json::to_value(&report).unwrap();
        assert_eq!((json.as_object().unwrap().len(), json["params"]["visibility"].as_str()), (7, Some("3")));
        assert_eq!(from_slice::<Report>(json.to_string().as_bytes()).unwrap(), report);
    }
}
