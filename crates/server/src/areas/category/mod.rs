//! The category tree with its attributes and dictionaries. Owns `category`, `attribute`, `category_attribute`,
//! `dictionary_value`.

use std::collections::HashMap;

use gostiny_wire::scalar::{AttributeId, CategoryId, DictionaryId, ValueId};

use super::tariff::Commission;
use crate::{
    api::Routes,
    call::Call,
    error::{Error, Result},
};

/// STUB (replace): the seller's methods of this area.
pub fn routes() -> Routes {
    Routes::default()
}

/// A category.
#[derive(Clone, Debug)]
pub struct Category {
    /// Its number.
    pub category_id: CategoryId,
    /// Russian title.
    pub title: String,
    /// Only leaves take products.
    pub is_leaf: bool,
    /// Commission.
    pub commission: Commission,
}

/// An attribute as one category asks for it.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// Its number.
    pub attribute_id: AttributeId,
    /// Russian name.
    pub name: String,
    /// `String`, `Integer`, `Decimal`, `Boolean`, `URL`, `ImageURL`.
    pub kind: String,
    /// Must be filled in this category.
    pub is_required: bool,
    /// Takes several values.
    pub is_collection: bool,
    /// Cannot change once the product is stocked or sold.
    pub is_aspect: bool,
    /// 0 is free text.
    pub dictionary_id: DictionaryId,
    /// When not empty: the only values of the dictionary that fit this category.
    pub value_ids: Vec<ValueId>,
}

/// Loads the built-in taxonomy into an empty world.
pub async fn load(_: &mut Call) -> Result<()> {
    Err(Error::internal("stub"))
}

/// The category, if it exists.
pub async fn find(_: &mut Call, _: CategoryId) -> Result<Option<Category>> {
    Err(Error::internal("stub"))
}

/// Commissions of several categories.
pub async fn commissions(_: &mut Call, _: &[CategoryId]) -> Result<HashMap<CategoryId, Commission>> {
    Err(Error::internal("stub"))
}

/// What a category asks for, in its order.
pub async fn attributes(_: &mut Call, _: CategoryId) -> Result<Vec<Attribute>> {
    Err(Error::internal("stub"))
}

/// Russian texts of dictionary values; absent ones do not exist.
pub async fn values(
    _: &mut Call,
    _: &[(DictionaryId, ValueId)],
) -> Result<HashMap<(DictionaryId, ValueId), String>> {
    Err(Error::internal("stub"))
}

/// The value of a dictionary with this text (Russian or English), if there is one.
pub async fn value_by_text(_: &mut Call, _: DictionaryId, _: &str) -> Result<Option<ValueId>> {
    Err(Error::internal("stub"))
}
