//! A caller of one server: who it is, and how a call goes out, is repeated, and comes back.

use std::{
    fmt,
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

use gostiny_wire::{
    method::{Answer, Info, Method, Verb},
    scalar::ClientId,
};
use reqwest::{
    Url,
    header::{HeaderMap, HeaderName, HeaderValue},
};
use serde_json::{Map, Value};
use tracing::Instrument;

use crate::{
    Builder, ClientError, Retry,
    builder::Timeouts,
    form::{form, text},
    limit::Limiter,
    rest,
};

/// One caller of one server. Clones, and the clients of other shops that are made from it, share its connections.
#[derive(Clone)]
pub struct Client {
    pub(crate) pool: Arc<Pool>,
    pub(crate) credentials: Credentials,
}

/// What the clients of several shops share.
pub(crate) struct Pool {
    pub http: reqwest::Client,
    /// Without certificates: the server is called without TLS.
    pub is_plain: bool,
    pub base: Url,
    pub timeouts: Timeouts,
    pub retry: Retry,
    pub limiter: Limiter,
}

impl Pool {
    /// What an address is called by.
    pub fn http(&self, url: &Url) -> Result<reqwest::Client, reqwest::Error> {
        if self.is_plain && url.scheme() == "https" {
            // A file may lie behind TLS all the same.
            return self.timeouts.set(reqwest::Client::builder()).build();
        }
        Ok(self.http.clone())
    }

    /// A path of the server, below the path of its own address, or a whole address.
    pub fn address(&self, path: &str) -> Result<Url, ClientError> {
        let url = if path.contains("://") {
            Url::parse(path)
        } else {
            Url::parse(&format!("{}/{}", self.base.as_str().trim_end_matches('/'), path.trim_start_matches('/')))
        };
        url.map_err(|error| ClientError::decode(path, error))
    }

    /// The path of an address below the server's own.
    fn path<'u>(&self, url: &'u Url) -> &'u str {
        url.path().strip_prefix(self.base.path().trim_end_matches('/')).unwrap_or_else(|| url.path())
    }
}

/// Headers that speak for the caller, and whose calls are counted together.
#[derive(Clone, Default)]
pub(crate) struct Credentials {
    headers: HeaderMap,
    shop: u64,
}

/// An answer as it arrived, whatever its status.
#[derive(Clone, Debug)]
pub struct Raw {
    /// HTTP status.
    pub status: u16,
    /// Headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Raw {
    /// A header as text; `None` when it is absent or no text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The content type without its parameters; empty when the answer has none.
    pub fn content_type(&self) -> &str {
        self.header("content-type").and_then(|kind| kind.split(';').next()).unwrap_or_default().trim()
    }
}

/// Where a call goes and what it carries.
struct Outgoing {
    verb: Verb,
    url: Url,
    body: Vec<u8>,
    headers: HeaderMap,
}

impl fmt::Debug for Client {
    /// Keys and tokens stay out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base_url", &self.base_url()).finish_non_exhaustive()
    }
}

impl Client {
    /// Sets a client up in detail.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// A caller without credentials: for probes, and to make the clients of several shops from.
    ///
    /// # Errors
    /// As [`Builder::build`], here and below.
    pub fn stranger(base_url: &str) -> Result<Self, ClientError> {
        Self::builder().base_url(base_url).build()
    }

    /// A seller's software: `Client-Id` and `Api-Key`.
    pub fn seller(base_url: &str, client_id: ClientId, api_key: &str) -> Result<Self, ClientError> {
        Self::stranger(base_url)?.as_seller(client_id, api_key)
    }

    /// The marketplace itself: `Authorization: Bearer TOKEN`.
    pub fn operator(base_url: &str, token: &str) -> Result<Self, ClientError> {
        Self::stranger(base_url)?.as_bearer(token)
    }

    /// The same connections under a seller's key.
    pub fn as_seller(&self, client_id: ClientId, api_key: &str) -> Result<Self, ClientError> {
        self.with(&[("client-id", &client_id.to_string()), ("api-key", api_key)])
    }

    /// The same connections under a bearer token: an app that a seller let in, or the operator.
    pub fn as_bearer(&self, token: &str) -> Result<Self, ClientError> {
        self.with(&[("authorization", &format!("Bearer {token}"))])
    }

    /// The same connections under other credentials, or none.
    pub fn with(&self, credentials: &[(&str, &str)]) -> Result<Self, ClientError> {
        let mut headers = headers(credentials)?;
        headers.values_mut().for_each(|value| value.set_sensitive(true));
        let mut shop = DefaultHasher::new();
        let named = headers.get("client-id").or_else(|| headers.get("authorization"));
        named.map(HeaderValue::as_bytes).hash(&mut shop);
        let credentials = Credentials { headers, shop: shop.finish() };
        Ok(Self { pool: self.pool.clone(), credentials })
    }

