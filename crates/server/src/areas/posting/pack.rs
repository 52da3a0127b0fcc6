//! How the lines of a posting go into packages. Pure.

use gostiny_wire::{posting::PostingFbsShipV3Product, scalar::Sku};

use super::row::Item;
use crate::error::{Error, Result};

/// Units of one product in a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// The product.
    pub sku: Sku,
    /// Units.
    pub quantity: i64,
    /// Marking codes that came along. Kept as they are; nothing here judges them.
    pub marks: Vec<String>,
}

/// Goods that go together.
pub(super) type Package = Vec<Line>;

impl Line {
    /// Without marking codes.
    pub fn new(sku: Sku, quantity: i32) -> Self {
        Self { sku, quantity: quantity.into(), marks: Vec::new() }
    }
}

impl From<&PostingFbsShipV3Product> for Line {
    fn from(product: &PostingFbsShipV3Product) -> Self {
        let marks = product.exemplar_info.iter().map(|exemplar| exemplar.mandatory_mark.trim().to_owned());
        let marks = marks.filter(|mark| !mark.is_empty()).collect();
        Self { marks, ..Self::new(product.product_id, product.quantity) }
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
        match part.iter_mut().find(|taken| taken.sku == line.sku) {
            Some(taken) => {
                taken.quantity += line.quantity;
                taken.mandatory_marks.extend_from_slice(&line.marks);
            }
            None => part.push(Item { quantity: line.quantity, mandatory_marks: marks(item, line), ..item.clone() }),
        }
    }
    Ok((part, rest))
}

/// Codes that come with the package; without any, what was set beforehand stays with the line.
fn marks(item: &Item, line: &Line) -> Vec<String> {
    if line.marks.is_empty() { item.mandatory_marks.clone() } else { line.marks.clone() }
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
    fn codes_follow_their_units() {
        let marked = Line { marks: vec!["m1".to_owned()], ..Line::new(Sku(1), 1) };
        let parts = divide(&[item(1, 2)], &[vec![marked], vec![Line::new(Sku(1), 1)]]).unwrap();
        let marks: Vec<usize> = parts.iter().flatten().map(|item| item.mandatory_marks.len()).collect();
        assert_eq!(marks, [1, 0]);
    }
}
