//! Where a shop's pushes go, how its receiver does, and what was sent to it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    push::{Kind, Push},
    scalar::{ClientId, Time},
};

/// Whose pushes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct NotificationsRequest {
    /// The shop, from the path.
    pub client_id: ClientId,
}

/// Where a shop's pushes are to go.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct NotificationsSetRequest {
    /// The shop, from the path.
    pub client_id: ClientId,
    /// Address of the receiver, `http` or `https`.
    pub url: String,
    /// What to tell of; none: everything.
    pub types: Vec<Kind>,
    /// Whether each push is sent twice, to try how the receiver takes that.
    pub twice: bool,
    /// Whether pushes that wait together are sent in no order, to try how the receiver takes that.
    pub shuffled: bool,
}

/// Where a shop's pushes go, and how its receiver does.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Notifications {
    /// The shop.
    pub client_id: ClientId,
    /// Address of the receiver.
    pub url: String,
    /// What is told.
    pub types: Vec<Kind>,
    /// Each push is sent twice.
    pub twice: bool,
    /// Pushes that wait together are sent in no order.
    pub shuffled: bool,
    /// Whether anything is sent.
    pub state: NotificationsState,
    /// Since when nothing is sent; null when it is.
    pub paused_at: Option<Time>,
    /// Tries that failed in a row.
    pub failures: i64,
    /// When the first of them failed; null when the last try succeeded.
    pub failing_since: Option<Time>,
    /// What came of the last ping; null before the first.
    pub last_check: Option<NotificationsCheckResponse>,
    /// Pushes that are still to be sent.
    pub waiting: i64,
}

/// Whether pushes are sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NotificationsState {
    /// They are.
    #[default]
    Active,
    /// The receiver failed for 24 hours: they wait until a check succeeds.
    Paused,
    /// The shop switched them off: nothing is told until it switches them on.
    Disabled,
}

/// What came of a ping.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct NotificationsCheckResponse {
    /// Whether the receiver answered as it should.
    pub ok: bool,
    /// What was wrong; empty when nothing was.
    pub reason: String,
    /// HTTP status of the answer; 0 when there was none.
    pub status: i64,
    /// What the receiver calls itself.
    pub name: String,
    /// Its version.
    pub version: String,
    /// When it was asked.
    pub checked_at: Time,
}

/// A page of a shop's pushes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DeliveryListRequest {
    /// The shop, from the path.
    pub client_id: ClientId,
    /// Those in this state only; none: all.
    pub state: Option<DeliveryState>,
    /// Pushes per page, to 1000; 0 is 100.
    pub limit: i64,
    /// `last_id` of the page before; empty for the first.
    pub last_id: String,
}

/// What became of a push.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// It is still to be sent, or to be sent again.
    #[default]
    Waiting,
    /// The receiver has it.
    Delivered,
    /// It was given up.
    Dropped,
}

/// A page of a shop's pushes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DeliveryListResponse {
    /// The pushes, newest first.
    pub deliveries: Vec<Delivery>,
    /// Where the next page begins; empty after an empty page.
    pub last_id: String,
}

/// A push and what became of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Delivery {
    /// Its number in the shop; they are sent in this order.
    pub id: i64,
    /// Its kind.
    pub message_type: String,
    /// What is sent.
    pub body: Option<Push>,
    /// When it happened.
    pub created_at: Time,
    /// What became of it.
    pub state: DeliveryState,
    /// How often it was sent.
    pub attempts: i64,
    /// Each of these times, oldest first.
    pub tries: Vec<DeliveryTry>,
    /// When it is sent again; null when it is not, or when another one comes before it.
    pub next_attempt_at: Option<Time>,
    /// Of which push it is a copy, made by a resend; null for an original.
    pub copy_of: Option<i64>,
}

/// One time a push was sent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DeliveryTry {
    /// When.
    pub at: Time,
    /// HTTP status of the answer; 0 when there was none.
    pub status: i64,
    /// Why that did not count; empty when it did.
    pub error: String,
}

/// A push to be sent once more.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DeliveryResendRequest {
    /// The shop, from the path.
    pub client_id: ClientId,
    /// The push, from the path.
    pub id: i64,
}
