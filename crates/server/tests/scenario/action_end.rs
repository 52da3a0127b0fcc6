//! Promotions that the marketplace freezes or ends before their time.

use gostiny_wire::{
    operator::{Promotion, PromotionEnd, PromotionFreeze, PromotionNamedRequest},
    scalar::ActionId,
};

use crate::{
    action::{activate, join, marketing, open, running},
    world::{World, refusal},
};

async fn freeze(world: &World, action_id: ActionId) -> Result<Promotion, gostiny_client::ClientError> {
    world.operator.call(PromotionFreeze, &PromotionNamedRequest { action_id }).await
}

async fn end(world: &World, action_id: ActionId) -> Result<Promotion, gostiny_client::ClientError> {
    world.operator.call(PromotionEnd, &PromotionNamedRequest { action_id }).await
}

#[tokio::test]
async fn a_promotion_is_frozen_and_ended_by_a_word() {
    let world = World::new().await;
    let shop = world.shop().await;
    let inside = shop.product("Ёлка-1").price("1000").on_sale().await;
    let outside = shop.product("Ёлка-2").price("1000").on_sale().await;
    let action_id = running(&world).await.action_id;
    join(&shop, action_id, &inside, 800).await;
    assert_eq!(marketing(&shop, "Ёлка-1").await, "800.0000");

    let frozen = freeze(&world, action_id).await.unwrap();
    assert_eq!((frozen.status.as_str(), frozen.participants), ("frozen", 1));
    assert_eq!(frozen.freeze_date, Some(world.now().await));
    let late = activate(&shop, action_id, &[(outside.product_id, 800, 0)]).await;
    assert_eq!(late.rejected[0].reason, "ACTION_IS_FROZEN");
    world.pass(60).await;
    let again = freeze(&world, action_id).await.unwrap();
    assert_eq!(again.freeze_date, frozen.freeze_date, "it was frozen when it was first said");
    assert_eq!(marketing(&shop, "Ёлка-1").await, "800.0000", "who is in stays in");

    let ended = end(&world, action_id).await.unwrap();
    assert_eq!((ended.status.as_str(), ended.date_end), ("ended", world.now().await));
    assert_ne!(marketing(&shop, "Ёлка-1").await, "800.0000", "buyers pay the usual price from now on");
    assert_eq!(refusal(end(&world, action_id).await).0, 409);
    assert_eq!(refusal(freeze(&world, action_id).await).0, 409);

    // One that has not begun never will.
    let coming = open(&world, |_| {}).await;
    let ended = end(&world, coming.action_id).await.unwrap();
    assert_eq!((coming.status.as_str(), ended.status.as_str()), ("coming", "ended"));
    assert_eq!(refusal(end(&world, ActionId(1)).await).0, 404);
}
