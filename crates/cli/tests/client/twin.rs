//! `gostiny twin`: a shop of one server in another one, through a failure and a kill, by reading alone.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use futures_util::TryStreamExt;
use gostiny_client::{Client, Paged, Patience};
use gostiny_wire::{
    action::{ActionsCandidatesV2, ActionsCandidatesV2Request, ActionsProductsV2, ActionsProductsV2Request, ActionsV1},
    method::Empty,
    operator::{
        ClockAdvance, ClockAdvanceRequest, ClockGet, DeliveryMethodCreate, DeliveryMethodCreateRequest, KeyCreate,
        KeyCreateRequest, OrderPlace, OrderPlaceItem, OrderPlaceRequest, PostingEvent, PostingEventRecord,
        PostingEventRecordRequest, PostingList, PostingListRequest, TaxonomyImport, WarehouseCreate,
        WarehouseCreateRequest,
        edge::{FaultClear, FaultCreate, FaultRule, LimitsGet, LimitsGetRequest, RequestList, RequestListRequest},
    },
    posting::{
        Customer, PostingDir, PostingFboListV3, PostingFboListV3Filter, PostingFboListV3Request, PostingFbsListV4,
        PostingFbsListV4Filter, PostingFbsListV4Request,
    },
    price::{ProductImportPricesV1, ProductImportPricesV1Price, ProductImportPricesV1Request},
    product::{
        ProductAttributesV4Filter, ProductImportAttribute, ProductImportV3, ProductImportV3Item,
        ProductImportV3Request, ProductImportValue, ProductInfoAttributesV4, ProductInfoAttributesV4Request,
        ProductInfoListV3, ProductInfoListV3Request, Visibility,
    },
    scalar::{AttributeId, CategoryId, ClientId, ProductId, Time, TypeId, ValueId},
    stock::{
        ProductInfoStocksByWarehouseFbsV2, ProductInfoStocksByWarehouseFbsV2Request, ProductsStocksV2,
        ProductsStocksV2Request, ProductsStocksV2Stock,
    },
    warehouse::{DeliveryMethodListV2, DeliveryMethodListV2Request, WarehouseListV2, WarehouseListV2Request},
};
use serde_json::json;

use crate::program::{Demo, Folder, GOSTINY, Running, SHOPS};

const TOKEN: &str = "token-of-the-target";
/// Days of postings that are copied, so that there are some of every status.
const DAYS: i64 = 45;

/// A server with an empty world, its clock standing still.
struct Target {
    url: String,
    _running: Running,
}

impl Target {
    fn start() -> Self {
        let mut command = Command::new(GOSTINY);
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--seed", "2", "--clock", "manual", "--log", "error"])
            .args(["--database", "sqlite::memory:", "--operator-token", TOKEN])
            .env_clear()
            .current_dir(std::env::temp_dir());
        let mut running = Running::start(&mut command);
        let url = running.line().strip_prefix("gostiny is listening on ").unwrap().to_owned();
        Self { url, _running: running }
    }

    fn operator(&self) -> Client {
        Client::operator(&self.url, TOKEN).unwrap()
    }
}

struct Copy {
    demo: Demo,
    target: Target,
    /// A key to the source that may only read.
    key: (i64, String),
    now: String,
    state: PathBuf,
    _folder: Folder,
}

impl Copy {
    async fn start() -> Self {
        let (demo, target, folder) = (Demo::start(), Target::start(), Folder::new());
        of_its_own(&demo).await;
        let now = demo.operator().call(ClockGet, &Empty {}).await.unwrap().now.to_string();
        let client_id = ClientId(SHOPS[0].0);
        let name = "reader".to_owned();
        let key = KeyCreateRequest { client_id, name, roles: vec!["Admin read only".to_owned()], ..Default::default() };
        let key = demo.operator().call(KeyCreate, &key).await.unwrap();
        let key = (key.key_id, key.api_key);
        Self { demo, target, key, now, state: folder.file("twin.jsonl"), _folder: folder }
    }

    fn command(&self, days: i64, more: &[&str]) -> Command {
        let mut command = Command::new(GOSTINY);
        command
            .args(["twin", "--client-id", &SHOPS[0].0.to_string(), "--api-key", &self.key.1, "--from", &self.demo.url])
            .args([
                "--to",
                &self.target.url,
                "--operator-token",
                TOKEN,
                "--as-of",
                &self.now,
                "--days",
                &days.to_string(),
            ])
            .args(more);
        command
    }

