//! Marks messages as read.

use gostiny_wire::{
    chat::{ChatReadV2Request, ChatReadV2Response},
    scalar::MessageId,
};

use super::row;
use crate::{
    args,
    call::Call,
    check,
    error::{Error, Result},
    store::Row,
};

/// Up to a message. What was read before stays read.
pub async fn v2(call: &mut Call, req: &ChatReadV2Request) -> Result<ChatReadV2Response> {
    check::positive("ChatReadRequest", "FromMessageId", req.from_message_id.0)?;
    let chat = row::find(call, &req.chat_id).await?;
    if chat.unread == 0 || req.from_message_id < chat.first_unread_id {
        return Ok(ChatReadV2Response { unread_count: chat.unread });
    }
    let read = |row: &Row<'_>| Ok((row.next::<i64>()?, row.next::<MessageId>()?));
    let left = call.tx.row(LEFT, args![call.seller, &chat.chat_id, req.from_message_id], read).await?;
    let (unread_count, first) = left.unwrap_or_default();
    let args =
        args![first, unread_count, call.seller, &chat.chat_id, chat.last_message_id, chat.first_unread_id, chat.unread];
    if call.tx.run(READ, args).await? != 1 {
        return Err(Error::Raced);
    }
    Ok(ChatReadV2Response { unread_count })
}

// What lies behind the first unread message is as long as the buyer wrote without an answer.
const LEFT: &str = "select count(*), coalesce(min(message_id), 0) from chat_message \
    where seller_id = $1 and chat_id = $2 and message_id > $3 and by_customer = 1";
const READ: &str = "update chat set first_unread_id = $1, unread = $2 where seller_id = $3 and chat_id = $4 \
    and last_message_id = $5 and first_unread_id = $6 and unread = $7";
