//! The buyers' desk about chats: which there are, and one of them, in which the buyer writes.

use axum::{extract::Path, response::Response};
use gostiny_wire::{
    chat::{ChatHistoryV3, ChatHistoryV3Request},
    operator::{
        ChatClose, ChatCloseRequest, ChatList, ChatListRequest, ChatMessageSend, ChatMessageSendRequest, ChatRead,
        ChatReadRequest,
    },
    scalar::{ChatId, ClientId, Digits, MessageId},
};
use maud::{Markup, html};

use super::{buyer::tabs, purchase};
use crate::{
    console::{
        fields::{Fields, query, segment},
        page::{Refusal, field, heads},
        seller::message,
        show,
        visit::{Operator, Sent, Shown, Visit},
    },
    error::{Error, Result},
};

const PATH: &str = "/console/operator/buyer/chats";
/// Chats on a page, and messages of one.
const PAGE: i64 = 50;

/// Where a chat stands.
pub fn path(shop: ClientId, chat: &ChatId) -> String {
    format!("{PATH}/{shop}/{}", segment(chat.as_str()))
}

/// What a buyer writes with.
pub fn inputs(visit: &Visit) -> Markup {
    html! {
        (field(visit.say("chats.text"), html! { textarea name="text" rows="3" maxlength="1000" {} }))
        (field(visit.say("chats.file"), html! { input type="file" name="file"; }))
        button { (visit.say("chats.send")) }
    }
}

/// Whether nothing was written.
pub fn is_empty(form: &Fields) -> bool {
    !form.has("text") && form.files().is_empty()
}

/// Files first: a text often tells what they are.
pub async fn send(operator: &Operator, chat_id: &ChatId, form: &Fields) -> Result<()> {
    for file in form.files() {
        let (name, base64_content) = (file.file_name.clone(), file.base64_content.clone());
        let request = ChatMessageSendRequest { chat_id: chat_id.clone(), name, base64_content, ..Default::default() };
        operator.call(ChatMessageSend, &request).await?;
    }
    if form.has("text") || form.files().is_empty() {
        let text = form.get("text").to_owned();
        let request = ChatMessageSendRequest { chat_id: chat_id.clone(), text, ..Default::default() };
        operator.call(ChatMessageSend, &request).await?;
    }
    Ok(())
}

/// Chats of all shops, or of one.
pub async fn list(operator: Operator) -> Shown {
    let shop = operator.asked.get("client_id");
    let request = ChatListRequest {
        client_id: operator.asked.whole_if_given("client_id")?.map(ClientId),
        limit: PAGE,
        last_id: operator.asked.get("last_id").to_owned(),
    };
    let page = operator.call(ChatList, &request).await?;
    let titles = [
        operator.say("chats.chat"),
        operator.say("shops.shop"),
        operator.say("postings.number"),
        operator.say("chats.since"),
        operator.say("buyer.unanswered"),
    ];
    let body = html! {
        (tabs(&operator))
        form.filters method="get" action=(PATH) {
            (field("Client-Id", html! { input name="client_id" inputmode="numeric" value=(shop); }))
            button { (operator.say("frame.filter")) }
        }
        div #chats data-part { @if page.chats.is_empty() { (operator.nothing()) } @else {
            div.scroll tabindex="0" { table {
                (heads(titles))
                tbody { @for one in &page.chats { tr {
                    th scope="row" { a href=(path(one.client_id, &one.chat_id)) { (one.chat_id) } @if one.closed_at.is_some() { " " (operator.badge("chat", "CLOSED")) } }
                    td { (one.client_id) }
                    td { a href={ (purchase::PATH) (query(&[("code", one.posting_number.as_str())])) } { (one.posting_number) } }
                    td { (operator.moment(one.created_at)) } td.num { (show::number(one.unread)) }
                } } }
            } }
        } }
        (operator.further(PATH, &[("client_id", shop), ("last_id", &page.last_id)], !page.last_id.is_empty()))
    };
    Ok(operator.page(operator.lang.word("nav", "chats"), None, body))
}

/// One of them, from the buyer's side.
pub async fn one(operator: Operator, Path((shop, chat)): Path<(i64, String)>) -> Shown {
    Ok(draw(&operator, ClientId(shop), &chat.into(), None).await?)
}

async fn draw(operator: &Operator, shop: ClientId, chat: &ChatId, refusal: Option<&Refusal>) -> Result<Response> {
    let path = path(shop, chat);
    let request = ChatHistoryV3Request {
        chat_id: chat.clone(),
        direction: "Backward".to_owned(),
        from_message_id: MessageId(operator.asked.whole("before")?),
        limit: PAGE,
        ..Default::default()
    };
    let page = operator.as_shop(shop, ChatHistoryV3, &request).await?;
    let oldest = page.messages.last().map(|one| one.message_id.to_string()).unwrap_or_default();
    let body = html! {
        (tabs(operator))
        (operator.further(&path, &[("before", &oldest)], page.has_next))
        div #messages data-part {
            @if page.messages.is_empty() { (operator.nothing()) }
            ol.messages { @for one in page.messages.iter().rev() { (message(operator, one, "Customer")) } }
        }
        section.card {
            h2 { (operator.say("buyer.write")) }
            (operator.alert(refusal, "write"))
            (operator.file_form(&path, inputs(operator)))
        }
        (operator.form(&format!("{path}/do"), html! { div.inline {
            button.plain name="act" value="read" { (operator.say("buyer.read")) }
            button.plain name="act" value="close" { (operator.say("buyer.close")) }
        } }))
    };
    Ok(operator.page(&format!("{} {chat}", operator.say("chats.chat")), refusal, body))
}

/// The buyer writes.
pub async fn write(Path((shop, chat)): Path<(i64, String)>, Sent { by: operator, form }: Sent<Operator>) -> Shown {
    let (shop, chat) = (ClientId(shop), ChatId::from(chat));
    let sent = send(&operator, &chat, &form).await;
    answer(&operator, shop, &chat, sent).await
}

/// The buyer reads what the shop wrote, or closes the chat.
pub async fn act(Path((shop, chat)): Path<(i64, String)>, Sent { by: operator, form }: Sent<Operator>) -> Shown {
    let (shop, chat_id) = (ClientId(shop), ChatId::from(chat));
    let request = ChatCloseRequest { chat_id: chat_id.clone() };
    let done = match form.get("act") {
        "close" => operator.call(ChatClose, &request).await,
        _ => operator.call(ChatRead, &ChatReadRequest { chat_id: chat_id.clone(), message_id: Digits(0) }).await,
    };
    answer(&operator, shop, &chat_id, done.map(drop)).await
}

async fn answer(operator: &Operator, shop: ClientId, chat: &ChatId, done: Result<()>) -> Shown {
    match done {
        Ok(()) => Ok(operator.to(&format!("{}?done=sent", path(shop, chat)))),
        Err(Error::NotFound(what)) if what == "CHAT_NOT_FOUND" => Err(Error::NotFound(what).into()),
        Err(error) => {
            let refusal = Refusal::of("write", error)?;
            Ok(draw(operator, shop, chat, Some(&refusal)).await?)
        }
    }
}
