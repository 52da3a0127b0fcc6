//! The rules of promotions. Pure: which products may take part, how dear they can be in it, why one is turned away.

use gostiny_wire::scalar::{Money, Time};

use super::row::{AddMode, Entry, Promotion, State};
use crate::areas::product::Promotable;

/// Above the limit.
pub(super) const TOO_HIGH: &str = "ACTION_PRICE_TOO_HIGH";

/// The entry of a product that may take part, out of the promotion; none for one that may not.
pub(super) fn candidate(promotion: &Promotion, product: &Promotable) -> Option<Entry> {
    let price = product.price.filter(|_| product.is_on_sale)?;
    let skus = [product.sku, product.fbo_sku];
    let (own, listed) = (promotion.rule.own(skus), promotion.rule.lists(skus));
    let asked = &promotion.rule.candidates;
    let placed = asked.category_id.is_empty() || asked.category_id.binary_search(&product.category_id).is_ok();
    let priced =
        asked.price_from.is_none_or(|from| price.0 >= from.0) && asked.price_to.is_none_or(|to| price.0 <= to.0);
    let only_listed = *asked == Default::default() && !promotion.rule.products.is_empty();
    if own.is_none() && (only_listed || !(listed && placed && priced)) {
        return None;
    }
    let own_limit = own.and_then(|own| own.max_action_price).map(|limit| Money(limit.0).min(price));
    let max_action_price = own_limit.unwrap_or_else(|| highest(promotion, price));
    (max_action_price > Money(0)).then_some(Entry {
        product_id: product.product_id,
        state: State::Candidate,
        add_mode: AddMode::NotSet,
        max_action_price,
        min_stock: own.and_then(|own| own.min_stock).unwrap_or(promotion.min_stock),
        action_price: Money(0),
        stock: 0,
    })
}

/// The highest price that the least discount leaves of a usual one, rounded down to the kopeck.
fn highest(promotion: &Promotion, price: Money) -> Money {
    match promotion.discount_type.as_str() {
        "PERCENT" => {
            let left = i128::from(price.0) * i128::from(10_000 - promotion.discount_value) / 10_000;
            Money(i64::try_from(left).unwrap_or_default())
        }
        "RUBLE" => price - Money(promotion.discount_value),
        _ => price,
    }
}

/// The highest price an entry can have now. It was fixed when the product was chosen, so that a dearer usual price does
/// not raise it; a cheaper one lowers it.
pub(super) fn limit(promotion: &Promotion, entry: &Entry, product: &Promotable) -> Money {
    match candidate(promotion, product) {
        Some(now) => entry.max_action_price.min(now.max_action_price),
        None => entry.max_action_price.min(product.price.unwrap_or_default()),
    }
}

/// What a seller asks for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Offer {
    pub price: Money,
    pub stock: i64,
}

/// What a product has beside its entry.
#[derive(Clone, Copy, Debug)]
pub(super) struct Goods {
    pub product: Promotable,
    /// Units that can be sold, over all schemes.
    pub sellable: i64,
}

/// The entry after a seller's offer, or the word for why not. A participant's entry takes the new price.
pub(super) fn enter(
    promotion: &Promotion,
    entry: Option<Entry>,
    goods: Option<Goods>,
    offer: Offer,
    now: Time,
) -> Result<Entry, &'static str> {
    let Some(goods) = goods else { return Err("PRODUCT_NOT_FOUND") };
    if promotion.is_over(now) {
        return Err("ACTION_IS_OVER");
    }
    let Some(entry) = entry else { return Err("PRODUCT_IS_NOT_A_CANDIDATE") };
    if entry.state == State::Banned {
        return Err("PRODUCT_IS_BANNED");
    }
    let is_in = entry.state == State::Participant;
    if !is_in && !goods.product.is_on_sale {
        return Err("PRODUCT_IS_NOT_A_CANDIDATE");
    }
    let stock = if promotion.is_limited() { offer.stock } else { 0 };
    if promotion.is_frozen(now) && (!is_in || offer.price > entry.action_price || stock < entry.stock) {
        return Err("ACTION_IS_FROZEN");
    }
    if offer.price <= Money(0) {
        return Err("ACTION_PRICE_NOT_POSITIVE");
    }
    if offer.price > limit(promotion, &entry, &goods.product) {
        return Err(TOO_HIGH);
    }
    if goods.product.min_price.is_some_and(|lowest| offer.price < lowest) {
        return Err("ACTION_PRICE_BELOW_MIN_PRICE");
    }
    if promotion.is_limited() {
        if stock < entry.min_stock.max(1) {
            return Err("STOCK_BELOW_MIN_STOCK");
        }
        if stock > goods.sellable {
            return Err("STOCK_ABOVE_AVAILABLE");
        }
    }
    Ok(Entry { state: State::Participant, add_mode: AddMode::Manual, action_price: offer.price, stock, ..entry })
}

