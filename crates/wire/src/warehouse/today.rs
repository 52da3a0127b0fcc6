//! Warehouses and delivery methods as they are listed today: `/v2/warehouse/list`, `/v2/delivery-method/list`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scalar::{Decimal2, DeliveryMethodId, Digits, Time, WarehouseId};

/// Which warehouses.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct WarehouseListV2Request {
    /// `cursor` of the page before; empty at first.
    pub cursor: String,
    /// Page size, 1 to 200.
    pub limit: i64,
    /// Warehouses as digits; empty for all.
    pub warehouse_ids: Vec<Digits>,
}

/// A page of warehouses.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct WarehouseListV2Response {
    /// Where the next page starts; empty on the last one.
    pub cursor: String,
    /// There is a next page.
    pub has_next: bool,
    /// By number.
    pub warehouses: Vec<WarehouseListV2Warehouse>,
}

/// A warehouse.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct WarehouseListV2Warehouse {
    /// Where it is.
    pub address_info: WarehouseAddress,
    /// `BIG` or `SMALL`, the labels of its carriages.
    pub carriage_label_type: String,
    /// What couriers should know, or empty.
    pub courier_comment: String,
    /// Telephones for couriers.
    pub courier_phones: Vec<String>,
    /// When it was opened.
    pub created_at: Time,
    /// Minutes for packing before the carrier comes.
    pub cut_in_time: i64,
    /// How parcels leave it.
    pub first_mile: WarehouseFirstMileV2,
    /// Accepts by containers.
    pub has_entrusted_acceptance: bool,
    /// Takes a bounded number of postings.
    pub has_postings_limit: bool,
    /// Postings are packed by themselves.
    pub is_auto_assembly: bool,
    /// The seller is free to choose the carrier's day.
    pub is_comfort: bool,
    /// Delivers within hours.
    pub is_express: bool,
    /// For bulky goods.
    pub is_kgt: bool,
    /// The seller delivers.
    pub is_rfbs: bool,
    /// Acts can be made the evening before.
    pub is_waybill_enabled: bool,
    /// The least bound of postings.
    pub min_postings_limit: i64,
    /// Its name.
    pub name: String,
    /// Since when it pauses; `null` when it does not.
    pub pause_at: Option<Time>,
    /// Its telephone, or empty.
    pub phone: String,
    /// The bound of postings; -1 for none.
    pub postings_limit: i64,
    /// Minutes that the seller has for packing.
    pub sla_cut_in: i64,
    /// `created` is working.
    pub status: String,
    /// When it works.
    pub timetable: WarehouseTimetable,
    /// When it last changed.
    pub updated_at: Time,
    /// Its number.
    pub warehouse_id: WarehouseId,
    /// `fbs` or `rfbs`.
    pub warehouse_type: String,
    /// Labels carry a list of the goods.
    pub with_item_list: bool,
    /// `MONDAY` .. `SUNDAY`.
    pub working_days: Vec<String>,
}

/// Where a warehouse is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct WarehouseAddress {
    /// Region and town.
    pub address: String,
    /// Degrees north; 0 when not known.
    pub latitude: Decimal2,
    /// Degrees east; 0 when not known.
    pub longitude: Decimal2,
    /// Its time zone, an IANA name.
    pub utc: String,
}

/// How parcels leave a warehouse.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct WarehouseFirstMileV2 {
    /// Where the seller brings them, or empty.
    pub dropoff_point_id: String,
    /// The way is being changed.
    pub first_mile_is_changing: bool,
    /// Begin of the slot, or empty.
    pub timeslot_from: String,
    /// The slot in which a carrier comes; 0 for none.
    pub timeslot_id: i64,
    /// End of the slot, or empty.
    pub timeslot_to: String,
    /// `DROP_OFF` or `PICK_UP`.
    pub r#type: String,
}

/// When a warehouse works; empty means the whole day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct WarehouseTimetable {
    /// Since when the table holds.
    pub timetable_from: Option<Time>,
    /// Until when.
    pub timetable_to: Option<Time>,
    /// Hours of a day.
    pub working_hours: Vec<WarehouseHours>,
}

/// Hours of a day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct WarehouseHours {
    /// Begin.
    pub time_from: Time,
    /// End.
    pub time_to: Time,
}

/// Which delivery methods.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DeliveryMethodListV2Request {
    /// `cursor` of the page before; empty at first.
    pub cursor: String,
    /// The conditions add up.
    pub filter: DeliveryMethodListV2Filter,
    /// Page size, 1 to 100.
    pub limit: i64,
    /// `ASC` or `DESC`, by number; empty is `ASC`.
    pub sort_dir: String,
}

/// Which delivery methods; an empty list does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DeliveryMethodListV2Filter {
    /// Methods as digits.
    pub delivery_method_ids: Vec<Digits>,
    /// Carriers as digits.
    pub provider_ids: Vec<Digits>,
    /// `NEW`, `EDITED`, `ACTIVE` or `DISABLED`.
    pub status: Vec<String>,
    /// Warehouses as digits.
    pub warehouse_ids: Vec<Digits>,
}

/// A page of delivery methods.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DeliveryMethodListV2Response {
    /// Where the next page starts; empty on the last one.
    pub cursor: String,
    /// In the order asked for.
    pub delivery_methods: Vec<DeliveryMethodListV2Method>,
    /// There is a next page.
    pub has_next: bool,
}

/// A delivery method.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DeliveryMethodListV2Method {
    /// When it was opened.
    pub created_at: Time,
    /// Until when of a day postings are packed for it, local time.
    pub cutoff: String,
    /// Its number.
    pub id: DeliveryMethodId,
    /// Delivers within hours.
    pub is_express: bool,
    /// Its name.
    pub name: String,
    /// The carrier; 24 is the marketplace's own.
    pub provider_id: i64,
    /// Minutes that the seller has for packing.
    pub sla_cut_in: i64,
    /// `NEW`, `EDITED`, `ACTIVE` or `DISABLED`.
    pub status: String,
    /// Its template.
    pub template_id: i64,
    /// Where the seller brings parcels; `null` when the carrier comes.
    pub tpl_dropoff_point: Option<DeliveryMethodDropoff>,
    /// `ozon`, `aggregator`, `3pl_tracking` or `non_integrated`.
    pub tpl_integration_type: String,
    /// When it last changed.
    pub updated_at: Time,
    /// The warehouse it starts from.
    pub warehouse_id: WarehouseId,
}

/// Where a seller brings parcels.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DeliveryMethodDropoff {
    /// Its address.
    pub address: String,
    /// Where that is.
    pub address_coordinates: DeliveryMethodPlace,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// A place on the map.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DeliveryMethodPlace {
    /// Degrees north.
    pub latitude: Decimal2,
    /// Degrees east.
    pub longitude: Decimal2,
}
