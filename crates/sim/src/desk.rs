//! The marketplace's own people: moderators, those who run promotions, those who count supplies.

use gostiny_wire::{
    operator::{
        CertificateDecide, CertificateDecideRequest, CertificateDecision, GoodsListItem, ModerationDecision,
        ProductModerate, ProductModerateRequest, PromotionCreate, PromotionCreateRequest, PromotionDiscount,
        PromotionDiscountType, SupplyOrderAccept, SupplyOrderAcceptItem, SupplyOrderAcceptRequest, SupplyOrderCreate,
        SupplyOrderCreateRequest, SupplyOrderItem, SupplyOrderListItem,
    },
    product::Visibility,
    scalar::{ClientId, Decimal2, Sku, Time},
};
use rand::{Rng, seq::IndexedRandom};

use crate::{
    chance::Chance,
    market::{Market, SimError},
    profile::{Desk, Profile, Supplies},
};

/// Lines of one supply.
const MOST_LINES: usize = 100;

/// Decides about cards that wait for a person.
pub async fn moderate(market: &Market, chance: &Chance, desk: &Desk) -> Result<(), SimError> {
    let waits = |good: &GoodsListItem| good.state == "moderating";
    for good in market.goods(Visibility::NotModerated).await?.into_iter().filter(waits) {
        let declined = chance.hits("declines", &good.product_id.to_string(), desk.declines);
        let decision = if declined { ModerationDecision::Decline } else { ModerationDecision::Approve };
        let reasons = if declined {
            vec!["Фото не соответствует товару".to_owned()]
        } else {
            Vec::new()
        };
        let word = ProductModerateRequest { product_id: good.product_id, decision: Some(decision), reasons };
        market.act("moderated", ProductModerate, &word).await?;
    }
    Ok(())
}

/// Decides about certificates that wait for a person.
pub async fn certify(market: &Market, chance: &Chance, desk: &Desk) -> Result<(), SimError> {
    for one in market.certificates().await?.iter().filter(|one| one.status == "moderation") {
        let rejected = chance.hits("rejects", &one.certificate_id.to_string(), desk.rejects_certificates);
        let decision = if rejected { CertificateDecision::Reject } else { CertificateDecision::Approve };
        let reason = if rejected { "Скан нечитаем".to_owned() } else { String::new() };
        let word = CertificateDecideRequest { id: one.certificate_id, decision: Some(decision), reason };
        market.act("certified", CertificateDecide, &word).await?;
    }
    Ok(())
}

const TITLES: &[&str] = &["Неделя выгоды", "Распродажа выходного дня", "Скидки для своих", "Время обновить дом"];

/// Opens a promotion on some days.
pub async fn promote(market: &Market, chance: &Chance, desk: &Desk, now: Time, day: i64) -> Result<(), SimError> {
    let mut draws = chance.of("promotion", &day.to_string());
    if !desk.promotion.hits(&mut draws) || running(market).await? >= desk.promotions_at_once {
        return Ok(());
    }
    let days = draws.random_range(desk.promotion_days[0]..=desk.promotion_days[1]);
    let percent = draws.random_range(desk.promotion_percent[0]..=desk.promotion_percent[1]);
    let new = PromotionCreateRequest {
        title: format!("{}: {percent} %", TITLES.choose(&mut draws).copied().unwrap_or_default()),
        date_start: Some(now.plus_hours(12)),
        date_end: Some(now.plus_hours(12).plus_days(days)),
        discount: PromotionDiscount { r#type: PromotionDiscountType::Percent, value: Decimal2(percent * 100) },
        ..Default::default()
    };
    market.act("promotions", PromotionCreate, &new).await.map(drop)
}

async fn running(market: &Market) -> Result<usize, SimError> {
    Ok(market.promotions().await?.iter().filter(|one| one.status != "ended").count())
}

/// Announces a supply of a shop's goods that run low in the marketplace's warehouse, on some days.
pub async fn supply(
    market: &Market,
    chance: &Chance,
    rules: &Supplies,
    (client_id, low): (ClientId, &[Sku]),
    day: i64,
) -> Result<(), SimError> {
    let mut draws = chance.of("supply", &format!("{day}/{client_id}"));
    if !rules.share.hits(&mut draws) {
        return Ok(());
    }
    let line = |sku: &Sku| SupplyOrderItem { sku: *sku, quantity: draws.random_range(rules.units[0]..=rules.units[1]) };
    let items = low.iter().take(MOST_LINES).map(line).collect();
    let new = SupplyOrderCreateRequest { client_id, items, ..Default::default() };
    market.act("supplies", SupplyOrderCreate, &new).await.map(drop)
}

/// Counts the supplies that have arrived; answers how many are still on their way, by shop.
pub async fn count(market: &Market, chance: &Chance, profile: &Profile, now: Time) -> Result<Vec<ClientId>, SimError> {
    let mut on_the_way = Vec::new();
    for order in &market.supply_orders().await? {
        if order.waybills.iter().all(|waybill| waybill.status.starts_with("ACCEPTED")) {
            continue;
        }
        match counted(chance, &profile.supplies, order, now) {
            Some(count) => market.act("supplies counted", SupplyOrderAccept, &count).await.map(drop)?,
            None => on_the_way.push(order.client_id),
        }
    }
    Ok(on_the_way)
}

/// What is counted; nothing before the supply has arrived. Only where one waybill is open can lines differ from it.
fn counted(
    chance: &Chance,
    rules: &Supplies,
    order: &SupplyOrderListItem,
    now: Time,
) -> Option<SupplyOrderAcceptRequest> {
    let name = order.order_id.to_string();
    let at = order.created_at.plus_seconds(chance.lasts("counted after", &name, rules.counted_after));
    if at > now {
        return None;
    }
    let mut draws = chance.of("counted", &name);
    let line = |line: &SupplyOrderItem| {
        let mut item = SupplyOrderAcceptItem { sku: line.sku, ..Default::default() };
        let part = (line.quantity / 10).max(1);
        if rules.shortage.hits(&mut draws) {
            item.shortage = part;
        } else if rules.defect.hits(&mut draws) {
            item.defect = part;
        } else if rules.surplus.hits(&mut draws) {
            item.surplus = part;
        } else {
            return None;
        }
        Some(item)
    };
    let items = if order.waybills.len() == 1 { order.items.iter().filter_map(line).collect() } else { Vec::new() };
    Some(SupplyOrderAcceptRequest { order_id: order.order_id, items, ..Default::default() })
}

#[cfg(test)]
mod tests {
    use gostiny_wire::{operator::SupplyOrderWaybillState, scalar::SupplyOrderId};

    use super::*;

    #[test]
    fn a_supply_is_counted_once_it_is_there_and_never_more_is_missing_than_was_announced() {
        let profile = Profile::built_in("usual").unwrap().unwrap();
        let chance = Chance::seeded(4);
        let items = (1..200).map(|number| SupplyOrderItem { sku: Sku(number), quantity: number }).collect();
        let order = SupplyOrderListItem {
            order_id: SupplyOrderId(5),
            waybills: vec![SupplyOrderWaybillState::default()],
            items,
            ..Default::default()
        };
        assert_eq!(counted(&chance, &profile.supplies, &order, Time(0).plus_hours(5)), None);
        let count = counted(&chance, &profile.supplies, &order, Time(0).plus_hours(40)).unwrap();
        assert!((5..40).contains(&count.items.len()), "{}", count.items.len());
        assert!(count.items.iter().all(|item| item.shortage + item.defect <= item.sku.0));
        assert!(count.items.iter().any(|item| item.shortage > 0));
    }
}
