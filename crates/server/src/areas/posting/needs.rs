//! What the units of a line need before they can be packed, and what is still missing. Pure.

use gostiny_wire::{
    posting::Requirements,
    scalar::{Digits, Sku},
};
use serde::{Deserialize, Serialize};

use super::{exemplar::Unit, row::Item};
use crate::{
    areas::mark::{self, Group},
    error::{Error, Result},
};

/// What the units of a line need. Kept as JSON with the line; plain goods are `{}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Needs {
    /// A mark of this group on each unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mark: Option<Group>,
    /// A number of the assay office on each unit.
    #[serde(skip_serializing_if = "is_false")]
    pub uin: bool,
    /// A company buys it.
    #[serde(skip_serializing_if = "is_false")]
    pub company: bool,
    /// Its batches are traced.
    #[serde(skip_serializing_if = "is_false")]
    pub traceable: bool,
    /// Where it was made; empty while unknown.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub country: String,
    /// The least and the most that one unit weighs, grams, where each is weighed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<(i64, i64)>,
    /// What the units weigh, grams.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub weights: Vec<i64>,
    /// What was handed in for each unit; kept in a table of its own and read where it is asked for.
    #[serde(skip)]
    pub units: Vec<Unit>,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

impl Needs {
    /// Whether a unit of it can need anything to be handed in.
    pub fn asks_for_units(&self) -> bool {
        self.mark.is_some() || self.uin || self.needs_gtd()
    }

    /// Unknown, and a company must be told.
    pub fn needs_country(&self) -> bool {
        self.company && self.country.is_empty()
    }

    /// A company buys what came over a customs border.
    pub fn needs_gtd(&self) -> bool {
        self.company && mark::has_border(&self.country)
    }

    /// The same of goods whose batches are traced.
    pub fn needs_rnpt(&self) -> bool {
        self.traceable && self.needs_gtd()
    }

    /// Takes what belongs to the first `count` of its units along; the rest stays.
    pub fn split_off(&mut self, count: i64) -> Self {
        let count = usize::try_from(count).unwrap_or_default();
        let weights = self.weights.drain(..count.min(self.weights.len())).collect();
        let units = self.units.drain(..count.min(self.units.len())).collect();
        Self { weights, units, ..self.clone() }
    }

    /// Adds what a part of the same line brought along.
    pub fn join(&mut self, mut part: Self) {
        self.weights.append(&mut part.weights);
        self.units.append(&mut part.units);
    }

    /// Keeps what belongs to the first `count` units.
    pub fn cut(&mut self, count: i64) {
        let count = usize::try_from(count).unwrap_or_default();
        self.weights.truncate(count);
        self.units.truncate(count);
    }

    /// The marks that were accepted, in the order of the units.
    pub fn accepted_marks(&self) -> Vec<String> {
        self.units.iter().filter(|unit| unit.has_mark()).map(|unit| unit.mark.clone()).collect()
    }
}

/// What is still missing on lines whose units were read.
pub(super) fn missing(items: &[Item]) -> Requirements {
    let list =
        |lacks: fn(&Item) -> bool| items.iter().filter(|item| lacks(item)).map(|item| Digits(item.sku.0)).collect();
    Requirements {
        products_requiring_country: list(|item| item.needs.needs_country()),
        products_requiring_gtd: list(|item| item.needs.needs_gtd() && lacks(item, Unit::has_gtd)),
        products_requiring_jw_uin: list(|item| item.needs.uin && lacks(item, Unit::has_uin)),
        products_requiring_jwn: Vec::new(),
        products_requiring_mandatory_mark: list(|item| item.needs.mark.is_some() && lacks(item, Unit::has_mark)),
        products_requiring_rnpt: list(|item| item.needs.needs_rnpt() && lacks(item, Unit::has_rnpt)),
    }
}

fn lacks(item: &Item, has: fn(&Unit) -> bool) -> bool {
    let filled = item.needs.units.iter().filter(|unit| has(unit)).count();
    i64::try_from(filled).unwrap_or(i64::MAX) < item.quantity
}

/// Whether nothing is missing and nothing that was handed in was refused.
pub(super) fn is_ready(items: &[Item]) -> bool {
    missing(items) == Requirements::default()
        && items.iter().flat_map(|item| &item.needs.units).all(|unit| unit.errors().is_empty())
}

/// Refuses to pack lines for which something is missing.
pub(super) fn check_ready(items: &[Item]) -> Result<()> {
    if !is_ready(items) {
        return Err(Error::WrongState("EXEMPLAR_INFO_NOT_FILLED_COMPLETELY".to_owned()));
    }
    let weighed = |item: &Item| i64::try_from(item.needs.weights.len()).unwrap_or(i64::MAX) == item.quantity;
    match items.iter().find(|item| item.needs.weight.is_some() && !weighed(item)) {
        None => Ok(()),
        Some(_) => Err(Error::WrongState("PRODUCT_WEIGHT_NOT_SPECIFIED".to_owned())),
    }
}

/// The line of a product.
pub(super) fn line_of(items: &mut [Item], sku: Sku) -> Result<&mut Item> {
    let found = items.iter_mut().find(|item| item.sku == sku);
    found.ok_or_else(|| Error::WrongState("UNKNOWN_PRODUCT_DEFINED".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::{super::view::tests::item, *};

    fn unit(mark: &str) -> Unit {
        Unit { mark: mark.to_owned(), checked: true, ..Unit::default() }
    }

    #[test]
    fn plain_goods_need_nothing_and_are_kept_as_nothing() {
        assert_eq!(serde_json::to_string(&Needs::default()).unwrap(), "{}");
        assert!(is_ready(&[item(2, 100, 0)]) && check_ready(&[item(2, 100, 0)]).is_ok());
    }

    #[test]
    fn every_unit_must_carry_its_mark() {
        let mut line = item(2, 100, 0);
        line.needs = Needs { mark: Some(Group::Shoes), units: vec![unit("m1")], ..Needs::default() };
        assert_eq!(missing(std::slice::from_ref(&line)).products_requiring_mandatory_mark, [Digits(15)]);
        line.needs.units.push(unit("m2"));
        assert!(check_ready(&[line.clone()]).is_ok());
        line.needs.units[1].checked = false;
        assert!(check_ready(&[line]).is_err());
    }

    #[test]
    fn a_company_must_know_the_country_and_then_the_declaration() {
        let mut line = item(1, 100, 0);
        line.needs = Needs { company: true, traceable: true, ..Needs::default() };
        let of = |line: &Item| missing(std::slice::from_ref(line));
        assert_eq!((of(&line).products_requiring_country.len(), of(&line).products_requiring_gtd.len()), (1, 0));
        line.needs.country = "CN".to_owned();
        let asked = of(&line);
        assert_eq!((asked.products_requiring_gtd.len(), asked.products_requiring_rnpt.len()), (1, 1));
        line.needs.country = "KZ".to_owned();
        assert_eq!(of(&line), Requirements::default());
    }

    #[test]
    fn weights_and_units_go_with_their_part() {
        let mut whole = Needs { weights: vec![1, 2, 3], units: vec![unit("a"), unit("b")], ..Needs::default() };
        let part = whole.split_off(2);
        assert_eq!((part.weights.clone(), part.accepted_marks()), (vec![1, 2], vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!((whole.weights.len(), whole.units.len()), (1, 0));
        whole.join(part);
        assert_eq!(whole.weights, [3, 1, 2]);
    }
}
