//! Tells the seller's software what the buyer does in a chat.

use gostiny_wire::{
    push::{ChatClosed, ChatUser, MessageRead, MessageSent, MessageUpdated, Push},
    scalar::{ClientId, Digits, MessageId, Time},
};

use super::{markdown, row::Chat, write::Sent};
use crate::{areas::push, call::Call, error::Result};

/// Chats here are between a buyer and a shop.
const CHAT_TYPE: &str = "Buyer_Seller";

fn buyer(chat: &Chat) -> ChatUser {
    ChatUser { id: chat.customer_id.to_string(), kind: "Customer".to_owned() }
}

fn digits(seller: ClientId) -> Digits {
    Digits(seller.0)
}

/// The buyer wrote.
pub(super) async fn wrote(call: &mut Call, chat: &Chat, message_id: MessageId, sent: &Sent) -> Result<()> {
    let shown = match sent {
        Sent::Text(text) => text.clone(),
        Sent::File { key, name, mime, .. } => markdown::file(call, key, name, mime),
    };
    let told = MessageSent {
        chat_id: chat.chat_id.clone(),
        chat_type: CHAT_TYPE.to_owned(),
        message_id: message_id.into(),
        created_at: call.now.into(),
        user: buyer(chat),
        data: vec![shown],
        seller_id: digits(call.seller),
    };
    push::tell(call, Push::NewMessage(told)).await
}

/// The buyer changed a text.
pub(super) async fn changed(
    call: &mut Call,
    chat: &Chat,
    (message_id, created_at): (MessageId, Time),
    text: &str,
) -> Result<()> {
    let told = MessageUpdated {
        chat_id: chat.chat_id.clone(),
        chat_type: CHAT_TYPE.to_owned(),
        message_id: message_id.into(),
        created_at: created_at.into(),
        updated_at: call.now.into(),
        user: buyer(chat),
        data: vec![text.to_owned()],
        seller_id: digits(call.seller),
    };
    push::tell(call, Push::UpdateMessage(told)).await
}

/// The buyer read up to a message of the shop's.
pub(super) async fn read(call: &mut Call, chat: &Chat, (message_id, created_at): (MessageId, Time)) -> Result<()> {
    let told = MessageRead {
        chat_id: chat.chat_id.clone(),
        chat_type: CHAT_TYPE.to_owned(),
        message_id: message_id.into(),
        created_at: created_at.into(),
        user: buyer(chat),
        last_read_message_id: message_id.into(),
        seller_id: digits(call.seller),
    };
    push::tell(call, Push::MessageRead(told)).await
}

/// The buyer closed the chat.
pub(super) async fn closed(call: &mut Call, chat: &Chat) -> Result<()> {
    let told = ChatClosed {
        chat_id: chat.chat_id.clone(),
        chat_type: CHAT_TYPE.to_owned(),
        user: buyer(chat),
        seller_id: digits(call.seller),
    };
    push::tell(call, Push::ChatClosed(told)).await
}
