//! Lists over all shops, as the operator looks through them: postings, what happened to them, goods, returns, chats,
//! supplies. Each takes one shop or goes shop by shop; a page may hold fewer rows than asked for, and `last_id` is empty
//! on the last page only.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{SupplyOrderItem, SupplyOrderWaybillState};
use crate::{
    methods,
    product::Visibility,
    scalar::{
        CarriageId, CategoryId, ChatId, ClientId, DeliveryMethodId, OfferId, OrderId, PostingNumber, ProductId,
        ReturnId, Sku, SupplyOrderId, Time, WarehouseId,
    },
};

methods! {
    area "operator";
    /// Pages through the postings of all shops or of one, optionally those in one status; oldest order of a shop first.
    PostingList: Get "/operator/v1/postings", PostingListRequest => PostingListResponse;
    /// Pages through the postings that something happened to since a moment, in the order of what happened to each last.
    PostingChangeList: Get "/operator/v1/postings/changes", PostingChangeListRequest => PostingListResponse;
    /// Pages through the goods of all shops or of one, with their stock in each warehouse.
    GoodsList: Get "/operator/v1/products", GoodsListRequest => GoodsListResponse;
    /// Pages through goods on their way back, oldest of a shop first.
    ReturnList: Get "/operator/v1/returns", ReturnListRequest => ReturnListResponse;
    /// Pages through the chats of all shops or of one, oldest of a shop first.
    ChatList: Get "/operator/v1/chats", ChatListRequest => ChatListResponse;
    /// Pages through the supplies of all shops or of one, oldest of a shop first.
    SupplyOrderList: Get "/operator/v1/supply-orders", SupplyOrderListRequest => SupplyOrderListResponse;
}

/// Which postings to show.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingListRequest {
    /// Of one shop; none is all.
    pub client_id: Option<ClientId>,
    /// In this status, as the seller sees it: `awaiting_packaging`; empty is any.
    pub status: String,
    /// Postings per page, up to 1000; 0 is 100.
    pub limit: i64,
    /// `last_id` of the page before; empty for the first.
    pub last_id: String,
}

/// Since when to show what happened.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingChangeListRequest {
    /// This moment and later; none is from the beginning.
    pub since: Option<Time>,
    /// Postings per page, up to 1000; 0 is 100.
    pub limit: i64,
    /// `last_id` of the page before; empty for the first.
    pub last_id: String,
}

/// A page of postings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingListResponse {
    /// Postings of the page.
    pub postings: Vec<PostingListItem>,
    /// Where the next page begins; empty on the last page.
    pub last_id: String,
}

/// A posting as the operator sees it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingListItem {
    /// The parcel.
    pub posting_number: PostingNumber,
    /// The shop.
    pub client_id: ClientId,
    /// The buyer's order.
    pub order_id: OrderId,
    /// `fbs`, `rfbs` or `fbo`.
    pub scheme: String,
    /// `awaiting_packaging`, ...
    pub status: String,
    /// `posting_created`, ...
    pub substatus: String,
    /// `ozon`, `aggregator`, `3pl_tracking` or `non_integrated`.
    pub tpl_integration_type: String,
    /// Where it starts.
    pub warehouse_id: WarehouseId,
    /// How it goes; 0 under FBO.
    pub delivery_method_id: DeliveryMethodId,
    /// Its carriage; 0 without an act.
    pub carriage_id: CarriageId,
    /// When it was ordered.
    pub created_at: Time,
    /// Pack until.
    pub shipment_date: Time,
    /// When the buyer got it.
    pub delivered_at: Option<Time>,
    /// What happened last, such as `placed`, `ship`, `delivered`.
    pub event: String,
    /// When that was.
    pub changed_at: Time,
    /// What is in it.
    pub items: Vec<PostingListLine>,
}

/// A line of a posting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingListLine {
    /// What was bought.
    pub sku: Sku,
    /// The seller's article.
    pub offer_id: OfferId,
    /// Title.
    pub name: String,
    /// Units.
    pub quantity: i64,
    /// Of one unit: `"590.0000"`.
    pub price: String,
}

/// Which goods to show.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct GoodsListRequest {
    /// Of one shop; none is all.
    pub client_id: Option<ClientId>,
    /// As sellers filter their own goods: `ALL`, `VISIBLE`, `VALIDATION_STATE_PENDING`, ...; none is `ALL`.
    pub visibility: Option<Visibility>,
    /// Goods per page, up to 1000; 0 is 100.
    pub limit: i64,
    /// `last_id` of the page before; empty for the first.
    pub last_id: String,
}

/// A page of goods.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct GoodsListResponse {
    /// Goods of the page, by number within a shop.
    pub products: Vec<GoodsListItem>,
    /// Where the next page begins; empty on the last page.
    pub last_id: String,
}

/// A product as the operator sees it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct GoodsListItem {
    /// The product.
    pub product_id: ProductId,
    /// The shop.
    pub client_id: ClientId,
    /// The seller's article.
    pub offer_id: OfferId,
    /// Under FBS and rFBS.
    pub sku: Sku,
    /// Under FBO.
    pub fbo_sku: Sku,
    /// Title.
    pub name: String,
    /// Its category.
    pub category_id: CategoryId,
    /// What buyers pay: `"590.0000"`; empty before the first price.
    pub price: String,
    /// `imported`, `moderating`, `failed_moderation`, `failed_validation` or `price_sent`.
    pub state: String,
    /// Whether buyers can buy it.
    pub visible: bool,
    /// Where it lies.
    pub stocks: Vec<GoodsListStock>,
}

