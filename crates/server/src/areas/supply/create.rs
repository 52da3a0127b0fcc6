//! Announces a supply.

use std::collections::BTreeMap;

use gostiny_wire::{
    operator::{SupplyOrderCreateRequest, SupplyOrderCreateResponse, SupplyOrderItem, SupplyOrderWaybillState},
    scalar::{Sku, SupplyOrderId, WaybillId},
};

use crate::{
    areas::{
        product::{self, Product},
        seller,
        stock::FBO_WAREHOUSE,
    },
    args,
    call::Call,
    check,
    error::{Error, Result},
    store::Arg,
};

const REQUEST: &str = "SupplyOrderCreateRequest";
/// Waybills of a supply.
const MOST_WAYBILLS: usize = 100;
/// Lines of a waybill.
const MOST_LINES: usize = 1_000;
/// Units of a line.
const MOST_UNITS: i64 = 1_000_000;
/// Nobody has counted yet.
pub(super) const CREATED: &str = "CREATED";

/// All waybills or none.
pub async fn create(call: &mut Call, req: &SupplyOrderCreateRequest) -> Result<SupplyOrderCreateResponse> {
    let single = [req.items.as_slice()];
    let several: Vec<&[SupplyOrderItem]> = req.waybills.iter().map(|waybill| waybill.items.as_slice()).collect();
    let lists = match (req.items.is_empty(), several.is_empty()) {
        (false, false) => return Err(Error::invalid(format!("{REQUEST}.Items"), "give items or waybills, not both")),
        (_, true) => single.as_slice(),
        (true, false) => several.as_slice(),
    };
    check::items(REQUEST, "Waybills", lists.len(), 1, MOST_WAYBILLS)?;
    let mut waybills = Vec::with_capacity(lists.len());
    for list in lists {
        waybills.push(lines(list)?);
    }
    seller::find(call, req.client_id).await?;
    call.seller = req.client_id;
    let skus: Vec<Sku> = waybills.iter().flat_map(BTreeMap::keys).copied().collect();
    let products = products(call, &skus).await?;
    let order_id = SupplyOrderId(call.id("supply_order").await?);
    call.tx.run(ORDER, args![call.seller, order_id, call.now]).await?;
    let mut states = Vec::with_capacity(waybills.len());
    for (units, number) in waybills.iter().zip(1..) {
        states.push(waybill(call, order_id, number, units, &products).await?);
    }
    Ok(SupplyOrderCreateResponse { order_id, waybills: states })
}

const ORDER: &str = "insert into supply_order (seller_id, order_id, created_at) values ($1, $2, $3)";

/// Units by SKU; a SKU that stands there twice is one line.
fn lines(items: &[SupplyOrderItem]) -> Result<BTreeMap<Sku, i64>> {
    check::items(REQUEST, "Items", items.len(), 1, MOST_LINES)?;
    let mut units: BTreeMap<Sku, i64> = BTreeMap::new();
    for item in items {
        let line = units.entry(item.sku).or_default();
        *line = line.saturating_add(item.quantity);
        if item.quantity < 1 || *line > MOST_UNITS {
            let rule = format!("value must be inside range [1, {MOST_UNITS}]");
            return Err(Error::invalid(format!("{REQUEST}.Items.Quantity"), rule));
        }
    }
    Ok(units)
}

/// The shop's products by either of their SKU.
pub(super) async fn products(call: &mut Call, skus: &[Sku]) -> Result<BTreeMap<Sku, Product>> {
    let mut unique = skus.to_vec();
    unique.sort_unstable();
    unique.dedup();
    let mut found = BTreeMap::new();
    for product in product::by_skus(call, &unique).await? {
        found.extend([(product.fbo_sku, product.clone()), (product.sku, product)]);
    }
    match unique.iter().find(|sku| !found.contains_key(sku)) {
        Some(sku) => Err(Error::NotFound(format!("the shop has no SKU {sku}"))),
        None => Ok(found),
    }
}

async fn waybill(
    call: &mut Call,
    order_id: SupplyOrderId,
    number: i64,
    units: &BTreeMap<Sku, i64>,
    products: &BTreeMap<Sku, Product>,
) -> Result<SupplyOrderWaybillState> {
    let waybill_id = WaybillId(call.id("waybill").await?);
    let waybill_number = format!("{order_id}-{number}");
    let args = args![call.seller, waybill_id, order_id, waybill_number.as_str(), CREATED, FBO_WAREHOUSE, call.now];
    call.tx.run(WAYBILL, args).await?;
    let mut rows = Vec::with_capacity(units.len());
    for (sku, declared) in units {
        let Some(product) = products.get(sku) else { continue };
        rows.push(item(call, waybill_id, *sku, product, *declared));
    }
    call.tx.run_bulk(ITEMS, &rows).await?;
    Ok(SupplyOrderWaybillState { waybill_id, waybill_number, status: CREATED.to_owned() })
}

const WAYBILL: &str = "insert into supply_waybill (seller_id, waybill_id, order_id, waybill_number, status, \
    warehouse_id, created_at, accepted_at) values ($1, $2, $3, $4, $5, $6, $7, null)";

/// A row of [`ITEMS`], as the product is called now.
pub(super) fn item(call: &Call, waybill_id: WaybillId, sku: Sku, product: &Product, declared: i64) -> Vec<Arg> {
    let barcode = product.barcodes.first().map(String::as_str).unwrap_or_default();
    args![call.seller, waybill_id, sku, &product.offer_id, &product.name, barcode, declared].to_vec()
}

pub(super) const ITEMS: &str = "insert into supply_item (seller_id, waybill_id, sku, offer_id, name, barcode, \
    declared, accepted, defective, surplus, shortage) \
    select seller_id, waybill_id, sku, offer_id, name, barcode, declared, 0, 0, 0, 0 \
    from {rows(seller_id, waybill_id, sku, offer_id, name, barcode, declared)}";
