//! What the units of a line need before they can be packed, and what is still missing. Pure.

use std::collections::{BTreeMap, BTreeSet};

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
    /// Its units have numbers of their own, or something was handed in for them.
    #[serde(skip_serializing_if = "is_false")]
    pub has_units: bool,
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
    /// Whether something may stand beside a unit of it: it needs that, or something was handed in unasked.
    pub fn asks_for_units(&self) -> bool {
        self.has_units || self.mark.is_some() || self.uin || self.needs_gtd()
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

    /// The units with what they weigh, taken out.
    pub fn weighed_units(&mut self) -> Vec<Unit> {
        let weights = self.weights.iter().copied().chain(std::iter::repeat(0));
        let of = |unit: &Unit, weight| if weight > 0 { weight } else { unit.weight };
        let weighed = |(unit, weight): (Unit, i64)| Unit { weight: of(&unit, weight), ..unit };
        std::mem::take(&mut self.units).into_iter().zip(weights).map(weighed).collect()
    }

    /// Brings the units with these numbers to the front, with what they weigh; false when one of them is not there, or
    /// stands twice.
    pub fn bring_forward(&mut self, ids: &[i64]) -> bool {
        let places: BTreeMap<i64, usize> =
            self.units.iter().zip(0..).filter(|(unit, _)| unit.id > 0).map(|(unit, at)| (unit.id, at)).collect();
        let Some(first) = ids.iter().map(|id| places.get(id).copied()).collect::<Option<Vec<usize>>>() else {
            return false;
        };
        let named: BTreeSet<usize> = first.iter().copied().collect();
        if named.len() < first.len() {
            return false;
        }
        let rest = (0..self.length()).filter(|at| !named.contains(at));
        self.arrange(first.into_iter().chain(rest));
        true
    }

    /// Puts units that carry nothing behind the others, with what they weigh.
    pub fn blank_last(&mut self) {
        let mut order: Vec<usize> = (0..self.length()).collect();
        order.sort_by_key(|at| self.units.get(*at).is_none_or(Unit::is_blank));
        self.arrange(order);
    }

    /// Units of which anything is known.
    fn length(&self) -> usize {
        self.units.len().max(self.weights.len())
    }

    fn arrange(&mut self, order: impl IntoIterator<Item = usize>) {
        let (units, weights) = (std::mem::take(&mut self.units), std::mem::take(&mut self.weights));
        for at in order {
            self.units.extend(units.get(at).cloned());
            self.weights.extend(weights.get(at).copied());
        }
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

/// Whether nothing is missing, and all that was handed in was looked at and not refused.
fn is_ready(items: &[Item]) -> bool {
    missing(items) == Requirements::default()
        && items.iter().flat_map(|item| &item.needs.units).all(|unit| unit.checked && unit.errors().is_empty())
}

/// Whether its units are weighed and not all of them were.
pub(super) fn lacks_weight(item: &Item) -> bool {
    let weighed = i64::try_from(item.needs.weights.len()).unwrap_or(i64::MAX);
    item.needs.weight.is_some() && weighed != item.quantity
}

/// Refuses to pack lines for which something is missing.
pub(super) fn check_ready(items: &[Item]) -> Result<()> {
    if !is_ready(items) {
        return Err(Error::WrongState("EXEMPLAR_INFO_NOT_FILLED_COMPLETELY".to_owned()));
    }
    if items.iter().any(lacks_weight) {
        return Err(Error::WrongState("PRODUCT_WEIGHT_NOT_SPECIFIED".to_owned()));
    }
    Ok(())
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
    fn what_units_weigh_goes_along_when_they_change_places() {
        let marked = Unit { id: 8, ..unit("m") };
        let mut needs = Needs { units: vec![Unit::numbered(7), marked], weights: vec![70, 80, 90], ..Needs::default() };
        needs.blank_last();
        assert_eq!((needs.units[0].id, needs.weights.clone()), (8, vec![80, 70, 90]));
        assert!(needs.bring_forward(&[7]) && !needs.bring_forward(&[7, 7]) && !needs.bring_forward(&[9]));
        assert_eq!((needs.units[0].id, &needs.weights), (7, &vec![70, 80, 90]));
        // What was told last of a unit is shown where the line as a whole is not weighed.
        let mut half = Needs { units: vec![Unit { weight: 5, ..Unit::numbered(7) }], ..Needs::default() };
        assert_eq!(half.weighed_units()[0].weight, 5);
        assert_eq!(needs.weighed_units()[1].weight, 80);
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
