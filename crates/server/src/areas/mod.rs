//! The product, one folder per noun. An area imports only areas that stand before it in this list, and only
//! through their `mod.rs`; no area reads another one's tables.

pub mod tariff;
pub mod setting;
pub mod seller;
pub mod edge;
pub mod push;
pub mod category;
pub mod warehouse;
pub mod polygon;
pub mod product;
pub mod price;
pub mod stock;
pub mod action;
pub mod digital;
pub mod certificate;
pub mod mark;
pub mod supply;
pub mod posting;
pub mod cancellation;
pub mod returns;
pub mod chat;
pub mod act;
pub mod finance;
pub mod analytics;
pub mod report;
pub mod world;
