//! Prices: setting them in bulk, reading them back with commissions, promotions and price indexes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    methods,
    product::{PriceIndexes, ProductDeclaredPrice, Visibility},
    scalar::{Decimal2, Digits, OfferId, ProductId, Time},
};

methods! {
    area "price";
    /// Changes the prices of up to 1000 products; each product is answered for on its own.
    ProductImportPricesV1: Post "/v1/product/import/prices", ProductImportPricesV1Request => ProductImportPricesV1Response;
    /// Pages through the products of a filter with prices, commissions, promotions and price indexes.
    ProductInfoPricesV4: Post reads "/v4/product/info/prices",
        ProductInfoPricesV4Request => ProductInfoPricesV4Response;
    /// Prices of the products that a filter selects, as numbers, with commissions and promotions, page by page.
    ProductInfoPricesV5: Post reads "/v5/product/info/prices",
        ProductInfoPricesV5Request => ProductInfoPricesV5Response;
}

/// New prices, product by product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductImportPricesV1Request {
    /// 1 to 1000 products.
    pub prices: Vec<ProductImportPricesV1Price>,
}

/// The prices of one product, named by `offer_id` or `product_id`. Texts with a point and at most two decimals.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductImportPricesV1Price {
    /// Whether promotions may take the product in by themselves.
    pub auto_action_enabled: PriceSwitch,
    /// `RUB`, `BYN`, `KZT`, `EUR`, `USD` or `CNY`: the shop's currency. Empty is that too.
    pub currency_code: String,
    /// Lowest price after promotions. Empty leaves it as it is.
    pub min_price: String,
    /// The seller's article; decides when `product_id` is given too.
    pub offer_id: OfferId,
    /// Price before the discount, shown struck through. `"0"` clears it, empty leaves it as it is.
    pub old_price: String,
    /// Price the product sells at.
    pub price: String,
    /// Product; 0 when `offer_id` names it.
    pub product_id: ProductId,
    /// Whether a pricing strategy may move the price.
    pub price_strategy_enabled: PriceSwitch,
}

/// Sets a switch of a product's price, or leaves it alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PriceSwitch {
    /// As it was.
    #[default]
    #[serde(alias = "")]
    Unknown,
    /// On; needs a `min_price`.
    Enabled,
    /// Off.
    Disabled,
}

/// What became of each price, in the order of the request.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductImportPricesV1Response {
    /// One row per product sent.
    pub result: Vec<ProductImportPricesV1Result>,
}

/// What became of one product's prices.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductImportPricesV1Result {
    /// Why nothing changed; empty when `updated`.
    pub errors: Vec<UpdateError>,
    /// The seller's article.
    pub offer_id: OfferId,
    /// Product.
    pub product_id: ProductId,
    /// Whether the prices were taken.
    pub updated: bool,
}

/// Why one row of a price or stock update was refused.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct UpdateError {
    /// Stable word: `price_negative`, `discount_too_big`, `SKU STOCK NOT CHANGED`, `NOT_FOUND` and so on.
    pub code: String,
    /// The same for people.
    pub message: String,
}

/// A page of prices.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoPricesV4Request {
    /// Which products.
    pub filter: ProductInfoPricesV4Filter,
    /// `last_id` of the page before; empty for the first.
    pub last_id: String,
    /// Products per page, 1 to 1000.
    pub limit: i32,
}

/// Which products' prices to show; empty lists do not restrict.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoPricesV4Filter {
    /// The seller's articles.
    pub offer_id: Vec<OfferId>,
    /// Products, at most 1000.
    pub product_id: Vec<Digits>,
    /// State the products are in.
    pub visibility: Visibility,
}

/// A page of prices.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoPricesV4Response {
    /// The page.
    pub result: ProductInfoPricesV4Result,
}

/// The page itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoPricesV4Result {
    /// Products of the page.
    pub items: Vec<ProductInfoPricesV4Item>,
    /// Where the next page begins; empty after the last.
    pub last_id: String,
    /// Products that meet the filter, on all pages.
    pub total: i32,
}

