//! The attribute list: what was imported, as it is kept.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ProductFilter, ProductModel, Visibility};
use crate::scalar::{AttributeId, CategoryId, Digits, OfferId, ProductId, TypeId, ValueId};

/// One page of products with attributes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductsInfoAttributesV3Request {
    /// Which products. Must be there, if only as `{}`.
    pub filter: Option<ProductFilter>,
    /// `last_id` of the page before; empty at first.
    pub last_id: String,
    /// Page size, 1 to 1000.
    pub limit: i64,
    /// `id`, `title`, `offer_id`, `spu`, `sku`, `seller_sku`, `created_at`, `volume` or `price_index`; empty is `id`.
    pub sort_by: String,
    /// Direction of the order.
    pub sort_dir: ProductSortDir,
}

/// Direction of the order of products.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ProductSortDir {
    /// Smallest first.
    #[default]
    #[serde(alias = "", alias = "asc")]
    Asc,
    /// Greatest first.
    #[serde(alias = "desc")]
    Desc,
}

/// A page of products with attributes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductsInfoAttributesV3Response {
    /// The products.
    pub result: Vec<ProductWithAttributes>,
    /// Where the next page starts; given on the last page too.
    pub last_id: String,
    /// Products on all pages.
    pub total: i32,
}

/// A product with attributes, sizes and files.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductWithAttributes {
    /// Attributes that stand alone.
    pub attributes: Vec<ProductAttribute>,
    /// The first barcode, or empty.
    pub barcode: String,
    /// The leaf category.
    pub category_id: CategoryId,
    /// Address of the colour sample, or empty.
    pub color_image: String,
    /// Attributes that come in groups.
    pub complex_attributes: Vec<ProductComplexAttribute>,
    /// Depth of the package in `dimension_unit`.
    pub depth: i32,
    /// `mm`, `cm` or `in`.
    pub dimension_unit: String,
    /// Height of the package in `dimension_unit`.
    pub height: i32,
    /// The product.
    pub id: ProductId,
    /// Of a set of pictures loaded together, or empty.
    pub image_group_id: String,
    /// Pictures in their order.
    pub images: Vec<ProductImage>,
    /// Frames of the turning picture in their order.
    pub images360: Vec<ProductImage360>,
    /// Title, at most 500 characters.
    pub name: String,
    /// The seller's article.
    pub offer_id: OfferId,
    /// Documents in their order.
    pub pdf_list: Vec<ProductPdf>,
    /// Weight of the package in `weight_unit`.
    pub weight: i32,
    /// `g`, `kg` or `lb`.
    pub weight_unit: String,
    /// Width of the package in `dimension_unit`.
    pub width: i32,
    /// Always empty; the page's own is beside `result`.
    pub last_id: String,
}

/// An attribute with its values.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductAttribute {
    /// The attribute.
    pub attribute_id: AttributeId,
    /// 0: it is in no group.
    pub complex_id: i64,
    /// Its values.
    pub values: Vec<ProductAttributeValue>,
}

/// A value: from the dictionary or free text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductAttributeValue {
    /// Row of the dictionary; 0 for free text.
    pub dictionary_value_id: ValueId,
    /// The text.
    pub value: String,
}

/// Attributes that belong together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductComplexAttribute {
    /// The members of the group.
    pub attributes: Vec<ProductComplexMember>,
}

/// One attribute of a group.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductComplexMember {
    /// The attribute.
    pub attribute_id: AttributeId,
    /// The group.
    pub complex_id: i64,
    /// Its values.
    pub values: Vec<ProductComplexValue>,
}

/// As [`ProductAttributeValue`], but the wire spells the id in camel case inside groups.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductComplexValue {
    /// Row of the dictionary; 0 for free text.
    #[serde(rename = "dictionaryValueId", alias = "dictionary_value_id")]
    pub dictionary_value_id: ValueId,
    /// The text.
    pub value: String,
}

/// A picture.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductImage {
    /// It is the main one.
    pub default: bool,
    /// Its address.
    pub file_name: String,
    /// Its place, from 0.
    pub index: i64,
}

/// A frame of the turning picture.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductImage360 {
    /// Its address.
    pub file_name: String,
    /// Its place, from 0.
    pub index: i64,
}

/// A document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductPdf {
    /// Its address.
    pub file_name: String,
    /// Its place, from 0.
    pub index: i64,
    /// Its title.
    pub name: String,
}

/// One page of products with attributes, as it is asked for today.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoAttributesV4Request {
    /// Which products. Must be there, if only as `{}`.
    pub filter: Option<ProductAttributesV4Filter>,
    /// `last_id` of the page before; empty at first.
    pub last_id: String,
    /// Page size, 1 to 1000.
    pub limit: i32,
    /// `id`, `title`, `offer_id`, `sku`; empty is `id`. The older words are read too.
    pub sort_by: String,
    /// Direction of the order.
    pub sort_dir: ProductSortDir,
}

