//! FBO postings as they are listed today: `/v3/posting/fbo/list`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    PostingAdditionalData, PostingCommission, PostingDir, PostingExternalOrder, PostingLegalInfo, PostingMoney,
};
use crate::scalar::{CancelReasonId, Decimal2, OfferId, OrderId, OrderNumber, PostingNumber, Sku, Time, WarehouseId};

/// Asks for a page of FBO postings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFboListV3Request {
    /// `cursor` of the page before; empty at first.
    pub cursor: String,
    /// Which of them.
    pub filter: PostingFboListV3Filter,
    /// Postings on a page, 1 to 1000.
    pub limit: i64,
    /// Order by the start of processing.
    pub sort_dir: PostingDir,
    /// Names in Latin letters.
    pub translit: bool,
    /// Further blocks.
    pub with: PostingFboListV3With,
}

/// Which FBO postings; an empty list does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFboListV3Filter {
    /// Orders by their numbers, 100 at most.
    pub order_numbers: Vec<OrderNumber>,
    /// Postings, 1000 at most.
    pub posting_numbers: Vec<PostingNumber>,
    /// Processing began at or after.
    pub since: Option<Time>,
    /// `awaiting_packaging`, `awaiting_deliver`, `delivering`, `delivered`, `cancelled`.
    pub statuses: Vec<String>,
    /// Processing began at or before.
    pub to: Option<Time>,
}

/// Blocks beside the posting itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFboListV3With {
    /// Where and for whom.
    pub analytics_data: bool,
    /// Money.
    pub financial_data: bool,
    /// The company that buys.
    pub legal_info: bool,
}

/// A page of FBO postings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFboListV3Response {
    /// Where the next page starts; empty on the last one.
    pub cursor: String,
    /// There is a next page.
    pub has_next: bool,
    /// In the order asked for.
    pub postings: Vec<PostingFboV3>,
}

/// A parcel of goods that lie with the marketplace.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFboV3 {
    /// Further data.
    pub additional_data: Vec<PostingAdditionalData>,
    /// Where and for whom; `null` unless asked for.
    pub analytics_data: Option<PostingFboAnalyticsDataV3>,
    /// Why it was cancelled; 0 when it was not.
    pub cancel_reason_id: CancelReasonId,
    /// Zero values while it lives.
    pub cancellation: PostingFboCancellation,
    /// When the order was placed.
    pub created_at: Time,
    /// Whether another platform sold it.
    pub external_order: PostingExternalOrder,
    /// Money; `null` unless asked for.
    pub financial_data: Option<PostingFboFinancialDataV3>,
    /// When processing began.
    pub in_process_at: Time,
    /// The company that buys; `null` unless asked for.
    pub legal_info: Option<PostingLegalInfo>,
    /// The order.
    pub order_id: OrderId,
    /// The order's number.
    pub order_number: OrderNumber,
    /// Its number.
    pub posting_number: PostingNumber,
    /// What is in it.
    pub products: Vec<PostingFboProductV3>,
    /// Status.
    pub status: String,
    /// Finer status.
    pub substatus: String,
}

/// Where, how and for whom an FBO posting is delivered.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFboAnalyticsDataV3 {
    /// Town.
    pub city: String,
    /// Start of the window that the buyer was told.
    pub client_delivery_date_begin: Option<Time>,
    /// End of that window.
    pub client_delivery_date_end: Option<Time>,
    /// `PVZ`, `Courier`.
    pub delivery_type: String,
    /// The buyer is a company.
    pub is_legal: bool,
    /// The buyer has the paid subscription.
    pub is_premium: bool,
    /// How it was paid.
    pub payment_type_group_name: String,
    /// Where it starts.
    pub warehouse_id: WarehouseId,
    /// Name of the warehouse.
    pub warehouse_name: String,
}

/// Who cancelled an FBO posting and why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFboCancellation {
    /// The reason in words.
    pub cancel_reason: String,
    /// `Клиент`, `Ozon`; empty while not cancelled.
    pub cancellation_initiator: String,
    /// `client`, `ozon`, `delivery`; empty while not cancelled.
    pub cancellation_type: String,
}

/// Money of an FBO posting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFboFinancialDataV3 {
    /// Cluster the parcel leaves from.
    pub cluster_from: String,
    /// Cluster it goes to.
    pub cluster_to: String,
    /// One entry for each product.
    pub products: Vec<PostingFboFinancialProductV3>,
}

/// Money of one product of an FBO posting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFboFinancialProductV3 {
    /// Names of the promotions and discounts applied.
    pub actions: Vec<String>,
    /// Commission of the platform.
    pub commission: PostingCommission,
    /// Crossed-out price.
    pub old_price: Decimal2,
    /// What the seller receives.
    pub payout: Decimal2,
    /// Price after discounts.
    pub price: Decimal2,
    /// SKU, whatever the field's name says.
    pub product_id: Sku,
    /// Discount against `old_price`, percent.
    pub total_discount_percent: Decimal2,
    /// Discount against `old_price`, money.
    pub total_discount_value: Decimal2,
}

/// A line of an FBO posting.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFboProductV3 {
    /// Codes of digital goods, one per unit.
    pub digital_codes: Vec<String>,
    /// The marketplace buys it.
    pub is_marketplace_buyout: bool,
    /// Title.
    pub name: String,
    /// The seller's article.
    pub offer_id: OfferId,
    /// Of one unit: `"81.00"`.
    pub price: PostingMoney,
    /// Units.
    pub quantity: i32,
    /// The product.
    pub sku: Sku,
}
