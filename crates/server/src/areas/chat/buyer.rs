//! What else the buyer does in a chat: changes what it wrote, reads, closes the chat.

use gostiny_wire::{
    method::Empty,
    operator::{ChatCloseRequest, ChatMessageEditRequest, ChatReadRequest},
    scalar::{ChatId, MessageId, Time},
};

use super::{
    notify,
    row::{self, Chat},
    send::{owner, words},
};
use crate::{
    args,
    call::Call,
    error::{Error, Result},
    store::Row,
};

/// Changes a text of the buyer's.
pub(super) async fn edit(call: &mut Call, req: &ChatMessageEditRequest) -> Result<Empty> {
    words("ChatMessageEditRequest", &req.text)?;
    let chat = any(call, &req.chat_id).await?;
    let args = args![&req.text, call.seller, &chat.chat_id, req.message_id.0];
    let edited = call.tx.row(EDIT, args, |row| row.next::<Time>()).await?;
    let written_at = edited.ok_or_else(|| Error::NotFound("MESSAGE_NOT_FOUND".to_owned()))?;
    notify::changed(call, &chat, (MessageId(req.message_id.0), written_at), &req.text).await?;
    Ok(Empty {})
}

const EDIT: &str = "update chat_message set body = $1 where seller_id = $2 and chat_id = $3 and message_id = $4 \
    and by_customer = 1 and file_key = '' returning created_at";

/// Reads what the shop wrote. What was read before is not read again.
pub(super) async fn read(call: &mut Call, req: &ChatReadRequest) -> Result<Empty> {
    let chat = any(call, &req.chat_id).await?;
    let upto = if req.message_id.0 == 0 { i64::MAX } else { req.message_id.0 };
    let read = |row: &Row<'_>| Ok((row.next::<MessageId>()?, row.next::<Time>()?));
    let last = call.tx.row(LAST, args![call.seller, &chat.chat_id, upto], read).await?;
    let last = last.ok_or_else(|| Error::NotFound("MESSAGE_NOT_FOUND".to_owned()))?;
    if call.tx.run(READ, args![last.0, call.seller, &chat.chat_id]).await? == 1 {
        notify::read(call, &chat, last).await?;
    }
    Ok(Empty {})
}

const LAST: &str = "select message_id, created_at from chat_message where seller_id = $1 and chat_id = $2 \
    and message_id <= $3 and by_customer = 0 order by message_id desc limit 1";
const READ: &str = "update chat set read_id = $1 where seller_id = $2 and chat_id = $3 and read_id < $1";

/// Closes the chat; the buyer's next message opens it again.
pub(super) async fn close(call: &mut Call, req: &ChatCloseRequest) -> Result<Empty> {
    let chat = any(call, &req.chat_id).await?;
    if call.tx.run(CLOSE, args![call.now, call.seller, &chat.chat_id]).await? == 0 {
        return Err(Error::WrongState("CHAT_IS_CLOSED".to_owned()));
    }
    notify::closed(call, &chat).await?;
    Ok(Empty {})
}

const CLOSE: &str = "update chat set closed_at = $1 where seller_id = $2 and chat_id = $3 and closed_at is null";

/// A chat of any shop; the call is that shop's from here on.
async fn any(call: &mut Call, chat_id: &ChatId) -> Result<Chat> {
    call.seller = owner(call, chat_id).await?;
    row::find(call, chat_id).await
}
