//! Digital goods: the codes that are sold with them.

mod today;

pub use today::*;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    methods,
    scalar::{ProductId, TaskId},
};

methods! {
    area "digital";
    /// Takes activation codes of a digital product; the outcome is told by the task.
    ProductUploadDigitalCodesV1: Post "/v1/product/upload_digital_codes",
        ProductUploadDigitalCodesV1Request => ProductUploadDigitalCodesV1Response;
    /// Tells what became of an upload of codes.
    ProductUploadDigitalCodesInfoV1: Post reads "/v1/product/upload_digital_codes/info",
        ProductUploadDigitalCodesInfoV1Request => ProductUploadDigitalCodesInfoV1Response;
    /// Says how much of digital goods can be sold; codes for units without one are given after the sale.
    ProductDigitalStocksImportV1: Post "/v1/product/digital/stocks/import",
        ProductDigitalStocksImportV1Request => ProductDigitalStocksImportV1Response;
    /// Gives codes to the units of a posting that were sold without one.
    PostingDigitalCodesUploadV1: Post "/v1/posting/digital/codes/upload",
        PostingDigitalCodesUploadV1Request => PostingDigitalCodesUploadV1Response;
}

/// Codes of one product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductUploadDigitalCodesV1Request {
    /// The codes, one for each unit that can be sold, up to 1000.
    pub digital_codes: Vec<String>,
    /// The product.
    pub product_id: ProductId,
}

/// The upload.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductUploadDigitalCodesV1Response {
    /// Its task.
    pub result: ProductUploadDigitalCodesV1Result,
}

/// The task of an upload.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductUploadDigitalCodesV1Result {
    /// Number to ask for the outcome with.
    pub task_id: TaskId,
}

/// Which upload to ask about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductUploadDigitalCodesInfoV1Request {
    /// Its task; `id` is taken too.
    #[serde(alias = "id")]
    pub task_id: TaskId,
}

/// What became of an upload.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductUploadDigitalCodesInfoV1Response {
    /// The outcome.
    pub result: ProductUploadDigitalCodesInfoV1Result,
}

/// The outcome of an upload.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductUploadDigitalCodesInfoV1Result {
    /// `pending`, `imported` (all codes) or `failed` (none of them).
    pub status: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::from_slice;

    #[test]
    fn a_task_goes_by_either_name() {
        for body in [r#"{"task_id":914978831}"#, r#"{"id":"914978831"}"#] {
            let request: ProductUploadDigitalCodesInfoV1Request = from_slice(body.as_bytes()).unwrap();
            assert_eq!(request.task_id, TaskId(914_978_831), "{body}");
        }
    }
}
