//! The row of a chat.

use gostiny_wire::scalar::{ChatId, MessageId, PostingNumber, Time};

use crate::{
    args,
    call::Call,
    error::{Error, Result},
    store::Row,
};

/// A chat of a shop with a buyer about a posting.
#[derive(Clone, Debug)]
pub(super) struct Chat {
    pub chat_id: ChatId,
    /// In the order of their making.
    pub number: i64,
    pub posting_number: PostingNumber,
    pub customer_id: i64,
    pub created_at: Time,
    /// 0 before anybody wrote.
    pub last_message_id: MessageId,
    /// The buyer's first message since the seller last wrote or read; 0 for none.
    pub first_unread_id: MessageId,
    /// The buyer's messages since the seller last wrote or read.
    pub unread: i64,
    pub customer_wrote_at: Option<Time>,
    /// The shop's last message that the buyer has read; 0 for none.
    pub read_id: MessageId,
    /// The buyer wants no more of it.
    pub closed_at: Option<Time>,
}

/// All columns of [`Chat`], in the order in which [`chat`] reads them.
macro_rules! chats {
    ($rest:literal) => {
        concat!(
            "select chat_id, number, posting_number, customer_id, created_at, last_message_id, first_unread_id, \
             unread, customer_wrote_at, read_id, closed_at from chat where seller_id = $1 ",
            $rest
        )
    };
}
pub(super) use chats;

/// Reads a row of `chats!`.
pub(super) fn chat(row: &Row<'_>) -> Result<Chat> {
    Ok(Chat {
        chat_id: row.next()?,
        number: row.next()?,
        posting_number: row.next()?,
        customer_id: row.next()?,
        created_at: row.next()?,
        last_message_id: row.next()?,
        first_unread_id: row.next()?,
        unread: row.next()?,
        customer_wrote_at: row.next()?,
        read_id: row.next()?,
        closed_at: row.next()?,
    })
}

/// The seller's chat.
pub(super) async fn find(call: &mut Call, chat_id: &ChatId) -> Result<Chat> {
    let found = call.tx.row(FIND, args![call.seller, chat_id], chat).await?;
    found.ok_or_else(|| Error::NotFound("CHAT_NOT_FOUND".to_owned()))
}

const FIND: &str = chats!("and chat_id = $2");

/// The chat about the seller's posting, if there is one.
pub(super) async fn about(call: &mut Call, number: &PostingNumber) -> Result<Option<Chat>> {
    call.tx.row(ABOUT, args![call.seller, number], chat).await
}

const ABOUT: &str = chats!("and posting_number = $2");
