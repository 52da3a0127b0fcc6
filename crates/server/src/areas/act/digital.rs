//! The electronic papers of a carriage: the same facts as on paper, with what the carrier said to them.

use gostiny_wire::{
    act::{
        DigitalActType, PostingFbsDigitalActCheckStatusV2Request, PostingFbsDigitalActCheckStatusV2Response,
        PostingFbsDigitalActGetPdfV2Request,
    },
    method::Pdf,
};

use super::{
    paper,
    row::{self, Carriage, IN_PROCESS, READY},
};
use crate::{
    areas::posting::{self, Handed},
    call::Call,
    error::{Error, Result},
};

/// A carriage that the shop has not is told as one without papers.
pub async fn check_status_v2(
    call: &mut Call,
    req: &PostingFbsDigitalActCheckStatusV2Request,
) -> Result<PostingFbsDigitalActCheckStatusV2Response> {
    let status = match row::find(call, req.id).await {
        Ok(carriage) => word(&carriage, handed(call, &carriage).await?),
        Err(Error::NotFound(_)) => "NOT_FOUND",
        Err(error) => return Err(error),
    };
    Ok(PostingFbsDigitalActCheckStatusV2Response { id: req.id, status: status.to_owned() })
}

async fn handed(call: &mut Call, carriage: &Carriage) -> Result<Handed> {
    let found = posting::handed(call, &[carriage.carriage_id]).await?;
    Ok(found.get(&carriage.carriage_id).copied().unwrap_or_default())
}

/// The state of the acceptance act: confirmed once the carrier has said something to each of its postings.
pub(super) fn word(carriage: &Carriage, handed: Handed) -> &'static str {
    match carriage.status.as_str() {
        IN_PROCESS if !carriage.is_draft => "FORMING",
        READY if handed.total == 0 || handed.accepted + handed.refused < handed.total => "FORMED",
        READY if handed.refused > 0 => "CONFIRMED_WITH_MISMATCH",
        READY => "CONFIRMED",
        row::FAILED => "UNKNOWN_ERROR",
        _ => "NOT_FOUND",
    }
}

/// The acceptance act, or an act of what was not accepted. Nothing is ever accepted beyond the act.
pub async fn get_pdf_v2(call: &mut Call, req: &PostingFbsDigitalActGetPdfV2Request) -> Result<Pdf> {
    let papers = paper::Papers::of(call, req.id).await?;
    let mut postings = posting::in_carriage(call, req.id).await?;
    match req.doc_type {
        DigitalActType::ActOfAcceptance => {}
        DigitalActType::ActOfMismatch => postings.retain(|posting| posting.status == "not_accepted"),
        DigitalActType::ActOfExcess => postings.clear(),
    }
    if postings.is_empty() {
        return Err(Error::NotFound("DOCUMENT_NOT_FOUND".to_owned()));
    }
    papers.drawn(call, &postings).await
}
