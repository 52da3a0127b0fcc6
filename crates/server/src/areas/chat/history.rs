//! Shows messages of a chat, from its beginning on or from its end back.

use gostiny_wire::{
    chat::{
        ChatContextItemV1, ChatContextOrderV1, ChatContextPostingV1, ChatContextV1, ChatFileV1, ChatHistoryV1Request,
        ChatHistoryV1Response, ChatMessageV1, ChatUpdatesV1Request, ChatUpdatesV1Response, ChatUserV1,
    },
    scalar::{ChatId, MessageId, Sku, Time},
};

use super::{
    markdown::link,
    row::{self, Chat},
};
use crate::{
    areas::posting,
    args,
    call::Call,
    check,
    error::{Error, Result},
    store::{Arg, Row},
};

const LARGEST_PAGE: i64 = 1_000;
const USUAL_PAGE: i64 = 100;

/// Old to new.
pub async fn v1(call: &mut Call, req: &ChatHistoryV1Request) -> Result<ChatHistoryV1Response> {
    let (request, direction) = ("ChatHistoryRequest", Direction::Forward);
    let asked = Asked { request, chat_id: &req.chat_id, from: req.from_message_id.0, direction };
    Ok(ChatHistoryV1Response { result: messages(call, &asked, req.limit).await? })
}

/// New to old.
pub async fn updates_v1(call: &mut Call, req: &ChatUpdatesV1Request) -> Result<ChatUpdatesV1Response> {
    let (request, direction) = ("ChatUpdatesRequest", Direction::Backward);
    let asked = Asked { request, chat_id: &req.chat_id, from: req.from_message_id.0, direction };
    Ok(ChatUpdatesV1Response { result: messages(call, &asked, req.limit).await? })
}

async fn messages(call: &mut Call, asked: &Asked<'_>, limit: i64) -> Result<Vec<ChatMessageV1>> {
    let (chat, found) = asked.page(call, limit, USUAL_PAGE).await?;
    let context = context_of(call, &chat, &found.messages).await?;
    Ok(found.messages.into_iter().map(|message| message.shown(call, &chat, context.as_ref())).collect())
}

/// Which way a list of messages goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// Old to new.
    Forward,
    /// New to old.
    Backward,
}

/// Which messages, of which chat.
pub(super) struct Asked<'r> {
    /// What the call is named in refusals.
    pub request: &'static str,
    pub chat_id: &'r ChatId,
    /// 0 is the edge where the direction begins.
    pub from: i64,
    pub direction: Direction,
}

/// Messages of a chat, and whether there are more in the direction asked for.
pub(super) struct Found {
    pub messages: Vec<Message>,
    pub has_next: bool,
}

impl Asked<'_> {
    /// A page of messages with their chat. No limit is the version's usual one.
    pub async fn page(&self, call: &mut Call, limit: i64, usual: i64) -> Result<(Chat, Found)> {
        let limit = if limit == 0 { usual } else { limit };
        check::limit(self.request, limit, LARGEST_PAGE)?;
        if self.from < 0 {
            let rule = "value must be greater than or equal to 0";
            return Err(Error::invalid(format!("{}.FromMessageId", self.request), rule));
        }
        let chat = row::find(call, self.chat_id).await?;
        let (sql, edge) = match self.direction {
            Direction::Forward => (OLD_TO_NEW, 0),
            Direction::Backward => (NEW_TO_OLD, i64::MAX),
        };
        let from = if self.from == 0 { edge } else { self.from };
        let mut messages = call.tx.rows(sql, args![call.seller, &chat.chat_id, from, limit + 1], message).await?;
        let limit = usize::try_from(limit).unwrap_or_default();
        let has_next = messages.len() > limit;
        messages.truncate(limit);
        Ok((chat, Found { messages, has_next }))
    }

    /// Messages by their numbers, with their chat; unknown ones are left out.
    pub async fn named(&self, call: &mut Call, ids: &[Arg]) -> Result<(Chat, Found)> {
        check::items(&format!("{}.Filter", self.request), "MessageIds", ids.len(), 1, NAMED_AT_ONCE)?;
        let chat = row::find(call, self.chat_id).await?;
        let mut messages = call.tx.rows_in(NAMED, args![call.seller, &chat.chat_id], ids, message).await?;
        messages.sort_by_key(|message| message.message_id);
        messages.dedup_by_key(|message| message.message_id);
        if self.direction == Direction::Backward {
            messages.reverse();
        }
        Ok((chat, Found { messages, has_next: false }))
    }
}

