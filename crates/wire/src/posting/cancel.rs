//! Cancelling a posting and the reasons there are.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scalar::{CancelReasonId, PostingNumber};

/// All reasons of cancelling.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsCancelReasonListV2Response {
    /// The reasons.
    pub result: Vec<CancelReason>,
}

/// A reason of cancelling.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CancelReason {
    /// The reason: 352, 400, 401, 402, 665, 666 or 667.
    pub id: CancelReasonId,
    /// Whether a seller may give it when cancelling.
    pub is_available_for_cancellation: bool,
    /// The reason in words, Russian.
    pub title: String,
    /// Whose reason: `buyer` or `seller`.
    pub type_id: String,
}

/// Which posting to cancel and why.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsCancelV2Request {
    /// The reason.
    pub cancel_reason_id: CancelReasonId,
    /// Own words; mandatory with reason 402.
    pub cancel_reason_message: String,
    /// The posting.
    pub posting_number: PostingNumber,
}

/// Whether the posting was cancelled.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsCancelV2Response {
    /// Always true; a refusal is an error.
    pub result: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::from_slice;

    #[test]
    fn a_cancel_request_is_read() {
        let body = br#"{"cancel_reason_id":"402","cancel_reason_message":"out","posting_number":"70-1-1"}"#;
        let cancel: PostingFbsCancelV2Request = from_slice(body).unwrap();
        assert_eq!((cancel.cancel_reason_id, cancel.cancel_reason_message.as_str()), (CancelReasonId(402), "out"));
        assert_eq!(cancel.posting_number.as_str(), "70-1-1");
    }

    #[test]
    fn answers_read_back_as_printed() {
        let reason = CancelReason { id: CancelReasonId(352), type_id: "seller".into(), ..Default::default() };
        let answer = PostingFbsCancelReasonListV2Response { result: vec![reason] };
        let json = serde_json::to_string(&answer).unwrap();
        assert!(json.contains(r#""id":352,"is_available_for_cancellation":false"#), "{json}");
        assert_eq!(from_slice::<PostingFbsCancelReasonListV2Response>(json.as_bytes()).unwrap(), answer);
        let done = PostingFbsCancelV2Response { result: true };
        assert_eq!(serde_json::to_string(&done).unwrap(), r#"{"result":true}"#);
    }
}
