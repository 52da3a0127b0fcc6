//! Moves goods on their way back, with all that a step brings along: money, stock, the days they wait.

use gostiny_wire::{
    operator::{ReturnEvent, ReturnEventRecordRequest, ReturnState},
    scalar::{ClientId, ReturnId, Time},
};

use super::{
    charge::{Charge, ChargedLine, What, charge},
    keep,
    machine::Status,
    row::{self, GoodsReturn},
    units,
};
use crate::{
    areas::{product, setting, stock, tariff::Scheme},
    args,
    call::Call,
    check,
    error::{Error, Result},
    job::{self, Due, Kind},
};

/// On the agenda when goods take their next usual step by themselves; the subject is the return.
pub(super) const CARRY: Kind = Kind("returns.carry");
/// Hours between two steps of goods that move by themselves.
const STEP_HOURS: i64 = 24;
/// Days that goods wait free of charge.
const FREE_DAYS: i64 = 7;

/// Records an event of any shop's return.
pub async fn record(call: &mut Call, req: &ReturnEventRecordRequest) -> Result<ReturnState> {
    let event = check::required("ReturnEventRecordRequest", "Event", req.event.as_ref())?;
    let owner = call.tx.row(OWNER, args![req.return_id], |row| row.next::<ClientId>()).await?;
    call.seller = owner.ok_or_else(|| Error::NotFound("RETURN_NOT_FOUND".to_owned()))?;
    let goods = row::find(call, req.return_id).await?;
    let after = advance(call, &goods, *event).await?;
    Ok(after.state(call.seller))
}

const OWNER: &str = "select seller_id from goods_return where return_id = $1";

/// Goods that move by themselves take their next usual step, if they still can.
pub(super) async fn carry(call: &mut Call, due: &Due) -> Result<()> {
    let goods = row::find(call, ReturnId(due.subject_number()?)).await?;
    let Some(event) = goods.status.usual(goods.scheme) else { return Ok(()) };
    let after = advance(call, &goods, event).await?;
    go_on(call, &after).await
}

/// Agrees on the next usual step where carriers move by themselves.
pub(super) async fn go_on(call: &mut Call, goods: &GoodsReturn) -> Result<()> {
    if goods.status.usual(goods.scheme).is_none() || !setting::of(call).await?.auto_delivery {
        return Ok(());
    }
    let at = call.now.plus_hours(STEP_HOURS);
    job::schedule(call, CARRY, at, &goods.return_id.to_string(), "").await
}

/// One step.
pub(super) async fn advance(call: &mut Call, goods: &GoodsReturn, event: ReturnEvent) -> Result<GoodsReturn> {
    let to = goods.status.after(event, goods.scheme)?;
    let after = moved(goods, to, call.now);
    write(call, goods, &after).await?;
    match to {
        Status::Accepted => reverse(call, &after).await?,
        Status::Cancelled => units::give_back(call, &after.posting_number, after.sku, after.quantity).await?,
        Status::Waiting => keep::begin(call, &after).await?,
        Status::Compensated => tell(call, &after, "compensation", What::Compensation, 0).await?,
        Status::Disposing => keep::dispose_later(call, &after).await?,
        Status::WithSeller | Status::WithMarketplace if !after.is_defective => sell_again(call, &after).await?,
        _ => {}
    }
    if after.is_handled && !goods.is_handled {
        tell(call, &after, "handling", What::Handling { after_delivery: true }, 0).await?;
    }
    Ok(after)
}

/// The goods lie where they are sold from. A code that was sold once is not sold again; one that no buyer saw is free
/// already.
async fn sell_again(call: &mut Call, goods: &GoodsReturn) -> Result<()> {
    if product::digital(call, &[goods.product_id]).await?.is_empty() {
        stock::put_back(call, goods.product_id, goods.warehouse_id, goods.quantity).await?;
    }
    Ok(())
}

