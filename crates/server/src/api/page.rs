//! Paging: the opaque `last_id` of goods, the windows of `limit` and `offset`.

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::error::{Error, Result};

/// Where a list of goods goes on: the last product id seen, base64 of a JSON array that holds it twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastId(pub i64);

impl LastId {
    /// Reads it; empty and `null` are the beginning.
    pub fn parse(text: &str) -> Result<Self> {
        if text.is_empty() {
            return Ok(Self(0));
        }
        let ids = STANDARD.decode(text).ok().and_then(|json| serde_json::from_slice::<Option<(i64, i64)>>(&json).ok());
        match ids {
            Some(Some((id, _))) => Ok(Self(id)),
            Some(None) => Ok(Self(0)),
            None => Err(Error::invalid("LastId", "value must be a last_id of an earlier answer")),
        }
    }
}

impl std::fmt::Display for LastId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&STANDARD.encode(format!("[{0},{0}]", self.0)))
    }
}

/// An opaque cursor over any keys: base64 of their JSON.
pub mod cursor {
    use serde::{Serialize, de::DeserializeOwned};

    use super::{Engine, Error, Result, STANDARD};

    /// Writes it.
    pub fn write(keys: &impl Serialize) -> Result<String> {
        Ok(STANDARD.encode(serde_json::to_vec(keys)?))
    }

    /// The first `limit` of these, and the cursor behind the last one; empty when nothing is behind it.
    pub fn turn<T, K: Serialize>(mut rows: Vec<T>, limit: i64, key: impl Fn(&T) -> K) -> Result<(Vec<T>, String)> {
        let limit = usize::try_from(limit).unwrap_or_default();
        let goes_on = rows.len() > limit;
        rows.truncate(limit);
        let last = rows.last().filter(|_| goes_on);
        let next = last.map(|last| write(&key(last))).transpose()?;
        Ok((rows, next.unwrap_or_default()))
    }

    /// Reads it; an empty one is the beginning.
    pub fn read<T: DeserializeOwned>(text: &str) -> Result<Option<T>> {
        if text.is_empty() {
            return Ok(None);
        }
        // PostgreSQL takes no text with the character zero.
        let json = STANDARD.decode(text).ok().filter(|json| !json.windows(6).any(|letter| letter == b"\\u0000"));
        let keys = json.and_then(|json| serde_json::from_slice(&json).ok());
        keys.map(Some).ok_or_else(|| Error::invalid("last_id", "value must be a last_id of an earlier answer"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_ends_with_a_cursor_when_more_is_behind_it() {
        let turn = |limit| cursor::turn(vec![3_i64, 5, 8], limit, |row| *row).unwrap();
        let (page, next) = turn(2);
        assert_eq!((page, cursor::read::<i64>(&next).unwrap()), (vec![3, 5], Some(5)));
        assert_eq!(turn(3), (vec![3, 5, 8], String::new()));
        let unkeepable = cursor::write(&(1, "\0")).unwrap();
        assert!(cursor::read::<(i64, String)>(&unkeepable).is_err());
    }

    #[test]
    fn last_id_has_the_form_that_clients_know() {
        assert_eq!(LastId(1_074_914_838).to_string(), "WzEwNzQ5MTQ4MzgsMTA3NDkxNDgzOF0=");
        assert_eq!(LastId::parse("WzEwNzQ5MTQ4MzgsMTA3NDkxNDgzOF0=").unwrap(), LastId(1_074_914_838));
        assert_eq!(LastId::parse("bnVsbA==").unwrap(), LastId(0));
        assert!(LastId::parse("xyz").is_err());
    }
}
