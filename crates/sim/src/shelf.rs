//! What is on sale, as buyers see it: popular goods more often than others, each as long as it lasts.

use std::collections::BTreeMap;

use gostiny_wire::{
    operator::GoodsListItem,
    scalar::{ClientId, Sku},
};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

use crate::chance::Chance;

/// How often a pick is tried again when the goods are sold out.
const TRIES: usize = 20;

/// Goods of all shops.
#[derive(Debug, Default)]
pub struct Shelf {
    goods: Vec<Good>,
    all: Weighted,
    shops: BTreeMap<ClientId, Weighted>,
}

/// A product as it lies in warehouses.
#[derive(Clone, Debug)]
pub struct Good {
    /// What the server said of it.
    pub item: GoodsListItem,
    /// Units left in each of the shop's warehouses.
    own: Vec<i64>,
    /// Units left in the marketplace's.
    fbo: i64,
}

/// Something that a buyer takes off the shelf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Of which scheme: the SKU tells.
    pub sku: Sku,
    /// Whose it is.
    pub client_id: ClientId,
    /// Units.
    pub quantity: i64,
}

/// Places in the list of goods with the sums of their weights.
#[derive(Debug, Default)]
struct Weighted {
    places: Vec<usize>,
    sums: Vec<u64>,
}

impl Weighted {
    fn add(&mut self, place: usize, weight: u64) {
        let sum = self.sums.last().copied().unwrap_or(0) + weight;
        self.places.push(place);
        self.sums.push(sum);
    }

    fn pick(&self, chance: &mut ChaCha8Rng) -> Option<usize> {
        let all = self.sums.last().copied().filter(|all| *all > 0)?;
        let drawn = chance.random_range(0..all);
        self.places.get(self.sums.partition_point(|sum| *sum <= drawn)).copied()
    }
}

impl Shelf {
    /// Lays out goods; how popular each is depends on the seed alone.
    pub fn new(goods: Vec<GoodsListItem>, chance: &Chance) -> Self {
        let mut shelf = Self::default();
        for (item, place) in goods.into_iter().zip(0..) {
            // A few are wanted by everybody, most by few.
            let rank: u64 = chance.of("popular", &item.product_id.to_string()).random_range(1..=100);
            shelf.all.add(place, rank * rank * rank);
            shelf.shops.entry(item.client_id).or_default().add(place, rank * rank * rank);
            let left = |is_fbo| item.stocks.iter().filter(move |stock| stock.is_fbo == is_fbo);
            let own = left(false).map(|stock| stock.present - stock.reserved).collect();
            let fbo = left(true).map(|stock| stock.present - stock.reserved).sum();
            shelf.goods.push(Good { item, own, fbo });
        }
        shelf
    }

    /// Takes goods of a shop, or of any; nothing when what was wanted is sold out.
    pub fn take(&mut self, chance: &mut ChaCha8Rng, shop: Option<ClientId>, quantity: i64) -> Option<Taken> {
        for _ in 0..TRIES {
            let from = shop.map_or(Some(&self.all), |shop| self.shops.get(&shop))?;
            let good = self.goods.get_mut(from.pick(chance)?)?;
            if let Some(taken) = good.take(quantity, chance.random_ratio(1, 2)) {
                return Some(taken);
            }
        }
        None
    }

    /// Goods that somebody looks at, the popular ones more often.
    pub fn looked_at(&self, chance: &mut ChaCha8Rng) -> Option<&GoodsListItem> {
        self.goods.get(self.all.pick(chance)?).map(|good| &good.item)
    }

    /// Goods by the marketplace's warehouse that run low there, by shop.
    pub fn low_at_marketplace(&self, below: i64) -> BTreeMap<ClientId, Vec<Sku>> {
        let mut low: BTreeMap<ClientId, Vec<Sku>> = BTreeMap::new();
        for good in &self.goods {
            let kept_there = good.item.stocks.iter().any(|stock| stock.is_fbo);
            if kept_there && good.fbo < below {
                low.entry(good.item.client_id).or_default().push(good.item.fbo_sku);
            }
        }
        low
    }

