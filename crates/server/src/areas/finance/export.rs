//! Operations for reports: page by page, goods apart, and summed up by day. All amounts are read from the ledger, so that
//! they agree with the transaction list and its totals.

use std::collections::HashMap;

use gostiny_wire::scalar::{Money, OperationId, PostingNumber, Sku, Time, WarehouseId};

use super::{
    ledger::OperationItem,
    operation_type::{self, Kind},
    part,
};
use crate::{
    args,
    call::Call,
    error::Result,
    store::{Arg, Row},
};

/// An operation.
#[derive(Clone, Debug)]
pub struct Accrual {
    /// Its number.
    pub operation_id: OperationId,
    /// Russian name of its type.
    pub name: &'static str,
    /// When.
    pub happened_at: Time,
    /// The parcel; empty if none.
    pub posting_number: PostingNumber,
    /// `FBO`, `FBS` or `RFBS`; empty without a parcel.
    pub delivery_schema: String,
    /// When processing of the parcel began.
    pub order_date: Option<Time>,
    /// Where it left from; 0 if none.
    pub warehouse_id: WarehouseId,
    /// By SKU, in the order of the booking; SKU 0 is what belongs to no product.
    pub goods: Vec<AccrualGoods>,
}

/// What an operation brought or cost for one product.
#[derive(Clone, Debug, Default)]
pub struct AccrualGoods {
    /// The product; 0 if none.
    pub sku: Sku,
    /// Its title; empty if none.
    pub name: String,
    /// Units.
    pub quantity: i64,
    /// By what the money was for.
    pub parts: Vec<AccrualPart>,
}

/// The seller's money of one part.
#[derive(Clone, Debug)]
pub struct AccrualPart {
    /// What for: `sale`, `commission` or the name of a service.
    pub name: String,
    /// Positive: the seller received.
    pub amount: Money,
}

impl AccrualGoods {
    /// The goods themselves.
    pub fn sale(&self) -> Money {
        self.of(|name| name == part::SALE)
    }

    /// Commission.
    pub fn commission(&self) -> Money {
        self.of(|name| name == part::COMMISSION)
    }

    /// A service by its name.
    pub fn service(&self, service: &str) -> Money {
        self.of(|name| name == service)
    }

    /// All parts together.
    pub fn total(&self) -> Money {
        self.of(|_| true)
    }

    fn of(&self, wanted: impl Fn(&str) -> bool) -> Money {
        self.parts.iter().filter(|part| wanted(&part.name)).map(|part| part.amount).sum()
    }
}

/// Where a page of operations goes on.
#[derive(Clone, Copy, Debug)]
pub struct AccrualsAfter(pub(super) Time, pub(super) OperationId);

impl AccrualsAfter {
    /// Before the first operation from a moment on.
    pub fn beginning(from: Time) -> Self {
        Self(from, OperationId(0))
    }
}

/// Operations up to a moment, oldest first, and where to go on; nothing when there are none left. `kinds` are words of
/// `transaction_type`; none: all.
pub async fn accruals(
    call: &mut Call,
    kinds: &[&str],
    to: Time,
    after: AccrualsAfter,
    limit: i64,
) -> Result<(Vec<Accrual>, Option<AccrualsAfter>)> {
    let all = Kind::ALL.map(Kind::as_str);
    let kinds = if kinds.is_empty() { &all[..] } else { kinds };
    let kinds: Vec<Arg> = kinds.iter().map(|kind| Arg::from(*kind)).collect();
    let rows = call.tx.rows_in(PAGE, args![call.seller, after.0, after.1, to, limit], &kinds, operation).await?;
    let next = rows.last().map(|(last, _)| AccrualsAfter(last.happened_at, last.operation_id));
    Ok((with_parts(call, rows).await?, next))
}

/// All operations of these postings, up to 500, by posting and time.
pub(super) async fn of_postings(call: &mut Call, numbers: &[PostingNumber]) -> Result<Vec<Accrual>> {
    let list: Vec<Arg> = numbers.iter().map(Arg::from).collect();
    let rows = call.tx.rows_in(OF_POSTINGS, args![call.seller], &list, operation).await?;
    with_parts(call, rows).await
}

/// The operations with their money by goods.
async fn with_parts(call: &mut Call, rows: Vec<(Accrual, Vec<OperationItem>)>) -> Result<Vec<Accrual>> {
    let ids: Vec<Arg> = rows.iter().map(|(accrual, _)| Arg::from(accrual.operation_id)).collect();
    let mut parts: HashMap<OperationId, Vec<(Sku, AccrualPart)>> = HashMap::with_capacity(ids.len());
    for (operation_id, sku, part) in call.tx.rows_in(PARTS, args![call.seller, part::SELLER], &ids, part_row).await? {
        parts.entry(operation_id).or_default().push((sku, part));
    }
    let with_goods = |(mut accrual, items): (Accrual, Vec<OperationItem>)| {
        accrual.goods = goods(items, parts.remove(&accrual.operation_id).unwrap_or_default());
        accrual
    };
    Ok(rows.into_iter().map(with_goods).collect())
}

macro_rules! operations {
    ($rest:literal) => {
        concat!(
            "select operation_id, operation_type, happened_at, posting_number, delivery_schema, order_date, \
             warehouse_id, items from operation where seller_id = $1 and ",
            $rest
        )
    };
}

