//! Goods set out on their way back: a buyer sends them, or a posting was called off on its way.

use std::collections::BTreeMap;

use gostiny_wire::{
    operator::{ReturnCreateRequest, ReturnState},
    scalar::{Money, ReturnId, Sku},
};

use super::{
    advance,
    charge::{Charge, ChargedLine, What, charge},
    machine::Status,
    row::{self, GoodsReturn, Kind},
    units,
};
use crate::{
    areas::{
        posting::{self, CalledOff, Item, Posting},
        tariff::{self, Scheme},
    },
    call::Call,
    check,
    error::{Error, Result},
    job::Due,
};

const REQUEST: &str = "ReturnCreateRequest";
/// What is said when nobody says why.
const NO_REASON: &str = "Товар не подошёл";
/// Of goods that the carrier lost nothing comes back.
const LOST: i64 = 667;

/// A buyer sends goods of any shop's delivered posting back.
pub async fn create(call: &mut Call, req: &ReturnCreateRequest) -> Result<ReturnState> {
    check::positive(REQUEST, "Sku", req.sku.0)?;
    check::positive(REQUEST, "Quantity", req.quantity)?;
    check::length(REQUEST, "Reason", &req.reason, 0, 1_000)?;
    call.seller = posting::owner(call, &req.posting_number).await?;
    let posting = posting::find(call, &req.posting_number).await?;
    if posting.status != "delivered" {
        return Err(Error::WrongState("POSTING_IS_NOT_DELIVERED".to_owned()));
    }
    let goods = goods(call, &posting).await?;
    let unknown = || Error::NotFound(format!("{} holds no sku {}", req.posting_number, req.sku));
    let item = goods.get(&req.sku).ok_or_else(unknown)?;
    if !units::take(call, &posting.posting_number, item.sku, item.quantity, req.quantity).await? {
        let known = units::taken(call, &posting.posting_number).await?.get(&item.sku).copied().unwrap_or(0);
        let left = item.quantity - known;
        return Err(Error::Conflict(format!("of sku {} {left} units can come back", item.sku)));
    }
    let mut new = new(call, &posting, item, req.quantity).await?;
    new.status = Status::first(posting.scheme);
    new.reason = if req.reason.trim().is_empty() { NO_REASON.to_owned() } else { req.reason.trim().to_owned() };
    (new.is_defective, new.is_opened) = (req.defect, req.is_opened);
    if new.status == Status::Accepted {
        new.accepted_at = Some(call.now);
        advance::reverse(call, &new).await?;
    }
    row::keep(call, &new).await?;
    advance::go_on(call, &new).await?;
    Ok(new.state(call.seller))
}

/// Executes [`posting::CAME_BACK`]: what is left of a posting that was called off after hand-over comes back, and its
/// money with it.
pub async fn came_back(call: &mut Call, due: &Due) -> Result<()> {
    let posting = posting::find(call, &due.subject.as_str().into()).await?;
    let number = &posting.posting_number;
    let (was_delivered, is_lost) = (posting.delivered_at.is_some(), posting.cancel_reason_id == LOST);
    let taken = units::taken(call, number).await?;
    let mut lines = Vec::new();
    for (sku, item) in goods(call, &posting).await? {
        let quantity = item.quantity - taken.get(&sku).copied().unwrap_or(0);
        if quantity <= 0 {
            continue;
        }
        if !units::take(call, number, sku, item.quantity, quantity).await? {
            return Err(Error::Raced);
        }
        let before = if was_delivered { units::reverse(call, number, sku, quantity).await? } else { 0 };
        lines.push(ChargedLine { sku, quantity, before });
        if !is_lost {
            let mut new = new(call, &posting, &item, quantity).await?;
            new.kind = if was_delivered { Kind::FromBuyer } else { Kind::CalledOff };
            (new.is_handled, new.reason) = (true, posting.cancel_reason.clone());
            // What no buyer had is on its way already.
            new.status = if was_delivered || posting.scheme == Scheme::Fbo { Status::Accepted } else { Status::Moving };
            new.accepted_at = (new.status == Status::Accepted).then_some(call.now);
            row::keep(call, &new).await?;
            advance::go_on(call, &new).await?;
        }
    }
    if lines.is_empty() {
        return Ok(());
    }
    let told = |cause: &str, what| Charge {
        posting_number: number.clone(),
        cause: format!("{cause}:{number}"),
        what,
        lines: lines.clone(),
    };
    if was_delivered {
        charge(call, &told("return", What::Reversal)).await?;
    }
    if is_lost {
        return Ok(());
    }
    charge(call, &told("handling", What::Handling { after_delivery: was_delivered })).await
}

/// Executes [`posting::PART_CANCELLED`]: units that were called off on their way come back by themselves. Only what
/// the seller delivers can be called off there, so no money moves; the posting no longer holds these units, so they
/// are not counted among those that can be returned.
pub async fn part_came_back(call: &mut Call, due: &Due) -> Result<()> {
    let called_off = CalledOff::of(due)?;
    if !called_off.had_left || called_off.reason_id == LOST {
        return Ok(());
    }
    let posting = posting::find(call, &due.subject.as_str().into()).await?;
    for line in called_off.lines {
        let item = Item {
            product_id: line.product_id,
            sku: line.sku,
            offer_id: line.offer_id,
            name: line.name,
            price: Money(line.kopecks),
            commission_basis_points: line.commission_basis_points,
            ..Item::default()
        };
        let mut new = new(call, &posting, &item, line.quantity).await?;
        new.kind = Kind::PartCalledOff;
        (new.status, new.is_handled, new.reason) = (Status::Moving, true, called_off.reason.clone());
        row::keep(call, &new).await?;
        advance::go_on(call, &new).await?;
    }
    Ok(())
}

/// The lines of a posting, one for each SKU.
async fn goods(call: &mut Call, posting: &Posting) -> Result<BTreeMap<Sku, Item>> {
    let mut goods: BTreeMap<Sku, Item> = BTreeMap::new();
    for item in posting::items(call, std::slice::from_ref(&posting.posting_number)).await? {
        match goods.get_mut(&item.sku) {
            Some(known) => known.quantity += item.quantity,
            None => {
                goods.insert(item.sku, item);
            }
        }
    }
    Ok(goods)
}

async fn new(call: &mut Call, posting: &Posting, item: &Item, quantity: i64) -> Result<GoodsReturn> {
    let tariffs = tariff::history(call).await?;
    let logistics = tariffs.at(posting.in_process_at).logistics(posting.scheme, item.volume_ml(), item.price);
    let way_back = logistics.return_flow.times(quantity);
    Ok(GoodsReturn {
        return_id: ReturnId(call.id("return").await?),
        posting_number: posting.posting_number.clone(),
        order_id: posting.order_id,
        scheme: posting.scheme,
        status: Status::Accepted,
        warehouse_id: posting.warehouse_id,
        place_name: posting.warehouse.clone(),
        clearing_id: posting.lower_barcode.parse().unwrap_or_default(),
        product_id: item.product_id,
        sku: item.sku,
        offer_id: item.offer_id.clone(),
        name: item.name.clone(),
        quantity,
        price: item.price,
        commission_basis_points: item.commission_basis_points,
        way_back,
        reason: String::new(),
        is_defective: false,
        is_opened: false,
        is_handled: false,
        created_at: call.now,
        accepted_at: None,
        waiting_from: None,
        last_free_day: None,
        ended_at: None,
        paid_days: 0,
        kind: Kind::FromBuyer,
        changed_at: call.now,
    })
}
