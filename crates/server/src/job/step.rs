//! Time by steps, and time that stops for a moment.

use gostiny_wire::scalar::ClientId;
use tokio::sync::{MutexGuard, SemaphorePermit};

use super::{Agenda, Happened, LEFT, LONG_AT_ONCE, next_due};
use crate::error::{Error, Result};

/// Keeps the agenda from going on.
pub struct Paused<'a> {
    _turn: MutexGuard<'a, ()>,
    _places: SemaphorePermit<'a>,
}

impl Agenda {
    /// Moves the clock to the moment at which the next row falls due and executes all rows of that moment; nothing when
    /// nothing is planned.
    pub async fn step(&self) -> Result<Vec<Happened>> {
        let turn = self.turn.lock().await;
        let clock = &self.world.clock;
        let system = clock.system();
        let next = self.world.read(ClientId(0), move |call| Box::pin(next_due(call, system))).await?;
        let mut happened = Vec::new();
        if let Some(moment) = next {
            self.go_on(turn, moment, LEFT, &mut |row| happened.push(row)).await?;
            clock.forward_to(moment);
        }
        Ok(happened)
    }

    /// Nothing that falls due is executed until this is dropped, and no long job is under way. One that sends something may
    /// be: it changes the world by [`super::Due::finish`] alone, which a world that is not its own refuses.
    pub async fn pause(&self) -> Result<Paused<'_>> {
        let turn = self.turn.lock().await;
        let places =
            self.long.acquire_many(LONG_AT_ONCE.into()).await.map_err(|error| Error::Internal(error.into()))?;
        Ok(Paused { _turn: turn, _places: places })
    }
}
