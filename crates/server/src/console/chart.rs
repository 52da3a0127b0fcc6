//! Drawings that need no script: bars of days and outlines on a map. Pure.

use maud::{Markup, html};

/// A bar of a chart.
pub struct Bar {
    /// What is told of it.
    pub title: String,
    /// How high it is; never below zero.
    pub value: i64,
}

/// Bars side by side, the highest as high as the chart. The numbers themselves belong into a table beside it.
pub fn bars(label: &str, bars: &[Bar]) -> Markup {
    let most = bars.iter().map(|bar| bar.value).max().unwrap_or_default().max(1);
    let height = |value: i64| value.max(0).saturating_mul(100) / most;
    html! {
        div.chart {
            svg role="img" aria-label=(label) viewBox={ "0 0 " (bars.len() * 10) " 100" } preserveAspectRatio="none" {
                @for (at, bar) in bars.iter().enumerate() {
                    @let high = if bar.value > 0 { height(bar.value).max(1) } else { 0 };
                    rect x=(at * 10 + 1) y=(100 - high) width="8" height=(high) { title { (bar.title) } }
                }
            }
        }
    }
}

/// A polygon on a map: its name and its rings, points east and north in ten millionths of a degree.
pub struct Drawn {
    /// What is told of it.
    pub title: String,
    /// The rings, the outer one first.
    pub rings: Vec<Vec<(i32, i32)>>,
}

/// A point on a map.
pub struct Pin {
    /// What is told of it.
    pub title: String,
    /// East and north, in ten millionths of a degree.
    pub at: (i32, i32),
}

/// Width of a map in its own units.
const WIDE: i64 = 1_000;

/// Outlines and points on an empty map that shows all of them, north up, without anybody's tiles. An east-west degree is
/// drawn half as long as a north-south one, as it is at 60 degrees north.
pub fn map(label: &str, drawn: &[Drawn], pins: &[Pin]) -> Markup {
    let points =
        || drawn.iter().flat_map(|one| one.rings.iter().flatten().copied()).chain(pins.iter().map(|pin| pin.at));
    let Some((west, east, south, north)) = bounds(points()) else { return html! {} };
    let (wide, tall) = ((east - west).max(1), (2 * (north - south)).max(1));
    let across = wide.max(tall);
    let place = |(lon, lat): (i32, i32)| {
        let x = (i64::from(lon) - west) * WIDE / across;
        let y = 2 * (north - i64::from(lat)) * WIDE / across;
        (x + 20, y + 20)
    };
    let (width, height) = (wide * WIDE / across + 40, tall * WIDE / across + 40);
    let path = |rings: &[Vec<(i32, i32)>]| {
        let mut text = String::new();
        for ring in rings {
            for (at, point) in ring.iter().enumerate() {
                let (x, y) = place(*point);
                text.push_str(&format!("{}{x} {y} ", if at == 0 { "M" } else { "L" }));
            }
            text.push_str("Z ");
        }
        text
    };
    html! {
        div.map {
            svg role="img" aria-label=(label) viewBox={ "0 0 " (width) " " (height) } {
                @for one in drawn { path d=(path(&one.rings)) fill-rule="evenodd" { title { (one.title) } } }
                @for pin in pins {
                    @let (x, y) = place(pin.at);
                    circle cx=(x) cy=(y) r="9" { title { (pin.title) } }
                }
            }
        }
    }
}

/// West, east, south, north.
fn bounds(points: impl Iterator<Item = (i32, i32)>) -> Option<(i64, i64, i64, i64)> {
    points.fold(None, |bounds, (lon, lat)| {
        let (lon, lat) = (i64::from(lon), i64::from(lat));
        let (west, east, south, north) = bounds.unwrap_or((lon, lon, lat, lat));
        Some((west.min(lon), east.max(lon), south.min(lat), north.max(lat)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_bar_fills_the_chart_and_none_vanishes() {
        let bar = |value| Bar { title: format!("<{value}>"), value };
        let drawn = bars("Заказы", &[bar(200), bar(1), bar(0)]).into_string();
        for part in
            ["y=\"0\" width=\"8\" height=\"100\"", "y=\"99\" width=\"8\" height=\"1\"", "height=\"0\"", "&lt;200&gt;"]
        {
            assert!(drawn.contains(part), "{part}: {drawn}");
        }
        assert!(bars("", &[]).into_string().contains("viewBox=\"0 0 0 100\""));
    }

    #[test]
    fn a_map_shows_all_that_is_on_it() {
        let square = vec![(300_000_000, 590_000_000), (302_000_000, 590_000_000), (302_000_000, 591_000_000)];
        let drawn = Drawn { title: "1".to_owned(), rings: vec![square] };
        let pin = Pin { title: "Склад".to_owned(), at: (301_000_000, 590_500_000) };
        let map = map("Карта", &[drawn], &[pin]).into_string();
        for part in ["M20 1020 L1020 1020 L1020 20 Z", "cx=\"520\" cy=\"520\"", "viewBox=\"0 0 1040 1040\""] {
            assert!(map.contains(part), "{part}: {map}");
        }
        assert!(super::map("", &[], &[]).into_string().is_empty());
    }
}
