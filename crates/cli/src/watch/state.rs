//! What was told already, in a file that is whole at any time.

use std::{
    collections::HashMap,
    error::Error,
    fs::File,
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
};

use gostiny_wire::scalar::{ChatId, MessageId, PostingNumber, Time};
use serde::{Deserialize, Serialize};

use super::event::Posting;

/// What was told already.
#[derive(Default, Serialize, Deserialize)]
pub struct State {
    /// The shop it is of.
    client_id: i64,
    /// A look has come to its end: what is not known from here on is new.
    pub has_begun: bool,
    /// Postings as they were told last.
    pub postings: HashMap<PostingNumber, Known>,
    /// Chats, and the last message that was told of each.
    pub chats: HashMap<ChatId, MessageId>,
    #[serde(skip)]
    file: Option<PathBuf>,
    #[serde(skip)]
    is_changed: bool,
}

/// A posting as it was told last.
#[derive(Serialize, Deserialize)]
pub struct Known {
    /// When its processing began: after some time it is forgotten.
    in_process_at: Time,
    /// Status.
    pub status: String,
    /// What it waits for within the status.
    pub substatus: String,
}

impl State {
    /// What a file remembers; a file that is not there yet remembers nothing, and without one nothing outlasts the
    /// program.
    pub fn open(file: Option<PathBuf>, client_id: i64) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let new = Self { client_id, file: file.clone(), ..Self::default() };
        let Some(path) = file else { return Ok(new) };
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(new),
            Err(error) => return Err(format!("{}: {error}", path.display()).into()),
        };
        let state: Self =
            serde_json::from_slice(&bytes).map_err(|error| format!("{} is no state: {error}", path.display()))?;
        if state.client_id != client_id {
            return Err(format!("{} is the state of shop {}", path.display(), state.client_id).into());
        }
        Ok(Self { file: Some(path), ..state })
    }

    /// A posting was told.
    pub fn remember(&mut self, posting: &Posting) {
        let known = Known {
            in_process_at: posting.in_process_at,
            status: posting.status.clone(),
            substatus: posting.substatus.clone(),
        };
        self.postings.insert(posting.posting_number.clone(), known);
        self.is_changed = true;
    }

    /// The messages of a chat were told, up to one of them.
    pub fn read(&mut self, chat_id: &ChatId, message_id: MessageId) {
        self.chats.insert(chat_id.clone(), message_id);
        self.is_changed = true;
    }

    /// A look came to its end: postings of before `horizon` are forgotten.
    pub fn finish(&mut self, horizon: Time) -> io::Result<()> {
        let before = self.postings.len();
        self.postings.retain(|_, known| known.in_process_at >= horizon);
        self.is_changed |= !self.has_begun || self.postings.len() != before;
        self.has_begun = true;
        self.save()
    }

    /// Writes what has changed.
    pub fn save(&mut self) -> io::Result<()> {
        let Some(path) = self.file.as_ref().filter(|_| self.is_changed) else { return Ok(()) };
        let of_file = |error: io::Error| io::Error::other(format!("{}: {error}", path.display()));
        replace(path, &serde_json::to_vec(self)?).map_err(of_file)?;
        self.is_changed = false;
        Ok(())
    }
}

/// Beside the file, then in its place: one of both is whole, whenever the machine loses its power.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = path.with_added_extension("new");
    let mut file = File::create(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&beside, path)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}
