//! The rows of promotions and of the goods in them, and the statements that more than one verb uses.

use std::collections::BTreeMap;

use gostiny_wire::{
    operator::{PromotionCandidates, PromotionProduct},
    scalar::{ActionId, Money, ProductId, Sku, Time},
};
use serde::{Deserialize, Serialize};

use crate::{
    areas::product::{self, Promoted},
    args,
    call::Call,
    error::{Error, Result},
    store::{Arg, Row},
};

/// A promotion.
#[derive(Clone, Debug)]
pub(super) struct Promotion {
    pub action_id: ActionId,
    /// `DISCOUNT` or `STOCK_DISCOUNT`.
    pub kind: String,
    pub title: String,
    pub description: String,
    pub date_start: Time,
    pub date_end: Time,
    pub freeze_date: Option<Time>,
    /// `UNKNOWN`, `PERCENT` or `RUBLE`.
    pub discount_type: String,
    /// Hundredths: of a percent, or kopecks.
    pub discount_value: i64,
    pub order_amount: Money,
    pub is_voucher: bool,
    pub with_targeting: bool,
    /// Shown to shops without a candidate too.
    pub is_open: bool,
    pub min_stock: i64,
    pub rule: Rule,
}

/// Which products may take part.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Rule {
    /// As the operator said it; categories are leaves here.
    pub candidates: PromotionCandidates,
    /// Products with limits of their own.
    pub products: Vec<PromotionProduct>,
}

impl Rule {
    /// Each list in order and each SKU in it once, the first word on it counts: thousands are looked up in them.
    pub fn sorted(mut self) -> Self {
        self.candidates.sku.sort_unstable();
        self.products.sort_by_key(|one| one.sku);
        self.products.dedup_by_key(|one| one.sku);
        self
    }

    /// The limits of a product with one of these SKU.
    pub fn own(&self, skus: [Sku; 2]) -> Option<&PromotionProduct> {
        let at = |sku: &Sku| self.products.binary_search_by_key(sku, |one| one.sku).ok();
        skus.iter().find_map(at).and_then(|at| self.products.get(at))
    }

    /// Whether one of these SKU is listed, or none is.
    pub fn lists(&self, skus: [Sku; 2]) -> bool {
        let listed = &self.candidates.sku;
        listed.is_empty() || skus.iter().any(|sku| listed.binary_search(sku).is_ok())
    }
}

impl Promotion {
    pub fn is_frozen(&self, now: Time) -> bool {
        self.freeze_date.is_some_and(|freeze| freeze <= now)
    }

    pub fn is_over(&self, now: Time) -> bool {
        self.date_end <= now
    }

    /// It is about a number of units.
    pub fn is_limited(&self) -> bool {
        self.kind == "STOCK_DISCOUNT"
    }
}

macro_rules! promotions {
    ($rest:literal) => {
        concat!(
            "select action_id, kind, title, description, date_start, date_end, freeze_date, discount_type, \
             discount_value, order_amount, is_voucher, with_targeting, is_open, min_stock, rule from promotion ",
            $rest
        )
    };
}
pub(super) use promotions;

/// Reads a row of `promotions!`.
pub(super) fn promotion(row: &Row<'_>) -> Result<Promotion> {
    Ok(Promotion {
        action_id: row.next()?,
        kind: row.next()?,
        title: row.next()?,
        description: row.next()?,
        date_start: row.next()?,
        date_end: row.next()?,
        freeze_date: row.next()?,
        discount_type: row.next()?,
        discount_value: row.next()?,
        order_amount: row.next()?,
        is_voucher: row.next()?,
        with_targeting: row.next()?,
        is_open: row.next()?,
        min_stock: row.next()?,
        rule: row.next_json::<Rule>()?.sorted(),
    })
}

/// The promotion, or not found.
pub(super) async fn find(call: &mut Call, action_id: ActionId) -> Result<Promotion> {
    let found = call.tx.row(FIND, args![action_id], promotion).await?;
    found.ok_or_else(unknown)
}

const FIND: &str = promotions!("where action_id = $1");
const HOLD: &str = promotions!("where action_id = $1 {held}");

