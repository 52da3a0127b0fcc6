//! The HTTP side of a call: who calls, what arrived, how it is answered, what is noted of it.

use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, RawPathParams, Request, State, rejection::RawPathParamsRejection},
    http::{HeaderMap, HeaderName, HeaderValue, Method, Response, Uri, header, request::Parts},
    response::{IntoResponse, Redirect},
    routing::{MethodFilter, get, on},
};
use futures_util::future::BoxFuture;
use gostiny_wire::{
    method::{Info, Verb},
    scalar::{ClientId, Time},
};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer};
use tracing::Instrument;

use super::{
    Fault, Rules, description,
    edge::{self, Note},
    error::{Surface, problem, refusal, status},
    form,
    line::Peer,
    log::Excerpt,
    routes::{Arrived, Caller, Identity, Route, Routes},
    trace, zero,
};
use crate::{
    App,
    audit::Actor,
    call::{By, Call},
    clock::ApiDate,
    error::{Error, Result},
    files::content_type,
    job,
};

/// The largest body that is read, in bytes.
const LARGEST_BODY: usize = 32 * 1024 * 1024;
/// How long a body may be on its way: 32 MiB at a megabit a second.
const SLOWEST_BODY: Duration = Duration::from_secs(300);
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const API_DATE: HeaderName = HeaderName::from_static("x-gostiny-api-date");

/// What a seller's call brings to be let in.
// No Debug: a key is never printed.
#[derive(Clone)]
pub struct Credentials {
    /// The `Client-Id` header.
    pub client_id: String,
    /// The `Api-Key` header.
    pub api_key: String,
    /// Where the call comes from.
    pub peer: SocketAddr,
}

/// The questions about a caller that an area answers.
#[derive(Clone, Copy)]
pub struct Gate {
    /// Lets a seller in.
    pub admit: for<'a> fn(&'a mut Call, &'a Credentials) -> BoxFuture<'a, Result<Identity>>,
    /// Whether the roles of a key cover a method that reads or writes.
    pub permits: fn(&[String], &Info, bool) -> bool,
    /// Reads what holds before any method is reached.
    pub rules: for<'a> fn(&'a mut Call) -> BoxFuture<'a, Result<Rules>>,
    /// Counts a call that a fault is about, and draws whether it goes wrong.
    pub strikes: for<'a> fn(&'a mut Call, &'a Fault) -> BoxFuture<'a, Result<bool>>,
}

/// Everything that is served over HTTP.
pub struct Api {
    /// The seller API.
    pub seller: Routes,
    /// The operator API.
    pub operator: Routes,
    /// Who may call.
    pub gate: Gate,
    /// The console.
    pub pages: Router<Arc<App>>,
}

/// The parameters of a path, unless they are no text.
type PathParams = Result<RawPathParams, RawPathParamsRejection>;

struct Service {
    app: Arc<App>,
    route: Route,
    surface: Surface,
    gate: Gate,
}

impl Api {
    /// The router over a running world.
    pub fn router(self, app: Arc<App>) -> Router {
        let documents = [
            ("/openapi.json", written_once(Surface::Seller, self.seller.infos().collect())),
            ("/operator/openapi.json", written_once(Surface::Operator, self.operator.infos().collect())),
        ];
        let gate = self.gate;
        let mut router = Router::new();
        for (surface, routes) in [(Surface::Seller, self.seller), (Surface::Operator, self.operator)] {
            for route in routes.list {
                let verb = route.info.verb;
                let paths = std::iter::once(route.info.path).chain(route.info.aliases.iter().copied());
                let service = Arc::new(Service { app: app.clone(), route: route.clone(), surface, gate: self.gate });
                for path in paths {
                    let service = service.clone();
                    let answer = move |params: PathParams, peer: ConnectInfo<Peer>, request: Request| async move {
                        service.answer(params, peer.0, request).await
                    };
                    router = router.route(path, on(filter(verb), answer));
                }
            }
        }
        for (path, document) in documents {
            router = router.route(path, get(move || async move { typed("application/json", document()) }));
        }
        router
            .route("/docs", get(async || typed("text/html; charset=utf-8", DOCS_PAGE)))
            .route("/docs/rapidoc.js", get(async || typed("text/javascript; charset=utf-8", RAPIDOC)))
            .route("/healthz", get(async || "ok"))
            .route("/readyz", get(ready))
            .route("/files/{*name}", get(file))
            .route("/metrics", get(metrics))
            .merge(self.pages)
            .fallback(unknown_path)
            .method_not_allowed_fallback(move |app: State<Arc<App>>, request: Request| wrong_verb(app, gate, request))
            .with_state(app)
            .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| status(13, 500, "Internal error")))
            .layer(CompressionLayer::new())
    }
}

