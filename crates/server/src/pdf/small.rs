//! The small posting label, 58 x 40 mm: the number, where it goes, and the code that scanners read.

use super::PdfError;
use super::font::Style;
use super::label::Label;
use super::render::render;
use super::sheet::{Align, Area, Paper, Sheet, Span, mm};
use super::text::clean;

const FULL: Span = Span { x: mm(3), width: mm(52) };
const CODE: Area = Area { x: 0, y: mm(19), width: mm(58), height: mm(14) };

/// Draws one 58 x 40 mm page per label, in order. `made_at` is in Unix seconds.
pub fn small_labels(labels: &[Label], made_at: i64) -> Result<Vec<u8>, PdfError> {
    let sheets = labels.iter().map(sheet).collect::<Result<Vec<_>, _>>()?;
    render(&sheets, "Этикетки отправлений", made_at)
}

fn sheet(label: &Label) -> Result<Sheet, PdfError> {
    let mut sheet = Sheet::new(Paper::Small);
    let y = sheet.line(FULL, mm(2), Align::Left, Style::regular(65), &label.seller);
    let style = Style::bold(140).shrunk(&clean(&label.posting_number), FULL.width, 70);
    let y = sheet.line(FULL, y + 30, Align::Left, style, &label.posting_number);
    let y = sheet.line(FULL, y + 30, Align::Left, Style::regular(65), &label.delivery_method);
    let until = format!("до {}, {}", label.shipment, label.destination);
    sheet.line(FULL, y, Align::Left, Style::regular(65), &until);
    sheet.code128(CODE, Align::Centre, 3, &label.lower_barcode)?;
    sheet.line(FULL, CODE.y + CODE.height + 30, Align::Centre, Style::bold(95), &label.lower_barcode);
    Ok(sheet)
}
