//! What a marketplace does, not a seller: opening shops, placing orders, moving parcels, moderating cards,
//! moving the clock. Ours by design; every call carries the operator's token. Types of goods: `goods`; of shops: `shop`;
//! of time and settings: `world`; of returns, supplies and chats: `around`; of faults, limits and the last calls: `edge`.

mod around;
mod certificate;
pub mod edge;
pub mod desk;
mod goods;
mod promotion;
mod push;
pub mod insight;
mod shop;
mod snapshot;
mod taxonomy;
mod world;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    method::Empty,
    methods,
    scalar::{ClientId, DeliveryMethodId, OrderId, OrderNumber, PostingNumber, ProductId, Sku},
};

pub use around::*;
pub use certificate::*;
pub use desk::*;
pub use goods::*;
pub use promotion::*;
pub use push::*;
pub use shop::*;
pub use snapshot::*;
pub use taxonomy::*;
pub use world::*;

methods! {
    area "operator";
    /// Opens a shop and its first key.
    SellerCreate: Post "/operator/v1/sellers", SellerCreateRequest => SellerCreateResponse;
    /// Pages through the shops, oldest first.
    SellerList: Get "/operator/v1/sellers", SellerListRequest => SellerListResponse;
    /// Makes a further key for a shop; it is shown this once only.
    KeyCreate: Post "/operator/v1/sellers/{client_id}/keys", KeyCreateRequest => KeyCreateResponse;
    /// Revokes a key at once.
    KeyRevoke: Delete "/operator/v1/sellers/{client_id}/keys/{key_id}", KeyRevokeRequest => Empty;
    /// Opens a warehouse of a shop.
    WarehouseCreate: Post "/operator/v1/sellers/{client_id}/warehouses",
        WarehouseCreateRequest => WarehouseCreateResponse;
    /// Opens a way of delivery from a warehouse.
    DeliveryMethodCreate: Post "/operator/v1/sellers/{client_id}/delivery-methods",
        DeliveryMethodCreateRequest => DeliveryMethodCreateResponse;
    /// Places a buyer's order: reserves the stock of every item or of none, and splits it into postings.
    OrderPlace: Post "/operator/v1/orders", OrderPlaceRequest => OrderPlaceResponse;
    /// Records what the carrier, the buyer or the platform did with a parcel.
    PostingEventRecord: Post "/operator/v1/postings/{posting_number}/events",
        PostingEventRecordRequest => PostingEventRecordResponse;
    /// Asks, as the buyer, to call off a posting that the seller delivers and that is on its way.
    CancellationRequest: Post "/operator/v1/postings/{posting_number}/cancellation-requests",
        CancellationRequestRequest => CancellationRequestResponse;
    /// Gives the moderator's word on a product.
    ProductModerate: Post "/operator/v1/products/{product_id}/moderation",
        ProductModerateRequest => ProductModerateResponse;
    /// Hides a product from buyers, or shows it again.
    ProductHide: Post "/operator/v1/products/{product_id}/visibility", ProductHideRequest => ProductHideResponse;
    /// Sets between which prices goods of a category are sold.
    PriceBoundsSet: Put "/operator/v1/categories/{category_id}/price-bounds",
        PriceBoundsSetRequest => PriceBoundsSetResponse;
    /// Adds goods to the marketplace's own warehouse, so that they can be ordered under FBO.
    SupplyStock: Post "/operator/v1/sellers/{client_id}/fbo-stock", SupplyStockRequest => Empty;
    /// Opens a promotion and chooses the products of all shops that may take part.
    PromotionCreate: Post "/operator/v1/promotions", PromotionCreateRequest => Promotion;
    /// Pages through the promotions, oldest first.
    PromotionList: Get "/operator/v1/promotions", PromotionListRequest => PromotionListResponse;
    /// Changes a promotion, and bars products from it.
    PromotionChange: Put "/operator/v1/promotions/{action_id}", PromotionChangeRequest => Promotion;
    /// Freezes a promotion at once.
    PromotionFreeze: Post "/operator/v1/promotions/{action_id}/freeze", PromotionNamedRequest => Promotion;
    /// Ends a promotion at once.
    PromotionEnd: Post "/operator/v1/promotions/{action_id}/end", PromotionNamedRequest => Promotion;
    /// Asks, as a buyer, for a lower price.
    DiscountRequestCreate: Post "/operator/v1/discount-requests",
        DiscountRequestCreateRequest => DiscountRequestCreateResponse;
    /// Pages through the certificates, oldest first.
    CertificateList: Get "/operator/v1/certificates", CertificateListRequest => CertificateListResponse;
    /// Gives the word on a certificate.
    CertificateDecide: Post "/operator/v1/certificates/{id}/decision", CertificateDecideRequest => Certificate;
    /// Shows which categories and brands are certified.
    CertificationGet: Get "/operator/v1/certification", Empty => CertificationRules;
    /// Says which categories and brands are certified; replaces what was said before.
    CertificationSet: Put "/operator/v1/certification", CertificationRules => CertificationRules;
    /// Takes over a category tree: adds what is new, changes what is known, removes nothing.
    TaxonomyImport: Post "/operator/v1/taxonomy", TaxonomyImportRequest => TaxonomyImportResponse;
    /// Announces a supply to the marketplace's own warehouse, with its waybills.
    SupplyOrderCreate: Post "/operator/v1/supply-orders", SupplyOrderCreateRequest => SupplyOrderCreateResponse;
    /// Counts what a supply brought: what is good lies in the marketplace's warehouse from then on.
    SupplyOrderAccept: Post "/operator/v1/supply-orders/{order_id}/acceptance",
        SupplyOrderAcceptRequest => SupplyOrderAcceptResponse;
    /// A buyer sends goods of a delivered posting back.
    ReturnCreate: Post "/operator/v1/returns", ReturnCreateRequest => ReturnState;
    /// Records how far goods have come on their way back.
    ReturnEventRecord: Post "/operator/v1/returns/{return_id}/events", ReturnEventRecordRequest => ReturnState;
    /// A buyer opens a chat about a posting, without writing yet.
    ChatOpen: Post "/operator/v1/chats", ChatOpenRequest => ChatOpenResponse;
    /// A buyer writes, or sends a file.
    ChatMessageSend: Post "/operator/v1/chats/{chat_id}/messages", ChatMessageSendRequest => ChatMessageSendResponse;
    /// A buyer changes a text that it wrote.
    ChatMessageEdit: Put "/operator/v1/chats/{chat_id}/messages/{message_id}", ChatMessageEditRequest => Empty;
    /// A buyer reads what the shop wrote.
    ChatRead: Post "/operator/v1/chats/{chat_id}/read", ChatReadRequest => Empty;
    /// A buyer closes a chat: the shop cannot write there until the buyer writes again.
    ChatClose: Post "/operator/v1/chats/{chat_id}/close", ChatCloseRequest => Empty;
    /// Gives a posting another cut-off, or another delivery window.
    PostingDatesSet: Put "/operator/v1/postings/{posting_number}/dates", PostingDatesSetRequest => PostingDates;
    /// Says how a product's price compares with prices elsewhere.
    PriceIndexSet: Put "/operator/v1/products/{product_id}/price-index", PriceIndexSetRequest => Empty;
    /// Shows where a shop's pushes go, and how its receiver does.
    NotificationsGet: Get "/operator/v1/sellers/{client_id}/notifications", NotificationsRequest => Notifications;
    /// Sends a shop's pushes to an address from now on, and pings it.
    NotificationsSet: Put "/operator/v1/sellers/{client_id}/notifications", NotificationsSetRequest => Notifications;
    /// Sends a shop no more pushes. What was sent stays in the log for a while.
    NotificationsDelete: Delete "/operator/v1/sellers/{client_id}/notifications", NotificationsRequest => Empty;
    /// Pings a shop's receiver and tells what came back; when that is good, paused pushes go on.
    NotificationsCheck: Post "/operator/v1/sellers/{client_id}/notifications/check",
        NotificationsRequest => NotificationsCheckResponse;
    /// Pages through a shop's pushes with what became of them, newest first.
    DeliveryList: Get "/operator/v1/sellers/{client_id}/deliveries"
        | "/operator/v1/sellers/{client_id}/notifications/deliveries", DeliveryListRequest => DeliveryListResponse;
    /// Sends a push once more, as a copy behind all that wait.
    DeliveryResend: Post "/operator/v1/sellers/{client_id}/deliveries/{id}/resend"
        | "/operator/v1/sellers/{client_id}/notifications/deliveries/{id}/resend", DeliveryResendRequest => Delivery;
    /// Tells the time of this world.
    ClockGet: Get "/operator/v1/clock", Empty => ClockState;
    /// Sets how time passes, and optionally what time it is.
    ClockSet: Put "/operator/v1/clock", ClockSetRequest => ClockState;
    /// Moves the clock and answers after all that fell due has happened, in order.
    ClockAdvance: Post "/operator/v1/clock/advance", ClockAdvanceRequest => ClockAdvanceResponse;
    /// Moves the clock to the next moment at which something falls due, and answers what happened.
    ClockStep: Post "/operator/v1/clock/step", Empty => ClockStepResponse;
    /// Pages through what will fall due, soonest first.
    AgendaList: Get "/operator/v1/agenda", AgendaListRequest => AgendaListResponse;
    /// Shows the settings in force, for all shops or for one.
    SettingsGet: Get "/operator/v1/settings", SettingsGetRequest => Settings;
    /// Changes the given settings, for all shops or for one, and answers with those then in force.
    SettingsSet: Put "/operator/v1/settings", SettingsSetRequest => Settings;
    /// Puts the world back as it was first filled.
    Reset: Post "/operator/v1/reset", Empty => Empty;
    /// Keeps the whole world under a name.
    SnapshotSave: Post "/operator/v1/snapshots", SnapshotSaveRequest => Snapshot;
    /// Lists the worlds that are kept.
    SnapshotList: Get "/operator/v1/snapshots", Empty => SnapshotListResponse;
    /// Puts a world that was kept in this one's place, its time included.
    SnapshotRestore: Post "/operator/v1/snapshots/{name}/restore", SnapshotNamedRequest => Snapshot;
    /// Forgets a world that was kept.
    SnapshotDelete: Delete "/operator/v1/snapshots/{name}", SnapshotNamedRequest => Empty;
}

