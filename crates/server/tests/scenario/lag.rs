//! Lists that lag behind single postings, as on the real service right after a change.

use gostiny_wire::{
    operator::{
        OrderPlaceRequest, PostingEvent, SupplyStock, SupplyStockItem, SupplyStockRequest,
        edge::{FaultCreate, FaultRule},
    },
    posting::{
        PostingDir, PostingFboListV2, PostingFboListV2Request, PostingFboListV3, PostingFboListV3Request,
        PostingFbsListV3, PostingFbsListV3Filter, PostingFbsListV3Request, PostingFbsUnfulfilledListV3,
        PostingFbsUnfulfilledListV3Filter, PostingFbsUnfulfilledListV3Request, PostingFbsUnfulfilledListV4,
        PostingFbsUnfulfilledListV4Filter, PostingFbsUnfulfilledListV4Request,
    },
    scalar::PostingNumber,
};

use crate::{
    posting_today::{january, listed, moment},
    shop::Shop,
    world::{World, lines, refusal},
};

/// What every list tells in a status: number and status, by list.
async fn told(shop: &Shop, status: &str) -> [Vec<(PostingNumber, String)>; 4] {
    let (from, to) = (moment("2026-01-01T00:00:00Z"), moment("2026-02-01T00:00:00Z"));
    let filter = PostingFbsListV3Filter { since: from, to, status: status.to_owned(), ..Default::default() };
    let request = PostingFbsListV3Request { filter: Some(filter), limit: 100, ..Default::default() };
    let v3 = shop.call(PostingFbsListV3, &request).await.unwrap().result.postings;
    let statuses: Vec<String> = if status.is_empty() { Vec::new() } else { vec![status.to_owned()] };
    let mut filter = january();
    filter.statuses = statuses.clone();
    let v4 = listed(shop, &filter, PostingDir::Asc, 1).await;
    let filter = PostingFbsUnfulfilledListV3Filter {
        cutoff_from: from,
        cutoff_to: to,
        status: status.to_owned(),
        ..Default::default()
    };
    let request = PostingFbsUnfulfilledListV3Request { filter: Some(filter), limit: 100, ..Default::default() };
    let unfulfilled_v3 = shop.call(PostingFbsUnfulfilledListV3, &request).await.unwrap().result;
    let filter = PostingFbsUnfulfilledListV4Filter { cutoff_from: from, cutoff_to: to, statuses, ..Default::default() };
    let request = PostingFbsUnfulfilledListV4Request { filter: Some(filter), limit: 100, ..Default::default() };
    let unfulfilled_v4 = shop.call(PostingFbsUnfulfilledListV4, &request).await.unwrap();
    assert_eq!(unfulfilled_v3.count, i64::try_from(unfulfilled_v3.postings.len()).unwrap());
    assert_eq!(unfulfilled_v4.count, i64::try_from(unfulfilled_v4.postings.len()).unwrap());
    [
        v3.into_iter().map(|one| (one.posting_number, one.status)).collect(),
        v4.into_iter().map(|one| (one.posting_number, one.status)).collect(),
        unfulfilled_v3.postings.into_iter().map(|one| (one.posting_number, one.status)).collect(),
        unfulfilled_v4.postings.into_iter().map(|one| (one.posting_number, one.status)).collect(),
    ]
}

