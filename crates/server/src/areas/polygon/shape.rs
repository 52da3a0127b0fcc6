//! An outline on the map: read from its text, checked, asked whether a point lies inside. Pure, and exact: degrees
//! are whole numbers of ten millionths, about a centimetre.

use std::collections::BTreeSet;

use crate::error::{Error, Result};

/// Points of one outline, its holes included.
const MOST_POINTS: usize = 5_000;
/// Rings of one outline.
const MOST_RINGS: usize = 100;
/// Ten millionths of a degree in a degree.
const DEGREE: i64 = 10_000_000;

/// A point on the map, in ten millionths of a degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point {
    /// East.
    pub lon: i64,
    /// North.
    pub lat: i64,
}

impl Point {
    /// From degrees; none when they are off the map.
    pub fn of_degrees(lon: f64, lat: f64) -> Option<Self> {
        let point = Self { lon: units(lon)?, lat: units(lat)? };
        (point.lon.abs() <= 180 * DEGREE && point.lat.abs() <= 90 * DEGREE).then_some(point)
    }
}

/// Rounds to the nearest.
fn units(degrees: f64) -> Option<i64> {
    // Off any map, and too long to print.
    if !degrees.is_finite() || degrees.abs() > 1_000.0 {
        return None;
    }
    format!("{degrees:.7}").replace('.', "").parse().ok()
}

/// An outline with its holes: rings that end where they begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    rings: Vec<Vec<Point>>,
}

impl Shape {
    /// Reads and checks an outline as sellers send it.
    pub fn read(text: &str) -> Result<Self> {
        let refused = |text: &str| Err(Error::BadRequest(text.to_owned()));
        let text = text.trim();
        if text.is_empty() {
            return refused("coordinates not provided");
        }
        let Ok(read) = serde_json::from_str::<Vec<Vec<Vec<f64>>>>(text) else {
            return refused("invalid coordinates, must be a JSON text of rings of points [[[lon,lat],...]]");
        };
        if read.iter().all(Vec::is_empty) {
            return refused("coordinates not provided");
        }
        if read.len() > MOST_RINGS || read.iter().map(Vec::len).sum::<usize>() > MOST_POINTS {
            return Err(Error::BadRequest(format!(
                "invalid coordinates, no more than {MOST_RINGS} loops and {MOST_POINTS} points"
            )));
        }
        let mut rings = Vec::with_capacity(read.len());
        for ring in read {
            rings.push(closed(ring)?);
        }
        let shape = Self { rings };
        shape.untangled()?;
        Ok(shape)
    }

    /// Reads an outline that was checked before.
    pub fn kept(text: &str) -> Result<Self> {
        let read: Vec<Vec<(f64, f64)>> = serde_json::from_str(text)?;
        let ring = |ring: Vec<(f64, f64)>| ring.into_iter().map(|(lon, lat)| Point::of_degrees(lon, lat)).collect();
        let rings: Option<Vec<Vec<Point>>> = read.into_iter().map(ring).collect();
        rings.map(|rings| Self { rings }).ok_or_else(|| Error::internal("an outline off the map was kept"))
    }

    /// As it is kept.
    pub fn text(&self) -> String {
        let ring = |ring: &Vec<Point>| {
            let points: Vec<String> =
                ring.iter().map(|point| format!("[{},{}]", degrees(point.lon), degrees(point.lat))).collect();
            format!("[{}]", points.join(","))
        };
        format!("[{}]", self.rings.iter().map(ring).collect::<Vec<_>>().join(","))
    }

    /// The corners of the smallest rectangle around it.
    pub fn bounds(&self) -> (Point, Point) {
        let points = || self.rings.iter().flatten();
        let (low, high) = (Point { lon: i64::MAX, lat: i64::MAX }, Point { lon: i64::MIN, lat: i64::MIN });
        points().fold((low, high), |(low, high), point| {
            (
                Point { lon: low.lon.min(point.lon), lat: low.lat.min(point.lat) },
                Point { lon: high.lon.max(point.lon), lat: high.lat.max(point.lat) },
            )
        })
    }

    /// Whether a point lies in it: its own edge counts, a hole does not.
    pub fn contains(&self, point: Point) -> bool {
        let mut inside = false;
        for (from, to) in self.rings.iter().flat_map(|ring| edges(ring)) {
            if on_edge(from, to, point) {
                return true;
            }
            inside ^= passes(from, to, point);
        }
        inside
    }

    /// No ring crosses or touches itself or another one; holes lie in the outline and beside each other.
    fn untangled(&self) -> Result<()> {
        let refused = |text: &str| Err(Error::BadRequest(text.to_owned()));
        if let Some((one, other)) = self.first_contact() {
            return refused(if one == other {
                "invalid coordinates, edges of a loop must not cross or touch each other"
            } else {
                "invalid coordinates, loops must not cross or touch each other"
            });
        }
        for (at, hole) in self.rings.iter().enumerate().skip(1) {
            let Some(corner) = hole.first() else { continue };
            let around = |ring: &Vec<Point>| edges(ring).fold(false, |odd, (from, to)| odd ^ passes(from, to, *corner));
            let in_outline = self.rings.first().is_some_and(around);
            let others = self.rings.iter().enumerate().skip(1).filter(|(other, _)| *other != at);
            if !in_outline || others.into_iter().any(|(_, ring)| around(ring)) {
                return refused("invalid coordinates, further loops must be holes in the first");
            }
        }
        Ok(())
    }

