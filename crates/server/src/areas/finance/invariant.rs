//! What always holds of money.

use crate::invariant::{Invariant, counter};

/// What always holds of the tables of this area.
pub fn invariants() -> Vec<Invariant> {
    vec![
        Invariant::new("finance.balance", "each operation sums to nothing over all accounts", BALANCE),
        Invariant::new("finance.lines", "each operation has lines, and no line is without its operation", LINES),
        counter!("finance.id", "operation", "select max(operation_id) as used from operation"),
    ]
}

const BALANCE: &str = "select seller_id, 'operation ' || operation_id || ': ' || sum(amount) as what from ledger \
    group by seller_id, operation_id having sum(amount) <> 0";

const LINES: &str = "select o.seller_id, 'operation ' || o.operation_id as what from operation o where not exists (\
    select 1 from ledger l where l.seller_id = o.seller_id and l.operation_id = o.operation_id) \
    union all select l.seller_id, 'line of ' || l.operation_id as what from ledger l where not exists (\
    select 1 from operation o where o.seller_id = l.seller_id and o.operation_id = l.operation_id)";
