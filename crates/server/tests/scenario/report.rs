//! Reports: ordered, waited for, fetched by their link, and read as sellers' scripts read them.

use std::collections::BTreeMap;

use gostiny_wire::{
    method::Verb,
    operator::{
        PostingEvent, ReportFormat, ReportHeadings, Settings, SupplyStock, SupplyStockItem, SupplyStockRequest,
    },
    price::{ProductInfoPricesV4, ProductInfoPricesV4Request},
    product::Visibility,
    report::{
        Report, ReportFinanceCreateV1, ReportFinanceCreateV1Request, ReportInfoV1, ReportInfoV1Request, ReportLanguage,
        ReportListV1, ReportListV1Request, ReportPostingsCreateV1, ReportPostingsCreateV1Request, ReportPostingsFilter,
        ReportProductsCreateV1, ReportProductsCreateV1Request, ReportProductsMovementCreateV1,
        ReportProductsMovementCreateV1Request, ReportProductsPricesCreateV1, ReportProductsPricesCreateV1Request,
        ReportReturnsCreateV1, ReportReturnsCreateV1Request, ReportStockCreateV1, ReportStockCreateV1Request,
        ReportTransactionsCreateV1, ReportTransactionsCreateV1Request, ReportType,
    },
    scalar::{CancelReasonId, Money, Sku, Time},
};

use crate::{
    shop::Shop,
    world::{World, refused},
};

/// A file as it was read.
#[derive(Debug)]
pub struct Table {
    pub headings: Vec<String>,
    pub rows: Vec<BTreeMap<String, String>>,
}

impl Table {
    fn read(bytes: &[u8]) -> Self {
        let text = std::str::from_utf8(bytes).unwrap();
        let body = text.strip_prefix('\u{feff}').expect("the mark of UTF-8");
        assert!(!body.contains('\r') && body.ends_with("\"\n"), "{body}");
        for line in body.lines() {
            assert!(line.starts_with('"') && line.ends_with('"'), "{line}");
        }
        let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(body.as_bytes());
        let headings: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let row = |record: csv::StringRecord| {
            headings.iter().cloned().zip(record.iter().map(str::to_owned)).collect::<BTreeMap<_, _>>()
        };
        let rows = reader.records().map(|record| row(record.unwrap())).collect();
        Self { headings, rows }
    }

    pub fn column(&self, heading: &str) -> Vec<&str> {
        assert!(self.headings.iter().any(|known| known == heading), "{heading}: {:?}", self.headings);
        self.rows.iter().map(|row| row[heading].as_str()).collect()
    }

    pub fn sum(&self, heading: &str) -> i64 {
        self.column(heading).into_iter().map(|cell| Money::parse(cell).unwrap().0).sum()
    }
}

pub async fn info(shop: &Shop, code: &str) -> Report {
    shop.call(ReportInfoV1, &ReportInfoV1Request { code: code.to_owned() }).await.unwrap().result
}

/// Waits for the file and reads its bytes.
async fn bytes(world: &World, shop: &Shop, code: &str) -> Vec<u8> {
    world.pass(5).await;
    let report = info(shop, code).await;
    assert_eq!((report.status.as_str(), report.error.as_str()), ("success", ""), "{report:?}");
    let raw = world.stranger.send(Verb::Get, &report.file, "", &[]).await.unwrap();
    assert_eq!(raw.status, 200, "{}", report.file);
    raw.body
}

pub async fn table(world: &World, shop: &Shop, code: &str) -> Table {
    Table::read(&bytes(world, shop, code).await)
}

/// The same, where `table` names something else.
async fn fetched(world: &World, shop: &Shop, code: &str) -> Table {
    table(world, shop, code).await
}

async fn products(shop: &Shop, change: impl FnOnce(&mut ReportProductsCreateV1Request)) -> String {
    let mut request = ReportProductsCreateV1Request::default();
    change(&mut request);
    shop.call(ReportProductsCreateV1, &request).await.unwrap().result.code
}

fn january() -> ReportPostingsFilter {
    let moment = |text: &str| Some(text.parse::<Time>().unwrap());
    ReportPostingsFilter {
        processed_at_from: moment("2026-01-01T00:00:00Z"),
        processed_at_to: moment("2026-01-31T23:59:59Z"),
        ..Default::default()
    }
}

async fn postings(shop: &Shop, change: impl FnOnce(&mut ReportPostingsFilter)) -> String {
    let mut filter = january();
    change(&mut filter);
    let request = ReportPostingsCreateV1Request { filter: Some(filter), ..Default::default() };
    shop.call(ReportPostingsCreateV1, &request).await.unwrap().result.code
}

