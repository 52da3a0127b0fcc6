//! Pushes to sellers' own servers. Owns `push_subscription`, `push_delivery`. Start at `tell.rs`, by which higher areas tell
//! what happened; then `send.rs`.

mod check;
#[cfg(any(test, feature = "fuzzing"))]
mod fuzz;
mod health;
mod judge;
mod log;
mod retry;
mod row;
mod send;
mod set;
mod shop;
mod tell;

#[cfg(any(test, feature = "fuzzing"))]
pub(crate) use fuzz::answers as fuzz;
pub use tell::{item_changed, tell, wanted};

use gostiny_wire::{operator, push};

use crate::{api::Routes, job::Kind};

/// Sends what waits for the receiver of the row's shop.
const SEND: Kind = Kind("push.send");
/// Pings the receiver of the row's shop.
const PING: Kind = Kind("push.ping");
/// Pauses the pushes of the row's shop, if its receiver has failed since the moment that is the subject.
const PAUSE: Kind = Kind("push.pause");
/// Takes what is old out of the log of the row's shop.
const TIDY: Kind = Kind("push.tidy");

/// The seller's methods of this area.
pub fn routes() -> Routes {
    Routes::default()
        .stores(push::NotificationCheckV1, check::by_seller)
        .writes(push::NotificationDeleteV1, shop::delete_v1)
        .writes(push::NotificationEnableV1, shop::enable_v1)
        .reads(push::NotificationListV1, shop::list_v1)
        .reads(push::NotificationPushTypeListV1, shop::types_v1)
        .stores(push::NotificationSetV1, shop::set_v1)
        .stores(push::NotificationUpdateV1, shop::update_v1)
}

/// The operator's methods of this area, and how pushes are sent.
pub fn operator_routes() -> Routes {
    Routes::default()
        .reads(operator::NotificationsGet, set::get)
        .runs(operator::NotificationsSet, set::set)
        .writes(operator::NotificationsDelete, set::delete)
        .runs(operator::NotificationsCheck, check::by_operator)
        .reads(operator::DeliveryList, log::list)
        .writes(operator::DeliveryResend, log::resend)
        .sends(SEND, send::send)
        .sends(PING, check::by_itself)
        .job(PAUSE, health::pause)
        .job(TIDY, log::tidy)
}
