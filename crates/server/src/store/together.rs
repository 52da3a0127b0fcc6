//! Processes that share a PostgreSQL: whether others are there, and whether they have stepped aside for one that puts
//! another world in the place of theirs. That one stands in the table `world` under [`TAKEN`]; what ends with a process
//! is a lock of a connection.

use deadpool_postgres::Object;

use super::{Db, Tx, db::Engine, offline::owned, tx::Driver};
use crate::{args, error::Result};

/// The row of `world` that names the process which has the world for itself.
pub const TAKEN: &str = "taken";
/// Why a world is not replaced.
pub const SHARED: &str = "another process serves this database and did not step aside: try again later";

/// Held by a connection of a process that has stepped aside; it holds `postgres::PRESENT` as before.
const ASIDE: &str = "select pg_advisory_lock_shared(7051908, hashtext(current_schema()))";
const BACK: &str = "select pg_advisory_unlock_shared(7051908, hashtext(current_schema()))";

/// The processes whose connections hold one of the two locks.
macro_rules! processes {
    ($class:literal) => {
        concat!(
            "select coalesce(a.application_name, '') from pg_locks l left join pg_stat_activity a on a.pid = l.pid \
             where l.locktype = 'advisory' \
             and l.database = (select oid from pg_database where datname = current_database()) \
             and l.classid = ",
            $class,
            " and l.objid = (hashtext(current_schema())::bigint & 4294967295)::oid \
             and a.application_name is distinct from current_setting('application_name')"
        )
    };
}
const OTHERS: &str = concat!("select count(*) from (", processes!("7051907"), ") others");
const IN_THE_WAY: &str =
    concat!("select count(*) from (", processes!("7051907"), " except ", processes!("7051908"), ") others");
const IS_THERE: &str = "select count(*) from pg_stat_activity where application_name = $1";
const IS_MINE: &str = "select 1 from world where name = 'taken' and value = current_setting('application_name') {held}";

impl Db {
    /// What the connections of this process are called; nothing where no other process can be.
    pub fn process(&self) -> &str {
        match &self.0 {
            Engine::Lite(_) => "",
            Engine::Pg(postgres) => postgres.process(),
        }
    }

    /// Whether another process has the database open. SQLite's belongs to one process.
    pub async fn is_shared(&self) -> Result<bool> {
        let asked = owned(|tx| Box::pin(tx.has_others()));
        self.read(move |tx| asked(tx)).await
    }

    /// Steps aside until the answer is dropped. Whoever does promises that no call and no job runs meanwhile.
    pub async fn step_aside(&self) -> Result<Option<Aside>> {
        let Engine::Pg(postgres) = &self.0 else { return Ok(None) };
        let aside = Aside(Some(postgres.connection().await?));
        if let Some(connection) = &aside.0 {
            connection.batch_execute(ASIDE).await?;
        }
        Ok(Some(aside))
    }
}

/// A process that has stepped aside. Its connection ends when this is dropped, and the lock with it.
pub struct Aside(Option<Object>);

impl Aside {
    /// Goes on.
    pub async fn back(mut self) -> Result<()> {
        if let Some(connection) = &self.0 {
            connection.batch_execute(BACK).await?;
        }
        // It holds nothing any more, and serves others.
        drop(self.0.take());
        Ok(())
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        drop(self.0.take().map(Object::take));
    }
}

impl Tx {
    /// Whether another process has this database open.
    pub(super) async fn has_others(&mut self) -> Result<bool> {
        self.asks(OTHERS).await.map(|others| others > 0)
    }

    /// Whether another process has it open and has not stepped aside.
    pub async fn is_in_the_way(&mut self) -> Result<bool> {
        self.asks(IN_THE_WAY).await.map(|others| others > 0)
    }

    /// Whether this process has the world for itself, all others aside, and keeps it until the transaction ends.
    pub async fn has_it_alone(&mut self) -> Result<bool> {
        let is_mine = match &self.0 {
            Driver::Lite(_) => true,
            Driver::Pg(_) => self.row(IS_MINE, &[], |_| Ok(())).await?.is_some(),
        };
        Ok(is_mine && !self.is_in_the_way().await?)
    }

    /// Whether a process is there still.
    pub async fn is_there(&mut self, process: &str) -> Result<bool> {
        match &self.0 {
            Driver::Lite(_) => Ok(false),
            Driver::Pg(_) => self.value::<i64>(IS_THERE, args![process]).await.map(|found| found > 0),
        }
    }

    async fn asks(&mut self, sql: &str) -> Result<i64> {
        match &self.0 {
            Driver::Lite(_) => Ok(0),
            Driver::Pg(_) => self.value(sql, &[]).await,
        }
    }
}
