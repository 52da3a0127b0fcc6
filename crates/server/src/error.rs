//! The one error of the platform. No HTTP here: `api/error.rs` turns it into bodies and statuses.

use std::error::Error as _;

/// What went wrong with a call. The kind says what a client can do; the text is for people and, where the
/// service documents one, is the code word.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A field breaks a rule of its own: `ProductListV2Request.Limit` and `value must be inside range (0, 1000]`.
    #[error("Request validation error: invalid {field}: {rule}")]
    Invalid {
        /// Request type and field, as the real service spells them.
        field: String,
        /// The broken rule.
        rule: String,
    },
    /// The content cannot be acted on: a code word or a sentence.
    #[error("{0}")]
    BadRequest(String),
    /// No such object, or another seller's.
    #[error("{0}")]
    NotFound(String),
    /// The request is fine, the object is not in the state for it.
    #[error("{0}")]
    WrongState(String),
    /// The world cannot give what is asked: not enough stock, a name already taken.
    #[error("{0}")]
    Conflict(String),
    /// No credentials.
    #[error("{0}")]
    Unauthenticated(&'static str),
    /// Bad credentials, or credentials without this right.
    #[error("{0}")]
    Denied(&'static str),
    /// Too many requests.
    #[error("You have reached request rate limit per second")]
    Limited {
        /// Seconds until the next try makes sense.
        retry_after: u32,
    },
    /// The server has more waiting than it will take.
    #[error("Circle is open")]
    Busy,
    /// Another transaction changed what this one had read; it runs again.
    #[error("Circle is open")]
    Raced,
    /// The database went away in the middle, or cannot be reached.
    #[error("Circle is open")]
    Lost(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A database or a store of files that cannot be opened. Said to whoever starts the program.
    #[error("{what} cannot be used")]
    Unusable {
        /// Which one.
        what: String,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Our fault. The text goes to the log, never to the wire.
    #[error("Internal error")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// One of the others, and what the operator is told of it that its caller must not learn or does not expect.
    #[error("{error}")]
    Because {
        /// What the caller is told.
        error: Box<Error>,
        /// What really stood in the way.
        why: String,
    },
}

/// What every area returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// A broken invariant of ours, described for the log.
    pub fn internal(text: impl Into<String>) -> Self {
        Self::Internal(text.into().into())
    }

    /// `invalid <request>.<field>: <rule>`.
    pub fn invalid(field: impl Into<String>, rule: impl Into<String>) -> Self {
        Self::Invalid { field: field.into(), rule: rule.into() }
    }

    /// The same for the caller; the operator is told what really stood in the way.
    #[must_use]
    pub fn because(self, why: impl Into<String>) -> Self {
        Self::Because { error: Box::new(self), why: why.into() }
    }

    /// A failure of the machine beneath a database or a store of files, with the name of that one.
    #[must_use]
    pub fn of(self, what: impl Into<String>) -> Self {
        match self {
            Self::Internal(source) | Self::Lost(source) => Self::Unusable { what: what.into(), source },
            error => error,
        }
    }

    /// What the caller is told.
    pub fn bare(&self) -> &Self {
        match self {
            Self::Because { error, .. } => error.bare(),
            error => error,
        }
    }

    /// True when the same transaction may succeed if it runs again.
    pub fn is_transient(&self) -> bool {
        self.is_lost() || matches!(self.bare(), Self::Raced) || matches!(self.sql_state(), Some("40001" | "40P01"))
    }

    /// True when there was no database to run on.
    pub fn is_lost(&self) -> bool {
        matches!(self.bare(), Self::Lost(_))
    }

    /// What the log is told of a failure that is not the caller's.
    pub fn cause(&self) -> Option<&(dyn std::error::Error + Send + Sync)> {
        match self.bare() {
            Self::Internal(source) | Self::Lost(source) | Self::Unusable { source, .. } => Some(&**source),
            _ => None,
        }
    }

    /// True when a key that had to be free is another row's. On SQLite, whose writer is alone, a look before is enough.
    pub fn is_taken(&self) -> bool {
        self.sql_state() == Some("23505")
    }

    /// True when the file of a database is none, or is damaged.
    pub fn is_damage(&self) -> bool {
        use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
        let Self::Internal(source) = self.bare() else { return false };
        let code = source.downcast_ref::<rusqlite::Error>().and_then(rusqlite::Error::sqlite_error_code);
        matches!(code, Some(DatabaseCorrupt | NotADatabase))
    }

    /// What PostgreSQL calls the failure.
    fn sql_state(&self) -> Option<&str> {
        let Self::Internal(source) = self.bare() else { return None };
        let code = source.downcast_ref::<tokio_postgres::Error>().and_then(tokio_postgres::Error::code);
        code.map(tokio_postgres::error::SqlState::code)
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{CannotOpen, DiskFull, ReadOnly, SystemIoFailure};
        match error.sqlite_error_code() {
            Some(CannotOpen | DiskFull | ReadOnly | SystemIoFailure) => Self::Lost(Box::new(error)),
            _ => Self::Internal(Box::new(error)),
        }
    }
}

impl From<tokio_postgres::Error> for Error {
    fn from(error: tokio_postgres::Error) -> Self {
        let is_lost = match error.code() {
            // The server shuts down or comes up, has no place left, was set back to reading only by a failover.
            Some(state) => {
                matches!(state.code(), "57P01" | "57P02" | "57P03" | "53300" | "25006")
                    || state.code().starts_with("08")
            }
            None => error.is_closed() || error.source().is_some_and(|source| source.is::<std::io::Error>()),
        };
        if is_lost { Self::Lost(Box::new(error)) } else { Self::Internal(Box::new(error)) }
    }
}

impl From<deadpool_postgres::PoolError> for Error {
    fn from(error: deadpool_postgres::PoolError) -> Self {
        use deadpool_postgres::{PoolError, TimeoutType};
        match error {
            PoolError::Timeout(TimeoutType::Wait) => Self::Busy,
            PoolError::Timeout(_) => Self::Lost(Box::new(error)),
            PoolError::Backend(error) => error.into(),
            error => Self::Internal(Box::new(error)),
        }
    }
}

impl From<object_store::Error> for Error {
    fn from(error: object_store::Error) -> Self {
        // What a bucket refuses for a reason has a kind of its own; the rest is that it cannot be reached.
        let is_out_of_reach = matches!(error, object_store::Error::Generic { store: "S3", .. });
        if is_out_of_reach || has_no_room(&error) {
            Self::Lost(Box::new(error))
        } else {
            Self::Internal(Box::new(error))
        }
    }
}

/// Whether a failure comes from a disk that is full or can only be read.
fn has_no_room(error: &(dyn std::error::Error + 'static)) -> bool {
    use std::io::ErrorKind::{QuotaExceeded, ReadOnlyFilesystem, StorageFull};
    let is_it = |error: &std::io::Error| matches!(error.kind(), StorageFull | ReadOnlyFilesystem | QuotaExceeded);
    let mut error = Some(error);
    while let Some(cause) = error {
        if cause.downcast_ref().is_some_and(is_it) {
            return true;
        }
        error = cause.source();
    }
    false
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(Box::new(error))
    }
}
