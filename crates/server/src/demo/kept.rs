//! Demo worlds that this program has filled before, as files: a throw-away world of a test suite is put back in a moment
//! instead of lived through anew.

use std::{
    fs,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use gostiny_wire::scalar::{ClientId, Time};
use sha2::{Digest, Sha256};

use crate::{
    App, Options,
    areas::world::YOUNG,
    clock::Mode,
    error::{Error, Result},
    store::{DbUrl, Notes},
};

/// Files that are kept at most, the newest.
const MOST: usize = 8;
const BEGINNING: &str = "demo-";

/// Where the demo world that is wanted now is kept, or will be.
pub struct Kept {
    path: PathBuf,
    /// When the world is to begin.
    beginning: Time,
    by_hand: bool,
}

impl Kept {
    /// For a world that is thrown away. Another build of the program, another seed or another beginning is another world.
    pub fn of(options: &Options, app: &App) -> Option<Self> {
        let folder = options.demo_cache.as_ref().filter(|_| options.demo && options.database == DbUrl::Memory)?;
        let (by_hand, beginning) = (options.clock == Mode::Manual, app.world.clock.now());
        let program = std::env::current_exe().and_then(fs::metadata).ok()?;
        let built = program.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        // Whoever names no seed takes any.
        let wanted = (program.len(), built, options.seed, by_hand.then_some(beginning));
        let name: String = Sha256::digest(format!("{wanted:?}")).iter().take(12).map(|b| format!("{b:02x}")).collect();
        Some(Self { path: folder.join(format!("{BEGINNING}{name}.db")), beginning, by_hand })
    }

    /// Puts it in the place of the empty world; false when it is not there, or so old that one could tell it from a fresh one.
    pub async fn bring_back(&self, app: &App) -> Result<bool> {
        let own = app.world.read(ClientId(0), |call| {
            Box::pin(async move {
                let rows = call.tx.rows("select name, value from world", &[], |row| Ok((row.next()?, row.next()?)));
                rows.await
            })
        });
        let mut notes: Notes = own.await?.into_iter().collect();
        notes.insert("now".to_owned(), self.beginning.0.to_string());
        let (beginning, by_hand) = (self.beginning, self.by_hand);
        let is_wanted = move |notes: &Notes| {
            let began = notes.get("now").and_then(|now| now.parse().ok()).map(Time);
            by_hand || began.is_some_and(|began| (0..=YOUNG).contains(&beginning.seconds_since(began)))
        };
        app.world.db.copy_from(self.path.clone(), notes, is_wanted).await
    }

    /// Keeps the world as it was just filled.
    pub async fn keep(&self, app: &App) -> Result<()> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(|error| Error::Internal(error.into()))?;
        let notes = [("now".to_owned(), self.beginning.0.to_string())];
        app.world.db.copy_to(self.path.clone(), notes.into_iter().collect()).await?;
        sweep(folder).map_err(|error| Error::Internal(error.into()))
    }
}

/// Removes the oldest files.
fn sweep(folder: &Path) -> std::io::Result<()> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_str().is_some_and(|name| name.starts_with(BEGINNING)) {
            all.push((entry.metadata()?.modified()?, entry.path()));
        }
    }
    all.sort();
    all.iter().rev().skip(MOST).try_for_each(|(_, old)| fs::remove_file(old))
}