/// A buyer's purchase; the goods may be of several shops.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct OrderPlaceRequest {
    /// What is bought, at least one item.
    pub items: Vec<OrderPlaceItem>,
    /// Who buys; none: a buyer is invented.
    pub buyer: Option<OrderPlaceBuyer>,
    /// Where it goes; none: an address is invented.
    pub address: Option<OrderPlaceAddress>,
    /// Whether the buyer is a company.
    pub legal_entity: bool,
    /// Delivery method to use; none: a fitting one is chosen.
    pub delivery_method_id: Option<DeliveryMethodId>,
    /// `fbs`, `rfbs` or `fbo`; empty: whichever has the stock.
    pub scheme: String,
    /// Whether the buyer has the paid subscription.
    pub premium: bool,
}

/// One line of an order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct OrderPlaceItem {
    /// What the buyer saw.
    pub sku: Sku,
    /// Units, 1 or more.
    pub quantity: i64,
}

/// Who buys.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct OrderPlaceBuyer {
    /// Full name.
    pub name: String,
    /// Phone.
    pub phone: String,
    /// Mail address.
    pub email: String,
    /// A known buyer, whose order numbers go on; none: a new one.
    pub customer_id: Option<i64>,
}

/// Where an order goes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct OrderPlaceAddress {
    /// Town.
    pub city: String,
    /// Region.
    pub region: String,
    /// Street, house and flat.
    pub address_tail: String,
    /// Postal code.
    pub zip_code: String,
    /// District.
    pub district: String,
    /// Country.
    pub country: String,
    /// The buyer's words to the courier.
    pub comment: String,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

