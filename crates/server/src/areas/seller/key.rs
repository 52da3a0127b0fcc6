//! API keys: made once, shown once, kept as a hash, revoked for good.

use gostiny_wire::{
    method::Empty,
    operator::{KeyCreateRequest, KeyCreateResponse, KeyRevokeRequest},
    scalar::{ClientId, Time},
};
use ipnet::IpNet;
use jiff::{ToSpan, tz::TimeZone};
use sha2::{Digest, Sha256};

use super::{open::find, role::ROLES};
use crate::{
    areas::setting,
    args,
    call::Call,
    check,
    error::{Error, Result},
};

/// Keys of one shop at most.
const MOST_KEYS: i64 = 100;

/// What a key is good for.
#[derive(Default)]
pub struct Limits {
    /// Role names; none is every right.
    pub roles: Vec<String>,
    /// When it stops to work.
    pub expires_at: Option<Time>,
    /// Networks in CIDR form; none is every address.
    pub networks: Vec<String>,
}

/// A key is a random UUID, so a fast hash keeps it as safe as a slow one.
pub(super) fn hash(api_key: &str) -> String {
    let digits = |byte: u8| [byte >> 4, byte & 15].map(|half| char::from_digit(half.into(), 16).unwrap_or_default());
    Sha256::digest(api_key.as_bytes()).into_iter().flat_map(digits).collect()
}

/// Gives a shop a key.
pub async fn add_key(call: &mut Call, seller: ClientId, name: &str, api_key: &str, limits: &Limits) -> Result<i64> {
    let key_id = call.id("key").await?;
    let (roles, networks) = (serde_json::to_string(&limits.roles)?, serde_json::to_string(&limits.networks)?);
    let args = args![seller, key_id, name, hash(api_key), roles, networks, call.now, limits.expires_at];
    call.tx.run(ADD, args).await?;
    Ok(key_id)
}

const ADD: &str = "insert into api_key (seller_id, key_id, name, hash, roles, networks, created_at, expires_at) \
    values ($1, $2, $3, $4, $5, $6, $7, $8)";

/// Makes a key; the answer is the only place that shows it.
pub async fn create(call: &mut Call, req: &KeyCreateRequest) -> Result<KeyCreateResponse> {
    find(call, req.client_id).await?;
    check::length("KeyCreateRequest", "Name", &req.name, 1, 200)?;
    if let Some(role) = req.roles.iter().find(|role| !ROLES.contains(&role.as_str())) {
        let known = ROLES.join(", ");
        return Err(Error::invalid("KeyCreateRequest.Roles", format!("{role} is not one of: {known}")));
    }
    if let Some(network) = req.networks.iter().find(|network| network.parse::<IpNet>().is_err()) {
        return Err(Error::invalid("KeyCreateRequest.Networks", format!("{network} is not a network like 10.0.0.0/8")));
    }
    if call.tx.value::<i64>(COUNT, args![req.client_id]).await? >= MOST_KEYS {
        return Err(Error::Conflict(format!("a shop has {MOST_KEYS} keys at most")));
    }
    let number = call.id("key").await?;
    let api_key = call.chance.api_key(number);
    let expires_at = match req.expires_at {
        Some(named) => Some(named),
        None => end_of_life(call, req.client_id).await?,
    };
    let limits = Limits { roles: req.roles.clone(), expires_at, networks: req.networks.clone() };
    let key_id = add_key(call, req.client_id, &req.name, &api_key, &limits).await?;
    Ok(KeyCreateResponse { key_id, api_key })
}

/// When a key made now runs out by itself.
async fn end_of_life(call: &mut Call, seller: ClientId) -> Result<Option<Time>> {
    call.seller = seller;
    let months = setting::of(call).await?.key_months;
    if months == 0 {
        return Ok(None);
    }
    let end = TimeZone::UTC.to_datetime(call.now.timestamp()).checked_add(months.months()).ok();
    Ok(end.and_then(|end| TimeZone::UTC.to_timestamp(end).ok()).map(Time::from))
}

const COUNT: &str = "select count(*) from api_key where seller_id = $1 and revoked_at is null";

/// Revokes a key for good.
pub async fn revoke(call: &mut Call, req: &KeyRevokeRequest) -> Result<Empty> {
    match call.tx.run(REVOKE, args![call.now, req.client_id, req.key_id]).await? {
        1 => Ok(Empty {}),
        _ => Err(Error::NotFound(format!("shop {} has no key {} that works", req.client_id, req.key_id))),
    }
}

const REVOKE: &str = "update api_key set revoked_at = $1 where seller_id = $2 and key_id = $3 and revoked_at is null";
