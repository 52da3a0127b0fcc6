//! The buyers' desk about a parcel: what its buyer writes, sends back, calls off.

use axum::response::Response;
use gostiny_wire::{
    operator::{
        CancellationRequest, CancellationRequestRequest, ChatOpen, ChatOpenRequest, ReturnCreate, ReturnCreateRequest,
    },
    scalar::{ChatId, ClientId, PostingNumber, Sku},
};
use maud::{Markup, html};

use super::{buyer::tabs, letters};
use crate::{
    areas::posting::{self, Item, Posting},
    console::{
        fields::{Fields, query},
        page::{Refusal, choice, field, tick},
        visit::{Operator, Sent, Shown},
    },
    error::{Error, Result},
};

pub const PATH: &str = "/console/operator/buyer/posting";

/// The parcel that was asked for, or where one is asked for.
pub async fn show(operator: Operator) -> Shown {
    Ok(draw(&operator, operator.asked.get("code"), None).await?)
}

struct Found {
    shop: ClientId,
    posting: Posting,
    items: Vec<Item>,
}

async fn find(operator: &Operator, code: &str) -> Result<Option<Found>> {
    let code = code.to_owned();
    let found = operator.console.read(move |call| {
        let code = code.clone();
        Box::pin(async move {
            let Some((shop, number, _)) = posting::scanned(call, &code).await? else { return Ok(None) };
            call.seller = shop;
            let posting = posting::find(call, &number).await?;
            let items = posting::items(call, &[number]).await?;
            Ok(Some(Found { shop, posting, items }))
        })
    });
    found.await
}

async fn draw(operator: &Operator, code: &str, refusal: Option<&Refusal>) -> Result<Response> {
    let found = if code.is_empty() { None } else { find(operator, code).await? };
    let body = html! {
        (tabs(operator))
        form.filters method="get" action=(PATH) role="search" {
            (field(operator.say("parcels.code"), html! { input name="code" value=(code) required autocomplete="off"; }))
            button { (operator.say("parcels.find")) }
        }
        @match &found {
            Some(found) => (parcel(operator, found, refusal)),
            None => @if !code.is_empty() { p.alert role="alert" { (operator.say("parcels.unknown")) } },
        }
    };
    Ok(operator.page(operator.say("buyer.posting"), refusal, body))
}

fn parcel(operator: &Operator, found: &Found, refusal: Option<&Refusal>) -> Markup {
    let number = &found.posting.posting_number;
    html! {
        h2 { (number) }
        p {
            (operator.badge("scheme", found.posting.scheme.as_str())) " " (operator.badge("status", &found.posting.status))
            " \u{b7} " (operator.say("shops.shop")) " " (found.shop) " \u{b7} "
            a href={ "/console/operator/parcels" (query(&[("code", number.as_str())])) } { (operator.say("parcels.timeline")) }
        }
        ul { @for item in &found.items { li { (item.quantity) " \u{d7} " (item.name) " \u{b7} SKU " (item.sku) } } }
        div.cards {
            section.card {
                h2 { (operator.say("buyer.write")) }
                (operator.alert(refusal, "write"))
                (operator.file_form(&format!("{PATH}/write"), html! {
                    input type="hidden" name="number" value=(number);
                    (letters::inputs(operator))
                }))
            }
            (return_form(operator, found, refusal))
            section.card {
                h2 { (operator.say("buyer.call_off")) }
                p.quiet { (operator.say("buyer.call_off_about")) }
                (operator.alert(refusal, "call_off"))
                (operator.form(&format!("{PATH}/call-off"), html! {
                    input type="hidden" name="number" value=(number);
                    (field(operator.say("returns.reason"), html! { textarea name="message" rows="2" maxlength="1000" {} }))
                    button.plain { (operator.say("buyer.ask")) }
                }))
            }
        }
    }
}

fn return_form(operator: &Operator, found: &Found, refusal: Option<&Refusal>) -> Markup {
    let skus: Vec<(String, &str)> = found.items.iter().map(|item| (item.sku.to_string(), item.name.as_str())).collect();
    html! {
        section.card {
            h2 { (operator.say("buyer.return")) }
            p.quiet { (operator.say("buyer.return_about")) }
            (operator.alert(refusal, "return"))
            (operator.form(&format!("{PATH}/return"), html! {
                input type="hidden" name="number" value=(found.posting.posting_number);
                (field(operator.say("goods.product"), choice("sku", "", skus.iter().map(|(sku, name)| (sku.as_str(), *name)))))
                (field(operator.say("buyer.quantity"), html! { input type="number" name="quantity" min="1" value="1" required; }))
                (field(operator.say("returns.reason"), html! { input name="reason" maxlength="1000"; }))
                (tick("defect", operator.say("buyer.defect"), false))
                (tick("opened", operator.say("buyer.opened"), false))
                button.plain { (operator.say("buyer.send_back")) }
            }))
        }
    }
}

/// The buyer writes to the shop: into the chat about the parcel, which is opened where there is none.
pub async fn write(Sent { by: operator, form }: Sent<Operator>) -> Shown {
    let written = match letters::is_empty(&form) {
        true => Err(Error::BadRequest(operator.say("buyer.nothing_written").to_owned())),
        false => write_about(&operator, &form).await,
    };
    match written {
        Ok((shop, chat)) => Ok(operator.to(&format!("{}?done=sent", letters::path(shop, &chat)))),
        Err(error) => refused(&operator, &form, "write", error).await,
    }
}

async fn write_about(operator: &Operator, form: &Fields) -> Result<(ClientId, ChatId)> {
    let chat = operator.call(ChatOpen, &ChatOpenRequest { posting_number: form.get("number").into() }).await?;
    letters::send(operator, &chat.chat_id, form).await?;
    Ok((chat.client_id, chat.chat_id))
}

/// The buyer sends goods back.
pub async fn send_back(Sent { by: operator, form }: Sent<Operator>) -> Shown {
    let request = ReturnCreateRequest {
        posting_number: form.get("number").into(),
        sku: Sku(form.whole("sku")?),
        quantity: form.whole("quantity")?,
        reason: form.get("reason").to_owned(),
        defect: form.has("defect"),
        is_opened: form.has("opened"),
    };
    match operator.call(ReturnCreate, &request).await {
        Ok(_) => Ok(operator.to("/console/operator/buyer/returns?done=recorded")),
        Err(error) => refused(&operator, &form, "return", error).await,
    }
}

/// The buyer asks to call off what is on its way.
pub async fn call_off(Sent { by: operator, form }: Sent<Operator>) -> Shown {
    let posting_number: PostingNumber = form.get("number").into();
    let request =
        CancellationRequestRequest { posting_number: posting_number.clone(), message: form.get("message").to_owned() };
    match operator.call(CancellationRequest, &request).await {
        Ok(_) => Ok(operator.to(&format!("{PATH}{}", query(&[("code", posting_number.as_str()), ("done", "sent")])))),
        Err(error) => refused(&operator, &form, "call_off", error).await,
    }
}

async fn refused(operator: &Operator, form: &Fields, what: &'static str, error: Error) -> Shown {
    let refusal = Refusal::of(what, error)?;
    Ok(draw(operator, form.get("number"), Some(&refusal)).await?)
}
