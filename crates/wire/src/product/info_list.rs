//! Cards as today's list shows them: `/v3/product/info/list`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scalar::{AttributeId, CategoryId, Decimal2, Digits, OfferId, ProductId, Sku, Time, TypeId};

/// Products by ids, at most 1000 in all.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoListV3Request {
    /// Articles, or empty.
    pub offer_id: Vec<OfferId>,
    /// Product ids as digits, or empty.
    pub product_id: Vec<Digits>,
    /// SKU as digits, or empty.
    pub sku: Vec<Digits>,
}

/// Several products.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoListV3Response {
    /// In the order asked for; unknown ids are left out.
    pub items: Vec<ProductInfoV3>,
}

/// A product. Prices are decimal text with two digits, empty when not set.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoV3 {
    /// Where it can be bought, SKU by SKU.
    pub availabilities: Vec<ProductAvailability>,
    /// All barcodes.
    pub barcodes: Vec<String>,
    /// Address of the colour sample, alone in the list.
    pub color_image: Vec<String>,
    /// What the marketplace keeps of a sale, one row per scheme.
    pub commissions: Vec<ProductCommissionV3>,
    /// When it was first imported.
    pub created_at: Time,
    /// Currency of the prices.
    pub currency_code: String,
    /// The price declared for customs; never set.
    pub declared_price: Option<ProductDeclaredPrice>,
    /// The description category.
    pub description_category_id: CategoryId,
    /// Units of the marked-down twin at the marketplace.
    pub discounted_fbo_stocks: i32,
    /// What is wrong with it.
    pub errors: Vec<ProductErrorV3>,
    /// A marked-down twin lies at the marketplace.
    pub has_discounted_fbo_item: bool,
    /// The product id.
    pub id: ProductId,
    /// Addresses of the pictures.
    pub images: Vec<String>,
    /// Addresses of the frames of the turning picture.
    pub images360: Vec<String>,
    /// In the archive.
    pub is_archived: bool,
    /// Put there by the marketplace.
    pub is_autoarchived: bool,
    /// A marked-down twin.
    pub is_discounted: bool,
    /// Bulky goods.
    pub is_kgt: bool,
    /// Prepayment is possible.
    pub is_prepayment_allowed: bool,
    /// Sold under a special programme.
    pub is_super: bool,
    /// Price after all promotions.
    pub marketing_price: String,
    /// Floor for automatic price changes.
    pub min_price: String,
    /// The card that several products share.
    pub model_info: ProductModel,
    /// Title.
    pub name: String,
    /// The seller's article.
    pub offer_id: OfferId,
    /// Price before the discount.
    pub old_price: String,
    /// Price.
    pub price: String,
    /// How the price compares with others.
    pub price_indexes: ProductPriceIndexesV3,
    /// Address of the main picture, alone in the list.
    pub primary_image: Vec<String>,
    /// Promotions of the card itself, such as points for reviews.
    pub promotions: Vec<ProductPromotionV3>,
    /// The SKU of the product's page.
    pub sku: Sku,
    /// SKU by scheme.
    pub sources: Vec<ProductSourceV3>,
    /// The way from import to sale.
    pub statuses: ProductStatusV3,
    /// Stock by scheme.
    pub stocks: ProductStocksV3,
    /// The product type.
    pub type_id: TypeId,
    /// When it last changed.
    pub updated_at: Time,
    /// VAT rate as a fraction, `0.0` for none.
    pub vat: String,
    /// What it needs to be seen.
    pub visibility_details: ProductVisibilityV3,
    /// Kilograms that delivery is charged by, one decimal.
    pub volume_weight: Decimal2,
}

/// Whether a SKU can be bought.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductAvailability {
    /// `AVAILABLE`, `UNAVAILABLE` or `HIDDEN`.
    pub availability: String,
    /// Why it cannot.
    pub reasons: Vec<ProductAvailabilityReason>,
    /// The SKU.
    pub sku: Sku,
    /// `fbo`, `fbs` or, once unified, `sds`.
    pub source: String,
}

/// Why a SKU cannot be bought.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductAvailabilityReason {
    /// In Russian.
    pub human_text: ProductReasonText,
    /// Its number.
    pub id: i64,
}

/// A text for people.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductReasonText {
    /// The text.
    pub text: String,
}

