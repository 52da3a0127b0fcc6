//! Pages of the seller's products that may take part in a promotion, and of those that do. The first kind holds the
//! second, so that pages stay where they are while goods come and go.

use std::collections::HashMap;

use gostiny_wire::{
    action::{
        ActionCandidateV2, ActionParticipantV2, ActionProduct, ActionProducts, ActionWebsitePrices,
        ActionsCandidatesV1Request, ActionsCandidatesV1Response, ActionsCandidatesV2Request,
        ActionsCandidatesV2Response, ActionsProductsV1Request, ActionsProductsV1Response, ActionsProductsV2Request,
        ActionsProductsV2Response,
    },
    scalar::{Amount, Decimal2, Money, ProductId},
};

use super::{
    row::{self, AddMode, Entry, Promotion, entries, entry},
    rule,
};
use crate::{
    api::LastId,
    areas::{
        product::{self, Promotable},
        seller,
    },
    args,
    call::Call,
    check,
    error::Result,
};

/// A page of what may take part.
pub async fn candidates_v1(call: &mut Call, req: &ActionsCandidatesV1Request) -> Result<ActionsCandidatesV1Response> {
    let (limit, start) = window("ActionsCandidatesV1Request", req.limit, req.offset)?;
    let promotion = row::find(call, req.action_id).await?;
    let counts = row::counts(call, req.action_id).await?;
    let (products, _) = page(call, &promotion, CANDIDATES, limit, start, shown).await?;
    let result = ActionProducts { products, total: counts.candidates + counts.participants };
    Ok(ActionsCandidatesV1Response { result })
}

// The conditions are those of the two partial indexes.
const CANDIDATES: &str = entries!("state <> 'banned' and product_id > $3 order by product_id limit $4 offset $5");

/// A page of what takes part.
pub async fn products_v1(call: &mut Call, req: &ActionsProductsV1Request) -> Result<ActionsProductsV1Response> {
    let (limit, start) = window("ActionsProductsV1Request", req.limit, req.offset)?;
    let promotion = row::find(call, req.action_id).await?;
    let total = row::counts(call, req.action_id).await?.participants;
    let (products, _) = page(call, &promotion, PARTICIPANTS, limit, start, shown).await?;
    Ok(ActionsProductsV1Response { result: ActionProducts { products, total } })
}

const PARTICIPANTS: &str = entries!("state = 'participant' and product_id > $3 order by product_id limit $4 offset $5");

/// A page of what may take part, behind a product.
pub async fn candidates_v2(call: &mut Call, req: &ActionsCandidatesV2Request) -> Result<ActionsCandidatesV2Response> {
    let (limit, _) = window("ActionsCandidatesRequest", req.limit.into(), 0)?;
    let start = Start::Behind(ProductId(LastId::parse(&req.last_id)?.0));
    let promotion = row::find(call, req.action_id).await?;
    let counts = row::counts(call, req.action_id).await?;
    let currency = seller::find(call, call.seller).await?.currency_code;
    let show =
        |promotion: &Promotion, entry: &Entry, product: &Promotable| shown_v2(promotion, entry, product, &currency);
    let (products, last_id) = page(call, &promotion, CANDIDATES, limit, start, show).await?;
    Ok(ActionsCandidatesV2Response {
        last_id,
        products,
        total: i32::try_from(counts.candidates + counts.participants).unwrap_or(i32::MAX),
    })
}

/// A page of what takes part, behind a product.
pub async fn products_v2(call: &mut Call, req: &ActionsProductsV2Request) -> Result<ActionsProductsV2Response> {
    let (limit, _) = window("ActionsProductsRequest", req.limit.into(), 0)?;
    let start = Start::Behind(ProductId(LastId::parse(&req.last_id)?.0));
    let promotion = row::find(call, req.action_id).await?;
    let total = row::counts(call, req.action_id).await?.participants;
    let currency = seller::find(call, call.seller).await?.currency_code;
    let show = |promotion: &Promotion, entry: &Entry, product: &Promotable| ActionParticipantV2 {
        add_mode: if entry.add_mode == AddMode::Automatic { "AUTO" } else { "SELLER" }.to_owned(),
        product: shown_v2(promotion, entry, product, &currency),
        stock: entry.stock,
    };
    let (products, last_id) = page(call, &promotion, PARTICIPANTS, limit, start, show).await?;
    Ok(ActionsProductsV2Response { last_id, products, total: i32::try_from(total).unwrap_or(i32::MAX) })
}

/// Where a page begins.
#[derive(Clone, Copy, Debug)]
enum Start {
    /// After so many.
    After(i64),
    /// After this product.
    Behind(ProductId),
}

/// Limit and start; no limit is 100.
fn window(request: &str, limit: i64, offset: i64) -> Result<(i64, Start)> {
    let limit = if limit == 0 { 100 } else { limit };
    check::limit(request, limit, 1000)?;
    check::offset(request, offset)?;
    Ok((limit, Start::After(offset)))
}

/// A page, and where the next one starts: nowhere behind a page that is not full.
async fn page<T>(
    call: &mut Call,
    promotion: &Promotion,
    sql: &str,
    limit: i64,
    start: Start,
    show: impl Fn(&Promotion, &Entry, &Promotable) -> T,
) -> Result<(Vec<T>, String)> {
    let (behind, offset) = match start {
        Start::After(count) => (ProductId(0), count),
        Start::Behind(last) => (last, 0),
    };
    let args = args![call.seller, promotion.action_id, behind, limit, offset];
    let entries = call.tx.rows(sql, args, entry).await?;
    let is_full = i64::try_from(entries.len()).is_ok_and(|count| count == limit);
    let last = entries.last().filter(|_| is_full);
    let last_id = last.map(|last| LastId(last.product_id.0).to_string()).unwrap_or_default();
    let ids: Vec<ProductId> = entries.iter().map(|entry| entry.product_id).collect();
    let goods = product::promotable(call, &ids).await?;
    let goods: HashMap<ProductId, Promotable> = goods.into_iter().map(|one| (one.product_id, one)).collect();
    let told = entries.iter().filter_map(|entry| Some(show(promotion, entry, goods.get(&entry.product_id)?)));
    Ok((told.collect(), last_id))
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

fn shown_v2(promotion: &Promotion, entry: &Entry, product: &Promotable, currency: &str) -> ActionCandidateV2 {
    let amount = |money: Money| Amount::of(money, currency);
    let price = amount(product.price.unwrap_or_default());
    let min_stock = i32::try_from(entry.min_stock).unwrap_or(i32::MAX);
    ActionCandidateV2 {
        action_price: amount(entry.action_price),
        alert_max_action_price: amount(Money(0)),
        alert_max_action_price_failed: false,
        current_boost: Decimal2(0),
        id: entry.product_id,
        is_quarantined: false,
        marketplace_seller_price: price.clone(),
        max_action_price: amount(rule::limit(promotion, entry, product)),
        max_boost: Decimal2(0),
        min_boost: Decimal2(0),
        min_seller_price: amount(product.min_price.unwrap_or_default()),
        min_stock,
        price: price.clone(),
        price_max_elastic: amount(Money(0)),
        price_min_elastic: amount(Money(0)),
        recommended_stock: min_stock,
        website_prices: ActionWebsitePrices {
            prices_by_schema: ["FBO", "FBS"].map(|scheme| (scheme.to_owned(), price.clone())).into(),
            price,
        },
    }
}
