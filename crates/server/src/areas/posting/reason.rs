//! The reasons for which postings are cancelled.

use gostiny_wire::{
    method::Empty,
    posting::{
        CancelReason, PostingCancelReason, PostingCancelReasons, PostingFbsCancelReasonListV2Response,
        PostingFbsCancelReasonV1Request, PostingFbsCancelReasonV1Response,
    },
    scalar::CancelReasonId,
};

use super::{
    cancel::{REASONS, allowed, is_cancellable},
    machine::Status,
    row::{self, Posting},
    step,
};
use crate::{areas::setting, call::Call, check, error::Result};

/// All reasons, also those that a seller cannot give. All of them count as the seller's.
pub async fn list_v2(_: &mut Call, _: &Empty) -> Result<PostingFbsCancelReasonListV2Response> {
    let reasons = REASONS.iter().map(|reason| CancelReason {
        id: CancelReasonId(reason.id),
        is_available_for_cancellation: reason.is_available,
        title: reason.title.to_owned(),
        type_id: "seller".to_owned(),
    });
    Ok(PostingFbsCancelReasonListV2Response { result: reasons.collect() })
}

/// What each posting can be cancelled for where it stands; nothing where it can no longer be.
pub async fn of_postings_v1(
    call: &mut Call,
    req: &PostingFbsCancelReasonV1Request,
) -> Result<PostingFbsCancelReasonV1Response> {
    let numbers = &req.related_posting_numbers;
    check::items("PostingFbsCancelReasonV1Request", "RelatedPostingNumbers", numbers.len(), 1, 100)?;
    let found = step::found(call, numbers).await?;
    let conditional_cancel = setting::of(call).await?.conditional_cancel;
    let mut result = Vec::with_capacity(numbers.len());
    for number in numbers {
        let posting = found.get(number).ok_or_else(row::not_found)?;
        let reasons = reasons_of(posting, conditional_cancel)?;
        result.push(PostingCancelReasons { posting_number: number.clone(), reasons });
    }
    Ok(PostingFbsCancelReasonV1Response { result })
}

fn reasons_of(posting: &Posting, conditional_cancel: bool) -> Result<Vec<PostingCancelReason>> {
    let at = Status::of(posting)?;
    if !is_cancellable(posting, at, conditional_cancel) {
        return Ok(Vec::new());
    }
    let reasons = REASONS.iter().filter(|reason| allowed(at, reason.id).is_ok()).map(|reason| PostingCancelReason {
        id: CancelReasonId(reason.id),
        title: reason.title.to_owned(),
        type_id: "seller".to_owned(),
    });
    Ok(reasons.collect())
}
