//! Promotion prices as they stand on goods. `action` writes them; prices, cards and orders read what is in force. A
//! promotion never makes dearer: a price that is not below the usual one has no effect.

use std::collections::HashMap;

use gostiny_wire::scalar::{ActionId, Money, ProductId, Time};

use crate::{
    args,
    call::Call,
    error::Result,
    store::{Arg, Row},
};

/// A product's price in one promotion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promoted {
    /// The product.
    pub product_id: ProductId,
    /// The promotion.
    pub action_id: ActionId,
    /// Its name.
    pub title: String,
    /// The price in it.
    pub price: Money,
    /// From when buyers pay it.
    pub date_start: Time,
    /// Until when.
    pub date_end: Time,
    /// Only for a number of units, which `action` counts.
    pub is_limited: bool,
}

/// Promotion prices of the seller's products that are in force now, per product the lowest first.
pub async fn promoted(call: &mut Call, products: &[ProductId]) -> Result<HashMap<ProductId, Vec<Promoted>>> {
    let list: Vec<Arg> = products.iter().map(|id| Arg::from(*id)).collect();
    let mut all = call.tx.rows_in(IN_FORCE, args![call.seller, call.now], &list, row).await?;
    all.sort_by_key(|one| (one.product_id, one.price, one.action_id));
    all.dedup_by_key(|one| (one.product_id, one.action_id));
    let mut found: HashMap<ProductId, Vec<Promoted>> = HashMap::new();
    for one in all {
        found.entry(one.product_id).or_default().push(one);
    }
    Ok(found)
}

const IN_FORCE: &str = "select product_id, action_id, title, price, date_start, date_end, is_limited \
    from promoted_price where seller_id = $1 and date_start <= $2 and date_end > $2 and product_id {in}";

fn row(row: &Row<'_>) -> Result<Promoted> {
    Ok(Promoted {
        product_id: row.next()?,
        action_id: row.next()?,
        title: row.next()?,
        price: row.next()?,
        date_start: row.next()?,
        date_end: row.next()?,
        is_limited: row.next()?,
    })
}

/// The price after promotions: the lowest in force, when it is below the usual one.
pub fn after_promotions(price: Option<Money>, promoted: Option<&Vec<Promoted>>) -> Option<Money> {
    let lowest = promoted.and_then(|all| all.first()).map(|one| one.price);
    match (price, lowest) {
        (Some(price), Some(lowest)) => Some(price.min(lowest)),
        (price, _) => price,
    }
}

/// Puts promotion prices on the seller's products, or changes them. Called by `action` only.
pub async fn promote(call: &mut Call, prices: &[Promoted]) -> Result<()> {
    let mut sorted: Vec<&Promoted> = prices.iter().collect();
    sorted.sort_by_key(|one| (one.product_id, one.action_id));
    let row = |one: &&Promoted| {
        let key = args![call.seller, one.product_id, one.action_id, &one.title];
        [key.as_slice(), args![one.price, one.date_start, one.date_end, one.is_limited]].concat()
    };
    let rows: Vec<Vec<Arg>> = sorted.iter().map(row).collect();
    call.tx.run_bulk(PROMOTE, &rows).await?;
    Ok(())
}

const PROMOTE: &str = "insert into promoted_price (seller_id, product_id, action_id, title, price, date_start, \
    date_end, is_limited) select seller_id, product_id, action_id, title, price, date_start, date_end, is_limited \
    from {rows(seller_id, product_id, action_id, title, price, date_start, date_end, is_limited)} where true \
    on conflict (seller_id, product_id, action_id) do update set title = excluded.title, price = excluded.price, \
    date_start = excluded.date_start, date_end = excluded.date_end, is_limited = excluded.is_limited";

/// Takes the prices of a promotion off the seller's products. Called by `action` only.
pub async fn demote(call: &mut Call, action_id: ActionId, products: &[ProductId]) -> Result<()> {
    let list: Vec<Arg> = products.iter().map(|id| Arg::from(*id)).collect();
    call.tx.run_in(DEMOTE, args![call.seller, action_id], &list).await?;
    Ok(())
}

const DEMOTE: &str = "delete from promoted_price where seller_id = $1 and action_id = $2 and product_id {in}";

/// Takes the prices of a promotion off the products of all shops. Called by `action` only.
pub async fn demote_all(call: &mut Call, action_id: ActionId) -> Result<()> {
    call.tx.run("delete from promoted_price where action_id = $1", args![action_id]).await?;
    Ok(())
}

/// Gives the prices of a promotion another name and other dates, in all shops. Called by `action` only.
pub async fn rename(call: &mut Call, action_id: ActionId, title: &str, start: Time, end: Time) -> Result<()> {
    call.tx.run(RENAME, args![action_id, title, start, end]).await?;
    Ok(())
}

const RENAME: &str = "update promoted_price set title = $2, date_start = $3, date_end = $4 where action_id = $1";

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_promotion_never_makes_dearer(price in 1_i64..100_000, others in prop::collection::vec(1_i64..100_000, 0..4)) {
            let mut promoted: Vec<Promoted> = others.iter().zip(1..).map(|(price, id)| Promoted {
                product_id: ProductId(1),
                action_id: ActionId(id),
                title: String::new(),
                price: Money(*price),
                date_start: Time(0),
                date_end: Time(1),
                is_limited: false,
            }).collect();
            promoted.sort_by_key(|one| one.price);
            let after = after_promotions(Some(Money(price)), Some(&promoted)).unwrap();
            prop_assert!(after <= Money(price));
            prop_assert_eq!(after, others.iter().copied().chain([price]).min().map(Money).unwrap());
            prop_assert_eq!(after_promotions(None, Some(&promoted)), None);
        }
    }
}
