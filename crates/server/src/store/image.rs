//! Images: copies of a whole database that its server keeps under a key and puts back at once. On SQLite an image is a
//! database of its own beside the first, copied page by page; on PostgreSQL a schema of its own in the same database.

pub(super) mod lite;
mod pg;

use std::{collections::BTreeMap, path::PathBuf};

use super::{Db, db::Engine, lite::Lite};
use crate::error::{Error, Result};

/// Rows of the table `world` of an image.
pub type Notes = BTreeMap<String, String>;

/// Writes a note over one of that name.
const NOTE: &str =
    "insert into world (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value";

impl Db {
    /// Keeps the whole database under a key of letters and digits, in place of an image of that key; the notes are
    /// written into the image. All of it is of one moment.
    pub async fn keep_image(&self, key: &str, notes: Notes) -> Result<()> {
        match &self.0 {
            Engine::Lite(lite) => lite.keep_image(key.to_owned(), notes).await,
            Engine::Pg(postgres) => postgres.keep_image(key, notes).await,
        }
    }

    /// Puts an image in the database's place, the notes over its own, all of it or nothing; false when there is none. One
    /// that an older version of the program kept is brought up to date.
    pub async fn restore_image(&self, key: &str, notes: Notes) -> Result<bool> {
        match &self.0 {
            Engine::Lite(lite) => lite.restore_image(key.to_owned(), notes).await,
            Engine::Pg(postgres) => postgres.restore_image(key, notes).await,
        }
    }

    /// Writes a copy of an embedded database into a file of its own, with the notes.
    pub async fn copy_to(&self, path: PathBuf, notes: Notes) -> Result<()> {
        self.embedded()?.copy_to(path, notes).await
    }

    /// Puts such a copy in the place of an embedded database, the notes over its own, when its notes are wanted ones.
    pub async fn copy_from(
        &self,
        path: PathBuf,
        notes: Notes,
        is_wanted: impl Fn(&Notes) -> bool + Send + 'static,
    ) -> Result<bool> {
        self.embedded()?.copy_from(path, notes, is_wanted).await
    }

    fn embedded(&self) -> Result<&Lite> {
        match &self.0 {
            Engine::Lite(lite) => Ok(lite),
            Engine::Pg(_) => Err(Error::internal("PostgreSQL is no file")),
        }
    }

    /// The notes of all images.
    pub async fn images(&self) -> Result<Vec<Notes>> {
        match &self.0 {
            Engine::Lite(lite) => lite.images(),
            Engine::Pg(postgres) => postgres.images().await,
        }
    }

    /// Forgets an image; false when there is none.
    pub async fn drop_image(&self, key: &str) -> Result<bool> {
        match &self.0 {
            Engine::Lite(lite) => lite.drop_image(key),
            Engine::Pg(postgres) => postgres.drop_image(key).await,
        }
    }

    /// Gives ids that were reserved ahead back to their counters: an image then goes on with the very next ones.
    pub async fn return_ids(&self) -> Result<()> {
        match &self.0 {
            Engine::Lite(_) => Ok(()),
            Engine::Pg(postgres) => postgres.return_ids().await,
        }
    }
}
