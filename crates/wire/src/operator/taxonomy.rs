//! A category tree of one's own, as one document: the format of `docs/taxonomy.md`. File and operator call are the same.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scalar::{AttributeId, CategoryId, DictionaryId, ValueId};

/// Categories, attributes and dictionaries; each of the three may be left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct TaxonomyImportRequest {
    /// The tree: nodes of the first level.
    pub categories: Vec<TaxonomyCategory>,
    /// Attributes, whichever category asks for them.
    pub attributes: Vec<TaxonomyAttribute>,
    /// Dictionaries of attribute values.
    pub dictionaries: Vec<TaxonomyDictionary>,
    /// Only check the document and count what would change.
    pub dry_run: bool,
}

/// A text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct TaxonomyText {
    /// Russian; must be given.
    pub ru: String,
    /// English; empty: as in Russian.
    pub en: String,
}

/// A node of the tree. One without children is a leaf and takes products.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct TaxonomyCategory {
    /// Its number.
    pub category_id: CategoryId,
    /// Its title.
    pub title: TaxonomyText,
    /// Nodes below it.
    pub children: Vec<TaxonomyCategory>,
    /// Commission of a leaf.
    pub commission_basis_points: TaxonomyRates,
    /// What a leaf asks its products for, in this order.
    pub attributes: Vec<TaxonomyAsked>,
}

/// Commission by scheme, hundredths of a percent of the price.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct TaxonomyRates {
    /// From the marketplace's warehouse.
    pub fbo: i64,
    /// From the seller's, delivered by the marketplace.
    pub fbs: i64,
    /// From the seller's, delivered by the seller.
    pub rfbs: i64,
}

/// An attribute that a leaf asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct TaxonomyAsked {
    /// The attribute.
    pub attribute_id: AttributeId,
    /// Must be filled.
    pub is_required: bool,
    /// The only values of its dictionary that fit here; empty: all.
    pub value_ids: Vec<ValueId>,
}

/// An attribute.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct TaxonomyAttribute {
    /// Its number.
    pub id: AttributeId,
    /// Its name.
    pub name: TaxonomyText,
    /// What goes into it.
    pub description: TaxonomyText,
    /// `String`, `Integer`, `Decimal`, `Boolean`, `URL` or `ImageURL`.
    pub r#type: String,
    /// Takes several values.
    pub is_collection: bool,
    /// Cannot change once the product is stocked or sold.
    pub is_aspect: bool,
    /// Its dictionary; 0 is free text.
    pub dictionary_id: DictionaryId,
    /// Group it is shown in; 0 is none.
    pub group_id: i64,
    /// Name of the group.
    pub group_name: TaxonomyText,
    /// Whether its values depend on the category.
    pub category_dependent: bool,
}

/// A dictionary.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct TaxonomyDictionary {
    /// Its number.
    pub id: DictionaryId,
    /// Its values.
    pub values: Vec<TaxonomyValue>,
}

/// A value of a dictionary.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct TaxonomyValue {
    /// Its number.
    pub id: ValueId,
    /// The value.
    pub value: TaxonomyText,
    /// Something to know about it.
    pub info: String,
    /// Address of a picture.
    pub picture: String,
}

/// What an import did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct TaxonomyImportResponse {
    /// Nothing was written.
    pub dry_run: bool,
    /// Categories.
    pub categories: TaxonomyCount,
    /// Attributes.
    pub attributes: TaxonomyCount,
    /// Which category asks for which attribute.
    pub asked: TaxonomyCount,
    /// Values of dictionaries.
    pub values: TaxonomyCount,
}

/// How many of a kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct TaxonomyCount {
    /// New ones.
    pub added: i64,
    /// Known ones that changed.
    pub changed: i64,
    /// Known ones that are the same.
    pub unchanged: i64,
}
