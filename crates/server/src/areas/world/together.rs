//! Several processes that serve one world. When one of them puts another world in its place, or keeps it, the others
//! step aside: they let the calls that run come to their end and the next ones wait, until it is done. Each follows what
//! the table `world` says, a few times a second: who has the world for itself, which world it is, how its clock goes.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use gostiny_wire::scalar::{ClientId, Time};

use super::{
    snapshot::settle,
    wake::{keep_later_time, tell_clock},
};
use crate::{
    App, args,
    call::{Call, World},
    clock::Mode,
    error::{Error, Result},
    store::{Row, SHARED, TAKEN},
};

/// Between two looks at what the table says.
const PAUSE: Duration = Duration::from_millis(200);
/// Looks until the time of a world that is ahead of the wall is kept again. It is lost for so long when all who serve it
/// are killed.
const LOOKS: u32 = 5;
/// Between two looks while somebody waits.
const IMPATIENT: Duration = Duration::from_millis(20);
/// How long the others may take to step aside, in seconds.
const PATIENCE: i64 = 10;

/// The row that counts the worlds which were put in place here, one after the other.
pub(super) const WORLDS: &str = "worlds";
/// The row that tells how the clock goes.
pub(super) const CLOCK: &str = "clock";

/// What the table says.
#[derive(Debug, Default)]
struct Said {
    /// The process that has the world for itself.
    taken: Option<String>,
    /// How often another world was put in place.
    worlds: i64,
    /// See [`crate::clock::Clock::follow`].
    clock: Option<String>,
    /// How far its time has come at least.
    now: Option<Time>,
    seed: Option<u64>,
}

/// Does something for which no other process may use the world.
pub(super) async fn alone<T>(app: &App, work: impl Future<Output = Result<T>>) -> Result<T> {
    let world = &app.world;
    if !world.db.can_be_shared() {
        return work.await;
    }
    let process = world.db.process();
    let mine = process.to_owned();
    let taken = world.write(ClientId(0), move |call| {
        let mine = mine.clone();
        Box::pin(async move { call.tx.run(TAKE, args![TAKEN, mine]).await })
    });
    if taken.await?.0 == 0 {
        return Err(Error::Conflict(SHARED.to_owned()));
    }
    let done = match others_step_aside(world).await {
        Ok(()) => work.await,
        Err(refused) => Err(refused),
    };
    // What was put in place here is known here.
    let known = said(world).await.map(|said| app.worlds.store(said.worlds, Ordering::Release));
    known.and(give(world, process).await)?;
    done
}

async fn others_step_aside(world: &World) -> Result<()> {
    let until = world.clock.system().plus_seconds(PATIENCE);
    loop {
        let are_there = world.read(ClientId(0), |call| Box::pin(async move { call.tx.is_in_the_way().await }));
        if !are_there.await? {
            return Ok(());
        }
        if world.clock.system() > until {
            return Err(Error::Conflict(SHARED.to_owned()));
        }
        wait(IMPATIENT).await;
    }
}

/// Refuses unless this process has the world for itself until the transaction ends.
pub(super) async fn is_alone(call: &mut Call) -> Result<()> {
    if call.tx.has_it_alone().await? { Ok(()) } else { Err(Error::Conflict(SHARED.to_owned())) }
}

/// To be called in the transaction that makes it another world.
pub(super) async fn raise(call: &mut Call) -> Result<()> {
    call.tx.run(RAISE, &[]).await.map(drop)
}

/// Tells other servers how this one's clock goes: to be waited for before calls are let in. What it gives back follows what
/// the table says, and keeps the time of a world that is ahead of the wall, until `stopped`. Of a database that only one
/// process can have open there is nothing to follow.
pub async fn follow(app: Arc<App>, stopped: impl Future<Output = ()>) -> Result<impl Future<Output = ()>> {
    let is_shared = app.world.db.can_be_shared();
    let mut heard = if is_shared { tell_clock(&app.world).await? } else { String::new() };
    Ok(async move {
        tokio::pin!(stopped);
        for looks in 1_u32.. {
            if is_shared && let Err(error) = look(&app, &mut heard).await {
                tracing::error!(error = ?error, "what other processes did to the world could not be followed");
            }
            if looks.is_multiple_of(LOOKS)
                && let Err(error) = keep_time_ahead(&app).await
            {
                tracing::error!(error = ?error, "the world's time could not be kept");
            }
            tokio::select! {
                () = &mut stopped => return,
                () = wait(PAUSE) => {}
            }
        }
    })
}

