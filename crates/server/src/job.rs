//! The agenda: what happens later is a row. Rows are claimed with a lease, executed in order of their time, each
//! exactly once in effect (the row leaves in the transaction of its effect), retried with growing gaps.

mod execute;
mod invariant;
mod long;
mod planned;
mod step;
#[cfg(test)]
mod tests;

pub use execute::Happened;
pub use invariant::invariants;
pub use planned::{Planned, failing, overdue, planned, planned_total};

use execute::{TAKE, again, execute_all};

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
    time::Duration,
};

use futures_util::{FutureExt, future::BoxFuture};
use gostiny_wire::scalar::{ClientId, Time};
use tokio::sync::{Mutex, MutexGuard, Notify, Semaphore};

use crate::{
    args,
    call::{Call, World},
    clock::Mode,
    error::{Error, Result},
    moves::Moves,
    store::Row,
};

/// Rows claimed and executed in one transaction at most.
const BATCH: i64 = 64;
/// How long a claim holds, in seconds of the system's clock; a process that dies frees its rows after this.
const LEASE_SECONDS: i64 = 10;
/// The longest wait of the runner: another process may have put a row on the agenda.
const LOOK_AGAIN: Duration = Duration::from_millis(500);
/// Long jobs that one process runs at once.
const LONG_AT_ONCE: u16 = 2;
/// Jobs that wait for somebody else's server and run at once: a dead one holds up no other, and none of the long jobs.
const SENDS_AT_ONCE: usize = 64;

/// What a row is for: `product.import`. See [`crate::api::Routes::job`] for who executes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Kind(pub &'static str);

/// A row that fell due.
#[derive(Clone, Debug)]
pub struct Due {
    id: i64,
    /// When it was to happen.
    pub due_at: Time,
    kind: String,
    /// Whose object it is about; `call.seller` is set to it.
    pub seller: ClientId,
    /// The object: a posting number, a task id.
    pub subject: String,
    /// Further facts, in a form its kind knows.
    pub payload: String,
    /// How often it was tried before.
    pub attempts: i64,
    /// Who has claimed it.
    owner: String,
}

impl Due {
    /// Ends a long job: applies what it found and takes the row off the agenda, in one transaction. When another process
    /// has taken the row over meanwhile, its result counts and this one is dropped.
    pub async fn finish<F>(&self, world: &World, body: F) -> Result<()>
    where
        F: for<'a> Fn(&'a mut Call) -> BoxFuture<'a, Result<()>> + Send + Sync + 'static,
    {
        let (id, owner, body) = (self.id, self.owner.clone(), Arc::new(body));
        let done = world.write(self.seller, move |call| {
            let (owner, body) = (owner.clone(), body.clone());
            Box::pin(async move {
                if call.tx.run(TAKE, args![id, owner]).await? == 1 {
                    return body(call).await;
                }
                tracing::warn!(agenda_id = id, "a long job was taken over by another process");
                Ok(())
            })
        });
        done.await.map(|_| ())
    }

    /// Whether a long job still has its row: nobody took it over, and no other world has come.
    pub async fn is_held(&self, call: &mut Call) -> Result<bool> {
        let held: i64 = call.tx.value(HELD, args![self.id, self.owner.as_str()]).await?;
        Ok(held == 1)
    }

    /// The subject as a number.
    pub fn subject_number(&self) -> Result<i64> {
        self.subject.parse().map_err(|_| Error::internal(format!("{} has the subject {}", self.kind, self.subject)))
    }
}

const HELD: &str = "select count(*) from agenda where agenda_id = $1 and lease_owner = $2";

/// Executes the end of a file that was offered for a while; the payload is its name.
pub async fn drop_file(world: World, due: Due) -> Result<()> {
    world.files.delete(&due.payload).await?;
    due.finish(&world, |_| Box::pin(async { Ok(()) })).await
}

/// Executes rows of one kind.
#[derive(Clone)]
pub enum Executor {
    /// In the transaction that takes the row off the agenda.
    Inside(Arc<Inside>),
    /// Outside a transaction; it ends with [`Due::finish`].
    Long(Arc<Long>),
    /// The same, mostly waiting for somebody else's server.
    Sends(Arc<Long>),
}

impl Executor {
    fn is_outside(&self) -> bool {
        matches!(self, Self::Long(_) | Self::Sends(_))
    }
}

/// Executes a row in a transaction.
pub type Inside = dyn for<'a> Fn(&'a mut Call, &'a Due) -> BoxFuture<'a, Result<()>> + Send + Sync;
/// Executes a row outside a transaction.
pub type Long = dyn Fn(World, Due) -> BoxFuture<'static, Result<()>> + Send + Sync;

