//! HTTP: the typed router, credentials, errors as bodies, probes, the description. Knows no area.

pub mod description;
mod error;
mod form;
mod http;
mod page;
mod routes;

pub use error::Surface;
pub use http::{Api, Credentials, Gate, serve};
pub use page::{LastId, cursor};
pub use routes::{Handler, Identity, Routes};
