//! Stories that a seller would tell, over real HTTP: one test binary, one file per area. `world` starts a server of
//! its own for each test, `shop` and `goods` arrange through the API. `TEST_DATABASE_URL` runs all of it on PostgreSQL.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test says what it expects by panicking")]

mod database;
mod goods;
mod look;
mod shop;
mod world;

mod act;
mod action;
mod analytics;
mod auth;
mod catalogue;
mod category;
mod certificate;
mod chat;
mod client;
mod coverage;
mod crash;
mod demo_parcels;
mod digital;
mod fbo;
mod finance;
mod first_sale;
mod goods_today;
mod isolation;
mod label;
mod mark;
mod money;
mod operator;
mod own_delivery;
mod parcel;
mod part;
mod polygon;
mod posting;
mod posting_list;
mod price;
mod product;
mod product_by_sku;
mod product_check;
mod product_errors;
mod product_life;
mod product_picture;
mod report;
mod report_refused;
mod returns;
mod ship;
mod stock;
mod storm;
mod supply;
mod tariff;
mod taxonomy;
mod warehouse;
mod wire;
