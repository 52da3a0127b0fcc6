//! SQLite: every write through one writer thread that commits many bodies at once, each in its own savepoint;
//! reads on their own connections. `synchronous=FULL`: an answer means that the write is on the disk.

use std::{
    panic::AssertUnwindSafe,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    time::Duration,
};

use futures_util::{FutureExt, future::BoxFuture};
use rusqlite::{Connection, OpenFlags};
use tokio::sync::oneshot;

use super::{Tx, image::lite::Images, tx::Driver};
use crate::error::{Error, Result};

/// Bodies in one commit at most.
const GROUP: usize = 256;
/// Bodies waiting for the writer at most; beyond it callers are told to come back.
const QUEUE: usize = 4_096;
/// Frames in the write-ahead log at which the writer waits for a full checkpoint.
const LONG_LOG: i64 = 32_768;
/// Bytes of a frame: a page of the database.
const FRAME: i64 = 4_096;
/// Between two checkpoints.
const CHECKPOINT_EVERY: Duration = Duration::from_millis(100);

pub(super) struct Lite {
    writer: mpsc::SyncSender<Job>,
    /// None for a database in memory: it has one connection, the writer's.
    readers: Option<Readers>,
    pub(super) images: Arc<Images>,
}

struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<LiteTx>>,
}

/// A connection with a transaction on it. Shared, so that a panicking body cannot take it along.
#[derive(Clone)]
pub(super) struct LiteTx(Arc<Mutex<Connection>>);

/// What the writer does.
enum Job {
    /// Runs one body inside the group's transaction; gives back how to answer once the commit is known.
    Body(Box<dyn FnOnce(&LiteTx) -> Answer + Send>),
    /// Has the connection to itself, outside any transaction.
    Alone(Box<dyn FnOnce(&LiteTx) + Send>),
}
type Answer = Box<dyn FnOnce(bool) + Send>;

/// What a transaction runs: takes the transaction, gives it back with the result.
pub(super) type Body<T> = dyn Fn(Tx) -> BoxFuture<'static, (Tx, Result<T>)> + Send + Sync;

impl LiteTx {
    pub fn new(connection: Connection) -> Self {
        Self(Arc::new(Mutex::new(connection)))
    }
    pub fn connection(&self) -> MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
    /// Whether a transaction is open: a full disk or a failing one rolls it back under way.
    fn is_open(&self) -> bool {
        !self.connection().is_autocommit()
    }
    /// Begins, ends or marks a transaction; prepared once, as these come with every call.
    pub fn mark(&self, sql: &str) -> Result<()> {
        self.connection().prepare_cached(sql)?.execute([])?;
        Ok(())
    }
}

impl Lite {
    pub fn open(path: Option<&Path>) -> Result<Self> {
        let log_is_long = Arc::new(AtomicBool::new(false));
        let (connection, committed) = match path {
            Some(path) => {
                let connection = Connection::open(path)?;
                connection.execute_batch(
                    "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; \
                     pragma wal_autocheckpoint = 0; pragma busy_timeout = 10000; \
                     pragma cache_size = -32000;",
                )?;
                // One large transaction does not leave a log of its size behind for good.
                connection.pragma_update(None, "journal_size_limit", LONG_LOG * FRAME)?;
                (connection, Some(spawn_checkpoints(path, log_is_long.clone())?))
            }
            None => (Connection::open_in_memory()?, None),
        };
        connection.set_prepared_statement_cache_capacity(512);
        let (writer, jobs) = mpsc::sync_channel(QUEUE);
        let tx = LiteTx::new(connection);
        let run = move || write_groups(&tx, &jobs, committed.as_ref(), &log_is_long);
        std::thread::Builder::new().name("writer".into()).spawn(run).map_err(|error| Error::Internal(error.into()))?;
        let readers = path.map(|path| Readers { path: path.to_owned(), idle: Mutex::new(Vec::new()) });
        Ok(Self { writer, readers, images: Arc::new(Images::of(path)) })
    }

    pub async fn write<T: Send + 'static>(&self, body: Arc<Body<T>>) -> Result<T> {
        let (tell, told) = oneshot::channel();
        let job = Job::Body(Box::new(move |tx| {
            let result = in_savepoint(tx, &*body);
            Box::new(move |committed| {
                // The writer has said why.
                let lost = || Error::Busy;
                let _ = tell.send(if committed { result } else { result.and(Err(lost())) });
            })
        }));
        self.writer.try_send(job).map_err(|_| Error::Busy)?;
        // The writer could not begin, and has said why.
        told.await.map_err(|_| Error::Busy)?
    }

    /// Runs work that no transaction may be open for, between two groups of writes.
    pub async fn alone<T: Send + 'static>(
        &self,
        work: impl FnOnce(&LiteTx) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (tell, told) = oneshot::channel();
        let job = Job::Alone(Box::new(move |tx| {
            let _ = tell.send(work(tx));
        }));
        self.writer.try_send(job).map_err(|_| Error::Busy)?;
        told.await.map_err(|_| Error::internal("the writer dropped its work"))?
    }

    /// Runs on the spot: the caller's thread is busy for the length of the queries.
    pub async fn read<T: Send + 'static>(&self, body: Arc<Body<T>>) -> Result<T> {
        let Some(readers) = &self.readers else { return self.write(body).await };
        let tx = readers.take()?;
        tx.mark("begin")?;
        let result = run_now(&tx, &*body);
        // A read changes nothing, so there is nothing to lose when its end fails; the connection is dropped then.
        if tx.mark("commit").is_ok() {
            readers.give_back(tx);
        }
        result
    }
}

