//! Where an amount comes from: both sides of every line that an operation booked.

use gostiny_wire::scalar::{Money, OperationId, Sku};

use crate::{args, call::Call, error::Result, store::Row};

/// Lines shown at most; an operation has a few for each product.
const MOST: i64 = 5_000;

/// Money that one account gave or got.
#[derive(Clone, Debug)]
pub struct LedgerLine {
    /// Whose: `seller`, `buyer`, `commission`, `acquiring`, `service`, `compensation`.
    pub account: String,
    /// What for: `sale`, `commission` or the name of a service.
    pub part: String,
    /// For which product; 0 if none.
    pub sku: Sku,
    /// Positive: the account received.
    pub amount: Money,
}

/// The lines of an operation of the call's shop, in the order of the booking; none when it has no such operation.
pub async fn explain(call: &mut Call, operation_id: OperationId) -> Result<Vec<LedgerLine>> {
    call.tx.rows(LINES, args![call.seller, operation_id, MOST], line).await
}

const LINES: &str = "select account, part, sku, amount from ledger where seller_id = $1 and operation_id = $2 \
    order by line limit $3";

fn line(row: &Row<'_>) -> Result<LedgerLine> {
    Ok(LedgerLine { account: row.next()?, part: row.next()?, sku: row.next()?, amount: row.next()? })
}
