//! API keys of the shop: which there are, a new one (shown once), revoking one.

use axum::response::Response;
use gostiny_wire::operator::{KeyCreate, KeyCreateRequest, KeyRevoke, KeyRevokeRequest};
use maud::{Markup, html};

use crate::{
    areas::seller::{self, ROLES},
    console::{
        page::{Refusal, field},
        show,
        visit::{Cabinet, Sent, Shown},
    },
    error::{Error, Result},
};

const PATH: &str = "/console/keys";

/// Keys, newest first.
pub async fn list(cabinet: Cabinet) -> Shown {
    Ok(draw(&cabinet, None, html! {}).await?)
}

async fn draw(cabinet: &Cabinet, refusal: Option<&Refusal>, news: Markup) -> Result<Response> {
    let keys = cabinet.read(|call| Box::pin(seller::keys(call))).await?;
    let body = html! {
        (news)
        div.scroll tabindex="0" { table {
            thead { tr {
                th scope="col" { "#" } th scope="col" { (cabinet.say("keys.name")) } th scope="col" { (cabinet.say("keys.roles")) }
                th scope="col" { (cabinet.say("keys.networks")) } th scope="col" { (cabinet.say("keys.created")) }
                th scope="col" { (cabinet.say("keys.expires")) } th scope="col" { (cabinet.say("keys.revoke")) }
            } }
            tbody { @for key in &keys { tr {
                td { (key.key_id) } th scope="row" { (key.name) }
                td { @if key.roles.is_empty() { (cabinet.say("keys.all")) } @else { (key.roles.join(", ")) } }
                td { @if key.networks.is_empty() { (cabinet.say("keys.anywhere")) } @else { (key.networks.join(", ")) } }
                td { (cabinet.moment(key.created_at)) } td { (cabinet.moment_if(key.expires_at)) }
                td { @match key.revoked_at {
                    Some(at) => { (cabinet.say("keys.revoked")) " " (cabinet.moment(at)) },
                    None => (cabinet.form("/console/keys/revoke", html! {
                        input type="hidden" name="key_id" value=(key.key_id);
                        button.plain aria-label={ (cabinet.say("keys.revoke")) " " (key.key_id) } { (cabinet.say("keys.revoke")) }
                    })),
                } }
            } } }
        } }
        section.card {
            h2 { (cabinet.say("keys.create")) }
            (cabinet.alert(refusal, "create"))
            (cabinet.form(PATH, html! {
                (field(cabinet.say("keys.name"), html! { input name="name" required maxlength="200"; }))
                fieldset { legend { (cabinet.say("keys.roles_about")) }
                    @for role in ROLES { label.tick { input type="checkbox" name="role" value=(role); " " (role) } } }
                (field(cabinet.say("keys.expires"), html! { input name="expires_at" type="datetime-local"; }))
                (field(cabinet.say("keys.networks_about"), html! { input name="networks" placeholder="10.0.0.0/8, 203.0.113.7/32"; }))
                button { (cabinet.say("keys.create")) }
            }))
        }
    };
    Ok(cabinet.page(cabinet.lang.word("nav", "keys"), refusal, body))
}

/// Makes one; it is shown on this very page and never again.
pub async fn create(Sent { by: cabinet, form }: Sent<Cabinet>) -> Shown {
    let expires_at = match form.get("expires_at") {
        "" => None,
        text => match show::typed_moment(text) {
            Some(at) => Some(at),
            None => return Err(Error::BadRequest(format!("expires_at: {text} is not a date and a time")).into()),
        },
    };
    let networks = form.get("networks").split([',', ' ']).filter(|text| !text.is_empty()).map(str::to_owned).collect();
    let request = KeyCreateRequest {
        client_id: cabinet.shop.client_id,
        name: form.get("name").to_owned(),
        roles: form.all("role").map(str::to_owned).collect(),
        expires_at,
        networks,
    };
    match cabinet.about_itself(KeyCreate, &request).await {
        Ok(made) => {
            let news = html! {
                section.card.news role="status" {
                    p { "Api-Key: " code #api-key { (made.api_key) } " "
                        button.plain type="button" data-copy="api-key" { (cabinet.say("frame.copy")) } }
                    p { (cabinet.say("keys.once")) }
                }
            };
            Ok(draw(&cabinet, None, news).await?)
        }
        Err(error) => {
            let refusal = Refusal::of("create", error)?;
            Ok(draw(&cabinet, Some(&refusal), html! {}).await?)
        }
    }
}

/// Revokes one for good.
pub async fn revoke(Sent { by: cabinet, form }: Sent<Cabinet>) -> Shown {
    let request = KeyRevokeRequest { client_id: cabinet.shop.client_id, key_id: form.whole("key_id")? };
    cabinet.about_itself(KeyRevoke, &request).await?;
    Ok(cabinet.to(&format!("{PATH}?done=removed")))
}
