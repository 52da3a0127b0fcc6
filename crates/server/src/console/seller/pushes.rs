//! Pushes to the shop's own server: where they go, how the receiver does, what was sent and sent again.

use axum::response::Response;
use gostiny_wire::{
    operator::{
        Delivery, DeliveryList, DeliveryListRequest, DeliveryResend, DeliveryResendRequest, DeliveryState,
        Notifications, NotificationsCheck, NotificationsDelete, NotificationsGet, NotificationsRequest,
        NotificationsSet, NotificationsSetRequest,
    },
    push::Kind,
};
use maud::{Markup, html};

use crate::{
    console::{
        page::{Refusal, choice, field, heads, tick},
        show,
        visit::{Cabinet, Sent, Shown},
    },
    error::{Error, Result},
};

const PATH: &str = "/console/pushes";
/// Deliveries on a page.
const PAGE: i64 = 50;
const STATES: [(&str, DeliveryState); 3] =
    [("waiting", DeliveryState::Waiting), ("delivered", DeliveryState::Delivered), ("dropped", DeliveryState::Dropped)];

/// Settings and the log.
pub async fn show(cabinet: Cabinet) -> Shown {
    Ok(draw(&cabinet, None).await?)
}

async fn draw(cabinet: &Cabinet, refusal: Option<&Refusal>) -> Result<Response> {
    let own = NotificationsRequest { client_id: cabinet.shop.client_id };
    let set_up = match cabinet.about_itself(NotificationsGet, &own).await {
        Ok(set_up) => Some(set_up),
        Err(error) if matches!(error.bare(), Error::NotFound(_)) => None,
        Err(error) => return Err(error),
    };
    let state = cabinet.asked.get("state");
    let request = DeliveryListRequest {
        client_id: cabinet.shop.client_id,
        state: STATES.iter().find(|(word, _)| *word == state).map(|(_, state)| *state),
        limit: PAGE,
        last_id: cabinet.asked.get("last_id").to_owned(),
    };
    let log = cabinet.about_itself(DeliveryList, &request).await?;
    let states = STATES.map(|(word, _)| (word, cabinet.lang.word("delivery", word)));
    let is_more = log.deliveries.len() == 50;
    let body = html! {
        @if let Some(set_up) = &set_up { div #receiver data-part { (receiver(cabinet, set_up)) } (buttons(cabinet)) }
        (settings(cabinet, set_up.as_ref(), refusal))
        h2 { (cabinet.say("pushes.log")) }
        form.filters method="get" action=(PATH) {
            (field(cabinet.say("pushes.state"), choice("state", state, [("", cabinet.say("frame.any"))].into_iter().chain(states))))
            button { (cabinet.say("frame.filter")) }
        }
        div #deliveries data-part { @if log.deliveries.is_empty() { (cabinet.nothing()) } @else { (table(cabinet, &log.deliveries)) } }
        (cabinet.further(PATH, &[("state", state), ("last_id", &log.last_id)], is_more))
    };
    Ok(cabinet.page(cabinet.lang.word("nav", "pushes"), refusal, body))
}

fn receiver(cabinet: &Cabinet, set_up: &Notifications) -> Markup {
    html! {
        dl.facts {
            dt { (cabinet.say("pushes.url")) } dd { (set_up.url) }
            dt { (cabinet.say("pushes.state")) }
            dd { @match set_up.paused_at { Some(at) => { (cabinet.say("pushes.paused")) " " (cabinet.moment(at)) }, None => (cabinet.say("pushes.active")) } }
            dt { (cabinet.say("pushes.waiting")) } dd { (show::number(set_up.waiting)) }
            dt { (cabinet.say("pushes.failures")) } dd { (show::number(set_up.failures)) }
            @if let Some(check) = &set_up.last_check {
                dt { (cabinet.say("pushes.checked")) }
                dd { (if check.ok { cabinet.say("pushes.good") } else { cabinet.say("pushes.bad") }) " " (check.reason) " " (cabinet.moment(check.checked_at)) }
            }
        }
    }
}

fn buttons(cabinet: &Cabinet) -> Markup {
    html! { div.row {
        (cabinet.form("/console/pushes/check", html! { button { (cabinet.say("pushes.check")) } }))
        (cabinet.form("/console/pushes/delete", html! { button.plain { (cabinet.say("pushes.delete")) } }))
    } }
}

fn settings(cabinet: &Cabinet, set_up: Option<&Notifications>, refusal: Option<&Refusal>) -> Markup {
    let is_on = |kind: Kind| set_up.is_none_or(|set_up| set_up.types.contains(&kind));
    html! {
        section.card {
            h2 { (cabinet.say("pushes.set_up")) }
            (cabinet.alert(refusal, "set"))
            (cabinet.form(PATH, html! {
                (field(cabinet.say("pushes.url"), html! { input type="url" name="url" required value=(set_up.map(|one| one.url.as_str()).unwrap_or_default()); }))
                fieldset { legend { (cabinet.say("pushes.types")) }
                    @for kind in Kind::ALL { label.tick { input type="checkbox" name="type" value=(kind.name()) checked[is_on(*kind)]; " " (cabinet.lang.word("push", kind.name())) } } }
                (tick("twice", cabinet.say("pushes.twice"), set_up.is_some_and(|one| one.twice)))
                (tick("shuffled", cabinet.say("pushes.shuffled"), set_up.is_some_and(|one| one.shuffled)))
                button { (cabinet.say("frame.save")) }
            }))
        }
    }
}

fn table(cabinet: &Cabinet, deliveries: &[Delivery]) -> Markup {
    let titles = [
        "#",
        cabinet.say("pushes.what"),
        cabinet.say("imports.when"),
        cabinet.say("pushes.state"),
        cabinet.say("pushes.tries"),
        cabinet.say("pushes.resend"),
    ];
    let word = |state| STATES.iter().find(|(_, known)| *known == state).map(|(word, _)| *word).unwrap_or_default();
    html! {
        div.scroll tabindex="0" { table {
            (heads(titles))
            tbody { @for one in deliveries { tr {
                th scope="row" { (one.id) @if let Some(copy) = one.copy_of { div.quiet { (cabinet.say("pushes.copy_of")) " " (copy) } } }
                td { (cabinet.lang.word("push", &one.message_type)) details { summary { (cabinet.say("pushes.body")) } pre { (body_of(one)) } } }
                td { (cabinet.moment(one.created_at)) }
                td { (cabinet.badge("delivery", word(one.state))) }
                td { (one.attempts) @for attempt in &one.tries { div.quiet { (cabinet.moment(attempt.at)) " " (attempt.status) " " (attempt.error) } } }
                td { (cabinet.form("/console/pushes/resend", html! {
                    input type="hidden" name="id" value=(one.id);
                    button.plain aria-label={ (cabinet.say("pushes.resend")) " " (one.id) } { (cabinet.say("pushes.resend")) }
                })) }
            } } }
        } }
    }
}

fn body_of(one: &Delivery) -> String {
    one.body.as_ref().map(|body| serde_json::to_string_pretty(body).unwrap_or_default()).unwrap_or_default()
}

/// Sends pushes to an address from now on.
pub async fn set(Sent { by: cabinet, form }: Sent<Cabinet>) -> Shown {
    let types = Kind::ALL.iter().filter(|kind| form.all("type").any(|name| name == kind.name())).copied().collect();
    let request = NotificationsSetRequest {
        client_id: cabinet.shop.client_id,
        url: form.get("url").to_owned(),
        types,
        twice: form.has("twice"),
        shuffled: form.has("shuffled"),
    };
    let set = cabinet.about_itself(NotificationsSet, &request).await.map(drop);
    answer(&cabinet, set).await
}

/// Asks the receiver whether it is there.
pub async fn check(Sent { by: cabinet, .. }: Sent<Cabinet>) -> Shown {
    let own = NotificationsRequest { client_id: cabinet.shop.client_id };
    let checked = cabinet.about_itself(NotificationsCheck, &own).await.map(drop);
    answer(&cabinet, checked).await
}

/// Sends no more.
pub async fn delete(Sent { by: cabinet, .. }: Sent<Cabinet>) -> Shown {
    let own = NotificationsRequest { client_id: cabinet.shop.client_id };
    let deleted = cabinet.about_itself(NotificationsDelete, &own).await.map(drop);
    answer(&cabinet, deleted).await
}

/// Sends one again.
pub async fn resend(Sent { by: cabinet, form }: Sent<Cabinet>) -> Shown {
    let request = DeliveryResendRequest { client_id: cabinet.shop.client_id, id: form.whole("id")? };
    cabinet.about_itself(DeliveryResend, &request).await?;
    Ok(cabinet.to(&format!("{PATH}?done=sent")))
}

async fn answer(cabinet: &Cabinet, outcome: Result<()>) -> Shown {
    match outcome {
        Ok(()) => Ok(cabinet.to(&format!("{PATH}?done=saved"))),
        Err(error) => {
            let refusal = Refusal::about("set", error)?;
            Ok(draw(cabinet, Some(&refusal)).await?)
        }
    }
}
