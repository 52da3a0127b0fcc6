//! The reasons for which postings are cancelled.

use gostiny_wire::{
    method::Empty,
    posting::{CancelReason, PostingFbsCancelReasonListV2Response},
    scalar::CancelReasonId,
};

use super::cancel::REASONS;
use crate::{call::Call, error::Result};

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
