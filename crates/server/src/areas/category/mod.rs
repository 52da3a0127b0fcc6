//! The category tree with its attributes and dictionaries. Owns `category`, `attribute`, `category_attribute`,
//! `dictionary_value`. Filled once by `load.rs`; nothing changes it afterwards.

mod attribute;
mod load;
mod tree;
mod value;

pub use attribute::{Attribute, attributes_of};
pub use load::load;
pub use tree::{Category, commissions, find_all};
pub use value::{ids_by_text, text_key, values};

use gostiny_wire::category::{CategoriesTreeV1, CategoryAttributeV3, CategoryAttributeValuesV2, CategoryTreeV2};

use crate::api::Routes;

/// The seller's methods of this area.
pub fn routes() -> Routes {
    Routes::default()
        .reads(CategoriesTreeV1, tree::v1)
        .reads(CategoryTreeV2, tree::v2)
        .reads(CategoryAttributeV3, attribute::v3)
        .reads(CategoryAttributeValuesV2, value::v2)
}

#[cfg(test)]
mod tests;