    /// The server's address.
    pub fn base_url(&self) -> &str {
        self.pool.base.as_str()
    }

    /// Calls a method and reads its answer. Waits before it where limits say so, and repeats it by the client's
    /// [`Retry`]. The calls of the areas, such as [`Client::postings`], end here.
    ///
    /// # Errors
    /// [`ClientError::Refused`] for each status but 200 to 299, [`ClientError::Transport`] when no answer came,
    /// [`ClientError::Decode`] when the answer is not of the method's type.
    pub async fn call<M: Method>(&self, _: M, request: &M::Request) -> Result<M::Response, ClientError> {
        let info = const { &M::INFO };
        let unreadable = |error| ClientError::decode(info.name, error);
        let outgoing = if matches!(info.verb, Verb::Post | Verb::Put) && !info.path.contains('{') {
            let body = serde_json::to_vec(request).map_err(unreadable)?;
            self.outgoing(info, Map::new(), Some(body))?
        } else {
            let fields = match serde_json::to_value(request).map_err(unreadable)? {
                Value::Object(fields) => fields,
                _ => Map::new(),
            };
            self.outgoing(info, fields, None)?
        };
        let span = tracing::debug_span!("gostiny.call", method = info.name, path = info.path);
        let raw = self.perform(info, outgoing).instrument(span).await?;
        if !(200..300).contains(&raw.status) {
            return Err(ClientError::refused(&raw));
        }
        is_of_type(info, &raw)?;
        M::Response::from_body(raw.body).map_err(unreadable)
    }

    /// Sends any bytes to any path, once. Nothing is added but the credentials; headers given here replace them. A whole
    /// address may stand in place of the path: another server is not shown the credentials. Waits where limits say so.
    ///
    /// # Errors
    /// [`ClientError::Transport`] when no answer came. Each status is an answer here.
    pub async fn send(
        &self,
        verb: Verb,
        path: &str,
        body: impl Into<Vec<u8>>,
        extra: &[(&str, &str)],
    ) -> Result<Raw, ClientError> {
        let url = self.pool.address(path)?;
        let outgoing = Outgoing { verb, url, body: body.into(), headers: headers(extra)? };
        self.pool.limiter.pass(self.credentials.shop, self.pool.path(&outgoing.url)).await;
        Ok(self.exchange(&outgoing).await?)
    }

    /// Calls a method that is known by its line of the tables alone, its request being any JSON object, and answers with
    /// what came back, whatever its status. Waits and repeats as [`call`](Self::call) does.
    ///
    /// # Errors
    /// [`ClientError::Transport`] when no answer came, [`ClientError::Decode`] for files of a form that are none.
    pub async fn call_raw(&self, info: &Info, request: Map<String, Value>) -> Result<Raw, ClientError> {
        let outgoing = self.outgoing(info, request, None)?;
        self.perform(info, outgoing).await
    }

    /// Tries until there is an answer that is final.
    async fn perform(&self, info: &Info, outgoing: Outgoing) -> Result<Raw, ClientError> {
        let mut attempt = 1;
        loop {
            self.pool.limiter.pass(self.credentials.shop, info.path).await;
            let outcome = self.exchange(&outgoing).await;
            if let Some(pause) = self.pool.retry.pause(attempt, info.reads, &outcome) {
                let status = outcome.as_ref().map_or(0, |raw| raw.status);
                tracing::debug!(attempt, status, ?pause, "is tried again");
                rest(pause).await;
                attempt += 1;
                continue;
            }
            let raw = outcome?;
            tracing::debug!(attempt, status = raw.status, "was answered");
            return Ok(raw);
        }
    }

    async fn exchange(&self, outgoing: &Outgoing) -> Result<Raw, reqwest::Error> {
        let verb = match outgoing.verb {
            Verb::Get => reqwest::Method::GET,
            Verb::Post | Verb::Form => reqwest::Method::POST,
            Verb::Put => reqwest::Method::PUT,
            Verb::Delete => reqwest::Method::DELETE,
        };
        let is_home = outgoing.url.origin() == self.pool.base.origin();
        let mut all = if is_home { self.credentials.headers.clone() } else { HeaderMap::new() };
        all.extend(outgoing.headers.clone());
        let http = self.pool.http(&outgoing.url)?;
        let mut request = http.request(verb, outgoing.url.clone()).timeout(self.pool.timeouts.answer).headers(all);
        if !outgoing.body.is_empty() {
            request = request.body(outgoing.body.clone());
        }
        let answer = request.send().await?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        Ok(Raw { status, headers, body: answer.bytes().await?.into() })
    }

