//! What neighbours change of a product: the sums of its stock and its prices. Facets and counts move along.

use std::collections::BTreeMap;

use gostiny_wire::scalar::{Money, ProductId};

use super::{
    facet::facets,
    row::{Product, by_product_ids},
    write::{count, shift},
};
use crate::{
    args,
    call::Call,
    error::{Error, Result},
    store::Arg,
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
}

/// Moves the sums of the seller's products, and their facets with them. Called by `stock` only.
pub async fn move_stock(call: &mut Call, moves: &[StockMove]) -> Result<()> {
    let sums = added_up(moves);
    let before = products(call, sums.keys().copied().collect()).await?;
    let mut rows = Vec::with_capacity(before.len());
    let mut moved = BTreeMap::new();
    for product in before {
        let after = match sums.get(&product.product_id) {
            Some(step) => moved_by(&product, *step)?,
            None => continue,
        };
        let facets = facets(&after);
        shift(&mut moved, product.facets, facets);
        let (id, p) = (after.product_id, after);
        let row = args![
            call.seller, id, p.present_fbs, p.reserved_fbs, p.present_fbo, p.reserved_fbo, facets
        ];
        rows.push(row.to_vec());
    }
    write(call, MOVE_STOCK, &rows).await?;
    count(call, moved).await
}

const MOVE_STOCK: &str = "update product set present_fbs = v.present_fbs, reserved_fbs = v.reserved_fbs, \
    present_fbo = v.present_fbo, reserved_fbo = v.reserved_fbo, facets = v.facets \
    from {rows(seller_id, product_id, present_fbs, reserved_fbs, present_fbo, reserved_fbo, facets)} \
    where product.seller_id = v.seller_id and product.product_id = v.product_id";

/// One move per product, those that come to nothing left out.
fn added_up(moves: &[StockMove]) -> BTreeMap<ProductId, StockMove> {
    let mut sums: BTreeMap<ProductId, StockMove> = BTreeMap::new();
    for step in moves {
        let sum = sums.entry(step.product_id).or_insert(StockMove { product_id: step.product_id, ..Default::default() });
        sum.present_fbs += step.present_fbs;
        sum.reserved_fbs += step.reserved_fbs;
        sum.present_fbo += step.present_fbo;
        sum.reserved_fbo += step.reserved_fbo;
    }
    sums.retain(|id, sum| *sum != StockMove { product_id: *id, ..Default::default() });
    sums
}

fn moved_by(product: &Product, step: StockMove) -> Result<Product> {
    let after = Product {
        present_fbs: product.present_fbs + step.present_fbs,
        reserved_fbs: product.reserved_fbs + step.reserved_fbs,
        present_fbo: product.present_fbo + step.present_fbo,
        reserved_fbo: product.reserved_fbo + step.reserved_fbo,
        ..product.clone()
    };
    if [after.present_fbs, after.reserved_fbs, after.present_fbo, after.reserved_fbo].iter().any(|sum| *sum < 0) {
        return Err(Error::internal(format!("stock of product {} would fall below zero: {step:?}", product.product_id)));
    }
    Ok(after)
}

/// The prices of a product after a change.
#[derive(Clone, Debug)]
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

/// Writes prices of the seller's products, and their facets with them. Called by `price` only. Of several
/// prices of one product the last one holds.
pub async fn write_prices(call: &mut Call, prices: &[Prices]) -> Result<()> {
    let last: BTreeMap<ProductId, &Prices> = prices.iter().map(|prices| (prices.product_id, prices)).collect();
    let before = products(call, last.keys().copied().collect()).await?;
    let mut rows = Vec::with_capacity(before.len());
    let mut moved = BTreeMap::new();
    for product in before {
        let Some(prices) = last.get(&product.product_id) else { continue };
        let after = priced(&product, prices);
        let facets = facets(&after);
        shift(&mut moved, product.facets, facets);
        rows.push(price_row(call, &after, facets));
    }
    write(call, WRITE_PRICES, &rows).await?;
    count(call, moved).await
}

const WRITE_PRICES: &str = "update product set price = v.price, old_price = v.old_price, \
    premium_price = v.premium_price, min_price = v.min_price, auto_action = v.auto_action, \
    price_strategy = v.price_strategy, in_quarantine = v.in_quarantine, facets = v.facets, \
    updated_at = v.updated_at \
    from {rows(seller_id, product_id, price, old_price, premium_price, min_price, auto_action, price_strategy, \
    in_quarantine, facets, updated_at)} \
    where product.seller_id = v.seller_id and product.product_id = v.product_id";

fn priced(product: &Product, prices: &Prices) -> Product {
    Product {
        price: prices.price,
        old_price: prices.old_price,
        premium_price: prices.premium_price,
        min_price: prices.min_price,
        auto_action: prices.auto_action,
        price_strategy: prices.price_strategy,
        in_quarantine: prices.in_quarantine,
        ..product.clone()
    }
}

fn price_row(call: &Call, product: &Product, facets: i64) -> Vec<Arg> {
    let p = product;
    let row = args![
        call.seller, p.product_id, p.price, p.old_price, p.premium_price, p.min_price, p.auto_action,
        p.price_strategy, p.in_quarantine, facets, call.now
    ];
    row.to_vec()
}

/// The products by number; one that is missing is a fault of the caller.
async fn products(call: &mut Call, ids: Vec<ProductId>) -> Result<Vec<Product>> {
    let mut found = by_product_ids(call, &ids).await?;
    if found.len() != ids.len() {
        return Err(Error::internal(format!("{} of {} products are gone", ids.len() - found.len(), ids.len())));
    }
    found.sort_by_key(|product| product.product_id);
    Ok(found)
}

async fn write(call: &mut Call, sql: &str, rows: &[Vec<Arg>]) -> Result<()> {
    if call.tx.run_bulk(sql, rows).await? == u64::try_from(rows.len()).unwrap_or(u64::MAX) {
        return Ok(());
    }
    Err(Error::internal("not every product could be written"))
}

#[cfg(test)]
mod tests {
    use super::{super::facet::tests::product, *};

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

    #[test]
    fn sums_never_fall_below_zero() {
        let product = Product { present_fbs: 2, ..product() };
        let step = |present_fbs| StockMove { present_fbs, ..StockMove::default() };
        assert_eq!(moved_by(&product, step(-2)).unwrap().present_fbs, 0);
        assert!(moved_by(&product, step(-3)).is_err());
    }
}
