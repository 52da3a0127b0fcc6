//! Promotions from the operator's side, under many buyers at once, and those of the demo world.

use gostiny_wire::{
    action::ActionsV1,
    method::Empty,
    operator::{
        PromotionChange, PromotionChangeRequest, PromotionCreateRequest, PromotionEnd, PromotionFreeze, PromotionKind,
        PromotionList, PromotionListRequest, PromotionNamedRequest,
    },
    product::{ProductInfoListV2, ProductInfoListV2Request},
    scalar::{ActionId, CategoryId, Decimal2, Sku},
};

use crate::{
    action::{HOUR, activate, join, marketing, open, paid, prices, running, try_open},
    world::{World, refused_like},
};

#[tokio::test]
async fn the_operator_ends_renames_and_moves_promotions() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").price("1000").on_sale().await;
    let promotion = running(&world).await;
    join(&shop, promotion.action_id, &product, 900).await;
    let named = PromotionNamedRequest { action_id: promotion.action_id };
    let longer = PromotionChangeRequest {
        action_id: promotion.action_id,
        title: Some("Месяц чехлов".to_owned()),
        date_end: Some(promotion.date_end.plus_hours(1)),
        ..Default::default()
    };
    world.operator.call(PromotionChange, &longer).await.unwrap();
    world.pass(3 * HOUR + 1).await;
    assert_eq!(marketing(&shop, "A-1").await, "900.0000");
    assert_eq!(prices(&shop, "A-1").await.marketing_actions.unwrap().actions[0].title, "Месяц чехлов");
    let begun = PromotionChangeRequest { date_start: Some(promotion.date_end), ..longer.clone() };
    refused_like(world.operator.call(PromotionChange, &begun).await, 409, 0, "begun");
    assert_eq!(world.operator.call(PromotionFreeze, &named).await.unwrap().status, "frozen");
    assert_eq!(world.operator.call(PromotionEnd, &named).await.unwrap().status, "ended");
    assert_eq!(marketing(&shop, "A-1").await, "1000.0000");
    assert_eq!(paid(&world, &shop, product.sku).await, "1000.0000");
    refused_like(world.operator.call(PromotionEnd, &named).await, 409, 0, "over");
    refused_like(world.operator.call(PromotionChange, &longer).await, 409, 0, "over");
    let unknown = PromotionNamedRequest { action_id: ActionId(5) };
    refused_like(world.operator.call(PromotionEnd, &unknown).await, 404, 0, "not found");
    for (change, text) in wrong_promotions() {
        refused_like(try_open(&world, change).await, 400, 0, text);
    }
    refused_like(
        try_open(&world, |request| request.candidates.category_id = vec![CategoryId(5)]).await,
        404,
        0,
        "not found",
    );
    refused_like(try_open(&world, |request| request.candidates.sku = vec![Sku(5)]).await, 404, 0, "no sku 5");
    let list = world.operator.call(PromotionList, &PromotionListRequest { limit: 1, ..Default::default() }).await;
    assert_eq!(list.unwrap().promotions.len(), 1);
}

type Change = fn(&mut PromotionCreateRequest);

fn wrong_promotions() -> [(Change, &'static str); 5] {
    [
        (|request| request.title.clear(), "Title"),
        (|request| request.date_end = None, "DateEnd: value is required"),
        (|request| request.date_end = request.date_start, "DateEnd: value must be later"),
        (|request| request.discount.value = Decimal2(10_000), "Discount.Value"),
        (|request| request.min_stock = -1, "MinStock"),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_buyers_at_once_get_the_offered_units_and_no_more() {
    let world = std::sync::Arc::new(World::new().await);
    let shop = world.shop().await;
    let product = shop.product("A-1").price("1000").stock(20).on_sale().await;
    let promotion = open(&world, |request| {
        request.kind = PromotionKind::StockDiscount;
        request.date_start = None;
    });
    let promotion = promotion.await;
    assert_eq!(activate(&shop, promotion.action_id, &[(product.product_id, 800, 5)]).await.rejected, []);
    let buyers = (0..12).map(|_| {
        let (world, sku) = (world.clone(), product.sku);
        tokio::spawn(async move { world.order_one(&[(sku, 1)]).await })
    });
    let mut paid = Vec::new();
    for buyer in buyers.collect::<Vec<_>>() {
        let number = buyer.await.unwrap();
        paid.push(shop.posting(&number).await.products[0].price.clone());
    }
    paid.sort();
    assert_eq!(paid, [vec!["1000.0000"; 7], vec!["800.0000"; 5]].concat());
}

#[tokio::test]
async fn the_demo_world_has_promotions_certificates_and_sold_codes() {
    let world = World::demo().await;
    let list = world.operator.call(PromotionList, &PromotionListRequest::default()).await.unwrap().promotions;
    let statuses: Vec<&str> = list.iter().map(|one| one.status.as_str()).collect();
    assert_eq!(statuses, ["ended", "running", "coming", "running", "frozen"]);
    assert!(list.iter().all(|one| one.participants > 0 && one.candidates > 0), "{list:?}");
    let request = gostiny_wire::operator::CertificateListRequest::default();
    let certificates = world.operator.call(gostiny_wire::operator::CertificateList, &request).await.unwrap();
    let mut statuses: Vec<&str> = certificates.certificates.iter().map(|one| one.status.as_str()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, ["approved", "expired", "moderation", "rejected"]);
    let scan =
        world.stranger.send(gostiny_wire::method::Verb::Get, &certificates.certificates[0].files[0], "", &[]).await;
    assert_eq!(scan.unwrap().status, 200);

    let client =
        world.stranger.as_seller(gostiny_wire::scalar::ClientId(100_001), "11111111-1111-4111-8111-111111111111");
    let client = client.unwrap();
    let own = client.call(ActionsV1, &Empty {}).await.unwrap().result;
    assert_eq!(own.len(), 4);
    assert!(own.iter().all(|one| one.is_participating));
    let request =
        ProductInfoListV2Request { offer_id: vec!["BAYTO-1133".into(), "BAYTO-1137".into()], ..Default::default() };
    let games = client.call(ProductInfoListV2, &request).await.unwrap().result.items;
    assert_eq!(games.len(), 2);
    assert!(games.iter().all(|game| game.card.stocks.present > 0), "{games:?}");
}