fn unknown() -> Error {
    Error::NotFound("Action is not found".to_owned())
}

/// Keeps others from changing a promotion and the goods in it until the transaction ends, then reads it. Whatever
/// writes goods of a promotion begins here, so that lists, counts and prices stay in step.
pub(super) async fn hold(call: &mut Call, action_id: ActionId) -> Result<Promotion> {
    let held = call.tx.row(HOLD, args![action_id], promotion).await?;
    held.ok_or_else(unknown)
}

/// Promotions that are not over, by number.
pub(super) async fn alive(call: &mut Call) -> Result<Vec<ActionId>> {
    let ids = "select action_id from promotion where date_end > $1 order by action_id";
    call.tx.rows(ids, args![call.now], |row| row.next()).await
}

/// Where a product stands in a promotion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Candidate,
    Participant,
    Banned,
}

/// How a product came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AddMode {
    NotSet,
    Manual,
    Automatic,
}

impl State {
    fn word(self) -> &'static str {
        match self {
            Self::Candidate => "candidate",
            Self::Participant => "participant",
            Self::Banned => "banned",
        }
    }
}

impl AddMode {
    pub fn word(self) -> &'static str {
        match self {
            Self::NotSet => "NOT_SET",
            Self::Manual => "MANUAL",
            Self::Automatic => "AUTOMATIC",
        }
    }
}

/// A product of a promotion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub product_id: ProductId,
    pub state: State,
    pub add_mode: AddMode,
    /// The highest price when it was chosen; what it may be now also depends on its price now, see `rule`.
    pub max_action_price: Money,
    pub min_stock: i64,
    /// 0 when it does not take part.
    pub action_price: Money,
    /// Units offered and not yet sold.
    pub stock: i64,
}

impl Entry {
    /// It is in the promotion.
    pub fn takes_part(self) -> bool {
        self.state == State::Participant
    }

    /// Out of the promotion, at its door.
    pub fn left(self) -> Self {
        Self { state: State::Candidate, add_mode: AddMode::NotSet, action_price: Money(0), stock: 0, ..self }
    }
}

macro_rules! entries {
    ($rest:literal) => {
        concat!(
            "select product_id, state, add_mode, max_action_price, min_stock, action_price, stock \
             from promotion_product where seller_id = $1 and action_id = $2 and ",
            $rest
        )
    };
}
pub(super) use entries;

/// Reads a row of `entries!`.
pub(super) fn entry(row: &Row<'_>) -> Result<Entry> {
    Ok(Entry {
        product_id: row.next()?,
        state: match row.next::<String>()?.as_str() {
            "participant" => State::Participant,
            "banned" => State::Banned,
            _ => State::Candidate,
        },
        add_mode: match row.next::<String>()?.as_str() {
            "MANUAL" => AddMode::Manual,
            "AUTOMATIC" => AddMode::Automatic,
            _ => AddMode::NotSet,
        },
        max_action_price: row.next()?,
        min_stock: row.next()?,
        action_price: row.next()?,
        stock: row.next()?,
    })
}

/// The entries of the seller's products in a promotion, by product.
pub(super) async fn of_products(
    call: &mut Call,
    action_id: ActionId,
    products: &[ProductId],
) -> Result<BTreeMap<ProductId, Entry>> {
    let list: Vec<Arg> = products.iter().map(|id| Arg::from(*id)).collect();
    let found = call.tx.rows_in(OF_PRODUCTS, args![call.seller, action_id], &list, entry).await?;
    Ok(found.into_iter().map(|entry| (entry.product_id, entry)).collect())
}

const OF_PRODUCTS: &str = entries!("product_id {in}");

/// What becomes of a product of the seller's in a promotion.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change {
    pub product_id: ProductId,
    pub before: Option<Entry>,
    /// None: it is no longer of the promotion's kind.
    pub after: Option<Entry>,
}

