//! What a world remembers between two starts of the program.

use gostiny_wire::scalar::{ClientId, Time};
use rand::{RngCore, TryRngCore};
use sha2::{Digest, Sha256};

use super::together::{CLOCK, WORLDS};
use crate::{
    Options,
    areas::category,
    args,
    call::{Call, World},
    clock::Mode,
    error::Result,
    job,
};

/// What was kept, or was chosen just now.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    /// The seed of the world's chance.
    pub seed: u64,
    /// The world's time as it wakes.
    pub now: Time,
    /// How often another world was put in place.
    pub worlds: i64,
    /// What links to files are signed with.
    pub link_key: [u8; 32],
}

/// Reads what the world remembers; a new one is given its seed here.
pub async fn wake(world: &World, options: &Options, owned_alone: bool) -> Result<Kept> {
    let (seed, mode, start) = (options.seed, options.clock, options.clock_start);
    let mut system = rand::rngs::OsRng.unwrap_err();
    let fresh = system.next_u64() >> 1;
    // With a chosen seed even links come out the same.
    let mut secret = seed.map_or_else(Vec::new, |seed| seed.to_le_bytes().to_vec());
    if secret.is_empty() {
        secret.resize(32, 0);
        system.fill_bytes(&mut secret);
    }
    let fresh_key = Sha256::new().chain_update(b"links").chain_update(&secret).finalize();
    let fresh_key: String = fresh_key.iter().map(|byte| format!("{byte:02x}")).collect();
    let present = world.clock.system();
    let woken = world.write(ClientId(0), move |call| {
        let fresh_key = fresh_key.clone();
        Box::pin(async move {
            if owned_alone {
                job::free_all(call).await?;
            }
            category::make_keys(call).await?;
            let kept_seed = recall(call, "seed").await?.and_then(|seed| u64::try_from(seed).ok());
            let seed = seed.or(kept_seed).unwrap_or(fresh);
            remember(call, "seed", i64::try_from(seed).unwrap_or(i64::MAX)).await?;
            let kept = recall(call, "now").await?.map(Time);
            // Time never runs backwards: a world that was hurried ahead stays there.
            let now = match mode {
                Mode::Manual => kept.unwrap_or(start),
                Mode::Real | Mode::Times(_) => kept.map_or(present, |kept| kept.max(present)),
            };
            call.tx.run(KEEP_KEY, args![fresh_key]).await?;
            let link_key = call.tx.value::<String>("select value from world where name = 'link_key'", &[]).await?;
            let worlds = recall(call, WORLDS).await?.unwrap_or_default();
            Ok(Kept { seed, now, worlds, link_key: Sha256::digest(link_key.as_bytes()).into() })
        })
    });
    woken.await.map(|(kept, _)| kept)
}

/// Keeps the world's time, for a world whose time is not the wall's, and tells other processes how its clock goes.
pub(super) async fn keep_time(world: &World) -> Result<()> {
    keep(world, Some(world.clock.now())).await.map(drop)
}

/// Tells other processes how the clock goes, in words that are given back.
pub(super) async fn tell_clock(world: &World) -> Result<String> {
    keep(world, None).await
}

async fn keep(world: &World, now: Option<Time>) -> Result<String> {
    let told = world.clock.told();
    let words = told.clone();
    let kept = world.write(ClientId(0), move |call| {
        let words = words.clone();
        Box::pin(async move {
            if let Some(now) = now {
                remember(call, "now", now.0).await?;
            }
            call.tx.run(REMEMBER, args![CLOCK, words]).await
        })
    });
    kept.await.map(|_| told)
}

/// Keeps the world's time unless a later one is kept already, by a process whose clock was ahead of this one's.
pub async fn keep_later_time(world: &World) -> Result<()> {
    let now = world.clock.now().0.to_string();
    let kept = world.write(ClientId(0), move |call| {
        let now = now.clone();
        Box::pin(async move { call.tx.run(KEEP_LATER, args![now]).await })
    });
    kept.await.map(drop)
}

pub(super) async fn recall(call: &mut Call, name: &'static str) -> Result<Option<i64>> {
    let value = call.tx.row("select value from world where name = $1", args![name], |row| row.next::<String>()).await?;
    Ok(value.and_then(|value| value.parse().ok()))
}

pub(super) async fn remember(call: &mut Call, name: &'static str, value: i64) -> Result<()> {
    call.tx.run(REMEMBER, args![name, value.to_string()]).await?;
    Ok(())
}

const KEEP_KEY: &str = "insert into world (name, value) values ('link_key', $1) on conflict (name) do nothing";
const KEEP_LATER: &str = "insert into world (name, value) values ('now', $1) on conflict (name) do update \
    set value = excluded.value where cast(world.value as bigint) < cast(excluded.value as bigint)";
const REMEMBER: &str =
    "insert into world (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value";
