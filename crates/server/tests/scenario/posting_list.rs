//! The two lists of postings: what is still to be done, and everything of a period.

use gostiny_wire::{
    operator::PostingEvent,
    posting::{
        PostingDir, PostingFbsCancelV2, PostingFbsCancelV2Request, PostingFbsListV3, PostingFbsListV3Filter,
        PostingFbsListV3Request, PostingFbsListWith, PostingFbsUnfulfilledListV3, PostingFbsUnfulfilledListV3Filter,
        PostingFbsUnfulfilledListV3Request, PostingFbsUnfulfilledListV3Result,
    },
    scalar::{CancelReasonId, DeliveryMethodId, PostingNumber, Time, WarehouseId},
};

use crate::{shop::Shop, world::World};

fn moment(text: &str) -> Option<Time> {
    Some(text.parse().unwrap())
}

fn january() -> PostingFbsListV3Filter {
    PostingFbsListV3Filter {
        since: moment("2026-01-01T00:00:00Z"),
        to: moment("2026-02-01T00:00:00Z"),
        ..Default::default()
    }
}

async fn listed(shop: &Shop, filter: PostingFbsListV3Filter) -> Vec<PostingNumber> {
    let request = PostingFbsListV3Request { filter: Some(filter), limit: 1_000, ..Default::default() };
    let result = shop.call(PostingFbsListV3, &request).await.unwrap().result;
    result.postings.into_iter().map(|posting| posting.posting_number).collect()
}

fn by_cutoff() -> PostingFbsUnfulfilledListV3Filter {
    PostingFbsUnfulfilledListV3Filter {
        cutoff_from: moment("2026-01-01T00:00:00Z"),
        cutoff_to: moment("2026-02-01T00:00:00Z"),
        ..Default::default()
    }
}

async fn unfulfilled(shop: &Shop, filter: PostingFbsUnfulfilledListV3Filter) -> PostingFbsUnfulfilledListV3Result {
    let request = PostingFbsUnfulfilledListV3Request { filter: Some(filter), limit: 1_000, ..Default::default() };
    shop.call(PostingFbsUnfulfilledListV3, &request).await.unwrap().result
}

/// Cancels a posting that is out of stock.
async fn cancel(shop: &Shop, number: &PostingNumber) {
    let request = PostingFbsCancelV2Request {
        cancel_reason_id: CancelReasonId(352),
        posting_number: number.clone(),
        ..Default::default()
    };
    shop.call(PostingFbsCancelV2, &request).await.unwrap();
}

#[tokio::test]
async fn the_unfulfilled_list_shows_what_is_to_be_done() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").on_sale().await.sku;
    let mut numbers = Vec::new();
    for _ in 0..4 {
        numbers.push(world.order_one(&[(sku, 1)]).await);
        world.pass(60).await;
    }
    shop.ship(&numbers[1]).await;
    cancel(&shop, &numbers[3]).await;

    let all = unfulfilled(&shop, by_cutoff()).await;
    assert_eq!(all.count, 3);
    assert_eq!(
        all.postings.iter().map(|one| &one.posting_number).collect::<Vec<_>>(),
        [&numbers[0], &numbers[1], &numbers[2]]
    );
    assert!(
        all.postings
            .iter()
            .all(|one| one.analytics_data.is_none() && one.barcodes.is_none() && one.financial_data.is_none())
    );
    let packing = PostingFbsUnfulfilledListV3Filter { status: "awaiting_packaging".to_owned(), ..by_cutoff() };
    assert_eq!(unfulfilled(&shop, packing).await.count, 2);
    let elsewhere = PostingFbsUnfulfilledListV3Filter { warehouse_id: vec![WarehouseId(5)], ..by_cutoff() };
    assert_eq!(unfulfilled(&shop, elsewhere).await, PostingFbsUnfulfilledListV3Result::default());
    let by = PostingFbsUnfulfilledListV3Filter {
        delivery_method_id: vec![shop.delivery_method_id],
        provider_id: vec![24],
        warehouse_id: vec![shop.warehouse_id],
        ..by_cutoff()
    };
    assert_eq!(unfulfilled(&shop, by).await.count, 3);
    let late = PostingFbsUnfulfilledListV3Filter { cutoff_from: moment("2026-01-13T10:00:01Z"), ..by_cutoff() };
    assert_eq!(unfulfilled(&shop, late).await.count, 0);

    let page = PostingFbsUnfulfilledListV3Request {
        filter: Some(by_cutoff()),
        limit: 1,
        offset: 1,
        dir: PostingDir::Desc,
        with: PostingFbsListWith { analytics_data: true, barcodes: true, financial_data: true, translit: true },
    };
    let page = shop.call(PostingFbsUnfulfilledListV3, &page).await.unwrap().result;
    assert_eq!((page.count, page.postings.len(), &page.postings[0].posting_number), (3, 1, &numbers[1]));
    assert!(page.postings[0].barcodes.is_some() && page.postings[0].financial_data.is_some());

    world.events(&numbers[1], &[PostingEvent::Accepted, PostingEvent::InTransit]).await;
    let on_the_way = PostingFbsUnfulfilledListV3Filter {
        delivering_date_from: moment("2026-01-12T00:00:00Z"),
        delivering_date_to: moment("2026-01-14T00:00:00Z"),
        ..Default::default()
    };
    let on_the_way = unfulfilled(&shop, on_the_way).await;
    assert_eq!((on_the_way.count, &on_the_way.postings[0].posting_number), (1, &numbers[1]));
    world.events(&numbers[1], &[PostingEvent::Delivered]).await;
    assert_eq!(unfulfilled(&shop, by_cutoff()).await.count, 2);
}