/// Which products; the conditions add up.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductAttributesV4Filter {
    /// Articles; empty for any.
    pub offer_id: Vec<OfferId>,
    /// Product ids as digits; empty for any.
    pub product_id: Vec<Digits>,
    /// SKU as digits; empty for any.
    pub sku: Vec<Digits>,
    /// By state.
    pub visibility: Visibility,
}

/// A page of products with attributes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoAttributesV4Response {
    /// The products.
    pub result: Vec<ProductWithAttributesV4>,
    /// Where the next page starts; given on the last page too.
    pub last_id: String,
    /// Products on all pages.
    pub total: Digits,
}

/// A product with attributes, sizes and files.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductWithAttributesV4 {
    /// Attributes that stand alone.
    pub attributes: Vec<ProductAttributeV4>,
    /// Attributes that the marketplace filled in by itself; none.
    pub attributes_with_defaults: Vec<AttributeId>,
    /// The first barcode, or empty.
    pub barcode: String,
    /// All barcodes.
    pub barcodes: Vec<String>,
    /// The description category.
    pub description_category_id: CategoryId,
    /// Address of the colour sample, or empty.
    pub color_image: String,
    /// Attributes that come in groups, one after the other; `complex_id` tells the group.
    pub complex_attributes: Vec<ProductComplexAttributeV4>,
    /// Depth of the package in `dimension_unit`.
    pub depth: i64,
    /// `mm`, `cm` or `in`.
    pub dimension_unit: String,
    /// Height of the package in `dimension_unit`.
    pub height: i64,
    /// The product.
    pub id: ProductId,
    /// Addresses of the pictures but the main one.
    pub images: Vec<String>,
    /// The card that several products share.
    pub model_info: ProductModel,
    /// Title, at most 500 characters.
    pub name: String,
    /// The seller's article.
    pub offer_id: OfferId,
    /// Documents in their order.
    pub pdf_list: Vec<ProductPdfV4>,
    /// Address of the main picture, or empty.
    pub primary_image: String,
    /// The SKU of the product's page.
    pub sku: Digits,
    /// The product type.
    pub type_id: TypeId,
    /// Weight of the package in `weight_unit`.
    pub weight: i64,
    /// `g`, `kg` or `lb`.
    pub weight_unit: String,
    /// Width of the package in `dimension_unit`.
    pub width: i64,
}

/// An attribute with its values.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductAttributeV4 {
    /// The attribute.
    pub id: AttributeId,
    /// 0: it is in no group.
    pub complex_id: i64,
    /// Its values.
    pub values: Vec<ProductAttributeValue>,
}

/// An attribute of a group with its values.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductComplexAttributeV4 {
    /// The attribute.
    pub id: AttributeId,
    /// The group.
    pub complex_id: i64,
    /// Its values.
    pub values: Vec<ProductComplexValue>,
}

/// A document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductPdfV4 {
    /// Its address.
    pub file_name: String,
    /// Its title.
    pub name: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn requests_are_read() {
        let body =
            br#"{"filter":{"product_id":["41"],"visibility":"ARCHIVED"},"limit":100,"last_id":"x","sort_dir":"desc"}"#;
        let page: ProductsInfoAttributesV3Request = json::from_slice(body).unwrap();
        let filter = page.filter.unwrap();
        assert_eq!((filter.product_id, filter.visibility), (vec![Digits(41)], Visibility::Archived));
        assert_eq!((page.limit, page.sort_dir), (100, ProductSortDir::Desc));

        assert_eq!(json::from_slice::<ProductsInfoAttributesV3Request>(b"{}").unwrap().filter, None);
        let empty: ProductsInfoAttributesV3Request = json::from_slice(br#"{"filter":{}}"#).unwrap();
        assert_eq!(empty.filter, Some(ProductFilter::default()));
    }

    #[test]
    fn a_page_survives_the_wire() {
        let value = ProductComplexValue { dictionary_value_id: ValueId(9), value: "видео".into() };
        let member =
            ProductComplexMember { attribute_id: AttributeId(21_841), complex_id: 100_001, values: vec![value] };
        let product = ProductWithAttributes {
            id: ProductId(41),
            complex_attributes: vec![ProductComplexAttribute { attributes: vec![member] }],
            images: vec![ProductImage { default: true, file_name: "https://example.test/1.jpg".into(), index: 0 }],
            ..ProductWithAttributes::default()
        };
        let answer = ProductsInfoAttributesV3Response { result: vec![product], last_id: "x".into(), total: 1 };
        let text = serde_json::to_string(&answer).unwrap();
        assert!(text.contains(r#"{"dictionaryValueId":9,"value":"видео"}"#), "{text}");
        assert_eq!(serde_json::from_str::<ProductsInfoAttributesV3Response>(&text).unwrap(), answer);
    }
}
