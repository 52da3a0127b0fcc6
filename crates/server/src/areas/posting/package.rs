//! Packing a part of a posting: the packed part becomes a posting of its own, the rest stays to be packed. What is
//! left last keeps the number.

use gostiny_wire::posting::{PostingFbsShipPackageV3Request, PostingFbsShipResponse};

use super::{
    machine::{Event, Status, Way},
    needs,
    pack::{self, Line, Package},
    row::{self, Item, Posting},
    ship::{answer, keep_units, register_later, renumbered, ship_whole, split_off, to_pack, units},
    write,
};
use crate::{call::Call, error::Result};

/// Packs a part.
pub async fn v3(call: &mut Call, req: &PostingFbsShipPackageV3Request) -> Result<PostingFbsShipResponse> {
    let package: Package = req.products.iter().map(Line::from).collect();
    pack::check("PostingFbsShipPackageV3Request.Products", &package)?;
    let posting = to_pack(call, &req.posting_number).await?;
    let before = row::items(call, std::slice::from_ref(&req.posting_number)).await?;
    let mut items = before.clone();
    pack::take(&items, &package)?;
    units(call, &mut items, std::slice::from_ref(&package)).await?;
    let (part, rest) = pack::take(&items, &package)?;
    needs::check_ready(&part)?;
    let rest: Vec<Item> = rest.into_iter().filter(|item| item.quantity > 0).collect();
    if rest.is_empty() {
        return answer(ship_whole(call, &posting, &before, vec![part]).await?, false);
    }
    let rest = renumbered(&posting.posting_number, rest);
    write::replace_items(call, &posting.posting_number, &rest).await?;
    let (status, substatus) = Status::of(&posting)?.after(Event::Ship, Way::of(&posting))?.words();
    let packed =
        Posting { status: status.to_owned(), substatus: substatus.to_owned(), shipped_at: Some(call.now), ..posting };
    let shipped = split_off(call, &packed, vec![part]).await?;
    keep_units(call, &shipped, &rest).await?;
    register_later(call, &shipped).await?;
    answer(shipped, false)
}
