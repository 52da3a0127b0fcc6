//! What the benchmark asks for: the demo world read through the API, and each operation's requests made from it.

use super::Operation;
use super::http::{self, Connection};
use super::load::{self, Bodies, Call};
use super::more;
use crate::Outcome;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::collections::btree_map::{BTreeMap, Entry};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// The demo world's fixed keys.
pub const SELLER: &str = "Client-Id: 100001\r\nApi-Key: 11111111-1111-4111-8111-111111111111\r\n";
pub const OPERATOR: &str = "Authorization: Bearer demo-operator-token\r\n";
/// Goods in a page and in a stock update.
const GOODS: usize = 100;
/// Goods that orders and stock updates are spread over, as far as the shop has them.
const SPREAD: usize = 32 * GOODS;
/// Enough of each of them for every order of a run.
const STOCK: u64 = 900_000;
/// Postings that the measured packing finds at least.
const TO_SHIP: usize = 2_000;

/// One of the goods that orders and stock updates are about.
#[derive(Clone)]
pub struct Good {
    offer_id: String,
    product_id: i64,
    pub sku: i64,
    category_id: i64,
}

/// A posting that waits to be packed: one piece of one SKU.
struct Waiting {
    posting_number: String,
    sku: i64,
}

/// The running server's world, as far as the operations need it.
pub struct World {
    address: SocketAddr,
    connection: Connection,
    pub warehouse: i64,
    goods: Vec<Good>,
    /// Goods of a category that asks for marks.
    pub marked: Option<Good>,
    from: String,
    to: String,
    /// The last four weeks, as moments.
    pub month: (String, String),
    /// The last year, as days.
    pub year: (String, String),
    /// Imports made so far.
    pub imported: u64,
    waiting: Vec<Waiting>,
    packed: Option<String>,
}

impl World {
    /// Takes the limits and delays off, fills the stock of the goods and notes what the requests need.
    pub async fn prepare(address: SocketAddr) -> Outcome<Self> {
        let connection = Connection::open(address).await?;
        let mut world = Self {
            address,
            connection,
            warehouse: 0,
            goods: Vec::new(),
            marked: None,
            from: String::new(),
            to: String::new(),
            month: Default::default(),
            year: Default::default(),
            imported: 0,
            waiting: Vec::new(),
            packed: None,
        };
        let off = json!({"settings": {"stock_update_interval_seconds": 0, "analytics_interval_seconds": 0,
            "import_delay_seconds": 0, "moderation_delay_seconds": 0, "report_delay_seconds": 0,
            "daily_create_limit": 0, "daily_update_limit": 0, "total_products_limit": 0}});
        world.ask("PUT", "/operator/v1/settings", OPERATOR, &off).await?;
        let clock = world.ask("GET", "/operator/v1/clock", OPERATOR, &Value::Null).await?;
        let now: Timestamp = text(&clock, "/now")?.parse()?;
        let month = SignedDuration::from_hours(30 * 24);
        (world.from, world.to) = ((now - month).to_string(), (now + month).to_string());
        world.month = ((now - SignedDuration::from_hours(28 * 24)).to_string(), now.to_string());
        let day = |moment: Timestamp| moment.to_string().chars().take(10).collect();
        world.year = (day(now - SignedDuration::from_hours(360 * 24)), day(now));
        let warehouses = world.seller("/v1/warehouse/list", &json!({})).await?;
        let plain = |house: &&Value| !is_true(house, "is_rfbs") && !is_true(house, "is_kgt");
        let warehouse =
            list(&warehouses, "/result")?.iter().find(plain).ok_or("the shop has no plain FBS warehouse")?;
        world.warehouse = number(warehouse, "/warehouse_id")?;
        world.find_goods().await?;
        Ok(world)
    }

    /// Goods whose stock on the warehouse can be set, that have an FBS SKU and ask for no marks.
    async fn find_goods(&mut self) -> Outcome {
        let mut last_id = String::new();
        while self.goods.len() < SPREAD {
            let page = json!({"filter": {"visibility": "IN_SALE"}, "limit": 1000, "last_id": last_id});
            let page = self.seller("/v2/product/list", &page).await?;
            let items = list(&page, "/result/items")?;
            if items.is_empty() {
                break;
            }
            last_id = text(&page, "/result/last_id")?;
            self.stock_up(items).await?;
        }
        let mut asks: BTreeMap<i64, bool> = BTreeMap::new();
        for good in self.goods.clone() {
            if let Entry::Vacant(place) = asks.entry(good.category_id) {
                place.insert(self.asks_for_papers(&good).await?);
            }
        }
        let asks = |good: &Good| asks.get(&good.category_id).copied().unwrap_or_default();
        let (mut asking, free): (Vec<Good>, Vec<Good>) = self.goods.drain(..).partition(asks);
        self.goods = free;
        while let Some(good) = asking.pop() {
            if self.asks_for_marks(&good).await? {
                self.marked = Some(good);
                break;
            }
        }
        self.goods.truncate(SPREAD);
        match self.goods.len() {
            enough if enough >= GOODS => Ok(()),
            less => Err(format!("{GOODS} goods with stock are needed, the shop has {less}").into()),
        }
    }

