//! Pushes to sellers' own servers. Owns `push_subscription`, `push_delivery`. Start at `tell.rs`, by which higher areas tell
//! what happened; then `send.rs`.

mod check;
mod health;
mod judge;
mod log;
mod retry;
mod row;
mod send;
mod set;
mod tell;

pub use tell::{item_changed, tell, wanted};

use gostiny_wire::operator;

use crate::{api::Routes, job::Kind};

/// Sends what waits for the receiver of the row's shop.
const SEND: Kind = Kind("push.send");
/// Pings the receiver of the row's shop.
const PING: Kind = Kind("push.ping");
/// Pauses the pushes of the row's shop, if its receiver has failed since the moment that is the subject.
const PAUSE: Kind = Kind("push.pause");
/// Takes what is old out of the log of the row's shop.
const TIDY: Kind = Kind("push.tidy");

/// The operator's methods of this area, and how pushes are sent.
pub fn operator_routes() -> Routes {
    Routes::default()
        .reads(operator::NotificationsGet, set::get)
        .stores(operator::NotificationsSet, set::set)
        .writes(operator::NotificationsDelete, set::delete)
        .stores(operator::NotificationsCheck, check::by_operator)
        .reads(operator::DeliveryList, log::list)
        .writes(operator::DeliveryResend, log::resend)
        .sends(SEND, send::send)
        .sends(PING, check::by_itself)
        .job(PAUSE, health::pause)
        .job(TIDY, log::tidy)
}
