//! Shows, method by method, the carriage of a day and what keeps it from being formed.

use std::collections::HashMap;

use gostiny_wire::{
    act::{
        CarriageAvailable, CarriageError, PostingCarriageAvailableListV1Request, PostingCarriageAvailableListV1Response,
    },
    scalar::{DeliveryMethodId, Time},
};

use super::{
    departure,
    row::{self, Carriage, carriages},
};
use crate::{
    areas::{
        posting::{self, MethodCount},
        warehouse::{self, DeliveryMethod, Warehouse},
    },
    args,
    call::Call,
    error::{Error, Result},
};

/// A carriage that could be formed: a method of an FBS warehouse, and a local day of that warehouse.
pub(super) struct Planned {
    pub method: DeliveryMethod,
    pub warehouse: Warehouse,
    pub day: String,
    /// The end of the day; what was due earlier and is still here travels with it.
    pub until: Time,
}

/// One row per method; without a method in the request all working ones of the shop.
pub async fn list_v1(
    call: &mut Call,
    req: &PostingCarriageAvailableListV1Request,
) -> Result<PostingCarriageAvailableListV1Response> {
    let now = call.now;
    let days = days(call, req.delivery_method_id, req.departure_date).await?;
    let row = |day: Day| shown(day.planned, day.count, day.carriages.last(), now);
    Ok(PostingCarriageAvailableListV1Response { result: days.into_iter().map(row).collect() })
}

/// A method and a day of it: what is due and what travels.
pub(super) struct Day {
    pub planned: Planned,
    pub count: MethodCount,
    /// The latest part last.
    pub carriages: Vec<Carriage>,
}

/// A day of a method, or of all working ones (0); without a moment it is today.
pub(super) async fn days(call: &mut Call, id: DeliveryMethodId, at: Option<Time>) -> Result<Vec<Day>> {
    let at = at.unwrap_or(call.now);
    let planned = planned(call, id, at).await?;
    let counts = counts(call, &planned).await?;
    let formed = formed(call, &planned).await?;
    let day = |planned: Planned| {
        let id = planned.method.delivery_method_id;
        let count = counts.get(&(id, planned.until)).copied();
        let count = count.unwrap_or(MethodCount { delivery_method_id: id, to_pack: 0, packed: 0, loose: 0 });
        let own = formed.iter().filter(|one| one.delivery_method_id == id && one.departure_day == planned.day);
        Day { carriages: own.cloned().collect(), planned, count }
    };
    Ok(planned.into_iter().map(day).collect())
}

async fn planned(call: &mut Call, id: DeliveryMethodId, at: Time) -> Result<Vec<Planned>> {
    let methods = if id == DeliveryMethodId(0) {
        warehouse::methods(call, None).await?
    } else {
        let found = warehouse::method(call, id).await?;
        vec![found.ok_or_else(|| Error::NotFound("DELIVERY_METHOD_NOT_FOUND".to_owned()))?]
    };
    let warehouses: HashMap<_, _> =
        warehouse::all(call).await?.into_iter().map(|warehouse| (warehouse.warehouse_id, warehouse)).collect();
    let one = |method: DeliveryMethod| {
        let warehouse = warehouses.get(&method.warehouse_id).filter(|warehouse| !warehouse.is_rfbs)?.clone();
        let day = warehouse::local_day(&warehouse, at);
        let until = warehouse::day_end(&warehouse, &day)?;
        Some(Planned { method, warehouse, day, until })
    };
    Ok(methods.into_iter().filter_map(one).collect())
}

/// What is due by the end of each day: one statement per time zone.
async fn counts(call: &mut Call, planned: &[Planned]) -> Result<HashMap<(DeliveryMethodId, Time), MethodCount>> {
    let mut ends: Vec<Time> = planned.iter().map(|one| one.until).collect();
    ends.sort_unstable();
    ends.dedup();
    let mut all = HashMap::new();
    for until in ends {
        let counts = posting::awaiting(call, Time(0), Time(until.0.saturating_add(1))).await?;
        all.extend(counts.into_iter().map(|count| ((count.delivery_method_id, until), count)));
    }
    Ok(all)
}

/// Carriages of these days that travel or will, the latest part last.
async fn formed(call: &mut Call, planned: &[Planned]) -> Result<Vec<Carriage>> {
    let mut days: Vec<&str> = planned.iter().map(|one| one.day.as_str()).collect();
    days.sort_unstable();
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return Ok(Vec::new()) };
    call.tx.rows(FORMED, args![call.seller, *first, *last], row::carriage).await
}

const FORMED: &str = carriages!(
    "departure_day >= $2 and departure_day <= $3 and status in ('in_process', 'ready') \
     order by departure_day, partial_num, carriage_id"
);

fn shown(one: Planned, count: MethodCount, carriage: Option<&Carriage>, now: Time) -> CarriageAvailable {
    let Planned { method, warehouse, day, until } = one;
    let obstacle = departure::obstacle(&warehouse, &method, &day, now);
    CarriageAvailable {
        carriage_id: carriage.map(|carriage| carriage.carriage_id).unwrap_or_default(),
        carriage_postings_count: small(carriage.map_or(0, |carriage| carriage.postings)),
        carriage_status: carriage.map_or("new", Carriage::word).to_owned(),
        cutoff_at: method.cutoff_at(&warehouse, &day).unwrap_or(until),
        delivery_method_id: method.delivery_method_id,
        delivery_method_name: method.name,
        errors: errors(obstacle, count, carriage.is_some()),
        first_mile_type: warehouse.first_mile_type,
        has_entrusted_acceptance: warehouse.has_entrusted_acceptance,
        mandatory_packaged_count: small(count.packed),
        mandatory_postings_count: small(count.to_pack + count.packed),
        tpl_provider_icon_url: String::new(),
        tpl_provider_name: method.provider,
        warehouse_city: warehouse.city,
        warehouse_id: warehouse.warehouse_id,
        warehouse_name: warehouse.name,
        warehouse_timezone: warehouse.timezone,
    }
}

/// `critical` keeps the carriage from being formed now, `warning` does not.
pub(super) fn errors(obstacle: Option<&str>, count: MethodCount, formed: bool) -> Vec<CarriageError> {
    let mut errors = Vec::new();
    let mut add = |code: &str, status: &str| {
        errors.push(CarriageError { code: code.to_owned(), status: status.to_owned() });
    };
    if let Some(code) = obstacle {
        add(code, "critical");
    }
    if count.packed == 0 && count.to_pack == 0 && !formed {
        add("no_postings", "critical");
    }
    if count.to_pack > 0 {
        add("not_packaged", if count.packed == 0 { "critical" } else { "warning" });
    }
    errors
}

/// The wire has 32 bits here.
pub(super) fn small(count: i64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(obstacle: Option<&str>, to_pack: i64, packed: i64, formed: bool) -> String {
        let count = MethodCount { delivery_method_id: DeliveryMethodId(1), to_pack, packed, loose: 0 };
        let errors = errors(obstacle, count, formed);
        errors.iter().map(|error| format!("{} {}", error.code, error.status)).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn unpacked_postings_keep_only_an_empty_carriage_back() {
        assert_eq!(words(None, 0, 0, false), "no_postings critical");
        assert_eq!(words(None, 0, 0, true), "");
        assert_eq!(words(None, 2, 0, false), "not_packaged critical");
        assert_eq!(words(None, 2, 1, false), "not_packaged warning");
        assert_eq!(words(Some("outdated"), 0, 1, false), "outdated critical");
    }
}
