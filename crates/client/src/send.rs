//! Sending: where a request's fields go, which headers speak for the caller, how the answer is read.

use base64::{Engine, engine::general_purpose::STANDARD};
use gostiny_wire::{
    method::{Answer, Method, Verb},
    scalar::ClientId,
};
use reqwest::{
    Url,
    header::{HeaderMap, HeaderName, HeaderValue},
};
use serde_json::{Map, Value, json};

use crate::ClientError;

/// One caller of one server. Clones share its connections.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    base: Url,
    credentials: HeaderMap,
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
}

impl Client {
    /// A caller without credentials, for probes and for tests of the door.
    pub fn stranger(base_url: &str) -> Result<Self, ClientError> {
        // A second client of the same process finds a provider installed already: as good as its own.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let base = Url::parse(base_url).map_err(|error| ClientError::decode(base_url, error))?;
        let mut http = reqwest::Client::builder();
        if base.scheme() == "http" {
            // No certificate will ever be asked for, so none is loaded.
            http = http.tls_certs_only([]);
        }
        Ok(Self { http: http.build()?, base, credentials: HeaderMap::new() })
    }

    /// A seller's software: `Client-Id` and `Api-Key`.
    pub fn seller(base_url: &str, client_id: ClientId, api_key: &str) -> Result<Self, ClientError> {
        Self::stranger(base_url)?.as_seller(client_id, api_key)
    }

    /// The marketplace itself: `Authorization: Bearer TOKEN`.
    pub fn operator(base_url: &str, token: &str) -> Result<Self, ClientError> {
        Self::stranger(base_url)?.with(&[("authorization", &format!("Bearer {token}"))])
    }

    /// The same connections under a seller's key.
    pub fn as_seller(&self, client_id: ClientId, api_key: &str) -> Result<Self, ClientError> {
        self.with(&[("client-id", &client_id.to_string()), ("api-key", api_key)])
    }

    /// The same connections under other credentials, or none.
    pub fn with(&self, credentials: &[(&str, &str)]) -> Result<Self, ClientError> {
        Ok(Self { http: self.http.clone(), base: self.base.clone(), credentials: headers(credentials)? })
    }

    /// The server's address.
    pub fn base_url(&self) -> &str {
        self.base.as_str()
    }

    /// Calls a method and reads its answer.
    pub async fn call<M: Method>(&self, _: M, request: &M::Request) -> Result<M::Response, ClientError> {
        let unreadable = |error| ClientError::decode(M::INFO.name, error);
        let mut fields = match serde_json::to_value(request).map_err(unreadable)? {
            Value::Object(fields) => fields,
            _ => Map::new(),
        };
        let mut url = self.fill(M::INFO.path, &mut fields)?;
        let raw = match M::INFO.verb {
            Verb::Get | Verb::Delete => {
                let query: Vec<_> = fields.iter().filter_map(|(name, value)| Some((name, text(value)?))).collect();
                if !query.is_empty() {
                    url.query_pairs_mut().extend_pairs(query);
                }
                self.exchange(M::INFO.verb, url, Vec::new(), HeaderMap::new()).await?
            }
            Verb::Form => {
                let (kind, body) = form(&fields)?;
                self.exchange(M::INFO.verb, url, body, headers(&[("content-type", &kind)])?).await?
            }
            Verb::Post | Verb::Put => {
                let body = serde_json::to_vec(&fields).map_err(unreadable)?;
                self.exchange(M::INFO.verb, url, body, headers(&[("content-type", "application/json")])?).await?
            }
        };
        if raw.status != 200 {
            return Err(ClientError::refused(&raw));
        }
        M::Response::from_body(raw.body).map_err(unreadable)
    }

    /// Sends any bytes to any path. Nothing is added but the credentials; headers given here replace them.
    pub async fn send(
        &self,
        verb: Verb,
        path: &str,
        body: impl Into<Vec<u8>>,
        extra: &[(&str, &str)],
    ) -> Result<Raw, ClientError> {
        let url = self.base.join(path).map_err(|error| ClientError::decode(path, error))?;
        self.exchange(verb, url, body.into(), headers(extra)?).await
    }

