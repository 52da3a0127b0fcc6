//! HTTP: the typed router, credentials, errors as bodies, probes, the description. Knows no area.

pub mod description;
mod edge;
mod error;
mod fault;
mod form;
#[cfg(any(test, feature = "fuzzing"))]
mod fuzz;
mod http;
pub mod limit;
mod line;
pub mod log;
mod page;
mod pattern;
mod routes;
mod trace;
mod zero;

pub use edge::{Edge, Life, Off, Rules, Terms};
pub use error::Surface;
pub use fault::{CERTAIN, End, Fault, Reply};
pub use form::read as read_form;
#[cfg(any(test, feature = "fuzzing"))]
pub(crate) use fuzz::{forms, requests, words};
pub use http::{Api, Credentials, Gate, prepare};
pub use line::{Peer, serve};
pub use page::{LastId, cursor};
pub use pattern::Pattern;
pub use routes::{Direct, Handler, Identity, Routes};
