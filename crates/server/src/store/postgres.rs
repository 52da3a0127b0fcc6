//! PostgreSQL: a bounded pool, one connection per transaction, ids in blocks; short reads of many calls travel together
//! over a few connections of their own.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use deadpool_postgres::{
    ClientWrapper, Hook, HookError, Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime,
};
use futures_util::future::join;
use tokio_postgres::{Config, NoTls, Row, types::ToSql};

use super::{
    Tx,
    lite::Body,
    migrate,
    shared::Shared,
    tx::{Driver, TAKE_IDS},
};
use crate::error::{Error, Result};

/// Connections at most. Callers beyond it wait for one.
const CONNECTIONS: usize = 16;
/// Statements that a connection keeps prepared. One with more forgets them all and begins again.
const STATEMENTS: usize = 1_000;
/// How long a caller waits for one before it is told to come back.
const WAIT: Duration = Duration::from_secs(10);
/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(5);
/// How long the other end may leave what was sent unconfirmed before it counts as gone.
const SILENCE: Duration = Duration::from_secs(30);
/// How often a body runs at most when its connection is lost before it ended: those that wait in the pool may all be dead.
const LOST_TRIES: usize = 3;
/// How often a body runs at most when others get in its way. Each try waits for their locks, so it needs no pause.
const TRIES: usize = 40;
/// Held by each connection, so that others see whether a schema is in use. A connection takes it as it opens.
const PRESENT: &str = "select pg_advisory_lock_shared(7051907, hashtext(current_schema()))";
/// Held while a schema is made, brought up to date or replaced, until the transaction ends.
pub(super) const SCHEMA_TURN: &str = "select pg_advisory_xact_lock(7051906)";
/// Ids taken from a counter at once.
const BLOCK: i64 = 100;

pub(super) struct Postgres {
    /// What its connections are called.
    process: String,
    pool: Pool,
    shared: Shared,
    ids: Arc<IdBlocks>,
}

/// A connection, and whether a transaction is open on it.
pub(super) struct PgTx {
    client: Client,
    transaction: Transaction,
    ids: Arc<IdBlocks>,
    /// Ids come from the counters themselves, in this transaction.
    pub ids_inside: bool,
    /// Another transaction got in the way of the body's last run.
    pub is_repeated: bool,
}

#[expect(clippy::large_enum_variant, reason = "it lies in a box as part of a transaction, one at a time")]
enum Client {
    /// Nobody else uses it meanwhile.
    Own(Object),
    /// Statements of other calls go over it too.
    Shared(Arc<ClientWrapper>),
    /// It was left in the middle of a transaction.
    Gone,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Transaction {
    /// Each statement stands for itself.
    None,
    /// It begins with the first statement, in one packet with it.
    Wanted,
    Open,
}

impl PgTx {
    fn client(&self) -> &ClientWrapper {
        match &self.client {
            Client::Own(client) => client,
            Client::Shared(client) => client,
            Client::Gone => unreachable!("the connection leaves only on drop"),
        }
    }

    pub fn ids(&self) -> &IdBlocks {
        &self.ids
    }

    pub async fn execute(&mut self, sql: &str, args: &[&(dyn ToSql + Sync)]) -> Result<u64> {
        let statement = self.client().prepare_cached(sql).await?;
        let wanted = self.opens();
        let touched = self.client().execute(&statement, args);
        self.after_begin(wanted, touched).await
    }

    pub async fn query(&mut self, sql: &str, args: &[&(dyn ToSql + Sync)]) -> Result<Vec<Row>> {
        let statement = self.client().prepare_cached(sql).await?;
        let wanted = self.opens();
        let rows = self.client().query(&statement, args);
        self.after_begin(wanted, rows).await
    }

    /// Several statements at once, none with values.
    pub async fn batch(&mut self, sql: &str) -> Result<()> {
        let wanted = self.opens();
        let done = self.client().batch_execute(sql);
        self.after_begin(wanted, done).await
    }

    /// Whether the next statement is the transaction's first.
    fn opens(&mut self) -> bool {
        let wanted = self.transaction == Transaction::Wanted;
        if wanted {
            self.transaction = Transaction::Open;
        }
        wanted
    }

