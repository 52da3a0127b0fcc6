//! Fetches pictures from addresses that sellers name, and sends pushes to their servers (`receiver.rs`). Such an address
//! is not trusted: it leads to the open web only (`guard.rs`), the connection goes to the very addresses that were looked
//! at, each redirect is looked at anew, and size, kind and time are bounded. Knows no area.

mod guard;
mod receiver;

use std::{net::SocketAddr, sync::Once, time::Duration};

use bytes::{Bytes, BytesMut};
use reqwest::{Client, ClientBuilder, Response, Url, header, redirect};

pub use guard::is_allowed;
pub use receiver::{Answer, Receiver};

/// A picture is no larger.
const MOST_BYTES: usize = 10 * 1024 * 1024;
/// From the first look at an address to the last byte.
const LONGEST: Duration = Duration::from_secs(15);
/// Ports of the web: what answers on others is not a server of pictures.
const PORTS: [u16; 4] = [80, 443, 8_080, 8_443];
/// Redirects that are followed.
const MOST_REDIRECTS: usize = 3;

/// A fetched picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The file.
    pub bytes: Bytes,
    /// What it is by its content.
    pub format: Format,
}

/// Kinds of pictures that are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
}

/// Why there is no picture, or no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The address is none, or leads where nothing is fetched from.
    Address,
    /// Nobody answers, in time or at all, or with something else than a file.
    Answer,
    /// Too large, or neither JPEG nor PNG.
    Content,
    /// No answer in time, where that is told apart.
    Late,
}

/// Fetches a picture. `private` opens private networks and this machine itself, for tests and for pictures at home.
pub async fn picture(address: &str, private: bool) -> Result<Found, Fault> {
    let fetched = tokio::time::timeout(LONGEST, follow(address, private)).await;
    let bytes = fetched.map_err(|_| Fault::Answer)??;
    let format = format(&bytes).ok_or(Fault::Content)?;
    Ok(Found { bytes, format })
}

async fn follow(address: &str, private: bool) -> Result<Bytes, Fault> {
    let mut url = Url::parse(address).map_err(|_| Fault::Address)?;
    for _ in 0..=MOST_REDIRECTS {
        let answer = ask(&url, private).await?;
        if !answer.status().is_redirection() {
            return if answer.status().is_success() { body(answer, MOST_BYTES).await } else { Err(Fault::Answer) };
        }
        let place = answer.headers().get(header::LOCATION).and_then(|place| place.to_str().ok());
        url = place.and_then(|place| url.join(place).ok()).ok_or(Fault::Answer)?;
    }
    Err(Fault::Answer)
}

async fn ask(url: &Url, private: bool) -> Result<Response, Fault> {
    if !private && !url.port_or_known_default().is_some_and(|port| PORTS.contains(&port)) {
        return Err(Fault::Address);
    }
    let client = reach(url, private).await?.timeout(LONGEST).build().map_err(|_| Fault::Answer)?;
    client.get(url.clone()).send().await.map_err(|_| Fault::Answer)
}

/// Looks at where an address leads: the client goes there, and nowhere else.
async fn reach(url: &Url, private: bool) -> Result<ClientBuilder, Fault> {
    let host = url.host_str().filter(|_| matches!(url.scheme(), "http" | "https")).ok_or(Fault::Address)?;
    let port = url.port_or_known_default().ok_or(Fault::Address)?;
    // An IPv6 address stands in brackets in a URL.
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let places: Vec<SocketAddr> = tokio::net::lookup_host((bare, port)).await.map_err(|_| Fault::Answer)?.collect();
    if places.is_empty() {
        return Err(Fault::Answer);
    }
    if !places.iter().all(|place| is_allowed(place.ip(), private)) {
        return Err(Fault::Address);
    }
    Ok(client().resolve_to_addrs(host, &places))
}

/// Says once for the whole process which cryptography its connections use.
pub fn provide_tls() {
    static PROVIDER: Once = Once::new();
    // An error only means that there is one already.
    PROVIDER.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
}

/// No proxy may decide where the connection goes, and no redirect is followed unseen.
fn client() -> ClientBuilder {
    provide_tls();
    Client::builder().redirect(redirect::Policy::none()).no_proxy().user_agent("gostiny")
}

/// The body, as long as it stays within bounds; what it says of its own length is not believed.
async fn body(mut answer: Response, most: usize) -> Result<Bytes, Fault> {
    let mut bytes = BytesMut::new();
    while let Some(piece) = answer.chunk().await.map_err(|_| Fault::Answer)? {
        if bytes.len() + piece.len() > most {
            return Err(Fault::Content);
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes.freeze())
}

fn format(bytes: &[u8]) -> Option<Format> {
    if bytes.starts_with(b"\xff\xd8\xff") {
        Some(Format::Jpeg)
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some(Format::Png)
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
