//! Tables read back as they were written.

use super::*;

fn bytes(mut sheet: Sheet) -> Vec<u8> {
    let mut all = sheet.take().unwrap();
    let mut rest = sheet.finish().unwrap();
    while let Some(piece) = rest.piece().unwrap() {
        all.extend(piece);
    }
    all
}

fn headings() -> Vec<String> {
    ["Артикул", "Цена"].map(str::to_owned).to_vec()
}

#[test]
fn csv_is_what_sellers_scripts_expect() {
    let mut sheet = Sheet::new(Format::Csv, &headings()).unwrap();
    sheet.row(&["'A;\"1\"".into(), Money(59_050).into()]).unwrap();
    let first = sheet.take().unwrap();
    sheet.row(&[Cell::Empty, (-5).into()]).unwrap();
    let all = [first, bytes(sheet)].concat();
    let want = "\u{feff}\"Артикул\";\"Цена\"\n\"'A;\"\"1\"\"\";\"590.50\"\n\"\";\"-5\"\n";
    assert_eq!(String::from_utf8(all).unwrap(), want);
}

#[test]
fn a_table_without_rows_has_its_headings() {
    assert_eq!(bytes(Sheet::new(Format::Csv, &headings()).unwrap()).len(), "\u{feff}\"Артикул\";\"Цена\"\n".len());
    let book = bytes(Sheet::new(Format::Xlsx, &headings()).unwrap());
    assert!(book.starts_with(b"PK"), "{:?}", book.get(..4));
}

#[test]
fn a_book_takes_every_kind_of_cell() {
    let mut sheet = Sheet::new(Format::Xlsx, &headings()).unwrap();
    let long = "я".repeat(40_000);
    for cells in [[Cell::Empty, Cell::from(long)], [Cell::Int(i64::MAX), Cell::Hundredths(-1)]] {
        sheet.row(&cells).unwrap();
    }
    assert!(sheet.take().unwrap().is_empty());
    assert!(bytes(sheet).len() > 1_000);
}
