//! Lets a seller's call in by its Client-Id and Api-Key (behaviour: codes 3, 7 and 16 of the service's table).

use futures_util::future::BoxFuture;
use gostiny_wire::{
    operator::ErrorEra,
    scalar::{ClientId, Time},
};
use ipnet::IpNet;
use subtle::ConstantTimeEq;

use super::key::hash;
use crate::{
    api::{Credentials, Identity},
    areas::setting,
    args,
    call::Call,
    error::{Error, Result},
    known::revision,
};

/// Finds the key among the shop's and checks what limits it. Reveals nothing about other shops' keys.
pub fn admit<'a>(call: &'a mut Call, credentials: &'a Credentials) -> BoxFuture<'a, Result<Identity>> {
    Box::pin(async move {
        let seller = match credentials.client_id.parse::<i64>() {
            Ok(id) if id > 0 => ClientId(id),
            _ => return Err(Error::BadRequest("Client-Id header value should be positive integer".to_owned())),
        };
        let wanted = hash(&credentials.api_key);
        let keys = call.tx.rows(KEYS, args![seller], key).await?;
        let keys_of_shop = keys.len();
        // Every key is compared, in constant time, so that the answer's time tells nothing.
        let mut found = None;
        for key in keys {
            if bool::from(key.hash.as_bytes().ct_eq(wanted.as_bytes())) {
                found = Some(key);
            }
        }
        let Some(key) = found else {
            let why = if keys_of_shop == 0 {
                "no shop, or none with a key, has this Client-Id"
            } else {
                "the shop has no such key"
            };
            return Err(wrong_key(call).await?.because(why));
        };
        if let Some(why) = key.is_over(call.now) {
            let refused = Error::Denied("Api-key is deactivated, use another one or generate a new one");
            return Err(refused.because(why));
        }
        let networks: Vec<IpNet> = key.networks.iter().filter_map(|network| network.parse().ok()).collect();
        if !key.networks.is_empty() && !networks.iter().any(|network| network.contains(&credentials.peer.ip())) {
            let why = format!(
                "key {} is for {} only, and the call came from {}",
                key.key_id,
                key.networks.join(", "),
                credentials.peer.ip()
            );
            return Err(Error::Denied("Api-Key is restricted to specific IP addresses").because(why));
        }
        let (key_id, revision) = (key.key_id, key.revision.unwrap_or_default());
        Ok(Identity { seller, key_id, roles: key.roles, expires_at: key.expires_at, revision })
    })
}

/// Unknown shop, wrong key and another shop's key look the same; the wording is the era's.
async fn wrong_key(call: &mut Call) -> Result<Error> {
    Ok(match setting::of_all(call).await?.error_era {
        ErrorEra::Year2022 => Error::Denied("Invalid Api-Key, please contact support"),
        ErrorEra::Year2026 => Error::NotFound("Invalid Api-Key, please check the key and try again".to_owned()),
    })
}

struct Key {
    key_id: i64,
    hash: String,
    roles: Vec<String>,
    networks: Vec<String>,
    expires_at: Option<Time>,
    revoked: bool,
    revision: Option<i64>,
}

impl Key {
    /// Why it does not work any more.
    fn is_over(&self, now: Time) -> Option<String> {
        if self.revoked {
            return Some(format!("key {} was revoked", self.key_id));
        }
        let expiry = self.expires_at.filter(|expiry| *expiry <= now)?;
        Some(format!("key {} ran out at {expiry}", self.key_id))
    }
}

fn key(row: &crate::store::Row<'_>) -> Result<Key> {
    Ok(Key {
        key_id: row.next()?,
        hash: row.next()?,
        roles: row.next_json()?,
        networks: row.next_json()?,
        expires_at: row.next()?,
        revoked: row.next::<Option<i64>>()?.is_some(),
        revision: row.next()?,
    })
}

const KEYS: &str = concat!(
    "select key_id, hash, roles, networks, expires_at, revoked_at, ",
    revision!(),
    " from api_key where seller_id = $1"
);
