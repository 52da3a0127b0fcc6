//! What a seller that delivers itself tells of its postings, and its disputes with the marketplace.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scalar::PostingNumber;

/// Postings that all move, or none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsMoveV2Request {
    /// Their numbers.
    pub posting_number: Vec<PostingNumber>,
}

/// Whether they moved.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsMoveV2Response {
    /// Always true; what cannot move is an error.
    pub result: bool,
}

/// Postings that move each by itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingStepV2Request {
    /// Their numbers.
    pub posting_number: Vec<PostingNumber>,
}

/// What became of each, in the order of the request.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingStepV2Response {
    /// One row per number.
    pub result: Vec<FbsPostingStepV2Result>,
}

/// What became of one posting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingStepV2Result {
    /// Code of the refusal; empty when it moved.
    pub error: String,
    /// Its number.
    pub posting_number: PostingNumber,
    /// Whether it moved.
    pub result: bool,
}

/// What became of each, in the order of the request.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingSentBySellerV2Response {
    /// One row per number.
    pub result: Vec<FbsPostingSentBySellerV2Result>,
}

/// What became of one posting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingSentBySellerV2Result {
    /// Code of the refusal; `null` when it moved.
    pub error: Option<String>,
    /// Its number.
    pub posting_number: PostingNumber,
    /// Whether it moved.
    pub result: bool,
}

/// Tracking numbers of the seller's carrier.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingTrackingNumberSetV2Request {
    /// By posting, 20 at most.
    pub tracking_numbers: Vec<FbsPostingTrackingNumber>,
}

/// The tracking number of one posting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingTrackingNumber {
    /// The posting.
    pub posting_number: PostingNumber,
    /// What the carrier calls it.
    pub tracking_number: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_a_text_and_its_absence_is_told_in_two_ways() {
        let step = serde_json::to_string(&FbsPostingStepV2Result::default()).unwrap();
        assert_eq!(step, r#"{"error":"","posting_number":"","result":false}"#);
        let sent = serde_json::to_string(&FbsPostingSentBySellerV2Result::default()).unwrap();
        assert_eq!(sent, r#"{"error":null,"posting_number":"","result":false}"#);
    }
}
