//! Goods that wait for the seller: free for a week, then paid by the day, and in the end destroyed.

use gostiny_wire::{
    operator::ReturnEvent,
    scalar::{ReturnId, Time},
};

use super::{
    advance,
    charge::What,
    machine::Status,
    row::{self, GoodsReturn},
};
use crate::{
    areas::tariff::{self, Scheme},
    args,
    call::Call,
    error::{Error, Result},
    job::{self, Due, Kind},
};

/// On the agenda at the beginning of each day that is paid for; the subject is the return.
pub(super) const KEEP: Kind = Kind("returns.keep");
/// On the agenda when goods that nobody fetched are destroyed; the subject is the return.
pub(super) const DISPOSE: Kind = Kind("returns.dispose");
/// Days that are paid for at most; goods that nobody fetches then are destroyed.
const MOST_PAID_DAYS: i64 = 30;
/// Days from the decision to the destruction.
const TO_DISPOSE: i64 = 3;

/// When keeping begins to cost; the marketplace keeps no rFBS goods.
pub(super) fn paid_from(goods: &GoodsReturn) -> Option<Time> {
    goods.last_free_day.filter(|_| goods.scheme == Scheme::Fbs).map(|day| day.plus_days(1))
}

/// When goods that still wait are destroyed if nobody fetches them.
pub(super) fn destroyed_at(goods: &GoodsReturn) -> Option<Time> {
    let paid_from = paid_from(goods).filter(|_| matches!(goods.status, Status::Waiting | Status::Disposing))?;
    Some(paid_from.plus_days(MOST_PAID_DAYS + TO_DISPOSE))
}

/// The goods begin to wait. An rFBS seller has its own place for them.
pub(super) async fn begin(call: &mut Call, goods: &GoodsReturn) -> Result<()> {
    let Some(paid_from) = paid_from(goods) else { return Ok(()) };
    job::schedule(call, KEEP, paid_from, &goods.return_id.to_string(), "").await
}

/// Charges a day, if the goods still wait.
pub(super) async fn keep(call: &mut Call, due: &Due) -> Result<()> {
    let mut goods = row::find(call, ReturnId(due.subject_number()?)).await?;
    if goods.status != Status::Waiting {
        return Ok(());
    }
    if goods.paid_days >= MOST_PAID_DAYS {
        return advance::advance(call, &goods, ReturnEvent::Disposing).await.map(drop);
    }
    let args = args![call.seller, goods.return_id, goods.paid_days, goods.status.word()];
    if call.tx.run(PAID, args).await? != 1 {
        return Err(Error::Raced);
    }
    goods.paid_days += 1;
    let cause = format!("keeping:{}", goods.paid_days);
    let tariffs = tariff::history(call).await?;
    let day = goods.keeping_day(&tariffs);
    advance::tell(call, &goods, &cause, What::Keeping { kopecks: day.0 }, 0).await?;
    job::schedule(call, KEEP, due.due_at.plus_days(1), &due.subject, "").await
}

const PAID: &str = "update goods_return set paid_days = paid_days + 1 \
    where seller_id = $1 and return_id = $2 and paid_days = $3 and status = $4";

/// Agrees on the destruction.
pub(super) async fn dispose_later(call: &mut Call, goods: &GoodsReturn) -> Result<()> {
    job::schedule(call, DISPOSE, call.now.plus_days(TO_DISPOSE), &goods.return_id.to_string(), "").await
}

/// The goods are destroyed, if nobody said so before.
pub(super) async fn dispose(call: &mut Call, due: &Due) -> Result<()> {
    let goods = row::find(call, ReturnId(due.subject_number()?)).await?;
    if goods.status != Status::Disposing {
        return Ok(());
    }
    advance::advance(call, &goods, ReturnEvent::Disposed).await.map(drop)
}
