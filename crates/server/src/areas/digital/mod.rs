//! Codes of digital goods. Owns `digital_task`, `digital_code`. A product for which codes were uploaded is sold from the
//! marketplace's warehouse, and what can be sold of it are its free codes: `upload.rs` brings them in, `sale.rs` gives
//! each sold unit one of its own. `order.rs` sells units whose codes come after the sale.

mod invariant;
mod order;
mod sale;
#[cfg(test)]
mod tests;
mod upload;

pub use invariant::invariants;
pub use order::{Filled, fill};
pub use sale::{Codes, codes_of, give_back, sell};
pub use upload::v1 as upload;

use gostiny_wire::digital;

use crate::api::Routes;

/// The seller's methods of this area.
pub fn routes() -> Routes {
    Routes::default()
        .writes(digital::ProductUploadDigitalCodesV1, upload::v1)
        .reads(digital::ProductUploadDigitalCodesInfoV1, upload::info_v1)
        .writes(digital::ProductDigitalStocksImportV1, order::stocks_v1)
        .job(upload::IMPORT, upload::import)
}
