//! Figures of a shop: what was seen, ordered, delivered and sent back, how fast goods at the marketplace turn over,
//! and where they lie.

mod today;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::today::*;
use crate::{
    method::Empty,
    methods,
    scalar::{CategoryId, Decimal2, Digits, OfferId, Sku},
};

methods! {
    area "analytics";
    /// Counts metrics over a period, grouped by dimensions.
    AnalyticsDataV1: Post reads "/v1/analytics/data", AnalyticsDataV1Request => AnalyticsDataV1Response;
    /// Tells how fast the goods at the marketplace turned over in half a month, by category.
    AnalyticsItemTurnoverV1: Post reads "/v1/analytics/item_turnover",
        AnalyticsItemTurnoverV1Request => AnalyticsItemTurnoverV1Response;
    /// Stock at the marketplace: in all, and by warehouse.
    AnalyticsStockOnWarehousesV1: Post reads "/v1/analytics/stock_on_warehouses",
        AnalyticsStockOnWarehousesV1Request => AnalyticsStockOnWarehousesV1Response;
    /// Stock at the marketplace, one row for each product and warehouse.
    AnalyticsStockOnWarehousesV2: Post reads "/v2/analytics/stock_on_warehouses",
        AnalyticsStockOnWarehousesV2Request => AnalyticsStockOnWarehousesV2Response;
    /// Stock of given goods at the marketplace, with how fast they sell.
    AnalyticsStocksV1: Post reads "/v1/analytics/stocks", AnalyticsStocksV1Request => AnalyticsStocksV1Response;
    /// Stock at the marketplace, page by page.
    AnalyticsManageStocksV1: Post reads "/v1/analytics/manage/stocks",
        AnalyticsManageStocksV1Request => AnalyticsManageStocksV1Response;
    /// How well the shop works, by its postings of the last weeks.
    RatingSummaryV1: Post reads "/v1/rating/summary", Empty => RatingSummaryV1Response;
}

/// What to count, and how to group it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AnalyticsDataV1Request {
    /// First day, `2021-10-01`.
    pub date_from: String,
    /// Last day.
    pub date_to: String,
    /// Dimensions: `sku`, `spu`, `day`, `week`, `month`; with the premium level also `year`, `category1` to `category4`,
    /// `brand`, `modelID`.
    pub dimension: Vec<String>,
    /// Conditions; they add up.
    pub filters: Vec<AnalyticsFilter>,
    /// Rows to answer, 1 to 1000.
    pub limit: i64,
    /// Metrics, up to 14: `revenue`, `ordered_units`; the others with the premium level.
    pub metrics: Vec<String>,
    /// Rows to skip.
    pub offset: i64,
    /// Order of the rows.
    pub sort: Vec<AnalyticsSorting>,
}

/// A condition on a dimension or a metric.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AnalyticsFilter {
    /// Name of the dimension (all but `brand`) or metric.
    pub key: String,
    /// How to compare.
    pub op: AnalyticsFilterOp,
    /// What to compare with.
    pub value: String,
}

/// A comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AnalyticsFilterOp {
    /// Equal.
    #[default]
    #[serde(alias = "")]
    Eq,
    /// Greater.
    Gt,
    /// Greater or equal.
    Gte,
    /// Less.
    Lt,
    /// Less or equal.
    Lte,
}

/// One step of the order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AnalyticsSorting {
    /// Name of a dimension asked for, or of any metric.
    pub key: String,
    /// Which way.
    pub order: AnalyticsOrder,
}

/// Which way rows are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AnalyticsOrder {
    /// Upwards.
    #[default]
    #[serde(alias = "")]
    Asc,
    /// Downwards.
    Desc,
}

/// The figures.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AnalyticsDataV1Response {
    /// Rows and totals.
    pub result: AnalyticsDataV1Result,
    /// When they were counted, `2021-11-25 15:19:21`.
    pub timestamp: String,
}

/// Rows and totals.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AnalyticsDataV1Result {
    /// The rows of this page.
    pub data: Vec<AnalyticsDataRow>,
    /// Over all rows, not only those of the page, in the order of the metrics: sums, and averages for shares and
    /// positions.
    pub totals: Vec<Decimal2>,
}

/// One row.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AnalyticsDataRow {
    /// In the order of the request.
    pub dimensions: Vec<AnalyticsDimension>,
    /// In the order of the request.
    pub metrics: Vec<Decimal2>,
}

