//! Messages as the later versions show them: in Markdown, in either direction, with what has been read.

use gostiny_wire::{
    chat::{
        ChatContextV1, ChatContextV3, ChatHistoryV2Request, ChatHistoryV2Response, ChatHistoryV3Request,
        ChatHistoryV3Response, ChatMessageV2, ChatMessageV3, ChatUserV2,
    },
    scalar::ChatId,
};

use super::{
    history::{Asked, Direction, Message, context_of, sender},
    markdown::{self, is_image},
    row::Chat,
};
use crate::{
    call::Call,
    error::{Error, Result},
    store::Arg,
};

const REQUEST: &str = "ChatHistoryRequest";
const USUAL_PAGE: i64 = 50;

/// Messages with who wrote them.
pub async fn history_v2(call: &mut Call, req: &ChatHistoryV2Request) -> Result<ChatHistoryV2Response> {
    let asked = asked(&req.chat_id, req.from_message_id.0, &req.direction)?;
    let (chat, found) = asked.page(call, req.limit, USUAL_PAGE).await?;
    let shown = |message: Message| {
        let (id, kind) = sender(call, &chat, message.by_customer);
        ChatMessageV2 {
            created_at: message.created_at,
            data: vec![markdown(&message, call)],
            is_read: is_read(&message, &chat),
            number: message.message_id,
            message_id: message.message_id.into(),
            user: ChatUserV2 { id, r#type: kind.to_owned() },
        }
    };
    Ok(ChatHistoryV2Response { has_next: found.has_next, messages: found.messages.into_iter().map(shown).collect() })
}

/// The same with what they are about; also given messages only.
pub async fn history_v3(call: &mut Call, req: &ChatHistoryV3Request) -> Result<ChatHistoryV3Response> {
    let asked = asked(&req.chat_id, req.from_message_id.0, &req.direction)?;
    let (chat, found) = if req.filter.message_ids.is_empty() {
        asked.page(call, req.limit, USUAL_PAGE).await?
    } else {
        let ids: Vec<Arg> = req.filter.message_ids.iter().map(|id| Arg::from(id.0)).collect();
        asked.named(call, &ids).await?
    };
    let context = context_of(call, &chat, &found.messages).await?.map(about).unwrap_or_default();
    let shown = |message: Message| {
        let (id, _) = sender(call, &chat, message.by_customer);
        let is_image = is_image(&message.file_mime);
        ChatMessageV3 {
            context: if message.by_customer { context.clone() } else { ChatContextV3::default() },
            created_at: message.created_at,
            data: vec![markdown(&message, call)],
            is_image,
            is_read: is_read(&message, &chat),
            message_id: message.message_id,
            moderate_image_status: if is_image { "SUCCESS" } else { "" }.to_owned(),
            user: ChatUserV2 { id, r#type: if message.by_customer { "Customer" } else { "Seller" }.to_owned() },
        }
    };
    Ok(ChatHistoryV3Response { has_next: found.has_next, messages: found.messages.into_iter().map(shown).collect() })
}

fn asked<'r>(chat_id: &'r ChatId, from: i64, direction: &str) -> Result<Asked<'r>> {
    let direction = match direction.to_ascii_lowercase().as_str() {
        "" | "backward" => Direction::Backward,
        "forward" => Direction::Forward,
        _ => {
            let rule = "value must be in list [Forward Backward]";
            return Err(Error::invalid(format!("{REQUEST}.Direction"), rule));
        }
    };
    Ok(Asked { request: REQUEST, chat_id, from, direction })
}

fn about(context: ChatContextV1) -> ChatContextV3 {
    ChatContextV3 { order_number: context.order.order_number, sku: context.item.sku.to_string() }
}

/// A text stays as it is.
fn markdown(message: &Message, call: &Call) -> String {
    if message.file_key.is_empty() {
        return message.body.clone();
    }
    markdown::file(call, &message.file_key, &message.file_name, &message.file_mime)
}

/// The shop has read what is not among its unread messages. The buyer has read what it said so of, and what the shop
/// wrote before the buyer's last message.
fn is_read(message: &Message, chat: &Chat) -> bool {
    if message.by_customer {
        return chat.unread == 0 || message.message_id < chat.first_unread_id;
    }
    message.message_id <= chat.read_id || chat.customer_wrote_at.is_some_and(|at| at > message.created_at)
}
