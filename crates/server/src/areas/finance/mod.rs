//! Money: operations booked twice, and the lists and totals that are views of them. Owns `operation` and `ledger`.
//! Start at `accrue.rs`: what a parcel's way costs and brings.

mod accrue;
mod filter;
mod ledger;
mod list;
mod operation_type;
mod part;
#[cfg(test)]
mod tests;
mod totals;

use gostiny_wire::finance::{FinanceTransactionListV3, FinanceTransactionTotalsV3};

use super::posting;
use crate::api::Routes;

/// The seller's methods of this area, and what happens to money when a parcel arrives or comes back.
pub fn routes() -> Routes {
    Routes::default()
        .scans(FinanceTransactionListV3, list::v3)
        .scans(FinanceTransactionTotalsV3, totals::v3)
        .job(posting::DELIVERED, accrue::delivered)
        .job(posting::CAME_BACK, accrue::came_back)
}
