//! What a product has been through, for people: its imports, its last 30 price changes and its last 30 decisions. Rows
//! take slots in turn, so that nothing has to be swept and a repricer does not fill the disk.

use std::collections::BTreeMap;

use gostiny_wire::{
    product::ItemError,
    scalar::{Money, ProductId, TaskId, Time},
};

use super::{
    milestone::{Milestones, milestones},
    sums::Repriced,
};
use crate::{
    args,
    call::Call,
    error::Result,
    store::{Arg, Row},
};

/// One of the prices of a product, before and after a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceStep {
    /// `price`, `old_price`, `premium_price` or `min_price`.
    pub name: &'static str,
    /// What it was.
    pub was: Option<Money>,
    /// What it became.
    pub is: Option<Money>,
}

/// What is kept of a product's past.
#[derive(Clone, Debug)]
pub enum Happened {
    /// Prices changed: by `import`, by `api`, in the `console`.
    Priced(String, Vec<PriceStep>),
    /// A decision by its word, with reasons.
    Noted(String, Vec<String>),
}

/// When, which one of those of its kind, and what.
pub type Kept = (Time, i64, Happened);

/// What is known of a product's past but for its imports.
#[derive(Clone, Debug)]
pub struct Past {
    /// It came by its first import.
    pub created_at: Time,
    /// A moderator approved it first.
    pub approved_at: Option<Time>,
    /// It lay in stock first.
    pub stocked_at: Option<Time>,
    /// Its last price changes and decisions, in no order.
    pub kept: Vec<Kept>,
}

/// The past of a product of the call's shop; none when it has no such product.
pub async fn past(call: &mut Call, product_id: ProductId) -> Result<Option<Past>> {
    let key = args![call.seller, product_id];
    let Some(created_at) = call.tx.row(CREATED, key, |row| row.next()).await? else { return Ok(None) };
    let first = milestones(call, &[product_id]).await?.remove(&product_id).unwrap_or_default();
    let Milestones { approved_at, stocked_at } = first;
    let mut kept = call.tx.rows(PRICED, key, priced).await?;
    kept.append(&mut call.tx.rows(NOTED, key, noted).await?);
    Ok(Some(Past { created_at, approved_at, stocked_at, kept }))
}

const CREATED: &str = "select created_at from product where seller_id = $1 and product_id = $2";
const PRICED: &str = "select changed_at, number, way, was_price, price, was_old_price, old_price, was_premium_price, \
    premium_price, was_min_price, min_price from price_history where seller_id = $1 and product_id = $2";
const NOTED: &str =
    "select happened_at, number, event, reasons from product_event where seller_id = $1 and product_id = $2";

fn priced(row: &Row<'_>) -> Result<Kept> {
    let (at, number, way) = (row.next()?, row.next()?, row.next()?);
    let mut steps = Vec::new();
    for name in ["price", "old_price", "premium_price", "min_price"] {
        let step = PriceStep { name, was: row.next()?, is: row.next()? };
        steps.extend(Some(step).filter(|step| step.was != step.is));
    }
    Ok((at, number, Happened::Priced(way, steps)))
}

fn noted(row: &Row<'_>) -> Result<Kept> {
    Ok((row.next()?, row.next()?, Happened::Noted(row.next()?, row.next_json()?)))
}

/// An import that named the product.
#[derive(Clone, Debug)]
pub struct Import {
    /// The task.
    pub task_id: TaskId,
    /// Its place in the task.
    pub position: i64,
    /// When it arrived.
    pub at: Time,
    /// `pending`, `imported`, `failed` or `skipped`.
    pub status: String,
    /// What was wrong with it.
    pub errors: Vec<ItemError>,
}

/// Imports of a product of the call's shop before a task and a place in it, newest first.
pub async fn imports_of(
    call: &mut Call,
    product_id: ProductId,
    before: (TaskId, i64),
    limit: i64,
) -> Result<Vec<Import>> {
    call.tx.rows(IMPORTS, args![call.seller, product_id, before.0, before.1, limit], import).await
}

