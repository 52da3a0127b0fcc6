//! Supplies to the marketplace's own warehouse: waybills and what was counted when they arrived. The published
//! description no longer has these answers; their shape is ours.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    methods,
    scalar::{OfferId, Sku, SupplyOrderId, Time, WarehouseId, WaybillId},
};

methods! {
    area "supply";
    /// Lists the waybills of a supply, with how far their acceptance is.
    SupplierOrdersWaybillAcceptanceResultsV1: Get "/v1/supplier/orders/{orderId}/waybill_acceptance_results",
        SupplierOrdersWaybillAcceptanceResultsV1Request => SupplierOrdersWaybillAcceptanceResultsV1Response;
    /// Shows what was counted of one waybill, line by line.
    SupplierWaybillAcceptanceResultsV1: Get "/v1/supplier/waybill_acceptance_results/{waybillId}",
        SupplierWaybillAcceptanceResultsV1Request => SupplierWaybillAcceptanceResultsV1Response;
}

/// Which supply to show.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SupplierOrdersWaybillAcceptanceResultsV1Request {
    /// The supply, from the path.
    #[serde(rename = "orderId")]
    pub order_id: SupplyOrderId,
}

/// Waybills of a supply.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SupplierOrdersWaybillAcceptanceResultsV1Response {
    /// The waybills, in the order of their numbers.
    pub result: Vec<SupplierWaybill>,
}

/// One waybill.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SupplierWaybill {
    /// The waybill.
    pub waybill_id: WaybillId,
    /// Its supply.
    pub order_id: SupplyOrderId,
    /// What is printed on it.
    pub waybill_number: String,
    /// `CREATED`, `IN_PROGRESS`, `ACCEPTED` or `ACCEPTED_WITH_DISCREPANCY`.
    pub status: String,
    /// Where the goods arrive.
    pub warehouse_id: WarehouseId,
    /// When it was announced.
    pub created_at: Time,
    /// When it was counted; null before.
    pub accepted_at: Option<Time>,
}

/// Which waybill to show.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SupplierWaybillAcceptanceResultsV1Request {
    /// The waybill, from the path.
    #[serde(rename = "waybillId")]
    pub waybill_id: WaybillId,
}

/// What was counted of a waybill.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SupplierWaybillAcceptanceResultsV1Response {
    /// The waybill.
    pub result: SupplierWaybillResult,
}

/// A waybill with its lines.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SupplierWaybillResult {
    /// The waybill.
    pub waybill_id: WaybillId,
    /// Its supply.
    pub order_id: SupplyOrderId,
    /// What is printed on it.
    pub waybill_number: String,
    /// As in the list.
    pub status: String,
    /// When it was counted; null before.
    pub accepted_at: Option<Time>,
    /// Its lines. Counted numbers are 0 before acceptance.
    pub items: Vec<SupplierWaybillResultItem>,
}

/// One line: accepted + defective + shortage = declared + surplus.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SupplierWaybillResultItem {
    /// What buyers see.
    pub sku: Sku,
    /// The seller's article.
    pub offer_id: OfferId,
    /// Title.
    pub name: String,
    /// Barcode.
    pub barcode: String,
    /// Units on the waybill.
    pub quantity_declared: i32,
    /// Good units, surplus included; they are in stock.
    pub quantity_accepted: i32,
    /// Units that arrived damaged.
    pub quantity_defective: i32,
    /// Good units beyond the waybill.
    pub quantity_surplus: i32,
    /// Units that did not arrive.
    pub quantity_shortage: i32,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::from_fields;

    #[test]
    fn a_path_names_the_supply() {
        let fields = [("orderId".to_owned(), "20004301".to_owned())];
        let request: SupplierOrdersWaybillAcceptanceResultsV1Request = from_fields(fields.into_iter()).unwrap();
        assert_eq!(request.order_id, SupplyOrderId(20_004_301));
        let waybill = serde_json::to_value(SupplierWaybill::default()).unwrap();
        assert!(waybill["accepted_at"].is_null() && waybill.as_object().unwrap().len() == 7);
    }
}
