//! The outline by example, and against any text there is.

use proptest::prelude::*;

use super::shape::{Point, Shape};

const SQUARE: &str = "[[[30,59],[31,59],[31,60],[30,60],[30,59]]]";
const RING: &str =
    "[[[30,59],[31,59],[31,60],[30,60],[30,59]],[[30.4,59.4],[30.6,59.4],[30.6,59.6],[30.4,59.6],[30.4,59.4]]]";

fn at(lon: f64, lat: f64) -> Point {
    Point::of_degrees(lon, lat).unwrap()
}

fn refusal(text: &str) -> String {
    Shape::read(text).map(|shape| shape.text()).unwrap_err().to_string()
}

#[test]
fn a_point_is_inside_on_the_edge_in_a_hole_or_outside() {
    let ring = Shape::read(RING).unwrap();
    for (lon, lat, inside) in [
        (30.1, 59.1, true),
        (30.5, 59.5, false),
        (30.4, 59.5, true),
        (30.0, 59.5, true),
        (31.0, 60.0, true),
        (29.999_999_9, 59.5, false),
        (30.5, 60.1, false),
        // Level with corners, to the west of all.
        (29.0, 59.0, false),
        (29.0, 60.0, false),
        (29.0, 59.4, false),
    ] {
        assert_eq!(ring.contains(at(lon, lat)), inside, "{lon} {lat}");
    }
    let triangle = Shape::read("[[[30.31,59.93],[30.36,59.93],[30.36,59.96],[30.31,59.93]]]").unwrap();
    assert!(triangle.contains(at(30.35, 59.94)) && !triangle.contains(at(30.32, 59.95)));
}

#[test]
fn an_outline_is_refused_with_its_text() {
    let nothing = "coordinates not provided";
    let no_json = "invalid coordinates, must be a JSON text of rings of points [[[lon,lat],...]]";
    let pair = "invalid coordinates, must have two points in coordinate";
    let open = "the first and last points in loop must be same";
    let few = "non-full loops must have at least 4 unique vertices for polygons";
    let crosses = "invalid coordinates, edges of a loop must not cross or touch each other";
    let meet = "invalid coordinates, loops must not cross or touch each other";
    let hole = "invalid coordinates, further loops must be holes in the first";
    for (text, want) in [
        ("", nothing),
        ("  ", nothing),
        ("[]", nothing),
        ("[[]]", nothing),
        ("here", no_json),
        ("[[30,59]]", no_json),
        ("[[[30,\"59\"]]]", no_json),
        ("[[[30,59],[31,59],[31,60],[30,59]]", no_json),
        ("[[[30,1e999]]]", no_json),
        ("[[[30],[31,59],[31,60],[30]]]", pair),
        ("[[[30,59,5],[31,59],[31,60],[30,59,5]]]", pair),
        ("[[[30,59],[31,59],[31,60],[30,60]]]", open),
        ("[[[30,59]]]", few),
        ("[[[30,59],[31,59],[30,59]]]", few),
        ("[[[30,59],[31,59],[31,59],[30,59]]]", few),
        ("[[[30,59],[31,60],[31,59],[30,60],[30,59]]]", crosses),
        ("[[[30,59],[31,59],[32,59],[30,59]]]", crosses),
        // A spike: the third edge runs back over the second.
        ("[[[30,59],[31,59],[31,60],[31,59.5],[30,59]]]", crosses),
        // Two triangles that share a corner.
        ("[[[30,59],[31,59],[30.5,59.5],[31,60],[30,60],[30.5,59.5],[30,59]]]", crosses),
        ("[[[30,59],[31,59],[31,60],[30,60],[30,59]],[[30,59.5],[30.5,59.4],[30.5,59.6],[30,59.5]]]", meet),
        ("[[[30,59],[32,59],[32,60],[31,59],[30,60],[30,59]]]", crosses),
        ("[[[30,59],[31,59],[31,60],[30,59]],[[30.9,59.1],[32,59.1],[32,59.2],[30.9,59.1]]]", meet),
        ("[[[30,59],[31,59],[31,60],[30,59]],[[40,59.1],[41,59.1],[41,59.2],[40,59.1]]]", hole),
    ] {
        assert_eq!(refusal(text), want, "{text}");
    }
    for text in ["[[[181,59],[31,59],[31,60],[181,59]]]", "[[[30,91],[31,59],[31,60],[30,91]]]"] {
        assert!(refusal(text).contains("longitude must be in"), "{text}");
    }
    let twice = "[[[30,59],[31,59],[31,60],[30,60],[30,59]],[[30.2,59.2],[30.8,59.2],[30.8,59.8],[30.2,59.2]],\
        [[30.5,59.3],[30.6,59.3],[30.6,59.4],[30.5,59.3]]]";
    assert_eq!(refusal(twice), hole);
    let many: Vec<String> = (0..5_001).map(|at| format!("[{},0]", at % 180)).collect();
    assert!(refusal(&format!("[[{}]]", many.join(","))).contains("no more than"));
}

