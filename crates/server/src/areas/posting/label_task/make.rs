//! Draws the labels of a task outside any transaction.

use std::{collections::HashMap, sync::Arc};

use gostiny_wire::scalar::{ClientId, PostingNumber, Time};

use super::{
    super::{
        label::{lacking, made_at, pages},
        row::{self, Posting},
    },
    COMPLETED, EXPIRE, FAILED, IN_PROGRESS, PENDING, SMALL,
};
use crate::{
    areas::setting,
    args,
    call::{Call, World},
    error::{Error, Result},
    files,
    job::{self, Due},
    pdf::{Label, labels, small_labels},
};

/// A task that could not be drawn so often is given up.
const MOST_TRIES: i64 = 5;
/// How long what became of a task is told, in hours of the world's clock.
const OFFERED_HOURS: i64 = 24;

/// Executes [`super::MAKE`].
pub(in super::super) async fn make(world: World, due: Due) -> Result<()> {
    let (id, seller) = (due.subject_number()?, due.seller);
    let Some(task) = world.write(seller, move |call| Box::pin(begin(call, id))).await?.0 else {
        // The world was reset meanwhile.
        return due.finish(&world, |_| Box::pin(async { Ok(()) })).await;
    };
    let outcome = match draw(&world, seller, id, task).await {
        Err(error) if due.attempts + 1 < MOST_TRIES => return Err(error),
        Err(error) => {
            tracing::error!(task = id, error = ?error, "labels are given up");
            Outcome { error: "LABELS_NOT_DRAWN", file: String::new(), unprinted: Vec::new() }
        }
        Ok(outcome) => outcome,
    };
    let outcome = Arc::new(outcome);
    let done = due.finish(&world, move |call| {
        let outcome = outcome.clone();
        Box::pin(async move { settle(call, id, &outcome).await })
    });
    done.await
}

/// What is to be drawn.
struct Task {
    size: String,
    numbers: Arc<Vec<PostingNumber>>,
}

async fn begin(call: &mut Call, id: i64) -> Result<Option<Task>> {
    call.tx.run(BEGIN, args![IN_PROGRESS, call.seller, id, PENDING]).await?;
    let read = |row: &crate::store::Row<'_>| Ok(Task { size: row.next()?, numbers: Arc::new(row.next_json()?) });
    call.tx.row(TASK, args![call.seller, id], read).await
}

const BEGIN: &str = "update label_task set status = $1 where seller_id = $2 and task_id = $3 and status = $4";
const TASK: &str = "select size, postings from label_task where seller_id = $1 and task_id = $2";

/// What became of it.
struct Outcome {
    /// Why there is no file; empty when there is one.
    error: &'static str,
    file: String,
    unprinted: Vec<(PostingNumber, &'static str)>,
}

async fn draw(world: &World, seller: ClientId, id: i64, task: Task) -> Result<Outcome> {
    let numbers = task.numbers.clone();
    let read = world.read(seller, move |call| {
        let numbers = numbers.clone();
        Box::pin(async move { gather(call, &numbers).await })
    });
    let (pages, made_at, unprinted) = read.await?;
    if pages.is_empty() {
        let error = unprinted.first().map_or("POSTING_NOT_FOUND", |(_, code)| code);
        return Ok(Outcome { error, file: String::new(), unprinted });
    }
    let drawing = if task.size == SMALL { small_labels } else { labels };
    let bytes = drawing(&pages, made_at.seconds_since(Time(0))).map_err(|error| Error::Internal(error.into()))?;
    let file = files::anonymous("labels", &format!("labels {seller} {id}"), "pdf");
    world.files.put(&file, bytes.into()).await?;
    Ok(Outcome { error: "", file, unprinted })
}

/// What labels there are, their date, and the postings without one.
type Gathered = (Vec<Label>, Time, Vec<(PostingNumber, &'static str)>);

async fn gather(call: &mut Call, numbers: &[PostingNumber]) -> Result<Gathered> {
    let delay = setting::of(call).await?.label_delay_seconds;
    let found = row::by_numbers(call, numbers).await?;
    let found: HashMap<&PostingNumber, &Posting> = found.iter().map(|one| (&one.posting_number, one)).collect();
    let (mut printed, mut unprinted) = (Vec::new(), Vec::new());
    for number in numbers {
        match found.get(number).map(|posting| (*posting, lacking(posting, call.now, delay))) {
            Some((posting, None)) => printed.push(posting.clone()),
            Some((_, Some(code))) => unprinted.push((number.clone(), code)),
            None => unprinted.push((number.clone(), "POSTING_NOT_FOUND")),
        }
    }
    let pages = if printed.is_empty() { Vec::new() } else { pages(call, &printed).await? };
    Ok((pages, made_at(&printed), unprinted))
}

async fn settle(call: &mut Call, id: i64, outcome: &Outcome) -> Result<()> {
    let status = if outcome.error.is_empty() { COMPLETED } else { FAILED };
    let expires_at = call.now.plus_hours(OFFERED_HOURS);
    let unprinted = serde_json::to_string(&outcome.unprinted)?;
    let args = args![status, outcome.error, unprinted, &outcome.file, expires_at, call.seller, id];
    call.tx.run(SETTLE, args).await?;
    job::schedule(call, EXPIRE, expires_at, &id.to_string(), &outcome.file).await
}

const SETTLE: &str = "update label_task set status = $1, error = $2, unprinted = $3, file = $4, expires_at = $5 \
    where seller_id = $6 and task_id = $7";
