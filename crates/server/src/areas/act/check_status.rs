//! Tells how far the papers of a carriage are.

use gostiny_wire::act::{
    PostingFbsActCheckStatusV2Request, PostingFbsActCheckStatusV2Response, PostingFbsActCheckStatusV2Result,
};

use super::row::{self, Carriage, IN_PROCESS};
use crate::{
    areas::{posting, warehouse},
    call::Call,
    error::Result,
};

/// Asked again and again until the status is no longer `in_process`.
pub async fn v2(
    call: &mut Call,
    req: &PostingFbsActCheckStatusV2Request,
) -> Result<PostingFbsActCheckStatusV2Response> {
    let carriage = row::find(call, req.id).await?;
    let taken = posting::in_carriage(call, carriage.carriage_id).await?;
    let is_partial = row::parts(call, carriage.delivery_method_id, &carriage.departure_day).await? > 1;
    let result = PostingFbsActCheckStatusV2Result {
        // Acts are signed on paper here; `ozon_digital` would be the electronic one.
        act_type: String::new(),
        added_to_act: taken.into_iter().map(|posting| posting.posting_number).collect(),
        has_postings_for_next_carriage: more_wait(call, &carriage).await?,
        is_partial,
        partial_num: if is_partial { carriage.partial_num } else { 0 },
        removed_from_act: carriage.removed,
        status: carriage.status,
    };
    Ok(PostingFbsActCheckStatusV2Response { result })
}

/// Packed postings of the day that no carriage has taken. Nobody can tell while this one is still gathering.
pub(super) async fn more_wait(call: &mut Call, carriage: &Carriage) -> Result<bool> {
    if carriage.status == IN_PROCESS {
        return Ok(false);
    }
    let Some(warehouse) = warehouse::find(call, carriage.warehouse_id).await? else { return Ok(false) };
    let Some(until) = warehouse::day_end(&warehouse, &carriage.departure_day) else { return Ok(false) };
    Ok(!posting::packed(call, carriage.delivery_method_id, until).await?.is_empty())
}
