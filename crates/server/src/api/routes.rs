//! The typed router: binds a method of the wire crate to the function that serves it. `reads` opens a read
//! transaction, `writes` a write transaction; a function with the wrong types does not compile.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use bytes::Bytes;
use futures_util::future::BoxFuture;
use gostiny_wire::{
    json,
    method::{Answer, Info, Method, Verb},
    scalar::{ClientId, Time},
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::{
    App,
    audit::{self, Actor, Line},
    call::{By, Call, World},
    clock::ApiDate,
    error::{Error, Result},
    job::{Due, Execute, Executor, Inside, Kind},
    known::Known,
    turn::Seen,
};

/// Room that is made for an answer of unknown length, in bytes.
const ROOM: usize = 512;
/// And at most for one that follows a long one.
const MOST_ROOM: usize = 256 * 1024;

/// Who calls.
#[derive(Clone, Debug)]
pub struct Identity {
    /// The shop.
    pub seller: ClientId,
    /// The key.
    pub key_id: i64,
    /// Roles of the key; empty is every right.
    pub roles: Vec<String>,
    /// When the key stops to work.
    pub expires_at: Option<Time>,
    /// The revision of what is kept in memory.
    pub revision: i64,
}

/// Whose call it is, and what is kept in memory for it.
#[derive(Clone, Default)]
pub(super) struct Caller {
    pub seller: ClientId,
    pub key_id: i64,
    pub known: Option<Arc<Known>>,
    /// The world it was let in to.
    pub seen: Seen,
    /// A seller's; the operator has none.
    pub identity: Option<Identity>,
    /// As of when the caller wants the API served; none: as the settings say.
    pub date: Option<ApiDate>,
    /// How far lists are behind.
    pub lag_seconds: i64,
    /// Who is to stand in the audit log; nobody for what does not.
    pub actor: Option<Actor>,
    /// A person calls, in the console.
    pub by_hand: bool,
}

impl Caller {
    fn by(&self) -> By {
        By {
            seller: self.seller,
            date: self.date,
            lag_seconds: self.lag_seconds,
            by_hand: self.by_hand,
            revision: self.known.as_ref().map(|known| known.revision()),
        }
    }

    /// What the audit log is told of a call that is about to run.
    fn line(&self, app: &App, method: &str, arrived: &Arrived) -> Option<Line> {
        self.actor.as_ref().map(|actor| Line::asked(actor, app.world.clock.system(), method, arrived.asked()))
    }
}

/// An `async fn(&mut Call, &M::Request) -> Result<M::Response>`.
pub trait Handler<'a, M: Method>: Copy + Send + Sync + 'static {
    /// What it returns.
    type Future: Future<Output = Result<M::Response>> + Send + 'a;
    /// Calls it.
    fn handle(self, call: &'a mut Call, request: &'a M::Request) -> Self::Future;
}

impl<'a, M, F, Fut> Handler<'a, M> for F
where
    M: Method,
    F: Fn(&'a mut Call, &'a M::Request) -> Fut + Copy + Send + Sync + 'static,
    Fut: Future<Output = Result<M::Response>> + Send + 'a,
{
    type Future = Fut;
    fn handle(self, call: &'a mut Call, request: &'a M::Request) -> Fut {
        self(call, request)
    }
}

/// What arrived, before it is read as a request.
#[derive(Default)]
pub struct Arrived {
    /// The body.
    pub body: Bytes,
    /// Parameters of path and query.
    pub fields: Vec<(String, String)>,
    /// Fields and files of a form.
    pub form: serde_json::Map<String, serde_json::Value>,
}

impl Arrived {
    /// All of it as one object; nothing of a body that is none.
    fn asked(&self) -> Map<String, Value> {
        let mut asked: Map<String, Value> = serde_json::from_slice(&self.body).unwrap_or_default();
        asked.extend(self.form.iter().map(|(name, value)| (name.clone(), value.clone())));
        asked.extend(self.fields.iter().map(|(name, value)| (name.clone(), value.as_str().into())));
        asked
    }
}

/// Reads the request, runs the method, answers the body.
pub(super) type Endpoint = Arc<dyn Fn(Arc<App>, Caller, Arrived) -> BoxFuture<'static, Result<Vec<u8>>> + Send + Sync>;

/// One served method.
#[derive(Clone)]
pub struct Route {
    pub(super) info: Info,
    pub(super) endpoint: Endpoint,
    /// False for a method that changes nothing.
    pub(super) writes: bool,
    /// True for a method that runs while no other does.
    pub(super) alone: bool,
    /// True for a method that leaves a line in the audit log.
    pub(super) audited: bool,
    /// Reads a request and answers it as it was understood.
    #[cfg(any(test, feature = "fuzzing"))]
    pub(super) echo: fn(Arrived) -> Result<serde_json::Value>,
}

impl Route {
    fn of<M: Method>(endpoint: Endpoint, writes: bool) -> Self {
        Self {
            info: M::INFO,
            endpoint,
            writes,
            alone: false,
            audited: false,
            #[cfg(any(test, feature = "fuzzing"))]
            echo: |arrived| Ok(serde_json::to_value(request::<M>(arrived)?)?),
        }
    }
}

/// The methods and jobs of an area, or of all.
#[derive(Default)]
pub struct Routes {
    pub(super) list: Vec<Route>,
    executors: HashMap<&'static str, Executor>,
}

impl Routes {
    /// Serves a method by a function that only reads.
    pub fn reads<M: Method, H>(mut self, _: M, handler: H) -> Self
    where
        H: for<'a> Handler<'a, M>,
    {
        let room = Arc::new(AtomicUsize::new(ROOM));
        let endpoint: Endpoint = Arc::new(move |app, caller, arrived| {
            let room = room.clone();
            Box::pin(async move {
                let request = Arc::new(request::<M>(arrived)?);
                let answer = app.world.read_short(caller.by(), caller.known, move |call| {
                    let request = request.clone();
                    Box::pin(async move { handler.handle(call, &request).await })
                });
                // The last answer was likely of this length: a long body is not moved while it is written.
                let body = answer.await?.into_body(room.load(Ordering::Relaxed))?;
                room.store(body.len().clamp(ROOM, MOST_ROOM), Ordering::Relaxed);
                Ok(body)
            })
        });
        self.list.push(Route::of::<M>(endpoint, false));
        self
    }

    /// As [`Routes::reads`], for queries and drawings that may take long: they run beside the threads that answer short calls.
    pub fn scans<M: Method, H>(mut self, _: M, handler: H) -> Self
    where
        H: for<'a> Handler<'a, M>,
    {
        let endpoint: Endpoint = Arc::new(move |app, caller, arrived| {
            let runtime = tokio::runtime::Handle::current();
            Box::pin(async move {
                // As many at once as there are cores: more would only hold more memory.
                let _turn = app.scans.acquire().await.map_err(|error| Error::Internal(error.into()))?;
                let app = app.clone();
                let scan = async move {
                    let request = Arc::new(request::<M>(arrived)?);
                    let answer = app.world.read_knowing(caller.by(), caller.known, move |call| {
                        let request = request.clone();
                        Box::pin(async move { handler.handle(call, &request).await })
                    });
                    Ok(answer.await?.into_body(ROOM)?)
                };
                let scan = tokio::task::spawn_blocking(move || runtime.block_on(scan));
                scan.await.map_err(|error| Error::Internal(error.into()))?
            })
        });
        self.list.push(Route::of::<M>(endpoint, false));
        self
    }

    /// Serves a method by a function that may write; all of it or nothing.
    pub fn writes<M: Method, H>(mut self, _: M, handler: H) -> Self
    where
        H: for<'a> Handler<'a, M>,
    {
        let endpoint: Endpoint = Arc::new(move |app, caller, arrived| {
            Box::pin(async move {
                let line = Arc::new(caller.line(&app, M::INFO.name, &arrived));
                let request = Arc::new(request::<M>(arrived)?);
                let write = async move {
                    let written = app.write(caller.by(), move |call| {
                        let (request, line) = (request.clone(), line.clone());
                        Box::pin(async move {
                            let answer = handler.handle(call, &request).await?;
                            if let Some(line) = &*line {
                                audit::note(&mut call.tx, line).await?;
                            }
                            Ok(answer)
                        })
                    });
                    Ok(written.await?.into_body(ROOM)?)
                };
                // A caller that hangs up does not stop a write in its middle.
                tokio::spawn(write).await.map_err(|error| Error::Internal(error.into()))?
            })
        });
        self.list.push(Route::of::<M>(endpoint, true));
        self
    }

    /// Serves an operator's method that needs more than one transaction, or the clock itself.
    pub fn runs<M: Method, F, Fut>(self, method: M, run: F) -> Self
    where
        F: Fn(Arc<App>, M::Request) -> Fut + Copy + Send + Sync + 'static,
        Fut: Future<Output = Result<M::Response>> + Send + 'static,
    {
        self.stores(method, move |app, _, request| run(app, request))
    }

    /// As [`Routes::runs`], while no other call runs: for what puts another world in this one's place.
    pub fn alone<M: Method, F, Fut>(self, method: M, run: F) -> Self
    where
        F: Fn(Arc<App>, M::Request) -> Fut + Copy + Send + Sync + 'static,
        Fut: Future<Output = Result<M::Response>> + Send + 'static,
    {
        let mut routes = self.stores(method, move |app, _, request| async move {
            let app_alone = app.clone();
            let _alone = app_alone.turns.alone().await;
            run(app, request).await
        });
        if let Some(route) = routes.list.last_mut() {
            route.alone = true;
        }
        routes
    }

    /// Serves a method that keeps a file, or does something else that no transaction may wait for, before its
    /// transaction, which is [`App::write`].
    pub fn stores<M: Method, F, Fut>(mut self, _: M, run: F) -> Self
    where
        F: Fn(Arc<App>, By, M::Request) -> Fut + Copy + Send + Sync + 'static,
        Fut: Future<Output = Result<M::Response>> + Send + 'static,
    {
        let endpoint: Endpoint = Arc::new(move |app, caller, arrived| {
            Box::pin(async move {
                let line = caller.line(&app, M::INFO.name, &arrived);
                let request = request::<M>(arrived)?;
                let answer = tokio::spawn(async move {
                    let answer = run(app.clone(), caller.by(), request).await?;
                    if let Some(line) = line {
                        audit::note_after(&app, line).await?;
                    }
                    Ok::<_, Error>(answer)
                });
                let answer = answer.await.map_err(|error| Error::Internal(error.into()))?;
                Ok(answer?.into_body(ROOM)?)
            })
        });
        self.list.push(Route::of::<M>(endpoint, !M::INFO.reads));
        self
    }

    /// Serves a method about the key itself that is used.
    pub fn tells<M: Method>(mut self, _: M, tell: fn(&Identity, &M::Request) -> Result<M::Response>) -> Self {
        let endpoint: Endpoint = Arc::new(move |_, caller, arrived| {
            Box::pin(async move {
                let request = request::<M>(arrived)?;
                let identity = caller.identity.ok_or_else(|| Error::internal("a call without a key"))?;
                Ok(tell(&identity, &request)?.into_body(ROOM)?)
            })
        });
        self.list.push(Route::of::<M>(endpoint, false));
        self
    }

    /// Executes rows of the agenda of one kind. Where several areas do, the lower one comes first, and all of it happens
    /// in one transaction.
    pub fn job<H>(mut self, kind: Kind, executor: H) -> Self
    where
        H: for<'a> Execute<'a>,
    {
        let inside: Arc<Inside> = Arc::new(move |call, due| Box::pin(executor.execute(call, due)));
        self.add(kind.0, Executor::Inside(inside));
        self
    }

    /// Executes rows of the agenda of one kind outside a transaction: what takes long or waits for something else than
    /// the database. It ends with [`Due::finish`]; it may run again after a crash.
    pub fn long_job<F, Fut>(mut self, kind: Kind, run: F) -> Self
    where
        F: Fn(World, Due) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<()>> + Send + 'static,
    {
        self.add(kind.0, Executor::Long(Arc::new(move |world, due| Box::pin(run(world, due)))));
        self
    }

    /// These routes and those of another area.
    pub fn and(mut self, other: Self) -> Self {
        self.list.extend(other.list);
        for (kind, executor) in other.executors {
            self.add(kind, executor);
        }
        self
    }

    /// As [`Routes::long_job`], for what mostly waits for somebody else's server: many at once, on no threads of their own.
    pub fn sends<F, Fut>(mut self, kind: Kind, run: F) -> Self
    where
        F: Fn(World, Due) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<()>> + Send + 'static,
    {
        self.add(kind.0, Executor::Sends(Arc::new(move |world, due| Box::pin(run(world, due)))));
        self
    }

    fn add(&mut self, kind: &'static str, executor: Executor) {
        let executor = match (self.executors.remove(kind), executor) {
            (Some(Executor::Inside(first)), Executor::Inside(then)) => {
                let both: Arc<Inside> = Arc::new(move |call, due| {
                    let (first, then) = (first.clone(), then.clone());
                    Box::pin(async move {
                        first(call, due).await?;
                        then(call, due).await
                    })
                });
                Executor::Inside(both)
            }
            (None, executor) => executor,
            (Some(_), _) => unreachable!("{kind} is executed by a long job and by something else"),
        };
        self.executors.insert(kind, executor);
    }

    /// The executors of all jobs.
    pub(crate) fn executors(&self) -> HashMap<&'static str, Executor> {
        self.executors.clone()
    }

    /// The methods here that change something leave lines in the audit log.
    pub fn audited(mut self) -> Self {
        for route in &mut self.list {
            route.audited = route.writes;
        }
        self
    }

    /// The served methods that may change something.
    pub fn writers(&self) -> impl Iterator<Item = Info> {
        self.list.iter().filter(|route| route.writes).map(|route| route.info)
    }

    /// The served methods.
    pub fn infos(&self) -> impl Iterator<Item = Info> {
        self.list.iter().map(|route| route.info)
    }
}

