//! Whole worlds that are kept by name and brought back, and steps of time.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scalar::{ClientId, Time};

/// A world to keep.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SnapshotSaveRequest {
    /// Its name, 1 to 100 characters. A snapshot of that name is replaced.
    pub name: String,
}

/// Which snapshot.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SnapshotNamedRequest {
    /// Its name, from the path.
    pub name: String,
}

/// A world that is kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Snapshot {
    /// Its name.
    pub name: String,
    /// What time it is in that world.
    pub now: Time,
    /// How time passes in it: `real`, `manual` or `x60`.
    pub mode: String,
    /// When it was saved, by the clock on the wall.
    pub saved_at: Time,
}

/// All snapshots; there are at most a thousand.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SnapshotListResponse {
    /// In order of their names.
    pub snapshots: Vec<Snapshot>,
}

/// Where the clock stands after a step, and what happened.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ClockStepResponse {
    /// Now: the moment of the event, or the time before the step when nothing is planned.
    pub now: Time,
    /// How time passes.
    pub mode: String,
    /// What fell due at that moment and was done, in order; empty when nothing is planned.
    pub happened: Vec<ClockStepEvent>,
}

/// Something that happened.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ClockStepEvent {
    /// The row of the agenda.
    pub id: i64,
    /// When it fell due.
    pub due_at: Time,
    /// What was done.
    pub kind: String,
    /// For which shop; `null` when for none.
    pub client_id: Option<ClientId>,
    /// With what: a posting number, a product, a task.
    pub subject: String,
    /// Why it failed, to be tried again later; empty when it did not.
    pub error: String,
}
