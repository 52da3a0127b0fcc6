//! Size and weight of the package in one system: millilitres and grams.

use gostiny_wire::product::ProductImportItem;

use super::Findings;

/// No side is longer: 20 m in tenths of a millimetre.
const LONGEST_SIDE: i64 = 200_000;
/// Nothing is heavier, in grams.
const HEAVIEST: i64 = 1_000_000;
/// From here on a product is bulky: a side over 1200 mm or a weight over 25 kg.
const BULKY_SIDE: i64 = 12_000;
const BULKY_WEIGHT: i64 = 25_000;

/// The package.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::areas::product) struct Size {
    /// Millilitres; 0 when a side is missing.
    pub volume_ml: i64,
    /// Grams.
    pub weight_grams: i64,
    /// Bulky.
    pub is_kgt: bool,
}

/// Measures the package and lists what is wrong with its numbers.
pub(super) fn size(item: &ProductImportItem, findings: &mut Findings) -> Size {
    let tenths = unit(findings, "dimension_unit", &item.dimension_unit, tenths_of_millimetre);
    let given = [("depth", item.depth), ("width", item.width), ("height", item.height)];
    let sides = given.map(|(field, value)| side(field, i64::from(value), tenths.unwrap_or(10), findings));
    let milligrams = unit(findings, "weight_unit", &item.weight_unit, milligrams);
    let weight_grams = weight(i64::from(item.weight), milligrams.unwrap_or(1_000), findings);
    let [Some(depth), Some(width), Some(height)] = sides else {
        return Size { volume_ml: 0, weight_grams: weight_grams.unwrap_or_default(), is_kgt: false };
    };
    let cubic_tenths = depth * width * height;
    if let (Some(grams), Some(_), Some(_)) = (weight_grams, tenths, milligrams) {
        density(grams, cubic_tenths, findings);
    }
    let weight_grams = weight_grams.unwrap_or_default();
    let is_kgt = [depth, width, height].into_iter().any(|side| side > BULKY_SIDE) || weight_grams > BULKY_WEIGHT;
    Size { volume_ml: ((cubic_tenths + 500_000) / 1_000_000).max(1), weight_grams, is_kgt }
}

fn tenths_of_millimetre(unit: &str) -> Option<i64> {
    match unit {
        "mm" => Some(10),
        "cm" => Some(100),
        "in" => Some(254),
        _ => None,
    }
}

fn milligrams(unit: &str) -> Option<i64> {
    match unit {
        "g" => Some(1_000),
        "kg" => Some(1_000_000),
        "lb" => Some(453_592),
        _ => None,
    }
}

fn unit(findings: &mut Findings, field: &str, given: &str, read: fn(&str) -> Option<i64>) -> Option<i64> {
    let found = read(given);
    if found.is_none() {
        let code = if given.is_empty() { "EMPTY_REQUIRED" } else { "INVALID_VALUE" };
        let known = if field == "weight_unit" { "g, kg, lb" } else { "mm, cm, in" };
        findings.error(code, field, format!("Единица измерения «{given}» неизвестна, возможны: {known}."));
    }
    found
}

fn side(field: &str, value: i64, tenths: i64, findings: &mut Findings) -> Option<i64> {
    if value <= 0 {
        findings.error("missing_dimension", field, format!("Размер {field} должен быть больше нуля."));
        return None;
    }
    let length = value * tenths;
    if length > LONGEST_SIDE {
        findings.error("VALUE_MAX_LIMIT", field, format!("Размер {field} больше 20 метров."));
        return None;
    }
    Some(length)
}

fn weight(value: i64, milligrams: i64, findings: &mut Findings) -> Option<i64> {
    if value <= 0 {
        findings.error("EMPTY_REQUIRED", "weight", "Вес должен быть больше нуля.");
        return None;
    }
    let grams = (value * milligrams + 500) / 1_000;
    if grams > HEAVIEST {
        findings.error("VALUE_MAX_LIMIT", "weight", "Вес больше 1000 кг.");
        return None;
    }
    Some(grams)
}

/// Between 0.001 and 13.55 kilograms a litre.
fn density(grams: i64, cubic_tenths: i64, findings: &mut Findings) {
    let (grams, volume) = (i128::from(grams), i128::from(cubic_tenths));
    if grams * 1_000_000_000 < volume || grams * 100_000_000 > volume * 1_355 {
        let text = "Плотность упаковки должна быть от 0,001 до 13,55 кг/л: проверьте размеры, вес и единицы.";
        findings.error("Incorrect_density", "weight", text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(sides: [i32; 3], unit: &str, weight: i32, weight_unit: &str) -> (Size, Vec<String>) {
        let [depth, width, height] = sides;
        let (dimension_unit, weight_unit) = (unit.to_owned(), weight_unit.to_owned());
        let item =
            ProductImportItem { depth, width, height, dimension_unit, weight, weight_unit, ..Default::default() };
        let mut findings = Findings::default();
        let size = size(&item, &mut findings);
        (size, findings.list().iter().map(|error| format!("{} {}", error.code, error.field)).collect())
    }

    #[test]
    fn units_lead_to_the_same_size() {
        let (millimetres, errors) = measured([100, 200, 300], "mm", 2_000, "g");
        assert_eq!(millimetres, Size { volume_ml: 6_000, weight_grams: 2_000, is_kgt: false });
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(measured([10, 20, 30], "cm", 2, "kg").0, millimetres);
        assert_eq!(measured([4, 4, 4], "in", 1, "lb").0, Size { volume_ml: 1_049, weight_grams: 454, is_kgt: false });
    }

    #[test]
    fn bulky_is_long_or_heavy() {
        assert!(!measured([1_200, 10, 10], "mm", 25_000, "g").0.is_kgt);
        assert!(measured([1_201, 100, 100], "mm", 900, "g").0.is_kgt);
        assert!(measured([100, 100, 100], "cm", 26, "kg").0.is_kgt);
    }

    #[test]
    fn all_wrong_numbers_are_named() {
        assert_eq!(
            measured([0, -1, 5], "m", 0, "").1,
            [
                "INVALID_VALUE dimension_unit",
                "missing_dimension depth",
                "missing_dimension width",
                "EMPTY_REQUIRED weight_unit",
                "EMPTY_REQUIRED weight"
            ]
        );
        assert_eq!(measured([10, 10, 10], "mm", 14, "g").1, ["Incorrect_density weight"]);
        assert!(measured([10, 10, 10], "mm", 13, "g").1.is_empty());
        assert_eq!(measured([200, 100, 100], "cm", 1, "g").1, ["Incorrect_density weight"]);
        assert_eq!(measured([100, 100, 100], "cm", 1_001, "kg").1, ["VALUE_MAX_LIMIT weight"]);
        assert_eq!(measured([i32::MAX, i32::MAX, 1], "in", i32::MAX, "kg").1.len(), 3);
    }
}
