//! Packing a posting. The first package keeps the number, each further one becomes a posting of the same order.
//! The reservation moves with the goods, so the stock is not touched.

use gostiny_wire::{
    posting::{
        PostingFbsShipResponse, PostingFbsShipV2Request, PostingFbsShipV2Response, PostingFbsShipV3Request,
        PostingFbsShipV4Request, PostingFbsShipped, PostingFbsShippedProduct,
    },
    scalar::PostingNumber,
};

use super::{
    deliver::REGISTER,
    exemplar,
    machine::{Event, Status},
    needs, notify, order,
    pack::{self, Line, Package},
    row::{self, Item, Posting},
    status::{self, Step},
    write,
};
use crate::{
    areas::setting,
    call::Call,
    check,
    error::{Error, Result},
    job,
};

/// The oldest form: goods by SKU, no marking data.
pub async fn v2(call: &mut Call, req: &PostingFbsShipV2Request) -> Result<PostingFbsShipV2Response> {
    let packages = req
        .packages
        .iter()
        .map(|package| package.items.iter().map(|item| Line::new(item.sku, item.quantity)).collect());
    let shipped = ship(call, "PostingFbsShipV2Request", &req.posting_number, packages.collect()).await?;
    Ok(PostingFbsShipV2Response { result: shipped.into_iter().map(|(posting, _)| posting.posting_number).collect() })
}

/// Takes the marking codes of the units along.
pub async fn v3(call: &mut Call, req: &PostingFbsShipV3Request) -> Result<PostingFbsShipResponse> {
    let packages = req.packages.iter().map(|package| package.products.iter().map(Line::from).collect());
    let shipped = ship(call, "PostingFbsShipV3Request", &req.posting_number, packages.collect()).await?;
    answer(shipped, req.with.additional_data)
}

/// Marking codes were set beforehand.
pub async fn v4(call: &mut Call, req: &PostingFbsShipV4Request) -> Result<PostingFbsShipResponse> {
    let packages = req.packages.iter().map(|package| {
        package.products.iter().map(|product| Line::new(product.product_id, product.quantity)).collect()
    });
    let shipped = ship(call, "PostingFbsShipV4Request", &req.posting_number, packages.collect()).await?;
    answer(shipped, req.with.additional_data)
}

/// A packed posting with what is in it.
pub(super) type Shipped = (Posting, Vec<Item>);

/// Every version ends here: the packages must hold all units of the posting and nothing else.
async fn ship(call: &mut Call, request: &str, number: &PostingNumber, packages: Vec<Package>) -> Result<Vec<Shipped>> {
    check::items(request, "Packages", packages.len(), 1, 1_000)?;
    for (at, package) in packages.iter().enumerate() {
        pack::check(&format!("{request}.Packages[{at}].Products"), package)?;
    }
    let posting = to_pack(call, number).await?;
    let before = row::items(call, std::slice::from_ref(number)).await?;
    let mut items = before.clone();
    pack::divide(&items, &packages)?;
    units(call, &mut items, &packages).await?;
    needs::check_ready(&items)?;
    let parts = pack::divide(&items, &packages)?;
    ship_whole(call, &posting, &before, parts).await
}

/// Reads what was handed in for the units beforehand, or takes and checks what came along with the packages.
pub(super) async fn units(call: &mut Call, items: &mut [Item], packages: &[Package]) -> Result<()> {
    exemplar::read(call, items, false).await?;
    let defined = items.iter().flat_map(|item| &item.needs.units).any(|unit| !unit.is_blank());
    if !pack::bring_along(items, packages) {
        return Ok(());
    }
    if defined {
        return Err(Error::WrongState("EXEMPLAR_INFO_ALREADY_DEFINED".to_owned()));
    }
    match items.first().map(|item| item.posting_number.clone()) {
        Some(number) => exemplar::give(call, &number, items).await,
        None => Ok(()),
    }
}

/// Keeps the units where they have gone.
pub(super) async fn keep_units(call: &mut Call, parts: &[Shipped], rest: &[Item]) -> Result<()> {
    let lines = parts.iter().flat_map(|(_, items)| items).chain(rest);
    if lines.clone().all(|item| item.needs.units.is_empty()) {
        return Ok(());
    }
    exemplar::keep(call, &lines.cloned().collect::<Vec<_>>()).await
}

/// The seller's posting, if it is there to be packed, and nobody else's until it is.
pub(super) async fn to_pack(call: &mut Call, number: &PostingNumber) -> Result<Posting> {
    row::hold(call, number).await?;
    let posting = row::find_own(call, number).await?;
    let refusal = match Status::of(&posting)? {
        Status::Unpacked => return Ok(posting),
        Status::Cancelled => "POSTING_ALREADY_CANCELLED",
        Status::Registering | Status::Packed | Status::InCarriage => "POSTING_ALREADY_SHIPPED",
        _ => "HAS_INCORRECT_STATUS",
    };
    Err(Error::WrongState(refusal.to_owned()))
}