/// The entry after the seller took the product out, or the word for why not.
pub(super) fn leave(promotion: &Promotion, entry: Option<Entry>, now: Time) -> Result<Entry, &'static str> {
    if promotion.is_over(now) {
        return Err("ACTION_IS_OVER");
    }
    match entry {
        Some(entry) if entry.state == State::Participant && promotion.is_frozen(now) => Err("ACTION_IS_FROZEN"),
        Some(entry) if entry.state == State::Participant => Ok(entry.left()),
        _ => Err("PRODUCT_IS_NOT_IN_ACTION"),
    }
}

/// What becomes of an entry when its product is looked at again. Participants keep their limit; one that came in by
/// itself leaves when the seller takes the leave back or wants more for it. Nothing comes or goes while it is frozen.
pub(super) fn reconsidered(
    promotion: &Promotion,
    before: Option<Entry>,
    product: &Promotable,
    now: Time,
) -> Option<Entry> {
    let fit = candidate(promotion, product);
    let after = match (before, fit) {
        (Some(before), _) if before.state == State::Banned => return Some(before),
        (Some(before), _) if before.state == State::Participant => {
            let allowed = product.auto_action && product.min_price.is_some_and(|lowest| lowest <= before.action_price);
            if before.add_mode != AddMode::Automatic || allowed || promotion.is_frozen(now) {
                return Some(before);
            }
            fit?
        }
        (_, fit) => fit?,
    };
    let allowed = product.auto_action && product.min_price.is_some_and(|lowest| lowest <= after.max_action_price);
    // Units are the seller's to offer, so a promotion of units takes nothing in by itself.
    if !allowed || promotion.is_limited() || promotion.is_frozen(now) || promotion.is_over(now) {
        return Some(after);
    }
    let action_price = after.max_action_price;
    Some(Entry { state: State::Participant, add_mode: AddMode::Automatic, action_price, ..after })
}

#[cfg(test)]
mod tests {
    use gostiny_wire::{
        operator::{PromotionCandidates, PromotionProduct},
        scalar::{ActionId, CategoryId, ClientId, Decimal2, ProductId, Sku},
    };
    use proptest::prelude::*;

    use super::{super::row::Rule, *};

    fn promotion(kind: &str, discount_type: &str, discount_value: i64) -> Promotion {
        Promotion {
            action_id: ActionId(1),
            kind: kind.to_owned(),
            title: "Скидки".to_owned(),
            description: String::new(),
            date_start: Time(100),
            date_end: Time(200),
            freeze_date: None,
            discount_type: discount_type.to_owned(),
            discount_value,
            order_amount: Money(0),
            is_voucher: false,
            with_targeting: false,
            is_open: true,
            min_stock: 5,
            rule: Rule::default(),
        }
    }

    fn product(price: i64) -> Promotable {
        Promotable {
            seller: ClientId(1),
            product_id: ProductId(7),
            sku: Sku(71),
            fbo_sku: Sku(70),
            category_id: CategoryId(9),
            price: Some(Money(price)),
            min_price: None,
            auto_action: false,
            is_on_sale: true,
        }
    }

