//! A receiver of pushes on axum: what arrived as a typed value, and the answers that the marketplace expects. Behind the
//! feature `axum`.
//!
//! ```no_run
//! use axum::{Router, routing::post};
//! use gostiny_client::{push::{Answer, Received}, wire::push::Push};
//!
//! async fn take(received: Received) -> Answer {
//!     match received.push {
//!         Push::NewPosting(posting) => println!("{} is to be packed", posting.posting_number),
//!         other => println!("{other:?}"),
//!     }
//!     Answer::Taken
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> std::io::Result<()> {
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:9000").await?;
//! axum::serve(listener, Router::new().route("/push", post(take))).await
//! # }
//! ```
//!
//! Pings are answered by [`Received`] itself; [`WithPings`] hands them to the handler. The same push may arrive more than
//! once: its [`key`](Received::key) is the same then. Nobody signs pushes, so a receiver on the open web looks at who
//! sends, or has an address that nobody guesses, and asks the API for what matters.

use axum::{
    Json,
    body::Bytes,
    extract::{FromRequest, Request},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use gostiny_wire::push::{PingAnswer, Push, Refused, RefusedError, Taken};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// A push that arrived, anything but a ping: pings are answered without the handler, in the name of [`Name`].
///
/// Bodies are read up to axum's `DefaultBodyLimit`. What is no push is refused with
/// `ERROR_PARAMETER_VALUE_MISSED` and 400.
#[derive(Clone, Debug)]
pub struct Received {
    /// What it tells. [`Push::Unknown`] for kinds that came later: they are to be taken, and [`body`](Self::body) has all
    /// of it.
    pub push: Push,
    /// The same for each copy of one push, however its fields are ordered: the SHA-256 of its body in hex. Two events
    /// without a moment in their bodies, such as two closings of one chat, share theirs.
    pub key: String,
    /// The body as it arrived.
    pub body: Value,
}

/// As [`Received`], pings too: `WithPings(received): WithPings`. A ping is answered with [`Answer::Pong`].
#[derive(Clone, Debug)]
pub struct WithPings(pub Received);

/// Who answers pings: `router.layer(Extension(Name { .. }))`. Without it the default does.
#[derive(Clone, Debug)]
pub struct Name {
    /// Name of the receiver.
    pub name: String,
    /// Its version.
    pub version: String,
}

impl Default for Name {
    /// The name and version of this crate.
    fn default() -> Self {
        Self { name: env!("CARGO_PKG_NAME").to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() }
    }
}

impl Name {
    /// The answer to a ping that has arrived now.
    #[expect(clippy::disallowed_methods, reason = "a receiver lives in the wall's time")]
    pub fn pong(&self) -> Answer {
        let (name, version) = (self.name.clone(), self.version.clone());
        Answer::Pong(PingAnswer { name, version, time: jiff::Timestamp::now().into() })
    }
}

/// What a receiver answers.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// It was taken: 200.
    Taken,
    /// It had been taken before: 409 `ERROR_REQUEST_DUPLICATED`.
    Duplicate,
    /// The receiver is there: 200. Answers a ping, and nothing else.
    Pong(PingAnswer),
    /// It could not be taken, and will be sent again. Statuses are 400 to 599.
    Refused(StatusCode, RefusedError),
}

impl Answer {
    /// It could not be taken for a reason of this side's: 500 `ERROR_UNKNOWN`. What it says is seen by the marketplace.
    pub fn failed(why: impl std::fmt::Display) -> Self {
        Self::Refused(StatusCode::INTERNAL_SERVER_ERROR, refused("ERROR_UNKNOWN", why.to_string()))
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        match self {
            Self::Taken => Json(Taken { result: true }).into_response(),
            Self::Pong(pong) => Json(pong).into_response(),
            Self::Duplicate => {
                let error = refused("ERROR_REQUEST_DUPLICATED", "it was taken before".to_owned());
                (StatusCode::CONFLICT, Json(Refused { error })).into_response()
            }
            Self::Refused(status, error) => (status, Json(Refused { error })).into_response(),
        }
    }
}

impl<S: Send + Sync> FromRequest<S> for WithPings {
    type Rejection = Answer;
    async fn from_request(request: Request, state: &S) -> Result<Self, Answer> {
        let body = Bytes::from_request(request, state).await;
        let body = body.map_err(|error| Answer::Refused(error.status(), missed(error.body_text())))?;
        read(&body).map(Self).map_err(|why| Answer::Refused(StatusCode::BAD_REQUEST, missed(why)))
    }
}

impl<S: Send + Sync> FromRequest<S> for Received {
    type Rejection = Answer;
    async fn from_request(request: Request, state: &S) -> Result<Self, Answer> {
        let name = request.extensions().get::<Name>().cloned().unwrap_or_default();
        let WithPings(received) = WithPings::from_request(request, state).await?;
        if matches!(received.push, Push::Ping(_)) { Err(name.pong()) } else { Ok(received) }
    }
}

fn read(body: &[u8]) -> Result<Received, String> {
    let body: Value = serde_json::from_slice(body).map_err(|error| format!("the body is no JSON: {error}"))?;
    let mut known = body.clone();
    known.sort_all_objects();
    let key = Sha256::digest(known.to_string()).iter().map(|byte| format!("{byte:02x}")).collect();
    without_null(&mut known);
    let push = serde_json::from_value(known).map_err(|error| format!("the body is no push: {error}"))?;
    Ok(Received { push, key, body })
}

/// `null` is absence, as everywhere on this wire.
fn without_null(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, field| !field.is_null());
            fields.values_mut().for_each(without_null);
        }
        Value::Array(items) => items.iter_mut().for_each(without_null),
        _ => {}
    }
}