/// Methods that are called inside this process, by whoever let the caller in: a page so keeps every rule of the API.
pub struct Direct(HashMap<(&'static str, &'static str), Route>);

impl Direct {
    /// All of these.
    pub fn over(routes: Routes) -> Self {
        let one = |route: Route| ((route.info.verb.as_str(), route.info.path), route);
        Self(routes.list.into_iter().map(one).collect())
    }

    /// Calls a method as a shop; one of the operator's as nobody, which is 0. Whoever was let in to one world only
    /// names it, and is refused in another.
    pub async fn call<M: Method>(
        &self,
        app: &Arc<App>,
        seller: ClientId,
        only: Option<Seen>,
        actor: Option<Actor>,
        request: &M::Request,
    ) -> Result<M::Response> {
        let route = self.0.get(&(M::INFO.verb.as_str(), M::INFO.path));
        let route = route.ok_or_else(|| Error::internal(format!("{} is not served", M::INFO.name)))?;
        let arrived = arriving::<M>(request)?;
        let _turn = match only {
            // What runs alone keeps the others out by itself.
            _ if route.alone => None,
            Some(seen) => Some(app.turns.stay(seen).await?),
            None => Some(app.turns.hold().await.0),
        };
        let actor = actor.filter(|_| route.audited);
        let caller = Caller { seller, seen: app.turns.seen(), actor, by_hand: true, ..Caller::default() };
        let body = (route.endpoint)(app.clone(), caller, arrived).await?;
        Ok(M::Response::from_body(body)?)
    }
}

