//! The operator opens a promotion. Its candidates are chosen at once, as far as one transaction should go; the rest
//! follows by the agenda.

use std::collections::HashSet;

use gostiny_wire::{
    operator::{Promotion as PromotionShown, PromotionCreateRequest, PromotionDiscountType, PromotionKind},
    scalar::{ActionId, ClientId, Money, ProductId, Sku},
};

use super::{
    END, REFRESH, choose, list,
    row::{Promotion, Rule},
};
use crate::{
    areas::{category, product},
    args,
    call::Call,
    check,
    error::{Error, Result},
    job,
};

const REQUEST: &str = "PromotionCreateRequest";
/// The most SKU that a promotion lists.
const MOST_LISTED: usize = 10_000;

/// Opens a promotion.
pub async fn create(call: &mut Call, req: &PromotionCreateRequest) -> Result<PromotionShown> {
    let promotion = promotion(call, req).await?;
    let rule = serde_json::to_string(&promotion.rule)?;
    let args = args![
        promotion.action_id,
        &promotion.kind,
        &promotion.title,
        &promotion.description,
        promotion.date_start,
        promotion.date_end,
        promotion.freeze_date,
        &promotion.discount_type,
        promotion.discount_value,
        promotion.order_amount,
        promotion.is_voucher,
        promotion.with_targeting,
        promotion.is_open,
        promotion.min_stock,
        rule,
        call.now
    ];
    call.tx.run(CREATE, args).await?;
    let subject = promotion.action_id.to_string();
    choose::round(call, &promotion, (ClientId(0), ProductId(0))).await?;
    job::schedule(call, END, promotion.date_end, &subject, "").await?;
    // Until a week before the start only changes of cards matter.
    let first_round = call.now.plus_days(1).max(promotion.date_start.plus_days(-7));
    job::schedule(call, REFRESH, first_round, &subject, "").await?;
    list::shown(call, promotion).await
}

const CREATE: &str = "insert into promotion (action_id, kind, title, description, date_start, date_end, freeze_date, \
    discount_type, discount_value, order_amount, is_voucher, with_targeting, is_open, min_stock, rule, created_at) \
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";

async fn promotion(call: &mut Call, req: &PromotionCreateRequest) -> Result<Promotion> {
    check::length(REQUEST, "Title", &req.title, 1, 200)?;
    check::length(REQUEST, "Description", &req.description, 0, 4_000)?;
    let date_start = req.date_start.unwrap_or(call.now);
    let date_end = *check::required(REQUEST, "DateEnd", req.date_end.as_ref())?;
    if date_end <= date_start || date_end <= call.now {
        return Err(Error::invalid(format!("{REQUEST}.DateEnd"), "value must be later than DateStart and than now"));
    }
    let (discount_type, most) = match req.discount.r#type {
        PromotionDiscountType::Unknown => ("UNKNOWN", 0),
        PromotionDiscountType::Percent => ("PERCENT", 9_999),
        PromotionDiscountType::Ruble => ("RUBLE", 10_000_000_000),
    };
    if !(0..=most).contains(&req.discount.value.0) {
        let rule = format!("value must be inside range [0, {}]", Money(most).fixed(2));
        return Err(Error::invalid(format!("{REQUEST}.Discount.Value"), rule));
    }
    let kind = match req.kind {
        PromotionKind::Discount => "DISCOUNT",
        PromotionKind::StockDiscount => "STOCK_DISCOUNT",
    };
    let negative = req.products.iter().any(|one| one.min_stock.is_some_and(|units| units < 0));
    if req.min_stock < 0 || negative || req.order_amount.0 < 0 {
        return Err(Error::invalid(format!("{REQUEST}.MinStock"), "value must be greater than or equal to 0"));
    }
    let rule = rule(call, req).await?;
    let lists = !rule.candidates.sku.is_empty() || !rule.products.is_empty();
    Ok(Promotion {
        action_id: ActionId(call.id("action").await?),
        kind: kind.to_owned(),
        title: req.title.clone(),
        description: req.description.clone(),
        date_start,
        date_end,
        freeze_date: req.freeze_date,
        discount_type: discount_type.to_owned(),
        discount_value: req.discount.value.0,
        order_amount: Money(req.order_amount.0),
        is_voucher: req.is_voucher_action,
        with_targeting: req.with_targeting,
        is_open: !req.with_targeting && !lists,
        min_stock: if kind == "DISCOUNT" { 0 } else { req.min_stock },
        rule,
    })
}

/// The rule with its categories brought down to leaves, in order. Whatever it names must be there.
async fn rule(call: &mut Call, req: &PromotionCreateRequest) -> Result<Rule> {
    let named = req.candidates.sku.len() + req.products.len();
    check::items(REQUEST, "Products", named, 0, MOST_LISTED)?;
    check::items(REQUEST, "Candidates.CategoryId", req.candidates.category_id.len(), 0, 1_000)?;
    let mut candidates = req.candidates.clone();
    candidates.category_id = category::leaves(call, &req.candidates.category_id).await?;
    let mut skus: Vec<Sku> = candidates.sku.iter().copied().chain(req.products.iter().map(|one| one.sku)).collect();
    skus.sort_unstable();
    skus.dedup();
    let known = product::promotable_by_skus(call, &skus).await?;
    let known: HashSet<Sku> = known.iter().flat_map(|one| [one.sku, one.fbo_sku]).collect();
    let unknown = skus.into_iter().find(|sku| !known.contains(sku));
    match unknown {
        Some(sku) => Err(Error::NotFound(format!("there is no sku {sku}"))),
        None => Ok(Rule { candidates, products: req.products.clone() }.sorted()),
    }
}
