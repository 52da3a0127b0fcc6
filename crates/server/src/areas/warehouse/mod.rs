//! Warehouses and delivery methods. Owns `warehouse` and `delivery_method`.

use gostiny_wire::scalar::{DeliveryMethodId, Time, WarehouseId};

use crate::{
    api::Routes,
    call::Call,
    error::{Error, Result},
};

/// STUB (replace): the seller's methods of this area.
pub fn routes() -> Routes {
    Routes::default()
}

/// STUB (replace): the operator's methods of this area.
pub fn operator_routes() -> Routes {
    Routes::default()
}

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
pub async fn find(_: &mut Call, _: WarehouseId) -> Result<Option<Warehouse>> {
    Err(Error::internal("stub"))
}

/// All warehouses of the seller.
pub async fn all(_: &mut Call) -> Result<Vec<Warehouse>> {
    Err(Error::internal("stub"))
}

/// The delivery method, if the seller has it.
pub async fn method(_: &mut Call, _: DeliveryMethodId) -> Result<Option<DeliveryMethod>> {
    Err(Error::internal("stub"))
}

/// Working delivery methods of a warehouse, or of all (`None`).
pub async fn methods(_: &mut Call, _: Option<WarehouseId>) -> Result<Vec<DeliveryMethod>> {
    Err(Error::internal("stub"))
}

impl DeliveryMethod {
    /// Pack until: the first cut-off on a working day that leaves the hours to pack. Pure.
    pub fn shipment_date(&self, _: &Warehouse, ordered_at: Time) -> Time {
        ordered_at
    }
}

/// The calendar day of a moment where the warehouse stands, `2026-01-12`.
pub fn local_day(_: &Warehouse, _: Time) -> String {
    String::new()
}
