//! Buyers: when they come, what they put into the basket, what they look at. Pure but for the shelf that they empty.

use std::collections::BTreeMap;

use gostiny_wire::{
    operator::{OrderPlaceBuyer, OrderPlaceItem, OrderPlaceRequest, insight::AnalyticsEvents},
    scalar::{ClientId, Decimal2, Sku, Time},
};
use rand::Rng;

use crate::{
    chance::Chance,
    profile::{Browsing, Buyers},
    shelf::Shelf,
};

/// Buyers are drawn for stretches of this many seconds, so that it makes no difference how far the clock moves at once.
pub const SLOT_SECONDS: i64 = 300;
/// Numbers of simulated buyers begin here.
const FIRST_BUYER: i64 = 40_000_000;
/// Kinds of goods in a basket.
const MOST_GOODS: usize = 6;

/// The stretch that a moment falls into.
pub fn slot_of(at: Time) -> i64 {
    at.0.div_euclid(SLOT_SECONDS * 1_000_000)
}

fn beginning(slot: i64) -> Time {
    Time(slot * SLOT_SECONDS * 1_000_000)
}

/// When buyers order in a stretch: which order of the stretch, and when; soonest first.
pub fn moments(chance: &Chance, buyers: &Buyers, slot: i64) -> Vec<(Time, u32)> {
    let mut draws = chance.of("arrivals", &slot.to_string());
    // Many small chances make a stream of buyers that know nothing of each other.
    let expected = expected_millionths(buyers, slot);
    let trials = expected / 1_000_000 * 10 + 10;
    let count = (0..trials).filter(|_| draws.random_range(0..trials * 1_000_000) < expected).count();
    let mut moments: Vec<(Time, u32)> = (0..count)
        .map(|_| Time(beginning(slot).0 + draws.random_range(0..SLOT_SECONDS * 1_000_000)))
        .zip(0..)
        .collect();
    moments.sort_unstable();
    moments
}

/// Orders that a stretch brings on average, in millionths of one.
fn expected_millionths(buyers: &Buyers, slot: i64) -> u64 {
    let seconds = slot * SLOT_SECONDS;
    let of = |list: &[u32], at: i64| usize::try_from(at).ok().and_then(|at| list.get(at)).copied().map_or(0, u64::from);
    let hour = of(&buyers.hours, seconds.div_euclid(3_600).rem_euclid(24));
    // The first day of 1970 was a Thursday.
    let day = of(&buyers.week, (seconds.div_euclid(86_400) + 3).rem_euclid(7));
    let hours: u64 = buyers.hours.iter().copied().map(u64::from).sum();
    let whole = u64::from(buyers.orders_per_day) * day * hour * SLOT_SECONDS.unsigned_abs() * 10_000;
    whole / (hours.max(1) * 3_600)
}

/// A buyer's order; nothing when what was wanted is sold out.
pub fn order(chance: &Chance, buyers: &Buyers, shelf: &mut Shelf, slot: i64, number: u32) -> Option<OrderPlaceRequest> {
    let mut draws = chance.of("order", &format!("{slot}/{number}"));
    let buyer = draws.random_range(0..buyers.population);
    let name = buyer.to_string();
    let units = |draws: &mut _| if buyers.second_unit.hits(draws) { 2 } else { 1 };
    let quantity = units(&mut draws);
    let first = shelf.take(&mut draws, None, quantity)?;
    let mut basket: BTreeMap<Sku, i64> = BTreeMap::from([(first.sku, first.quantity)]);
    while basket.len() < MOST_GOODS && buyers.further_goods.hits(&mut draws) {
        let shop: Option<ClientId> = Some(first.client_id).filter(|_| !buyers.from_any_shop.hits(&mut draws));
        let quantity = units(&mut draws);
        let Some(taken) = shelf.take(&mut draws, shop, quantity) else { break };
        *basket.entry(taken.sku).or_default() += taken.quantity;
    }
    Some(OrderPlaceRequest {
        items: basket.into_iter().map(|(sku, quantity)| OrderPlaceItem { sku, quantity }).collect(),
        buyer: Some(OrderPlaceBuyer { customer_id: Some(FIRST_BUYER + i64::from(buyer)), ..Default::default() }),
        premium: chance.hits("premium", &name, buyers.premium),
        legal_entity: chance.hits("company", &name, buyers.legal_entities),
        ..Default::default()
    })
}

/// What buyers looked at in an hour, counted from 1970.
pub fn looks(chance: &Chance, browsing: &Browsing, shelf: &Shelf, hour: i64) -> Vec<AnalyticsEvents> {
    let mut draws = chance.of("looks", &hour.to_string());
    let mut looked: BTreeMap<Sku, AnalyticsEvents> = BTreeMap::new();
    for _ in 0..browsing.goods_per_hour.min(1_000) {
        let Some(good) = shelf.looked_at(&mut draws) else { break };
        let part = |whole: i64, percent: i64| whole * percent / 100;
        let search = draws.random_range(browsing.views_in_search[0]..=browsing.views_in_search[1]);
        let cards = part(search, browsing.opens_card_percent) + draws.random_range(0..=1);
        let seen = looked.entry(good.sku).or_insert_with(|| AnalyticsEvents { sku: good.sku, ..Default::default() });
        seen.hits_view_search += search;
        seen.hits_view_pdp += cards;
        seen.hits_tocart_search += part(search, browsing.to_basket_percent) / 10;
        seen.hits_tocart_pdp += part(cards, browsing.to_basket_percent);
        seen.session_view_search += part(search, 70);
        seen.session_view_pdp += part(cards, 80);
        seen.session_view += part(search, 70) + part(cards, 20);
        seen.position_category = Decimal2(draws.random_range(100..=6_000));
        seen.adv_view_search_category += part(search, 5);
        seen.adv_view_all += part(search, 5);
        seen.adv_sum_all = Decimal2(seen.adv_sum_all.0 + part(search, 5) * 35);
    }
    looked.into_values().collect()
}

