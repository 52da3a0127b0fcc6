//! Offers made from cards that are on the site.

use gostiny_client::ClientError;
use gostiny_wire::{
    operator::{ModerationDecision, ProductModerate, ProductModerateRequest},
    product::{
        ProductFilter, ProductImportBySkuV1, ProductImportBySkuV1Item, ProductImportBySkuV1Request,
        ProductImportBySkuV1Result, ProductImportInfoItem, ProductImportInfoV1, ProductImportInfoV1Request,
        ProductInfoDescriptionV1, ProductInfoDescriptionV1Request, ProductsInfoAttributesV3,
        ProductsInfoAttributesV3Request,
    },
    scalar::{Sku, TaskId},
};

use crate::{
    goods::good_item,
    shop::Shop,
    world::{World, refused_like},
};

fn offer(sku: Sku, offer_id: &str) -> ProductImportBySkuV1Item {
    ProductImportBySkuV1Item {
        sku,
        offer_id: offer_id.into(),
        price: "1700".to_owned(),
        old_price: "2000".to_owned(),
        vat: "0.1".to_owned(),
        ..Default::default()
    }
}

async fn copy(shop: &Shop, items: Vec<ProductImportBySkuV1Item>) -> Result<ProductImportBySkuV1Result, ClientError> {
    shop.call(ProductImportBySkuV1, &ProductImportBySkuV1Request { items }).await.map(|answer| answer.result)
}

async fn outcome(shop: &Shop, task_id: TaskId) -> Vec<ProductImportInfoItem> {
    shop.call(ProductImportInfoV1, &ProductImportInfoV1Request { task_id }).await.unwrap().result.items
}

#[tokio::test]
async fn a_card_of_another_shop_becomes_an_offer_of_one_s_own() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let theirs = other.product("B-1").with(|item| item.barcode = "4600051000057".to_owned()).on_sale().await;
    let own_name = ProductImportBySkuV1Item { name: "Мой чехол".to_owned(), ..offer(theirs.fbo_sku, "A-2") };
    let started = copy(&shop, vec![offer(theirs.sku, "A-1"), own_name]).await.unwrap();
    assert_eq!(started.unmatched_sku_list, []);
    assert!(outcome(&shop, started.task_id).await.iter().all(|item| item.status == "pending"));
    world.pass(1).await;
    let items = outcome(&shop, started.task_id).await;
    assert!(items.iter().all(|item| item.status == "imported" && item.errors.is_empty()), "{items:?}");
    world.pass(60).await;
    let (mine, card) = (shop.info("A-1").await, other.info("B-1").await.card);
    assert_eq!((mine.card.name.as_str(), mine.card.images.clone()), (card.name.as_str(), card.images.clone()));
    assert_eq!((mine.card.category_id, mine.volume_weight.0), (card.category_id, 20));
    assert_eq!(
        (mine.card.price.as_str(), mine.card.old_price.as_str(), mine.card.vat.as_str()),
        ("1700.0000", "2000.0000", "0.1")
    );
    assert_eq!(mine.card.status.state, "price_sent");
    assert_ne!((mine.card.id, mine.card.fbs_sku), (card.id, card.fbs_sku));
    assert_eq!(mine.card.barcode, format!("OZN{}", mine.card.fbs_sku));
    assert_eq!(shop.info("A-2").await.card.name, "Мой чехол");
    let attributes = async |shop: &Shop, offer: &str| {
        let filter = ProductFilter { offer_id: vec![offer.into()], ..Default::default() };
        let request = ProductsInfoAttributesV3Request { filter: Some(filter), limit: 1, ..Default::default() };
        let mut rows = shop.call(ProductsInfoAttributesV3, &request).await.unwrap().result;
        (rows[0].depth, rows[0].weight, std::mem::take(&mut rows[0].attributes))
    };
    assert_eq!(attributes(&shop, "A-1").await, attributes(&other, "B-1").await);
    let text = ProductInfoDescriptionV1Request { offer_id: "A-1".into(), ..Default::default() };
    let text = shop.call(ProductInfoDescriptionV1, &text).await.unwrap().result.description;
    assert_eq!(text, "Плотный чехол.<br/>Защищает углы.");
    assert!(shop.set_stock(&"A-1".into(), 3).await.updated);
    assert_eq!(other.stock_of(theirs.sku).await, (10, 0));
}

#[tokio::test]
async fn what_cannot_be_copied_is_listed_and_nothing_is_updated() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let good = other.product("B-1").on_sale().await;
    let banned = other.product("B-2").on_sale().await;
    let word = ProductModerateRequest {
        product_id: banned.product_id,
        decision: Some(ModerationDecision::Ban),
        reasons: vec![],
    };
    world.operator.call(ProductModerate, &word).await.unwrap();
    let waiting = other.product("B-3").imported().await;
    let mine = shop.product("mine").approved().await;
    let items = vec![
        offer(good.sku, "A-1"),
        offer(banned.sku, "A-2"),
        offer(waiting.sku, "A-3"),
        offer(Sku(5), "A-4"),
        offer(Sku(5), "A-5"),
        offer(good.sku, "mine"),
        ProductImportBySkuV1Item { price: "0".to_owned(), ..offer(good.sku, "A-6") },
        offer(mine.sku, "twin"),
    ];
    world.pass(60).await;
    let blocked = copy(&shop, vec![offer(banned.sku, "A-2")]).await.unwrap();
    assert_eq!(blocked.unmatched_sku_list, [banned.sku]);
    world.pass(1).await;
    assert_eq!(outcome(&shop, blocked.task_id).await, [], "a task without items is a task");

    let before = shop.info("mine").await.card;
    let started = copy(&shop, items).await.unwrap();
    assert_eq!(started.unmatched_sku_list, [banned.sku, Sku(5)]);
    world.pass(1).await;
    let items = outcome(&shop, started.task_id).await;
    let told: Vec<_> = items.iter().map(|item| (item.offer_id.as_str(), item.status.as_str())).collect();
    assert_eq!(
        told,
        [("A-1", "imported"), ("A-3", "imported"), ("mine", "failed"), ("A-6", "failed"), ("twin", "imported")]
    );
    assert_eq!(items[2].errors[0].code, "offer_id_already_exists");
    assert_eq!(items[3].errors[0].code, "price_out_of_range");
    assert_eq!(shop.info("mine").await.card, before);
    // The article itself is still updated by an import.
    let mut item = good_item("mine");
    item.name.push('!');
    assert_eq!(shop.import(vec![item]).await[0].status, "imported");
}

#[tokio::test]
async fn the_envelope_of_a_copy_is_checked_at_once() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    for count in [0, 1_001] {
        let items = (0..count).map(|n| offer(Sku(5), &n.to_string())).collect();
        refused_like(copy(&shop, items).await, 400, 3, "value must contain between 1 and 1000 items");
    }
    shop.refuses(
        "/v1/product/import-by-sku",
        &[
            (r#"{"items":{"sku":1}}"#, 400, 3, "unexpected token {"),
            (r#"{"items":[{"sku":"x"}]}"#, 400, 3, "unexpected token"),
            (r#"{"items":[{"price":5}]}"#, 400, 3, "unexpected token 5"),
            (r#"{"items":[{"sku":1,"#, 400, 3, "unexpected EOF"),
        ],
    )
    .await;
    let task_id = copy(&shop, vec![offer(Sku(5), "A-1")]).await.unwrap().task_id;
    let foreign = other.call(ProductImportInfoV1, &ProductImportInfoV1Request { task_id }).await;
    refused_like(foreign, 404, 5, "Task is not found");
}
