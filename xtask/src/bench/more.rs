//! The operations on a large shop: lists under every filter, long lists of steps, figures over a year; and those that are
//! done one after the other (an import, a report), which end when what they asked for is there.

use super::Operation;
use super::load::{Bodies, Call};
use super::world::{OPERATOR, SELLER, World, list, nth, number, rotating, text};
use crate::Outcome;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

/// Goods that take part in a promotion with one call.
const ACTIVATED: usize = 1_000;
/// Postings that take a step with one call.
const STEPS: usize = 100;
/// Calls of such steps that a run finds at least.
const STEP_CALLS: usize = 60;
/// Units of a posting whose marks are set.
const UNITS: i64 = 100;
/// Filters of lists of goods.
const VISIBILITIES: [&str; 26] = [
    "ALL",
    "VISIBLE",
    "INVISIBLE",
    "EMPTY_STOCK",
    "NOT_MODERATED",
    "MODERATED",
    "DISABLED",
    "STATE_FAILED",
    "READY_TO_SUPPLY",
    "VALIDATION_STATE_PENDING",
    "VALIDATION_STATE_FAIL",
    "VALIDATION_STATE_SUCCESS",
    "TO_SUPPLY",
    "IN_SALE",
    "REMOVED_FROM_SALE",
    "BANNED",
    "OVERPRICED",
    "CRITICALLY_OVERPRICED",
    "EMPTY_BARCODE",
    "BARCODE_EXISTS",
    "QUARANTINE",
    "ARCHIVED",
    "OVERPRICED_WITH_STOCK",
    "PARTIAL_APPROVED",
    "IMAGE_ABSENT",
    "MODERATION_BLOCK",
];

/// One call of an operation, under its own name.
pub struct Asked {
    /// Of the row.
    pub name: String,
    /// What is asked.
    pub call: Call,
}

impl Asked {
    /// One of several of an operation.
    pub fn new(name: impl Into<String>, call: Call) -> Self {
        Self { name: name.into(), call }
    }
}

impl World {
    /// The requests of an operation on a large shop.
    pub async fn more(&mut self, operation: Operation) -> Outcome<Vec<Asked>> {
        let month = json!({"from": self.month.0, "to": self.month.1});
        let one = |path: &str, body: Value| vec![Asked::new(operation.name(), rotating(path, vec![body]))];
        Ok(match operation {
            Operation::Lists => {
                let body = |filter: &str| json!({"filter": {"visibility": filter}, "limit": 100, "last_id": ""});
                let asked =
                    |filter: &&str| Asked::new(filter.to_lowercase(), rotating("/v2/product/list", vec![body(filter)]));
                VISIBILITIES.iter().map(asked).collect()
            }
            Operation::Attributes => {
                one("/v3/products/info/attributes", json!({"filter": {"visibility": "ALL"}, "limit": 100}))
            }
            Operation::Prices => {
                one("/v4/product/info/prices", json!({"filter": {"visibility": "IN_SALE"}, "limit": 100}))
            }
            Operation::Activate => vec![Asked::new("activate", self.activate().await?)],
            Operation::FbsList => {
                let asked = |name: &str, status: &str, houses: &[i64]| {
                    let filter = json!({"since": self.month.0, "to": self.month.1, "status": status,
                                        "warehouse_id": houses});
                    let with = json!({"analytics_data": true, "barcodes": true, "financial_data": true});
                    let body = json!({"dir": "desc", "limit": 100, "offset": 0, "filter": filter, "with": with});
                    Asked::new(name, rotating("/v3/posting/fbs/list", vec![body]))
                };
                vec![
                    asked("fbs all", "", &[]),
                    asked("fbs delivered", "delivered", &[]),
                    asked("fbs rare", "awaiting_packaging", &[]),
                    asked("fbs of a house", "cancelled", &[self.warehouse]),
                ]
            }
            Operation::Step => vec![Asked::new("step x100", self.steps().await?)],
            Operation::Marks => vec![Asked::new("marks x100", self.marks().await?)],
            Operation::Chat => {
                let chat = self.longest_chat().await?;
                one("/v1/chat/history", json!({"chat_id": chat, "limit": 100}))
            }
            Operation::Transactions => {
                let filter = json!({"date": month, "transaction_type": "all"});
                one("/v3/finance/transaction/list", json!({"filter": filter, "page": 1, "page_size": 1000}))
            }
            Operation::Totals => {
                one("/v3/finance/transaction/totals", json!({"date": month, "transaction_type": "all"}))
            }
            Operation::Analytics => one(
                "/v1/analytics/data",
                json!({
                "date_from": self.year.0, "date_to": self.year.1, "dimension": ["month", "sku", "category1"],
                "metrics": ["revenue", "ordered_units", "returns", "hits_view"], "limit": 1000, "offset": 0,
                "sort": [{"key": "revenue", "order": "DESC"}]}),
            ),
            _ => vec![Asked::new(operation.name(), self.call(operation).await?)],
        })
    }