    async fn exchange(&self, verb: Verb, url: Url, body: Vec<u8>, extra: HeaderMap) -> Result<Raw, ClientError> {
        let verb = match verb {
            Verb::Get => reqwest::Method::GET,
            Verb::Post | Verb::Form => reqwest::Method::POST,
            Verb::Put => reqwest::Method::PUT,
            Verb::Delete => reqwest::Method::DELETE,
        };
        let mut all = self.credentials.clone();
        all.extend(extra);
        let mut request = self.http.request(verb, url).headers(all);
        if !body.is_empty() {
            request = request.body(body);
        }
        let answer = request.send().await?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        Ok(Raw { status, headers, body: answer.bytes().await?.to_vec() })
    }

    /// Puts fields of the request into the `{name}` segments of a path, and takes them from the rest.
    fn fill(&self, path: &str, fields: &mut Map<String, Value>) -> Result<Url, ClientError> {
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty();
            for segment in path.split('/').filter(|segment| !segment.is_empty()) {
                let name = segment.strip_prefix('{').and_then(|segment| segment.strip_suffix('}'));
                match name.and_then(|name| fields.shift_remove(name)) {
                    Some(value) => segments.push(&text(&value).unwrap_or_default()),
                    None => segments.push(segment),
                };
            }
        }
        Ok(url)
    }
}

/// A field as a path or a query carries it; `None` for `null` and for lists and objects, which neither can carry.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A file of a form.
pub fn file(name: &str, bytes: &[u8]) -> Value {
    json!({"file_name": name, "base64_content": STANDARD.encode(bytes)})
}

/// The fields as `multipart/form-data`: its content type and its body. Lists are files.
pub fn form(fields: &Map<String, Value>) -> Result<(String, Vec<u8>), ClientError> {
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for (name, value) in fields {
        let files = value.as_array().map(Vec::as_slice).unwrap_or_default();
        for file in files {
            let of = |field: &str| file.get(field).and_then(Value::as_str).unwrap_or_default();
            let file_name = of("file_name").replace(['"', '\r', '\n'], "_");
            let bytes = STANDARD.decode(of("base64_content")).map_err(|error| ClientError::decode(name, error))?;
            parts.push((format!("name=\"{name}\"; filename=\"{file_name}\""), bytes));
        }
        if let Some(text) = text(value) {
            parts.push((format!("name=\"{name}\""), text.into_bytes()));
        }
    }
    let holds = |mark: &str| parts.iter().any(|(_, body)| body.windows(mark.len()).any(|at| at == mark.as_bytes()));
    let mut boundary = "gostiny-form".to_owned();
    while holds(&boundary) {
        boundary.push('-');
        boundary.push_str(&boundary.len().to_string());
    }
    let mut body = Vec::new();
    for (about, content) in &parts {
        body.extend(format!("--{boundary}\r\nContent-Disposition: form-data; {about}\r\n\r\n").into_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend(format!("--{boundary}--\r\n").into_bytes());
    Ok((format!("multipart/form-data; boundary={boundary}"), body))
}

fn headers(pairs: &[(&str, &str)]) -> Result<HeaderMap, ClientError> {
    let mut all = HeaderMap::new();
    for (name, value) in pairs {
        let name = HeaderName::try_from(*name).map_err(|error| ClientError::decode(*name, error))?;
        let value = HeaderValue::try_from(*value).map_err(|error| ClientError::decode(*value, error))?;
        all.insert(name, value);
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
        let url = client.fill("/operator/v1/postings/{posting_number}/events", &mut fields).unwrap();
        assert_eq!(url.path(), "/base/operator/v1/postings/a%2F%D0%B1/events");
        assert_eq!(fields.keys().collect::<Vec<_>>(), ["event"]);
    }
}
