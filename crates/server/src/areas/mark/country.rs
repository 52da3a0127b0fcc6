//! The countries of ISO 3166-1 by their names.

use std::sync::LazyLock;

/// A country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Country {
    /// Two letters.
    pub code: &'static str,
    /// In Russian.
    pub name: &'static str,
    /// In English.
    pub name_en: &'static str,
}

static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| {
    let lines = include_str!("../../../assets/countries.txt").lines();
    let country = |line: &'static str| {
        let (code, names) = line.split_once(' ')?;
        let (name, name_en) = names.split_once(" | ")?;
        Some(Country { code, name, name_en })
    };
    lines.filter_map(country).collect()
});

/// Within this union goods pass without a customs declaration.
const CUSTOMS_UNION: [&str; 5] = ["RU", "AM", "BY", "KG", "KZ"];

/// Names that cards use for a country beside its own.
const ALSO: [(&str, &str); 4] = [("Киргизия", "KG"), ("Южная Корея", "KR"), ("Турция", "TR"), ("Белоруссия", "BY")];

/// All countries, by name.
pub fn countries() -> &'static [Country] {
    &COUNTRIES
}

/// The code of the country that a card names.
pub fn country_named(name: &str) -> Option<&'static str> {
    let name = name.trim();
    let also = ALSO.iter().find(|(other, _)| *other == name).map(|(_, code)| *code);
    also.or_else(|| COUNTRIES.iter().find(|country| country.name == name).map(|country| country.code))
}

/// Whether goods from there pass a customs border.
pub fn has_border(code: &str) -> bool {
    !code.is_empty() && !CUSTOMS_UNION.contains(&code)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn there_are_as_many_as_the_standard_has() {
        let codes: BTreeSet<&str> = countries().iter().map(|country| country.code).collect();
        assert_eq!((countries().len(), codes.len()), (249, 249));
        assert!(codes.iter().all(|code| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase())));
        let names: BTreeSet<&str> = countries().iter().map(|country| country.name).collect();
        let english: BTreeSet<&str> = countries().iter().map(|country| country.name_en).collect();
        assert_eq!((names.len(), english.len()), (249, 249));
    }

    #[test]
    fn every_country_of_the_dictionary_is_known() {
        for name in ["Россия", "Китай", "Южная Корея", "Киргизия", "Тайвань", "Беларусь", "Молдова", "Турция", "Чехия"]
        {
            assert!(country_named(name).is_some(), "{name}");
        }
        assert!(has_border("CN") && !has_border("RU") && !has_border("KZ") && !has_border(""));
        assert_eq!(country_named("Нет такой"), None);
    }
}