/// An `async fn(&mut Call, &Due) -> Result<()>`.
pub trait Execute<'a>: Copy + Send + Sync + 'static {
    /// What it returns.
    type Future: Future<Output = Result<()>> + Send + 'a;
    /// Calls it.
    fn execute(self, call: &'a mut Call, due: &'a Due) -> Self::Future;
}

impl<'a, F, Fut> Execute<'a> for F
where
    F: Fn(&'a mut Call, &'a Due) -> Fut + Copy + Send + Sync + 'static,
    Fut: Future<Output = Result<()>> + Send + 'a,
{
    type Future = Fut;
    fn execute(self, call: &'a mut Call, due: &'a Due) -> Fut {
        self(call, due)
    }
}

/// Puts a row on the agenda of the call's seller.
pub async fn schedule(call: &mut Call, kind: Kind, due_at: Time, subject: &str, payload: &str) -> Result<()> {
    let id = call.id("agenda").await?;
    call.tx.run(SCHEDULE, args![id, due_at, kind.0, call.seller, subject, payload]).await?;
    call.scheduled = Some(call.scheduled.map_or(due_at, |earliest| earliest.min(due_at)));
    Ok(())
}

const SCHEDULE: &str = "insert into agenda (agenda_id, due_at, kind, seller_id, subject, payload, attempts, last_error) \
    values ($1, $2, $3, $4, $5, $6, 0, '')";

/// Takes the rows of a kind about an object off the agenda.
pub async fn cancel(call: &mut Call, kind: Kind, subject: &str) -> Result<()> {
    call.tx.run(CANCEL, args![call.seller, subject, kind.0]).await?;
    Ok(())
}

const CANCEL: &str = "delete from agenda where seller_id = $1 and subject = $2 and kind = $3";

/// Lets the rows of a kind about an object fall due now, unless they are being executed.
pub async fn hasten(call: &mut Call, kind: Kind, subject: &str) -> Result<()> {
    if call.tx.run(HASTEN, args![call.now, call.seller, subject, kind.0]).await? > 0 {
        call.scheduled = Some(call.scheduled.map_or(call.now, |earliest| earliest.min(call.now)));
    }
    Ok(())
}

const HASTEN: &str = "update agenda set due_at = $1 where seller_id = $2 and subject = $3 and kind = $4 \
    and due_at > $1 and lease_owner is null";

/// Executes what falls due. One per process.
pub struct Agenda {
    world: World,
    executors: HashMap<&'static str, Executor>,
    /// Tells onlookers of what happened.
    pub moves: Moves,
    owner: String,
    turn: Mutex<()>,
    scheduled: Arc<Notify>,
    long: Arc<Semaphore>,
    sends: Arc<Semaphore>,
}

/// What became of the first rows due.
enum Ran {
    /// These were executed, or begun.
    Rows(Vec<Happened>),
    /// One sends something: to be awaited while others may execute rows, since the receiver may call back.
    Sends(BoxFuture<'static, Happened>),
}

impl Agenda {
    /// An agenda with the executors of all areas.
    pub fn new(world: World, executors: HashMap<&'static str, Executor>) -> Self {
        let owner = uuid::Uuid::new_v4().to_string();
        Self {
            world,
            executors,
            moves: Moves::default(),
            owner,
            turn: Mutex::default(),
            scheduled: Arc::default(),
            long: Arc::new(Semaphore::new(LONG_AT_ONCE.into())),
            sends: Arc::new(Semaphore::new(SENDS_AT_ONCE)),
        }
    }

    /// Who executes what.
    pub fn executors(&self) -> &HashMap<&'static str, Executor> {
        &self.executors
    }

    /// To be told after each commit: when the earliest row that it scheduled falls due. While the clock is moved
    /// by hand, what is due already happens before this returns, so that the same calls give the same world.
    pub async fn after_commit(&self, earliest: Option<Time>) -> Result<()> {
        let Some(earliest) = earliest else { return Ok(()) };
        let now = self.world.clock.now();
        if self.world.clock.mode() == Mode::Manual {
            if earliest <= now {
                // What another call is sending may be waiting for this very call.
                self.run_to(now, UNSENT).await?;
            }
        } else {
            self.scheduled.notify_one();
        }
        Ok(())
    }

    /// Executes rows as they fall due, until `stopped`. A clock that is moved by hand has no use for it.
    pub async fn run(&self, stopped: impl Future<Output = ()>) {
        tokio::pin!(stopped);
        let mut changes = self.world.clock.changes();
        loop {
            let wait = match self.run_what_is_due().await {
                // Where others put rows on the agenda all the time, there may never be none.
                Ok(None) if stopped.as_mut().now_or_never().is_some() => return,
                Ok(None) => continue,
                Ok(Some(wait)) => wait,
                Err(error) => {
                    tracing::error!(error = ?error, "the agenda could not run");
                    LOOK_AGAIN
                }
            };
            tokio::select! {
                () = &mut stopped => return,
                _ = changes.changed() => {}
                () = self.scheduled.notified() => {}
                _ = tokio::time::timeout(wait, std::future::pending::<()>()) => {}
            }
        }
    }

