//! Errors as bodies: the one place that knows which code and status each kind has.

use axum::{
    body::Body,
    http::{HeaderName, HeaderValue, Response, StatusCode, header},
};
use gostiny_wire::error::{Problem, RpcStatus};

use crate::error::Error;

/// Calls that a limit leaves.
pub(super) const RATE_REMAINING: HeaderName = HeaderName::from_static("ratelimit-remaining");

/// Whose error body it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surface {
    /// `{code, message, details}`.
    Seller,
    /// A problem document, RFC 9457.
    Operator,
}

impl Error {
    /// gRPC code and HTTP status.
    pub fn codes(&self) -> (i32, u16) {
        match self {
            Self::Invalid { .. } | Self::BadRequest(_) => (3, 400),
            Self::NotFound(_) => (5, 404),
            Self::Conflict(_) => (6, 409),
            Self::Denied(_) => (7, 403),
            Self::Limited { .. } => (8, 429),
            Self::WrongState(_) => (9, 400),
            Self::Internal(_) | Self::Unusable { .. } => (13, 500),
            Self::Busy | Self::Raced | Self::Lost(_) => (14, 503),
            Self::Unauthenticated(_) => (16, 401),
            Self::Because { error, .. } => error.codes(),
        }
    }
}

/// The answer to a refused call.
pub(super) fn refusal(error: &Error, surface: Surface) -> Response<Body> {
    let error = error.bare();
    let (code, status) = error.codes();
    let mut answer = match surface {
        Surface::Seller => body(status, "application/json", &rpc_status(code, &error.to_string())),
        // The operator's callers act on the status, so a state that does not fit is a conflict.
        Surface::Operator => {
            let status = if matches!(error, Error::WrongState(_)) { 409 } else { status };
            problem(status, &error.to_string())
        }
    };
    if let Error::Limited { retry_after } = error {
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*retry_after));
        answer.headers_mut().insert(RATE_REMAINING, HeaderValue::from_static("0"));
    }
    answer
}

/// An answer in the seller API's envelope for what no area ever sees, such as an unknown path.
pub(super) fn status(code: i32, status: u16, message: &str) -> Response<Body> {
    body(status, "application/json", &rpc_status(code, message))
}

/// A problem document.
pub(super) fn problem(status: u16, detail: &str) -> Response<Body> {
    let title = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()).unwrap_or_default();
    let problem =
        Problem { kind: "about:blank".to_owned(), title: title.to_owned(), status, detail: detail.to_owned() };
    body(status, "application/problem+json", &problem)
}

pub(super) fn rpc_status(code: i32, message: &str) -> RpcStatus {
    RpcStatus { code, message: message.to_owned(), details: Vec::new() }
}

fn body(status: u16, content_type: &'static str, value: &impl serde::Serialize) -> Response<Body> {
    let bytes = serde_json::to_vec(value).unwrap_or_default();
    let mut answer = Response::new(Body::from(bytes));
    *answer.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    answer
}
