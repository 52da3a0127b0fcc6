//! Stock by warehouse. Owns `stock`; `product` carries the sums.

mod by_warehouse;
mod hold;
mod info;
mod refusal;
mod row;
mod set;
mod supply;

#[cfg(test)]
mod tests;

pub use hold::{hand_over, release, reserve};
pub use row::{Stock, of_products};
pub use set::set_sellable;
pub use supply::supply;

use gostiny_wire::{operator, scalar::WarehouseId, stock};

use crate::api::Routes;

/// The marketplace's own warehouse, where FBO goods lie.
pub const FBO_WAREHOUSE: WarehouseId = WarehouseId(18_044_249_781_000);
/// Its name.
pub const FBO_WAREHOUSE_NAME: &str = "ГОСТИНЫЙ_ДВОР_1";

/// The seller's methods of this area.
pub fn routes() -> Routes {
    Routes::default()
        .writes(stock::ProductImportStocksV1, set::v1)
        .writes(stock::ProductsStocksV2, set::v2)
        .reads(stock::ProductInfoStocksV3, info::v3)
        .reads(stock::ProductInfoStocksByWarehouseFbsV1, by_warehouse::v1)
}

/// The operator's methods of this area.
pub fn operator_routes() -> Routes {
    Routes::default().writes(operator::SupplyStock, supply::supply)
}