/// A description that is written when it is first asked for.
fn written_once(surface: Surface, methods: Vec<Info>) -> impl Fn() -> String + Clone + Send + Sync + 'static {
    let written = Arc::new(OnceLock::new());
    move || {
        let write = || description::document(surface, methods.iter().copied()).to_string();
        written.get_or_init(write).clone()
    }
}

const DOCS_PAGE: &str = include_str!("../../assets/docs.html");
const RAPIDOC: &[u8] = include_bytes!("../../assets/vendor/rapidoc-9.3.8/rapidoc-min.js");

fn filter(verb: Verb) -> MethodFilter {
    match verb {
        Verb::Get => MethodFilter::GET,
        Verb::Post | Verb::Form => MethodFilter::POST,
        Verb::Put => MethodFilter::PUT,
        Verb::Delete => MethodFilter::DELETE,
    }
}

fn typed(content_type: &'static str, body: impl Into<Body>) -> Response<Body> {
    let mut answer = Response::new(body.into());
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    answer
}

/// Hands out a file to whoever has its link. A wrong link, one that has run out and a lost file look alike.
async fn file(State(app): State<Arc<App>>, uri: Uri, params: PathParams) -> Response<Body> {
    let query = axum::extract::Query::<HashMap<String, String>>::try_from_uri(&uri).map(|query| query.0);
    let query = query.unwrap_or_default();
    let name = params.ok().and_then(|params| params.iter().next().map(|(_, name)| name.to_owned()));
    let until = query.get("until").and_then(|until| until.parse().ok()).map(Time);
    let (Some(name), Some(until), Some(signature)) = (name, until, query.get("signature")) else {
        return status(5, 404, "Not Found");
    };
    let files = &app.world.files;
    if until <= app.world.clock.now() || !files.is_signed(&name, until, signature) {
        return status(5, 404, "Not Found");
    }
    let body = match files.stream(&name).await {
        Ok(Some(body)) => body,
        Ok(None) => {
            tracing::error!(name, "a file that was promised is not there");
            return status(5, 404, &format!("the file {name} is not there"));
        }
        Err(error) => {
            tracing::error!(name, error = ?error, "a file could not be read");
            let (code, http) = error.codes();
            return status(code, http, &error.to_string());
        }
    };
    let mut answer = typed(content_type(&name), body);
    // What people sent each other is never a page of ours.
    let guards = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
        (header::CACHE_CONTROL, "private"),
    ];
    for (name, value) in guards {
        answer.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    answer
}

async fn ready(State(app): State<Arc<App>>) -> Response<Body> {
    let answered = app.world.read(ClientId(0), |call| {
        Box::pin(async move { call.tx.value::<i64>("select count(*) from schema_migration", &[]).await })
    });
    match answered.await {
        Ok(_) => typed("text/plain", "ready"),
        Err(_) => problem(503, "the database does not answer"),
    }
}

