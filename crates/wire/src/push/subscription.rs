//! How a shop sets its pushes up itself.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scalar::Time;

/// An address to try.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct NotificationCheckV1Request {
    /// Address of the receiver, `http` or `https`.
    pub url: String,
}

/// What came of a ping.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct NotificationCheckV1Response {
    /// What was wrong.
    pub errors: Vec<NotificationCheckV1Error>,
    /// The receiver answered as it should.
    pub is_active: bool,
}

/// What was wrong with an answer to a ping.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct NotificationCheckV1Error {
    /// In words.
    pub description: String,
    /// `REQUEST_ERROR`, `REQUEST_TIMEOUT`, `SERVER_FAULT`, `STATUS_CODE_NOT_OK`, `EMPTY_BODY` or `INVALID_BODY`.
    pub r#type: String,
}

/// Where pushes are to go.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct NotificationSetV1Request {
    /// What to tell of, as `/v1/notification/push-type/list` names it.
    pub types: Vec<String>,
    /// Address of the receiver, `http` or `https`.
    pub url: String,
}

/// What changes of a subscription; what is empty stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct NotificationUpdateV1Request {
    /// The subscription.
    pub id: i64,
    /// What to tell of.
    pub types: Vec<String>,
    /// Address of the receiver.
    pub url: String,
}

/// Which subscription to end.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct NotificationDeleteV1Request {
    /// The subscription.
    pub id: i64,
}

/// Which subscription to switch.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct NotificationEnableV1Request {
    /// On or off.
    pub enabled: bool,
    /// The subscription.
    pub id: i64,
}

/// Which subscriptions to list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct NotificationListV1Request {
    /// `GREEN`, `YELLOW`, `RED`; none: all.
    pub availability_statuses: Vec<String>,
    /// At most so many, to 100; 0 is 100.
    pub limit: i64,
    /// Skips so many.
    pub offset: i64,
    /// `ASC` or `DESC`, by number.
    pub sort_dir: String,
}

/// Subscriptions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct NotificationListV1Response {
    /// Failures in a row from which a receiver counts as such.
    pub availability_status_thresholds: Vec<NotificationThreshold>,
    /// Subscriptions on all pages.
    pub total_count: i64,
    /// The subscriptions.
    pub urls: Vec<NotificationUrl>,
}

/// From when on a receiver is called so.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct NotificationThreshold {
    /// `GREEN`, `YELLOW` or `RED`.
    pub status: String,
    /// Failures in a row.
    pub threshold: i64,
}

/// A subscription.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct NotificationUrl {
    /// `GREEN`: answers; `YELLOW`: fails; `RED`: failed for a day, nothing is sent.
    pub availability_status: String,
    /// Since when it is not `GREEN`; empty when it is.
    pub availability_status_date: String,
    /// When it was set up.
    pub created_at: Time,
    /// `SELLER` or `AVAILABILITY`; empty while pushes are sent.
    pub disable_reason: String,
    /// Whether pushes are sent.
    pub enable: bool,
    /// Its number.
    pub id: i64,
    /// The kind of push that failed; empty, since failures are counted over all kinds.
    pub problematic_type: String,
    /// What was wrong with the last ping; empty when nothing was.
    pub reason_details: String,
    /// What is told.
    pub types: Vec<NotificationType>,
    /// Address of the receiver.
    pub url: String,
}

/// A kind of push.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct NotificationType {
    /// In words.
    pub description: String,
    /// Its name, such as `TYPE_NEW_POSTING`.
    pub r#type: String,
}

/// Kinds of pushes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct NotificationPushTypeListV1Response {
    /// The kinds.
    pub types: Vec<NotificationPushType>,
}

/// A kind of push and where it goes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct NotificationPushType {
    /// In words.
    pub description: String,
    /// Where it goes; null when nobody asked for it.
    pub seller_endpoint: Option<NotificationEndpoint>,
    /// Its name.
    pub r#type: String,
}

/// Where pushes go.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct NotificationEndpoint {
    /// The subscription.
    pub id: i64,
    /// Address of the receiver.
    pub url: String,
}