/// A request as it would have arrived.
fn arriving<M: Method>(request: &M::Request) -> Result<Arrived> {
    if matches!(M::INFO.verb, Verb::Post | Verb::Put) {
        return Ok(Arrived { body: serde_json::to_vec(request)?.into(), ..Arrived::default() });
    }
    let fields = match serde_json::to_value(request)? {
        Value::Object(fields) => fields,
        _ => Map::new(),
    };
    if matches!(M::INFO.verb, Verb::Form) {
        return Ok(Arrived { form: fields, ..Arrived::default() });
    }
    Ok(Arrived { fields: texts(fields), ..Arrived::default() })
}

/// Fields as a query spells them.
pub(super) fn texts(fields: Map<String, Value>) -> Vec<(String, String)> {
    let text = |value: Value| match value {
        Value::String(text) => Some(text),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    };
    fields.into_iter().filter_map(|(name, value)| Some((name, text(value)?))).collect()
}

fn request<M: Method>(arrived: Arrived) -> Result<M::Request> {
    let read = match M::INFO.verb {
        Verb::Get | Verb::Delete => json::from_fields(arrived.fields.into_iter()),
        // A query string beside a body means nothing; a parameter of the path means much.
        Verb::Post | Verb::Put if M::INFO.path.contains('{') => with_path_fields(arrived),
        Verb::Post | Verb::Put => json::from_slice(&arrived.body),
        Verb::Form => json::from_value(arrived.form.into()),
    };
    read.map_err(|error| {
        tracing::debug!(method = M::INFO.name, reason = error.reason, "a body could not be read");
        Error::BadRequest(error.message).because(error.reason)
    })
}

fn with_path_fields<T: DeserializeOwned>(arrived: Arrived) -> Result<T, json::JsonError> {
    let mut body: serde_json::Map<String, serde_json::Value> = json::from_slice::<Object>(&arrived.body)?.0;
    body.extend(arrived.fields.into_iter().map(|(name, value)| (name, value.into())));
    json::from_value(body.into())
}

#[derive(serde::Deserialize)]
#[serde(transparent)]
struct Object(serde_json::Map<String, serde_json::Value>);
