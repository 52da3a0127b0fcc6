//! Warehouses and delivery methods. Owns `warehouse` and `delivery_method`.

mod day;
mod list;
mod open;
mod open_method;
mod row;

pub use day::{day_end, day_start, local_day, local_minute, utc_offset_minutes};
pub use open::open;
pub use open_method::open_method;
pub use row::{DeliveryMethod, Warehouse, all, all_methods, find, method, methods};

use gostiny_wire::{operator, warehouse};

use crate::api::Routes;

/// A warehouse in this status works.
pub const WORKING: &str = "created";

/// The seller's methods of this area.
pub fn routes() -> Routes {
    Routes::default()
        .reads(warehouse::WarehouseListV1, list::warehouses_v1)
        .reads(warehouse::DeliveryMethodListV1, list::methods_v1)
        .reads(warehouse::WarehouseListV2, list::warehouses_v2)
        .reads(warehouse::DeliveryMethodListV2, list::methods_v2)
}

/// The operator's methods of this area.
pub fn operator_routes() -> Routes {
    Routes::default()
        .writes(operator::WarehouseCreate, open::open)
        .writes(operator::DeliveryMethodCreate, open_method::open_method)
}
