//! A running server of one test: its own database, its own port, a clock that stands still until it is moved.

use gostiny_client::{Client, ClientError, Raw, Retry};
use gostiny_server::{Options, api, areas, clock::Mode, files::FilesUrl, store::DbUrl};
use gostiny_wire::{
    error::RpcStatus,
    method::{Empty, Verb},
    operator::{
        ClockAdvance, ClockAdvanceRequest, ClockGet, ClockSet, ClockSetRequest, DeliveryMethodCreate,
        DeliveryMethodCreateRequest, ModerationMode, OrderPlace, OrderPlaceItem, OrderPlaceRequest, OrderPlaceResponse,
        PostingEvent, PostingEventRecord, PostingEventRecordRequest, PostingEventRecordResponse, SellerCreate,
        SellerCreateRequest, Settings, SettingsSet, SettingsSetRequest, WarehouseCreate, WarehouseCreateRequest,
    },
    scalar::{DeliveryMethodId, PostingNumber, Sku, Time, WarehouseId},
};
use tokio::{net::TcpListener, sync::Mutex, sync::oneshot, task::JoinHandle};

use crate::{database::Database, look, shop::Shop};

pub const TOKEN: &str = "test-token";
/// The operator's password, and what is kept of it.
pub const PASSWORD: &str = "пароль оператора";
const PASSWORD_HASH: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm0ZV0HAsIz4r4gCIFRcuA$LojACUMSHtygG44PkAkOAS5Kqn9MC0yrJyZETltCldw";
/// A Monday, noon in Moscow.
pub const START: &str = "2026-01-12T09:00:00Z";

/// Moscow's cut-off of the shops here is 13:00, a day after the order at the earliest: 25 hours after `START`.
pub const PACKING_HOURS: i64 = 24;

pub struct World {
    pub operator: Client,
    /// No credentials at all.
    pub stranger: Client,
    options: Options,
    /// Kept open over a restart, so that the port stays ours.
    listener: std::net::TcpListener,
    running: Mutex<Option<Running>>,
    /// None for a world in memory.
    _database: Option<Database>,
}

struct Running {
    stop: oneshot::Sender<()>,
    served: JoinHandle<std::io::Result<()>>,
}

impl World {
    /// Empty but for the categories.
    pub async fn new() -> Self {
        Self::start(false, FilesUrl::Memory, START).await
    }

    /// Its files lie in a folder where they can be counted.
    pub async fn with_files_in(folder: &std::path::Path) -> Self {
        Self::start(false, FilesUrl::Folder(folder.to_owned()), START).await
    }

    /// The demo world.
    pub async fn demo() -> Self {
        Self::start(true, FilesUrl::Memory, START).await
    }

    /// Empty, and at another time.
    pub async fn since(start: &str) -> Self {
        Self::start(false, FilesUrl::Memory, start).await
    }

    /// The demo world with its files in a folder.
    pub async fn demo_with_files_in(folder: &std::path::Path) -> Self {
        Self::start(true, FilesUrl::Folder(folder.to_owned()), START).await
    }

    /// Gone with its process, whichever database the other tests run on.
    pub async fn in_memory() -> Self {
        Self::over(None, false, FilesUrl::Memory, START, Mode::Manual).await
    }

    /// Its agenda goes on by itself once its clock does, which stands still at first.
    pub async fn with_a_life_of_its_own() -> Self {
        let world = Self::of_this_moment().await;
        let stop = ClockSetRequest { mode: "manual".to_owned(), ..Default::default() };
        world.operator.call(ClockSet, &stop).await.unwrap();
        world
    }

    /// Its time is the wall's, and it lives by itself.
    pub async fn of_this_moment() -> Self {
        Self::over(Some(Database::fresh().await), false, FilesUrl::Memory, START, Mode::Real).await
    }

    async fn start(demo: bool, files: FilesUrl, start: &str) -> Self {
        Self::over(Some(Database::fresh().await), demo, files, start, Mode::Manual).await
    }

    async fn over(database: Option<Database>, demo: bool, files: FilesUrl, start: &str, clock: Mode) -> Self {
        let options = Options {
            database: database.as_ref().map_or(DbUrl::Memory, |database| database.url.clone()),
            files,
            clock,
            clock_start: start.parse().unwrap(),
            seed: Some(1),
            operator_token: TOKEN.to_owned(),
            operator_password: Some(PASSWORD_HASH.parse().unwrap()),
            demo,
            demo_cache: None,
        };
        Self::open(options, database).await
    }

