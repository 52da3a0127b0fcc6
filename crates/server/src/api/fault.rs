//! Answers that go wrong on purpose: another status, a cut-off body, a closed connection, a long wait.

use std::time::Duration;

use axum::{
    body::Body,
    http::{HeaderValue, Response, StatusCode, header},
};
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use gostiny_wire::{error::RpcStatus, method::Info, scalar::ClientId};
use rand::Rng;

use super::{Pattern, error::RATE_REMAINING};
use crate::chance::Chance;

/// Chance is counted in parts of this.
pub const CERTAIN: u32 = 1_000_000;
/// What a proxy says when the service behind it does not answer.
const PROXY_PAGE: &str = "<html>\r\n<head><title>{status}</title></head>\r\n<body>\r\n<center><h1>{status}</h1></center>\r\n\
    <hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";

/// A fault that is set up.
#[derive(Clone, Debug)]
pub struct Fault {
    /// Its number.
    pub id: i64,
    /// Calls of which methods.
    pub path: Pattern,
    /// Whose calls; none: every shop's.
    pub client_id: Option<ClientId>,
    /// How likely, in parts of [`CERTAIN`].
    pub probability: u32,
    /// The call does its work first.
    pub after: bool,
    /// How long to wait.
    pub latency: Duration,
    /// What is answered in the place of the answer.
    pub reply: Option<Reply>,
    /// Where the answer ends too early.
    pub end: Option<End>,
    /// How far lists are behind, in seconds of the world's clock.
    pub lag_seconds: i64,
}

/// How an answer ends too early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Before it began.
    Nothing,
    /// In the middle of its body.
    Half,
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Its content type.
    pub content_type: String,
    /// Its body.
    pub body: Bytes,
    /// Seconds in the header `retry-after`.
    pub retry_after: Option<u32>,
}

impl Reply {
    /// What the service itself, or a proxy before it, sends with a status.
    pub fn usual(status: u16) -> Self {
        let (code, message) = match status {
            200..=299 => return Self::of(status, "application/json", "{}"),
            400 => (3, "Invalid request payload"),
            401 => (16, "Client-Id and Api-Key headers are required"),
            403 => (7, "Invalid Api-Key, please contact support"),
            404 => (5, "Not Found"),
            409 => (6, "Conflict"),
            410 => (9, "obsolete method cannot be used"),
            429 => (8, "You have reached request rate limit per second"),
            500 => (13, "Internal error"),
            501 => (12, "Method Not Allowed"),
            503 => (14, "Circle is open"),
            _ => return Self::of(status, "text/html", &page(status)),
        };
        let body = RpcStatus { code, message: message.to_owned(), details: Vec::new() };
        let mut reply = Self::of(status, "application/json", &serde_json::to_string(&body).unwrap_or_default());
        reply.retry_after = (status == 429).then_some(1);
        reply
    }

    fn of(status: u16, content_type: &str, body: &str) -> Self {
        Self {
            status,
            content_type: content_type.to_owned(),
            body: Bytes::copy_from_slice(body.as_bytes()),
            retry_after: None,
        }
    }

    fn answer(&self) -> Response<Body> {
        let mut answer = Response::new(Body::from(self.body.clone()));
        *answer.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if let Ok(kind) = HeaderValue::from_str(&self.content_type) {
            answer.headers_mut().insert(header::CONTENT_TYPE, kind);
        }
        if let Some(seconds) = self.retry_after {
            answer.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        if self.status == 429 {
            answer.headers_mut().insert(RATE_REMAINING, HeaderValue::from_static("0"));
        }
        answer
    }
}

/// `502 Bad Gateway` as a page.
fn page(status: u16) -> String {
    let reason = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()).unwrap_or_default();
    PROXY_PAGE.replace("{status}", format!("{status} {reason}").trim_end())
}

impl Fault {
    /// Whether a call is one of those that it is about.
    pub fn is_about(&self, called: &str, info: &Info, seller: ClientId) -> bool {
        self.client_id.is_none_or(|client_id| client_id == seller) && self.path.covers(called, info)
    }

    /// Whether the `number`th call that it is about goes wrong.
    pub fn strikes(&self, chance: &Chance, number: i64) -> bool {
        let mut draws = chance.of(&format!("fault {}", self.id), number);
        draws.random_range(0..CERTAIN) < self.probability
    }

