//! What holds of any text that a shop sends as an outline, held against a slow judge with whole numbers.

use super::{
    grid,
    shape::{Point, Shape},
};
use crate::error::Error;

/// Edges that the slow judge compares with each other.
const FEW: usize = 80;

/// An outline is refused with a text of its own, or is sound, keeps its corners and is found from each of them.
pub fn outline(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let shape = match Shape::read(text) {
        Ok(shape) => shape,
        Err(error) => {
            let Error::BadRequest(told) = error else { panic!("{error:?}") };
            assert!(!told.is_empty() && told.len() < 200);
            // Refused for its edges: then some do meet.
            if told.contains("cross or touch") {
                let rings = Shape::kept(text).map(Shape::into_rings).unwrap_or_default();
                let edges = edges(&rings);
                assert!(edges.len() > FEW || rings.is_empty() || tangled(&edges), "{text}: {told}");
            }
            return;
        }
    };
    let kept = shape.text();
    assert_eq!(Shape::read(&kept).ok().as_ref(), Some(&shape));
    assert_eq!(Shape::kept(&kept).ok().as_ref(), Some(&shape));
    let (low, high) = shape.bounds();
    let cells = grid::cells(low, high);
    assert!((1..=64).contains(&cells.len()));
    let rings = shape.clone().into_rings();
    for corner in rings.iter().flatten() {
        assert!(shape.contains(*corner), "{corner:?} is a corner of {kept}");
        assert!(grid::around(*corner).iter().any(|cell| cells.contains(cell)));
    }
    let edges = edges(&rings);
    assert!(edges.len() > FEW || !tangled(&edges), "{kept} is tangled");
}

/// An edge: the number of its ring, its number there, whether it is the last one, its ends.
type Edge = (usize, usize, bool, Point, Point);

fn edges(rings: &[Vec<Point>]) -> Vec<Edge> {
    let of = |(number, ring): (usize, &Vec<Point>)| {
        let mut points = ring.clone();
        points.dedup();
        let last = points.len().saturating_sub(2);
        let edge = move |(at, (from, to))| (number, at, at == last, from, to);
        points.clone().into_iter().zip(points.into_iter().skip(1)).enumerate().map(edge).collect::<Vec<_>>()
    };
    rings.iter().enumerate().flat_map(of).collect()
}

/// Whether two edges meet elsewhere than neighbours do, in their corner.
fn tangled(edges: &[Edge]) -> bool {
    let pairs = edges.iter().enumerate().flat_map(|(at, one)| edges.iter().skip(at + 1).map(move |other| (one, other)));
    pairs.into_iter().any(|(one, other)| {
        let follows = one.0 == other.0 && (other.1 == one.1 + 1 || one.1 == 0 && other.2);
        if !follows {
            return meet(one, other);
        }
        // Neighbours lie on each other where both go the same way from their corner.
        let (corner, first, second) =
            if other.1 == one.1 + 1 { (one.4, one.3, other.4) } else { (one.3, one.4, other.3) };
        turn(corner, first, second) == 0 && along(corner, first, second) > 0
    })
}

fn meet(one: &Edge, other: &Edge) -> bool {
    let (a, b, c, d) = (one.3, one.4, other.3, other.4);
    let sides = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)].map(i128::signum);
    let [c_side, d_side, a_side, b_side] = sides;
    let on = |from: Point, to: Point, side: i128, point: Point| side == 0 && along(point, from, to) <= 0;
    c_side * d_side < 0 && a_side * b_side < 0
        || on(a, b, c_side, c)
        || on(a, b, d_side, d)
        || on(c, d, a_side, a)
        || on(c, d, b_side, b)
}

/// On which side of the way to `first` the point `second` lies, as seen from `from`; 0 is on its line.
fn turn(from: Point, first: Point, second: Point) -> i128 {
    let ((x, y), (to_x, to_y)) = (way(from, first), way(from, second));
    x * to_y - y * to_x
}

/// Positive where both ways lead into the same half plane.
fn along(from: Point, first: Point, second: Point) -> i128 {
    let ((x, y), (to_x, to_y)) = (way(from, first), way(from, second));
    x * to_x + y * to_y
}

fn way(from: Point, to: Point) -> (i128, i128) {
    (i128::from(to.lon) - i128::from(from.lon), i128::from(to.lat) - i128::from(from.lat))
}
