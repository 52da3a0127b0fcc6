//! Single steps of a posting as they are taken today: packing a part by the numbers of its units, reasons of cancelling,
//! limits of the drop-off, the window of delivery, boxes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scalar::{CancelReasonId, Decimal2, Digits, PostingNumber, Sku, Time};

/// The part of a posting that goes into a package now.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsShipPackageV4Request {
    /// The posting.
    pub posting_number: PostingNumber,
    /// Goods in the package.
    pub products: Vec<PostingFbsShipPackageV4Product>,
}

/// A product in a package.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsShipPackageV4Product {
    /// Which of its units, by their numbers; empty: the first ones.
    #[serde(rename = "exemplarsIds")]
    pub exemplars_ids: Vec<Digits>,
    /// SKU, whatever the field's name says.
    pub product_id: Sku,
    /// Units.
    pub quantity: i32,
}

/// The posting that holds the package.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsShipPackageV4Response {
    /// Its number.
    pub result: PostingNumber,
}

/// Which postings may be cancelled for what.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsCancelReasonV1Request {
    /// 1 to 100 postings.
    pub related_posting_numbers: Vec<PostingNumber>,
}

/// Reasons by posting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsCancelReasonV1Response {
    /// In the order of the request.
    pub result: Vec<PostingCancelReasons>,
}

/// What a seller may cancel a posting for, as it stands now.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingCancelReasons {
    /// The posting.
    pub posting_number: PostingNumber,
    /// The reasons; none where it can no longer be cancelled.
    pub reasons: Vec<PostingCancelReason>,
}

/// A reason of cancelling.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingCancelReason {
    /// The reason.
    pub id: CancelReasonId,
    /// In words, Russian.
    pub title: String,
    /// Whose reason: `buyer` or `seller`.
    pub type_id: String,
}

/// Whose drop-off to ask about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsRestrictionsV1Request {
    /// The posting.
    pub posting_number: PostingNumber,
}

/// What the drop-off takes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsRestrictionsV1Response {
    /// The limits.
    pub result: PostingRestrictions,
}

/// Limits of a drop-off: grams, centimetres, roubles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingRestrictions {
    /// Largest height, centimetres.
    pub height: Decimal2,
    /// Largest length, centimetres.
    pub length: Decimal2,
    /// Highest price, roubles.
    pub max_posting_price: Decimal2,
    /// Largest weight, grams.
    pub max_posting_weight: Decimal2,
    /// Lowest price, roubles.
    pub min_posting_price: Decimal2,
    /// Least weight, grams.
    pub min_posting_weight: Decimal2,
    /// The posting.
    pub posting_number: PostingNumber,
    /// Largest width, centimetres.
    pub width: Decimal2,
}

/// Whose delivery to move.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsTimeslotChangeRestrictionsV1Request {
    /// The posting.
    pub posting_number: PostingNumber,
}

/// Where to and how often.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsTimeslotChangeRestrictionsV1Response {
    /// Within this the delivery can be moved.
    pub delivery_interval: PostingDeliveryInterval,
    /// How often still.
    pub remaining_changes_count: i64,
}

/// A stretch of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingDeliveryInterval {
    /// Begin.
    pub begin: Time,
    /// End.
    pub end: Time,
}

/// Moves the delivery of a posting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsTimeslotSetV1Request {
    /// The window in which it is delivered.
    pub new_timeslot: Option<PostingTimeslot>,
    /// The posting.
    pub posting_number: PostingNumber,
}

/// A window of delivery.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingTimeslot {
    /// Begin.
    pub from: Option<Time>,
    /// End.
    pub to: Option<Time>,
}

/// Whether the delivery was moved.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsTimeslotSetV1Response {
    /// Always true; a refusal is an error.
    pub result: bool,
}

/// Tells how many boxes a posting is packed in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingMultiBoxQtySetV3Request {
    /// Boxes, 1 to 1000.
    pub multi_box_qty: i64,
    /// The posting.
    pub posting_number: PostingNumber,
}

/// Whether it was noted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingMultiBoxQtySetV3Response {
    /// The outcome.
    pub result: PostingMultiBoxQtySetV3Result,
}

/// Whether it was noted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingMultiBoxQtySetV3Result {
    /// Always true; a refusal is an error.
    pub result: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::from_slice;

    #[test]
    fn units_are_named_in_the_service_s_own_spelling() {
        let body =
            br#"{"posting_number":"70-1-1","products":[{"exemplarsIds":["5",6],"product_id":"7","quantity":2}]}"#;
        let request: PostingFbsShipPackageV4Request = from_slice(body).unwrap();
        assert_eq!(request.products[0].exemplars_ids, [Digits(5), Digits(6)]);
        let json = serde_json::to_string(&request).unwrap();
        assert!(json.contains(r#""exemplarsIds":["5","6"]"#), "{json}");
    }
}
