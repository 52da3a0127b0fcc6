//! XLSX in constant memory: rows go to a file of their own until the book is packed. A sheet has a last row; after it
//! the table goes on on the next one.

use std::{
    fs::File,
    io::{Seek, SeekFrom},
};

use rust_xlsxwriter::{Workbook, XlsxError};

use super::Cell;
use crate::error::{Error, Result};

/// Rows of one sheet.
const MOST_ROWS: u32 = 1_048_576;
/// Characters of one cell.
const MOST_CHARACTERS: usize = 32_767;

/// A book that is being written.
pub struct Xlsx {
    book: Workbook,
    headings: Vec<String>,
    /// The next row of the last sheet.
    row: u32,
}

impl From<XlsxError> for Error {
    fn from(error: XlsxError) -> Self {
        Self::Internal(Box::new(error))
    }
}

impl Xlsx {
    pub(super) fn new(headings: &[String]) -> Result<Self> {
        let mut xlsx = Self { book: Workbook::new(), headings: headings.to_vec(), row: 0 };
        xlsx.sheet()?;
        Ok(xlsx)
    }

    /// Begins a sheet with the headings.
    fn sheet(&mut self) -> Result<()> {
        self.book.add_worksheet_with_constant_memory()?;
        self.row = 0;
        let headings: Vec<Cell> = self.headings.iter().map(|heading| Cell::from(heading.as_str())).collect();
        self.write(&headings)
    }

    pub(super) fn row(&mut self, cells: &[Cell]) -> Result<()> {
        if self.row == MOST_ROWS {
            self.sheet()?;
        }
        self.write(cells)
    }

    fn write(&mut self, cells: &[Cell]) -> Result<()> {
        let last = self.book.worksheets().len().saturating_sub(1);
        let sheet = self.book.worksheet_from_index(last)?;
        for (cell, column) in cells.iter().zip(0_u16..) {
            match cell {
                Cell::Empty => {}
                Cell::Text(text) => {
                    let fits: String = text.chars().take(MOST_CHARACTERS).collect();
                    sheet.write_string(self.row, column, fits)?;
                }
                Cell::Int(number) => number_cell(sheet, self.row, column, &number.to_string())?,
                Cell::Hundredths(number) => {
                    let text = gostiny_wire::scalar::Money(*number).fixed(2);
                    number_cell(sheet, self.row, column, &text)?;
                }
            }
        }
        self.row += 1;
        Ok(())
    }

    /// Packs the book.
    pub(super) fn finish(mut self) -> Result<File> {
        let io = |error: std::io::Error| Error::Internal(error.into());
        let mut file = tempfile::tempfile().map_err(io)?;
        self.book.save_to_writer(&mut file)?;
        file.seek(SeekFrom::Start(0)).map_err(io)?;
        Ok(file)
    }
}

/// A number; one that the double of a sheet cannot hold exactly is written as text.
fn number_cell(sheet: &mut rust_xlsxwriter::Worksheet, row: u32, column: u16, digits: &str) -> Result<()> {
    const EXACT_DIGITS: usize = 15;
    let is_exact = digits.bytes().filter(u8::is_ascii_digit).count() <= EXACT_DIGITS;
    match digits.parse::<f64>() {
        Ok(number) if is_exact => sheet.write_number(row, column, number)?,
        _ => sheet.write_string(row, column, digits)?,
    };
    Ok(())
}
