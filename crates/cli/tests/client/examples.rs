//! Each example of the client crate runs to its end in one demo world; what it did is then asked of the API.

use std::{collections::HashMap, path::PathBuf, process::Command};

use futures_util::TryStreamExt;
use gostiny_wire::{
    chat::{ChatHistoryV1Request, ChatListV1, ChatListV1Request, ChatListV1With, ChatV1},
    finance::{
        FinancePeriod, FinanceTransactionListV3, FinanceTransactionListV3Filter, FinanceTransactionListV3Request,
    },
    method::Empty,
    operator::{
        ClockGet, ClockSet, ClockSetRequest, DeliveryList, DeliveryListRequest, DeliveryState, NotificationsSet,
        NotificationsSetRequest, NotificationsState, OrderPlace, OrderPlaceItem, OrderPlaceRequest, PostingEvent,
        PostingEventRecord, PostingEventRecordRequest, Settings, SettingsSet, SettingsSetRequest,
    },
    posting::{
        PostingFbs, PostingFbsUnfulfilledListV3, PostingFbsUnfulfilledListV3Filter, PostingFbsUnfulfilledListV3Request,
    },
    price::{ProductInfoPricesV4, ProductInfoPricesV4Filter, ProductInfoPricesV4Request},
    product::{ProductUpdateOfferIdV1Pair, ProductUpdateOfferIdV1Request},
    scalar::{ClientId, Money, OfferId, Time, WarehouseId},
    stock::{
        ProductInfoStocksV3, ProductInfoStocksV3Request, ProductInfoWarehouseStocksV1,
        ProductInfoWarehouseStocksV1Request, ProductInfoWarehouseStocksV1Stock,
    },
};

use crate::program::{Demo, Folder, GOSTINY, Running, SHOPS};

/// Built by the cargo that runs the tests; whoever tests the whole workspace has them already.
fn built() -> PathBuf {
    let build = ["build", "--workspace", "--examples", "--quiet"];
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(build).current_dir(env!("CARGO_MANIFEST_DIR"));
    // What cargo told this test about its own package: build scripts of others look at it, and would run again.
    let told = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_CRATE_", "CARGO_BIN_", "CARGO_PRIMARY_"];
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| told.iter().any(|told| name.starts_with(told))) {
            cargo.env_remove(name);
        }
    }
    assert!(cargo.status().unwrap().success());
    PathBuf::from(GOSTINY).with_file_name("examples")
}

