//! Tracking numbers of the seller's carrier.

use std::collections::BTreeMap;

use gostiny_wire::{
    posting::{FbsPostingStepV2Response, FbsPostingTrackingNumberSetV2Request},
    scalar::PostingNumber,
};

use super::{
    deliver,
    machine::{Status, Way},
    row::Posting,
    status::{self, Step},
    step::{self, WRONG_INTEGRATION, WRONG_ORDER},
};
use crate::{
    args,
    call::Call,
    check,
    error::{Error, Result},
};

/// Names or renames the numbers; where a posting stands twice, the last number counts.
pub async fn set_v2(call: &mut Call, req: &FbsPostingTrackingNumberSetV2Request) -> Result<FbsPostingStepV2Response> {
    let given = &req.tracking_numbers;
    check::items("FbsPostingTrackingNumberSetV2Request", "TrackingNumbers", given.len(), 1, 20)?;
    for (at, one) in given.iter().enumerate() {
        let request = format!("FbsPostingTrackingNumberSetV2Request.TrackingNumbers[{at}]");
        check::length(&request, "TrackingNumber", one.tracking_number.trim(), 1, 100)?;
    }
    let numbers: Vec<PostingNumber> = given.iter().map(|one| one.posting_number.clone()).collect();
    let found = step::found(call, &numbers).await?;
    let mut named: BTreeMap<&PostingNumber, (&Posting, &str)> = BTreeMap::new();
    let mut rows = Vec::with_capacity(given.len());
    for one in given {
        let number = &one.posting_number;
        let outcome = match found.get(number) {
            None => Err("POSTING_NOT_FOUND"),
            Some(posting) => judge(posting)?.map(|()| {
                named.insert(number, (posting, one.tracking_number.trim()));
            }),
        };
        rows.push(step::row(number, outcome));
    }
    write(call, &named).await?;
    Ok(FbsPostingStepV2Response { result: rows })
}

/// Only where the seller chose the carrier, from packing until the buyer has it.
pub(super) fn judge(posting: &Posting) -> Result<Result<(), &'static str>> {
    if !Way::of(posting).is_seller_s() {
        return Ok(Err(WRONG_INTEGRATION));
    }
    let at = Status::of(posting)?;
    Ok(if at == Status::Packed || at.is_on_its_way() { Ok(()) } else { Err(WRONG_ORDER) })
}

async fn write(call: &mut Call, named: &BTreeMap<&PostingNumber, (&Posting, &str)>) -> Result<()> {
    let (mut rows, mut steps, mut begun) = (Vec::new(), Vec::new(), Vec::new());
    for (number, (posting, tracking)) in named {
        rows.push(args![call.seller, *number, &posting.status, &posting.substatus, *tracking].to_vec());
        steps.push(Step {
            posting_number: (*number).clone(),
            event: "tracking_number",
            status: Status::of(posting)?,
            note: (*tracking).to_owned(),
        });
        // From its number on the carrier reports by itself.
        if Way::of(posting) == Way::Tracked && posting.tracking_number.is_empty() {
            begun.push((*number).clone());
        }
    }
    let expected = u64::try_from(rows.len()).map_err(|error| Error::Internal(error.into()))?;
    if call.tx.run_bulk(WRITE, &rows).await? != expected {
        return Err(Error::Raced);
    }
    status::remember(call, &steps).await?;
    deliver::begin(call, &begun).await
}

// A posting that moved meanwhile is judged anew.
const WRITE: &str = "update posting set tracking_number = v.tracking_number \
    from {rows(seller_id, posting_number, status_before, substatus_before, tracking_number)} \
    where posting.seller_id = v.seller_id and posting.posting_number = v.posting_number \
    and posting.status = v.status_before and posting.substatus = v.substatus_before";
