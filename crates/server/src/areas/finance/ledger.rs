//! Books operations: what the seller gets or pays has a counterpart of the same amount, so that each operation sums
//! to zero over all accounts. A cause is booked once.

use gostiny_wire::scalar::{Money, OperationId, PostingNumber, Sku, Time, WarehouseId};
use serde::{Deserialize, Serialize};

use super::{operation_type, part};
use crate::{
    areas::{
        posting::Item,
        tariff::{Rates, Scheme},
    },
    args,
    call::Call,
    error::{Error, Result},
    store::Arg,
};

/// Money of one part on one account; positive is received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub account: &'static str,
    pub part: &'static str,
    pub sku: Sku,
    pub amount: Money,
}

/// The seller's line and its counterpart; nothing when no money moves.
pub(super) fn booked(part: &'static str, sku: Sku, amount: Money) -> impl Iterator<Item = Line> {
    let seller = Line { account: part::SELLER, part, sku, amount };
    let other = Line { account: part::counterpart(part), amount: -amount, ..seller };
    [seller, other].into_iter().filter(|line| line.amount != Money(0))
}

/// The posting that an operation is about, with its goods.
#[derive(Clone, Debug)]
pub(super) struct Parcel {
    pub posting_number: PostingNumber,
    pub scheme: Scheme,
    /// When processing began.
    pub in_process_at: Time,
    pub warehouse_id: WarehouseId,
    pub items: Vec<Item>,
    /// What it is charged by.
    pub rates: Rates,
}

/// Something that moved money, at the call's time.
#[derive(Clone, Debug)]
pub(super) struct Operation<'a> {
    /// `OperationAgentDeliveredToCustomer`, ...
    pub operation_type: &'static str,
    /// None for a service to the shop as a whole.
    pub parcel: Option<&'a Parcel>,
    /// Why, unique for the shop: `sale:57195475-0050-3`.
    pub cause: String,
    /// Both sides.
    pub lines: Vec<Line>,
}

/// Goods of an operation as stored: one entry for each line of the posting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct OperationItem {
    pub name: String,
    pub sku: Sku,
    pub quantity: i64,
}

/// Books operations. One without lines moves no money and is not kept; one whose cause was booked before changes
/// nothing.
pub(super) async fn post(call: &mut Call, operations: &[Operation<'_>]) -> Result<()> {
    let operations: Vec<&Operation<'_>> = operations.iter().filter(|operation| !operation.lines.is_empty()).collect();
    let Ok(count @ 1..) = i64::try_from(operations.len()) else { return Ok(()) };
    let first = call.ids("operation", count).await?;
    let mut rows = Vec::new();
    for (operation_id, operation) in (first..).map(OperationId).zip(operations) {
        in_balance(operation)?;
        if insert(call, operation_id, operation).await? == 1 {
            rows.extend((1_i64..).zip(&operation.lines).map(|(number, line)| row(call, operation_id, number, line)));
        }
    }
    call.tx.run_bulk(LINES, &rows).await?;
    Ok(())
}

const LINES: &str = "insert into ledger (seller_id, operation_id, line, account, part, sku, amount) \
    select seller_id, operation_id, line, account, part, sku, amount \
    from {rows(seller_id, operation_id, line, account, part, sku, amount)}";

fn row(call: &Call, operation_id: OperationId, number: i64, line: &Line) -> Vec<Arg> {
    args![call.seller, operation_id, number, line.account, line.part, line.sku, line.amount].to_vec()
}

/// All accounts together neither win nor lose.
fn in_balance(operation: &Operation<'_>) -> Result<()> {
    let sum: i128 = operation.lines.iter().map(|line| i128::from(line.amount.0)).sum();
    if sum == 0 {
        return Ok(());
    }
    Err(Error::internal(format!("{} is out of balance by {sum}", operation.cause)))
}

async fn insert(call: &mut Call, operation_id: OperationId, operation: &Operation<'_>) -> Result<u64> {
    let parcel = operation.parcel;
    let item = |item: &Item| OperationItem { name: item.name.clone(), sku: item.sku, quantity: item.quantity };
    let items: Vec<OperationItem> = parcel.iter().flat_map(|parcel| &parcel.items).map(item).collect();
    let args = args![
        call.seller,
        operation_id,
        operation.operation_type,
        operation_type::kind(operation.operation_type)?.as_str(),
        call.now,
        parcel.map(|parcel| parcel.posting_number.as_str()).unwrap_or_default(),
        parcel.map(|parcel| parcel.scheme.as_str().to_uppercase()).unwrap_or_default(),
        parcel.map(|parcel| parcel.in_process_at),
        parcel.map(|parcel| parcel.warehouse_id).unwrap_or_default(),
        serde_json::to_string(&items)?,
        &operation.cause
    ];
    call.tx.run(INSERT, args).await
}

const INSERT: &str = "insert into operation (seller_id, operation_id, operation_type, kind, happened_at, \
    posting_number, delivery_schema, order_date, warehouse_id, items, cause) \
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (seller_id, cause) do nothing";
