//! A typed client of the seller and the operator API: `Client::seller(...)?.call(PostingFbsGetV3, &request)`.
//! Paths, verbs and types come from the wire crate's method table; this crate adds HTTP and nothing else.

mod error;
mod send;

pub use error::ClientError;
pub use gostiny_wire as wire;
pub use send::{Client, Raw, file, form};
