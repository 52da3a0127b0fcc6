//! Buyers and addresses for orders that name none. Invented from the built-in lists, the same for the same buyer.

use std::sync::LazyLock;

use rand::Rng;
use serde::Deserialize;

use super::order::{Address, Buyer};
use crate::{
    chance::Chance,
    error::{Error, Result},
};

/// How orders are paid.
const PAYMENTS: [&str; 3] = ["Карты оплаты", "Система быстрых платежей", "Оплата при получении"];

#[derive(Deserialize)]
struct Town {
    people: Vec<Person>,
    places: Vec<Place>,
}

#[derive(Deserialize)]
struct Person {
    name: String,
    phone: String,
}

#[derive(Deserialize)]
struct Place {
    city: String,
    region: String,
    zip_code: String,
    latitude: f64,
    longitude: f64,
    address: Vec<String>,
}

static TOWN: LazyLock<Option<Town>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../../assets/demo-people.json")).ok());

/// What chance says about a buyer.
pub(super) struct Invented {
    /// Who buys.
    pub buyer: Buyer,
    /// Where they live.
    pub address: Address,
    /// How they pay.
    pub payment_type: &'static str,
}

/// Invents the buyer with this number.
pub(super) fn invent(chance: &Chance, customer_id: i64) -> Result<Invented> {
    let town = TOWN.as_ref().ok_or_else(|| Error::internal("the list of people cannot be read"))?;
    let empty = || Error::internal("the list of people is empty");
    let mut chance = chance.of("buyer", customer_id);
    let person = pick(&town.people, &mut chance).ok_or_else(empty)?;
    let place = pick(&town.places, &mut chance).ok_or_else(empty)?;
    let address_tail = pick(&place.address, &mut chance).ok_or_else(empty)?;
    let payment_type = pick(&PAYMENTS, &mut chance).ok_or_else(empty)?;
    let buyer = Buyer {
        customer_id,
        name: person.name.clone(),
        phone: person.phone.clone(),
        email: format!("buyer{customer_id}@example.com"),
    };
    let address = Address {
        city: place.city.clone(),
        region: place.region.clone(),
        address_tail: address_tail.clone(),
        zip_code: place.zip_code.clone(),
        country: "Россия".to_owned(),
        latitude: place.latitude,
        longitude: place.longitude,
        ..Address::default()
    };
    Ok(Invented { buyer, address, payment_type })
}

fn pick<'a, T>(list: &'a [T], chance: &mut impl Rng) -> Option<&'a T> {
    if list.is_empty() { None } else { list.get(chance.random_range(0..list.len())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_buyer_is_always_the_same_person() {
        let chance = Chance::seeded(1);
        let (once, again) = (invent(&chance, 57_195_475).unwrap(), invent(&chance, 57_195_475).unwrap());
        assert_eq!((&once.buyer, &once.address), (&again.buyer, &again.address));
        assert!(!once.buyer.name.is_empty() && !once.address.address_tail.is_empty());
        let names: std::collections::HashSet<String> =
            (0..50).map(|id| invent(&chance, id).unwrap().buyer.name).collect();
        assert!(names.len() > 10);
    }
}
