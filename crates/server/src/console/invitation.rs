//! Links by which a shop comes in: made by the operator, good once and for a week.

use gostiny_wire::scalar::{ClientId, Time};

use super::session::hash;
use crate::{args, call::Call, error::Result};

/// Days for which a link is good.
const DAYS: i64 = 7;

/// Keeps a link's secret; answers until when it is good. `now` is the wall's.
pub async fn invite(call: &mut Call, secret: &str, seller: ClientId, now: Time) -> Result<Time> {
    let until = now.plus_days(DAYS);
    call.tx.run(FORGET, args![now]).await?;
    call.tx.run(INVITE, args![hash(secret), seller, now, until]).await?;
    Ok(until)
}

const FORGET: &str = "delete from console_invitation where expires_at <= $1";
const INVITE: &str = "insert into console_invitation (hash, seller_id, created_at, expires_at) values ($1, $2, $3, $4)";

/// Whom a link invites, without using it up.
pub async fn invited(call: &mut Call, secret: &str, now: Time) -> Result<Option<ClientId>> {
    call.tx.row(INVITED, args![hash(secret), now], |row| row.next()).await
}

const INVITED: &str = "select seller_id from console_invitation where hash = $1 and expires_at > $2";

/// Uses a link up.
pub async fn accept(call: &mut Call, secret: &str, now: Time) -> Result<Option<ClientId>> {
    call.tx.row(ACCEPT, args![hash(secret), now], |row| row.next()).await
}

const ACCEPT: &str = "delete from console_invitation where hash = $1 and expires_at > $2 returning seller_id";
