//! The operator's hand on a parcel: what carrier, buyer and platform did with it.

use gostiny_wire::{
    operator::{PostingEvent, PostingEventRecordRequest, PostingEventRecordResponse},
    scalar::{ClientId, PostingNumber},
};

use super::{machine::Event, row, status};
use crate::{
    args,
    call::Call,
    check,
    error::{Error, Result},
};

/// Records an event of any shop's posting.
pub async fn record(call: &mut Call, req: &PostingEventRecordRequest) -> Result<PostingEventRecordResponse> {
    let event = check::required("PostingEventRecordRequest", "Event", req.event.as_ref())?;
    check::length("PostingEventRecordRequest", "Reason", &req.reason, 0, 1_000)?;
    call.seller = owner(call, &req.posting_number).await?;
    let posting = row::find(call, &req.posting_number).await?;
    let after = status::advance(call, &posting, move_of(*event), &req.reason).await?;
    Ok(PostingEventRecordResponse {
        posting_number: after.posting_number,
        status: after.status,
        substatus: after.substatus,
    })
}

async fn owner(call: &mut Call, number: &PostingNumber) -> Result<ClientId> {
    let found = call.tx.row(OWNER, args![number], |row| row.next()).await?;
    found.ok_or_else(|| Error::NotFound("POSTING_NOT_FOUND".to_owned()))
}

const OWNER: &str = "select seller_id from posting where posting_number = $1";

fn move_of(event: PostingEvent) -> Event {
    match event {
        PostingEvent::Accepted => Event::Accept,
        PostingEvent::NotAccepted => Event::NotAccept,
        PostingEvent::InTransit => Event::InTransit,
        PostingEvent::Courier => Event::Courier,
        PostingEvent::PickupPoint => Event::PickupPoint,
        PostingEvent::Delivered => Event::Deliver,
        PostingEvent::Received => Event::Receive,
        PostingEvent::Lost => Event::Lose,
        PostingEvent::CancelledByBuyer => Event::CancelByBuyer,
        PostingEvent::CancelledByPlatform => Event::CancelByPlatform,
        PostingEvent::DisputedByBuyer => Event::Dispute,
        PostingEvent::Returned => Event::Return,
    }
}
