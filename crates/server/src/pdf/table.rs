//! A ruled table: header, rows of wrapped cells, vertical lines closed when a page ends.

use super::font::Style;
use super::sheet::{Align, Area, DOT, Sheet, Span};

/// Space between a cell's border and its text.
const PAD: i32 = 80;
const HEADER: Style = Style::bold(75);

/// A column's title and width in units.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    pub title: &'static str,
    pub width: i32,
    pub align: Align,
}

/// Lines of one cell, already wrapped to `Table::inner` of its column.
pub(super) type Cell = Vec<(Style, String)>;

/// Columns side by side from `x`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Table {
    pub x: i32,
    pub columns: &'static [Column],
}

impl Table {
    /// Width left for text in a column.
    pub const fn inner(column: Column) -> i32 {
        column.width - 2 * PAD
    }

    /// The shaded header; returns the y below it.
    pub fn header(&self, sheet: &mut Sheet, y: i32) -> i32 {
        let title = |column: &Column| column.title.split('\n').map(|line| (HEADER, line.to_owned())).collect();
        let titles: Vec<Cell> = self.columns.iter().map(title).collect();
        let height = Self::height(&titles);
        sheet.shades.push(Area { x: self.x, y, width: self.span().width, height });
        sheet.rule(self.span(), y, 2);
        self.cells(sheet, y, &titles, Some(Align::Centre))
    }

    /// One row; returns the y below it.
    pub fn row(&self, sheet: &mut Sheet, y: i32, cells: &[Cell]) -> i32 {
        self.cells(sheet, y, cells, None)
    }

    fn cells(&self, sheet: &mut Sheet, y: i32, cells: &[Cell], align: Option<Align>) -> i32 {
        let bottom = y + Self::height(cells);
        let mut x = self.x;
        for (column, cell) in self.columns.iter().zip(cells) {
            let span = Span { x: x + PAD, width: Self::inner(*column) };
            let line =
                |y, (style, text): &(Style, String)| sheet.line(span, y, align.unwrap_or(column.align), *style, text);
            cell.iter().fold(y + PAD / 2, line);
            x += column.width;
        }
        sheet.rule(self.span(), bottom, 1);
        bottom
    }

    /// Height of a row of these cells.
    pub fn height(cells: &[Cell]) -> i32 {
        let tallest = cells.iter().map(|cell| cell.iter().map(|(style, _)| style.line()).sum::<i32>()).max();
        tallest.unwrap_or(0) + PAD
    }

    /// Draws the vertical lines of the part of the table between two heights of a page.
    pub fn close(&self, sheet: &mut Sheet, top: i32, bottom: i32) {
        let mut x = self.x;
        let height = bottom - top + DOT;
        for width in std::iter::once(0).chain(self.columns.iter().map(|column| column.width)) {
            x += width;
            sheet.rules.push(Area { x, y: top, width: DOT, height });
        }
    }

    const fn span(&self) -> Span {
        let (mut width, mut rest) = (0, self.columns);
        while let [column, after @ ..] = rest {
            width += column.width;
            rest = after;
        }
        Span { x: self.x, width }
    }
}
