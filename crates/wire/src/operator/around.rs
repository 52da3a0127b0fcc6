//! What surrounds a parcel, from the marketplace's side: supplies, returns, the buyer's side of a chat.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scalar::{
    CancellationId, ChatId, ClientId, Digits, PostingNumber, ReturnId, Sku, SupplyOrderId, Time, WaybillId,
};

/// A supply to the marketplace's own warehouse.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SupplyOrderCreateRequest {
    /// The shop.
    pub client_id: ClientId,
    /// Goods of a supply with a single waybill.
    pub items: Vec<SupplyOrderItem>,
    /// The waybills, when there are several. Either these or `items`.
    pub waybills: Vec<SupplyOrderWaybill>,
}

/// One waybill of a supply.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SupplyOrderWaybill {
    /// What it says is coming.
    pub items: Vec<SupplyOrderItem>,
}

/// One line of a waybill.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SupplyOrderItem {
    /// What buyers see.
    pub sku: Sku,
    /// Units, 1 or more.
    pub quantity: i64,
}

/// The supply announced.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SupplyOrderCreateResponse {
    /// The supply.
    pub order_id: SupplyOrderId,
    /// Its waybills, in the order of the request.
    pub waybills: Vec<SupplyOrderWaybillState>,
}

/// A waybill and how far its acceptance is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SupplyOrderWaybillState {
    /// The waybill.
    pub waybill_id: WaybillId,
    /// What is printed on it.
    pub waybill_number: String,
    /// As the seller sees it.
    pub status: String,
}

/// What was counted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SupplyOrderAcceptRequest {
    /// The supply, from the path.
    pub order_id: SupplyOrderId,
    /// The waybill; 0: all that are still open, which then must have arrived as announced or be the only one.
    pub waybill_id: WaybillId,
    /// Whether counting only begins: no line is told yet.
    pub begin: bool,
    /// What did not arrive as announced; of lines not named all units are good.
    pub items: Vec<SupplyOrderAcceptItem>,
}

/// How a line differs from its waybill.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SupplyOrderAcceptItem {
    /// What buyers see; may be on no line at all, then all of it is surplus.
    pub sku: Sku,
    /// Announced units that did not arrive.
    pub shortage: i64,
    /// Good units beyond the announced ones.
    pub surplus: i64,
    /// Announced units that arrived damaged.
    pub defect: i64,
}

/// The waybills that were counted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SupplyOrderAcceptResponse {
    /// The supply.
    pub order_id: SupplyOrderId,
    /// The waybills of the call.
    pub waybills: Vec<SupplyOrderWaybillState>,
}

/// Goods that a buyer sends back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnCreateRequest {
    /// The delivered posting.
    pub posting_number: PostingNumber,
    /// What comes back.
    pub sku: Sku,
    /// Units, 1 or more.
    pub quantity: i64,
    /// Why, in the buyer's words; empty: the usual ones.
    pub reason: String,
    /// Whether they cannot be sold again.
    pub defect: bool,
    /// Whether the packaging was opened.
    pub is_opened: bool,
}

/// How far goods have come.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnEventRecordRequest {
    /// The return, from the path.
    pub return_id: ReturnId,
    /// Where they are now; must be given.
    pub event: Option<ReturnEvent>,
}

/// What happens to goods on their way back, each named by where they are after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReturnEvent {
    /// The buyer gave them away (FBO; FBS begins here).
    AcceptedFromCustomer,
    /// They left for the place where the seller fetches them.
    Moving,
    /// They are sorted for the seller.
    ReadyForShipment,
    /// They wait for the seller.
    WaitingForSeller,
    /// The seller has them.
    ReturnedToSeller,
    /// The marketplace pays for them instead.
    CancelledWithCompensation,
    /// Nobody fetched them: they are to be destroyed.
    Disposing,
    /// They are destroyed.
    Disposed,
    /// The marketplace's warehouse has them (FBO).
    ReturnedToOzon,
    /// The buyer keeps them after all (FBO).
    Cancelled,
}

