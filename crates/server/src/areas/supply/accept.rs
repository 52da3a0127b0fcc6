//! Counts what a supply brought. What is good is stock from then on.

use std::collections::{BTreeMap, BTreeSet};

use gostiny_wire::{
    operator::{
        SupplyOrderAcceptItem, SupplyOrderAcceptRequest, SupplyOrderAcceptResponse, SupplyOrderWaybillState,
        SupplyStockItem, SupplyStockRequest,
    },
    scalar::{ClientId, Sku, WaybillId},
};

use super::{
    count::Counted,
    create::{self, CREATED},
    show::{self, Waybill},
};
use crate::{
    areas::stock,
    args,
    call::Call,
    check,
    error::{Error, Result},
};

const REQUEST: &str = "SupplyOrderAcceptRequest";
/// Lines in one call.
const MOST: usize = 1_000;
/// Units of a line.
const MOST_UNITS: i64 = 1_000_000;
const IN_PROGRESS: &str = "IN_PROGRESS";
const ACCEPTED: &str = "ACCEPTED";
const WITH_DISCREPANCY: &str = "ACCEPTED_WITH_DISCREPANCY";

/// Counts one waybill, or all that are open.
pub async fn accept(call: &mut Call, req: &SupplyOrderAcceptRequest) -> Result<SupplyOrderAcceptResponse> {
    check::items(REQUEST, "Items", req.items.len(), 0, MOST)?;
    if req.items.iter().any(|item| item.surplus > MOST_UNITS) {
        return Err(Error::invalid(format!("{REQUEST}.Items.Surplus"), format!("value must be at most {MOST_UNITS}")));
    }
    let owner = call.tx.row(OWNER, args![req.order_id], |row| row.next::<ClientId>()).await?;
    call.seller = owner.ok_or_else(|| Error::NotFound("SUPPLY_ORDER_NOT_FOUND".to_owned()))?;
    let all = show::waybills(call, req.order_id).await?;
    let open = |waybill: &Waybill| matches!(waybill.status.as_str(), CREATED | IN_PROGRESS);
    let chosen: Vec<Waybill> = if req.waybill_id == WaybillId(0) {
        all.into_iter().filter(open).collect()
    } else {
        let found = all.into_iter().find(|waybill| waybill.waybill_id == req.waybill_id);
        vec![found.ok_or_else(|| Error::NotFound("WAYBILL_NOT_FOUND".to_owned()))?]
    };
    if chosen.is_empty() || !chosen.iter().all(open) {
        return Err(Error::WrongState("WAYBILL_ALREADY_ACCEPTED".to_owned()));
    }
    if chosen.len() > 1 && !req.items.is_empty() {
        let rule = "several waybills are open: say which one the items are about";
        return Err(Error::invalid(format!("{REQUEST}.WaybillId"), rule));
    }
    let mut waybills = Vec::with_capacity(chosen.len());
    for waybill in chosen {
        let status = if req.begin { begin(call, &waybill).await? } else { finish(call, &waybill, &req.items).await? };
        waybills.push(SupplyOrderWaybillState {
            waybill_id: waybill.waybill_id,
            waybill_number: waybill.waybill_number,
            status: status.to_owned(),
        });
    }
    Ok(SupplyOrderAcceptResponse { order_id: req.order_id, waybills })
}

const OWNER: &str = "select seller_id from supply_order where order_id = $1";

async fn begin(call: &mut Call, waybill: &Waybill) -> Result<&'static str> {
    if waybill.status != CREATED {
        return Err(Error::WrongState("WAYBILL_ALREADY_IN_PROGRESS".to_owned()));
    }
    set(call, waybill, IN_PROGRESS, false).await?;
    Ok(IN_PROGRESS)
}