    /// Places the fields of a request: in the path, in the query, or, unless its body was written already, in the body.
    fn outgoing(
        &self,
        info: &Info,
        mut fields: Map<String, Value>,
        body: Option<Vec<u8>>,
    ) -> Result<Outgoing, ClientError> {
        let mut url = self.fill(info.path, &mut fields)?;
        let (kind, body) = match (info.verb, body) {
            (Verb::Get | Verb::Delete, _) => {
                let query: Vec<_> = fields.iter().filter_map(|(name, value)| Some((name, text(value)?))).collect();
                if !query.is_empty() {
                    url.query_pairs_mut().extend_pairs(query);
                }
                (String::new(), Vec::new())
            }
            (Verb::Form, _) => form(&fields)?,
            (Verb::Post | Verb::Put, Some(body)) => ("application/json".to_owned(), body),
            (Verb::Post | Verb::Put, None) => {
                let body = serde_json::to_vec(&fields).map_err(|error| ClientError::decode(info.name, error))?;
                ("application/json".to_owned(), body)
            }
        };
        let headers = if kind.is_empty() { HeaderMap::new() } else { headers(&[("content-type", &kind)])? };
        Ok(Outgoing { verb: info.verb, url, body, headers })
    }

    /// Puts fields of the request into the `{name}` segments of a path, and takes them from the rest.
    fn fill(&self, path: &str, fields: &mut Map<String, Value>) -> Result<Url, ClientError> {
        let mut url = self.pool.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty();
            for segment in path.split('/').filter(|segment| !segment.is_empty()) {
                let name = segment.strip_prefix('{').and_then(|segment| segment.strip_suffix('}'));
                let Some(value) = name.and_then(|name| fields.shift_remove(name)) else {
                    segments.push(segment);
                    continue;
                };
                let value = text(&value).unwrap_or_default();
                if matches!(value.as_str(), "" | "." | "..") {
                    return Err(ClientError::no_segment(segment, &value));
                }
                segments.push(&value);
            }
        }
        Ok(url)
    }
}

/// A document must not be a page of a proxy. JSON tells by itself.
fn is_of_type(info: &Info, raw: &Raw) -> Result<(), ClientError> {
    let found = raw.content_type();
    let is_right = info.content_type == "application/json"
        || found == info.content_type
        || matches!(found, "" | "application/octet-stream");
    if is_right { Ok(()) } else { Err(ClientError::wrong_type(info, found)) }
}

fn headers(pairs: &[(&str, &str)]) -> Result<HeaderMap, ClientError> {
    let mut all = HeaderMap::new();
    for (name, value) in pairs {
        let header = HeaderName::try_from(*name).map_err(|error| ClientError::decode(*name, error))?;
        // The value may be a key: only its name is told.
        let value = HeaderValue::try_from(*value).map_err(|error| ClientError::decode(*name, error))?;
        all.insert(header, value);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_parameters_are_taken_from_the_fields_and_escaped() {
        let client = Client::stranger("http://127.0.0.1:1/base/").unwrap();
        let mut fields = Map::new();
        fields.insert("posting_number".to_owned(), "a/б".into());
        fields.insert("event".to_owned(), "lost".into());
        let path = "/operator/v1/postings/{posting_number}/events";
        let url = client.fill(path, &mut fields).unwrap();
        assert_eq!(url.path(), "/base/operator/v1/postings/a%2F%D0%B1/events");
        assert_eq!(fields.keys().collect::<Vec<_>>(), ["event"]);
        for nothing in ["", ".", ".."] {
            fields.insert("posting_number".to_owned(), nothing.into());
            assert!(client.fill(path, &mut fields).is_err(), "{nothing}");
        }
    }

    #[test]
    fn paths_stand_below_the_address_and_addresses_for_themselves() {
        let client = Client::stranger("http://127.0.0.1:1/base/").unwrap();
        let url = client.pool.address("/v1/actions?x=1").unwrap();
        assert_eq!((url.as_str(), client.pool.path(&url)), ("http://127.0.0.1:1/base/v1/actions?x=1", "/v1/actions"));
        assert_eq!(client.pool.address("https://b.example/f").unwrap().as_str(), "https://b.example/f");
    }

    #[test]
    fn keys_are_not_printed_and_a_shop_is_counted_once() {
        let stranger = Client::stranger("http://127.0.0.1:1").unwrap();
        let one = stranger.as_seller(ClientId(7), "secret").unwrap();
        assert!(!format!("{one:?} {:?}", one.credentials.headers).contains("secret"));
        let same = stranger.as_seller(ClientId(7), "other").unwrap();
        assert_eq!(one.credentials.shop, same.credentials.shop);
        assert_ne!(one.credentials.shop, stranger.as_bearer("7").unwrap().credentials.shop);
        let error = stranger.as_seller(ClientId(7), "sec\nret").unwrap_err();
        assert!(!format!("{error} {error:?}").contains("ret\""), "{error:?}");
    }
}
