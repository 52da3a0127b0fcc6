//! How a receiver does. Tries that fail for a day pause its pushes until a check succeeds.

use super::{PAUSE, PING, SEND, row};
use crate::{
    args,
    call::Call,
    error::{Error, Result},
    job::{self, Due},
};

/// Hours of failure after which nothing is sent any more.
const PATIENCE_HOURS: i64 = 24;
/// Hours between two pings.
pub(super) const PING_HOURS: i64 = 6;

/// A try of the call's shop succeeded.
pub(super) async fn succeeded(call: &mut Call) -> Result<()> {
    call.tx.run(SUCCEEDED, args![call.seller]).await.map(|_| ())
}

const SUCCEEDED: &str = "update push_subscription set failures = 0, failing_since = null \
    where seller_id = $1 and failures > 0";

/// A ping of the call's shop was answered. Whoever answers pings and takes no push is not well all the same.
pub(super) async fn answered(call: &mut Call) -> Result<()> {
    if row::waits(call).await? { Ok(()) } else { succeeded(call).await }
}

/// A try of the call's shop failed; the first one in a row sets the term.
pub(super) async fn failed(call: &mut Call) -> Result<()> {
    let failures = call.tx.row(FAILED, args![call.now, call.seller], |row| row.next::<i64>()).await?;
    if failures == Some(1) {
        job::cancel(call, PAUSE, "").await?;
        let since = call.now.0.to_string();
        job::schedule(call, PAUSE, call.now.plus_hours(PATIENCE_HOURS), "", &since).await?;
    }
    Ok(())
}

const FAILED: &str = "update push_subscription set failures = failures + 1, \
    failing_since = coalesce(failing_since, $1) where seller_id = $2 returning failures";

/// The term is over: pauses unless a try succeeded since.
pub(super) async fn pause(call: &mut Call, due: &Due) -> Result<()> {
    let since: i64 = due.payload.parse().map_err(|_| Error::internal("a pause without its beginning"))?;
    if call.tx.run(PAUSE_ALL, args![call.now, call.seller, since]).await? == 1 {
        tracing::warn!(client_id = call.seller.0, "a receiver failed for a day: its pushes are paused");
        job::cancel(call, PING, "").await?;
    }
    Ok(())
}

const PAUSE_ALL: &str = "update push_subscription set paused_at = $1 \
    where seller_id = $2 and failing_since = $3 and paused_at is null";

/// A check succeeded: what waits is sent at once.
pub(super) async fn resume(call: &mut Call) -> Result<()> {
    let Some(before) = row::hold(call, call.seller).await? else { return Ok(()) };
    let wakes = !before.awake && row::waits(call).await?;
    call.tx.run(RESUME, args![before.awake || wakes, call.seller]).await?;
    if wakes {
        job::schedule(call, SEND, call.now, "", "").await?;
    } else {
        job::hasten(call, SEND, "").await?;
    }
    if before.paused_at.is_some() {
        ping_later(call).await?;
    }
    Ok(())
}

const RESUME: &str = "update push_subscription set failures = 0, failing_since = null, paused_at = null, awake = $1 \
    where seller_id = $2";

/// Plans the next ping of the call's shop.
pub(super) async fn ping_later(call: &mut Call) -> Result<()> {
    job::cancel(call, PING, "").await?;
    job::schedule(call, PING, call.now.plus_hours(PING_HOURS), "", "").await
}
