//! Between which prices goods of a category are sold. Without a word of the operator any price will do.

use std::collections::HashMap;

use gostiny_wire::{
    operator::{PriceBoundsSetRequest, PriceBoundsSetResponse},
    scalar::{CategoryId, Money},
};

use crate::{
    areas::category,
    args,
    call::Call,
    error::{Error, Result},
    store::{Arg, Row},
};

const REQUEST: &str = "PriceBoundsSetRequest";

/// The lowest and the highest price, where there is one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PriceBounds {
    /// No lower.
    pub min: Option<Money>,
    /// No higher.
    pub max: Option<Money>,
}

impl PriceBounds {
    /// True for a price that lies between them.
    pub fn admit(self, price: Money) -> bool {
        self.min.is_none_or(|min| price >= min) && self.max.is_none_or(|max| price <= max)
    }
}

/// The bounds of categories; those without any are left out.
pub async fn price_bounds(call: &mut Call, ids: &[CategoryId]) -> Result<HashMap<CategoryId, PriceBounds>> {
    let list: Vec<Arg> = ids.iter().map(|id| Arg::from(*id)).collect();
    let read = |row: &Row<'_>| Ok((row.next()?, PriceBounds { min: row.next()?, max: row.next()? }));
    Ok(call.tx.rows_in(BOUNDS, &[], &list, read).await?.into_iter().collect())
}

const BOUNDS: &str = "select category_id, min_price, max_price from category_price_bound where category_id {in}";

/// Sets both bounds of a leaf; two empty ones lift them. Prices that are there stay as they are.
pub async fn by_operator(call: &mut Call, req: &PriceBoundsSetRequest) -> Result<PriceBoundsSetResponse> {
    let (min, max) = (bound("MinPrice", &req.min_price)?, bound("MaxPrice", &req.max_price)?);
    if min.zip(max).is_some_and(|(min, max)| min > max) {
        return Err(Error::invalid(format!("{REQUEST}.MaxPrice"), "value must not be below min_price"));
    }
    let known = category::find_all(call, &[req.category_id]).await?;
    if !known.get(&req.category_id).is_some_and(|category| category.is_leaf) {
        return Err(Error::NotFound(format!("there is no category {} of the last level", req.category_id)));
    }
    call.tx.run(SET, args![req.category_id, min, max]).await?;
    let text = |price: Option<Money>| price.map(|price| price.fixed(2)).unwrap_or_default();
    Ok(PriceBoundsSetResponse { category_id: req.category_id, min_price: text(min), max_price: text(max) })
}

const SET: &str = "insert into category_price_bound (category_id, min_price, max_price) values ($1, $2, $3) \
    on conflict (category_id) do update set min_price = excluded.min_price, max_price = excluded.max_price";

fn bound(field: &str, text: &str) -> Result<Option<Money>> {
    if text.is_empty() {
        return Ok(None);
    }
    let price = Money::parse(text).filter(|price| *price >= Money(0));
    price.map(Some).ok_or_else(|| Error::invalid(format!("{REQUEST}.{field}"), "value must be a price such as 99.90"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_admit_themselves() {
        let bounds = PriceBounds { min: Some(Money(100)), max: Some(Money(200)) };
        assert_eq!([99, 100, 200, 201].map(|price| bounds.admit(Money(price))), [false, true, true, false]);
        assert!(PriceBounds::default().admit(Money(0)));
    }
}
