//! What travels between Gostiny and its callers. Each area's file opens with its method table; types follow.
//! No database, no HTTP stack, no I/O: client, server and simulator all build on this crate.

pub mod error;
pub mod json;
pub mod method;
pub mod scalar;

pub mod act;
pub mod action;
pub mod analytics;
pub mod cancellation;
pub mod category;
pub mod certificate;
pub mod digital;
pub mod chat;
pub mod finance;
pub mod operator;
pub mod polygon;
pub mod posting;
pub mod price;
pub mod product;
pub mod push;
pub mod returns;
pub mod report;
pub mod seller;
pub mod stock;
pub mod supply;
pub mod warehouse;

/// Every method of the seller API, area by area.
pub fn seller_methods() -> impl Iterator<Item = method::Info> {
    [
        category::METHODS,
        product::METHODS,
        price::METHODS,
        stock::METHODS,
        action::METHODS,
        digital::METHODS,
        certificate::METHODS,
        warehouse::METHODS,
        polygon::METHODS,
        posting::METHODS,
        cancellation::METHODS,
        supply::METHODS,
        returns::METHODS,
        chat::METHODS,
        act::METHODS,
        finance::METHODS,
        analytics::METHODS,
        report::METHODS,
        seller::METHODS,
        push::METHODS,
    ]
    .into_iter()
    .flatten()
    .copied()
}
