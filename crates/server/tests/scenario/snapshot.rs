//! Worlds that are kept by name and brought back, and the reset that does the same.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use gostiny_client::ClientError;
use gostiny_server::{areas::world as whole, store::DbUrl};
use gostiny_wire::{
    category::{CategoryTreeV2, CategoryTreeV2Request},
    method::{Empty, Verb},
    operator::{
        ClockAdvance, ClockAdvanceRequest, ClockGet, ClockSet, ClockSetRequest, DeliveryState, NotificationsDelete,
        NotificationsRequest, OrderPlace, OrderPlaceRequest, PostingEvent, Reset, Snapshot, SnapshotDelete,
        SnapshotList, SnapshotNamedRequest, SnapshotRestore, SnapshotSave, SnapshotSaveRequest,
        edge::{FaultClear, FaultCreate, FaultRule, RequestList, RequestListRequest},
    },
    posting::{PostingFbsListV3, PostingFbsListV3Filter, PostingFbsListV3Request},
    push::Kind,
    report::{ReportProductsCreateV1, ReportProductsCreateV1Request},
    scalar::PostingNumber,
};

use tokio::sync::Notify;

use crate::{
    console::raw_later,
    goods::TABLET_CASES,
    receiver::{Receiver, Reply, log as deliveries},
    report::info as report_info,
    shop::Shop,
    world::{World, lines, post, refusal, refused},
};

const INFO: &str = "/v2/product/info";

