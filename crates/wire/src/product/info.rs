//! What is known of a product: prices, stocks, state, pictures. One product and the list share the card.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ItemError;
use crate::scalar::{CategoryId, Decimal2, OfferId, ProductId, Sku, Time};

/// One product by one of its ids.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoV2Request {
    /// The article, or empty.
    pub offer_id: OfferId,
    /// The product id, or 0.
    pub product_id: ProductId,
    /// The SKU, or 0.
    pub sku: Sku,
}

/// Products by ids of one kind, at most 1000.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoListV2Request {
    /// Articles, or empty.
    pub offer_id: Vec<OfferId>,
    /// Product ids, or empty.
    pub product_id: Vec<ProductId>,
    /// SKUs, or empty.
    pub sku: Vec<Sku>,
}

/// One product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoV2Response {
    /// The product.
    pub result: ProductInfo,
}

/// The card and what only the single answer tells.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfo {
    /// What both answers tell; its fields stand beside the others.
    #[serde(flatten, deserialize_with = "crate::json::beside")]
    pub card: ProductCard,
    /// One row per scheme of sale.
    pub commissions: Vec<ProductCommission>,
    /// Sold against prepayment only.
    pub is_prepayment: bool,
    /// Prepayment is possible.
    pub is_prepayment_allowed: bool,
    /// Why buyers see it or not.
    pub visibility_details: ProductVisibility,
    /// Kilograms that delivery is charged by, one decimal.
    pub volume_weight: Decimal2,
}

/// Several products.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoListV2Response {
    /// The products.
    pub result: ProductInfoListV2Result,
}

/// The products that were found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoListV2Result {
    /// Unknown ids are left out.
    pub items: Vec<ProductInfoListItem>,
}

/// The card and what only the list tells.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoListItem {
    /// What both answers tell; its fields stand beside the others.
    #[serde(flatten, deserialize_with = "crate::json::beside")]
    pub card: ProductCard,
    /// Always empty; the state is in `status`.
    pub state: String,
    /// Why buyers see it or not.
    pub visibility_details: ProductListVisibility,
}

/// What both answers tell. Prices are decimal text with four digits, empty when not set.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductCard {
    /// The first barcode, or empty.
    pub barcode: String,
    /// All barcodes.
    pub barcodes: Vec<String>,
    /// Always empty.
    pub buybox_price: String,
    /// The leaf category.
    pub category_id: CategoryId,
    /// Address of the colour sample, or empty.
    pub color_image: String,
    /// When it was first imported.
    pub created_at: Time,
    /// SKU of sales from the marketplace's warehouse; 0 when there is none or SKUs are unified.
    pub fbo_sku: Sku,
    /// SKU of sales from the seller's warehouse; 0 when there is none or SKUs are unified.
    pub fbs_sku: Sku,
    /// The product id.
    pub id: ProductId,
    /// Addresses of the pictures.
    pub images: Vec<String>,
    /// Address of the main picture, or empty.
    pub primary_image: String,
    /// Addresses of the frames of the turning picture.
    pub images360: Vec<String>,
    /// A marked-down twin of it exists.
    pub has_discounted_item: bool,
    /// It is itself a marked-down twin.
    pub is_discounted: bool,
    /// Stock of the marked-down twin.
    pub discounted_stocks: ProductStocks,
    /// Bulky goods.
    pub is_kgt: bool,
    /// Currency of the prices.
    pub currency_code: String,
    /// Price after all promotions.
    pub marketing_price: String,
    /// Lowest price of the same product on the marketplace.
    pub min_ozon_price: String,
    /// Floor for automatic price changes.
    pub min_price: String,
    /// Title.
    pub name: String,
    /// The seller's article.
    pub offer_id: OfferId,
    /// Price before the discount.
    pub old_price: String,
    /// Price for subscribers.
    pub premium_price: String,
    /// Price with the seller's discount.
    pub price: String,
    /// Former number of the index as text, `0.00` for none.
    pub price_index: String,
    /// Price that the marketplace proposes.
    pub recommended_price: String,
    /// How far it has come on the way to sale.
    pub status: ProductStatus,
    /// SKUs by scheme.
    pub sources: Vec<ProductSource>,
    /// Stock on all warehouses.
    pub stocks: ProductStocks,
    /// When it last changed.
    pub updated_at: Time,
    /// VAT rate as a fraction, `0.0` for none.
    pub vat: String,
    /// Buyers see it.
    pub visible: bool,
    /// The SKU of the product's page.
    pub sku: Sku,
    /// How its price compares.
    pub price_indexes: PriceIndexes,
    /// Always empty; see `status.item_errors`.
    pub errors: Vec<String>,
}

/// What the marketplace keeps of a sale by one scheme.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductCommission {
    /// Delivery to the buyer.
    pub delivery_amount: Decimal2,
    /// The least commission.
    pub min_value: Decimal2,
    /// Rate in percent of the price.
    pub percent: Decimal2,
    /// Way back of a returned unit.
    pub return_amount: Decimal2,
    /// `fbo`, `fbs` or `rfbs`.
    pub sale_schema: String,
    /// Commission on the present price.
    pub value: Decimal2,
}

/// Units of one product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductStocks {
    /// On the way to a warehouse.
    pub coming: i32,
    /// On the warehouses.
    pub present: i32,
    /// Of these, held by orders.
    pub reserved: i32,
}

