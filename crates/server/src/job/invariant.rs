//! What always holds of the agenda.

use crate::invariant::{Invariant, counter};

/// What always holds of the agenda.
pub fn invariants() -> Vec<Invariant> {
    vec![
        Invariant::new("agenda.fails", "nothing on the agenda has failed", FAILS),
        counter!("agenda.id", "agenda", "select max(agenda_id) as used from agenda"),
    ]
}

const FAILS: &str = "select seller_id, kind || ' of ' || subject || ' failed ' || attempts || ' times: ' || last_error \
    as what from agenda where last_error <> ''";
