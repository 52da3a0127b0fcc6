//! Postings: their life from the order to the buyer's door. Owns
//! `buyer_order`, `posting`, `posting_item`, `posting_history`.

mod row;

pub use row::{Item, Posting, find, items};

use crate::{api::Routes, job::Kind};

/// On the agenda once a posting is delivered; the subject is its number. Executed by finance.
pub const DELIVERED: Kind = Kind("posting.delivered");
/// On the agenda once a posting that had left the seller came back or was cancelled on its way. Executed by finance.
pub const CAME_BACK: Kind = Kind("posting.came_back");

/// STUB (replace): the seller's methods of this area.
pub fn routes() -> Routes {
    Routes::default()
}

/// STUB (replace): the operator's methods of this area.
pub fn operator_routes() -> Routes {
    Routes::default()
}
