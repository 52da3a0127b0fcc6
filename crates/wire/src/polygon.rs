//! Areas of delivery: outlines on the map, and the delivery methods that serve them.

mod today;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

pub use self::today::*;
use crate::{
    method::Empty,
    methods,
    scalar::{DeliveryMethodId, Digits, PolygonId},
};

methods! {
    area "polygon";
    /// Keeps the outline of an area of delivery.
    PolygonCreateV1: Post "/v1/polygon/create", PolygonCreateV1Request => PolygonCreateV1Response;
    /// Says which areas a delivery method serves, and within how many minutes each.
    PolygonBindV1: Post "/v1/polygon/bind", PolygonBindV1Request => Empty;
    /// Forgets areas; no method serves them any more.
    PolygonDeleteV1: Post "/v1/polygon/delete", PolygonDeleteV1Request => Empty;
    /// Says that a delivery method serves one more area, or serves it within another time.
    PolygonBindV2: Post "/v2/polygon/bind", PolygonBindV2Request => Empty;
}

/// A new area.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PolygonCreateV1Request {
    /// JSON inside a text: rings of points, each longitude first, `[[[30.1,59.8],...]]`. The first ring is the outline,
    /// further ones are holes; each ends where it began.
    pub coordinates: String,
}

/// The area's number, under both of its names.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PolygonCreateV1Response {
    /// The area.
    pub polygon_id: PolygonId,
    /// The same, as digits.
    #[serde(rename = "polygonId")]
    pub digits: Digits,
}

/// The areas of a delivery method: what was bound to it before gives way.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PolygonBindV1Request {
    /// The method.
    #[schemars(schema_with = "integer")]
    pub delivery_method_id: DeliveryMethodId,
    /// Its areas.
    pub polygons: Vec<PolygonBindV1Polygon>,
    /// Where its parcels start; lies in one of the areas.
    pub warehouse_location: Option<PolygonBindV1Location>,
}

/// The description says 32 bits, real numbers have more: no format is told.
fn integer(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": "integer"})
}

/// One area of a method.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PolygonBindV1Polygon {
    /// The area.
    pub polygon_id: PolygonId,
    /// Minutes from hand-over to the buyer's door.
    pub time: i64,
}

/// A point on the map, in degrees as text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PolygonBindV1Location {
    /// Degrees north.
    pub lat: String,
    /// Degrees east.
    pub lon: String,
}

/// The areas to forget.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PolygonDeleteV1Request {
    /// Their numbers, as digits.
    pub polygon_ids: Vec<Digits>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::from_slice;

    #[test]
    fn numbers_arrive_in_either_form() {
        let body = br#"{"delivery_method_id":22142605386000,"polygons":[{"polygon_id":"3281","time":"14"}],
            "warehouse_location":{"lat":"59.93","lon":"30.31"}}"#;
        let bind: PolygonBindV1Request = from_slice(body).unwrap();
        assert_eq!(bind.polygons, [PolygonBindV1Polygon { polygon_id: PolygonId(3_281), time: 14 }]);
        assert_eq!(bind.warehouse_location.unwrap().lon, "30.31");
        let delete: PolygonDeleteV1Request = from_slice(br#"{"polygon_ids":["5",6]}"#).unwrap();
        assert_eq!(delete.polygon_ids, [Digits(5), Digits(6)]);
        let made = PolygonCreateV1Response { polygon_id: PolygonId(5), digits: Digits(5) };
        assert_eq!(serde_json::to_string(&made).unwrap(), r#"{"polygon_id":5,"polygonId":"5"}"#);
    }
}
