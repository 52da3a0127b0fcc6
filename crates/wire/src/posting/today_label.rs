//! Labels as tasks: one call starts the drawing, another one tells what became of it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scalar::{PostingNumber, TaskId};

/// Whose labels to draw.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsPackageLabelCreateRequest {
    /// 1 to 100 postings; pages follow this order.
    pub posting_number: Vec<PostingNumber>,
}

/// The one task of the first version.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsPackageLabelCreateV1Response {
    /// The task.
    pub result: PostingFbsPackageLabelCreateV1Result,
}

/// The one task of the first version: labels of the large size.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsPackageLabelCreateV1Result {
    /// Number to ask for the outcome with.
    pub task_id: TaskId,
}

/// A task for each size.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsPackageLabelCreateV2Response {
    /// The tasks.
    pub result: PostingFbsPackageLabelTasks,
}

/// A task for each size.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsPackageLabelTasks {
    /// The tasks.
    pub tasks: Vec<PostingFbsPackageLabelTask>,
}

/// A task of one size.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsPackageLabelTask {
    /// Number to ask for the outcome with.
    pub task_id: TaskId,
    /// `big_label` or `small_label`.
    pub task_type: String,
}

/// Whose labels to draw.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsPackageLabelCreateV3Request {
    /// 1 to 100 postings; pages follow this order.
    pub posting_numbers: Vec<PostingNumber>,
}

/// A task for each size.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsPackageLabelCreateV3Response {
    /// The tasks.
    pub tasks: Vec<PostingFbsPackageLabelTask>,
}

/// Which task to ask about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsPackageLabelGetRequest {
    /// The task.
    pub task_id: TaskId,
}

/// What became of a task.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsPackageLabelGetV1Response {
    /// The outcome.
    pub result: PostingFbsPackageLabelGetV1Result,
}

/// What became of a task, all in one object.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsPackageLabelGetV1Result {
    /// Why there is no file; empty when there is one.
    pub error: String,
    /// Where the file is; empty until then. A day later it is gone, and the task with it.
    pub file_url: String,
    /// Labels in the file.
    pub printed_postings_count: i64,
    /// `pending`, `in_progress`, `completed` or `error`.
    pub status: String,
    /// Postings without a label.
    pub unprinted_postings: Vec<UnprintedPostingV1>,
    /// How many these are.
    pub unprinted_postings_count: i64,
}

/// A posting without a label.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct UnprintedPostingV1 {
    /// Why it has none.
    pub msg: String,
    /// The posting.
    pub posting_number: PostingNumber,
}

/// What became of a task.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsPackageLabelGetV2Response {
    /// Why there is no file; `null` when there is one.
    pub error: Option<PostingFbsPackageLabelError>,
    /// Where the file is; empty until then. A day later it is gone, and the task with it.
    pub file_url: String,
    /// How far it is.
    pub status: PostingFbsPackageLabelStatus,
}

/// Why there is no file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsPackageLabelError {
    /// A code word.
    pub code: String,
    /// In words.
    pub message: String,
}

/// How far a task is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsPackageLabelStatus {
    /// `pending`, `in_progress`, `completed` or `error`.
    pub code: String,
    /// Postings of the task.
    pub postings_count: i64,
    /// Labels in the file.
    pub printed_postings_count: i64,
    /// Postings without a label.
    pub unprinted_postings: Vec<UnprintedPostingV2>,
}

/// A posting without a label.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct UnprintedPostingV2 {
    /// Why it has none.
    pub message: String,
    /// The posting.
    pub posting_number: PostingNumber,
}
