//! Labels as tasks: ordered by one call, drawn in the background, handed out by a link for a day, after which the task
//! is forgotten. Of an order that cannot be filled whole the labels that are there are drawn, and the others are told
//! with the reason.

mod make;

use gostiny_wire::{
    posting::{
        PostingFbsPackageLabelCreateRequest, PostingFbsPackageLabelCreateV1Response,
        PostingFbsPackageLabelCreateV1Result, PostingFbsPackageLabelCreateV2Response,
        PostingFbsPackageLabelCreateV3Request, PostingFbsPackageLabelCreateV3Response, PostingFbsPackageLabelError,
        PostingFbsPackageLabelGetRequest, PostingFbsPackageLabelGetV1Response, PostingFbsPackageLabelGetV1Result,
        PostingFbsPackageLabelGetV2Response, PostingFbsPackageLabelStatus, PostingFbsPackageLabelTask,
        PostingFbsPackageLabelTasks, UnprintedPostingV1, UnprintedPostingV2,
    },
    scalar::{PostingNumber, TaskId, Time},
};

use super::step;
use crate::{
    args,
    call::{Call, World},
    check,
    error::{Error, Result},
    job::{self, Due, Kind},
    store::Row,
};

pub(super) use make::make;

/// On the agenda from the order to the file; the subject is the task.
pub(super) const MAKE: Kind = Kind("posting.labels");
/// On the agenda until a task is forgotten; the subject is the task, the payload its file, empty when it has none.
pub(super) const EXPIRE: Kind = Kind("posting.labels_expire");

/// Postings of one task.
const MOST: usize = 100;
/// From the order to the drawing.
const DELAY_SECONDS: i64 = 2;

const BIG: &str = "big_label";
const SMALL: &str = "small_label";
const PENDING: &str = "pending";
const IN_PROGRESS: &str = "in_progress";
const COMPLETED: &str = "completed";
const FAILED: &str = "error";

/// One task: large labels.
pub async fn create_v1(
    call: &mut Call,
    req: &PostingFbsPackageLabelCreateRequest,
) -> Result<PostingFbsPackageLabelCreateV1Response> {
    let postings = asked(call, "PostingNumber", &req.posting_number).await?;
    let PostingFbsPackageLabelTask { task_id, .. } = start(call, &postings, BIG).await?;
    Ok(PostingFbsPackageLabelCreateV1Response { result: PostingFbsPackageLabelCreateV1Result { task_id } })
}

/// A task for each size.
pub async fn create_v2(
    call: &mut Call,
    req: &PostingFbsPackageLabelCreateRequest,
) -> Result<PostingFbsPackageLabelCreateV2Response> {
    let tasks = start_both(call, "PostingNumber", &req.posting_number).await?;
    Ok(PostingFbsPackageLabelCreateV2Response { result: PostingFbsPackageLabelTasks { tasks } })
}

/// The same without a wrapper.
pub async fn create_v3(
    call: &mut Call,
    req: &PostingFbsPackageLabelCreateV3Request,
) -> Result<PostingFbsPackageLabelCreateV3Response> {
    let tasks = start_both(call, "PostingNumbers", &req.posting_numbers).await?;
    Ok(PostingFbsPackageLabelCreateV3Response { tasks })
}

async fn start_both(
    call: &mut Call,
    field: &str,
    numbers: &[PostingNumber],
) -> Result<Vec<PostingFbsPackageLabelTask>> {
    let postings = asked(call, field, numbers).await?;
    Ok(vec![start(call, &postings, BIG).await?, start(call, &postings, SMALL).await?])
}

/// The postings of a task, as they are kept with it; one that the shop has not fails all.
async fn asked(call: &mut Call, field: &str, numbers: &[PostingNumber]) -> Result<String> {
    check::items("PostingFbsPackageLabelCreateRequest", field, numbers.len(), 1, MOST)?;
    let found = step::found(call, numbers).await?;
    if numbers.iter().any(|number| !found.contains_key(number)) {
        return Err(Error::NotFound("POSTING_NUMBERS_IS_INCORRECT_FOR_COMPANY".to_owned()));
    }
    Ok(serde_json::to_string(numbers)?)
}

