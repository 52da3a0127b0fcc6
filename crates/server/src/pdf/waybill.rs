//! The waybill of a carriage on A4: who sends, who carries, who receives, the load as a whole.
//! The postings one by one are in the act it refers to.

use super::PdfError;
use super::act::{Act, place};
use super::font::Style;
use super::form::{self, BODY, SIGNATURES, Totals};
use super::sheet::{Align, Sheet, Span, mm};
use super::table::{Cell, Column, Table};
use super::text::{grouped, wrap};

const LOAD: Column = Column { title: "Наименование груза", width: mm(78), align: Align::Left };
const PACKING: Column = Column { title: "Вид\nупаковки", width: mm(22), align: Align::Left };
const CONTAINERS: Column = Column { title: "Грузовых\nмест", width: mm(18), align: Align::Right };
const POSTINGS: Column = Column { title: "Отправ-\nлений", width: mm(18), align: Align::Right };
const QUANTITY: Column = Column { title: "Товаров,\nшт", width: mm(18), align: Align::Right };
const PRICE: Column = Column { title: "Сумма, ₽", width: mm(29), align: Align::Right };
const TABLE: Table = Table { x: BODY.x, columns: &[LOAD, PACKING, CONTAINERS, POSTINGS, QUANTITY, PRICE] };
const PLAIN: Style = Style::regular(85);
const STRONG: Style = Style::bold(85);

/// The pages of the waybill, without page numbers.
pub(super) fn pages(act: &Act) -> Result<Vec<Sheet>, PdfError> {
    let totals = Totals::of(act);
    let (mut sheet, y) = form::open(act, "Транспортная накладная")?;
    let y = parties(&mut sheet, y, act);
    let y = load(&mut sheet, y, act, totals);
    let y = transfer(&mut sheet, y, act);
    let y = section(&mut sheet, y, "4. Приём груза к перевозке и выдача");
    let loading = [("Груз сдал: грузоотправитель", act.seller.as_str()), ("Груз принял: перевозчик", &act.provider)];
    form::signatures(&mut sheet, y + mm(1), loading);
    let unloading =
        [("Груз сдал: перевозчик", act.provider.as_str()), ("Груз получил: грузополучатель", &act.marketplace)];
    form::signatures(&mut sheet, y + mm(3) + SIGNATURES, unloading);
    Ok(vec![sheet])
}

fn section(sheet: &mut Sheet, y: i32, title: &str) -> i32 {
    sheet.line(BODY, y, Align::Left, Style::bold(100), title) + 40
}

fn parties(sheet: &mut Sheet, y: i32, act: &Act) -> i32 {
    let y = section(sheet, y, "1. Стороны");
    let sender = format!("{} (Client ID {})", act.seller, act.client_id);
    let departure = place(&act.warehouse, &act.warehouse_city);
    let fields = [
        [("Грузоотправитель", sender.as_str()), ("Грузополучатель", &act.marketplace)],
        [("Пункт погрузки", &departure), ("Перевозчик", &act.provider)],
        [("Метод доставки", &act.delivery_method), ("Дата погрузки", &act.date)],
    ];
    form::pairs(sheet, y, &fields) + mm(2)
}

fn load(sheet: &mut Sheet, y: i32, act: &Act, totals: Totals) -> i32 {
    let y = section(sheet, y, "2. Груз");
    let name = format!("Отправления интернет-заказов по акту приёма-передачи № {} от {}", act.number, act.date);
    let numbers = [grouped(act.containers), grouped(totals.postings), grouped(totals.quantity), totals.price()];
    let mut cells: Vec<Cell> = vec![
        wrap(&name, PLAIN, Table::inner(LOAD), 3).into_iter().map(|line| (PLAIN, line)).collect(),
        vec![(PLAIN, "Короб".to_owned())],
    ];
    cells.extend(numbers.clone().map(|number| vec![(PLAIN, number)]));
    let mut total: Vec<Cell> = vec![vec![(STRONG, "Итого".to_owned())], Vec::new()];
    total.extend(numbers.map(|number| vec![(STRONG, number)]));
    let below = TABLE.header(sheet, y);
    let below = TABLE.row(sheet, below, &cells);
    let below = TABLE.row(sheet, below, &total);
    TABLE.close(sheet, y, below);
    let phrase = format!("Всего: {}.", totals.phrase(act.containers));
    sheet.paragraph(BODY, below + mm(3), Style::regular(95), 2, &phrase) + mm(4)
}

/// What the driver and the receiving side fill in by hand.
fn transfer(sheet: &mut Sheet, y: i32, act: &Act) -> i32 {
    let y = section(sheet, y, "3. Документы и условия перевозки");
    let papers = format!("Акт приёма-передачи отправлений № {} от {}", act.number, act.date);
    let y = sheet.field(BODY, y, "Сопроводительные документы", STRONG, 2, &papers) + mm(2);
    let thirds = [mm(15), mm(77), mm(139)].map(|x| Span { x, width: mm(59) });
    let notes = ["Водитель", "Автомобиль: марка, номер", "Пломба"];
    for (span, note) in thirds.into_iter().zip(notes) {
        sheet.line(span, y, Align::Left, Style::regular(65), note);
        sheet.rule(span, y + mm(9), 1);
    }
    y + mm(12)
}
