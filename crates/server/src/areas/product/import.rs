//! Import of goods: the call takes a task, the agenda carries it out. Each item by itself: what is wrong with one
//! never holds up the others. `facts.rs` reads what the rules need, `apply.rs` writes what follows.

mod apply;
mod facts;

use std::collections::{HashMap, HashSet};

use gostiny_wire::{
    product::{
        ItemError, ProductImportItem, ProductImportTask, ProductImportV2Request, ProductImportV2Response,
        ProductImportV3Item, ProductImportV3Request,
    },
    scalar::{CategoryId, OfferId, ProductId, TaskId},
};

use self::facts::Known;
use super::{
    picture,
    quota::{self, Quota},
    row::Product,
    validate::{Checked, changed_aspects, check},
};
use crate::{
    areas::{category, setting},
    args,
    call::Call,
    check as rule,
    error::Result,
    job::{Due, Kind, schedule},
    store::{Arg, Row},
};

/// Carries a task out; its subject is the task.
pub(super) const IMPORT: Kind = Kind("product.import");

/// Takes 1 to 100 items into a task. Nothing but their number is looked at yet.
pub async fn v2(call: &mut Call, req: &ProductImportV2Request) -> Result<ProductImportV2Response> {
    rule::items("ProductImportV2Request", "Items", req.items.len(), 1, 100)?;
    let task_id = take(call, &req.items, Origin::Seller).await?;
    Ok(ProductImportV2Response { result: ProductImportTask { task_id } })
}

/// The same, placed by today's tree. A pair that is not in it is refused with its item.
pub async fn v3(call: &mut Call, req: &ProductImportV3Request) -> Result<ProductImportV2Response> {
    rule::items("ProductImportV3Request", "Items", req.items.len(), 1, 100)?;
    let leaves = category::leaves_of(call, req.items.iter().map(described)).await?;
    let items: Vec<ProductImportItem> =
        req.items.iter().map(|item| placed(item, leaves.get(&described(item)).copied().unwrap_or_default())).collect();
    let task_id = take(call, &items, Origin::Seller).await?;
    Ok(ProductImportV2Response { result: ProductImportTask { task_id } })
}

/// Where an item is to stand.
fn described(item: &ProductImportV3Item) -> category::Described {
    let moved = Some(item.new_description_category_id).filter(|id| *id != CategoryId(0));
    (moved.unwrap_or(item.description_category_id), item.type_id)
}

/// The item with the leaf that it belongs to.
fn placed(item: &ProductImportV3Item, category_id: CategoryId) -> ProductImportItem {
    let item = item.clone();
    ProductImportItem {
        attributes: item.attributes,
        barcode: item.barcode,
        category_id,
        color_image: item.color_image,
        complex_attributes: item.complex_attributes,
        currency_code: item.currency_code,
        depth: item.depth,
        dimension_unit: item.dimension_unit,
        geo_names: item.geo_names,
        height: item.height,
        images: item.images,
        primary_image: item.primary_image,
        service_type: item.service_type,
        images360: item.images360,
        name: item.name,
        offer_id: item.offer_id,
        old_price: item.old_price,
        pdf_list: item.pdf_list,
        premium_price: String::new(),
        price: item.price,
        vat: item.vat,
        weight: item.weight,
        weight_unit: item.weight_unit,
        width: item.width,
    }
}

/// Where the items of a task come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// The seller wrote them: an article that is known is updated.
    Seller,
    /// They were copied from cards: an article that is known is refused.
    Card,
}

/// Puts items into a task and the task on the agenda.
pub(super) async fn take(call: &mut Call, items: &[ProductImportItem], origin: Origin) -> Result<TaskId> {
    let task_id = TaskId(call.id("task").await?);
    let offers: Vec<Arg> = items.iter().map(|item| Arg::from(&item.offer_id)).collect();
    let read = |row: &Row<'_>| Ok((row.next()?, row.next()?));
    let known: HashMap<OfferId, ProductId> =
        call.tx.rows_in(KNOWN, args![call.seller], &offers, read).await?.into_iter().collect();
    call.tx.run(ADD_TASK, args![call.seller, task_id, call.now, origin == Origin::Card]).await?;
    let mut rows = Vec::with_capacity(items.len());
    for (position, item) in (0_i64..).zip(items) {
        let product_id = known.get(&item.offer_id).copied().unwrap_or_default();
        let request = serde_json::to_string(item)?;
        rows.push(args![call.seller, task_id, position, &item.offer_id, product_id, request].to_vec());
    }
    call.tx.run_bulk(ADD_ITEMS, &rows).await?;
    let delay = setting::of(call).await?.import_delay_seconds;
    schedule(call, IMPORT, call.now.plus_seconds(delay), &task_id.to_string(), "").await?;
    Ok(task_id)
}

