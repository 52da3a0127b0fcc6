//! A call: the transaction, the seller, the time and the chance that a rule needs, and nothing of HTTP.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use gostiny_wire::scalar::{ClientId, Time};

use crate::{
    chance::Chance,
    clock::{ApiDate, Clock},
    error::Result,
    files::Files,
    known::{Basis, Known, Newest},
    outbox::Outbox,
    store::{Db, Tx},
};

/// What every rule is handed. `seller` belongs in every WHERE; `now` is the only clock.
pub struct Call {
    /// The running transaction.
    pub tx: Tx,
    /// Whose call it is. An operator's call names the seller it acts for; 0 is nobody.
    pub seller: ClientId,
    /// The world's time.
    pub now: Time,
    /// As of when the caller wants the API served; none: as the settings say.
    pub date: Option<ApiDate>,
    /// How far lists are behind, a fault on purpose; usually not at all.
    pub lag_seconds: i64,
    /// A person calls, in the console.
    pub by_hand: bool,
    /// Chance.
    pub chance: Chance,
    /// Makes links to files. Inside a transaction nothing else is asked of it.
    pub files: Files,
    /// What is kept in memory; see [`Call::known`].
    pub(crate) known: Option<Arc<Known>>,
    /// The same for a call that writes; see [`Call::known_here`].
    pub(crate) basis: Basis,
    /// What is written when it ends.
    pub(crate) outbox: Outbox,
    /// The earliest row that this call put on the agenda.
    pub(crate) scheduled: Option<Time>,
}

impl Call {
    /// A fresh id of a kind (a row of `id_counter`).
    pub async fn id(&mut self, kind: &'static str) -> Result<i64> {
        self.tx.ids(kind, 1).await
    }

    /// The first of `count` fresh ids in a row.
    pub async fn ids(&mut self, kind: &'static str, count: i64) -> Result<i64> {
        self.tx.ids(kind, count).await
    }
}

/// Whose call it is, and as of when the caller wants the API served.
#[derive(Clone, Copy, Debug, Default)]
pub struct By {
    /// As [`Call::seller`].
    pub seller: ClientId,
    /// As [`Call::date`].
    pub date: Option<ApiDate>,
    /// As [`Call::lag_seconds`].
    pub lag_seconds: i64,
    /// As [`Call::by_hand`].
    pub by_hand: bool,
    /// Of what is kept in memory; came along with the look at the caller's key.
    pub revision: Option<i64>,
}

impl From<ClientId> for By {
    fn from(seller: ClientId) -> Self {
        Self { seller, ..Self::default() }
    }
}

/// A body on its way: gives the transaction back, with its answer and the earliest row it scheduled.
type Ran<T> = BoxFuture<'static, (Tx, Result<(T, Option<Time>)>)>;

/// Database, clock, chance and files of a running world.
#[derive(Clone)]
pub struct World {
    /// The store.
    pub db: Arc<Db>,
    /// The clock.
    pub clock: Arc<Clock>,
    /// Chance.
    pub chance: Chance,
    /// The file store.
    pub files: Files,
    /// What is kept in memory.
    pub newest: Arc<Newest>,
}

impl World {
    /// Runs a body in a write transaction. Answers its result, and when the earliest row that it put on the
    /// agenda falls due.
    pub async fn write<T, F>(&self, by: impl Into<By>, body: F) -> Result<(T, Option<Time>)>
    where
        T: Send + 'static,
        F: for<'a> Fn(&'a mut Call) -> BoxFuture<'a, Result<T>> + Send + Sync + 'static,
    {
        self.db.write(self.enter(by.into(), None, body)).await
    }

    /// Runs a body that only reads.
    pub async fn read<T, F>(&self, by: impl Into<By>, body: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'a> Fn(&'a mut Call) -> BoxFuture<'a, Result<T>> + Send + Sync + 'static,
    {
        self.read_knowing(by, None, body).await
    }

    /// Runs a body that only reads, for a call that brought along what is kept in memory.
    pub async fn read_knowing<T, F>(&self, by: impl Into<By>, known: Option<Arc<Known>>, body: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'a> Fn(&'a mut Call) -> BoxFuture<'a, Result<T>> + Send + Sync + 'static,
    {
        self.db.read(self.enter(by.into(), known, body)).await.map(|(answer, _)| answer)
    }

    /// The same for a body whose statements are short: see [`Db::read_short`].
    pub async fn read_short<T, F>(&self, by: impl Into<By>, known: Option<Arc<Known>>, body: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'a> Fn(&'a mut Call) -> BoxFuture<'a, Result<T>> + Send + Sync + 'static,
    {
        self.db.read_short(self.enter(by.into(), known, body)).await.map(|(answer, _)| answer)
    }

    fn enter<T, F>(
        &self,
        By { seller, date, lag_seconds, by_hand, revision }: By,
        known: Option<Arc<Known>>,
        body: F,
    ) -> impl Fn(Tx) -> Ran<T> + Send + Sync + 'static
    where
        T: Send + 'static,
        F: for<'a> Fn(&'a mut Call) -> BoxFuture<'a, Result<T>> + Send + Sync + 'static,
    {
        let (clock, chance, files) = (self.clock.clone(), self.chance.clone(), self.files.clone());
        let (newest, body) = (self.newest.clone(), Arc::new(body));
        move |tx| {
            let (now, chance, files) = (clock.now(), chance.clone(), files.clone());
            let (known, body) = (known.clone(), body.clone());
            let (basis, outbox) = (Basis::new(newest.clone(), revision), Outbox::default());
            Box::pin(async move {
                let scheduled = None;
                let mut call = Call {
                    tx,
                    seller,
                    now,
                    date,
                    lag_seconds,
                    by_hand,
                    chance,
                    files,
                    known,
                    basis,
                    outbox,
                    scheduled,
                };
                let result = match body(&mut call).await {
                    Ok(answer) => call.write_at_end().await.map(|()| answer),
                    refused => refused,
                };
                (call.tx, result.map(|answer| (answer, call.scheduled)))
            })
        }
    }
}
