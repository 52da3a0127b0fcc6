//! Rows that fell due, executed in their order in one transaction, each in a savepoint.

use std::collections::HashMap;

use gostiny_wire::scalar::{ClientId, Time};

use super::{Due, Executor, due};
use crate::{
    args,
    call::Call,
    clock::Clock,
    error::{Error, Result},
};

/// Rows executed in one transaction at most.
const MOST: usize = 256;
/// How long a transaction goes on taking rows, in microseconds of the system's clock: whoever waits for what it holds, or
/// for the process to end, waits little longer.
const LONGEST: i64 = 250_000;
/// The longest gap between two tries of a failing row, in seconds: what fails for ever is tried a few dozen times a year.
const LONGEST_GAP: i64 = 864_000;

/// A row that was executed.
#[derive(Clone, Debug)]
pub struct Happened {
    /// Its number.
    pub id: i64,
    /// When it fell due.
    pub due_at: Time,
    /// What was done.
    pub kind: String,
    /// Whose object it was.
    pub seller: ClientId,
    /// The object.
    pub subject: String,
    /// Why it failed; empty when it did not.
    pub error: String,
}

impl Happened {
    pub(super) fn of(row: &Due) -> Self {
        Self {
            id: row.id,
            due_at: row.due_at,
            kind: row.kind.clone(),
            seller: row.seller,
            subject: row.subject.clone(),
            error: String::new(),
        }
    }
}

/// Executes claimed rows, and between and after them what they schedule up to the moment, in order; ends before the first
/// that runs outside a transaction. Answers what happened, and the time of the last.
pub(super) async fn execute_all(
    call: &mut Call,
    owner: &str,
    executors: &HashMap<&'static str, Executor>,
    clock: &Clock,
    claimed: &[Due],
    moment: Time,
) -> Result<(Vec<Happened>, Time)> {
    let started = call.now.min(moment);
    let (mut happened, mut reached) = (Vec::new(), started);
    let mut claimed = claimed.iter().peekable();
    // When the first of the rows may be due that nobody has claimed.
    let mut fresh_at: Option<Time> = None;
    let end = clock.system().0.saturating_add(LONGEST);
    while happened.is_empty() || happened.len() < MOST && clock.system().0 < end {
        let next = claimed.peek().map(|row| (row.due_at, row.id));
        let until = next.map_or(moment, |(due_at, _)| due_at);
        let mut fresh = None;
        if next.is_none() || fresh_at.is_some_and(|at| at <= until) {
            fresh = call.tx.row(FRESH, args![moment], due).await?;
            fresh_at = fresh.as_ref().map(|row: &Due| row.due_at);
        }
        let fresh = fresh.filter(|row| next.is_none_or(|next| (row.due_at, row.id) < next));
        let Some(row) = fresh.as_ref().or(claimed.peek().copied()) else { break };
        if executors.get(row.kind.as_str()).is_some_and(Executor::is_outside) {
            break;
        }
        let taken = match &fresh {
            Some(row) => call.tx.run(TAKE_FRESH, args![row.id]).await?,
            None => call.tx.run(TAKE, args![row.id, owner]).await?,
        };
        reached = started.max(row.due_at);
        (call.now, call.seller, call.scheduled) = (reached, row.seller, None);
        if taken == 1 {
            happened.push(Happened { error: execute_one(call, executors, row).await?, ..Happened::of(row) });
        }
        fresh_at = [fresh_at, call.scheduled].into_iter().flatten().min();
        if fresh.is_none() {
            claimed.next();
        }
    }
    call.add_up().await?;
    call.tx.run(REACHED, args![reached.0.to_string()]).await?;
    Ok((happened, reached))
}

const FRESH: &str = "select agenda_id, due_at, kind, seller_id, subject, payload, attempts from agenda \
    where due_at <= $1 and lease_owner is null order by due_at, agenda_id limit 1 {free}";
const TAKE_FRESH: &str = "delete from agenda where agenda_id = $1 and lease_owner is null";
pub(super) const TAKE: &str = "delete from agenda where agenda_id = $1 and lease_owner = $2";
/// A world that was hurried ahead is found there again, however its process ended.
const REACHED: &str =
    "insert into world (name, value) values ('now', $1) on conflict (name) do update set value = excluded.value";

/// Executes a row whose place on the agenda is taken already. Answers why it failed, if it did.
async fn execute_one(call: &mut Call, executors: &HashMap<&'static str, Executor>, row: &Due) -> Result<String> {
    call.tx.run("savepoint job", &[]).await?;
    let result = match executors.get(row.kind.as_str()) {
        Some(Executor::Inside(executor)) => match executor(call, row).await {
            Ok(()) => call.write_down().await,
            failed => failed,
        },
        Some(Executor::Long(_) | Executor::Sends(_)) => {
            Err(Error::internal(format!("{} needs no transaction", row.kind)))
        }
        None => Err(Error::internal(format!("nobody executes {}", row.kind))),
    };
    let failed = match result {
        Err(error) if error.is_transient() => return Err(error),
        Err(error) => {
            tracing::error!(kind = row.kind, subject = row.subject, attempts = row.attempts, error = ?error, "a job failed");
            call.outbox.clear();
            call.tx.run("rollback to savepoint job", &[]).await?;
            call.scheduled = None;
            again(call, row, &error).await?;
            error.to_string()
        }
        Ok(()) => String::new(),
    };
    call.tx.run("release savepoint job", &[]).await?;
    Ok(failed)
}

/// Puts a failed row back on the agenda, later each time.
pub(super) async fn again(call: &mut Call, row: &Due, error: &Error) -> Result<()> {
    let gap = 1_i64.checked_shl(u32::try_from(row.attempts).unwrap_or(u32::MAX)).unwrap_or(LONGEST_GAP);
    let next = call.now.plus_seconds(gap.clamp(1, LONGEST_GAP));
    let (kind, subject, payload) = (row.kind.as_str(), row.subject.as_str(), row.payload.as_str());
    let args = args![row.id, next, kind, row.seller, subject, payload, row.attempts + 1, error.to_string()];
    call.tx.run(AGAIN, args).await?;
    call.scheduled = Some(call.scheduled.map_or(next, |earliest| earliest.min(next)));
    Ok(())
}

const AGAIN: &str = "insert into agenda (agenda_id, due_at, kind, seller_id, subject, payload, attempts, last_error) \
    values ($1, $2, $3, $4, $5, $6, $7, $8)";
