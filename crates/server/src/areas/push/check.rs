//! Pings a receiver: when it is connected, every few hours, and on demand.

use std::{sync::Arc, time::Duration};

use gostiny_wire::{
    operator::{NotificationsCheckResponse, NotificationsRequest},
    push::{NotificationCheckV1Error, NotificationCheckV1Request, NotificationCheckV1Response, Ping, Push},
    scalar::Time,
};

use super::{health, judge, row, set::LONGEST};
use crate::{
    App,
    areas::{seller, setting},
    args,
    call::{By, Call, World},
    check as rule,
    error::Result,
    fetch::{Fault, Receiver},
    job::Due,
};

/// How receivers are reached.
#[derive(Clone, Copy)]
pub(super) struct Reach {
    /// Private networks and this machine too.
    pub private: bool,
    /// How long one call may take.
    pub longest: Duration,
}

impl Reach {
    /// As the shop's settings say.
    pub async fn of(call: &mut Call) -> Result<Self> {
        let settings = setting::of(call).await?;
        let seconds = u64::try_from(settings.push_timeout_seconds).unwrap_or_default();
        Ok(Self { private: settings.fetch_private_addresses, longest: Duration::from_secs(seconds) })
    }
}

/// Asks whether a receiver is there; the fault is why nothing could be sent at all.
pub(super) async fn ping(url: &str, reach: Reach, now: Time) -> Result<(NotificationsCheckResponse, Option<Fault>)> {
    let body = serde_json::to_string(&Push::Ping(Ping { time: now.into() }))?;
    let answered = match Receiver::at(url, reach.private, reach.longest).await {
        Ok(receiver) => receiver.post(body).await,
        Err(fault) => Err(fault),
    };
    let fault = answered.as_ref().err().copied();
    let outcome = judge::pinged(answered, reach.longest);
    let mut check = NotificationsCheckResponse { status: outcome.status, checked_at: now, ..Default::default() };
    match outcome.result {
        Ok(answer) => (check.ok, check.name, check.version) = (true, answer.name, answer.version),
        Err(reason) => check.reason = reason,
    }
    Ok((check, fault))
}

/// Notes what came of a check that somebody asked for: a good one ends a pause.
pub(super) async fn note(call: &mut Call, url: &str, check: &NotificationsCheckResponse) -> Result<()> {
    match (write(call, url, check).await?, check.ok) {
        (false, _) => Ok(()),
        (true, true) => health::resume(call).await,
        (true, false) => health::failed(call).await,
    }
}

/// False when the pushes of the call's shop go elsewhere by now.
async fn write(call: &mut Call, url: &str, check: &NotificationsCheckResponse) -> Result<bool> {
    Ok(call.tx.run(NOTE, args![serde_json::to_string(check)?, call.seller, url]).await? == 1)
}

const NOTE: &str = "update push_subscription set last_check = $1 where seller_id = $2 and url = $3";

/// A shop tries an address, before it is set or after.
pub(super) async fn by_seller(
    app: Arc<App>,
    by: By,
    req: NotificationCheckV1Request,
) -> Result<NotificationCheckV1Response> {
    rule::length("CheckNotificationRequest", "Url", &req.url, 1, LONGEST)?;
    let reach = app.world.read(by, |call| Box::pin(Reach::of(call)));
    let (check, fault) = ping(&req.url, reach.await?, app.world.clock.now()).await?;
    let noted = (req.url, check.clone());
    let note = app.write(by, move |call| {
        let (url, check) = noted.clone();
        Box::pin(async move { note(call, &url, &check).await })
    });
    note.await?;
    let errors = if check.ok {
        Vec::new()
    } else {
        vec![NotificationCheckV1Error { r#type: kind(&check, fault).to_owned(), description: check.reason }]
    };
    Ok(NotificationCheckV1Response { is_active: check.ok, errors })
}

/// The service's word for what was wrong.
fn kind(check: &NotificationsCheckResponse, fault: Option<Fault>) -> &'static str {
    match (fault, check.status) {
        (Some(Fault::Late), _) => "REQUEST_TIMEOUT",
        (Some(Fault::Content), _) => "INVALID_BODY",
        (Some(Fault::Address | Fault::Answer), _) => "REQUEST_ERROR",
        (None, 200) if check.reason.ends_with(": ") => "EMPTY_BODY",
        (None, 200) => "INVALID_BODY",
        (None, 500..) => "SERVER_FAULT",
        (None, _) => "STATUS_CODE_NOT_OK",
    }
}

/// The operator asks.
pub(super) async fn by_operator(app: Arc<App>, req: NotificationsRequest) -> Result<NotificationsCheckResponse> {
    let seller = req.client_id;
    let asked = app.world.read(seller, move |call| {
        Box::pin(async move {
            seller::find(call, call.seller).await?;
            let found = row::find(call, call.seller).await?.ok_or_else(|| row::none_of(call.seller))?;
            Ok((found.url, Reach::of(call).await?))
        })
    });
    let (url, reach) = asked.await?;
    let (check, _) = ping(&url, reach, app.world.clock.now()).await?;
    let noted = (url, check.clone());
    let note = app.write(seller, move |call| {
        let (url, check) = noted.clone();
        Box::pin(async move { note(call, &url, &check).await })
    });
    note.await?;
    Ok(check)
}

/// A ping falls due.
pub(super) async fn by_itself(world: World, due: Due) -> Result<()> {
    let asked = world.read(due.seller, |call| {
        Box::pin(async move {
            let found = row::find(call, call.seller).await?.filter(row::Subscription::sends);
            Ok((found.map(|found| found.url), Reach::of(call).await?))
        })
    });
    let (Some(url), reach) = asked.await? else {
        return due.finish(&world, |_| Box::pin(async { Ok(()) })).await;
    };
    let (check, _) = ping(&url, reach, world.clock.now()).await?;
    due.finish(&world, move |call| {
        let (url, check) = (url.clone(), check.clone());
        Box::pin(async move {
            match (write(call, &url, &check).await?, check.ok) {
                (false, _) => {}
                (true, true) => health::answered(call).await?,
                (true, false) => health::failed(call).await?,
            }
            health::ping_later(call).await
        })
    })
    .await
}