/// The counters of this process, and how late the agenda is that it shares with others.
async fn metrics(State(app): State<Arc<App>>) -> Response<Body> {
    let number = |number: i64| u32::try_from(number.max(0)).map_or(f64::INFINITY, f64::from);
    let system = app.world.clock.system();
    let late = app.world.read(ClientId(0), move |call| Box::pin(job::overdue(call, system))).await;
    let (rows, seconds) = match late {
        Ok((rows, seconds)) => (number(rows), number(seconds)),
        Err(error) => {
            tracing::warn!(error = ?error, "the agenda could not be looked at");
            // No number is better than one that was true a while ago.
            (f64::NAN, f64::NAN)
        }
    };
    metrics::gauge!("gostiny_agenda_overdue").set(rows);
    metrics::gauge!("gostiny_agenda_overdue_seconds").set(seconds);
    metrics::gauge!("gostiny_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    typed("text/plain; version=0.0.4", numbers().render())
}

async fn unknown_path(State(app): State<Arc<App>>, request: Request) -> Response<Body> {
    let accepts = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if request.method() == Method::GET && request.uri().path() == "/" && accepts.contains("text/html") {
        return Redirect::to("/console").into_response();
    }
    match surface_of(request.uri()) {
        Surface::Seller => stray(&app, &request, (5, 404, "Not Found")),
        Surface::Operator => problem(404, "there is no such path"),
    }
}

/// Answers and notes a call that is one of no method.
fn stray(app: &App, request: &Request, (code, http, message): (i32, u16, &str)) -> Response<Body> {
    let mut note = Note::of(request, request_id(request.headers()), None);
    note.entry.status = http;
    note.told(code, message, None);
    note.keep(app, 0);
    status(code, http, message)
}

/// The seller's gateway says that it knows no such method; an operator hears it in HTTP's own words.
async fn wrong_verb(State(app): State<Arc<App>>, gate: Gate, request: Request) -> Response<Body> {
    match surface_of(request.uri()) {
        Surface::Seller => {
            let load = gate.rules;
            let names_it = app
                .world
                .read(ClientId(0), move |call| Box::pin(async move { Ok(load(call).await?.names_wrong_verb) }));
            let answer = match names_it.await {
                Ok(true) => (12, 405, "Method Not Allowed"),
                Ok(false) => (12, 501, "Method Not Allowed"),
                Err(error) => {
                    tracing::error!(error = ?error, "the settings could not be read");
                    (13, 500, "Internal error")
                }
            };
            stray(&app, &request, answer)
        }
        Surface::Operator => problem(405, "this path has other methods"),
    }
}

fn surface_of(uri: &Uri) -> Surface {
    if uri.path().starts_with("/operator/") { Surface::Operator } else { Surface::Seller }
}

/// The counters of this process.
fn numbers() -> &'static PrometheusHandle {
    static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
    HANDLE.get_or_init(|| {
        let buckets = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1.0, 5.0];
        let builder = PrometheusBuilder::new();
        let builder = builder.set_buckets_for_metric(Matcher::Suffix("seconds".into()), &buckets);
        let recorder = builder.map(metrics_exporter_prometheus::PrometheusBuilder::build_recorder);
        let recorder = recorder.unwrap_or_else(|_| PrometheusBuilder::new().build_recorder());
        let handle = recorder.handle();
        if metrics::set_global_recorder(recorder).is_err() {
            tracing::warn!("another recorder of metrics is installed; /metrics stays empty");
        }
        handle
    })
}

/// Durations are kept one by one until they are counted into their buckets, which is done when `/metrics` is read: where
/// nobody reads it they would grow without end.
fn count_durations() {
    const CALLS: u64 = 4_096;
    static ANSWERED: AtomicU64 = AtomicU64::new(0);
    if ANSWERED.fetch_add(1, Ordering::Relaxed) % CALLS == CALLS - 1 {
        numbers().run_upkeep();
    }
}

