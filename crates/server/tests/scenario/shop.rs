//! What a seller's software does, in one line each.

use gostiny_client::{Client, ClientError, Raw};
use gostiny_wire::{
    method::Method,
    posting::{
        PostingFbsDetail, PostingFbsGetV3, PostingFbsGetV3Request, PostingFbsGetV3With, PostingFbsShipV4,
        PostingFbsShipV4Package, PostingFbsShipV4Product, PostingFbsShipV4Request,
    },
    product::{
        ProductImportInfoItem, ProductImportInfoV1, ProductImportInfoV1Request, ProductImportItem, ProductImportV2,
        ProductImportV2Request, ProductInfo, ProductInfoV2, ProductInfoV2Request,
    },
    scalar::{ClientId, DeliveryMethodId, OfferId, PostingNumber, Sku, WarehouseId},
    stock::{
        ProductInfoStocksByWarehouseFbsV1, ProductInfoStocksByWarehouseFbsV1Request, ProductsStocksV2,
        ProductsStocksV2Request, ProductsStocksV2Result, ProductsStocksV2Stock,
    },
};

use crate::{goods::NewProduct, world};

pub struct Shop {
    pub client: Client,
    pub operator: Client,
    pub client_id: ClientId,
    pub api_key: String,
    /// For FBS.
    pub warehouse_id: WarehouseId,
    pub delivery_method_id: DeliveryMethodId,
}

impl Shop {
    pub async fn call<M: Method>(&self, method: M, request: &M::Request) -> Result<M::Response, ClientError> {
        self.client.call(method, request).await
    }

    pub async fn post(&self, path: &str, body: &str) -> Raw {
        world::post(&self.client, path, body).await
    }

    pub async fn refuses(&self, path: &str, cases: &[(&str, u16, i32, &str)]) {
        world::refuses(&self.client, path, cases).await;
    }

    /// A product to be made, good in every respect unless it is changed.
    pub fn product(&self, offer_id: &str) -> NewProduct<'_> {
        NewProduct::new(self, offer_id)
    }

    /// Sends an import and waits for its outcome, not for moderation.
    pub async fn import(&self, items: Vec<ProductImportItem>) -> Vec<ProductImportInfoItem> {
        let task = self.call(ProductImportV2, &ProductImportV2Request { items }).await.unwrap().result;
        world::pass(&self.operator, 1).await;
        let request = ProductImportInfoV1Request { task_id: task.task_id };
        self.call(ProductImportInfoV1, &request).await.unwrap().result.items
    }

    pub async fn info(&self, offer_id: &str) -> ProductInfo {
        let request = ProductInfoV2Request { offer_id: offer_id.into(), ..Default::default() };
        self.call(ProductInfoV2, &request).await.unwrap().result
    }

    pub async fn set_stock(&self, offer_id: &OfferId, stock: i64) -> ProductsStocksV2Result {
        self.set_stock_at(offer_id, self.warehouse_id, stock).await
    }

    pub async fn set_stock_at(
        &self,
        offer_id: &OfferId,
        warehouse_id: WarehouseId,
        stock: i64,
    ) -> ProductsStocksV2Result {
        let line = ProductsStocksV2Stock { offer_id: offer_id.clone(), stock, warehouse_id, ..Default::default() };
        let mut answer = self.call(ProductsStocksV2, &ProductsStocksV2Request { stocks: vec![line] }).await.unwrap();
        answer.result.remove(0)
    }

    /// Present and reserved units of a SKU over the shop's own warehouses.
    pub async fn stock_of(&self, sku: Sku) -> (i64, i64) {
        let request = ProductInfoStocksByWarehouseFbsV1Request {
            sku: vec![gostiny_wire::scalar::Digits(sku.0)],
            fbs_sku: vec![],
        };
        let rows = self.call(ProductInfoStocksByWarehouseFbsV1, &request).await.unwrap().result;
        rows.iter().fold((0, 0), |(present, reserved), row| (present + row.present, reserved + row.reserved))
    }

    pub async fn try_posting(&self, number: &PostingNumber) -> Result<PostingFbsDetail, ClientError> {
        let with = PostingFbsGetV3With {
            analytics_data: true,
            barcodes: true,
            financial_data: true,
            product_exemplars: true,
            related_postings: true,
            translit: false,
        };
        let request = PostingFbsGetV3Request { posting_number: number.clone(), with };
        self.call(PostingFbsGetV3, &request).await.map(|answer| answer.result)
    }

    /// The posting with every block filled.
    pub async fn posting(&self, number: &PostingNumber) -> PostingFbsDetail {
        self.try_posting(number).await.unwrap()
    }

    /// Packs a posting; one list of goods per package.
    pub async fn try_ship(
        &self,
        number: &PostingNumber,
        packages: &[&[(Sku, i32)]],
    ) -> Result<Vec<PostingNumber>, ClientError> {
        let product = |&(product_id, quantity): &(Sku, i32)| PostingFbsShipV4Product { product_id, quantity };
        let package = |goods: &&[(Sku, i32)]| PostingFbsShipV4Package { products: goods.iter().map(product).collect() };
        let request = PostingFbsShipV4Request {
            packages: packages.iter().map(package).collect(),
            posting_number: number.clone(),
            ..Default::default()
        };
        self.call(PostingFbsShipV4, &request).await.map(|answer| answer.result)
    }

    /// Packs a posting into one package.
    pub async fn ship(&self, number: &PostingNumber) -> PostingNumber {
        let goods: Vec<_> = self.posting(number).await.products.iter().map(|item| (item.sku, item.quantity)).collect();
        let mut packed = self.try_ship(number, &[&goods]).await.unwrap();
        assert_eq!(packed.len(), 1, "{packed:?}");
        packed.remove(0)
    }

    /// A later moment, after the clock was moved.
    pub async fn pass(&self, seconds: i64) {
        world::pass(&self.operator, seconds).await;
    }
}
