//! Stocks of the seller's own warehouses: setting them, reading them by product and by warehouse.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    methods,
    price::UpdateError,
    product::Visibility,
    scalar::{Digits, OfferId, ProductId, Sku, Time, WarehouseId},
};

methods! {
    area "stock";
    /// Sets the stock of up to 100 products of a shop that has one warehouse.
    ProductImportStocksV1: Post "/v1/product/import/stocks", ProductImportStocksV1Request => ProductImportStocksV1Response;
    /// Sets the stock of up to 100 pairs of product and warehouse.
    ProductsStocksV2: Post "/v2/products/stocks", ProductsStocksV2Request => ProductsStocksV2Response;
    /// Pages through the products of a filter with present and reserved units per scheme.
    ProductInfoStocksV3: Post reads "/v3/product/info/stocks" | "/v3/products/info/stocks",
        ProductInfoStocksV3Request => ProductInfoStocksV3Response;
    /// Shows the stock of given SKU warehouse by warehouse.
    ProductInfoStocksByWarehouseFbsV1: Post reads "/v1/product/info/stocks-by-warehouse/fbs",
        ProductInfoStocksByWarehouseFbsV1Request => ProductInfoStocksByWarehouseFbsV1Response;
    /// Stocks of the products that a filter selects, scheme by scheme, page by page.
    ProductInfoStocksV4: Post reads "/v4/product/info/stocks", ProductInfoStocksV4Request => ProductInfoStocksV4Response;
    /// Stock of given products on each of the seller's warehouses, page by page.
    ProductInfoStocksByWarehouseFbsV2: Post reads "/v2/product/info/stocks-by-warehouse/fbs",
        ProductInfoStocksByWarehouseFbsV2Request => ProductInfoStocksByWarehouseFbsV2Response;
    /// All stock on one of the seller's warehouses, page by page.
    ProductInfoWarehouseStocksV1: Post reads "/v1/product/info/warehouse/stocks",
        ProductInfoWarehouseStocksV1Request => ProductInfoWarehouseStocksV1Response;
}

/// New stocks, product by product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductImportStocksV1Request {
    /// 1 to 100 products.
    pub stocks: Vec<ProductImportStocksV1Stock>,
}

/// The stock of one product, named by `offer_id` or `product_id`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductImportStocksV1Stock {
    /// The seller's article; decides when `product_id` is given too.
    pub offer_id: OfferId,
    /// Product; 0 when `offer_id` names it.
    pub product_id: ProductId,
    /// Units that can be sold, without those reserved. Not a difference.
    pub stock: i64,
}

/// What became of each stock, in the order of the request.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductImportStocksV1Response {
    /// One row per product sent.
    pub result: Vec<ProductImportStocksV1Result>,
}

/// What became of one product's stock.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductImportStocksV1Result {
    /// Why nothing changed; empty when `updated`.
    pub errors: Vec<UpdateError>,
    /// The seller's article.
    pub offer_id: OfferId,
    /// Product.
    pub product_id: ProductId,
    /// Whether the stock was taken.
    pub updated: bool,
}

/// New stocks, warehouse by warehouse.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductsStocksV2Request {
    /// 1 to 100 pairs of product and warehouse.
    pub stocks: Vec<ProductsStocksV2Stock>,
}

/// The stock of one product on one warehouse.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductsStocksV2Stock {
    /// The seller's article; decides when `product_id` is given too.
    pub offer_id: OfferId,
    /// Product; 0 when `offer_id` names it.
    pub product_id: ProductId,
    /// Units that can be sold, without those reserved. Not a difference.
    pub stock: i64,
    /// Warehouse of the shop.
    pub warehouse_id: WarehouseId,
}

/// What became of each stock, in the order of the request.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductsStocksV2Response {
    /// One row per pair sent.
    pub result: Vec<ProductsStocksV2Result>,
}

/// What became of one product's stock on one warehouse.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductsStocksV2Result {
    /// Why nothing changed; empty when `updated`.
    pub errors: Vec<UpdateError>,
    /// The seller's article.
    pub offer_id: OfferId,
    /// Product.
    pub product_id: ProductId,
    /// Whether the stock was taken.
    pub updated: bool,
    /// Warehouse of the request.
    pub warehouse_id: WarehouseId,
}

/// A page of stocks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoStocksV3Request {
    /// Which products.
    pub filter: ProductInfoStocksV3Filter,
    /// `last_id` of the page before; empty for the first.
    pub last_id: String,
    /// Products per page, 1 to 1000.
    pub limit: i64,
}

