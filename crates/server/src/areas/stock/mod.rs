//! Stock by warehouse. Owns `stock`; `product` carries the sums.

mod arrive;
mod by_warehouse;
mod goods;
mod hold;
mod info;
mod invariant;
mod marketplace;
mod notify;
mod put_back;
mod refusal;
mod row;
mod set;
mod supply;
mod trail;

#[cfg(test)]
mod tests;

pub use arrive::Arrival;
pub use hold::{hand_over, release, reserve, take_back};
pub use invariant::invariants;
pub use marketplace::at_marketplace;
pub use notify::changed;
pub use put_back::put_back;
pub use row::{Stock, of_products};
pub use set::set_sellable;
pub use supply::{arrive, supply};
pub use trail::{StockSet, trail};

use gostiny_wire::{operator, scalar::WarehouseId, stock};

use crate::{api::Routes, job::Kind};

/// On the agenda once goods arrived at the marketplace's warehouse; the payload is a list of [`Arrival`].
pub const ARRIVED: Kind = Kind("stock.arrived");

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
        .reads(stock::ProductInfoStocksV4, info::v4)
        .reads(stock::ProductInfoStocksByWarehouseFbsV1, by_warehouse::v1)
        .reads(stock::ProductInfoStocksByWarehouseFbsV2, by_warehouse::v2)
        .reads(stock::ProductInfoWarehouseStocksV1, by_warehouse::of_warehouse_v1)
}

/// The operator's methods of this area.
pub fn operator_routes() -> Routes {
    Routes::default().writes(operator::SupplyStock, supply::supply).reads(operator::GoodsList, goods::list)
}
