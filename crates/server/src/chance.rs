//! Chance comes from the seed and from what it decides about, so that the same seed and the same calls give the
//! same bytes, whatever else runs beside them.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rand::{SeedableRng, TryRngCore, rngs::OsRng};
use rand_chacha::ChaCha8Rng;
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};

/// The world's source of chance. Clones share their seed.
#[derive(Clone, Debug)]
pub struct Chance {
    seed: Arc<AtomicU64>,
    /// True when the user chose the seed: then even keys come from it. Otherwise keys come from the system.
    chosen: bool,
}

impl Chance {
    /// From the seed a user chose.
    pub fn seeded(seed: u64) -> Self {
        Self { seed: Arc::new(seed.into()), chosen: true }
    }

    /// From the system's randomness; `seed` is what the world keeps for everything that is no secret.
    pub fn from_system(seed: u64) -> Self {
        Self { seed: Arc::new(seed.into()), chosen: false }
    }

    /// The seed.
    pub fn seed(&self) -> u64 {
        self.seed.load(Ordering::Relaxed)
    }

    /// Goes on from another seed: that of a world that took this one's place.
    pub fn reseed(&self, seed: u64) {
        self.seed.store(seed, Ordering::Relaxed);
    }

    /// A generator for one decision: what it is about, and the number of the thing.
    pub fn of(&self, about: &str, number: i64) -> ChaCha8Rng {
        let mut hash = Sha256::new();
        hash.update(self.seed().to_le_bytes());
        hash.update(about.as_bytes());
        hash.update(number.to_le_bytes());
        ChaCha8Rng::from_seed(hash.finalize().into())
    }

    /// 256 bits for a cookie or a link, from the system whatever the seed: a seed that everybody knows lets nobody in.
    pub fn secret() -> Result<String> {
        let mut bytes = [0; 32];
        OsRng.try_fill_bytes(&mut bytes).map_err(|error| Error::Internal(error.into()))?;
        Ok(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// A fresh API key: a version 4 UUID.
    pub fn api_key(&self, key_id: i64) -> String {
        use rand::RngCore;
        if !self.chosen {
            return uuid::Uuid::new_v4().to_string();
        }
        let mut bytes = [0; 16];
        self.of("api key", key_id).fill_bytes(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
    }
}
