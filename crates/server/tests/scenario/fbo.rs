//! FBO postings: what the marketplace sells from its own warehouse, as the seller sees it.

use gostiny_wire::{
    operator::{OrderPlaceRequest, PostingEvent, SupplyStock, SupplyStockItem, SupplyStockRequest},
    posting::{
        PostingDir, PostingFboGetV2, PostingFboGetV2Request, PostingFboListV2, PostingFboListV2Filter,
        PostingFboListV2Request, PostingFboWith,
    },
    scalar::{PostingNumber, Sku},
};

use crate::{
    shop::Shop,
    world::{World, lines, refused},
};

async fn stocked(world: &World, shop: &Shop, offer_id: &str) -> Sku {
    let product = shop.product(offer_id).price("81").approved().await;
    let items = vec![SupplyStockItem { sku: product.fbo_sku, quantity: 20 }];
    world.operator.call(SupplyStock, &SupplyStockRequest { client_id: shop.client_id, items }).await.unwrap();
    product.fbo_sku
}

async fn order(world: &World, sku: Sku, quantity: i64) -> PostingNumber {
    let order = OrderPlaceRequest { items: lines(&[(sku, quantity)]), scheme: "fbo".to_owned(), ..Default::default() };
    world.place(&order).await.unwrap().postings.remove(0).posting_number
}

fn asked(status: &str) -> PostingFboListV2Request {
    PostingFboListV2Request {
        filter: PostingFboListV2Filter { status: status.to_owned(), ..Default::default() },
        limit: 1_000,
        ..Default::default()
    }
}

async fn listed(shop: &Shop, request: &PostingFboListV2Request) -> Vec<PostingNumber> {
    let answer = shop.call(PostingFboListV2, request).await.unwrap().result;
    answer.into_iter().map(|posting| posting.posting_number).collect()
}

#[tokio::test]
async fn the_marketplace_s_parcels_are_listed_by_period_and_status() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = stocked(&world, &shop, "A-1").await;
    let own = shop.product("B-1").on_sale().await.sku;
    let mut numbers = Vec::new();
    for _ in 0..4 {
        numbers.push(order(&world, sku, 1).await);
        world.pass(3_600).await;
    }
    world.order_one(&[(own, 1)]).await;
    world.events(&numbers[1], &[PostingEvent::Accepted]).await;
    world.events(&numbers[2], &[PostingEvent::Accepted, PostingEvent::InTransit, PostingEvent::Delivered]).await;
    world.try_event(&numbers[3], PostingEvent::CancelledByBuyer).await.unwrap();
    assert_eq!(listed(&shop, &asked("")).await, numbers);
    for (status, number) in [("awaiting_packaging", 0), ("awaiting_deliver", 1), ("delivered", 2), ("cancelled", 3)] {
        assert_eq!(listed(&shop, &asked(status)).await, [numbers[number].clone()], "{status}");
    }
    assert!(listed(&shop, &asked("delivering")).await.is_empty());

    let page = PostingFboListV2Request { dir: PostingDir::Desc, limit: 2, offset: 1, ..asked("") };
    assert_eq!(listed(&shop, &page).await, [numbers[2].clone(), numbers[1].clone()]);
    let filter = PostingFboListV2Filter {
        since: Some("2026-01-12T10:00:00Z".parse().unwrap()),
        to: Some("2026-01-12T11:30:00Z".parse().unwrap()),
        status: String::new(),
    };
    let period = PostingFboListV2Request { filter, ..asked("") };
    assert_eq!(listed(&shop, &period).await, numbers[1..3]);
    assert!(listed(&world.shop().await, &asked("")).await.is_empty());
}

#[tokio::test]
async fn one_of_them_is_shown_in_its_own_shape() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = stocked(&world, &shop, "A-1").await;
    let number = order(&world, sku, 2).await;
    let ask = |all: bool, translit: bool| PostingFboGetV2Request {
        posting_number: number.clone(),
        translit,
        with: PostingFboWith { analytics_data: all, financial_data: all },
    };
    let plain = shop.call(PostingFboGetV2, &ask(false, false)).await.unwrap().result;
    assert_eq!((plain.analytics_data, plain.financial_data), (None, None));
    let item = &plain.products[0];
    assert_eq!((item.sku, item.quantity, item.price.as_str(), item.digital_codes.len()), (sku, 2, "81.00", 0));
    assert_eq!((plain.status.as_str(), plain.cancel_reason_id.0), ("awaiting_packaging", 0));
    world.events(&number, &[PostingEvent::InTransit, PostingEvent::Delivered]).await;
    let full = shop.call(PostingFboGetV2, &ask(true, true)).await.unwrap().result;
    let analytics = full.analytics_data.unwrap();
    assert!(analytics.city.is_ascii() && !analytics.city.is_empty() && analytics.warehouse_name.is_ascii());
    assert!(analytics.warehouse_id.0 > 0 && full.products[0].name.is_ascii());
    let money = &full.financial_data.unwrap().products[0];
    assert_eq!((money.price.0, money.payout.0 + money.commission_amount.0), (8_100, 16_200));
    let list = PostingFboListV2Request { with: ask(true, true).with, translit: true, ..asked("") };
    let listed = shop.call(PostingFboListV2, &list).await.unwrap().result.remove(0);
    assert!(listed.analytics_data.is_some() && listed.financial_data.is_some() && listed.posting_number == number);
}

#[tokio::test]
async fn what_is_not_the_marketplace_s_is_not_found_and_bad_questions_are_refused() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let own = shop.product("B-1").on_sale().await.sku;
    let fbs = world.order_one(&[(own, 1)]).await;
    let theirs = stocked(&world, &other, "A-1").await;
    let foreign = order(&world, theirs, 1).await;
    for number in [&fbs, &foreign, &"57195475-9999-1".into()] {
        let request = PostingFboGetV2Request { posting_number: number.clone(), ..Default::default() };
        refused(shop.call(PostingFboGetV2, &request).await, 404, 5, "POSTING_NOT_FOUND");
    }
    shop.refuses("/v2/posting/fbo/get", &[(r#"{"posting_number":5}"#, 400, 3, "unexpected token 5")]).await;
    shop.refuses(
        "/v2/posting/fbo/list",
        &[
            ("{}", 400, 3, "Limit: value must be inside range (0, 1000]"),
            (r#"{"limit":1001}"#, 400, 3, "Limit"),
            (r#"{"limit":1,"offset":20001}"#, 400, 3, "Offset: value must be inside range [0, 20000]"),
            (r#"{"limit":1,"offset":-1}"#, 400, 3, "Offset"),
            (r#"{"limit":1,"filter":{"status":"gone"}}"#, 400, 3, "Status: value must be in list"),
            (r#"{"limit":1,"filter":{"since":"yesterday"}}"#, 400, 3, "unexpected token \"yesterday\""),
            (r#"{"limit":1,"with":[]}"#, 400, 3, "unexpected token ["),
        ],
    )
    .await;
}
