//! Who looks at a page: a guest, the operator, or a shop. A handler names whom it serves by its argument, and a form is
//! read only together with its token, so that no page can forget either.

use std::{
    net::{IpAddr, Ipv4Addr},
    ops::Deref,
    sync::Arc,
};

use axum::{
    body::Body,
    extract::{ConnectInfo, FromRequest, FromRequestParts, Request},
    http::{HeaderMap, HeaderValue, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use futures_util::future::BoxFuture;
use gostiny_wire::{
    method::Method,
    scalar::{ClientId, Time},
};
use subtle::ConstantTimeEq;

use super::{
    Console,
    fields::{Fields, query},
    page,
    session::{csrf, find},
    text::Lang,
};
use crate::{
    api::Peer,
    areas::seller,
    audit::{Actor, Line},
    call::Call,
    chance::Chance,
    error::{Error, Result},
    turn::Seen,
};

const SESSION: &str = "gostiny_session";
pub(super) const LANGUAGE: &str = "gostiny_language";
/// The largest form that is read, in bytes.
const LARGEST_FORM: usize = 256 * 1024;
/// The same for one with files; what the methods take is less.
const LARGEST_UPLOAD: usize = 24 * 1024 * 1024;

/// Who it is.
#[derive(Clone, Debug)]
pub enum Who {
    /// Not signed in.
    Guest,
    /// The marketplace itself.
    Operator,
    /// A shop.
    Shop(seller::Seller),
}

/// A look at a page.
#[derive(Clone)]
pub struct Visit {
    /// The console.
    pub console: Arc<Console>,
    /// Who looks.
    pub who: Who,
    /// In which language.
    pub lang: Lang,
    /// What the browser's cookie holds; signed in or not.
    pub secret: String,
    /// The browser has no cookie yet.
    is_new: bool,
    /// Reached over https.
    is_secure: bool,
    /// From where.
    pub address: IpAddr,
    /// How the browser reaches this server, such as `http://127.0.0.1:8080`.
    pub origin: String,
    /// The world that the session was found in.
    seen: Seen,
    /// What was asked for, path and query.
    pub path: String,
    /// The query.
    pub asked: Fields,
}

/// A page instead of the one that was asked for.
pub enum Stop {
    /// Sign in first, then come back here.
    SignIn(String),
    /// What stands in the way.
    Error(Error),
    /// A form that none of our pages sent.
    Forged,
}

/// What a page answers.
pub type Shown = Result<Response, Stop>;

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        match error.bare() {
            Error::Unauthenticated(_) => Self::SignIn("/console".to_owned()),
            _ => Self::Error(error),
        }
    }
}

impl IntoResponse for Stop {
    fn into_response(self) -> Response {
        match self {
            Self::SignIn(to) => Redirect::to(&format!("/console/sign-in{}", query(&[("to", &to)]))).into_response(),
            Self::Forged => {
                page::bare(403, "Форма устарела. Вернитесь и отправьте её ещё раз. · The form is out of date.")
            }
            Self::Error(error) => {
                if let Some(source) = error.cause() {
                    tracing::error!(error = ?source, "a page failed");
                }
                let mut answer = page::bare(error.codes().1, &error.to_string());
                if let Error::Limited { retry_after } = error.bare() {
                    answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*retry_after));
                }
                answer
            }
        }
    }
}

impl FromRequestParts<Arc<Console>> for Visit {
    type Rejection = Stop;

    async fn from_request_parts(parts: &mut Parts, console: &Arc<Console>) -> Result<Self, Stop> {
        let known = cookie(&parts.headers, SESSION).filter(|secret| secret.len() == 43);
        let is_new = known.is_none();
        let secret = match known {
            Some(secret) => secret.to_owned(),
            None => Chance::secret()?,
        };
        let (who, seen) = if is_new { (Who::Guest, Seen::default()) } else { who(console, &secret).await? };
        let asks = header_text(&parts.headers, header::ACCEPT_LANGUAGE.as_str());
        let lang = cookie(&parts.headers, LANGUAGE).and_then(Lang::named).unwrap_or_else(|| Lang::accepted(asks));
        let is_secure = header_text(&parts.headers, "x-forwarded-proto") == "https";
        let host = header_text(&parts.headers, header::HOST.as_str());
        let peer = parts.extensions.get::<ConnectInfo<Peer>>().map(|peer| peer.0.address.ip());
        Ok(Self {
            console: console.clone(),
            who,
            seen,
            lang,
            secret,
            is_new,
            is_secure,
            origin: format!("{}://{host}", if is_secure { "https" } else { "http" }),
            address: peer.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)),
            path: parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default(),
            asked: Fields::read(parts.uri.query().unwrap_or_default().as_bytes()),
        })
    }
}

