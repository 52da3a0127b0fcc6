//! How the lines of a posting go into packages. Pure.

use gostiny_wire::{
    posting::{PostingFbsShipPackageV4Product, PostingFbsShipV3Product},
    scalar::Sku,
};

use super::{exemplar::Unit, row::Item};
use crate::error::{Error, Result};

/// Units of one product in a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// The product.
    pub sku: Sku,
    /// Units.
    pub quantity: i64,
    /// What came along for its units, one for each; empty when nothing did.
    pub units: Vec<Unit>,
    /// Numbers of the units that go, one for each; empty: the first ones.
    pub ids: Vec<i64>,
}

/// Goods that go together.
pub(super) type Package = Vec<Line>;

impl Line {
    /// Nothing came along for its units.
    pub fn new(sku: Sku, quantity: i32) -> Self {
        Self { sku, quantity: quantity.into(), units: Vec::new(), ids: Vec::new() }
    }
}

impl From<&PostingFbsShipV3Product> for Line {
    fn from(product: &PostingFbsShipV3Product) -> Self {
        let units: Vec<Unit> = product.exemplar_info.iter().map(Unit::from).collect();
        let units = if units.iter().all(Unit::is_blank) { Vec::new() } else { units };
        Self { units, ..Self::new(product.product_id, product.quantity) }
    }
}

impl From<&PostingFbsShipPackageV4Product> for Line {
    fn from(product: &PostingFbsShipPackageV4Product) -> Self {
        let ids = product.exemplars_ids.iter().map(|id| id.0).collect();
        Self { ids, ..Self::new(product.product_id, product.quantity) }
    }
}

/// A package holds something, and of each product at least one unit. `list` is the list's full name.
pub(super) fn check(list: &str, package: &Package) -> Result<()> {
    if package.is_empty() {
        return Err(Error::invalid(list, "value must contain at least 1 item(s)"));
    }
    match package.iter().position(|line| line.quantity <= 0) {
        None => Ok(()),
        Some(at) => Err(Error::invalid(format!("{list}[{at}].Quantity"), "value must be greater than 0")),
    }
}

/// Divides all units among the packages: none left over, none too many.
pub(super) fn divide(items: &[Item], packages: &[Package]) -> Result<Vec<Vec<Item>>> {
    let mut rest = items.to_vec();
    let mut parts = Vec::with_capacity(packages.len());
    for package in packages {
        let (part, left) = take(&rest, package)?;
        parts.push(part);
        rest = left;
    }
    if rest.iter().any(|item| item.quantity > 0) {
        return Err(wrong_quantity());
    }
    Ok(parts)
}

/// Takes one package out of the lines: what is in it, and all lines with what is left of them, 0 included.
pub(super) fn take(items: &[Item], package: &Package) -> Result<(Vec<Item>, Vec<Item>)> {
    let mut rest = items.to_vec();
    let mut part: Vec<Item> = Vec::with_capacity(package.len());
    for line in package {
        let known = rest.iter_mut().find(|item| item.sku == line.sku);
        let item = known.ok_or_else(|| Error::WrongState("UNKNOWN_PRODUCT_DEFINED".to_owned()))?;
        if item.quantity < line.quantity {
            return Err(wrong_quantity());
        }
        item.quantity -= line.quantity;
        let needs = item.needs.split_off(line.quantity);
        match part.iter_mut().find(|taken| taken.sku == line.sku) {
            Some(taken) => {
                taken.quantity += line.quantity;
                taken.needs.join(needs);
            }
            None => part.push(Item { quantity: line.quantity, needs, ..item.clone() }),
        }
    }
    for item in part.iter_mut().chain(&mut rest) {
        item.mandatory_marks = item.needs.accepted_marks();
    }
    Ok((part, rest))
}

/// Puts the units that a package names first in their lines, so that they are the ones that go.
pub(super) fn choose(items: &mut [Item], package: &Package) -> Result<()> {
    for item in items {
        let mut lines = package.iter().filter(|line| line.sku == item.sku);
        let ids: Vec<i64> = lines.clone().flat_map(|line| line.ids.iter().copied()).collect();
        let named = |line: &Line| i64::try_from(line.ids.len()).unwrap_or(i64::MAX);
        if !ids.is_empty() && lines.any(|line| named(line) != line.quantity) {
            return Err(wrong_quantity());
        }
        if !item.needs.bring_forward(&ids) {
            return Err(Error::BadRequest(format!("exemplars do not belong to product {}", item.sku)));
        }
    }
    Ok(())
}

/// Puts what came along with packages to the lines, in the order in which units are packed: one for each unit, blank
/// where nothing came for it. Units that stay keep their numbers. False when nothing came at all.
pub(super) fn bring_along(items: &mut [Item], packages: &[Package]) -> bool {
    if packages.iter().flatten().all(|line| line.units.is_empty()) {
        return false;
    }
    for item in items {
        let lines = packages.iter().flatten().filter(|line| line.sku == item.sku);
        let mut ids = std::mem::take(&mut item.needs.units).into_iter().map(|unit| unit.id);
        let brought = lines.flat_map(all_units).map(|unit| Unit { id: ids.next().unwrap_or_default(), ..unit });
        let mut units: Vec<Unit> = brought.collect();
        units.extend(ids.filter(|id| *id > 0).map(Unit::numbered));
        item.needs.units = units;
    }
    true
}

fn all_units(line: &Line) -> impl Iterator<Item = Unit> + '_ {
    let count = usize::try_from(line.quantity).unwrap_or_default();
    line.units.iter().cloned().chain(std::iter::repeat_with(Unit::default)).take(count)
}

