//! A typed client of the Ozon Seller API, for the real service and for a marketplace of one's own.
//!
//! `gostiny serve --demo` is a service to try it on:
//!
//! ```
//! use futures_util::TryStreamExt;
//! use gostiny_client::{Client, wire::{product::*, scalar::ClientId}};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let url = "http://127.0.0.1:8080";
//! # let server = std::net::TcpListener::bind("127.0.0.1:0")?;
//! # let url = &format!("http://{}", server.local_addr()?);
//! # let answered = std::thread::spawn(move || -> std::io::Result<_> {
//! #     use std::io::{Read, Write};
//! #     let mut asked = server.accept()?.0;
//! #     asked.read(&mut [0; 4_096])?;
//! #     let page = r#"{"result":{"items":[{"product_id":7,"offer_id":"tea"}],"total":1,"last_id":""}}"#;
//! #     write!(asked, "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{page}", page.len())?;
//! #     Ok(asked)
//! # });
//! let shop = Client::seller(url, ClientId(100_001), "11111111-1111-4111-8111-111111111111")?;
//! let mut goods = shop.items(ProductListV2, ProductListV2Request { limit: 100, ..Default::default() });
//! while let Some(one) = goods.try_next().await? {
//!     println!("{} {}", one.product_id, one.offer_id);
//! #   assert_eq!((one.product_id.0, one.offer_id.as_str()), (7, "tea"));
//! }
//! # answered.join().expect("a page was asked for")?;
//! # Ok(())
//! # }
//! ```
//!
//! - **Calls**: one for each method, grouped by area: [`Client::postings`], [`Client::products`] and so on. Each ends
//!   in [`Client::call`], which takes any method of the tables in [`wire`], those of the operator too. Requests and
//!   answers are the wire's own types: ids are types of their own, times are UTC, money is told by each field. Answers never
//!   fail for a field or a word that was added later.
//! - **Lists**: [`Client::items`] is the lines of a list as a stream, [`Client::pages`] its pages; the messages of a chat
//!   and the lists of the operator are lists too.
//! - **Updates of any size**: [`Client::batch`] cuts prices and stocks into requests, and answers for each item.
//! - **What takes time**: [`Client::report_made`], [`Client::labels`] and others wait with a deadline.
//! - **Files**: [`Client::download`], and [`sheet::rows`] for what is in a report.
//! - **Pushes**: their bodies are in [`wire::push`]; with the feature `axum`, `push` holds what a receiver needs.
//! - **Errors**: [`ClientError`]. A refusal keeps status, code, message, details and the request's id;
//!   [`ClientError::is_undecided`] tells whether a write may have happened.
//! - **Repeating and holding back**: [`Retry`] and [`Limits`], set by [`Client::builder`].
//! - **Several shops**: [`Client::as_seller`] makes the client of another shop on the same connections.
//!
//! Proxies come from the environment (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`), TLS is rustls with the
//! system's certificates. It runs on tokio, whose clock it waits by. Spans of `tracing` name method and path of each
//! call; keys and bodies are in none of them.

mod areas;
mod batch;
mod builder;
mod client;
mod error;
mod form;
#[cfg(feature = "kit")]
pub mod kit;
mod limit;
mod pages;
#[cfg(feature = "axum")]
pub mod push;
mod retry;
pub mod sheet;
mod task;

#[cfg(test)]
mod tests;

pub use areas::*;
pub use batch::{Batched, Outcome};
pub use builder::{Builder, OZON};
pub use client::{Client, Raw};
pub use error::ClientError;
pub use form::{file, form};
pub use gostiny_wire as wire;
pub use limit::Limits;
pub use pages::{Paged, Pages};
pub use retry::Retry;
pub use task::Patience;

/// Waits. The one place that does: a client lives in its server's time, which is the wall's.
#[expect(clippy::disallowed_methods, reason = "a client waits for its server")]
async fn rest(pause: std::time::Duration) {
    if !pause.is_zero() {
        tokio::time::sleep(pause).await;
    }
}