pub async fn transactions(shop: &Shop, change: impl FnOnce(&mut ReportTransactionsCreateV1Request)) -> String {
    let mut request = ReportTransactionsCreateV1Request {
        date_from: "2026-01-01".to_owned(),
        date_to: "2026-01-31".to_owned(),
        ..Default::default()
    };
    change(&mut request);
    shop.call(ReportTransactionsCreateV1, &request).await.unwrap().result.code
}

async fn supply(world: &World, shop: &Shop, sku: Sku, quantity: i64) {
    let items = vec![SupplyStockItem { sku, quantity }];
    world.operator.call(SupplyStock, &SupplyStockRequest { client_id: shop.client_id, items }).await.unwrap();
}

const TO_BUYER: &[PostingEvent] = &[PostingEvent::Accepted, PostingEvent::InTransit, PostingEvent::Delivered];

#[tokio::test]
async fn a_report_on_goods_reads_as_scripts_expect() {
    let world = World::new().await;
    let shop = world.shop().await;
    let dear = shop.product("A;\"1\"").price("1990.50").stock(7).with(|item| item.old_price = "2500".into());
    let dear = dear.on_sale().await;
    let plain = shop.product("B-2").price("300").approved().await;
    supply(&world, &shop, dear.fbo_sku, 4).await;

    let table = table(&world, &shop, &products(&shop, |_| {}).await).await;
    assert_eq!((table.headings.len(), table.headings[0].as_str()), (28, "Артикул"));
    assert_eq!(table.headings[27], "Размер НДС, %");
    assert_eq!(table.column("Артикул"), ["'A;\"1\"", "'B-2"]);
    let [id, fbo, fbs] = [dear.product_id.0, dear.fbo_sku.0, dear.sku.0].map(|id| id.to_string());
    let row = &table.rows[0];
    assert_eq!((&row["Ozon Product ID"], &row["FBO OZON SKU ID"], &row["FBS OZON SKU ID"]), (&id, &fbo, &fbs));
    assert_eq!((row["Бренд"].as_str(), row["Категория комиссии"].as_str()), ("Волна", "Чехлы для планшетов"));
    assert_eq!((row["Статус товара"].as_str(), row["Видимость FBS"].as_str()), ("Продается", "Да"));
    assert_eq!(row["Дата создания"], "2026-01-12 12:00:01", "Moscow is three hours ahead");
    assert_eq!(row["Текущая цена с учетом скидки, руб."], "1990.50");
    assert_eq!(row["Цена до скидки (перечеркнутая цена), руб."], "2500.00");
    assert_eq!((row["Доступно на складе Ozon, шт"].as_str(), row["Доступно на моих складах, шт"].as_str()), ("4", "7"));
    assert_eq!(row["Размер НДС, %"], "20");
    let hidden = &table.rows[1];
    assert_eq!(
        (hidden["Видимость FBS"].as_str(), hidden["Ozon Product ID"].clone()),
        ("Нет", plain.product_id.to_string())
    );
    assert!(!hidden["Причины скрытия FBS (при наличии)"].is_empty());
}