    fn with_state(&self) -> Command {
        let mut command = self.command(DAYS, &["--state"]);
        command.arg(&self.state);
        command
    }

    /// Runs to its end; answers the twin and what was complained of.
    fn run(&self, command: &mut Command) -> (bool, Client, String) {
        let Output { status, stdout, stderr } = command.output().unwrap();
        let (said, complained) = (String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap());
        eprintln!("{said}{complained}");
        let told = |name: &str| said.lines().find_map(|line| line.strip_prefix(name)).unwrap().to_owned();
        let client_id = ClientId(told("Client-Id: ").parse().unwrap());
        (status.success(), Client::seller(&self.target.url, client_id, &told("Api-Key: ")).unwrap(), complained)
    }
}

/// A product in a category that no other world has.
async fn of_its_own(demo: &Demo) {
    let leaf = json!({"category_id": 990_003, "title": {"ru": "Чайники заварочные"},
        "commission_basis_points": {"fbo": 1000, "fbs": 1100, "rfbs": 900},
        "attributes": [{"attribute_id": 990_011, "is_required": true}, {"attribute_id": 4191}]});
    let document = json!({
        "categories": [{"category_id": 990_000, "title": {"ru": "Керамика"},
            "children": [{"category_id": 990_002, "title": {"ru": "Чайная посуда"}, "children": [leaf]}]}],
        "attributes": [{"id": 990_011, "name": {"ru": "Глазурь"}, "type": "String", "dictionary_id": 990_021,
            "group_id": 1, "group_name": {"ru": "Основные"}}],
        "dictionaries": [{"id": 990_021, "values": [{"id": 990_031, "value": {"ru": "матовая"}},
            {"id": 990_032, "value": {"ru": "глянцевая"}}]}],
    });
    let (shop, operator) = (demo.seller(0), demo.operator());
    operator.call(TaxonomyImport, &serde_json::from_value(document).unwrap()).await.unwrap();
    let attribute = |id, dictionary_value_id, value: &str| ProductImportAttribute {
        id: AttributeId(id),
        values: vec![ProductImportValue { dictionary_value_id, value: value.to_owned() }],
        ..Default::default()
    };
    let teapot = ProductImportV3Item {
        attributes: vec![
            attribute(990_011, ValueId(990_032), "глянцевая"),
            attribute(4191, ValueId(0), "Держит тепло"),
        ],
        currency_code: "RUB".to_owned(),
        depth: 150,
        description_category_id: CategoryId(990_002),
        dimension_unit: "mm".to_owned(),
        height: 150,
        name: "Чайник «Заря»".to_owned(),
        offer_id: "ЧАЙНИК-1".into(),
        price: "1590".to_owned(),
        primary_image: "https://img.example.test/teapot.jpg".to_owned(),
        type_id: TypeId(990_003),
        vat: "0.1".to_owned(),
        weight: 900,
        weight_unit: "g".to_owned(),
        width: 200,
        ..Default::default()
    };
    let task = shop.call(ProductImportV3, &ProductImportV3Request { items: vec![teapot] }).await.unwrap();
    operator.call(ClockAdvance, &ClockAdvanceRequest { seconds: 60 }).await.unwrap();
    let done = shop.imported(task.result.task_id, Patience::default()).await.unwrap().items;
    assert!(done[0].product_id.0 > 0 && done[0].errors.is_empty(), "{done:?}");
    // Two warehouses of one name, each with something of it.
    for units in [3, 5] {
        let (client_id, name, city) = (ClientId(SHOPS[0].0), "Запасной".to_owned(), "Тверь".to_owned());
        let request = WarehouseCreateRequest { client_id, name, city, ..Default::default() };
        let warehouse_id = operator.call(WarehouseCreate, &request).await.unwrap().warehouse_id;
        let request = DeliveryMethodCreateRequest { client_id, warehouse_id, ..Default::default() };
        operator.call(DeliveryMethodCreate, &request).await.unwrap();
        let stock =
            ProductsStocksV2Stock {
                offer_id: "ЧАЙНИК-1".into(), stock: units, warehouse_id, ..Default::default()
            };
        let set = shop.call(ProductsStocksV2, &ProductsStocksV2Request { stocks: vec![stock] }).await.unwrap().result;
        assert!(set[0].updated, "{set:?}");
    }
}

