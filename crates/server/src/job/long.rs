//! Long jobs: what runs outside a transaction, each kind of them in places of its own.

use std::{sync::Arc, time::Duration};

use gostiny_wire::scalar::ClientId;
use tokio::{
    sync::{Notify, OwnedSemaphorePermit},
    task::JoinHandle,
};

use super::{Agenda, Due, Executor, Happened, LEASE_SECONDS, Ran, TAKE, again};
use crate::{
    args,
    call::World,
    clock::Mode,
    error::{Error, Result},
    store::Arg,
};

/// How often the claim of a long job is renewed while it runs.
const RENEW_EVERY: Duration = Duration::from_secs(3);
/// When a long job that finds no place is looked at again, in seconds of the system's clock.
const SNOOZE_SECONDS: i64 = 1;
/// How the owner of a row begins that is being sent.
const SENDER: &str = "sends/";

impl Agenda {
    /// Begins the first of these long jobs: at once and to its end while the clock is moved by hand, else beside
    /// everything else, when there is a place for it. What sends is not awaited here; see [`Ran::Sends`].
    pub(super) async fn begin_long(&self, rows: &[Due]) -> Result<Ran> {
        let Some(first) = rows.first() else { return Ok(Ran::Rows(Vec::new())) };
        let executor = self.executors.get(first.kind.as_str());
        let (run, places, sends) = match executor {
            Some(Executor::Long(run)) => (run, &self.long, false),
            Some(Executor::Sends(run)) => (run, &self.sends, true),
            Some(Executor::Inside(_)) | None => return Ok(Ran::Rows(Vec::new())),
        };
        let by_hand = self.world.clock.mode() == Mode::Manual;
        let place = if by_hand { None } else { places.clone().try_acquire_owned().ok() };
        if !by_hand && place.is_none() {
            // Those that wait for other places keep their turn.
            let same = |row: &&Due| matches!(self.executors.get(row.kind.as_str()), Some(Executor::Sends(_))) == sends;
            self.snooze(rows.iter().filter(same)).await?;
            return Ok(Ran::Rows(Vec::new()));
        }
        self.world.clock.forward_to(first.due_at);
        let sender = if sends { SENDER } else { "" };
        let row = Due { owner: format!("{sender}{}/{}", self.owner, first.id), ..first.clone() };
        if !claim_alone(&self.world, first, &row.owner).await? {
            return Ok(Ran::Rows(Vec::new()));
        }
        let job = run(self.world.clone(), row.clone());
        // A long job has a thread of its own: on SQLite its reads never wait for anything, and would keep one of the few
        // threads that answer calls.
        let work = move || match sends {
            true => tokio::spawn(job),
            false => {
                let runtime = tokio::runtime::Handle::current();
                tokio::task::spawn_blocking(move || runtime.block_on(job))
            }
        };
        let begun = Happened::of(first);
        let (moves, shop) = (self.moves.clone(), first.seller);
        let run = run_long(self.world.clone(), work, row, place, self.scheduled.clone());
        let work = async move {
            let failed = run.await;
            moves.tell(shop);
            failed
        };
        let happened = match (by_hand, sends) {
            (true, true) => {
                return Ok(Ran::Sends(Box::pin(async move { Happened { error: work.await, ..begun } })));
            }
            (true, false) => Happened { error: work.await, ..begun },
            (false, _) => {
                tokio::spawn(work);
                begun
            }
        };
        Ok(Ran::Rows(vec![happened]))
    }

    /// Lets go of rows for a moment, for this process and others to look at again.
    async fn snooze<'a>(&self, rows: impl Iterator<Item = &'a Due>) -> Result<()> {
        let until = self.world.clock.system().plus_seconds(SNOOZE_SECONDS);
        let list: Vec<Arg> = rows.map(|row| Arg::from(row.id)).collect();
        let owner = self.owner.clone();
        let snoozed = self.world.write(ClientId(0), move |call| {
            let (owner, list) = (owner.clone(), list.clone());
            Box::pin(async move { call.tx.run_in(SNOOZE, args![until, owner], &list).await })
        });
        snoozed.await.map(|_| ())
    }
}

const SNOOZE: &str =
    "update agenda set lease_owner = 'waits', lease_until = $1 where lease_owner = $2 and agenda_id {in}";

/// Claims one row apart from the batch it came with; false when another process has it.
async fn claim_alone(world: &World, row: &Due, owner: &str) -> Result<bool> {
    let until = world.clock.system().plus_seconds(LEASE_SECONDS);
    let (id, before, owner) = (row.id, row.owner.clone(), owner.to_owned());
    let claimed = world.write(ClientId(0), move |call| {
        let (before, owner) = (before.clone(), owner.clone());
        Box::pin(async move { call.tx.run(CLAIM_ALONE, args![owner, until, id, before]).await })
    });
    Ok(claimed.await?.0 == 1)
}

const CLAIM_ALONE: &str =
    "update agenda set lease_owner = $1, lease_until = $2 where agenda_id = $3 and lease_owner = $4";

/// Runs a long job to its end and renews its claim meanwhile; answers why it failed, if it did.
async fn run_long(
    world: World,
    begin: impl FnOnce() -> JoinHandle<Result<()>>,
    row: Due,
    place: Option<OwnedSemaphorePermit>,
    scheduled: Arc<Notify>,
) -> String {
    let mut work = begin();
    let result = loop {
        match tokio::time::timeout(RENEW_EVERY, &mut work).await {
            Ok(Ok(result)) => break result,
            Ok(Err(_)) => break Err(Error::internal("a long job panicked")),
            Err(_) => match claim_alone(&world, &row, &row.owner).await {
                Ok(true) => {}
                Ok(false) => tracing::warn!(kind = row.kind, subject = row.subject, "a long job lost its claim"),
                Err(error) => tracing::error!(error = ?error, "a long job could not renew its claim"),
            },
        }
    };
    let failed = result.as_ref().err().map(Error::to_string).unwrap_or_default();
    if let Err(error) = result {
        tracing::error!(kind = row.kind, subject = row.subject, attempts = row.attempts, error = ?error, "a job failed");
        if let Err(error) = put_back(&world, row, error).await {
            tracing::error!(error = ?error, "a failed job stays claimed until its lease runs out");
        }
    }
    drop(place);
    scheduled.notify_one();
    failed
}

async fn put_back(world: &World, row: Due, error: Error) -> Result<()> {
    let failed = Arc::new((row, error));
    let back = world.write(ClientId(0), move |call| {
        let failed = failed.clone();
        Box::pin(async move {
            if call.tx.run(TAKE, args![failed.0.id, failed.0.owner.as_str()]).await? == 1 {
                again(call, &failed.0, &failed.1).await?;
            }
            Ok(())
        })
    });
    back.await.map(|_| ())
}
