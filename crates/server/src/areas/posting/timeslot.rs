//! Moves the delivery of postings that the seller delivers: twice at most, within a month of the order.

use gostiny_wire::{
    posting::{
        PostingDeliveryInterval, PostingFbsTimeslotChangeRestrictionsV1Request,
        PostingFbsTimeslotChangeRestrictionsV1Response, PostingFbsTimeslotSetV1Request,
        PostingFbsTimeslotSetV1Response,
    },
    push::Slot,
    scalar::Time,
};

use super::{
    dates,
    machine::{Status, Way},
    row::{self, Posting},
    status::{self, Step},
    step::WRONG_INTEGRATION,
};
use crate::{
    args,
    call::Call,
    check,
    error::{Error, Result},
};

/// How often it can be moved.
const MOST_CHANGES: i64 = 2;
/// Days after the order that it can be moved to.
const LATEST_DAYS: i64 = 30;

/// Where to and how often still. Where it cannot be moved that is the promised window, and never.
pub async fn restrictions_v1(
    call: &mut Call,
    req: &PostingFbsTimeslotChangeRestrictionsV1Request,
) -> Result<PostingFbsTimeslotChangeRestrictionsV1Response> {
    let posting = row::find_own(call, &req.posting_number).await?;
    let remaining_changes_count = remaining(&posting, call.now)?;
    let (begin, end) = match remaining_changes_count {
        0 => (posting.delivery_date_begin, posting.delivery_date_end),
        _ => bounds(&posting, call.now),
    };
    let delivery_interval = PostingDeliveryInterval { begin, end };
    Ok(PostingFbsTimeslotChangeRestrictionsV1Response { delivery_interval, remaining_changes_count })
}

/// Promises another window.
pub async fn set_v1(call: &mut Call, req: &PostingFbsTimeslotSetV1Request) -> Result<PostingFbsTimeslotSetV1Response> {
    const REQUEST: &str = "PostingFbsTimeslotSetV1Request";
    let slot = check::required(REQUEST, "NewTimeslot", req.new_timeslot.as_ref())?;
    const SLOT: &str = "PostingFbsTimeslotSetV1Request.NewTimeslot";
    let from = *check::required(SLOT, "From", slot.from.as_ref())?;
    let to = *check::required(SLOT, "To", slot.to.as_ref())?;
    row::hold(call, &req.posting_number).await?;
    let posting = row::find_own(call, &req.posting_number).await?;
    if !Way::of(&posting).is_seller_s() {
        return Err(Error::WrongState(WRONG_INTEGRATION.to_owned()));
    }
    let at = Status::of(&posting)?;
    if !is_early(at) {
        return Err(Error::WrongState("HAS_INCORRECT_STATUS".to_owned()));
    }
    if posting.timeslot_changes >= MOST_CHANGES {
        return Err(Error::WrongState("TIMESLOT_CHANGES_LIMIT_EXCEEDED".to_owned()));
    }
    let (begin, end) = bounds(&posting, call.now);
    if from < begin || to <= from || to > end {
        let rule = format!("value must be a window inside [{begin}, {end}]");
        return Err(Error::invalid(format!("{REQUEST}.NewTimeslot"), rule));
    }
    call.tx.run(MOVE, args![from, to, call.seller, &posting.posting_number]).await?;
    dates::tell_window(call, &posting, Slot(Some(from)), Slot(Some(to))).await?;
    let step =
        Step { posting_number: posting.posting_number, event: "timeslot", status: at, note: format!("{from} - {to}") };
    status::remember(call, &[step]).await?;
    Ok(PostingFbsTimeslotSetV1Response { result: true })
}

const MOVE: &str = "update posting set delivery_date_begin = $1, delivery_date_end = $2, \
    timeslot_changes = timeslot_changes + 1 where seller_id = $3 and posting_number = $4";

/// How often the seller may still choose when it is delivered.
pub(super) fn remaining(posting: &Posting, now: Time) -> Result<i64> {
    let (begin, end) = bounds(posting, now);
    let is_open = is_early(Status::of(posting)?) && Way::of(posting).is_seller_s() && begin < end;
    Ok(if is_open { MOST_CHANGES.saturating_sub(posting.timeslot_changes).max(0) } else { 0 })
}

/// Nobody is at the buyer's door yet.
fn is_early(at: Status) -> bool {
    matches!(at, Status::Unpacked | Status::Packed | Status::SentBySeller | Status::OnWay)
}

/// Not before it is packed, nor in the past.
fn bounds(posting: &Posting, now: Time) -> (Time, Time) {
    (posting.shipment_date.max(now), posting.in_process_at.plus_days(LATEST_DAYS))
}
