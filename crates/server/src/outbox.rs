//! What a transaction writes at its end: what sellers' software is to be told, and sums that many transactions add to. It
//! is gathered while the call goes on, so the rows that order or hold it are held for a moment only; what moves twice is
//! told once, what grows twice is added once.

use std::collections::BTreeMap;

use futures_util::future::BoxFuture;
use gostiny_wire::{
    push::Push,
    scalar::{ClientId, Sku},
};

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

/// What is summed up: of which shop, on which day counted from 1970, of which SKU.
pub type Summed = (ClientId, i64, Sku);

/// By how much the sums of each grow, in the order of their keys: who adds in one order never waits in a circle.
pub type Sums = BTreeMap<Summed, Vec<i64>>;

/// Adds them; the area that counts brings it along.
pub type AddUp = for<'a> fn(&'a mut Call, Sums) -> BoxFuture<'a, Result<()>>;

/// What was gathered so far.
#[derive(Default)]
pub struct Outbox {
    told: Vec<Told>,
    write_down: Option<WriteDown>,
    /// Of what may still turn out not to have happened.
    grown: Vec<(Summed, Vec<i64>)>,
    sums: Sums,
    add_up: Option<AddUp>,
}

impl Outbox {
    /// Gathers one more.
    pub fn put(&mut self, told: Told, write_down: WriteDown) {
        self.told.push(told);
        self.write_down = Some(write_down);
    }

    /// Lets sums grow.
    pub fn grow(&mut self, counted: Summed, by: Vec<i64>, add_up: AddUp) {
        self.grown.push((counted, by));
        self.add_up = Some(add_up);
    }

    /// Forgets what was gathered since the last [`Outbox::keep`]: it did not happen.
    pub fn clear(&mut self) {
        self.told.clear();
        self.grown.clear();
    }

    /// What grew so far happened, if the transaction does.
    pub fn keep(&mut self) {
        for (counted, by) in self.grown.drain(..) {
            let sums = self.sums.entry(counted).or_insert_with(|| vec![0; by.len()]);
            sums.iter_mut().zip(by).for_each(|(sum, more)| *sum = sum.saturating_add(more));
        }
    }
}

impl Call {
    /// Writes all that was gathered.
    pub(crate) async fn write_at_end(&mut self) -> Result<()> {
        self.write_down().await?;
        self.add_up().await
    }

    /// Writes down what was gathered to be told, with this call's transaction.
    pub(crate) async fn write_down(&mut self) -> Result<()> {
        self.outbox.keep();
        let told = std::mem::take(&mut self.outbox.told);
        match self.outbox.write_down {
            Some(write_down) if !told.is_empty() => write_down(self, told).await,
            _ => Ok(()),
        }
    }

    /// Adds what was kept to the sums: the last thing a transaction does.
    pub(crate) async fn add_up(&mut self) -> Result<()> {
        let sums = std::mem::take(&mut self.outbox.sums);
        match self.outbox.add_up {
            Some(add_up) if !sums.is_empty() => add_up(self, sums).await,
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_did_not_happen_is_not_counted() {
        let nobody: AddUp = |_, _| Box::pin(async { Ok(()) });
        let (first, second) = ((ClientId(1), 20_000, Sku(7)), (ClientId(1), 20_000, Sku(8)));
        let mut outbox = Outbox::default();
        outbox.grow(first, vec![1, 10], nobody);
        outbox.grow(first, vec![2, 20], nobody);
        outbox.keep();
        outbox.grow(first, vec![400, 400], nobody);
        outbox.grow(second, vec![400, 400], nobody);
        outbox.clear();
        outbox.grow(second, vec![i64::MAX, 5], nobody);
        outbox.grow(second, vec![1, 0], nobody);
        outbox.keep();
        assert_eq!(outbox.sums, BTreeMap::from([(first, vec![3, 30]), (second, vec![i64::MAX, 5])]));
    }
}
