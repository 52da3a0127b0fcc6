//! Goods: import, moderation, cards, pictures, lists, the archive. Owns `product`, `product_card`, `product_stock`,
//! `product_count`, `product_life`, `product_pictures`, `product_barcode`, `product_quota`, `category_price_bound`,
//! `import_task`, `import_item`, `promoted_price`, `seller_brand`, `digital_product`, `price_history`,
//! `product_event`. Start at `import.rs` for how goods come to be, at `facet.rs` for who sees them.

mod archive;
mod attributes;
mod barcode;
mod brief;
mod by_sku;
mod delete;
mod description;
mod facet;
mod geo;
mod hide;
mod history;
mod import;
mod index;
mod info;
mod info_list;
mod invariant;
mod label;
mod list;
mod milestone;
mod moderate;
mod order;
mod owner;
mod page;
mod pick;
mod picture;
mod precheck;
mod price_bound;
mod quota;
mod promotable;
mod promoted;
mod row;
mod search;
mod shown;
mod status;
mod sums;
mod task;
#[cfg(test)]
pub(super) mod tests;
mod update;
mod validate;
mod value;
mod write;

pub use archive::v1 as archive;
pub use brief::{Brief, briefs_by_offer_ids, briefs_by_product_ids};
pub use delete::GONE;
pub use hide::by_operator as hide;
pub use history::{Happened, Import, Past, PriceStep, Way, imports_of, past};
pub use import::v2 as import;
pub use info::{fraction, index_color, price_indexes};
pub use invariant::invariants;
pub use label::{BRAND, MODEL, labels};
pub use moderate::by_operator as moderate;
pub use owner::{Owned, owned};
pub use page::{Filter, Page, page};
pub use price_bound::{PriceBounds, price_bounds};
pub use promotable::{
    Brand, PROMOTABLE, Promotable, become_digital, brands, categories_in_use, digital, may_be_digital, promotable,
    promotable_behind, promotable_by_skus,
};
pub use promoted::{Promoted, after_promotions, demote, demote_all, promote, promoted, rename};
pub use row::{Product, by_offer_ids, by_product_ids, by_skus, categories_of, of_any_seller};
pub use search::{Hits, TITLES, search};
pub use status::status;
pub use sums::{Prices, Repriced, StockMove, move_stock, write_prices};
pub use task::{ImportTask, imports};
pub use value::values_of;
pub use write::hold_numbers as hold;

use gostiny_wire::{operator, product};

use crate::api::Routes;

/// The seller's methods of this area.
pub fn routes() -> Routes {
    Routes::default()
        .writes(product::ProductImportV2, import::v2)
        .writes(product::ProductImportV3, import::v3)
        .reads(product::ProductImportInfoV1, task::v1)
        .writes(product::ProductAttributesUpdateV1, update::attributes_v1)
        .writes(product::ProductUpdateOfferIdV1, update::offer_id_v1)
        .reads(product::ProductListV2, list::v2)
        .reads(product::ProductListV3, list::v3)
        .reads(product::ProductInfoV2, info::v2)
        .reads(product::ProductInfoListV2, info::list_v2)
        .reads(product::ProductInfoListV3, info_list::v3)
        .reads(product::ProductInfoDescriptionV1, description::v1)
        .reads(product::ProductsInfoAttributesV3, attributes::v3)
        .reads(product::ProductInfoAttributesV4, attributes::v4)
        .writes(product::ProductArchiveV1, archive::v1)
        .writes(product::ProductUnarchiveV1, archive::out_v1)
        .writes(product::ProductsDeleteV2, delete::v2)
        .writes(product::ProductImportBySkuV1, by_sku::v1)
        .writes(product::ProductPicturesImportV1, picture::import)
        .writes(product::ProductPicturesImportV2, picture::import_v2)
        .reads(product::ProductPicturesInfoV1, picture::info)
        .reads(product::ProductPicturesInfoV2, picture::info_v2)
        .reads(product::ProductInfoLimitV2, quota::v2)
        .reads(product::ProductInfoLimitV3, quota::v3)
        .reads(product::ProductInfoLimitV4, quota::v4)
        .reads(product::ProductsGeoRestrictionsV1, geo::v1)
        .writes(product::BarcodeAddV1, barcode::add_v1)
        .writes(product::BarcodeGenerateV1, barcode::generate_v1)
        .job(picture::PICTURES, picture::by_address)
        .long_job(picture::FETCH, picture::fetch)
        .long_job(picture::CLEAR, picture::clear)
        .job(import::IMPORT, import::process)
        .job(moderate::MODERATE, moderate::decide)
}

/// The operator's methods of this area.
pub fn operator_routes() -> Routes {
    Routes::default()
        .writes(operator::ProductModerate, moderate::by_operator)
        .writes(operator::ProductHide, hide::by_operator)
        .writes(operator::PriceIndexSet, index::by_operator)
        .writes(operator::PriceBoundsSet, price_bound::by_operator)
}
