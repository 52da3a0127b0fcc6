//! The keys of a shop, for whoever looks after them.

use gostiny_wire::scalar::Time;

use crate::{args, call::Call, error::Result, store::Row};

/// Keys shown at most; a shop has a hundred that work.
const MOST: i64 = 500;

/// A key, without its secret.
#[derive(Clone, Debug)]
pub struct KeyLine {
    /// Its number.
    pub key_id: i64,
    /// What it is called.
    pub name: String,
    /// Roles; none is every right.
    pub roles: Vec<String>,
    /// Networks; none is every address.
    pub networks: Vec<String>,
    /// When it was made.
    pub created_at: Time,
    /// When it runs out.
    pub expires_at: Option<Time>,
    /// When it was revoked.
    pub revoked_at: Option<Time>,
}

/// The keys of the call's shop, newest first.
pub async fn keys(call: &mut Call) -> Result<Vec<KeyLine>> {
    call.tx.rows(KEYS, args![call.seller, MOST], line).await
}

const KEYS: &str = "select key_id, name, roles, networks, created_at, expires_at, revoked_at from api_key \
    where seller_id = $1 order by key_id desc limit $2";

fn line(row: &Row<'_>) -> Result<KeyLine> {
    Ok(KeyLine {
        key_id: row.next()?,
        name: row.next()?,
        roles: row.next_json()?,
        networks: row.next_json()?,
        created_at: row.next()?,
        expires_at: row.next()?,
        revoked_at: row.next()?,
    })
}
