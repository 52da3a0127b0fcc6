//! The row of a subscription.

use gostiny_wire::{
    operator::NotificationsCheckResponse,
    push::Kind,
    scalar::{ClientId, Time},
};

use crate::{
    args,
    call::Call,
    error::{Error, Result},
    store::Row,
};

/// Where a shop's pushes go, and how its receiver does.
#[derive(Clone, Debug)]
pub(super) struct Subscription {
    pub url: String,
    pub types: Vec<Kind>,
    pub twice: bool,
    pub shuffled: bool,
    /// Of the newest push.
    pub last_number: i64,
    /// A row of the agenda sends what waits.
    pub awake: bool,
    /// Tries that failed in a row.
    pub failures: i64,
    pub failing_since: Option<Time>,
    pub paused_at: Option<Time>,
    pub last_check: Option<NotificationsCheckResponse>,
    /// Its number, by which the shop names it.
    pub notification_id: i64,
    /// The shop has not switched it off.
    pub is_enabled: bool,
    pub created_at: Time,
}

impl Subscription {
    /// Whether anything is sent.
    pub fn sends(&self) -> bool {
        self.is_enabled && self.paused_at.is_none()
    }
}

fn subscription(row: &Row<'_>) -> Result<Subscription> {
    Ok(Subscription {
        url: row.next()?,
        types: row.next_json()?,
        twice: row.next()?,
        shuffled: row.next()?,
        last_number: row.next()?,
        awake: row.next()?,
        failures: row.next()?,
        failing_since: row.next()?,
        paused_at: row.next()?,
        last_check: match row.next::<String>()?.as_str() {
            "" => None,
            text => Some(serde_json::from_str(text)?),
        },
        notification_id: row.next()?,
        is_enabled: row.next()?,
        created_at: row.next()?,
    })
}

macro_rules! subscriptions {
    ($rest:literal) => {
        concat!(
            "select url, types, twice, shuffled, last_number, awake, failures, failing_since, paused_at, last_check, \
             notification_id, is_enabled, created_at from push_subscription where seller_id = $1",
            $rest
        )
    };
}

/// A shop's subscription, if it has one.
pub(super) async fn find(call: &mut Call, seller: ClientId) -> Result<Option<Subscription>> {
    call.tx.row(FIND, args![seller], subscription).await
}

const FIND: &str = subscriptions!("");

/// The same, kept from others until the transaction ends.
pub(super) async fn hold(call: &mut Call, seller: ClientId) -> Result<Option<Subscription>> {
    call.tx.row(HOLD, args![seller], subscription).await
}

const HOLD: &str = subscriptions!(" {held}");

/// What a call about pushes that nobody asked for is answered.
pub(super) fn none_of(seller: ClientId) -> Error {
    Error::NotFound(format!("shop {seller} has no notifications"))
}

/// Whether the call's shop has pushes that are still to be sent.
pub(super) async fn waits(call: &mut Call) -> Result<bool> {
    Ok(call.tx.row(WAITS, args![call.seller], |_| Ok(())).await?.is_some())
}

const WAITS: &str = "select 1 from push_delivery where seller_id = $1 and state = 'waiting' limit 1";
