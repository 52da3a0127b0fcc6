//! The seller and the buyer write to each other.

use std::sync::Arc;

use gostiny_wire::{
    chat::{ChatSendFileV1Request, ChatSendFileV1Response, ChatSendMessageV1Request, ChatSendMessageV1Response},
    operator::{ChatMessageSendRequest, ChatMessageSendResponse},
    scalar::{ChatId, ClientId, MessageId},
};

use super::{
    row::{self, Chat},
    rule,
    write::{self, Sent, keep_file},
};
use crate::{
    App,
    areas::{posting, setting},
    args,
    call::{By, Call},
    check,
    error::{Error, Result},
};

/// Characters of a text.
const LONGEST: usize = 1_000;
const DONE: &str = "success";

/// Words of the seller.
pub async fn text_v1(call: &mut Call, req: &ChatSendMessageV1Request) -> Result<ChatSendMessageV1Response> {
    let sent = words("ChatSendMessageRequest", &req.text)?;
    by_seller(call, &req.chat_id, &sent).await?;
    Ok(ChatSendMessageV1Response { result: DONE.to_owned() })
}

/// A file of the seller.
pub(super) async fn file_v1(app: Arc<App>, by: By, req: ChatSendFileV1Request) -> Result<ChatSendFileV1Response> {
    let chat_id = req.chat_id.clone();
    // Nobody fills the store through a chat that is not there.
    let found = app.world.read(by, move |call| {
        let chat_id = chat_id.clone();
        Box::pin(async move { allowed(call, &chat_id).await.map(drop) })
    });
    found.await?;
    let sent = keep_file(&app.world.files, by.seller, &req.name, &req.base64_content).await?;
    let chat_id = req.chat_id;
    let written = app.write(by, move |call| {
        let (chat_id, sent) = (chat_id.clone(), sent.clone());
        Box::pin(async move { by_seller(call, &chat_id, &sent).await })
    });
    written.await?;
    Ok(ChatSendFileV1Response { result: DONE.to_owned() })
}

/// The seller writes into a chat of its own.
pub async fn by_seller(call: &mut Call, chat_id: &ChatId, sent: &Sent) -> Result<MessageId> {
    let chat = allowed(call, chat_id).await?;
    write::write(call, &chat, false, sent).await
}

/// The seller's chat, if it may write there now.
async fn allowed(call: &mut Call, chat_id: &ChatId) -> Result<Chat> {
    let chat = row::find(call, chat_id).await?;
    if chat.closed_at.is_some() {
        return Err(Error::WrongState("CHAT_IS_CLOSED".to_owned()));
    }
    if setting::of(call).await?.chat_limits {
        let posting = posting::find(call, &chat.posting_number).await?;
        if !rule::may_write(&posting, chat.customer_wrote_at, call.now) {
            return Err(Error::WrongState("TIME_TO_ANSWER_IS_OVER".to_owned()));
        }
    }
    Ok(chat)
}

/// Words or a file of the buyer, into a chat of any shop.
pub(super) async fn from_customer(app: Arc<App>, req: ChatMessageSendRequest) -> Result<ChatMessageSendResponse> {
    const REQUEST: &str = "ChatMessageSendRequest";
    let is_file = !req.name.is_empty() || !req.base64_content.is_empty();
    if is_file && !req.text.is_empty() {
        return Err(Error::invalid(format!("{REQUEST}.Text"), "give a text or a file, not both"));
    }
    let chat_id = req.chat_id.clone();
    let seller = app.world.read(ClientId(0), move |call| {
        let chat_id = chat_id.clone();
        Box::pin(async move { owner(call, &chat_id).await })
    });
    let seller = seller.await?;
    let sent = if is_file {
        keep_file(&app.world.files, seller, &req.name, &req.base64_content).await?
    } else {
        words(REQUEST, &req.text)?
    };
    let chat_id = req.chat_id;
    let written = app.write(seller, move |call| {
        let (chat_id, sent) = (chat_id.clone(), sent.clone());
        Box::pin(async move { by_customer(call, &chat_id, &sent).await })
    });
    Ok(ChatMessageSendResponse { message_id: written.await?.into() })
}

/// The buyer writes into a chat of the call's seller.
pub async fn by_customer(call: &mut Call, chat_id: &ChatId, sent: &Sent) -> Result<MessageId> {
    let chat = row::find(call, chat_id).await?;
    write::write(call, &chat, true, sent).await
}

pub(super) async fn owner(call: &mut Call, chat_id: &ChatId) -> Result<ClientId> {
    let found = call.tx.row(OWNER, args![chat_id], |row| row.next()).await?;
    found.ok_or_else(|| Error::NotFound("CHAT_NOT_FOUND".to_owned()))
}

const OWNER: &str = "select seller_id from chat where chat_id = $1";

pub(super) fn words(request: &str, text: &str) -> Result<Sent> {
    check::length(request, "Text", text, 1, LONGEST)?;
    if text.trim().is_empty() {
        return Err(Error::invalid(format!("{request}.Text"), "value must not be blank"));
    }
    Ok(Sent::Text(text.to_owned()))
}
