//! What the drop-off of a posting takes.

use gostiny_wire::{
    posting::{PostingFbsRestrictionsV1Request, PostingFbsRestrictionsV1Response, PostingRestrictions},
    scalar::{Decimal2, PostingNumber},
};

use super::{row, step::WRONG_INTEGRATION};
use crate::{
    areas::{tariff::Scheme, warehouse},
    call::Call,
    error::{Error, Result},
};

/// Grams, centimetres and roubles.
struct Limits {
    weight: i64,
    length: i64,
    width: i64,
    height: i64,
    price: i64,
}

const USUAL: Limits = Limits { weight: 25_000, length: 120, width: 80, height: 80, price: 500_000 };
const BULKY: Limits = Limits { weight: 1_000_000, length: 400, width: 250, height: 250, price: 1_000_000 };

/// By the kind of the warehouse that it leaves from. Only FBS parcels are brought to a drop-off.
pub async fn v1(call: &mut Call, req: &PostingFbsRestrictionsV1Request) -> Result<PostingFbsRestrictionsV1Response> {
    let posting = row::find_own(call, &req.posting_number).await?;
    if posting.scheme != Scheme::Fbs {
        return Err(Error::WrongState(WRONG_INTEGRATION.to_owned()));
    }
    let warehouse = warehouse::find(call, posting.warehouse_id).await?;
    let is_bulky = warehouse.is_some_and(|warehouse| warehouse.is_kgt);
    let result = shown(posting.posting_number, if is_bulky { &BULKY } else { &USUAL });
    Ok(PostingFbsRestrictionsV1Response { result })
}

fn shown(posting_number: PostingNumber, limits: &Limits) -> PostingRestrictions {
    let whole = |number: i64| Decimal2(number * 100);
    PostingRestrictions {
        height: whole(limits.height),
        length: whole(limits.length),
        max_posting_price: whole(limits.price),
        max_posting_weight: whole(limits.weight),
        posting_number,
        width: whole(limits.width),
        ..PostingRestrictions::default()
    }
}