    /// What packing a new posting of one of these goods would ask for.
    async fn requirements(&mut self, good: &Good) -> Outcome<Value> {
        let order = json!({"items": [{"sku": good.sku, "quantity": 1}], "scheme": "fbs"});
        let placed = self.ask("POST", "/operator/v1/orders", OPERATOR, &order).await?;
        let body = json!({"posting_number": text(&placed, "/postings/0/posting_number")?});
        let posting = self.seller("/v3/posting/fbs/get", &body).await?;
        Ok(posting.pointer("/result/requirements").cloned().ok_or("a posting without requirements")?)
    }

    async fn asks_for_papers(&mut self, good: &Good) -> Outcome<bool> {
        let lists = self.requirements(good).await?;
        let is_full = |list: &Value| list.as_array().is_some_and(|list| !list.is_empty());
        Ok(lists.as_object().is_some_and(|lists| lists.values().any(is_full)))
    }

    async fn asks_for_marks(&mut self, good: &Good) -> Outcome<bool> {
        let lists = self.requirements(good).await?;
        Ok(list(&lists, "/products_requiring_mandatory_mark").is_ok_and(|list| !list.is_empty()))
    }

    async fn stock_up(&mut self, items: &[Value]) -> Outcome {
        for page in items.chunks(GOODS) {
            let lines: Vec<Value> = page
                .iter()
                .map(|item| {
                    json!({"offer_id": item.get("offer_id"), "product_id": item.get("product_id"), "stock": STOCK,
                           "warehouse_id": self.warehouse})
                })
                .collect();
            let answer = self.seller("/v2/products/stocks", &json!({"stocks": lines})).await?;
            let taken = list(&answer, "/result")?.iter().filter(|line| is_true(line, "updated"));
            let offers: Vec<Option<&Value>> = taken.map(|line| line.get("offer_id")).collect();
            let infos = self.seller("/v2/product/info/list", &json!({"offer_id": offers})).await?;
            for info in list(&infos, "/result/items")? {
                let sku = ["/fbs_sku", "/sku"].iter().find_map(|at| number(info, at).ok().filter(|sku| *sku > 0));
                if let Some(sku) = sku {
                    let (offer_id, product_id) = (text(info, "/offer_id")?, number(info, "/id")?);
                    self.goods.push(Good { offer_id, product_id, sku, category_id: number(info, "/category_id")? });
                }
            }
        }
        Ok(())
    }

    /// The requests of an operation; makes orders or packs one where it needs them.
    pub async fn call(&mut self, operation: Operation) -> Outcome<Call> {
        match operation {
            Operation::Product => {
                let bodies = self.goods.iter().map(|good| json!({"offer_id": good.offer_id}));
                Ok(rotating("/v2/product/info", bodies.collect()))
            }
            Operation::Page => {
                let offers: Vec<&String> = self.goods.iter().take(GOODS).map(|good| &good.offer_id).collect();
                Ok(rotating("/v2/product/info/list", vec![json!({"offer_id": offers})]))
            }
            Operation::Stocks => {
                Ok(rotating("/v2/products/stocks", (0..512).map(|round| self.stock_update(round)).collect()))
            }
            Operation::Order => Ok(self.orders(usize::MAX)),
            Operation::Postings => {
                self.order_at_least(50).await?;
                let body = json!({"dir": "asc", "limit": 50, "offset": 0,
                    "filter": {"cutoff_from": self.from, "cutoff_to": self.to},
                    "with": {"analytics_data": true, "barcodes": true, "financial_data": true, "translit": true}});
                Ok(rotating("/v3/posting/fbs/unfulfilled/list", vec![body]))
            }
            Operation::Ship => {
                self.order_at_least(TO_SHIP).await?;
                Ok(self.packing())
            }
            Operation::Label => {
                let packed = self.packed_one().await?;
                Ok(rotating("/v2/posting/fbs/package-label", vec![json!({"posting_number": [packed]})]))
            }
            _ => Err(format!("{operation:?} is asked in another way").into()),
        }
    }

