//! Hands in the units of a posting, all of them each time. The check follows in a few seconds.

use std::collections::BTreeSet;

use gostiny_wire::{
    method::Empty,
    posting::{
        FbsPostingExemplarV5, FbsPostingExemplarV6, FbsPostingProductExemplarSetV4Request,
        FbsPostingProductExemplarSetV4Response, FbsPostingProductExemplarSetV5Request,
        FbsPostingProductExemplarSetV5Response, FbsPostingProductExemplarSetV6Request,
    },
    scalar::{PostingNumber, Sku},
};
use rand::Rng;

use super::{
    super::{
        boxes,
        machine::Status,
        needs::line_of,
        row::{self, Item, Posting},
    },
    CHECK, Unit, free, keep, note, read,
};
use crate::{
    call::Call,
    check,
    error::{Error, Result},
    job,
};

/// Units in the order in which they are packed; they keep the numbers that they may have.
pub async fn v4(
    call: &mut Call,
    req: &FbsPostingProductExemplarSetV4Request,
) -> Result<FbsPostingProductExemplarSetV4Response> {
    const REQUEST: &str = "FbsPostingProductExemplarSetV4Request";
    check::items(REQUEST, "Products", req.products.len(), 1, 1_000)?;
    let (posting, mut items) = to_fill(call, &req.posting_number).await?;
    read(call, &mut items, false).await?;
    let numbers: Vec<Vec<i64>> = items.iter_mut().map(blank).collect();
    let mut named = BTreeSet::new();
    for (at, product) in req.products.iter().enumerate() {
        once(&mut named, product.product_id, REQUEST, at)?;
        let line = line_of(&mut items, product.product_id)?;
        if i64::try_from(product.exemplars.len()).unwrap_or(i64::MAX) > line.quantity {
            return Err(Error::WrongState("HAS_INCORRECT_PRODUCT_QUANTITY".to_owned()));
        }
        line.needs.units = product.exemplars.iter().map(Unit::from).collect();
    }
    for (item, numbers) in items.iter_mut().zip(numbers) {
        let units = std::mem::take(&mut item.needs.units);
        let length = units.len().max(numbers.len());
        let all = units.into_iter().chain(std::iter::repeat_with(|| Unit::numbered(0)));
        let ids = numbers.into_iter().chain(std::iter::repeat(0));
        item.needs.units = all.zip(ids).map(|(unit, id)| Unit { id, ..unit }).take(length).collect();
        item.needs.has_units |= length > 0;
    }
    fill(call, &posting, &items).await?;
    Ok(FbsPostingProductExemplarSetV4Response { result: true })
}

/// Units by their numbers, one mark each.
pub async fn v5(
    call: &mut Call,
    req: &FbsPostingProductExemplarSetV5Request,
) -> Result<FbsPostingProductExemplarSetV5Response> {
    const REQUEST: &str = "FbsPostingProductExemplarSetV5Request";
    let given: Vec<Given> = req
        .products
        .iter()
        .map(|product| (product.product_id, product.exemplars.iter().map(Unit::from).collect()))
        .collect();
    by_number(call, REQUEST, &req.posting_number, req.multi_box_qty, given).await?;
    Ok(FbsPostingProductExemplarSetV5Response { result: true })
}

/// Units by their numbers, with typed marks and weights.
pub async fn v6(call: &mut Call, req: &FbsPostingProductExemplarSetV6Request) -> Result<Empty> {
    const REQUEST: &str = "FbsPostingProductExemplarSetV6Request";
    let mut given: Vec<Given> = Vec::with_capacity(req.products.len());
    for (product, at) in req.products.iter().zip(0..) {
        let units = product.exemplars.iter().zip(0..).map(|(exemplar, unit)| {
            let name = format!("{REQUEST}.Products[{at}].Exemplars[{unit}]");
            typed(&name, exemplar)
        });
        given.push((product.product_id, units.collect::<Result<_>>()?));
    }
    by_number(call, REQUEST, &req.posting_number, req.multi_box_qty, given).await?;
    Ok(Empty {})
}

/// A product and its units, each with its number.
type Given = (Sku, Vec<Unit>);

impl From<&FbsPostingExemplarV5> for Unit {
    fn from(given: &FbsPostingExemplarV5) -> Self {
        Self {
            id: given.exemplar_id,
            mark: given.mandatory_mark.trim_matches(' ').to_owned(),
            gtd: given.gtd.trim().to_owned(),
            no_gtd: given.is_gtd_absent,
            rnpt: given.rnpt.trim().to_owned(),
            no_rnpt: given.is_rnpt_absent,
            uin: Some(given.jw_uin.trim().to_owned()).filter(|uin| !uin.is_empty()).into_iter().collect(),
            ..Self::default()
        }
    }
}