async fn all<M: Paged>(shop: &Client, method: M, request: M::Request) -> Vec<M::Item> {
    shop.items(method, request).try_collect().await.unwrap()
}

/// A shop as its API tells of it, without numbers and dates that are each server's own. Lines by what they are about.
async fn told(shop: &Client, now: Time) -> BTreeMap<&'static str, BTreeSet<String>> {
    let (from, to) = (now.plus_days(-DAYS), now.plus_days(1));
    let mut told = BTreeMap::new();

    let all_of = |limit| ProductInfoAttributesV4Request {
        filter: Some(ProductAttributesV4Filter::default()),
        limit,
        ..Default::default()
    };
    let goods = all(shop, ProductInfoAttributesV4, all_of(100)).await;
    let offers: Vec<_> = goods.iter().map(|one| one.offer_id.clone()).collect();
    let card = |one: &gostiny_wire::product::ProductWithAttributesV4| {
        let mut attributes = one.attributes.clone();
        attributes.sort_by_key(|attribute| attribute.id);
        let sizes = (one.depth, one.height, one.width, one.weight, &one.dimension_unit, &one.weight_unit);
        let pictures = one.images.len() + usize::from(!one.primary_image.is_empty());
        let place = (one.description_category_id, one.type_id);
        format!(
            "{} {} {place:?} {sizes:?} {pictures} {attributes:?} {:?}",
            one.offer_id, one.name, one.complex_attributes
        )
    };
    told.insert("goods", goods.iter().map(card).collect());

    let filter = ProductAttributesV4Filter { visibility: Visibility::Archived, ..Default::default() };
    let archived = ProductInfoAttributesV4Request { filter: Some(filter), ..all_of(100) };
    told.insert("archive", all(shop, ProductInfoAttributesV4, archived).await.iter().map(card).collect());

    let request = ProductInfoListV3Request { offer_id: offers.clone(), ..Default::default() };
    let cards = shop.call(ProductInfoListV3, &request).await.unwrap().items;
    let of: BTreeMap<ProductId, _> = cards.iter().map(|one| (one.id, one.offer_id.clone())).collect();
    let price = |one: &gostiny_wire::product::ProductInfoV3| {
        format!("{} {} {} {} {} {}", one.offer_id, one.price, one.old_price, one.min_price, one.currency_code, one.vat)
    };
    told.insert("prices", cards.iter().map(price).collect());
    let supplied = cards.iter().filter_map(|one| {
        let fbo = one.stocks.stocks.iter().find(|stock| stock.source == "fbo").unwrap();
        let free = fbo.present - fbo.reserved;
        (free > 0).then(|| format!("{} {free}", one.offer_id))
    });
    told.insert("supplied", supplied.collect());

    let places = all(shop, WarehouseListV2, WarehouseListV2Request { limit: 100, ..Default::default() }).await;
    let names: BTreeMap<_, _> = places.iter().map(|one| (one.warehouse_id, one.name.clone())).collect();
    let place = |one: &gostiny_wire::warehouse::WarehouseListV2Warehouse| {
        let mile = (&one.first_mile.r#type, one.sla_cut_in, &one.address_info.utc, &one.working_days);
        format!("{} {} {} {mile:?} {}", one.name, one.is_rfbs, one.is_kgt, one.is_waybill_enabled)
    };
    told.insert("warehouses", places.iter().map(place).collect());
    let methods = DeliveryMethodListV2Request { limit: 100, ..Default::default() };
    let methods = all(shop, DeliveryMethodListV2, methods).await.into_iter().map(|one| {
        let from = &names[&one.warehouse_id];
        format!("{from} {} {} {} {}", one.name, one.cutoff, one.tpl_integration_type, one.provider_id)
    });
    told.insert("delivery methods", methods.collect());

    let mut stocks = BTreeSet::new();
    for some in offers.chunks(500) {
        let request =
            ProductInfoStocksByWarehouseFbsV2Request { offer_id: some.to_vec(), limit: 500, ..Default::default() };
        let rows = all(shop, ProductInfoStocksByWarehouseFbsV2, request).await.into_iter();
        let rows = rows.filter(|one| one.free_stock > 0);
        stocks.extend(rows.map(|one| format!("{} {} {}", one.offer_id, names[&one.warehouse_id], one.free_stock)));
    }
    told.insert("stocks", stocks);

    let mut promotions = BTreeSet::new();
    for one in shop.call(ActionsV1, &Empty {}).await.unwrap().result {
        let kind = (&one.action_type, &one.discount_type, one.discount_value, &one.freeze_date);
        promotions.insert(format!("{} {} {} {kind:?}", one.title, one.date_start, one.date_end));
        let request = ActionsProductsV2Request { action_id: one.id, limit: 100, ..Default::default() };
        for within in all(shop, ActionsProductsV2, request).await {
            let offer = &of[&within.product.id];
            promotions.insert(format!("{} {offer} {:?} {}", one.title, within.product.action_price, within.stock));
        }
        let request = ActionsCandidatesV2Request { action_id: one.id, limit: 100, ..Default::default() };
        for before in all(shop, ActionsCandidatesV2, request).await {
            promotions.insert(format!("{} {} {:?}", one.title, of[&before.id], before.max_action_price));
        }
    }
    told.insert("promotions", promotions);

    let mut postings: BTreeMap<String, usize> = BTreeMap::new();
    let filter = PostingFbsListV4Filter { since: Some(from), to: Some(to), ..Default::default() };
    let request = PostingFbsListV4Request { filter: Some(filter), limit: 200, ..Default::default() };
    for one in all(shop, PostingFbsListV4, request).await {
        let goods: Vec<_> = one.products.iter().map(|line| (line.offer_id.as_str(), line.quantity)).collect();
        let (status, method) = ((one.status, one.substatus), one.delivery_method.name);
        let cancelled = (one.cancellation.cancellation_type, one.cancellation.cancelled_after_ship);
        *postings.entry(format!("{status:?} {method} {goods:?} {cancelled:?}")).or_default() += 1;
    }
    let filter = PostingFboListV3Filter { since: Some(from), to: Some(to), ..Default::default() };
    let request = PostingFboListV3Request { filter, limit: 200, sort_dir: PostingDir::Asc, ..Default::default() };
    for one in all(shop, PostingFboListV3, request).await {
        let goods: Vec<_> = one.products.iter().map(|line| (line.offer_id.as_str(), line.quantity)).collect();
        *postings.entry(format!("fbo {} {goods:?} {}", one.status, one.cancellation.cancellation_type)).or_default() +=
            1;
    }
    told.insert("postings", postings.into_iter().map(|(what, count)| format!("{what} {count}")).collect());
    told
}