/// Value of a dimension.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AnalyticsDimension {
    /// SKU, day (`2021-10-01`; for weeks and months the first one), number of a category, ...
    pub id: String,
    /// Title of the product or category; empty for times.
    pub name: String,
}

/// Which half of a month.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AnalyticsItemTurnoverV1Request {
    /// The 1st or the 15th of a month, `2022-08-01`.
    pub date_from: String,
}

/// Turnover by category.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AnalyticsItemTurnoverV1Response {
    /// Categories with goods at the marketplace.
    pub categories: Vec<TurnoverCategory>,
    /// Storage charges of all of them.
    pub commission_total: Decimal2,
    /// When it was counted, `2022-08-20`.
    pub date: String,
    /// The half month: `2022-08-01 - 2022-08-14`.
    pub period: String,
}

/// Turnover of a category.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct TurnoverCategory {
    /// Litres sold in a day.
    pub avg_sold_litres: Decimal2,
    /// Litres in stock on a day.
    pub avg_stock_litres: Decimal2,
    /// Days that storage is charged for.
    pub billed_days: i32,
    /// The category.
    pub category_id: CategoryId,
    /// Storage charge.
    pub commission: Decimal2,
    /// Charge for a litre and day above the threshold.
    pub fee: Decimal2,
    /// Days of sales that may lie in stock for nothing.
    pub threshold_free: i64,
    /// Days of sales that lie there.
    pub threshold_used: i64,
    /// Days that the stock lasts.
    pub turnover: String,
    /// Its goods.
    pub turnover_items: Vec<TurnoverItem>,
}

/// Turnover of a product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct TurnoverItem {
    /// Units sold in a day.
    pub avg_sold_items: Decimal2,
    /// Litres sold in a day.
    pub avg_sold_litres: Decimal2,
    /// Units in stock on a day.
    pub avg_stock_items: Decimal2,
    /// Units that may lie there for nothing.
    pub avg_stock_items_free: Decimal2,
    /// Litres in stock on a day.
    pub avg_stock_litres: Decimal2,
    /// Whether it is sold as damaged.
    pub discounted: bool,
    /// Height of a unit, millimetres.
    pub height: Decimal2,
    /// Its part of the category's charge.
    pub item_commission_part: Decimal2,
    /// Length of a unit, millimetres.
    pub length: Decimal2,
    /// Units a day that would have to be sold for storage to be free.
    pub min_daily_sales: Decimal2,
    /// Title.
    pub name: String,
    /// Article.
    pub offer_id: OfferId,
    /// What to do, in words.
    pub recommendation: String,
    /// The product under FBO.
    pub sku: Sku,
    /// Units in stock now.
    pub stock_items_total: i64,
    /// Days of sales that may lie in stock for nothing.
    pub threshold_free: i64,
    /// Days that the stock lasts.
    pub turnover: String,
    /// Litres of a unit.
    pub volume: Decimal2,
    /// Width of a unit, millimetres.
    pub width: Decimal2,
}

/// A page of stock.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AnalyticsStockOnWarehousesV1Request {
    /// Products on the page, up to 1000; 0 is 100.
    pub limit: i64,
    /// Products to skip.
    pub offset: i64,
}

/// Stock in all, and by warehouse.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AnalyticsStockOnWarehousesV1Response {
    /// When it was counted, `2021-11-25 15:19:21`.
    pub timestamp: String,
    /// Over all warehouses.
    pub total_items: Vec<StockTotalItem>,
    /// By warehouse.
    pub wh_items: Vec<StockWarehouse>,
}

/// A product over all warehouses.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct StockTotalItem {
    /// Barcode.
    pub barcode: String,
    /// Title of its category.
    pub category: String,
    /// `Да` when it is sold as damaged.
    pub discounted: String,
    /// Height, millimetres.
    pub height: Decimal2,
    /// Length, millimetres.
    pub length: Decimal2,
    /// Article.
    pub offer_id: OfferId,
    /// The product under FBO.
    pub sku: Digits,
    /// Units.
    pub stock: StockTotal,
    /// Title.
    pub title: String,
    /// Litres.
    pub volume: Decimal2,
    /// Grams.
    pub weight: Decimal2,
    /// Width, millimetres.
    pub width: Decimal2,
}

/// Units of a product over all warehouses.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct StockTotal {
    /// On the way from one warehouse to another.
    pub between_warehouses: i64,
    /// Can be sold.
    pub for_sale: i64,
    /// Lost or being counted.
    pub loss: i64,
    /// Held or damaged.
    pub not_for_sale: i64,
    /// On the way to buyers.
    pub shipped: i64,
}

