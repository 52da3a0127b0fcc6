//! What the seller tells of its postings' way: disputes with the marketplace, and, where it delivers itself, each
//! step to the buyer.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use gostiny_wire::{
    posting::{
        FbsPostingSentBySellerV2Response, FbsPostingSentBySellerV2Result, FbsPostingStepV2Request,
        FbsPostingStepV2Response, FbsPostingStepV2Result, PostingFbsMoveV2Request, PostingFbsMoveV2Response,
    },
    scalar::PostingNumber,
};

use super::{
    machine::{Event, Status, Way},
    row::{self, Posting},
    status,
};
use crate::{
    areas::{setting, tariff::Scheme},
    call::Call,
    check,
    error::{Error, Result},
    job::{Due, Kind},
};

/// On the agenda when nobody objects any more to a conditional delivery; the subject is the posting.
pub(super) const CONFIRM: Kind = Kind("posting.confirm");

const NOT_FOUND: &str = "POSTING_NOT_FOUND";
pub(super) const WRONG_INTEGRATION: &str = "HAS_INCORRECT_TPL_INTEGRATION_TYPE";
pub(super) const WRONG_ORDER: &str = "TRANSITION_IS_NOT_POSSIBLE";

/// Postings of one call.
const MOST: usize = 1_000;

/// Opens disputes over what was handed over and not accepted.
pub async fn arbitration_v2(call: &mut Call, req: &PostingFbsMoveV2Request) -> Result<PostingFbsMoveV2Response> {
    all_or_none(call, req, Event::Arbitrate).await
}

/// Takes disputed postings back, to be handed over again.
pub async fn awaiting_delivery_v2(call: &mut Call, req: &PostingFbsMoveV2Request) -> Result<PostingFbsMoveV2Response> {
    all_or_none(call, req, Event::TakeBack).await
}

async fn all_or_none(call: &mut Call, req: &PostingFbsMoveV2Request, event: Event) -> Result<PostingFbsMoveV2Response> {
    check::items("PostingFbsMoveV2Request", "PostingNumber", req.posting_number.len(), 1, MOST)?;
    let found = found(call, &req.posting_number).await?;
    let mut once = BTreeSet::new();
    let mut postings = Vec::with_capacity(found.len());
    for number in req.posting_number.iter().filter(|number| once.insert(*number)) {
        let posting = found.get(number).ok_or_else(|| Error::NotFound(NOT_FOUND.to_owned()))?;
        judge(posting, event)?.map_err(|code| Error::WrongState(code.to_owned()))?;
        postings.push(posting.clone());
    }
    status::advance_all(call, &postings, event).await?;
    Ok(PostingFbsMoveV2Response { result: true })
}

/// The seller abroad sent postings off.
pub async fn sent_by_seller_v2(
    call: &mut Call,
    req: &FbsPostingStepV2Request,
) -> Result<FbsPostingSentBySellerV2Response> {
    let result = each(call, req, Event::SendBySeller).await?.into_iter().map(|row| FbsPostingSentBySellerV2Result {
        error: Some(row.error).filter(|error| !error.is_empty()),
        posting_number: row.posting_number,
        result: row.result,
    });
    Ok(FbsPostingSentBySellerV2Response { result: result.collect() })
}

/// The seller's delivery took postings.
pub async fn delivering_v2(call: &mut Call, req: &FbsPostingStepV2Request) -> Result<FbsPostingStepV2Response> {
    Ok(FbsPostingStepV2Response { result: each(call, req, Event::StartDelivery).await? })
}

/// The seller's courier is on the way.
pub async fn last_mile_v2(call: &mut Call, req: &FbsPostingStepV2Request) -> Result<FbsPostingStepV2Response> {
    Ok(FbsPostingStepV2Response { result: each(call, req, Event::LastMile).await? })
}

/// The seller's courier handed postings over: delivered, or, where the settings say so, conditionally at first.
pub async fn delivered_v2(call: &mut Call, req: &FbsPostingStepV2Request) -> Result<FbsPostingStepV2Response> {
    let conditional = setting::of(call).await?.conditional_delivery;
    let event = if conditional { Event::HandOverConditionally } else { Event::HandOver };
    Ok(FbsPostingStepV2Response { result: each(call, req, event).await? })
}

/// Moves each posting that can move, and says of each other why not. A number that stands twice moves once.
async fn each(call: &mut Call, req: &FbsPostingStepV2Request, event: Event) -> Result<Vec<FbsPostingStepV2Result>> {
    check::items("FbsPostingStepV2Request", "PostingNumber", req.posting_number.len(), 1, MOST)?;
    let found = found(call, &req.posting_number).await?;
    let mut moved: BTreeMap<&PostingNumber, &Posting> = BTreeMap::new();
    let mut rows = Vec::with_capacity(req.posting_number.len());
    for number in &req.posting_number {
        let outcome = match found.get(number) {
            None => Err(NOT_FOUND),
            Some(_) if moved.contains_key(number) => Err(WRONG_ORDER),
            Some(posting) => judge(posting, event)?.map(|()| {
                moved.insert(number, posting);
            }),
        };
        rows.push(row(number, outcome));
    }
    let postings: Vec<Posting> = moved.into_values().cloned().collect();
    status::advance_all(call, &postings, event).await?;
    Ok(rows)
}

/// One row of an answer.
pub(super) fn row(number: &PostingNumber, outcome: Result<(), &'static str>) -> FbsPostingStepV2Result {
    FbsPostingStepV2Result {
        posting_number: number.clone(),
        result: outcome.is_ok(),
        error: outcome.err().unwrap_or_default().to_owned(),
    }
}

/// The seller's own postings among these numbers.
pub(super) async fn found(call: &mut Call, numbers: &[PostingNumber]) -> Result<HashMap<PostingNumber, Posting>> {
    let found = row::by_numbers(call, numbers).await?.into_iter();
    let own = found.filter(|posting| posting.scheme != Scheme::Fbo);
    Ok(own.map(|posting| (posting.posting_number.clone(), posting)).collect())
}

/// Whether the seller may take this step, in the order of who and when.
fn judge(posting: &Posting, event: Event) -> Result<Result<(), &'static str>> {
    let way = Way::of(posting);
    if !way.leaves_to_seller(event) {
        return Ok(Err(WRONG_INTEGRATION));
    }
    let at = Status::of(posting)?;
    Ok(at.after(event, way).map(drop).map_err(|_| WRONG_ORDER))
}

/// Nobody objected in time.
pub async fn confirm(call: &mut Call, due: &Due) -> Result<()> {
    let posting = row::find(call, &due.subject.as_str().into()).await?;
    if Status::of(&posting)? == Status::Conditional {
        status::advance(call, &posting, Event::Confirm, "").await?;
    }
    Ok(())
}
