//! Shows the seller what was counted.

use gostiny_wire::{
    scalar::{OfferId, Sku, SupplyOrderId, Time, WarehouseId, WaybillId},
    supply::{
        SupplierOrdersWaybillAcceptanceResultsV1Request, SupplierOrdersWaybillAcceptanceResultsV1Response,
        SupplierWaybill, SupplierWaybillAcceptanceResultsV1Request, SupplierWaybillAcceptanceResultsV1Response,
        SupplierWaybillResult, SupplierWaybillResultItem,
    },
};

use crate::{
    args,
    call::Call,
    error::{Error, Result},
    store::Row,
};

/// The waybills of a supply; one without waybills does not exist.
pub async fn waybills_v1(
    call: &mut Call,
    req: &SupplierOrdersWaybillAcceptanceResultsV1Request,
) -> Result<SupplierOrdersWaybillAcceptanceResultsV1Response> {
    let found = waybills(call, req.order_id).await?;
    if found.is_empty() {
        return Err(Error::NotFound("SUPPLY_ORDER_NOT_FOUND".to_owned()));
    }
    let shown = |waybill: Waybill| SupplierWaybill {
        waybill_id: waybill.waybill_id,
        order_id: waybill.order_id,
        waybill_number: waybill.waybill_number,
        status: waybill.status,
        warehouse_id: waybill.warehouse_id,
        created_at: waybill.created_at,
        accepted_at: waybill.accepted_at,
    };
    Ok(SupplierOrdersWaybillAcceptanceResultsV1Response { result: found.into_iter().map(shown).collect() })
}

/// One waybill, line by line.
pub async fn results_v1(
    call: &mut Call,
    req: &SupplierWaybillAcceptanceResultsV1Request,
) -> Result<SupplierWaybillAcceptanceResultsV1Response> {
    let found = call.tx.row(WAYBILL, args![call.seller, req.waybill_id], waybill).await?;
    let waybill = found.ok_or_else(|| Error::NotFound("WAYBILL_NOT_FOUND".to_owned()))?;
    let items = items(call, waybill.waybill_id).await?;
    let result = SupplierWaybillResult {
        waybill_id: waybill.waybill_id,
        order_id: waybill.order_id,
        waybill_number: waybill.waybill_number,
        status: waybill.status,
        accepted_at: waybill.accepted_at,
        items: items.into_iter().map(Item::shown).collect(),
    };
    Ok(SupplierWaybillAcceptanceResultsV1Response { result })
}

/// A row of `supply_waybill`.
pub(super) struct Waybill {
    pub waybill_id: WaybillId,
    pub order_id: SupplyOrderId,
    pub waybill_number: String,
    pub status: String,
    pub warehouse_id: WarehouseId,
    pub created_at: Time,
    pub accepted_at: Option<Time>,
}

/// The seller's waybills of a supply.
pub(super) async fn waybills(call: &mut Call, order_id: SupplyOrderId) -> Result<Vec<Waybill>> {
    call.tx.rows(OF_ORDER, args![call.seller, order_id], waybill).await
}

const OF_ORDER: &str = "select waybill_id, order_id, waybill_number, status, warehouse_id, created_at, accepted_at \
    from supply_waybill where seller_id = $1 and order_id = $2 order by waybill_id";
const WAYBILL: &str = "select waybill_id, order_id, waybill_number, status, warehouse_id, created_at, accepted_at \
    from supply_waybill where seller_id = $1 and waybill_id = $2";

fn waybill(row: &Row<'_>) -> Result<Waybill> {
    Ok(Waybill {
        waybill_id: row.next()?,
        order_id: row.next()?,
        waybill_number: row.next()?,
        status: row.next()?,
        warehouse_id: row.next()?,
        created_at: row.next()?,
        accepted_at: row.next()?,
    })
}

/// A row of `supply_item`.
pub(super) struct Item {
    pub sku: Sku,
    offer_id: OfferId,
    name: String,
    barcode: String,
    pub declared: i64,
    accepted: i64,
    defective: i64,
    surplus: i64,
    shortage: i64,
}

/// The lines of the seller's waybill.
pub(super) async fn items(call: &mut Call, waybill_id: WaybillId) -> Result<Vec<Item>> {
    let read = |row: &Row<'_>| {
        Ok(Item {
            sku: row.next()?,
            offer_id: row.next()?,
            name: row.next()?,
            barcode: row.next()?,
            declared: row.next()?,
            accepted: row.next()?,
            defective: row.next()?,
            surplus: row.next()?,
            shortage: row.next()?,
        })
    };
    call.tx.rows(ITEMS, args![call.seller, waybill_id], read).await
}

const ITEMS: &str = "select sku, offer_id, name, barcode, declared, accepted, defective, surplus, shortage \
    from supply_item where seller_id = $1 and waybill_id = $2 order by sku";

impl Item {
    fn shown(self) -> SupplierWaybillResultItem {
        // The wire has 32 bits here; both bounds of a call keep below them.
        let small = |units: i64| i32::try_from(units).unwrap_or(i32::MAX);
        SupplierWaybillResultItem {
            sku: self.sku,
            offer_id: self.offer_id,
            name: self.name,
            barcode: self.barcode,
            quantity_declared: small(self.declared),
            quantity_accepted: small(self.accepted),
            quantity_defective: small(self.defective),
            quantity_surplus: small(self.surplus),
            quantity_shortage: small(self.shortage),
        }
    }
}
