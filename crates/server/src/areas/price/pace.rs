//! How often the prices of one product change: where the limit is on, the moments of the last hour are kept.

use std::collections::BTreeMap;

use gostiny_wire::scalar::{ProductId, Time};

use crate::{
    args,
    call::Call,
    error::Result,
    store::{Arg, Row},
};

/// The changes of the last hour of the products of a request.
pub(super) struct Pace {
    /// 0 is no limit.
    limit: usize,
    now: Time,
    products: BTreeMap<ProductId, Moments>,
}

#[derive(Default)]
struct Moments {
    last_hour: Vec<i64>,
    is_new: bool,
}

impl Pace {
    /// Reads what is known of the products; nothing without a limit.
    pub async fn of(call: &mut Call, limit: i64, ids: &[ProductId]) -> Result<Self> {
        let limit = usize::try_from(limit).unwrap_or(0);
        let mut products = BTreeMap::new();
        if limit > 0 {
            let list: Vec<Arg> = ids.iter().map(|id| Arg::from(*id)).collect();
            let read = |row: &Row<'_>| Ok((row.next()?, row.next_json()?));
            for (product_id, moments) in call.tx.rows_in(MOMENTS, args![call.seller], &list, read).await? {
                let last_hour = within_an_hour(moments, call.now);
                products.insert(product_id, Moments { last_hour, is_new: false });
            }
        }
        Ok(Self { limit, now: call.now, products })
    }

    /// Counts a change, if there is room for it.
    pub fn step(&mut self, product_id: ProductId) -> bool {
        if self.limit == 0 {
            return true;
        }
        let moments = self.products.entry(product_id).or_default();
        let fits = moments.last_hour.len() < self.limit;
        if fits {
            moments.last_hour.push(self.now.0);
            moments.is_new = true;
        }
        fits
    }

    /// Writes down what was counted, after the prices themselves: who changed a product's prices in the meantime has made
    /// this call lose its race there.
    pub async fn keep(self, call: &mut Call) -> Result<()> {
        let mut rows = Vec::new();
        for (product_id, moments) in self.products.into_iter().filter(|(_, moments)| moments.is_new) {
            let now = serde_json::to_string(&moments.last_hour)?;
            rows.push(args![call.seller, product_id, now].to_vec());
        }
        call.tx.run_bulk(KEEP, &rows).await?;
        Ok(())
    }
}

const MOMENTS: &str = "select product_id, moments from price_change where seller_id = $1 and product_id {in}";
const KEEP: &str = "insert into price_change (seller_id, product_id, moments) \
    select seller_id, product_id, moments from {rows(seller_id, product_id, moments)} where true \
    on conflict (seller_id, product_id) do update set moments = excluded.moments";

fn within_an_hour(moments: Vec<i64>, now: Time) -> Vec<i64> {
    moments.into_iter().filter(|moment| now.seconds_since(Time(*moment)) < 3_600).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_hour_holds_more_than_the_limit(limit in 1..12_usize, gaps in prop::collection::vec(0..1_200_i64, 1..80)) {
            let (mut now, mut kept, mut taken) = (Time(0), Vec::new(), Vec::new());
            for gap in gaps {
                now = now.plus_seconds(gap);
                let last_hour = within_an_hour(kept.clone(), now);
                let products = BTreeMap::from([(ProductId(1), Moments { last_hour, is_new: false })]);
                let mut pace = Pace { limit, now, products };
                if pace.step(ProductId(1)) {
                    taken.push(now);
                }
                kept = pace.products.remove(&ProductId(1)).unwrap().last_hour;
                let recent = taken.iter().filter(|moment| now.seconds_since(**moment) < 3_600).count();
                prop_assert!(recent <= limit);
                prop_assert!(recent == limit || taken.last() == Some(&now));
            }
        }
    }
}
