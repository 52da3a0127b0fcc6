//! Worlds kept by name: an image of the database and, aside, the files.

use std::sync::Arc;

use gostiny_wire::{
    method::Empty,
    operator::{Snapshot, SnapshotListResponse, SnapshotNamedRequest, SnapshotSaveRequest},
    scalar::{ClientId, Time},
};
use sha2::{Digest, Sha256};

use super::{desk, together, wake::keep_time};
use crate::{
    App,
    areas::category,
    args, audit,
    call::Call,
    clock::Mode,
    error::{Error, Result},
    job, known,
    store::Notes,
};

/// Snapshots at most.
const MOST: usize = 1_000;
/// The longest name, in characters.
const LONGEST_NAME: usize = 100;

// What an image notes of itself in `world`; the restored world forgets it.
pub(super) const NAME: &str = "snapshot_name";
const SAVED_AT: &str = "snapshot_saved_at";
const MODE: &str = "snapshot_mode";
/// The folder of its files. Stands in a restored world until they are in their place.
pub(super) const FILES: &str = "snapshot_files";

/// Keeps the world under a name.
pub async fn save(app: Arc<App>, req: SnapshotSaveRequest) -> Result<Snapshot> {
    let length = req.name.chars().count();
    if !(1..=LONGEST_NAME).contains(&length) || req.name.chars().any(char::is_control) {
        return Err(Error::invalid(
            "SnapshotSaveRequest.Name",
            format!("value length must be between 1 and {LONGEST_NAME} characters, none of them a control character"),
        ));
    }
    let kept = all(&app).await?;
    if kept.len() >= MOST && !kept.iter().any(|one| one.name == req.name) {
        return Err(Error::Conflict(format!("there are {MOST} snapshots already")));
    }
    together::alone(&app, keep(&app, &req.name)).await
}

/// Puts a kept world in this one's place.
pub async fn restore(app: Arc<App>, req: SnapshotNamedRequest) -> Result<Snapshot> {
    let found = all(&app).await?.into_iter().find(|one| one.name == req.name).ok_or_else(|| unknown(&req.name))?;
    let mode = found.mode.parse()?;
    together::alone(&app, bring_back(&app, &found.name, mode, found.now)).await?;
    Ok(found)
}

/// The kept worlds in order of their names.
pub async fn list(app: Arc<App>, _: Empty) -> Result<SnapshotListResponse> {
    Ok(SnapshotListResponse { snapshots: all(&app).await? })
}

/// Forgets a kept world.
pub async fn delete(app: Arc<App>, req: SnapshotNamedRequest) -> Result<Empty> {
    let key = key(&req.name);
    if req.name.is_empty() || !app.world.db.drop_image(&key).await? {
        return Err(unknown(&req.name));
    }
    app.world.files.forget_aside(&key, None).await?;
    Ok(Empty {})
}

fn unknown(name: &str) -> Error {
    Error::NotFound(format!("there is no snapshot {name}"))
}

/// The world as it was first filled has no name, and is on no list.
async fn all(app: &App) -> Result<Vec<Snapshot>> {
    let images = app.world.db.images().await?;
    let mut all = images.iter().filter_map(shown).collect::<Vec<_>>();
    all.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(all)
}

fn shown(notes: &Notes) -> Option<Snapshot> {
    let time = |name: &str| notes.get(name)?.parse().ok().map(Time);
    let name = notes.get(NAME).filter(|name| !name.is_empty())?.clone();
    Some(Snapshot { name, now: time("now")?, mode: notes.get(MODE)?.clone(), saved_at: time(SAVED_AT)? })
}

