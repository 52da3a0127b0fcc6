//! Pictures of a product: the whole set at once, and what became of each.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scalar::{Digits, OfferId, ProductId, TaskId};

/// All pictures of a product; what it had before is replaced.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductPicturesImportV1Request {
    /// Address of the colour sample; may be empty.
    pub color_image: String,
    /// Addresses of pictures in the order in which they are shown, 15 at most; the first one is the main picture.
    pub images: Vec<String>,
    /// Addresses of the frames of a turning picture, 70 at most.
    pub images360: Vec<String>,
    /// The product.
    pub product_id: ProductId,
}

/// Pictures that were taken.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductPicturesImportV1Response {
    /// The pictures, each of them still `imported`.
    pub result: ProductPictures,
}

/// Whose pictures to tell of.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductPicturesInfoV1Request {
    /// Product ids as digits, 1 to 1000.
    pub product_id: Vec<Digits>,
}

/// What became of the pictures.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductPicturesInfoV1Response {
    /// The pictures.
    pub result: ProductPictures,
}

/// Pictures, product by product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductPictures {
    /// The pictures.
    pub pictures: Vec<ProductPicture>,
}

/// One picture.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductPicture {
    /// Whether it is a frame of the turning picture.
    pub is_360: bool,
    /// Whether it is the colour sample.
    pub is_color: bool,
    /// Whether it is the main picture.
    pub is_primary: bool,
    /// The product.
    pub product_id: ProductId,
    /// `imported` (not looked at yet), `uploaded` or `failed`.
    pub state: String,
    /// Its address.
    pub url: String,
}

/// What became of the pictures, product by product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductPicturesInfoV2Response {
    /// In the order asked for; unknown products are left out.
    pub items: Vec<ProductPicturesV2>,
}

/// The pictures of a product by their use.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductPicturesV2 {
    /// The product.
    pub product_id: ProductId,
    /// Address of the main picture, alone in the list.
    pub primary_photo: Vec<String>,
    /// Addresses of further pictures in their order.
    pub photo: Vec<String>,
    /// Address of the colour sample, alone in the list.
    pub color_photo: Vec<String>,
    /// Addresses of the frames of the turning picture.
    pub photo_360: Vec<String>,
    /// Pictures that could not be taken.
    pub errors: Vec<ProductPictureError>,
}

/// Why a picture could not be taken.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductPictureError {
    /// Its code word.
    pub message: String,
    /// Its address.
    pub url: String,
}

/// Pictures of many products; what they had before is replaced.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductPicturesImportV2Request {
    /// 1 to 100 products.
    pub items: Vec<ProductPicturesImportV2Item>,
}

/// The pictures of a product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductPicturesImportV2Item {
    /// Address of the colour sample; may be empty.
    pub color_image: String,
    /// Addresses of pictures in the order in which they are shown.
    pub images: Vec<String>,
    /// The seller's article.
    pub offer_id: OfferId,
    /// Address of the main picture; empty: the first of the list.
    pub primary_image: String,
}

/// The task that the pictures were put into.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductPicturesImportV2Response {
    /// As that of an import: `/v1/product/import/info` tells what became of it.
    pub task_id: TaskId,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn requests_are_read() {
        let body = br#"{"product_id":"41","images":["https://a.example/1.jpg"],"color_image":null}"#;
        let import: ProductPicturesImportV1Request = json::from_slice(body).unwrap();
        assert_eq!((import.product_id, import.images.len(), import.color_image.as_str()), (ProductId(41), 1, ""));
        let info: ProductPicturesInfoV1Request = json::from_slice(br#"{"product_id":["41",42]}"#).unwrap();
        assert_eq!(info.product_id, [Digits(41), Digits(42)]);
    }
}