    /// The demo world in memory, whichever database the other tests run on.
    pub async fn demo_in_memory(cache: &std::path::Path, seed: u64, clock: Mode) -> Self {
        let options = Options {
            database: DbUrl::Memory,
            files: FilesUrl::Memory,
            clock,
            clock_start: START.parse().unwrap(),
            seed: Some(seed),
            operator_token: TOKEN.to_owned(),
            operator_password: None,
            demo: true,
            demo_cache: Some(cache.to_owned()),
        };
        Self::open(options, None).await
    }

    async fn open(options: Options, database: Option<Database>) -> Self {
        crate::calls::listen();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        // Each call goes out once and is waited for: what it is answered with is what a test is about, not how soon.
        let patience = std::time::Duration::from_secs(600);
        let stranger = Client::builder().base_url(&address).timeout(patience).retry(Retry::never()).build().unwrap();
        let operator = stranger.with(&[("authorization", &format!("Bearer {TOKEN}"))]).unwrap();
        let running = Mutex::new(Some(run(&options, &listener).await));
        Self { operator, stranger, options, listener, running, _database: database }
    }

    /// How it was opened.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Rows of the database as text, for what no answer tells.
    pub async fn rows(&self, sql: &str) -> Vec<Vec<String>> {
        look::rows(&self.options.database, sql).await
    }

    /// Stops the server and starts it again on the same database.
    pub async fn restart(&self) {
        let mut running = self.running.lock().await;
        if let Some(Running { stop, served }) = running.take() {
            stop.send(()).unwrap();
            served.await.unwrap().unwrap();
        }
        *running = Some(run(&self.options, &self.listener).await);
    }