/// The order and the parcels it falls into.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct OrderPlaceResponse {
    /// The order.
    pub order_id: OrderId,
    /// Its number.
    pub order_number: OrderNumber,
    /// One per shop, scheme and warehouse.
    pub postings: Vec<OrderPlacePosting>,
}

/// One parcel of a new order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct OrderPlacePosting {
    /// Its number.
    pub posting_number: PostingNumber,
    /// The shop.
    pub client_id: ClientId,
    /// `fbs`, `rfbs` or `fbo`.
    pub scheme: String,
    /// As the seller sees it: `awaiting_packaging`.
    pub status: String,
}

/// What happened to a parcel.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingEventRecordRequest {
    /// The parcel, from the path.
    pub posting_number: PostingNumber,
    /// What happened; must be given.
    pub event: Option<PostingEvent>,
    /// Why, for cancellations, disputes and returns.
    pub reason: String,
}

/// What carrier, buyer and platform do with a parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PostingEvent {
    /// The carrier took it over.
    Accepted,
    /// It was handed over but never scanned.
    NotAccepted,
    /// It travels to the buyer's town.
    InTransit,
    /// A courier brings it.
    Courier,
    /// It waits at a pick-up point.
    PickupPoint,
    /// The buyer has it.
    Delivered,
    /// The buyer has confirmed it.
    Received,
    /// It was lost on the way.
    Lost,
    /// The buyer cancelled.
    CancelledByBuyer,
    /// The marketplace cancelled.
    CancelledByPlatform,
    /// The buyer opened a dispute.
    DisputedByBuyer,
    /// It came back to the seller's side.
    Returned,
}

