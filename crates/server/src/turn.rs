//! Which world it is that is served: a restore puts another one in its place. Calls hold theirs while they run, so that
//! each comes before a change of worlds or after it.

use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard};

use crate::error::{Error, Result};

/// The turns of calls, and of those who change worlds.
#[derive(Default)]
pub struct Turns {
    running: RwLock<()>,
    changes: AtomicU64,
}

/// The world that a call began with.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Seen(u64);

impl Turns {
    /// The world that is served now.
    pub fn seen(&self) -> Seen {
        Seen(self.changes.load(Ordering::Acquire))
    }

    /// Keeps the world in its place until the guard is dropped. Whether it is still the one that was seen.
    pub async fn enter(&self, seen: Seen) -> (RwLockReadGuard<'_, ()>, bool) {
        let guard = self.running.read().await;
        let is_the_same = self.seen() == seen;
        (guard, is_the_same)
    }

    /// Keeps whichever world it is in its place until the guard is dropped, and tells which one.
    pub async fn hold(&self) -> (RwLockReadGuard<'_, ()>, Seen) {
        let guard = self.running.read().await;
        (guard, self.seen())
    }

    /// As [`Turns::enter`] for whoever is let in by a row of the world itself: refused in another one.
    pub async fn stay(&self, seen: Seen) -> Result<RwLockReadGuard<'_, ()>> {
        match self.enter(seen).await {
            (guard, true) => Ok(guard),
            (_, false) => Err(Error::Unauthenticated("another world took this one's place: sign in again")),
        }
    }

    /// Waits until no call runs, and keeps new ones waiting until the guard is dropped.
    pub async fn alone(&self) -> RwLockWriteGuard<'_, ()> {
        self.running.write().await
    }

    /// To be told after another world took this one's place.
    pub fn changed(&self) {
        self.changes.fetch_add(1, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_change_waits_for_calls_and_is_told_to_those_who_came_before() {
        let turns = Turns::default();
        let seen = turns.seen();
        let (call, is_the_same) = turns.enter(seen).await;
        assert!(is_the_same && turns.running.try_write().is_err());
        drop(call);
        let change = turns.alone().await;
        assert!(turns.running.try_read().is_err());
        turns.changed();
        drop(change);
        assert!(!turns.enter(seen).await.1 && turns.enter(turns.seen()).await.1);
        assert!(matches!(turns.stay(seen).await, Err(Error::Unauthenticated(_))));
        let (held, now) = turns.hold().await;
        drop(held);
        assert!(now == turns.seen() && turns.stay(now).await.is_ok());
    }
}
