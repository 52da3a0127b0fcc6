//! Prices: set and shown. Owns `price_change`; the prices themselves are columns of the product. The rules of a change
//! stand in `rule.rs`.

mod pace;
mod rule;
mod set;
mod show;
#[cfg(test)]
mod tests;

pub use set::v1 as set;

use gostiny_wire::price;

use crate::api::Routes;

/// The seller's methods of this area.
pub fn routes() -> Routes {
    Routes::default()
        .writes(price::ProductImportPricesV1, set::v1)
        .reads(price::ProductInfoPricesV4, show::v4)
        .reads(price::ProductInfoPricesV5, show::v5)
}
