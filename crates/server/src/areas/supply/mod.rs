//! Supplies to the marketplace's own warehouse: announced with waybills, counted when they arrive. Owns
//! `supply_order`, `supply_waybill`, `supply_item`. The goods that are good become stock.

mod accept;
mod announced;
mod count;
mod create;
mod desk;
mod show;

pub use accept::accept;
pub use announced::announced;
pub use create::create;

use gostiny_wire::{operator, supply};

use crate::api::Routes;

/// The seller's methods of this area.
pub fn routes() -> Routes {
    Routes::default()
        .reads(supply::SupplierOrdersWaybillAcceptanceResultsV1, show::waybills_v1)
        .reads(supply::SupplierWaybillAcceptanceResultsV1, show::results_v1)
}

/// The operator's methods of this area.
pub fn operator_routes() -> Routes {
    Routes::default()
        .writes(operator::SupplyOrderCreate, create::create)
        .writes(operator::SupplyOrderAccept, accept::accept)
        .reads(operator::SupplyOrderList, desk::list)
}