/// The parcel after the event.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingEventRecordResponse {
    /// The parcel.
    pub posting_number: PostingNumber,
    /// Its status now.
    pub status: String,
    /// Its substatus now.
    pub substatus: String,
}

/// The moderator's word.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductModerateRequest {
    /// The product, from the path.
    pub product_id: ProductId,
    /// What was decided; must be given.
    pub decision: Option<ModerationDecision>,
    /// What the seller is told when the word is not `approve`.
    pub reasons: Vec<String>,
}

/// What a moderator decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ModerationDecision {
    /// The card is shown.
    Approve,
    /// The seller has to correct it.
    Decline,
    /// It is not to be sold here.
    Ban,
}

/// The product after the decision.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductModerateResponse {
    /// The product.
    pub product_id: ProductId,
    /// Its state now, as the seller's status block names it.
    pub state: String,
    /// Its moderation now, as the seller's status block names it.
    pub moderate_status: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{json, method::Method};

    #[test]
    fn requests_are_read() {
        let body =
            r#"{"items":[{"sku":"9","quantity":2}],"buyer":{"name":"Ия"},"address":{"latitude":55.75},"scheme":"fbs"}"#;
        let order: OrderPlaceRequest = json::from_slice(body.as_bytes()).unwrap();
        assert_eq!(order.items, [OrderPlaceItem { sku: Sku(9), quantity: 2 }]);
        assert_eq!((order.buyer.unwrap().customer_id, order.address.unwrap().latitude), (None, 55.75));
        assert_eq!(order.delivery_method_id, None);
    }

    #[test]
    fn an_event_and_a_decision_are_given_or_missing_never_assumed() {
        for (body, want) in [
            (r#"{"event":"cancelled_by_buyer"}"#, Some(PostingEvent::CancelledByBuyer)),
            (r#"{"event":"pickup_point"}"#, Some(PostingEvent::PickupPoint)),
            (r#"{"event":null}"#, None),
            ("{}", None),
        ] {
            assert_eq!(json::from_slice::<PostingEventRecordRequest>(body.as_bytes()).unwrap().event, want, "{body}");
        }
        assert!(json::from_slice::<PostingEventRecordRequest>(br#"{"event":""}"#).is_err());
        assert!(json::from_slice::<ProductModerateRequest>(br#"{"decision":"maybe"}"#).is_err());
    }

    #[test]
    fn an_answer_survives_the_wire() {
        let posting = OrderPlacePosting {
            posting_number: "57195475-0050-1".into(),
            client_id: ClientId(100_001),
            scheme: "fbs".to_owned(),
            status: "awaiting_packaging".to_owned(),
        };
        let answer = OrderPlaceResponse {
            order_id: OrderId(680_420_041),
            order_number: "57195475-0050".into(),
            postings: vec![posting],
        };
        let wire = serde_json::to_value(&answer).unwrap();
        assert_eq!(wire["postings"][0]["client_id"], 100_001);
        assert_eq!(json::from_value::<OrderPlaceResponse>(wire).unwrap(), answer);
    }

    #[test]
    fn every_path_parameter_is_a_field_of_the_request() {
        for method in METHODS {
            let mut schemas = schemars::SchemaGenerator::default();
            let request = (method.request)(&mut schemas);
            let root = schemas.definitions().values().chain([request.as_value()]).cloned().collect::<Vec<_>>();
            for name in method.path.split(['{', '}']).skip(1).step_by(2) {
                assert!(root.iter().any(|schema| schema["properties"].get(name).is_some()), "{}: {name}", method.path);
            }
        }
        assert_eq!(KeyRevoke::INFO.verb.as_str(), "DELETE");
    }
}
