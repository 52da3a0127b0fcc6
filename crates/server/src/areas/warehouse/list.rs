//! What the seller sees of its warehouses and delivery methods.

use gostiny_wire::{
    method::Empty,
    scalar::{ClientId, Digits, WarehouseId},
    warehouse::{
        DeliveryMethodDropoff, DeliveryMethodListV1Method, DeliveryMethodListV1Request, DeliveryMethodListV1Response,
        DeliveryMethodListV2Filter, DeliveryMethodListV2Method, DeliveryMethodListV2Request,
        DeliveryMethodListV2Response, WarehouseAddress, WarehouseFirstMileV2, WarehouseListV1FirstMile,
        WarehouseListV1Response, WarehouseListV1Warehouse, WarehouseListV2Request, WarehouseListV2Response,
        WarehouseListV2Warehouse,
    },
};

use super::row::{self, Listed, Warehouse, delivery_methods};
use crate::{
    api::cursor,
    args,
    call::Call,
    check,
    error::{Error, Result},
};

/// The most methods on a page: the documents say 50, their own example asks for 100.
const PAGE: i64 = 100;

/// All warehouses, in every status.
pub async fn warehouses_v1(call: &mut Call, _: &Empty) -> Result<WarehouseListV1Response> {
    Ok(WarehouseListV1Response { result: row::all(call).await?.into_iter().map(shown).collect() })
}

fn shown(warehouse: Warehouse) -> WarehouseListV1Warehouse {
    let dropoff_point_id = warehouse.dropoff_point();
    WarehouseListV1Warehouse {
        has_entrusted_acceptance: warehouse.has_entrusted_acceptance,
        is_rfbs: warehouse.is_rfbs,
        name: warehouse.name,
        warehouse_id: warehouse.warehouse_id,
        can_print_act_in_advance: warehouse.can_print_act_in_advance,
        first_mile_type: WarehouseListV1FirstMile {
            dropoff_point_id,
            dropoff_timeslot_id: 0,
            first_mile_is_changing: false,
            first_mile_type: warehouse.first_mile_type,
        },
        has_postings_limit: false,
        is_karantin: false,
        is_kgt: warehouse.is_kgt,
        is_timetable_editable: false,
        min_postings_limit: 0,
        postings_limit: -1,
        min_working_days: i64::try_from(warehouse.working_days.len()).unwrap_or_default(),
        status: warehouse.status,
        working_days: warehouse.working_days.into_iter().map(Digits).collect(),
    }
}

/// A page of delivery methods by number; a filter of 0 or an empty text does not restrict.
pub async fn methods_v1(call: &mut Call, req: &DeliveryMethodListV1Request) -> Result<DeliveryMethodListV1Response> {
    check::limit("DeliveryMethodListRequest", req.limit, PAGE)?;
    check::offset("DeliveryMethodListRequest", req.offset)?;
    let filter = &req.filter;
    let status = filter.status.as_str();
    let args = args![call.seller, filter.warehouse_id, filter.provider_id, status, req.limit + 1, req.offset];
    let mut page = call.tx.rows(PAGE_OF_METHODS, args, row::listed).await?;
    let limit = usize::try_from(req.limit).unwrap_or_default();
    let has_next = page.len() > limit;
    page.truncate(limit);
    let seller = call.seller;
    Ok(DeliveryMethodListV1Response {
        has_next,
        result: page.into_iter().map(|one| shown_method(seller, one)).collect(),
    })
}

// The casts give PostgreSQL nothing new to decide: the comparison before has typed the parameter.
const PAGE_OF_METHODS: &str = delivery_methods!(
    "and (warehouse_id = $2 or cast($2 as bigint) = 0) and (provider_id = $3 or cast($3 as bigint) = 0) \
     and (status = $4 or cast($4 as text) = '') order by delivery_method_id limit $5 offset $6"
);

fn shown_method(seller: ClientId, listed: Listed) -> DeliveryMethodListV1Method {
    let method = listed.method;
    DeliveryMethodListV1Method {
        company_id: seller,
        created_at: listed.created_at,
        cutoff: method.cutoff,
        id: method.delivery_method_id,
        name: method.name,
        provider_id: method.provider_id,
        status: method.status,
        template_id: listed.template_id,
        updated_at: listed.updated_at,
        warehouse_id: method.warehouse_id,
    }
}

/// From Monday on.
const DAYS: [&str; 7] = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];

/// The same, page by page. A shop has few warehouses and methods: they are read whole and chosen from here.
pub async fn warehouses_v2(call: &mut Call, req: &WarehouseListV2Request) -> Result<WarehouseListV2Response> {
    check::limit("WarehouseListV2Request", req.limit, 200)?;
    let after = cursor::read(&req.cursor)?.map(WarehouseId);
    let mut all = row::all(call).await?;
    all.retain(|one| Some(one.warehouse_id) > after && admits(&req.warehouse_ids, one.warehouse_id.0));
    let (page, cursor) = cursor::turn(all, req.limit, |one| one.warehouse_id.0)?;
    let has_next = !cursor.is_empty();
    Ok(WarehouseListV2Response { cursor, has_next, warehouses: page.into_iter().map(shown_v2).collect() })
}

/// An empty list admits everything.
fn admits(list: &[Digits], id: i64) -> bool {
    list.is_empty() || list.contains(&Digits(id))
}

fn shown_v2(warehouse: Warehouse) -> WarehouseListV2Warehouse {
    let dropoff_point_id = warehouse.dropoff_point();
    let by_seller = !dropoff_point_id.is_empty();
    let day = |day: &i64| usize::try_from(day - 1).ok().and_then(|day| DAYS.get(day)).map(|day| (*day).to_owned());
    WarehouseListV2Warehouse {
        address_info: WarehouseAddress {
            address: warehouse.address(),
            utc: warehouse.timezone.clone(),
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
    let (page, cursor) = cursor::turn(all, req.limit, |one| one.method.delivery_method_id.0)?;
    let has_next = !cursor.is_empty();
    let shown = |one: Listed| {
        let from = warehouses.iter().find(|warehouse| warehouse.warehouse_id == one.method.warehouse_id);
        shown_method_v2(one, from)
    };
    Ok(DeliveryMethodListV2Response { cursor, delivery_methods: page.into_iter().map(shown).collect(), has_next })
}

fn selects(filter: &DeliveryMethodListV2Filter, one: &Listed) -> bool {
    admits(&filter.delivery_method_ids, one.method.delivery_method_id.0)
        && admits(&filter.provider_ids, one.method.provider_id)
        && admits(&filter.warehouse_ids, one.method.warehouse_id.0)
        && (filter.status.is_empty() || filter.status.contains(&one.method.status))
}

fn shown_method_v2(listed: Listed, from: Option<&Warehouse>) -> DeliveryMethodListV2Method {
    let point = from.map(Warehouse::dropoff_point).filter(|point| !point.is_empty());
    let dropoff = point.zip(from).map(|(code, from)| DeliveryMethodDropoff {
        address: from.address(),
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
