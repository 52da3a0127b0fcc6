//! Why a call gave no answer.

use gostiny_wire::error::{Problem, RpcStatus};

use crate::Raw;

/// Why a call gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The server refused the call.
    #[error("{status} (code {code}): {message}")]
    Refused {
        /// HTTP status.
        status: u16,
        /// The seller API's code, a gRPC status; 0 on the operator API and for bodies that are not JSON.
        code: i32,
        /// The code word or sentence of the error body.
        message: String,
        /// Names the call in the server's log; empty when the answer had none.
        request_id: String,
    },
    /// The answer did not arrive.
    #[error("the server could not be reached")]
    Transport(#[from] reqwest::Error),
    /// The address is none, or the answer is not of the method's type.
    #[error("{what} could not be read")]
    Decode {
        /// What was read: a path, or the name of a method.
        what: String,
        /// Why it failed.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl ClientError {
    /// A refusal, read from the answer.
    pub(crate) fn refused(raw: &Raw) -> Self {
        let (code, message) = match raw.header("content-type").unwrap_or_default() {
            "application/problem+json" => {
                let problem: Problem = serde_json::from_slice(&raw.body).unwrap_or_default();
                (0, problem.detail)
            }
            _ => match serde_json::from_slice::<RpcStatus>(&raw.body) {
                Ok(body) => (body.code, body.message),
                Err(_) => (0, String::from_utf8_lossy(&raw.body).into_owned()),
            },
        };
        let request_id = raw.header("x-request-id").unwrap_or_default().to_owned();
        Self::Refused { status: raw.status, code, message, request_id }
    }

    pub(crate) fn decode(what: impl Into<String>, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Decode { what: what.into(), source: Box::new(source) }
    }
}