    /// What a run left behind that later operations need.
    pub fn note(&mut self, operation: Operation, answers: &[(u64, Vec<u8>)]) -> Outcome {
        for (number, body) in answers {
            match operation {
                Operation::Order => {
                    let answer: Value = serde_json::from_slice(body)?;
                    let waits = list(&answer, "/postings")?
                        .iter()
                        .find(|p| p.get("status") == Some(&json!("awaiting_packaging")));
                    if let (Some(posting), Some(good)) = (waits, nth(&self.goods, *number)) {
                        let posting_number = text(posting, "/posting_number")?;
                        self.waiting.push(Waiting { posting_number, sku: good.sku });
                    }
                }
                Operation::Ship if self.packed.is_none() => {
                    self.packed = Some(text(&serde_json::from_slice(body)?, "/result/0")?);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// A hundred of the goods, each time the next ones.
    fn stock_update(&self, round: u64) -> Value {
        let lines = (0_u64..100).filter_map(|at| {
            let good = nth(&self.goods, round * 100 + at)?;
            Some(json!({"offer_id": good.offer_id, "product_id": good.product_id, "warehouse_id": self.warehouse,
                   "stock": STOCK + (round * 7 + at) % 1000}))
        });
        json!({"stocks": lines.collect::<Vec<_>>()})
    }

    /// At most so many orders of one piece each, over all goods in turn.
    fn orders(&self, at_most: usize) -> Call {
        let order = |good: &Good| json!({"items": [{"sku": good.sku, "quantity": 1}], "scheme": "fbs"});
        let call = rotating("/operator/v1/orders", self.goods.iter().map(order).collect());
        let endless = call.bodies;
        let bodies: Bodies = Arc::new(move |n, out| usize::try_from(n).is_ok_and(|n| n < at_most) && endless(n, out));
        Call { headers: OPERATOR, keep: true, bodies, ..call }
    }

    /// The answers of at most so many of the requests.
    pub async fn at_most(&mut self, call: Call, at_most: usize) -> Outcome<Vec<Vec<u8>>> {
        let endless = call.bodies;
        let bodies: Bodies = Arc::new(move |n, out| usize::try_from(n).is_ok_and(|n| n < at_most) && endless(n, out));
        let done = load::run(self.address, &Call { bodies, ..call }, Duration::from_secs(120)).await?;
        Ok(done.bodies.into_iter().map(|(_, body)| body).collect())
    }

    /// One of the goods, with stock where the seller delivers itself.
    pub async fn own_delivery(&mut self) -> Outcome<Good> {
        let warehouses = self.seller("/v1/warehouse/list", &json!({})).await?;
        let own = list(&warehouses, "/result")?.iter().find(|house| is_true(house, "is_rfbs"));
        let own = number(own.ok_or("the shop has no rFBS warehouse")?, "/warehouse_id")?;
        for good in self.goods.iter().take(GOODS).cloned().collect::<Vec<_>>() {
            let line = json!({"offer_id": good.offer_id, "product_id": good.product_id, "stock": STOCK,
                              "warehouse_id": own});
            let answer = self.seller("/v2/products/stocks", &json!({"stocks": [line]})).await?;
            if list(&answer, "/result")?.iter().all(|line| is_true(line, "updated")) {
                return Ok(good);
            }
        }
        Err("nothing can lie on the rFBS warehouse".into())
    }

    async fn order_at_least(&mut self, wanted: usize) -> Outcome {
        if let Some(missing) = wanted.checked_sub(self.waiting.len()).filter(|missing| *missing > 0) {
            let placed = load::run(self.address, &self.orders(missing), Duration::from_secs(120)).await?;
            self.note(Operation::Order, &placed.bodies)?;
        }
        if self.waiting.len() < wanted {
            return Err(format!("{wanted} postings to pack are needed, {} came", self.waiting.len()).into());
        }
        Ok(())
    }

    /// Packs every waiting posting once, each into one package.
    fn packing(&mut self) -> Call {
        let bodies: Vec<Vec<u8>> = self
            .waiting
            .drain(..)
            .map(|posting| {
                let product = json!({"product_id": posting.sku, "quantity": 1});
                json!({"posting_number": posting.posting_number, "packages": [{"products": [product]}]})
            })
            .map(|body| body.to_string().into_bytes())
            .collect();
        let bodies: Bodies = Arc::new(move |n, out| {
            let body = usize::try_from(n).ok().and_then(|n| bodies.get(n));
            body.map(|body| out.extend_from_slice(body)).is_some()
        });
        Call { path: "/v4/posting/fbs/ship".to_owned(), headers: SELLER, bodies, keep: true }
    }

    /// A posting whose label is ready: packed, and the clock a minute on.
    async fn packed_one(&mut self) -> Outcome<String> {
        if self.packed.is_none() {
            self.order_at_least(1).await?;
            let one = self.waiting.split_off(self.waiting.len().saturating_sub(1));
            let rest = std::mem::replace(&mut self.waiting, one);
            let call = self.packing();
            self.waiting = rest;
            let packed = load::run(self.address, &call, Duration::from_secs(60)).await?;
            self.note(Operation::Ship, &packed.bodies)?;
        }
        self.ask("POST", "/operator/v1/clock/advance", OPERATOR, &json!({"seconds": 60})).await?;
        Ok(self.packed.clone().ok_or("nothing was packed")?)
    }

    /// What bounds the plain query of an operation: moments in microseconds, of figures days since 1970.
    pub fn plain_bounds(&self, operation: Operation) -> Outcome<[i64; 2]> {
        let moment = |text: &str| Ok::<i64, crate::Failure>(text.parse::<Timestamp>()?.as_microsecond());
        if operation == Operation::Analytics {
            let day = |text: &str| Ok::<i64, crate::Failure>(moment(&format!("{text}T00:00:00Z"))? / 86_400_000_000);
            return Ok([day(&self.year.0)?, day(&self.year.1)?]);
        }
        Ok([moment(&self.month.0)?, moment(&self.month.1)?])
    }

    /// A connection of its own for what comes next: the server ends one over which nothing comes for long.
    pub async fn call_again(&mut self) -> Outcome {
        self.connection = Connection::open(self.address).await?;
        Ok(())
    }

    pub async fn seller(&mut self, path: &str, body: &Value) -> Outcome<Value> {
        self.ask("POST", path, SELLER, body).await
    }

    pub async fn ask(&mut self, method: &str, path: &str, headers: &str, body: &Value) -> Outcome<Value> {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let mut request = Vec::new();
        http::request(&mut request, method, path, headers, body.as_bytes());
        let status = self.connection.exchange(&request).await?;
        let answer = self.connection.body();
        if !(200..300).contains(&status) {
            return Err(format!("{method} {path} answered {status}: {:.500}", String::from_utf8_lossy(answer)).into());
        }
        Ok(if answer.is_empty() { Value::Null } else { serde_json::from_slice(answer)? })
    }
}

/// Whether an answer with status 200 is what was asked for, so that errors inside it do not count as speed.
pub fn is_right(operation: Operation, answer: &[u8]) -> bool {
    if matches!(operation, Operation::Label) {
        return answer.starts_with(b"%PDF-");
    }
    let Ok(answer) = serde_json::from_slice::<Value>(answer) else { return false };
    let length = |at: &str| list(&answer, at).map_or(0, <[Value]>::len);
    match operation {
        Operation::Product => number(&answer, "/result/id").is_ok_and(|id| id > 0),
        Operation::Page => length("/result/items") == GOODS,
        Operation::Stocks => {
            let updated = |lines: &[Value]| lines.iter().all(|line| is_true(line, "updated"));
            length("/result") == GOODS && list(&answer, "/result").is_ok_and(updated)
        }
        Operation::Order => length("/postings") == 1,
        Operation::Postings => length("/result/postings") == 50,
        Operation::Ship => length("/result") == 1,
        Operation::Label => false,
        _ => more::is_right(operation, &answer),
    }
}

/// The bodies in turn, without end, as the seller.
pub fn rotating(path: &str, bodies: Vec<Value>) -> Call {
    let bodies: Vec<Vec<u8>> = bodies.into_iter().map(|body| body.to_string().into_bytes()).collect();
    let bodies: Bodies = Arc::new(move |n, out| nth(&bodies, n).map(|body| out.extend_from_slice(body)).is_some());
    Call { path: path.to_owned(), headers: SELLER, bodies, keep: false }
}

/// The n-th, beginning anew after the last.
pub fn nth<T>(items: &[T], n: u64) -> Option<&T> {
    let count = u64::try_from(items.len()).ok().filter(|count| *count > 0)?;
    items.get(usize::try_from(n % count).ok()?)
}

fn is_true(object: &Value, field: &str) -> bool {
    object.get(field).and_then(Value::as_bool).unwrap_or_default()
}

pub fn list<'a>(answer: &'a Value, at: &str) -> Outcome<&'a [Value]> {
    let found = answer.pointer(at).and_then(Value::as_array).map(Vec::as_slice);
    Ok(found.ok_or_else(|| format!("no list at {at} of {:.300}", answer.to_string()))?)
}

pub fn number(answer: &Value, at: &str) -> Outcome<i64> {
    let found = answer.pointer(at).and_then(|value| value.as_i64().or_else(|| value.as_str()?.parse().ok()));
    Ok(found.ok_or_else(|| format!("no number at {at} of {:.300}", answer.to_string()))?)
}

pub fn text(answer: &Value, at: &str) -> Outcome<String> {
    let found = answer.pointer(at).and_then(Value::as_str).map(str::to_owned);
    Ok(found.ok_or_else(|| format!("no text at {at} of {:.300}", answer.to_string()))?)
}