    async fn after_begin<T>(
        &self,
        wanted: bool,
        statement: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T> {
        if !wanted {
            return Ok(statement.await?);
        }
        // Both leave when they are first polled, in this order.
        let (begun, done) = join(self.client().batch_execute("begin"), statement).await;
        begun?;
        Ok(done?)
    }

    async fn end(&mut self, with: &str) -> Result<()> {
        if self.transaction == Transaction::Open {
            self.client().batch_execute(with).await?;
        }
        self.transaction = Transaction::None;
        Ok(())
    }
}

impl Drop for PgTx {
    /// A connection left in the middle of a transaction does not go back to the pool.
    fn drop(&mut self) {
        if self.transaction == Transaction::Open
            && let Client::Own(client) = std::mem::replace(&mut self.client, Client::Gone)
        {
            drop(Object::take(client));
        }
    }
}

/// Keeps what a connection has prepared in bounds; texts that filters are built into are many.
pub(super) fn forget_statements(client: &ClientWrapper) {
    if client.statement_cache.size() > STATEMENTS {
        client.statement_cache.clear();
    }
}

impl Postgres {
    pub fn open(url: &str) -> Result<Self> {
        let mut config: Config = url.parse()?;
        // Tells the connections of this process from those of others.
        let process = format!("gostiny-{}", uuid::Uuid::new_v4());
        config.application_name(&process);
        config.connect_timeout(CONNECT).keepalives_idle(SILENCE).tcp_user_timeout(SILENCE);
        let pool = |connections| {
            let manager =
                Manager::from_config(config.clone(), NoTls, ManagerConfig { recycling_method: RecyclingMethod::Fast });
            let present = Hook::async_fn(|client: &mut ClientWrapper, _| {
                Box::pin(async move { client.batch_execute(PRESENT).await.map_err(HookError::Backend) })
            });
            let forget = Hook::sync_fn(|client: &mut ClientWrapper, _| {
                forget_statements(client);
                Ok(())
            });
            let pool = Pool::builder(manager).max_size(connections).post_create(present).pre_recycle(forget);
            let pool = pool.runtime(Runtime::Tokio1);
            let pool = pool.wait_timeout(Some(WAIT)).create_timeout(Some(CONNECT)).build();
            pool.map_err(|error| Error::Internal(error.into()))
        };
        // Ids have a connection of their own: a body that holds the last one of the pool still gets its ids.
        let ids = IdBlocks { pool: pool(1)?, blocks: Mutex::default() };
        Ok(Self { process, pool: pool(CONNECTIONS)?, shared: Shared::new(pool(1)?), ids: Arc::new(ids) })
    }

    pub fn process(&self) -> &str {
        &self.process
    }

    /// One for what is no transaction.
    pub async fn connection(&self) -> Result<Object> {
        Ok(self.pool.get().await?)
    }

    fn tx(&self, client: Client, transaction: Transaction) -> Box<PgTx> {
        Box::new(PgTx { client, transaction, ids: self.ids.clone(), ids_inside: false, is_repeated: false })
    }

    pub async fn write<T: Send + 'static>(&self, body: Arc<Body<T>>) -> Result<T> {
        let mut lost = 0;
        for again in 1..TRIES {
            match self.write_once(&*body, again > 1).await {
                Err(error) if error.is_lost() && lost + 1 == LOST_TRIES => return Err(error),
                Err(error) if error.is_transient() => {
                    lost += usize::from(error.is_lost());
                    tracing::debug!(%error, "a transaction runs again");
                }
                done => return done,
            }
        }
        self.write_once(&*body, true).await
    }

    async fn write_once<T: Send + 'static>(&self, body: &Body<T>, is_repeated: bool) -> Result<T> {
        let mut tx = self.tx(Client::Own(self.pool.get().await?), Transaction::Wanted);
        tx.is_repeated = is_repeated;
        let (tx, result) = body(Tx(Driver::Pg(tx))).await;
        let Driver::Pg(mut tx) = tx.0 else { return Err(Error::internal("a body gave back another transaction")) };
        let ended = tx.end(if result.is_ok() { "commit" } else { "rollback" }).await;
        match (result, ended) {
            (Ok(_), Err(Error::Lost(error))) => {
                // It may have been committed, so it does not run again.
                tracing::error!(%error, "the database went away during a commit");
                Err(Error::Busy)
            }
            (Ok(_), Err(error)) => Err(error),
            (result, _) => result,
        }
    }

    /// Each statement sees the newest committed state; nothing is opened or closed around them.
    pub async fn read<T: Send + 'static>(&self, body: Arc<Body<T>>) -> Result<T> {
        self.read_on(&*body, false).await
    }

    /// The same over a connection that other short reads use too: nobody waits for another one's answer to ask.
    pub async fn read_short<T: Send + 'static>(&self, body: Arc<Body<T>>) -> Result<T> {
        self.read_on(&*body, true).await
    }

    async fn read_on<T: Send + 'static>(&self, body: &Body<T>, is_short: bool) -> Result<T> {
        let mut left = LOST_TRIES;
        loop {
            left -= 1;
            let client = match is_short {
                true => self.shared.client().await.map(Client::Shared),
                false => self.pool.get().await.map(Client::Own).map_err(Error::from),
            };
            let result = match client {
                Ok(client) => body(Tx(Driver::Pg(self.tx(client, Transaction::None)))).await.1,
                Err(error) => Err(error),
            };
            match result {
                Err(error) if error.is_lost() && left > 0 => tracing::debug!(%error, "a read runs again"),
                result => return result,
            }
        }
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
