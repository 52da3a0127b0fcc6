//! What the seller sees of its warehouses and delivery methods.

use gostiny_wire::{
    method::Empty,
    scalar::{ClientId, Digits},
    warehouse::{
        DeliveryMethodListV1Method, DeliveryMethodListV1Request, DeliveryMethodListV1Response,
        WarehouseListV1FirstMile, WarehouseListV1Response, WarehouseListV1Warehouse,
    },
};

use super::row::{self, Listed, Warehouse, delivery_methods};
use crate::{args, call::Call, check, error::Result};

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