/// One product with all that bears on its price.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoPricesV4Item {
    /// What a sale costs the seller.
    pub commissions: ProductInfoPricesV4Commissions,
    /// Promotions the product takes part in; `null` without any.
    pub marketing_actions: Option<ProductInfoPricesV4MarketingActions>,
    /// The seller's article.
    pub offer_id: OfferId,
    /// Prices.
    pub price: ProductInfoPricesV4Price,
    /// Price index as a number in text, `"0.00"` when there is none. Later states fill `price_indexes`.
    pub price_index: String,
    /// Product.
    pub product_id: ProductId,
    /// Weight that logistics counts with, kg: cm3 / 5000, rounded up to a tenth.
    pub volume_weight: Decimal2,
    /// Fee for taking the payment, at most, in whole units of the currency.
    pub acquiring: i32,
    /// The price beside those elsewhere.
    pub price_indexes: PriceIndexes,
}

/// What a sale costs: percents of the price, amounts per unit in the shop's currency.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoPricesV4Commissions {
    /// FBO: last mile to the buyer.
    pub fbo_deliv_to_customer_amount: Decimal2,
    /// FBO: carriage, at most.
    pub fbo_direct_flow_trans_max_amount: Decimal2,
    /// FBO: carriage, at least.
    pub fbo_direct_flow_trans_min_amount: Decimal2,
    /// FBO: packing by the marketplace.
    pub fbo_fulfillment_amount: Decimal2,
    /// FBO: handling of a return or cancellation.
    pub fbo_return_flow_amount: Decimal2,
    /// FBO: carriage of a return, at least.
    pub fbo_return_flow_trans_min_amount: Decimal2,
    /// FBO: carriage of a return, at most.
    pub fbo_return_flow_trans_max_amount: Decimal2,
    /// FBS: last mile to the buyer.
    pub fbs_deliv_to_customer_amount: Decimal2,
    /// FBS: carriage, at most.
    pub fbs_direct_flow_trans_max_amount: Decimal2,
    /// FBS: carriage, at least.
    pub fbs_direct_flow_trans_min_amount: Decimal2,
    /// FBS: handling of the parcel, at least.
    pub fbs_first_mile_min_amount: Decimal2,
    /// FBS: handling of the parcel, at most.
    pub fbs_first_mile_max_amount: Decimal2,
    /// FBS: handling of a return or cancellation.
    pub fbs_return_flow_amount: Decimal2,
    /// FBS: carriage of a return, at most.
    pub fbs_return_flow_trans_max_amount: Decimal2,
    /// FBS: carriage of a return, at least.
    pub fbs_return_flow_trans_min_amount: Decimal2,
    /// Commission, percent; the greater of the two schemes.
    pub sales_percent: Decimal2,
    /// Commission under FBO, percent.
    pub sales_percent_fbo: Decimal2,
    /// Commission under FBS, percent.
    pub sales_percent_fbs: Decimal2,
}

/// Promotions that bear on the price now.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoPricesV4MarketingActions {
    /// The seller's own promotions.
    pub actions: Vec<ProductInfoPricesV4MarketingAction>,
    /// Since when the present set holds.
    pub current_period_from: Option<Time>,
    /// Until when it holds.
    pub current_period_to: Option<Time>,
    /// Whether a promotion at the marketplace's cost may apply too.
    pub ozon_actions_exist: bool,
}

/// One promotion of the seller's.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoPricesV4MarketingAction {
    /// Start.
    pub date_from: Time,
    /// End.
    pub date_to: Time,
    /// Discount as text.
    pub discount_value: String,
    /// Its name.
    pub title: String,
}

/// Prices as texts with four decimals (`"590.0000"`); empty when not set.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoPricesV4Price {
    /// Whether promotions may take the product in by themselves.
    pub auto_action_enabled: bool,
    /// Currency of all of them: `RUB`, `BYN`, `KZT`, `EUR`, `USD`, `CNY`.
    pub currency_code: String,
    /// Price after all promotions.
    pub marketing_price: String,
    /// Price after the seller's own promotions.
    pub marketing_seller_price: String,
    /// Lowest price of the same goods on the marketplace.
    pub min_ozon_price: String,
    /// Lowest price after promotions that the seller allows.
    pub min_price: String,
    /// Price before the discount.
    pub old_price: String,
    /// Price for subscribers.
    pub premium_price: String,
    /// Price the product sells at.
    pub price: String,
    /// Price the marketplace advises.
    pub recommended_price: String,
    /// Price of the supplier.
    pub retail_price: String,
    /// VAT as a share of one, six decimals: `"0.200000"`.
    pub vat: String,
}

