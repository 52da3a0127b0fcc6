//! The product, one folder per noun. An area imports only areas that stand before it in this list, and only
//! through their `mod.rs`; no area reads another one's tables.

pub mod act;
pub mod category;
pub mod finance;
pub mod posting;
pub mod price;
pub mod product;
pub mod seller;
pub mod setting;
pub mod stock;
pub mod tariff;
pub mod warehouse;
pub mod world;