const KNOWN: &str = "select offer_id, product_id from product where seller_id = $1 and offer_id {in}";
const ADD_TASK: &str = "insert into import_task (seller_id, task_id, created_at, done, create_only) \
    values ($1, $2, $3, 0, $4)";
const ADD_ITEMS: &str = "insert into import_item (seller_id, task_id, position, offer_id, product_id, status, errors, \
    request) select seller_id, task_id, position, offer_id, product_id, 'pending', '[]', request \
    from {rows(seller_id, task_id, position, offer_id, product_id, request)}";

/// An item of a task that is done as soon as it is taken.
pub(super) struct Settled {
    pub offer_id: OfferId,
    /// 0 when there is no such product.
    pub product_id: ProductId,
    /// Why it failed; none when it did not.
    pub errors: Vec<ItemError>,
}

/// Writes down a task that is done.
pub(super) async fn settled(call: &mut Call, items: &[Settled]) -> Result<TaskId> {
    let task_id = TaskId(call.id("task").await?);
    call.tx.run(ADD_DONE, args![call.seller, task_id, call.now]).await?;
    settle_in(call, task_id, 0, items).await?;
    Ok(task_id)
}

/// Adds items that wait for nothing to a task, behind those that it has.
pub(super) async fn settle_in(call: &mut Call, task_id: TaskId, behind: usize, items: &[Settled]) -> Result<()> {
    let mut rows = Vec::with_capacity(items.len());
    for (position, item) in (i64::try_from(behind).unwrap_or_default()..).zip(items) {
        let status = if item.errors.is_empty() { "imported" } else { "failed" };
        let errors = serde_json::to_string(&item.errors)?;
        let key = args![call.seller, task_id, position];
        rows.push([key.as_slice(), args![&item.offer_id, item.product_id, status, errors]].concat());
    }
    call.tx.run_bulk(ADD_SETTLED, &rows).await?;
    Ok(())
}

const ADD_DONE: &str = "insert into import_task (seller_id, task_id, created_at, done, create_only) \
    values ($1, $2, $3, 1, 0)";
const ADD_SETTLED: &str = "insert into import_item (seller_id, task_id, position, offer_id, product_id, status, \
    errors, request) select seller_id, task_id, position, offer_id, product_id, status, errors, '{}' \
    from {rows(seller_id, task_id, position, offer_id, product_id, status, errors)}";

/// An item that waits in a task.
struct Waiting {
    position: i64,
    item: ProductImportItem,
}

/// What becomes of an item.
enum Step {
    /// `failed`: nothing is kept but the outcome; the product when the article has one already.
    Refuse(ProductId),
    /// `skipped`: the product is already like this.
    Skip(ProductId),
    /// The card on the site stays as it is, the remarks go into the product's status.
    Remark(Box<Product>),
    /// A new product, or a draft of one when it has errors.
    Create,
    /// The product is replaced whole.
    Rewrite(Box<Product>),
}

/// An item and what becomes of it.
struct Verdict {
    position: i64,
    checked: Checked,
    /// Errors and warnings, those that depend on the product included.
    errors: Vec<ItemError>,
    request_hash: String,
    step: Step,
}

impl Verdict {
    /// Uses up the day's quota, or refuses the item when nothing is left of it.
    fn count(&mut self, quota: &mut Quota) {
        let (fits, known) = match &self.step {
            Step::Refuse(_) | Step::Skip(_) => return,
            Step::Create => (quota.create(), ProductId(0)),
            Step::Remark(before) | Step::Rewrite(before) => (quota.update(), before.product_id),
        };
        if !fits {
            let text = "Лимит на создание или обновление товаров исчерпан.";
            self.checked.findings.refuse("item_limit_exceeded", "offer_id", text);
            self.errors = self.checked.errors();
            self.step = Step::Refuse(known);
        }
    }
}

