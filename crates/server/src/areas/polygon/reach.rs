//! Which delivery methods of a shop reach a point of the map, and how soon.

use std::collections::BTreeMap;

use gostiny_wire::scalar::DeliveryMethodId;

use super::{
    grid,
    shape::{Point, Shape},
};
use crate::{
    args,
    call::Call,
    error::Result,
    store::{Arg, Row},
};

/// Whether a method delivers to a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It has no area, so it delivers everywhere, without a promise.
    Everywhere,
    /// One of its areas holds the point; within so many minutes.
    Within(i64),
    /// None of its areas holds the point.
    Not,
}

/// Methods of the call's seller that have areas, and whether they reach a point given in degrees. A point off the map
/// is reached by none of them.
pub async fn reach(call: &mut Call, lon: f64, lat: f64) -> Result<BTreeMap<DeliveryMethodId, Reach>> {
    let bound = call.tx.rows(BOUND, args![call.seller], |row| row.next::<DeliveryMethodId>()).await?;
    let mut reached: BTreeMap<DeliveryMethodId, Reach> = bound.into_iter().map(|id| (id, Reach::Not)).collect();
    let Some(point) = Point::of_degrees(lon, lat).filter(|_| !reached.is_empty()) else { return Ok(reached) };
    let list = grid::around(point).map(Arg::from);
    let read = |row: &Row<'_>| Ok((row.next::<DeliveryMethodId>()?, row.next::<i64>()?, row.next::<String>()?));
    for (id, minutes, coordinates) in call.tx.rows_in(NEAR, args![call.seller], &list, read).await? {
        let known = reached.get(&id).copied().unwrap_or(Reach::Not);
        let sooner = !matches!(known, Reach::Within(known) if known <= minutes);
        if sooner && Shape::kept(&coordinates)?.contains(point) {
            reached.insert(id, Reach::Within(minutes));
        }
    }
    Ok(reached)
}

const BOUND: &str = "select distinct delivery_method_id from polygon_binding where seller_id = $1";
const NEAR: &str = "select b.delivery_method_id, b.minutes, p.coordinates from polygon_cell c \
    join polygon_binding b on b.seller_id = c.seller_id and b.polygon_id = c.polygon_id \
    join polygon p on p.seller_id = c.seller_id and p.polygon_id = c.polygon_id \
    where c.seller_id = $1 and c.cell {in}";
