//! How a client is set up: where the service is, how long to wait, when to repeat, how fast to call.

use std::{sync::Arc, time::Duration};

use reqwest::{Url, redirect};

use crate::{
    Client, ClientError, Limits, Retry,
    client::{Credentials, Pool},
    limit::Limiter,
};

/// Where the real service is.
pub const OZON: &str = "https://api-seller.ozon.ru";

/// Sets a [`Client`] up.
pub struct Builder {
    base_url: String,
    timeout: Duration,
    connect_timeout: Duration,
    retry: Retry,
    limits: Option<Limits>,
    http: Option<reqwest::ClientBuilder>,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            base_url: OZON.to_owned(),
            timeout: Duration::from_secs(30),
            connect_timeout: Duration::from_secs(10),
            retry: Retry::default(),
            limits: None,
            http: None,
        }
    }
}

impl Builder {
    /// Where the service is; [`OZON`] unless told otherwise. A path in it goes before the paths of the methods.
    pub fn base_url(mut self, url: &str) -> Self {
        url.clone_into(&mut self.base_url);
        self
    }

    /// How long one attempt may take, from its first byte out to its last byte in; 30 seconds unless told otherwise.
    /// A call that is repeated may take that long each time.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long a connection may take to stand; 10 seconds unless told otherwise.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// When a call is repeated; [`Retry::default`] unless told otherwise, [`Retry::never`] turns it off.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// How fast to call. Unless told otherwise the real service is called by [`Limits::documented`], and any other
    /// address, which sets limits of its own or none, by [`Limits::none`].
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = Some(limits);
        self
    }

    /// The HTTP client to build on: certificates, proxies, addresses and so on are set there. Time-outs and redirects
    /// are set by this builder.
    pub fn http(mut self, http: reqwest::ClientBuilder) -> Self {
        self.http = Some(http);
        self
    }

    /// A client without credentials: [`Client::as_seller`], [`Client::as_bearer`] give it some.
    ///
    /// # Errors
    /// [`ClientError::Decode`] for a base URL that is none, [`ClientError::Transport`] when TLS cannot be set up.
    pub fn build(self) -> Result<Client, ClientError> {
        // A second client of the same process finds a provider installed already: as good as its own.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let base = Url::parse(&self.base_url).map_err(|error| ClientError::decode(&self.base_url, error))?;
        let timeouts = Timeouts { connect: self.connect_timeout, answer: self.timeout };
        // Loading the system's certificates takes longer than a call, so it is left to the first address that needs them.
        let is_plain = self.http.is_none() && base.scheme() == "http";
        let http = timeouts.set(self.http.unwrap_or_default());
        let http = if is_plain { http.tls_certs_only([]) } else { http }.build()?;
        let is_real = OZON.strip_prefix("https://") == base.host_str();
        let limits = self.limits.unwrap_or_else(|| if is_real { Limits::documented() } else { Limits::none() });
        let limiter = Limiter::new(limits);
        let pool = Pool { http, is_plain, base, timeouts, retry: self.retry, limiter };
        Ok(Client { pool: Arc::new(pool), credentials: Credentials::default() })
    }
}

/// How long a connection may take to stand, and an attempt in all.
#[derive(Clone, Copy)]
pub(crate) struct Timeouts {
    connect: Duration,
    pub answer: Duration,
}

impl Timeouts {
    /// A client with these, that follows no redirect: a key must not go to another host.
    pub fn set(self, http: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
        http.connect_timeout(self.connect).read_timeout(self.answer).redirect(redirect::Policy::none())
    }
}