    /// The first chat with a page of messages.
    async fn longest_chat(&mut self) -> Outcome<String> {
        let chats = self.seller("/v1/chat/list", &json!({"page": 1, "page_size": 100})).await?;
        for chat in list(&chats, "/result")? {
            let id = text(chat, "/id")?;
            let history = self.seller("/v1/chat/history", &json!({"chat_id": id, "limit": 100})).await?;
            if list(&history, "/result")?.len() == 100 {
                return Ok(id);
            }
        }
        Err("no chat has a hundred messages: --postings 100000 makes one".into())
    }

    /// Goods that may take part in a promotion come in, a thousand with each call, every connection others.
    async fn activate(&mut self) -> Outcome<Call> {
        let actions = self.ask("GET", "/v1/actions", SELLER, &Value::Null).await?;
        let mut bodies = Vec::new();
        for action in list(&actions, "/result")? {
            let plain = action.get("is_frozen").is_none() && action.get("action_type") == Some(&json!("DISCOUNT"));
            let frozen = action.get("freeze_date").and_then(Value::as_str).is_some_and(|date| !date.is_empty());
            if !plain || frozen {
                continue;
            }
            let id = action.get("id").cloned().unwrap_or_default();
            for page in 0..32 {
                let body = json!({"action_id": id, "limit": ACTIVATED, "offset": page * ACTIVATED});
                let found = self.seller("/v1/actions/candidates", &body).await?;
                // Every second time at another price, so that each call has something to do.
                for is_cheaper in [false, true] {
                    let part = |product: &Value| {
                        let most = product.get("max_action_price")?;
                        let price = if is_cheaper { json!(most.as_f64()?.floor()) } else { most.clone() };
                        Some(json!({"product_id": product.get("id"), "action_price": price}))
                    };
                    let goods: Vec<Value> = list(&found, "/result/products")?.iter().filter_map(part).collect();
                    if goods.len() == ACTIVATED {
                        bodies.push((is_cheaper, json!({"action_id": id, "products": goods})));
                    }
                }
            }
        }
        bodies.sort_by_key(|(is_cheaper, _)| *is_cheaper);
        let bodies: Vec<Value> = bodies.into_iter().map(|(_, body)| body).collect();
        if bodies.is_empty() {
            return Err(format!("no promotion has {ACTIVATED} candidates").into());
        }
        Ok(rotating("/v1/actions/products/activate", bodies))
    }

    /// Postings that the seller delivers itself go on their way, a hundred with each call, each once.
    async fn steps(&mut self) -> Outcome<Call> {
        let own = self.own_delivery().await?;
        let wanted = STEPS.saturating_mul(STEP_CALLS);
        let numbers = self.packed(&own, wanted).await?;
        let bodies: Vec<Vec<u8>> =
            numbers.chunks(STEPS).map(|numbers| json!({"posting_number": numbers}).to_string().into_bytes()).collect();
        let bodies: Bodies = Arc::new(move |n, out| {
            let body = usize::try_from(n).ok().and_then(|n| bodies.get(n));
            body.map(|body| out.extend_from_slice(body)).is_some()
        });
        Ok(Call { path: "/v2/fbs/posting/delivering".to_owned(), headers: SELLER, bodies, keep: true })
    }