/// A folder for the files of one test.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let kind = if std::env::var_os("TEST_DATABASE_URL").is_some() { "postgres" } else { "sqlite" };
        let path = std::env::temp_dir().join(format!("gostiny-{name}-{kind}-{}", std::process::id()));
        std::fs::create_dir_all(path.join("files")).unwrap();
        Self(path)
    }

    pub fn files(&self) -> PathBuf {
        self.0.join("files")
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub async fn save(world: &World, name: &str) -> Snapshot {
    let request = SnapshotSaveRequest { name: name.to_owned() };
    world.operator.call(SnapshotSave, &request).await.unwrap()
}

pub async fn restore(world: &World, name: &str) -> Snapshot {
    try_restore(world, name).await.unwrap()
}

async fn try_restore(world: &World, name: &str) -> Result<Snapshot, ClientError> {
    world.operator.call(SnapshotRestore, &SnapshotNamedRequest { name: name.to_owned() }).await
}

/// Every row and file of a world.
pub async fn dump(world: &World, to: &Path) -> Vec<u8> {
    let options = world.options();
    whole::save_file(&options.database, &options.files, to, Arc::new(|_, _| {})).await.unwrap();
    std::fs::read(to).unwrap()
}

/// Two dumps are the same, or the first line that differs is shown.
#[track_caller]
pub fn same(one: &[u8], other: &[u8]) {
    let lines = |packed: &[u8]| {
        let mut text = String::new();
        std::io::Read::read_to_string(&mut flate2::bufread::GzDecoder::new(packed), &mut text).unwrap();
        text.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    if one != other {
        let (one, other) = (lines(one), lines(other));
        let at = one.iter().zip(&other).position(|(one, other)| one != other).unwrap_or_default();
        panic!("{} and {} lines; line {at}:\n{}\n{}", one.len(), other.len(), one[at], other[at]);
    }
}

#[tokio::test]
async fn a_world_comes_back_whole_and_goes_on_as_it_would_have() {
    let folder = Folder::new("whole");
    let world = World::with_files_in(&folder.files()).await;
    let shop = world.shop().await;
    let product = shop.product("Чехол-1").stock(5).on_sale().await;
    let packed = world.order_one(&[(product.sku, 1)]).await;
    shop.ship(&packed).await;
    let code = shop.call(ReportProductsCreateV1, &ReportProductsCreateV1Request::default()).await.unwrap().result.code;
    world.pass(60).await;
    let link = report_info(&shop, &code).await.file;
    let fetch = async || world.stranger.send(Verb::Get, &link, "", &[]).await.unwrap();
    let report = fetch().await.body;

    let saved = save(&world, "до заказов").await;
    assert_eq!((saved.now, saved.mode.as_str()), (world.now().await, "manual"));
    let before = dump(&world, &folder.file("before")).await;
    let story = async || {
        let number = world.order_one(&[(product.sku, 2)]).await;
        let other = world.shop().await;
        world.events(&packed, &[PostingEvent::Accepted, PostingEvent::Delivered]).await;
        (number, other.client_id, other.api_key, shop.posting(&packed).await, shop.stock_of(product.sku).await)
    };
    let first = story().await;
    shop.call(ReportProductsCreateV1, &ReportProductsCreateV1Request::default()).await.unwrap();
    world.pass(5 * 86_400).await;
    assert_ne!(dump(&world, &folder.file("between")).await, before);

    assert_eq!(restore(&world, "до заказов").await, saved);
    assert_eq!(world.now().await, saved.now);
    assert_eq!(fetch().await.body, report);
    same(&dump(&world, &folder.file("after")).await, &before);
    assert!(story().await == first, "the same calls give other answers after a restore");

    // The process may end and a reset may come between.
    world.restart().await;
    world.operator.call(Reset, &Empty {}).await.unwrap();
    assert_eq!(fetch().await.status, 404);
    restore(&world, "до заказов").await;
    same(&dump(&world, &folder.file("after")).await, &before);
    assert_eq!(fetch().await.body, report);
    world.restart().await;
    assert_eq!((world.now().await, fetch().await.body), (saved.now, report));
}

#[tokio::test]
async fn snapshots_are_listed_replaced_and_forgotten() {
    let world = World::new().await;
    let names = ["Ёлка/100%", "a b", "склад: всё #1?"];
    for name in names {
        save(&world, name).await;
    }
    let list = async || world.operator.call(SnapshotList, &Empty {}).await.unwrap().snapshots;
    let mut sorted = names.to_vec();
    sorted.sort_unstable();
    let listed = list().await;
    assert_eq!(listed.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), sorted);
    world.pass(3_600).await;
    let replaced = save(&world, names[0]).await;
    assert_eq!(list().await.iter().find(|one| one.name == names[0]), Some(&replaced));
    for name in names {
        restore(&world, name).await;
    }
    assert_eq!((list().await.len(), world.now().await), (3, listed[1].now));
    let forget =
        async |name: &str| world.operator.call(SnapshotDelete, &SnapshotNamedRequest { name: name.to_owned() }).await;
    forget(names[0]).await.unwrap();
    refused(forget(names[0]).await, 404, 0, &format!("there is no snapshot {}", names[0]));
    refused(try_restore(&world, names[0]).await, 404, 0, &format!("there is no snapshot {}", names[0]));
    assert_eq!(list().await.len(), 2);
    let long = "ж".repeat(101);
    for name in ["", "a\nb", long.as_str()] {
        let request = SnapshotSaveRequest { name: name.to_owned() };
        assert_eq!(refusal(world.operator.call(SnapshotSave, &request).await).0, 400, "{name:?}");
    }
    save(&world, &"ж".repeat(100)).await;
    for body in ["{}", r#"{"name":5}"#, r#"{"name":["x"]}"#, r#"{"name":"#] {
        assert_eq!(post(&world.operator, "/operator/v1/snapshots", body).await.status, 400, "{body}");
    }
    assert_eq!(post(&world.stranger, "/operator/v1/snapshots", r#"{"name":"x"}"#).await.status, 401);
    assert_eq!(list().await.len(), 3);
    for name in [names[1], names[2], &"ж".repeat(100)] {
        forget(name).await.unwrap();
    }
}

#[tokio::test]
async fn what_is_kept_in_memory_is_that_of_the_restored_world() {
    let world = World::new().await;
    let shop = world.shop().await;
    save(&world, "старое дерево").await;
    let title = async || {
        let request = CategoryTreeV2Request { category_id: TABLET_CASES, ..Default::default() };
        let tree = shop.call(CategoryTreeV2, &request).await.unwrap();
        serde_json::to_string(&tree).unwrap()
    };
    let before = title().await;
    let rename = r#"{"categories":[{"category_id":17036076,"title":{"ru":"Новое имя"}}]}"#;
    let renamed = post(&world.operator, "/operator/v1/taxonomy", rename).await;
    assert_eq!(renamed.status, 200, "{}", String::from_utf8_lossy(&renamed.body));
    assert_ne!(title().await, before);
    restore(&world, "старое дерево").await;
    assert_eq!(title().await, before);
}

#[tokio::test]
async fn a_call_that_was_let_in_to_another_world_is_let_in_again_or_refused() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").stock(5).on_sale().await;
    save(&world, "начало").await;
    let late = world.shop().await;
    let set = async |caller: &Shop, stock: i64| {
        let body = format!(
            r#"{{"stocks":[{{"product_id":{},"stock":{stock},"warehouse_id":{}}}]}}"#,
            product.product_id, shop.warehouse_id
        );
        let (client_id, api_key) = (caller.client_id.to_string(), caller.api_key.clone());
        let headers = [("client-id", client_id.as_str()), ("api-key", &api_key)];
        let restoring = async { drop(restore(&world, "начало").await) };
        raw_later(&world.stranger, "/v2/products/stocks", &body, &headers, restoring).await
    };
    let refused = set(&late, 6).await;
    assert_eq!(refused.status, 403, "{}", String::from_utf8_lossy(&refused.body));
    let taken = set(&shop, 7).await;
    assert_eq!(taken.status, 200, "{}", String::from_utf8_lossy(&taken.body));
    assert_eq!(shop.stock_of(product.sku).await, (7, 0));
}

#[tokio::test]
async fn calls_under_way_come_before_a_restore_or_after_it() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").stock(5_000).on_sale().await;
    save(&world, "начало").await;
    let enough = Arc::new(AtomicBool::new(false));
    let mut buyers = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let (operator, enough, sku) = (world.operator.clone(), enough.clone(), product.sku);
        buyers.spawn(async move {
            let request = OrderPlaceRequest { items: lines(&[(sku, 1)]), ..Default::default() };
            let mut placed = 0;
            while !enough.load(Ordering::Relaxed) {
                operator.call(OrderPlace, &request).await.unwrap();
                placed += 1;
            }
            placed
        });
    }
    for _ in 0..5 {
        world.order(&[(product.sku, 1)]).await;
        restore(&world, "начало").await;
    }
    enough.store(true, Ordering::Relaxed);
    let mut placed = 0;
    while let Some(one) = buyers.join_next().await {
        placed += one.unwrap();
    }
    assert!(placed > 0);
    let start = world.now().await;
    let filter =
        PostingFbsListV3Filter { since: Some(start.plus_days(-1)), to: Some(start.plus_days(1)), ..Default::default() };
    let request = PostingFbsListV3Request { filter: Some(filter), limit: 1_000, ..Default::default() };
    let kept: Vec<PostingNumber> = {
        let page = shop.call(PostingFbsListV3, &request).await.unwrap().result;
        assert!(!page.has_next);
        page.postings.into_iter().map(|posting| posting.posting_number).collect()
    };
    assert_eq!(shop.stock_of(product.sku).await, (5_000, i64::try_from(kept.len()).unwrap()));
    restore(&world, "начало").await;
    assert_eq!(shop.stock_of(product.sku).await, (5_000, 0));
}

