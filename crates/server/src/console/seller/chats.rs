//! Chats with buyers: which there are, one of them, an answer with or without a file.

use axum::{extract::Path, response::Response};
use gostiny_wire::{
    chat::{
        ChatHistoryV3, ChatHistoryV3Request, ChatListFilter, ChatListV3, ChatListV3Request, ChatMessageV3, ChatReadV2,
        ChatReadV2Request, ChatSendFileV1, ChatSendFileV1Request, ChatSendMessageV1, ChatSendMessageV1Request,
    },
    scalar::{ChatId, MessageId},
};
use maud::{Markup, html};

use crate::{
    console::{
        fields::{Fields, segment},
        page::{Refusal, field, heads, tick},
        show,
        visit::{Cabinet, Sent, Shown, Visit},
    },
    error::Result,
};

const PATH: &str = "/console/chats";
/// Chats on a page, and messages of one.
const PAGE: i64 = 50;

/// Chats.
pub async fn list(cabinet: Cabinet) -> Shown {
    let unread_only = cabinet.asked.has("unread");
    let filter = ChatListFilter { unread_only, ..Default::default() };
    let cursor = cabinet.asked.get("cursor").to_owned();
    let page = cabinet.call(ChatListV3, &ChatListV3Request { cursor, filter, limit: PAGE }).await?;
    let titles = [
        cabinet.say("chats.chat"),
        cabinet.say("chats.kind"),
        cabinet.say("chats.since"),
        cabinet.say("chats.state"),
        cabinet.say("chats.unread"),
    ];
    let body = html! {
        form.filters method="get" action=(PATH) {
            (tick("unread", cabinet.say("chats.unread_only"), unread_only))
            button { (cabinet.say("frame.filter")) }
        }
        div #chats data-part {
            @if page.chats.is_empty() { (cabinet.nothing()) } @else {
                div.scroll tabindex="0" { table {
                    (heads(titles))
                    tbody { @for one in &page.chats { tr {
                        th scope="row" { a href={ (PATH) "/" (segment(one.chat.chat_id.as_str())) } { (one.chat.chat_id) } }
                        td { (cabinet.lang.word("chat", &one.chat.chat_type)) } td { (cabinet.moment(one.chat.created_at)) }
                        td { (cabinet.badge("chat", &one.chat.chat_status)) }
                        td { @if one.unread_count > 0 { strong { (show::number(one.unread_count)) } } @else { "0" } }
                    } } }
                } }
            }
        }
        (cabinet.further(PATH, &[("unread", cabinet.asked.get("unread")), ("cursor", &page.cursor)], page.has_next))
    };
    Ok(cabinet.page(cabinet.lang.word("nav", "chats"), None, body))
}

/// One of them.
pub async fn one(cabinet: Cabinet, Path(chat_id): Path<String>) -> Shown {
    Ok(draw(&cabinet, &chat_id.into(), None).await?)
}