    /// Executes all rows due up to a moment, in order, moving the clock along; answers how many.
    pub async fn run_until(&self, moment: Time) -> Result<i64> {
        self.run_to(moment, LEFT).await
    }

    /// The same; `left` counts what is to be waited for.
    async fn run_to(&self, moment: Time, left: &'static str) -> Result<i64> {
        let mut executed = 0;
        let turn = self.turn.lock().await;
        self.go_on(turn, moment, left, &mut |_| executed += 1).await?;
        Ok(executed)
    }

    /// The same for who has the turn; tells each row that was executed.
    async fn go_on<'a>(
        &'a self,
        mut turn: MutexGuard<'a, ()>,
        moment: Time,
        left: &'static str,
        tell: &mut (dyn FnMut(Happened) + Send),
    ) -> Result<()> {
        let mut until = self.in_order_until(moment).await?;
        loop {
            match self.run_batch(until).await? {
                Some(Ran::Rows(rows)) => rows.into_iter().for_each(&mut *tell),
                Some(Ran::Sends(work)) => {
                    drop(turn);
                    tell(work.await);
                    turn = self.turn.lock().await;
                }
                None => {
                    let left = self.world.read(ClientId(0), move |call| {
                        Box::pin(async move { call.tx.value::<i64>(left, args![moment]).await })
                    });
                    if left.await? == 0 {
                        return Ok(());
                    }
                    // They are being executed, here or in another process: that finishes soon, or its lease runs out.
                    let _ = tokio::time::timeout(LOOK_AGAIN / 5, std::future::pending::<()>()).await;
                    until = self.in_order_until(moment).await?;
                }
            }
        }
    }

    /// How far towards a moment rows can be executed without overtaking one that another process holds, maybe a dead one.
    /// Only a clock that stands still promises that order; what is being sent is waited for by nobody.
    async fn in_order_until(&self, moment: Time) -> Result<Time> {
        let clock = &self.world.clock;
        if clock.mode() != Mode::Manual {
            return Ok(moment);
        }
        let (now, system, owner) = (clock.now(), clock.system(), self.owner.clone());
        let held = self.world.read(ClientId(0), move |call| {
            let owner = owner.clone();
            Box::pin(async move { call.tx.value::<Option<Time>>(FIRST_HELD, args![moment, system, owner]).await })
        });
        // What is late already is out of order anyway.
        Ok(held.await?.map_or(moment, |held| held.max(now).min(moment)))
    }

    /// Executes the first rows due; when there are none, answers how long to wait before the next look.
    async fn run_what_is_due(&self) -> Result<Option<Duration>> {
        let clock = &self.world.clock;
        if clock.mode() == Mode::Manual {
            return Ok(Some(LOOK_AGAIN));
        }
        let (now, system) = (clock.now(), clock.system());
        let ran = {
            let _turn = self.turn.lock().await;
            self.run_batch(now).await?
        };
        if let Some(ran) = ran {
            if let Ran::Sends(work) = ran {
                // The clock was stopped just now.
                tokio::spawn(work);
            }
            return Ok(None);
        }
        let next = self.world.read(ClientId(0), move |call| Box::pin(next_due(call, system))).await?;
        Ok(Some(next.and_then(|next| clock.until(next)).unwrap_or(LOOK_AGAIN).min(LOOK_AGAIN)))
    }

    /// Executes the first rows due; nothing when there are none that another process does not have.
    async fn run_batch(&self, moment: Time) -> Result<Option<Ran>> {
        let (owner, system) = (self.owner.clone(), self.world.clock.system());
        let claimed = self.world.write(ClientId(0), move |call| {
            let owner = owner.clone();
            Box::pin(async move { claim(call, &owner, system, moment).await })
        });
        let (claimed, _) = claimed.await?;
        if claimed.is_empty() {
            return Ok(None);
        }
        let is_outside = |row: &Due| self.executors.get(row.kind.as_str()).is_some_and(Executor::is_outside);
        if claimed.first().is_some_and(is_outside) {
            let outside: Vec<Due> = claimed.into_iter().filter(is_outside).collect();
            return self.begin_long(&outside).await.map(Some);
        }
        let (owner, executors, clock) = (self.owner.clone(), self.executors.clone(), self.world.clock.clone());
        let executed = self.world.write(ClientId(0), move |call| {
            let (owner, executors, clock) = (owner.clone(), executors.clone(), clock.clone());
            let claimed = claimed.clone();
            Box::pin(async move { execute_all(call, &owner, &executors, &clock, &claimed, moment).await })
        });
        let ((executed, reached), _) = executed.await?;
        self.world.clock.forward_to(reached);
        let shops: BTreeSet<ClientId> = executed.iter().map(|row| row.seller).collect();
        shops.into_iter().for_each(|shop| self.moves.tell(shop));
        Ok(Some(Ran::Rows(executed)))
    }
}

