//! What the marketplace sends to a seller's own server when something happens, and what it expects to be answered.
//! [`Push`] reads any of them, of kinds that came later too.

mod stamp;
mod subscription;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use stamp::{Millis, Nanos, Seconds, Slot, Stamp};
pub use subscription::*;

use crate::{
    method::Empty,
    methods,
    scalar::{ChatId, ClientId, Digits, OfferId, PostingNumber, ProductId, Sku, Time, WarehouseId},
};

methods! {
    area "push";
    /// Pings a receiver.
    NotificationCheckV1: Post "/v1/notification/check", NotificationCheckV1Request => NotificationCheckV1Response;
    /// Ends a subscription.
    NotificationDeleteV1: Post "/v1/notification/delete", NotificationDeleteV1Request => Empty;
    /// Switches a subscription on or off.
    NotificationEnableV1: Post "/v1/notification/enable", NotificationEnableV1Request => Empty;
    /// Lists subscriptions and how their receivers do.
    NotificationListV1: Post reads "/v1/notification/list", NotificationListV1Request => NotificationListV1Response;
    /// Lists the kinds of pushes and where each goes.
    NotificationPushTypeListV1: Post reads "/v1/notification/push-type/list",
        Empty => NotificationPushTypeListV1Response;
    /// Says where pushes go.
    NotificationSetV1: Post "/v1/notification/set", NotificationSetV1Request => Empty;
    /// Changes a subscription.
    NotificationUpdateV1: Post "/v1/notification/update", NotificationUpdateV1Request => Empty;
}

macro_rules! kinds {
    ($($(#[$doc:meta])+ $name:ident = $word:literal, $body:ty;)+) => {
        /// What a seller can ask to be told of.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum Kind {
            $($(#[$doc])+ #[serde(rename = $word)] $name,)+
        }

        impl Kind {
            /// All of them, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// As it is called on the wire.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)+
                }
            }
        }

        /// A push as it is sent. Reads those of kinds unknown here as [`Push::Unknown`].
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(tag = "message_type")]
        pub enum Push {
            /// Asks whether the receiver is there. Answered with [`PingAnswer`], all others with [`Taken`].
            #[serde(rename = "TYPE_PING")]
            Ping(Ping),
            $($(#[$doc])+ #[serde(rename = $word)] $name($body),)+
            /// A kind that came later.
            #[serde(other)]
            Unknown,
        }

        impl Push {
            /// What it tells of; nothing for a ping.
            pub fn kind(&self) -> Option<Kind> {
                match self {
                    Self::Ping(_) | Self::Unknown => None,
                    $(Self::$name(_) => Some(Kind::$name),)+
                }
            }
        }
    };
}

kinds! {
    /// A posting is there to be packed.
    NewPosting = "TYPE_NEW_POSTING", NewPosting;
    /// A posting was called off.
    PostingCancelled = "TYPE_POSTING_CANCELLED", PostingCancelled;
    /// A posting stands somewhere else.
    StateChanged = "TYPE_STATE_CHANGED", StateChanged;
    /// A posting is to be handed over at another time.
    CutoffDateChanged = "TYPE_CUTOFF_DATE_CHANGED", CutoffDateChanged;
    /// An rFBS posting is to reach its buyer at another time.
    DeliveryDateChanged = "TYPE_DELIVERY_DATE_CHANGED", DeliveryDateChanged;
    /// A product was made or changed, or could not be.
    CreateOrUpdateItem = "TYPE_CREATE_OR_UPDATE_ITEM", ItemChanged;
    /// A product was made, or could not be; sent until 15 July 2023.
    CreateItem = "TYPE_CREATE_ITEM", ItemChanged;
    /// A product was changed, or could not be; sent until 15 July 2023.
    UpdateItem = "TYPE_UPDATE_ITEM", ItemChanged;
    /// A product's price compares differently with prices elsewhere.
    PriceIndexChanged = "TYPE_PRICE_INDEX_CHANGED", PriceIndexChanged;
    /// Units on the seller's warehouses moved.
    StocksChanged = "TYPE_STOCKS_CHANGED", StocksChanged;
    /// Somebody wrote to the shop.
    NewMessage = "TYPE_NEW_MESSAGE", MessageSent;
    /// A message to the shop was changed.
    UpdateMessage = "TYPE_UPDATE_MESSAGE", MessageUpdated;
    /// The shop's messages were read.
    MessageRead = "TYPE_MESSAGE_READ", MessageRead;
    /// A chat was closed.
    ChatClosed = "TYPE_CHAT_CLOSED", ChatClosed;
}

/// Body of `TYPE_PING`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Ping {
    /// When it was sent.
    pub time: Seconds,
}

/// Body of `TYPE_NEW_POSTING`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct NewPosting {
    /// The posting.
    pub posting_number: PostingNumber,
    /// What is in it.
    pub products: Vec<PostingProduct>,
    /// When processing began.
    pub in_process_at: Millis,
    /// Where its goods lie.
    pub warehouse_id: WarehouseId,
    /// The shop.
    pub seller_id: ClientId,
}

