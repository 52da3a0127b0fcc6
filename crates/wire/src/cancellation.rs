//! Buyers ask to call off parcels that are on their way already; the seller who delivers them decides.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    method::Empty,
    methods,
    scalar::{CancellationId, PostingNumber, Time},
};

methods! {
    area "cancellation";
    /// Shows a request to call a posting off.
    ConditionalCancellationGetV1: Post reads "/v1/conditional-cancellation/get",
        ConditionalCancellationGetV1Request => ConditionalCancellationGetV1Response;
    /// Pages through requests to call postings off.
    ConditionalCancellationListV1: Post reads "/v1/conditional-cancellation/list",
        ConditionalCancellationListV1Request => ConditionalCancellationListV1Response;
    /// Grants a request: the posting is called off.
    ConditionalCancellationApproveV1: Post "/v1/conditional-cancellation/approve",
        ConditionalCancellationMoveRequest => Empty;
    /// Refuses a request: the posting goes on.
    ConditionalCancellationRejectV1: Post "/v1/conditional-cancellation/reject",
        ConditionalCancellationMoveRequest => Empty;
    /// Requests to call postings off, page by page by the last one.
    ConditionalCancellationListV2: Post reads "/v2/conditional-cancellation/list",
        ConditionalCancellationListV2Request => ConditionalCancellationListV2Response;
    /// Grants a request: the posting is called off.
    ConditionalCancellationApproveV2: Post "/v2/conditional-cancellation/approve",
        ConditionalCancellationMoveRequest => Empty;
    /// Refuses a request: the posting goes on.
    ConditionalCancellationRejectV2: Post "/v2/conditional-cancellation/reject",
        ConditionalCancellationMoveRequest => Empty;
}

/// Which request.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ConditionalCancellationGetV1Request {
    /// The request.
    pub cancellation_id: CancellationId,
}

/// A request.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ConditionalCancellationGetV1Response {
    /// The request.
    pub result: ConditionalCancellation,
}

/// A buyer's request to call a posting off.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ConditionalCancellation {
    /// What the seller said; empty before.
    pub approve_comment: String,
    /// When it was decided; null before.
    pub approve_date: Option<Time>,
    /// When it is granted by itself.
    pub auto_approve_date: Time,
    /// The request.
    pub cancellation_id: CancellationId,
    /// `CLIENT`.
    pub cancellation_initiator: String,
    /// Why.
    pub cancellation_reason: ConditionalCancellationReason,
    /// In the buyer's words.
    pub cancellation_reason_message: String,
    /// When the buyer asked.
    pub cancelled_at: Time,
    /// When the order was placed.
    pub order_date: Time,
    /// The posting.
    pub posting_number: PostingNumber,
    /// How far it is.
    pub state: ConditionalCancellationState,
    /// Who moves the posting: `ThirdPartyTracking`, `NonIntegrated`, `Aggregator` or `Ozon`.
    pub tpl_integration_type: String,
}

/// Why a posting is called off.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ConditionalCancellationReason {
    /// Its number.
    pub id: i64,
    /// In Russian words.
    pub name: String,
}

/// How far a request is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ConditionalCancellationState {
    /// 1 to 3.
    pub id: i64,
    /// In Russian words.
    pub name: String,
    /// `ON_APPROVAL`, `APPROVED` or `REJECTED`.
    pub state: String,
}

/// A page of requests.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ConditionalCancellationListV1Request {
    /// Which; absent = all.
    pub filters: ConditionalCancellationFilters,
    /// Requests per page, 1 to 500.
    pub limit: i32,
    /// Requests before the page.
    pub offset: i32,
    /// What else to tell.
    pub with: ConditionalCancellationListV1With,
}

/// Which requests. All that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ConditionalCancellationFilters {
    /// Of these: `OZON`, `SELLER`, `CLIENT`, `SYSTEM`, `DELIVERY`; none = of all.
    pub cancellation_initiator: Vec<String>,
    /// About these postings, up to 500; none = about all.
    pub posting_number: Vec<PostingNumber>,
    /// `ALL`, `ON_APPROVAL`, `APPROVED` or `REJECTED`; empty = all.
    pub state: String,
}

/// What else to tell.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ConditionalCancellationListV1With {
    /// How many requests are how far.
    pub counters: bool,
}

/// A page of requests.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ConditionalCancellationListV1Response {
    /// The page, by number.
    pub result: Vec<ConditionalCancellation>,
    /// Requests under the filter, on all pages.
    pub total: i32,
    /// How many are how far; 0 when not asked for.
    pub counters: ConditionalCancellationCounters,
}

/// Requests of the shop.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ConditionalCancellationCounters {
    /// Not decided.
    pub on_approval: i64,
    /// Granted.
    pub approved: i64,
    /// Refused.
    pub rejected: i64,
}

/// A decision.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ConditionalCancellationMoveRequest {
    /// The request.
    pub cancellation_id: CancellationId,
    /// What the buyer is told, up to 1000 characters.
    pub comment: String,
}

/// A page of requests.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ConditionalCancellationListV2Request {
    /// Which; absent = all.
    pub filters: ConditionalCancellationFilters,
    /// The last request of the page before; 0 at first.
    pub last_id: CancellationId,
    /// Requests per page, 1 to 500.
    pub limit: i32,
    /// What else to tell.
    pub with: ConditionalCancellationListV2With,
}

/// What else to tell.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ConditionalCancellationListV2With {
    /// How many requests are not decided.
    pub counter: bool,
}

/// A page of requests.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ConditionalCancellationListV2Response {
    /// Requests of the shop that are not decided; 0 when not asked for.
    pub counter: i64,
    /// The last request of the page; 0 when the page is empty.
    pub last_id: CancellationId,
    /// The page, by number.
    pub result: Vec<ConditionalCancellationV2>,
}

/// A buyer's request to call a posting off.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ConditionalCancellationV2 {
    /// What the older list tells too; its fields stand beside the others.
    #[serde(flatten, deserialize_with = "crate::json::beside")]
    pub request: ConditionalCancellation,
    /// What it came from; always 0.
    pub source_id: i64,
}
