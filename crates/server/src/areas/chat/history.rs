//! Shows messages of a chat, from its beginning on or from its end back.

use gostiny_wire::{
    chat::{
        ChatContextItemV1, ChatContextOrderV1, ChatContextPostingV1, ChatContextV1, ChatFileV1, ChatHistoryV1Request,
        ChatHistoryV1Response, ChatMessageV1, ChatUpdatesV1Request, ChatUpdatesV1Response, ChatUserV1,
    },
    scalar::{ChatId, MessageId, Sku, Time},
};

use super::row::{self, Chat};
use crate::{
    areas::posting,
    args,
    call::Call,
    check,
    error::{Error, Result},
    store::Row,
};

const LARGEST_PAGE: i64 = 1_000;
const USUAL_PAGE: i64 = 100;
/// How long a link to a file holds.
const LINK_HOURS: i64 = 24;

/// Old to new.
pub async fn v1(call: &mut Call, req: &ChatHistoryV1Request) -> Result<ChatHistoryV1Response> {
    let asked =
        Asked { request: "ChatHistoryRequest", chat_id: &req.chat_id, from: req.from_message_id.0, limit: req.limit };
    Ok(ChatHistoryV1Response { result: messages(call, &asked, OLD_TO_NEW, 0).await? })
}

/// New to old.
pub async fn updates_v1(call: &mut Call, req: &ChatUpdatesV1Request) -> Result<ChatUpdatesV1Response> {
    let asked =
        Asked { request: "ChatUpdatesRequest", chat_id: &req.chat_id, from: req.from_message_id.0, limit: req.limit };
    Ok(ChatUpdatesV1Response { result: messages(call, &asked, NEW_TO_OLD, i64::MAX).await? })
}

struct Asked<'r> {
    request: &'static str,
    chat_id: &'r ChatId,
    from: i64,
    limit: i64,
}

/// `edge` is where a list without `from` begins.
async fn messages(call: &mut Call, asked: &Asked<'_>, sql: &str, edge: i64) -> Result<Vec<ChatMessageV1>> {
    let limit = if asked.limit == 0 { USUAL_PAGE } else { asked.limit };
    check::limit(asked.request, limit, LARGEST_PAGE)?;
    if asked.from < 0 {
        let rule = "value must be greater than or equal to 0";
        return Err(Error::invalid(format!("{}.FromMessageId", asked.request), rule));
    }
    let chat = row::find(call, asked.chat_id).await?;
    let from = if asked.from == 0 { edge } else { asked.from };
    let found = call.tx.rows(sql, args![call.seller, &chat.chat_id, from, limit], message).await?;
    let context =
        if found.iter().any(|message| message.by_customer) { Some(context(call, &chat).await?) } else { None };
    Ok(found.into_iter().map(|message| message.shown(call, &chat, context.as_ref())).collect())
}

const OLD_TO_NEW: &str = "select message_id, by_customer, created_at, body, file_key, file_name, file_mime, file_size \
    from chat_message where seller_id = $1 and chat_id = $2 and message_id >= $3 order by message_id limit $4";
const NEW_TO_OLD: &str = "select message_id, by_customer, created_at, body, file_key, file_name, file_mime, file_size \
    from chat_message where seller_id = $1 and chat_id = $2 and message_id <= $3 order by message_id desc limit $4";

/// A row of `chat_message`.
struct Message {
    message_id: MessageId,
    by_customer: bool,
    created_at: Time,
    body: String,
    file_key: String,
    file_name: String,
    file_mime: String,
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
        let until = call.now.plus_hours(LINK_HOURS);
        let file = is_file.then(|| ChatFileV1 {
            url: call.files.link(&self.file_key, until),
            mime: self.file_mime,
            name: self.file_name,
            size: self.file_size,
        });
        let (id, kind) = if self.by_customer {
            (chat.customer_id.to_string(), "customer")
        } else {
            (call.seller.to_string(), "seller")
        };
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

/// What the buyer writes about.
async fn context(call: &mut Call, chat: &Chat) -> Result<ChatContextV1> {
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
    Ok(ChatContextV1 { item: ChatContextItemV1 { sku }, order })
}
