//! When a seller may still write, where a shop's settings say that it matters. Pure.

use gostiny_wire::scalar::Time;

use crate::areas::posting::{Posting, may_write_first};

/// Hours after the buyer's last message in which the seller may answer.
const TO_ANSWER: i64 = 48;

/// As long as it could begin, and for some time after each of the buyer's messages.
pub(super) fn may_write(posting: &Posting, customer_wrote_at: Option<Time>, now: Time) -> bool {
    may_write_first(posting, now) || customer_wrote_at.is_some_and(|at| now <= at.plus_hours(TO_ANSWER))
}
