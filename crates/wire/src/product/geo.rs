//! Where services can be offered: the directory of places for `geo_names` of an import.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A page of the directory.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductsGeoRestrictionsV1Request {
    /// Which places.
    pub filter: ProductsGeoRestrictionsV1Filter,
    /// `order_number` of the last place seen; 0 begins.
    pub last_order_number: i64,
    /// Places per page, 1 to 1000.
    pub limit: i64,
}

/// Which places of the directory; the conditions add up.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductsGeoRestrictionsV1Filter {
    /// By name, whatever the case; empty for any.
    pub names: Vec<String>,
    /// Leave out places that cannot be chosen.
    pub only_visible: bool,
}

/// A page of the directory.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductsGeoRestrictionsV1Response {
    /// Places by ascending `order_number`.
    pub restrictions: Vec<ProductsGeoRestrictionsV1Restriction>,
}

/// A place: the world, the country, a region or a city.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductsGeoRestrictionsV1Restriction {
    /// Its id: a word for the widest places, a UUID for the rest.
    pub id: String,
    /// Whether it can be chosen.
    pub is_visible: bool,
    /// Its name, to be sent as one of `geo_names`.
    pub name: String,
    /// Its place in the directory, from 1.
    pub order_number: i64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn requests_are_read() {
        let body = r#"{"filter":{"names":["Казань"],"only_visible":true},"last_order_number":"23","limit":3}"#;
        let page: ProductsGeoRestrictionsV1Request = json::from_slice(body.as_bytes()).unwrap();
        assert_eq!((page.filter.names.len(), page.filter.only_visible), (1, true));
        assert_eq!((page.last_order_number, page.limit), (23, 3));
    }
}