/// A line of a posting.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingProduct {
    /// What was bought.
    pub sku: Sku,
    /// Units.
    pub quantity: i64,
}

/// Body of `TYPE_POSTING_CANCELLED`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingCancelled {
    /// The posting.
    pub posting_number: PostingNumber,
    /// What was in it.
    pub products: Vec<PostingProduct>,
    /// Where it stood.
    pub old_state: String,
    /// `posting_canceled`.
    pub new_state: String,
    /// When that happened.
    pub changed_state_date: Millis,
    /// Why.
    pub reason: CancelReason,
    /// Where its goods lay.
    pub warehouse_id: WarehouseId,
    /// The shop.
    pub seller_id: ClientId,
}

/// Why a posting was called off.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CancelReason {
    /// Number of the reason.
    pub id: i64,
    /// In words.
    pub message: String,
}

/// Body of `TYPE_STATE_CHANGED`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct StateChanged {
    /// The posting.
    pub posting_number: PostingNumber,
    /// Where it stands: the substatus of the seller API.
    pub new_state: String,
    /// Since when.
    pub changed_state_date: Millis,
    /// Where its goods lie.
    pub warehouse_id: WarehouseId,
    /// The shop.
    pub seller_id: ClientId,
}

/// Body of `TYPE_CUTOFF_DATE_CHANGED`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CutoffDateChanged {
    /// The posting.
    pub posting_number: PostingNumber,
    /// Hand over until; empty while a new time is sought.
    pub new_cutoff_date: Slot,
    /// What it was.
    pub old_cutoff_date: Slot,
    /// Where its goods lie.
    pub warehouse_id: WarehouseId,
    /// The shop.
    pub seller_id: ClientId,
}

/// Body of `TYPE_DELIVERY_DATE_CHANGED`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DeliveryDateChanged {
    /// The posting.
    pub posting_number: PostingNumber,
    /// From; empty while a new time is sought.
    pub new_delivery_date_begin: Slot,
    /// To; empty while a new time is sought.
    pub new_delivery_date_end: Slot,
    /// What was promised: from.
    pub old_delivery_date_begin: Slot,
    /// What was promised: to.
    pub old_delivery_date_end: Slot,
    /// Where its goods lie.
    pub warehouse_id: WarehouseId,
    /// The shop.
    pub seller_id: ClientId,
}

/// Body of `TYPE_CREATE_OR_UPDATE_ITEM`, `TYPE_CREATE_ITEM` and `TYPE_UPDATE_ITEM`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ItemChanged {
    /// The shop.
    pub seller_id: ClientId,
    /// The seller's article.
    pub offer_id: OfferId,
    /// The product; 0 when none was made.
    pub product_id: ProductId,
    /// It was not made or not changed.
    pub is_error: bool,
    /// When that was known.
    pub changed_at: Seconds,
}

/// Body of `TYPE_PRICE_INDEX_CHANGED`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PriceIndexChanged {
    /// The shop.
    pub seller_id: ClientId,
    /// When it changed.
    pub updated_at: Nanos,
    /// What buyers see.
    pub sku: Sku,
    /// The product.
    pub product_id: ProductId,
    /// The new index.
    pub price_index: i64,
}

/// Body of `TYPE_STOCKS_CHANGED`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct StocksChanged {
    /// The shop.
    pub seller_id: ClientId,
    /// The goods.
    pub items: Vec<StocksChangedItem>,
}

/// Goods whose units moved.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct StocksChangedItem {
    /// The product.
    pub product_id: ProductId,
    /// What buyers see under FBS and rFBS.
    pub sku: Sku,
    /// When they moved.
    pub updated_at: Seconds,
    /// Where, and what lies there now.
    pub stocks: Vec<WarehouseStock>,
}

/// Units on a warehouse.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct WarehouseStock {
    /// The warehouse.
    pub warehouse_id: WarehouseId,
    /// All that lie there.
    pub present: i64,
    /// Those held for orders.
    pub reserved: i64,
}

/// Somebody in a chat who is not the shop.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatUser {
    /// Who.
    pub id: String,
    /// `Customer`, `Support` or `NotificationUser`.
    #[serde(rename = "type")]
    pub kind: String,
}

/// Body of `TYPE_NEW_MESSAGE`. The shop's number is a string here, as it arrives, though it is documented as a number.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct MessageSent {
    /// The chat.
    pub chat_id: ChatId,
    /// `Buyer_Seller`.
    pub chat_type: String,
    /// The message.
    pub message_id: Digits,
    /// When it was written.
    pub created_at: Millis,
    /// Who wrote.
    pub user: ChatUser,
    /// What, in Markdown: a text, or a link to a file.
    pub data: Vec<String>,
    /// The shop.
    pub seller_id: Digits,
}

