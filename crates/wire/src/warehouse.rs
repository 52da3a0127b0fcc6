//! Warehouses of a shop and the ways of delivery from them, as the seller sees them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    method::Empty,
    methods,
    scalar::{ClientId, Decimal2, DeliveryMethodId, Digits, Time, WarehouseId},
};

methods! {
    area "warehouse";
    /// Lists the shop's warehouses.
    WarehouseListV1: Post reads "/v1/warehouse/list", Empty => WarehouseListV1Response;
    /// Pages through the delivery methods of the shop's warehouses.
    DeliveryMethodListV1: Post reads "/v1/delivery-method/list",
        DeliveryMethodListV1Request => DeliveryMethodListV1Response;
    /// The warehouses of the shop with their address, first mile and timetable, page by page.
    WarehouseListV2: Post reads "/v2/warehouse/list", WarehouseListV2Request => WarehouseListV2Response;
    /// The delivery methods of the shop that a filter selects, page by page.
    DeliveryMethodListV2: Post reads "/v2/delivery-method/list",
        DeliveryMethodListV2Request => DeliveryMethodListV2Response;
}

/// The shop's warehouses.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct WarehouseListV1Response {
    /// All of them; this list has no pages.
    pub result: Vec<WarehouseListV1Warehouse>,
}

/// One warehouse.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct WarehouseListV1Warehouse {
    /// Whether parcels are accepted on trust, without being counted on the spot.
    pub has_entrusted_acceptance: bool,
    /// Whether the seller, not the marketplace, sees to delivery.
    pub is_rfbs: bool,
    /// Name the seller gave.
    pub name: String,
    /// Warehouse, 14 to 16 digits.
    pub warehouse_id: WarehouseId,
    /// Whether an act can be printed before the goods are handed over.
    pub can_print_act_in_advance: bool,
    /// How parcels reach the carrier.
    pub first_mile_type: WarehouseListV1FirstMile,
    /// Whether a supply must hold a least number of postings.
    pub has_postings_limit: bool,
    /// Whether the warehouse stands still because of quarantine.
    pub is_karantin: bool,
    /// Whether it takes bulky goods.
    pub is_kgt: bool,
    /// Whether its timetable can be changed.
    pub is_timetable_editable: bool,
    /// Least value that number can take: postings of one supply.
    pub min_postings_limit: i32,
    /// The number; -1 is no limit.
    pub postings_limit: i32,
    /// Number of its working days.
    pub min_working_days: i64,
    /// `new`, `created` (works), `disabled` (archived), `blocked`, `disabled_due_to_limit` or `error`.
    pub status: String,
    /// Days it works: 1 is Monday, 7 is Sunday.
    pub working_days: Vec<Digits>,
}

/// How parcels reach the carrier.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct WarehouseListV1FirstMile {
    /// Where the seller brings parcels; empty for `Pickup`.
    pub dropoff_point_id: String,
    /// Time slot at that point; 0 when none is chosen.
    pub dropoff_timeslot_id: i64,
    /// Whether a change of the settings is under way.
    pub first_mile_is_changing: bool,
    /// `DropOff`: the seller brings them, `Pickup`: the carrier fetches them.
    pub first_mile_type: String,
}

/// A page of delivery methods.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DeliveryMethodListV1Request {
    /// Which methods.
    pub filter: DeliveryMethodListV1Filter,
    /// Methods per page, 1 to 50.
    pub limit: i64,
    /// Methods to skip.
    pub offset: i64,
}

/// Which delivery methods to show; 0 and empty do not restrict.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DeliveryMethodListV1Filter {
    /// Carrier; 24 is the marketplace's own.
    pub provider_id: i64,
    /// `NEW`, `EDITED`, `ACTIVE` or `DISABLED`.
    pub status: String,
    /// Warehouse they start from.
    pub warehouse_id: WarehouseId,
}

/// A page of delivery methods.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DeliveryMethodListV1Response {
    /// Whether there are more after this page.
    pub has_next: bool,
    /// Methods of the page.
    pub result: Vec<DeliveryMethodListV1Method>,
}

/// One delivery method.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DeliveryMethodListV1Method {
    /// The shop: its Client-Id.
    pub company_id: ClientId,
    /// When it was opened.
    pub created_at: Time,
    /// Local time of the warehouse until which an order is packed the same day: `"13:00"`.
    pub cutoff: String,
    /// The method.
    pub id: DeliveryMethodId,
    /// Carrier, mode and town in one line.
    pub name: String,
    /// Carrier; 24 is the marketplace's own.
    pub provider_id: i64,
    /// `NEW`, `EDITED`, `ACTIVE` or `DISABLED`.
    pub status: String,
    /// The carrier's service it is made of.
    pub template_id: i64,
    /// When it was last changed.
    pub updated_at: Time,
    /// Warehouse it starts from.
    pub warehouse_id: WarehouseId,
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn requests_are_read() {
        let body =
            br#"{"filter":{"provider_id":24,"status":"","warehouse_id":"22142605386000"},"limit":50,"offset":10}"#;
        let request: DeliveryMethodListV1Request = json::from_slice(body).unwrap();
        assert_eq!((request.filter.provider_id, request.filter.status.as_str()), (24, ""));
        assert_eq!(request.filter.warehouse_id, WarehouseId(22_142_605_386_000));
        assert_eq!((request.limit, request.offset), (50, 10));
    }

    #[test]
    fn an_answer_survives_the_wire() {
        let warehouse = WarehouseListV1Warehouse {
            warehouse_id: WarehouseId(22_142_605_386_000),
            postings_limit: -1,
            working_days: vec![Digits(1), Digits(7)],
            ..Default::default()
        };
        let answer = WarehouseListV1Response { result: vec![warehouse] };
        let wire = serde_json::to_value(&answer).unwrap();
        assert_eq!(wire["result"][0]["working_days"], serde_json::json!(["1", "7"]));
        assert_eq!(wire["result"][0]["first_mile_type"]["dropoff_timeslot_id"], 0);
        assert_eq!(json::from_value::<WarehouseListV1Response>(wire).unwrap(), answer);
    }
}