/// An image is known by the hash of its name, which any store can spell.
fn key(name: &str) -> String {
    Sha256::digest(name.as_bytes()).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// Keeps files and database, while no call runs. The files come first: an image never misses one.
pub(super) async fn keep(app: &App, name: &str) -> Result<Snapshot> {
    let (_paused, world) = (app.agenda.pause().await?, &app.world);
    let (now, mode, saved_at) = (world.clock.now(), world.clock.mode().to_string(), world.clock.system());
    let (key, at) = (key(name), saved_at.0.to_string());
    let folder = format!("{key}-{at}");
    keep_time(world).await?;
    world.db.return_ids().await?;
    world.files.set_aside(&folder).await?;
    let notes = [(NAME, name), (SAVED_AT, &at), (MODE, &mode), (FILES, &folder), ("now", &now.0.to_string())];
    let notes = notes.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    world.db.keep_image(&key, notes).await?;
    world.files.forget_aside(&key, Some(&folder)).await?;
    Ok(Snapshot { name: name.to_owned(), now, mode, saved_at })
}

/// Puts an image in the world's place, while no call runs. What belongs to this installation stays: what links are signed
/// with, which process has it for itself, and the two numbers that must never come again.
pub(super) async fn bring_back(app: &App, name: &str, mode: Mode, now: Time) -> Result<()> {
    let (_paused, world) = (app.agenda.pause().await?, &app.world);
    let own = world.read(ClientId(0), |call| {
        Box::pin(async move { call.tx.rows(OWN, &[], |row| Ok((row.next()?, row.next()?))).await })
    });
    let own: Notes = own.await?.into_iter().collect();
    let audited = world.read(ClientId(0), |call| Box::pin(async move { audit::all(&mut call.tx).await })).await?;
    let desk = desk::who(app).await?;
    if !world.db.restore_image(&key(name), own).await? {
        return Err(unknown(name));
    }
    app.turns.changed();
    app.edge.clear();
    world.db.forget_ids();
    // Before the agenda goes on: nothing is due yet that the clock before had passed.
    world.clock.set(mode, Some(now));
    settle(app).await?;
    desk::stays(app, desk).await?;
    audit::stays(app, audited).await?;
    keep_time(world).await
}

const OWN: &str = "select name, value from world where name in ('link_key', 'taken') union all \
    select 'worlds', cast(coalesce(max(cast(value as bigint)), 0) + 1 as text) from world where name = 'worlds' union all \
    select 'revision', cast(coalesce(max(cast(value as bigint)), 0) + 1 as text) from world where name = 'revision'";

/// Ends what the restore of a world began, also one in whose middle the process ended: frees its agenda and brings its
/// files back. Nothing for any other world.
pub async fn settle(app: &App) -> Result<()> {
    let world = &app.world;
    let left = world.write(ClientId(0), |call| Box::pin(left(call)));
    let Some((folder, seed)) = left.await?.0 else { return Ok(()) };
    if let Some(seed) = seed {
        world.chance.reseed(seed);
    }
    world.files.bring_back(&folder).await?;
    let done = world.write(ClientId(0), |call| Box::pin(async move { call.tx.run(FORGET, &[]).await }));
    done.await?;
    if folder.starts_with(ONCE) {
        world.files.forget_aside(&folder, None).await?;
    }
    Ok(())
}

/// How the folder begins whose files are kept until a restored world has them and no longer.
pub(super) const ONCE: &str = "once-";

/// The folder of the files that are still to come, and the world's seed.
async fn left(call: &mut Call) -> Result<Option<(String, Option<u64>)>> {
    let Some(folder) = call.tx.row(FOLDER, args![FILES], |row| row.next::<String>()).await? else { return Ok(None) };
    job::free_all(call).await?;
    category::make_keys(call).await?;
    desk::clear(call).await?;
    // What was read while the worlds changed is that of neither.
    known::changed(call).await?;
    let seed = super::wake::recall(call, "seed").await?.and_then(|seed| u64::try_from(seed).ok());
    Ok(Some((folder, seed)))
}

const FOLDER: &str = "select value from world where name = $1";
const FORGET: &str =
    "delete from world where name in ('snapshot_name', 'snapshot_saved_at', 'snapshot_mode', 'snapshot_files')";
