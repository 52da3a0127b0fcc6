//! PostgreSQL: a bounded pool, one connection per transaction, ids in blocks.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use deadpool_postgres::{Hook, HookError, Manager, ManagerConfig, Object, Pool, RecyclingMethod};
use tokio_postgres::{Config, NoTls};

use super::{
    Tx,
    lite::Body,
    migrate,
    tx::{Driver, TAKE_IDS},
};
use crate::error::{Error, Result};

/// Connections at most. Callers beyond it wait for one.
const CONNECTIONS: usize = 16;
/// How often a body runs at most when others get in its way. Each try waits for their locks, so it needs no pause.
const TRIES: usize = 40;
/// Held by each connection, so that others see whether a schema is in use. A connection takes it as it opens.
const PRESENT: &str = "select pg_advisory_lock_shared(7051907, hashtext(current_schema()))";
/// Held while a schema is made, brought up to date or replaced, until the transaction ends.
pub(super) const SCHEMA_TURN: &str = "select pg_advisory_xact_lock(7051906)";
/// Ids taken from a counter at once.
const BLOCK: i64 = 100;

pub(super) struct Postgres {
    pool: Pool,
    ids: Arc<IdBlocks>,
}

/// A connection, and whether a transaction is open on it.
pub(super) struct PgTx {
    client: Option<Object>,
    open: bool,
    ids: Arc<IdBlocks>,
    /// Ids come from the counters themselves, in this transaction.
    pub ids_inside: bool,
}

impl PgTx {
    pub fn client(&self) -> &Object {
        self.client.as_ref().unwrap_or_else(|| unreachable!("the connection leaves only on drop"))
    }
    pub fn ids(&self) -> &IdBlocks {
        &self.ids
    }
}

impl Drop for PgTx {
    /// A connection left in the middle of a transaction does not go back to the pool.
    fn drop(&mut self) {
        if self.open
            && let Some(client) = self.client.take()
        {
            drop(Object::take(client));
        }
    }
}

impl Postgres {
    pub fn open(url: &str) -> Result<Self> {
        let mut config: Config = url.parse()?;
        // Tells the connections of this process from those of others.
        config.application_name(format!("gostiny-{}", uuid::Uuid::new_v4()));
        let pool = |connections| {
            let manager =
                Manager::from_config(config.clone(), NoTls, ManagerConfig { recycling_method: RecyclingMethod::Fast });
            let present = Hook::async_fn(|client: &mut deadpool_postgres::ClientWrapper, _| {
                Box::pin(async move { client.batch_execute(PRESENT).await.map_err(HookError::Backend) })
            });
            let pool = Pool::builder(manager).max_size(connections).post_create(present).build();
            pool.map_err(|error| Error::Internal(error.into()))
        };
        // Ids have a connection of their own: a body that holds the last one of the pool still gets its ids.
        let ids = IdBlocks { pool: pool(1)?, blocks: Mutex::default() };
        Ok(Self { pool: pool(CONNECTIONS)?, ids: Arc::new(ids) })
    }

    async fn client(&self) -> Result<PgTx> {
        Ok(PgTx { client: Some(self.pool.get().await?), open: false, ids: self.ids.clone(), ids_inside: false })
    }

    pub async fn write<T: Send + 'static>(&self, body: Arc<Body<T>>) -> Result<T> {
        for _ in 1..TRIES {
            match self.write_once(&*body).await {
                Err(error) if error.is_transient() => tracing::debug!(%error, "a transaction runs again"),
                done => return done,
            }
        }
        self.write_once(&*body).await
    }

    async fn write_once<T: Send + 'static>(&self, body: &Body<T>) -> Result<T> {
        let mut tx = self.client().await?;
        tx.client().batch_execute("begin").await?;
        tx.open = true;
        let (tx, result) = body(Tx(Driver::Pg(Box::new(tx)))).await;
        let Driver::Pg(mut tx) = tx.0 else { return Err(Error::internal("a body gave back another transaction")) };
        let end = if result.is_ok() { "commit" } else { "rollback" };
        let ended = tx.client().batch_execute(end).await;
        tx.open = ended.is_err();
        match (result, ended) {
            (Ok(_), Err(error)) => Err(error.into()),
            (result, _) => result,
        }
    }

    /// Each statement sees the newest committed state; nothing is opened or closed around them.
    pub async fn read<T: Send + 'static>(&self, body: Arc<Body<T>>) -> Result<T> {
        let tx = self.client().await?;
        let (_, result) = body(Tx(Driver::Pg(Box::new(tx)))).await;
        result
    }

    /// Brings the schema up to date; of several processes one does it, the others wait.
    pub async fn migrate(&self) -> Result<()> {
        let body: Arc<Body<()>> = Arc::new(|mut tx| {
            Box::pin(async move {
                let result = match tx.run(SCHEMA_TURN, &[]).await {
                    Ok(_) => migrate::run(&mut tx).await,
                    Err(error) => Err(error),
                };
                (tx, result)
            })
        });
        self.write(body).await
    }

    pub fn forget_ids(&self) {
        self.ids.clear();
    }

    /// Takes away what is reserved: kind, next, end.
    pub fn take_reserved(&self) -> Vec<(&'static str, i64, i64)> {
        let mut blocks = self.ids.blocks.lock().unwrap_or_else(PoisonError::into_inner);
        blocks.drain().map(|(kind, (next, end))| (kind, next, end)).collect()
    }
}

/// Ids reserved ahead, so that no transaction waits for another one's counter.
pub(super) struct IdBlocks {
    pool: Pool,
    /// Kind to (next, end).
    blocks: Mutex<HashMap<&'static str, (i64, i64)>>,
}

impl IdBlocks {
    pub async fn take(&self, kind: &'static str, count: i64) -> Result<i64> {
        if let Some(first) = self.take_reserved(kind, count) {
            return Ok(first);
        }
        let wanted = count.max(BLOCK);
        let client = self.pool.get().await?;
        let statement = client.prepare_cached(TAKE_IDS).await?;
        let end: i64 = client.query_one(&statement, &[&kind, &wanted]).await?.try_get(0)?;
        let first = end - wanted;
        let mut blocks = self.blocks.lock().unwrap_or_else(PoisonError::into_inner);
        blocks.insert(kind, (first + count, end));
        Ok(first)
    }

    /// Forgets what is reserved: the counters were set anew.
    pub fn clear(&self) {
        self.blocks.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn take_reserved(&self, kind: &'static str, count: i64) -> Option<i64> {
        let mut blocks = self.blocks.lock().unwrap_or_else(PoisonError::into_inner);
        let (next, end) = blocks.get_mut(kind)?;
        if *end - *next < count {
            return None;
        }
        let first = *next;
        *next += count;
        Some(first)
    }
}
