//! Carriages as today: created, then approved or cancelled; shown one by one, and by delivery method and day.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scalar::{CarriageId, ClientId, Decimal2, DeliveryMethodId, Digits, Time, WarehouseId};

/// Which carriage to create.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CarriageCreateV1Request {
    /// The delivery method.
    pub delivery_method_id: DeliveryMethodId,
    /// Day of departure; absent = today.
    pub departure_date: Option<Time>,
    /// All goods are traced in Belarus; changes nothing here.
    pub all_blr_traceable: bool,
}

/// The carriage created.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CarriageCreateV1Response {
    /// The carriage.
    pub carriage_id: CarriageId,
}

/// Which carriage to send on its way.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CarriageApproveV1Request {
    /// The carriage.
    pub carriage_id: CarriageId,
    /// Containers, for warehouses with entrusted acceptance only; 0 elsewhere.
    pub containers_count: i32,
}

/// Which carriage to call off.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CarriageCancelV1Request {
    /// The carriage.
    pub carriage_id: CarriageId,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CarriageCancelV1Response {
    /// Why it was not called off; empty when it was.
    pub error: String,
    /// State of the carriage afterwards.
    pub carriage_status: String,
}

/// Which carriage to show.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CarriageGetV1Request {
    /// The carriage.
    pub carriage_id: CarriageId,
}

/// A carriage.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CarriageGetV1Response {
    /// Kind of act; empty for one on paper.
    pub act_type: String,
    /// Whether a waybill can be printed ahead.
    pub is_waybill_enabled: bool,
    /// Of cheap goods.
    pub is_econom: bool,
    /// Passes of those who bring it.
    pub arrival_pass_ids: Vec<Digits>,
    /// What can be fetched: `get_act_of_acceptance`, `get_waybill`.
    pub available_actions: Vec<String>,
    /// Whether it can be called off.
    pub cancel_availability: CarriageCancelAvailability,
    /// The carriage.
    pub carriage_id: CarriageId,
    /// The shop.
    pub company_id: ClientId,
    /// Containers.
    pub containers_count: i32,
    /// When it was created.
    pub created_at: Time,
    /// The delivery method.
    pub delivery_method_id: DeliveryMethodId,
    /// Day of departure, `2026-01-12`.
    pub departure_date: String,
    /// How parcels come to the carrier.
    pub first_mile_type: String,
    /// Whether packed postings are left for a further carriage.
    pub has_postings_for_next_carriage: bool,
    /// Who moves parcels on.
    pub integration_type: String,
    /// Whether labels of its containers were fetched.
    pub is_container_label_printed: bool,
    /// Whether this is one part of a divided carriage.
    pub is_partial: bool,
    /// Number of that part.
    pub partial_num: i64,
    /// How often the papers were tried again.
    pub retry_count: i32,
    /// `new`, `in_process`, `formed`, `error` or `cancelled`.
    pub status: String,
    /// The carrier.
    pub tpl_provider_id: i64,
    /// When it last changed.
    pub updated_at: Time,
    /// The warehouse.
    pub warehouse_id: WarehouseId,
    /// All goods are traced in Belarus.
    pub all_blr_traceable: bool,
}

/// Whether a carriage can be called off.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CarriageCancelAvailability {
    /// It can.
    pub is_cancel_available: bool,
    /// Why it cannot; empty when it can.
    pub reason: String,
}

/// Which method and day to look at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CarriageDeliveryListV1Request {
    /// The delivery method; 0 = all working ones.
    pub delivery_method_id: DeliveryMethodId,
    /// Day of departure; absent = today.
    pub departure_date: Option<Time>,
}

/// Carriages by delivery method.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CarriageDeliveryListV1Response {
    /// The methods.
    pub result: Vec<CarriageDeliveryV1>,
}

