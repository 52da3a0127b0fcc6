//! Packing a posting, in four spellings, and the labels that follow.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::PostingExemplar;
use crate::scalar::{OfferId, PostingNumber, Sku};

/// How a posting is packed, oldest form.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsShipV2Request {
    /// All units of the posting, each in one package.
    pub packages: Vec<PostingFbsShipV2Package>,
    /// The posting.
    pub posting_number: PostingNumber,
}

/// A package of the oldest form.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsShipV2Package {
    /// Goods in the package.
    pub items: Vec<PostingFbsShipV2Item>,
}

/// A product in a package of the oldest form.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsShipV2Item {
    /// Units.
    pub quantity: i32,
    /// The product.
    pub sku: Sku,
}

/// Postings that packing made, oldest form.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsShipV2Response {
    /// Their numbers, one for each package.
    pub result: Vec<PostingNumber>,
}

/// How a posting is packed, with marking data.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsShipV3Request {
    /// All units of the posting, each in one package.
    pub packages: Vec<PostingFbsShipV3Package>,
    /// The posting.
    pub posting_number: PostingNumber,
    /// Blocks to fill in the answer.
    pub with: PostingFbsShipWith,
}

/// A package with marking data.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsShipV3Package {
    /// Goods in the package.
    pub products: Vec<PostingFbsShipV3Product>,
}

/// A product in a package, with marking data of its units.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsShipV3Product {
    /// One entry for each unit; empty when nothing is required.
    pub exemplar_info: Vec<PostingExemplar>,
    /// SKU, whatever the field's name says.
    pub product_id: Sku,
    /// Units.
    pub quantity: i32,
}

/// Blocks of the answer to packing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsShipWith {
    /// Fill `additional_data`.
    pub additional_data: bool,
}

/// Postings that packing made.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsShipResponse {
    /// What is in each of them; empty unless asked for.
    pub additional_data: Vec<PostingFbsShipped>,
    /// Their numbers, one for each package.
    pub result: Vec<PostingNumber>,
}

/// What is in a packed posting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsShipped {
    /// The posting.
    pub posting_number: PostingNumber,
    /// Goods in it.
    pub products: Vec<PostingFbsShippedProduct>,
}

/// A product of a packed posting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsShippedProduct {
    /// Currency of the price.
    pub currency_code: String,
    /// Accepted Chestny ZNAK codes.
    pub mandatory_mark: Vec<String>,
    /// Title.
    pub name: String,
    /// The seller's article.
    pub offer_id: OfferId,
    /// Price of one unit: `"279.0000"`.
    pub price: String,
    /// Units.
    pub quantity: i32,
    /// The product.
    pub sku: Sku,
}

/// The part of a posting that goes into a package now.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsShipPackageV3Request {
    /// The posting.
    pub posting_number: PostingNumber,
    /// Goods in the package.
    pub products: Vec<PostingFbsShipV3Product>,
}

/// How a posting is packed, marking data being set already.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsShipV4Request {
    /// All units of the posting, each in one package.
    pub packages: Vec<PostingFbsShipV4Package>,
    /// The posting.
    pub posting_number: PostingNumber,
    /// Blocks to fill in the answer.
    pub with: PostingFbsShipWith,
}

/// A package without marking data.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsShipV4Package {
    /// Goods in the package.
    pub products: Vec<PostingFbsShipV4Product>,
}

/// A product in a package without marking data.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsShipV4Product {
    /// SKU, whatever the field's name says.
    pub product_id: Sku,
    /// Units.
    pub quantity: i32,
}

/// Whose labels to draw.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsPackageLabelV2Request {
    /// 1 to 20 postings; pages follow this order.
    pub posting_number: Vec<PostingNumber>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::from_slice;

    #[test]
    fn every_spelling_of_packing_is_read() {
        let body = br#"{"posting_number":"70000001-0001-1","packages":[{"items":[{"sku":"5","quantity":2}]}]}"#;
        let v2: PostingFbsShipV2Request = from_slice(body).unwrap();
        assert_eq!(v2.packages[0].items, [PostingFbsShipV2Item { quantity: 2, sku: Sku(5) }]);

        let body = br#"{"posting_number":"70000001-0001-1","with":{"additional_data":true},"packages":[{"products":[
            {"product_id":5,"quantity":1,"exemplar_info":[{"gtd":"g","is_gtd_absent":true,"mandatory_mark":"m"}]}]}]}"#;
        let v3: PostingFbsShipV3Request = from_slice(body).unwrap();
        let product = &v3.packages[0].products[0];
        assert_eq!((product.product_id, product.quantity, v3.with.additional_data), (Sku(5), 1, true));
        assert_eq!(product.exemplar_info[0].gtd, "g");
        assert!(product.exemplar_info[0].is_gtd_absent && !product.exemplar_info[0].is_rnpt_absent);

        let v4: PostingFbsShipV4Request = from_slice(body).unwrap();
        assert_eq!(v4.packages[0].products, [PostingFbsShipV4Product { product_id: Sku(5), quantity: 1 }]);

        let body = br#"{"posting_number":"70000001-0001-1","products":[{"product_id":5,"quantity":1}]}"#;
        let part: PostingFbsShipPackageV3Request = from_slice(body).unwrap();
        assert_eq!(part.products.len(), 1);
        assert!(part.products[0].exemplar_info.is_empty());
    }

    #[test]
    fn a_label_request_is_a_list_of_numbers() {
        let labels: PostingFbsPackageLabelV2Request = from_slice(br#"{"posting_number":["70-1-1","70-1-2"]}"#).unwrap();
        assert_eq!(labels.posting_number, ["70-1-1".into(), "70-1-2".into()]);
        assert!(from_slice::<PostingFbsPackageLabelV2Request>(br#"{"posting_number":"70-1-1"}"#).is_err());
    }

    #[test]
    fn answers_read_back_as_printed() {
        let product = PostingFbsShippedProduct { sku: Sku(5), price: "279.0000".into(), ..Default::default() };
        let answer = PostingFbsShipResponse {
            additional_data: vec![PostingFbsShipped { posting_number: "70-1-1".into(), products: vec![product] }],
            result: vec!["70-1-1".into()],
        };
        let json = serde_json::to_string(&answer).unwrap();
        assert_eq!(from_slice::<PostingFbsShipResponse>(json.as_bytes()).unwrap(), answer);
        let v2: PostingFbsShipV2Response = from_slice(json.as_bytes()).unwrap();
        assert_eq!(serde_json::to_string(&v2).unwrap(), r#"{"result":["70-1-1"]}"#);
    }
}
