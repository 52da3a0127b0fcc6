//! Prices: set and shown. The columns live in `product`; the rules of a change stand in `rule.rs`.

mod rule;
mod set;
mod show;
#[cfg(test)]
mod tests;

use gostiny_wire::price;

use crate::api::Routes;

/// The seller's methods of this area.
pub fn routes() -> Routes {
    Routes::default().writes(price::ProductImportPricesV1, set::v1).reads(price::ProductInfoPricesV4, show::v4)
}
