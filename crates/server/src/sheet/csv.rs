//! CSV: a semicolon between cells, each cell in quotes, a line feed after each row, the mark of UTF-8 before all.

use csv::{QuoteStyle, Terminator, Writer, WriterBuilder};

use super::Cell;
use crate::error::{Error, Result};

const MARK: &str = "\u{feff}";

/// Rows that were not taken yet.
pub struct Csv {
    writer: Writer<Vec<u8>>,
}

impl Csv {
    pub(super) fn new(headings: &[String]) -> Result<Self> {
        let mut csv = Self { writer: writer(MARK.as_bytes().to_vec()) };
        csv.record(headings.iter().map(String::as_str))?;
        Ok(csv)
    }

    pub(super) fn row(&mut self, cells: &[Cell]) -> Result<()> {
        let texts: Vec<String> = cells.iter().map(text).collect();
        self.record(texts.iter().map(String::as_str))
    }

    fn record<'t>(&mut self, cells: impl Iterator<Item = &'t str>) -> Result<()> {
        self.writer.write_record(cells).map_err(|error| Error::Internal(error.into()))
    }

    pub(super) fn take(&mut self) -> Result<Vec<u8>> {
        let written = std::mem::replace(&mut self.writer, writer(Vec::new()));
        written.into_inner().map_err(|error| Error::internal(error.to_string()))
    }
}

fn writer(buffer: Vec<u8>) -> Writer<Vec<u8>> {
    WriterBuilder::new()
        .delimiter(b';')
        .quote_style(QuoteStyle::Always)
        .terminator(Terminator::Any(b'\n'))
        .flexible(true)
        .from_writer(buffer)
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Int(number) => number.to_string(),
        Cell::Hundredths(number) => gostiny_wire::scalar::Money(*number).fixed(2),
    }
}
