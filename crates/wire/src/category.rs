//! The category tree, the attributes of a category and the dictionaries their values come from.

mod description;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::description::*;
use crate::{
    methods,
    scalar::{AttributeId, CategoryId, DictionaryId, ValueId},
};

methods! {
    area "category";
    /// The category tree: whole, or the branch below one category. Older form of the v2 method.
    CategoriesTreeV1: Get "/v1/categories/tree", CategoriesTreeV1Request => CategoryTreeResponse;
    /// The category tree: whole, or the branch below one category. Only leaves take products.
    CategoryTreeV2: Post reads "/v2/category/tree", CategoryTreeV2Request => CategoryTreeResponse;
    /// The attributes that products of the given categories may or must carry.
    CategoryAttributeV3: Post reads "/v3/category/attribute", CategoryAttributeV3Request => CategoryAttributeV3Response;
    /// One page of the dictionary behind an attribute, by ascending value id.
    CategoryAttributeValuesV2: Post reads "/v2/category/attribute/values",
        CategoryAttributeValuesV2Request => CategoryAttributeValuesV2Response;
    /// Today's tree: description categories with product types as leaves.
    DescriptionCategoryTreeV1: Post reads "/v1/description-category/tree",
        DescriptionCategoryTreeV1Request => DescriptionCategoryTreeV1Response;
    /// The attributes that products of one type may or must carry.
    DescriptionCategoryAttributeV1: Post reads "/v1/description-category/attribute",
        DescriptionCategoryAttributeV1Request => DescriptionCategoryAttributeV1Response;
    /// One page of the dictionary behind an attribute of a product type, by ascending value id.
    DescriptionCategoryAttributeValuesV1: Post reads "/v1/description-category/attribute/values",
        DescriptionCategoryAttributeValuesV1Request => CategoryAttributeValuesV2Response;
    /// The values of a dictionary whose text holds what was typed.
    DescriptionCategoryAttributeValuesSearchV1: Post reads "/v1/description-category/attribute/values/search",
        DescriptionCategoryAttributeValuesSearchV1Request => DescriptionCategoryAttributeValuesSearchV1Response;
}

/// The language of titles, names and values. The attribute methods know fewer languages than the tree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Language {
    /// Russian.
    #[default]
    #[serde(alias = "")]
    Default,
    /// Russian.
    Ru,
    /// English.
    En,
    /// Turkish; the tree and the attributes.
    Tr,
    /// Simplified Chinese; the tree only.
    ZhHans,
}

/// Query of the older tree.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CategoriesTreeV1Request {
    /// The root of the wanted branch; 0 asks for the whole tree.
    pub category_id: CategoryId,
    /// Language of the titles.
    pub language: Language,
}

/// Which branch of the tree.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CategoryTreeV2Request {
    /// The root of the wanted branch; 0 asks for the whole tree.
    pub category_id: CategoryId,
    /// Language of the titles.
    pub language: Language,
}

/// Which categories' attributes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CategoryAttributeV3Request {
    /// All, the required or the optional ones.
    pub attribute_type: CategoryAttributeType,
    /// Leaf categories, at most 20.
    pub category_id: Vec<CategoryId>,
    /// Language of names and descriptions.
    pub language: Language,
}

/// Selects attributes by whether a product must carry them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CategoryAttributeType {
    /// Every attribute.
    #[default]
    #[serde(alias = "")]
    All,
    /// Those without which a product is refused.
    Required,
    /// Those that may be left out.
    Optional,
}

/// Which dictionary, and from where on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CategoryAttributeValuesV2Request {
    /// The attribute whose values are wanted.
    pub attribute_id: AttributeId,
    /// The category in which it is used.
    pub category_id: CategoryId,
    /// Language of the values.
    pub language: Language,
    /// Values with a greater id follow; 0 at first.
    pub last_value_id: ValueId,
    /// Page size, 1 to 5000.
    pub limit: i64,
}

/// Roots of the tree, or the one root that was asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CategoryTreeResponse {
    /// The topmost nodes.
    pub result: Vec<CategoryNode>,
}