/// Which products' stocks to show; empty lists do not restrict.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoStocksV3Filter {
    /// The seller's articles.
    pub offer_id: Vec<OfferId>,
    /// Products.
    pub product_id: Vec<Digits>,
    /// State the products are in.
    pub visibility: Visibility,
}

/// A page of stocks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoStocksV3Response {
    /// The page.
    pub result: ProductInfoStocksV3Result,
}

/// The page itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoStocksV3Result {
    /// Products of the page.
    pub items: Vec<ProductInfoStocksV3Item>,
    /// Where the next page begins; empty after the last.
    pub last_id: String,
    /// Products that meet the filter, on all pages.
    pub total: i32,
}

/// One product's stocks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoStocksV3Item {
    /// The seller's article.
    pub offer_id: OfferId,
    /// Product.
    pub product_id: ProductId,
    /// One row per scheme.
    pub stocks: Vec<ProductInfoStocksV3Stock>,
}

/// Units under one scheme, summed over its warehouses.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoStocksV3Stock {
    /// Units on the warehouses, those reserved among them.
    pub present: i32,
    /// Units held by orders.
    pub reserved: i32,
    /// Scheme: `fbo` or `fbs`.
    pub r#type: String,
}

/// Whose stocks to show.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoStocksByWarehouseFbsV1Request {
    /// SKU, at most 500. The older name of `sku`.
    pub fbs_sku: Vec<Digits>,
    /// SKU, at most 500.
    pub sku: Vec<Digits>,
}

/// Stocks by warehouse.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoStocksByWarehouseFbsV1Response {
    /// One row per SKU and warehouse.
    pub result: Vec<ProductInfoStocksByWarehouseFbsV1Result>,
}

/// The stock of one SKU on one warehouse.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoStocksByWarehouseFbsV1Result {
    /// The same as `sku`, under its older name.
    pub fbs_sku: Sku,
    /// Units on the warehouse, those reserved among them.
    pub present: i64,
    /// Product.
    pub product_id: ProductId,
    /// Units held by orders.
    pub reserved: i64,
    /// Warehouse.
    pub warehouse_id: WarehouseId,
    /// Its name.
    pub warehouse_name: String,
    /// What buyers see.
    pub sku: Sku,
}

/// One page of stocks, as it is asked for today.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoStocksV4Request {
    /// `cursor` of the page before; empty at first.
    pub cursor: String,
    /// Which products.
    pub filter: ProductInfoStocksV4Filter,
    /// Page size, 1 to 1000.
    pub limit: i32,
}

/// Which products; the conditions add up.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoStocksV4Filter {
    /// Articles; empty for any.
    pub offer_id: Vec<OfferId>,
    /// Product ids as digits; empty for any.
    pub product_id: Vec<Digits>,
    /// By state.
    pub visibility: Visibility,
    /// Only goods sold in packs, of which there are none.
    pub with_quant: Option<ProductInfoStocksV4WithQuant>,
}

/// Which packs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoStocksV4WithQuant {
    /// Packs that were created.
    pub created: bool,
    /// Packs that can be sold.
    pub exists: bool,
}

/// A page of stocks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoStocksV4Response {
    /// Where the next page starts; given on the last page too.
    pub cursor: String,
    /// Products of this page.
    pub items: Vec<ProductInfoStocksV4Item>,
    /// Products on all pages.
    pub total: i32,
    /// The same number under its newer name.
    pub total_items: i64,
}

/// Stocks of a product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoStocksV4Item {
    /// The seller's article.
    pub offer_id: OfferId,
    /// The product.
    pub product_id: ProductId,
    /// One row per scheme.
    pub stocks: Vec<ProductInfoStocksV4Stock>,
}

/// Units under one scheme.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoStocksV4Stock {
    /// On the warehouses.
    pub present: i32,
    /// Of these, held by orders.
    pub reserved: i32,
    /// `SHIPMENT_TYPE_GENERAL`: single units.
    pub shipment_type: String,
    /// The SKU of the scheme.
    pub sku: Sku,
    /// `fbo` or `fbs`.
    pub r#type: String,
    /// The warehouses that hold units, as digits.
    pub warehouse_ids: Vec<Digits>,
}

/// Whose stock by warehouse.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoStocksByWarehouseFbsV2Request {
    /// `cursor` of the page before; empty at first.
    pub cursor: String,
    /// Rows of a page, 1 to 1000.
    pub limit: i64,
    /// Articles, at most 500 together with `sku`; neither: all goods.
    pub offer_id: Vec<OfferId>,
    /// SKU as digits.
    pub sku: Vec<Digits>,
}

