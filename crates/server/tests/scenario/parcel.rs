//! What tests of parcels share: shops that deliver themselves, goods that need marks, codes that are well formed.

use gostiny_wire::{
    operator::{DeliveryMethodCreateIntegration as Integration, OrderPlaceRequest},
    posting::{
        FbsPostingProductExemplarSetV4, FbsPostingProductExemplarSetV4Exemplar, FbsPostingProductExemplarSetV4Product,
        FbsPostingProductExemplarSetV4Request, FbsPostingProductExemplarStatusV4,
        FbsPostingProductExemplarStatusV4Request, FbsPostingProductExemplarStatusV4Response,
    },
    product::ProductImportAttribute,
    scalar::{AttributeId, CategoryId, PostingNumber, Sku, ValueId, WarehouseId},
};

use crate::{
    goods::{BRAND, Product, VOLNA, attribute},
    shop::Shop,
    world::{World, lines},
};

pub const SNEAKERS: CategoryId = CategoryId(17_034_481);
pub const FRIDGES: CategoryId = CategoryId(17_033_667);
pub const RINGS: CategoryId = CategoryId(17_035_517);
pub const NUTS: CategoryId = CategoryId(17_035_443);
pub const COUNTRY: AttributeId = AttributeId(4_389);
pub const CHINA: ValueId = ValueId(40_497);

/// A warehouse of the seller's own delivery with one way of that kind.
pub async fn own_warehouse(world: &World, shop: &Shop, integration: Integration) -> WarehouseId {
    let warehouse = world.warehouse(shop, "Своя доставка", |request| request.is_rfbs = true).await;
    world.delivery(shop, warehouse, |request| request.tpl_integration_type = integration).await;
    warehouse
}

/// Goods on the shelf of a warehouse.
pub async fn goods_at(shop: &Shop, offer_id: &str, warehouse: WarehouseId, stock: i64) -> Product {
    let product = shop.product(offer_id).approved().await;
    assert!(shop.set_stock_at(&product.offer_id, warehouse, stock).await.updated);
    product
}

/// Goods of another category, with that category's attributes and nothing else.
pub async fn goods_of(shop: &Shop, offer_id: &str, category: CategoryId, more: &[ProductImportAttribute]) -> Product {
    let mut attributes = vec![attribute(BRAND, VOLNA, "Волна")];
    attributes.extend_from_slice(more);
    let product = shop.product(offer_id).with(|item| {
        item.category_id = category;
        item.attributes = attributes;
    });
    product.stock(20).on_sale().await
}

/// Shoes whose units carry marks.
pub async fn sneakers(shop: &Shop, offer_id: &str) -> Product {
    let more =
        [attribute(AttributeId(10_096), ValueId(61_510), "чёрный"), attribute(AttributeId(4_298), ValueId(0), "42")];
    goods_of(shop, offer_id, SNEAKERS, &more).await
}

/// A purchase by a company.
pub async fn company_buys(world: &World, items: &[(Sku, i64)]) -> PostingNumber {
    let order = OrderPlaceRequest { items: lines(items), legal_entity: true, ..Default::default() };
    world.place(&order).await.unwrap().postings.remove(0).posting_number
}

/// A mark of shoes: the number makes the unit.
pub fn mark(number: u32) -> String {
    let digits = "0460123456789";
    let sum: u32 = digits
        .chars()
        .enumerate()
        .map(|(at, digit)| digit.to_digit(10).unwrap() * if at % 2 == 0 { 3 } else { 1 })
        .sum();
    format!("01{digits}{}21S{number:012}", (10 - sum % 10) % 10)
}

pub fn unit(mark: &str) -> FbsPostingProductExemplarSetV4Exemplar {
    FbsPostingProductExemplarSetV4Exemplar { mandatory_mark: mark.to_owned(), ..Default::default() }
}

pub async fn try_set(
    shop: &Shop,
    number: &PostingNumber,
    sku: Sku,
    exemplars: &[FbsPostingProductExemplarSetV4Exemplar],
) -> Result<bool, gostiny_client::ClientError> {
    let product = FbsPostingProductExemplarSetV4Product { exemplars: exemplars.to_vec(), product_id: sku };
    let request = FbsPostingProductExemplarSetV4Request { posting_number: number.clone(), products: vec![product] };
    shop.call(FbsPostingProductExemplarSetV4, &request).await.map(|answer| answer.result)
}

/// Hands units in and waits for their check.
pub async fn set(
    world: &World,
    shop: &Shop,
    number: &PostingNumber,
    sku: Sku,
    exemplars: &[FbsPostingProductExemplarSetV4Exemplar],
) -> FbsPostingProductExemplarStatusV4Response {
    assert!(try_set(shop, number, sku, exemplars).await.unwrap());
    world.pass(3).await;
    status(shop, number).await
}

pub async fn status(shop: &Shop, number: &PostingNumber) -> FbsPostingProductExemplarStatusV4Response {
    let request = FbsPostingProductExemplarStatusV4Request { posting_number: number.clone() };
    shop.call(FbsPostingProductExemplarStatusV4, &request).await.unwrap()
}
