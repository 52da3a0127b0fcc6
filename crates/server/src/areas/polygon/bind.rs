//! Binds areas to a delivery method: from then on it delivers there and nowhere else.

use std::collections::BTreeMap;

use gostiny_wire::{
    method::Empty,
    polygon::{PolygonBindV1Location, PolygonBindV1Request, PolygonBindV2Request},
    scalar::PolygonId,
};

use super::shape::{Point, Shape};
use crate::{
    areas::warehouse,
    args,
    call::Call,
    check,
    error::{Error, Result},
    store::{Arg, Row},
};

const REQUEST: &str = "PolygonBindRequest";
/// Areas of one method.
const MOST: usize = 500;
/// Minutes of a delivery: a year.
const LONGEST: i64 = 525_600;

/// What was bound to the method before gives way.
pub async fn v1(call: &mut Call, req: &PolygonBindV1Request) -> Result<Empty> {
    let refused = |text: &str| Error::BadRequest(text.to_owned());
    if req.delivery_method_id.0 <= 0 {
        return Err(refused("no delivery method id provided"));
    }
    if req.polygons.is_empty() {
        return Err(refused("delivery target polygons not provided"));
    }
    check::items(REQUEST, "Polygons", req.polygons.len(), 1, MOST)?;
    for (at, polygon) in req.polygons.iter().enumerate() {
        if !(1..=LONGEST).contains(&polygon.time) {
            let rule = format!("value must be inside range [1, {LONGEST}]");
            return Err(Error::invalid(format!("{REQUEST}.Polygons[{at}].Time"), rule));
        }
    }
    let given = req.warehouse_location.as_ref().filter(|at| !at.lat.trim().is_empty() && !at.lon.trim().is_empty());
    let location = given.ok_or_else(|| refused("no warehouse points provided"))?;
    let origin = point(location)?;
    let unknown = || Error::NotFound("DELIVERY_METHOD_NOT_FOUND".to_owned());
    let method = warehouse::method(call, req.delivery_method_id).await?.ok_or_else(unknown)?;
    let minutes: BTreeMap<PolygonId, i64> = req.polygons.iter().map(|one| (one.polygon_id, one.time)).collect();
    let shapes = held(call, &minutes).await?;
    if !shapes.iter().any(|shape| shape.contains(origin)) {
        return Err(refused("not found polygon for warehouse point"));
    }
    let id = method.delivery_method_id;
    // Its row keeps two calls for one method apart.
    call.tx.run(ORIGIN, args![call.seller, id, location.lat.trim(), location.lon.trim(), call.now]).await?;
    call.tx.run(CLEAR, args![call.seller, id]).await?;
    let rows: Vec<_> = minutes.iter().map(|(one, time)| args![call.seller, id, *one, *time].to_vec()).collect();
    call.tx.run_bulk(BIND, &rows).await?;
    Ok(Empty {})
}

const ORIGIN: &str = "insert into polygon_origin (seller_id, delivery_method_id, latitude, longitude, bound_at) \
    values ($1, $2, $3, $4, $5) on conflict (seller_id, delivery_method_id) do update set \
    latitude = excluded.latitude, longitude = excluded.longitude, bound_at = excluded.bound_at";
const CLEAR: &str = "delete from polygon_binding where seller_id = $1 and delivery_method_id = $2";
const BIND: &str = "insert into polygon_binding (seller_id, delivery_method_id, polygon_id, minutes) \
    select seller_id, delivery_method_id, polygon_id, minutes \
    from {rows(seller_id, delivery_method_id, polygon_id, minutes)}";

/// One area more, or another time for one that is served already; the others stay.
pub async fn v2(call: &mut Call, req: &PolygonBindV2Request) -> Result<Empty> {
    check::positive(REQUEST, "DeliveryMethodId", req.delivery_method_id.0)?;
    if !(1..=LONGEST).contains(&req.time) {
        let rule = format!("value must be inside range [1, {LONGEST}]");
        return Err(Error::invalid(format!("{REQUEST}.Time"), rule));
    }
    let method = warehouse::method(call, req.delivery_method_id).await?;
    let method = method.filter(|method| method.warehouse_id == req.warehouse_id);
    let method = method.ok_or_else(|| Error::NotFound("DELIVERY_METHOD_NOT_FOUND".to_owned()))?;
    held(call, &BTreeMap::from([(req.polygon_id, req.time)])).await?;
    let id = method.delivery_method_id;
    call.tx.run(ONE_MORE, args![call.seller, id, req.polygon_id, req.time]).await?;
    let count: i64 = call.tx.value(COUNT, args![call.seller, id]).await?;
    let count = usize::try_from(count).map_err(|error| Error::Internal(error.into()))?;
    check::items(REQUEST, "Polygons", count, 1, MOST)?;
    Ok(Empty {})
}

const ONE_MORE: &str = "insert into polygon_binding (seller_id, delivery_method_id, polygon_id, minutes) \
    values ($1, $2, $3, $4) on conflict (seller_id, delivery_method_id, polygon_id) \
    do update set minutes = excluded.minutes";
const COUNT: &str = "select count(*) from polygon_binding where seller_id = $1 and delivery_method_id = $2";

/// The outlines, kept from being deleted until the transaction ends.
async fn held(call: &mut Call, wanted: &BTreeMap<PolygonId, i64>) -> Result<Vec<Shape>> {
    let list: Vec<Arg> = wanted.keys().map(|id| Arg::from(*id)).collect();
    let read = |row: &Row<'_>| Ok((row.next::<PolygonId>()?, row.next::<String>()?));
    let found: BTreeMap<PolygonId, String> =
        call.tx.rows_in(HOLD, args![call.seller], &list, read).await?.into_iter().collect();
    if let Some(missing) = wanted.keys().find(|id| !found.contains_key(id)) {
        return Err(Error::NotFound(format!("polygon id {missing} not found")));
    }
    found.values().map(|text| Shape::kept(text)).collect()
}

const HOLD: &str = "select polygon_id, coordinates from polygon where seller_id = $1 and polygon_id {in} \
    order by polygon_id {held}";

fn point(location: &PolygonBindV1Location) -> Result<Point> {
    let (lon, lat) = (location.lon.trim().parse(), location.lat.trim().parse());
    let point = lon.ok().zip(lat.ok()).and_then(|(lon, lat)| Point::of_degrees(lon, lat));
    point.ok_or_else(|| Error::invalid(format!("{REQUEST}.WarehouseLocation"), "value must be a point in degrees"))
}
