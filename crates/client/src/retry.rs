//! When a call is repeated, and after how long.

use std::{
    fmt,
    hash::{BuildHasher, RandomState},
    sync::Arc,
    time::Duration,
};

use crate::{Raw, error::retry_after};

/// When a call is repeated. Reads are repeated after any failure that may pass: a lost connection, a time-out, the
/// statuses 408, 425, 500, 502, 503 and 504. Writes only when the server cannot have done anything: the connection
/// never stood, or the call was turned away with 429. `retry-after` is kept to where it is longer than the pause would be.
#[derive(Clone)]
pub struct Retry {
    attempts: u32,
    first: Duration,
    most: Duration,
    jitter: Arc<dyn Fn(u64) -> u64 + Send + Sync>,
}

impl Default for Retry {
    /// Four attempts; pauses of at most 0.25, 0.5 and 1 second; never more than a minute.
    fn default() -> Self {
        let first = Duration::from_millis(250);
        Self { attempts: 4, first, most: Duration::from_secs(60), jitter: Arc::new(by_chance) }
    }
}

impl fmt::Debug for Retry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Retry");
        shown.field("attempts", &self.attempts).field("first", &self.first).field("most", &self.most);
        shown.finish_non_exhaustive()
    }
}

impl Retry {
    /// Every call goes out once.
    pub fn never() -> Self {
        Self::default().attempts(1)
    }

    /// Attempts in all, the first one among them.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// The longest pause before the first repetition, and before any. Each may be twice as long as the one before. A
    /// server that wants to be left alone for longer than `most` is not asked again.
    pub fn pauses(mut self, first: Duration, most: Duration) -> Self {
        (self.first, self.most) = (first, most);
        self
    }

    /// Where chance comes from: given `n`, a number from 0 to `n`. Pauses are drawn from the upper half of their
    /// length, in microseconds, so that callers that failed together do not come back together.
    pub fn jitter(mut self, jitter: impl Fn(u64) -> u64 + Send + Sync + 'static) -> Self {
        self.jitter = Arc::new(jitter);
        self
    }

    /// How long to wait before another attempt; `None` when the outcome is final.
    pub(crate) fn pause(&self, attempt: u32, reads: bool, outcome: &Result<Raw, reqwest::Error>) -> Option<Duration> {
        let may_pass = match outcome {
            Ok(raw) => raw.status == 429 || (reads && matches!(raw.status, 408 | 425 | 500 | 502 | 503 | 504)),
            Err(error) => error.is_connect() || (reads && !error.is_builder()),
        };
        if !may_pass || attempt >= self.attempts {
            return None;
        }
        let asked = outcome.as_ref().ok().and_then(retry_after).unwrap_or_default();
        (asked <= self.most).then(|| self.back_off(attempt).max(asked))
    }

    fn back_off(&self, attempt: u32) -> Duration {
        let doubled = 2_u32.saturating_pow(attempt.saturating_sub(1));
        let half = self.first.saturating_mul(doubled).min(self.most) / 2;
        let drawn = u64::try_from(half.as_micros()).map_or(0, |most| (self.jitter)(most).min(most));
        half + Duration::from_micros(drawn)
    }
}

/// The standard library draws fresh keys for each hasher: chance enough to spread callers.
fn by_chance(most: u64) -> u64 {
    RandomState::new().hash_one(()) % most.saturating_add(1).max(1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use reqwest::header::HeaderMap;

    use super::*;

    fn answered(status: u16, after: &str) -> Result<Raw, reqwest::Error> {
        let mut headers = HeaderMap::new();
        headers.insert("retry-after", after.parse().unwrap());
        Ok(Raw { status, headers, body: Vec::new() })
    }

    proptest! {
        #[test]
        fn a_pause_is_the_upper_half_of_its_length(attempt in 1..40_u32, first in 1..5_000_u64, most in 1..90_000_u64) {
            let retry = Retry::default().pauses(Duration::from_millis(first), Duration::from_millis(most));
            let whole = Duration::from_millis(first.saturating_mul(1 << attempt.min(30) >> 1).min(most));
            let pause = retry.back_off(attempt);
            prop_assert!(pause >= whole / 2 && pause <= whole, "{pause:?} of {whole:?}");
        }
    }

    #[test]
    fn chance_can_be_put_in() {
        let pauses = |jitter: fn(u64) -> u64| {
            let retry = Retry::default().jitter(jitter);
            [1, 2, 3].map(|attempt| retry.back_off(attempt).as_millis())
        };
        assert_eq!((pauses(|_| 0), pauses(|most| most)), ([125, 250, 500], [250, 500, 1_000]));
    }

    #[test]
    fn writes_are_repeated_only_when_nothing_can_have_happened() {
        let retry = Retry::default().jitter(|_| 0);
        for (status, read, write) in [
            (200, false, false),
            (400, false, false),
            (404, false, false),
            (429, true, true),
            (500, true, false),
            (501, false, false),
            (502, true, false),
            (503, true, false),
        ] {
            let again = |reads| retry.pause(1, reads, &answered(status, "")).is_some();
            assert_eq!((again(true), again(false)), (read, write), "{status}");
        }
        assert!(retry.pause(4, true, &answered(502, "")).is_none(), "four attempts are all");
        assert!(Retry::never().pause(1, true, &answered(429, "")).is_none());
    }

    #[test]
    fn the_server_is_left_alone_for_as_long_as_it_asks() {
        let retry = Retry::default().jitter(|_| 0);
        let pause = |after| retry.pause(1, true, &answered(429, after));
        assert_eq!(pause("9"), Some(Duration::from_secs(9)));
        assert_eq!(pause("0"), Some(Duration::from_millis(125)));
        assert_eq!(pause("61"), None);
    }
}
