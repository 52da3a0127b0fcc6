//! `gostiny backup`: dated copies of a whole world, the oldest of which go.

use std::{
    fs,
    num::NonZero,
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::Args;
use gostiny_server::areas::world;

use crate::{Outcome, block_on, now, progress::bar, snapshot::World};

/// Write a dated copy of a whole world into a folder, also while a server runs on it.
///
/// The copy is of one moment. It is read through once before an older one is removed, and `gostiny snapshot restore`
/// brings it back, into either database.
#[derive(Args)]
pub struct Backup {
    /// The folder; created when absent.
    folder: PathBuf,
    /// Copies that stay, the newest; all when it is not said
    #[arg(long, value_name = "N")]
    keep: Option<NonZero<usize>>,
    #[command(flatten)]
    world: World,
}

const BEGINNING: &str = "gostiny-";
const END: &str = ".gostiny";

impl Backup {
    /// Runs it.
    pub fn run(self) -> Outcome {
        let (database, files) = self.world.place()?;
        fs::create_dir_all(&self.folder)?;
        let time: String = now().to_string().chars().take(19).filter(char::is_ascii_alphanumeric).collect();
        let file = self.folder.join(format!("{BEGINNING}{time}Z{END}"));
        if file.exists() {
            return Err(format!("{} is there already", file.display()).into());
        }
        block_on(world::save_file(&database, &files, &file, Arc::new(bar)))??;
        let counts = world::check_file(&file)?;
        println!("{}: {} rows and {} files", file.display(), counts.rows, counts.files);
        let Some(keep) = self.keep else { return Ok(()) };
        let mut all = copies(&self.folder)?;
        all.sort();
        for old in all.iter().rev().skip(keep.get()) {
            fs::remove_file(old)?;
            println!("{}: removed", old.display());
        }
        Ok(())
    }
}

/// The copies in a folder. Whatever else lies there is left alone.
fn copies(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let time = name.strip_prefix(BEGINNING).and_then(|rest| rest.strip_suffix(END));
        if time.is_some_and(|time| time.len() == 16 && time.chars().all(|c| c.is_ascii_alphanumeric())) {
            all.push(path);
        }
    }
    Ok(all)
}
