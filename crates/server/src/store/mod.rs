//! The relational store: one SQL text for SQLite and PostgreSQL. `db.rs` opens databases and runs transactions,
//! `tx.rs` runs statements, `dialect.rs` holds what differs, `migrate.rs` brings the schema up to date.

mod args;
mod copy;
mod db;
mod dialect;
mod image;
mod lite;
mod migrate;
mod offline;
mod postgres;
mod shared;
#[cfg(test)]
mod tests;
mod together;
mod tx;

pub use args::{Arg, Column, Row};
pub use copy::{PAGE, Table, TableColumn, newest_schema, table_names};
pub use db::{Db, DbUrl};
pub use image::Notes;
pub use offline::{alone, damage, look};
pub use together::{Aside, SHARED, TAKEN};
pub use tx::Tx;
