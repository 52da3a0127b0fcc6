//! Profiles: how often things happen and how long they take. Three are in the binary, any file of the same form will do.
//! What each field means is said in `profiles/usual.toml`.
#![expect(missing_docs, reason = "the fields are explained where users read them: profiles/usual.toml")]

use serde::Deserialize;

use crate::chance::{Length, Share, Span};

/// Profiles of the binary, by name.
pub const BUILT_IN: [(&str, &str); 3] = [
    ("quiet", include_str!("../profiles/quiet.toml")),
    ("usual", include_str!("../profiles/usual.toml")),
    ("black-friday", include_str!("../profiles/black-friday.toml")),
];

/// What a simulated world is like.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    pub title: String,
    pub step: Length,
    pub buyers: Buyers,
    pub browsing: Browsing,
    pub carriers: Carriers,
    pub door: Door,
    pub returns: Returns,
    pub desk: Desk,
    pub supplies: Supplies,
    pub seller: Seller,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Buyers {
    pub orders_per_day: u32,
    pub population: u32,
    pub hours: [u32; 24],
    pub week: [u32; 7],
    pub further_goods: Share,
    pub from_any_shop: Share,
    pub second_unit: Share,
    pub premium: Share,
    pub legal_entities: Share,
    pub cancels_unpacked: Share,
    pub cancels_packed: Share,
    pub cancels_after: Span,
    pub asks_before: Share,
    pub asks_before_after: Span,
    pub asks_later: Share,
    pub asks_later_after: Span,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Browsing {
    pub goods_per_hour: u32,
    pub views_in_search: [i64; 2],
    pub opens_card_percent: i64,
    pub to_basket_percent: i64,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Carriers {
    pub takes_over: Span,
    pub without_act: Span,
    pub misses: Share,
    pub found_after: Span,
    pub never_found: Share,
    pub sorts: Span,
    pub travels: Span,
    pub delayed: Share,
    pub delay: Span,
    pub loses: Share,
    pub to_pickup_point: Share,
    pub courier_brings: Span,
    pub waits_at_pickup_point: Span,
    pub picks: Span,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Door {
    pub refuses: Share,
    pub never_fetches: Share,
    pub storage: Span,
    pub confirms: Share,
    pub confirms_after: Span,
    pub disputes: Share,
    pub disputes_after: Span,
    pub dispute_takes: Span,
    pub dispute_is_right: Share,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Returns {
    pub share: Share,
    pub after: Span,
    pub defective: Share,
    pub opened: Share,
    pub step: Span,
    pub thinks_again: Share,
    pub lost_on_the_way: Share,
    pub fetched: Share,
    pub fetched_after: Span,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Desk {
    pub declines: Share,
    pub rejects_certificates: Share,
    pub promotion: Share,
    pub promotions_at_once: usize,
    pub promotion_days: [i64; 2],
    pub promotion_percent: [i64; 2],
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Supplies {
    pub share: Share,
    pub low: i64,
    pub units: [i64; 2],
    pub counted_after: Span,
    pub shortage: Share,
    pub surplus: Share,
    pub defect: Share,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seller {
    pub packs: Share,
    pub packs_after: Span,
    pub act_hour: i64,
    pub restock_hour: i64,
    pub restock_below: i64,
    pub restock_to: [i64; 2],
    pub answers_chats: Share,
    pub joins_promotions: Share,
    pub delivers: Span,
}

impl Profile {
    /// Reads a profile; says which field is wrong.
    pub fn read(text: &str) -> Result<Self, String> {
        let profile: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        profile.check()?;
        Ok(profile)
    }

    /// A profile of the binary.
    pub fn built_in(name: &str) -> Option<Result<Self, String>> {
        BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, text)| Self::read(text))
    }

    fn check(&self) -> Result<(), String> {
        if !(60..=86_400).contains(&self.step.0) {
            return Err("step is 1m to 1d".to_owned());
        }
        if self.buyers.orders_per_day > 1_000_000 || self.buyers.population == 0 {
            return Err("orders_per_day is up to 1000000, population at least 1".to_owned());
        }
        if self.buyers.hours.iter().all(|weight| *weight == 0) {
            return Err("one of the hours needs a weight".to_owned());
        }
        if self.buyers.hours.iter().chain(&self.buyers.week).any(|weight| *weight > 10_000) {
            return Err("weights of hours and days are up to 10000".to_owned());
        }
        let ranges = [
            ("views_in_search", self.browsing.views_in_search, 0, 1_000_000),
            ("promotion_days", self.desk.promotion_days, 1, 365),
            ("promotion_percent", self.desk.promotion_percent, 1, 95),
            ("units", self.supplies.units, 1, 100_000),
            ("restock_to", self.seller.restock_to, 1, 100_000),
            ("opens_card_percent", [self.browsing.opens_card_percent; 2], 0, 100),
            ("to_basket_percent", [self.browsing.to_basket_percent; 2], 0, 100),
            ("act_hour", [self.seller.act_hour; 2], 0, 23),
            ("restock_hour", [self.seller.restock_hour; 2], 0, 23),
        ];
        match ranges.into_iter().find(|(_, [from, to], least, most)| from < least || to > most || from > to) {
            Some((name, _, least, most)) => Err(format!("{name} goes from {least} to {most} at most, lower end first")),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_profile_is_read() {
        for (name, _) in BUILT_IN {
            let profile = Profile::built_in(name).unwrap();
            assert!(profile.is_ok(), "{name}: {profile:?}");
        }
        assert!(Profile::built_in("christmas").is_none());
    }

    #[test]
    fn a_wrong_field_is_named() {
        let usual = BUILT_IN[1].1;
        for (right, wrong, named) in [
            ("loses = 0.003", "loses = 1.5", "1.5 is not between"),
            ("travels = \"16h..60h\"", "travels = \"60h..16h\"", "ends before"),
            ("act_hour = 16", "act_hour = 24", "act_hour"),
            ("act_hour = 16", "act_our = 16", "act_our"),
            ("population = 3000", "population = 0", "population"),
            ("promotion_percent = [5, 25]", "promotion_percent = [25, 5]", "promotion_percent"),
        ] {
            assert!(usual.contains(right), "{right}");
            let error = Profile::read(&usual.replacen(right, wrong, 1)).unwrap_err();
            assert!(error.contains(named), "{wrong}: {error}");
        }
    }
}
