//! What buyers looked at in the last three months, and a few reports: a bulk write a day, as a shop front would report.

use gostiny_wire::{
    operator::insight::{AnalyticsEvents, AnalyticsEventsRecordRequest},
    report::{
        ReportFinanceCreateV1Request, ReportPostingsCreateV1Request, ReportPostingsFilter,
        ReportProductsCreateV1Request,
    },
    scalar::{ClientId, Decimal2, Time},
};
use rand::Rng;

use super::goods::Good;
use crate::{
    areas::{analytics, report},
    call::Call,
    error::Result,
};

/// Days that buyers' looks are known of.
const DAYS: i64 = 90;
/// Goods that are looked at often enough to tell.
const LOOKED_AT: usize = 60;

/// Records the looks of each day.
pub(super) async fn looks(call: &mut Call, goods: &[Good], present: Time) -> Result<()> {
    let mut chance = call.chance.of("demo looks", 0);
    let seen: Vec<&Good> = goods.iter().filter(|good| good.is_fbs || good.is_fbo).take(LOOKED_AT).collect();
    if seen.is_empty() {
        return Ok(());
    }
    let now = call.now;
    call.now = present;
    for day in (0..DAYS).rev() {
        let look = |good: &&Good| {
            let searched = chance.random_range(20..400);
            let opened = searched / chance.random_range(3..9);
            let sessions = searched * 3 / 4;
            AnalyticsEvents {
                sku: if good.is_fbs { good.sku } else { good.fbo_sku },
                hits_view_search: searched,
                hits_view_pdp: opened,
                hits_tocart_search: searched / 40,
                hits_tocart_pdp: opened / chance.random_range(5..15),
                session_view_search: sessions,
                session_view_pdp: opened * 2 / 3,
                session_view: sessions + opened / 6,
                position_category: Decimal2(chance.random_range(100..4_000)),
                ..AnalyticsEvents::default()
            }
        };
        let events = seen.iter().map(look).collect();
        let day = present.plus_days(-day).day().to_string();
        analytics::record(call, &AnalyticsEventsRecordRequest { day, events }).await?;
    }
    call.now = now;
    Ok(())
}

/// Orders reports of a shop an hour ago, so that their files are made as soon as the world begins.
pub(super) async fn reports(call: &mut Call, seller: ClientId, present: Time) -> Result<()> {
    (call.seller, call.now) = (seller, present.plus_hours(-1));
    report::order_products(call, &ReportProductsCreateV1Request::default()).await?;
    let (from, to) = (Some(present.plus_days(-30)), Some(present));
    let filter = ReportPostingsFilter { processed_at_from: from, processed_at_to: to, ..Default::default() };
    let postings = ReportPostingsCreateV1Request { filter: Some(filter), ..Default::default() };
    report::order_postings(call, &postings).await?;
    let [date_from, date_to] = [30, 1].map(|days| present.plus_days(-days).day().to_string());
    let finance = ReportFinanceCreateV1Request { date_from, date_to, ..Default::default() };
    report::order_finance(call, &finance).await?;
    call.now = present;
    Ok(())
}
