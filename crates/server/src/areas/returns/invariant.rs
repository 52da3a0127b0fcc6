//! What always holds of goods on their way back. That no more come back than were delivered, the database itself holds.

use crate::invariant::{Invariant, counter};

/// What always holds of the tables of this area.
pub fn invariants() -> Vec<Invariant> {
    vec![counter!("returns.id", "return", "select max(return_id) as used from goods_return")]
}
