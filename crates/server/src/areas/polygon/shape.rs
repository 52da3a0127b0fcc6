//! An outline on the map: read from its text, checked, asked whether a point lies inside. Pure. The geometry is that of
//! `geo`, and exact: degrees are whole numbers of ten millionths, about a centimetre, and `geo` decides on which side
//! of a line such a number lies without rounding.
//!
//! Its `Validation` is not asked: it compares every edge with every other one, takes edges that run back over their
//! neighbour for sound, and lets rings touch. Its sweep finds all of that among the pairs of edges that meet.

use std::collections::BTreeSet;

use geo::{
    Coord, Intersects, Line, LineString, Polygon,
    algorithm::sweep::{Cross, Intersections},
    line_intersection::LineIntersection,
};

use crate::error::{Error, Result};

/// Points of one outline, its holes included.
const MOST_POINTS: usize = 5_000;
/// Rings of one outline.
const MOST_RINGS: usize = 100;
/// Ten millionths of a degree in a degree.
const DEGREE: i32 = 10_000_000;

/// A point on the map, in ten millionths of a degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point {
    /// East.
    pub lon: i32,
    /// North.
    pub lat: i32,
}

impl Point {
    /// From degrees; none when they are off the map.
    pub fn of_degrees(lon: f64, lat: f64) -> Option<Self> {
        let point = Self { lon: units(lon)?, lat: units(lat)? };
        (point.lon.abs() <= 180 * DEGREE && point.lat.abs() <= 90 * DEGREE).then_some(point)
    }

    fn coord(self) -> Coord {
        Coord { x: self.lon.into(), y: self.lat.into() }
    }
}

/// Rounds to the nearest.
fn units(degrees: f64) -> Option<i32> {
    // Off any map.
    if !degrees.is_finite() || degrees.abs() > 180.0 {
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

    /// Its rings, the outer one first.
    pub fn into_rings(self) -> Vec<Vec<Point>> {
        self.rings
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
        let (low, high) = (Point { lon: i32::MAX, lat: i32::MAX }, Point { lon: i32::MIN, lat: i32::MIN });
        points().fold((low, high), |(low, high), point| {
            (
                Point { lon: low.lon.min(point.lon), lat: low.lat.min(point.lat) },
                Point { lon: high.lon.max(point.lon), lat: high.lat.max(point.lat) },
            )
        })
    }

    /// Whether a point lies in it: its own edge counts, a hole does not.
    pub fn contains(&self, point: Point) -> bool {
        let mut rings = self.rings.iter().map(|ring| line_string(ring));
        let outline = rings.next().unwrap_or_else(|| LineString(Vec::new()));
        Polygon::new(outline, rings.collect()).intersects(&point.coord())
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
        // Rings that nowhere meet lie in each other or beside each other with all their corners.
        let areas: Vec<Polygon> = self.rings.iter().map(|ring| Polygon::new(line_string(ring), Vec::new())).collect();
        for (at, hole) in self.rings.iter().enumerate().skip(1) {
            let Some(corner) = hole.first().map(|corner| corner.coord()) else { continue };
            let in_outline = areas.first().is_some_and(|outline| outline.intersects(&corner));
            let mut others = areas.iter().enumerate().skip(1).filter(|(other, _)| *other != at);
            if !in_outline || others.any(|(_, other)| other.intersects(&corner)) {
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
            let lines = line_string(points);
            all.extend(lines.lines().enumerate().map(|(at, line)| Edge { ring, at, last, line }));
        }
        let mut meetings = all.iter().collect::<Intersections<_>>();
        meetings.find_map(|(one, other, how)| {
            // Neighbours meet in their corner.
            let is_corner = one.follows(other) && matches!(how, LineIntersection::SinglePoint { .. });
            (!is_corner).then_some((one.ring, other.ring))
        })
    }
}

/// An edge of a ring.
#[derive(Clone, Copy, Debug)]
struct Edge {
    ring: usize,
    at: usize,
    /// The number of its ring's last edge.
    last: usize,
    line: Line,
}

impl Edge {
    /// One of the two begins where the other one ends.
    fn follows(&self, other: &Self) -> bool {
        let (first, second) = (self.at.min(other.at), self.at.max(other.at));
        self.ring == other.ring && (second - first == 1 || first == 0 && second == self.last)
    }
}

impl Cross for Edge {
    type Scalar = f64;

    fn line(&self) -> Line {
        self.line
    }
}

fn line_string(ring: &[Point]) -> LineString {
    ring.iter().map(|point| point.coord()).collect()
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
fn degrees(units: i32) -> String {
    let (sign, units) = if units < 0 { ("-", units.unsigned_abs()) } else { ("", units.unsigned_abs()) };
    let degree = DEGREE.unsigned_abs();
    let text = format!("{sign}{}.{:07}", units / degree, units % degree);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
