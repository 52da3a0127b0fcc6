//! What buyers looked at, as the operator's shop front reports it: sums of a day, SKU by SKU.

use std::collections::{BTreeMap, HashMap};

use gostiny_wire::{
    method::Empty,
    operator::insight::{AnalyticsEvents, AnalyticsEventsRecordRequest},
    scalar::{ClientId, Sku},
};
use jiff::civil::Date;

use super::{
    day::{Growth, add, day_of, number_of},
    sku::{Counted, know},
};
use crate::{
    areas::product::{self, Owned},
    call::Call,
    check,
    error::{Error, Result},
};

const REQUEST: &str = "AnalyticsEventsRecordRequest";
const MOST_EVENTS: usize = 1_000;
/// No number of one event is above this.
const HIGHEST: i64 = 1_000_000_000;
/// No position is behind this, in hundredths.
const LAST_POSITION: i64 = 1_000_000;

/// Adds them up: all or none.
pub async fn record(call: &mut Call, req: &AnalyticsEventsRecordRequest) -> Result<Empty> {
    check::items(REQUEST, "Events", req.events.len(), 1, MOST_EVENTS)?;
    let today = day_of(call.now);
    let day = if req.day.is_empty() {
        today
    } else {
        let unreadable = |_| Error::invalid(format!("{REQUEST}.Day"), "value must be a day: YYYY-MM-DD");
        req.day.parse::<Date>().map(number_of).map_err(unreadable)?
    };
    if day > today {
        return Err(Error::invalid(format!("{REQUEST}.Day"), "value must not lie in the future"));
    }
    for (at, event) in req.events.iter().enumerate() {
        valid(at, event)?;
    }
    let skus: Vec<Sku> = req.events.iter().map(|event| event.sku).collect();
    let owned: HashMap<Sku, Owned> =
        product::owned(call, &skus).await?.into_iter().map(|owned| (owned.sku, owned)).collect();
    let mut shops: BTreeMap<ClientId, Vec<(Owned, Growth)>> = BTreeMap::new();
    for event in &req.events {
        let owned = owned.get(&event.sku).ok_or_else(|| Error::NotFound(format!("there is no sku {}", event.sku)))?;
        shops.entry(owned.seller).or_default().push((*owned, growth(event)));
    }
    for (seller, events) in shops {
        call.seller = seller;
        let counted =
            |owned: &Owned| Counted { sku: owned.sku, product_id: owned.product_id, category_id: owned.category_id };
        know(call, &events.iter().map(|(owned, _)| counted(owned)).collect::<Vec<_>>()).await?;
        add(call, day, events.into_iter().map(|(owned, growth)| (owned.sku, growth)).collect());
    }
    Ok(Empty {})
}

fn valid(at: usize, event: &AnalyticsEvents) -> Result<()> {
    let numbers = [
        ("HitsViewSearch", event.hits_view_search),
        ("HitsViewPdp", event.hits_view_pdp),
        ("HitsTocartSearch", event.hits_tocart_search),
        ("HitsTocartPdp", event.hits_tocart_pdp),
        ("SessionViewSearch", event.session_view_search),
        ("SessionViewPdp", event.session_view_pdp),
        ("SessionView", event.session_view),
        ("AdvViewPdp", event.adv_view_pdp),
        ("AdvViewSearchCategory", event.adv_view_search_category),
        ("AdvViewAll", event.adv_view_all),
        ("AdvSumAll", event.adv_sum_all.0),
    ];
    let out = |field: &str, high: i64| {
        Error::invalid(format!("{REQUEST}.Events[{at}].{field}"), format!("value must be inside range [0, {high}]"))
    };
    if let Some((field, _)) = numbers.iter().find(|(_, number)| !(0..=HIGHEST).contains(number)) {
        return Err(out(field, HIGHEST));
    }
    if !(0..=LAST_POSITION).contains(&event.position_category.0) {
        return Err(out("PositionCategory", LAST_POSITION / 100));
    }
    Ok(())
}

/// A position weighs as much as it was seen.
fn growth(event: &AnalyticsEvents) -> Growth {
    let weight = if event.position_category.0 == 0 { 0 } else { event.hits_view_search.max(1) };
    Growth {
        hits_view_search: event.hits_view_search,
        hits_view_pdp: event.hits_view_pdp,
        hits_tocart_search: event.hits_tocart_search,
        hits_tocart_pdp: event.hits_tocart_pdp,
        session_view_search: event.session_view_search,
        session_view_pdp: event.session_view_pdp,
        session_view: event.session_view,
        position_sum: event.position_category.0.saturating_mul(weight),
        position_count: weight,
        adv_view_pdp: event.adv_view_pdp,
        adv_view_search_category: event.adv_view_search_category,
        adv_view_all: event.adv_view_all,
        adv_sum_all: event.adv_sum_all.0,
        ..Growth::default()
    }
}
