//! Calling some units of a posting off. Calling all of them off calls the posting off.

use gostiny_wire::{
    posting::{PostingFbsProductCancelV2Request, PostingFbsProductCancelV2Response},
    scalar::PostingNumber,
};

use super::{
    announce,
    cancel::{self, Cancellation, Reason},
    exemplar,
    machine::Event,
    pack::{self, Line},
    row::{self, Item, Posting},
    status::{self, Step},
    write,
};
use crate::{areas::stock, call::Call, check, error::Result};

const REQUEST: &str = "PostingFbsProductCancelV2Request";

/// Lowers quantities and frees what is called off, as long as it has not left.
pub async fn v2(call: &mut Call, req: &PostingFbsProductCancelV2Request) -> Result<PostingFbsProductCancelV2Response> {
    check::items(REQUEST, "Items", req.items.len(), 1, 1_000)?;
    let units: Vec<Line> = req.items.iter().map(|item| Line::new(item.sku, item.quantity)).collect();
    pack::check(&format!("{REQUEST}.Items"), &units)?;
    let message = req.cancel_reason_message.trim();
    check::length(REQUEST, "CancelReasonMessage", message, 1, 1_000)?;
    row::hold(call, &req.posting_number).await?;
    let (posting, at) = cancel::cancellable(call, &req.posting_number).await?;
    let reason = cancel::allowed(at, req.cancel_reason_id.0)?;
    let mut items = row::items(call, std::slice::from_ref(&req.posting_number)).await?;
    exemplar::read(call, &mut items, false).await?;
    let rest = without(&items, &units)?;
    if rest.is_empty() {
        status::call_off(call, &posting, Event::CancelBySeller, Cancellation::by_seller(reason), message).await?;
    } else {
        lower(call, &posting, reason, &items, rest).await?;
        let note = format!("{}: {message}", told(&units));
        let posting_number = posting.posting_number.clone();
        status::remember(call, &[Step { posting_number, event: "product_cancelled", status: at, note }]).await?;
    }
    Ok(PostingFbsProductCancelV2Response { result: posting.posting_number })
}

/// The lines that stay, with what is left of them. Units that carry nothing yet go first.
fn without(items: &[Item], units: &[Line]) -> Result<Vec<Item>> {
    let (_, rest) = pack::take(items, &units.to_vec())?;
    let kept = rest.into_iter().filter(|item| item.quantity > 0).map(|rest| {
        let whole = items.iter().find(|item| item.position == rest.position);
        let mut item = whole.cloned().unwrap_or_else(|| rest.clone());
        item.quantity = rest.quantity;
        item.needs.blank_last();
        item.needs.cut(item.quantity);
        item.mandatory_marks = item.needs.accepted_marks();
        item
    });
    Ok(kept.collect())
}

async fn lower(call: &mut Call, posting: &Posting, reason: Reason, before: &[Item], rest: Vec<Item>) -> Result<()> {
    let number: &PostingNumber = &posting.posting_number;
    let mut taken = Vec::new();
    let mut freed: Vec<(&Item, i64)> = Vec::new();
    for item in before {
        let left = rest.iter().find(|other| other.position == item.position);
        let units = item.quantity - left.map_or(0, |left| left.quantity);
        if units > 0 {
            freed.push((item, units));
        }
        let kept = left.map_or(&[][..], |left| &left.needs.units);
        let gone = item.needs.units.iter().filter(|unit| !kept.contains(unit));
        taken.extend(gone.flat_map(|unit| unit.taken.iter().cloned()));
    }
    write::replace_items(call, number, &rest).await?;
    if before.iter().any(|item| !item.needs.units.is_empty()) {
        exemplar::keep(call, &rest).await?;
    }
    announce::called_off(call, posting, reason, &freed).await?;
    // What has left lies on no shelf; it comes back as a return of its own.
    if posting.delivering_date.is_some() {
        return Ok(());
    }
    freed.sort_by_key(|(item, _)| item.product_id);
    let places: Vec<_> = freed.iter().map(|(item, _)| (item.product_id, posting.warehouse_id)).collect();
    for (item, units) in freed {
        stock::release(call, item.product_id, posting.warehouse_id, units).await?;
    }
    stock::changed(call, places).await?;
    exemplar::free_codes(call, &taken).await
}

/// `1595 x 2, 1596 x 1`.
fn told(units: &[Line]) -> String {
    units.iter().map(|line| format!("{} x {}", line.sku, line.quantity)).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use gostiny_wire::scalar::Sku;

    use super::{super::view::tests::item, *};

    #[test]
    fn units_that_carry_nothing_are_called_off_first() {
        let mut line = item(3, 100, 0);
        let marked = exemplar::Unit { mark: "m".to_owned(), checked: true, ..Default::default() };
        line.needs.units = vec![exemplar::Unit::default(), marked.clone()];
        let rest = without(&[line], &[Line::new(Sku(15), 2)]).unwrap();
        let left = rest.first().unwrap();
        assert_eq!((left.quantity, left.needs.units.as_slice()), (1, &[marked][..]));
        assert_eq!(left.mandatory_marks, ["m"]);
    }

    #[test]
    fn more_than_there_is_and_unknown_goods_are_refused() {
        let line = [item(3, 100, 0)];
        let refusal = |units: &[Line]| without(&line, units).unwrap_err().to_string();
        assert_eq!(refusal(&[Line::new(Sku(15), 2), Line::new(Sku(15), 2)]), "HAS_INCORRECT_PRODUCT_QUANTITY");
        assert_eq!(refusal(&[Line::new(Sku(16), 1)]), "UNKNOWN_PRODUCT_DEFINED");
        assert!(without(&line, &[Line::new(Sku(15), 3)]).unwrap().is_empty());
    }
}