const PAGE: &str = operations!(
    "(happened_at, operation_id) > ($2, $3) and happened_at <= $4 and kind {in} \
     order by happened_at, operation_id limit $5"
);
const OF_POSTINGS: &str = operations!("posting_number {in} order by posting_number, happened_at, operation_id");

const PARTS: &str = "select operation_id, sku, part, cast(sum(amount) as bigint) from ledger \
    where seller_id = $1 and account = $2 and operation_id {in} group by operation_id, sku, part \
    order by operation_id, min(line)";

fn operation(row: &Row<'_>) -> Result<(Accrual, Vec<OperationItem>)> {
    let (operation_id, kind) = (row.next()?, row.next::<String>()?);
    let accrual = Accrual {
        operation_id,
        name: operation_type::name_of(&kind)?,
        happened_at: row.next()?,
        posting_number: row.next()?,
        delivery_schema: row.next()?,
        order_date: row.next()?,
        warehouse_id: row.next()?,
        goods: Vec::new(),
    };
    Ok((accrual, row.next_json()?))
}

fn part_row(row: &Row<'_>) -> Result<(OperationId, Sku, AccrualPart)> {
    Ok((row.next()?, row.next()?, AccrualPart { name: row.next()?, amount: row.next()? }))
}

/// Parts by SKU; titles and units come from the parcel's lines, where a SKU may stand twice.
fn goods(items: Vec<OperationItem>, parts: Vec<(Sku, AccrualPart)>) -> Vec<AccrualGoods> {
    let mut goods: Vec<AccrualGoods> = Vec::new();
    for (sku, part) in parts {
        match goods.iter_mut().find(|known| known.sku == sku) {
            Some(known) => known.parts.push(part),
            None => goods.push(AccrualGoods { sku, parts: vec![part], ..AccrualGoods::default() }),
        }
    }
    for item in items {
        if let Some(known) = goods.iter_mut().find(|known| known.sku == item.sku) {
            known.quantity += item.quantity;
            known.name = item.name;
        }
    }
    goods
}

/// The seller's money before a moment.
pub async fn balance_before(call: &mut Call, moment: Time) -> Result<Money> {
    call.tx.value(BALANCE, args![call.seller, moment, part::SELLER]).await.map(Money)
}

const BALANCE: &str = "select cast(coalesce(sum(l.amount), 0) as bigint) from operation o \
    join ledger l on l.seller_id = o.seller_id and l.operation_id = o.operation_id \
    where o.seller_id = $1 and o.happened_at < $2 and l.account = $3";

/// The seller's money of one UTC day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DaySum {
    /// The day, counted from 1970.
    pub day: i64,
    /// Goods delivered.
    pub sales: Money,
    /// Commission for them.
    pub commission: Money,
    /// Goods sent back.
    pub returns: Money,
    /// Commission given back.
    pub commission_back: Money,
    /// Services.
    pub services: Money,
    /// Everything else.
    pub others: Money,
}

impl DaySum {
    /// All of it.
    pub fn total(&self) -> Money {
        [self.sales, self.commission, self.returns, self.commission_back, self.services, self.others].into_iter().sum()
    }

    fn add(&mut self, kind: &str, part: &str, amount: Money) {
        let is_return = kind == Kind::Returns.as_str();
        let is_service = is_return || [Kind::Orders, Kind::Services].map(Kind::as_str).contains(&kind);
        let place = match part {
            part::SALE if is_return => &mut self.returns,
            part::SALE => &mut self.sales,
            part::COMMISSION if is_return => &mut self.commission_back,
            part::COMMISSION => &mut self.commission,
            _ if is_service => &mut self.services,
            _ => &mut self.others,
        };
        *place = *place + amount;
    }
}

/// Sums of the days on which money moved, in order.
pub async fn daily(call: &mut Call, from: Time, to: Time) -> Result<Vec<DaySum>> {
    let mut days: Vec<DaySum> = Vec::new();
    for PartSum { day, kind, part, amount } in by_part(call, from, to).await? {
        if days.last().is_none_or(|last| last.day != day) {
            days.push(DaySum { day, ..DaySum::default() });
        }
        if let Some(last) = days.last_mut() {
            last.add(&kind, &part, amount);
        }
    }
    Ok(days)
}

/// The seller's money of one UTC day, kind of operation and part.
pub(super) struct PartSum {
    /// Counted from 1970.
    pub day: i64,
    pub kind: String,
    pub part: String,
    pub amount: Money,
}

/// Sums of the days on which money moved, in order.
pub(super) async fn by_part(call: &mut Call, from: Time, to: Time) -> Result<Vec<PartSum>> {
    let read =
        |row: &Row<'_>| Ok(PartSum { day: row.next()?, kind: row.next()?, part: row.next()?, amount: row.next()? });
    call.tx.rows(DAILY, args![call.seller, from, to, part::SELLER], read).await
}

const DAILY: &str = "select o.happened_at / 86400000000, o.kind, l.part, cast(sum(l.amount) as bigint) \
    from operation o join ledger l on l.seller_id = o.seller_id and l.operation_id = o.operation_id \
    where o.seller_id = $1 and o.happened_at >= $2 and o.happened_at <= $3 and l.account = $4 \
    group by o.happened_at / 86400000000, o.kind, l.part order by 1, 2, 3";
