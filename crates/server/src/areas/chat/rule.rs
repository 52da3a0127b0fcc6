//! When a seller may write first, and when it may still answer, where a shop's settings say that it matters. Pure.

use gostiny_wire::scalar::Time;

use crate::areas::{posting::Posting, tariff::Scheme};

/// Hours after payment or delivery in which the seller may write first.
const TO_START: i64 = 72;
/// Hours after the buyer's last message in which the seller may answer.
const TO_ANSWER: i64 = 48;

/// Within its hours after payment or delivery. About FBO goods the buyer writes first, always.
pub(super) fn may_start(posting: &Posting, now: Time) -> bool {
    let soon = |from: Time| now <= from.plus_hours(TO_START);
    posting.scheme != Scheme::Fbo && (soon(posting.created_at) || posting.delivered_at.is_some_and(soon))
}

/// As long as it could begin, and for some time after each of the buyer's messages.
pub(super) fn may_write(posting: &Posting, customer_wrote_at: Option<Time>, now: Time) -> bool {
    may_start(posting, now) || customer_wrote_at.is_some_and(|at| now <= at.plus_hours(TO_ANSWER))
}
