//! Import of products: what a card is made of, and what became of the task.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scalar::{AttributeId, CategoryId, OfferId, ProductId, Sku, TaskId, TypeId, ValueId};

/// Products to create or to rewrite.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductImportV2Request {
    /// 1 to 100 products.
    pub items: Vec<ProductImportItem>,
}

/// A whole product. The article decides whether it is new.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductImportItem {
    /// Attributes of the category. Required.
    pub attributes: Vec<ProductImportAttribute>,
    /// Barcode of the maker; may be empty.
    pub barcode: String,
    /// A leaf of the tree. Required.
    pub category_id: CategoryId,
    /// Address of the colour sample; may be empty.
    pub color_image: String,
    /// Attributes that come in groups, such as videos.
    pub complex_attributes: Vec<ProductImportComplexAttribute>,
    /// `RUB`, `BYN`, `KZT`, `EUR`, `USD` or `CNY`, the currency of the shop; empty is `RUB`.
    pub currency_code: String,
    /// Depth of the package in `dimension_unit`. Required.
    pub depth: i32,
    /// `mm`, `cm` or `in`. Required.
    pub dimension_unit: String,
    /// Cities where a service is offered; empty for goods.
    pub geo_names: Vec<String>,
    /// Height of the package in `dimension_unit`. Required.
    pub height: i32,
    /// Addresses of pictures, 15 at most, 14 beside a `primary_image`. Required.
    pub images: Vec<String>,
    /// Address of the main picture; empty takes the first of `images`.
    pub primary_image: String,
    /// `IS_CODE_SERVICE` or `IS_NO_CODE_SERVICE`; empty is the former.
    pub service_type: String,
    /// Addresses of the frames of a turning picture, 70 at most.
    pub images360: Vec<String>,
    /// Title, at most 500 characters. Required.
    pub name: String,
    /// The seller's article, at most 50 characters. Required.
    pub offer_id: OfferId,
    /// Price before the discount; `0` or empty for none.
    pub old_price: String,
    /// Documents.
    pub pdf_list: Vec<ProductImportPdf>,
    /// Price for subscribers; `0` or empty for none.
    pub premium_price: String,
    /// Price with all discounts. Required.
    pub price: String,
    /// VAT rate as a fraction: `0`, `0.1`, `0.2`, in later years others. Required.
    pub vat: String,
    /// Weight of the package in `weight_unit`, up to 1000 kg. Required.
    pub weight: i32,
    /// `g`, `kg` or `lb`. Required.
    pub weight_unit: String,
    /// Width of the package in `dimension_unit`. Required.
    pub width: i32,
}

/// An attribute with its values.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductImportAttribute {
    /// The group of a complex attribute; 0 otherwise.
    pub complex_id: i64,
    /// The attribute.
    pub id: AttributeId,
    /// One value, several where the attribute is a collection.
    pub values: Vec<ProductImportValue>,
}

/// A value: from the dictionary or free text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductImportValue {
    /// Row of the dictionary; 0 for free text.
    pub dictionary_value_id: ValueId,
    /// The text.
    pub value: String,
}

/// Attributes that belong together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductImportComplexAttribute {
    /// The members of the group.
    pub attributes: Vec<ProductImportAttribute>,
}

/// A document of the product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductImportPdf {
    /// Its place in the list.
    pub index: i64,
    /// Its title.
    pub name: String,
    /// Where to fetch it.
    pub src_url: String,
}

/// Offers to make from cards that are on the site.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductImportBySkuV1Request {
    /// 1 to 1000 offers.
    pub items: Vec<ProductImportBySkuV1Item>,
}

/// An offer: whose card it copies, and what is the seller's own about it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductImportBySkuV1Item {
    /// Title, at most 500 characters; empty keeps the card's.
    pub name: String,
    /// The seller's article, at most 50 characters; a new one. Required.
    pub offer_id: OfferId,
    /// Price before the discount; `0` or empty for none.
    pub old_price: String,
    /// Price for subscribers; `0` or empty for none.
    pub premium_price: String,
    /// Price with all discounts. Required.
    pub price: String,
    /// The card to copy. Required.
    pub sku: Sku,
    /// VAT rate as a fraction: `0`, `0.1`, `0.2`, in later years others. Required.
    pub vat: String,
    /// Currency of the shop; empty is `RUB`.
    pub currency_code: String,
}

/// The task that was started.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductImportBySkuV1Response {
    /// The task, and what it leaves out.
    pub result: ProductImportBySkuV1Result,
}

/// A task of import by SKU.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductImportBySkuV1Result {
    /// Its number, to ask for the outcome.
    pub task_id: TaskId,
    /// SKU that no offer can be made from.
    pub unmatched_sku_list: Vec<Sku>,
}

/// Which import task.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductImportInfoV1Request {
    /// As the import answered it.
    pub task_id: TaskId,
}

/// The task that was started.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductImportV2Response {
    /// The task.
    pub result: ProductImportTask,
}

/// A task of import.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductImportTask {
    /// Its number, to ask for the outcome.
    pub task_id: TaskId,
}

/// The outcome of an import.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductImportInfoV1Response {
    /// What became of the products.
    pub result: ProductImportInfoResult,
}

/// What became of each product of the task.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductImportInfoResult {
    /// In the order of the import.
    pub items: Vec<ProductImportInfoItem>,
    /// Length of `items`.
    pub total: i32,
}

/// What became of one product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductImportInfoItem {
    /// The seller's article.
    pub offer_id: OfferId,
    /// The product; 0 while a new one is pending.
    pub product_id: ProductId,
    /// `pending`, `imported`, `failed` or `skipped` (nothing to change).
    pub status: String,
    /// Errors and warnings; an imported product may have some.
    pub errors: Vec<ItemError>,
}