/// One page of prices, as it is asked for today.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoPricesV5Request {
    /// `cursor` of the page before; empty at first.
    pub cursor: String,
    /// Which products.
    pub filter: ProductInfoPricesV4Filter,
    /// Page size, 1 to 1000.
    pub limit: i32,
}

/// A page of prices.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoPricesV5Response {
    /// Where the next page starts; given on the last page too.
    pub cursor: String,
    /// Products of this page.
    pub items: Vec<ProductInfoPricesV5Item>,
    /// Products on all pages.
    pub total: i32,
    /// The same number under its newer name.
    pub total_items: i64,
}

/// The price of a product, and what its sale costs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoPricesV5Item {
    /// The most that paying by card costs, in whole units of the currency.
    pub acquiring: i32,
    /// Commission, logistics and the way back.
    pub commissions: ProductInfoPricesV5Commissions,
    /// Promotions that are on; `null` when there are none.
    pub marketing_actions: Option<ProductInfoPricesV5MarketingActions>,
    /// The seller's article.
    pub offer_id: OfferId,
    /// The prices.
    pub price: ProductInfoPricesV5Price,
    /// How the price compares with others.
    pub price_indexes: ProductInfoPricesV5Indexes,
    /// The product.
    pub product_id: ProductId,
    /// Kilograms that delivery is charged by, one decimal.
    pub volume_weight: Decimal2,
}

/// What a sale at the present price costs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoPricesV5Commissions {
    /// FBO: last mile.
    pub fbo_deliv_to_customer_amount: Decimal2,
    /// FBO: the way to the buyer's town, at most.
    pub fbo_direct_flow_trans_max_amount: Decimal2,
    /// FBO: the way to the buyer's town, at least.
    pub fbo_direct_flow_trans_min_amount: Decimal2,
    /// FBO: handling of a return.
    pub fbo_return_flow_amount: Decimal2,
    /// FBS: last mile.
    pub fbs_deliv_to_customer_amount: Decimal2,
    /// FBS: the way to the buyer's town, at most.
    pub fbs_direct_flow_trans_max_amount: Decimal2,
    /// FBS: the way to the buyer's town, at least.
    pub fbs_direct_flow_trans_min_amount: Decimal2,
    /// FBS: handing over, at most.
    pub fbs_first_mile_max_amount: Decimal2,
    /// FBS: handing over, at least.
    pub fbs_first_mile_min_amount: Decimal2,
    /// FBS: handling of a return.
    pub fbs_return_flow_amount: Decimal2,
    /// Commission of FBO, percent.
    pub sales_percent_fbo: Decimal2,
    /// Commission of FBS, percent.
    pub sales_percent_fbs: Decimal2,
    /// Commission of rFBS, percent.
    pub sales_percent_rfbs: Decimal2,
    /// Commission of sales from partners' warehouses; there are none.
    pub sales_percent_fbp: Decimal2,
}

/// Promotions of a product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoPricesV5MarketingActions {
    /// Those that are on.
    pub actions: Vec<ProductInfoPricesV5MarketingAction>,
    /// Since when all of them are on.
    pub current_period_from: Option<Time>,
    /// Until when all of them are on.
    pub current_period_to: Option<Time>,
    /// The marketplace's own promotions could be applied.
    pub ozon_actions_exist: bool,
}

/// One promotion.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoPricesV5MarketingAction {
    /// Its start.
    pub date_from: Time,
    /// Its end.
    pub date_to: Time,
    /// Its name.
    pub title: String,
    /// The discount on one unit, decimal text.
    pub value: String,
}