/// Stock of one warehouse.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct StockWarehouse {
    /// The warehouse.
    pub id: String,
    /// What lies there.
    pub items: Vec<StockItem>,
    /// Its name.
    pub name: String,
}

/// A product on one warehouse.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct StockItem {
    /// Barcode.
    pub barcode: String,
    /// Title of its category.
    pub category: String,
    /// `Да` when it is sold as damaged.
    pub discounted: String,
    /// Height, millimetres.
    pub height: Decimal2,
    /// Length, millimetres.
    pub length: Decimal2,
    /// Article.
    pub offer_id: OfferId,
    /// The product under FBO.
    pub sku: Digits,
    /// Units.
    pub stock: StockOfItem,
    /// Title.
    pub title: String,
    /// Litres.
    pub volume: Decimal2,
    /// Grams.
    pub weight: Decimal2,
    /// Width, millimetres.
    pub width: Decimal2,
}

/// Units of a product on one warehouse.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct StockOfItem {
    /// Can be sold.
    pub for_sale: i64,
    /// Lost or being counted.
    pub loss: i64,
    /// Held or damaged.
    pub not_for_sale: i64,
}

/// A page of stock, of a kind of warehouse.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AnalyticsStockOnWarehousesV2Request {
    /// Rows on the page, up to 1000; 0 is 100.
    pub limit: i64,
    /// Rows to skip.
    pub offset: i64,
    /// Kind of warehouse.
    pub warehouse_type: AnalyticsWarehouseType,
}

/// Kinds of the marketplace's warehouses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AnalyticsWarehouseType {
    /// Any.
    #[default]
    #[serde(alias = "")]
    All,
    /// Small ones for delivery within the hour.
    ExpressDarkStore,
    /// All others.
    NotExpressDarkStore,
}

/// A page of stock.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AnalyticsStockOnWarehousesV2Response {
    /// The page.
    pub result: AnalyticsStockOnWarehousesV2Result,
}

/// Rows of stock.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AnalyticsStockOnWarehousesV2Result {
    /// Rows, by product.
    pub rows: Vec<StockRow>,
}

/// A product on one warehouse.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct StockRow {
    /// Units that can be sold.
    pub free_to_sell_amount: i64,
    /// Article.
    pub item_code: OfferId,
    /// Title.
    pub item_name: String,
    /// Units of agreed supplies that are still to come.
    pub promised_amount: i64,
    /// Units that are held.
    pub reserved_amount: i64,
    /// The product under FBO.
    pub sku: Sku,
    /// Name of the warehouse.
    pub warehouse_name: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::from_slice;

    #[test]
    fn requests_are_read() {
        let body = br#"{"date_from":"2020-04-17","metrics":["hits_view"],"dimension":["sku","day"],
            "filters":[{"key":"hits_view","op":"GTE","value":"5"}],"sort":[{"key":"hits_view","order":"DESC"}],"limit":"9"}"#;
        let req: AnalyticsDataV1Request = from_slice(body).unwrap();
        assert_eq!((req.filters[0].op, req.sort[0].order), (AnalyticsFilterOp::Gte, AnalyticsOrder::Desc));
        assert_eq!((req.limit, req.dimension.len()), (9, 2));
        let req: AnalyticsDataV1Request = from_slice(br#"{"filters":[{"key":"sku"}]}"#).unwrap();
        assert_eq!((req.filters.len(), req.filters[0].op), (1, AnalyticsFilterOp::Eq));
        assert!(from_slice::<AnalyticsDataV1Request>(br#"{"filters":[{"op":"LIKE"}]}"#).is_err());
    }

    #[test]
    fn answers_read_back_as_printed() {
        let row = AnalyticsDataRow { metrics: vec![Decimal2(1_250), Decimal2(300)], ..Default::default() };
        let result = AnalyticsDataV1Result { data: vec![row], totals: vec![Decimal2(0)] };
        let answer = AnalyticsDataV1Response { result, timestamp: "2021-07-11 15:19:21".to_owned() };
        let json = serde_json::to_value(&answer).unwrap();
        assert_eq!(json["result"]["data"][0]["metrics"], serde_json::json!([12.5, 3]));
        assert_eq!(from_slice::<AnalyticsDataV1Response>(json.to_string().as_bytes()).unwrap(), answer);
    }
}