/// Nobody else knows the time of a world that was hurried; each move of one that stands still is kept as it is made.
async fn keep_time_ahead(app: &App) -> Result<()> {
    let (_turn, _) = app.turns.hold().await;
    let clock = &app.world.clock;
    if clock.mode() == Mode::Manual || clock.now() <= clock.system().plus_seconds(1) {
        return Ok(());
    }
    keep_later_time(&app.world).await
}

/// Waits for a process that has the world for itself, for one that starts just then.
pub async fn join(app: &App) -> Result<()> {
    if app.world.db.can_be_shared() && said(&app.world).await?.taken.is_some() {
        step_aside(app).await?;
    }
    Ok(())
}

async fn look(app: &App, heard: &mut String) -> Result<()> {
    // What is read belongs to the world that it is applied to.
    let (turn, _) = app.turns.hold().await;
    let world = &app.world;
    let said = said(world).await?;
    if said.taken.is_some() || said.worlds != app.worlds.load(Ordering::Acquire) {
        drop(turn);
        return step_aside(app).await;
    }
    if let Some(clock) = said.clock.filter(|clock| clock != heard) {
        world.clock.follow(&clock, false);
        *heard = clock;
    }
    if let Some(now) = said.now
        && world.clock.mode() == Mode::Manual
    {
        world.clock.forward_to(now);
    }
    Ok(())
}

/// Lets no call and no job run until nobody has the world for himself any more.
async fn step_aside(app: &App) -> Result<()> {
    let (_alone, _paused, world) = (app.turns.alone().await, app.agenda.pause().await?, &app.world);
    let Some(aside) = world.db.step_aside().await? else { return Ok(()) };
    let said = loop {
        let said = said(world).await?;
        let Some(process) = said.taken.clone() else { break said };
        if process == world.db.process() {
            settle(app).await?;
            give(world, &process).await?;
        } else if !inherit(world, process).await? {
            wait(IMPATIENT).await;
        }
    };
    if said.worlds != app.worlds.load(Ordering::Acquire) {
        go_on_in(app, &said);
    }
    aside.back().await
}

/// Takes over from a process that ended in the middle.
async fn inherit(world: &World, process: String) -> Result<bool> {
    let mine = world.db.process().to_owned();
    let inherited = world.write(ClientId(0), move |call| {
        let (process, mine) = (process.clone(), mine.clone());
        Box::pin(async move {
            Ok(!call.tx.is_there(&process).await? && call.tx.run(INHERIT, args![mine, TAKEN, process]).await? == 1)
        })
    });
    inherited.await.map(|(inherited, _)| inherited)
}

/// Forgets what this process knew of a world that is gone.
fn go_on_in(app: &App, said: &Said) {
    let world = &app.world;
    if let Some(seed) = said.seed {
        world.chance.reseed(seed);
    }
    world.db.forget_ids();
    app.edge.clear();
    world.clock.follow(said.clock.as_deref().unwrap_or_default(), true);
    app.turns.changed();
    app.worlds.store(said.worlds, Ordering::Release);
}

async fn give(world: &World, process: &str) -> Result<()> {
    let process = process.to_owned();
    let given = world.write(ClientId(0), move |call| {
        let process = process.clone();
        Box::pin(async move { call.tx.run(GIVE, args![TAKEN, process]).await })
    });
    given.await.map(drop)
}

async fn said(world: &World) -> Result<Said> {
    let rows = world.read_short(ClientId(0), None, |call| {
        let read = |row: &Row<'_>| Ok((row.next::<String>()?, row.next::<String>()?));
        Box::pin(async move { call.tx.rows(SAID, args![TAKEN], read).await })
    });
    let mut said = Said::default();
    for (name, value) in rows.await? {
        match name.as_str() {
            TAKEN => said.taken = Some(value),
            WORLDS => said.worlds = value.parse::<i64>().map_err(|error| Error::Internal(error.into()))?,
            CLOCK => said.clock = Some(value),
            "now" => said.now = value.parse().ok().map(Time),
            _ => said.seed = value.parse().ok(),
        }
    }
    Ok(said)
}

async fn wait(duration: Duration) {
    let _over = tokio::time::timeout(duration, std::future::pending::<()>()).await;
}

const TAKE: &str = "insert into world (name, value) values ($1, $2) on conflict (name) do nothing";
const GIVE: &str = "delete from world where name = $1 and value = $2";
const INHERIT: &str = "update world set value = $1 where name = $2 and value = $3";
const RAISE: &str = "insert into world (name, value) values ('worlds', '1') on conflict (name) do update \
    set value = cast(cast(world.value as bigint) + 1 as text)";
const SAID: &str = "select name, value from world where name in ($1, 'worlds', 'clock', 'now', 'seed')";
