//! The error body of the seller API and the problem document of the operator API.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The body of every refused seller call.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RpcStatus {
    /// A gRPC status code: 3 invalid argument, 5 not found, 7 denied, 8 exhausted, 9 wrong state, 13 internal, 16 no credentials.
    pub code: i32,
    /// A code word or a sentence.
    pub message: String,
    /// Further facts; usually empty.
    pub details: Vec<RpcDetail>,
}

/// One of the details of [`RpcStatus`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct RpcDetail {
    /// Kind of the detail.
    pub type_url: String,
    /// Its text.
    pub value: String,
}

/// A problem document (RFC 9457): the body of every refused operator call.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Problem {
    /// `about:blank`: the title says it all.
    #[serde(rename = "type")]
    pub kind: String,
    /// The HTTP status in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What is wrong with this very call.
    pub detail: String,
}
