//! The marketplace gives a posting another cut-off, or another delivery window.

use gostiny_wire::{
    operator::{PostingDates, PostingDatesSetRequest},
    push::{CutoffDateChanged, DeliveryDateChanged, Push, Slot},
    scalar::Time,
};

use super::{
    expire::EXPIRE,
    lookup::owner,
    machine::Status,
    row::{self, Posting},
};
use crate::{
    areas::{push, tariff::Scheme},
    args,
    call::Call,
    error::{Error, Result},
    job,
};

const REQUEST: &str = "PostingDatesSetRequest";
const MINUTE: i64 = 60_000_000;

/// What becomes of a date, or of a window.
enum Change<T> {
    Stays,
    Becomes(T),
    /// A new one is sought.
    Goes,
}

/// Changes what is given.
pub(super) async fn set(call: &mut Call, req: &PostingDatesSetRequest) -> Result<PostingDates> {
    let (cutoff, window) = (cutoff(req, call.now)?, window(req)?);
    call.seller = owner(call, &req.posting_number).await?;
    row::hold(call, &req.posting_number).await?;
    let before = row::find(call, &req.posting_number).await?;
    may_change(&before, &cutoff, &window)?;
    let mut after = before.clone();
    if let Change::Becomes(at) = cutoff {
        after.shipment_date = at;
    }
    if let Change::Becomes((begin, end)) = window {
        (after.delivery_date_begin, after.delivery_date_end) = (begin, end);
    }
    let dates = args![
        after.shipment_date,
        after.delivery_date_begin,
        after.delivery_date_end,
        call.seller,
        &after.posting_number
    ];
    call.tx.run(SET, dates).await?;
    expire_then(call, &after, &cutoff).await?;
    tell(call, &before, &cutoff, &window).await?;
    Ok(PostingDates {
        posting_number: after.posting_number,
        shipment_date: after.shipment_date,
        delivery_date_begin: after.delivery_date_begin,
        delivery_date_end: after.delivery_date_end,
    })
}

const SET: &str = "update posting set shipment_date = $1, delivery_date_begin = $2, delivery_date_end = $3 \
    where seller_id = $4 and posting_number = $5";

fn cutoff(req: &PostingDatesSetRequest, now: Time) -> Result<Change<Time>> {
    let invalid = |rule: &str| Err(Error::invalid(format!("{REQUEST}.ShipmentDate"), rule));
    match (req.shipment_date, req.shipment_date_removed) {
        (Some(_), true) => invalid("give a date or remove it, not both"),
        (None, true) => Ok(Change::Goes),
        (None, false) => Ok(Change::Stays),
        (Some(at), false) if at <= now => invalid("value must be later than now"),
        // A cut-off is always a whole minute.
        (Some(at), false) => Ok(Change::Becomes(Time(at.0 - at.0.rem_euclid(MINUTE)))),
    }
}

fn window(req: &PostingDatesSetRequest) -> Result<Change<(Time, Time)>> {
    let invalid = |rule: &str| Err(Error::invalid(format!("{REQUEST}.DeliveryDateBegin"), rule));
    match (req.delivery_date_begin, req.delivery_date_end, req.delivery_date_removed) {
        (None, None, true) => Ok(Change::Goes),
        (None, None, false) => Ok(Change::Stays),
        (_, _, true) => invalid("give a window or remove it, not both"),
        (Some(begin), Some(end), false) if begin < end => Ok(Change::Becomes((begin, end))),
        (Some(_), Some(_), false) => invalid("value must be earlier than its end"),
        (_, _, false) => invalid("begin and end are given together"),
    }
}

fn may_change(posting: &Posting, cutoff: &Change<Time>, window: &Change<(Time, Time)>) -> Result<()> {
    let at = Status::of(posting)?;
    let is_over = at == Status::Cancelled || at.is_delivered();
    let has_left = at.is_handed_over() && !matches!(cutoff, Change::Stays);
    let is_stored = posting.scheme == Scheme::Fbo;
    if is_over || has_left || is_stored && !matches!((cutoff, window), (Change::Stays, Change::Stays)) {
        let (number, status) = (&posting.posting_number, &posting.status);
        return Err(Error::WrongState(format!(
            "posting {number} ({}, {status}) has no such date",
            posting.scheme.as_str()
        )));
    }
    Ok(())
}