impl Readers {
    fn take(&self) -> Result<LiteTx> {
        if let Some(tx) = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop() {
            return Ok(tx);
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags)?;
        connection.execute_batch(
            "pragma query_only = on; pragma busy_timeout = 10000; pragma mmap_size = 268435456; \
                 pragma cache_size = -8000;",
        )?;
        connection.set_prepared_statement_cache_capacity(512);
        Ok(LiteTx::new(connection))
    }

    fn give_back(&self, tx: LiteTx) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(tx);
    }
}

/// A body on SQLite awaits nothing but the database, so it is done when polled once.
pub(super) fn run_now<T>(tx: &LiteTx, body: &Body<T>) -> Result<T> {
    let future = AssertUnwindSafe(body(Tx(Driver::Lite(tx.clone()))));
    match future.catch_unwind().now_or_never() {
        Some(Ok((_, result))) => result,
        Some(Err(_)) => Err(Error::internal("a body panicked")),
        None => Err(Error::internal("a body awaited something else than the database")),
    }
}

fn in_savepoint<T>(tx: &LiteTx, body: &Body<T>) -> Result<T> {
    tx.mark("savepoint body")?;
    let result = run_now(tx, body);
    if !tx.is_open() {
        return result;
    }
    if result.is_err() {
        tx.mark("rollback to body")?;
    }
    tx.mark("release body")?;
    result
}

fn write_groups(
    tx: &LiteTx,
    jobs: &mpsc::Receiver<Job>,
    committed: Option<&mpsc::SyncSender<()>>,
    log_is_long: &AtomicBool,
) {
    let mut waiting = None;
    while let Some(job) = waiting.take().or_else(|| jobs.recv().ok()) {
        let first = match job {
            Job::Body(first) => first,
            Job::Alone(work) => {
                work(tx);
                continue;
            }
        };
        if log_is_long.swap(false, Ordering::Relaxed)
            && let Err(error) = tx.connection().execute_batch("pragma wal_checkpoint(restart)")
        {
            tracing::warn!(error = ?error, "a full checkpoint failed");
        }
        if let Err(error) = tx.mark("begin immediate") {
            tracing::error!(error = ?error, "a group of writes could not begin");
            continue; // the dropped body's caller is told to come back
        }
        let mut answers = vec![first(tx)];
        while answers.len() < GROUP
            && waiting.is_none()
            && tx.is_open()
            && let Ok(job) = jobs.try_recv()
        {
            match job {
                Job::Body(body) => answers.push(body(tx)),
                alone @ Job::Alone(_) => waiting = Some(alone),
            }
        }
        let result = tx.mark("commit");
        if let Err(error) = &result {
            tracing::error!(error = ?error, "a group of writes could not be committed");
            if tx.is_open() {
                let _ = tx.mark("rollback");
            }
        }
        for answer in answers {
            answer(result.is_ok());
        }
        if let Some(committed) = committed {
            let _ = committed.try_send(());
        }
    }
}

/// Copies the log into the database file beside the writer, so that no commit pays for it.
fn spawn_checkpoints(path: &Path, log_is_long: Arc<AtomicBool>) -> Result<mpsc::SyncSender<()>> {
    let connection = Connection::open(path)?;
    connection.execute_batch("pragma busy_timeout = 0;")?;
    let (committed, commits) = mpsc::sync_channel(1);
    let (_keep, never) = mpsc::channel::<()>();
    let run = move || {
        let _keep = _keep;
        while commits.recv().is_ok() {
            let frames = connection.query_row("pragma wal_checkpoint(passive)", [], |row| row.get::<_, i64>(1));
            if frames.is_ok_and(|frames| frames > LONG_LOG) {
                log_is_long.store(true, Ordering::Relaxed);
            }
            let _ = never.recv_timeout(CHECKPOINT_EVERY);
        }
    };
    std::thread::Builder::new().name("checkpoint".into()).spawn(run).map_err(|error| Error::Internal(error.into()))?;
    Ok(committed)
}
