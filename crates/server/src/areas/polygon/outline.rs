//! The outlines of a shop with what serves them, to be drawn.

use std::collections::HashMap;

use gostiny_wire::scalar::{DeliveryMethodId, PolygonId};

use super::shape::{Point, Shape};
use crate::{args, call::Call, error::Result};

/// Outlines drawn at once; further ones are told by their number.
const MOST: i64 = 200;

/// An outline.
#[derive(Clone, Debug)]
pub struct Outline {
    /// Its number.
    pub polygon_id: PolygonId,
    /// Its rings, the outer one first.
    pub rings: Vec<Vec<Point>>,
    /// Which delivery methods serve it, and within how many minutes.
    pub methods: Vec<(DeliveryMethodId, i64)>,
}

/// The newest outlines of the call's shop.
pub async fn outlines(call: &mut Call) -> Result<Vec<Outline>> {
    let found: Vec<(PolygonId, String)> =
        call.tx.rows(OUTLINES, args![call.seller, MOST], |row| Ok((row.next()?, row.next()?))).await?;
    let Some(last) = found.last().map(|(id, _)| *id) else { return Ok(Vec::new()) };
    let bound: Vec<(PolygonId, DeliveryMethodId, i64)> =
        call.tx.rows(BOUND, args![call.seller, last], |row| Ok((row.next()?, row.next()?, row.next()?))).await?;
    let mut methods: HashMap<PolygonId, Vec<(DeliveryMethodId, i64)>> = HashMap::new();
    for (polygon_id, method, minutes) in bound {
        methods.entry(polygon_id).or_default().push((method, minutes));
    }
    let outline = |(polygon_id, text): (PolygonId, String)| {
        let methods = methods.remove(&polygon_id).unwrap_or_default();
        Ok(Outline { polygon_id, rings: Shape::kept(&text)?.into_rings(), methods })
    };
    found.into_iter().map(outline).collect()
}

const OUTLINES: &str =
    "select polygon_id, coordinates from polygon where seller_id = $1 order by polygon_id desc limit $2";
const BOUND: &str = "select polygon_id, delivery_method_id, minutes from polygon_binding \
    where seller_id = $1 and polygon_id >= $2 order by polygon_id, delivery_method_id";
