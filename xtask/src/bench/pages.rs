//! Pages of the console over a large shop: how soon the first byte of one is there, and how soon all of it.

use super::http::{self, Connection};
use super::load::micros;
use crate::Outcome;
use serde::Serialize;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

/// The demo shop that is made large.
const SHOP: &str = "100001";
/// What is looked at: the name, and the path.
const PAGES: [(&str, &str); 12] = [
    ("overview", "/console/overview"),
    ("goods", "/console/goods"),
    ("goods by article", "/console/goods?q=VOLNA-1"),
    ("goods by title", "/console/goods?q=%D0%BB%D0%B0%D0%BC%D0%BF%D0%B0"),
    ("imports", "/console/imports"),
    ("postings", "/console/postings"),
    ("postings of a status", "/console/postings?status=awaiting_deliver"),
    ("board", "/console/postings/board"),
    ("returns", "/console/returns"),
    ("chats", "/console/chats"),
    ("finance", "/console/finance"),
    ("analytics", "/console/analytics"),
];

/// What one page took, in microseconds.
#[derive(Serialize)]
pub struct Page {
    /// Its name.
    pub page: &'static str,
    /// Times it was asked for.
    pub requests: u64,
    /// The first byte was there after this long in half of the cases.
    pub first_p50: u64,
    /// The same in 99 of 100.
    pub first_p99: u64,
    /// All of it, in half of the cases.
    pub whole_p50: u64,
    /// All of it, in 99 of 100.
    pub whole_p99: u64,
    /// Its length.
    pub bytes: usize,
}

/// Signs in with one click and looks at each page for a while, one after the other.
pub async fn measure(address: SocketAddr, each: Duration) -> Outcome<Vec<Page>> {
    let mut browser = Browser::enter(address).await?;
    let mut pages = Vec::new();
    for (page, path) in PAGES {
        let (mut first, mut whole, mut bytes, begun) = (Vec::new(), Vec::new(), 0, Instant::now());
        browser.get(path).await?;
        while begun.elapsed() < each || whole.is_empty() {
            let times = browser.get(path).await?;
            first.push(micros(times.0));
            whole.push(micros(times.1));
            bytes = browser.connection.body().len();
        }
        let (first, whole) = (Sorted::of(first), Sorted::of(whole));
        let requests = u64::try_from(whole.0.len())?;
        let (first_p50, first_p99, whole_p50, whole_p99) = (first.at(50), first.at(99), whole.at(50), whole.at(99));
        pages.push(Page { page, requests, first_p50, first_p99, whole_p50, whole_p99, bytes });
    }
    Ok(pages)
}

struct Sorted(Vec<u64>);

impl Sorted {
    fn of(mut times: Vec<u64>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    fn at(&self, percent: usize) -> u64 {
        self.0.get(self.0.len().saturating_mul(percent) / 100).copied().unwrap_or_default()
    }
}

/// A browser as far as pages need one: it keeps its cookie.
struct Browser {
    connection: Connection,
    cookie: String,
}

impl Browser {
    /// Comes in with one click.
    async fn enter(address: SocketAddr) -> Outcome<Self> {
        let mut browser = Self { connection: Connection::open(address).await?, cookie: String::new() };
        browser.get("/console/sign-in").await?;
        let door = String::from_utf8_lossy(browser.connection.body()).into_owned();
        let token = door.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let form = format!("csrf={}&as={SHOP}", token.ok_or("the door has no form")?);
        let headers = format!("Cookie: {}\r\n", browser.cookie);
        let mut request = Vec::new();
        http::form(&mut request, "/console/demo", &headers, form.as_bytes());
        match browser.connection.exchange(&request).await? {
            303 => browser.keep(),
            status => return Err(format!("the demo shop was not entered: {status}").into()),
        }
        Ok(browser)
    }

    fn keep(&mut self) {
        let head = String::from_utf8_lossy(self.connection.head()).into_owned();
        let cookies = head.lines().filter_map(|line| line.split_once(": "));
        let session = cookies
            .filter(|(name, value)| name.eq_ignore_ascii_case("set-cookie") && value.starts_with("gostiny_session="))
            .find_map(|(_, value)| value.split(';').next());
        if let Some(session) = session {
            session.clone_into(&mut self.cookie);
        }
    }

    /// Times of the first byte and of the last one.
    async fn get(&mut self, path: &str) -> Outcome<(Duration, Duration)> {
        let mut request = Vec::new();
        http::request(&mut request, "GET", path, &format!("Cookie: {}\r\n", self.cookie), &[]);
        let asked = Instant::now();
        let (status, first) = self.connection.exchange_timed(&request).await?;
        let whole = asked.elapsed();
        if status != 200 {
            return Err(format!("{path} answered {status}").into());
        }
        self.keep();
        Ok((first, whole))
    }
}
