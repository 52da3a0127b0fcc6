//! Connections to PostgreSQL that short reads share. Statements are sent behind one another without waiting for answers,
//! so that many of them cost one packet and one wake-up of the server's process. Nothing of a transaction may go here.

use std::{
    num::NonZero,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use deadpool_postgres::{ClientWrapper, Object, Pool};

use super::postgres::forget_statements;
use crate::error::Result;

/// Connections for each core: while one waits for a long statement there is another.
const FOR_EACH_CORE: usize = 2;
/// Connections at most; a server of PostgreSQL has a hundred for all who use it.
const MOST: usize = 16;
/// Reads between two looks at how many statements a connection keeps prepared: it goes through all of them.
const BETWEEN_LOOKS: usize = 256;

pub(super) struct Shared {
    /// Makes the connections; they do not come back to it.
    pool: Pool,
    places: Vec<Place>,
}

#[derive(Default)]
struct Place {
    client: Mutex<Option<Arc<ClientWrapper>>>,
    reads: AtomicUsize,
    /// Held while a connection is made, so that it is made once.
    opening: tokio::sync::Mutex<()>,
}

impl Shared {
    pub fn new(pool: Pool) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        let places = (cores * FOR_EACH_CORE).min(MOST);
        Self { pool, places: std::iter::repeat_with(Place::default).take(places).collect() }
    }

    /// The connection that the fewest use; opened when it is not open.
    pub async fn client(&self) -> Result<Arc<ClientWrapper>> {
        let Some(place) = self.places.iter().min_by_key(|place| place.users()) else {
            unreachable!("there are places")
        };
        if let Some(client) = place.open() {
            if place.reads.fetch_add(1, Ordering::Relaxed).is_multiple_of(BETWEEN_LOOKS) {
                forget_statements(&client);
            }
            return Ok(client);
        }
        let _turn = place.opening.lock().await;
        if let Some(client) = place.open() {
            return Ok(client);
        }
        let client = Arc::new(Object::take(self.pool.get().await?));
        *place.client.lock().unwrap_or_else(PoisonError::into_inner) = Some(client.clone());
        Ok(client)
    }
}

impl Place {
    fn users(&self) -> usize {
        self.client.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map_or(0, Arc::strong_count)
    }

    /// The connection, unless the server has closed it.
    fn open(&self) -> Option<Arc<ClientWrapper>> {
        let client = self.client.lock().unwrap_or_else(PoisonError::into_inner);
        client.as_ref().filter(|client| !client.is_closed()).cloned()
    }
}
