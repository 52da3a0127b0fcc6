//! Digital goods: codes come in by a task, each sold unit takes one, what is called off in time gives it back.

use std::collections::BTreeSet;

use gostiny_wire::{
    digital::{
        ProductUploadDigitalCodesInfoV1, ProductUploadDigitalCodesInfoV1Request, ProductUploadDigitalCodesV1,
        ProductUploadDigitalCodesV1Request,
    },
    operator::{OrderPlaceRequest, PostingEvent, SupplyStock, SupplyStockItem, SupplyStockRequest},
    posting::{PostingFboGetV2, PostingFboGetV2Request},
    product::{
        ProductArchiveV1, ProductArchiveV1Request, ProductUnarchiveV1, ProductUnarchiveV1Request, ProductsDeleteV2,
        ProductsDeleteV2Product, ProductsDeleteV2Request,
    },
    scalar::{PostingNumber, ProductId, Sku, TaskId},
    stock::{ProductInfoStocksV3, ProductInfoStocksV3Filter, ProductInfoStocksV3Request},
};

use crate::{
    goods::Product,
    shop::Shop,
    world::{World, lines, refused, refused_like},
};

pub async fn game(shop: &Shop, offer_id: &str) -> Product {
    shop.product(offer_id).with(|item| item.service_type = "IS_CODE_SERVICE".to_owned()).approved().await
}

pub async fn upload(shop: &Shop, product_id: ProductId, codes: &[&str]) -> TaskId {
    let digital_codes = codes.iter().map(|code| (*code).to_owned()).collect();
    let request = ProductUploadDigitalCodesV1Request { digital_codes, product_id };
    shop.call(ProductUploadDigitalCodesV1, &request).await.unwrap().result.task_id
}

pub async fn status(shop: &Shop, task_id: TaskId) -> String {
    let request = ProductUploadDigitalCodesInfoV1Request { task_id };
    shop.call(ProductUploadDigitalCodesInfoV1, &request).await.unwrap().result.status
}

/// Present and reserved in the marketplace's warehouse.
pub async fn fbo_stock(shop: &Shop, offer_id: &str) -> (i32, i32) {
    let filter = ProductInfoStocksV3Filter { offer_id: vec![offer_id.into()], ..Default::default() };
    let request = ProductInfoStocksV3Request { filter, limit: 10, ..Default::default() };
    let items = shop.call(ProductInfoStocksV3, &request).await.unwrap().result.items;
    let row = items[0].stocks.iter().find(|row| row.r#type == "fbo");
    row.map(|row| (row.present, row.reserved)).unwrap_or_default()
}

pub async fn buy(world: &World, sku: Sku, quantity: i64) -> Result<PostingNumber, gostiny_client::ClientError> {
    let request = OrderPlaceRequest { items: lines(&[(sku, quantity)]), ..Default::default() };
    world.place(&request).await.map(|mut placed| placed.postings.remove(0).posting_number)
}

/// The codes of each posting.
pub async fn codes(shop: &Shop, postings: &[PostingNumber]) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for number in postings {
        let request = PostingFboGetV2Request { posting_number: number.clone(), ..Default::default() };
        let posting = shop.call(PostingFboGetV2, &request).await.unwrap().result;
        all.push(posting.products.into_iter().flat_map(|product| product.digital_codes).collect());
    }
    all
}

#[tokio::test]
async fn codes_are_the_stock_of_a_digital_product() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = game(&shop, "G-1").await;
    let task = upload(&shop, product.product_id, &["AAA-1", " AAA-2 ", "AAA-3"]).await;
    assert_eq!(status(&shop, task).await, "pending");
    assert_eq!(fbo_stock(&shop, "G-1").await, (0, 0));
    world.pass(1).await;
    assert_eq!(status(&shop, task).await, "imported");
    assert_eq!(fbo_stock(&shop, "G-1").await, (3, 0));

    let first = buy(&world, product.fbo_sku, 2).await.unwrap();
    assert_eq!(fbo_stock(&shop, "G-1").await, (3, 2));
    assert_eq!(codes(&shop, std::slice::from_ref(&first)).await, [["AAA-1", "AAA-2"]]);
    assert!(buy(&world, product.fbo_sku, 2).await.is_err());
    let second = buy(&world, product.fbo_sku, 1).await.unwrap();
    assert_eq!(codes(&shop, std::slice::from_ref(&second)).await, [["AAA-3"]]);

    // Called off before the buyer had it: the codes are sold anew.
    world.events(&first, &[PostingEvent::CancelledByBuyer]).await;
    assert_eq!(fbo_stock(&shop, "G-1").await, (2 + 1, 1));
    world.events(&second, &[PostingEvent::Accepted, PostingEvent::InTransit, PostingEvent::CancelledByPlatform]).await;
    assert_eq!(fbo_stock(&shop, "G-1").await, (3, 0));
    let third = buy(&world, product.fbo_sku, 3).await.unwrap();
    assert_eq!(codes(&shop, std::slice::from_ref(&third)).await, [["AAA-1", "AAA-2", "AAA-3"]]);

    // What the buyer has seen is gone, whatever comes back.
    let way = [PostingEvent::Accepted, PostingEvent::InTransit, PostingEvent::Delivered, PostingEvent::Returned];
    world.events(&third, &way).await;
    assert_eq!(codes(&shop, std::slice::from_ref(&third)).await[0].len(), 3);
    assert!(buy(&world, product.fbo_sku, 1).await.is_err());
}

