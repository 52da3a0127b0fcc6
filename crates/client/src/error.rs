//! Why a call gave no answer.

use std::time::Duration;

use gostiny_wire::{
    error::{Problem, RpcDetail, RpcStatus},
    method::Info,
};
use jiff::{Timestamp, fmt::rfc2822};
use serde::Deserialize;

use crate::Raw;

/// Of an error body that is no JSON, this many characters are kept.
const EXCERPT: usize = 500;

/// Why a call gave no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClientError {
    /// The server refused the call.
    #[error("{status} (code {code}): {message}")]
    Refused {
        /// HTTP status.
        status: u16,
        /// The seller API's code, a gRPC status; 0 on the operator API, in bodies of the years before 2021, whose
        /// codes are words, and for bodies that are not JSON.
        code: i32,
        /// The code word or sentence of the error body; the beginning of a body that is not JSON.
        message: String,
        /// Further facts of the error body; usually none. Of a body of the years before 2021: the word that is its
        /// code, then each field with what is wrong with it.
        details: Vec<RpcDetail>,
        /// Names the call in the server's log; empty when the answer had none.
        request_id: String,
        /// When the server wants to be asked again.
        retry_after: Option<Duration>,
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
    /// What was waited for did not happen in time. It may happen yet.
    #[error("{what} was not ready after {waited:?}")]
    Late {
        /// What was waited for.
        what: String,
        /// For how long.
        waited: Duration,
    },
    /// What was waited for will not happen.
    #[error("{what} failed: {reason}")]
    Failed {
        /// What was waited for.
        what: String,
        /// The server's word or sentence for why.
        reason: String,
    },
    /// A file could not be written on this side.
    #[error("the file could not be written")]
    Write(#[source] std::io::Error),
}

impl ClientError {
    /// HTTP status of a refusal.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Refused { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// No object of that name, or another shop's.
    pub fn is_not_found(&self) -> bool {
        self.status() == Some(404)
    }

    /// Called too often.
    pub fn is_limited(&self) -> bool {
        self.status() == Some(429)
    }

    /// An attempt took longer than [`Builder::timeout`](crate::Builder::timeout).
    pub fn is_timeout(&self) -> bool {
        matches!(self, Self::Transport(error) if error.is_timeout())
    }

    /// The server may have done what it was asked for: before a write is repeated, look whether it happened.
    pub fn is_undecided(&self) -> bool {
        match self {
            Self::Transport(error) => !error.is_connect() && !error.is_builder(),
            Self::Refused { status, .. } => *status >= 500,
            Self::Decode { .. } | Self::Late { .. } | Self::Write(_) => true,
            Self::Failed { .. } => false,
        }
    }

    /// A refusal, read from the answer.
    pub(crate) fn refused(raw: &Raw) -> Self {
        let (code, message, details) = told(raw);
        let request_id = raw.header("x-request-id").unwrap_or_default().to_owned();
        let retry_after = retry_after(raw);
        Self::Refused { status: raw.status, code, message, details, request_id, retry_after }
    }

    pub(crate) fn decode(what: impl Into<String>, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Decode { what: what.into(), source: Box::new(source) }
    }

    /// The same call would fail again: nothing is gained by making it once more.
    pub(crate) fn is_lasting(&self) -> bool {
        match self {
            Self::Transport(error) => error.is_builder(),
            Self::Refused { status, .. } => !matches!(status, 408 | 425 | 429 | 500..),
            Self::Late { .. } => false,
            Self::Decode { .. } | Self::Failed { .. } | Self::Write(_) => true,
        }
    }

    /// A value of a request that no segment of a path can be.
    pub(crate) fn no_segment(segment: &str, value: &str) -> Self {
        Self::Decode { what: segment.to_owned(), source: format!("`{value}` cannot stand in a path").into() }
    }

    pub(crate) fn unanswered(what: &str) -> Self {
        Self::Decode { what: what.to_owned(), source: "no row of the answer is about the item".into() }
    }

    pub(crate) fn wrong_type(info: &Info, found: &str) -> Self {
        let source = format!("{} was expected, {found} came", info.content_type).into();
        Self::Decode { what: info.name.to_owned(), source }
    }
}

/// The error body of the years before 2021: `{"error": {"code": "BAD_REQUEST", ...}}`.
#[derive(Deserialize)]
struct Old {
    error: OldError,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct OldError {
    code: String,
    message: String,
    data: Vec<OldField>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct OldField {
    name: String,
    code: String,
}

fn told(raw: &Raw) -> (i32, String, Vec<RpcDetail>) {
    if raw.content_type() == "application/problem+json" {
        let problem: Problem = gostiny_wire::json::from_answer(&raw.body).unwrap_or_default();
        return (0, problem.detail, Vec::new());
    }
    if let Ok(Old { error }) = gostiny_wire::json::from_answer(&raw.body) {
        let fields = error.data.into_iter().map(|field| RpcDetail { type_url: field.name, value: field.code });
        let code = RpcDetail { type_url: "code".to_owned(), value: error.code };
        return (0, error.message, std::iter::once(code).chain(fields).collect());
    }
    match gostiny_wire::json::from_answer::<RpcStatus>(&raw.body) {
        Ok(body) => (body.code, body.message, body.details),
        Err(_) => (0, String::from_utf8_lossy(&raw.body).chars().take(EXCERPT).collect(), Vec::new()),
    }
}

/// `retry-after` in either form. A moment is held against the answer's own `date`, so that no clock of this side, right
/// or wrong, is asked.
pub(crate) fn retry_after(raw: &Raw) -> Option<Duration> {
    let told = raw.header("retry-after")?;
    if let Ok(seconds) = told.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let moment = |text| rfc2822::DateTimeParser::new().parse_timestamp(text).ok();
    let (then, now): (Timestamp, Timestamp) = (moment(told)?, moment(raw.header("date")?)?);
    Some(Duration::from_secs(u64::try_from(then.as_second() - now.as_second()).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

    use super::*;

    fn raw(status: u16, headers: &[(&str, &str)], body: &str) -> Raw {
        let header = |(name, value): &(&str, &str)| {
            (HeaderName::try_from(*name).unwrap(), HeaderValue::try_from(*value).unwrap())
        };
        Raw { status, headers: headers.iter().map(header).collect::<HeaderMap>(), body: body.into() }
    }

    fn refused(status: u16, headers: &[(&str, &str)], body: &str) -> (i32, String, Vec<(String, String)>, String) {
        let ClientError::Refused { code, message, details, request_id, .. } =
            ClientError::refused(&raw(status, headers, body))
        else {
            panic!("not a refusal")
        };
        (code, message, details.into_iter().map(|detail| (detail.type_url, detail.value)).collect(), request_id)
    }

    #[test]
    fn each_kind_of_error_body_is_understood() {
        let body = r#"{"code":3,"message":"нет","details":[{"typeUrl":"t","value":"v"}],"new":[1]}"#;
        let want = (3, "нет".to_owned(), vec![("t".to_owned(), "v".to_owned())], "r-1".to_owned());
        assert_eq!(refused(400, &[("x-request-id", "r-1")], body), want);

        let short = refused(404, &[], r#"{"code":5,"message":"Product not found","details":null}"#);
        assert_eq!(short, (5, "Product not found".to_owned(), vec![], String::new()));

        let old = r#"{"error":{"code":"BAD_REQUEST","message":"Invalid","data":[
            {"name":"posting_number","code":"EMPTY","value":""}]}}"#;
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        let details = vec![pair("code", "BAD_REQUEST"), pair("posting_number", "EMPTY")];
        assert_eq!(refused(400, &[], old), (0, "Invalid".to_owned(), details, String::new()));

        let problem = r#"{"type":"about:blank","title":"Conflict","status":409,"detail":"too few"}"#;
        let kind = [("content-type", "application/problem+json; charset=utf-8")];
        assert_eq!(refused(409, &kind, problem).1, "too few");

        let (code, message, ..) = refused(502, &[("content-type", "text/html")], &"<html>ж".repeat(1_000));
        assert_eq!((code, message.chars().count()), (0, EXCERPT));
    }

    #[test]
    fn when_to_ask_again_is_told_in_seconds_or_as_a_moment() {
        let after = |headers: &[(&str, &str)]| retry_after(&raw(429, headers, ""));
        let moment = ("retry-after", "Fri, 09 Jan 2026 10:00:30 GMT");
        let date = ("date", "Fri, 09 Jan 2026 10:00:00 GMT");
        assert_eq!(after(&[("retry-after", "7")]), Some(Duration::from_secs(7)));
        assert_eq!(after(&[moment, date]), Some(Duration::from_secs(30)));
        assert_eq!(after(&[("retry-after", date.1), ("date", moment.1)]), Some(Duration::ZERO));
        assert_eq!((after(&[moment]), after(&[("retry-after", "soon")]), after(&[])), (None, None, None));
    }
}
