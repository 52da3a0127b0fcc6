//! Chats of a shop with its buyers: one per posting, texts and files.

mod today;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::today::*;
use crate::{
    methods,
    scalar::{ChatId, Digits, MessageId, OrderNumber, PostingNumber, Sku, Time},
};

methods! {
    area "chat";
    /// Pages through chats, with what is unread in them.
    ChatListV1: Post reads "/v1/chat/list", ChatListV1Request => ChatListV1Response;
    /// Shows messages of a chat, old to new.
    ChatHistoryV1: Post reads "/v1/chat/history", ChatHistoryV1Request => ChatHistoryV1Response;
    /// Shows messages of a chat, new to old.
    ChatUpdatesV1: Post reads "/v1/chat/updates", ChatUpdatesV1Request => ChatUpdatesV1Response;
    /// Opens the chat about a posting, or answers the one there is.
    ChatStartV1: Post "/v1/chat/start", ChatStartV1Request => ChatStartV1Response;
    /// Writes to the buyer.
    ChatSendMessageV1: Post "/v1/chat/send/message", ChatSendMessageV1Request => ChatSendMessageV1Response;
    /// Sends the buyer a file.
    ChatSendFileV1: Post "/v1/chat/send/file", ChatSendFileV1Request => ChatSendFileV1Response;
    /// Chats that a filter selects, page by page, with what is unread in them.
    ChatListV2: Post reads "/v2/chat/list", ChatListV2Request => ChatListV2Response;
    /// Chats that a filter selects, page by page by cursor, with what is unread in them.
    ChatListV3: Post reads "/v3/chat/list", ChatListV3Request => ChatListV3Response;
    /// Messages of a chat in either direction.
    ChatHistoryV2: Post reads "/v2/chat/history", ChatHistoryV2Request => ChatHistoryV2Response;
    /// Messages of a chat in either direction, or given ones.
    ChatHistoryV3: Post reads "/v3/chat/history", ChatHistoryV3Request => ChatHistoryV3Response;
    /// Marks messages of a chat as read, up to one of them.
    ChatReadV2: Post "/v2/chat/read", ChatReadV2Request => ChatReadV2Response;
}

/// A page of chats.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatListV1Request {
    /// These chats only; none = all.
    pub chat_id_list: Vec<ChatId>,
    /// Which page, from 1; 0 is the first too.
    pub page: i32,
    /// Chats per page, to 1000; 0 = 100.
    pub page_size: i32,
    /// What else to tell of each.
    pub with: ChatListV1With,
}

/// What else to tell of a chat. What is not asked for is 0.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatListV1With {
    /// The first message that was not read.
    pub first_unread_message_id: bool,
    /// How many were not read.
    pub unread_count: bool,
}

/// A page of chats.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatListV1Response {
    /// The page, oldest chat first.
    pub result: Vec<ChatV1>,
    /// Unread messages of the shop, in all chats.
    pub total_unread_count: i64,
}

/// A chat.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatV1 {
    /// The first unread message; 0 when there is none or nobody asked.
    pub first_unread_message_id: MessageId,
    /// The chat.
    pub id: ChatId,
    /// The last message; 0 when nobody has written yet.
    pub last_message_id: MessageId,
    /// Unread messages; 0 when nobody asked.
    pub unread_count: i64,
    /// Who takes part.
    pub users: Vec<ChatUserV1>,
}

/// Somebody in a chat.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatUserV1 {
    /// Number of the shop or the buyer.
    pub id: String,
    /// `seller` or `customer`.
    #[serde(rename = "type")]
    pub kind: String,
}

/// Messages of a chat from one of its messages on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatHistoryV1Request {
    /// The chat.
    pub chat_id: ChatId,
    /// Begins with this message; 0 = the oldest.
    pub from_message_id: Digits,
    /// Messages at most, to 1000; 0 = 100.
    pub limit: i64,
}

