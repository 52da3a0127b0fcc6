//! Tells whoever looks on that something moved, after each commit of this process. Kept nowhere: who does not look misses it.

use gostiny_wire::scalar::ClientId;
use tokio::sync::{broadcast, watch};

/// Commits that wait for a slow onlooker; beyond that it is told once for all.
const WAITING: usize = 64;

/// Where it is told.
#[derive(Clone)]
pub struct Moves {
    told: broadcast::Sender<ClientId>,
    open: watch::Sender<bool>,
}

impl Default for Moves {
    fn default() -> Self {
        Self { told: broadcast::Sender::new(WAITING), open: watch::Sender::new(true) }
    }
}

impl Moves {
    /// Something of a shop moved; 0: of any.
    pub fn tell(&self, shop: ClientId) {
        // Nobody looks on most of the time, and that is no failure.
        let _ = self.told.send(shop);
    }

    /// Looks on: at a shop, or at all of them (0).
    pub fn look(&self, shop: ClientId) -> Look {
        Look { shop, told: self.told.subscribe(), open: self.open.subscribe() }
    }

    /// Nothing more is told: the program stops.
    pub fn close(&self) {
        self.open.send_replace(false);
    }
}

/// An onlooker.
pub struct Look {
    shop: ClientId,
    told: broadcast::Receiver<ClientId>,
    open: watch::Receiver<bool>,
}

impl Look {
    /// Waits until something moved; nothing when nothing more is told.
    pub async fn next(&mut self) -> Option<()> {
        tokio::select! {
            _ = self.open.wait_for(|open| !open) => None,
            moved = moved(&mut self.told, self.shop) => moved,
        }
    }
}

async fn moved(told: &mut broadcast::Receiver<ClientId>, shop: ClientId) -> Option<()> {
    use broadcast::error::{RecvError, TryRecvError};
    loop {
        match told.recv().await {
            Ok(whose) if shop == ClientId(0) || whose == ClientId(0) || whose == shop => break,
            Ok(_) => {}
            Err(RecvError::Lagged(_)) => break,
            Err(RecvError::Closed) => return None,
        }
    }
    // What waits behind it is told with it.
    while !matches!(told.try_recv(), Err(TryRecvError::Empty | TryRecvError::Closed)) {}
    Some(())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    async fn is_told(look: &mut Look) -> Option<Option<()>> {
        tokio::time::timeout(Duration::from_millis(20), look.next()).await.ok()
    }

    #[tokio::test]
    async fn an_onlooker_is_told_of_its_own_shop_and_of_what_may_concern_it() {
        let moves = Moves::default();
        let (mut own, mut all) = (moves.look(ClientId(1)), moves.look(ClientId(0)));
        moves.tell(ClientId(2));
        assert_eq!((is_told(&mut own).await, is_told(&mut all).await), (None, Some(Some(()))));
        (0..500).for_each(|_| moves.tell(ClientId(1)));
        assert_eq!((is_told(&mut own).await, is_told(&mut own).await), (Some(Some(())), None));
        moves.tell(ClientId(0));
        assert_eq!(is_told(&mut own).await, Some(Some(())));
        moves.close();
        assert_eq!((is_told(&mut own).await, is_told(&mut moves.look(ClientId(1))).await), (Some(None), Some(None)));
    }
}
