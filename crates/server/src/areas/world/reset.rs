//! The world as it was first filled.

use std::sync::{Arc, PoisonError};

use gostiny_wire::{
    method::Empty,
    scalar::{ClientId, Time},
};

use super::{desk, snapshot, together, wake::keep_time};
use crate::{App, call::Call, clock::Mode, demo, error::Result, known, store};

/// Tables that outlive a reset: what belongs to the installation, and the counters, which go back to where they began.
const LASTING: [&str; 4] = ["world", "id_counter", "console_session", "audit"];

/// A world as it was first filled, of which an image is kept.
#[derive(Clone, Copy, Debug)]
pub struct First {
    /// What time it was.
    beginning: Time,
    /// With which seed.
    seed: u64,
    /// Whether its clock stood still.
    by_hand: bool,
}

/// How long the image of a demo world serves whose time goes on, in seconds: as long as nobody can tell it from one that
/// is filled anew.
pub const YOUNG: i64 = 300;
/// The first world has no name.
const FIRST: &str = "";

impl First {
    fn of(app: &App, beginning: Time) -> Self {
        Self { beginning, seed: app.world.chance.seed(), by_hand: app.world.clock.mode() == Mode::Manual }
    }

    /// Whether it is what would be filled now.
    fn serves(&self, wanted: &Self) -> bool {
        let age = wanted.beginning.seconds_since(self.beginning);
        let young = if self.by_hand { self.beginning == wanted.beginning } else { (0..=YOUNG).contains(&age) };
        young && (self.seed, self.by_hand) == (wanted.seed, wanted.by_hand)
    }
}

/// Keeps an image of a demo world that was just filled, for the next reset.
pub async fn keep_first(app: &App, beginning: Time) -> Result<()> {
    snapshot::keep(app, FIRST).await?;
    *app.first.lock().unwrap_or_else(PoisonError::into_inner) = Some(First::of(app, beginning));
    Ok(())
}

/// Puts the world back as it was first filled. Its time begins anew: a clock that stands still where it once began, any
/// other at the present.
pub async fn reset(app: Arc<App>, _: Empty) -> Result<Empty> {
    together::alone(&app, begin_anew(&app)).await
}

async fn begin_anew(app: &Arc<App>) -> Result<Empty> {
    let clock = &app.world.clock;
    let beginning = if clock.mode() == Mode::Manual { app.clock_start } else { clock.system() };
    let wanted = First::of(app, beginning);
    let first = *app.first.lock().unwrap_or_else(PoisonError::into_inner);
    if first.is_some_and(|first| first.serves(&wanted)) {
        snapshot::bring_back(app, FIRST, clock.mode(), beginning).await?;
        app.agenda.after_commit(Some(beginning)).await?;
        return Ok(Empty {});
    }
    fill_anew(app, beginning).await?;
    Ok(Empty {})
}

/// Empties the world and fills it again, in one transaction.
async fn fill_anew(app: &Arc<App>, beginning: Time) -> Result<()> {
    let clock = &app.world.clock;
    let paused = app.agenda.pause().await?;
    let filling = demo::Filling::of(app);
    let emptied = app.world.write(ClientId(0), move |call| {
        let filling = filling.clone();
        call.now = beginning;
        Box::pin(async move {
            together::is_alone(call).await?;
            empty(call).await?;
            filling.fill(call).await
        })
    });
    let (_, scheduled) = emptied.await?;
    app.turns.changed();
    app.world.db.forget_ids();
    app.edge.clear();
    clock.set(clock.mode(), Some(beginning));
    keep_time(&app.world).await?;
    app.world.files.clear().await?;
    drop(paused);
    demo::after_filling(app, scheduled).await
}

async fn empty(call: &mut Call) -> Result<()> {
    call.tx.take_ids_inside();
    for table in store::table_names().into_iter().rev().filter(|table| !LASTING.contains(table)) {
        call.tx.run(&format!("delete from {table}"), &[]).await?;
    }
    desk::only(call).await?;
    call.tx.run("update id_counter set next = first", &[]).await?;
    together::raise(call).await?;
    known::changed(call).await
}
