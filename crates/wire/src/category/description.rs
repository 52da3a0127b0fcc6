//! Today's tree: a product stands in a description category and has a type, the leaf below it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{CategoryAttribute, CategoryAttributeValue, Language};
use crate::scalar::{AttributeId, CategoryId, TypeId, ValueId};

/// Which language.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DescriptionCategoryTreeV1Request {
    /// Language of the names.
    pub language: Language,
}

/// Roots of the tree.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DescriptionCategoryTreeV1Response {
    /// The topmost nodes.
    pub result: Vec<DescriptionCategoryNode>,
}

/// A description category, or a product type below one: the fields of the other kind are 0 and empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DescriptionCategoryNode {
    /// The description category; 0 for a type.
    pub description_category_id: CategoryId,
    /// Its name; empty for a type.
    pub category_name: String,
    /// What is below it; a type has nothing below.
    pub children: Vec<DescriptionCategoryNode>,
    /// True: no product can be created in it.
    pub disabled: bool,
    /// The product type; 0 for a description category.
    pub type_id: TypeId,
    /// Its name; empty for a description category.
    pub type_name: String,
}

/// Which product type's attributes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DescriptionCategoryAttributeV1Request {
    /// The description category.
    pub description_category_id: CategoryId,
    /// Language of names and descriptions.
    pub language: Language,
    /// A product type of that category.
    pub type_id: TypeId,
}

/// The attributes of a product type.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DescriptionCategoryAttributeV1Response {
    /// In the order of the card.
    pub result: Vec<DescriptionCategoryAttribute>,
}

/// What a product of a type can tell about itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DescriptionCategoryAttribute {
    /// What the older method tells too; its fields stand beside the others.
    #[serde(flatten, deserialize_with = "crate::json::beside")]
    pub attribute: CategoryAttribute,
    /// The complex attribute that it is a part of; 0 when it stands alone.
    pub attribute_complex_id: i64,
    /// How many values it takes at most; 0 is no bound.
    pub max_value_count: i64,
    /// The complex attribute can be given several times.
    pub complex_is_collection: bool,
}

/// Which dictionary, and from where on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DescriptionCategoryAttributeValuesV1Request {
    /// The attribute whose values are wanted.
    pub attribute_id: AttributeId,
    /// The description category.
    pub description_category_id: CategoryId,
    /// Language of the values.
    pub language: Language,
    /// Values with a greater id follow; 0 at first.
    pub last_value_id: ValueId,
    /// Page size, 1 to 2000.
    pub limit: i64,
    /// A product type of that category.
    pub type_id: TypeId,
}

/// Which dictionary, and what to look for in it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DescriptionCategoryAttributeValuesSearchV1Request {
    /// The attribute whose values are wanted.
    pub attribute_id: AttributeId,
    /// The description category.
    pub description_category_id: CategoryId,
    /// How many at most, 1 to 100.
    pub limit: i64,
    /// A product type of that category.
    pub type_id: TypeId,
    /// A part of the value's text, at least 2 characters; case does not matter.
    pub value: String,
}

/// Values that were found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DescriptionCategoryAttributeValuesSearchV1Response {
    /// Values that begin with the text come first, then those that hold it; by ascending id within each.
    pub result: Vec<CategoryAttributeValue>,
}
