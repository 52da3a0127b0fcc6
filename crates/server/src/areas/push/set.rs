//! The operator says where a shop's pushes go.

use std::sync::Arc;

use gostiny_wire::{
    method::Empty,
    operator::{
        Notifications, NotificationsCheckResponse, NotificationsRequest, NotificationsSetRequest, NotificationsState,
    },
    push::Kind,
};

use super::{
    PING, SEND, TIDY,
    check::{self, Reach},
    health, log, row,
};
use crate::{
    App,
    areas::seller,
    args,
    call::Call,
    check as rule,
    error::{Error, Result},
    fetch::Fault,
    job, known,
};

const REQUEST: &str = "NotificationsSetRequest";
/// Characters of an address.
pub(super) const LONGEST: usize = 2_000;

/// Shows it.
pub(super) async fn get(call: &mut Call, req: &NotificationsRequest) -> Result<Notifications> {
    seller::find(call, req.client_id).await?;
    call.seller = req.client_id;
    show(call).await
}

async fn show(call: &mut Call) -> Result<Notifications> {
    let found = row::find(call, call.seller).await?.ok_or_else(|| row::none_of(call.seller))?;
    let waiting = call.tx.value(WAITING, args![call.seller]).await?;
    let state = match (found.is_enabled, found.paused_at) {
        (false, _) => NotificationsState::Disabled,
        (true, Some(_)) => NotificationsState::Paused,
        (true, None) => NotificationsState::Active,
    };
    Ok(Notifications {
        client_id: call.seller,
        url: found.url,
        types: found.types,
        twice: found.twice,
        shuffled: found.shuffled,
        state,
        paused_at: found.paused_at,
        failures: found.failures,
        failing_since: found.failing_since,
        last_check: found.last_check,
        waiting,
    })
}

const WAITING: &str = "select count(*) from push_delivery where seller_id = $1 and state = 'waiting'";

/// Sets it and pings the receiver. An address to which nothing may be sent is refused; a receiver that does not answer as
/// it should is not: it may come up later, and the answer tells.
pub(super) async fn set(app: Arc<App>, req: NotificationsSetRequest) -> Result<Notifications> {
    rule::length(REQUEST, "Url", &req.url, 1, LONGEST)?;
    let seller = req.client_id;
    let reach = app.world.read(seller, |call| {
        Box::pin(async move {
            seller::find(call, call.seller).await?;
            Reach::of(call).await
        })
    });
    let (check, fault) = check::ping(&req.url, reach.await?, app.world.clock.now()).await?;
    if fault == Some(Fault::Address) {
        let rule = "value must be an address with http or https on the open web; the setting fetch_private_addresses \
            opens private networks and this machine";
        return Err(Error::invalid(format!("{REQUEST}.Url"), rule));
    }
    app.write(seller, move |call| {
        let (req, check) = (req.clone(), check.clone());
        Box::pin(async move { keep(call, &req, &check).await })
    })
    .await
}

async fn keep(
    call: &mut Call,
    req: &NotificationsSetRequest,
    check: &NotificationsCheckResponse,
) -> Result<Notifications> {
    let mut types = if req.types.is_empty() { Kind::ALL.to_vec() } else { req.types.clone() };
    types.sort_unstable();
    types.dedup();
    let types = serde_json::to_string(&types)?;
    let id = match row::find(call, call.seller).await? {
        Some(found) => found.notification_id,
        None => call.id("notification").await?,
    };
    call.tx.run(SET, args![call.seller, &req.url, types, req.twice, req.shuffled, call.now, id]).await?;
    known::changed(call).await?;
    job::cancel(call, TIDY, "").await?;
    job::schedule(call, TIDY, call.now.plus_days(log::TIDY_DAYS), "", "").await?;
    check::note(call, &req.url, check).await?;
    health::ping_later(call).await?;
    show(call).await
}

/// Numbers go on where the log of an earlier subscription ends.
const SET: &str = "insert into push_subscription (seller_id, url, types, twice, shuffled, created_at, last_number, \
    awake, failures, last_check, notification_id, is_enabled) select $1, $2, $3, $4, $5, $6, \
    (select coalesce(max(number), 0) from push_delivery where seller_id = $1), 0, 0, '', $7, 1 where true \
    on conflict (seller_id) do update set url = excluded.url, types = excluded.types, twice = excluded.twice, \
    shuffled = excluded.shuffled, is_enabled = 1";

/// Ends it. What still waits is given up; the log stays until it is old.
pub(super) async fn delete(call: &mut Call, req: &NotificationsRequest) -> Result<Empty> {
    seller::find(call, req.client_id).await?;
    call.seller = req.client_id;
    if call.tx.run(DELETE, args![call.seller]).await? == 0 {
        return Err(row::none_of(call.seller));
    }
    give_up(call).await?;
    Ok(Empty {})
}

/// What waits for the call's shop is not sent any more.
pub(super) async fn give_up(call: &mut Call) -> Result<()> {
    call.tx.run(GIVE_UP, args![call.seller]).await?;
    for kind in [SEND, PING] {
        job::cancel(call, kind, "").await?;
    }
    known::changed(call).await
}

const DELETE: &str = "delete from push_subscription where seller_id = $1";
const GIVE_UP: &str = "update push_delivery set state = 'dropped', next_at = null \
    where seller_id = $1 and state = 'waiting'";
