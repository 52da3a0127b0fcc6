//! Blocks that several posting answers share: barcodes, cancellation, buyer, delivery, money, marking.
//! A block that nobody asked for, or that is unknown, is `null` in the posting that carries it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scalar::{CancelReasonId, Decimal2, DeliveryMethodId, Digits, Sku, Time, WarehouseId};

/// Barcodes of a posting's label.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Barcodes {
    /// Code at the foot of the label: 14 or 15 digits.
    pub lower_barcode: String,
    /// Code at the top of the label: `%`, three digits, `%`, digits.
    pub upper_barcode: String,
}

/// Who cancelled a posting and why; zero values while it lives.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Cancellation {
    /// Whether the seller's cancellation rating suffers.
    pub affect_cancellation_rating: bool,
    /// The reason in words.
    pub cancel_reason: String,
    /// Reason; 0 = not cancelled.
    pub cancel_reason_id: CancelReasonId,
    /// `Клиент`, `Ozon` or `Продавец`; empty while not cancelled.
    pub cancellation_initiator: String,
    /// `client`, `ozon` or `seller`, other words possible; empty while not cancelled.
    pub cancellation_type: String,
    /// Whether it was already packed then.
    pub cancelled_after_ship: bool,
}

/// The delivery method a posting travels by, with its warehouse and carrier.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingDeliveryMethod {
    /// The method.
    pub id: DeliveryMethodId,
    /// Its name.
    pub name: String,
    /// Name of the carrier.
    pub tpl_provider: String,
    /// The carrier.
    pub tpl_provider_id: i64,
    /// Name of the warehouse.
    pub warehouse: String,
    /// Warehouse the goods leave from.
    pub warehouse_id: WarehouseId,
}

/// The buyer of an rFBS posting; `null` where the platform delivers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Customer {
    /// Where to deliver.
    pub address: Address,
    /// Mail address.
    pub customer_email: String,
    /// The buyer.
    pub customer_id: i64,
    /// Full name.
    pub name: String,
    /// Always empty: telephone numbers are not handed out.
    pub phone: String,
}

/// Delivery address of an rFBS posting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Address {
    /// The address in one line.
    pub address_tail: String,
    /// City.
    pub city: String,
    /// The buyer's remark.
    pub comment: String,
    /// Country.
    pub country: String,
    /// District.
    pub district: String,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// The carrier's own code of a pick-up point.
    pub provider_pvz_code: String,
    /// Pick-up point; 0 = none.
    pub pvz_code: i64,
    /// Region.
    pub region: String,
    /// Postal code.
    pub zip_code: String,
}

/// Who receives the parcel, where the seller has to know; else `null`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Addressee {
    /// Full name.
    pub name: String,
    /// Always empty: telephone numbers are not handed out.
    pub phone: String,
}

/// Where, how and for whom a posting is delivered; shown when `with.analytics_data` is set.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AnalyticsData {
    /// City of delivery.
    pub city: String,
    /// Start of the promised delivery window.
    pub delivery_date_begin: Option<Time>,
    /// End of the promised delivery window.
    pub delivery_date_end: Option<Time>,
    /// Way of delivery, such as `PVZ`.
    pub delivery_type: String,
    /// Whether a legal entity buys.
    pub is_legal: bool,
    /// Whether the buyer has a Premium subscription.
    pub is_premium: bool,
    /// Way of payment.
    pub payment_type_group_name: String,
    /// Region of delivery.
    pub region: String,
    /// Name of the carrier.
    pub tpl_provider: String,
    /// The carrier.
    pub tpl_provider_id: i64,
    /// Name of the warehouse.
    pub warehouse: String,
    /// Warehouse the goods leave from.
    pub warehouse_id: WarehouseId,
}

/// Prices, commission and services of a posting; shown when `with.financial_data` is set.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinancialData {
    /// Cluster the parcel leaves from.
    pub cluster_from: String,
    /// Cluster it goes to.
    pub cluster_to: String,
    /// Services charged for the posting as a whole.
    pub posting_services: FinancialServices,
    /// One entry for each product.
    pub products: Vec<FinancialProduct>,
}

