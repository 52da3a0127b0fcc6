//! The category tree with its attributes and dictionaries. Owns `category`, `attribute`, `category_attribute`,
//! `dictionary_value`. Filled by `load.rs`; an import (`import.rs`) adds to it and changes it, nothing ever leaves.

mod attribute;
mod description;
mod document;
mod import;
mod load;
mod path;
mod tree;
mod value;

pub use attribute::{Attribute, attributes_of};
pub use description::{Described, leaves_of};
pub use import::{Plan, apply, plan};
pub use load::load;
pub use path::{Step, paths};
pub use tree::{Category, commissions, find_all, leaves};
pub use value::{ids_by_text, make_keys, text_key, values};

use gostiny_wire::category::{
    CategoriesTreeV1, CategoryAttributeV3, CategoryAttributeValuesV2, CategoryTreeV2, DescriptionCategoryAttributeV1,
    DescriptionCategoryAttributeValuesSearchV1, DescriptionCategoryAttributeValuesV1, DescriptionCategoryTreeV1,
};

use crate::api::Routes;

/// The seller's methods of this area.
pub fn routes() -> Routes {
    Routes::default()
        .reads(CategoriesTreeV1, tree::v1)
        .reads(CategoryTreeV2, tree::v2)
        .reads(CategoryAttributeV3, attribute::v3)
        .reads(CategoryAttributeValuesV2, value::v2)
        .reads(DescriptionCategoryTreeV1, description::tree_v1)
        .reads(DescriptionCategoryAttributeV1, description::attribute_v1)
        .reads(DescriptionCategoryAttributeValuesV1, description::values_v1)
        .scans(DescriptionCategoryAttributeValuesSearchV1, description::search_v1)
}

#[cfg(test)]
mod tests;