    /// The numbers of two rings, or twice the same one, whose edges meet where they should not.
    fn first_contact(&self) -> Option<(usize, usize)> {
        let mut all: Vec<Edge> = Vec::new();
        for (ring, points) in self.rings.iter().enumerate() {
            let last = points.len().saturating_sub(2);
            let edge = |(at, (from, to))| Edge { ring, at, last, from, to };
            all.extend(edges(points).enumerate().map(edge));
        }
        // Only edges that lie over the same stretch of longitude can meet.
        all.sort_by_key(|edge| (edge.from.lon.min(edge.to.lon), edge.ring, edge.at));
        let mut open: Vec<Edge> = Vec::new();
        for edge in all {
            let begins = edge.from.lon.min(edge.to.lon);
            open.retain(|other| other.from.lon.max(other.to.lon) >= begins);
            if let Some(other) = open.iter().find(|other| other.meets_wrongly(&edge)) {
                return Some((other.ring, edge.ring));
            }
            open.push(edge);
        }
        None
    }
}

#[derive(Clone, Copy, Debug)]
struct Edge {
    ring: usize,
    at: usize,
    /// The number of its ring's last edge.
    last: usize,
    from: Point,
    to: Point,
}

impl Edge {
    fn meets_wrongly(&self, other: &Self) -> bool {
        let lats = |edge: &Self| (edge.from.lat.min(edge.to.lat), edge.from.lat.max(edge.to.lat));
        let ((low, high), (other_low, other_high)) = (lats(self), lats(other));
        if low > other_high || other_low > high {
            return false;
        }
        let (first, second) = if self.at < other.at { (self, other) } else { (other, self) };
        let follows = second.at - first.at == 1;
        let closes = first.at == 0 && second.at == second.last;
        if self.ring != other.ring || !(follows || closes) {
            return meet(self.from, self.to, other.from, other.to);
        }
        // Neighbours share a corner; they may not lie on each other beyond it.
        let (before, after) = if follows { (first, second) } else { (second, first) };
        on_edge(before.from, before.to, after.to) || on_edge(after.from, after.to, before.from)
    }
}

/// Checks one ring; points that repeat the one before are dropped.
fn closed(ring: Vec<Vec<f64>>) -> Result<Vec<Point>> {
    let refused = |text: &str| Err(Error::BadRequest(text.to_owned()));
    let mut points: Vec<Point> = Vec::with_capacity(ring.len());
    for pair in ring {
        let [lon, lat] = pair.as_slice() else {
            return refused("invalid coordinates, must have two points in coordinate");
        };
        let Some(point) = Point::of_degrees(*lon, *lat) else {
            return refused("invalid coordinates, longitude must be in [-180, 180] and latitude in [-90, 90]");
        };
        if points.last() != Some(&point) {
            points.push(point);
        }
    }
    if points.len() > 1 && points.first() != points.last() {
        return refused("the first and last points in loop must be same");
    }
    if points.iter().collect::<BTreeSet<_>>().len() < 3 {
        return refused("non-full loops must have at least 4 unique vertices for polygons");
    }
    Ok(points)
}

/// `30.31`, without zeros at the end.
fn degrees(units: i64) -> String {
    let (sign, units) = if units < 0 { ("-", units.unsigned_abs()) } else { ("", units.unsigned_abs()) };
    let degree = DEGREE.unsigned_abs();
    let text = format!("{sign}{}.{:07}", units / degree, units % degree);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn edges(ring: &[Point]) -> impl Iterator<Item = (Point, Point)> {
    ring.iter().copied().zip(ring.iter().copied().skip(1))
}

/// Positive when the three turn left, 0 when they lie on a line.
fn turn(from: Point, to: Point, then: Point) -> i128 {
    let along = (i128::from(to.lon - from.lon), i128::from(to.lat - from.lat));
    let aside = (i128::from(then.lon - from.lon), i128::from(then.lat - from.lat));
    along.0 * aside.1 - along.1 * aside.0
}

fn on_edge(from: Point, to: Point, point: Point) -> bool {
    let within = |a: i64, b: i64, value: i64| (a.min(b)..=a.max(b)).contains(&value);
    within(from.lon, to.lon, point.lon) && within(from.lat, to.lat, point.lat) && turn(from, to, point) == 0
}

/// Whether a line from the point to the east passes the edge.
fn passes(from: Point, to: Point, point: Point) -> bool {
    if (from.lat > point.lat) == (to.lat > point.lat) {
        return false;
    }
    let side = turn(from, to, point);
    if to.lat > from.lat { side > 0 } else { side < 0 }
}

fn meet(a: Point, b: Point, c: Point, d: Point) -> bool {
    let (of_c, of_d) = (turn(a, b, c).signum(), turn(a, b, d).signum());
    let (of_a, of_b) = (turn(c, d, a).signum(), turn(c, d, b).signum());
    (of_c * of_d < 0 && of_a * of_b < 0) || on_edge(a, b, c) || on_edge(a, b, d) || on_edge(c, d, a) || on_edge(c, d, b)
}
