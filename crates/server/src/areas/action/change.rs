//! The operator changes, freezes and ends promotions; their end clears away.

use std::collections::BTreeMap;

use gostiny_wire::{
    operator::{Promotion as PromotionShown, PromotionChangeRequest, PromotionNamedRequest},
    scalar::{ActionId, ClientId, ProductId, Sku, Time},
};

use super::{
    END, list,
    row::{self, AddMode, Change, Entry, Promotion, State},
};
use crate::{
    areas::product,
    args,
    call::Call,
    check,
    error::{Error, Result},
    job::{self, Due},
};

const REQUEST: &str = "PromotionChangeRequest";

/// Changes what is given. A start that has come and an end that has come stay as they are.
pub async fn change(call: &mut Call, req: &PromotionChangeRequest) -> Result<PromotionShown> {
    let before = living(call, req.action_id).await?;
    let mut after = before.clone();
    if let Some(title) = &req.title {
        check::length(REQUEST, "Title", title, 1, 200)?;
        after.title = title.clone();
    }
    if let Some(description) = &req.description {
        check::length(REQUEST, "Description", description, 0, 4_000)?;
        after.description = description.clone();
    }
    if let Some(start) = req.date_start.filter(|start| *start != before.date_start) {
        if before.date_start <= call.now {
            return Err(Error::WrongState("the promotion has begun".to_owned()));
        }
        after.date_start = start;
    }
    after.date_end = req.date_end.unwrap_or(before.date_end);
    after.freeze_date = req.freeze_date.or(before.freeze_date);
    if after.date_end <= after.date_start || after.date_end <= call.now {
        return Err(Error::invalid(format!("{REQUEST}.DateEnd"), "value must be later than DateStart and than now"));
    }
    ban(call, &before, &req.ban_sku).await?;
    save(call, &after).await
}

/// From now on nothing changes to the buyers' harm.
pub async fn freeze(call: &mut Call, req: &PromotionNamedRequest) -> Result<PromotionShown> {
    let promotion = living(call, req.action_id).await?;
    let freeze_date = promotion.freeze_date.map_or(call.now, |date| date.min(call.now));
    save(call, &Promotion { freeze_date: Some(freeze_date), ..promotion }).await
}

/// From now on buyers pay the usual prices. One that has not begun is over before it begins.
pub async fn end(call: &mut Call, req: &PromotionNamedRequest) -> Result<PromotionShown> {
    let promotion = living(call, req.action_id).await?;
    let date_start = promotion.date_start.min(call.now);
    save(call, &Promotion { date_start, date_end: call.now, ..promotion }).await
}

/// The promotion, held; one that is over does not change any more.
async fn living(call: &mut Call, action_id: ActionId) -> Result<Promotion> {
    let promotion = row::hold(call, action_id).await?;
    if promotion.is_over(call.now) {
        return Err(Error::WrongState("the promotion is over".to_owned()));
    }
    Ok(promotion)
}

async fn save(call: &mut Call, promotion: &Promotion) -> Result<PromotionShown> {
    let (start, end): (Time, Time) = (promotion.date_start, promotion.date_end);
    let args = args![promotion.action_id, &promotion.title, &promotion.description, start, end, promotion.freeze_date];
    call.tx.run(SAVE, args).await?;
    product::rename(call, promotion.action_id, &promotion.title, start, end).await?;
    let subject = promotion.action_id.to_string();
    job::cancel(call, END, &subject).await?;
    job::schedule(call, END, end, &subject, "").await?;
    list::shown(call, promotion.clone()).await
}

const SAVE: &str = "update promotion set title = $2, description = $3, date_start = $4, date_end = $5, \
    freeze_date = $6 where action_id = $1";

/// Bars products from a promotion, whether they take part or only might.
async fn ban(call: &mut Call, promotion: &Promotion, skus: &[Sku]) -> Result<()> {
    check::items(REQUEST, "BanSku", skus.len(), 0, 1_000)?;
    let goods = product::promotable_by_skus(call, skus).await?;
    if let Some(sku) = skus.iter().find(|sku| !goods.iter().any(|one| one.sku == **sku || one.fbo_sku == **sku)) {
        return Err(Error::NotFound(format!("there is no sku {sku}")));
    }
    let mut by_shop: BTreeMap<ClientId, Vec<ProductId>> = BTreeMap::new();
    for one in goods {
        by_shop.entry(one.seller).or_default().push(one.product_id);
    }
    let seller = call.seller;
    for (shop, ids) in by_shop {
        call.seller = shop;
        let known = row::of_products(call, promotion.action_id, &ids).await?;
        let banned = |entry: &Entry| Entry { state: State::Banned, add_mode: AddMode::NotSet, ..entry.left() };
        let change =
            |entry: &Entry| Change { product_id: entry.product_id, before: Some(*entry), after: Some(banned(entry)) };
        row::write(call, promotion, &known.values().map(change).collect::<Vec<_>>()).await?;
    }
    call.seller = seller;
    Ok(())
}

/// A promotion is over: its prices are cleared away. They had no effect from the moment itself on.
pub async fn over(call: &mut Call, due: &Due) -> Result<()> {
    let promotion = row::hold(call, ActionId(due.subject_number()?)).await?;
    if promotion.is_over(call.now) {
        product::demote_all(call, promotion.action_id).await?;
    }
    Ok(())
}