/// Body of `TYPE_UPDATE_MESSAGE`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct MessageUpdated {
    /// The chat.
    pub chat_id: ChatId,
    /// `Buyer_Seller`.
    pub chat_type: String,
    /// The message.
    pub message_id: Digits,
    /// When it was written.
    pub created_at: Millis,
    /// When it was changed.
    pub updated_at: Millis,
    /// Who wrote.
    pub user: ChatUser,
    /// What it says now, in Markdown.
    pub data: Vec<String>,
    /// The shop.
    pub seller_id: Digits,
}

/// Body of `TYPE_MESSAGE_READ`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct MessageRead {
    /// The chat.
    pub chat_id: ChatId,
    /// `Buyer_Seller`.
    pub chat_type: String,
    /// The message that was read.
    pub message_id: Digits,
    /// When it was written.
    pub created_at: Millis,
    /// Who read it.
    pub user: ChatUser,
    /// The last message that was read.
    pub last_read_message_id: Digits,
    /// The shop.
    pub seller_id: Digits,
}

/// Body of `TYPE_CHAT_CLOSED`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatClosed {
    /// The chat.
    pub chat_id: ChatId,
    /// `Buyer_Seller`.
    pub chat_type: String,
    /// Who closed it.
    pub user: ChatUser,
    /// The shop.
    pub seller_id: Digits,
}

/// What a receiver answers, with 200, when it has taken a push.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Taken {
    /// True.
    pub result: bool,
}

/// What a receiver answers a ping, with 200.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PingAnswer {
    /// Version of the receiver.
    pub version: String,
    /// Its name.
    pub name: String,
    /// When it began to work on the ping.
    pub time: Time,
}

/// What a receiver answers, with 4xx or 5xx, when it has not taken a push.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Refused {
    /// Why.
    pub error: RefusedError,
}

/// Why a push was not taken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RefusedError {
    /// `ERROR_UNKNOWN`, `ERROR_PARAMETER_VALUE_MISSED` or `ERROR_REQUEST_DUPLICATED`.
    pub code: String,
    /// In words.
    #[serde(default)]
    pub message: String,
    /// Anything else.
    #[serde(default)]
    pub details: Option<String>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn at(text: &str) -> Time {
        text.parse().unwrap()
    }

    #[test]
    fn a_push_has_the_body_of_the_documentation() {
        let cancelled = Push::PostingCancelled(PostingCancelled {
            posting_number: "24219509-0020-1".into(),
            products: vec![PostingProduct { sku: Sku(147_451_959), quantity: 1 }],
            old_state: "posting_transferred_to_courier_service".to_owned(),
            new_state: "posting_canceled".to_owned(),
            changed_state_date: at("2021-01-26T06:56:36.294Z").into(),
            reason: CancelReason { id: 0, message: "string".to_owned() },
            warehouse_id: WarehouseId(0),
            seller_id: ClientId(15),
        });
        let want = json!({
            "message_type": "TYPE_POSTING_CANCELLED", "posting_number": "24219509-0020-1",
            "products": [{"sku": 147_451_959, "quantity": 1}],
            "old_state": "posting_transferred_to_courier_service", "new_state": "posting_canceled",
            "changed_state_date": "2021-01-26T06:56:36.294Z", "reason": {"id": 0, "message": "string"},
            "warehouse_id": 0, "seller_id": 15
        });
        assert_eq!(serde_json::to_value(&cancelled).unwrap(), want);
        assert_eq!(serde_json::from_value::<Push>(want).unwrap(), cancelled);
        let message = Push::MessageRead(MessageRead { seller_id: Digits(7), ..Default::default() });
        let wire = serde_json::to_value(message).unwrap();
        assert_eq!((&wire["seller_id"], &wire["last_read_message_id"]), (&json!("7"), &json!("0")));
    }

    #[test]
    fn kinds_that_came_later_are_read_too() {
        let later = json!({"message_type": "TYPE_DRONE_LANDED", "seller_id": 7, "at": [1, 2]});
        assert_eq!(serde_json::from_value::<Push>(later).unwrap(), Push::Unknown);
        let grown = json!({"message_type": "TYPE_CHAT_CLOSED", "chat_id": "c", "mood": "good"});
        assert!(matches!(serde_json::from_value(grown), Ok(Push::ChatClosed(_))));
        assert!(serde_json::from_value::<Push>(json!({"seller_id": 7})).is_err());
    }

    #[test]
    fn each_kind_has_its_name() {
        for kind in Kind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), json!(kind.name()));
            let push: Push = serde_json::from_value(json!({"message_type": kind.name()})).unwrap();
            assert_eq!(push.kind(), Some(*kind));
        }
        let ping: Push = serde_json::from_value(json!({"message_type": "TYPE_PING"})).unwrap();
        assert_eq!(ping.kind(), None);
    }
}