/// The way from import to sale.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductStatus {
    /// `imported`, `validating`, `moderating`, `price_sent`, `failed_moderation`, ...
    pub state: String,
    /// The state that failed, or empty.
    pub state_failed: String,
    /// `in-moderating`, `approved`, `declined`, ...; empty before moderation.
    pub moderate_status: String,
    /// Why moderation declined it.
    pub decline_reasons: Vec<String>,
    /// `pending`, `success` or `fail`.
    pub validation_state: String,
    /// The state in Russian, for people.
    pub state_name: String,
    /// More on the state in Russian, or empty.
    pub state_description: String,
    /// The way to sale is broken off.
    pub is_failed: bool,
    /// The card exists.
    pub is_created: bool,
    /// A hint in Russian, or empty.
    pub state_tooltip: String,
    /// What is wrong with it.
    pub item_errors: Vec<ItemError>,
    /// When the state last changed.
    pub state_updated_at: Time,
}

/// A SKU of one scheme.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductSource {
    /// The scheme is in use.
    pub is_enabled: bool,
    /// The SKU.
    pub sku: Sku,
    /// `fbo`, `fbs` or, once unified, `sds`.
    pub source: String,
}

/// What a product needs to be seen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductVisibility {
    /// No longer used, always false.
    pub active_product: bool,
    /// It has a price.
    pub has_price: bool,
    /// It has stock.
    pub has_stock: bool,
}

/// The same in the list, with reasons.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductListVisibility {
    /// No longer used, always false.
    pub active_product: bool,
    /// It has a price.
    pub has_price: bool,
    /// It has stock.
    pub has_stock: bool,
    /// Why it is hidden, by group; empty for most.
    pub reasons: BTreeMap<String, ProductHiddenReasons>,
}

/// Why a product is hidden.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductHiddenReasons {
    /// Reasons of one group.
    pub reasons: Vec<ProductHiddenReason>,
}

/// One reason why a product is hidden.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductHiddenReason {
    /// For people.
    pub description: String,
    /// Its number.
    pub id: i64,
}

/// How a price compares with others. Product cards and price lists share it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PriceIndexes {
    /// With other marketplaces.
    pub external_index_data: PriceIndexData,
    /// With other sellers here.
    pub ozon_index_data: PriceIndexData,
    /// `WITHOUT_INDEX`, `PROFIT`, `AVG_PROFIT` or `NON_PROFIT`.
    pub price_index: String,
    /// With the seller's own offers elsewhere.
    pub self_marketplaces_index_data: PriceIndexData,
}

/// One comparison.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PriceIndexData {
    /// The lowest price found, two digits, or empty.
    pub minimal_price: String,
    /// Its currency, or empty.
    pub minimal_price_currency: String,
    /// Own price over the lowest; 0 for none.
    pub price_index_value: Decimal2,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn requests_are_read() {
        let one: ProductInfoV2Request = json::from_slice(br#"{"offer_id":"","product_id":41,"sku":0}"#).unwrap();
        assert_eq!(one, ProductInfoV2Request { product_id: ProductId(41), ..Default::default() });

        let body = br#"{"offer_id":["A-1","A-2"],"product_id":[],"sku":["7"]}"#;
        let list: ProductInfoListV2Request = json::from_slice(body).unwrap();
        assert_eq!((list.offer_id.len(), list.product_id.len(), list.sku), (2, 0, vec![Sku(7)]));
    }

    #[test]
    fn the_card_lies_flat_in_both_answers() {
        let card = ProductCard {
            id: ProductId(41),
            offer_id: OfferId::from("A-1"),
            created_at: "2021-06-06T18:59:03.852401Z".parse().unwrap(),
            price: "590.0000".into(),
            status: ProductStatus { item_errors: vec![ItemError::default()], ..ProductStatus::default() },
            ..ProductCard::default()
        };
        let commission =
            ProductCommission { sale_schema: "fbs".into(), value: Decimal2(2_840), ..ProductCommission::default() };
        let one = ProductInfo {
            card: card.clone(),
            commissions: vec![commission],
            volume_weight: Decimal2(10),
            ..ProductInfo::default()
        };
        let answer = ProductInfoV2Response { result: one };
        let json = serde_json::to_value(&answer).unwrap();
        assert_eq!(json.pointer("/result/offer_id").unwrap(), "A-1");
        assert_eq!(json.pointer("/result/commissions/0/value").unwrap(), 28.4);
        assert_eq!(json.pointer("/result/price_indexes/price_index").unwrap(), "");
        assert_eq!(serde_json::from_str::<ProductInfoV2Response>(&json.to_string()).unwrap(), answer);

        let reason = ProductHiddenReason { description: "нет остатка".into(), id: 3 };
        let reasons = [("stock".to_owned(), ProductHiddenReasons { reasons: vec![reason] })].into();
        let visibility_details = ProductListVisibility { reasons, ..ProductListVisibility::default() };
        let item = ProductInfoListItem { card, visibility_details, ..ProductInfoListItem::default() };
        let answer = ProductInfoListV2Response { result: ProductInfoListV2Result { items: vec![item] } };
        let text = serde_json::to_string(&answer).unwrap();
        assert!(!text.contains("card"), "{text}");
        assert_eq!(serde_json::from_str::<ProductInfoListV2Response>(&text).unwrap(), answer);
    }
}
