//! The operator's desk.

mod audit;
mod buyer;
mod clock;
mod faults;
mod health;
mod letters;
mod moderation;
mod parcels;
mod purchase;
mod requests;
mod returns;
mod settings;
mod shops;
mod snapshots;
mod tariffs;
mod taxonomy;

pub use parcels::timeline;

use std::sync::Arc;

use axum::{
    Router,
    routing::{get, post},
};

use super::Console;

/// Its pages.
pub fn pages() -> Router<Arc<Console>> {
    Router::new()
        .route("/console/operator/shops", get(shops::list).post(shops::open))
        .route("/console/operator/shops/invite", post(shops::invite))
        .route("/console/operator/moderation", get(moderation::queue))
        .route("/console/operator/moderation/{client_id}/{product_id}", get(moderation::card).post(moderation::decide))
        .route("/console/operator/buyer", get(buyer::desk).post(buyer::order))
        .route("/console/operator/buyer/price", post(buyer::price))
        .route("/console/operator/buyer/posting", get(purchase::show))
        .route("/console/operator/buyer/posting/write", post(purchase::write))
        .route("/console/operator/buyer/posting/return", post(purchase::send_back))
        .route("/console/operator/buyer/posting/call-off", post(purchase::call_off))
        .route("/console/operator/buyer/chats", get(letters::list))
        .route("/console/operator/buyer/chats/{client_id}/{chat_id}", get(letters::one).post(letters::write))
        .route("/console/operator/buyer/chats/{client_id}/{chat_id}/do", post(letters::act))
        .route("/console/operator/buyer/returns", get(returns::list).post(returns::record))
        .route("/console/operator/parcels", get(parcels::scan).post(parcels::record))
        .route("/console/operator/clock", get(clock::show).post(clock::set))
        .route("/console/operator/clock/advance", post(clock::advance))
        .route("/console/operator/requests", get(requests::list))
        .route("/console/operator/requests/{id}", get(requests::one))
        .route("/console/operator/audit", get(audit::list))
        .route("/console/operator/faults", get(faults::list).post(faults::add))
        .route("/console/operator/faults/remove", post(faults::remove))
        .route("/console/operator/faults/clear", post(faults::clear))
        .route("/console/operator/settings", get(settings::show).post(settings::change))
        .route("/console/operator/tariffs", get(tariffs::show).post(tariffs::set))
        .route("/console/operator/taxonomy", get(taxonomy::show).post(taxonomy::import))
        .route("/console/operator/snapshots", get(snapshots::list).post(snapshots::save))
        .route("/console/operator/snapshots/kept", post(snapshots::kept))
        .route("/console/operator/snapshots/reset", post(snapshots::reset))
        .route("/console/operator/health", get(health::show))
}