async fn finish(call: &mut Call, waybill: &Waybill, items: &[SupplyOrderAcceptItem]) -> Result<&'static str> {
    let declared: BTreeMap<Sku, i64> =
        show::items(call, waybill.waybill_id).await?.into_iter().map(|item| (item.sku, item.declared)).collect();
    let counted = counted(&declared, items)?;
    let status = if counted.values().all(Counted::is_clean) { ACCEPTED } else { WITH_DISCREPANCY };
    set(call, waybill, status, true).await?;
    unannounced(call, waybill.waybill_id, &declared, &counted).await?;
    let row = |(sku, line): (&Sku, &Counted)| {
        let id = waybill.waybill_id;
        args![call.seller, id, *sku, line.accepted, line.defective, line.surplus, line.shortage].to_vec()
    };
    let rows: Vec<_> = counted.iter().map(row).collect();
    call.tx.run_bulk(COUNT, &rows).await?;
    let good = |(sku, line): (&Sku, &Counted)| SupplyStockItem { sku: *sku, quantity: line.accepted };
    let goods: Vec<SupplyStockItem> = counted.iter().map(good).filter(|item| item.quantity > 0).collect();
    for items in goods.chunks(MOST) {
        let supply = SupplyStockRequest { client_id: call.seller, items: items.to_vec() };
        stock::supply(call, &supply).await?;
    }
    Ok(status)
}

const COUNT: &str = "update supply_item set accepted = v.accepted, defective = v.defective, surplus = v.surplus, \
    shortage = v.shortage from {rows(seller_id, waybill_id, sku, accepted, defective, surplus, shortage)} \
    where supply_item.seller_id = v.seller_id and supply_item.waybill_id = v.waybill_id and supply_item.sku = v.sku";

/// Every line, counted; what no line announced is surplus.
fn counted(declared: &BTreeMap<Sku, i64>, items: &[SupplyOrderAcceptItem]) -> Result<BTreeMap<Sku, Counted>> {
    let as_announced = |(sku, units): (&Sku, &i64)| (*sku, Counted { accepted: *units, ..Counted::default() });
    let mut counted: BTreeMap<Sku, Counted> = declared.iter().map(as_announced).collect();
    let mut named = BTreeSet::new();
    for (at, item) in items.iter().enumerate() {
        let announced = declared.get(&item.sku).copied().unwrap_or(0);
        let line = Counted::of(announced, item.shortage, item.surplus, item.defect);
        let Some(line) = line.filter(|line| line.accepted <= MOST_UNITS && named.insert(item.sku)) else {
            let rule = "each SKU stands once, nothing is below 0 or above a million, and no more is missing or damaged \
                        than was announced";
            return Err(Error::invalid(format!("{REQUEST}.Items[{at}]"), rule));
        };
        counted.insert(item.sku, line);
    }
    Ok(counted)
}

/// Lines for what nobody announced.
async fn unannounced(
    call: &mut Call,
    waybill_id: WaybillId,
    declared: &BTreeMap<Sku, i64>,
    counted: &BTreeMap<Sku, Counted>,
) -> Result<()> {
    let new: Vec<Sku> = counted.keys().filter(|sku| !declared.contains_key(sku)).copied().collect();
    let products = create::products(call, &new).await?;
    let row = |sku: &Sku| products.get(sku).map(|product| create::item(call, waybill_id, *sku, product, 0));
    let rows: Vec<_> = new.iter().filter_map(row).collect();
    call.tx.run_bulk(create::ITEMS, &rows).await?;
    Ok(())
}

/// Moves a waybill on, unless someone else did so first.
async fn set(call: &mut Call, waybill: &Waybill, status: &str, is_done: bool) -> Result<()> {
    let at = is_done.then_some(call.now);
    let args = args![status, at, call.seller, waybill.waybill_id, &waybill.status];
    if call.tx.run(SET, args).await? == 1 { Ok(()) } else { Err(Error::Raced) }
}

const SET: &str = "update supply_waybill set status = $1, accepted_at = $2 \
    where seller_id = $3 and waybill_id = $4 and status = $5";
