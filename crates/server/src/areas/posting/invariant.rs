//! What always holds of postings.

use crate::invariant::Invariant;

/// What always holds of the tables of this area.
pub fn invariants() -> Vec<Invariant> {
    vec![
        Invariant::new("posting.held", "units are held for postings that have not left, and for nothing else", HELD),
        Invariant::new("posting.history", "the last step of a posting's history is where it stands", HISTORY),
        Invariant::new("posting.steps", "a posting's history has no gap", STEPS),
        Invariant::new("posting.items", "no posting is empty", ITEMS),
        Invariant::new("posting.marks", "a mark belongs to a posting that was not called off before it left", MARKS),
    ]
}

const HELD: &str = "select seller_id, 'product ' || product_id || ' on warehouse ' || warehouse_id || ': ' \
    || sum(held) || ' units are held, postings hold ' || sum(wanted) as what from (\
    select seller_id, product_id, warehouse_id, reserved as held, 0 as wanted from stock union all \
    select p.seller_id, i.product_id, p.warehouse_id, 0 as held, i.quantity as wanted from posting p \
    join posting_item i on i.seller_id = p.seller_id and i.posting_number = p.posting_number \
    where p.delivering_date is null and p.status <> 'cancelled') both_ways \
    group by seller_id, product_id, warehouse_id having sum(held) <> sum(wanted)";

const HISTORY: &str = "select p.seller_id, p.posting_number || ' is ' || p.status || ', its history ends with ' \
    || coalesce(h.status, 'nothing') as what from posting p left join posting_history h on h.seller_id = p.seller_id \
    and h.posting_number = p.posting_number and h.step = (select max(last.step) from posting_history last \
    where last.seller_id = p.seller_id and last.posting_number = p.posting_number) \
    where h.status is null or h.status <> p.status or h.substatus <> p.substatus";

const STEPS: &str = "select seller_id, posting_number as what from posting_history group by seller_id, posting_number \
    having max(step) - min(step) + 1 <> count(*)";

const ITEMS: &str = "select p.seller_id, p.posting_number as what from posting p where not exists (select 1 \
    from posting_item i where i.seller_id = p.seller_id and i.posting_number = p.posting_number)";

const MARKS: &str = "select m.seller_id, m.posting_number || ' holds ' || m.code as what from mark_taken m \
    left join posting p on p.seller_id = m.seller_id and p.posting_number = m.posting_number \
    where p.posting_number is null or (p.status = 'cancelled' and p.delivering_date is null)";
