//! Warehouses and delivery methods as they are listed today, by cursor. A shop has few of either: they are read whole and
//! chosen from here.

use gostiny_wire::{
    scalar::{Digits, WarehouseId},
    warehouse::{
        DeliveryMethodDropoff, DeliveryMethodListV2Filter, DeliveryMethodListV2Method, DeliveryMethodListV2Request,
        DeliveryMethodListV2Response, WarehouseAddress, WarehouseFirstMileV2, WarehouseListV2Request,
        WarehouseListV2Response, WarehouseListV2Warehouse,
    },
};

use super::row::{self, Listed, Warehouse};
use crate::{
    api::cursor,
    call::Call,
    check,
    error::{Error, Result},
};

const DAYS: [&str; 7] = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];

/// A page of warehouses by number, in every status.
pub async fn warehouses_v2(call: &mut Call, req: &WarehouseListV2Request) -> Result<WarehouseListV2Response> {
    check::limit("WarehouseListV2Request", req.limit, 200)?;
    let after = cursor::read(&req.cursor)?.map(WarehouseId);
    let mut all = row::all(call).await?;
    all.retain(|one| Some(one.warehouse_id) > after && admits(&req.warehouse_ids, one.warehouse_id.0));
    let (page, cursor) = turn(all, req.limit, |one| one.warehouse_id.0)?;
    let has_next = !cursor.is_empty();
    Ok(WarehouseListV2Response { cursor, has_next, warehouses: page.into_iter().map(shown).collect() })
}

/// An empty list admits everything.
fn admits(list: &[Digits], id: i64) -> bool {
    list.is_empty() || list.contains(&Digits(id))
}

/// The beginning of a list, and where it goes on; empty when it does not.
fn turn<T>(mut all: Vec<T>, limit: i64, key: impl Fn(&T) -> i64) -> Result<(Vec<T>, String)> {
    let limit = usize::try_from(limit).unwrap_or_default();
    let has_next = all.len() > limit;
    all.truncate(limit);
    let last = all.last().filter(|_| has_next);
    let cursor = last.map(|last| cursor::write(&key(last))).transpose()?.unwrap_or_default();
    Ok((all, cursor))
}

fn shown(warehouse: Warehouse) -> WarehouseListV2Warehouse {
    let dropoff_point_id = warehouse.dropoff_point();
    let by_seller = !dropoff_point_id.is_empty();
    let day = |day: &i64| usize::try_from(day - 1).ok().and_then(|day| DAYS.get(day)).map(|day| (*day).to_owned());
    WarehouseListV2Warehouse {
        address_info: WarehouseAddress {
            address: format!("{}, {}", warehouse.region, warehouse.city),
            utc: warehouse.timezone,
            ..WarehouseAddress::default()
        },
        carriage_label_type: "BIG".to_owned(),
        created_at: warehouse.created_at,
        first_mile: WarehouseFirstMileV2 {
            dropoff_point_id,
            r#type: if by_seller { "DROP_OFF" } else { "PICK_UP" }.to_owned(),
            ..WarehouseFirstMileV2::default()
        },
        has_entrusted_acceptance: warehouse.has_entrusted_acceptance,
        is_kgt: warehouse.is_kgt,
        is_rfbs: warehouse.is_rfbs,
        is_waybill_enabled: warehouse.can_print_act_in_advance,
        name: warehouse.name,
        postings_limit: -1,
        sla_cut_in: warehouse.packing_hours * 60,
        status: warehouse.status,
        updated_at: warehouse.created_at,
        warehouse_id: warehouse.warehouse_id,
        warehouse_type: if warehouse.is_rfbs { "rfbs" } else { "fbs" }.to_owned(),
        working_days: warehouse.working_days.iter().filter_map(day).collect(),
        ..WarehouseListV2Warehouse::default()
    }
}

/// A page of delivery methods by number, either way.
pub async fn methods_v2(call: &mut Call, req: &DeliveryMethodListV2Request) -> Result<DeliveryMethodListV2Response> {
    check::limit("DeliveryMethodListV2Request", req.limit, 100)?;
    let downwards = match req.sort_dir.to_ascii_uppercase().as_str() {
        "" | "ASC" => false,
        "DESC" => true,
        other => return Err(Error::BadRequest(format!("sort_dir {other} is not one of: ASC, DESC"))),
    };
    let after: Option<i64> = cursor::read(&req.cursor)?;
    let warehouses = row::all(call).await?;
    let mut all = row::listed_methods(call).await?;
    if downwards {
        all.reverse();
    }
    all.retain(|one| {
        let id = one.method.delivery_method_id.0;
        let behind = after.is_none_or(|after| if downwards { id < after } else { id > after });
        behind && selects(&req.filter, one)
    });
    let (page, cursor) = turn(all, req.limit, |one| one.method.delivery_method_id.0)?;
    let has_next = !cursor.is_empty();
    let shown = |one: Listed| {
        let from = warehouses.iter().find(|warehouse| warehouse.warehouse_id == one.method.warehouse_id);
        shown_method(one, from)
    };
    Ok(DeliveryMethodListV2Response { cursor, delivery_methods: page.into_iter().map(shown).collect(), has_next })
}

fn selects(filter: &DeliveryMethodListV2Filter, one: &Listed) -> bool {
    admits(&filter.delivery_method_ids, one.method.delivery_method_id.0)
        && admits(&filter.provider_ids, one.method.provider_id)
        && admits(&filter.warehouse_ids, one.method.warehouse_id.0)
        && (filter.status.is_empty() || filter.status.contains(&one.method.status))
}

fn shown_method(listed: Listed, from: Option<&Warehouse>) -> DeliveryMethodListV2Method {
    let point = from.map(Warehouse::dropoff_point).filter(|point| !point.is_empty());
    let dropoff = point.zip(from).map(|(code, from)| DeliveryMethodDropoff {
        address: format!("{}, {}", from.region, from.city),
        code,
        name: from.name.clone(),
        ..DeliveryMethodDropoff::default()
    });
    let method = listed.method;
    DeliveryMethodListV2Method {
        created_at: listed.created_at,
        cutoff: method.cutoff,
        id: method.delivery_method_id,
        name: method.name,
        provider_id: method.provider_id,
        sla_cut_in: from.map(|from| from.packing_hours * 60).unwrap_or_default(),
        status: method.status,
        template_id: listed.template_id,
        tpl_dropoff_point: dropoff,
        tpl_integration_type: method.tpl_integration_type,
        updated_at: listed.updated_at,
        warehouse_id: method.warehouse_id,
        ..DeliveryMethodListV2Method::default()
    }
}