/// What is not packed expires at its new cut-off; without one it waits.
async fn expire_then(call: &mut Call, posting: &Posting, cutoff: &Change<Time>) -> Result<()> {
    if matches!(cutoff, Change::Stays) || Status::of(posting)? != Status::Unpacked {
        return Ok(());
    }
    job::cancel(call, EXPIRE, posting.posting_number.as_str()).await?;
    match cutoff {
        Change::Becomes(at) => job::schedule(call, EXPIRE, *at, posting.posting_number.as_str(), "").await,
        _ => Ok(()),
    }
}

async fn tell(call: &mut Call, before: &Posting, cutoff: &Change<Time>, window: &Change<(Time, Time)>) -> Result<()> {
    let new = match cutoff {
        Change::Becomes(at) if *at != before.shipment_date => Some(Slot(Some(*at))),
        Change::Goes => Some(Slot(None)),
        _ => None,
    };
    if let Some(new_cutoff_date) = new {
        let told = CutoffDateChanged {
            posting_number: before.posting_number.clone(),
            new_cutoff_date,
            old_cutoff_date: Slot(Some(before.shipment_date)),
            warehouse_id: before.warehouse_id,
            seller_id: before.seller,
        };
        push::tell(call, Push::CutoffDateChanged(told)).await?;
    }
    let old = (before.delivery_date_begin, before.delivery_date_end);
    let new = match window {
        Change::Becomes(window) if *window != old => Some((Slot(Some(window.0)), Slot(Some(window.1)))),
        Change::Goes => Some((Slot(None), Slot(None))),
        _ => None,
    };
    match new {
        Some((begin, end)) => tell_window(call, before, begin, end).await,
        None => Ok(()),
    }
}

/// Tells of a new delivery window, whoever chose it. Only who delivers itself is told when.
pub(super) async fn tell_window(
    call: &mut Call,
    before: &Posting,
    new_delivery_date_begin: Slot,
    new_delivery_date_end: Slot,
) -> Result<()> {
    if before.scheme != Scheme::Rfbs {
        return Ok(());
    }
    let told = DeliveryDateChanged {
        posting_number: before.posting_number.clone(),
        new_delivery_date_begin,
        new_delivery_date_end,
        old_delivery_date_begin: Slot(Some(before.delivery_date_begin)),
        old_delivery_date_end: Slot(Some(before.delivery_date_end)),
        warehouse_id: before.warehouse_id,
        seller_id: before.seller,
    };
    push::tell(call, Push::DeliveryDateChanged(told)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_given_whole_or_taken_away() {
        let now: Time = "2026-01-12T09:00:00Z".parse().unwrap();
        let day = now.plus_days(1);
        let of = |change: PostingDatesSetRequest| (cutoff(&change, now).is_ok(), window(&change).is_ok());
        let both = PostingDatesSetRequest {
            shipment_date: Some(day.plus_seconds(59)),
            delivery_date_begin: Some(day),
            delivery_date_end: Some(day.plus_days(1)),
            ..Default::default()
        };
        assert!(matches!(cutoff(&both, now), Ok(Change::Becomes(at)) if at == day));
        assert_eq!(of(both.clone()), (true, true));
        assert!(!of(PostingDatesSetRequest { shipment_date: Some(now), ..both.clone() }).0);
        assert_eq!(of(PostingDatesSetRequest { shipment_date_removed: true, ..both.clone() }), (false, true));
        assert_eq!(of(PostingDatesSetRequest { delivery_date_removed: true, ..both.clone() }), (true, false));
        assert_eq!(of(PostingDatesSetRequest { delivery_date_end: None, ..both.clone() }), (true, false));
        assert_eq!(of(PostingDatesSetRequest { delivery_date_end: Some(day), ..both }), (true, false));
    }
}
