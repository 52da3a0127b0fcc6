//! What holds of any answer of a shop's server.

use std::time::Duration;

use bytes::Bytes;
use gostiny_wire::push::{PingAnswer, Push};

use super::judge::{Outcome, pinged, taken};
use crate::fetch::Answer;

/// The first byte picks the status. Whatever is answered is told in a few words; what counts reads back as written.
pub fn answers(data: &[u8]) {
    let Some((status, body)) = data.split_first() else { return };
    let status = [200, 201, 302, 400, 409, 500].into_iter().cycle().nth(usize::from(*status)).unwrap_or(200);
    let longest = Duration::from_secs(5);
    let answer = || Ok(Answer { status, body: Bytes::copy_from_slice(body) });
    told(&taken(answer(), longest));
    let outcome = pinged(answer(), longest);
    told(&outcome);
    if let Ok(pong) = outcome.result {
        assert!(pong.name.chars().count() <= 200 && pong.version.chars().count() <= 200);
        let text = serde_json::to_string(&pong).unwrap_or_default();
        assert_eq!(serde_json::from_str::<PingAnswer>(&text).ok(), Some(pong));
    }
    if let Ok(push) = serde_json::from_slice::<Push>(body) {
        let text = serde_json::to_string(&push).unwrap_or_default();
        assert_eq!(serde_json::from_str::<Push>(&text).ok(), Some(push));
    }
}

fn told<T>(outcome: &Outcome<T>) {
    if let Err(why) = &outcome.result {
        assert!(!why.is_empty() && why.chars().count() < 500 && !why.chars().any(char::is_control), "{why:?}");
    }
}