fn wrong_quantity() -> Error {
    Error::WrongState("HAS_INCORRECT_PRODUCT_QUANTITY".to_owned())
}

#[cfg(test)]
mod tests {
    use gostiny_wire::scalar::{Money, ProductId};

    use super::*;

    fn item(sku: i64, quantity: i64) -> Item {
        Item {
            posting_number: "57195475-0050-1".into(),
            position: 1,
            product_id: ProductId(sku + 1_000),
            sku: Sku(sku),
            offer_id: "A".into(),
            name: "A".to_owned(),
            quantity,
            price: Money(100),
            old_price: Money(0),
            mandatory_marks: Vec::new(),
            commission_basis_points: 0,
            depth_mm: 1,
            width_mm: 1,
            height_mm: 1,
            weight_grams: 1,
            actions: Vec::new(),
            needs: Default::default(),
        }
    }

    fn refusal(result: Result<Vec<Vec<Item>>>) -> String {
        result.map(|_| String::new()).unwrap_or_else(|error| error.to_string())
    }

    #[test]
    fn units_go_into_packages_exactly() {
        let items = [item(1, 3), item(2, 1)];
        let packages = [vec![Line::new(Sku(1), 2)], vec![Line::new(Sku(2), 1), Line::new(Sku(1), 1)]];
        let parts = divide(&items, &packages).unwrap();
        let units: Vec<Vec<(i64, i64)>> =
            parts.iter().map(|part| part.iter().map(|item| (item.sku.0, item.quantity)).collect()).collect();
        assert_eq!(units, [vec![(1, 2)], vec![(2, 1), (1, 1)]]);
    }

    #[test]
    fn anything_else_is_refused() {
        let items = [item(1, 3)];
        for packages in [vec![], vec![vec![Line::new(Sku(1), 2)]], vec![vec![Line::new(Sku(1), 4)]]] {
            assert_eq!(refusal(divide(&items, &packages)), "HAS_INCORRECT_PRODUCT_QUANTITY");
        }
        let twice = vec![vec![Line::new(Sku(1), 2)], vec![Line::new(Sku(1), 2)]];
        assert_eq!(refusal(divide(&items, &twice)), "HAS_INCORRECT_PRODUCT_QUANTITY");
        assert_eq!(refusal(divide(&items, &[vec![Line::new(Sku(9), 1)]])), "UNKNOWN_PRODUCT_DEFINED");
    }

    #[test]
    fn an_empty_package_and_no_units_are_invalid() {
        let text = |package: Package| check("R.Packages[0].Products", &package).unwrap_err().to_string();
        assert!(text(vec![]).contains("invalid R.Packages[0].Products: value must contain"));
        assert!(text(vec![Line::new(Sku(1), 0)]).contains("Products[0].Quantity: value must be greater than 0"));
    }

    #[test]
    fn named_units_go_and_the_others_stay() {
        let unit = |id| Unit::numbered(id);
        let mut line = item(1, 3);
        (line.needs.units, line.needs.weights) = (vec![unit(7), unit(8), unit(9)], vec![70, 80, 90]);
        let named = |ids: &[i64], quantity| vec![Line { ids: ids.to_vec(), ..Line::new(Sku(1), quantity) }];
        let mut items = [line.clone()];
        choose(&mut items, &named(&[9, 7], 2)).unwrap();
        let (part, rest) = take(&items, &named(&[9, 7], 2)).unwrap();
        let ids = |items: &[Item]| items[0].needs.units.iter().map(|unit| unit.id).collect::<Vec<_>>();
        assert_eq!((ids(&part), ids(&rest)), (vec![9, 7], vec![8]));
        assert_eq!((&part[0].needs.weights, &rest[0].needs.weights), (&vec![90, 70], &vec![80]));
        for (ids, quantity) in [(&[9][..], 2), (&[9, 9], 2), (&[5], 1), (&[0], 1)] {
            assert!(choose(&mut [line.clone()], &named(ids, quantity)).is_err(), "{ids:?}");
        }
        assert!(choose(&mut [line], &named(&[], 2)).is_ok());
    }

    #[test]
    fn units_that_stay_keep_their_numbers() {
        let mut line = item(1, 3);
        line.needs.units = [7, 8, 9].map(Unit::numbered).to_vec();
        let marked = Unit { mark: "m".to_owned(), ..Unit::default() };
        let mut items = [line];
        assert!(bring_along(&mut items, &[vec![Line { units: vec![marked], ..Line::new(Sku(1), 1) }]]));
        let ids: Vec<i64> = items[0].needs.units.iter().map(|unit| unit.id).collect();
        assert_eq!((ids, items[0].needs.units[0].mark.as_str()), (vec![7, 8, 9], "m"));
    }

    #[test]
    fn codes_follow_their_units() {
        let unit = |mark: &str| Unit { mark: mark.to_owned(), checked: true, ..Unit::default() };
        let marked = Line { units: vec![unit("m2")], ..Line::new(Sku(1), 1) };
        let packages = [vec![Line::new(Sku(1), 2)], vec![marked]];
        let mut items = [item(1, 3)];
        assert!(!bring_along(&mut items, &packages[..1]) && bring_along(&mut items, &packages));
        let parts = divide(&items, &packages).unwrap();
        let marks: Vec<String> = parts.iter().flatten().map(|item| item.mandatory_marks.join(" ")).collect();
        assert_eq!(marks, ["", "m2"]);
    }
}
