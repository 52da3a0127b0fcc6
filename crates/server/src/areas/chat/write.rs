//! Puts a message into a chat. Its number is larger than those before it in the chat, whoever writes at the same time.

use bytes::Bytes;
use gostiny_wire::scalar::{ClientId, MessageId, Time};

use super::{attachment::Attachment, notify, row::Chat};
use crate::{
    args,
    call::Call,
    error::{Error, Result},
    files::Files,
};

/// What is sent. The file lies in the file store already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    /// Words.
    Text(String),
    /// A file.
    File {
        /// Under which the file store has it.
        key: String,
        /// As its sender calls it.
        name: String,
        /// Content type.
        mime: String,
        /// Bytes.
        size: i64,
    },
}

/// Keeps the bytes of a file for a chat of this shop; it is sent once the message is written.
pub async fn keep_file(files: &Files, seller: ClientId, name: &str, base64: &str) -> Result<Sent> {
    let (sent, bytes) = file(seller, name, base64)?;
    if let Sent::File { key, .. } = &sent {
        files.put(key, bytes).await?;
    }
    Ok(sent)
}

/// Reads a file that is sent; its bytes have to lie in the file store under its key.
pub fn file(seller: ClientId, name: &str, base64: &str) -> Result<(Sent, Bytes)> {
    let file = Attachment::read("ChatSendFileRequest", name, base64)?;
    let size = i64::try_from(file.bytes.len()).map_err(|error| Error::Internal(error.into()))?;
    let sent = Sent::File { key: file.key(seller), name: file.name, mime: file.mime.to_owned(), size };
    Ok((sent, file.bytes))
}

/// Writes for one of the two.
pub(super) async fn write(call: &mut Call, chat: &Chat, by_customer: bool, sent: &Sent) -> Result<MessageId> {
    let counter = call.id("message").await?;
    let message_id = number(chat.last_message_id, call.now, counter);
    let (first_unread, unread, customer_wrote_at) = match (by_customer, chat.unread) {
        (true, 0) => (message_id, 1, Some(call.now)),
        (true, unread) => (chat.first_unread_id, unread + 1, Some(call.now)),
        // Who answers has read.
        (false, _) => (MessageId(0), 0, chat.customer_wrote_at),
    };
    let args = args![
        message_id,
        first_unread,
        unread,
        customer_wrote_at,
        call.seller,
        &chat.chat_id,
        chat.last_message_id,
        chat.first_unread_id,
        chat.unread,
        by_customer
    ];
    if call.tx.run(MOVE, args).await? != 1 {
        return Err(Error::Raced);
    }
    let (text, key, name, mime, size) = match sent {
        Sent::Text(text) => (text.as_str(), "", "", "", 0),
        Sent::File { key, name, mime, size } => ("", key.as_str(), name.as_str(), mime.as_str(), *size),
    };
    let args = args![call.seller, &chat.chat_id, message_id, by_customer, call.now, text, key, name, mime, size];
    call.tx.run(WRITE, args).await?;
    if by_customer {
        notify::wrote(call, chat, message_id, sent).await?;
    }
    Ok(message_id)
}

// The buyer opens what it closed; the seller does not, if the buyer closes it meanwhile.
const MOVE: &str = "update chat set last_message_id = $1, first_unread_id = $2, unread = $3, customer_wrote_at = $4, \
    closed_at = null where seller_id = $5 and chat_id = $6 and last_message_id = $7 and first_unread_id = $8 \
    and unread = $9 and (cast($10 as bigint) = 1 or closed_at is null)";
const WRITE: &str = "insert into chat_message (seller_id, chat_id, message_id, by_customer, created_at, body, \
    file_key, file_name, file_mime, file_size) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

/// Milliseconds, then a counter: above 2^53, as the real numbers are.
fn number(last: MessageId, now: Time, counter: i64) -> MessageId {
    let millisecond = now.0.max(0) / 1_000;
    MessageId(((millisecond << 20) | (counter & 0xf_ffff)).max(last.0 + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_grow_within_a_chat_and_are_longer_than_javascript_likes() {
        let now: Time = "2026-01-12T09:00:00Z".parse().unwrap();
        let first = number(MessageId(0), now, 7);
        assert!(first.0 > 1 << 53);
        // A counter of another process, or one that began anew.
        assert_eq!(number(first, now, 3), MessageId(first.0 + 1));
        assert!(number(first, now, 8) > first);
        assert!(number(first, now.plus_seconds(1), 0) > number(first, now, 0xf_ffff));
        assert!(number(MessageId(0), "2260-01-01T00:00:00Z".parse().unwrap(), 0xf_ffff).0 > 0);
    }
}
