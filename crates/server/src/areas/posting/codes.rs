//! Codes that are given to a posting after the sale.

use gostiny_wire::{
    digital::{
        PostingDigitalCodes, PostingDigitalCodesTaken, PostingDigitalCodesUploadV1Request,
        PostingDigitalCodesUploadV1Response,
    },
    scalar::ProductId,
};

use super::{
    machine::Status,
    row::{self, not_found},
};
use crate::{
    areas::{digital, tariff::Scheme},
    call::Call,
    check,
    error::{Error, Result},
};

const REQUEST: &str = "UploadPostingCodesRequest";
/// Codes in one call.
const MOST: usize = 1_000;

/// Takes what fits; what is wrong with single codes is told beside them.
pub async fn upload_v1(
    call: &mut Call,
    req: &PostingDigitalCodesUploadV1Request,
) -> Result<PostingDigitalCodesUploadV1Response> {
    check::items(REQUEST, "ExemplarsBySku", req.exemplars_by_sku.len(), 1, 100)?;
    check::items(
        REQUEST,
        "ExemplarKeys",
        req.exemplars_by_sku.iter().map(|one| one.exemplar_keys.len()).sum(),
        0,
        MOST,
    )?;
    let posting = row::find(call, &req.posting_number).await?;
    if posting.scheme != Scheme::Fbo {
        return Err(not_found());
    }
    if Status::of(&posting)? == Status::Cancelled {
        return Err(Error::WrongState("POSTING_ALREADY_CANCELLED".to_owned()));
    }
    let items = row::items(call, std::slice::from_ref(&req.posting_number)).await?;
    let mut taken = Vec::with_capacity(req.exemplars_by_sku.len());
    for codes in &req.exemplars_by_sku {
        counted(codes)?;
        let product = items.iter().find(|item| item.sku == codes.sku).map(|item| item.product_id);
        let product = product.ok_or_else(|| Error::NotFound("PRODUCT_NOT_FOUND".to_owned()))?;
        taken.push(take(call, req, product, codes).await?);
    }
    Ok(PostingDigitalCodesUploadV1Response { exemplars_by_sku: taken })
}

fn counted(codes: &PostingDigitalCodes) -> Result<()> {
    if codes.not_available_exemplar_qty < 0 {
        return Err(Error::invalid(
            format!("{REQUEST}.NotAvailableExemplarQty"),
            "value must be greater than or equal to 0",
        ));
    }
    if usize::try_from(codes.exemplar_qty).ok() != Some(codes.exemplar_keys.len()) {
        return Err(Error::invalid(format!("{REQUEST}.ExemplarQty"), "value must be the number of exemplar_keys"));
    }
    Ok(())
}

async fn take(
    call: &mut Call,
    req: &PostingDigitalCodesUploadV1Request,
    product: ProductId,
    codes: &PostingDigitalCodes,
) -> Result<PostingDigitalCodesTaken> {
    let filled = digital::fill(call, &req.posting_number, product, &codes.exemplar_keys).await?;
    let failed = i32::try_from(filled.failed.len()).unwrap_or(i32::MAX);
    Ok(PostingDigitalCodesTaken {
        failed_exemplars: filled.failed,
        received_qty: i32::try_from(filled.received).unwrap_or(i32::MAX),
        rejected_qty: failed.saturating_add(codes.not_available_exemplar_qty),
        sku: codes.sku,
    })
}
