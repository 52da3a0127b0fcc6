//! What always holds of carriages.

use super::row::READY;
use crate::{args, invariant::Invariant};

/// What always holds of the tables of this area.
pub fn invariants() -> Vec<Invariant> {
    let postings =
        Invariant::new("act.postings", "a posting travels in a carriage that is there and has papers", POSTINGS);
    vec![Invariant { args: args![READY].to_vec(), ..postings }]
}

const POSTINGS: &str = "select p.seller_id, p.posting_number || ' travels in ' || p.carriage_id as what from posting p \
    left join carriage c on c.seller_id = p.seller_id and c.carriage_id = p.carriage_id \
    where p.carriage_id > 0 and (c.status is null or c.status <> $1)";
