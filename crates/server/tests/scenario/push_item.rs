//! Pushes about goods: made, changed or refused, under the names of their time; and how their prices compare.

use gostiny_wire::{
    operator::{ModerationDecision, PriceIndexSet, PriceIndexSetRequest, ProductModerate, ProductModerateRequest},
    price::{ProductInfoPricesV4, ProductInfoPricesV4Request},
    push::Kind,
    scalar::ProductId,
};
use serde_json::{Value, json};

use crate::{
    goods::{MODERATION, good_item},
    receiver::{NOTHING, Receiver},
    world::{World, refusal},
};

const ITEMS: &[Kind] = &[Kind::CreateOrUpdateItem, Kind::CreateItem, Kind::UpdateItem];

fn told(kind: &str, seller: i64, offer: &str, product: ProductId, is_error: bool, at: &str) -> Value {
    json!({
        "message_type": kind, "seller_id": seller, "offer_id": offer, "product_id": product, "is_error": is_error,
        "changed_at": at
    })
}

#[tokio::test]
async fn goods_are_told_once_they_are_made_changed_or_refused() {
    let world = World::new().await;
    let shop = world.shop().await;
    let receiver = Receiver::new().await;
    receiver.of(&world, &shop, ITEMS).await;
    let seller = shop.client_id.0;
    let one = |offer: &str, product, is_error, at: &str| {
        told("TYPE_CREATE_OR_UPDATE_ITEM", seller, offer, product, is_error, at)
    };
    let made = shop.import(vec![good_item("Ч-1")]).await[0].product_id;
    assert_eq!(receiver.heard(), NOTHING, "its moderator has not spoken");
    world.pass(MODERATION).await;
    assert_eq!(receiver.heard(), [one("Ч-1", made, false, "2026-01-12T09:00:03Z")]);

    let mut bad = good_item("Ч-2");
    bad.price = "даром".to_owned();
    let outcome = shop.import(vec![bad]).await;
    assert_eq!(receiver.heard(), [one("Ч-2", outcome[0].product_id, true, "2026-01-12T09:00:04Z")]);
    // The same again is no change.
    shop.import(vec![good_item("Ч-1")]).await;
    world.pass(MODERATION).await;
    assert_eq!(receiver.heard(), NOTHING);

    let mut changed = good_item("Ч-1");
    changed.name = "Чехол новый".to_owned();
    shop.import(vec![changed]).await;
    world.pass(MODERATION).await;
    let now = world.now().await.to_string();
    assert_eq!(receiver.heard(), [one("Ч-1", made, false, &now)]);
    let decline = ProductModerateRequest {
        product_id: made,
        decision: Some(ModerationDecision::Decline),
        reasons: vec!["Нечёткое фото".to_owned()],
    };
    world.operator.call(ProductModerate, &decline).await.unwrap();
    assert_eq!(receiver.heard(), [one("Ч-1", made, true, &now)]);
}

#[tokio::test]
async fn until_july_2023_there_were_two_kinds() {
    let world = World::since("2023-07-14T23:59:00Z").await;
    let shop = world.shop().await;
    let receiver = Receiver::new().await;
    receiver.of(&world, &shop, ITEMS).await;
    shop.import(vec![good_item("Ч-1")]).await;
    world.pass(MODERATION).await;
    assert_eq!(receiver.kinds(), ["TYPE_CREATE_ITEM", "TYPE_CREATE_OR_UPDATE_ITEM"]);
    let mut changed = good_item("Ч-1");
    changed.name = "Чехол новый".to_owned();
    shop.import(vec![changed.clone()]).await;
    world.pass(MODERATION).await;
    assert_eq!(receiver.kinds(), ["TYPE_UPDATE_ITEM", "TYPE_CREATE_OR_UPDATE_ITEM"]);
    world.pass(60).await;
    changed.name = "Чехол старый".to_owned();
    shop.import(vec![changed]).await;
    world.pass(MODERATION).await;
    assert_eq!(receiver.kinds(), ["TYPE_CREATE_OR_UPDATE_ITEM"]);
}

#[tokio::test]
async fn a_price_index_is_told_and_shown() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").approved().await;
    let receiver = Receiver::new().await;
    receiver.of(&world, &shop, &[Kind::PriceIndexChanged]).await;
    let set = async |id: ProductId, index: &str| {
        let request = PriceIndexSetRequest { product_id: id, price_index: index.to_owned() };
        world.operator.call(PriceIndexSet, &request).await
    };
    set(product.product_id, "1.05").await.unwrap();
    set(product.product_id, "1.05").await.unwrap();
    assert_eq!(
        receiver.heard(),
        [json!({
            "message_type": "TYPE_PRICE_INDEX_CHANGED", "seller_id": shop.client_id,
            "updated_at": "2026-01-12T09:00:03.000000000Z", "sku": product.sku, "product_id": product.product_id,
            "price_index": 105
        })]
    );
    let card = shop.info("A-1").await.card;
    assert_eq!((card.price_index.as_str(), card.price_indexes.price_index.as_str()), ("1.05", "AVG_PROFIT"));
    let prices = ProductInfoPricesV4Request { limit: 10, ..Default::default() };
    let shown = shop.call(ProductInfoPricesV4, &prices).await.unwrap().result.items;
    assert_eq!(shown[0].price_index, "1.05");
    // An import leaves it.
    let mut changed = good_item("A-1");
    changed.name = "Чехол новый".to_owned();
    shop.import(vec![changed]).await;
    assert_eq!(shop.info("A-1").await.card.price_index, "1.05");
    for (id, index, status) in [(product.product_id.0, "дёшево", 400), (product.product_id.0, "-1", 400), (5, "1", 404)]
    {
        assert_eq!(refusal(set(ProductId(id), index).await).0, status, "{index}");
    }
    assert_eq!(receiver.heard(), NOTHING);
}
