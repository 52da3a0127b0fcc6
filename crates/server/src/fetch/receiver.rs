//! Sends JSON to a seller's server. No redirect is followed: what is sent is for the address that was named.

use std::time::Duration;

use bytes::Bytes;
use reqwest::{Client, Error, Url, header};

use super::{Fault, body, reach};

/// Bytes of an answer at most.
const MOST_ANSWERED: usize = 64 * 1024;

/// A server that was looked at; its connection is kept from one call to the next.
pub struct Receiver {
    client: Client,
    url: Url,
    longest: Duration,
}

/// What a server answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The body.
    pub body: Bytes,
}

impl Receiver {
    /// Looks at where an address leads. `private` opens private networks and this machine itself; `longest` is how long
    /// each call may take, looking up the name included.
    pub async fn at(address: &str, private: bool, longest: Duration) -> Result<Self, Fault> {
        let url = Url::parse(address).map_err(|_| Fault::Address)?;
        let reached = tokio::time::timeout(longest, reach(&url, private)).await.map_err(|_| Fault::Late)?;
        let client = reached?.build().map_err(|_| Fault::Answer)?;
        Ok(Self { client, url, longest })
    }

    /// Sends a JSON text and waits for the answer to its end.
    pub async fn post(&self, json: String) -> Result<Answer, Fault> {
        let answered = tokio::time::timeout(self.longest, self.exchange(json)).await;
        answered.map_err(|_| Fault::Late)?
    }

    async fn exchange(&self, json: String) -> Result<Answer, Fault> {
        let lost = |error: Error| if error.is_timeout() { Fault::Late } else { Fault::Answer };
        let sent = self.client.post(self.url.clone()).header(header::CONTENT_TYPE, "application/json").body(json);
        let answer = sent.send().await.map_err(lost)?;
        let status = answer.status().as_u16();
        Ok(Answer { status, body: body(answer, MOST_ANSWERED).await? })
    }
}
