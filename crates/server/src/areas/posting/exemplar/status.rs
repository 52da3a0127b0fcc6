//! Tells how far the check of units is, and whether codes are well formed.

use gostiny_wire::posting::{
    FbsPostingProductExemplarStatusV4Exemplar, FbsPostingProductExemplarStatusV4Product,
    FbsPostingProductExemplarStatusV4Request, FbsPostingProductExemplarStatusV4Response,
    FbsPostingProductExemplarValidateV4Exemplar, FbsPostingProductExemplarValidateV4Product,
    FbsPostingProductExemplarValidateV4Request, FbsPostingProductExemplarValidateV4Response,
    FbsPostingProductExemplarValidateV4Result, FbsPostingProductExemplarValidated,
    FbsPostingProductExemplarValidatedUnit,
};
use gostiny_wire::scalar::PostingNumber;

use super::{
    super::{
        machine::Status,
        needs,
        row::{self, Item, Posting},
    },
    Unit,
    check::{form, strictness},
    read,
};
use crate::{
    areas::{mark::Strictness, tariff::Scheme},
    call::Call,
    check,
    error::{Error, Result},
};

/// The units that were handed in, with the outcome for each.
pub async fn v4(
    call: &mut Call,
    req: &FbsPostingProductExemplarStatusV4Request,
) -> Result<FbsPostingProductExemplarStatusV4Response> {
    let (posting, mut items) = found(call, &req.posting_number).await?;
    read(call, &mut items, true).await?;
    let processing = items.iter().flat_map(|item| &item.needs.units).any(|unit| !unit.checked);
    let status = match Status::of(&posting)? {
        Status::Unpacked if processing => "validation_in_process",
        Status::Unpacked if needs::is_ready(&items) => "ship_available",
        _ => "ship_not_available",
    };
    let product = |item: Item| FbsPostingProductExemplarStatusV4Product {
        product_id: item.sku,
        exemplars: item.needs.units.into_iter().map(shown).collect(),
    };
    Ok(FbsPostingProductExemplarStatusV4Response {
        posting_number: posting.posting_number,
        products: items.into_iter().map(product).collect(),
        status: status.to_owned(),
    })
}

async fn found(call: &mut Call, number: &PostingNumber) -> Result<(Posting, Vec<Item>)> {
    let posting = row::find(call, number).await?;
    if posting.scheme == Scheme::Fbo {
        return Err(Error::NotFound("POSTING_NOT_FOUND".to_owned()));
    }
    let items = row::items(call, std::slice::from_ref(number)).await?;
    Ok((posting, items))
}

fn shown(unit: Unit) -> FbsPostingProductExemplarStatusV4Exemplar {
    let word = |errors: &[String]| {
        let word = match unit.checked {
            false => "processing",
            true if errors.is_empty() => "passed",
            true => "failed",
        };
        word.to_owned()
    };
    FbsPostingProductExemplarStatusV4Exemplar {
        gtd_check_status: word(&unit.gtd_errors),
        jw_uin_check_status: word(&unit.uin_errors),
        mandatory_mark_check_status: word(&unit.mark_errors),
        rnpt_check_status: word(&unit.rnpt_errors),
        gtd: unit.gtd,
        gtd_error_codes: unit.gtd_errors,
        is_gtd_absent: unit.no_gtd,
        is_rnpt_absent: unit.no_rnpt,
        jw_uin: unit.uin,
        jw_uin_error_codes: unit.uin_errors,
        mandatory_mark: unit.mark,
        mandatory_mark_error_codes: unit.mark_errors,
        rnpt: unit.rnpt,
        rnpt_error_codes: unit.rnpt_errors,
    }
}

/// Looks at the form of codes and keeps nothing.
pub async fn validate_v4(
    call: &mut Call,
    req: &FbsPostingProductExemplarValidateV4Request,
) -> Result<FbsPostingProductExemplarValidateV4Response> {
    check::items("FbsPostingProductExemplarValidateV4Request", "Products", req.products.len(), 1, 1_000)?;
    let (_, items) = found(call, &req.posting_number).await?;
    let strictness = strictness(call).await?;
    let products = req.products.iter().map(|product| validated(product, &items, strictness)).collect();
    Ok(FbsPostingProductExemplarValidateV4Response { result: FbsPostingProductExemplarValidateV4Result { products } })
}

fn validated(
    product: &FbsPostingProductExemplarValidateV4Product,
    items: &[Item],
    strictness: Strictness,
) -> FbsPostingProductExemplarValidated {
    let item = items.iter().find(|item| item.sku == product.product_id);
    let Some(item) = item else {
        let error = "UNKNOWN_PRODUCT_DEFINED".to_owned();
        return FbsPostingProductExemplarValidated { error, product_id: product.product_id, ..Default::default() };
    };
    let unit = |given: &FbsPostingProductExemplarValidateV4Exemplar| {
        let unit = Unit {
            mark: given.mandatory_mark.trim_matches(' ').to_owned(),
            gtd: given.gtd.clone(),
            rnpt: given.rnpt.clone(),
            uin: given.jw_uin.iter().filter(|uin| !uin.is_empty()).cloned().collect(),
            ..Unit::default()
        };
        let errors = form(&unit, &item.needs, strictness);
        FbsPostingProductExemplarValidatedUnit {
            valid: errors.is_empty(),
            errors,
            gtd: given.gtd.clone(),
            jw_uin: given.jw_uin.clone(),
            mandatory_mark: given.mandatory_mark.clone(),
            rnpt: given.rnpt.clone(),
        }
    };
    let exemplars: Vec<_> = product.exemplars.iter().map(unit).collect();
    FbsPostingProductExemplarValidated {
        error: String::new(),
        product_id: product.product_id,
        valid: exemplars.iter().all(|unit| unit.valid),
        exemplars,
    }
}