fn same(source: &BTreeMap<&'static str, BTreeSet<String>>, twin: &BTreeMap<&'static str, BTreeSet<String>>) {
    for (what, lines) in source {
        let lacking: Vec<_> = lines.difference(&twin[what]).collect();
        let beyond: Vec<_> = twin[what].difference(lines).collect();
        assert!(lacking.is_empty() && beyond.is_empty(), "{what}: lacking {lacking:#?}, beyond {beyond:#?}");
    }
}

/// All that was called at the source with a key, by the log and by the counters of the source.
async fn only_read(demo: &Demo, key_id: i64) -> BTreeSet<String> {
    let client_id = Some(ClientId(SHOPS[0].0));
    let (mut called, mut last_id) = (BTreeSet::new(), String::new());
    loop {
        let request = RequestListRequest { client_id, limit: 200, last_id, ..Default::default() };
        let page = demo.operator().call(RequestList, &request).await.unwrap();
        called.extend(page.requests.into_iter().filter(|one| one.key_id == Some(key_id)).map(|one| one.method));
        last_id = page.last_id;
        if last_id.is_empty() {
            break;
        }
    }
    let request = LimitsGetRequest { client_id, minutes: 5, limit: 1_000 };
    let uses = demo.operator().call(LimitsGet, &request).await.unwrap().uses;
    called.extend(uses.into_iter().filter(|one| one.key_id == key_id).map(|one| one.path));
    for path in &called {
        let info = gostiny_wire::seller_methods().find(|info| info.path == path).unwrap();
        assert!(info.reads, "{path}");
    }
    called
}