/// What is wrong with a product: in the outcome of an import and in the product's status.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ItemError {
    /// Stable word, such as `error_attribute_values_empty`.
    pub code: String,
    /// Short text for people.
    pub message: String,
    /// State of the product when it was found, such as `imported`.
    pub state: String,
    /// `error` or `warning`.
    pub level: String,
    /// Longer text for people.
    pub description: String,
    /// The field of the import item; `attribute` for attributes.
    pub field: String,
    /// The attribute in question; 0 when it is none.
    pub attribute_id: AttributeId,
    /// Its name, or empty.
    pub attribute_name: String,
    /// What the texts are filled in with, by name.
    pub optional_description_elements: BTreeMap<String, String>,
}

/// Products to create or to rewrite, placed by today's tree.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductImportV3Request {
    /// 1 to 100 products.
    pub items: Vec<ProductImportV3Item>,
}

/// A product as the seller describes it. Prices are decimal text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductImportV3Item {
    /// Attributes that stand alone.
    pub attributes: Vec<ProductImportAttribute>,
    /// Its barcode, or empty.
    pub barcode: String,
    /// Address of the colour sample, or empty.
    pub color_image: String,
    /// Attributes that come in groups.
    pub complex_attributes: Vec<ProductImportComplexAttribute>,
    /// Currency of the prices; empty is `RUB`.
    pub currency_code: String,
    /// Depth of the package in `dimension_unit`.
    pub depth: i32,
    /// The description category.
    pub description_category_id: CategoryId,
    /// The description category that the product moves to; 0 leaves it where `description_category_id` says.
    pub new_description_category_id: CategoryId,
    /// `mm`, `cm` or `in`.
    pub dimension_unit: String,
    /// Places where a service is offered.
    pub geo_names: Vec<String>,
    /// Height of the package in `dimension_unit`.
    pub height: i32,
    /// Addresses of pictures, the main one first unless `primary_image` names it.
    pub images: Vec<String>,
    /// Addresses of the frames of a turning picture.
    pub images360: Vec<String>,
    /// Title, at most 500 characters.
    pub name: String,
    /// The seller's article, at most 50 characters.
    pub offer_id: OfferId,
    /// Price before the discount, or empty.
    pub old_price: String,
    /// Documents.
    pub pdf_list: Vec<ProductImportPdf>,
    /// Price.
    pub price: String,
    /// Address of the main picture, or empty.
    pub primary_image: String,
    /// Promotions of the card itself to switch on or off.
    pub promotions: Vec<ProductImportPromotion>,
    /// `IS_CODE_SERVICE` or `IS_NO_CODE_SERVICE`; empty is the former.
    pub service_type: String,
    /// The product type, a leaf below the description category.
    pub type_id: TypeId,
    /// `0`, `0.05`, `0.07`, `0.1`, `0.2` or `0.22`.
    pub vat: String,
    /// Weight of the package in `weight_unit`.
    pub weight: i32,
    /// `g`, `kg` or `lb`.
    pub weight_unit: String,
    /// Width of the package in `dimension_unit`.
    pub width: i32,
}

/// A promotion of the card itself. Read and left alone: there are none here.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductImportPromotion {
    /// `ENABLE` or `DISABLE`.
    pub operation: String,
    /// `REVIEWS_PROMO`.
    pub r#type: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn requests_are_read() {
        let body = r#"{"items":[{"attributes":[{"complex_id":0,"id":85,"values":[{"dictionary_value_id":"971","value":"Нева"}]},
            {"id":9048,"values":[{"value":"К-1"}]}],"category_id":17036076,"complex_attributes":[{"attributes":[{"id":21841}]}],
            "depth":10,"images":[],"name":"Чайник","offer_id":"A-1","pdf_list":[{"index":1,"src_url":"https://example.test/1"}],
            "price":"590","vat":"0.1","weight":"900","weight_unit":"g"}]}"#;
        let import: ProductImportV2Request = json::from_slice(body.as_bytes()).unwrap();
        let item = import.items.first().unwrap();
        assert_eq!((item.offer_id.as_str(), item.price.as_str(), item.weight), ("A-1", "590", 900));
        let values: Vec<_> = item.attributes.iter().flat_map(|attribute| &attribute.values).collect();
        assert_eq!(
            values.iter().map(|value| value.dictionary_value_id).collect::<Vec<_>>(),
            [ValueId(971), ValueId(0)]
        );
        assert_eq!((item.complex_attributes.len(), item.pdf_list.len(), item.currency_code.as_str()), (1, 1, ""));

        let info: ProductImportInfoV1Request = json::from_slice(br#"{"task_id":"172549793"}"#).unwrap();
        assert_eq!(info.task_id, TaskId(172_549_793));
    }

    #[test]
    fn an_outcome_survives_the_wire() {
        let error = ItemError {
            code: "error_attribute_values_empty".into(),
            attribute_id: AttributeId(85),
            optional_description_elements: [("name".to_owned(), "Бренд".to_owned())].into(),
            ..ItemError::default()
        };
        let item = ProductImportInfoItem { status: "imported".into(), errors: vec![error], ..Default::default() };
        let answer = ProductImportInfoV1Response { result: ProductImportInfoResult { items: vec![item], total: 1 } };
        let text = serde_json::to_string(&answer).unwrap();
        assert!(text.contains(r#""optional_description_elements":{"name":"Бренд"}"#), "{text}");
        assert!(text.contains(r#""message":"""#), "{text}");
        assert_eq!(serde_json::from_str::<ProductImportInfoV1Response>(&text).unwrap(), answer);
    }
}