/// What the task will say about an item.
struct Outcome {
    position: i64,
    product_id: ProductId,
    status: &'static str,
    errors: Vec<ItemError>,
}

/// Carries out a task.
pub(super) async fn process(call: &mut Call, due: &Due) -> Result<()> {
    let task_id = TaskId(due.subject_number()?);
    let read = |row: &Row<'_>| Ok(Waiting { position: row.next()?, item: row.next_json()? });
    let mut waiting = call.tx.rows(WAITING, args![call.seller, task_id], read).await?;
    let from_cards = call.tx.value(FROM_CARDS, args![call.seller, task_id]).await?;
    let origin = if from_cards { Origin::Card } else { Origin::Seller };
    let (known, mut quota) = facts::gather(call, &waiting).await?;
    let mut seen = HashSet::new();
    let mut verdicts = Vec::with_capacity(waiting.len());
    for waiting in &mut waiting {
        let pictures = known.pictures_of(&waiting.item.offer_id);
        picture::recognize_in(&mut waiting.item, pictures);
        let mut verdict = verdict(waiting, &known, origin, &mut seen)?;
        verdict.count(&mut quota);
        verdicts.push(verdict);
    }
    quota::close(call, &quota).await?;
    let mut rows = Vec::with_capacity(verdicts.len());
    for outcome in apply::apply(call, &known, &verdicts).await? {
        let errors = serde_json::to_string(&outcome.errors)?;
        let key = args![call.seller, task_id, outcome.position];
        rows.push([key.as_slice(), args![outcome.product_id, outcome.status, errors]].concat());
    }
    call.tx.run_bulk(SETTLE, &rows).await?;
    call.tx.run(DONE, args![call.seller, task_id]).await?;
    Ok(())
}

const FROM_CARDS: &str = "select create_only from import_task where seller_id = $1 and task_id = $2";
const WAITING: &str = "select position, request from import_item \
    where seller_id = $1 and task_id = $2 and status = 'pending' order by position";
const SETTLE: &str = "update import_item set product_id = v.product_id, status = v.status, errors = v.errors \
    from {rows(seller_id, task_id, position, product_id, status, errors)} where import_item.seller_id = v.seller_id \
    and import_item.task_id = v.task_id and import_item.position = v.position";
const DONE: &str = "update import_task set done = 1 where seller_id = $1 and task_id = $2";

/// Decides about one item. The first item of an article in a task counts, further ones are refused.
fn verdict(waiting: &Waiting, known: &Known, origin: Origin, seen: &mut HashSet<OfferId>) -> Result<Verdict> {
    let mut checked = check(&waiting.item, &known.facts(&waiting.item));
    if origin == Origin::Card && known.products.contains_key(&waiting.item.offer_id) {
        checked.findings.refuse("offer_id_already_exists", "offer_id", "Товар с этим артикулом уже есть.");
    }
    if !seen.insert(waiting.item.offer_id.clone()) {
        checked.findings.refuse("offer_id_duplicate", "offer_id", "Этот артикул уже есть в запросе выше.");
    }
    let request_hash = checked.request_hash()?;
    let mut errors = checked.errors();
    let mut has_errors = checked.findings.has_errors();
    let step = match known.products.get(&waiting.item.offer_id) {
        before if checked.findings.is_refused() => {
            Step::Refuse(before.map_or(ProductId(0), |before| before.product_id))
        }
        None => Step::Create,
        Some(before) => {
            let card = known.cards.get(&before.product_id);
            let has_card = card.is_some_and(|card| card.request_hash == request_hash);
            let has_prices = before.is_created || checked.has_prices_of(before);
            if has_card && has_prices && before.item_errors.iter().all(|error| error.level != "error") {
                Step::Skip(before.product_id)
            } else {
                if let Some(card) = card.filter(|_| before.is_created && known.was_stocked(before.product_id)) {
                    let asked = known.facts(&waiting.item).asked;
                    let changed = changed_aspects(asked, &card.attributes, &checked.item.attributes);
                    has_errors |= !changed.is_empty();
                    errors.extend(changed);
                }
                let before = Box::new(before.clone());
                if before.is_created && has_errors { Step::Remark(before) } else { Step::Rewrite(before) }
            }
        }
    };
    Ok(Verdict { position: waiting.position, checked, errors, request_hash, step })
}

#[cfg(test)]
mod tests;
