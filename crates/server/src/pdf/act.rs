//! The acceptance act of a carriage on A4: a table of any length with its header repeated on each page,
//! totals and signatures. The waybill follows it in the same file.

use super::PdfError;
use super::font::Style;
use super::form::{self, BODY, BOTTOM, SIGNATURES, TOP, Totals};
use super::render::render;
use super::sheet::{Align, Paper, Sheet, mm};
use super::table::{Cell, Column, Table};
use super::text::{fit, grouped, wrap};
use super::waybill;

const NUMBER: Column = Column { title: "№", width: mm(11), align: Align::Right };
const POSTING: Column = Column { title: "Номер отправления", width: mm(75), align: Align::Left };
const BARCODE: Column = Column { title: "Штрихкод", width: mm(36), align: Align::Left };
const PLACES: Column = Column { title: "Кол-во\nмест", width: mm(15), align: Align::Right };
const QUANTITY: Column = Column { title: "Товаров,\nшт", width: mm(17), align: Align::Right };
const PRICE: Column = Column { title: "Сумма, ₽", width: mm(29), align: Align::Right };
const TABLE: Table = Table { x: BODY.x, columns: &[NUMBER, POSTING, BARCODE, PLACES, QUANTITY, PRICE] };

const PLAIN: Style = Style::regular(85);
const STRONG: Style = Style::bold(85);
const SMALL: Style = Style::regular(70);
/// Totals row, the phrase under the table and the signatures, kept on one page with the last row.
const ENDING: i32 = mm(22) + SIGNATURES;

/// An acceptance act and the waybill that goes with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// Number of the act.
    pub number: String,
    /// Day of the act as text.
    pub date: String,
    /// Name of the shop, who hands over.
    pub seller: String,
    /// `Client-Id` of the shop.
    pub client_id: String,
    /// Name of the marketplace, for whom the goods are carried.
    pub marketplace: String,
    /// Warehouse of departure.
    pub warehouse: String,
    /// City of that warehouse.
    pub warehouse_city: String,
    /// Delivery method.
    pub delivery_method: String,
    /// Carrier, who takes over.
    pub provider: String,
    /// Containers handed over.
    pub containers: i64,
    /// Text of the Code 128 at the top right of both documents.
    pub barcode: String,
    /// The postings, in printed order.
    pub rows: Vec<ActRow>,
}

/// One posting of an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActRow {
    /// Number of the posting.
    pub posting_number: String,
    /// What its label's large code says.
    pub barcode: String,
    /// Hand over until: local date and time as text.
    pub shipment: String,
    /// Parcels.
    pub places: i64,
    /// Pieces inside.
    pub quantity: i64,
    /// Value of the posting in roubles, `1 234,56`.
    pub price: String,
    /// What is inside, in words.
    pub goods: String,
}

/// Draws the act and, on a new page, the waybill. `made_at` is in Unix seconds.
pub fn act(act: &Act, made_at: i64) -> Result<Vec<u8>, PdfError> {
    let mut sheets = pages(act)?;
    form::number_pages(&mut sheets, &format!("Акт приёма-передачи № {} от {}", act.number, act.date));
    let mut waybill = waybill::pages(act)?;
    form::number_pages(&mut waybill, &format!("Транспортная накладная № {} от {}", act.number, act.date));
    sheets.append(&mut waybill);
    render(&sheets, &format!("Акт приёма-передачи № {}", act.number), made_at)
}

fn pages(act: &Act) -> Result<Vec<Sheet>, PdfError> {
    let totals = Totals::of(act);
    let (mut sheet, y) = form::open(act, "Акт приёма-передачи отправлений")?;
    let mut sheets = Vec::new();
    let mut top = parties(&mut sheet, y, act);
    let mut y = TABLE.header(&mut sheet, top);
    for (row, number) in act.rows.iter().zip(1_i64..) {
        let cells = cells(row, number);
        let ending = if number == totals.postings { ENDING } else { 0 };
        if y + Table::height(&cells) + ending > BOTTOM {
            TABLE.close(&mut sheet, top, y);
            sheets.push(std::mem::replace(&mut sheet, Sheet::new(Paper::A4)));
            top = TOP;
            y = TABLE.header(&mut sheet, top);
        }
        y = TABLE.row(&mut sheet, y, &cells);
    }
    y = TABLE.row(&mut sheet, y, &total_cells(totals));
    TABLE.close(&mut sheet, top, y);
    let phrase = format!("Всего передано: {}.", totals.phrase(act.containers));
    y = sheet.paragraph(BODY, y + mm(3), Style::regular(95), 2, &phrase);
    let sides = [("Сдал: продавец", act.seller.as_str()), ("Принял: перевозчик", &act.provider)];
    form::signatures(&mut sheet, y + mm(4), sides);
    sheets.push(sheet);
    Ok(sheets)
}

fn parties(sheet: &mut Sheet, y: i32, act: &Act) -> i32 {
    let seller = format!("{} (Client ID {})", act.seller, act.client_id);
    let warehouse = place(&act.warehouse, &act.warehouse_city);
    let containers = grouped(act.containers);
    let fields = [
        [("Продавец", seller.as_str()), ("Маркетплейс", &act.marketplace)],
        [("Склад отгрузки", &warehouse), ("Перевозчик", &act.provider)],
        [("Метод доставки", &act.delivery_method), ("Грузовых мест", &containers)],
    ];
    let y = form::pairs(sheet, y, &fields);
    let text = "Продавец передал, а перевозчик принял отправления по перечню. Внутреннее содержимое отправлений \
                при приёмке не проверяется, приём ведётся по количеству мест и целостности упаковки.";
    sheet.paragraph(BODY, y, Style::regular(85), 3, text) + mm(3)
}

/// A warehouse with its city.
pub(super) fn place(warehouse: &str, city: &str) -> String {
    if city.trim().is_empty() { warehouse.to_owned() } else { format!("{warehouse}, {city}") }
}

fn cells(row: &ActRow, number: i64) -> Vec<Cell> {
    let mut posting = vec![(STRONG, row.posting_number.clone())];
    posting.extend(wrap(&row.goods, SMALL, Table::inner(POSTING), 2).into_iter().map(|line| (SMALL, line)));
    let mut barcode = vec![(PLAIN, row.barcode.clone())];
    if !row.shipment.trim().is_empty() {
        barcode.push((SMALL, fit(&format!("до {}", row.shipment), SMALL, Table::inner(BARCODE))));
    }
    let price = row.price.replace(' ', "\u{A0}");
    let numbers = [grouped(row.places), grouped(row.quantity), price];
    let mut cells = vec![vec![(PLAIN, grouped(number))], posting, barcode];
    cells.extend(numbers.map(|number| vec![(PLAIN, number)]));
    cells
}

fn total_cells(totals: Totals) -> Vec<Cell> {
    let texts = [
        String::new(),
        "Итого".to_owned(),
        String::new(),
        grouped(totals.places),
        grouped(totals.quantity),
        totals.price(),
    ];
    texts.map(|text| vec![(STRONG, text)]).into()
}
