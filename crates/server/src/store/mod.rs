//! The relational store: one SQL text for SQLite and PostgreSQL. `db.rs` opens databases and runs transactions,
//! `tx.rs` runs statements, `dialect.rs` holds what differs, `migrate.rs` brings the schema up to date.

mod args;
mod db;
mod dialect;
mod lite;
mod migrate;
mod postgres;
#[cfg(test)]
mod tests;
mod tx;

pub use args::{Arg, Column, Row};
pub use db::{Db, DbUrl};
pub use tx::Tx;