async fn draw(cabinet: &Cabinet, chat_id: &ChatId, refusal: Option<&Refusal>) -> Result<Response> {
    let path = format!("{PATH}/{}", segment(chat_id.as_str()));
    let from_message_id = MessageId(cabinet.asked.whole("before")?);
    let request = ChatHistoryV3Request {
        chat_id: chat_id.clone(),
        direction: "Backward".to_owned(),
        from_message_id,
        limit: PAGE,
        ..Default::default()
    };
    let page = cabinet.call(ChatHistoryV3, &request).await?;
    let oldest = page.messages.last().map(|message| message.message_id.to_string()).unwrap_or_default();
    let newest = page.messages.first().map(|message| message.message_id.to_string()).unwrap_or_default();
    let has_unread = page.messages.iter().any(|message| !message.is_read && message.user.r#type == "Customer");
    let body = html! {
        (cabinet.further(&path, &[("before", &oldest)], page.has_next))
        div #messages data-part { @if page.messages.is_empty() { (cabinet.nothing()) } ol.messages { @for one in page.messages.iter().rev() { (message(cabinet, one, "Seller")) } } }
        @if has_unread {
            (cabinet.form(&format!("{path}/read"), html! {
                input type="hidden" name="message" value=(newest);
                button.plain { (cabinet.say("chats.mark_read")) }
            }))
        }
        section.card {
            h2 { (cabinet.say("chats.answer")) }
            (cabinet.alert(refusal, "answer"))
            (cabinet.file_form(&path, html! {
                (field(cabinet.say("chats.text"), html! { textarea name="text" rows="3" maxlength="1000" {} }))
                (field(cabinet.say("chats.file"), html! { input type="file" name="file"; }))
                button { (cabinet.say("chats.send")) }
            }))
        }
    };
    Ok(cabinet.page(&format!("{} {chat_id}", cabinet.say("chats.chat")), refusal, body))
}

/// A message of a chat, as somebody sees it who is one of the two sides: `Seller` or `Customer`.
pub fn message(visit: &Visit, message: &ChatMessageV3, side: &str) -> Markup {
    let by_buyer = message.user.r#type == "Customer";
    let is_own = by_buyer == (side == "Customer");
    html! {
        li.own[is_own] {
            p.quiet {
                (if by_buyer { visit.say("chats.buyer") } else { visit.say("chats.shop") }) " \u{b7} " (visit.moment(message.created_at))
                @if !is_own && !message.is_read { " \u{b7} " strong { (visit.say("chats.new")) } }
            }
            @for text in &message.data { p.text { (piece(text)) } }
        }
    }
}

/// A text, or a file as a link to it: nothing in a chat is a page of ours.
fn piece(text: &str) -> Markup {
    let file = text.strip_suffix(')').and_then(|text| text.rsplit_once("]("));
    let own = file.and_then(|(head, link)| Some((head, link.split_once("/files/")?.1)));
    match own {
        Some((head, rest)) if head.starts_with("![") => {
            html! { a href={ "/files/" (rest) } { img src={ "/files/" (rest) } alt="" height="160"; } }
        }
        Some((head, rest)) if head.starts_with('[') => {
            html! { a href={ "/files/" (rest) } { (head.trim_start_matches('[')) } }
        }
        _ => html! { (text) },
    }
}

/// Answers the buyer.
pub async fn answer(Path(chat_id): Path<String>, Sent { by: cabinet, form }: Sent<Cabinet>) -> Shown {
    let chat_id = ChatId::from(chat_id);
    match send(&cabinet, &chat_id, &form).await {
        Ok(()) => Ok(cabinet.to(&format!("{PATH}/{}?done=sent", segment(chat_id.as_str())))),
        Err(error) => {
            let refusal = Refusal::about("answer", error)?;
            Ok(draw(&cabinet, &chat_id, Some(&refusal)).await?)
        }
    }
}

/// Files first: a text often tells what they are.
async fn send(cabinet: &Cabinet, chat_id: &ChatId, form: &Fields) -> Result<()> {
    for file in form.files() {
        let request = ChatSendFileV1Request {
            base64_content: file.base64_content.clone(),
            chat_id: chat_id.clone(),
            name: file.file_name.clone(),
        };
        cabinet.call(ChatSendFileV1, &request).await?;
    }
    let text = form.get("text");
    if !text.is_empty() || form.files().is_empty() {
        let request = ChatSendMessageV1Request { chat_id: chat_id.clone(), text: text.to_owned() };
        cabinet.call(ChatSendMessageV1, &request).await?;
    }
    Ok(())
}

/// Marks what stands there as read.
pub async fn read(Path(chat_id): Path<String>, Sent { by: cabinet, form }: Sent<Cabinet>) -> Shown {
    let chat_id = ChatId::from(chat_id);
    let request = ChatReadV2Request { chat_id: chat_id.clone(), from_message_id: MessageId(form.whole("message")?) };
    cabinet.call(ChatReadV2, &request).await?;
    Ok(cabinet.to(&format!("{PATH}/{}", segment(chat_id.as_str()))))
}

#[cfg(test)]
mod tests {
    use super::piece;

    #[test]
    fn only_our_own_files_become_links() {
        let shown = |text: &str| piece(text).into_string();
        assert_eq!(shown("[а.pdf](http://h/files/x?until=1)"), "<a href=\"/files/x?until=1\">а.pdf</a>");
        assert!(shown("![](http://h/files/x)").contains("<img src=\"/files/x\""));
        for text in ["[a](javascript:alert(1))", "<b>", "[a](http://evil.example/x)"] {
            assert!(!shown(text).contains("<a") && !shown(text).contains("<b>"), "{text}");
        }
    }
}
