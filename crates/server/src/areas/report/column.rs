//! Columns: a heading in both languages and what stands below it. And how moments are told in files: in Moscow time.

use gostiny_wire::{report::ReportLanguage, scalar::Time};

use super::ask::Style;
use crate::sheet::Cell;

/// A column of a table whose rows are made of `T`.
pub(super) struct Column<T: 'static> {
    ru: &'static str,
    en: &'static str,
    cell: fn(&T) -> Cell,
}

impl<T> Clone for Column<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Column<T> {}

/// A column that is called the same in both languages, as most are.
pub(super) const fn column<T>(ru: &'static str, cell: fn(&T) -> Cell) -> Column<T> {
    Column { ru, en: ru, cell }
}

/// A column with an English heading.
pub(super) const fn named<T>(ru: &'static str, en: &'static str, cell: fn(&T) -> Cell) -> Column<T> {
    Column { ru, en, cell }
}

/// The first row.
pub(super) fn headings<T>(columns: &[Column<T>], style: Style) -> Vec<String> {
    let heading = |column: &Column<T>| {
        let text = if style.language == ReportLanguage::En { column.en } else { column.ru };
        text.to_owned()
    };
    columns.iter().map(heading).collect()
}

/// A row.
pub(super) fn cells<T>(columns: &[Column<T>], of: &T) -> Vec<Cell> {
    columns.iter().map(|column| (column.cell)(of)).collect()
}

/// `2022-08-10 12:00:00` in Moscow, which has kept three hours ahead of UTC since 2014.
pub(super) fn moment(at: Time) -> Cell {
    at.plus_hours(3).date_and_time().into()
}

/// The same; nothing when there is none.
pub(super) fn moment_or_none(at: Option<Time>) -> Cell {
    at.map_or(Cell::Empty, moment)
}

/// `Да` or `Нет`.
pub(super) fn yes(is: bool) -> Cell {
    if is { "Да" } else { "Нет" }.into()
}

#[cfg(test)]
mod tests {
    use gostiny_wire::operator::ReportHeadings;

    use super::*;

    #[test]
    fn moments_are_told_in_moscow_time() {
        assert_eq!(moment("2022-08-10T21:30:00Z".parse().unwrap()), "2022-08-11 00:30:00".into());
        assert_eq!((moment_or_none(None), yes(true)), (Cell::Empty, "Да".into()));
    }

    #[test]
    fn headings_follow_the_language() {
        let columns = [named::<i64>("Артикул", "Product ID", |n| Cell::Int(*n)), column("Barcode", |_| Cell::Empty)];
        let style = |language| Style { language, headings: ReportHeadings::Year2022 };
        assert_eq!(headings(&columns, style(ReportLanguage::En)), ["Product ID", "Barcode"]);
        assert_eq!(headings(&columns, style(ReportLanguage::Default)), ["Артикул", "Barcode"]);
        assert_eq!(cells(&columns, &7), [Cell::Int(7), Cell::Empty]);
    }
}