impl Service {
    async fn answer(&self, params: PathParams, peer: Peer, request: Request) -> Response<Body> {
        let started = started();
        let mut note = Note::of(&request, request_id(request.headers()), Some(self.route.info));
        let span = trace::call(&self.route.info, request.headers());
        let served = self.serve(params, peer.address, request, &mut note).instrument(span.clone()).await;
        let answer = match served {
            Ok(body) => {
                note.answered(&body, &self.route.info, self.route.writes);
                typed(self.route.info.content_type, body)
            }
            Err(error) => {
                if let Some(source) = error.cause() {
                    let request_id = &note.entry.request_id;
                    tracing::error!(request_id, method = self.route.info.name, error = ?source, "a call failed");
                }
                note.refused(&error);
                refusal(&error, self.surface)
            }
        };
        let mut answer = note.finish(answer, &peer).await;
        let (status, took) = (answer.status().as_u16(), started.elapsed());
        let (path, seconds, request_id) = (self.route.info.path, took.as_secs_f64(), &note.entry.request_id);
        trace::answered(&span, request_id, note.seller.0, status);
        tracing::info!(target: "gostiny::access", request_id, client_id = note.seller.0, path, status, seconds);
        metrics::counter!("gostiny_requests_total", "path" => path, "status" => status.to_string()).increment(1);
        metrics::histogram!("gostiny_request_seconds", "path" => path).record(seconds);
        count_durations();
        if let Ok(id) = HeaderValue::from_str(request_id) {
            answer.headers_mut().insert(REQUEST_ID, id);
        }
        if self.surface == Surface::Seller {
            note.keep(&self.app, i64::try_from(took.as_micros()).unwrap_or(i64::MAX));
        }
        answer
    }

    async fn serve(&self, params: PathParams, peer: SocketAddr, request: Request, note: &mut Note) -> Result<Vec<u8>> {
        let (parts, body) = request.into_parts();
        note.date = api_date(&parts.headers)?;
        let Some(mut caller) = self.let_in(&parts.headers, peer, note).await? else { return Ok(Vec::new()) };
        let arrived = self.arrived(params, &parts, body, note).await?;
        // What runs alone keeps the others out by itself.
        if self.route.alone {
            return (self.route.endpoint)(self.app.clone(), caller, arrived).await;
        }
        let _turn = loop {
            let (turn, is_the_same) = self.app.turns.enter(caller.seen).await;
            if is_the_same {
                break turn;
            }
            // It was let in to a world that is gone.
            drop(turn);
            match self.let_in(&parts.headers, peer, note).await? {
                Some(again) => caller = again,
                None => return Ok(Vec::new()),
            }
        };
        if note.strict_zero {
            zero::refuse(self.route.info.name, &arrived.body)?;
        }
        (self.route.endpoint)(self.app.clone(), caller, arrived).await
    }

    /// Who calls; nobody when a fault on purpose stands before the method.
    async fn let_in(&self, headers: &HeaderMap, peer: SocketAddr, note: &mut Note) -> Result<Option<Caller>> {
        let seen = self.app.turns.seen();
        let caller = match self.surface {
            Surface::Operator => self.admit_operator(headers, peer, &note.entry.request_id)?,
            Surface::Seller => self.admit_seller(headers, peer, note.date).await?,
        };
        let mut caller = Caller { seen, date: note.date, ..caller };
        note.seller = caller.seller;
        if self.surface == Surface::Seller {
            (note.entry.client_id, note.entry.key_id) = (Some(caller.seller), Some(caller.key_id));
            edge::pass(&self.app, &self.gate, &caller, &self.route.info, note).await?;
        }
        if let Some(fault) = &note.fault {
            caller.lag_seconds = fault.lag_seconds;
            if !fault.after {
                fault.wait().await;
            }
            if fault.stands_before() {
                return Ok(None);
            }
        }
        Ok(Some(caller))
    }

