//! Stock by warehouse. Owns `stock`; `product` carries the sums.

use gostiny_wire::scalar::{ProductId, WarehouseId};

use crate::{
    api::Routes,
    call::Call,
    error::{Error, Result},
};

/// The marketplace's own warehouse, where FBO goods lie.
pub const FBO_WAREHOUSE: WarehouseId = WarehouseId(18_044_249_781_000);
/// Its name.
pub const FBO_WAREHOUSE_NAME: &str = "ГОСТИНЫЙ_ДВОР_1";

/// STUB (replace): the seller's methods of this area.
pub fn routes() -> Routes {
    Routes::default()
}

/// STUB (replace): the operator's methods of this area.
pub fn operator_routes() -> Routes {
    Routes::default()
}

/// Stock of one product on one warehouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stock {
    /// The product.
    pub product_id: ProductId,
    /// Where.
    pub warehouse_id: WarehouseId,
    /// All on the shelf.
    pub present: i64,
    /// Held by orders.
    pub reserved: i64,
}

/// Stock rows of the seller's products, on all warehouses.
pub async fn of_products(_: &mut Call, _: &[ProductId]) -> Result<Vec<Stock>> {
    Err(Error::internal("stub"))
}

/// Holds units for an order; false, and nothing held, when there are not enough.
pub async fn reserve(_: &mut Call, _: ProductId, _: WarehouseId, _: i64) -> Result<bool> {
    Err(Error::internal("stub"))
}

/// Lets held units go (a cancelled posting).
pub async fn release(_: &mut Call, _: ProductId, _: WarehouseId, _: i64) -> Result<()> {
    Err(Error::internal("stub"))
}

/// Held units leave the shelf (a posting was handed over): present and reserved both fall.
pub async fn hand_over(_: &mut Call, _: ProductId, _: WarehouseId, _: i64) -> Result<()> {
    Err(Error::internal("stub"))
}

/// Sets the sellable amount: present = amount + reserved. For the demo world and imports.
pub async fn set_sellable(_: &mut Call, _: ProductId, _: WarehouseId, _: i64) -> Result<()> {
    Err(Error::internal("stub"))
}