/// Runs to the end; answers whether that was a good one and what was said, line by line.
fn run(command: &mut Command) -> (bool, Vec<String>) {
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    eprintln!("{said}{}", String::from_utf8_lossy(&output.stderr));
    (output.status.success(), said.lines().map(str::to_owned).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn each_example_does_what_it_says() {
    let examples = built();
    let demo = Demo::start();
    price_list(&demo, examples.join("price_list")).await;
    stock_sync(&demo, examples.join("stock_sync")).await;
    night_finance(&demo, examples.join("night_finance")).await;
    chat_answer(&demo, examples.join("chat_answer")).await;
    push_receiver(&demo, examples.join("push_receiver")).await;
    pack_all(&demo, examples.join("pack_all")).await;
}

async fn shelf(demo: &Demo, warehouse_id: WarehouseId) -> Vec<ProductInfoWarehouseStocksV1Stock> {
    let request = ProductInfoWarehouseStocksV1Request { limit: 1_000, warehouse_id, ..Default::default() };
    demo.seller(0).items(ProductInfoWarehouseStocksV1, request).try_collect().await.unwrap()
}

/// The warehouse that the marketplace fetches from.
async fn warehouse(demo: &Demo) -> WarehouseId {
    let all = demo.seller(0).warehouses().list_v1(&Empty {}).await.unwrap().result;
    all.iter().find(|one| !one.is_rfbs).unwrap().warehouse_id
}

async fn price_list(demo: &Demo, example: PathBuf) {
    let folder = Folder::new();
    let list = folder.file("prices.csv");
    let goods: Vec<OfferId> =
        shelf(demo, warehouse(demo).await).await.into_iter().map(|one| one.offer_id).take(3).collect();
    let lines = goods.iter().zip(0..).map(|(offer_id, n)| format!("{offer_id};123{n},50;0\n"));
    let text = format!("offer_id;price;old_price\n{}", lines.collect::<String>());
    std::fs::write(&list, &text).unwrap();
    let (is_done, said) = run(demo.command(&example).arg(&list));
    assert_eq!((is_done, said.last().unwrap().as_str()), (true, "3 prices were set, 0 were not"));
    let filter = ProductInfoPricesV4Filter { offer_id: goods.clone(), ..Default::default() };
    let request = ProductInfoPricesV4Request { filter, limit: 100, ..Default::default() };
    let shown: Vec<_> = demo.seller(0).items(ProductInfoPricesV4, request).try_collect().await.unwrap();
    let prices: HashMap<_, _> = shown.into_iter().map(|one| (one.offer_id, one.price.price)).collect();
    let wanted = goods.into_iter().zip(0..).map(|(offer_id, n)| (offer_id, format!("123{n}.5000"))).collect();
    assert_eq!(prices, wanted);

    std::fs::write(&list, format!("{text}нет такого;10;\n")).unwrap();
    let (is_done, said) = run(demo.command(&example).arg(&list));
    assert!(!is_done && said[0].starts_with("нет такого: NOT_FOUND"), "{said:?}");
}

async fn stock_sync(demo: &Demo, example: PathBuf) {
    let id = warehouse(demo).await;
    let ours = shelf(demo, id).await.remove(0);
    let goods =
        demo.seller(1).items(ProductInfoStocksV3, ProductInfoStocksV3Request { limit: 1_000, ..Default::default() });
    let goods: Vec<_> = goods.try_collect().await.unwrap();
    let free = |stocks: &[gostiny_wire::stock::ProductInfoStocksV3Stock]| {
        stocks.iter().filter(|one| one.r#type == "fbs").map(|one| i64::from(one.present - one.reserved)).sum::<i64>()
    };
    let theirs = goods.iter().find(|one| free(&one.stocks) > 0 && free(&one.stocks) != ours.free_stock).unwrap();
    // From now on both systems know the article.
    let update_offer_id =
        vec![ProductUpdateOfferIdV1Pair { offer_id: theirs.offer_id.clone(), new_offer_id: ours.offer_id.clone() }];
    let renamed =
        demo.seller(1).products().update_offer_id_v1(&ProductUpdateOfferIdV1Request { update_offer_id }).await;
    assert!(renamed.unwrap().errors.is_empty());
    let sync = || {
        let mut command = demo.command(&example);
        command.env("SOURCE_URL", &demo.url).env("SOURCE_CLIENT_ID", SHOPS[1].0.to_string());
        run(command.env("SOURCE_API_KEY", SHOPS[1].1).arg(id.to_string()))
    };
    let (is_done, said) = sync();
    assert!(is_done, "{said:?}");
    let now = shelf(demo, id).await.into_iter().find(|one| one.offer_id == ours.offer_id).unwrap();
    assert_eq!(now.free_stock, free(&theirs.stocks));
    let (is_done, said) = sync();
    assert!(is_done && said[0].ends_with(" goods are in both, 0 differed, 0 were refused"), "{said:?}");
}

async fn night_finance(demo: &Demo, example: PathBuf) {
    let folder = Folder::new();
    let file = folder.file("night.xlsx");
    let day = demo.operator().call(ClockGet, &Empty {}).await.unwrap().now.plus_days(-3).day();
    let (is_done, said) = run(demo.command(&example).arg(day.to_string()).arg(&file));
    let from: Time = format!("{day}T00:00:00Z").parse().unwrap();
    let date = FinancePeriod { from: Some(from), to: Some(Time(from.plus_days(1).0 - 1)) };
    let filter = FinanceTransactionListV3Filter { date, ..Default::default() };
    let request = FinanceTransactionListV3Request { filter, page: 1, page_size: 1_000 };
    let booked: Vec<_> = demo.seller(0).items(FinanceTransactionListV3, request).try_collect().await.unwrap();
    let sum: Money = booked.iter().map(|one| Money(one.amount.0)).sum();
    assert!(booked.len() > 10, "{}", booked.len());
    assert_eq!((is_done, &said[0]), (true, &format!("{} operations, {} in all", booked.len(), sum.fixed(2))));
    assert!(std::fs::read(&file).unwrap().starts_with(b"PK"));
}

async fn unread(demo: &Demo) -> Vec<ChatV1> {
    let with = ChatListV1With { unread_count: true, ..Default::default() };
    let chats = demo.seller(0).items(ChatListV1, ChatListV1Request { page_size: 100, with, ..Default::default() });
    chats.try_filter(|chat| std::future::ready(chat.unread_count > 0)).try_collect().await.unwrap()
}

async fn chat_answer(demo: &Demo, example: PathBuf) {
    let before = unread(demo).await;
    let (is_done, said) = run(&mut demo.command(&example));
    assert!(is_done && !before.is_empty(), "{said:?}");
    assert_eq!(said.last().unwrap(), &format!("{0} of {0} chats are answered", before.len()));
    for (chat, line) in before.iter().zip(&said) {
        let request = ChatHistoryV1Request { chat_id: chat.id.clone(), limit: 1_000, ..Default::default() };
        let history = demo.seller(0).chats().history_v1(&request).await.unwrap().result;
        let last = history.last().unwrap();
        assert_eq!((last.user.kind.as_str(), line), ("seller", &format!("{}: {}", chat.id, last.text)));
    }
    assert!(unread(demo).await.is_empty());
}

async fn push_receiver(demo: &Demo, example: PathBuf) {
    let operator = demo.operator();
    let mut receiver = Running::start(demo.command(&example).arg("127.0.0.1:0"));
    let url = receiver.line().strip_prefix("listening on ").unwrap().to_owned();
    let settings = Settings { fetch_private_addresses: Some(true), ..Default::default() };
    operator.call(SettingsSet, &SettingsSetRequest { client_id: None, settings }).await.unwrap();
    let client_id = ClientId(SHOPS[0].0);
    // Each push arrives twice, and is told of once.
    let request = NotificationsSetRequest { client_id, url, twice: true, ..Default::default() };
    let connected = operator.call(NotificationsSet, &request).await.unwrap();
    assert_eq!(connected.state, NotificationsState::Active, "{connected:?}");

    let sku = shelf(demo, warehouse(demo).await).await.into_iter().find(|one| one.free_stock > 2).unwrap().sku;
    let items = vec![OrderPlaceItem { sku, quantity: 2 }];
    let order = OrderPlaceRequest { items, scheme: "fbs".to_owned(), ..Default::default() };
    let number = operator.call(OrderPlace, &order).await.unwrap().postings.remove(0).posting_number;
    let event = Some(PostingEvent::CancelledByBuyer);
    let request = PostingEventRecordRequest { posting_number: number.clone(), event, ..Default::default() };
    operator.call(PostingEventRecord, &request).await.unwrap();

    let log = operator.call(DeliveryList, &DeliveryListRequest { client_id, limit: 100, ..Default::default() }).await;
    let log = log.unwrap().deliveries;
    assert!(log.len() > 3 && log.iter().all(|one| one.state == DeliveryState::Delivered), "{log:?}");
    let (is_done, said) = receiver.interrupt();
    assert_eq!((is_done, said.len()), (true, log.len()), "{said:?}");
    let told = |what: &str| said.iter().filter(|line| line.starts_with(&format!("{number} {what}"))).count();
    assert_eq!((told("is new: 2 × "), told("was called off: ")), (1, 1), "{said:?}");
}

async fn waiting(demo: &Demo, today: Time) -> Vec<PostingFbs> {
    let filter = PostingFbsUnfulfilledListV3Filter {
        status: "awaiting_packaging".to_owned(),
        cutoff_from: Some(today.plus_days(-150)),
        cutoff_to: Some(today.plus_days(150)),
        ..Default::default()
    };
    let request = PostingFbsUnfulfilledListV3Request { filter: Some(filter), limit: 100, ..Default::default() };
    demo.seller(0).items(PostingFbsUnfulfilledListV3, request).try_collect().await.unwrap()
}

async fn pack_all(demo: &Demo, example: PathBuf) {
    let folder = Folder::new();
    let file = folder.file("labels.pdf");
    let today = demo.operator().call(ClockGet, &Empty {}).await.unwrap().now;
    let before = waiting(demo, today).await;
    // A minute passes in a second, so that labels are waited for as they are in life.
    let goes = ClockSetRequest { mode: "x60".to_owned(), now: None };
    demo.operator().call(ClockSet, &goes).await.unwrap();
    let (is_done, said) = run(demo.command(&example).arg(today.day().to_string()).arg(&file));
    demo.operator().call(ClockSet, &ClockSetRequest { mode: "manual".to_owned(), now: None }).await.unwrap();
    assert!(is_done, "{said:?}");
    let numbers: Vec<usize> = said.last().unwrap().split(' ').filter_map(|word| word.parse().ok()).collect();
    let [labels, elsewhere, left] = numbers[..] else { panic!("{said:?}") };
    // More than one request of labels can ask for.
    assert!(labels > 20 && labels + left + elsewhere == before.len(), "{} waited: {said:?}", before.len());
    assert_eq!(waiting(demo, today).await.len(), left);
    let pdf = std::fs::read(&file).unwrap();
    assert!(pdf.starts_with(b"%PDF") && pdf.len() > 1_000 * labels);
}
