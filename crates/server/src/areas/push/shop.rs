//! A shop sets its pushes up itself. The same subscription as the operator's: one address for each shop.

use std::sync::Arc;

use gostiny_wire::{
    method::Empty,
    operator::{NotificationsRequest, NotificationsSetRequest},
    push::{
        Kind, NotificationDeleteV1Request, NotificationEnableV1Request, NotificationEndpoint,
        NotificationListV1Request, NotificationListV1Response, NotificationPushType,
        NotificationPushTypeListV1Response, NotificationSetV1Request, NotificationThreshold, NotificationType,
        NotificationUpdateV1Request, NotificationUrl,
    },
    scalar::ClientId,
};

use super::{
    health,
    row::{self, Subscription},
    set,
};
use crate::{
    App, args,
    call::{By, Call},
    check,
    error::{Error, Result},
    known,
};

/// Says where pushes go; an address that is set already gets the new kinds.
pub(super) async fn set_v1(app: Arc<App>, by: By, req: NotificationSetV1Request) -> Result<Empty> {
    let types = kinds("SetNotificationRequest", &req.types)?;
    check::items("SetNotificationRequest", "Types", types.len(), 1, Kind::ALL.len())?;
    let found = app.world.read(by, |call| Box::pin(row::find(call, call.seller))).await?;
    if found.as_ref().is_some_and(|found| found.url != req.url) {
        let text = "NOTIFICATION_IS_SET: pushes of a shop go to one address, change it by /v1/notification/update";
        return Err(Error::WrongState(text.to_owned()));
    }
    keep(app, by.seller, req.url, types, found).await
}

/// Changes address or kinds.
pub(super) async fn update_v1(app: Arc<App>, by: By, req: NotificationUpdateV1Request) -> Result<Empty> {
    let types = kinds("UpdateNotificationRequest", &req.types)?;
    let id = req.id;
    let found = app.world.read(by, move |call| Box::pin(named(call, id))).await?;
    let types = if types.is_empty() { found.types.clone() } else { types };
    let url = if req.url.is_empty() { found.url.clone() } else { req.url };
    keep(app, by.seller, url, types, Some(found)).await
}

/// As the operator sets it; how it is tried out stays as it was.
async fn keep(
    app: Arc<App>,
    client_id: ClientId,
    url: String,
    types: Vec<Kind>,
    before: Option<Subscription>,
) -> Result<Empty> {
    let (twice, shuffled) = before.map(|before| (before.twice, before.shuffled)).unwrap_or_default();
    let req = NotificationsSetRequest { client_id, url, types, twice, shuffled };
    set::set(app, req).await.map(|_| Empty {})
}

fn kinds(request: &str, names: &[String]) -> Result<Vec<Kind>> {
    let kind = |name: &String| {
        let found = Kind::ALL.iter().find(|kind| kind.name() == name).copied();
        let rule = || format!("{name} is not told: value must be a type of /v1/notification/push-type/list");
        found.ok_or_else(|| Error::invalid(format!("{request}.Types"), rule()))
    };
    names.iter().map(kind).collect()
}

/// The subscription of the call's shop, if this is its number.
async fn named(call: &mut Call, id: i64) -> Result<Subscription> {
    let found = row::hold(call, call.seller).await?.filter(|found| found.notification_id == id);
    found.ok_or_else(|| Error::NotFound("NOTIFICATION_NOT_FOUND".to_owned()))
}

/// Ends it.
pub(super) async fn delete_v1(call: &mut Call, req: &NotificationDeleteV1Request) -> Result<Empty> {
    named(call, req.id).await?;
    let client_id = call.seller;
    set::delete(call, &NotificationsRequest { client_id }).await
}

/// Off: nothing is told, and what waits is given up. On: all that happens from now on is told.
pub(super) async fn enable_v1(call: &mut Call, req: &NotificationEnableV1Request) -> Result<Empty> {
    let before = named(call, req.id).await?;
    if before.sends() == req.enabled {
        return Ok(Empty {});
    }
    call.tx.run(SWITCH, args![req.enabled, call.seller]).await?;
    if req.enabled {
        health::ping_later(call).await?;
        health::resume(call).await?;
        known::changed(call).await?;
    } else {
        set::give_up(call).await?;
    }
    Ok(Empty {})
}

