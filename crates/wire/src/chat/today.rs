//! Chats as their later versions show them: texts as Markdown, what is read, lists by offset and by cursor.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scalar::{ChatId, Digits, MessageId, OrderNumber, Time};

/// A page of chats.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatListV2Request {
    /// Which chats; absent = all.
    pub filter: ChatListFilter,
    /// Chats per page, to 1000; 0 = 30.
    pub limit: i64,
    /// Chats before the page.
    pub offset: i64,
}

/// Which chats.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatListFilter {
    /// `All`, `Opened` or `Closed`, in any case; empty = all.
    pub chat_status: String,
    /// Only those with unread messages.
    pub unread_only: bool,
}

/// A page of chats.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatListV2Response {
    /// The page, oldest chat first.
    pub chats: Vec<ChatV2>,
    /// Chats under the filter, on all pages.
    pub total_chats_count: i64,
    /// Unread messages of the shop, in all chats.
    pub total_unread_count: i64,
}

/// A chat with what is unread in it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatV2 {
    /// The chat; its fields stand beside the others.
    #[serde(flatten, deserialize_with = "crate::json::beside")]
    pub details: ChatDetails,
    /// The same once more, where later clients look for it.
    pub chat: ChatDetails,
    /// The first unread message; 0 when there is none.
    pub first_unread_message_id: MessageId,
    /// The last message; 0 when nobody has written yet.
    pub last_message_id: MessageId,
    /// Unread messages.
    pub unread_count: i64,
}

/// A chat.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatDetails {
    /// When it was opened.
    pub created_at: Time,
    /// Its number.
    pub chat_id: ChatId,
    /// `Opened` or `Closed`; since version 3 `OPENED` or `CLOSED`.
    pub chat_status: String,
    /// `Buyer_Seller`; since version 3 `BUYER_SELLER`.
    pub chat_type: String,
}

/// A page of chats.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatListV3Request {
    /// `cursor` of the page before; empty at first.
    pub cursor: String,
    /// Which chats; absent = all.
    pub filter: ChatListFilter,
    /// Chats per page, to 1000; 0 = 30.
    pub limit: i64,
}

/// A page of chats.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatListV3Response {
    /// The page, oldest chat first.
    pub chats: Vec<ChatV3>,
    /// Where the next page starts; empty on the last one.
    pub cursor: String,
    /// There is a next page.
    pub has_next: bool,
    /// Unread messages of the shop, in all chats.
    pub total_unread_count: i64,
}

/// A chat with what is unread in it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatV3 {
    /// The chat.
    pub chat: ChatDetails,
    /// The first unread message; 0 when there is none.
    pub first_unread_message_id: MessageId,
    /// The last message; 0 when nobody has written yet.
    pub last_message_id: MessageId,
    /// Unread messages.
    pub unread_count: i64,
}

/// Messages of a chat from one of its messages on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatHistoryV2Request {
    /// The chat.
    pub chat_id: ChatId,
    /// `Backward` from new to old, or `Forward`; empty = `Backward`.
    pub direction: String,
    /// Begins with this message; 0 = the newest, or the oldest when going forward.
    pub from_message_id: MessageId,
    /// Messages at most, to 1000; 0 = 50.
    pub limit: i64,
}

/// Messages of a chat.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatHistoryV2Response {
    /// There are more in this direction.
    pub has_next: bool,
    /// In the direction asked for.
    pub messages: Vec<ChatMessageV2>,
}

/// A message.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatMessageV2 {
    /// When it was sent.
    pub created_at: Time,
    /// Its text or its file, in Markdown.
    pub data: Vec<String>,
    /// Whether the other side has read it.
    pub is_read: bool,
    /// The message.
    #[serde(rename = "messageId")]
    pub number: MessageId,
    /// The same as digits.
    pub message_id: Digits,
    /// Who sent it.
    pub user: ChatUserV2,
}

/// Who sent a message.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatUserV2 {
    /// Number of the shop or the buyer.
    pub id: String,
    /// `customer` or `seller`; since version 3 `Customer` or `Seller`.
    pub r#type: String,
}

/// Messages of a chat from one of its messages on, or messages by number.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatHistoryV3Request {
    /// The chat.
    pub chat_id: ChatId,
    /// `Backward` from new to old, or `Forward`; empty = `Backward`.
    pub direction: String,
    /// Which messages; absent = all.
    pub filter: ChatHistoryV3Filter,
    /// Begins with this message; 0 = the newest, or the oldest when going forward.
    pub from_message_id: MessageId,
    /// Messages at most, to 1000; 0 = 50.
    pub limit: i64,
}

/// Which messages of a chat.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatHistoryV3Filter {
    /// These, up to 1000; none = all.
    pub message_ids: Vec<Digits>,
}

/// Messages of a chat.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatHistoryV3Response {
    /// There are more in this direction.
    pub has_next: bool,
    /// In the direction asked for.
    pub messages: Vec<ChatMessageV3>,
}

/// A message.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatMessageV3 {
    /// What a buyer's message is about; empty for the shop's own.
    pub context: ChatContextV3,
    /// When it was sent.
    pub created_at: Time,
    /// Its text or its file, in Markdown.
    pub data: Vec<String>,
    /// Whether it is a picture.
    pub is_image: bool,
    /// Whether the other side has read it.
    pub is_read: bool,
    /// The message.
    pub message_id: MessageId,
    /// `SUCCESS` for a picture; empty for other messages.
    pub moderate_image_status: String,
    /// Who sent it.
    pub user: ChatUserV2,
}

/// What a message is about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatContextV3 {
    /// The order.
    pub order_number: OrderNumber,
    /// One of its goods, as digits.
    pub sku: String,
}

/// What has been read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatReadV2Request {
    /// The chat.
    pub chat_id: ChatId,
    /// This message and those before it.
    pub from_message_id: MessageId,
}

/// What is left.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatReadV2Response {
    /// Unread messages of the chat.
    pub unread_count: i64,
}