/// Whose session it is, and in which world.
async fn who(console: &Arc<Console>, secret: &str) -> Result<(Who, Seen)> {
    let (secret, now) = (secret.to_owned(), console.wall());
    let (_turn, seen) = console.app.turns.hold().await;
    let found = console.app.world.read(ClientId(0), move |call| {
        let secret = secret.clone();
        Box::pin(async move {
            match find(call, &secret, now).await? {
                None => Ok(Who::Guest),
                Some(ClientId(0)) => Ok(Who::Operator),
                // A shop that is gone is nobody.
                Some(client_id) => match seller::find(call, client_id).await {
                    Ok(shop) => Ok(Who::Shop(shop)),
                    Err(Error::NotFound(_)) => Ok(Who::Guest),
                    Err(error) => Err(error),
                },
            }
        })
    });
    Ok((found.await?, seen))
}

fn header_text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let pairs = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = pairs.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(known, _)| *known == name).map(|(_, value)| value)
}

impl Visit {
    /// The text under a key.
    pub fn say(&self, key: &'static str) -> &'static str {
        self.lang.say(key)
    }

    /// The token of this browser's forms.
    pub fn csrf(&self) -> String {
        csrf(&self.secret)
    }

    /// How the audit log names whoever acts here.
    fn actor(&self, seller: ClientId) -> Actor {
        let name = if seller.0 == 0 { "operator" } else { "shop" };
        Actor { name, seller, address: self.address.to_string(), request_id: String::new() }
    }

    /// What the audit log is told of what is no method: who is let in.
    pub fn line(&self, seller: ClientId, what: &str) -> Line {
        Line::asked(&self.actor(seller), self.console.wall(), what, serde_json::Map::new())
    }

    /// To another page, as an answer to a form.
    pub fn to(&self, path: &str) -> Response {
        Redirect::to(path).into_response()
    }

    /// Gives the browser its cookie, until a moment of the wall or until it is closed.
    pub fn keep(&self, mut answer: Response, secret: &str, until: Option<Time>) -> Response {
        let age = until.map(|until| format!("; Max-Age={}", until.seconds_since(self.console.wall()).max(0)));
        let secure = if self.is_secure { "; Secure" } else { "" };
        let cookie =
            format!("{SESSION}={secret}; Path=/console; HttpOnly; SameSite=Lax{}{secure}", age.unwrap_or_default());
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            answer.headers_mut().append(header::SET_COOKIE, cookie);
        }
        answer
    }

    /// Gives a browser without a cookie one, for its forms.
    pub fn greet(&self, answer: Response) -> Response {
        if self.is_new { self.keep(answer, &self.secret, None) } else { answer }
    }
}

/// The operator's look. A session of the operator's holds in any world, as the token does.
pub struct Operator(Visit);

impl Deref for Operator {
    type Target = Visit;
    fn deref(&self) -> &Visit {
        &self.0
    }
}

impl Operator {
    /// Calls a method of the operator's.
    pub async fn call<M: Method>(&self, _: M, request: &M::Request) -> Result<M::Response> {
        let actor = Some(self.actor(ClientId(0)));
        self.console.operator.call::<M>(&self.console.app, ClientId(0), None, actor, request).await
    }

    /// Looks with a shop's eyes.
    pub async fn as_shop<M: Method>(&self, shop: ClientId, _: M, request: &M::Request) -> Result<M::Response> {
        self.console.seller.call::<M>(&self.console.app, shop, None, None, request).await
    }
}

impl FromRequestParts<Arc<Console>> for Operator {
    type Rejection = Stop;
    async fn from_request_parts(parts: &mut Parts, console: &Arc<Console>) -> Result<Self, Stop> {
        let visit = Visit::from_request_parts(parts, console).await?;
        if matches!(visit.who, Who::Operator) { Ok(Self(visit)) } else { Err(Stop::SignIn(visit.path)) }
    }
}

/// A shop's look. Whose it is comes from the session and from nothing else, in the world of that session and in no other.
pub struct Cabinet {
    visit: Visit,
    /// The shop.
    pub shop: seller::Seller,
}

