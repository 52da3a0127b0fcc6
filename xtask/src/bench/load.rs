//! The load generator: many keep-alive connections that each ask again as soon as they are answered.

use super::http::{self, Connection};
use crate::Outcome;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Connections at once.
pub const CONNECTIONS: usize = 32;

/// Appends the n-th request's body; false when there is none any more.
pub type Bodies = Arc<dyn Fn(u64, &mut Vec<u8>) -> bool + Send + Sync>;

/// What is asked, over and over.
#[derive(Clone)]
pub struct Call {
    /// The path; the method is POST.
    pub path: String,
    /// Whole header lines.
    pub headers: &'static str,
    /// The bodies.
    pub bodies: Bodies,
    /// Whether every answer's body is wanted afterwards; otherwise only each connection's last one.
    pub keep: bool,
}

impl Call {
    /// The same body each time.
    pub fn constant(path: &str, headers: &'static str, body: Vec<u8>) -> Self {
        let bodies: Bodies = Arc::new(move |_, out| {
            out.extend_from_slice(&body);
            true
        });
        Self { path: path.to_owned(), headers, bodies, keep: false }
    }
}

/// What was seen. Times in microseconds.
#[derive(Default)]
pub struct Figures {
    /// Answers, all of them 200.
    pub requests: u64,
    /// From the first request to the last answer.
    pub elapsed: u64,
    /// Half of the answers took at most this long.
    pub p50: u64,
    /// 99 of 100 answers took at most this long.
    pub p99: u64,
    /// Length of an answer's body, on average.
    pub answer_bytes: u64,
    /// Bodies with the number of their request.
    pub bodies: Vec<(u64, Vec<u8>)>,
}

impl Figures {
    /// From how long each answer took and how long all of them did.
    pub fn of(mut times: Vec<u64>, elapsed: u64) -> Self {
        times.sort_unstable();
        let at = |percent: usize| times.get(times.len().saturating_mul(percent) / 100).copied().unwrap_or_default();
        let requests = u64::try_from(times.len()).unwrap_or(u64::MAX);
        Self { requests, elapsed, p50: at(50), p99: at(99), ..Self::default() }
    }

    /// Answers per second.
    pub fn per_second(&self) -> u64 {
        self.requests.saturating_mul(1_000_000) / self.elapsed.max(1)
    }
}

/// Asks for `duration`, or until the bodies end. Fails on the first answer that is not 200.
pub async fn run(address: SocketAddr, call: &Call, duration: Duration) -> Outcome<Figures> {
    run_on(CONNECTIONS, address, call, duration).await
}

/// The same on so many connections.
pub async fn run_on(many: usize, address: SocketAddr, call: &Call, duration: Duration) -> Outcome<Figures> {
    let mut connections = Vec::new();
    for _ in 0..many {
        connections.push(Connection::open(address).await?);
    }
    let next = Arc::new(AtomicU64::new(0));
    let start = Instant::now();
    let tasks: Vec<_> = connections
        .into_iter()
        .map(|connection| tokio::spawn(one(connection, call.clone(), next.clone(), start + duration)))
        .collect();
    let (mut figures, mut times, mut bytes) = (Figures::default(), Vec::new(), 0_u64);
    for task in tasks {
        let seen = task.await??;
        times.extend(seen.times);
        bytes = bytes.saturating_add(seen.bytes);
        figures.bodies.extend(seen.bodies);
    }
    let seen = Figures::of(times, micros(start.elapsed()));
    let answer_bytes = bytes / seen.requests.max(1);
    Ok(Figures { answer_bytes, bodies: figures.bodies, ..seen })
}

/// Whole microseconds.
pub fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

#[derive(Default)]
struct Seen {
    times: Vec<u64>,
    bytes: u64,
    bodies: Vec<(u64, Vec<u8>)>,
}

async fn one(mut connection: Connection, call: Call, next: Arc<AtomicU64>, until: Instant) -> Outcome<Seen> {
    let (mut seen, mut body, mut request, mut last) = (Seen::default(), Vec::new(), Vec::new(), None);
    loop {
        let asked = Instant::now();
        if asked >= until {
            break;
        }
        let number = next.fetch_add(1, Ordering::Relaxed);
        body.clear();
        request.clear();
        if !(call.bodies)(number, &mut body) {
            break;
        }
        http::request(&mut request, "POST", &call.path, call.headers, &body);
        let status = connection.exchange(&request).await?;
        seen.times.push(micros(asked.elapsed()));
        let answer = connection.body();
        if status != 200 {
            let text = String::from_utf8_lossy(answer);
            return Err(format!("{} answered {status}: {text:.300}", call.path).into());
        }
        seen.bytes = seen.bytes.saturating_add(u64::try_from(answer.len())?);
        last = Some(number);
        if call.keep {
            seen.bodies.push((number, answer.to_vec()));
        }
    }
    if let (false, Some(number)) = (call.keep, last) {
        seen.bodies.push((number, connection.body().to_vec()));
    }
    Ok(seen)
}