#[tokio::test]
async fn a_list_tells_what_stood_a_while_ago() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let sku = shop.product("A-1").stock(10).on_sale().await.sku;
    let theirs = other.product("A-1").stock(10).on_sale().await.sku;
    for path in ["/v3/posting/fbs/*", "/v4/posting/fbs/*"] {
        let (path, client_id) = (path.to_owned(), Some(shop.client_id));
        let rule = FaultRule { path, client_id, lag_seconds: 60, ..FaultRule::default() };
        world.operator.call(FaultCreate, &rule).await.unwrap();
    }
    let (number, other_number) = (world.order_one(&[(sku, 2)]).await, world.order_one(&[(theirs, 1)]).await);
    let (waits, packed) = ("awaiting_packaging", "awaiting_deliver");
    let as_waiting = || std::array::from_fn(|_| vec![(number.clone(), waits.to_owned())]);
    let as_packed = || std::array::from_fn(|_| vec![(number.clone(), packed.to_owned())]);
    let none: [Vec<(PostingNumber, String)>; 4] = std::array::from_fn(|_| Vec::new());
    // There is a posting, and no list knows it yet; of another shop they do.
    assert_eq!(shop.posting(&number).await.status, waits);
    assert_eq!((told(&shop, "").await, told(&shop, waits).await), (none.clone(), none.clone()));
    let of_other: [_; 4] = std::array::from_fn(|_| vec![(other_number.clone(), waits.to_owned())]);
    assert_eq!(told(&other, waits).await, of_other);
    world.pass(60).await;
    assert_eq!((told(&shop, "").await, told(&shop, waits).await), (as_waiting(), as_waiting()));
    // It is packed, and lists still call it unpacked.
    shop.ship(&number).await;
    assert_eq!(shop.posting(&number).await.status, packed);
    assert_eq!((told(&shop, waits).await, told(&shop, packed).await), (as_waiting(), none.clone()));
    world.pass(59).await;
    assert_eq!(told(&shop, "").await, as_waiting());
    world.pass(1).await;
    assert_eq!((told(&shop, "").await, told(&shop, packed).await), (as_packed(), as_packed()));
    assert_eq!(told(&shop, waits).await, none);
}

#[tokio::test]
async fn lists_of_the_marketplace_s_own_parcels_lag_too() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").approved().await;
    let items = vec![SupplyStockItem { sku: product.fbo_sku, quantity: 5 }];
    world.operator.call(SupplyStock, &SupplyStockRequest { client_id: shop.client_id, items }).await.unwrap();
    let rule = FaultRule { path: "/*".to_owned(), lag_seconds: 60, ..FaultRule::default() };
    world.operator.call(FaultCreate, &rule).await.unwrap();
    let order = OrderPlaceRequest {
        items: lines(&[(product.fbo_sku, 1)]),
        scheme: "fbo".to_owned(),
        ..OrderPlaceRequest::default()
    };
    let number = world.place(&order).await.unwrap().postings.remove(0).posting_number;
    let told = async || {
        let request = PostingFboListV2Request { limit: 10, ..Default::default() };
        let v2 = shop.call(PostingFboListV2, &request).await.unwrap().result;
        let request = PostingFboListV3Request { limit: 10, ..Default::default() };
        let v3 = shop.call(PostingFboListV3, &request).await.unwrap().postings;
        [
            v2.into_iter().map(|one| (one.posting_number, one.status)).collect::<Vec<_>>(),
            v3.into_iter().map(|one| (one.posting_number, one.status)).collect(),
        ]
    };
    let is = |status: &str| [(); 2].map(|()| vec![(number.clone(), status.to_owned())]);
    assert_eq!(told().await, [vec![], vec![]]);
    world.pass(60).await;
    assert_eq!(told().await, is("awaiting_packaging"));
    world.try_event(&number, PostingEvent::InTransit).await.unwrap();
    assert_eq!(told().await, is("awaiting_packaging"));
    world.pass(60).await;
    assert_eq!(told().await, is("delivering"));
}

#[tokio::test]
async fn how_far_a_list_lags_has_its_bounds() {
    let world = World::new().await;
    for lag_seconds in [-1, 86_401] {
        let rule = FaultRule { path: "/v4/*".to_owned(), lag_seconds, ..FaultRule::default() };
        let (status, _, message) = refusal(world.operator.call(FaultCreate, &rule).await);
        assert!(status == 400 && message.contains("lag_seconds"), "{status} {message}");
    }
}