    /// Waits by the clock on the wall, the one place that does: what is tried here is the patience of the caller, and
    /// that runs on the wall whatever the world's clock shows.
    pub(super) async fn wait(&self) {
        if !self.latency.is_zero() {
            let _ = tokio::time::timeout(self.latency, std::future::pending::<()>()).await;
        }
    }

    /// Whether the work is left undone: there is another answer than its own.
    pub(super) fn stands_before(&self) -> bool {
        !self.after && (self.reply.is_some() || self.leaves_nothing())
    }

    /// Whether nothing is answered at all.
    pub(super) fn leaves_nothing(&self) -> bool {
        self.end == Some(End::Nothing)
    }

    /// What goes out in the place of an answer.
    pub(super) async fn spoil(&self, answer: Response<Body>) -> Response<Body> {
        let answer = self.reply.as_ref().map_or(answer, Reply::answer);
        match self.end {
            None => answer,
            Some(End::Nothing) => answer.map(|_| Body::from_stream(stream::iter([Err::<Bytes, _>(broken())]))),
            Some(End::Half) => half(answer).await,
        }
    }
}

/// The connection is closed when a body fails. Before its first byte not even the head is sent.
fn broken() -> std::io::Error {
    std::io::Error::new(std::io::ErrorKind::ConnectionReset, "a fault on purpose")
}

/// The head with the length of the whole body, then its first half, then the end of the connection.
async fn half(answer: Response<Body>) -> Response<Body> {
    let (mut head, body) = answer.into_parts();
    let whole = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    head.headers.insert(header::CONTENT_LENGTH, whole.len().into());
    // Packed, it would end at another place.
    head.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("identity"));
    let first = whole.slice(..whole.len() / 2);
    let sent = stream::once(async move { Ok(first) });
    let end = stream::once(async {
        // Lets the half go out before the connection ends.
        tokio::task::yield_now().await;
        Err(broken())
    });
    Response::from_parts(head, Body::from_stream(sent.chain(end)))
}

#[cfg(test)]
mod tests {
    use gostiny_wire::{method::Method, product::ProductInfoV2};

    use super::*;

    fn fault(probability: u32) -> Fault {
        Fault {
            id: 3,
            path: Pattern::parse("Path", "/v2/product/*").unwrap(),
            client_id: Some(ClientId(100_001)),
            probability,
            after: false,
            latency: Duration::ZERO,
            reply: Some(Reply::usual(502)),
            end: None,
            lag_seconds: 0,
        }
    }

    #[test]
    fn draws_follow_the_seed() {
        let drawn = |seed, probability| -> Vec<bool> {
            (0..1_000).map(|number| fault(probability).strikes(&Chance::seeded(seed), number)).collect()
        };
        let quarter = drawn(7, CERTAIN / 4);
        assert_eq!(quarter, drawn(7, CERTAIN / 4));
        assert_ne!(quarter, drawn(8, CERTAIN / 4));
        assert!((200..300).contains(&quarter.iter().filter(|strikes| **strikes).count()));
        assert!(drawn(7, CERTAIN).iter().all(|strikes| *strikes));
        assert!(!drawn(7, 0).iter().any(|strikes| *strikes));
    }

    #[test]
    fn a_fault_is_about_its_shop_and_paths_only() {
        let (info, called) = (ProductInfoV2::INFO, "/v2/product/info");
        assert!(fault(1).is_about(called, &info, ClientId(100_001)));
        assert!(!fault(1).is_about(called, &info, ClientId(100_002)));
        assert!(Fault { client_id: None, ..fault(1) }.is_about(called, &info, ClientId(100_002)));
        let elsewhere = Pattern::parse("Path", "/v1/*").unwrap();
        assert!(!Fault { path: elsewhere, ..fault(1) }.is_about(called, &info, ClientId(100_001)));
    }

    #[test]
    fn a_status_brings_the_body_that_comes_with_it() {
        for (status, kind, part) in [
            (502, "text/html", "<h1>502 Bad Gateway</h1>"),
            (504, "text/html", "504 Gateway Timeout"),
            (429, "application/json", "You have reached request rate limit per second"),
            (503, "application/json", r#""code":14"#),
            (599, "text/html", "<h1>599</h1>"),
        ] {
            let reply = Reply::usual(status);
            let body = String::from_utf8_lossy(&reply.body).into_owned();
            assert_eq!((reply.content_type.as_str(), body.contains(part)), (kind, true), "{status} {body}");
        }
        let answer = Reply::usual(429).answer();
        let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok());
        assert_eq!((header("retry-after"), header("ratelimit-remaining")), (Some("1"), Some("0")));
    }
}