#[tokio::test]
async fn the_list_shows_all_postings_of_a_period_page_by_page() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").on_sale().await.sku;
    let mut numbers = Vec::new();
    for _ in 0..5 {
        numbers.push(world.order_one(&[(sku, 1)]).await);
        world.pass(60).await;
    }
    cancel(&shop, &numbers[0]).await;
    assert_eq!(listed(&shop, january()).await, numbers);
    for (offset, has_next, count) in [(0, true, 2), (2, true, 2), (4, false, 1)] {
        let request = PostingFbsListV3Request {
            filter: Some(january()),
            limit: 2,
            offset,
            dir: PostingDir::Desc,
            ..Default::default()
        };
        let page = shop.call(PostingFbsListV3, &request).await.unwrap().result;
        assert_eq!((page.has_next, page.postings.len()), (has_next, count));
        let last = numbers.len() - 1 - usize::try_from(offset).unwrap();
        assert_eq!(page.postings[0].posting_number, numbers[last]);
    }
    let order_id = shop.posting(&numbers[2]).await.order_id;
    assert_eq!(listed(&shop, PostingFbsListV3Filter { order_id, ..january() }).await, [numbers[2].clone()]);
    let cancelled = PostingFbsListV3Filter { status: "cancelled".to_owned(), ..january() };
    assert_eq!(listed(&shop, cancelled).await, [numbers[0].clone()]);
    let other = PostingFbsListV3Filter { delivery_method_id: vec![DeliveryMethodId(5)], ..january() };
    assert_eq!(listed(&shop, other).await, []);
    let by = PostingFbsListV3Filter { provider_id: vec![24], warehouse_id: vec![shop.warehouse_id], ..january() };
    assert_eq!(listed(&shop, by).await.len(), 5);
    let later = PostingFbsListV3Filter { since: moment("2026-01-12T12:00:00Z"), ..january() };
    assert_eq!(listed(&shop, later).await, []);
}