#[cfg(test)]
mod tests {
    use gostiny_wire::{
        operator::{GoodsListItem, GoodsListStock},
        scalar::ProductId,
    };

    use super::*;
    use crate::profile::Profile;

    fn usual() -> Profile {
        Profile::built_in("usual").unwrap().unwrap()
    }

    fn shelf(chance: &Chance) -> Shelf {
        let good = |number| GoodsListItem {
            product_id: ProductId(number),
            client_id: ClientId(number % 3),
            sku: Sku(number),
            fbo_sku: Sku(number),
            stocks: vec![GoodsListStock { present: 1_000_000, ..Default::default() }],
            ..Default::default()
        };
        Shelf::new((1..100).map(good).collect(), chance)
    }

    /// Orders of a number of days from Monday, 12 January 2026.
    fn of_days(chance: &Chance, buyers: &Buyers, days: i64) -> Vec<(Time, u32)> {
        let first = slot_of("2026-01-12T00:00:00Z".parse().unwrap());
        (first..first + days * 288).flat_map(|slot| moments(chance, buyers, slot)).collect()
    }

    #[test]
    fn the_rate_of_orders_is_met_over_weeks() {
        for (name, days) in [("quiet", 84), ("usual", 28), ("black-friday", 7)] {
            let profile = Profile::built_in(name).unwrap().unwrap();
            let count = of_days(&Chance::seeded(5), &profile.buyers, days).len();
            let week: u32 = profile.buyers.week.iter().sum();
            let want = usize::try_from(
                u64::from(profile.buyers.orders_per_day) * u64::from(week) * u64::try_from(days / 7).unwrap() / 100,
            )
            .unwrap();
            assert!(count.abs_diff(want) < want / 10, "{name}: {count} of {want}");
        }
    }

    #[test]
    fn buyers_sleep_at_night() {
        let orders = of_days(&Chance::seeded(5), &usual().buyers, 14);
        let in_hour = |hour: i64| orders.iter().filter(|(at, _)| at.0 / 3_600_000_000 % 24 == hour).count();
        assert!(in_hour(18) > 3 * in_hour(2), "{} and {}", in_hour(18), in_hour(2));
    }

    #[test]
    fn the_same_seed_plans_the_same_orders() {
        let plan = |seed| {
            let chance = Chance::seeded(seed);
            let (mut shelf, buyers) = (shelf(&chance), usual().buyers);
            let moments = of_days(&chance, &buyers, 2);
            let orders = moments.iter().map(|(at, number)| order(&chance, &buyers, &mut shelf, slot_of(*at), *number));
            (moments.clone(), orders.collect::<Vec<_>>())
        };
        assert_eq!(plan(9), plan(9));
        assert_ne!(plan(9).0, plan(10).0);
    }

    #[test]
    fn baskets_are_as_the_profile_says() {
        let chance = Chance::seeded(11);
        let (mut shelf, buyers) = (shelf(&chance), usual().buyers);
        let orders: Vec<_> = (0..4_000).filter_map(|number| order(&chance, &buyers, &mut shelf, 1, number)).collect();
        let share =
            |fits: &dyn Fn(&OrderPlaceRequest) -> bool| orders.iter().filter(|order| fits(order)).count() * 100 / 4_000;
        assert!((21..=28).contains(&share(&|order| order.items.len() > 1)));
        assert!((17..=23).contains(&share(&|order| order.premium)));
        assert!((2..=4).contains(&share(&|order| order.legal_entity)));
        let shops =
            |order: &OrderPlaceRequest| order.items.iter().any(|item| item.sku.0 % 3 != order.items[0].sku.0 % 3);
        assert!((4..=9).contains(&share(&shops)), "{}", share(&shops));
        let buyers: std::collections::BTreeSet<_> =
            orders.iter().map(|order| order.buyer.as_ref().unwrap().customer_id).collect();
        assert!(buyers.len() > 1_500, "{}", buyers.len());
    }

    #[test]
    fn fewer_open_a_card_than_see_it_and_fewer_still_want_it() {
        let chance = Chance::seeded(2);
        let looks = looks(&chance, &usual().browsing, &shelf(&chance), 490_000);
        assert!(looks.len() > 20);
        let sum = |of: fn(&AnalyticsEvents) -> i64| looks.iter().map(of).sum::<i64>();
        let (search, cards, basket) =
            (sum(|one| one.hits_view_search), sum(|one| one.hits_view_pdp), sum(|one| one.hits_tocart_pdp));
        assert!(search > cards && cards > basket && basket > 0, "{search} {cards} {basket}");
    }
}