/// Messages named in one call.
const NAMED_AT_ONCE: usize = 1_000;

macro_rules! messages {
    ($rest:literal) => {
        concat!(
            "select message_id, by_customer, created_at, body, file_key, file_name, file_mime, file_size \
             from chat_message where seller_id = $1 and chat_id = $2 and message_id ",
            $rest
        )
    };
}

const OLD_TO_NEW: &str = messages!(">= $3 order by message_id limit $4");
const NEW_TO_OLD: &str = messages!("<= $3 order by message_id desc limit $4");
const NAMED: &str = messages!("{in}");

/// A row of `chat_message`.
pub(super) struct Message {
    pub message_id: MessageId,
    pub by_customer: bool,
    pub created_at: Time,
    /// Empty for a file.
    pub body: String,
    /// Empty for a text.
    pub file_key: String,
    pub file_name: String,
    pub file_mime: String,
    file_size: i64,
}

fn message(row: &Row<'_>) -> Result<Message> {
    Ok(Message {
        message_id: row.next()?,
        by_customer: row.next()?,
        created_at: row.next()?,
        body: row.next()?,
        file_key: row.next()?,
        file_name: row.next()?,
        file_mime: row.next()?,
        file_size: row.next()?,
    })
}

impl Message {
    fn shown(self, call: &Call, chat: &Chat, context: Option<&ChatContextV1>) -> ChatMessageV1 {
        let is_file = !self.file_key.is_empty();
        let file = is_file.then(|| ChatFileV1 {
            url: link(call, &self.file_key),
            mime: self.file_mime.clone(),
            name: self.file_name.clone(),
            size: self.file_size,
        });
        let (id, kind) = sender(call, chat, self.by_customer);
        ChatMessageV1 {
            context: context.filter(|_| self.by_customer).cloned(),
            created_at: self.created_at,
            file,
            id: self.message_id.into(),
            text: self.body,
            kind: if is_file { "file" } else { "text" }.to_owned(),
            user: ChatUserV1 { id, kind: kind.to_owned() },
        }
    }
}

/// Number and kind of who wrote.
pub(super) fn sender(call: &Call, chat: &Chat, by_customer: bool) -> (String, &'static str) {
    if by_customer { (chat.customer_id.to_string(), "customer") } else { (call.seller.to_string(), "seller") }
}

/// What the buyer writes about, if the buyer wrote one of these.
pub(super) async fn context_of(call: &mut Call, chat: &Chat, messages: &[Message]) -> Result<Option<ChatContextV1>> {
    if !messages.iter().any(|message| message.by_customer) {
        return Ok(None);
    }
    let posting = posting::find(call, &chat.posting_number).await?;
    let items = posting::items(call, std::slice::from_ref(&posting.posting_number)).await?;
    let sku_list: Vec<Sku> = items.iter().map(|item| item.sku).collect();
    let about = ChatContextPostingV1 {
        delivery_schema: posting.scheme.as_str().to_uppercase(),
        posting_number: posting.posting_number,
        sku_list,
    };
    let sku = about.sku_list.first().copied().unwrap_or_default();
    let order = ChatContextOrderV1 { order_number: posting.order_number, postings: vec![about] };
    Ok(Some(ChatContextV1 { item: ChatContextItemV1 { sku }, order }))
}