#[tokio::test]
async fn an_upload_comes_in_whole_or_not_at_all() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let product = game(&shop, "G-1").await;
    let good = upload(&shop, product.product_id, &["A", "B"]).await;
    let blank = upload(&shop, product.product_id, &["C", "  "]).await;
    let twice = upload(&shop, product.product_id, &["D", "D "]).await;
    let known = upload(&shop, product.product_id, &["E", "B"]).await;
    world.pass(1).await;
    let mut seen = Vec::new();
    for task in [good, blank, twice, known] {
        seen.push(status(&shop, task).await);
    }
    assert_eq!(seen, ["imported", "failed", "failed", "failed"]);
    assert_eq!(fbo_stock(&shop, "G-1").await, (2, 0));
    // Another product may have the same codes.
    let second = game(&shop, "G-2").await;
    let task = upload(&shop, second.product_id, &["A", "C"]).await;
    world.pass(1).await;
    assert_eq!(status(&shop, task).await, "imported");

    refused(
        other.call(ProductUploadDigitalCodesInfoV1, &ProductUploadDigitalCodesInfoV1Request { task_id: good }).await,
        404,
        5,
        "Task not found",
    );
}

#[tokio::test]
async fn bad_uploads_are_refused_at_once() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let (product, stocked) = (game(&shop, "G-1").await, shop.product("A-1").on_sale().await);
    let case = shop.product("A-2").with(|item| item.service_type = "IS_NO_CODE_SERVICE".to_owned()).approved().await;
    let path = "/v1/product/upload_digital_codes";
    let of = |id: ProductId| format!(r#"{{"product_id":{id},"digital_codes":["A"]}}"#);
    shop.refuses(
        path,
        &[
            (r#"{"product_id":"x","digital_codes":["A"]}"#, 400, 3, "unexpected token \"x\""),
            (r#"{"product_id":1,"digital_codes":"A"}"#, 400, 3, "unexpected token \"A\""),
            (r#"{"digital_codes":["A"]}"#, 400, 3, "ProductId: value must be greater than 0"),
            (&format!(r#"{{"product_id":{}}}"#, product.product_id), 400, 3, "between 1 and 1000 items"),
            (&of(ProductId(5)), 404, 5, "Product not found"),
            (&of(case.product_id), 400, 9, "PRODUCT_IS_NOT_DIGITAL"),
            (&of(stocked.product_id), 400, 9, "PRODUCT_HAS_STOCK"),
        ],
    )
    .await;
    other.refuses(path, &[(&of(product.product_id), 404, 5, "Product not found")]).await;
    shop.refuses(
        "/v1/product/upload_digital_codes/info",
        &[(r#"{"task_id":"x"}"#, 400, 3, "unexpected token \"x\""), (r#"{"task_id":5}"#, 404, 5, "Task not found")],
    )
    .await;
    // Nothing but codes makes stock of a digital product.
    upload(&shop, product.product_id, &["A"]).await;
    world.pass(1).await;
    let set = shop.set_stock(&product.offer_id, 5).await;
    assert_eq!(set.errors[0].code, "DIGITAL_GOODS_STOCK");
    let items = vec![SupplyStockItem { sku: product.fbo_sku, quantity: 5 }];
    let supply = SupplyStockRequest { client_id: shop.client_id, items };
    refused_like(world.operator.call(SupplyStock, &supply).await, 400, 0, "digital goods");
    assert_eq!(fbo_stock(&shop, "G-1").await, (1, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_two_buyers_get_the_same_code() {
    let world = std::sync::Arc::new(World::new().await);
    let shop = world.shop().await;
    let product = game(&shop, "G-1").await;
    let all: Vec<String> = (0..20).map(|number| format!("CODE-{number:02}")).collect();
    upload(&shop, product.product_id, &all.iter().map(String::as_str).collect::<Vec<_>>()).await;
    world.pass(1).await;
    let buyers = (0..30).map(|_| {
        let (world, sku) = (world.clone(), product.fbo_sku);
        tokio::spawn(async move { buy(&world, sku, 1).await })
    });
    let mut postings = Vec::new();
    for buyer in buyers.collect::<Vec<_>>() {
        match buyer.await.unwrap() {
            Ok(number) => postings.push(number),
            Err(error) => refused_like::<()>(Err(error), 409, 0, "not enough"),
        }
    }
    assert_eq!(postings.len(), 20);
    let sold: Vec<String> = codes(&shop, &postings).await.into_iter().flatten().collect();
    let different: BTreeSet<&String> = sold.iter().collect();
    assert_eq!((sold.len(), different.len()), (20, 20));
    assert_eq!(fbo_stock(&shop, "G-1").await, (20, 20));
}

/// Buyers of one and of two units, a third of whom call it off at once, so that codes go back while others take them.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_code_that_comes_back_is_sold_once_more_and_never_twice() {
    let world = std::sync::Arc::new(World::new().await);
    let shop = world.shop().await;
    let product = game(&shop, "G-1").await;
    let all: Vec<String> = (0..25).map(|number| format!("CODE-{number:02}")).collect();
    upload(&shop, product.product_id, &all.iter().map(String::as_str).collect::<Vec<_>>()).await;
    world.pass(1).await;
    let buyers = (0..60_i64).map(|buyer| {
        let (world, sku) = (world.clone(), product.fbo_sku);
        tokio::spawn(async move {
            let number = buy(&world, sku, 1 + buyer % 2).await?;
            if buyer % 3 != 0 {
                return Ok(Some(number));
            }
            world.try_event(&number, PostingEvent::CancelledByBuyer).await.unwrap();
            Ok(None)
        })
    });
    let mut postings = Vec::new();
    for buyer in buyers.collect::<Vec<_>>() {
        match buyer.await.unwrap() {
            Ok(kept) => postings.extend(kept),
            Err(error) => refused_like::<()>(Err(error), 409, 0, "not enough"),
        }
    }
    // What is left is sold to the last code.
    while let Ok(number) = buy(&world, product.fbo_sku, 1).await {
        postings.push(number);
    }
    let mut sold: Vec<String> = codes(&shop, &postings).await.into_iter().flatten().collect();
    sold.sort_unstable();
    assert_eq!(sold, all);
    assert_eq!(fbo_stock(&shop, "G-1").await, (25, 25));
}

#[tokio::test]
async fn codes_are_for_goods_outside_the_archive() {
    let world = World::new().await;
    let shop = world.shop().await;
    let mut item = crate::goods::good_item("draft");
    item.attributes.retain(|one| one.id != crate::goods::BRAND);
    let draft = shop.import(vec![item]).await[0].product_id;
    let late = upload(&shop, draft, &["A"]).await;
    let archive = ProductArchiveV1Request { product_id: vec![draft] };
    shop.call(ProductArchiveV1, &archive).await.unwrap();
    let path = "/v1/product/upload_digital_codes";
    let body = format!(r#"{{"product_id":{draft},"digital_codes":["A"]}}"#);
    shop.refuses(path, &[(&body, 400, 9, "PRODUCT_IS_ARCHIVED")]).await;
    world.pass(1).await;
    assert_eq!(status(&shop, late).await, "failed");
    shop.call(ProductUnarchiveV1, &ProductUnarchiveV1Request { product_id: vec![draft] }).await.unwrap();

    // The product of a waiting upload may even be gone.
    let orphan = upload(&shop, draft, &["A"]).await;
    shop.call(ProductArchiveV1, &archive).await.unwrap();
    let products = vec![ProductsDeleteV2Product { offer_id: "draft".into() }];
    let gone = shop.call(ProductsDeleteV2, &ProductsDeleteV2Request { products }).await.unwrap();
    assert!(gone.status[0].is_deleted);
    world.pass(1).await;
    assert_eq!(status(&shop, orphan).await, "failed");
}
