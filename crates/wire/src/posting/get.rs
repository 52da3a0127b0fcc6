//! One posting: by its number in full, or by a barcode in the older, smaller shape.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Addressee, AnalyticsData, Barcodes, Cancellation, Customer, FinancialData, PostingAdditionalData,
    PostingDeliveryMethod, PostingDimensions, ProductExemplars, Requirements,
};
use crate::scalar::{CancelReasonId, Digits, OfferId, OrderId, OrderNumber, PostingNumber, Sku, Time};

/// Which posting to show, and which blocks of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsGetV3Request {
    /// The posting.
    pub posting_number: PostingNumber,
    /// Blocks to fill.
    pub with: PostingFbsGetV3With,
}

/// Blocks of a posting that are `null` unless asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsGetV3With {
    /// Fill `analytics_data`.
    pub analytics_data: bool,
    /// Fill `barcodes`.
    pub barcodes: bool,
    /// Fill `financial_data`.
    pub financial_data: bool,
    /// Fill `product_exemplars`.
    pub product_exemplars: bool,
    /// Fill `related_postings`.
    pub related_postings: bool,
    /// Transliterate Cyrillic texts.
    pub translit: bool,
}

/// The posting asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsGetV3Response {
    /// The posting.
    pub result: PostingFbsDetail,
}

/// A posting in full.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsDetail {
    /// Named extras.
    pub additional_data: Vec<PostingAdditionalData>,
    /// Receiver; `null` where the platform delivers.
    pub addressee: Option<Addressee>,
    /// On request.
    pub analytics_data: Option<AnalyticsData>,
    /// On request.
    pub barcodes: Option<Barcodes>,
    /// Zero values while it lives.
    pub cancellation: Cancellation,
    /// Courier of the last mile; `null` until one is known.
    pub courier: Option<PostingCourier>,
    /// Buyer; `null` where the platform delivers.
    pub customer: Option<Customer>,
    /// When it was given to delivery; `null` before.
    pub delivering_date: Option<Time>,
    /// Method, warehouse and carrier.
    pub delivery_method: PostingDeliveryMethod,
    /// Price of the delivery, often empty.
    pub delivery_price: String,
    /// On request.
    pub financial_data: Option<FinancialData>,
    /// When processing began.
    pub in_process_at: Time,
    /// Express delivery.
    pub is_express: bool,
    /// Has a product of several boxes, whose number must be told before packing.
    pub is_multibox: bool,
    /// Boxes the product is packed in.
    pub multi_box_qty: i32,
    /// The order it belongs to.
    pub order_id: OrderId,
    /// Number of that order.
    pub order_number: OrderNumber,
    /// The posting it was split from; empty if none.
    pub parent_posting_number: PostingNumber,
    /// Number of the posting.
    pub posting_number: PostingNumber,
    /// On request.
    pub product_exemplars: Option<ProductExemplars>,
    /// Goods in it.
    pub products: Vec<PostingFbsDetailProduct>,
    /// The carrier's own status, empty if unknown.
    pub provider_status: String,
    /// Carrying up; `null` if not offered.
    pub prr_option: Option<PostingPrrOption>,
    /// On request.
    pub related_postings: Option<RelatedPostings>,
    /// What has to be handed in before packing.
    pub requirements: Requirements,
    /// Pack until then, or it is cancelled.
    pub shipment_date: Time,
    /// Status, such as `awaiting_packaging`.
    pub status: String,
    /// Finer status, such as `posting_created`.
    pub substatus: String,
    /// Who registers and delivers: `ozon`, `aggregator`, `3pl_tracking` or `non_integrated`.
    pub tpl_integration_type: String,
    /// Tracking number; empty until known.
    pub tracking_number: String,
}

/// Courier of the last mile.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingCourier {
    /// Make of the car.
    pub car_model: String,
    /// Its plate.
    pub car_number: String,
    /// Full name.
    pub name: String,
    /// Telephone number.
    pub phone: String,
}

