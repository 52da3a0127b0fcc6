//! Finds the products of a rare filter. A shop's products fall into a few dozen sets of facets, which `product_count`
//! lists; the index on facets holds the products of each set in order, so that a page costs a look at the sets that
//! the filter selects and not at the whole shop.

use std::collections::BTreeSet;

use gostiny_wire::{product::Visibility, scalar::ProductId};

use super::facet::bit;
use crate::{args, call::Call, error::Result, store::Arg};

/// Up to so many products that a filter leaves out, a page just goes past them.
const FEW: i64 = 100;
/// Or up to this part of the shop.
const PART: i64 = 8;
/// Sets of facets in one statement; more run in pieces.
const SETS: usize = 128;

/// What a filter selects of a shop.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Choice {
    /// Products that it selects.
    pub total: i64,
    /// Products that it leaves out.
    left_out: i64,
    /// The sets of facets that it selects.
    sets: Vec<i64>,
}

impl Choice {
    /// Most of the shop is selected: go through the products in order.
    pub fn is_dense(&self) -> bool {
        self.left_out <= FEW.max(self.total / PART)
    }
}

/// Counts what a filter selects.
pub(super) async fn choice(call: &mut Call, visibility: Visibility) -> Result<Choice> {
    let counts: Vec<(i64, i64)> =
        call.tx.rows(COUNTS, args![call.seller], |row| Ok((row.next()?, row.next()?))).await?;
    Ok(chosen(&counts, bit(visibility)))
}

const COUNTS: &str = "select facets, products from product_count where seller_id = $1 and products > 0 order by facets";

fn chosen(counts: &[(i64, i64)], wanted: i64) -> Choice {
    let mut choice = Choice::default();
    for (facets, products) in counts {
        if facets & wanted == 0 {
            choice.left_out += products;
        } else {
            choice.total += products;
            choice.sets.push(*facets);
        }
    }
    choice
}

/// The first `limit` products that a filter selects behind a number, in order. On PostgreSQL each statement sees its
/// own moment: a product that has moved into a set which was not there a moment ago would be in neither list, so the
/// sets are looked up again, until nothing new is among them.
pub(super) async fn numbers(
    call: &mut Call,
    visibility: Visibility,
    choice: &Choice,
    after: i64,
    limit: i64,
) -> Result<Vec<ProductId>> {
    let mut sets: BTreeSet<i64> = choice.sets.iter().copied().collect();
    loop {
        let known: Vec<i64> = sets.iter().copied().collect();
        let found = first(call, &known, after, limit).await?;
        sets.extend(self::choice(call, visibility).await?.sets);
        if sets.len() == known.len() {
            return Ok(found);
        }
    }
}

async fn first(call: &mut Call, sets: &[i64], after: i64, limit: i64) -> Result<Vec<ProductId>> {
    let mut found = Vec::new();
    for sets in sets.chunks(SETS) {
        let (sql, sets) = statement(sets);
        let mut args = args![call.seller, after, limit].to_vec();
        args.extend(sets.into_iter().map(Arg::from));
        found.append(&mut call.tx.rows(&sql, &args, |row| row.next()).await?);
    }
    found.sort_unstable();
    found.truncate(usize::try_from(limit).unwrap_or(0));
    Ok(found)
}

/// Each set gives the beginning of its own list. Few different lengths, so that statements are found again: no
/// product is in the set that fills the rest.
fn statement(sets: &[i64]) -> (String, Vec<i64>) {
    let length = [1, 4, 12, 32, SETS].into_iter().find(|&length| length >= sets.len()).unwrap_or(SETS);
    let mut sets = sets.to_vec();
    sets.resize(length, NO_SET);
    let part = |at: usize| {
        format!(
            "select product_id from (select product_id from product where seller_id = $1 and facets = ${} \
             and product_id > $2 order by product_id limit $3) as part{at}",
            at + 4
        )
    };
    let parts: Vec<String> = (0..length).map(part).collect();
    (format!("{} order by product_id limit $3", parts.join(" union all ")), sets)
}

/// Facets are never negative.
const NO_SET: i64 = -1;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_chooses_sets() {
        let counts = [(0b01, 10_000), (0b11, 20), (0b10, 3)];
        let rare = chosen(&counts, 0b10);
        assert_eq!(rare, Choice { total: 23, left_out: 10_000, sets: vec![0b11, 0b10] });
        assert!(!rare.is_dense() && chosen(&counts, 0b01).is_dense());
        assert_eq!(chosen(&counts, 0b100), Choice { total: 0, left_out: 10_023, sets: vec![] });
    }

    #[test]
    fn statements_have_few_lengths() {
        assert_eq!(statement(&[5, 6]).1, [5, 6, NO_SET, NO_SET]);
        assert_eq!(statement(&[5]).1, [5]);
        assert_eq!((statement(&[1; 13]).1.len(), statement(&[1; 13]).0), (32, statement(&[1; 32]).0));
    }
}
