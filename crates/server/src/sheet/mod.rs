//! Writes tables as CSV or XLSX, row after row, however many there are. Knows no area.

mod csv;
mod xlsx;

#[cfg(test)]
mod tests;

use std::{fs::File, io::Read};

use gostiny_wire::scalar::Money;

use crate::error::{Error, Result};

/// What a table is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text as sellers' scripts read it: UTF-8 with its mark, cells in quotes and divided by semicolons.
    Csv,
    /// A book of sheets.
    Xlsx,
}

impl Format {
    /// The end of a file's name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }
}

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text.
    Text(String),
    /// A whole number.
    Int(i64),
    /// A number with two decimals: money, percents, litres.
    Hundredths(i64),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<Money> for Cell {
    fn from(money: Money) -> Self {
        Self::Hundredths(money.0)
    }
}
impl From<Option<Money>> for Cell {
    fn from(money: Option<Money>) -> Self {
        money.map_or(Self::Empty, Self::from)
    }
}
impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

/// A table that is being written.
pub enum Sheet {
    /// As CSV.
    Csv(Box<csv::Csv>),
    /// As XLSX.
    Xlsx(Box<xlsx::Xlsx>),
}

impl Sheet {
    /// Begins with its headings.
    pub fn new(format: Format, headings: &[String]) -> Result<Self> {
        Ok(match format {
            Format::Csv => Self::Csv(Box::new(csv::Csv::new(headings)?)),
            Format::Xlsx => Self::Xlsx(Box::new(xlsx::Xlsx::new(headings)?)),
        })
    }

    /// Appends a row.
    pub fn row(&mut self, cells: &[Cell]) -> Result<()> {
        match self {
            Self::Csv(csv) => csv.row(cells),
            Self::Xlsx(xlsx) => xlsx.row(cells),
        }
    }

    /// What can already be written away; it is forgotten here.
    pub fn take(&mut self) -> Result<Vec<u8>> {
        match self {
            Self::Csv(csv) => csv.take(),
            // A book is packed at its end; until then its rows lie in files of their own.
            Self::Xlsx(_) => Ok(Vec::new()),
        }
    }

    /// Ends the table; the rest of it is read from here.
    pub fn finish(self) -> Result<Rest> {
        match self {
            Self::Csv(mut csv) => Ok(Rest::Bytes(csv.take()?)),
            Self::Xlsx(xlsx) => Ok(Rest::File(xlsx.finish()?)),
        }
    }
}

/// The end of a table.
pub enum Rest {
    /// A few bytes.
    Bytes(Vec<u8>),
    /// A file, read from its beginning.
    File(File),
}

impl Rest {
    /// The next piece; nothing at the end.
    pub fn piece(&mut self) -> Result<Option<Vec<u8>>> {
        match self {
            Self::Bytes(bytes) if bytes.is_empty() => Ok(None),
            Self::Bytes(bytes) => Ok(Some(std::mem::take(bytes))),
            Self::File(file) => {
                let mut piece = Vec::with_capacity(PIECE);
                let limit = u64::try_from(PIECE).unwrap_or(u64::MAX);
                file.take(limit).read_to_end(&mut piece).map_err(|error| Error::Internal(error.into()))?;
                Ok(Some(piece).filter(|piece| !piece.is_empty()))
            }
        }
    }
}

const PIECE: usize = 256 * 1024;