    /// Marks of a posting of a hundred units, every connection another posting.
    async fn marks(&mut self) -> Outcome<Call> {
        let marked = self.marked.clone().ok_or("no goods of the shop need marks")?;
        let mut bodies = Vec::new();
        for posting in 0..32 {
            let order = json!({"items": [{"sku": marked.sku, "quantity": UNITS}], "scheme": "fbs"});
            let placed = self.ask("POST", "/operator/v1/orders", OPERATOR, &order).await?;
            let units: Vec<Value> = (0..UNITS)
                .map(|unit| {
                    let mark = format!("010464009401562321{posting:05}{unit:05}ABC\u{1d}91EE06\u{1d}92c2lnbmF0dXJl");
                    json!({"is_gtd_absent": true, "gtd": "", "mandatory_mark": mark})
                })
                .collect();
            bodies.push(json!({"posting_number": text(&placed, "/postings/0/posting_number")?,
                               "products": [{"product_id": marked.sku, "exemplars": units}]}));
        }
        Ok(rotating("/v4/fbs/posting/product/exemplar/set", bodies))
    }

    /// Imports a hundred new goods and waits until all are there.
    pub async fn import(&mut self) -> Outcome {
        let (cards, round) = (self.cards().await?, self.imported);
        self.imported = round.saturating_add(1);
        let items: Vec<Value> = (0_u64..100)
            .filter_map(|at| {
                let mut item = nth(&cards, at)?.clone();
                item.as_object_mut()?.insert("offer_id".to_owned(), json!(format!("BENCH-{round}-{at}")));
                Some(item)
            })
            .collect();
        let task = self.seller("/v2/product/import", &json!({"items": items})).await?;
        let task = number(&task, "/result/task_id")?;
        loop {
            let info = self.seller("/v1/product/import/info", &json!({"task_id": task})).await?;
            let items = list(&info, "/result/items")?;
            let is = |item: &Value, status: &str| item.get("status") == Some(&json!(status));
            if let Some(bad) = items.iter().find(|item| is(item, "failed") || is(item, "skipped")) {
                return Err(format!("an item was not imported: {bad:.500}").into());
            }
            if items.len() == 100 && items.iter().all(|item| is(item, "imported")) {
                return Ok(());
            }
            rest(2).await;
        }
    }

    /// Orders a report on all goods and waits for its file.
    pub async fn report(&mut self) -> Outcome {
        let body = json!({"language": "DEFAULT", "visibility": "ALL"});
        let code = text(&self.seller("/v1/report/products/create", &body).await?, "/result/code")?;
        loop {
            let info = self.seller("/v1/report/info", &json!({"code": code})).await?;
            match text(&info, "/result/status")?.as_str() {
                "success" => return Ok(()),
                "failed" => return Err(format!("the report failed: {info:.300}").into()),
                _ => rest(20).await,
            }
        }
    }

    /// Items to import, made of cards that are there.
    async fn cards(&mut self) -> Outcome<Vec<Value>> {
        let body = json!({"filter": {"visibility": "IN_SALE"}, "limit": 100});
        let found = self.seller("/v3/products/info/attributes", &body).await?;
        let mut cards = Vec::new();
        for card in list(&found, "/result")? {
            let attribute = |one: &Value| json!({"id": one.get("attribute_id"), "complex_id": one.get("complex_id"), "values": one.get("values")});
            let attributes: Vec<Value> = list(card, "/attributes")?.iter().map(attribute).collect();
            let copied = |name: &str| card.get(name).cloned().unwrap_or_default();
            cards.push(json!({"attributes": attributes, "category_id": copied("category_id"), "name": copied("name"),
                "depth": copied("depth"), "width": copied("width"), "height": copied("height"),
                "dimension_unit": copied("dimension_unit"), "weight": copied("weight"),
                "weight_unit": copied("weight_unit"), "images": ["https://img.example.test/bench.jpg"],
                "price": "990", "vat": "0.1", "currency_code": "RUB"}));
        }
        Ok(cards)
    }
}

