//! The client against a server that fails on purpose, over real connections.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test says what it expects by panicking")]

mod broken;
mod server;
mod state;
mod way;
