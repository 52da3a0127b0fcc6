//! Keeps the candidates of promotions: all goods when one is opened and once a day, single goods when their card or
//! the seller's leave changes. What may come in by itself comes in here.

use std::collections::BTreeMap;

use gostiny_wire::scalar::{ActionId, ClientId, ProductId, Sku};

use super::{
    CHOOSE, REFRESH,
    row::{self, Change, Promotion},
    rule,
};
use crate::{
    areas::product::{self, Promotable},
    call::Call,
    error::Result,
    job::{self, Due},
};

/// Goods looked at in one transaction.
const PIECE: i64 = 1_000;

/// A day has passed: another round, and the next one tomorrow.
pub async fn refresh(call: &mut Call, due: &Due) -> Result<()> {
    let promotion = row::hold(call, ActionId(due.subject_number()?)).await?;
    if promotion.is_over(call.now) {
        return Ok(());
    }
    job::schedule(call, REFRESH, call.now.plus_days(1), &due.subject, "").await?;
    round(call, &promotion, (ClientId(0), ProductId(0))).await
}

/// Goes on with a round.
pub async fn choose(call: &mut Call, due: &Due) -> Result<()> {
    let promotion = row::hold(call, ActionId(due.subject_number()?)).await?;
    if promotion.is_over(call.now) {
        return Ok(());
    }
    round(call, &promotion, serde_json::from_str(&due.payload)?).await
}

/// Looks at a piece of the goods behind a key, and schedules the rest. The promotion is held.
pub(super) async fn round(call: &mut Call, promotion: &Promotion, behind: (ClientId, ProductId)) -> Result<()> {
    let listed = listed(promotion);
    let goods = if listed.is_empty() {
        product::promotable_behind(call, behind, PIECE).await?
    } else {
        product::promotable_by_skus(call, &listed).await?
    };
    look_at(call, promotion, &goods).await?;
    let full = listed.is_empty() && i64::try_from(goods.len()).is_ok_and(|count| count == PIECE);
    if let (true, Some(last)) = (full, goods.last()) {
        let next = serde_json::to_string(&(last.seller, last.product_id))?;
        job::schedule(call, CHOOSE, call.now, &promotion.action_id.to_string(), &next).await?;
    }
    Ok(())
}

/// The SKU of a promotion that is about nothing else.
fn listed(promotion: &Promotion) -> Vec<Sku> {
    let (candidates, products) = (&promotion.rule.candidates, &promotion.rule.products);
    let unlisted = candidates.sku.is_empty() && *candidates != Default::default();
    if unlisted {
        return Vec::new();
    }
    candidates.sku.iter().copied().chain(products.iter().map(|one| one.sku)).collect()
}

/// Some products of one shop have changed: looks at them for every promotion that is not over.
pub async fn reconsider(call: &mut Call, due: &Due) -> Result<()> {
    let alive = row::alive(call).await?;
    if alive.is_empty() {
        return Ok(());
    }
    let ids: Vec<ProductId> = serde_json::from_str(&due.payload)?;
    let goods = product::promotable(call, &ids).await?;
    for action_id in alive {
        let promotion = row::hold(call, action_id).await?;
        look_at(call, &promotion, &goods).await?;
    }
    Ok(())
}

/// Goods of several shops, shop by shop.
async fn look_at(call: &mut Call, promotion: &Promotion, goods: &[Promotable]) -> Result<()> {
    let mut by_shop: BTreeMap<ClientId, Vec<&Promotable>> = BTreeMap::new();
    for one in goods {
        by_shop.entry(one.seller).or_default().push(one);
    }
    let seller = call.seller;
    for (shop, goods) in by_shop {
        call.seller = shop;
        let ids: Vec<ProductId> = goods.iter().map(|one| one.product_id).collect();
        let known = row::of_products(call, promotion.action_id, &ids).await?;
        let change = |one: &&Promotable| {
            let before = known.get(&one.product_id).copied();
            Change { product_id: one.product_id, before, after: rule::reconsidered(promotion, before, one, call.now) }
        };
        let changes: Vec<Change> = goods.iter().map(change).collect();
        row::write(call, promotion, &changes).await?;
    }
    call.seller = seller;
    Ok(())
}