/// Writes changes of the seller's products, one per product, with the counts and the prices on the goods. The
/// promotion is held.
pub(super) async fn write(call: &mut Call, promotion: &Promotion, changes: &[Change]) -> Result<()> {
    let mut changes: Vec<&Change> = changes.iter().filter(|change| change.before != change.after).collect();
    changes.sort_by_key(|change| change.product_id);
    let kept: Vec<Vec<Arg>> =
        changes.iter().filter_map(|change| Some(values(call, promotion, &change.after?))).collect();
    call.tx.run_bulk(KEEP, &kept).await?;
    let gone: Vec<Arg> = changes.iter().filter(|one| one.after.is_none()).map(|one| one.product_id.into()).collect();
    call.tx.run_in(DROP, args![call.seller, promotion.action_id], &gone).await?;
    count(call, promotion.action_id, &changes).await?;
    let price = |entry: Entry| Promoted {
        product_id: entry.product_id,
        action_id: promotion.action_id,
        title: promotion.title.clone(),
        price: entry.action_price,
        date_start: promotion.date_start,
        date_end: promotion.date_end,
        is_limited: promotion.is_limited(),
    };
    let is_in = |entry: Option<Entry>| entry.filter(|entry| entry.state == State::Participant);
    let prices: Vec<Promoted> = changes.iter().filter_map(|change| is_in(change.after)).map(price).collect();
    product::promote(call, &prices).await?;
    let left = |change: &&&Change| is_in(change.before).is_some() && is_in(change.after).is_none();
    let left: Vec<ProductId> = changes.iter().filter(left).map(|change| change.product_id).collect();
    product::demote(call, promotion.action_id, &left).await
}

const KEEP: &str = "insert into promotion_product (seller_id, action_id, product_id, state, add_mode, \
    max_action_price, min_stock, action_price, stock) select seller_id, action_id, product_id, state, add_mode, \
    max_action_price, min_stock, action_price, stock from {rows(seller_id, action_id, product_id, state, add_mode, \
    max_action_price, min_stock, action_price, stock)} where true \
    on conflict (seller_id, action_id, product_id) do update set state = excluded.state, \
    add_mode = excluded.add_mode, max_action_price = excluded.max_action_price, min_stock = excluded.min_stock, \
    action_price = excluded.action_price, stock = excluded.stock";
const DROP: &str = "delete from promotion_product where seller_id = $1 and action_id = $2 and product_id {in}";

fn values(call: &Call, promotion: &Promotion, entry: &Entry) -> Vec<Arg> {
    let key = args![call.seller, promotion.action_id, entry.product_id, entry.state.word(), entry.add_mode.word()];
    [key.as_slice(), args![entry.max_action_price, entry.min_stock, entry.action_price, entry.stock]].concat()
}

/// Moves the counts of the seller's products by state.
async fn count(call: &mut Call, action_id: ActionId, changes: &[&Change]) -> Result<()> {
    let of = |state: State| -> i64 {
        let is = |entry: Option<Entry>| i64::from(entry.is_some_and(|entry| entry.state == state));
        changes.iter().map(|change| is(change.after) - is(change.before)).sum()
    };
    let moved = [of(State::Candidate), of(State::Participant), of(State::Banned)];
    if moved == [0, 0, 0] {
        return Ok(());
    }
    let [candidates, participants, banned] = moved;
    call.tx.run(COUNT, args![call.seller, action_id, candidates, participants, banned]).await?;
    Ok(())
}

const COUNT: &str = "insert into promotion_shop (seller_id, action_id, candidates, participants, banned) \
    values ($1, $2, $3, $4, $5) on conflict (seller_id, action_id) do update set \
    candidates = promotion_shop.candidates + excluded.candidates, \
    participants = promotion_shop.participants + excluded.participants, banned = promotion_shop.banned + excluded.banned";

/// How many products stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub candidates: i64,
    pub participants: i64,
    pub banned: i64,
}

/// The seller's products in a promotion, counted.
pub(super) async fn counts(call: &mut Call, action_id: ActionId) -> Result<Counts> {
    Ok(call.tx.row(COUNTS, args![call.seller, action_id], counted).await?.unwrap_or_default())
}

const COUNTS: &str =
    "select candidates, participants, banned from promotion_shop where seller_id = $1 and action_id = $2";

pub(super) fn counted(row: &Row<'_>) -> Result<Counts> {
    Ok(Counts { candidates: row.next()?, participants: row.next()?, banned: row.next()? })
}
