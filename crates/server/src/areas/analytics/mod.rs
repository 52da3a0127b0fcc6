//! Figures of a shop, kept as sums by day and SKU while things happen, so that a question costs a look at the days it
//! is about. Owns `analytics_day`, `analytics_sku`, `analytics_call`. Start at `count.rs`: what is counted when.

mod count;
mod data;
mod day;
mod dimension;
mod events;
mod metric;
mod query;
mod sku;
mod stock;
mod turnover;

pub use day::{Moved, day_named, day_of, moved};
pub use events::record;

use gostiny_wire::{
    analytics::{AnalyticsDataV1, AnalyticsItemTurnoverV1, AnalyticsStockOnWarehousesV1, AnalyticsStockOnWarehousesV2},
    operator::insight::AnalyticsEventsRecord,
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