async fn claim(call: &mut Call, owner: &str, system: Time, moment: Time) -> Result<Vec<Due>> {
    let until = system.plus_seconds(LEASE_SECONDS);
    let mut rows = call.tx.rows(CLAIM, args![owner, until, moment, system, BATCH], due).await?;
    rows.iter_mut().for_each(|row| owner.clone_into(&mut row.owner));
    rows.sort_by_key(|row| (row.due_at, row.id));
    Ok(rows)
}

/// Materialized: else PostgreSQL may look for them again with each row it goes through, and take others each time.
const CLAIM: &str = "with free as materialized ( \
    select agenda_id from agenda where due_at <= $3 and (lease_until is null or lease_until < $4 or lease_owner = $1) \
    order by due_at, agenda_id limit $5 {free}) \
    update agenda set lease_owner = $1, lease_until = $2 where agenda_id in (select agenda_id from free) \
    returning agenda_id, due_at, kind, seller_id, subject, payload, attempts";

fn due(row: &Row<'_>) -> Result<Due> {
    Ok(Due {
        id: row.next()?,
        due_at: row.next()?,
        kind: row.next()?,
        seller: row.next()?,
        subject: row.next()?,
        payload: row.next()?,
        attempts: row.next()?,
        owner: String::new(),
    })
}

const LEFT: &str = "select count(*) from agenda where due_at <= $1";
/// But for what is being sent; see `long.rs`.
const UNSENT: &str =
    "select count(*) from agenda where due_at <= $1 and (lease_owner is null or lease_owner not like 'sends/%')";

const FIRST_HELD: &str = "select min(due_at) from agenda where due_at <= $1 and lease_until >= $2 \
    and lease_owner <> $3 and lease_owner not like 'sends/%'";

async fn next_due(call: &mut Call, system: Time) -> Result<Option<Time>> {
    call.tx.row(NEXT_DUE, args![system], |row| row.next()).await
}

/// What is claimed is being executed.
const NEXT_DUE: &str = "select due_at from agenda where lease_until is null or lease_until < $1 \
    order by due_at, agenda_id limit 1";

/// Executes what falls due up to a moment inside a transaction that is already open: for a world that lives through
/// its past before anyone is let in. `call.now` is left at the moment.
pub(crate) async fn run_inside(
    call: &mut Call,
    executors: &HashMap<&'static str, Executor>,
    moment: Time,
) -> Result<()> {
    live_until(call, executors, moment).await.map(drop)
}

/// The same; answers when the next row falls due.
pub(crate) async fn live_until(
    call: &mut Call,
    executors: &HashMap<&'static str, Executor>,
    moment: Time,
) -> Result<Option<Time>> {
    let seller = call.seller;
    let (mut left, mut next) = ((Time(i64::MIN), 0), None);
    while let Some(row) = call.tx.row(NEXT, args![left.0, left.1], due).await? {
        if row.due_at > moment {
            next = Some(row.due_at);
            break;
        }
        let Some(executor) = executors.get(row.kind.as_str()) else {
            return Err(Error::internal(format!("nobody executes {}", row.kind)));
        };
        let Executor::Inside(executor) = executor else {
            // It stays on the agenda for the time after this transaction.
            left = (row.due_at, row.id);
            continue;
        };
        call.tx.run("delete from agenda where agenda_id = $1", args![row.id]).await?;
        (call.now, call.seller) = (call.now.max(row.due_at), row.seller);
        executor(call, &row).await?;
        call.outbox.keep();
    }
    (call.now, call.seller) = (call.now.max(moment), seller);
    Ok(next)
}

const NEXT: &str = "select agenda_id, due_at, kind, seller_id, subject, payload, attempts from agenda \
    where (due_at, agenda_id) > ($1, $2) order by due_at, agenda_id limit 1";

/// Frees rows that a dead process held: for a database that only one process can have open.
pub(crate) async fn free_all(call: &mut Call) -> Result<()> {
    call.tx.run("update agenda set lease_owner = null, lease_until = null where lease_owner is not null", &[]).await?;
    Ok(())
}
