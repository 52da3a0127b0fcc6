//! Shops: which there are, opening one, inviting somebody into one.

use axum::response::Response;
use gostiny_wire::{
    operator::{SellerCreate, SellerCreateRequest, SellerList, SellerListRequest},
    scalar::ClientId,
};
use maud::{Markup, html};

use crate::{
    areas::seller,
    audit,
    chance::Chance,
    console::{
        invitation,
        page::{Refusal, choice, field, tick},
        visit::{Operator, Sent, Shown},
    },
    error::Result,
};

const PATH: &str = "/console/operator/shops";
const CURRENCIES: [&str; 6] = ["RUB", "BYN", "KZT", "EUR", "USD", "CNY"];

/// Shops, page by page.
pub async fn list(operator: Operator) -> Shown {
    Ok(draw(&operator, None, html! {}).await?)
}

async fn draw(operator: &Operator, refusal: Option<&Refusal>, news: Markup) -> Result<Response> {
    let last_id = operator.asked.get("last_id").to_owned();
    let page = operator.call(SellerList, &SellerListRequest { limit: 50, last_id }).await?;
    let is_more = page.sellers.len() == 50;
    let body = html! {
        (news)
        @if page.sellers.is_empty() { (operator.nothing()) } @else {
            div.scroll tabindex="0" { table {
                thead { tr {
                    th scope="col" { "Client-Id" } th scope="col" { (operator.say("shops.name")) }
                    th scope="col" { (operator.say("shops.currency")) } th scope="col" { (operator.say("shops.since")) }
                    th scope="col" { (operator.say("shops.invite")) }
                } }
                tbody { @for shop in &page.sellers { tr {
                    th scope="row" { (shop.client_id) }
                    td { (shop.name) @if shop.premium { " " span.badge { "Premium" } } }
                    td { (shop.currency_code) } td { (operator.moment(shop.created_at)) }
                    td { (operator.form("/console/operator/shops/invite", html! {
                        input type="hidden" name="client_id" value=(shop.client_id);
                        button aria-label={ (operator.say("shops.invite_into")) " " (shop.name) } { (operator.say("shops.invite")) }
                    })) }
                } } }
            } }
            (operator.further(PATH, &[("last_id", &page.last_id)], is_more))
        }
        section.card {
            h2 { (operator.say("shops.open")) }
            (operator.alert(refusal, "open"))
            (operator.form(PATH, html! {
                (field(operator.say("shops.name"), html! { input name="name" required maxlength="200"; }))
                (field(operator.say("shops.currency"), choice("currency_code", "RUB", CURRENCIES.map(|code| (code, code)))))
                (tick("premium", "Premium", false))
                button { (operator.say("shops.open")) }
            }))
        }
    };
    Ok(operator.page(operator.lang.word("nav", "shops"), refusal, body))
}

/// Opens one; its key is shown on this very page and never again.
pub async fn open(Sent { by: operator, form }: Sent<Operator>) -> Shown {
    let request = SellerCreateRequest {
        name: form.get("name").to_owned(),
        currency_code: form.get("currency_code").to_owned(),
        premium: form.has("premium"),
    };
    match operator.call(SellerCreate, &request).await {
        Ok(opened) => {
            let news = html! {
                section.card.news role="status" {
                    h2 { (operator.say("shops.opened")) }
                    p { "Client-Id: " code { (opened.client_id) } }
                    p { "Api-Key: " code #api-key { (opened.api_key) } " "
                        button.plain type="button" data-copy="api-key" { (operator.say("frame.copy")) } }
                    p { (operator.say("keys.once")) }
                }
            };
            Ok(draw(&operator, None, news).await?)
        }
        Err(error) => {
            let refusal = Refusal::of("open", error)?;
            Ok(draw(&operator, Some(&refusal), html! {}).await?)
        }
    }
}

/// Makes a link by which somebody comes into a shop.
pub async fn invite(Sent { by: operator, form }: Sent<Operator>) -> Shown {
    let (client_id, secret, now) = (ClientId(form.whole("client_id")?), Chance::secret()?, operator.console.wall());
    let (kept, line) = (secret.clone(), operator.line(ClientId(0), "Invite").about(client_id));
    let invited = operator.console.write(move |call| {
        let (secret, line) = (kept.clone(), line.clone());
        Box::pin(async move {
            let shop = seller::find(call, client_id).await?;
            audit::note(&mut call.tx, &line).await?;
            Ok((shop.name, invitation::invite(call, &secret, client_id, now).await?))
        })
    });
    let (name, until) = invited.await?;
    let news = html! {
        section.card.news role="status" {
            h2 { (operator.say("shops.invited")) " " (name) }
            p { code #invitation { (operator.origin) "/console/invitation/" (secret) } " "
                button.plain type="button" data-copy="invitation" { (operator.say("frame.copy")) } }
            p { (operator.say("shops.once_until")) " " (operator.moment(until)) }
        }
    };
    Ok(draw(&operator, None, news).await?)
}
