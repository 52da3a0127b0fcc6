//! What a call has to tell sellers' software. It is gathered while the call goes on and written down at its end, in the
//! same transaction: so the rows that order it are held for a moment only, and what moves twice is told once.

use futures_util::future::BoxFuture;
use gostiny_wire::{push::Push, scalar::ClientId};

use crate::{call::Call, error::Result};

/// Something to tell a seller.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// Whom.
    pub seller: ClientId,
    /// What.
    pub push: Push,
}

/// Writes down what was gathered; the area that sends it brings it along.
pub type WriteDown = for<'a> fn(&'a mut Call, Vec<Told>) -> BoxFuture<'a, Result<()>>;

/// What was gathered so far.
#[derive(Default)]
pub struct Outbox {
    told: Vec<Told>,
    write_down: Option<WriteDown>,
}

impl Outbox {
    /// Gathers one more.
    pub fn put(&mut self, told: Told, write_down: WriteDown) {
        self.told.push(told);
        self.write_down = Some(write_down);
    }

    /// Forgets what was gathered: it did not happen.
    pub fn clear(&mut self) {
        self.told.clear();
    }
}

impl Call {
    /// Writes down what was gathered, with this call's transaction.
    pub(crate) async fn write_down(&mut self) -> Result<()> {
        let told = std::mem::take(&mut self.outbox.told);
        match self.outbox.write_down {
            Some(write_down) if !told.is_empty() => write_down(self, told).await,
            _ => Ok(()),
        }
    }
}
