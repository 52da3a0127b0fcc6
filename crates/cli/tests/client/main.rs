//! What people do with the client, against the real program with the demo world: the examples of the client crate,
//! `gostiny call`, `gostiny watch`, `gostiny twin`. The database is in memory: nothing here depends on it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test says what it expects by panicking")]

mod call;
mod examples;
mod program;
mod twin;
mod watch;
