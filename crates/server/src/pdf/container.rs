//! The label of a container (a cargo place of a carriage), 75 x 120 mm.

use super::PdfError;
use super::font::Style;
use super::render::render;
use super::sheet::{Align, Area, Paper, Sheet, Span, mm};
use super::symbol::Symbol;
use super::text::grouped;

const FULL: Span = Span { x: mm(4), width: mm(67) };
const LEFT: Span = Span { x: mm(4), width: mm(44) };
const RIGHT_EDGE: i32 = mm(71);
const MATRIX_SIDE: i32 = mm(20);
const CODE: Area = Area { x: 0, y: mm(77), width: mm(75), height: mm(33) };

/// What a container label says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContainerLabel {
    /// Text of the Code 128 and of the DataMatrix beside the details.
    pub barcode: String,
    /// Which container this is, from one.
    pub number: i64,
    /// How many containers the carriage has.
    pub of: i64,
    /// Name of the shop.
    pub seller: String,
    /// Warehouse it leaves from.
    pub warehouse: String,
    /// Delivery method.
    pub delivery_method: String,
    /// Day of departure as text.
    pub date: String,
    /// Id of the carriage.
    pub carriage_id: String,
}

/// Draws one 75 x 120 mm page per container, in order. `made_at` is in Unix seconds.
pub fn container_labels(labels: &[ContainerLabel], made_at: i64) -> Result<Vec<u8>, PdfError> {
    let sheets = labels.iter().map(sheet).collect::<Result<Vec<_>, _>>()?;
    render(&sheets, "Этикетки грузовых мест", made_at)
}

fn sheet(label: &ContainerLabel) -> Result<Sheet, PdfError> {
    let mut sheet = Sheet::new(Paper::Label);
    let y = sheet.line(FULL, mm(4), Align::Left, Style::bold(100), &label.seller);
    sheet.rule(FULL, y + mm(1), 2);
    let place = format!("Грузовое место {} из {}", grouped(label.number), grouped(label.of));
    let style = Style::bold(160).shrunk(&place, FULL.width, 80);
    let y = sheet.line(FULL, y + mm(3), Align::Left, style, &place) + mm(2);
    sheet.rule(FULL, y, 2);
    details(&mut sheet, y + mm(1), label)?;
    sheet.rule(FULL, CODE.y - mm(3), 2);
    sheet.code128(CODE, Align::Centre, 4, &label.barcode)?;
    sheet.line(FULL, CODE.y + CODE.height + 40, Align::Centre, Style::bold(130), &label.barcode);
    Ok(sheet)
}

fn details(sheet: &mut Sheet, y: i32, label: &ContainerLabel) -> Result<(), PdfError> {
    let code = Symbol::data_matrix(&label.barcode)?;
    let side = sheet.square(&code, RIGHT_EDGE, y + mm(2), MATRIX_SIDE, &label.barcode)?;
    let below = y + mm(3) + side;
    let large = Style::bold(130);
    let y = sheet.field(LEFT, y, "Перевозка", large, 1, &label.carriage_id) + mm(1);
    let y = sheet.field(LEFT, y, "Дата отгрузки", large, 1, &label.date) + mm(1);
    let value = Style::bold(105);
    let y = sheet.field(FULL, y.max(below), "Склад", value, 2, &label.warehouse) + mm(1);
    sheet.field(FULL, y, "Метод доставки", value, 2, &label.delivery_method);
    Ok(())
}