/// A node of the category tree.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CategoryNode {
    /// Its id.
    pub category_id: CategoryId,
    /// Nodes below it; a leaf has none.
    pub children: Vec<CategoryNode>,
    /// Title in the language asked for.
    pub title: String,
}

/// Attributes, category by category.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CategoryAttributeV3Response {
    /// One entry per category.
    pub result: Vec<CategoryAttributes>,
}

/// The attributes of one category.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CategoryAttributes {
    /// Those of the wanted kind.
    pub attributes: Vec<CategoryAttribute>,
    /// The category.
    pub category_id: CategoryId,
}

/// What a product of a category can tell about itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CategoryAttribute {
    /// The dictionary holds other values in other categories.
    pub category_dependent: bool,
    /// What to fill in.
    pub description: String,
    /// The dictionary that values must come from; 0 is free text.
    pub dictionary_id: DictionaryId,
    /// Group of attributes; 0 when it is in none.
    pub group_id: i64,
    /// Title of the group, or empty.
    pub group_name: String,
    /// Its id.
    pub id: AttributeId,
    /// Cannot change once the product has been stocked or sold.
    pub is_aspect: bool,
    /// Takes several values.
    pub is_collection: bool,
    /// A product without it is refused.
    pub is_required: bool,
    /// Name in the language asked for.
    pub name: String,
    /// `String`, `URL`, `Integer`, `Decimal`, `Boolean` or `ImageURL`.
    pub r#type: String,
}

/// One page of a dictionary.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CategoryAttributeValuesV2Response {
    /// Greater ids exist beyond this page.
    pub has_next: bool,
    /// Values by ascending id.
    pub result: Vec<CategoryAttributeValue>,
}

/// One value of a dictionary.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CategoryAttributeValue {
    /// Its id.
    pub id: ValueId,
    /// Further explanation, or empty.
    pub info: String,
    /// Address of a picture, or empty.
    pub picture: String,
    /// The value in the language asked for.
    pub value: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn requests_are_read_from_body_and_query() {
        let query = [("category_id", "17036076"), ("language", "ZH_HANS")];
        let tree: CategoriesTreeV1Request =
            json::from_fields(query.iter().map(|&(name, text)| (name.to_owned(), text.to_owned()))).unwrap();
        assert_eq!((tree.category_id, tree.language), (CategoryId(17_036_076), Language::ZhHans));

        let tree: CategoryTreeV2Request = json::from_slice(br#"{"category_id":"17036076","language":""}"#).unwrap();
        assert_eq!((tree.category_id, tree.language), (CategoryId(17_036_076), Language::Default));

        let body = br#"{"attribute_type":"REQUIRED","category_id":[5,"6"],"language":"EN"}"#;
        let attributes: CategoryAttributeV3Request = json::from_slice(body).unwrap();
        assert_eq!(attributes.attribute_type, CategoryAttributeType::Required);
        assert_eq!(attributes.category_id, [CategoryId(5), CategoryId(6)]);
        assert!(json::from_slice::<CategoryAttributeV3Request>(br#"{"attribute_type":"SOME"}"#).is_err());

        let body = br#"{"attribute_id":85,"category_id":5,"language":"DEFAULT","last_value_id":0,"limit":3}"#;
        let values: CategoryAttributeValuesV2Request = json::from_slice(body).unwrap();
        assert_eq!((values.attribute_id, values.last_value_id, values.limit), (AttributeId(85), ValueId(0), 3));
    }

    #[test]
    fn a_tree_survives_the_wire() {
        let leaf =
            CategoryNode { category_id: CategoryId(2), title: "Чайники".into(), ..CategoryNode::default() };
        let root = CategoryNode { category_id: CategoryId(1), children: vec![leaf], title: "Кухня".into() };
        let answer = CategoryTreeResponse { result: vec![root] };
        let text = serde_json::to_string(&answer).unwrap();
        assert!(text.contains(r#"{"category_id":2,"children":[],"title":"Чайники"}"#), "{text}");
        assert_eq!(serde_json::from_str::<CategoryTreeResponse>(&text).unwrap(), answer);
    }
}
