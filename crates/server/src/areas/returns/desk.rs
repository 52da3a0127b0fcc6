//! Returns of all shops, as the operator looks through them.

use gostiny_wire::operator::{ReturnListItem, ReturnListRequest, ReturnListResponse};

use super::{
    machine::Status,
    row::{GoodsReturn, columns, goods_return},
};
use crate::{
    areas::seller,
    args,
    call::Call,
    error::{Error, Result},
};

/// Oldest of a shop first.
pub async fn list(call: &mut Call, req: &ReturnListRequest) -> Result<ReturnListResponse> {
    if !req.status.is_empty() && Status::ALL.iter().all(|status| status.word() != req.status) {
        let words = Status::ALL.map(Status::word).join(" ");
        return Err(Error::invalid("ReturnListRequest.Status", format!("value must be in list [{words}]")));
    }
    let asked = seller::Asked {
        request: "ReturnListRequest",
        client_id: req.client_id,
        limit: req.limit,
        last_id: &req.last_id,
    };
    let key = |item: &ReturnListItem| (item.created_at.0, item.return_id.0);
    let (returns, last_id) = seller::walk(call, asked, key, |call, behind, limit| {
        let status = req.status.clone();
        Box::pin(async move {
            let (at, id) = behind.unwrap_or((i64::MIN, 0));
            let page = if status.is_empty() {
                call.tx.rows(PAGE, args![call.seller, at, id, limit], goods_return).await?
            } else {
                call.tx.rows(IN_STATUS, args![call.seller, at, id, limit, status], goods_return).await?
            };
            let shop = call.seller;
            Ok(page.into_iter().map(|goods| ReturnListItem { client_id: shop, ..item(goods) }).collect())
        })
    })
    .await?;
    Ok(ReturnListResponse { returns, last_id })
}

const PAGE: &str = concat!(
    "select ",
    columns!(),
    " from goods_return where seller_id = $1 and (created_at, return_id) > ($2, $3) \
     order by created_at, return_id limit $4"
);
const IN_STATUS: &str = concat!(
    "select ",
    columns!(),
    " from goods_return where seller_id = $1 and status = $5 and (created_at, return_id) > ($2, $3) \
     order by created_at, return_id limit $4"
);

fn item(goods: GoodsReturn) -> ReturnListItem {
    ReturnListItem {
        return_id: goods.return_id,
        posting_number: goods.posting_number,
        scheme: goods.scheme.as_str().to_owned(),
        status: goods.status.word().to_owned(),
        sku: goods.sku,
        name: goods.name,
        quantity: goods.quantity,
        reason: goods.reason,
        created_at: goods.created_at,
        waiting_from: goods.waiting_from,
        ..ReturnListItem::default()
    }
}
