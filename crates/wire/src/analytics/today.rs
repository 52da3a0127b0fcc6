//! Stock at the marketplace as it is told today, and how well a shop works.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scalar::{Decimal2, Digits, OfferId, Sku, Time, WarehouseId};

/// Stock of which goods. All that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AnalyticsStocksV1Request {
    /// Only in these clusters.
    pub cluster_ids: Vec<Digits>,
    /// Only goods with one of these tags; goods have none here.
    pub item_tags: Vec<String>,
    /// Only in these larger clusters.
    pub macrolocal_cluster_ids: Vec<String>,
    /// Only in these zones of a warehouse; zones are not told apart here.
    pub placement_zone: Vec<String>,
    /// 1 to 100 goods.
    pub skus: Vec<Digits>,
    /// Only goods of one of these grades.
    pub turnover_grades: Vec<String>,
    /// Only goods without marks: all, since stock is counted without them.
    pub unmarked_stocks_only: bool,
    /// Only on these warehouses.
    pub warehouse_ids: Vec<Digits>,
}

/// Stock by goods, cluster and warehouse.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AnalyticsStocksV1Response {
    /// In the order asked for.
    pub items: Vec<AnalyticsStock>,
}

/// Stock of a SKU on a warehouse of the marketplace. What is not told apart here is 0.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AnalyticsStock {
    /// Units sold a day, over the last 28 days.
    pub ads: Decimal2,
    /// The same in the cluster.
    pub ads_cluster: Decimal2,
    /// Units that can be sold.
    pub available_stock_count: i32,
    /// The cluster of the warehouse.
    pub cluster_id: i64,
    /// Its name.
    pub cluster_name: String,
    /// Days since the last sale, 28 at most.
    pub days_without_sales: i32,
    /// The same in the cluster.
    pub days_without_sales_cluster: i32,
    /// Units above what 120 days need.
    pub excess_stock_count: i32,
    /// Units that expire soon.
    pub expiring_stock_count: i32,
    /// Days that the stock lasts; 0 when nothing is sold.
    pub idc: Decimal2,
    /// The same in the cluster.
    pub idc_cluster: Decimal2,
    /// Units on their way between warehouses.
    pub inbound_replenishment: i32,
    /// Tags of the goods; none.
    pub item_tags: Vec<String>,
    /// The larger cluster.
    pub macrolocal_cluster_id: i64,
    /// Title.
    pub name: String,
    /// The seller's article.
    pub offer_id: OfferId,
    /// Units that are held for orders.
    pub other_stock_count: i32,
    /// Units that wait to be handed over.
    pub outbound_pending_delivery: i32,
    /// Units that are picked for the seller.
    pub outbound_returns_picking: i32,
    /// Units that wait for the seller.
    pub outbound_returns_ready_to_ship: i32,
    /// Units on their way to the seller.
    pub outbound_returns_return_to_seller: i32,
    /// Zones they lie in; none.
    pub placement_zone: Vec<String>,
    /// Units in announced supplies.
    pub requested_stock_count: i32,
    /// Units on their way back from buyers.
    pub return_from_customer_stock_count: i32,
    /// Units on their way to the seller.
    pub return_to_seller_stock_count: i32,
    /// The goods.
    pub sku: Sku,
    /// Defective units.
    pub stock_defect_stock_count: i32,
    /// Units that cannot be sold.
    pub stock_not_being_sold: i32,
    /// Defective units on their way.
    pub transit_defect_stock_count: i32,
    /// Units on their way to the warehouse.
    pub transit_stock_count: i32,
    /// How they sell: `DEFICIT`, `POPULAR`, `ACTUAL`, `SURPLUS`, `NO_SALES`; without stock `WAS_DEFICIT` or
    /// `WAITING_FOR_SUPPLY`.
    pub turnover_grade: String,
    /// The same in the cluster.
    pub turnover_grade_cluster: String,
    /// Units fit for sale, held ones among them.
    pub valid_stock_count: i32,
    /// Units that wait for papers.
    pub waiting_docs_stock_count: i32,
    /// Units that wait for papers to be exported.
    pub waiting_docs_to_export_stock_count: i32,
    /// The warehouse.
    pub warehouse_id: WarehouseId,
    /// Its name.
    pub warehouse_name: String,
}

/// A page of stock.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AnalyticsManageStocksV1Request {
    /// Which goods; absent = all.
    pub filter: AnalyticsManageStocksFilter,
    /// Rows per page, 1 to 1000.
    pub limit: i32,
    /// Rows before the page.
    pub offset: i32,
}

/// Which goods. All that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AnalyticsManageStocksFilter {
    /// These goods, up to 1000; none = all.
    pub skus: Vec<Digits>,
    /// `STOCK_TYPE_VALID`, `STOCK_TYPE_WAITING_DOCS`, `STOCK_TYPE_EXPIRING`, `STOCK_TYPE_DEFECT`; none = all.
    pub stock_types: Vec<String>,
    /// On these warehouses; none = on all.
    pub warehouse_ids: Vec<Digits>,
}

/// A page of stock.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AnalyticsManageStocksV1Response {
    /// By product.
    pub items: Vec<AnalyticsManagedStock>,
}

/// Stock of a SKU on a warehouse of the marketplace.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AnalyticsManagedStock {
    /// Defective units; 0, since they are not kept.
    pub defect_stock_count: i64,
    /// Units that expire soon; 0.
    pub expiring_stock_count: i64,
    /// Title.
    pub name: String,
    /// The seller's article.
    pub offer_id: OfferId,
    /// The goods.
    pub sku: Sku,
    /// Units fit for sale.
    pub valid_stock_count: i64,
    /// Units that wait for papers; 0.
    pub waitingdocs_stock_count: i64,
    /// The warehouse.
    pub warehouse_name: String,
}

/// How well a shop works.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RatingSummaryV1Response {
    /// Ratings in groups.
    pub groups: Vec<RatingGroup>,
    /// How near to buyers goods lie; none is told.
    pub localization_index: Vec<RatingLocalization>,
    /// Whether the shop has too many penalty points; always false.
    pub penalty_score_exceeded: bool,
    /// Whether the shop pays for the premium level.
    pub premium: bool,
    /// Whether it pays for a higher one; always false.
    pub premium_plus: bool,
}

/// Ratings of one kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RatingGroup {
    /// The kind, in Russian.
    pub group_name: String,
    /// The ratings.
    pub items: Vec<RatingItem>,
}

/// A rating over the last 14 days, beside the 14 days before.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RatingItem {
    /// Where it goes.
    pub change: RatingChange,
    /// Now.
    pub current_value: Decimal2,
    /// Its Russian name.
    pub name: String,
    /// Before.
    pub past_value: Decimal2,
    /// Its word.
    pub rating: String,
    /// `HIGHER_IS_BETTER` or `LOWER_IS_BETTER`.
    pub rating_direction: String,
    /// `OK`, `WARNING` or `CRITICAL`.
    pub status: String,
    /// `PERCENT`.
    pub value_type: String,
}

/// Where a rating goes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RatingChange {
    /// `DIRECTION_NONE`, `DIRECTION_RISE` or `DIRECTION_FALL`.
    pub direction: String,
    /// `MEANING_NONE`, `MEANING_GOOD` or `MEANING_BAD`.
    pub meaning: String,
}

/// How near to buyers goods lie.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RatingLocalization {
    /// When that was counted.
    pub calculation_date: Option<Time>,
    /// Percent.
    pub localization_percentage: i32,
}