#[tokio::test]
async fn filters_of_goods_select_rows() {
    let world = World::new().await;
    let shop = world.shop().await;
    let one = shop.product("A-1").on_sale().await;
    let two = shop.product("A-2").approved().await;
    shop.product("B-3").with(|item| item.name = "Плед шерстяной".into()).approved().await;
    let rows = async |change: &dyn Fn(&mut ReportProductsCreateV1Request)| {
        let code = products(&shop, change).await;
        let table = table(&world, &shop, &code).await;
        table.column("Артикул").into_iter().map(|article| article[1..].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(rows(&|_| {}).await, ["A-1", "A-2", "B-3"]);
    assert_eq!(rows(&|request| request.offer_id = vec!["A-2".into(), "none".into()]).await, ["A-2"]);
    assert_eq!(rows(&|request| request.sku = vec![one.fbo_sku]).await, ["A-1"]);
    assert_eq!(rows(&|request| request.sku = vec![Sku(1)]).await, [""; 0]);
    let both = |request: &mut ReportProductsCreateV1Request| {
        (request.offer_id, request.sku) = (vec!["B-3".into()], vec![two.sku]);
    };
    assert_eq!(rows(&both).await, ["A-2", "B-3"]);
    assert_eq!(rows(&|request| request.search = "ПЛЕД".into()).await, ["B-3"]);
    assert_eq!(rows(&|request| request.search = two.sku.to_string()).await, ["A-2"]);
    assert_eq!(rows(&|request| request.visibility = Visibility::InSale).await, ["A-1"]);
    assert_eq!(rows(&|request| request.visibility = Visibility::Archived).await, [""; 0]);
}

#[tokio::test]
async fn a_report_is_waited_for_and_its_link_runs_out_after_a_day() {
    let world = World::new().await;
    let shop = world.shop().await;
    shop.product("A-1").on_sale().await;
    let code = products(&shop, |request| request.visibility = Visibility::EmptyStock).await;
    assert_eq!((code.len(), code.matches('-').count()), (36, 4), "{code}");
    let waiting = info(&shop, &code).await;
    assert_eq!((waiting.status.as_str(), waiting.file.as_str()), ("waiting", ""));
    assert_eq!((waiting.report_type.as_str(), &waiting.code), ("seller_products", &code));
    assert_eq!(waiting.params, BTreeMap::from([("visibility".to_owned(), "3".to_owned())]));
    assert_eq!(waiting.created_at, world.now().await);
    let again = products(&shop, |request| request.visibility = Visibility::EmptyStock).await;
    assert_eq!(again, code, "the same report is not made twice at once");
    let other = products(&shop, |request| request.visibility = Visibility::InSale).await;
    assert_ne!(other, code);

    world.pass(2).await;
    let ready = info(&shop, &code).await;
    assert!(ready.status == "success", "{ready:?}");
    assert!(ready.file.contains("/files/reports/") && ready.file.contains(".csv?"), "{}", ready.file);
    let fetch = async || world.stranger.send(Verb::Get, &ready.file, "", &[]).await.unwrap();
    let raw = fetch().await;
    assert_eq!(raw.status, 200);
    assert!(raw.headers["content-type"].to_str().unwrap().starts_with("text/csv"), "{:?}", raw.headers);
    assert_ne!(products(&shop, |request| request.visibility = Visibility::EmptyStock).await, code, "a new one now");

    world.pass(86_399).await;
    assert_eq!((fetch().await.status, info(&shop, &code).await.file), (200, ready.file.clone()));
    world.pass(1).await;
    assert_eq!(fetch().await.status, 404);
    let over = info(&shop, &code).await;
    assert_eq!((over.status.as_str(), over.file.as_str()), ("success", ""));
}

#[tokio::test]
async fn the_same_report_ordered_by_many_at_once_is_made_once() {
    let world = World::new().await;
    let shop = world.shop().await;
    let calls = (0..12).map(|_| {
        let client = shop.client.clone();
        tokio::spawn(async move { client.call(ReportStockCreateV1, &ReportStockCreateV1Request::default()).await })
    });
    let mut codes = Vec::new();
    for call in calls.collect::<Vec<_>>() {
        codes.push(call.await.unwrap().unwrap().result.code);
    }
    codes.dedup();
    assert_eq!(codes.len(), 1, "{codes:?}");
    let listed = shop.call(ReportListV1, &ReportListV1Request::default()).await.unwrap().result;
    assert_eq!((listed.total, listed.reports.len()), (1, 1));
}

#[tokio::test]
async fn reports_are_listed_by_type_and_page() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let mut codes = Vec::new();
    for offer in ["A", "B", "C"] {
        codes.push(products(&shop, |request| request.offer_id = vec![offer.into()]).await);
    }
    let stock = shop.call(ReportStockCreateV1, &ReportStockCreateV1Request::default()).await.unwrap().result.code;
    let ask = async |page, page_size, report_type| {
        let request = ReportListV1Request { page, page_size, report_type };
        let result = shop.call(ReportListV1, &request).await.unwrap().result;
        (result.total, result.reports.into_iter().map(|report| report.code).collect::<Vec<_>>())
    };
    codes.reverse();
    assert_eq!(ask(0, 0, ReportType::SellerProducts).await, (3, codes.clone()));
    assert_eq!(ask(2, 3, ReportType::All).await, (4, vec![codes[2].clone()]));
    assert_eq!(ask(1, 1, ReportType::All).await, (4, vec![stock]));
    assert_eq!(ask(1, 10, ReportType::SellerReturns).await, (0, vec![]));
    let theirs = other.call(ReportListV1, &ReportListV1Request::default()).await.unwrap().result;
    assert_eq!((theirs.total, theirs.reports.len()), (0, 0));
    let foreign = ReportInfoV1Request { code: codes[0].clone() };
    refused(other.call(ReportInfoV1, &foreign).await, 404, 5, "Report not found");
}

#[tokio::test]
async fn headings_follow_language_and_year() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").approved().await;
    shop.info("A-1").await;
    let headings = async |language| {
        let code = products(&shop, |request| request.language = language).await;
        let table = table(&world, &shop, &code).await;
        assert_eq!(table.rows.len(), 1);
        (table.headings, table.rows[0].clone())
    };
    let (english, _) = headings(ReportLanguage::En).await;
    assert_eq!(
        (english[0].as_str(), english[7].as_str(), english[13].as_str()),
        ("Product ID", "Vendor", "Created at")
    );
    assert_eq!(english[5], "Наименование товара", "most headings stay Russian");
    let set = async |year| world.set(Settings { report_headings: Some(year), ..Default::default() }).await;
    set(ReportHeadings::Year2023).await;
    let (later, _) = headings(ReportLanguage::Ru).await;
    assert!(later.contains(&"Доступно к продаже по схеме realFBS, шт.".to_owned()), "{later:?}");
    assert!(later.contains(&"Цена Premium, ₽".to_owned()) && later.len() == 29);
    set(ReportHeadings::Year2024).await;
    let (latest, row) = headings(ReportLanguage::Ru).await;
    assert_eq!((latest[2].as_str(), row["SKU"].clone()), ("SKU", product.sku.to_string()));
    assert_eq!(latest.last().map(String::as_str), Some("Предупреждения"));
}

