//! Work on a whole database from outside: beside the program that serves it, or alone.

use std::{sync::Arc, time::Duration};

use futures_util::future::BoxFuture;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::{
    DbUrl, Tx,
    lite::{Body, LiteTx, run_now},
    postgres::Postgres,
};
use crate::{
    args,
    error::{Error, Result},
};

/// How long another process may take to end a write before its database counts as served.
const PATIENCE: Duration = Duration::from_millis(500);

/// Reads a database as of one moment, whoever serves it, whatever its schema.
pub async fn look<T, F>(url: &DbUrl, body: F) -> Result<T>
where
    T: Send + 'static,
    F: for<'a> Fn(&'a mut Tx) -> BoxFuture<'a, Result<T>> + Send + Sync + 'static,
{
    look_at(url, body).await.map_err(|error| error.of(url.to_string()))
}

/// What SQLite finds wrong with a file of its own, twenty places at most. PostgreSQL looks after its files itself.
pub fn damage(url: &DbUrl) -> Result<Vec<String>> {
    let DbUrl::File(path) = url else { return Ok(Vec::new()) };
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
    let look = || -> rusqlite::Result<Vec<String>> {
        let connection = Connection::open_with_flags(path, flags)?;
        let mut asked = connection.prepare("pragma quick_check(20)")?;
        asked.query_map([], |row| row.get(0))?.collect()
    };
    match look() {
        Ok(found) => Ok(found.into_iter().filter(|found| found != "ok").collect()),
        // So damaged that it cannot even be gone through.
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseCorrupt) => Ok(vec![error.to_string()]),
        Err(error) => Err(Error::from(error).of(url.to_string())),
    }
}

async fn look_at<T, F>(url: &DbUrl, body: F) -> Result<T>
where
    T: Send + 'static,
    F: for<'a> Fn(&'a mut Tx) -> BoxFuture<'a, Result<T>> + Send + Sync + 'static,
{
    match url {
        DbUrl::Memory => Err(in_memory()),
        DbUrl::File(path) if !path.exists() => Err(Error::NotFound(format!("there is no database {}", path.display()))),
        DbUrl::File(path) => {
            let tx = LiteTx::new(Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?);
            tx.connection().execute_batch("pragma query_only = on; pragma busy_timeout = 10000; begin")?;
            run_now(&tx, &*owned(body))
        }
        DbUrl::Postgres(url) => {
            let body = Arc::new(body);
            let moment = owned(move |tx| {
                let body = body.clone();
                Box::pin(async move {
                    tx.run("set transaction isolation level repeatable read, read only", &[]).await?;
                    body(tx).await
                })
            });
            Postgres::open(url)?.write(moment).await
        }
    }
}

/// Runs a body in one transaction on a database that nobody else has open; refuses when somebody has.
pub async fn alone<T, F>(url: &DbUrl, body: F) -> Result<T>
where
    T: Send + 'static,
    F: for<'a> Fn(&'a mut Tx) -> BoxFuture<'a, Result<T>> + Send + Sync + 'static,
{
    alone_on(url, body).await.map_err(|error| error.of(url.to_string()))
}

async fn alone_on<T, F>(url: &DbUrl, body: F) -> Result<T>
where
    T: Send + 'static,
    F: for<'a> Fn(&'a mut Tx) -> BoxFuture<'a, Result<T>> + Send + Sync + 'static,
{
    match url {
        DbUrl::Memory => Err(in_memory()),
        DbUrl::File(path) => {
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder).map_err(|error| Error::Internal(error.into()))?;
            }
            let tx = LiteTx::new(Connection::open(path)?);
            tx.connection().busy_timeout(PATIENCE)?;
            // Whoever has a database open keeps it from those who want it alone, even between two transactions.
            let begun = tx.connection().execute_batch(
                "pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = full; \
                 pragma foreign_keys = on; begin exclusive",
            );
            begun.map_err(|error| match error.sqlite_error_code() {
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => served(),
                _ => error.into(),
            })?;
            let done = run_now(&tx, &*owned(body))?;
            tx.connection().execute_batch("commit")?;
            Ok(done)
        }
        DbUrl::Postgres(url) => {
            let body = Arc::new(body);
            let apart = owned(move |tx| {
                let body = body.clone();
                Box::pin(async move {
                    // A process that starts waits here before it looks at the schema.
                    tx.run(super::postgres::SCHEMA_TURN, args![]).await?;
                    if tx.has_others().await? { Err(served()) } else { body(tx).await }
                })
            });
            Postgres::open(url)?.write(apart).await
        }
    }
}

fn in_memory() -> Error {
    Error::BadRequest("a database in memory is gone with its process: name another one".to_owned())
}

fn served() -> Error {
    Error::Conflict("another process has this database open: stop it first".to_owned())
}

/// A body that is handed the transaction and gives it back.
pub(super) fn owned<T, F>(body: F) -> Arc<Body<T>>
where
    T: Send + 'static,
    F: for<'a> Fn(&'a mut Tx) -> BoxFuture<'a, Result<T>> + Send + Sync + 'static,
{
    let body = Arc::new(body);
    Arc::new(move |mut tx: Tx| {
        let body = body.clone();
        Box::pin(async move {
            let result = body(&mut tx).await;
            (tx, result)
        })
    })
}
