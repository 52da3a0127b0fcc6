//! Opens a database by its URL and runs bodies in transactions on it.

use std::{fmt, path::PathBuf, str::FromStr, sync::Arc};

use futures_util::future::BoxFuture;
use tracing::{Instrument, Span};

use super::{
    Tx,
    lite::{Body, Lite},
    migrate,
    postgres::Postgres,
};
use crate::error::{Error, Result};

/// Where a database is: `sqlite:PATH`, `sqlite::memory:`, `postgres://...`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DbUrl {
    /// A file; created when absent.
    File(PathBuf),
    /// A throw-away world.
    Memory,
    /// A server.
    Postgres(String),
}

impl FromStr for DbUrl {
    type Err = Error;
    fn from_str(url: &str) -> Result<Self> {
        match url.split_once(':') {
            Some(("sqlite", ":memory:")) => Ok(Self::Memory),
            Some(("sqlite", path)) if !path.is_empty() => Ok(Self::File(path.into())),
            Some(("postgres" | "postgresql", _)) => Ok(Self::Postgres(url.to_owned())),
            _ => Err(Error::BadRequest(
                "a database is sqlite:PATH, sqlite::memory: or postgres://USER:PASSWORD@HOST/NAME".to_owned(),
            )),
        }
    }
}

/// As a person reads it: an address may hold a password.
impl fmt::Display for DbUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "the database {}", path.display()),
            Self::Memory => f.write_str("the database in memory"),
            Self::Postgres(_) => f.write_str("the PostgreSQL database"),
        }
    }
}

/// An open database.
pub struct Db(pub(super) Engine);

pub(super) enum Engine {
    Lite(Lite),
    Pg(Postgres),
}

/// What a trace shows of a transaction.
fn span(what: &'static str) -> Span {
    tracing::debug_span!(target: "gostiny::trace", "transaction", "otel.name" = what)
}

impl Db {
    /// Opens the database and brings its schema up to date.
    ///
    /// # Errors
    /// `Unusable`, with its name, when it is none, is damaged, or cannot be reached or written.
    pub async fn open(url: &DbUrl) -> Result<Self> {
        Self::open_it(url).await.map_err(|error| error.of(url.to_string()))
    }

    async fn open_it(url: &DbUrl) -> Result<Self> {
        let engine = match url {
            DbUrl::File(path) => {
                if let Some(folder) = path.parent() {
                    std::fs::create_dir_all(folder).map_err(|error| Error::Internal(error.into()))?;
                }
                Engine::Lite(Lite::open(Some(path))?)
            }
            DbUrl::Memory => Engine::Lite(Lite::open(None)?),
            DbUrl::Postgres(url) => Engine::Pg(Postgres::open(url)?),
        };
        let db = Self(engine);
        db.migrate().await?;
        Ok(db)
    }

    /// Runs a body in a write transaction; answers after its commit is durable. The body may run again after a
    /// serialization failure, so it changes nothing outside the transaction. It awaits nothing but the database.
    pub async fn write<T: Send + 'static>(
        &self,
        body: impl Fn(Tx) -> BoxFuture<'static, (Tx, Result<T>)> + Send + Sync + 'static,
    ) -> Result<T> {
        let body: Arc<Body<T>> = Arc::new(body);
        match &self.0 {
            Engine::Lite(lite) => lite.write(body).instrument(span("write")).await,
            Engine::Pg(postgres) => postgres.write(body).instrument(span("write")).await,
        }
    }

    /// Runs a body that only reads.
    pub async fn read<T: Send + 'static>(
        &self,
        body: impl Fn(Tx) -> BoxFuture<'static, (Tx, Result<T>)> + Send + Sync + 'static,
    ) -> Result<T> {
        let body: Arc<Body<T>> = Arc::new(body);
        match &self.0 {
            Engine::Lite(lite) => lite.read(body).instrument(span("read")).await,
            Engine::Pg(postgres) => postgres.read(body).instrument(span("read")).await,
        }
    }

    /// The same for a body whose statements are short: on PostgreSQL they share a connection with those of other calls.
    pub async fn read_short<T: Send + 'static>(
        &self,
        body: impl Fn(Tx) -> BoxFuture<'static, (Tx, Result<T>)> + Send + Sync + 'static,
    ) -> Result<T> {
        let body: Arc<Body<T>> = Arc::new(body);
        match &self.0 {
            Engine::Lite(lite) => lite.read(body).instrument(span("read")).await,
            Engine::Pg(postgres) => postgres.read_short(body).instrument(span("read")).await,
        }
    }

    /// Whether more than one process can have the database open. SQLite's belongs to one.
    pub fn can_be_shared(&self) -> bool {
        matches!(self.0, Engine::Pg(_))
    }

    /// Forgets ids that were reserved ahead. Called after the counters were set anew.
    pub fn forget_ids(&self) {
        if let Engine::Pg(postgres) = &self.0 {
            postgres.forget_ids();
        }
    }

    async fn migrate(&self) -> Result<()> {
        if let Engine::Pg(postgres) = &self.0 {
            return postgres.migrate().await;
        }
        self.write(|mut tx| {
            Box::pin(async move {
                let result = migrate::run(&mut tx).await;
                (tx, result)
            })
        })
        .await
    }
}
