//! The directory of places where services can be offered: the world, the country, its districts, regions and cities,
//! from a file of ours. It is the same for all shops.

use std::{collections::HashMap, sync::LazyLock};

use gostiny_wire::product::{
    ProductsGeoRestrictionsV1Request, ProductsGeoRestrictionsV1Response, ProductsGeoRestrictionsV1Restriction,
};
use sha2::{Digest, Sha256};

use crate::{call::Call, check, error::Result};

const REQUEST: &str = "ProductsGeoRestrictionsV1Request";
const FILE: &str = include_str!("../../../assets/places.txt");

/// Places by number, and numbers by name in small letters.
struct Directory {
    places: Vec<ProductsGeoRestrictionsV1Restriction>,
    numbers: HashMap<String, usize>,
}

static DIRECTORY: LazyLock<Directory> = LazyLock::new(directory);

/// The wider places come first, cities by name after them.
fn directory() -> Directory {
    let (mut districts, mut regions, mut cities) = (Vec::new(), Vec::new(), Vec::new());
    for line in FILE.lines().filter(|line| !line.starts_with('#')) {
        let Some((region, inside)) = line.split_once(':') else {
            districts.push(line);
            continue;
        };
        regions.push(region);
        cities.extend(inside.split(',').map(str::trim).filter(|city| !city.is_empty()));
    }
    cities.sort_unstable_by_key(|city| city.trim_start_matches('-'));
    let mut places = vec![place("world", "Весь мир", true), place("russia", "Россия", true)];
    places.extend(districts.into_iter().chain(regions).chain(cities).map(|entry| {
        let name = entry.trim_start_matches('-');
        place(&uuid(name), name, name == entry)
    }));
    for (number, place) in (1..).zip(&mut places) {
        place.order_number = number;
    }
    let numbers = places.iter().enumerate().map(|(at, place)| (place.name.to_lowercase(), at)).collect();
    Directory { places, numbers }
}

fn place(id: &str, name: &str, is_visible: bool) -> ProductsGeoRestrictionsV1Restriction {
    ProductsGeoRestrictionsV1Restriction { id: id.to_owned(), is_visible, name: name.to_owned(), order_number: 0 }
}

/// The same name has the same id in every world.
fn uuid(name: &str) -> String {
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(Sha256::digest(name.as_bytes())).for_each(|(to, from)| *to = from);
    uuid::Builder::from_custom_bytes(bytes).into_uuid().to_string()
}

/// A page of the places that the filter selects, after a number.
pub async fn v1(_: &mut Call, req: &ProductsGeoRestrictionsV1Request) -> Result<ProductsGeoRestrictionsV1Response> {
    check::limit(REQUEST, req.limit, 1000)?;
    check::items(REQUEST, "Filter.Names", req.filter.names.len(), 0, 1000)?;
    if req.last_order_number < 0 {
        let rule = "value must be greater than or equal to 0";
        return Err(crate::error::Error::invalid(format!("{REQUEST}.LastOrderNumber"), rule));
    }
    let named: Option<Vec<usize>> = (!req.filter.names.is_empty()).then(|| {
        let mut found: Vec<usize> = req.filter.names.iter().filter_map(|name| find(name)).collect();
        found.sort_unstable();
        found.dedup();
        found
    });
    let all = || (0..DIRECTORY.places.len()).collect();
    let places = named.unwrap_or_else(all).into_iter().filter_map(|at| DIRECTORY.places.get(at));
    let fits = |place: &&ProductsGeoRestrictionsV1Restriction| {
        place.order_number > req.last_order_number && (place.is_visible || !req.filter.only_visible)
    };
    let limit = usize::try_from(req.limit).unwrap_or(0);
    Ok(ProductsGeoRestrictionsV1Response { restrictions: places.filter(fits).take(limit).cloned().collect() })
}

fn find(name: &str) -> Option<usize> {
    DIRECTORY.numbers.get(&name.trim().to_lowercase()).copied()
}

/// True for a place where a service can be offered.
pub(super) fn is_known(name: &str) -> bool {
    find(name).and_then(|at| DIRECTORY.places.get(at)).is_some_and(|place| place.is_visible)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_has_a_name_and_an_id_of_its_own() {
        let places = &DIRECTORY.places;
        assert!(places.len() > 500, "{}", places.len());
        assert_eq!(DIRECTORY.numbers.len(), places.len(), "a name stands twice");
        let ids: std::collections::HashSet<&str> = places.iter().map(|place| place.id.as_str()).collect();
        assert_eq!(ids.len(), places.len());
        assert!(places.iter().zip(1..).all(|(place, number)| place.order_number == number && !place.name.is_empty()));
    }

    #[test]
    fn closed_towns_are_in_the_directory_and_cannot_be_chosen() {
        assert!(is_known("Казань") && is_known(" казань ") && is_known("Россия"));
        assert!(!is_known("Саров") && find("Саров").is_some() && !is_known("Китеж"));
    }
}