    /// Another process on the same database, reached without credentials. SQLite has one process only.
    pub async fn beside(&self) -> Option<Client> {
        if std::env::var("TEST_DATABASE_URL").is_err() {
            return None;
        }
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let client = Client::stranger(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
        let Running { stop, served } = run(&self.options, &listener).await;
        tokio::spawn(async move {
            let _running = stop;
            served.await
        });
        Some(client)
    }

    pub fn address(&self) -> std::net::SocketAddr {
        self.listener.local_addr().unwrap()
    }

    /// A shop with a warehouse of its own for FBS and the marketplace's delivery from it.
    pub async fn shop(&self) -> Shop {
        let request = SellerCreateRequest { name: "Ромашка".to_owned(), ..Default::default() };
        self.shop_like(&request).await
    }

    pub async fn shop_like(&self, request: &SellerCreateRequest) -> Shop {
        let opened = self.operator.call(SellerCreate, request).await.unwrap();
        let client = self.stranger.as_seller(opened.client_id, &opened.api_key).unwrap();
        let mut shop = Shop {
            client,
            operator: self.operator.clone(),
            client_id: opened.client_id,
            api_key: opened.api_key,
            warehouse_id: WarehouseId(0),
            delivery_method_id: DeliveryMethodId(0),
        };
        shop.warehouse_id = self.warehouse(&shop, "Основной склад", |_| {}).await;
        shop.delivery_method_id = self.delivery(&shop, shop.warehouse_id, |_| {}).await;
        shop
    }

    pub async fn warehouse(
        &self,
        shop: &Shop,
        name: &str,
        change: impl FnOnce(&mut WarehouseCreateRequest),
    ) -> WarehouseId {
        let mut request = WarehouseCreateRequest {
            client_id: shop.client_id,
            name: name.to_owned(),
            city: "Москва".to_owned(),
            region: "Московская область".to_owned(),
            packing_hours: PACKING_HOURS,
            ..Default::default()
        };
        change(&mut request);
        self.operator.call(WarehouseCreate, &request).await.unwrap().warehouse_id
    }

    pub async fn delivery(
        &self,
        shop: &Shop,
        warehouse_id: WarehouseId,
        change: impl FnOnce(&mut DeliveryMethodCreateRequest),
    ) -> DeliveryMethodId {
        let mut request = DeliveryMethodCreateRequest { client_id: shop.client_id, warehouse_id, ..Default::default() };
        change(&mut request);
        self.operator.call(DeliveryMethodCreate, &request).await.unwrap().delivery_method_id
    }

    /// Moves the clock; what falls due has happened when this returns.
    pub async fn pass(&self, seconds: i64) {
        pass(&self.operator, seconds).await;
    }

    pub async fn now(&self) -> Time {
        self.operator.call(ClockGet, &Empty {}).await.unwrap().now
    }

    pub async fn set(&self, settings: Settings) {
        let request = SettingsSetRequest { client_id: None, settings };
        self.operator.call(SettingsSet, &request).await.unwrap();
    }

    /// From now on a person decides about each card.
    pub async fn moderate_by_hand(&self) {
        self.set(Settings { moderation: Some(ModerationMode::Manual), ..Default::default() }).await;
    }

    pub async fn place(&self, request: &OrderPlaceRequest) -> Result<OrderPlaceResponse, ClientError> {
        self.operator.call(OrderPlace, request).await
    }

    /// A buyer's order; the numbers of its postings.
    pub async fn order(&self, items: &[(Sku, i64)]) -> Vec<PostingNumber> {
        let placed = self.place(&OrderPlaceRequest { items: lines(items), ..Default::default() }).await.unwrap();
        placed.postings.into_iter().map(|posting| posting.posting_number).collect()
    }

    /// The same for goods that fit one posting.
    pub async fn order_one(&self, items: &[(Sku, i64)]) -> PostingNumber {
        let mut numbers = self.order(items).await;
        assert_eq!(numbers.len(), 1, "{numbers:?}");
        numbers.remove(0)
    }

    pub async fn try_event(
        &self,
        number: &PostingNumber,
        event: PostingEvent,
    ) -> Result<PostingEventRecordResponse, ClientError> {
        let request = PostingEventRecordRequest {
            posting_number: number.clone(),
            event: Some(event),
            reason: "так вышло".to_owned(),
        };
        self.operator.call(PostingEventRecord, &request).await
    }

    /// What carrier and buyer do, one after the other, an hour apart.
    pub async fn events(&self, number: &PostingNumber, events: &[PostingEvent]) {
        for event in events {
            self.pass(3_600).await;
            self.try_event(number, *event).await.unwrap();
        }
    }
}

pub fn lines(items: &[(Sku, i64)]) -> Vec<OrderPlaceItem> {
    items.iter().map(|&(sku, quantity)| OrderPlaceItem { sku, quantity }).collect()
}

pub async fn pass(operator: &Client, seconds: i64) {
    operator.call(ClockAdvance, &ClockAdvanceRequest { seconds }).await.unwrap();
}

async fn run(options: &Options, listener: &std::net::TcpListener) -> Running {
    let app = gostiny_server::open(options).await.unwrap();
    let listener = TcpListener::from_std(listener.try_clone().unwrap()).unwrap();
    let (stop, stopped) = oneshot::channel();
    let stopped = async move {
        let _ = stopped.await;
    };
    let serving = api::serve(listener, gostiny_server::router(app.clone()), stopped);
    if options.clock == Mode::Manual {
        return Running { stop, served: tokio::spawn(serving) };
    }
    let follows = areas::world::follow(app.clone(), std::future::pending()).await.unwrap();
    let served = async move {
        let limits = api::limit::share(app.clone(), std::future::pending());
        let lives = async { tokio::join!(app.agenda.run(std::future::pending()), limits, follows) };
        tokio::select! {
            done = serving => done,
            _ = lives => Ok(()),
        }
    };
    Running { stop, served: tokio::spawn(served) }
}

/// The call was refused with exactly this.
#[track_caller]
pub fn refused<T: std::fmt::Debug>(result: Result<T, ClientError>, status: u16, code: i32, message: &str) {
    let (got_status, got_code, got) = refusal(result);
    assert_eq!((got_status, got_code, got.as_str()), (status, code, message));
}

/// The same with a message that holds a part.
#[track_caller]
pub fn refused_like<T: std::fmt::Debug>(result: Result<T, ClientError>, status: u16, code: i32, part: &str) {
    let (got_status, got_code, got) = refusal(result);
    assert_eq!((got_status, got_code), (status, code), "{got}");
    assert!(got.contains(part), "{got:?} has no {part:?}");
}

/// Status, code and message of a refusal.
#[track_caller]
pub fn refusal<T: std::fmt::Debug>(result: Result<T, ClientError>) -> (u16, i32, String) {
    match result {
        Err(ClientError::Refused { status, code, message, .. }) => (status, code, message),
        other => panic!("not a refusal: {other:?}"),
    }
}

/// The same of an answer that was read raw.
#[track_caller]
pub fn refusal_of(raw: &Raw) -> (u16, i32, String) {
    let body: RpcStatus = serde_json::from_slice(&raw.body)
        .unwrap_or_else(|error| panic!("{} {error}: {}", raw.status, String::from_utf8_lossy(&raw.body)));
    (raw.status, body.code, body.message)
}

pub async fn post(client: &Client, path: &str, body: &str) -> Raw {
    client.send(Verb::Post, path, body, &[("content-type", "application/json")]).await.unwrap()
}

/// Each body is refused with status, code and a part of the message.
pub async fn refuses(client: &Client, path: &str, cases: &[(&str, u16, i32, &str)]) {
    for (body, status, code, part) in cases {
        let (got_status, got_code, message) = refusal_of(&post(client, path, body).await);
        assert_eq!((got_status, got_code), (*status, *code), "{path} {body}: {message}");
        assert!(message.contains(part), "{path} {body}: {message:?} has no {part:?}");
    }
}