fn missed(why: String) -> RefusedError {
    refused("ERROR_PARAMETER_VALUE_MISSED", why)
}

fn refused(code: &str, message: String) -> RefusedError {
    RefusedError { code: code.to_owned(), message, details: None }
}

#[cfg(test)]
mod tests {
    use axum::{Extension, Router, extract::DefaultBodyLimit, routing::post};
    use serde_json::json;

    use super::*;
    use crate::{Client, wire::method::Verb};

    async fn take(received: Received) -> Answer {
        match received.push {
            Push::NewPosting(posting) if posting.posting_number.as_str() == "full" => Answer::failed("нет места"),
            Push::NewPosting(posting) if posting.posting_number.as_str() == "again" => Answer::Duplicate,
            Push::NewPosting(_) | Push::Unknown => Answer::Taken,
            other => Answer::failed(format!("{other:?}")),
        }
    }

    async fn take_all(WithPings(received): WithPings) -> Answer {
        let name = Name { name: "Учёт".to_owned(), version: "2".to_owned() };
        if matches!(received.push, Push::Ping(_)) { name.pong() } else { Answer::Taken }
    }

    async fn serve() -> Client {
        let name = Name { name: "Склад".to_owned(), version: "7".to_owned() };
        let router = Router::new()
            .route("/named", post(take))
            .layer(Extension(name))
            .route("/push", post(take))
            .route("/all", post(take_all))
            .layer(DefaultBodyLimit::max(1_000));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Client::stranger(&format!("http://{address}")).unwrap()
    }

    async fn send(to: &Client, path: &str, body: impl Into<Vec<u8>>) -> (u16, Value) {
        let raw = to.send(Verb::Post, path, body, &[("content-type", "application/json")]).await.unwrap();
        assert_eq!(raw.content_type(), "application/json");
        (raw.status, serde_json::from_slice(&raw.body).unwrap())
    }

    #[tokio::test]
    async fn pings_are_answered_without_the_handler_or_by_it() {
        let receiver = serve().await;
        let ping = r#"{"message_type":"TYPE_PING","time":"2026-01-12T09:00:00Z"}"#;
        for (path, name, version) in
            [("/push", "gostiny-client", env!("CARGO_PKG_VERSION")), ("/named", "Склад", "7"), ("/all", "Учёт", "2")]
        {
            let (status, answer) = send(&receiver, path, ping).await;
            assert_eq!((status, &answer["name"], &answer["version"]), (200, &json!(name), &json!(version)));
            let pong: PingAnswer = serde_json::from_value(answer).unwrap();
            assert!(pong.time > "2026-01-01T00:00:00Z".parse().unwrap());
        }
    }

    #[tokio::test]
    async fn each_answer_has_the_status_and_body_of_the_documentation() {
        let receiver = serve().await;
        let new = |number: &str| json!({"message_type": "TYPE_NEW_POSTING", "posting_number": number}).to_string();
        let taken = (200, json!({"result": true}));
        assert_eq!(send(&receiver, "/push", new("1-1-1")).await, taken);
        assert_eq!(send(&receiver, "/push", r#"{"message_type":"TYPE_OF_NEXT_YEAR","a":[null]}"#).await, taken);
        let error = |code: &str, message: &str| json!({"error": {"code": code, "message": message, "details": null}});
        assert_eq!(send(&receiver, "/push", new("full")).await, (500, error("ERROR_UNKNOWN", "нет места")));
        let again = (409, error("ERROR_REQUEST_DUPLICATED", "it was taken before"));
        assert_eq!(send(&receiver, "/push", new("again")).await, again);
        for body in ["", "[]", "{", r#"{"seller_id":7}"#, r#"{"message_type":"TYPE_NEW_POSTING","products":7}"#] {
            let (status, answer) = send(&receiver, "/push", body).await;
            assert_eq!((status, &answer["error"]["code"]), (400, &json!("ERROR_PARAMETER_VALUE_MISSED")), "{body}");
        }
        assert_eq!(send(&receiver, "/push", new(&"9".repeat(2_000))).await.0, 413);
    }

    #[test]
    fn copies_share_a_key_and_no_others_do() {
        let read = |body: &str| read(body.as_bytes()).unwrap();
        let one =
            read(r#"{"message_type":"TYPE_STATE_CHANGED","posting_number":"1","new_state":"a","warehouse_id":null}"#);
        let copy =
            read(r#"{"warehouse_id":null,"new_state":"a", "posting_number":"1","message_type":"TYPE_STATE_CHANGED"}"#);
        let other =
            read(r#"{"message_type":"TYPE_STATE_CHANGED","posting_number":"1","new_state":"b","warehouse_id":null}"#);
        assert_eq!((&one.key, one.key.len()), (&copy.key, 64));
        assert_ne!(one.key, other.key);
        let Push::StateChanged(changed) = one.push else { panic!("{:?}", one.push) };
        assert_eq!((changed.new_state.as_str(), changed.warehouse_id.0), ("a", 0));
    }
}
