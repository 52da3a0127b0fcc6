//! Figures of a shop, kept as sums by day and SKU while things happen, so that a question costs a look at the days it
//! is about. Owns `analytics_day`, `analytics_sku`, `analytics_call`. Start at `count.rs`: what is counted when.

mod count;
mod data;
mod day;
mod dimension;
mod events;
mod manage;
mod metric;
mod overview;
mod query;
mod rating;
mod sku;
mod stock;
mod turnover;

pub use day::{Moved, day_named, day_of, moved};
pub use events::record;
pub use overview::{DayLine, by_day};

use gostiny_wire::{
    analytics::{
        AnalyticsDataV1, AnalyticsItemTurnoverV1, AnalyticsManageStocksV1, AnalyticsStockOnWarehousesV1,
        AnalyticsStockOnWarehousesV2, AnalyticsStocksV1, RatingSummaryV1,
    },
    operator::insight::AnalyticsEventsRecord,
    seller::SellerInfoV1,
};

use super::{posting, returns, stock as goods};
use crate::api::Routes;

/// The seller's methods of this area, and what is counted when postings and goods move.
pub fn routes() -> Routes {
    Routes::default()
        .stores(AnalyticsDataV1, data::v1)
        .scans(AnalyticsItemTurnoverV1, turnover::v1)
        .scans(AnalyticsStockOnWarehousesV1, stock::v1)
        .scans(AnalyticsStockOnWarehousesV2, stock::v2)
        .scans(AnalyticsStocksV1, manage::stocks_v1)
        .scans(AnalyticsManageStocksV1, manage::manage_v1)
        .scans(RatingSummaryV1, rating::summary_v1)
        .scans(SellerInfoV1, rating::info_v1)
        .job(posting::ORDERED, count::ordered)
        .job(posting::DELIVERED, count::delivered)
        .job(posting::CANCELLED, count::cancelled)
        .job(posting::PART_CANCELLED, count::part_cancelled)
        .job(posting::LOST, count::lost)
        .job(posting::CAME_BACK, count::came_back)
        .job(returns::CHARGE, count::returned)
        .job(posting::LEFT, count::left)
        .job(goods::ARRIVED, count::arrived)
        .long_job(turnover::CHARGE, turnover::charge)
}

/// The operator's methods of this area.
pub fn operator_routes() -> Routes {
    Routes::default().writes(AnalyticsEventsRecord, events::record)
}