#[tokio::test]
async fn a_book_is_made_where_the_operator_wants_one() {
    let world = World::new().await;
    let shop = world.shop().await;
    shop.product("A-1").on_sale().await;
    world.set(Settings { report_format: Some(ReportFormat::Xlsx), ..Default::default() }).await;
    let code = products(&shop, |_| {}).await;
    let book = bytes(&world, &shop, &code).await;
    assert!(book.starts_with(b"PK\x03\x04") && book.len() > 1_000);
    assert!(info(&shop, &code).await.file.contains(".xlsx?"));
}

#[tokio::test]
async fn a_report_on_postings_has_a_row_for_each_product() {
    let world = World::new().await;
    let shop = world.shop().await;
    let one = shop.product("A-1").price("279").with(|item| item.old_price = "400".into()).stock(9).on_sale().await;
    let two = shop.product("A-2").price("100.5").stock(9).on_sale().await;
    supply(&world, &shop, one.fbo_sku, 5).await;
    let both = world.order_one(&[(one.sku, 2), (two.sku, 1)]).await;
    shop.ship(&both).await;
    world.events(&both, TO_BUYER).await;
    let gone = world.order_one(&[(two.sku, 1)]).await;
    world.try_event(&gone, PostingEvent::CancelledByBuyer).await.unwrap();
    let fbo = world.order_one(&[(one.fbo_sku, 1)]).await;

    let all = table(&world, &shop, &postings(&shop, |_| {}).await).await;
    let numbers = [both.as_str(), both.as_str(), gone.as_str(), fbo.as_str()];
    assert_eq!(all.column("Номер отправления"), numbers);
    assert_eq!(all.column("Артикул"), ["A-1", "A-2", "A-2", "A-1"]);
    assert_eq!(all.column("Статус"), ["Доставлен", "Доставлен", "Отменён", "Ожидает сборки"]);
    assert_eq!(all.column("Сумма отправления"), ["658.50", "658.50", "100.50", "279.00"]);
    assert_eq!(all.column("Итоговая стоимость товара"), ["558.00", "100.50", "100.50", "279.00"]);
    assert_eq!(all.column("Количество"), ["2", "1", "1", "1"]);
    let row = &all.rows[0];
    assert_eq!((row["Скидка руб"].as_str(), row["Скидка %"].as_str()), ("121.00", "30.25"));
    let posting = shop.posting(&both).await;
    assert_eq!(row["Принят в обработку"], posting.in_process_at.plus_hours(3).date_and_time());
    assert_eq!((row["Дата отмены"].as_str(), row["Выкуп товара"].as_str()), ("", "Да"));
    assert_eq!(all.rows[2]["Дата отмены"].len(), 19);
    assert_eq!(all.headings.last().map(String::as_str), Some("Подъем на этаж"));

    let count = async |change: &dyn Fn(&mut ReportPostingsFilter)| {
        let code = postings(&shop, change).await;
        table(&world, &shop, &code).await.rows.len()
    };
    assert_eq!(count(&|filter| filter.delivery_schema = vec!["fbs".into()]).await, 3);
    assert_eq!(count(&|filter| filter.delivery_schema = vec!["crossborder".into()]).await, 0);
    assert_eq!(count(&|filter| filter.sku = vec![two.sku]).await, 2);
    assert_eq!(count(&|filter| filter.offer_id = "A-1".into()).await, 2);
    assert_eq!(count(&|filter| filter.title = "a-2".into()).await, 2);
    assert_eq!(count(&|filter| filter.status_alias = vec!["cancelled".into()]).await, 1);
    assert_eq!(count(&|filter| filter.statuses = vec![8, 9]).await, 3);
    assert_eq!(count(&|filter| filter.cancel_reason_id = vec![CancelReasonId(508)]).await, 1);
    let early = |filter: &mut ReportPostingsFilter| filter.processed_at_to = january().processed_at_from;
    assert_eq!(count(&early).await, 0);

    let code = postings(&shop, |filter| filter.delivery_schema = vec!["fbo".into()]).await;
    let own = table(&world, &shop, &code).await;
    assert_eq!((own.rows.len(), own.headings.len()), (1, all.headings.len() - 5));
    assert!(!own.headings.contains(&"Дата отмены".to_owned()));
    assert_eq!(own.headings[4..7], ["Статус", "Дата доставки", "Фактическая дата передачи в доставку"]);
}