    /// Goods of a shop with the units left in its own warehouses.
    pub fn of_shop(&self, shop: ClientId) -> impl Iterator<Item = &GoodsListItem> {
        let places = self.shops.get(&shop).map(|of| of.places.as_slice()).unwrap_or_default();
        places.iter().filter_map(|place| self.goods.get(*place)).map(|good| &good.item)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.goods.len()
    }

    /// Whether there is nothing to buy at all.
    pub fn is_empty(&self) -> bool {
        self.goods.is_empty()
    }
}

impl Good {
    /// A parcel is packed in one warehouse, so one must hold all units. The fullest is emptied first, whatever the server
    /// does: so no warehouse seems to hold more than it can.
    fn take(&mut self, quantity: i64, from_marketplace: bool) -> Option<Taken> {
        let taken = |sku| Some(Taken { sku, client_id: self.item.client_id, quantity });
        let (sku, fbo_sku) = (self.item.sku, self.item.fbo_sku);
        let own = self.own.iter_mut().max().filter(|left| **left >= quantity);
        match own {
            Some(left) if !from_marketplace || self.fbo < quantity => {
                *left -= quantity;
                taken(sku)
            }
            _ if self.fbo >= quantity => {
                self.fbo -= quantity;
                taken(fbo_sku)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use gostiny_wire::{operator::GoodsListStock, scalar::ProductId};
    use proptest::prelude::{prop, prop_assert_eq, proptest};

    use super::*;

    fn good(number: i64, shop: i64, own: &[i64], fbo: i64) -> GoodsListItem {
        let stock = |present: i64, is_fbo| GoodsListStock { is_fbo, present, ..Default::default() };
        GoodsListItem {
            product_id: ProductId(number),
            client_id: ClientId(shop),
            sku: Sku(number),
            fbo_sku: Sku(number + 1_000),
            stocks: own.iter().map(|left| stock(*left, false)).chain([stock(fbo, true)]).collect(),
            ..Default::default()
        }
    }

    proptest! {
        #[test]
        fn never_more_is_taken_than_there_is(seed: u64, own in prop::collection::vec(0_i64..9, 0..3), fbo in 0_i64..9) {
            let chance = Chance::seeded(seed);
            let mut shelf = Shelf::new(vec![good(1, 5, &own, fbo)], &chance);
            let mut draws = chance.of("buyer", "1");
            let (mut of_own, mut of_fbo) = (0, 0);
            for at in 0..60 {
                if let Some(taken) = shelf.take(&mut draws, None, at % 3 + 1) {
                    if taken.sku == Sku(1) { of_own += taken.quantity } else { of_fbo += taken.quantity }
                }
            }
            prop_assert_eq!((of_own, of_fbo), (own.iter().sum::<i64>(), fbo));
        }
    }

    #[test]
    fn a_shop_is_kept_to_and_popular_goods_go_first() {
        let chance = Chance::seeded(3);
        let goods = (0..50).map(|number| good(number, number % 2, &[100_000], 0)).collect();
        let mut shelf = Shelf::new(goods, &chance);
        let mut draws = chance.of("buyer", "1");
        let mut sold = BTreeMap::new();
        for _ in 0..5_000 {
            let taken = shelf.take(&mut draws, Some(ClientId(1)), 1).unwrap();
            assert_eq!(taken.client_id, ClientId(1));
            *sold.entry(taken.sku).or_insert(0) += 1;
        }
        let (most, least) = (sold.values().max().unwrap(), sold.values().min().unwrap());
        assert!(most > &(least * 5), "{sold:?}");
        assert_eq!(shelf.take(&mut draws, Some(ClientId(7)), 1), None);
    }
}
