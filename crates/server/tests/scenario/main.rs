//! Stories that a seller would tell, over real HTTP: one test binary, one file per area. `world` starts a server of
//! its own for each test, `shop` and `goods` arrange through the API. `TEST_DATABASE_URL` runs all of it on PostgreSQL.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test says what it expects by panicking")]

mod database;
mod goods;
mod shop;
mod world;

mod act;
mod auth;
mod category;
mod coverage;
mod crash;
mod finance;
mod first_sale;
mod isolation;
mod label;
mod operator;
mod posting;
mod posting_list;
mod price;
mod product;
mod product_errors;
mod ship;
mod stock;
mod warehouse;
mod wire;
