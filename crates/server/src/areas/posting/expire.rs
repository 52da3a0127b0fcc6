//! What is not packed by its cut-off is called off by the marketplace, where the shop's settings say so.

use super::{
    cancel::Cancellation,
    machine::{Event, Status},
    row, status,
};
use crate::{
    areas::setting,
    call::Call,
    error::Result,
    job::{Due, Kind},
};

/// On the agenda at `shipment_date` of a posting that is still to be packed; the subject is its number.
pub(super) const EXPIRE: Kind = Kind("posting.expire");

/// The cut-off has come.
pub async fn expire(call: &mut Call, due: &Due) -> Result<()> {
    if !setting::of(call).await?.cancel_unpacked {
        return Ok(());
    }
    let posting = row::find(call, &due.subject.as_str().into()).await?;
    if Status::of(&posting)? == Status::Unpacked {
        status::call_off(call, &posting, Event::CancelByPlatform, Cancellation::of_unpacked(), "").await?;
    }
    Ok(())
}
