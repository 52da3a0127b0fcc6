//! Pages of the seller's products that may take part in a promotion, and of those that do. The first kind holds the
//! second, so that pages stay where they are while goods come and go.

use std::collections::HashMap;

use gostiny_wire::{
    action::{
        ActionProduct, ActionProducts, ActionsCandidatesV1Request, ActionsCandidatesV1Response,
        ActionsProductsV1Request, ActionsProductsV1Response,
    },
    scalar::{ActionId, Decimal2, ProductId},
};

use super::{
    row::{self, Entry, Promotion, entries, entry},
    rule,
};
use crate::{
    areas::product::{self, Promotable},
    args,
    call::Call,
    check,
    error::Result,
};

/// A page of what may take part.
pub async fn candidates_v1(call: &mut Call, req: &ActionsCandidatesV1Request) -> Result<ActionsCandidatesV1Response> {
    let window = window("ActionsCandidatesV1Request", req.limit, req.offset)?;
    let promotion = row::find(call, req.action_id).await?;
    let counts = row::counts(call, req.action_id).await?;
    let result = page(call, &promotion, CANDIDATES, window, counts.candidates + counts.participants).await?;
    Ok(ActionsCandidatesV1Response { result })
}

// The conditions are those of the two partial indexes.
const CANDIDATES: &str = entries!("state <> 'banned' order by product_id limit $3 offset $4");

/// A page of what takes part.
pub async fn products_v1(call: &mut Call, req: &ActionsProductsV1Request) -> Result<ActionsProductsV1Response> {
    let window = window("ActionsProductsV1Request", req.limit, req.offset)?;
    let promotion = row::find(call, req.action_id).await?;
    let total = row::counts(call, req.action_id).await?.participants;
    Ok(ActionsProductsV1Response { result: page(call, &promotion, PARTICIPANTS, window, total).await? })
}

const PARTICIPANTS: &str = entries!("state = 'participant' order by product_id limit $3 offset $4");

/// Limit and offset; no limit is 100.
fn window(request: &str, limit: i64, offset: i64) -> Result<(i64, i64)> {
    let limit = if limit == 0 { 100 } else { limit };
    check::limit(request, limit, 1000)?;
    check::offset(request, offset)?;
    Ok((limit, offset))
}

async fn page(
    call: &mut Call,
    promotion: &Promotion,
    sql: &str,
    (limit, offset): (i64, i64),
    total: i64,
) -> Result<ActionProducts> {
    let action_id: ActionId = promotion.action_id;
    let entries = call.tx.rows(sql, args![call.seller, action_id, limit, offset], entry).await?;
    let ids: Vec<ProductId> = entries.iter().map(|entry| entry.product_id).collect();
    let goods = product::promotable(call, &ids).await?;
    let goods: HashMap<ProductId, Promotable> = goods.into_iter().map(|one| (one.product_id, one)).collect();
    let products = entries.iter().filter_map(|entry| Some(shown(promotion, entry, goods.get(&entry.product_id)?)));
    Ok(ActionProducts { products: products.collect(), total })
}

fn shown(promotion: &Promotion, entry: &Entry, product: &Promotable) -> ActionProduct {
    ActionProduct {
        id: entry.product_id,
        price: product.price.map(Decimal2::from).unwrap_or_default(),
        action_price: entry.action_price.into(),
        max_action_price: rule::limit(promotion, entry, product).into(),
        add_mode: entry.add_mode.word().to_owned(),
        min_stock: entry.min_stock,
        stock: entry.stock,
    }
}
