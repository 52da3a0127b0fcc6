//! Whole documents: page counts, equal bytes from equal input, nothing a seller can type breaks the drawing.

use super::*;

const MADE_AT: i64 = 1_768_208_400;

fn label(items: usize) -> Label {
    let item = |number| LabelItem {
        offer_id: format!("A-{number}"), name: "Кружка «Ёжик»".to_owned(), quantity: 2
    };
    Label {
        posting_number: "57195475-0050-3".to_owned(),
        upper_barcode: "%101%806044518".to_owned(),
        lower_barcode: "23024930500000".to_owned(),
        seller: "ООО «Ромашка»".to_owned(),
        warehouse: "Основной склад".to_owned(),
        delivery_method: "Курьер, Москва".to_owned(),
        provider: "Гостиный двор".to_owned(),
        shipment: "12.01.2026 13:00".to_owned(),
        destination: "Москва".to_owned(),
        weight: "1,25 кг".to_owned(),
        items: (1..=items).map(item).collect(),
    }
}

fn act_of(rows: usize) -> Act {
    let row = |number| ActRow {
        posting_number: format!("57195475-{number:04}-1"),
        barcode: "23024930500000".to_owned(),
        shipment: "12.01.2026 13:00".to_owned(),
        places: 1,
        quantity: 2,
        price: "1 234,56".to_owned(),
        goods: "Кружка «Ёжик», 350 мл".to_owned(),
    };
    Act {
        number: "1000234".to_owned(),
        date: "12.01.2026".to_owned(),
        seller: "ООО «Ромашка»".to_owned(),
        client_id: "100001".to_owned(),
        marketplace: "Гостиный двор".to_owned(),
        warehouse: "Основной склад".to_owned(),
        warehouse_city: "Москва".to_owned(),
        delivery_method: "Курьер, Москва".to_owned(),
        provider: "Перевозчик".to_owned(),
        containers: 3,
        barcode: "%303%2402134500".to_owned(),
        rows: (1..=rows).map(row).collect(),
    }
}

fn container(barcode: &str) -> ContainerLabel {
    ContainerLabel {
        barcode: barcode.to_owned(),
        number: 1,
        of: 3,
        seller: "ООО «Ромашка»".to_owned(),
        warehouse: "Основной склад".to_owned(),
        delivery_method: "Курьер, Москва".to_owned(),
        date: "12.01.2026".to_owned(),
        carriage_id: "1000234".to_owned(),
    }
}

/// The page tree is not compressed and states its count.
fn pages(pdf: &[u8]) -> usize {
    let text = String::from_utf8_lossy(pdf);
    let count = text.split("/Count ").nth(1).unwrap();
    count.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap()
}

#[test]
fn each_label_and_container_is_a_page() {
    assert_eq!(pages(&labels(&[label(1), label(30), label(0)], MADE_AT).unwrap()), 3);
    assert_eq!(pages(&small_labels(&[label(1), label(30)], MADE_AT).unwrap()), 2);
    let codes = ["%303%2402134501", "%303%2402134502"].map(container);
    assert_eq!(pages(&container_labels(&codes, MADE_AT).unwrap()), 2);
}

#[test]
fn an_act_grows_by_pages_and_the_waybill_is_one_more() {
    let pages = [0, 1, 40, 500].map(|rows| pages(&act(&act_of(rows), MADE_AT).unwrap()));
    assert_eq!(pages, [2, 2, 3, 17]);
}

#[test]
fn a_document_depends_on_its_arguments_alone() {
    assert_eq!(labels(&[label(3)], MADE_AT).unwrap(), labels(&[label(3)], MADE_AT).unwrap());
    assert_eq!(act(&act_of(60), MADE_AT).unwrap(), act(&act_of(60), MADE_AT).unwrap());
    assert_ne!(labels(&[label(3)], MADE_AT).unwrap(), labels(&[label(3)], MADE_AT + 1).unwrap());
}

#[test]
fn odd_texts_are_drawn() {
    let odd = [
        "",
        " ",
        "\u{0}\n\t",
        "🔥👩🏽‍🚀🇷🇺",
        "中文 العربية",
        "и\u{306}\u{301}",
        "\u{202E}abc",
        &"Ы".repeat(500),
        &"й ".repeat(500),
    ];
    for text in odd {
        let item = LabelItem { offer_id: text.to_owned(), name: text.to_owned(), quantity: i64::MIN };
        let odd_label = Label {
            posting_number: text.to_owned(),
            seller: text.to_owned(),
            warehouse: text.to_owned(),
            delivery_method: text.to_owned(),
            provider: text.to_owned(),
            shipment: text.to_owned(),
            destination: text.to_owned(),
            weight: text.to_owned(),
            items: vec![item; 30],
            ..label(0)
        };
        assert!(small_labels(std::slice::from_ref(&odd_label), i64::MIN).is_ok(), "{text:?}");
        assert!(labels(&[odd_label], i64::MIN).is_ok(), "{text:?}");
        let mut odd_act = act_of(3);
        for row in &mut odd_act.rows {
            row.goods = text.to_owned();
            row.price = text.to_owned();
            row.places = i64::MAX;
        }
        odd_act.seller = text.to_owned();
        odd_act.warehouse_city = text.to_owned();
        odd_act.containers = i64::MIN;
        assert!(act(&odd_act, i64::MAX).is_ok(), "{text:?}");
    }
}

#[test]
fn a_code_that_cannot_be_printed_is_refused() {
    let with = |barcode: &str| labels(&[Label { lower_barcode: barcode.to_owned(), ..label(1) }], MADE_AT);
    assert!(matches!(with(""), Err(PdfError::Barcode(_))));
    assert!(matches!(with("штрих"), Err(PdfError::Barcode(_))));
    assert!(matches!(with(&"A".repeat(80)), Err(PdfError::BarcodeTooLong(_))));
    assert!(matches!(container_labels(&[container("")], MADE_AT), Err(PdfError::Barcode(_))));
}
