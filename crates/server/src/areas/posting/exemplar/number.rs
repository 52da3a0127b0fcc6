//! Gives the units of a posting numbers of their own, and shows the units by them.

use gostiny_wire::{
    posting::{
        ExemplarMark, FbsPostingExemplarV5, FbsPostingExemplarV6, FbsPostingProductExemplarCreateOrGetRequest,
        FbsPostingProductExemplarCreateOrGetV5Response, FbsPostingProductExemplarCreateOrGetV6Response,
        FbsPostingProductExemplarsV5, FbsPostingProductExemplarsV6, Kilograms,
    },
    scalar::PostingNumber,
};

use super::{
    super::{
        machine::Status,
        row::{self, Item, Posting},
        view::boxes,
    },
    Unit, keep, note, read, status,
};
use crate::{call::Call, error::Result};

/// One mark for each unit.
pub async fn v5(
    call: &mut Call,
    req: &FbsPostingProductExemplarCreateOrGetRequest,
) -> Result<FbsPostingProductExemplarCreateOrGetV5Response> {
    let (posting, items) = numbered(call, &req.posting_number).await?;
    let product = |item: Item| FbsPostingProductExemplarsV5 {
        is_gtd_needed: item.needs.needs_gtd(),
        is_mandatory_mark_needed: item.needs.mark.is_some(),
        is_rnpt_needed: item.needs.needs_rnpt(),
        product_id: item.sku,
        quantity: quantity(&item),
        exemplars: item.needs.units.into_iter().map(one_marked).collect(),
    };
    Ok(FbsPostingProductExemplarCreateOrGetV5Response {
        multi_box_qty: boxes(&posting),
        posting_number: posting.posting_number,
        products: items.into_iter().map(product).collect(),
    })
}

/// Any number of typed marks, and weights.
pub async fn v6(
    call: &mut Call,
    req: &FbsPostingProductExemplarCreateOrGetRequest,
) -> Result<FbsPostingProductExemplarCreateOrGetV6Response> {
    let (posting, items) = numbered(call, &req.posting_number).await?;
    let product = |mut item: Item| {
        let (least, most) = item.needs.weight.unwrap_or_default();
        FbsPostingProductExemplarsV6 {
            is_gtd_needed: item.needs.needs_gtd(),
            is_jw_uin_needed: item.needs.uin,
            is_mandatory_mark_needed: item.needs.mark.is_some(),
            is_rnpt_needed: item.needs.needs_rnpt(),
            is_weight_needed: item.needs.weight.is_some(),
            product_id: item.sku,
            quantity: quantity(&item),
            weight_max: Kilograms(most),
            weight_min: Kilograms(least),
            exemplars: item.needs.weighed_units().into_iter().map(typed).collect(),
            ..FbsPostingProductExemplarsV6::default()
        }
    };
    Ok(FbsPostingProductExemplarCreateOrGetV6Response {
        multi_box_qty: boxes(&posting),
        posting_number: posting.posting_number,
        products: items.into_iter().map(product).collect(),
    })
}

/// The posting with its units. What is still to be packed gets a number for each unit that has none.
async fn numbered(call: &mut Call, number: &PostingNumber) -> Result<(Posting, Vec<Item>)> {
    row::hold(call, number).await?;
    let (posting, mut items) = status::found(call, number).await?;
    read(call, &mut items, true).await?;
    if Status::of(&posting)? != Status::Unpacked {
        return Ok((posting, items));
    }
    let lacking = |item: &Item| {
        let has = i64::try_from(item.needs.units.iter().filter(|unit| unit.id > 0).count()).unwrap_or(i64::MAX);
        item.quantity.saturating_sub(has).max(0)
    };
    let count = items.iter().map(lacking).sum();
    if count == 0 {
        return Ok((posting, items));
    }
    let mut next = call.ids("exemplar", count).await?;
    for item in &mut items {
        let quantity = usize::try_from(item.quantity).unwrap_or_default();
        item.needs.units.resize_with(quantity, || Unit::numbered(0));
        item.needs.has_units = true;
        for unit in item.needs.units.iter_mut().filter(|unit| unit.id == 0) {
            unit.id = next;
            next += 1;
        }
    }
    keep(call, &items).await?;
    note(call, &items).await?;
    Ok((posting, items))
}

fn quantity(item: &Item) -> i32 {
    i32::try_from(item.quantity).unwrap_or(i32::MAX)
}

fn one_marked(unit: Unit) -> FbsPostingExemplarV5 {
    FbsPostingExemplarV5 {
        exemplar_id: unit.id,
        gtd: unit.gtd,
        is_gtd_absent: unit.no_gtd,
        is_rnpt_absent: unit.no_rnpt,
        jw_uin: unit.uin.into_iter().next().unwrap_or_default(),
        mandatory_mark: unit.mark,
        rnpt: unit.rnpt,
    }
}

fn typed(unit: Unit) -> FbsPostingExemplarV6 {
    let mark = |(mark_type, mark): (&str, String)| ExemplarMark { mark, mark_type: mark_type.to_owned() };
    FbsPostingExemplarV6 {
        exemplar_id: unit.id,
        marks: unit.marks().into_iter().map(mark).collect(),
        gtd: unit.gtd,
        is_gtd_absent: unit.no_gtd,
        is_rnpt_absent: unit.no_rnpt,
        rnpt: unit.rnpt,
        weight: Kilograms(unit.weight),
    }
}
