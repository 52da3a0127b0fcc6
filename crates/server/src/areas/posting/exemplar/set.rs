//! Hands in the units of a posting, all of them each time. The check follows in a few seconds.

use std::collections::BTreeSet;

use gostiny_wire::posting::{FbsPostingProductExemplarSetV4Request, FbsPostingProductExemplarSetV4Response};
use rand::Rng;

use super::{
    super::{machine::Status, needs::line_of, row},
    CHECK, Unit, free, keep, note,
};
use crate::{
    areas::tariff::Scheme,
    call::Call,
    check,
    error::{Error, Result},
    job,
};

const REQUEST: &str = "FbsPostingProductExemplarSetV4Request";

/// Replaces what was handed in before.
pub async fn v4(
    call: &mut Call,
    req: &FbsPostingProductExemplarSetV4Request,
) -> Result<FbsPostingProductExemplarSetV4Response> {
    check::items(REQUEST, "Products", req.products.len(), 1, 1_000)?;
    let number = &req.posting_number;
    row::hold(call, number).await?;
    let posting = row::find(call, number).await?;
    if posting.scheme == Scheme::Fbo {
        return Err(Error::NotFound("POSTING_NOT_FOUND".to_owned()));
    }
    if Status::of(&posting)? != Status::Unpacked {
        return Err(Error::WrongState("Posting must have 'awaiting_packaging' status".to_owned()));
    }
    let mut items = row::items(call, std::slice::from_ref(number)).await?;
    let mut named = BTreeSet::new();
    for (at, product) in req.products.iter().enumerate() {
        if !named.insert(product.product_id) {
            return Err(Error::invalid(format!("{REQUEST}.Products[{at}].ProductId"), "value must stand once"));
        }
        let line = line_of(&mut items, product.product_id)?;
        if i64::try_from(product.exemplars.len()).unwrap_or(i64::MAX) > line.quantity {
            return Err(Error::WrongState("HAS_INCORRECT_PRODUCT_QUANTITY".to_owned()));
        }
        line.needs.units = product.exemplars.iter().map(Unit::from).collect();
    }
    free(call, std::slice::from_ref(number)).await?;
    keep(call, &items).await?;
    note(call, &items).await?;
    job::cancel(call, CHECK, number.as_str()).await?;
    let parcel = posting.lower_barcode.parse().unwrap_or_default();
    let seconds = call.chance.of("exemplar check", parcel).random_range(1..=3);
    job::schedule(call, CHECK, call.now.plus_seconds(seconds), number.as_str(), "").await?;
    Ok(FbsPostingProductExemplarSetV4Response { result: true })
}