/// A star of many points is read within a moment, and untangled.
#[test]
fn a_long_outline_is_read() {
    let points: Vec<String> = (0..2_400)
        .map(|at| {
            let (side, along) = (at / 600, f64::from(at % 600) / 100.0);
            let (lon, lat) = match side {
                0 => (along, 0.0),
                1 => (6.0, along),
                2 => (6.0 - along, 6.0),
                _ => (0.0, 6.0 - along),
            };
            format!("[{lon:.2},{lat:.2}]")
        })
        .collect();
    let shape = Shape::read(&format!("[[{},[0,0]]]", points.join(","))).unwrap();
    assert!(shape.contains(at(3.0, 3.0)) && !shape.contains(at(7.0, 3.0)));
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in ".{0,200}") {
        let _ = Shape::read(&text);
    }

    #[test]
    fn any_rings_are_read_or_refused_and_keep_their_points(
        rings in prop::collection::vec(prop::collection::vec((-181.0..181.0_f64, -91.0..91.0_f64), 0..9), 0..4),
        close: bool,
    ) {
        let ring = |ring: &Vec<(f64, f64)>| {
            let mut points: Vec<String> = ring.iter().map(|(lon, lat)| format!("[{lon:.3},{lat:.3}]")).collect();
            if close && let Some(first) = points.first().cloned() {
                points.push(first);
            }
            format!("[{}]", points.join(","))
        };
        let text = format!("[{}]", rings.iter().map(ring).collect::<Vec<_>>().join(","));
        if let Ok(shape) = Shape::read(&text) {
            prop_assert_eq!(&Shape::read(&shape.text()).unwrap(), &shape);
            prop_assert_eq!(&Shape::kept(&shape.text()).unwrap(), &shape);
            let (low, high) = shape.bounds();
            let beside = Point { lon: low.lon - 1, lat: high.lat };
            prop_assert!(!shape.contains(beside));
            prop_assert!(shape.contains(at_of(&rings)), "a corner lies on the edge");
        }
    }

    #[test]
    fn a_rectangle_holds_what_lies_between_its_sides(
        west in -1_700_000_000..1_700_000_000_i32, south in -800_000_000..800_000_000_i32,
        width in 1..90_000_000_i32, height in 1..90_000_000_i32,
        lon in -1_800_000_000..1_800_000_000_i32, lat in -900_000_000..900_000_000_i32,
    ) {
        let (east, north) = (west + width, south + height);
        let point = |lon: i32, lat: i32| format!("[{lon}e-7,{lat}e-7]");
        let corners = [(west, south), (east, south), (east, north), (west, north), (west, south)];
        let text = corners.map(|(lon, lat)| point(lon, lat)).join(",");
        let shape = Shape::read(&format!("[[{text}]]")).unwrap();
        let inside = (west..=east).contains(&lon) && (south..=north).contains(&lat);
        prop_assert_eq!(shape.contains(Point { lon, lat }), inside);
        let near = Point { lon: west + width / 7 * 3, lat: south + height / 5 * 2 };
        prop_assert!(shape.contains(near));
    }
}

fn at_of(rings: &[Vec<(f64, f64)>]) -> Point {
    let (lon, lat) = rings[0][0];
    let read = |degrees: f64| format!("{degrees:.3}").parse::<f64>().unwrap();
    at(read(lon), read(lat))
}

#[test]
fn the_text_kept_reads_back() {
    for text in [SQUARE, RING] {
        assert_eq!(Shape::read(text).unwrap().text(), text);
    }
    let south = "[[[-0.5,-0.0000001],[1,-0.5],[1,0.5],[-0.5,-0.0000001]]]";
    assert_eq!(Shape::read(south).unwrap().text(), south);
}
