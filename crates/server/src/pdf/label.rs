//! The posting label, 75 x 120 mm: where it goes, until when it must be handed over, what is inside,
//! and the two codes scanners read.

use super::PdfError;
use super::font::Style;
use super::render::render;
use super::sheet::{Align, Area, Paper, Sheet, Span, mm};
use super::symbol::Symbol;
use super::text::{clean, counted, fit, grouped, wrap};

const FULL: Span = Span { x: mm(4), width: mm(67) };
const LEFT: Span = Span { x: mm(4), width: mm(44) };
const RIGHT_EDGE: i32 = mm(71);
const QR_SIDE: i32 = mm(20);
const CODE: Area = Area { x: 0, y: mm(96), width: mm(75), height: mm(15) };
const QUANTITY: Span = Span { x: mm(59), width: mm(12) };
const ITEM: Span = Span { x: mm(4), width: mm(54) };
const OFFER: Style = Style::bold(75);
const NAME: Style = Style::regular(75);

/// What a posting label says. Texts are printed as they come, shortened where they do not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Number of the posting, the largest text.
    pub posting_number: String,
    /// Text of the QR code, `%101%` and digits.
    pub upper_barcode: String,
    /// Text of the large Code 128, digits.
    pub lower_barcode: String,
    /// Name of the shop.
    pub seller: String,
    /// Warehouse the posting leaves from.
    pub warehouse: String,
    /// Delivery method.
    pub delivery_method: String,
    /// Carrier.
    pub provider: String,
    /// Hand over until: local date and time as text.
    pub shipment: String,
    /// City and region of the buyer.
    pub destination: String,
    /// Weight with its unit.
    pub weight: String,
    /// Contents.
    pub items: Vec<LabelItem>,
}

/// One line of a label's contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelItem {
    /// The seller's article.
    pub offer_id: String,
    /// Name of the product.
    pub name: String,
    /// Pieces.
    pub quantity: i64,
}

/// Draws one 75 x 120 mm page per label, in order. `made_at` is in Unix seconds.
pub fn labels(labels: &[Label], made_at: i64) -> Result<Vec<u8>, PdfError> {
    let sheets = labels.iter().map(sheet).collect::<Result<Vec<_>, _>>()?;
    render(&sheets, "Этикетки отправлений", made_at)
}

fn sheet(label: &Label) -> Result<Sheet, PdfError> {
    let mut sheet = Sheet::new(Paper::Label);
    let y = head(&mut sheet, label);
    let y = route(&mut sheet, y, label)?;
    let y = destination(&mut sheet, y, label);
    contents(&mut sheet, y, &label.items);
    sheet.rule(FULL, CODE.y - mm(2), 2);
    sheet.code128(CODE, Align::Centre, 4, &label.lower_barcode)?;
    sheet.line(FULL, CODE.y + CODE.height + 30, Align::Centre, Style::bold(120), &label.lower_barcode);
    Ok(sheet)
}

/// Seller and carrier, then the number across the whole label.
fn head(sheet: &mut Sheet, label: &Label) -> i32 {
    let small = Style::regular(85);
    let carrier = small.width(&clean(&label.provider)).min(mm(27));
    let seller = Span { x: FULL.x, width: FULL.width - carrier - mm(2) };
    sheet.line(Span { x: RIGHT_EDGE - carrier, width: carrier }, mm(3), Align::Right, small, &label.provider);
    let y = sheet.line(seller, mm(3), Align::Left, Style::bold(85), &label.seller);
    sheet.rule(FULL, y + mm(1), 2);
    let style = Style::bold(210).shrunk(&clean(&label.posting_number), FULL.width, 80);
    let y = sheet.field(FULL, y + mm(2), "Отправление", style, 1, &label.posting_number);
    sheet.rule(FULL, y + 20, 2);
    y + mm(1)
}

