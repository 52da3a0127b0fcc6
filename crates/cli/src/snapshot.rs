//! `gostiny snapshot`: a whole world as one file, to keep it, share it, or carry it from one database to the other.

use std::{path::PathBuf, sync::Arc};

use clap::{Args, Subcommand};
use gostiny_server::{areas::world, files::FilesUrl, store::DbUrl};

use crate::{Outcome, block_on, config::Config, progress::bar};

/// Commands on whole worlds.
#[derive(Subcommand)]
pub enum SnapshotCommand {
    /// Write the world of a database into a file, also while a server runs on it.
    Save(Whole),
    /// Put the world of a file in the place of that of a database; no server may run on it.
    ///
    /// The file is read to its end before anything is changed; the rows are replaced all or none.
    Restore(Whole),
}

/// A world, and a file to hold it.
#[derive(Args)]
pub struct Whole {
    /// The file.
    file: PathBuf,
    #[command(flatten)]
    world: World,
}

/// A whole world: its database and its files.
#[derive(Args)]
pub struct World {
    /// sqlite:PATH or postgres://... [default: sqlite:gostiny-data/gostiny.db]
    #[arg(long, env = "GOSTINY_DATABASE", value_name = "URL", hide_env_values = true)]
    database: Option<String>,
    /// Folder, or s3://BUCKET/PREFIX, of its files [default: gostiny-data/files]
    #[arg(long, env = "GOSTINY_FILES", value_name = "DIR")]
    files: Option<String>,
    /// The file that the server was given
    #[arg(long, env = "GOSTINY_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
}

impl World {
    /// Where they are.
    pub fn place(&self) -> Outcome<(DbUrl, FilesUrl)> {
        let config = Config::kept_in(self.database.clone(), self.files.clone()).over(self.config.as_deref())?;
        Ok((config.database().parse()?, config.files().parse()?))
    }
}

impl SnapshotCommand {
    /// Runs it.
    pub fn run(self) -> Outcome {
        let (Self::Save(whole) | Self::Restore(whole)) = &self;
        let (database, files) = whole.world.place()?;
        let (file, progress) = (whole.file.as_path(), Arc::new(bar));
        let (counts, word) = match &self {
            Self::Save(_) => (block_on(world::save_file(&database, &files, file, progress))??, "saved"),
            Self::Restore(_) => (block_on(world::restore_file(&database, &files, file, progress))??, "restored"),
        };
        println!("{word} {} rows and {} files", counts.rows, counts.files);
        Ok(())
    }
}