/// The return after a step. Pure.
fn moved(goods: &GoodsReturn, to: Status, now: Time) -> GoodsReturn {
    const DAY: i64 = 86_400_000_000;
    let mut after = goods.clone();
    (after.status, after.changed_at) = (to, now);
    match to {
        Status::Accepted => after.accepted_at = Some(now),
        Status::Waiting => {
            let today = Time(now.0.saturating_sub(now.0.rem_euclid(DAY)));
            (after.waiting_from, after.last_free_day) = (Some(now), Some(today.plus_days(FREE_DAYS)));
            after.is_handled = true;
        }
        Status::WithMarketplace | Status::WithSeller => (after.ended_at, after.is_handled) = (Some(now), true),
        Status::Compensated | Status::Disposing | Status::Cancelled => after.ended_at = Some(now),
        _ => {}
    }
    after
}

/// Writes the step, unless someone else moved the goods first.
async fn write(call: &mut Call, before: &GoodsReturn, after: &GoodsReturn) -> Result<()> {
    let args = args![
        after.status.word(),
        after.accepted_at,
        after.waiting_from,
        after.last_free_day,
        after.ended_at,
        after.is_handled,
        after.changed_at,
        call.seller,
        before.return_id,
        before.status.word()
    ];
    if call.tx.run(WRITE, args).await? == 1 { Ok(()) } else { Err(Error::Raced) }
}

const WRITE: &str = "update goods_return set status = $1, accepted_at = $2, waiting_from = $3, last_free_day = $4, \
    ended_at = $5, is_handled = $6, changed_at = $7 where seller_id = $8 and return_id = $9 and status = $10";

/// The sale of the goods is undone.
pub(super) async fn reverse(call: &mut Call, goods: &GoodsReturn) -> Result<()> {
    let before = units::reverse(call, &goods.posting_number, goods.sku, goods.quantity).await?;
    tell(call, goods, "return", What::Reversal, before).await
}

/// Tells finance about one return.
pub(super) async fn tell(call: &mut Call, goods: &GoodsReturn, cause: &str, what: What, before: i64) -> Result<()> {
    // What the seller delivers itself the marketplace neither brings back nor keeps.
    if goods.scheme == Scheme::Rfbs && !matches!(what, What::Reversal) {
        return Ok(());
    }
    let line = ChargedLine { sku: goods.sku, quantity: goods.quantity, before };
    let told = Charge {
        posting_number: goods.posting_number.clone(),
        cause: format!("{cause}:{}:{}", goods.posting_number, goods.return_id),
        what,
        lines: vec![line],
    };
    charge(call, &told).await
}

#[cfg(test)]
mod tests {
    use gostiny_wire::scalar::{Money, OfferId, OrderId, PostingNumber, ProductId, Sku, WarehouseId};

    use super::*;
    use crate::areas::tariff::History;

    fn goods(status: Status) -> GoodsReturn {
        GoodsReturn {
            return_id: ReturnId(1),
            posting_number: PostingNumber::default(),
            order_id: OrderId(1),
            scheme: Scheme::Fbs,
            status,
            warehouse_id: WarehouseId(1),
            place_name: String::new(),
            clearing_id: 1,
            product_id: ProductId(1),
            sku: Sku(1),
            offer_id: OfferId::default(),
            name: String::new(),
            quantity: 2,
            price: Money(100),
            commission_basis_points: 1_000,
            way_back: Money(10),
            reason: String::new(),
            is_defective: false,
            is_opened: false,
            is_handled: false,
            created_at: Time(0),
            accepted_at: None,
            waiting_from: None,
            last_free_day: None,
            ended_at: None,
            paid_days: 3,
            kind: row::Kind::FromBuyer,
            changed_at: Time(0),
        }
    }

    #[test]
    fn goods_wait_a_week_free_of_charge_counted_in_whole_days() {
        let now: Time = "2026-01-12T15:30:00Z".parse().unwrap();
        let waiting = moved(&goods(Status::Ready), Status::Waiting, now);
        assert_eq!((waiting.waiting_from, waiting.is_handled), (Some(now), true));
        assert_eq!(waiting.last_free_day, Some("2026-01-19T00:00:00Z".parse().unwrap()));
        assert_eq!(waiting.keeping_cost(&History::default()), Money(3_000));
        let lost = moved(&waiting, Status::Compensated, now);
        assert_eq!((lost.ended_at, lost.waiting_from), (Some(now), Some(now)));
        assert!(!moved(&goods(Status::Accepted), Status::Moving, now).is_handled);
    }
}
