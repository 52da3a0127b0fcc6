//! Packing a part of a posting: the packed part becomes a posting of its own, the rest stays to be packed. What is
//! left last keeps the number.

use gostiny_wire::{
    posting::{
        PostingFbsShipPackageV3Request, PostingFbsShipPackageV4Request, PostingFbsShipPackageV4Response,
        PostingFbsShipResponse,
    },
    scalar::PostingNumber,
};

use super::{
    machine::{Event, Status, Way},
    needs,
    pack::{self, Line, Package},
    row::{self, Item, Posting},
    ship::{Shipped, answer, keep_units, register_later, renumbered, ship_whole, split_off, to_pack, units},
    write,
};
use crate::{
    call::Call,
    error::{Error, Result},
};

/// Takes the marking codes of the units along.
pub async fn v3(call: &mut Call, req: &PostingFbsShipPackageV3Request) -> Result<PostingFbsShipResponse> {
    let package: Package = req.products.iter().map(Line::from).collect();
    answer(ship(call, "PostingFbsShipPackageV3Request", &req.posting_number, package).await?, false)
}

/// Marking codes were set beforehand; units can be named by their numbers.
pub async fn v4(call: &mut Call, req: &PostingFbsShipPackageV4Request) -> Result<PostingFbsShipPackageV4Response> {
    let package: Package = req.products.iter().map(Line::from).collect();
    let shipped = ship(call, "PostingFbsShipPackageV4Request", &req.posting_number, package).await?;
    let (posting, _) = shipped.into_iter().next().ok_or_else(|| Error::internal("a package without a posting"))?;
    Ok(PostingFbsShipPackageV4Response { result: posting.posting_number })
}

/// Packs a part.
async fn ship(call: &mut Call, request: &str, number: &PostingNumber, package: Package) -> Result<Vec<Shipped>> {
    pack::check(&format!("{request}.Products"), &package)?;
    let posting = to_pack(call, number).await?;
    let before = row::items(call, std::slice::from_ref(number)).await?;
    let mut items = before.clone();
    pack::take(&items, &package)?;
    units(call, &mut items, std::slice::from_ref(&package)).await?;
    pack::choose(&mut items, &package)?;
    let (part, rest) = pack::take(&items, &package)?;
    needs::check_ready(&part)?;
    let rest: Vec<Item> = rest.into_iter().filter(|item| item.quantity > 0).collect();
    if rest.is_empty() {
        return ship_whole(call, &posting, &before, vec![part]).await;
    }
    let rest = renumbered(&posting.posting_number, rest);
    write::replace_items(call, &posting.posting_number, &rest).await?;
    let (status, substatus) = Status::of(&posting)?.after(Event::Ship, Way::of(&posting))?.words();
    let packed =
        Posting { status: status.to_owned(), substatus: substatus.to_owned(), shipped_at: Some(call.now), ..posting };
    let shipped = split_off(call, &packed, vec![part]).await?;
    keep_units(call, &shipped, &rest).await?;
    register_later(call, &shipped).await?;
    Ok(shipped)
}
