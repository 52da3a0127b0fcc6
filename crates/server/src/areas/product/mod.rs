//! Goods: import, moderation, cards, lists. Owns `product`, `product_card`, `product_stock`, `product_count`, `import_task`,
//! `import_item`. Start at `import.rs` for how goods come to be, at `facet.rs` for who sees them.

mod attributes;
mod brief;
mod description;
mod facet;
mod import;
mod info;
mod list;
mod moderate;
mod order;
mod page;
mod row;
mod status;
mod sums;
mod task;
#[cfg(test)]
pub(super) mod tests;
mod validate;
mod write;

pub use brief::{Brief, briefs_by_offer_ids, briefs_by_product_ids};
pub use import::v2 as import;
pub use info::{fraction, without_index};
pub use moderate::by_operator as moderate;
pub use page::{Page, page};
pub use row::{Product, by_offer_ids, by_product_ids, by_skus, of_any_seller};
pub use sums::{Prices, Repriced, StockMove, move_stock, write_prices};

use gostiny_wire::{operator, product};

use crate::api::Routes;

/// The seller's methods of this area.
pub fn routes() -> Routes {
    Routes::default()
        .writes(product::ProductImportV2, import::v2)
        .reads(product::ProductImportInfoV1, task::v1)
        .reads(product::ProductListV2, list::v2)
        .reads(product::ProductInfoV2, info::v2)
        .reads(product::ProductInfoListV2, info::list_v2)
        .reads(product::ProductInfoDescriptionV1, description::v1)
        .reads(product::ProductsInfoAttributesV3, attributes::v3)
        .job(import::IMPORT, import::process)
        .job(moderate::MODERATE, moderate::decide)
}

/// The operator's methods of this area.
pub fn operator_routes() -> Routes {
    Routes::default().writes(operator::ProductModerate, moderate::by_operator)
}