/// A return as it stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnState {
    /// The return.
    pub return_id: ReturnId,
    /// The shop.
    pub client_id: ClientId,
    /// `fbo`, `fbs` or `rfbs`.
    pub scheme: String,
    /// Where it stands, in the words of the events; `created` before the first of an FBO return.
    pub status: String,
}

/// A chat that the buyer opens.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatOpenRequest {
    /// About this posting.
    pub posting_number: PostingNumber,
}

/// The chat about the posting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatOpenResponse {
    /// The chat.
    pub chat_id: ChatId,
    /// The shop.
    pub client_id: ClientId,
}

/// What the buyer writes: a text, or a file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatMessageSendRequest {
    /// The chat, from the path.
    pub chat_id: ChatId,
    /// The text, 1 to 1000 characters.
    pub text: String,
    /// Name of a file, with extension.
    pub name: String,
    /// Its content in base64, 10 MB at most.
    pub base64_content: String,
}

/// The message.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatMessageSendResponse {
    /// The message, as digits: more than a JavaScript number holds.
    pub message_id: Digits,
}

/// When a posting is to be handed over and to arrive. What is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingDatesSetRequest {
    /// The posting, from the path.
    pub posting_number: PostingNumber,
    /// The new cut-off.
    pub shipment_date: Option<Time>,
    /// True: the cut-off is gone and a new one is sought; until it is set, nobody is held to the old one.
    pub shipment_date_removed: bool,
    /// The new delivery window: from. Given together with its end.
    pub delivery_date_begin: Option<Time>,
    /// The new delivery window: to.
    pub delivery_date_end: Option<Time>,
    /// True: the delivery window is gone and a new one is sought.
    pub delivery_date_removed: bool,
}

/// The dates that hold now; of what is gone, those that held last.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingDates {
    /// The posting.
    pub posting_number: PostingNumber,
    /// The cut-off.
    pub shipment_date: Time,
    /// The delivery window: from.
    pub delivery_date_begin: Time,
    /// The delivery window: to.
    pub delivery_date_end: Time,
}

/// What a text of the buyer's is to say instead.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatMessageEditRequest {
    /// The chat, from the path.
    pub chat_id: ChatId,
    /// The message, from the path: a text of the buyer's.
    pub message_id: Digits,
    /// The text, 1 to 1000 characters.
    pub text: String,
}

/// How far the buyer has read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatReadRequest {
    /// The chat, from the path.
    pub chat_id: ChatId,
    /// Up to this message of the shop's; 0: up to its last one.
    pub message_id: Digits,
}

/// A chat that the buyer closes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatCloseRequest {
    /// The chat, from the path.
    pub chat_id: ChatId,
}

/// A buyer asks to call a posting off.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CancellationRequestRequest {
    /// The posting, from the path.
    pub posting_number: PostingNumber,
    /// In the buyer's words, up to 1000 characters.
    pub message: String,
}

/// The request; the seller decides, and after a while it is granted by itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CancellationRequestResponse {
    /// The request.
    pub cancellation_id: CancellationId,
    /// Whose posting it is.
    pub client_id: ClientId,
    /// When it is granted by itself.
    pub auto_approve_date: Time,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::from_slice;

    #[test]
    fn an_event_is_given_or_missing_never_assumed() {
        let read = |body: &str| from_slice::<ReturnEventRecordRequest>(body.as_bytes()).map(|request| request.event);
        assert_eq!(read(r#"{"event":"returned_to_ozon"}"#).unwrap(), Some(ReturnEvent::ReturnedToOzon));
        assert_eq!(read("{}").unwrap(), None);
        assert!(read(r#"{"event":"eaten"}"#).is_err());
        let accept: SupplyOrderAcceptRequest = from_slice(br#"{"items":[{"sku":"7","defect":1}]}"#).unwrap();
        assert_eq!(accept.items, [SupplyOrderAcceptItem { sku: Sku(7), defect: 1, ..Default::default() }]);
    }
}
