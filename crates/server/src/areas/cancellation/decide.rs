//! Grants and refuses. A granted request calls the posting off, with all that this brings along.

use gostiny_wire::{
    cancellation::{ConditionalCancellation, ConditionalCancellationMoveRequest},
    method::Empty,
    operator::{PostingEvent, PostingEventRecordRequest},
    scalar::CancellationId,
};

use super::{
    GRANT,
    row::{self, APPROVED, OPEN, REJECTED},
};
use crate::{
    areas::posting,
    args,
    call::Call,
    check,
    error::{Error, Result},
    job::{self, Due},
};

/// The seller grants.
pub async fn approve(call: &mut Call, req: &ConditionalCancellationMoveRequest) -> Result<Empty> {
    let asked = open(call, req).await?;
    let posting = posting::find(call, &asked.posting_number).await?;
    if posting.status != "cancelled" {
        call_off(call, &asked).await?;
    }
    decide(call, &asked, APPROVED, req.comment.trim()).await
}

/// The seller refuses: the posting goes on.
pub async fn reject(call: &mut Call, req: &ConditionalCancellationMoveRequest) -> Result<Empty> {
    let asked = open(call, req).await?;
    decide(call, &asked, REJECTED, req.comment.trim()).await
}

/// Executes [`GRANT`]: nobody decided in time. What has arrived meanwhile is not called off any more.
pub(super) async fn grant(call: &mut Call, due: &Due) -> Result<()> {
    let asked = row::find(call, CancellationId(due.subject_number()?)).await?;
    if asked.state.state != OPEN {
        return Ok(());
    }
    let state = match posting::find(call, &asked.posting_number).await?.status.as_str() {
        "cancelled" => APPROVED,
        "delivering" => {
            call_off(call, &asked).await?;
            APPROVED
        }
        _ => REJECTED,
    };
    decide(call, &asked, state, "").await.map(drop)
}

/// The request, if it is still to be decided.
async fn open(call: &mut Call, req: &ConditionalCancellationMoveRequest) -> Result<ConditionalCancellation> {
    const REQUEST: &str = "ConditionalCancellationMoveRequest";
    check::positive(REQUEST, "CancellationId", req.cancellation_id.0)?;
    check::length(REQUEST, "Comment", &req.comment, 0, 1_000)?;
    let asked = row::find(call, req.cancellation_id).await?;
    if asked.state.state != OPEN {
        return Err(Error::WrongState(format!("CANCELLATION_IS_{}", asked.state.state)));
    }
    Ok(asked)
}

async fn call_off(call: &mut Call, asked: &ConditionalCancellation) -> Result<()> {
    let event = PostingEventRecordRequest {
        posting_number: asked.posting_number.clone(),
        event: Some(PostingEvent::CancelledByBuyer),
        reason: asked.cancellation_reason_message.clone(),
    };
    posting::record(call, &event).await.map(drop)
}

async fn decide(call: &mut Call, asked: &ConditionalCancellation, state: &str, remark: &str) -> Result<Empty> {
    let args = args![state, remark, call.now, call.seller, asked.cancellation_id];
    if call.tx.run(DECIDE, args).await? != 1 {
        return Err(Error::Raced);
    }
    job::cancel(call, GRANT, &asked.cancellation_id.to_string()).await?;
    Ok(Empty {})
}

const DECIDE: &str = "update cancellation_request set state = $1, remark = $2, decided_at = $3 \
    where seller_id = $4 and cancellation_id = $5 and state = 'ON_APPROVAL'";
