//! The server goes away in the middle of work: what was answered is there, what was planned happens.
//! Here it is told to stop; `kill -9` of the real program is tried in `crates/cli/tests/kill.rs`.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use gostiny_client::ClientError;
use gostiny_wire::{
    operator::{OrderPlace, OrderPlaceRequest},
    posting::{PostingFbsListV3, PostingFbsListV3Filter, PostingFbsListV3Request},
    scalar::{PostingNumber, Time},
};

use crate::world::{START, World, lines};

#[tokio::test]
async fn orders_that_were_acknowledged_survive_a_stop_in_their_middle() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").stock(5_000).on_sale().await;
    let enough = Arc::new(AtomicBool::new(false));
    let mut buyers = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let (operator, enough, sku) = (world.operator.clone(), enough.clone(), product.sku);
        buyers.spawn(async move {
            let request = OrderPlaceRequest { items: lines(&[(sku, 1)]), ..Default::default() };
            let mut placed: Vec<PostingNumber> = Vec::new();
            while !enough.load(Ordering::Relaxed) {
                match operator.call(OrderPlace, &request).await {
                    Ok(answer) => placed.extend(answer.postings.into_iter().map(|posting| posting.posting_number)),
                    Err(ClientError::Transport(_)) => {}
                    Err(error) => panic!("{error:?}"),
                }
            }
            placed
        });
    }
    for _ in 0..3 {
        world.order(&[(product.sku, 1)]).await;
        world.restart().await;
    }
    world.order(&[(product.sku, 1)]).await;
    enough.store(true, Ordering::Relaxed);
    let mut acknowledged = Vec::new();
    while let Some(placed) = buyers.join_next().await {
        acknowledged.extend(placed.unwrap());
    }
    assert!(!acknowledged.is_empty());

    let start: Time = START.parse().unwrap();
    let filter = PostingFbsListV3Filter { since: Some(start), to: Some(start.plus_days(1)), ..Default::default() };
    let mut request = PostingFbsListV3Request { filter: Some(filter), limit: 1_000, ..Default::default() };
    let mut kept = Vec::new();
    loop {
        let page = shop.call(PostingFbsListV3, &request).await.unwrap().result;
        kept.extend(page.postings.into_iter().map(|posting| posting.posting_number));
        if !page.has_next {
            break;
        }
        request.offset += request.limit;
    }
    for number in &acknowledged {
        assert!(kept.contains(number), "{number} was acknowledged and is gone");
    }
    let held = i64::try_from(kept.len()).unwrap();
    assert_eq!(shop.stock_of(product.sku).await, (5_000, held));
}

#[tokio::test]
async fn what_was_planned_happens_after_a_restart() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").stock(5).on_sale().await;
    let (late, packed) = (world.order_one(&[(product.sku, 1)]).await, world.order_one(&[(product.sku, 1)]).await);
    shop.ship(&packed).await;
    let (before, at) = (shop.posting(&late).await, world.now().await);
    world.restart().await;
    assert_eq!((shop.posting(&late).await, world.now().await), (before, at));
    world.pass(2 * 86_400).await;
    assert_eq!(shop.posting(&late).await.status, "cancelled");
    assert_eq!(shop.posting(&packed).await.status, "awaiting_deliver");
    world.restart().await;
    assert_eq!(world.now().await, at.plus_days(2));
    assert_eq!(shop.stock_of(product.sku).await, (5, 1));
}