#[tokio::test]
async fn a_world_in_memory_is_kept_too() {
    let world = World::in_memory().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").stock(5).on_sale().await;
    let saved = save(&world, "память").await;
    let number = world.order_one(&[(product.sku, 1)]).await;
    world.pass(3 * 86_400).await;
    assert_eq!(shop.posting(&number).await.status, "cancelled");
    restore(&world, "память").await;
    assert_eq!(refusal(shop.try_posting(&number).await).0, 404);
    assert_eq!(world.order_one(&[(product.sku, 1)]).await, number);
    world.operator.call(Reset, &Empty {}).await.unwrap();
    assert_eq!(restore(&world, "память").await, saved);
    assert_eq!(shop.stock_of(product.sku).await, (5, 0));
}

#[tokio::test]
async fn a_world_is_not_replaced_under_a_process_that_does_not_step_aside() {
    let world = World::new().await;
    save(&world, "одна").await;
    let DbUrl::Postgres(_) = world.options().database else { return };
    let other = gostiny_server::open(world.options()).await.unwrap();
    let message = "another process serves this database and did not step aside: try again later";
    let (restored, reset) = tokio::join!(try_restore(&world, "одна"), world.operator.call(Reset, &Empty {}));
    refused(restored, 409, 0, message);
    refused(reset, 409, 0, message);
    drop(other);
    for _ in 0..100 {
        if try_restore(&world, "одна").await.is_ok() {
            return;
        }
        tokio::time::timeout(std::time::Duration::from_millis(50), std::future::pending::<()>()).await.unwrap_err();
    }
    panic!("the other process is gone and still in the way");
}