/// A delivery method and its carriages of a day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CarriageDeliveryV1 {
    /// Whether a list for packing can be had.
    pub assembly_list_availability: bool,
    /// Whether a further carriage can be created now.
    pub can_create_another_carriage: bool,
    /// Postings in carriages of the day.
    pub carriage_postings_count: i32,
    /// Goods in packs in them.
    pub carriage_quantum_count: i32,
    /// Carriages of the day.
    pub carriages: Vec<CarriageOfDayV1>,
    /// From when orders are packed for it.
    pub cut_in: Time,
    /// The delivery method.
    pub delivery_method_id: DeliveryMethodId,
    /// Its name.
    pub delivery_method_name: String,
    /// Its state, such as `ACTIVE`.
    pub delivery_method_status: String,
    /// The day of departure begins.
    pub departure_date: Time,
    /// Where the seller brings the parcels.
    pub dropoff_address: String,
    /// Whether that place can be changed.
    pub dropoff_change_availability: String,
    /// Number of that place; 0 when a carrier comes.
    pub dropoff_point_id: i64,
    /// What it is.
    pub dropoff_point_type: String,
    /// What keeps a carriage from being formed.
    pub errors: Vec<CarriageErrorToday>,
    /// Whether the way to the carrier is being changed.
    pub first_mile_changing: bool,
    /// How parcels come to the carrier.
    pub first_mile_type: String,
    /// Whether the warehouse has entrusted acceptance.
    pub has_entrusted_acceptance: bool,
    /// Who moves parcels on.
    pub integration_type: String,
    /// Sorted by the seller.
    pub is_presort: bool,
    /// The seller delivers.
    pub is_rfbs: bool,
    /// When to bring them, local time.
    pub recommended_time_local: String,
    /// How far that is from UTC.
    pub recommended_time_utc_offset_in_minutes: i32,
    /// Pack until then.
    pub cutoff_at: Time,
    /// Of the mandatory postings, those packed already.
    pub mandatory_packaged_count: i32,
    /// Of the mandatory goods in packs, those packed already.
    pub mandatory_packaged_quantum_count: i32,
    /// Postings that have to be packed.
    pub mandatory_postings_count: i32,
    /// Goods in packs that have to be packed.
    pub mandatory_quantum_count: i32,
    /// Packed postings that may wait.
    pub optional_packaged_count: i32,
    /// Packed postings that no carriage took.
    pub postings_for_another_carriage_count: i32,
    /// Goods in packs that no carriage took.
    pub quantum_for_another_carriage_count: i32,
    /// Parcels are accepted from then.
    pub timeslot_from: Time,
    /// Parcels are accepted until then.
    pub timeslot_to: Time,
    /// Picture of the carrier.
    pub tpl_provider_icon_url: String,
    /// Name of the carrier.
    pub tpl_provider_name: String,
    /// City of the warehouse.
    pub warehouse_city: String,
    /// The warehouse.
    pub warehouse_id: WarehouseId,
    /// Its name.
    pub warehouse_name: String,
}

/// A carriage in short.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CarriageOfDayV1 {
    /// The carriage.
    pub id: Digits,
    /// Postings in it.
    pub postings_count: i32,
    /// Goods in packs in it.
    pub quantum_count: i32,
    /// Its state.
    pub status: String,
}

/// Something that keeps a carriage from being formed, or should be known before.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CarriageErrorToday {
    /// Code word, such as `no_postings`.
    pub code: String,
    /// In words.
    pub description: String,
    /// `warning` or `critical`.
    pub status: String,
}

/// A page of methods and their carriages.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CarriageDeliveryListV2Request {
    /// `cursor` of the page before; empty at first.
    pub cursor: String,
    /// Which of them.
    pub filter: CarriageDeliveryListV2Filter,
    /// Methods per page, to 100.
    pub limit: i64,
}

/// Which method and day to look at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CarriageDeliveryListV2Filter {
    /// The delivery method; 0 = all working ones.
    pub delivery_method_id: DeliveryMethodId,
    /// Day of departure; absent = today.
    pub departure_date: Option<Time>,
}

