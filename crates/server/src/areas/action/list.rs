//! Promotions as sellers and as the operator see them. Counts stand in rows of their own.

use gostiny_wire::{
    action::{ActionsV1Action, ActionsV1Response},
    method::Empty,
    operator::{
        Promotion as PromotionShown, PromotionDiscount, PromotionDiscountType, PromotionKind, PromotionListRequest,
        PromotionListResponse,
    },
    scalar::{Decimal2, Time},
};

use super::row::{Counts, Promotion, counted, promotion, promotions};
use crate::{api::LastId, args, call::Call, check, error::Result, store::Row};

/// Coming and running promotions, by their start: those open to all shops, and those with products of this one.
pub async fn v1(call: &mut Call, _: &Empty) -> Result<ActionsV1Response> {
    let found = call.tx.rows(OF_SELLER, args![call.seller, call.now], with_counts).await?;
    Ok(ActionsV1Response { result: found.into_iter().map(|(promotion, counts)| action(promotion, counts)).collect() })
}

const OF_SELLER: &str = "select p.action_id, p.kind, p.title, p.description, p.date_start, p.date_end, p.freeze_date, \
    p.discount_type, p.discount_value, p.order_amount, p.is_voucher, p.with_targeting, p.is_open, p.min_stock, p.rule, \
    coalesce(s.candidates, 0), coalesce(s.participants, 0), coalesce(s.banned, 0) \
    from promotion p left join promotion_shop s on s.action_id = p.action_id and s.seller_id = $1 \
    where p.date_end > $2 and (p.is_open = 1 or s.candidates + s.participants + s.banned > 0) \
    order by p.date_start, p.action_id limit 1000";

fn with_counts(row: &Row<'_>) -> Result<(Promotion, Counts)> {
    Ok((promotion(row)?, counted(row)?))
}

fn action(promotion: Promotion, counts: Counts) -> ActionsV1Action {
    ActionsV1Action {
        id: promotion.action_id,
        title: promotion.title,
        action_type: promotion.kind,
        description: promotion.description,
        date_start: promotion.date_start,
        date_end: promotion.date_end,
        freeze_date: promotion.freeze_date.map(|date| date.to_string()).unwrap_or_default(),
        potential_products_count: counts.candidates,
        participating_products_count: counts.participants,
        is_participating: counts.participants > 0,
        is_voucher_action: promotion.is_voucher,
        banned_products_count: counts.banned,
        with_targeting: promotion.with_targeting,
        order_amount: promotion.order_amount.into(),
        discount_type: promotion.discount_type,
        discount_value: Decimal2(promotion.discount_value),
    }
}

/// All promotions by number, the ended ones too.
pub async fn of_operator(call: &mut Call, req: &PromotionListRequest) -> Result<PromotionListResponse> {
    let limit = if req.limit == 0 { 100 } else { req.limit };
    check::limit("PromotionListRequest", limit, 1000)?;
    let after = LastId::parse(&req.last_id)?;
    let page = call.tx.rows(PAGE, args![after.0, limit], promotion).await?;
    let last_id = page.last().map(|last| LastId(last.action_id.0).to_string()).unwrap_or_default();
    let mut promotions = Vec::with_capacity(page.len());
    for promotion in page {
        promotions.push(shown(call, promotion).await?);
    }
    Ok(PromotionListResponse { promotions, last_id })
}

const PAGE: &str = promotions!("where action_id > $1 order by action_id limit $2");

/// A promotion with its counts over all shops.
pub(super) async fn shown(call: &mut Call, promotion: Promotion) -> Result<PromotionShown> {
    let counts = call.tx.row(OVER_ALL, args![promotion.action_id], counted).await?.unwrap_or_default();
    Ok(PromotionShown {
        action_id: promotion.action_id,
        status: status(&promotion, call.now).to_owned(),
        kind: if promotion.is_limited() { PromotionKind::StockDiscount } else { PromotionKind::Discount },
        title: promotion.title,
        description: promotion.description,
        date_start: promotion.date_start,
        date_end: promotion.date_end,
        freeze_date: promotion.freeze_date,
        discount: PromotionDiscount {
            r#type: match promotion.discount_type.as_str() {
                "PERCENT" => PromotionDiscountType::Percent,
                "RUBLE" => PromotionDiscountType::Ruble,
                _ => PromotionDiscountType::Unknown,
            },
            value: Decimal2(promotion.discount_value),
        },
        min_stock: promotion.min_stock,
        candidates: counts.candidates,
        participants: counts.participants,
        banned: counts.banned,
    })
}

const OVER_ALL: &str = "select cast(coalesce(sum(candidates), 0) as bigint), \
    cast(coalesce(sum(participants), 0) as bigint), cast(coalesce(sum(banned), 0) as bigint) \
    from promotion_shop where action_id = $1";

fn status(promotion: &Promotion, now: Time) -> &'static str {
    if promotion.is_over(now) {
        "ended"
    } else if promotion.is_frozen(now) {
        "frozen"
    } else if promotion.date_start > now {
        "coming"
    } else {
        "running"
    }
}