/// A product of a posting shown in full.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsDetailProduct {
    /// Currency of the price.
    pub currency_code: String,
    /// Packed size.
    pub dimensions: PostingDimensions,
    /// Jewellery identification numbers of the units.
    pub jw_uin: Vec<String>,
    /// Accepted Chestny ZNAK codes.
    pub mandatory_mark: Vec<String>,
    /// Title.
    pub name: String,
    /// The seller's article.
    pub offer_id: OfferId,
    /// Price of one unit: `"279.0000"`.
    pub price: String,
    /// Units.
    pub quantity: i32,
    /// The product.
    pub sku: Sku,
}

/// Carrying a bulky product up to the buyer's floor.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingPrrOption {
    /// `lift`, `stairs`, `none` or `delivery_default`.
    pub code: String,
    /// Currency of the price.
    pub currency_code: String,
    /// Floor to carry to.
    pub floor: String,
    /// What the platform pays the seller for it.
    pub price: String,
}

/// Other postings of the same split.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RelatedPostings {
    /// Their numbers.
    pub related_posting_numbers: Vec<PostingNumber>,
}

/// The barcode to look up.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsGetByBarcodeV2Request {
    /// Upper or lower code of a label, as scanned.
    pub barcode: String,
}

/// The posting with that barcode.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsGetByBarcodeV2Response {
    /// The posting.
    pub result: PostingFbsByBarcode,
}

/// A posting in the shape of the second version.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsByBarcode {
    /// Named extras.
    pub additional_data: Vec<PostingAdditionalData>,
    /// Receiver; `null` where the platform delivers.
    pub addressee: Option<Addressee>,
    /// Where, how and for whom it is delivered.
    pub analytics_data: Option<PostingFbsByBarcodeAnalyticsData>,
    /// Barcodes of the label.
    pub barcodes: Option<Barcodes>,
    /// Reason; 0 = not cancelled.
    pub cancel_reason_id: CancelReasonId,
    /// Zero values while it lives.
    pub cancellation: Cancellation,
    /// When it came into being.
    pub created_at: Time,
    /// Buyer; `null` where the platform delivers.
    pub customer: Option<Customer>,
    /// When it was given to delivery; `null` before.
    pub delivering_date: Option<Time>,
    /// Method, warehouse and carrier.
    pub delivery_method: PostingDeliveryMethod,
    /// Price of the delivery, often empty.
    pub delivery_price: String,
    /// Prices, commission, services.
    pub financial_data: Option<FinancialData>,
    /// When processing began.
    pub in_process_at: Time,
    /// Express delivery.
    pub is_express: bool,
    /// The order it belongs to.
    pub order_id: OrderId,
    /// Number of that order.
    pub order_number: OrderNumber,
    /// Number of the posting.
    pub posting_number: PostingNumber,
    /// Marking data of the units.
    pub product_exemplars: Option<ProductExemplars>,
    /// Goods in it.
    pub products: Vec<PostingFbsByBarcodeProduct>,
    /// The carrier's own status, empty if unknown.
    pub provider_status: String,
    /// What has to be handed in before packing.
    pub requirements: PostingFbsByBarcodeRequirements,
    /// Pack until then, or it is cancelled.
    pub shipment_date: Time,
    /// Status, such as `awaiting_packaging`.
    pub status: String,
    /// Who registers and delivers: `ozon`, `aggregator`, `3pl_tracking` or `non_integrated`.
    pub tpl_integration_type: String,
    /// Tracking number; empty until known.
    pub tracking_number: String,
}

/// Where, how and for whom a posting is delivered; the second version knows no window and no carrier.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsByBarcodeAnalyticsData {
    /// City of delivery.
    pub city: String,
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
}

