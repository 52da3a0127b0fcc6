//! What neighbours change of a product: the sums of its stock and its prices. Facets and counts move along.

use std::collections::BTreeMap;

use gostiny_wire::scalar::{Money, ProductId};

use super::{
    history::{Way, keep_prices},
    row::Product,
    write::{refresh, refresh_stock},
};
use crate::{
    args,
    call::Call,
    error::{Error, Result},
    store::{Arg, Row},
};

/// By how much the sums of a product's stock move.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StockMove {
    /// The product.
    pub product_id: ProductId,
    /// On the seller's warehouses.
    pub present_fbs: i64,
    /// Held there.
    pub reserved_fbs: i64,
    /// On the marketplace's warehouse.
    pub present_fbo: i64,
    /// Held there.
    pub reserved_fbo: i64,
    /// On one of its warehouses, whose row this transaction has written, units can be sold before and after: the product
    /// does not come into stock or go out of it.
    pub stays_in_stock: bool,
}

/// Moves the sums of the seller's products, and their facets with them. Called by `stock` only.
pub async fn move_stock(call: &mut Call, moves: &[StockMove]) -> Result<()> {
    let sums = added_up(moves);
    let row = |step: &StockMove| {
        let fbs = (step.present_fbs, step.reserved_fbs);
        args![call.seller, step.product_id, fbs.0, fbs.1, step.present_fbo, step.reserved_fbo].to_vec()
    };
    let rows: Vec<Vec<Arg>> = sums.values().map(row).collect();
    if sums.values().all(|step| step.stays_in_stock) {
        let moved = call.tx.run_bulk(MOVE_STOCK, &rows).await?;
        return all_moved(usize::try_from(moved).ok() == Some(rows.len()));
    }
    let read = |row: &Row<'_>| Ok((row.next::<ProductId>()?, row.next::<bool>()?));
    let moved = call.tx.rows_bulk(MOVE_STOCK_AND_TELL, &rows, read).await?;
    all_moved(moved.len() == rows.len())?;
    // Facets ask of stock only whether there is any, so few moves change them.
    let mut turned: Vec<ProductId> = moved.into_iter().filter_map(|(id, turned)| turned.then_some(id)).collect();
    turned.sort_unstable();
    refresh_stock(call, &turned).await
}

fn all_moved(all: bool) -> Result<()> {
    if all { Ok(()) } else { Err(Error::internal("a product is gone, or its stock would fall below zero")) }
}

macro_rules! move_stock {
    ($tell:literal) => {
        concat!(
            "update product_stock set present_fbs = product_stock.present_fbs + v.present_fbs, \
             reserved_fbs = product_stock.reserved_fbs + v.reserved_fbs, \
             present_fbo = product_stock.present_fbo + v.present_fbo, \
             reserved_fbo = product_stock.reserved_fbo + v.reserved_fbo \
             from {rows(seller_id, product_id, present_fbs, reserved_fbs, present_fbo, reserved_fbo)} \
             where product_stock.seller_id = v.seller_id and product_stock.product_id = v.product_id \
             and product_stock.present_fbs + v.present_fbs >= 0 and product_stock.reserved_fbs + v.reserved_fbs >= 0 \
             and product_stock.present_fbo + v.present_fbo >= 0 and product_stock.reserved_fbo + v.reserved_fbo >= 0",
            $tell
        )
    };
}

/// Adds to what is there, whoever wrote it last; what would fall below zero is not touched, and that is told.
const MOVE_STOCK: &str = move_stock!("");
/// Tells as well which products came into stock or went out of it: that costs SQLite a table for each row.
const MOVE_STOCK_AND_TELL: &str = move_stock!(
    " returning product_stock.product_id, case when product_stock.present_fbs - product_stock.reserved_fbs \
     + product_stock.present_fbo - product_stock.reserved_fbo > 0 then 1 - product_stock.in_stock \
     else product_stock.in_stock end"
);

/// One move per product, those that come to nothing left out.
fn added_up(moves: &[StockMove]) -> BTreeMap<ProductId, StockMove> {
    let mut sums: BTreeMap<ProductId, StockMove> = BTreeMap::new();
    for step in moves {
        let sum =
            sums.entry(step.product_id).or_insert(StockMove { product_id: step.product_id, ..Default::default() });
        sum.present_fbs += step.present_fbs;
        sum.reserved_fbs += step.reserved_fbs;
        sum.present_fbo += step.present_fbo;
        sum.reserved_fbo += step.reserved_fbo;
        sum.stays_in_stock |= step.stays_in_stock;
    }
    sums.retain(|id, sum| {
        *sum != StockMove { product_id: *id, stays_in_stock: sum.stays_in_stock, ..Default::default() }
    });
    sums
}

