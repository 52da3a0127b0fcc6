//! The agenda as the operator sees it.

use gostiny_wire::scalar::{ClientId, Time};

use crate::{args, call::Call, error::Result, store::Row};

/// A row of the agenda as the operator sees it.
pub struct Planned {
    /// Its number.
    pub id: i64,
    /// When it happens.
    pub due_at: Time,
    /// What happens.
    pub kind: String,
    /// Whose object it is.
    pub seller: ClientId,
    /// The object.
    pub subject: String,
    /// Failed tries so far.
    pub attempts: i64,
    /// Why the last one failed.
    pub last_error: String,
}

/// A page of the agenda, soonest first, after a row that was seen.
pub async fn planned(call: &mut Call, after: (Time, i64), limit: i64) -> Result<Vec<Planned>> {
    call.tx.rows(PLANNED, args![after.0, after.1, limit], row_of).await
}

fn row_of(row: &Row<'_>) -> Result<Planned> {
    Ok(Planned {
        id: row.next()?,
        due_at: row.next()?,
        kind: row.next()?,
        seller: row.next()?,
        subject: row.next()?,
        attempts: row.next()?,
        last_error: row.next()?,
    })
}

const PLANNED: &str = "select agenda_id, due_at, kind, seller_id, subject, attempts, last_error from agenda \
    where (due_at, agenda_id) > ($1, $2) order by due_at, agenda_id limit $3";

/// The first rows that failed and are tried again.
pub async fn failing(call: &mut Call, limit: i64) -> Result<Vec<Planned>> {
    call.tx.rows(FAILING, args![limit], row_of).await
}

const FAILING: &str = "select agenda_id, due_at, kind, seller_id, subject, attempts, last_error from agenda \
    where attempts > 0 order by due_at, agenda_id limit $1";

/// How many rows the agenda holds.
pub async fn planned_total(call: &mut Call) -> Result<i64> {
    call.tx.value("select count(*) from agenda", &[]).await
}

/// How many rows are due and nobody executes them, and how many seconds ago the first of them fell due. Who executes one
/// holds it by the clock of the system.
pub async fn overdue(call: &mut Call, system: Time) -> Result<(i64, i64)> {
    let read = |row: &Row<'_>| Ok((row.next()?, row.next::<Option<Time>>()?));
    let late = call.tx.row(OVERDUE, args![call.now, system], read).await?;
    let (rows, first) = late.unwrap_or_default();
    Ok((rows, first.map_or(0, |first| call.now.seconds_since(first))))
}

const OVERDUE: &str = "select count(*), min(due_at) from agenda \
    where due_at <= $1 and (lease_until is null or lease_until < $2)";