fn lines(state: &Path) -> usize {
    std::fs::read_to_string(state).map(|text| text.lines().count()).unwrap_or_default()
}

async fn made(target: &Target) -> usize {
    all_of_operator(target).await.len()
}

async fn all_of_operator(target: &Target) -> Vec<gostiny_wire::operator::PostingListItem> {
    let (mut all, mut last_id) = (Vec::new(), String::new());
    loop {
        let request = PostingListRequest { limit: 1_000, last_id, ..Default::default() };
        let mut page = target.operator().call(PostingList, &request).await.unwrap();
        all.append(&mut page.postings);
        last_id = page.last_id;
        if last_id.is_empty() {
            return all;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_is_copied_through_a_failure_and_a_kill_by_reading_alone() {
    let copy = Copy::start().await;
    // A target that fails in the middle ends the run.
    let rule = FaultRule { path: "/v3/posting/fbs/ship".to_owned(), status: Some(500), ..Default::default() };
    copy.target.operator().call(FaultCreate, &rule).await.unwrap();
    let (is_done, _, complained) = copy.run(&mut copy.with_state());
    assert!(!is_done && complained.contains(", packing: 500 "), "{complained}");
    let first = made(&copy.target).await;
    assert!(first > 50, "{first}");
    copy.target.operator().call(FaultClear, &Empty {}).await.unwrap();

    // The next one is killed on its way.
    let before = lines(&copy.state);
    let mut killed = copy.with_state().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    while lines(&copy.state) < before + 150 {
        assert!(killed.try_wait().unwrap().is_none(), "it ended before it was killed");
        std::thread::yield_now();
    }
    killed.kill().unwrap();
    assert!(!killed.wait().unwrap().success());

    // The third one has it all.
    let (is_done, twin, complained) = copy.run(&mut copy.with_state());
    assert!(is_done && complained.is_empty(), "{complained}");
    let called = only_read(&copy.demo, copy.key.0).await;
    assert!(called.contains("/v4/posting/fbs/list") && called.len() > 12, "{called:?}");
    let (source, now) = (copy.demo.seller(0), copy.now.parse().unwrap());
    let wanted = told(&source, now).await;
    assert!(wanted.values().all(|lines| lines.len() >= 2), "{:?}", wanted.keys());
    let there = told(&twin, now).await;
    same(&wanted, &there);

    // Nobody's address is taken over.
    let places = all(&twin, WarehouseListV2, WarehouseListV2Request { limit: 100, ..Default::default() }).await;
    assert!(places.iter().all(|one| one.address_info.address.contains("адрес скрыт")), "{places:?}");
    let (own, theirs) = (buyers(&source, now).await, buyers(&twin, now).await);
    assert_eq!((own.len() > 5, own.intersection(&theirs).count()), (true, 0));

    // A run more makes nothing, and without a state no posting is made twice.
    let (count, written) = (made(&copy.target).await, lines(&copy.state));
    let (is_done, _, _) = copy.run(&mut copy.with_state());
    assert_eq!((is_done, made(&copy.target).await, lines(&copy.state)), (true, count, written));
    same(&there, &told(&twin, now).await);
    let (is_done, _, complained) = copy.run(&mut copy.command(DAYS, &[]));
    assert!(!is_done && complained.contains("no --state tells"), "{complained}");
    assert_eq!(made(&copy.target).await, count);
    let (is_done, _, _) = copy.run(&mut copy.command(0, &[]));
    assert!(is_done);

    // What happens at the source is brought by the next run.
    go_on(&copy.demo, now).await;
    let wanted = told(&source, now).await;
    assert_ne!((&wanted["postings"], &wanted["prices"]), (&there["postings"], &there["prices"]));
    let (is_done, _, complained) = copy.run(&mut copy.with_state());
    assert!(is_done && complained.is_empty(), "{complained}");
    same(&wanted, &told(&twin, now).await);

    // A run that ended before it knew that an order was placed does not place it again.
    let text = std::fs::read_to_string(&copy.state).unwrap();
    let (count, begun) = (made(&copy.target).await, text.rfind("{\"made\"").unwrap());
    std::fs::write(&copy.state, &text[..begun]).unwrap();
    let (is_done, _, _) = copy.run(&mut copy.with_state());
    assert_eq!((is_done, made(&copy.target).await), (true, count));
    assert_eq!(std::fs::read_to_string(&copy.state).unwrap().lines().count(), text.lines().count());

    // A state is of one shop and its twin.
    std::fs::write(&copy.state, "{\"shops\":[1,2]}\n").unwrap();
    let (is_done, _, complained) = copy.run(&mut copy.with_state());
    assert!(!is_done && complained.contains("is the state of shop 1 and its twin 2"), "{complained}");
}

/// A buyer calls an order off, another one buys the same, and a price changes.
async fn go_on(demo: &Demo, now: Time) {
    let (shop, operator) = (demo.seller(0), demo.operator());
    let filter = PostingFbsListV4Filter {
        since: Some(now.plus_days(-DAYS)),
        to: Some(now.plus_days(1)),
        statuses: vec!["awaiting_packaging".to_owned()],
        ..Default::default()
    };
    let request = PostingFbsListV4Request { filter: Some(filter), limit: 1, ..Default::default() };
    let waiting = all(&shop, PostingFbsListV4, request).await.remove(0);
    let event = Some(PostingEvent::CancelledByBuyer);
    let request = PostingEventRecordRequest { posting_number: waiting.posting_number, event, ..Default::default() };
    operator.call(PostingEventRecord, &request).await.unwrap();
    let items = vec![OrderPlaceItem { sku: waiting.products[0].sku, quantity: 1 }];
    let delivery_method_id = Some(waiting.delivery_method.id);
    operator.call(OrderPlace, &OrderPlaceRequest { items, delivery_method_id, ..Default::default() }).await.unwrap();
    let (offer_id, price, old_price) = ("ЧАЙНИК-1".into(), "1790".to_owned(), "2190".to_owned());
    let price = ProductImportPricesV1Price { offer_id, price, old_price, ..Default::default() };
    let set = shop.call(ProductImportPricesV1, &ProductImportPricesV1Request { prices: vec![price] }).await.unwrap();
    assert!(set.result[0].updated, "{set:?}");
}

/// Names and addresses of those who buy from the seller's own delivery; the marketplace tells no others.
async fn buyers(shop: &Client, now: Time) -> BTreeSet<String> {
    let filter =
        PostingFbsListV4Filter { since: Some(now.plus_days(-DAYS)), to: Some(now.plus_days(1)), ..Default::default() };
    let request = PostingFbsListV4Request { filter: Some(filter), limit: 200, ..Default::default() };
    let postings = all(shop, PostingFbsListV4, request).await;
    let told = |who: Customer| format!("{} {} {:?}", who.name, who.customer_email, who.address);
    postings.into_iter().filter_map(|one| one.customer).map(told).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn personal_data_is_kept_where_that_is_asked_for() {
    let copy = Copy::start().await;
    let (is_done, twin, complained) = copy.run(&mut copy.command(3, &["--keep-personal-data"]));
    assert!(is_done && complained.is_empty(), "{complained}");
    let (source, now) = (copy.demo.seller(0), copy.now.parse::<Time>().unwrap());
    let theirs = buyers(&twin, now).await;
    assert!(!theirs.is_empty() && theirs.is_subset(&buyers(&source, now).await), "{theirs:?}");
    let address = |places: Vec<gostiny_wire::warehouse::WarehouseListV2Warehouse>| {
        places.into_iter().map(|one| one.address_info.address).collect::<BTreeSet<_>>()
    };
    let request = || WarehouseListV2Request { limit: 100, ..Default::default() };
    let (own, theirs) = (all(&source, WarehouseListV2, request()).await, all(&twin, WarehouseListV2, request()).await);
    assert_eq!(address(own), address(theirs));

    // A state of a world that is gone says nothing of this one.
    std::fs::write(&copy.state, "{\"shops\":[100001,100001]}\n{\"made\":[\"1-1-1\",\"9-9-9\"]}\n").unwrap();
    let (is_done, _, complained) = copy.run(&mut copy.with_state());
    assert!(!is_done && complained.contains("the state is of another world"), "{complained}");
}