/// A page of stock by warehouse.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoStocksByWarehouseFbsV2Response {
    /// Where the next page starts; empty on the last one.
    pub cursor: String,
    /// There is a next page.
    pub has_next: bool,
    /// By product, then by warehouse.
    pub products: Vec<ProductInfoStocksByWarehouseFbsV2Product>,
}

/// Stock of a product on a warehouse.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoStocksByWarehouseFbsV2Product {
    /// Units that no order holds.
    pub free_stock: i64,
    /// The seller's article.
    pub offer_id: OfferId,
    /// All units.
    pub present: i64,
    /// The product.
    pub product_id: ProductId,
    /// Held by orders.
    pub reserved: i64,
    /// Its SKU of FBS.
    pub sku: Sku,
    /// Where.
    pub warehouse_id: WarehouseId,
    /// Its name.
    pub warehouse_name: String,
}

/// Which warehouse's stock.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoWarehouseStocksV1Request {
    /// `cursor` of the page before; empty at first.
    pub cursor: String,
    /// Rows of a page, 1 to 1000.
    pub limit: i64,
    /// The seller's warehouse.
    pub warehouse_id: WarehouseId,
}

/// A page of a warehouse's stock.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoWarehouseStocksV1Response {
    /// Where the next page starts; empty on the last one.
    pub cursor: String,
    /// There is a next page.
    pub has_next: bool,
    /// By product.
    pub stocks: Vec<ProductInfoWarehouseStocksV1Stock>,
}

/// Stock of a product on the warehouse.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoWarehouseStocksV1Stock {
    /// Units that no order holds.
    pub free_stock: i64,
    /// The seller's article.
    pub offer_id: OfferId,
    /// All units.
    pub present: i64,
    /// The product.
    pub product_id: ProductId,
    /// Held by orders.
    pub reserved: i64,
    /// Its SKU of FBS.
    pub sku: Sku,
    /// When the seller last set it.
    pub updated_at: Time,
    /// Where.
    pub warehouse_id: WarehouseId,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn requests_are_read() {
        let body = br#"{"stocks":[{"offer_id":"A-1","product_id":"7","stock":4}]}"#;
        let request: ProductImportStocksV1Request = json::from_slice(body).unwrap();
        let want = ProductImportStocksV1Stock { offer_id: "A-1".into(), product_id: ProductId(7), stock: 4 };
        assert_eq!(request.stocks, [want]);

        let body =
            br#"{"stocks":[{"offer_id":"A-1","stock":31,"warehouse_id":22142605386000},{"product_id":7,"stock":"2"}]}"#;
        let request: ProductsStocksV2Request = json::from_slice(body).unwrap();
        assert_eq!((request.stocks[0].stock, request.stocks[0].warehouse_id), (31, WarehouseId(22_142_605_386_000)));
        assert_eq!((request.stocks[1].stock, request.stocks[1].warehouse_id), (2, WarehouseId(0)));

        let body =
            br#"{"filter":{"offer_id":["A-1"],"product_id":[7,"8"],"visibility":"ALL"},"last_id":"","limit":100}"#;
        let request: ProductInfoStocksV3Request = json::from_slice(body).unwrap();
        assert_eq!(request.filter.product_id, [Digits(7), Digits(8)]);
        assert_eq!((request.filter.visibility, request.limit), (Visibility::default(), 100));

        let request: ProductInfoStocksByWarehouseFbsV1Request = json::from_slice(br#"{"sku":["5",6]}"#).unwrap();
        assert_eq!((request.sku, request.fbs_sku), (vec![Digits(5), Digits(6)], vec![]));
    }

    #[test]
    fn an_answer_survives_the_wire() {
        let error = UpdateError { code: "STOCK_TOO_BIG".to_owned(), message: "more than can be".to_owned() };
        let refused =
            ProductsStocksV2Result { errors: vec![error], warehouse_id: WarehouseId(9), ..Default::default() };
        let answer = ProductsStocksV2Response { result: vec![refused, Default::default()] };
        let wire = serde_json::to_value(&answer).unwrap();
        assert_eq!(wire["result"][1]["errors"], serde_json::json!([]));
        assert_eq!(json::from_value::<ProductsStocksV2Response>(wire).unwrap(), answer);

        let row = ProductInfoStocksV3Stock { present: 3, reserved: 1, r#type: "fbs".to_owned() };
        assert_eq!(serde_json::to_string(&row).unwrap(), r#"{"present":3,"reserved":1,"type":"fbs"}"#);
    }
}
