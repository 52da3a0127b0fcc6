//! Delivery methods with their carriages of a day, as today's lists tell them.

use gostiny_wire::{
    act::{
        CarriageDeliveryListV1Request, CarriageDeliveryListV1Response, CarriageDeliveryListV2Request,
        CarriageDeliveryListV2Response, CarriageDeliveryV1, CarriageDeliveryV2, CarriageErrorToday, CarriageOfDayV1,
        CarriageOfDayV2, CarriagePickupFee,
    },
    scalar::{DeliveryMethodId, Digits, Time},
};

use super::{
    available::{self, Day, small},
    departure,
    row::{Carriage, IN_PROCESS},
};
use crate::{
    api::cursor,
    areas::{seller, warehouse},
    call::Call,
    check,
    error::Result,
};

/// All of them at once.
pub async fn list_v1(call: &mut Call, req: &CarriageDeliveryListV1Request) -> Result<CarriageDeliveryListV1Response> {
    let now = call.now;
    let days = available::days(call, req.delivery_method_id, req.departure_date).await?;
    Ok(CarriageDeliveryListV1Response { result: days.iter().map(|day| shown(day, now)).collect() })
}

/// The same, page by page. A shop has few methods: they are read whole and chosen from here.
pub async fn list_v2(call: &mut Call, req: &CarriageDeliveryListV2Request) -> Result<CarriageDeliveryListV2Response> {
    check::limit("CarriageDeliveryListV2Request", req.limit, 100)?;
    let after = cursor::read(&req.cursor)?.map(DeliveryMethodId);
    let mut days = available::days(call, req.filter.delivery_method_id, req.filter.departure_date).await?;
    days.sort_by_key(id);
    days.retain(|day| Some(id(day)) > after);
    let (page, cursor) = cursor::turn(days, req.limit, |day| id(day).0)?;
    let currency = seller::find(call, call.seller).await?.currency_code;
    let has_next = !cursor.is_empty();
    let methods = page.iter().map(|day| shown_v2(day, &currency, call.now)).collect();
    Ok(CarriageDeliveryListV2Response { cursor, has_next, methods })
}

fn id(day: &Day) -> DeliveryMethodId {
    day.planned.method.delivery_method_id
}

/// Packed postings that neither travel nor are meant to.
fn left(day: &Day) -> i64 {
    let meant = day.carriages.iter().filter(|one| one.status == IN_PROCESS).map(Carriage::size);
    day.count.loose.saturating_sub(meant.sum()).max(0)
}

fn shown(day: &Day, now: Time) -> CarriageDeliveryV1 {
    let (planned, count) = (&day.planned, day.count);
    let (method, from) = (&planned.method, &planned.warehouse);
    let obstacle = departure::obstacle(from, method, &planned.day, now);
    let under_way = day.carriages.iter().any(|one| one.status == IN_PROCESS);
    let cutoff_at = method.cutoff_at(from, &planned.day).unwrap_or(planned.until);
    let cut_in = cutoff_at.plus_hours(-from.packing_hours);
    let carriage = |one: &Carriage| CarriageOfDayV1 {
        id: Digits(one.carriage_id.0),
        postings_count: small(one.size()),
        quantum_count: 0,
        status: one.word().to_owned(),
    };
    CarriageDeliveryV1 {
        can_create_another_carriage: obstacle.is_none() && !under_way && left(day) > 0,
        carriage_postings_count: small(day.carriages.iter().map(Carriage::size).sum()),
        carriages: day.carriages.iter().map(carriage).collect(),
        cut_in,
        delivery_method_id: method.delivery_method_id,
        delivery_method_name: method.name.clone(),
        delivery_method_status: method.status.clone(),
        departure_date: warehouse::day_start(from, &planned.day).unwrap_or_default(),
        dropoff_address: from.address(),
        dropoff_point_id: from.dropoff_point().parse().unwrap_or_default(),
        errors: errors(day, obstacle),
        first_mile_type: from.first_mile_type.clone(),
        has_entrusted_acceptance: from.has_entrusted_acceptance,
        integration_type: method.tpl_integration_type.clone(),
        recommended_time_local: method.cutoff.clone(),
        recommended_time_utc_offset_in_minutes: warehouse::utc_offset_minutes(from, cutoff_at),
        cutoff_at,
        mandatory_packaged_count: small(count.packed),
        mandatory_postings_count: small(count.to_pack + count.packed),
        postings_for_another_carriage_count: small(left(day)),
        timeslot_from: cut_in,
        timeslot_to: cutoff_at,
        tpl_provider_name: method.provider.clone(),
        warehouse_city: from.city.clone(),
        warehouse_id: from.warehouse_id,
        warehouse_name: from.name.clone(),
        ..CarriageDeliveryV1::default()
    }
}

/// The same facts under the newer names.
fn shown_v2(day: &Day, currency: &str, now: Time) -> CarriageDeliveryV2 {
    let first = shown(day, now);
    let carriage = |one: &Carriage| CarriageOfDayV2 {
        available_actions: vec!["get_details".to_owned()],
        id: one.carriage_id,
        pickup_fee: CarriagePickupFee { currency_code: currency.to_owned(), ..CarriagePickupFee::default() },
        postings_count: one.size(),
        status: one.word().to_owned(),
        ..CarriageOfDayV2::default()
    };
    CarriageDeliveryV2 {
        carriage_postings_count: first.carriage_postings_count,
        carriages: day.carriages.iter().map(carriage).collect(),
        cut_in: first.cut_in,
        delivery_method_id: first.delivery_method_id,
        delivery_method_name: first.delivery_method_name,
        delivery_method_status: first.delivery_method_status,
        departure_date: first.departure_date,
        dropoff_address: first.dropoff_address,
        dropoff_change_availability: first.dropoff_change_availability,
        dropoff_point_id: first.dropoff_point_id,
        dropoff_point_type: first.dropoff_point_type,
        errors: first.errors,
        first_mile_changing: first.first_mile_changing,
        first_mile_type: first.first_mile_type,
        has_entrusted_acceptance: first.has_entrusted_acceptance,
        integration_type: first.integration_type,
        is_optional_carriage: false,
        is_presort: first.is_presort,
        is_rfbs: first.is_rfbs,
        recommended_time_local: first.recommended_time_local,
        recommended_time_utc_offset_in_minutes: first.recommended_time_utc_offset_in_minutes,
        cutoff_at: first.cutoff_at,
        mandatory_packaged_count: first.mandatory_packaged_count,
        mandatory_postings_count: first.mandatory_postings_count,
        optional_packaged_count: first.optional_packaged_count,
        timeslot_from: first.timeslot_from,
        timeslot_to: first.timeslot_to,
        tpl_provider_icon_url: first.tpl_provider_icon_url,
        tpl_provider_name: first.tpl_provider_name,
        warehouse_city: first.warehouse_city,
        warehouse_id: first.warehouse_id,
        warehouse_name: first.warehouse_name,
    }
}

fn errors(day: &Day, obstacle: Option<&str>) -> Vec<CarriageErrorToday> {
    let found = available::errors(obstacle, day.count, !day.carriages.is_empty());
    let told = |code: &str| match code {
        "outdated" => "День отгрузки прошёл.",
        "package_time_not_passed" => "Время сборки ещё не прошло.",
        "no_postings" => "Нет отправлений к отгрузке.",
        "not_packaged" => "Собраны не все отправления.",
        _ => "",
    };
    let row = |error: gostiny_wire::act::CarriageError| CarriageErrorToday {
        description: told(&error.code).to_owned(),
        code: error.code,
        status: error.status,
    };
    found.into_iter().map(row).collect()
}
