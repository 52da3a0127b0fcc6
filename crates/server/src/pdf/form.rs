//! What the two A4 documents of a carriage share: margins, heading with the code, parties, signatures, footer.

use super::PdfError;
use super::act::Act;
use super::font::Style;
use super::sheet::{Align, Area, Paper, Sheet, Span, mm};
use super::text::{counted, kopecks, sum};

/// Between the margins.
pub(super) const BODY: Span = Span { x: mm(15), width: mm(183) };
/// First line of a page.
pub(super) const TOP: i32 = mm(12);
/// The last line ends above this; the footer is below.
pub(super) const BOTTOM: i32 = mm(280);
/// Room the signatures take.
pub(super) const SIGNATURES: i32 = mm(48);

const HALVES: [Span; 2] = [Span { x: mm(15), width: mm(86) }, Span { x: mm(112), width: mm(86) }];
const VALUE: Style = Style::bold(90);
const NOTE: Style = Style::regular(65);

/// What the rows of an act add up to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Totals {
    pub postings: i64,
    pub places: i64,
    pub quantity: i64,
    /// Absent when a row's price is not a sum.
    kopecks: Option<i64>,
}

impl Totals {
    pub fn of(act: &Act) -> Self {
        Self {
            postings: i64::try_from(act.rows.len()).unwrap_or(i64::MAX),
            places: act.rows.iter().map(|row| row.places).fold(0, i64::saturating_add),
            quantity: act.rows.iter().map(|row| row.quantity).fold(0, i64::saturating_add),
            kopecks: act.rows.iter().try_fold(0_i64, |sum, row| sum.checked_add(kopecks(&row.price)?)),
        }
    }

    /// The sum for print, a dash when unknown.
    pub fn price(self) -> String {
        self.kopecks.map_or_else(|| "—".to_owned(), sum)
    }

    /// The totals as a phrase, the sum last when it is known.
    pub fn phrase(self, containers: i64) -> String {
        let postings = counted(self.postings, ["отправление", "отправления", "отправлений"]);
        let containers = counted(containers, ["грузовое место", "грузовых места", "грузовых мест"]);
        let goods = counted(self.quantity, ["товар", "товара", "товаров"]);
        let value = self.kopecks.map_or_else(String::new, |kopecks| format!(" на сумму {}\u{A0}₽", sum(kopecks)));
        format!("{postings}, {containers}, {goods}{value}")
    }
}

/// A new page with the title at the left and the act's Code 128 at the top right; returns the y below.
pub(super) fn open(act: &Act, title: &str) -> Result<(Sheet, i32), PdfError> {
    let mut sheet = Sheet::new(Paper::A4);
    let code = Area { x: mm(126), y: TOP, width: mm(72), height: mm(13) };
    sheet.code128(code, Align::Right, 3, &act.barcode)?;
    let under = Span { x: mm(130), width: mm(68) };
    let right = sheet.line(under, TOP + code.height + 40, Align::Right, Style::regular(90), &act.barcode);
    let left = Span { x: BODY.x, width: mm(108) };
    let y = sheet.paragraph(left, TOP, Style::bold(150), 2, title);
    let y = sheet.line(left, y + 40, Align::Left, Style::regular(110), &format!("№ {} от {}", act.number, act.date));
    let y = y.max(right) + mm(3);
    sheet.rule(BODY, y, 4);
    Ok((sheet, y + mm(3)))
}

/// Captioned values in two columns, row by row; returns the y below.
pub(super) fn pairs(sheet: &mut Sheet, mut y: i32, fields: &[[(&str, &str); 2]]) -> i32 {
    for row in fields {
        let mut below = y;
        for (span, (caption, value)) in HALVES.iter().zip(row) {
            below = below.max(sheet.field(*span, y, caption, VALUE, 2, value));
        }
        y = below + mm(2);
    }
    y
}

/// Where two sides sign, each a role and a name; `SIGNATURES` high.
pub(super) fn signatures(sheet: &mut Sheet, y: i32, sides: [(&str, &str); 2]) {
    for (span, (side, name)) in HALVES.iter().zip(sides) {
        let y = sheet.line(*span, y, Align::Left, Style::bold(100), side);
        let y = sheet.paragraph(*span, y + 20, Style::regular(90), 2, name).max(y + mm(8)) + mm(8);
        blank(sheet, Span { x: span.x, width: span.width }, y, "должность");
        let signed = Span { x: span.x, width: mm(30) };
        let spelled = Span { x: span.x + mm(34), width: span.width - mm(34) };
        blank(sheet, signed, y + mm(13), "подпись");
        blank(sheet, spelled, y + mm(13), "фамилия, имя, отчество");
        let day = "«____» ______________ 20____ г.";
        sheet.line(*span, y + mm(21), Align::Left, Style::regular(90), day);
        let seal = Span { x: span.x + mm(60), width: span.width - mm(60) };
        sheet.line(seal, y + mm(21), Align::Right, Style::regular(90), "М. П.");
    }
}

/// A line to write on and what to write.
fn blank(sheet: &mut Sheet, span: Span, y: i32, note: &str) {
    sheet.rule(span, y, 1);
    sheet.line(span, y + 20, Align::Centre, NOTE, note);
}

/// Document and page numbers under each page of one document.
pub(super) fn number_pages(sheets: &mut [Sheet], document: &str) {
    let of = sheets.len();
    for (sheet, page) in sheets.iter_mut().zip(1_usize..) {
        let y = mm(284);
        sheet.rule(BODY, y - 80, 1);
        let left = Span { x: BODY.x, width: mm(140) };
        sheet.line(left, y, Align::Left, Style::regular(75), document);
        sheet.line(BODY, y, Align::Right, Style::regular(75), &format!("Стр. {page} из {of}"));
    }
}
