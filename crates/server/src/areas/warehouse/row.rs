//! The rows of warehouses and delivery methods, and how neighbours find them.

use gostiny_wire::scalar::{DeliveryMethodId, Time, WarehouseId};

use crate::{args, call::Call, error::Result, store::Row};

/// A warehouse of the seller.
#[derive(Clone, Debug)]
pub struct Warehouse {
    /// Its number.
    pub warehouse_id: WarehouseId,
    /// Its name.
    pub name: String,
    /// The seller delivers.
    pub is_rfbs: bool,
    /// For bulky goods.
    pub is_kgt: bool,
    /// `created` is working.
    pub status: String,
    /// Town.
    pub city: String,
    /// Region.
    pub region: String,
    /// IANA name.
    pub timezone: String,
    /// `DropOff` or `Pickup`.
    pub first_mile_type: String,
    /// Accepts by containers.
    pub has_entrusted_acceptance: bool,
    /// Acts can be made the evening before.
    pub can_print_act_in_advance: bool,
    /// Hours the seller needs to pack.
    pub packing_hours: i64,
    /// 1 Monday .. 7 Sunday.
    pub working_days: Vec<i64>,
    /// When it was opened.
    pub created_at: Time,
}

impl Warehouse {
    /// Where the seller brings its parcels; empty when a carrier comes. Each warehouse has a point of its own, numbered
    /// as the warehouse without the closing zeros.
    pub fn dropoff_point(&self) -> String {
        if self.first_mile_type == "DropOff" { (self.warehouse_id.0 / 1_000).to_string() } else { String::new() }
    }

    /// Region and town, as far as they are known.
    pub fn address(&self) -> String {
        let known = [&self.region, &self.city].into_iter().filter(|part| !part.is_empty());
        known.map(String::as_str).collect::<Vec<_>>().join(", ")
    }

    /// Sells and hands over.
    pub fn works(&self) -> bool {
        self.status == super::WORKING
    }
}

/// A way of delivery.
#[derive(Clone, Debug)]
pub struct DeliveryMethod {
    /// Its number.
    pub delivery_method_id: DeliveryMethodId,
    /// Where it starts.
    pub warehouse_id: WarehouseId,
    /// Its name.
    pub name: String,
    /// `ACTIVE` is working.
    pub status: String,
    /// `ozon`, `aggregator`, `3pl_tracking`, `non_integrated`.
    pub tpl_integration_type: String,
    /// Carrier's number; 24 is the marketplace's own.
    pub provider_id: i64,
    /// Carrier.
    pub provider: String,
    /// `13:00`, local time of the warehouse.
    pub cutoff: String,
}

/// The warehouse, if the seller has it.
pub async fn find(call: &mut Call, warehouse_id: WarehouseId) -> Result<Option<Warehouse>> {
    call.tx.row(FIND, args![call.seller, warehouse_id], warehouse).await
}

/// All warehouses of the seller.
pub async fn all(call: &mut Call) -> Result<Vec<Warehouse>> {
    call.tx.rows(ALL, args![call.seller], warehouse).await
}

macro_rules! warehouses {
    ($rest:literal) => {
        concat!(
            "select warehouse_id, name, is_rfbs, is_kgt, status, city, region, timezone, first_mile_type, \
             has_entrusted_acceptance, can_print_act_in_advance, packing_hours, working_days, created_at \
             from warehouse where seller_id = $1 ",
            $rest
        )
    };
}

const FIND: &str = warehouses!("and warehouse_id = $2");
const ALL: &str = warehouses!("order by warehouse_id");

fn warehouse(row: &Row<'_>) -> Result<Warehouse> {
    Ok(Warehouse {
        warehouse_id: row.next()?,
        name: row.next()?,
        is_rfbs: row.next()?,
        is_kgt: row.next()?,
        status: row.next()?,
        city: row.next()?,
        region: row.next()?,
        timezone: row.next()?,
        first_mile_type: row.next()?,
        has_entrusted_acceptance: row.next()?,
        can_print_act_in_advance: row.next()?,
        packing_hours: row.next()?,
        working_days: row.next_json()?,
        created_at: row.next()?,
    })
}

/// The delivery method, if the seller has it.
pub async fn method(call: &mut Call, delivery_method_id: DeliveryMethodId) -> Result<Option<DeliveryMethod>> {
    Ok(call.tx.row(METHOD, args![call.seller, delivery_method_id], listed).await?.map(|listed| listed.method))
}

/// Working delivery methods of a warehouse, or of all (`None`).
pub async fn methods(call: &mut Call, warehouse_id: Option<WarehouseId>) -> Result<Vec<DeliveryMethod>> {
    let found = match warehouse_id {
        Some(id) => call.tx.rows(METHODS_OF_ONE, args![call.seller, id], listed).await?,
        None => call.tx.rows(METHODS_OF_ALL, args![call.seller], listed).await?,
    };
    Ok(found.into_iter().map(|listed| listed.method).collect())
}

/// All delivery methods of the seller, whatever their state, by number.
pub async fn all_methods(call: &mut Call) -> Result<Vec<DeliveryMethod>> {
    Ok(listed_methods(call).await?.into_iter().map(|listed| listed.method).collect())
}

/// A delivery method with what only its list shows.
pub(super) struct Listed {
    pub(super) method: DeliveryMethod,
    pub(super) template_id: i64,
    pub(super) created_at: Time,
    pub(super) updated_at: Time,
}

macro_rules! delivery_methods {
    ($rest:literal) => {
        concat!(
            "select delivery_method_id, warehouse_id, name, status, tpl_integration_type, provider_id, provider, \
             cutoff, template_id, created_at, updated_at from delivery_method where seller_id = $1 ",
            $rest
        )
    };
}
pub(super) use delivery_methods;

const METHOD: &str = delivery_methods!("and delivery_method_id = $2");
/// All of the seller's, whatever their state, by number.
pub(super) async fn listed_methods(call: &mut Call) -> Result<Vec<Listed>> {
    call.tx.rows(LISTED, args![call.seller], listed).await
}

const LISTED: &str = delivery_methods!("order by delivery_method_id");
const METHODS_OF_ONE: &str =
    delivery_methods!("and warehouse_id = $2 and status = 'ACTIVE' order by delivery_method_id");
const METHODS_OF_ALL: &str = delivery_methods!("and status = 'ACTIVE' order by delivery_method_id");

/// Reads a row of `delivery_methods!`.
pub(super) fn listed(row: &Row<'_>) -> Result<Listed> {
    Ok(Listed {
        method: DeliveryMethod {
            delivery_method_id: row.next()?,
            warehouse_id: row.next()?,
            name: row.next()?,
            status: row.next()?,
            tpl_integration_type: row.next()?,
            provider_id: row.next()?,
            provider: row.next()?,
            cutoff: row.next()?,
        },
        template_id: row.next()?,
        created_at: row.next()?,
        updated_at: row.next()?,
    })
}
