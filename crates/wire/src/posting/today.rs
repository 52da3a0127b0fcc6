//! The lists of FBS and rFBS postings as they are asked for today: `/v4/posting/fbs/list` and its sister of what is still
//! to be done. Pages go on by a cursor, ids in filters are texts, money is `{amount, currency}`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Barcodes, Cancellation, Customer, Kilograms, PostingCommission, PostingContainer, PostingDeliveryMethod,
    PostingDir, PostingExternalOrder, PostingLegalInfo, PostingMoney, PostingSortingCenter, PostingTariffication,
    PostingTarifficationStep,
};
use crate::scalar::{Decimal2, Digits, OfferId, OrderId, OrderNumber, PostingNumber, Sku, Time, WarehouseId};

/// Which postings of a period to list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsListV4Request {
    /// `cursor` of the page before; empty at first.
    pub cursor: String,
    /// Mandatory.
    pub filter: Option<PostingFbsListV4Filter>,
    /// Postings on a page, 1 to 1000.
    pub limit: i64,
    /// Order by the start of processing.
    pub sort_dir: PostingDir,
    /// Transliterate Cyrillic texts.
    pub translit: bool,
    /// Blocks to fill.
    pub with: PostingFbsListV4With,
}

/// Limits the list by the start of processing and by what else is set; an empty list does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsListV4Filter {
    /// Delivery methods as digits.
    pub delivery_method_ids: Vec<Digits>,
    /// `ozon`, `aggregator`, `non_integrated`, `3pl_tracking` or `hybrid`.
    pub integration_type_flow: Vec<String>,
    /// Only goods that Belarus traces.
    pub is_blr_traceable: bool,
    /// When the status last changed.
    pub last_changed_status_date: Option<PostingPeriod>,
    /// One order; 0 = all.
    pub order_id: OrderId,
    /// Orders by their numbers, 100 at most.
    pub order_numbers: Vec<OrderNumber>,
    /// Carriers as digits.
    pub provider_ids: Vec<Digits>,
    /// Earliest `in_process_at`; mandatory.
    pub since: Option<Time>,
    /// Statuses, such as `awaiting_packaging`.
    pub statuses: Vec<String>,
    /// Latest `in_process_at`; mandatory.
    pub to: Option<Time>,
    /// Warehouses as digits.
    pub warehouse_ids: Vec<Digits>,
}

/// A period, its ends included; an end that is not given is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingPeriod {
    /// Begin.
    pub from: Option<Time>,
    /// End.
    pub to: Option<Time>,
}

/// Blocks of a listed posting that are `null` unless asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsListV4With {
    /// Fill `analytics_data`.
    pub analytics_data: bool,
    /// Fill `barcodes`.
    pub barcodes: bool,
    /// Fill `financial_data`.
    pub financial_data: bool,
    /// Fill `legal_info`.
    pub legal_info: bool,
}

/// A page of postings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsListV4Response {
    /// Where the next page starts; empty on the last one.
    pub cursor: String,
    /// There is a next page.
    pub has_next: bool,
    /// In the order asked for.
    pub postings: Vec<PostingFbsV4>,
}

/// Which unfinished postings to list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsUnfulfilledListV4Request {
    /// `cursor` of the page before; empty at first.
    pub cursor: String,
    /// Mandatory.
    pub filter: Option<PostingFbsUnfulfilledListV4Filter>,
    /// Postings on a page, 1 to 1000.
    pub limit: i64,
    /// Order by cut-off.
    pub sort_dir: PostingDir,
    /// Transliterate Cyrillic texts.
    pub translit: bool,
    /// Blocks to fill.
    pub with: PostingFbsListV4With,
}

/// Limits the list by cut-off or by hand-over date (one pair, not both) and by what else is set.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsUnfulfilledListV4Filter {
    /// Earliest `shipment_date`.
    pub cutoff_from: Option<Time>,
    /// Latest `shipment_date`.
    pub cutoff_to: Option<Time>,
    /// Earliest `delivering_date`.
    pub delivering_date_from: Option<Time>,
    /// Latest `delivering_date`.
    pub delivering_date_to: Option<Time>,
    /// Delivery methods as digits.
    pub delivery_method_ids: Vec<Digits>,
    /// When the status last changed.
    pub last_changed_status_date: Option<PostingPeriod>,
    /// Carriers as digits.
    pub provider_ids: Vec<Digits>,
    /// Statuses that are not final.
    pub statuses: Vec<String>,
    /// Warehouses as digits.
    pub warehouse_ids: Vec<Digits>,
}