    fn ask(promotion: &Promotion, entry: Option<Entry>, price: i64, stock: i64) -> Result<Entry, &'static str> {
        let goods = Goods { product: product(100_000), sellable: 10 };
        enter(promotion, entry, Some(goods), Offer { price: Money(price), stock }, Time(150))
    }

    #[test]
    fn candidates_follow_the_rule() {
        let fits = |candidates: PromotionCandidates, products: Vec<PromotionProduct>, one: Promotable| {
            let rule = Rule { candidates, products }.sorted();
            candidate(&Promotion { rule, ..promotion("DISCOUNT", "PERCENT", 1_000) }, &one)
        };
        let all = PromotionCandidates::default;
        assert_eq!(fits(all(), vec![], product(100_001)).unwrap().max_action_price, Money(90_000));
        assert!(fits(all(), vec![], Promotable { is_on_sale: false, ..product(1) }).is_none());
        let category = |id| PromotionCandidates { category_id: vec![CategoryId(id)], ..all() };
        assert!(fits(category(9), vec![], product(500)).is_some() && fits(category(8), vec![], product(500)).is_none());
        let from = PromotionCandidates { price_from: Some(Decimal2(500)), price_to: Some(Decimal2(600)), ..all() };
        let priced = [499, 500, 600, 601].map(|price| fits(from.clone(), vec![], product(price)).is_some());
        assert_eq!(priced, [false, true, true, false]);
        let sku = |sku| PromotionCandidates { sku: vec![Sku(sku)], ..all() };
        assert!(fits(sku(70), vec![], product(500)).is_some() && fits(sku(72), vec![], product(500)).is_none());
        let own =
            |sku, limit| PromotionProduct { sku: Sku(sku), max_action_price: Some(Decimal2(limit)), min_stock: None };
        assert_eq!(fits(category(8), vec![own(71, 300)], product(500)).unwrap().max_action_price, Money(300));
        assert_eq!(fits(all(), vec![own(71, 900)], product(500)).unwrap().max_action_price, Money(500));
        assert!(fits(all(), vec![own(72, 300)], product(500)).is_none());
    }

    proptest! {
        #[test]
        fn a_product_is_found_in_its_lists(
            listed in prop::collection::vec(0_i64..30, 0..12),
            own in prop::collection::vec((0_i64..30, 1_i64..9), 0..12),
            sku in 0_i64..30,
        ) {
            let candidates = PromotionCandidates { sku: listed.iter().copied().map(Sku).collect(), ..Default::default() };
            let one = |&(sku, limit): &(i64, i64)| {
                PromotionProduct { sku: Sku(sku), max_action_price: Some(Decimal2(limit)), min_stock: None }
            };
            let rule = Rule { candidates, products: own.iter().map(one).collect() }.sorted();
            prop_assert_eq!(rule.lists([Sku(99), Sku(sku)]), listed.is_empty() || listed.contains(&sku));
            let first = own.iter().find(|one| one.0 == sku).map(one);
            prop_assert_eq!(rule.own([Sku(sku), Sku(99)]), first.as_ref());
        }
    }

    #[test]
    fn an_offer_is_turned_away_with_a_word() {
        let open = promotion("DISCOUNT", "RUBLE", 10_000);
        let entry = candidate(&open, &product(100_000));
        assert_eq!(ask(&open, entry, 90_001, 0), Err("ACTION_PRICE_TOO_HIGH"));
        assert_eq!(ask(&open, entry, 0, 0), Err("ACTION_PRICE_NOT_POSITIVE"));
        assert_eq!(ask(&open, None, 90_000, 0), Err("PRODUCT_IS_NOT_A_CANDIDATE"));
        let inside = ask(&open, entry, 90_000, 3).unwrap();
        assert_eq!((inside.action_price, inside.stock, inside.add_mode), (Money(90_000), 0, AddMode::Manual));
        let banned = entry.map(|entry| Entry { state: State::Banned, ..entry });
        assert_eq!(ask(&open, banned, 90_000, 0), Err("PRODUCT_IS_BANNED"));
        let over = Promotion { date_end: Time(150), ..open.clone() };
        assert_eq!(ask(&over, entry, 90_000, 0), Err("ACTION_IS_OVER"));

        let frozen = Promotion { freeze_date: Some(Time(150)), ..open };
        assert_eq!(ask(&frozen, entry, 80_000, 0), Err("ACTION_IS_FROZEN"));
        assert_eq!(ask(&frozen, Some(inside), 90_000, 0).map(|entry| entry.action_price), Ok(Money(90_000)));
        assert!(ask(&frozen, Some(Entry { action_price: Money(80_000), ..inside }), 80_001, 0).is_err());
        assert_eq!(leave(&frozen, Some(inside), Time(150)), Err("ACTION_IS_FROZEN"));
        assert_eq!(leave(&frozen, Some(inside), Time(149)), Ok(inside.left()));
        assert_eq!(leave(&frozen, entry, Time(149)), Err("PRODUCT_IS_NOT_IN_ACTION"));

        let stock = promotion("STOCK_DISCOUNT", "UNKNOWN", 0);
        let entry = candidate(&stock, &product(100_000));
        let words = [4, 5, 10, 11].map(|units| ask(&stock, entry, 100, units).map(|entry| entry.stock));
        assert_eq!(words, [Err("STOCK_BELOW_MIN_STOCK"), Ok(5), Ok(10), Err("STOCK_ABOVE_AVAILABLE")]);
    }

    #[test]
    fn what_may_come_by_itself_comes_at_the_highest_price_and_goes_again() {
        let open = promotion("DISCOUNT", "PERCENT", 2_000);
        let willing = Promotable { auto_action: true, min_price: Some(Money(80_000)), ..product(100_000) };
        let inside = reconsidered(&open, None, &willing, Time(50)).unwrap();
        assert_eq!((inside.add_mode, inside.action_price), (AddMode::Automatic, Money(80_000)));
        let dearer = Promotable { min_price: Some(Money(80_001)), ..willing };
        assert_eq!(reconsidered(&open, Some(inside), &dearer, Time(50)).unwrap().state, State::Candidate);
        let frozen = Promotion { freeze_date: Some(Time(10)), ..open.clone() };
        assert_eq!(reconsidered(&frozen, Some(inside), &dearer, Time(50)), Some(inside));
        assert_eq!(reconsidered(&frozen, None, &willing, Time(50)).unwrap().state, State::Candidate);
        let manual = Entry { add_mode: AddMode::Manual, ..inside };
        assert_eq!(reconsidered(&open, Some(manual), &dearer, Time(50)), Some(manual));
        let gone = Promotable { is_on_sale: false, ..willing };
        assert_eq!(reconsidered(&open, Some(inside.left()), &gone, Time(50)), None);
    }

    proptest! {
        #[test]
        fn an_accepted_price_keeps_every_limit(
            usual in 1_i64..1_000_000,
            later in 1_i64..1_000_000,
            percent in 0_i64..10_000,
            asked in -10_i64..1_000_000,
            lowest in prop::option::of(1_i64..1_000_000),
        ) {
            let promotion = promotion("DISCOUNT", "PERCENT", percent);
            let Some(entry) = candidate(&promotion, &product(usual)) else { return Ok(()) };
            let product = Promotable { min_price: lowest.map(Money), ..product(later) };
            let goods = Goods { product, sellable: 0 };
            let offer = Offer { price: Money(asked), stock: 0 };
            if let Ok(after) = enter(&promotion, Some(entry), Some(goods), offer, Time(150)) {
                prop_assert!(asked > 0 && asked <= usual && asked <= later);
                prop_assert!(i128::from(asked) * 10_000 <= i128::from(usual.min(later)) * i128::from(10_000 - percent));
                prop_assert!(lowest.is_none_or(|lowest| asked >= lowest));
                prop_assert_eq!(after.action_price, Money(asked));
            }
        }
    }
}