async fn start(call: &mut Call, postings: &str, size: &str) -> Result<PostingFbsPackageLabelTask> {
    let task_id = TaskId(call.id("task").await?);
    call.tx.run(CREATE, args![call.seller, task_id, size, postings, PENDING, call.now]).await?;
    job::schedule(call, MAKE, call.now.plus_seconds(DELAY_SECONDS), &task_id.to_string(), "").await?;
    Ok(PostingFbsPackageLabelTask { task_id, task_type: size.to_owned() })
}

const CREATE: &str = "insert into label_task (seller_id, task_id, size, postings, status, error, unprinted, file, \
    created_at, expires_at) values ($1, $2, $3, $4, $5, '', '[]', '', $6, 0)";

/// What became of a task.
struct Task {
    count: i64,
    status: String,
    error: String,
    /// Postings without a label, and why.
    unprinted: Vec<(PostingNumber, String)>,
    file_url: String,
}

impl Task {
    fn printed(&self) -> i64 {
        let unprinted = i64::try_from(self.unprinted.len()).unwrap_or(i64::MAX);
        if self.status == COMPLETED { self.count.saturating_sub(unprinted) } else { 0 }
    }
}

/// All in one object.
pub async fn get_v1(
    call: &mut Call,
    req: &PostingFbsPackageLabelGetRequest,
) -> Result<PostingFbsPackageLabelGetV1Response> {
    let task = find(call, req.task_id).await?;
    let row = |(posting_number, msg)| UnprintedPostingV1 { msg, posting_number };
    let result = PostingFbsPackageLabelGetV1Result {
        printed_postings_count: task.printed(),
        unprinted_postings_count: i64::try_from(task.unprinted.len()).unwrap_or(i64::MAX),
        unprinted_postings: task.unprinted.into_iter().map(row).collect(),
        error: task.error,
        file_url: task.file_url,
        status: task.status,
    };
    Ok(PostingFbsPackageLabelGetV1Response { result })
}

/// With an object for the state.
pub async fn get_v2(
    call: &mut Call,
    req: &PostingFbsPackageLabelGetRequest,
) -> Result<PostingFbsPackageLabelGetV2Response> {
    let task = find(call, req.task_id).await?;
    let row = |(posting_number, message)| UnprintedPostingV2 { message, posting_number };
    let status = PostingFbsPackageLabelStatus {
        postings_count: task.count,
        printed_postings_count: task.printed(),
        unprinted_postings: task.unprinted.into_iter().map(row).collect(),
        code: task.status,
    };
    let error = Some(task.error).filter(|code| !code.is_empty());
    let error = error.map(|code| PostingFbsPackageLabelError {
        message: "Этикетки не сформированы".to_owned(), code
    });
    Ok(PostingFbsPackageLabelGetV2Response { error, file_url: task.file_url, status })
}

async fn find(call: &mut Call, task_id: TaskId) -> Result<Task> {
    check::positive("PostingFbsPackageLabelGetRequest", "TaskId", task_id.0)?;
    let found = call.tx.row(FIND, args![call.seller, task_id], told).await?;
    let (task, file, expires_at) = found.ok_or_else(|| Error::NotFound("Task not found".to_owned()))?;
    if task.status == COMPLETED && call.now < expires_at {
        return Ok(Task { file_url: call.files.link(&file, expires_at), ..task });
    }
    Ok(task)
}

const FIND: &str =
    "select postings, status, error, unprinted, file, expires_at from label_task where seller_id = $1 and task_id = $2";

/// The task, its file, and until when that is offered.
fn told(row: &Row<'_>) -> Result<(Task, String, Time)> {
    let numbers: Vec<PostingNumber> = row.next_json()?;
    let task = Task {
        count: i64::try_from(numbers.len()).unwrap_or(i64::MAX),
        status: row.next()?,
        error: row.next()?,
        unprinted: row.next_json()?,
        file_url: String::new(),
    };
    Ok((task, row.next()?, row.next()?))
}

/// Executes [`EXPIRE`]: nothing but the task leads to its file, so they go together.
pub(super) async fn expire(world: World, due: Due) -> Result<()> {
    let id = due.subject_number()?;
    if !due.payload.is_empty() {
        world.files.delete(&due.payload).await?;
    }
    due.finish(&world, move |call| Box::pin(forget(call, id))).await
}

async fn forget(call: &mut Call, id: i64) -> Result<()> {
    call.tx.run(FORGET, args![call.seller, id]).await?;
    Ok(())
}

const FORGET: &str = "delete from label_task where seller_id = $1 and task_id = $2";