/// A look at the server costs it something too.
#[allow(clippy::disallowed_methods, reason = "a benchmark lives in real time")]
async fn rest(milliseconds: u64) {
    tokio::time::sleep(Duration::from_millis(milliseconds)).await;
}

/// Whether an answer with status 200 is what was asked for.
pub fn is_right(operation: Operation, answer: &Value) -> bool {
    let length = |at: &str| list(answer, at).map_or(0, <[Value]>::len);
    match operation {
        Operation::Lists => length("/result/items") <= 100 && number(answer, "/result/total").is_ok(),
        Operation::Attributes => length("/result") == 100,
        Operation::Prices => length("/result/items") == 100,
        Operation::Activate => length("/result/product_ids") == ACTIVATED,
        Operation::FbsList => list(answer, "/result/postings").is_ok(),
        Operation::Step => {
            let went = |line: &Value| line.get("result") == Some(&json!(true));
            length("/result") == STEPS && list(answer, "/result").is_ok_and(|lines| lines.iter().all(went))
        }
        Operation::Marks => answer.get("result") == Some(&json!(true)),
        Operation::Chat => length("/result") > 0,
        Operation::Transactions => length("/result/operations") > 0,
        Operation::Totals => {
            answer.pointer("/result/accruals_for_sale").and_then(Value::as_f64).is_some_and(|sum| sum > 0.0)
        }
        Operation::Analytics => length("/result/data") > 0,
        _ => false,
    }
}

/// The same rows asked of the database alone: the least that the answer can cost. `$1` is the shop, `$2` and `$3` bound
/// the month (microseconds) or the year (days).
pub fn plain(operation: Operation) -> Option<&'static str> {
    match operation {
        Operation::Transactions => Some(
            "select o.operation_id, o.operation_type, o.happened_at, o.posting_number, o.items, l.part, l.sku, l.amount \
             from (select * from operation where seller_id = $1 and happened_at between $2 and $3 \
             order by happened_at, operation_id limit 1000) o join ledger l on l.seller_id = o.seller_id \
             and l.operation_id = o.operation_id where l.account = 'seller'",
        ),
        Operation::Totals => Some(
            "select o.kind, l.part, cast(sum(l.amount) as bigint) from operation o join ledger l \
             on l.seller_id = o.seller_id and l.operation_id = o.operation_id \
             where o.seller_id = $1 and o.happened_at between $2 and $3 and l.account = 'seller' group by o.kind, l.part",
        ),
        Operation::Analytics => Some(
            "select d.month, d.sku, s.category1, cast(sum(d.revenue) as bigint) as revenue, \
             cast(sum(d.ordered_units) as bigint), cast(sum(d.returns) as bigint), \
             cast(sum(d.hits_view_search + d.hits_view_pdp) as bigint) from analytics_day d join analytics_sku s \
             on s.seller_id = d.seller_id and s.sku = d.sku where d.seller_id = $1 and d.day between $2 and $3 \
             group by d.month, d.sku, s.category1 order by revenue desc limit 1000",
        ),
        Operation::Report => Some(
            "select p.*, c.attributes, s.present_fbs, s.reserved_fbs, s.present_fbo, s.reserved_fbo from product p \
             join product_card c on c.seller_id = p.seller_id and c.product_id = p.product_id join product_stock s \
             on s.seller_id = p.seller_id and s.product_id = p.product_id where p.seller_id = $1 \
             and cast($2 as bigint) <= cast($3 as bigint) order by p.product_id",
        ),
        _ => None,
    }
}
