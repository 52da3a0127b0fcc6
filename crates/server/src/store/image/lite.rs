//! Images of an SQLite database: files beside it, in memory for one in memory. Copied by SQLite's own backup.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    fs::{self, File},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use rusqlite::{
    Connection, OpenFlags,
    backup::{Backup, StepResult},
};

use super::{
    super::{
        args::Arg,
        lite::{Lite, LiteTx, run_now},
        migrate,
    },
    NOTE, Notes,
};
use crate::error::{Error, Result};

const NOTES: &str = "select name, value from world";
/// The end of an image's file.
const END: &str = "db";

/// Where images are kept.
pub(in crate::store) enum Images {
    /// In a folder, one file each.
    Folder(PathBuf),
    /// Gone with the process.
    Memory(Mutex<BTreeMap<String, LiteTx>>),
}

impl Images {
    /// Those of the database at this path; of one in memory without a path.
    pub fn of(path: Option<&Path>) -> Self {
        let Some(path) = path else { return Self::Memory(Mutex::default()) };
        let mut folder = OsString::from(path);
        folder.push(".snapshots");
        Self::Folder(folder.into())
    }

    fn keep(&self, live: &LiteTx, key: String, notes: &Notes) -> Result<()> {
        match self {
            Self::Memory(images) => {
                let image = LiteTx::new(Connection::open_in_memory()?);
                copy(&live.connection(), &mut image.connection())?;
                write_notes(&image, notes)?;
                locked(images).insert(key, image);
            }
            Self::Folder(folder) => {
                fs::create_dir_all(folder).map_err(internal)?;
                let (fresh, place) = (folder.join(format!("{key}.new")), folder.join(format!("{key}.{END}")));
                remove(&fresh)?;
                let image = LiteTx::new(Connection::open(&fresh)?);
                copy(&live.connection(), &mut image.connection())?;
                // One file is the whole image: no log beside it.
                image.connection().execute_batch("pragma journal_mode = delete")?;
                write_notes(&image, notes)?;
                drop(image);
                fs::rename(&fresh, &place).map_err(internal)?;
                File::open(folder).and_then(|folder| folder.sync_all()).map_err(internal)?;
            }
        }
        Ok(())
    }

    fn restore(&self, live: &LiteTx, key: &str, notes: &Notes) -> Result<bool> {
        let image = match self {
            Self::Memory(images) => locked(images).get(key).cloned(),
            Self::Folder(folder) => {
                let place = folder.join(format!("{key}.{END}"));
                place
                    .exists()
                    .then(|| Connection::open_with_flags(place, OpenFlags::SQLITE_OPEN_READ_WRITE))
                    .transpose()?
                    .map(LiteTx::new)
            }
        };
        let Some(image) = image else { return Ok(false) };
        bring_up_to_date(&image)?;
        write_notes(&image, notes)?;
        copy(&image.connection(), &mut live.connection())?;
        Ok(true)
    }

    fn notes(&self) -> Result<Vec<Notes>> {
        let folder = match self {
            Self::Memory(images) => return locked(images).values().map(read_notes).collect(),
            Self::Folder(folder) if !folder.exists() => return Ok(Vec::new()),
            Self::Folder(folder) => folder,
        };
        let mut all = Vec::new();
        for entry in fs::read_dir(folder).map_err(internal)? {
            let path = entry.map_err(internal)?.path();
            if path.extension().is_some_and(|end| end == END) {
                let image = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
                all.push(read_notes(&LiteTx::new(image))?);
            }
        }
        Ok(all)
    }

    fn forget(&self, key: &str) -> Result<bool> {
        match self {
            Self::Memory(images) => Ok(locked(images).remove(key).is_some()),
            Self::Folder(folder) => remove(&folder.join(format!("{key}.{END}"))),
        }
    }
}

impl Lite {
    pub async fn keep_image(&self, key: String, notes: Notes) -> Result<()> {
        let images = self.images.clone();
        self.alone(move |live| images.keep(live, key, &notes)).await
    }

    pub async fn restore_image(&self, key: String, notes: Notes) -> Result<bool> {
        let images = self.images.clone();
        self.alone(move |live| images.restore(live, &key, &notes)).await
    }

    /// Writes a copy of the database into a file of its own, with the notes. The file is there once it is whole.
    pub async fn copy_to(&self, path: PathBuf, notes: Notes) -> Result<()> {
        self.alone(move |live| {
            let mut fresh = path.clone().into_os_string();
            fresh.push(format!("-{}", std::process::id()));
            let fresh = PathBuf::from(fresh);
            remove(&fresh)?;
            let copied = LiteTx::new(Connection::open(&fresh)?);
            // It is made anew when it is lost.
            copied.connection().execute_batch("pragma journal_mode = off; pragma synchronous = off")?;
            copy(&live.connection(), &mut copied.connection())?;
            write_notes(&copied, &notes)?;
            drop(copied);
            File::open(&fresh).and_then(|file| file.sync_all()).map_err(internal)?;
            fs::rename(&fresh, &path).map_err(internal)
        })
        .await
    }

    /// Puts such a copy in the place of the database, the notes over its own, when its notes are wanted ones.
    pub async fn copy_from(
        &self,
        path: PathBuf,
        notes: Notes,
        is_wanted: impl Fn(&Notes) -> bool + Send + 'static,
    ) -> Result<bool> {
        self.alone(move |live| {
            if !path.exists() {
                return Ok(false);
            }
            let copied = LiteTx::new(Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY)?);
            if !is_wanted(&read_notes(&copied)?) {
                return Ok(false);
            }
            copy(&copied.connection(), &mut live.connection())?;
            write_notes(live, &notes)?;
            Ok(true)
        })
        .await
    }

    pub fn images(&self) -> Result<Vec<Notes>> {
        self.images.notes()
    }

    pub fn drop_image(&self, key: &str) -> Result<bool> {
        self.images.forget(key)
    }
}

/// Copies every page in one step, as one transaction of the target.
fn copy(from: &Connection, to: &mut Connection) -> Result<()> {
    match Backup::new(from, to)?.step(-1)? {
        StepResult::Done => Ok(()),
        _ => Err(Error::Busy),
    }
}

fn bring_up_to_date(image: &LiteTx) -> Result<()> {
    image.mark("begin immediate")?;
    let run = run_now(image, &|mut tx| {
        Box::pin(async move {
            let result = migrate::run_known(&mut tx).await;
            (tx, result)
        })
    });
    image.mark(if run.is_ok() { "commit" } else { "rollback" })?;
    run
}

fn write_notes(image: &LiteTx, notes: &Notes) -> Result<()> {
    notes.iter().try_for_each(|(name, value)| image.run(NOTE, &[Arg::from(name), Arg::from(value)]).map(|_| ()))
}

fn read_notes(image: &LiteTx) -> Result<Notes> {
    Ok(image.rows(NOTES, &[], |row| Ok((row.next()?, row.next()?)))?.into_iter().collect())
}

fn locked(images: &Mutex<BTreeMap<String, LiteTx>>) -> MutexGuard<'_, BTreeMap<String, LiteTx>> {
    images.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes a file; false when it is not there.
fn remove(path: &Path) -> Result<bool> {
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(internal(error)),
    }
}

fn internal(error: std::io::Error) -> Error {
    Error::Internal(error.into())
}