    /// Reads what arrived to its end.
    async fn arrived(&self, params: PathParams, parts: &Parts, body: Body, note: &mut Note) -> Result<Arrived> {
        let params = params.map_err(|_| Error::BadRequest("the path is not UTF-8".to_owned()))?;
        let mut fields: Vec<_> = params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        if matches!(self.route.info.verb, Verb::Get | Verb::Delete) {
            let query = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(&parts.uri);
            fields.extend(query.map(|query| query.0).unwrap_or_default());
        }
        let body = tokio::time::timeout(SLOWEST_BODY, axum::body::to_bytes(body, LARGEST_BODY)).await;
        let body = body.map_err(|_| Error::BadRequest("the body is too long on its way".to_owned()))?;
        let body = body.map_err(|_| Error::BadRequest("the body is cut off or too large".to_owned()))?;
        match self.route.info.verb {
            Verb::Form => note.entry.request = Excerpt::size_of(&body),
            Verb::Post | Verb::Put => note.entry.request = Excerpt::of(&body),
            Verb::Get | Verb::Delete => {}
        }
        if self.route.info.verb == Verb::Form {
            let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
            return Ok(Arrived { form: form::read(kind.unwrap_or_default(), body).await?, ..Arrived::default() });
        }
        Ok(Arrived { body, fields, ..Arrived::default() })
    }

    fn admit_operator(&self, headers: &HeaderMap, peer: SocketAddr, request_id: &str) -> Result<Caller> {
        let token = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = token.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
        if self.app.is_operator(token) {
            let actor = || Actor {
                name: "operator",
                seller: ClientId(0),
                address: peer.ip().to_string(),
                request_id: request_id.to_owned(),
            };
            return Ok(Caller { actor: self.route.audited.then(actor), ..Caller::default() });
        }
        Err(Error::Unauthenticated("an operator's call carries `Authorization: Bearer TOKEN`"))
    }

    async fn admit_seller(&self, headers: &HeaderMap, peer: SocketAddr, date: Option<ApiDate>) -> Result<Caller> {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().trim();
        let (client_id, api_key) = (text("client-id").to_owned(), text("api-key").to_owned());
        if client_id.is_empty() || api_key.is_empty() {
            return Err(Error::Unauthenticated("Client-Id and Api-Key headers are required"));
        }
        let (admit, credentials) = (self.gate.admit, Credentials { client_id, api_key, peer });
        let identity = self.app.world.read_short(By { date, ..By::default() }, None, move |call| {
            let credentials = credentials.clone();
            Box::pin(async move { admit(call, &credentials).await })
        });
        let identity = identity.await?;
        if !(self.gate.permits)(&identity.roles, &self.route.info, !self.route.info.reads) {
            let why = format!(
                "key {} has the roles {}, none of which covers methods of the area {}",
                identity.key_id,
                identity.roles.join(", "),
                self.route.info.area
            );
            return Err(Error::Denied("Api-Key is missing a required role for a method").because(why));
        }
        let known = Some(self.app.world.newest.at(identity.revision));
        let (seller, key_id) = (identity.seller, identity.key_id);
        Ok(Caller { seller, key_id, known, identity: Some(identity), ..Caller::default() })
    }
}

/// As of when a call wants the API served.
fn api_date(headers: &HeaderMap) -> Result<Option<ApiDate>> {
    let Some(text) = headers.get(API_DATE) else { return Ok(None) };
    let read = text.to_str().ok().and_then(ApiDate::parse);
    let wrong = || Error::BadRequest("X-Gostiny-Api-Date header value should be a day, clock or all".to_owned());
    read.map(Some).ok_or_else(wrong)
}

/// Durations of calls are measured on the wall, whatever the world's clock shows.
fn started() -> Instant {
    Instant::now()
}

/// The caller's own request id, or a fresh one.
fn request_id(headers: &HeaderMap) -> String {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    static PROCESS: OnceLock<String> = OnceLock::new();
    let given = headers.get(REQUEST_ID).and_then(|value| value.to_str().ok());
    match given.filter(|id| !id.is_empty() && id.len() <= 64) {
        Some(id) => id.to_owned(),
        None => {
            let process = PROCESS.get_or_init(|| uuid::Uuid::new_v4().simple().to_string().chars().take(8).collect());
            format!("{process}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
        }
    }
}

/// Sets up the counters, which measures the processor's clock for a while: done beside the opening of a world, it costs no
/// time.
pub fn prepare() {
    numbers();
}