#[tokio::test]
async fn lists_refuse_odd_periods_and_pages() {
    let world = World::new().await;
    let shop = world.shop().await;
    let since = r#""since":"2026-01-01T00:00:00Z","to":"2026-02-01T00:00:00Z""#;
    let year = r#"{"limit":10,"filter":{"since":"2025-01-01T00:00:00Z","to":"2026-02-01T00:00:00Z"}}"#;
    shop.refuses(
        "/v3/posting/fbs/list",
        &[
            (r#"{"limit":10}"#, 400, 3, ".Filter: value is required"),
            (r#"{"limit":10,"filter":{}}"#, 400, 3, ""),
            (r#"{"limit":10,"filter":{"since":"2026-01-01T00:00:00Z"}}"#, 400, 3, ""),
            (r#"{"limit":10,"filter":{"since":"2026-02-01T00:00:00Z","to":"2026-01-01T00:00:00Z"}}"#, 400, 3, ""),
            (year, 400, 3, "PERIOD_IS_TOO_LONG"),
            (r#"{"limit":10,"filter":{"since":"yesterday"}}"#, 400, 3, "proto: syntax error"),
            (&format!(r#"{{"limit":0,"filter":{{{since}}}}}"#), 400, 3, ".Limit: value must be inside range "),
            (&format!(r#"{{"limit":1001,"filter":{{{since}}}}}"#), 400, 3, ".Limit: value must be inside range "),
            (&format!(r#"{{"limit":10,"offset":-1,"filter":{{{since}}}}}"#), 400, 3, ".Offset: "),
            (&format!(r#"{{"limit":10,"dir":"sideways","filter":{{{since}}}}}"#), 400, 3, "sideways"),
            (&format!(r#"{{"limit":10,"filter":{{{since},"warehouse_id":5}}}}"#), 400, 3, "unexpected token 5"),
            (&format!(r#"{{"limit":10,"with":[1],"filter":{{{since}}}}}"#), 400, 3, "unexpected token ["),
        ],
    )
    .await;
    let cutoff = r#""cutoff_from":"2026-01-01T00:00:00Z","cutoff_to":"2026-02-01T00:00:00Z""#;
    let date = r#""delivering_date_from":"2026-01-01T00:00:00Z","delivering_date_to":"2026-02-01T00:00:00Z""#;
    shop.refuses(
        "/v3/posting/fbs/unfulfilled/list",
        &[
            (r#"{"limit":10}"#, 400, 3, ".Filter: value is required"),
            (r#"{"limit":10,"filter":{}}"#, 400, 3, "INVALID_ARGUMENT"),
            (r#"{"limit":10,"filter":{"cutoff_from":"2026-01-01T00:00:00Z"}}"#, 400, 3, "INVALID_ARGUMENT"),
            (&format!(r#"{{"limit":10,"filter":{{{cutoff},{date}}}}}"#), 400, 3, "INVALID_ARGUMENT"),
            (
                r#"{"limit":10,"filter":{"cutoff_from":"2025-01-01T00:00:00Z","cutoff_to":"2026-02-01T00:00:00Z"}}"#,
                400,
                3,
                "PERIOD_IS_TOO_LONG",
            ),
            (&format!(r#"{{"limit":10,"filter":{{{cutoff},"status":"delivered"}}}}"#), 400, 3, ""),
            (&format!(r#"{{"limit":10,"filter":{{{cutoff},"status":"cancelled"}}}}"#), 400, 3, ""),
            (&format!(r#"{{"limit":1001,"filter":{{{cutoff}}}}}"#), 400, 3, ".Limit: value must be inside range "),
            (&format!(r#"{{"filter":{{{cutoff}}}}}"#), 400, 3, ".Limit: value must be inside range "),
            (&format!(r#"{{"limit":10,"offset":-1,"filter":{{{cutoff}}}}}"#), 400, 3, ".Offset: "),
        ],
    )
    .await;
    // A year itself is not too long, and capitals are an order too.
    let whole = r#"{"limit":10,"dir":"ASC","filter":{"since":"2025-02-01T00:00:00Z","to":"2026-02-01T00:00:00Z"}}"#;
    assert_eq!(shop.post("/v3/posting/fbs/list", whole).await.status, 200);
}

/// While postings are packed, called off, split and delivered between two pages, none of the period is left out, and
/// only parts of a split stand beside what was seen.
#[tokio::test]
async fn a_list_pages_to_its_end_while_postings_move() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").stock(200).on_sale().await.sku;
    let mut numbers = Vec::new();
    for at in 0..60 {
        numbers.push(world.order_one(&[(sku, 2)]).await);
        if at % 3 == 0 {
            world.pass(1).await;
        }
    }
    for dir in [PostingDir::Asc, PostingDir::Desc] {
        let mut seen: Vec<PostingNumber> = Vec::new();
        for page in 0.. {
            let offset = i64::try_from(seen.len()).unwrap();
            let filter = Some(january());
            let request = PostingFbsListV3Request { filter, limit: 7, offset, dir, ..Default::default() };
            let result = shop.call(PostingFbsListV3, &request).await.unwrap().result;
            seen.extend(result.postings.into_iter().map(|posting| posting.posting_number));
            if !result.has_next {
                break;
            }
            // One that was seen, one that was not: both move on.
            let moved = if dir == PostingDir::Asc { [page, 59 - page] } else { [page + 20, page + 35] };
            for number in moved.map(|at| &numbers[at]) {
                match page % 3 {
                    0 => drop(shop.ship(number).await),
                    1 => cancel(&shop, number).await,
                    _ => drop(shop.try_ship(number, &[&[(sku, 1)], &[(sku, 1)]]).await.unwrap()),
                }
            }
            // New ones stand at the end of what is oldest first, whoever comes first.
            if dir == PostingDir::Asc {
                world.pass(1).await;
                world.order_one(&[(sku, 1)]).await;
            }
        }
        let missing: Vec<_> = numbers.iter().filter(|number| !seen.contains(number)).collect();
        assert!(missing.is_empty(), "{dir:?} {missing:?}");
        assert!(seen.len() >= numbers.len());
    }
}