/// A page of unfinished postings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsUnfulfilledListV4Response {
    /// Postings that the filter selects, over all pages.
    pub count: i64,
    /// Where the next page starts; empty on the last one.
    pub cursor: String,
    /// There is a next page.
    pub has_next: bool,
    /// In the order asked for.
    pub postings: Vec<PostingFbsV4>,
}

/// A posting as both lists show it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsV4 {
    /// Receiver; `null` where the platform delivers.
    pub addressee: Option<PostingAddresseeV4>,
    /// On request.
    pub analytics_data: Option<PostingAnalyticsDataV4>,
    /// What the seller can do with it now: `ship`, `cancel`, `label_download`, ...
    pub available_actions: Vec<String>,
    /// On request.
    pub barcodes: Option<Barcodes>,
    /// Zero values while it lives.
    pub cancellation: Cancellation,
    /// The cargo place that it lies in; `null` if in none.
    pub container: Option<PostingContainer>,
    /// `SORT`, `NON-SORT` or empty.
    pub container_sort_type: String,
    /// Buyer; `null` where the platform delivers.
    pub customer: Option<Customer>,
    /// When it was given to delivery; `null` before.
    pub delivering_date: Option<Time>,
    /// Method, warehouse and carrier.
    pub delivery_method: PostingDeliveryMethod,
    /// `FBS`.
    pub delivery_schema: String,
    /// The place that it is brought to; 0 = not known.
    pub destination_place_id: i64,
    /// Its name.
    pub destination_place_name: String,
    /// Whether another platform sold it.
    pub external_order: PostingExternalOrder,
    /// On request.
    pub financial_data: Option<PostingFinancialDataV4>,
    /// When processing began.
    pub in_process_at: Time,
    /// Who registers and delivers: `ozon`, `aggregator`, `3pl_tracking`, `non_integrated` or `hybrid`.
    pub integration_type_flow: String,
    /// The buyer collects it from the seller.
    pub is_click_and_collect: bool,
    /// Express delivery.
    pub is_express: bool,
    /// It is packed in several boxes.
    pub is_multibox: bool,
    /// It can be sorted beforehand.
    pub is_presortable: bool,
    /// On request, of a company that buys.
    pub legal_info: Option<PostingLegalInfo>,
    /// Boxes it is packed in; 0 = not told.
    pub multi_box_qty: i32,
    /// What may be told of its goods.
    pub optional: PostingOptional,
    /// The order it belongs to.
    pub order_id: OrderId,
    /// Number of that order.
    pub order_number: OrderNumber,
    /// The posting it was split from; empty if none.
    pub parent_posting_number: PostingNumber,
    /// When the code of the pick-up was checked; `null` before.
    pub pickup_code_verified_at: Option<Time>,
    /// Number of the posting.
    pub posting_number: PostingNumber,
    /// Goods in it.
    pub products: Vec<PostingFbsProductV4>,
    /// Carrying up; empty if not offered.
    pub prr_option: String,
    /// The lot of an economy product; 0 = none.
    pub quantum_id: i64,
    /// Data of Belarus must be handed in.
    pub require_blr_traceable_attrs: bool,
    /// What has to be handed in before packing.
    pub requirements: PostingRequirementsV4,
    /// Code for scanning on hand-over, or empty.
    pub scanit: String,
    /// Pack until then, or it is cancelled.
    pub shipment_date: Time,
    /// The same before any delay.
    pub shipment_date_without_delay: Option<Time>,
    /// The sorting centre of an order from abroad; `null` if none.
    pub sorting_center: Option<PostingSortingCenter>,
    /// Status, such as `awaiting_packaging`.
    pub status: String,
    /// Finer status, such as `posting_created`.
    pub substatus: String,
    /// What packing now costs; `null` where nothing is charged for it.
    pub tariffication: Option<PostingTariffication>,
    /// The steps of that price.
    pub tariffication_steps: Vec<PostingTarifficationStep>,
    /// `integration_type_flow` in the older spelling.
    pub tpl_integration_type: String,
    /// Tracking number; empty until known.
    pub tracking_number: String,
    /// Volume weight of all goods, kilograms.
    pub volume_weight: Decimal2,
}