const IMPORTS: &str = "select i.task_id, i.position, t.created_at, i.status, i.errors from import_item i \
    join import_task t on t.seller_id = i.seller_id and t.task_id = i.task_id \
    where i.seller_id = $1 and i.product_id = $2 and (i.task_id, i.position) < ($3, $4) \
    order by i.task_id desc, i.position desc limit $5";

fn import(row: &Row<'_>) -> Result<Import> {
    Ok(Import {
        task_id: row.next()?,
        position: row.next()?,
        at: row.next()?,
        status: row.next()?,
        errors: row.next_json()?,
    })
}

/// By which way prices changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// A card was imported.
    Import,
    /// A method was called: by software, or by a person in the console.
    Method,
}

/// Writes down price changes whose products this transaction has just written, and so counted.
pub(super) async fn keep_prices(call: &mut Call, way: Way, changes: &BTreeMap<ProductId, &Repriced>) -> Result<()> {
    let way = match way {
        Way::Import => "import",
        Way::Method if call.by_hand => "console",
        Way::Method => "api",
    };
    let changed = changes.values().filter(|change| change.moves_prices());
    let row = |change: &&Repriced| {
        let Repriced { before, after } = change;
        let key = args![call.seller, after.product_id, call.now, way];
        let prices = args![before.price, after.price, before.old_price, after.old_price, before.premium_price];
        let more = args![after.premium_price, before.min_price, after.min_price];
        [key.as_slice(), prices, more].concat()
    };
    let rows: Vec<Vec<Arg>> = changed.map(row).collect();
    call.tx.run_bulk(KEEP_PRICES, &rows).await?;
    Ok(())
}

macro_rules! price_columns {
    () => {
        "way, was_price, price, was_old_price, old_price, was_premium_price, premium_price, was_min_price, min_price"
    };
}

/// `price_changes` has counted this change. A cross join goes through the rows first, and so costs SQLite no table of them.
const KEEP_PRICES: &str = concat!(
    "insert into price_history (seller_id, product_id, slot, number, changed_at, ",
    price_columns!(),
    ") select v.seller_id, v.product_id, p.price_changes % 30, p.price_changes, v.changed_at, v.way, v.was_price, \
     v.price, v.was_old_price, v.old_price, v.was_premium_price, v.premium_price, v.was_min_price, v.min_price \
     from {rows(seller_id, product_id, changed_at, ",
    price_columns!(),
    ")} cross join product p where p.seller_id = v.seller_id and p.product_id = v.product_id \
     on conflict (seller_id, product_id, slot) do update set number = excluded.number, \
     changed_at = excluded.changed_at, way = excluded.way, was_price = excluded.was_price, price = excluded.price, \
     was_old_price = excluded.was_old_price, old_price = excluded.old_price, \
     was_premium_price = excluded.was_premium_price, premium_price = excluded.premium_price, \
     was_min_price = excluded.was_min_price, min_price = excluded.min_price"
);

/// Notes what was decided about products that this transaction holds, each once.
pub(super) async fn note(call: &mut Call, ids: &[ProductId], event: &str, reasons: &[String]) -> Result<()> {
    let reasons = serde_json::to_string(reasons)?;
    let row = |id: &ProductId| args![call.seller, *id, call.now, event, reasons.as_str()].to_vec();
    call.tx.run_bulk(NOTE, &ids.iter().map(row).collect::<Vec<_>>()).await?;
    Ok(())
}

const NOTE: &str = "insert into product_event (seller_id, product_id, slot, number, happened_at, event, reasons) \
    select seller_id, product_id, number % 30, number, happened_at, event, reasons from (\
    select v.seller_id, v.product_id, v.happened_at, v.event, v.reasons, 1 + coalesce((select max(e.number) \
    from product_event e where e.seller_id = v.seller_id and e.product_id = v.product_id), 0) as number \
    from {rows(seller_id, product_id, happened_at, event, reasons)}) as numbered where true \
    on conflict (seller_id, product_id, slot) do update set number = excluded.number, \
    happened_at = excluded.happened_at, event = excluded.event, reasons = excluded.reasons";
