//! Machine-read codes: Code 128, QR and DataMatrix, as runs of dark modules on a grid.

use barcoders::sym::code128::Code128;
use datamatrix::{DataMatrix, SymbolList};
use qrcode::{Color, EcLevel, QrCode};

use super::PdfError;
use super::sheet::{Area, DOT};

/// Switches of the Code 128 encoder: character set B and C (pairs of digits).
const SET_B: char = '\u{181}';
const SET_C: char = '\u{106}';

/// A drawn code: dark runs in modules, without the quiet zone.
#[derive(Debug, Clone)]
pub(super) struct Symbol {
    /// Modules across.
    pub columns: i32,
    /// Free modules needed on each side.
    margin: i32,
    runs: Vec<Run>,
}

/// Dark modules side by side in one row.
#[derive(Debug, Clone, Copy)]
struct Run {
    column: i32,
    row: i32,
    length: i32,
}

impl Symbol {
    /// Code 128 with digits packed in pairs. Printable ASCII only.
    pub fn code128(text: &str) -> Result<Self, PdfError> {
        let refused = || PdfError::Barcode(text.to_owned());
        if text.is_empty() || !text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return Err(refused());
        }
        let bars = Code128::new(with_sets(text)).map_err(|_| refused())?.encode();
        Self::read(bars.len(), 10, bars.iter().map(|bar| *bar == 1)).ok_or_else(refused)
    }

    /// QR with medium error correction.
    pub fn qr(text: &str) -> Result<Self, PdfError> {
        let refused = || PdfError::Barcode(text.to_owned());
        if text.is_empty() {
            return Err(refused());
        }
        let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(|_| refused())?;
        Self::read(code.width(), 4, code.to_colors().into_iter().map(|colour| colour == Color::Dark))
            .ok_or_else(refused)
    }

    /// Square DataMatrix.
    pub fn data_matrix(text: &str) -> Result<Self, PdfError> {
        let refused = || PdfError::Barcode(text.to_owned());
        if text.is_empty() {
            return Err(refused());
        }
        let code = DataMatrix::encode_str(text, SymbolList::default().enforce_square()).map_err(|_| refused())?;
        let bitmap = code.bitmap();
        Self::read(bitmap.width(), 2, bitmap.bits().iter().copied()).ok_or_else(refused)
    }

    /// Reads modules row by row, merging neighbours into runs.
    fn read(columns: usize, margin: i32, modules: impl Iterator<Item = bool>) -> Option<Self> {
        let columns = i32::try_from(columns).ok()?;
        let mut runs: Vec<Run> = Vec::new();
        let (mut column, mut row) = (0, 0);
        for dark in modules {
            if dark {
                match runs.last_mut() {
                    Some(run) if run.row == row && run.column + run.length == column => run.length += 1,
                    _ => runs.push(Run { column, row, length: 1 }),
                }
            }
            column += 1;
            if column == columns {
                (column, row) = (0, row + 1);
            }
        }
        Some(Self { columns, margin, runs })
    }

    /// Width with quiet zones when a module is this wide.
    pub fn width(&self, module: i32) -> i32 {
        (self.columns + 2 * self.margin) * module
    }

    /// Width of one quiet zone.
    pub fn quiet(&self, module: i32) -> i32 {
        self.margin * module
    }

    /// The widest module, in whole dots, that lets the symbol and its quiet zones fit; at least two dots,
    /// under which a 203 dpi print is hard to read.
    pub fn module(&self, width: i32, most: i32) -> Option<i32> {
        (2..=most).rev().map(|dots| dots * DOT).find(|module| self.width(*module) <= width)
    }

    /// The dark rectangles with the first module at the given point.
    pub fn areas(&self, (x, y): (i32, i32), module: i32, height: i32) -> Vec<Area> {
        let area = |run: &Run| Area {
            x: x + run.column * module,
            y: y + run.row * height,
            width: run.length * module,
            height,
        };
        self.runs.iter().map(area).collect()
    }
}

/// Adds the set switches: digits go in pairs where a run of them is long enough to pay for the switch.
fn with_sets(text: &str) -> String {
    let mut coded = String::with_capacity(text.len() + 8);
    let mut set = None;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let at_edge = set.is_none() || digits == rest.len();
        let pays = digits >= 6 || (at_edge && digits >= 4) || text.len() == 2;
        let wanted = if digits > 0 && digits.is_multiple_of(2) && pays { SET_C } else { SET_B };
        if set != Some(wanted) {
            coded.push(wanted);
            set = Some(wanted);
        }
        let taken = if wanted == SET_C { digits / 2 * 2 } else { first.len_utf8() };
        let (head, tail) = rest.split_at_checked(taken).unwrap_or((rest, ""));
        coded.push_str(head);
        rest = tail;
    }
    coded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_packed_in_pairs() {
        assert_eq!(with_sets("23024930500000"), format!("{SET_C}23024930500000"));
        assert_eq!(with_sets("201864523528000"), format!("{SET_B}2{SET_C}01864523528000"));
        assert_eq!(with_sets("%101%806044518"), format!("{SET_B}%101%8{SET_C}06044518"));
        assert_eq!(with_sets("A-12"), format!("{SET_B}A-12"));
        assert_eq!(with_sets("7"), format!("{SET_B}7"));
    }

    #[test]
    fn fourteen_digits_take_112_modules() {
        assert_eq!(Symbol::code128("23024930500000").unwrap().columns, 112);
    }

    #[test]
    fn unprintable_codes_are_refused() {
        for text in ["", "Ж", "a\nb", "\u{181}12"] {
            assert!(matches!(Symbol::code128(text), Err(PdfError::Barcode(_))), "{text:?}");
        }
        assert!(Symbol::qr("").is_err());
        assert!(Symbol::data_matrix("").is_err());
        assert!(Symbol::qr(&"Ж".repeat(5000)).is_err());
    }
}