/// A page of methods.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CarriageDeliveryListV2Response {
    /// Where the next page starts; empty on the last one.
    pub cursor: String,
    /// Whether there is one.
    pub has_next: bool,
    /// The methods, by number.
    pub methods: Vec<CarriageDeliveryV2>,
}

/// A delivery method and its carriages of a day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CarriageDeliveryV2 {
    /// Postings in carriages of the day.
    pub carriage_postings_count: i32,
    /// Carriages of the day.
    pub carriages: Vec<CarriageOfDayV2>,
    /// From when orders are packed for it.
    pub cut_in: Time,
    /// The delivery method.
    pub delivery_method_id: DeliveryMethodId,
    /// Its name.
    pub delivery_method_name: String,
    /// Its state, such as `ACTIVE`.
    pub delivery_method_status: String,
    /// The day of departure begins.
    pub departure_date: Time,
    /// Where the seller brings the parcels.
    pub dropoff_address: String,
    /// Whether that place can be changed.
    pub dropoff_change_availability: String,
    /// Number of that place; 0 when a carrier comes.
    pub dropoff_point_id: i64,
    /// What it is.
    pub dropoff_point_type: String,
    /// What keeps a carriage from being formed.
    pub errors: Vec<CarriageErrorToday>,
    /// Whether the way to the carrier is being changed.
    pub first_mile_changing: bool,
    /// How parcels come to the carrier.
    pub first_mile_type: String,
    /// Whether the warehouse has entrusted acceptance.
    pub has_entrusted_acceptance: bool,
    /// Who moves parcels on.
    pub integration_type: String,
    /// Nothing has to leave on this day.
    pub is_optional_carriage: bool,
    /// Sorted by the seller.
    pub is_presort: bool,
    /// The seller delivers.
    pub is_rfbs: bool,
    /// When to bring them, local time.
    pub recommended_time_local: String,
    /// How far that is from UTC.
    pub recommended_time_utc_offset_in_minutes: i32,
    /// Pack until then.
    pub cutoff_at: Time,
    /// Of the mandatory postings, those packed already.
    pub mandatory_packaged_count: i32,
    /// Postings that have to be packed.
    pub mandatory_postings_count: i32,
    /// Packed postings that may wait.
    pub optional_packaged_count: i32,
    /// Parcels are accepted from then.
    pub timeslot_from: Time,
    /// Parcels are accepted until then.
    pub timeslot_to: Time,
    /// Picture of the carrier.
    pub tpl_provider_icon_url: String,
    /// Name of the carrier.
    pub tpl_provider_name: String,
    /// City of the warehouse.
    pub warehouse_city: String,
    /// The warehouse.
    pub warehouse_id: WarehouseId,
    /// Its name.
    pub warehouse_name: String,
}

/// A carriage in short.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CarriageOfDayV2 {
    /// All goods are traced in Belarus.
    pub all_blr_traceable: bool,
    /// What can be done: `get_details`.
    pub available_actions: Vec<String>,
    /// Volume, litres.
    pub carriage_volume: Decimal2,
    /// The carriage.
    pub id: CarriageId,
    /// What fetching it costs.
    pub pickup_fee: CarriagePickupFee,
    /// Postings in it.
    pub postings_count: i64,
    /// Goods in packs in it.
    pub quantum_count: i64,
    /// Its state.
    pub status: String,
}

/// What fetching a carriage costs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CarriagePickupFee {
    /// Currency.
    pub currency_code: String,
    /// Amount.
    pub value: Decimal2,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_carriage_of_the_first_list_has_a_number_of_digits_and_one_of_the_second_a_number() {
        let json = |value| serde_json::to_value(value).unwrap();
        assert_eq!(json(CarriageOfDayV1 { id: Digits(5), ..Default::default() })["id"], "5");
        let second = serde_json::to_value(CarriageOfDayV2 { id: CarriageId(5), ..Default::default() }).unwrap();
        assert_eq!(second["id"], 5);
    }
}