impl Deref for Cabinet {
    type Target = Visit;
    fn deref(&self) -> &Visit {
        &self.visit
    }
}

impl Cabinet {
    /// Calls a method of the seller's.
    pub async fn call<M: Method>(&self, _: M, request: &M::Request) -> Result<M::Response> {
        self.console.seller.call::<M>(&self.console.app, self.shop.client_id, Some(self.seen), None, request).await
    }

    /// Reads what no method tells.
    pub async fn read<T, F>(&self, body: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'a> Fn(&'a mut Call) -> BoxFuture<'a, Result<T>> + Send + Sync + 'static,
    {
        let _turn = self.console.app.turns.stay(self.seen).await?;
        self.console.app.world.read(self.shop.client_id, body).await
    }

    /// The same for a read that may take long.
    pub async fn scan<T, F>(&self, body: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'a> Fn(&'a mut Call) -> BoxFuture<'a, Result<T>> + Send + Sync + 'static,
    {
        let _turn = self.console.app.turns.stay(self.seen).await?;
        self.console.app.scan(self.shop.client_id, body).await
    }

    /// Calls a method of the operator's about the own shop: the request names it by the session's number.
    pub async fn about_itself<M: Method>(&self, _: M, request: &M::Request) -> Result<M::Response> {
        let actor = Some(self.actor(self.shop.client_id));
        self.console.operator.call::<M>(&self.console.app, ClientId(0), Some(self.seen), actor, request).await
    }
}

impl FromRequestParts<Arc<Console>> for Cabinet {
    type Rejection = Stop;
    async fn from_request_parts(parts: &mut Parts, console: &Arc<Console>) -> Result<Self, Stop> {
        let visit = Visit::from_request_parts(parts, console).await?;
        match visit.who.clone() {
            Who::Shop(shop) => Ok(Self { visit, shop }),
            Who::Guest | Who::Operator => Err(Stop::SignIn(visit.path)),
        }
    }
}

/// A form and who sent it.
pub struct Sent<V> {
    /// Who.
    pub by: V,
    /// What.
    pub form: Fields,
}

impl<V> FromRequest<Arc<Console>> for Sent<V>
where
    V: FromRequestParts<Arc<Console>, Rejection = Stop> + AsVisit + Send,
{
    type Rejection = Stop;
    async fn from_request(request: Request<Body>, console: &Arc<Console>) -> Result<Self, Stop> {
        let (mut parts, body) = request.into_parts();
        let by = V::from_request_parts(&mut parts, console).await?;
        let kind = header_text(&parts.headers, header::CONTENT_TYPE.as_str());
        let has_files = kind.starts_with("multipart/form-data");
        let body = axum::body::to_bytes(body, if has_files { LARGEST_UPLOAD } else { LARGEST_FORM }).await;
        let body = body.map_err(|_| Error::BadRequest("the form is cut off or too large".to_owned()))?;
        let form = if has_files { Fields::read_with_files(kind, body).await? } else { Fields::read(&body) };
        let wanted = by.visit().csrf();
        if bool::from(form.get("csrf").as_bytes().ct_eq(wanted.as_bytes())) {
            return Ok(Self { by, form });
        }
        Err(Stop::Forged)
    }
}

/// Any of the three looks.
pub trait AsVisit {
    /// As a visit.
    fn visit(&self) -> &Visit;
}

impl AsVisit for Visit {
    fn visit(&self) -> &Visit {
        self
    }
}
impl AsVisit for Operator {
    fn visit(&self) -> &Visit {
        &self.0
    }
}
impl AsVisit for Cabinet {
    fn visit(&self) -> &Visit {
        &self.visit
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    fn sources(folder: &Path) -> Vec<PathBuf> {
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        files.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
    }

    #[test]
    fn a_page_reads_and_writes_only_in_the_world_of_its_session() {
        let console = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/console");
        let pages =
            sources(&console).into_iter().filter(|path| !path.ends_with("visit.rs") && *path != console.join("mod.rs"));
        let past = pages.filter(|path| {
            let text: String = std::fs::read_to_string(path).unwrap().split_whitespace().collect();
            [".world.read", ".world.write", ".app.scan(", ".app.write"].iter().any(|past| text.contains(past))
        });
        assert_eq!(past.collect::<Vec<_>>(), Vec::<PathBuf>::new(), "these go past the turn of the session");
    }
}
