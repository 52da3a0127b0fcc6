//! Opens a warehouse for a shop.

use gostiny_wire::{
    operator::{WarehouseCreateFirstMile, WarehouseCreateRequest, WarehouseCreateResponse},
    scalar::WarehouseId,
};
use jiff::tz::TimeZone;

use super::{WORKING, day::DEFAULT_ZONE};
use crate::{
    areas::seller,
    args,
    call::Call,
    check,
    error::{Error, Result},
};

const REQUEST: &str = "WarehouseCreateRequest";
/// A seller has a day to pack unless the operator says otherwise.
const PACKING_HOURS: i64 = 24;
/// A week.
const MOST_PACKING_HOURS: i64 = 168;

/// Opens a warehouse that works at once.
pub async fn open(call: &mut Call, req: &WarehouseCreateRequest) -> Result<WarehouseCreateResponse> {
    check::length(REQUEST, "Name", &req.name, 1, 200)?;
    check::length(REQUEST, "City", &req.city, 1, 200)?;
    check::length(REQUEST, "Region", &req.region, 0, 200)?;
    let timezone = zone(&req.timezone)?;
    let packing_hours = packing_hours(req.packing_hours)?;
    let working_days = serde_json::to_string(&working_days(&req.working_days)?)?;
    seller::find(call, req.client_id).await?;
    call.seller = req.client_id;
    // Numbers of warehouses have 14 digits, the last three zeros.
    let warehouse_id = WarehouseId(call.id("warehouse").await? * 1_000);
    let first_mile_type = match req.first_mile_type {
        WarehouseCreateFirstMile::DropOff => "DropOff",
        WarehouseCreateFirstMile::Pickup => "Pickup",
    };
    let args = args![
        call.seller,
        warehouse_id,
        &req.name,
        req.is_rfbs,
        req.is_kgt,
        WORKING,
        &req.city,
        &req.region,
        timezone,
        first_mile_type,
        req.has_entrusted_acceptance,
        req.can_print_act_in_advance,
        packing_hours,
        working_days,
        call.now
    ];
    call.tx.run(OPEN, args).await?;
    Ok(WarehouseCreateResponse { warehouse_id })
}

const OPEN: &str = "insert into warehouse (seller_id, warehouse_id, name, is_rfbs, is_kgt, status, city, region, \
    timezone, first_mile_type, has_entrusted_acceptance, can_print_act_in_advance, packing_hours, working_days, \
    created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";

/// The zone's own spelling of its name.
fn zone(name: &str) -> Result<String> {
    if name.is_empty() {
        return Ok(DEFAULT_ZONE.to_owned());
    }
    let known = TimeZone::get(name).ok().and_then(|zone| zone.iana_name().map(str::to_owned));
    known
        .ok_or_else(|| Error::invalid(format!("{REQUEST}.Timezone"), "value must be a time zone such as Europe/Moscow"))
}

fn packing_hours(hours: i64) -> Result<i64> {
    match hours {
        0 => Ok(PACKING_HOURS),
        1..=MOST_PACKING_HOURS => Ok(hours),
        _ => {
            let rule = format!("value must be inside range [0, {MOST_PACKING_HOURS}]");
            Err(Error::invalid(format!("{REQUEST}.PackingHours"), rule))
        }
    }
}

/// In the order of the week; none is all of them.
fn working_days(asked: &[i64]) -> Result<Vec<i64>> {
    let mut days = asked.to_vec();
    days.sort_unstable();
    days.dedup();
    if days.len() != asked.len() || !days.iter().all(|day| (1..=7).contains(day)) {
        let rule = "value must hold each day from 1 (Monday) to 7 (Sunday) at most once";
        return Err(Error::invalid(format!("{REQUEST}.WorkingDays"), rule));
    }
    Ok(if days.is_empty() { (1..=7).collect() } else { days })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_those_of_the_database() {
        assert_eq!(zone("").unwrap(), "Europe/Moscow");
        assert_eq!(zone("asia/vladivostok").unwrap(), "Asia/Vladivostok");
        assert!(["Europe/Nowhere", "+03:00", "MSK", "../etc"].iter().all(|name| zone(name).is_err()));
    }

    #[test]
    fn days_and_hours_keep_their_bounds() {
        assert_eq!(working_days(&[]).unwrap(), [1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(working_days(&[5, 1]).unwrap(), [1, 5]);
        assert!([vec![0], vec![8], vec![1, 1]].iter().all(|days| working_days(days).is_err()));
        assert_eq!((packing_hours(0).unwrap(), packing_hours(168).unwrap()), (24, 168));
        assert!([-1, 169, i64::MAX].iter().all(|hours| packing_hours(*hours).is_err()));
    }
}
