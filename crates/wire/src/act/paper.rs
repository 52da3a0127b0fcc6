//! The list of acts, their postings, bar code and electronic papers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scalar::{CarriageId, DeliveryMethodId, OfferId, PostingNumber, Sku, Time};

/// Which acts to list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsActListV2Request {
    /// Which of them.
    pub filter: PostingFbsActListV2Filter,
    /// At most so many, to 1000.
    pub limit: i64,
}

/// Which acts; what is empty does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsActListV2Filter {
    /// Created on this day or later, `2026-01-12` or a moment.
    pub date_from: String,
    /// Created on this day or earlier.
    pub date_to: String,
    /// Who moves parcels on: `ozon`, `aggregator`, `3pl_tracking`.
    pub integration_type: String,
    /// States, such as `formed`.
    pub status: Vec<String>,
}

/// Acts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsActListV2Response {
    /// The acts, newest first.
    pub result: Vec<PostingFbsAct>,
}

/// An act.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsAct {
    /// The carriage.
    pub id: CarriageId,
    /// The delivery method.
    pub delivery_method_id: DeliveryMethodId,
    /// Its name.
    pub delivery_method_name: String,
    /// Who moves parcels on.
    pub integration_type: String,
    /// Containers.
    pub containers_count: i32,
    /// State of the carriage.
    pub status: String,
    /// Day of departure, `2026-01-12`.
    pub departure_date: String,
    /// When it was created.
    pub created_at: Time,
    /// When it last changed.
    pub updated_at: Time,
    /// Kind of act; empty for one on paper.
    pub act_type: String,
    /// Whether this is one part of a divided carriage.
    pub is_partial: bool,
    /// Whether packed postings are left for a further carriage.
    pub has_postings_for_next_carriage: bool,
    /// Number of that part.
    pub partial_num: i64,
    /// Its papers.
    pub related_docs: PostingFbsActDocs,
}

/// Papers of an act.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsActDocs {
    /// The acceptance act; null before it is made.
    pub act_of_acceptance: Option<PostingFbsActDoc>,
    /// What was not accepted; null when everything was.
    pub act_of_mismatch: Option<PostingFbsActDoc>,
    /// What was accepted beyond the act; null, since that does not happen.
    pub act_of_excess: Option<PostingFbsActDoc>,
}

/// A paper of an act.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsActDoc {
    /// When it was made.
    pub created_at: Time,
    /// `FORMED`, `CONFIRMED` or `CONFIRMED_WITH_MISMATCH`.
    pub document_status: String,
}

/// Whose postings to list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsActGetPostingsV2Request {
    /// The carriage.
    pub id: CarriageId,
}

/// Postings of an act.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsActGetPostingsV2Response {
    /// The postings.
    pub result: Vec<PostingFbsActPosting>,
}

/// A posting of an act.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsActPosting {
    /// A number of the posting.
    pub id: i64,
    /// Boxes it is packed in.
    pub multi_box_qty: i32,
    /// Its number.
    pub posting_number: PostingNumber,
    /// Its status.
    pub status: String,
    /// Why it could not go; empty when it could.
    pub seller_error: String,
    /// When it last moved.
    pub updated_at: Time,
    /// When it was ordered.
    pub created_at: Time,
    /// Its goods.
    pub products: Vec<PostingFbsActProduct>,
    /// Goods are traced in Belarus.
    pub is_blr_traceable: bool,
    /// Code for scanning on the spot.
    pub scanit: String,
}

/// Goods of a posting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsActProduct {
    /// Title.
    pub name: String,
    /// The seller's article.
    pub offer_id: OfferId,
    /// Price of one unit, `590.0000`.
    pub price: String,
    /// Units.
    pub quantity: i32,
    /// SKU.
    pub sku: Sku,
}

/// Whose bar code to fetch.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsActGetBarcodeV2Request {
    /// The carriage.
    pub id: CarriageId,
}

/// The bar code of a carriage.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsActGetBarcodeTextV2Response {
    /// What it says.
    pub result: String,
}

/// Whose electronic papers to ask about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsDigitalActCheckStatusV2Request {
    /// The carriage.
    pub id: CarriageId,
}

/// How far electronic papers are.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsDigitalActCheckStatusV2Response {
    /// The carriage.
    pub id: CarriageId,
    /// `FORMING`, `FORMED`, `CONFIRMED`, `CONFIRMED_WITH_MISMATCH`, `NOT_FOUND` or `UNKNOWN_ERROR`.
    pub status: String,
}

/// Which electronic paper to fetch.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsDigitalActGetPdfV2Request {
    /// The carriage.
    pub id: CarriageId,
    /// Which paper.
    pub doc_type: DigitalActType,
}

/// Kinds of electronic papers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DigitalActType {
    /// The acceptance act.
    #[default]
    ActOfAcceptance,
    /// What was not accepted.
    ActOfMismatch,
    /// What was accepted beyond the act.
    ActOfExcess,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::from_slice;

    #[test]
    fn requests_are_read_as_clients_send_them() {
        let list: PostingFbsActListV2Request = from_slice(
            br#"{"filter":{"date_from":"2021-03-20","date_to":"2022-03-20","integration_type":"ozon","status":["delivered"]},"limit":100}"#,
        )
        .unwrap();
        assert_eq!((list.filter.date_from.as_str(), list.filter.status.len(), list.limit), ("2021-03-20", 1, 100));
        let barcode: PostingFbsActGetBarcodeV2Request = from_slice(br#"{"id":"109126453"}"#).unwrap();
        assert_eq!(barcode.id, CarriageId(109_126_453));
        let paper: PostingFbsDigitalActGetPdfV2Request =
            from_slice(br#"{"id":7,"doc_type":"act_of_mismatch"}"#).unwrap();
        assert_eq!(paper.doc_type, DigitalActType::ActOfMismatch);
    }
}
