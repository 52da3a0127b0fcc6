//! How often somebody may try to sign in.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

use gostiny_wire::scalar::Time;

use crate::error::{Error, Result};

/// Tries of one address in a minute.
const TRIES: u32 = 10;
/// Seconds of the wall's clock that tries are counted for.
const SECONDS: i64 = 60;
/// Addresses that are remembered at once.
const MOST: usize = 10_000;

/// Tries of the last minute by address. Memory of this process.
#[derive(Default)]
pub struct Tries(Mutex<HashMap<IpAddr, (Time, u32)>>);

impl Tries {
    /// Counts a try; refused when there were too many. `now` is the wall's.
    pub fn count(&self, address: IpAddr, now: Time) -> Result<()> {
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if tries.len() >= MOST {
            tries.retain(|_, (since, _)| now.seconds_since(*since) < SECONDS);
        }
        if tries.len() >= MOST && !tries.contains_key(&address) {
            return Err(Error::Busy);
        }
        let (since, count) = tries.entry(address).or_insert((now, 0));
        if now.seconds_since(*since) >= SECONDS {
            (*since, *count) = (now, 0);
        }
        *count += 1;
        if *count <= TRIES {
            return Ok(());
        }
        let left = SECONDS - now.seconds_since(*since);
        Err(Error::Limited { retry_after: u32::try_from(left.max(1)).unwrap_or(1) })
    }

    /// Who got in need not count its tries.
    pub fn forget(&self, address: IpAddr) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&address);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_tries_in_a_minute_and_no_more() {
        let (tries, one, other) = (Tries::default(), IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        let now = Time(0);
        assert!((0..10).all(|_| tries.count(one, now).is_ok()));
        assert!(matches!(tries.count(one, now.plus_seconds(20)), Err(Error::Limited { retry_after: 40 })));
        assert!(tries.count(other, now).is_ok() && tries.count(one, now.plus_seconds(60)).is_ok());
        (0..20).for_each(|_| drop(tries.count(one, now.plus_seconds(60))));
        tries.forget(one);
        assert!(tries.count(one, now.plus_seconds(60)).is_ok());
    }
}