/// The prices, as numbers; 0 when not set.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoPricesV5Price {
    /// Promotions may add the product by themselves.
    pub auto_action_enabled: bool,
    /// The marketplace's own promotions may, too.
    pub auto_add_to_ozon_actions_list_enabled: bool,
    /// Currency of all of them.
    pub currency_code: String,
    /// After all promotions.
    pub marketing_price: Decimal2,
    /// After the seller's own promotions.
    pub marketing_seller_price: Decimal2,
    /// Floor for automatic changes.
    pub min_price: Decimal2,
    /// What the goods cost the seller; never set.
    pub net_price: Decimal2,
    /// Before the discount.
    pub old_price: Decimal2,
    /// What the seller set.
    pub price: Decimal2,
    /// Of the supplier; never set.
    pub retail_price: Decimal2,
    /// VAT rate as a fraction.
    pub vat: Decimal2,
    /// Declared for customs; never set.
    pub declared_price: Option<ProductDeclaredPrice>,
}

/// How a price compares with others.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoPricesV5Indexes {
    /// `WITHOUT_INDEX`, `GREEN`, `YELLOW` or `RED`.
    pub color_index: String,
    /// With other marketplaces.
    pub external_index_data: ProductInfoPricesV5Index,
    /// With other sellers here.
    pub ozon_index_data: ProductInfoPricesV5Index,
    /// With the seller's own offers elsewhere.
    pub self_marketplaces_index_data: ProductInfoPricesV5Index,
}

/// One comparison.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoPricesV5Index {
    /// The lowest price found, or empty.
    pub min_price: String,
    /// Its currency.
    pub min_price_currency: String,
    /// Own price over the lowest; 0 for none.
    pub price_index_value: Decimal2,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn requests_are_read() {
        let body = r#"{"prices":[{"auto_action_enabled":"ENABLED","currency_code":"RUB","min_price":"90","offer_id":"A-1",
            "old_price":"0","price":"120.50","price_strategy_enabled":"","product_id":"7"}, {"product_id":8}]}"#;
        let request: ProductImportPricesV1Request = json::from_slice(body.as_bytes()).unwrap();
        let first = &request.prices[0];
        assert_eq!(
            (first.auto_action_enabled, first.price_strategy_enabled),
            (PriceSwitch::Enabled, PriceSwitch::Unknown)
        );
        assert_eq!((first.product_id, first.offer_id.as_str(), first.price.as_str()), (ProductId(7), "A-1", "120.50"));
        assert_eq!(request.prices[1], ProductImportPricesV1Price { product_id: ProductId(8), ..Default::default() });
        assert!(
            json::from_slice::<ProductImportPricesV1Request>(br#"{"prices":[{"auto_action_enabled":"YES"}]}"#).is_err()
        );

        let body =
            r#"{"filter":{"offer_id":["A-1"],"product_id":["7",8],"visibility":"ALL"},"last_id":"x","limit":100}"#;
        let request: ProductInfoPricesV4Request = json::from_slice(body.as_bytes()).unwrap();
        assert_eq!(request.filter.product_id, [Digits(7), Digits(8)]);
        assert_eq!((request.filter.visibility, request.limit), (Visibility::default(), 100));
    }

    #[test]
    fn an_answer_survives_the_wire() {
        let commissions = ProductInfoPricesV4Commissions {
            fbs_direct_flow_trans_max_amount: Decimal2(6_150),
            sales_percent: Decimal2(1_500),
            ..Default::default()
        };
        let actions = ProductInfoPricesV4MarketingActions {
            actions: vec![ProductInfoPricesV4MarketingAction { title: "Весна".to_owned(), ..Default::default() }],
            current_period_from: Some(Time(1_000_000)),
            ..Default::default()
        };
        let item = ProductInfoPricesV4Item { commissions, marketing_actions: Some(actions), ..Default::default() };
        let result =
            ProductInfoPricesV4Result { items: vec![item, Default::default()], last_id: "b".to_owned(), total: 2 };
        let answer = ProductInfoPricesV4Response { result };
        let wire = serde_json::to_value(&answer).unwrap();
        let items = &wire["result"]["items"];
        assert_eq!(items[0]["commissions"]["fbs_direct_flow_trans_max_amount"], 61.5);
        assert_eq!(items[0]["marketing_actions"]["current_period_to"], serde_json::Value::Null);
        assert!(items[1].as_object().unwrap()["marketing_actions"].is_null());
        assert_eq!(json::from_value::<ProductInfoPricesV4Response>(wire).unwrap(), answer);
    }
}
