//! Who is signed in: a row for each browser, under the hash of what its cookie holds.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use gostiny_wire::scalar::{ClientId, Time};

use crate::{args, call::Call, digest, error::Result};

/// Hours for which an operator stays signed in.
const OPERATOR_HOURS: i64 = 12;
/// Days for which a shop stays signed in: it comes in by an invitation, which it cannot make itself.
const SHOP_DAYS: i64 = 30;

/// A secret as it is kept.
pub fn hash(secret: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest(secret))
}

/// What a form of this browser carries, so that no other page can send it.
pub fn csrf(secret: &str) -> String {
    hash(&format!("csrf {secret}"))
}

/// Signs a browser in as a shop, or as the operator (0); answers until when. `now` is the wall's.
pub async fn begin(call: &mut Call, secret: &str, seller: ClientId, now: Time) -> Result<Time> {
    let until = if seller == ClientId(0) { now.plus_hours(OPERATOR_HOURS) } else { now.plus_days(SHOP_DAYS) };
    call.tx.run(FORGET, args![now]).await?;
    call.tx.run(BEGIN, args![hash(secret), seller, now, until]).await?;
    Ok(until)
}

const FORGET: &str = "delete from console_session where expires_at <= $1";
const BEGIN: &str = "insert into console_session (hash, seller_id, created_at, expires_at) values ($1, $2, $3, $4)";

/// As which shop a browser is signed in; 0 is the operator.
pub async fn find(call: &mut Call, secret: &str, now: Time) -> Result<Option<ClientId>> {
    call.tx.row(FIND, args![hash(secret), now], |row| row.next()).await
}

const FIND: &str = "select seller_id from console_session where hash = $1 and expires_at > $2";

/// Signs it out.
pub async fn end(call: &mut Call, secret: &str) -> Result<()> {
    call.tx.run(END, args![hash(secret)]).await?;
    Ok(())
}

const END: &str = "delete from console_session where hash = $1";