fn typed(name: &str, given: &FbsPostingExemplarV6) -> Result<Unit> {
    Ok(Unit {
        id: given.exemplar_id,
        gtd: given.gtd.trim().to_owned(),
        no_gtd: given.is_gtd_absent,
        rnpt: given.rnpt.trim().to_owned(),
        no_rnpt: given.is_rnpt_absent,
        weight: given.weight.0,
        ..Unit::marked(name, &given.marks)?
    })
}

/// Only numbers that were given to units of the posting count. A unit that is not named is blank after.
async fn by_number(
    call: &mut Call,
    request: &str,
    number: &PostingNumber,
    multi_box_qty: i32,
    given: Vec<Given>,
) -> Result<()> {
    check::items(request, "Products", given.len(), 1, 1_000)?;
    let boxes = i64::from(multi_box_qty);
    if !(0..=boxes::MOST).contains(&boxes) {
        let rule = format!("value must be inside range [0, {}]", boxes::MOST);
        return Err(Error::invalid(format!("{request}.MultiBoxQty"), rule));
    }
    let (posting, mut items) = to_fill(call, number).await?;
    read(call, &mut items, false).await?;
    for item in &mut items {
        let numbers = blank(item);
        item.needs.units = numbers.into_iter().map(Unit::numbered).collect();
    }
    let mut named = BTreeSet::new();
    for (at, (sku, units)) in given.into_iter().enumerate() {
        once(&mut named, sku, request, at)?;
        let line = line_of(&mut items, sku)?;
        for (place, unit) in units.into_iter().enumerate() {
            let field = format!("{request}.Products[{at}].Exemplars[{place}].ExemplarId");
            put(line, unit, &field)?;
        }
        weigh(line);
    }
    if boxes > 0 {
        boxes::note(call, &posting, boxes).await?;
    }
    fill(call, &posting, &items).await
}

/// Puts a unit in the place of the blank one that has its number.
fn put(line: &mut Item, unit: Unit, field: &str) -> Result<()> {
    if unit.id <= 0 {
        return Err(Error::invalid(field, "value must be greater than 0"));
    }
    let sku = line.sku;
    let place = line.needs.units.iter_mut().find(|place| place.id == unit.id);
    let place =
        place.ok_or_else(|| Error::BadRequest(format!("exemplar {} does not belong to product {sku}", unit.id)))?;
    if *place != Unit::numbered(unit.id) {
        return Err(Error::invalid(field, "value must stand once"));
    }
    *place = unit;
    Ok(())
}

/// What the units weigh is what the line weighs, once all of them are weighed within the bounds. Where none says
/// anything, what was told before stays.
fn weigh(line: &mut Item) {
    let Some((least, most)) = line.needs.weight else { return };
    let weights: Vec<i64> = line.needs.units.iter().map(|unit| unit.weight).collect();
    if weights.iter().all(|weight| *weight == 0) {
        return;
    }
    let is_whole = weights.iter().all(|weight| *weight > 0 && (least..=most).contains(weight));
    line.needs.weights = if is_whole { weights } else { Vec::new() };
}

/// Takes the units off a line; answers their numbers.
fn blank(line: &mut Item) -> Vec<i64> {
    let units = std::mem::take(&mut line.needs.units);
    units.into_iter().map(|unit| unit.id).filter(|id| *id > 0).collect()
}

fn once(named: &mut BTreeSet<Sku>, sku: Sku, request: &str, at: usize) -> Result<()> {
    if named.insert(sku) {
        return Ok(());
    }
    Err(Error::invalid(format!("{request}.Products[{at}].ProductId"), "value must stand once"))
}

/// The posting, if it is there to be packed, with its lines; nobody else's until this is over.
async fn to_fill(call: &mut Call, number: &PostingNumber) -> Result<(Posting, Vec<Item>)> {
    row::hold(call, number).await?;
    let posting = row::find_own(call, number).await?;
    if Status::of(&posting)? != Status::Unpacked {
        return Err(Error::WrongState("Posting must have 'awaiting_packaging' status".to_owned()));
    }
    let items = row::items(call, std::slice::from_ref(number)).await?;
    Ok((posting, items))
}

/// Keeps what was handed in, in the place of what was before, and has it checked.
async fn fill(call: &mut Call, posting: &Posting, items: &[Item]) -> Result<()> {
    let number = &posting.posting_number;
    free(call, std::slice::from_ref(number)).await?;
    keep(call, items).await?;
    note(call, items).await?;
    job::cancel(call, CHECK, number.as_str()).await?;
    let parcel = posting.lower_barcode.parse().unwrap_or_default();
    let seconds = call.chance.of("exemplar check", parcel).random_range(1..=3);
    job::schedule(call, CHECK, call.now.plus_seconds(seconds), number.as_str(), "").await
}
