//! The operator's password as it is kept: an argon2 hash that names its own cost.

use std::{fmt, str::FromStr};

use argon2::{
    Argon2, Params,
    password_hash::{PasswordHasher, PasswordVerifier, phc},
};

use crate::error::{Error, Result};

/// Characters of a password at least.
const SHORTEST: usize = 8;
/// Memory that a hash may ask for at most, in KiB: it is asked for by whoever knocks at the door.
const MOST_MEMORY: u32 = 256 * 1024;

/// `$argon2id$v=19$m=19456,t=2,p=1$...`, a PHC string.
// No Debug: a hash is never printed.
#[derive(Clone)]
pub struct PasswordHash(phc::PasswordHash);

impl PasswordHash {
    /// Hashes a password under a salt of its own. Blanks around it do not count. Takes tens of milliseconds.
    pub fn of(password: &str) -> Result<Self> {
        let password = password.trim();
        if password.chars().count() < SHORTEST {
            return Err(Error::BadRequest(format!("a password has {SHORTEST} characters or more")));
        }
        let hash: phc::PasswordHash =
            Argon2::default().hash_password(password.as_bytes()).map_err(|error| Error::Internal(error.into()))?;
        Ok(Self(hash))
    }

    /// Whether it is this password; compares in constant time. Takes tens of milliseconds.
    pub fn fits(&self, password: &str) -> bool {
        Argon2::default().verify_password(password.trim().as_bytes(), &self.0).is_ok()
    }
}

impl FromStr for PasswordHash {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let unfit =
            |why: &str| Error::BadRequest(format!("the hash of a password {why}: `gostiny password` makes one"));
        let hash = phc::PasswordHash::new(text.trim()).map_err(|_| unfit("is no PHC string"))?;
        if !hash.algorithm.as_str().starts_with("argon2") || hash.hash.is_none() || hash.salt.is_none() {
            return Err(unfit("is not one of argon2"));
        }
        let params = Params::try_from(&hash).map_err(|_| unfit("has no cost that argon2 knows"))?;
        if params.m_cost() > MOST_MEMORY {
            return Err(unfit("asks for more than 256 MiB"));
        }
        Ok(Self(hash))
    }
}

impl fmt::Display for PasswordHash {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_fits_its_own_hash_only() {
        let kept = PasswordHash::of(" пароль оператора ").unwrap().to_string();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$") && !kept.contains("пароль"));
        let read: PasswordHash = kept.parse().unwrap();
        assert!(read.fits("пароль оператора") && !read.fits("пароль Оператора") && !read.fits(""));
        assert_ne!(PasswordHash::of("пароль оператора").unwrap().to_string(), kept, "a salt of its own");
        assert!(PasswordHash::of("1234567 ").is_err());
    }

    #[test]
    fn what_is_no_hash_of_a_password_is_refused() {
        let kept = PasswordHash::of("пароль оператора").unwrap().to_string();
        let (much, other) = (kept.replace("m=19456", "m=300000"), kept.replace("argon2id", "scrypt"));
        for text in ["", "a password", "$argon2id$v=19$m=19456,t=2,p=1", much.as_str(), other.as_str()] {
            assert!(text.parse::<PasswordHash>().is_err(), "{text}");
        }
    }
}