/// Units in one warehouse.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct GoodsListStock {
    /// The warehouse.
    pub warehouse_id: WarehouseId,
    /// Whether it is the marketplace's own.
    pub is_fbo: bool,
    /// On the shelf.
    pub present: i64,
    /// Of them held by orders.
    pub reserved: i64,
}

/// Which returns to show.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnListRequest {
    /// Of one shop; none is all.
    pub client_id: Option<ClientId>,
    /// In this status, in the words of the events, or `created`; empty is any.
    pub status: String,
    /// Returns per page, up to 1000; 0 is 100.
    pub limit: i64,
    /// `last_id` of the page before; empty for the first.
    pub last_id: String,
}

/// A page of returns.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnListResponse {
    /// Returns of the page.
    pub returns: Vec<ReturnListItem>,
    /// Where the next page begins; empty on the last page.
    pub last_id: String,
}

/// A return as the operator sees it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnListItem {
    /// The return.
    pub return_id: ReturnId,
    /// The shop.
    pub client_id: ClientId,
    /// The parcel the goods came with.
    pub posting_number: PostingNumber,
    /// `fbo`, `fbs` or `rfbs`.
    pub scheme: String,
    /// Where it stands, in the words of the events; `created` before the first of an FBO return.
    pub status: String,
    /// What comes back.
    pub sku: Sku,
    /// Title.
    pub name: String,
    /// Units.
    pub quantity: i64,
    /// Why.
    pub reason: String,
    /// When it began.
    pub created_at: Time,
    /// When it began to wait for the seller.
    pub waiting_from: Option<Time>,
}

/// Which chats to show.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatListRequest {
    /// Of one shop; none is all.
    pub client_id: Option<ClientId>,
    /// Chats per page, up to 1000; 0 is 100.
    pub limit: i64,
    /// `last_id` of the page before; empty for the first.
    pub last_id: String,
}

/// A page of chats.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatListResponse {
    /// Chats of the page.
    pub chats: Vec<ChatListItem>,
    /// Where the next page begins; empty on the last page.
    pub last_id: String,
}

/// A chat as the operator sees it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChatListItem {
    /// The chat.
    pub chat_id: ChatId,
    /// The shop.
    pub client_id: ClientId,
    /// What it is about.
    pub posting_number: PostingNumber,
    /// When it was opened.
    pub created_at: Time,
    /// The buyer's messages since the seller last wrote.
    pub unread: i64,
    /// When the buyer last wrote.
    pub customer_wrote_at: Option<Time>,
    /// When the buyer closed it; null while it is open.
    pub closed_at: Option<Time>,
}

/// Which supplies to show.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SupplyOrderListRequest {
    /// Of one shop; none is all.
    pub client_id: Option<ClientId>,
    /// Supplies per page, up to 1000; 0 is 100.
    pub limit: i64,
    /// `last_id` of the page before; empty for the first.
    pub last_id: String,
}

/// A page of supplies.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SupplyOrderListResponse {
    /// Supplies of the page.
    pub supply_orders: Vec<SupplyOrderListItem>,
    /// Where the next page begins; empty on the last page.
    pub last_id: String,
}

/// A supply as the operator sees it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SupplyOrderListItem {
    /// The supply.
    pub order_id: SupplyOrderId,
    /// The shop.
    pub client_id: ClientId,
    /// When it was announced.
    pub created_at: Time,
    /// Its waybills, by number.
    pub waybills: Vec<SupplyOrderWaybillState>,
    /// Units that its waybills announce, by SKU.
    pub items: Vec<SupplyOrderItem>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{from_fields, from_value};

    #[test]
    fn questions_are_read_from_the_query() {
        let fields = [("client_id", "100001"), ("visibility", "VISIBLE"), ("limit", "5")];
        let asked: GoodsListRequest =
            from_fields(fields.map(|(name, text)| (name.to_owned(), text.to_owned())).into_iter()).unwrap();
        assert_eq!(
            (asked.client_id, asked.visibility, asked.limit),
            (Some(ClientId(100_001)), Some(Visibility::Visible), 5)
        );
        let fields = [("since".to_owned(), "1970-01-01T00:00:01Z".to_owned())];
        let asked: PostingChangeListRequest = from_fields(fields.into_iter()).unwrap();
        assert_eq!(asked.since, Some(Time(1_000_000)));
    }

    #[test]
    fn an_answer_survives_the_wire() {
        let line = PostingListLine { sku: Sku(5), quantity: 2, ..Default::default() };
        let item = PostingListItem { posting_number: "70-1-1".into(), items: vec![line], ..Default::default() };
        let answer = PostingListResponse { postings: vec![item], last_id: "x".to_owned() };
        let wire = serde_json::to_value(&answer).unwrap();
        assert!(wire["postings"][0]["delivered_at"].is_null());
        assert_eq!(from_value::<PostingListResponse>(wire).unwrap(), answer);
    }
}