#[tokio::test]
async fn stock_and_movement_tell_of_the_marketplace_s_warehouse() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").approved().await;
    let never = shop.product("A-2").approved().await;
    supply(&world, &shop, product.fbo_sku, 10).await;
    let number = world.order_one(&[(product.fbo_sku, 3)]).await;
    world.pass(3_600).await;
    world.try_event(&number, PostingEvent::InTransit).await.unwrap();
    world.order_one(&[(product.fbo_sku, 2)]).await;

    let code = shop.call(ReportStockCreateV1, &ReportStockCreateV1Request::default()).await.unwrap().result.code;
    let stock = table(&world, &shop, &code).await;
    assert_eq!(stock.column("Артикул"), ["A-1", "A-2"]);
    assert_eq!(stock.column("Всего доступно на складах Ozon, шт"), ["5", "0"]);
    assert_eq!(stock.column("Всего зарезервировано, шт"), ["2", "0"]);
    assert_eq!(stock.column("Доступно на складе ГОСТИНЫЙ_ДВОР_1, шт"), ["5", "0"]);
    assert_eq!(stock.column("OZON SKU ID")[1], never.fbo_sku.to_string());

    let movement = async |date_from: &str, date_to: &str| {
        let (date_from, date_to) = (date_from.to_owned(), date_to.to_owned());
        let request = ReportProductsMovementCreateV1Request { date_from, date_to, ..Default::default() };
        let code = shop.call(ReportProductsMovementCreateV1, &request).await.unwrap().result.code;
        table(&world, &shop, &code).await
    };
    let moved = movement("2026-01-12T00:00:00Z", "2026-01-12T23:00:00Z").await;
    assert_eq!(moved.column("Артикул"), ["A-1"]);
    let cells = [
        "Товары в доставке, шт",
        "Товары, подлежащие реализации, шт",
        "Поступило за период, шт",
        "Отгружено за период, шт",
    ];
    assert_eq!(cells.map(|heading| moved.rows[0][heading].as_str()), ["3", "7", "10", "3"]);
    let before = movement("2026-01-01", "2026-01-11").await;
    assert_eq!(cells.map(|heading| before.rows[0][heading].as_str()), ["3", "7", "0", "0"]);
}