/// Packs the posting into parts that hold it whole.
pub(super) async fn ship_whole(
    call: &mut Call,
    posting: &Posting,
    items: &[Item],
    parts: Vec<Vec<Item>>,
) -> Result<Vec<Shipped>> {
    let packed = status::advance(call, posting, Event::Ship, "").await?;
    let mut parts = parts.into_iter();
    let first = renumbered(&packed.posting_number, parts.next().unwrap_or_default());
    let rest: Vec<Vec<Item>> = parts.collect();
    if first != items {
        write::replace_items(call, &packed.posting_number, &first).await?;
    }
    let mut shipped = vec![(packed.clone(), first)];
    shipped.append(&mut split_off(call, &packed, rest).await?);
    keep_units(call, &shipped, &[]).await?;
    register_later(call, &shipped).await?;
    Ok(shipped)
}

/// Makes a packed posting of each part, under the next free numbers of the order.
pub(super) async fn split_off(call: &mut Call, packed: &Posting, parts: Vec<Vec<Item>>) -> Result<Vec<Shipped>> {
    let count = i64::try_from(parts.len()).map_err(|error| Error::Internal(error.into()))?;
    if count == 0 {
        return Ok(Vec::new());
    }
    let first_number = order::next_parcels(call, packed.order_id, count).await?;
    let first_parcel = call.ids("parcel", count).await?;
    let mut made: Vec<Shipped> = Vec::with_capacity(parts.len());
    for (part, at) in parts.into_iter().zip(0..) {
        let number = write::number(packed.order_number.as_str(), first_number + at);
        let (upper_barcode, lower_barcode) = write::barcodes(first_parcel + at);
        let items = renumbered(&number, part);
        let posting = Posting {
            posting_number: number,
            upper_barcode,
            lower_barcode,
            parent_posting_number: packed.posting_number.to_string(),
            // The boxes that were told are those of the posting that keeps its number.
            multi_box_qty: 0,
            ..packed.clone()
        };
        made.push((posting, items));
    }
    let postings: Vec<Posting> = made.iter().map(|(posting, _)| posting.clone()).collect();
    let items: Vec<Item> = made.iter().flat_map(|(_, items)| items.iter().cloned()).collect();
    write::postings(call, &postings).await?;
    write::items(call, &items).await?;
    let at = Status::of(packed)?;
    let step = |posting: &Posting| Step {
        posting_number: posting.posting_number.clone(),
        event: "split",
        status: at,
        note: packed.posting_number.to_string(),
    };
    let steps: Vec<Step> = postings.iter().map(step).collect();
    status::remember(call, &steps).await?;
    for (posting, items) in &made {
        notify::split_off(call, posting, items).await?;
    }
    Ok(made)
}

/// A carrier that registers parcels takes a while to do so.
pub(super) async fn register_later(call: &mut Call, shipped: &[Shipped]) -> Result<()> {
    let mut delay = None;
    for (posting, _) in shipped {
        if Status::of(posting)? == Status::Registering {
            let seconds = match delay {
                Some(seconds) => seconds,
                None => setting::of(call).await?.registration_delay_seconds,
            };
            delay = Some(seconds);
            let at = call.now.plus_seconds(seconds);
            job::schedule(call, REGISTER, at, posting.posting_number.as_str(), "").await?;
        }
    }
    Ok(())
}

/// The lines under a posting's number, counted from 1.
pub(super) fn renumbered(number: &PostingNumber, items: Vec<Item>) -> Vec<Item> {
    let line = |(item, position): (Item, i64)| Item { posting_number: number.clone(), position, ..item };
    items.into_iter().zip(1..).map(line).collect()
}

/// The numbers, and what is in each when that was asked for.
pub(super) fn answer(shipped: Vec<Shipped>, with_additional_data: bool) -> Result<PostingFbsShipResponse> {
    let result = shipped.iter().map(|(posting, _)| posting.posting_number.clone()).collect();
    let shipped = if with_additional_data { shipped } else { Vec::new() };
    let additional_data = shipped.into_iter().map(contents).collect::<Result<_>>()?;
    Ok(PostingFbsShipResponse { additional_data, result })
}

fn contents((posting, items): Shipped) -> Result<PostingFbsShipped> {
    let product = |item: Item| {
        Ok(PostingFbsShippedProduct {
            currency_code: posting.currency_code.clone(),
            mandatory_mark: item.mandatory_marks,
            name: item.name,
            offer_id: item.offer_id,
            price: item.price.fixed(4),
            quantity: i32::try_from(item.quantity).map_err(|error| Error::Internal(error.into()))?,
            sku: item.sku,
        })
    };
    let products = items.into_iter().map(product).collect::<Result<_>>()?;
    Ok(PostingFbsShipped { posting_number: posting.posting_number, products })
}
