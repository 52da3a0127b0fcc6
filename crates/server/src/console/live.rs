//! Tells open pages that something of their shop moved. They ask again what they show; nothing else travels here.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    extract::State,
    http::StatusCode,
    response::{
        IntoResponse, Sse,
        sse::{Event, KeepAlive},
    },
};
use gostiny_wire::scalar::ClientId;
use tokio::sync::OwnedSemaphorePermit;

use super::{
    Console,
    session::find,
    visit::{Shown, Visit, Who},
};
use crate::{error::Error, moves::Look};

/// What other processes did is told as soon as this.
const OTHERS: Duration = Duration::from_secs(5);
/// How soon one move is told after another: an eye does not follow faster.
const PAUSE: Duration = Duration::from_millis(500);

/// An open page.
struct Page {
    console: Arc<Console>,
    secret: String,
    look: Look,
    _place: OwnedSemaphorePermit,
}

/// Tells until the session ends, the browser leaves, or the program stops.
pub async fn live(State(console): State<Arc<Console>>, visit: Visit) -> Shown {
    let shop = match &visit.who {
        // A browser that is told this asks no more.
        Who::Guest => return Ok(StatusCode::NO_CONTENT.into_response()),
        Who::Operator => ClientId(0),
        Who::Shop(shop) => shop.client_id,
    };
    let place = console.pages.clone().try_acquire_owned().map_err(|_| Error::Busy)?;
    let look = console.app.agenda.moves.look(shop);
    let page = Page { console, secret: visit.secret.clone(), look, _place: place };
    let told = futures_util::stream::unfold(Some(page), next);
    Ok(Sse::new(told).keep_alive(KeepAlive::default()).into_response())
}

/// The first event says that the stream is open.
async fn next(page: Option<Page>) -> Option<(Result<Event, Infallible>, Option<Page>)> {
    let mut page = page?;
    page.moved().await?;
    if !page.is_signed_in().await {
        return None;
    }
    // Waits on the wall, where the person sits who looks on.
    let _ = tokio::time::timeout(PAUSE, std::future::pending::<()>()).await;
    // Browsers pass over an event without data.
    Some((Ok(Event::default().event("moved").data("1")), Some(page)))
}

impl Page {
    /// Waits until something moved here, or may have moved in another process that serves this database. Nothing when the
    /// program stops.
    async fn moved(&mut self) -> Option<()> {
        loop {
            match tokio::time::timeout(OTHERS, self.look.next()).await {
                Ok(moved) => return moved,
                Err(_) if self.console.app.world.db.is_shared().await.unwrap_or(true) => return Some(()),
                Err(_) => {}
            }
        }
    }

    async fn is_signed_in(&self) -> bool {
        let (secret, now) = (self.secret.clone(), self.console.wall());
        let found = self.console.read(move |call| {
            let secret = secret.clone();
            Box::pin(async move { find(call, &secret, now).await })
        });
        match found.await {
            Ok(found) => found.is_some(),
            Err(error) => {
                tracing::error!(error = ?error, "a session could not be looked up");
                false
            }
        }
    }
}