/// Messages, old to new.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatHistoryV1Response {
    /// The messages.
    pub result: Vec<ChatMessageV1>,
}

/// Messages of a chat from one of its messages back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatUpdatesV1Request {
    /// The chat.
    pub chat_id: ChatId,
    /// Begins with this message; 0 = the newest.
    pub from_message_id: Digits,
    /// Messages at most, to 1000; 0 = 100.
    pub limit: i64,
}

/// Messages, new to old.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatUpdatesV1Response {
    /// The messages.
    pub result: Vec<ChatMessageV1>,
}

/// A message.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatMessageV1 {
    /// What a buyer's message is about; null for the shop's own.
    pub context: Option<ChatContextV1>,
    /// When it was sent.
    pub created_at: Time,
    /// The file; null for a text.
    pub file: Option<ChatFileV1>,
    /// The message.
    pub id: Digits,
    /// The text; empty for a file.
    pub text: String,
    /// `text` or `file`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Who sent it.
    pub user: ChatUserV1,
}

/// What a message is about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatContextV1 {
    /// One of the goods.
    pub item: ChatContextItemV1,
    /// The order.
    pub order: ChatContextOrderV1,
}

/// Goods that a message is about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatContextItemV1 {
    /// What was bought.
    pub sku: Sku,
}

/// An order that a message is about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatContextOrderV1 {
    /// Its number.
    pub order_number: OrderNumber,
    /// The parcel of the chat.
    pub postings: Vec<ChatContextPostingV1>,
}

/// A parcel that a message is about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatContextPostingV1 {
    /// `FBO`, `FBS` or `RFBS`.
    pub delivery_schema: String,
    /// The parcel.
    pub posting_number: PostingNumber,
    /// What is in it.
    pub sku_list: Vec<Sku>,
}

/// A file in a chat.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatFileV1 {
    /// Content type.
    pub mime: String,
    /// Name.
    pub name: String,
    /// Bytes.
    pub size: i64,
    /// Where it can be fetched for a day.
    pub url: String,
}

/// About which posting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatStartV1Request {
    /// The posting.
    pub posting_number: PostingNumber,
}

/// The chat.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatStartV1Response {
    /// The chat.
    pub result: ChatStartV1Result,
}

/// The chat.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatStartV1Result {
    /// The chat.
    pub chat_id: ChatId,
}

/// A text to the buyer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatSendMessageV1Request {
    /// The chat.
    pub chat_id: ChatId,
    /// 1 to 1000 characters.
    pub text: String,
}

/// Done.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatSendMessageV1Response {
    /// `success`.
    pub result: String,
}

/// A file to the buyer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatSendFileV1Request {
    /// The file in base64, 10 MB at most.
    pub base64_content: String,
    /// The chat.
    pub chat_id: ChatId,
    /// Its name, with extension.
    pub name: String,
}

/// Done.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatSendFileV1Response {
    /// `success`.
    pub result: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::from_slice;

    #[test]
    fn message_numbers_survive_in_either_form() {
        for body in [
            r#"{"chat_id":"c","from_message_id":3000000000817031942,"limit":5}"#,
            r#"{"chat_id":"c","from_message_id":"3000000000817031942","limit":"5"}"#,
        ] {
            let history: ChatHistoryV1Request = from_slice(body.as_bytes()).unwrap();
            assert_eq!((history.from_message_id, history.limit), (Digits(3_000_000_000_817_031_942), 5));
        }
        let message = ChatMessageV1 { id: Digits(3_000_000_000_817_031_942), ..Default::default() };
        let json = serde_json::to_value(&message).unwrap();
        assert_eq!(json["id"], "3000000000817031942");
        assert!(json["context"].is_null() && json["file"].is_null());
        let chat = ChatV1 { last_message_id: MessageId(3_000_000_000_817_031_942), ..Default::default() };
        assert!(serde_json::to_string(&chat).unwrap().contains(r#""last_message_id":3000000000817031942"#));
    }
}
