//! Notes in how many boxes a posting is packed.

use gostiny_wire::posting::{
    PostingMultiBoxQtySetV3Request, PostingMultiBoxQtySetV3Response, PostingMultiBoxQtySetV3Result,
};

use super::{machine::Way, row::Posting, ship::to_pack, step::WRONG_INTEGRATION};
use crate::{
    args,
    call::Call,
    error::{Error, Result},
};

/// The most boxes of one posting.
pub(super) const MOST: i64 = 1_000;

/// Where a carrier registers parcels, before they are packed.
pub async fn set_v3(call: &mut Call, req: &PostingMultiBoxQtySetV3Request) -> Result<PostingMultiBoxQtySetV3Response> {
    if !(1..=MOST).contains(&req.multi_box_qty) {
        let rule = format!("value must be inside range [1, {MOST}]");
        return Err(Error::invalid("PostingMultiBoxQtySetV3Request.MultiBoxQty", rule));
    }
    let posting = to_pack(call, &req.posting_number).await?;
    if Way::of(&posting) != Way::Carrier {
        return Err(Error::WrongState(WRONG_INTEGRATION.to_owned()));
    }
    note(call, &posting, req.multi_box_qty).await?;
    Ok(PostingMultiBoxQtySetV3Response { result: PostingMultiBoxQtySetV3Result { result: true } })
}

/// Notes it of a posting that the call holds.
pub(super) async fn note(call: &mut Call, posting: &Posting, boxes: i64) -> Result<()> {
    call.tx.run(NOTE, args![boxes, call.seller, &posting.posting_number]).await?;
    Ok(())
}

const NOTE: &str = "update posting set multi_box_qty = $1 where seller_id = $2 and posting_number = $3";
