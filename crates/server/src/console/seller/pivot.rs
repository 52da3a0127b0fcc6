//! Figures by two things at once: one down, the other across, with their sums. What it is made of is pure.

use std::collections::{BTreeMap, HashMap};

use gostiny_wire::{
    analytics::{AnalyticsDataRow, AnalyticsDimension},
    scalar::{Decimal2, Money},
};
use maud::{Markup, html};

use crate::console::{show, visit::Cabinet};

/// A row or a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Line {
    id: String,
    name: String,
    sum: i64,
}

/// Cells by row and column; what has no cell is 0.
#[derive(Default)]
pub struct Pivot {
    rows: Vec<Line>,
    columns: Vec<Line>,
    cells: HashMap<(String, String), i64>,
    sum: i64,
}

impl Pivot {
    /// Of rows with two dimensions and the metric at a place. Rows keep their order, columns are sorted by what they are.
    pub fn of(data: &[AnalyticsDataRow], metric: usize) -> Self {
        let mut pivot = Self::default();
        let (mut places, mut columns) = (HashMap::new(), BTreeMap::new());
        for row in data {
            let (Some(down), Some(across)) = (row.dimensions.first(), row.dimensions.get(1)) else { continue };
            let value = row.metrics.get(metric).map_or(0, |one| one.0);
            let place = *places.entry(down.id.clone()).or_insert_with(|| {
                pivot.rows.push(line(down));
                pivot.rows.len() - 1
            });
            if let Some(line) = pivot.rows.get_mut(place) {
                line.sum += value;
            }
            columns.entry(across.id.clone()).or_insert_with(|| line(across)).sum += value;
            *pivot.cells.entry((down.id.clone(), across.id.clone())).or_default() += value;
            pivot.sum += value;
        }
        pivot.columns = columns.into_values().collect();
        pivot
    }

    fn cell(&self, row: &Line, column: &Line) -> i64 {
        self.cells.get(&(row.id.clone(), column.id.clone())).copied().unwrap_or(0)
    }

    /// The table; amounts are money or counts.
    pub fn table(&self, cabinet: &Cabinet, (down, across): (&str, &str), is_money: bool) -> Markup {
        let told = |value: i64| match (value, is_money) {
            (0, _) => "\u{2014}".to_owned(),
            (value, true) => show::money(Money(value), &cabinet.shop.currency_code),
            (value, false) => Decimal2(value).to_string(),
        };
        let sum = cabinet.say("analytics.sum");
        html! {
            @if self.rows.is_empty() { (cabinet.nothing()) } @else {
                div.scroll tabindex="0" { table.pivot {
                    caption { (cabinet.lang.word("dimension", down)) " \u{d7} " (cabinet.lang.word("dimension", across)) }
                    thead { tr {
                        th scope="col" { (cabinet.lang.word("dimension", down)) }
                        @for column in &self.columns { th.num scope="col" { (column.name) } }
                        th.num scope="col" { (sum) }
                    } }
                    tbody { @for row in &self.rows { tr {
                        th scope="row" { (row.name) }
                        @for column in &self.columns { td.num { (told(self.cell(row, column))) } }
                        td.num { strong { (told(row.sum)) } }
                    } } }
                    tfoot { tr {
                        th scope="row" { (sum) }
                        @for column in &self.columns { td.num { strong { (told(column.sum)) } } }
                        td.num { strong { (told(self.sum)) } }
                    } }
                } }
            }
        }
    }
}

fn line(one: &AnalyticsDimension) -> Line {
    let name = if one.name.is_empty() { &one.id } else { &one.name };
    Line { id: one.id.clone(), name: name.clone(), sum: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(down: &str, across: &str, metrics: [i64; 2]) -> AnalyticsDataRow {
        let one = |id: &str| AnalyticsDimension { id: id.to_owned(), ..Default::default() };
        AnalyticsDataRow { dimensions: vec![one(down), one(across)], metrics: metrics.map(Decimal2).to_vec() }
    }

    #[test]
    fn rows_keep_their_order_columns_are_sorted_and_sums_hold() {
        let data = [row("b", "2", [500, 1]), row("b", "1", [100, 2]), row("a", "2", [300, 4])];
        let pivot = Pivot::of(&data, 0);
        let ids = |lines: &[Line]| lines.iter().map(|line| (line.id.clone(), line.sum)).collect::<Vec<_>>();
        assert_eq!(ids(&pivot.rows), [("b".to_owned(), 600), ("a".to_owned(), 300)]);
        assert_eq!(ids(&pivot.columns), [("1".to_owned(), 100), ("2".to_owned(), 800)]);
        assert_eq!(
            (pivot.cell(&pivot.rows[0], &pivot.columns[1]), pivot.cell(&pivot.rows[1], &pivot.columns[0])),
            (500, 0)
        );
        assert_eq!((pivot.sum, Pivot::of(&data, 1).sum, Pivot::of(&[], 0).rows.len()), (900, 7, 0));
    }
}