/// What the marketplace keeps of a sale by one scheme.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductCommissionV3 {
    /// Delivery to the buyer.
    pub delivery_amount: Decimal2,
    /// Rate in percent of the price.
    pub percent: Decimal2,
    /// Way back of a returned unit.
    pub return_amount: Decimal2,
    /// `FBO`, `FBS` or `RFBS`.
    pub sale_schema: String,
    /// Commission on the present price.
    pub value: Decimal2,
}

/// Money as a text with its currency.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductDeclaredPrice {
    /// Decimal text.
    pub amount: String,
    /// Three letters.
    pub currency: String,
}

/// Something wrong with a product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductErrorV3 {
    /// The attribute that it is about; 0 for none.
    pub attribute_id: AttributeId,
    /// Its code word.
    pub code: String,
    /// The field that it is about.
    pub field: String,
    /// `ERROR_LEVEL_ERROR` or `ERROR_LEVEL_WARNING`.
    pub level: String,
    /// The state in which it was found.
    pub state: String,
    /// The same for people.
    pub texts: ProductErrorTexts,
}

/// An error in Russian.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductErrorTexts {
    /// Name of the attribute, or empty.
    pub attribute_name: String,
    /// What is wrong.
    pub description: String,
    /// A hint's code, or empty.
    pub hint_code: String,
    /// The message.
    pub message: String,
    /// Values that the message speaks of.
    pub params: Vec<ProductErrorParam>,
    /// The message in short.
    pub short_description: String,
}

/// A value that an error speaks of.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductErrorParam {
    /// Its name.
    pub name: String,
    /// The value.
    pub value: String,
}

/// A card that several products share; here each product has its own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductModel {
    /// Products on the card.
    pub count: i64,
    /// The card.
    pub model_id: i64,
}

/// How a price compares with others.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductPriceIndexesV3 {
    /// `COLOR_INDEX_WITHOUT_INDEX`, `COLOR_INDEX_GREEN`, `COLOR_INDEX_YELLOW` or `COLOR_INDEX_RED`.
    pub color_index: String,
    /// With other marketplaces.
    pub external_index_data: ProductPriceIndexV3,
    /// With other sellers here.
    pub ozon_index_data: ProductPriceIndexV3,
    /// With the seller's own offers elsewhere.
    pub self_marketplaces_index_data: ProductPriceIndexV3,
}

/// One comparison.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductPriceIndexV3 {
    /// The lowest price found, or empty.
    pub minimal_price: String,
    /// Its currency.
    pub minimal_price_currency: String,
    /// Own price over the lowest; 0 for none.
    pub price_index_value: Decimal2,
}

/// A promotion of the card itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductPromotionV3 {
    /// It takes part.
    pub is_enabled: bool,
    /// `REVIEWS_PROMO`.
    pub r#type: String,
}

/// A SKU of one scheme.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductSourceV3 {
    /// When it came to be.
    pub created_at: Time,
    /// Code of the pack; empty for single units.
    pub quant_code: String,
    /// `SHIPMENT_TYPE_GENERAL`, `SHIPMENT_TYPE_BOX` or `SHIPMENT_TYPE_PALLET`.
    pub shipment_type: String,
    /// The SKU.
    pub sku: Sku,
    /// `fbo`, `fbs` or, once unified, `sds`.
    pub source: String,
}

/// The way from import to sale.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductStatusV3 {
    /// The card exists.
    pub is_created: bool,
    /// `in-moderating`, `approved`, `declined`, ...; empty before moderation.
    pub moderate_status: String,
    /// `imported`, `moderating`, `price_sent`, `failed_moderation`, ...
    pub status: String,
    /// More on the state in Russian, or empty.
    pub status_description: String,
    /// The state that failed, or empty.
    pub status_failed: String,
    /// The state in Russian.
    pub status_name: String,
    /// A hint in Russian, or empty.
    pub status_tooltip: String,
    /// When it last changed.
    pub status_updated_at: Time,
    /// `pending`, `success` or `fail`.
    pub validation_status: String,
}

/// Stock by scheme.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductStocksV3 {
    /// Units are left that no order holds.
    pub has_stock: bool,
    /// One row per scheme.
    pub stocks: Vec<ProductStockV3>,
}

/// Units of one scheme.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductStockV3 {
    /// On the warehouses.
    pub present: i32,
    /// Of these, held by orders.
    pub reserved: i32,
    /// The SKU.
    pub sku: Sku,
    /// `fbo` or `fbs`.
    pub source: String,
}

/// What a product needs to be seen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductVisibilityV3 {
    /// It has a price.
    pub has_price: bool,
    /// It has stock.
    pub has_stock: bool,
}