/// A product of a posting found by barcode.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsByBarcodeProduct {
    /// Packed size.
    pub dimensions: PostingDimensions,
    /// Accepted Chestny ZNAK codes.
    pub mandatory_mark: Vec<String>,
    /// Title.
    pub name: String,
    /// The seller's article.
    pub offer_id: OfferId,
    /// Price of one unit: `"279.0000"`.
    pub price: String,
    /// Units.
    pub quantity: i64,
    /// The product.
    pub sku: Sku,
}

/// SKUs whose data must be handed in before packing, as far as the second version knows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsByBarcodeRequirements {
    /// Need a country of origin.
    pub products_requiring_country: Vec<Digits>,
    /// Need a customs declaration number.
    pub products_requiring_gtd: Vec<Digits>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        json::from_slice,
        posting::{Address, FinancialProduct, FinancialServices, PostingExemplar, ProductExemplarsItem},
        scalar::Decimal2,
    };

    #[test]
    fn both_requests_are_read() {
        let body = br#"{"posting_number":"70000001-0001-2","with":{"product_exemplars":true,"translit":false}}"#;
        let get: PostingFbsGetV3Request = from_slice(body).unwrap();
        assert_eq!(get.posting_number.as_str(), "70000001-0001-2");
        assert!(get.with.product_exemplars && !get.with.translit && !get.with.related_postings);
        let scan: PostingFbsGetByBarcodeV2Request = from_slice(br#"{"barcode":"%101%7000"}"#).unwrap();
        assert_eq!(scan.barcode, "%101%7000");
    }

    #[test]
    fn a_posting_in_full_reads_back_as_printed() {
        let services =
            FinancialServices { marketplace_service_item_dropoff_pvz: Decimal2(-1_550), ..Default::default() };
        let money = FinancialProduct {
            product_id: Sku(5),
            price: Decimal2(19_990),
            item_services: services,
            ..Default::default()
        };
        let exemplar = PostingExemplar { is_gtd_absent: true, mandatory_mark: "0104".into(), ..Default::default() };
        let address = Address { latitude: 55.75, longitude: 37.5, ..Default::default() };
        let answer = PostingFbsGetV3Response {
            result: PostingFbsDetail {
                customer: Some(Customer { address, customer_id: 3, ..Default::default() }),
                financial_data: Some(FinancialData { products: vec![money], ..Default::default() }),
                product_exemplars: Some(ProductExemplars {
                    products: vec![ProductExemplarsItem { exemplars: vec![exemplar], sku: Sku(5) }],
                }),
                related_postings: Some(RelatedPostings { related_posting_numbers: vec!["70000001-0001-1".into()] }),
                ..Default::default()
            },
        };
        let json = serde_json::to_value(&answer).unwrap();
        let printed = &json["result"];
        assert_eq!(printed.as_object().unwrap().len(), 30);
        assert!(printed["courier"].is_null() && printed["prr_option"].is_null() && printed["requirements"].is_object());
        assert_eq!(printed["financial_data"]["products"][0]["price"], serde_json::json!(199.9));
        assert_eq!(from_slice::<PostingFbsGetV3Response>(json.to_string().as_bytes()).unwrap(), answer);
    }

    #[test]
    fn a_posting_by_barcode_reads_back_as_printed() {
        let product = PostingFbsByBarcodeProduct { offer_id: "A-1".into(), quantity: 3, ..Default::default() };
        let result = PostingFbsByBarcode {
            products: vec![product],
            cancel_reason_id: CancelReasonId(352),
            ..Default::default()
        };
        let answer = PostingFbsGetByBarcodeV2Response { result };
        let json = serde_json::to_value(&answer).unwrap();
        assert_eq!(json["result"].as_object().unwrap().len(), 25);
        assert_eq!(json["result"]["cancel_reason_id"], 352);
        assert_eq!(from_slice::<PostingFbsGetByBarcodeV2Response>(json.to_string().as_bytes()).unwrap(), answer);
    }
}