/// Money of one product of a posting, in the shop's currency.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinancialProduct {
    /// Names of the promotions and discounts applied.
    pub actions: Vec<String>,
    /// Price the buyer pays; often empty.
    pub client_price: String,
    /// Commission of the platform.
    pub commission_amount: Decimal2,
    /// Commission in percent of the price.
    pub commission_percent: i64,
    /// Currency of the commission.
    pub commissions_currency_code: String,
    /// Currency of the prices: `RUB`, `BYN`, `KZT`, `EUR`, `USD`, `CNY`.
    pub currency_code: String,
    /// Services charged for this product.
    pub item_services: FinancialServices,
    /// Crossed-out price.
    pub old_price: Decimal2,
    /// What the seller receives.
    pub payout: Decimal2,
    /// Always `null` today.
    pub picking: Option<Picking>,
    /// Price after discounts.
    pub price: Decimal2,
    /// SKU, whatever the field's name says.
    pub product_id: Sku,
    /// Units in the posting.
    pub quantity: i64,
    /// Discount against `old_price`, percent.
    pub total_discount_percent: Decimal2,
    /// Discount against `old_price`, money.
    pub total_discount_value: Decimal2,
}

/// Delivery charge of a product that is picked up.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Picking {
    /// Charge.
    pub amount: Decimal2,
    /// When it was made.
    pub moment: Time,
    /// Whether the product counts as bulky.
    pub tag: String,
}

/// Charges by service, negative when the seller pays; 0 = not charged.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinancialServices {
    /// Last mile.
    pub marketplace_service_item_deliv_to_customer: Decimal2,
    /// Trunk transport.
    pub marketplace_service_item_direct_flow_trans: Decimal2,
    /// Handling at a fulfilment centre's drop-off.
    pub marketplace_service_item_dropoff_ff: Decimal2,
    /// Handling at a pick-up point's drop-off.
    pub marketplace_service_item_dropoff_pvz: Decimal2,
    /// Handling at a sorting centre's drop-off.
    pub marketplace_service_item_dropoff_sc: Decimal2,
    /// Assembly of the order.
    pub marketplace_service_item_fulfillment: Decimal2,
    /// Collection at the seller's address.
    pub marketplace_service_item_pickup: Decimal2,
    /// Handling of a return after delivery.
    pub marketplace_service_item_return_after_deliv_to_customer: Decimal2,
    /// Reverse trunk transport.
    pub marketplace_service_item_return_flow_trans: Decimal2,
    /// Handling of a cancellation before delivery.
    pub marketplace_service_item_return_not_deliv_to_customer: Decimal2,
    /// Handling of goods the buyer did not take.
    pub marketplace_service_item_return_part_goods_customer: Decimal2,
}

/// SKUs whose data must be handed in before the posting can be packed; lists are empty when nothing is missing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Requirements {
    /// Need a country of origin.
    pub products_requiring_country: Vec<Digits>,
    /// Need a customs declaration number.
    pub products_requiring_gtd: Vec<Digits>,
    /// Need a jewellery identification number.
    pub products_requiring_jw_uin: Vec<Digits>,
    /// Older name of `products_requiring_jw_uin`.
    pub products_requiring_jwn: Vec<Digits>,
    /// Need a Chestny ZNAK code.
    pub products_requiring_mandatory_mark: Vec<Digits>,
    /// Need a traceability number.
    pub products_requiring_rnpt: Vec<Digits>,
}

/// Marking and customs data of one unit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingExemplar {
    /// Customs declaration number.
    pub gtd: String,
    /// The unit has no declaration number.
    pub is_gtd_absent: bool,
    /// The unit has no traceability number.
    pub is_rnpt_absent: bool,
    /// Chestny ZNAK code.
    pub mandatory_mark: String,
    /// Traceability number.
    pub rnpt: String,
}

/// Units of a posting with their marking data; shown when `with.product_exemplars` is set.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductExemplars {
    /// One entry for each product.
    pub products: Vec<ProductExemplarsItem>,
}

/// Units of one product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductExemplarsItem {
    /// One entry for each unit.
    pub exemplars: Vec<PostingExemplar>,
    /// The product.
    pub sku: Sku,
}

/// Packed size of a product, numbers as text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingDimensions {
    /// Millimetres.
    pub height: String,
    /// Millimetres.
    pub length: String,
    /// Grams.
    pub weight: String,
    /// Millimetres.
    pub width: String,
}

/// A named extra of a posting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingAdditionalData {
    /// Name.
    pub key: String,
    /// Value.
    pub value: String,
}