const SWITCH: &str = "update push_subscription set is_enabled = $1, awake = 0, failures = 0, failing_since = null, \
    paused_at = null where seller_id = $2";

/// There is one or none.
pub(super) async fn list_v1(call: &mut Call, req: &NotificationListV1Request) -> Result<NotificationListV1Response> {
    let limit = if req.limit == 0 { 100 } else { req.limit };
    check::limit("NotificationListRequest", limit, 100)?;
    check::offset("NotificationListRequest", req.offset)?;
    if !matches!(req.sort_dir.as_str(), "" | "ASC" | "DESC") {
        return Err(Error::BadRequest(format!("sort_dir {} is not one of: ASC, DESC", req.sort_dir)));
    }
    let found = row::find(call, call.seller).await?.map(shown);
    let wanted = |url: &NotificationUrl| {
        req.availability_statuses.is_empty() || req.availability_statuses.contains(&url.availability_status)
    };
    let found = found.filter(wanted);
    let total_count = i64::from(found.is_some());
    let threshold = |(status, threshold): (&str, i64)| NotificationThreshold { status: status.to_owned(), threshold };
    Ok(NotificationListV1Response {
        availability_status_thresholds: [("GREEN", 0), ("YELLOW", 1)].map(threshold).to_vec(),
        total_count,
        urls: found.into_iter().filter(|_| req.offset == 0).collect(),
    })
}

fn shown(found: Subscription) -> NotificationUrl {
    let (status, since) = match (found.paused_at, found.failing_since) {
        (Some(paused_at), _) => ("RED", Some(paused_at)),
        (None, Some(failing_since)) => ("YELLOW", Some(failing_since)),
        (None, None) => ("GREEN", None),
    };
    let disable_reason = match (found.is_enabled, found.paused_at) {
        (false, _) => "SELLER",
        (true, Some(_)) => "AVAILABILITY",
        (true, None) => "",
    };
    let kind = |kind: &Kind| NotificationType { description: told(*kind).to_owned(), r#type: kind.name().to_owned() };
    NotificationUrl {
        availability_status: status.to_owned(),
        availability_status_date: since.map(|since| since.to_string()).unwrap_or_default(),
        created_at: found.created_at,
        disable_reason: disable_reason.to_owned(),
        enable: found.sends(),
        id: found.notification_id,
        problematic_type: String::new(),
        reason_details: found.last_check.map(|check| check.reason).unwrap_or_default(),
        types: found.types.iter().map(kind).collect(),
        url: found.url,
    }
}

/// All kinds that can be told.
pub(super) async fn types_v1(call: &mut Call, _: &Empty) -> Result<NotificationPushTypeListV1Response> {
    let found = row::find(call, call.seller).await?;
    let endpoint = |kind: &Kind| {
        let told = found.as_ref().filter(|found| found.types.contains(kind));
        told.map(|found| NotificationEndpoint { id: found.notification_id, url: found.url.clone() })
    };
    let row = |kind: &Kind| NotificationPushType {
        description: told(*kind).to_owned(),
        seller_endpoint: endpoint(kind),
        r#type: kind.name().to_owned(),
    };
    Ok(NotificationPushTypeListV1Response { types: Kind::ALL.iter().map(row).collect() })
}

fn told(kind: Kind) -> &'static str {
    match kind {
        Kind::NewPosting => "Новое отправление",
        Kind::PostingCancelled => "Отмена отправления",
        Kind::StateChanged => "Изменение статуса отправления",
        Kind::CutoffDateChanged => "Изменение даты отгрузки",
        Kind::DeliveryDateChanged => "Изменение даты доставки",
        Kind::CreateOrUpdateItem => "Создание или изменение товара",
        Kind::CreateItem => "Создание товара",
        Kind::UpdateItem => "Изменение товара",
        Kind::PriceIndexChanged => "Изменение индекса цен",
        Kind::StocksChanged => "Изменение остатков",
        Kind::NewMessage => "Новое сообщение в чате",
        Kind::UpdateMessage => "Изменение сообщения в чате",
        Kind::MessageRead => "Сообщение прочитано",
        Kind::ChatClosed => "Чат закрыт",
    }
}