/// The prices of a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prices {
    /// The product.
    pub product_id: ProductId,
    /// What the buyer pays.
    pub price: Option<Money>,
    /// Crossed out.
    pub old_price: Option<Money>,
    /// For subscribers.
    pub premium_price: Option<Money>,
    /// Lowest for promotions.
    pub min_price: Option<Money>,
    /// Promotions may add it.
    pub auto_action: bool,
    /// A strategy may change it.
    pub price_strategy: bool,
    /// Hidden after a jump.
    pub in_quarantine: bool,
}

impl Prices {
    /// As they are.
    pub fn of(product: &Product) -> Self {
        Self {
            product_id: product.product_id,
            price: product.price,
            old_price: product.old_price,
            premium_price: product.premium_price,
            min_price: product.min_price,
            auto_action: product.auto_action,
            price_strategy: product.price_strategy,
            in_quarantine: product.in_quarantine,
        }
    }

    /// All but the number.
    fn args(&self) -> Vec<Arg> {
        let mut all = args![self.price, self.old_price, self.premium_price, self.min_price].to_vec();
        all.extend_from_slice(args![self.auto_action, self.price_strategy, self.in_quarantine]);
        all
    }
}

/// A change of prices: as they were read and as they become.
#[derive(Clone, Debug)]
pub struct Repriced {
    /// What the change was decided on.
    pub before: Prices,
    /// What holds now.
    pub after: Prices,
}

impl Repriced {
    /// Whether one of the prices is another one; else only how they are dealt with is.
    pub(super) fn moves_prices(&self) -> bool {
        let prices = |of: &Prices| (of.price, of.old_price, of.premium_price, of.min_price);
        prices(&self.before) != prices(&self.after)
    }
}

/// Writes prices of the seller's products, one change for each, and their facets and history with them. A product whose
/// prices moved since they were read is a race lost. Called by `price` only.
pub async fn write_prices(call: &mut Call, way: Way, changes: &[Repriced]) -> Result<()> {
    let by_number: BTreeMap<ProductId, &Repriced> =
        changes.iter().map(|change| (change.after.product_id, change)).collect();
    let rows: Vec<Vec<Arg>> = by_number.values().map(|change| price_row(call, change)).collect();
    if call.tx.run_bulk(WRITE_PRICES, &rows).await? != u64::try_from(rows.len()).unwrap_or(u64::MAX) {
        return Err(Error::Raced);
    }
    keep_prices(call, way, &by_number).await?;
    refresh(call, &by_number.into_keys().collect::<Vec<_>>()).await
}

const WRITE_PRICES: &str = "update product set price = v.price, old_price = v.old_price, \
    premium_price = v.premium_price, min_price = v.min_price, auto_action = v.auto_action, \
    price_strategy = v.price_strategy, in_quarantine = v.in_quarantine, updated_at = v.updated_at, \
    price_changes = product.price_changes + v.moves \
    from {rows(seller_id, product_id, price, old_price, premium_price, min_price, auto_action, price_strategy, \
    in_quarantine, updated_at, moves, was_price, was_old_price, was_premium_price, was_min_price, was_auto_action, \
    was_price_strategy, was_in_quarantine)} \
    where product.seller_id = v.seller_id and product.product_id = v.product_id \
    and product.price is not distinct from v.was_price and product.old_price is not distinct from v.was_old_price \
    and product.premium_price is not distinct from v.was_premium_price \
    and product.min_price is not distinct from v.was_min_price and product.auto_action = v.was_auto_action \
    and product.price_strategy = v.was_price_strategy and product.in_quarantine = v.was_in_quarantine";

fn price_row(call: &Call, change: &Repriced) -> Vec<Arg> {
    let Repriced { before, after } = change;
    let mut row = args![call.seller, after.product_id].to_vec();
    row.append(&mut after.args());
    row.extend_from_slice(args![call.now, change.moves_prices()]);
    row.append(&mut before.args());
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moves_of_one_product_add_up() {
        let step = |id, present_fbs, reserved_fbs| StockMove {
            product_id: ProductId(id),
            present_fbs,
            reserved_fbs,
            ..StockMove::default()
        };
        let sums = added_up(&[step(2, 5, 0), step(1, 3, 1), step(2, -1, 2), step(3, 4, 0), step(3, -4, 0)]);
        assert_eq!(sums.into_values().collect::<Vec<_>>(), [step(1, 3, 1), step(2, 4, 2)]);
    }
}
