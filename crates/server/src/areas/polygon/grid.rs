//! Squares of the map by number: an outline is entered under the few squares it reaches into, a point is looked up
//! under the squares around it. So a point finds its areas through an index of the database, however many there are.
//! Pure.

use super::shape::Point;

/// Sizes of squares, as powers of two of ten millionths of a degree: from some ten metres to all of the map.
const SIZES: [u32; 12] = [10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32];
/// Squares of one outline.
const MOST: i64 = 64;

/// The squares of a rectangle, in the smallest size that takes few of them.
pub(super) fn cells(low: Point, high: Point) -> Vec<i64> {
    let mut found = Vec::new();
    for size in SIZES {
        let ((west, south), (east, north)) = (square(low, size), square(high, size));
        if (east - west + 1).saturating_mul(north - south + 1) > MOST {
            continue;
        }
        for column in west..=east {
            found.extend((south..=north).map(|row| number(size, column, row)));
        }
        break;
    }
    found
}

/// The squares of all sizes around a point.
pub(super) fn around(point: Point) -> [i64; SIZES.len()] {
    SIZES.map(|size| {
        let (column, row) = square(point, size);
        number(size, column, row)
    })
}

/// Counted from the corner of the map.
fn square(point: Point, size: u32) -> (i64, i64) {
    ((i64::from(point.lon) + 1_800_000_000) >> size, (i64::from(point.lat) + 900_000_000) >> size)
}

fn number(size: u32, column: i64, row: i64) -> i64 {
    (i64::from(size) << 48) | (column << 24) | row
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn points() -> impl Strategy<Value = Point> {
        (-1_800_000_000_i32..=1_800_000_000, -900_000_000_i32..=900_000_000).prop_map(|(lon, lat)| Point { lon, lat })
    }

    proptest! {
        #[test]
        fn every_point_of_a_rectangle_finds_it(one in points(), two in points(), part in 0..=1_000_i64) {
            let low = Point { lon: one.lon.min(two.lon), lat: one.lat.min(two.lat) };
            let high = Point { lon: one.lon.max(two.lon), lat: one.lat.max(two.lat) };
            let cells = cells(low, high);
            prop_assert!(!cells.is_empty() && i64::try_from(cells.len()).unwrap() <= MOST);
            let between = |low: i32, high: i32| {
                let (low, high) = (i64::from(low), i64::from(high));
                i32::try_from(low + (high - low) * part / 1_000).unwrap()
            };
            let inside = Point { lon: between(low.lon, high.lon), lat: between(low.lat, high.lat) };
            for point in [inside, low, high] {
                prop_assert!(around(point).iter().any(|cell| cells.contains(cell)), "{point:?}");
            }
        }
    }

    #[test]
    fn a_town_is_not_found_from_another() {
        let at = |lon, lat| Point::of_degrees(lon, lat).unwrap();
        let moscow = cells(at(37.3, 55.5), at(37.9, 55.95));
        assert!(around(at(37.6, 55.75)).iter().any(|cell| moscow.contains(cell)));
        assert!(!around(at(30.3, 59.9)).iter().any(|cell| moscow.contains(cell)));
    }
}
