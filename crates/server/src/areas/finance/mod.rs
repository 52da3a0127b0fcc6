//! Money: operations booked twice, and the lists and totals that are views of them. Owns `operation` and `ledger`.
//! Start at `accrue.rs`: what a parcel's way costs and brings.

mod accrual;
mod accrual_type;
mod accrue;
mod cash_flow;
mod charge;
mod explain;
mod export;
mod filter;
mod invariant;
mod ledger;
mod list;
mod operation_type;
mod part;
mod realization;
mod returns;
#[cfg(test)]
mod tests;
mod totals;

pub use charge::store;
pub use explain::{LedgerLine, explain};
pub use export::{Accrual, AccrualGoods, AccrualPart, AccrualsAfter, DaySum, accruals, balance_before, daily};
pub use filter::short_enough;
pub use invariant::invariants;
pub use totals::summary;

use gostiny_wire::{
    finance::{
        FinanceAccrualByDayV1, FinanceAccrualPostingsV1, FinanceAccrualTypesV1, FinanceCashFlowStatementListV1,
        FinanceRealizationV2, FinanceTransactionListV3, FinanceTransactionTotalsV3,
    },
    operator::insight::ChargePost,
};

use super::{posting, returns as goods_back};
use crate::api::Routes;

/// The seller's methods of this area, and what happens to money when a parcel arrives or comes back.
pub fn routes() -> Routes {
    Routes::default()
        .scans(FinanceTransactionListV3, list::v3)
        .scans(FinanceTransactionTotalsV3, totals::v3)
        .scans(FinanceAccrualByDayV1, accrual::by_day_v1)
        .scans(FinanceAccrualPostingsV1, accrual::postings_v1)
        .reads(FinanceAccrualTypesV1, accrual_type::types_v1)
        .scans(FinanceRealizationV2, realization::v2)
        .scans(FinanceCashFlowStatementListV1, cash_flow::v1)
        .job(posting::DELIVERED, accrue::delivered)
        .job(posting::LOST, accrue::lost)
        .job(posting::CANCELLED, accrue::cancelled)
        .job(goods_back::CHARGE, returns::charge)
}

/// The operator's methods of this area.
pub fn operator_routes() -> Routes {
    Routes::default().writes(ChargePost, charge::post_one)
}