#[tokio::test]
async fn a_report_on_prices_agrees_with_the_prices_shown() {
    let world = World::new().await;
    let shop = world.shop().await;
    shop.product("A-1").price("1000").with(|item| item.old_price = "1250".into()).on_sale().await;
    shop.product("A-2").price("50").approved().await;
    let code = shop.call(ReportProductsPricesCreateV1, &ReportProductsPricesCreateV1Request::default()).await.unwrap();
    let table = table(&world, &shop, &code.result.code).await;
    let request = ProductInfoPricesV4Request { limit: 10, ..Default::default() };
    let shown = shop.call(ProductInfoPricesV4, &request).await.unwrap().result.items;
    for (row, item) in table.rows.iter().zip(&shown) {
        let costs = &item.commissions;
        let fbs = costs.fbs_deliv_to_customer_amount.0
            + costs.fbs_direct_flow_trans_max_amount.0
            + costs.fbs_first_mile_max_amount.0;
        assert_eq!(Money::parse(&row["Тариф за доставку со склада продавца, руб."]), Some(Money(fbs)));
        let fbo = costs.fbo_deliv_to_customer_amount.0
            + costs.fbo_direct_flow_trans_max_amount.0
            + costs.fbo_fulfillment_amount.0;
        assert_eq!(Money::parse(&row["Тариф за доставку со склада OZON, руб."]), Some(Money(fbo)));
        assert_eq!(Money::parse(&row["Размер комиссии, %"]), Some(Money(costs.sales_percent.0)));
        assert_eq!(Money::parse(&row["Текущая цена (со скидкой), руб."]), Money::parse(&item.price.price));
    }
    assert_eq!(table.column("Скидка, %"), ["20.00", "0.00"]);
    assert_eq!(table.column("Скидка, руб."), ["250.00", "0.00"]);
    let named = ReportProductsPricesCreateV1Request { offer_id: vec!["A-2".into()], ..Default::default() };
    let code = shop.call(ReportProductsPricesCreateV1, &named).await.unwrap().result.code;
    assert_eq!(fetched(&world, &shop, &code).await.column("Артикул"), ["A-2"]);
}

#[tokio::test]
async fn what_came_back_stands_in_the_report_on_returns() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").price("200").stock(9).on_sale().await.sku;
    let mut numbers = Vec::new();
    for fate in [
        &[PostingEvent::Delivered][..],
        &[PostingEvent::Delivered, PostingEvent::Returned],
        &[PostingEvent::CancelledByBuyer],
        &[PostingEvent::Lost],
    ] {
        let number = world.order_one(&[(sku, 2)]).await;
        shop.ship(&number).await;
        world.events(&number, &[PostingEvent::Accepted, PostingEvent::InTransit]).await;
        world.events(&number, fate).await;
        numbers.push(number);
    }
    let ask = async |status: &str| {
        let mut request = ReportReturnsCreateV1Request::default();
        request.filter.status = status.to_owned();
        request.filter.delivery_schema = "fbs".to_owned();
        let code = shop.call(ReportReturnsCreateV1, &request).await.unwrap().result.code;
        table(&world, &shop, &code).await
    };
    let all = ask("").await;
    assert_eq!(all.column("ID отправления"), [numbers[1].as_str(), numbers[2].as_str()]);
    assert_eq!(all.column("Статус"), ["Принят от покупателя", "В пути"]);
    let cells = ["Процент комиссии", "Комиссия (руб.)", "Цена без комиссии (руб.)"];
    assert_eq!(cells.map(|heading| all.rows[0][heading].as_str()), ["15.50", "62.00", "338.00"]);
    assert_eq!(ask("moving").await.column("ID отправления"), [numbers[2].as_str()]);
    let mut request = ReportReturnsCreateV1Request::default();
    request.filter.order_id = shop.posting(&numbers[1]).await.order_id;
    let code = shop.call(ReportReturnsCreateV1, &request).await.unwrap().result.code;
    assert_eq!(table(&world, &shop, &code).await.rows.len(), 1);
}

#[tokio::test]
async fn an_empty_period_gives_a_file_with_headings() {
    let world = World::new().await;
    let shop = world.shop().await;
    let finance = ReportFinanceCreateV1Request {
        date_from: "2025-01-01".to_owned(),
        date_to: "2025-01-31".to_owned(),
        language: ReportLanguage::En,
    };
    let codes = [
        postings(&shop, |_| {}).await,
        transactions(&shop, |_| {}).await,
        shop.call(ReportFinanceCreateV1, &finance).await.unwrap().result.code,
        shop.call(ReportReturnsCreateV1, &ReportReturnsCreateV1Request::default()).await.unwrap().result.code,
        products(&shop, |_| {}).await,
    ];
    for code in codes {
        let table = table(&world, &shop, &code).await;
        assert!(table.rows.is_empty() && table.headings.len() >= 9, "{table:?}");
    }
}

#[tokio::test]
async fn a_report_survives_a_restart() {
    let world = World::new().await;
    let shop = world.shop().await;
    shop.product("A-1").on_sale().await;
    let code = products(&shop, |_| {}).await;
    world.restart().await;
    assert_eq!(info(&shop, &code).await.status, "waiting");
    assert_eq!(table(&world, &shop, &code).await.rows.len(), 1);
}
