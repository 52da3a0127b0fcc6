//! What a watcher remembers: postings that are on its list, and the last message of each chat.

use std::{collections::BTreeMap, io, path::Path};

use gostiny_wire::scalar::{ChatId, MessageId, PostingNumber, Time};
use serde::{Deserialize, Serialize};

/// Where a posting stood when it was seen last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stood {
    pub status: String,
    pub substatus: String,
    pub in_process_at: Time,
}

impl Stood {
    /// Nothing more is expected of it; it is told of all the same while it stays on the list.
    pub fn is_over(&self) -> bool {
        matches!(self.status.as_str(), "delivered" | "cancelled")
    }
}

/// All that is remembered.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// Tell of everything since then at the first look.
    #[serde(skip)]
    pub since: Option<Time>,
    /// From when on postings are listed; none: nothing was looked at yet.
    pub from: Option<Time>,
    /// Postings since then.
    pub postings: BTreeMap<PostingNumber, Stood>,
    /// The last message told of in each chat.
    pub chats: BTreeMap<ChatId, MessageId>,
}

impl State {
    /// Whether anything was looked at.
    pub fn has_begun(&self) -> bool {
        self.from.is_some()
    }

    /// Reads it; what is not there yet is a beginning.
    pub fn read(file: &Path) -> io::Result<Self> {
        let told = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", file.display()));
        match std::fs::read(file) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| told(error.into())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(told(error)),
        }
    }

    /// Writes it, whole or not at all.
    pub fn write(&self, file: &Path) -> io::Result<()> {
        let fresh = file.with_added_extension("part");
        std::fs::write(&fresh, serde_json::to_vec(self)?)?;
        std::fs::rename(fresh, file)
    }
}
