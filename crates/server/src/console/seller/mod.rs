//! A shop's cabinet.

mod acts;
mod analytics;
mod board;
mod card;
mod certificates;
mod chats;
mod fbo;
mod finance;
mod goods;
mod history;
mod imports;
mod keys;
mod marks;
mod origin;
mod overview;
mod period;
mod pivot;
mod postings;
mod promotions;
mod pushes;
mod reports;
mod returns;
mod warehouses;

pub use chats::message;

use std::sync::Arc;

use axum::{
    Router,
    routing::{get, post},
};

use super::Console;

/// Its pages.
pub fn pages() -> Router<Arc<Console>> {
    Router::new()
        .route("/console/overview", get(overview::show))
        .route("/console/goods", get(goods::list))
        .route("/console/goods/{product_id}", get(card::show))
        .route("/console/goods/{product_id}/price", post(goods::price))
        .route("/console/goods/{product_id}/stock", post(card::stock))
        .route("/console/goods/{product_id}/archive", post(card::archive))
        .route("/console/imports", get(imports::list))
        .route("/console/imports/{task_id}", get(imports::one))
        .route("/console/promotions", get(promotions::list))
        .route("/console/promotions/requests", post(promotions::decide))
        .route("/console/promotions/{action_id}", get(promotions::one).post(promotions::change))
        .route("/console/certificates", get(certificates::list).post(certificates::add))
        .route("/console/certificates/bind", post(certificates::bind))
        .route("/console/postings", get(postings::list))
        .route("/console/postings/board", get(board::show))
        .route("/console/postings/{number}", get(postings::one))
        .route("/console/postings/{number}/marks", post(marks::hand_in))
        .route("/console/postings/{number}/country", post(origin::tell))
        .route("/console/postings/{number}/pack", post(postings::pack))
        .route("/console/postings/{number}/cancel", post(postings::cancel))
        .route("/console/postings/{number}/label", get(postings::label))
        .route("/console/fbo", get(fbo::list))
        .route("/console/fbo/{number}", get(fbo::one))
        .route("/console/acts", get(acts::show).post(acts::create))
        .route("/console/acts/{id}/act", get(acts::act))
        .route("/console/acts/{id}/containers", get(acts::containers))
        .route("/console/returns", get(returns::list))
        .route("/console/returns/cancellation", post(returns::decide))
        .route("/console/chats", get(chats::list))
        .route("/console/chats/{chat_id}", get(chats::one).post(chats::answer))
        .route("/console/chats/{chat_id}/read", post(chats::read))
        .route("/console/finance", get(finance::list))
        .route("/console/finance/{operation_id}", get(finance::one))
        .route("/console/analytics", get(analytics::show))
        .route("/console/reports", get(reports::list).post(reports::order))
        .route("/console/warehouses", get(warehouses::show))
        .route("/console/pushes", get(pushes::show).post(pushes::set))
        .route("/console/pushes/check", post(pushes::check))
        .route("/console/pushes/delete", post(pushes::delete))
        .route("/console/pushes/resend", post(pushes::resend))
        .route("/console/keys", get(keys::list).post(keys::create))
        .route("/console/keys/revoke", post(keys::revoke))
}
