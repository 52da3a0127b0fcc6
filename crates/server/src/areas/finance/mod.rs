//! Money: operations booked twice, and the lists and totals that are views of them. Owns `operation` and `ledger`.

use crate::api::Routes;

/// STUB (replace): the seller's methods of this area.
pub fn routes() -> Routes {
    Routes::default()
}
