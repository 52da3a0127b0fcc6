//! Tells how far the check of units is.

use gostiny_wire::{
    posting::{
        ExemplarMarkChecked, FbsPostingProductExemplarStatusV4Exemplar, FbsPostingProductExemplarStatusV4Product,
        FbsPostingProductExemplarStatusV4Request, FbsPostingProductExemplarStatusV4Response,
        FbsPostingProductExemplarStatusV5Exemplar, FbsPostingProductExemplarStatusV5Product,
        FbsPostingProductExemplarStatusV5Request, FbsPostingProductExemplarStatusV5Response, Kilograms,
    },
    scalar::PostingNumber,
};

use super::{
    super::{
        machine::Status,
        needs,
        row::{self, Item, Posting},
    },
    Unit, read,
};
use crate::{call::Call, error::Result};

/// The units that were handed in, with the outcome for each.
pub async fn v4(
    call: &mut Call,
    req: &FbsPostingProductExemplarStatusV4Request,
) -> Result<FbsPostingProductExemplarStatusV4Response> {
    let (posting, items) = with_units(call, &req.posting_number).await?;
    let status = ship_status(&posting, &items)?.unwrap_or("ship_not_available");
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

/// The same, mark by mark. Of what is packed it tells that it cannot be changed any more.
pub async fn v5(
    call: &mut Call,
    req: &FbsPostingProductExemplarStatusV5Request,
) -> Result<FbsPostingProductExemplarStatusV5Response> {
    let (posting, items) = with_units(call, &req.posting_number).await?;
    let status = ship_status(&posting, &items)?.unwrap_or("update_not_available");
    let product = |mut item: Item| FbsPostingProductExemplarStatusV5Product {
        product_id: item.sku,
        exemplars: item.needs.weighed_units().into_iter().map(told).collect(),
    };
    Ok(FbsPostingProductExemplarStatusV5Response {
        posting_number: posting.posting_number,
        products: items.into_iter().map(product).collect(),
        status: status.to_owned(),
    })
}

async fn with_units(call: &mut Call, number: &PostingNumber) -> Result<(Posting, Vec<Item>)> {
    let (posting, mut items) = found(call, number).await?;
    read(call, &mut items, true).await?;
    Ok((posting, items))
}

/// Whether it can be packed; nothing once it is.
fn ship_status(posting: &Posting, items: &[Item]) -> Result<Option<&'static str>> {
    let processing = items.iter().flat_map(|item| &item.needs.units).any(|unit| !unit.checked);
    Ok(match Status::of(posting)? {
        Status::Unpacked if processing => Some("validation_in_process"),
        Status::Unpacked if needs::check_ready(items).is_ok() => Some("ship_available"),
        Status::Unpacked => Some("ship_not_available"),
        _ => None,
    })
}

pub(super) async fn found(call: &mut Call, number: &PostingNumber) -> Result<(Posting, Vec<Item>)> {
    let posting = row::find_own(call, number).await?;
    let items = row::items(call, std::slice::from_ref(number)).await?;
    Ok((posting, items))
}

/// How far the check of something of a unit is.
fn word(checked: bool, errors: &[String]) -> String {
    let word = match checked {
        false => "processing",
        true if errors.is_empty() => "passed",
        true => "failed",
    };
    word.to_owned()
}

fn told(unit: Unit) -> FbsPostingProductExemplarStatusV5Exemplar {
    let word = |errors: &[String]| word(unit.checked, errors);
    let mark = |(mark_type, mark, errors): (&str, String, &[String])| ExemplarMarkChecked {
        check_status: word(errors),
        error_codes: errors.to_vec(),
        mark,
        mark_type: mark_type.to_owned(),
    };
    FbsPostingProductExemplarStatusV5Exemplar {
        exemplar_id: unit.id,
        gtd_check_status: word(&unit.gtd_errors),
        marks: unit.marks_with_errors().into_iter().map(mark).collect(),
        rnpt_check_status: word(&unit.rnpt_errors),
        weight_check_status: word(&unit.weight_errors),
        weight: Kilograms(unit.weight),
        gtd: unit.gtd,
        gtd_error_codes: unit.gtd_errors,
        is_gtd_absent: unit.no_gtd,
        is_rnpt_absent: unit.no_rnpt,
        rnpt: unit.rnpt,
        rnpt_error_codes: unit.rnpt_errors,
        weight_error_codes: unit.weight_errors,
    }
}

fn shown(unit: Unit) -> FbsPostingProductExemplarStatusV4Exemplar {
    let word = |errors: &[String]| word(unit.checked, errors);
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