#[tokio::test]
async fn a_reset_from_the_image_and_one_that_fills_anew_give_the_same_world() {
    let folder = Folder::new("image");
    let world = World::demo_with_files_in(&folder.files()).await;
    let before = dump(&world, &folder.file("before")).await;
    let change = async || {
        world.operator.call(ClockAdvance, &ClockAdvanceRequest { seconds: 86_400 }).await.unwrap();
        assert!(dump(&world, &folder.file("between")).await != before);
    };
    change().await;
    world.operator.call(Reset, &Empty {}).await.unwrap();
    same(&dump(&world, &folder.file("image")).await, &before);
    change().await;
    // Another process knows of no image.
    world.restart().await;
    world.operator.call(Reset, &Empty {}).await.unwrap();
    same(&dump(&world, &folder.file("anew")).await, &before);
    let list = world.operator.call(SnapshotList, &Empty {}).await.unwrap();
    assert_eq!(
        (list.snapshots, world.operator.call(ClockGet, &Empty {}).await.unwrap().mode),
        (vec![], "manual".into())
    );
}

#[tokio::test]
async fn faults_pushes_and_counts_are_those_of_the_restored_world() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").stock(50).on_sale().await;
    let receiver = Receiver::new().await;
    receiver.of(&world, &shop, &[Kind::NewPosting]).await;
    let rule = FaultRule { path: INFO.to_owned(), status: Some(502), times: Some(1), ..Default::default() };
    world.operator.call(FaultCreate, &rule).await.unwrap();
    save(&world, "сбой").await;
    let info = async || shop.post(INFO, r#"{"offer_id":"A-1"}"#).await.status;
    let logged =
        async || world.operator.call(RequestList, &RequestListRequest::default()).await.unwrap().requests.len();
    let story = async || {
        let met = (info().await, info().await);
        let number = world.order_one(&[(product.sku, 1)]).await;
        (met, number, receiver.heard(), logged().await, deliveries(&shop, |_| {}).await)
    };
    assert!(logged().await > 2);
    let first = story().await;
    assert_eq!((first.0, first.2.len(), first.4.len()), ((502, 200), 1, 1));
    let request = NotificationsRequest { client_id: shop.client_id };
    world.operator.call(NotificationsDelete, &request).await.unwrap();
    world.operator.call(FaultClear, &Empty {}).await.unwrap();
    world.order(&[(product.sku, 1)]).await;
    assert_eq!((receiver.heard().len(), info().await), (0, 200));

    restore(&world, "сбой").await;
    assert_eq!(logged().await, 0);
    let again = story().await;
    assert_eq!((&again.0, &again.1, &again.2, &again.4), (&first.0, &first.1, &first.2, &first.4));
    assert_eq!(again.3, 2);
}

#[tokio::test]
async fn a_push_that_is_sent_during_a_restore_is_none_of_the_restored_world() {
    let world = World::with_a_life_of_its_own().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").stock(50).on_sale().await;
    let receiver = Receiver::new().await;
    receiver.of(&world, &shop, &[Kind::NewPosting]).await;
    receiver.answers(Reply::With(500, ""));
    world.order_one(&[(product.sku, 1)]).await;
    assert_eq!(receiver.heard().len(), 1);
    save(&world, "ждёт").await;
    receiver.answers(Reply::Good);
    let (restored, tell) = (Arc::new(Notify::new()), Arc::new(AtomicBool::new(true)));
    let (operator, told) = (world.operator.clone(), restored.clone());
    receiver.does(move |_| {
        let (operator, told, is_first) = (operator.clone(), told.clone(), tell.swap(false, Ordering::SeqCst));
        Box::pin(async move {
            if is_first {
                let request = SnapshotNamedRequest { name: "ждёт".to_owned() };
                operator.call(SnapshotRestore, &request).await.unwrap();
                told.notify_one();
            }
        })
    });
    let request = ClockSetRequest { mode: "x60".to_owned(), ..Default::default() };
    world.operator.call(ClockSet, &request).await.unwrap();
    tokio::time::timeout(Duration::from_secs(20), restored.notified()).await.unwrap();
    // As long as its answer may take to arrive.
    let _ = tokio::time::timeout(Duration::from_millis(300), std::future::pending::<()>()).await;
    assert_eq!(receiver.heard().len(), 1);
    let one = async || {
        let all = deliveries(&shop, |_| {}).await;
        (all.len(), all[0].state, all[0].attempts)
    };
    assert_eq!(one().await, (1, DeliveryState::Waiting, 1));
    world.pass(10).await;
    assert_eq!((receiver.heard().len(), one().await), (1, (1, DeliveryState::Delivered, 2)));
}