/// Hand-over terms on the left, the QR code on the right.
fn route(sheet: &mut Sheet, y: i32, label: &Label) -> Result<i32, PdfError> {
    let code = Symbol::qr(&label.upper_barcode)?;
    let top = y + mm(2);
    let side = sheet.square(&code, RIGHT_EDGE, top, QR_SIDE, &label.upper_barcode)?;
    let under = Span { x: RIGHT_EDGE - QR_SIDE, width: QR_SIDE };
    let right = sheet.line(under, top + side + mm(1), Align::Right, Style::regular(65), &label.upper_barcode);
    let shipment = Style::bold(130).shrunk(&clean(&label.shipment), LEFT.width, 80);
    let y = sheet.field(LEFT, y + 40, "Отгрузить до", shipment, 1, &label.shipment);
    let y = sheet.field(LEFT, y + 40, "Склад", Style::bold(85), 2, &label.warehouse);
    let y = sheet.field(LEFT, y + 40, "Метод доставки", Style::bold(85), 2, &label.delivery_method);
    let y = y.max(right) + mm(1);
    sheet.rule(FULL, y, 2);
    Ok(y)
}

fn destination(sheet: &mut Sheet, y: i32, label: &Label) -> i32 {
    let weight = Span { x: mm(54), width: mm(17) };
    let city = Span { x: FULL.x, width: mm(48) };
    sheet.field(weight, y + 60, "Вес", Style::bold(95), 1, &label.weight);
    let y = sheet.field(city, y + 60, "Получатель, город", Style::bold(95), 2, &label.destination) + 60;
    sheet.rule(FULL, y, 2);
    y
}

/// The items as roomy as they fit; when even one line each is too much, the first ones and a count of the rest.
fn contents(sheet: &mut Sheet, y: i32, items: &[LabelItem]) {
    let pieces = items.iter().map(|item| item.quantity).fold(0, i64::saturating_add);
    let kinds = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let total = format!("{}, {} шт", counted(kinds, ["товар", "товара", "товаров"]), grouped(pieces));
    sheet.line(FULL, y + 40, Align::Right, Style::regular(75), &total);
    let mut y = sheet.line(FULL, y + 40, Align::Left, OFFER, "Состав") + 20;
    let room = usize::try_from((CODE.y - mm(2) - 30 - y).max(0) / NAME.line()).unwrap_or(0);
    let shown = if items.len() <= room { items.len() } else { room.saturating_sub(1) };
    for (item, lines) in items.iter().zip(arrange(items.get(..shown).unwrap_or(items), room)) {
        sheet.line(QUANTITY, y, Align::Right, OFFER, &format!("{}\u{A0}шт", grouped(item.quantity)));
        y = lines.iter().fold(y, |y, (style, line)| sheet.line(ITEM, y, Align::Left, *style, line));
    }
    let hidden = i64::try_from(items.len().saturating_sub(shown)).unwrap_or(i64::MAX);
    if hidden > 0 && room > 0 {
        sheet.line(FULL, y, Align::Left, OFFER, &format!("… ещё {}", grouped(hidden)));
    }
}

/// The lines of each item: article over a name of several lines if there is room, else both in one or two lines.
fn arrange(items: &[LabelItem], room: usize) -> Vec<Vec<(Style, String)>> {
    let article = |item: &LabelItem| (OFFER, fit(&item.offer_id, OFFER, ITEM.width));
    let name = |text: &str, most| wrap(text, NAME, ITEM.width, most).into_iter().map(|line| (NAME, line));
    for most in [6, 3, 2, 1] {
        if items.len().saturating_mul(2) <= room {
            let lines: Vec<Vec<_>> = items
                .iter()
                .map(|item| std::iter::once(article(item)).chain(name(&item.name, most)).collect())
                .collect();
            if lines.iter().map(Vec::len).sum::<usize>() <= room {
                return lines;
            }
        }
    }
    let both = |item: &LabelItem, most| name(&format!("{} · {}", item.offer_id, item.name), most).collect();
    let lines: Vec<Vec<_>> = items.iter().map(|item| both(item, 2)).collect();
    if lines.iter().map(Vec::len).sum::<usize>() <= room {
        return lines;
    }
    items.iter().map(|item| both(item, 1)).collect()
}