/// Who receives the parcel.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingAddresseeV4 {
    /// Full name.
    pub name: String,
}

/// Where, how and for whom a posting is delivered.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingAnalyticsDataV4 {
    /// City of delivery.
    pub city: String,
    /// Start of the window that the buyer was told.
    pub client_delivery_date_begin: Option<Time>,
    /// End of the window that the buyer was told.
    pub client_delivery_date_end: Option<Time>,
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

/// Money of a posting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFinancialDataV4 {
    /// Cluster the parcel leaves from.
    pub cluster_from: String,
    /// Cluster it goes to.
    pub cluster_to: String,
    /// One entry for each product.
    pub products: Vec<PostingFinancialProductV4>,
}

/// Money of one product of a posting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFinancialProductV4 {
    /// Names of the promotions and discounts applied.
    pub actions: Vec<String>,
    /// Commission of the platform.
    pub commission: PostingCommission,
    /// What the buyer pays for a unit.
    pub customer_price: PostingMoney,
    /// Crossed-out price.
    pub old_price: Decimal2,
    /// What the seller receives.
    pub payout: Decimal2,
    /// Price after discounts.
    pub price: Decimal2,
    /// SKU, whatever the field's name says.
    pub product_id: Sku,
    /// Units in the posting.
    pub quantity: i32,
    /// Discount against `old_price`, percent.
    pub total_discount_percent: Decimal2,
    /// Discount against `old_price`, money.
    pub total_discount_value: Decimal2,
}

/// What may be told of goods and need not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingOptional {
    /// SKUs that may carry a mark.
    pub products_with_possible_mandatory_mark: Vec<Digits>,
}

/// A product of a listed posting.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsProductV4 {
    /// Numbers of the units' radio modules that were handed in.
    pub imei: Vec<String>,
    /// Belarus traces it.
    pub is_blr_traceable: bool,
    /// The marketplace buys it.
    pub is_marketplace_buyout: bool,
    /// Title.
    pub name: String,
    /// The seller's article.
    pub offer_id: OfferId,
    /// Of one unit: `"279.0000"`.
    pub price: PostingMoney,
    /// Its colour, or empty.
    pub product_color: String,
    /// Units.
    pub quantity: i32,
    /// The product.
    pub sku: Sku,
    /// Of one unit, kilograms.
    pub weight: Kilograms,
}

/// SKUs whose data must be handed in before the posting can be packed; lists are empty when nothing is missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingRequirementsV4 {
    /// Must be told another country of origin.
    pub products_requiring_change_country: Vec<Digits>,
    /// Need a country of origin.
    pub products_requiring_country: Vec<Digits>,
    /// Need a customs declaration number.
    pub products_requiring_gtd: Vec<Digits>,
    /// Need the number of a radio module.
    pub products_requiring_imei: Vec<Digits>,
    /// Need a jewellery identification number.
    pub products_requiring_jw_uin: Vec<Digits>,
    /// Need a Chestny ZNAK code.
    pub products_requiring_mandatory_mark: Vec<Digits>,
    /// Need a traceability number.
    pub products_requiring_rnpt: Vec<Digits>,
    /// Must be weighed.
    pub products_requiring_weight: Vec<Digits>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::from_slice;

    #[test]
    fn ids_are_texts_and_a_period_may_be_open() {
        let body = br#"{"filter":{"warehouse_ids":["7",8],"order_numbers":["57-0001"],
            "last_changed_status_date":{"from":"2026-01-12T00:00:00Z"},"statuses":["delivering"]},"sort_dir":"DESC","limit":5}"#;
        let request: PostingFbsListV4Request = from_slice(body).unwrap();
        let filter = request.filter.unwrap();
        assert_eq!((filter.warehouse_ids, request.sort_dir), (vec![Digits(7), Digits(8)], PostingDir::Desc));
        let changed = filter.last_changed_status_date.unwrap();
        assert!(changed.from.is_some() && changed.to.is_none() && filter.since.is_none());
    }
}
