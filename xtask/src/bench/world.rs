//! What the benchmark asks for: the demo world read through the API, and each operation's requests made from it.

use super::Operation;
use super::http::{self, Connection};
use super::load::{self, Bodies, Call};
use crate::Outcome;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// The demo world's fixed keys.
const SELLER: &str = "Client-Id: 100001\r\nApi-Key: 11111111-1111-4111-8111-111111111111\r\n";
const OPERATOR: &str = "Authorization: Bearer demo-operator-token\r\n";
/// Goods in a page and in a stock update.
const GOODS: usize = 100;
/// Enough of each of them for every order of a run.
const STOCK: u64 = 900_000;
/// Postings that the measured packing finds at least.
const TO_SHIP: usize = 2_000;

/// One of the goods that orders and stock updates are about.
#[derive(Clone)]
struct Good {
    offer_id: String,
    product_id: i64,
    sku: i64,
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
    warehouse: i64,
    goods: Vec<Good>,
    from: String,
    to: String,
    waiting: Vec<Waiting>,
    packed: Option<String>,
}

impl World {
    /// Takes the limits off, fills the stock of a hundred goods and notes what the requests need.
    pub async fn prepare(address: SocketAddr) -> Outcome<Self> {
        let connection = Connection::open(address).await?;
        let mut world = Self {
            address,
            connection,
            warehouse: 0,
            goods: Vec::new(),
            from: String::new(),
            to: String::new(),
            waiting: Vec::new(),
            packed: None,
        };
        let off = json!({"settings": {"stock_update_interval_seconds": 0}});
        world.ask("PUT", "/operator/v1/settings", OPERATOR, &off).await?;
        let clock = world.ask("GET", "/operator/v1/clock", OPERATOR, &Value::Null).await?;
        let now: Timestamp = text(&clock, "/now")?.parse()?;
        let month = SignedDuration::from_hours(30 * 24);
        (world.from, world.to) = ((now - month).to_string(), (now + month).to_string());
        let warehouses = world.seller("/v1/warehouse/list", &json!({})).await?;
        let plain = |house: &&Value| !is_true(house, "is_rfbs") && !is_true(house, "is_kgt");
        let warehouse =
            list(&warehouses, "/result")?.iter().find(plain).ok_or("the shop has no plain FBS warehouse")?;
        world.warehouse = number(warehouse, "/warehouse_id")?;
        world.find_goods().await?;
        Ok(world)
    }

    /// The first hundred goods whose stock on the warehouse can be set and that have an FBS SKU.
    async fn find_goods(&mut self) -> Outcome {
        let all = json!({"filter": {"visibility": "ALL"}, "limit": 1000, "last_id": ""});
        let all = self.seller("/v2/product/list", &all).await?;
        let items = list(&all, "/result/items")?;
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
                    self.goods.push(Good { offer_id, product_id, sku });
                }
            }
        }
        self.goods.truncate(GOODS);
        match self.goods.len() {
            GOODS => Ok(()),
            less => Err(format!("{GOODS} goods with stock are needed, the demo world has {less}").into()),
        }
    }

    /// The requests of an operation; makes orders or packs one where it needs them.
    pub async fn call(&mut self, operation: Operation) -> Outcome<Call> {
        match operation {
            Operation::Product => {
                let bodies = self.goods.iter().map(|good| json!({"offer_id": good.offer_id}));
                Ok(rotating("/v2/product/info", bodies.collect()))
            }
            Operation::Page => {
                let offers: Vec<&String> = self.goods.iter().map(|good| &good.offer_id).collect();
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

    fn stock_update(&self, round: u64) -> Value {
        let lines = self.goods.iter().zip(0_u64..).map(|(good, at)| {
            json!({"offer_id": good.offer_id, "product_id": good.product_id, "warehouse_id": self.warehouse,
                   "stock": STOCK + (round * 7 + at) % 1000})
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

    async fn seller(&mut self, path: &str, body: &Value) -> Outcome<Value> {
        self.ask("POST", path, SELLER, body).await
    }

    async fn ask(&mut self, method: &str, path: &str, headers: &str, body: &Value) -> Outcome<Value> {
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
    }
}

/// The bodies in turn, without end, as the seller.
fn rotating(path: &str, bodies: Vec<Value>) -> Call {
    let bodies: Vec<Vec<u8>> = bodies.into_iter().map(|body| body.to_string().into_bytes()).collect();
    let bodies: Bodies = Arc::new(move |n, out| nth(&bodies, n).map(|body| out.extend_from_slice(body)).is_some());
    Call { path: path.to_owned(), headers: SELLER, bodies, keep: false }
}

/// The n-th, beginning anew after the last.
fn nth<T>(items: &[T], n: u64) -> Option<&T> {
    let count = u64::try_from(items.len()).ok().filter(|count| *count > 0)?;
    items.get(usize::try_from(n % count).ok()?)
}

fn is_true(object: &Value, field: &str) -> bool {
    object.get(field).and_then(Value::as_bool).unwrap_or_default()
}

fn list<'a>(answer: &'a Value, at: &str) -> Outcome<&'a [Value]> {
    let found = answer.pointer(at).and_then(Value::as_array).map(Vec::as_slice);
    Ok(found.ok_or_else(|| format!("no list at {at} of {:.300}", answer.to_string()))?)
}

fn number(answer: &Value, at: &str) -> Outcome<i64> {
    let found = answer.pointer(at).and_then(|value| value.as_i64().or_else(|| value.as_str()?.parse().ok()));
    Ok(found.ok_or_else(|| format!("no number at {at} of {:.300}", answer.to_string()))?)
}

fn text(answer: &Value, at: &str) -> Outcome<String> {
    let found = answer.pointer(at).and_then(Value::as_str).map(str::to_owned);
    Ok(found.ok_or_else(|| format!("no text at {at} of {:.300}", answer.to_string()))?)
}
