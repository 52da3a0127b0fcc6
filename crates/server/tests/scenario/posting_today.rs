//! Today's lists of postings: what the oldest version changes each newer one shows, and the other way round.

use gostiny_wire::{
    operator::{
        DeliveryMethodCreateIntegration as Integration, OrderPlaceRequest, PostingEvent, SellerCreateRequest, Settings,
        SupplyStock, SupplyStockItem, SupplyStockRequest,
    },
    posting::{
        PostingDir, PostingFboListV2, PostingFboListV2Filter, PostingFboListV2Request, PostingFboListV3,
        PostingFboListV3Filter, PostingFboListV3Request, PostingFboListV3With, PostingFboV3, PostingFbsCancelV2,
        PostingFbsCancelV2Request, PostingFbsListV3, PostingFbsListV3Filter, PostingFbsListV3Request, PostingFbsListV4,
        PostingFbsListV4Filter, PostingFbsListV4Request, PostingFbsListV4With, PostingFbsListWith,
        PostingFbsUnfulfilledListV3, PostingFbsUnfulfilledListV3Filter, PostingFbsUnfulfilledListV3Request,
        PostingFbsUnfulfilledListV4, PostingFbsUnfulfilledListV4Filter, PostingFbsUnfulfilledListV4Request,
        PostingFbsUnfulfilledListV4Response, PostingFbsV4, PostingPeriod,
    },
    scalar::{CancelReasonId, Digits, OrderId, PostingNumber, Time},
};

use crate::{
    parcel::{company_buys, goods_at, own_warehouse},
    shop::Shop,
    world::{World, lines},
};

pub fn moment(text: &str) -> Option<Time> {
    Some(text.parse().unwrap())
}

pub fn january() -> PostingFbsListV4Filter {
    PostingFbsListV4Filter {
        since: moment("2026-01-01T00:00:00Z"),
        to: moment("2026-02-01T00:00:00Z"),
        ..Default::default()
    }
}

fn by_cutoff() -> PostingFbsUnfulfilledListV4Filter {
    PostingFbsUnfulfilledListV4Filter {
        cutoff_from: moment("2026-01-01T00:00:00Z"),
        cutoff_to: moment("2026-02-01T00:00:00Z"),
        ..Default::default()
    }
}

const ALL: PostingFbsListV4With =
    PostingFbsListV4With { analytics_data: true, barcodes: true, financial_data: true, legal_info: true };

/// All pages of a list, whatever their length.
pub async fn listed(
    shop: &Shop,
    filter: &PostingFbsListV4Filter,
    sort_dir: PostingDir,
    limit: i64,
) -> Vec<PostingFbsV4> {
    let (mut cursor, mut found) = (String::new(), Vec::new());
    loop {
        let filter = Some(filter.clone());
        let request = PostingFbsListV4Request { cursor, filter, limit, sort_dir, with: ALL, ..Default::default() };
        let page = shop.call(PostingFbsListV4, &request).await.unwrap();
        assert_eq!(page.has_next, !page.cursor.is_empty());
        found.extend(page.postings);
        cursor = page.cursor;
        if !page.has_next {
            return found;
        }
    }
}

async fn numbers(shop: &Shop, filter: &PostingFbsListV4Filter) -> Vec<PostingNumber> {
    let found = listed(shop, filter, PostingDir::Asc, 1_000).await;
    found.into_iter().map(|posting| posting.posting_number).collect()
}

async fn unfulfilled(
    shop: &Shop,
    filter: PostingFbsUnfulfilledListV4Filter,
    cursor: &str,
    limit: i64,
) -> PostingFbsUnfulfilledListV4Response {
    let cursor = cursor.to_owned();
    let request = PostingFbsUnfulfilledListV4Request { cursor, filter: Some(filter), limit, ..Default::default() };
    shop.call(PostingFbsUnfulfilledListV4, &request).await.unwrap()
}

pub async fn cancel(shop: &Shop, number: &PostingNumber) {
    let request = PostingFbsCancelV2Request {
        cancel_reason_id: CancelReasonId(352),
        posting_number: number.clone(),
        ..Default::default()
    };
    shop.call(PostingFbsCancelV2, &request).await.unwrap();
}

#[tokio::test]
async fn both_lists_of_a_period_show_the_same_postings() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").price("1234.5").on_sale().await.sku;
    let mut ordered = Vec::new();
    for _ in 0..5 {
        ordered.push(world.order_one(&[(sku, 2)]).await);
        world.pass(60).await;
    }
    shop.ship(&ordered[1]).await;
    cancel(&shop, &ordered[3]).await;
    let fresh = listed(&shop, &january(), PostingDir::Asc, 10).await.remove(1).available_actions;
    assert!(!fresh.iter().any(|action| action.starts_with("label_download")), "a label takes a while: {fresh:?}");
    world.pass(45).await;

    let filter = PostingFbsListV3Filter { since: january().since, to: january().to, ..Default::default() };
    let with = PostingFbsListWith { analytics_data: true, barcodes: true, financial_data: true, translit: false };
    let old = PostingFbsListV3Request { filter: Some(filter), limit: 100, with, ..Default::default() };
    let old = shop.call(PostingFbsListV3, &old).await.unwrap().result.postings;
    let new = listed(&shop, &january(), PostingDir::Asc, 2).await;
    assert_eq!((old.len(), new.len()), (5, 5));
    for (old, new) in old.into_iter().zip(&new) {
        let line = |price: &str, currency: &str| (price.to_owned(), currency.to_owned());
        assert_eq!(
            (&old.posting_number, &old.status, &old.substatus),
            (&new.posting_number, &new.status, &new.substatus)
        );
        assert_eq!((old.barcodes.as_ref(), &old.cancellation), (new.barcodes.as_ref(), &new.cancellation));
        assert_eq!((old.shipment_date, old.in_process_at), (new.shipment_date, new.in_process_at));
        let (was, is) = (&old.products[0], &new.products[0]);
        assert_eq!((was.sku, was.quantity, &was.offer_id), (is.sku, is.quantity, &is.offer_id));
        assert_eq!(line(&was.price, &was.currency_code), line(&is.price.amount, &is.price.currency));
        let (was, is) = (old.financial_data.unwrap(), new.financial_data.clone().unwrap());
        assert_eq!((was.cluster_from, was.products[0].price), (is.cluster_from, is.products[0].price));
        assert_eq!(is.products[0].customer_price.amount, "1234.5000");
        assert_eq!(
            new.analytics_data.as_ref().map(|data| &data.city),
            old.analytics_data.as_ref().map(|data| &data.city)
        );
        assert_eq!((new.integration_type_flow.as_str(), new.delivery_schema.as_str()), ("ozon", "FBS"));
    }
    let mut back = listed(&shop, &january(), PostingDir::Desc, 2).await;
    back.reverse();
    assert_eq!(back, new);

    let actions = |at: usize| new[at].available_actions.join(" ");
    assert_eq!(actions(0), "can_create_chat cancel product_cancel ship");
    assert!(actions(1).contains("label_download_small") && !actions(1).contains("ship"));
    assert_eq!(actions(3), "can_create_chat");

    // Without a block's flag it is null, in Latin letters when asked for.
    let request = PostingFbsListV4Request { filter: Some(january()), limit: 1, translit: true, ..Default::default() };
    let bare = shop.call(PostingFbsListV4, &request).await.unwrap().postings.remove(0);
    assert_eq!((bare.analytics_data, bare.barcodes, bare.financial_data, bare.legal_info), (None, None, None, None));
    assert!(bare.products[0].name.is_ascii() && bare.delivery_method.warehouse.is_ascii());
}

#[tokio::test]
async fn a_period_is_narrowed_by_lists_of_many_things() {
    let world = World::new().await;
    let shop = world.shop().await;
    let own = own_warehouse(&world, &shop, Integration::NonIntegrated).await;
    let (sku, theirs) = (shop.product("A-1").on_sale().await.sku, goods_at(&shop, "B-1", own, 9).await.sku);
    let first = world.order_one(&[(sku, 1)]).await;
    world.pass(60).await;
    let second = world.order_one(&[(theirs, 1)]).await;
    world.pass(60).await;
    let third = company_buys(&world, &[(sku, 1)]).await;
    let changed = world.now().await;
    world.pass(60).await;
    cancel(&shop, &first).await;
    shop.ship(&second).await;

    let by = |change: fn(&mut PostingFbsListV4Filter)| {
        let mut filter = january();
        change(&mut filter);
        filter
    };
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let statuses =
        PostingFbsListV4Filter { statuses: words(&["cancelled", "awaiting_deliver", "ship_in_process"]), ..january() };
    assert_eq!(numbers(&shop, &statuses).await, [first.clone(), second.clone()]);
    let twice = PostingFbsListV4Filter { statuses: words(&["cancelled", "cancelled", ""]), ..january() };
    assert_eq!(listed(&shop, &twice, PostingDir::Desc, 1).await.len(), 1);
    let flow = PostingFbsListV4Filter { integration_type_flow: words(&["non_integrated", "hybrid"]), ..january() };
    assert_eq!(numbers(&shop, &flow).await, std::slice::from_ref(&second));
    let warehouse = PostingFbsListV4Filter { warehouse_ids: vec![Digits(own.0), Digits(5)], ..january() };
    assert_eq!(numbers(&shop, &warehouse).await, std::slice::from_ref(&second));
    let method = PostingFbsListV4Filter {
        delivery_method_ids: vec![Digits(shop.delivery_method_id.0)],
        provider_ids: vec![Digits(24)],
        ..january()
    };
    assert_eq!(numbers(&shop, &method).await, [first.clone(), third.clone()]);
    let all = listed(&shop, &january(), PostingDir::Asc, 10).await;
    let orders = PostingFbsListV4Filter {
        order_numbers: vec![all[2].order_number.clone(), all[0].order_number.clone(), "1-1".into()],
        ..january()
    };
    assert_eq!(numbers(&shop, &orders).await, [first.clone(), third.clone()]);
    let order = PostingFbsListV4Filter { order_id: all[1].order_id, ..january() };
    assert_eq!(numbers(&shop, &order).await, std::slice::from_ref(&second));
    let nobody = PostingFbsListV4Filter { order_id: OrderId(1), ..january() };
    assert!(numbers(&shop, &nobody).await.is_empty());
    assert!(numbers(&shop, &by(|filter| filter.is_blr_traceable = true)).await.is_empty());

    // What changed since, without looking through the rest.
    let since = |from, to| PostingFbsListV4Filter {
        last_changed_status_date: Some(PostingPeriod { from: Some(from), to }),
        ..january()
    };
    assert_eq!(numbers(&shop, &since(changed.plus_seconds(1), None)).await, [first.clone(), second.clone()]);
    assert_eq!(numbers(&shop, &since(changed, Some(changed))).await, std::slice::from_ref(&third));
    // A stretch longer than the period says little, so the period is walked.
    assert_eq!(numbers(&shop, &since(Time(0), None)).await, [first.clone(), second.clone(), third.clone()]);
    let long_ago = moment("2026-01-02T00:00:00Z");
    assert!(numbers(&shop, &since(Time(0), long_ago)).await.is_empty());
    let both = PostingFbsListV4Filter { statuses: words(&["cancelled"]), ..since(changed, None) };
    assert_eq!(numbers(&shop, &both).await, [first]);

    assert_eq!((all[0].legal_info.as_ref(), all[2].legal_info.is_some()), (None, true));
    assert!(all[1].customer.is_some() && all[0].customer.is_none());
    let own = listed(&shop, &order, PostingDir::Asc, 10).await[0].available_actions.join(" ");
    assert!(own.contains("non_int_delivering") && own.contains("set_timeslot"), "{own}");
    assert!(own.contains("can_create_chat"), "{own}");
    world.set(Settings { chat_limits: Some(true), ..Default::default() }).await;
    world.pass(73 * 3_600).await;
    let late = listed(&shop, &order, PostingDir::Asc, 10).await[0].available_actions.join(" ");
    assert!(!late.contains("can_create_chat"), "{late}");
    assert!(numbers(&world.shop().await, &order).await.is_empty());
}

#[tokio::test]
async fn a_chat_is_offered_to_shops_that_may_begin_one() {
    let world = World::new().await;
    let basic = world.shop().await;
    let request = SellerCreateRequest { name: "Премиум".to_owned(), premium: true, ..Default::default() };
    let premium = world.shop_like(&request).await;
    world.set(Settings { chat_needs_premium: Some(true), ..Default::default() }).await;
    for (shop, is_offered) in [(&basic, false), (&premium, true)] {
        let sku = shop.product("A-1").on_sale().await.sku;
        world.order_one(&[(sku, 1)]).await;
        let posting = listed(shop, &january(), PostingDir::Asc, 10).await.remove(0);
        assert_eq!(posting.available_actions.contains(&"can_create_chat".to_owned()), is_offered);
    }
}

#[tokio::test]
async fn nothing_is_lost_and_nothing_comes_twice_while_orders_come_in() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").stock(100).on_sale().await.sku;
    let mut known = Vec::new();
    for at in 0..9 {
        known.push(world.order_one(&[(sku, 1)]).await);
        world.pass(if at % 3 == 0 { 0 } else { 60 }).await;
    }
    for sort_dir in [PostingDir::Asc, PostingDir::Desc] {
        let (mut cursor, mut found) = (String::new(), Vec::new());
        loop {
            let filter = Some(january());
            let request = PostingFbsListV4Request { cursor, filter, limit: 2, sort_dir, ..Default::default() };
            let page = shop.call(PostingFbsListV4, &request).await.unwrap();
            found.extend(page.postings.into_iter().map(|posting| posting.posting_number));
            cursor = page.cursor;
            // An order more, and one less of what an offset would count.
            let newest = world.order_one(&[(sku, 1)]).await;
            cancel(&shop, &newest).await;
            world.pass(60).await;
            if !page.has_next || found.len() > 40 {
                break;
            }
        }
        let mut once = found.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), found.len(), "{found:?}");
        assert!(known.iter().all(|number| found.contains(number)), "{sort_dir:?}: {found:?}");
        known = numbers(&shop, &january()).await;
    }
}

#[tokio::test]
async fn both_unfulfilled_lists_count_the_same() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").stock(30).on_sale().await.sku;
    let mut ordered = Vec::new();
    for _ in 0..5 {
        ordered.push(world.order_one(&[(sku, 1)]).await);
        world.pass(60).await;
    }
    shop.ship(&ordered[1]).await;
    cancel(&shop, &ordered[3]).await;
    let filter = by_cutoff();
    let old = PostingFbsUnfulfilledListV3Filter {
        cutoff_from: filter.cutoff_from,
        cutoff_to: filter.cutoff_to,
        ..Default::default()
    };
    let old = PostingFbsUnfulfilledListV3Request { filter: Some(old), limit: 100, ..Default::default() };
    let old = shop.call(PostingFbsUnfulfilledListV3, &old).await.unwrap().result;
    let (mut cursor, mut found) = (String::new(), Vec::new());
    loop {
        let page = unfulfilled(&shop, by_cutoff(), &cursor, 1).await;
        assert_eq!((page.count, page.has_next), (old.count, !page.cursor.is_empty()));
        found.extend(page.postings.into_iter().map(|posting| posting.posting_number));
        cursor = page.cursor;
        if cursor.is_empty() {
            break;
        }
    }
    assert_eq!(found, old.postings.into_iter().map(|posting| posting.posting_number).collect::<Vec<_>>());
    assert_eq!(found, [ordered[0].clone(), ordered[1].clone(), ordered[2].clone(), ordered[4].clone()]);

    let two = |statuses: &[&str]| PostingFbsUnfulfilledListV4Filter {
        statuses: statuses.iter().map(|status| (*status).to_owned()).collect(),
        ..by_cutoff()
    };
    assert_eq!(unfulfilled(&shop, two(&["awaiting_deliver", "delivering"]), "", 10).await.count, 1);
    assert_eq!(unfulfilled(&shop, two(&["awaiting_deliver", "awaiting_packaging"]), "", 2).await.count, 4);
    let elsewhere = PostingFbsUnfulfilledListV4Filter { warehouse_ids: vec![Digits(5)], ..by_cutoff() };
    assert_eq!(unfulfilled(&shop, elsewhere, "", 10).await, Default::default());
    let recent = PostingPeriod { from: Some(world.now().await), to: None };
    let recent = PostingFbsUnfulfilledListV4Filter { last_changed_status_date: Some(recent), ..by_cutoff() };
    assert_eq!(unfulfilled(&shop, recent, "", 10).await.postings[0].posting_number, ordered[1]);

    world.events(&ordered[1], &[PostingEvent::Accepted, PostingEvent::InTransit]).await;
    let on_the_way = PostingFbsUnfulfilledListV4Filter {
        delivering_date_from: moment("2026-01-12T00:00:00Z"),
        delivering_date_to: moment("2026-01-14T00:00:00Z"),
        ..Default::default()
    };
    let on_the_way = unfulfilled(&shop, on_the_way, "", 10).await;
    assert_eq!((on_the_way.count, &on_the_way.postings[0].posting_number), (1, &ordered[1]));
    assert_eq!(unfulfilled(&world.shop().await, by_cutoff(), "", 10).await.count, 0);
}

#[tokio::test]
async fn questions_that_make_no_sense_are_refused() {
    let world = World::new().await;
    let shop = world.shop().await;
    let year = r#""since":"2026-01-01T00:00:00Z","to":"2026-02-01T00:00:00Z""#;
    let body = |filter: &str, rest: &str| format!(r#"{{"filter":{{{year}{filter}}}{rest}}}"#);
    shop.refuses(
        "/v4/posting/fbs/list",
        &[
            ("{}", 400, 3, "PostingFbsListV4Request.Filter: value is required"),
            (r#"{"filter":{},"limit":1}"#, 400, 3, "Since: value is required"),
            (
                r#"{"filter":{"since":"2024-01-01T00:00:00Z","to":"2026-01-01T00:00:00Z"},"limit":1}"#,
                400,
                3,
                "PERIOD_IS_TOO_LONG",
            ),
            (&body("", ""), 400, 3, "Limit: value must be inside range (0, 1000]"),
            (&body(r#","statuses":["lost"]"#, r#","limit":1"#), 400, 3, "Statuses: value must be in list"),
            (&body(r#","integration_type_flow":["pigeon"]"#, r#","limit":1"#), 400, 3, "value must be in list [ozon"),
            (&body("", r#","limit":1,"sort_dir":"UP""#), 400, 3, "unexpected token"),
            (&body("", r#","limit":1,"cursor":"WzFd""#), 400, 3, "last_id"),
            (&body("", r#","limit":1,"cursor":"WzEsIlx1MDAwMCJd""#), 400, 3, "last_id"),
            (&body(r#","warehouse_ids":["x"]"#, r#","limit":1"#), 400, 3, "unexpected token"),
        ],
    )
    .await;
    let many = vec![r#""1-1""#; 101].join(",");
    let filter = format!(r#","order_numbers":[{many}]"#);
    shop.refuses("/v4/posting/fbs/list", &[(&body(&filter, r#","limit":1"#), 400, 3, "no more than 100")]).await;
    let cutoff = r#""cutoff_from":"2026-01-01T00:00:00Z","cutoff_to":"2026-02-01T00:00:00Z""#;
    shop.refuses(
        "/v4/posting/fbs/unfulfilled/list",
        &[
            (r#"{"filter":{},"limit":1}"#, 400, 3, "INVALID_ARGUMENT"),
            (&format!(r#"{{"filter":{{{cutoff},"statuses":["delivered"]}},"limit":1}}"#), 400, 3, "INVALID_ARGUMENT"),
            (&format!(r#"{{"filter":{{{cutoff}}},"limit":1001}}"#), 400, 3, "Limit"),
            (&format!(r#"{{"filter":{{{cutoff}}},"limit":1,"cursor":"?"}}"#), 400, 3, "last_id"),
        ],
    )
    .await;
    shop.refuses(
        "/v3/posting/fbo/list",
        &[
            ("{}", 400, 3, "Limit"),
            (r#"{"limit":1,"filter":{"statuses":["x"]}}"#, 400, 3, "Statuses"),
            (r#"{"limit":1,"cursor":"?"}"#, 400, 3, "last_id"),
        ],
    )
    .await;
}

async fn fbo(shop: &Shop, filter: &PostingFboListV3Filter, limit: i64) -> Vec<PostingFboV3> {
    let with = PostingFboListV3With { analytics_data: true, financial_data: true, legal_info: true };
    let (mut cursor, mut found) = (String::new(), Vec::new());
    loop {
        let request = PostingFboListV3Request {
            cursor,
            filter: filter.clone(),
            limit,
            with,
            ..PostingFboListV3Request::default()
        };
        let page = shop.call(PostingFboListV3, &request).await.unwrap();
        found.extend(page.postings);
        cursor = page.cursor;
        if !page.has_next {
            return found;
        }
    }
}

#[tokio::test]
async fn both_lists_of_the_marketplace_s_parcels_agree() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("Ёлка-1").price("81").approved().await;
    let items = vec![SupplyStockItem { sku: product.fbo_sku, quantity: 20 }];
    world.operator.call(SupplyStock, &SupplyStockRequest { client_id: shop.client_id, items }).await.unwrap();
    let mut ordered = Vec::new();
    for _ in 0..5 {
        let order = OrderPlaceRequest {
            items: lines(&[(product.fbo_sku, 2)]),
            scheme: "fbo".to_owned(),
            legal_entity: true,
            ..Default::default()
        };
        ordered.push(world.place(&order).await.unwrap().postings.remove(0).posting_number);
        world.pass(60).await;
    }
    world.events(&ordered[1], &[PostingEvent::InTransit, PostingEvent::Delivered]).await;
    world.try_event(&ordered[3], PostingEvent::CancelledByBuyer).await.unwrap();

    let old = PostingFboListV2Request { limit: 100, ..Default::default() };
    let old = shop.call(PostingFboListV2, &old).await.unwrap().result;
    let new = fbo(&shop, &PostingFboListV3Filter::default(), 2).await;
    assert_eq!((old.len(), new.len()), (5, 5));
    for (old, new) in old.iter().zip(&new) {
        assert_eq!((&old.posting_number, &old.status), (&new.posting_number, &new.status));
        assert_eq!((&old.products[0].price, new.products[0].quantity), (&new.products[0].price.amount, 2));
        assert_eq!((old.cancel_reason_id, new.products[0].offer_id.as_str()), (new.cancel_reason_id, "Ёлка-1"));
    }
    assert_eq!(new[3].cancellation.cancellation_initiator, "Клиент");
    let money = &new[1].financial_data.as_ref().unwrap().products[0];
    assert_eq!((money.commission.currency.as_str(), money.price.0), ("RUB", 8_100));
    assert!(money.commission.amount.0 > 0 && new[0].legal_info.is_some() && new[0].analytics_data.is_some());

    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let statuses = PostingFboListV3Filter { statuses: words(&["delivered", "cancelled"]), ..Default::default() };
    let of = |found: Vec<PostingFboV3>| found.into_iter().map(|one| one.posting_number).collect::<Vec<_>>();
    assert_eq!(of(fbo(&shop, &statuses, 1).await), [ordered[1].clone(), ordered[3].clone()]);
    let old = PostingFboListV2Filter { status: "delivered".to_owned(), ..Default::default() };
    let old = PostingFboListV2Request { filter: old, limit: 10, ..Default::default() };
    assert_eq!(shop.call(PostingFboListV2, &old).await.unwrap().result[0].posting_number, ordered[1]);
    let named = vec![ordered[4].clone(), ordered[0].clone(), "1-1-1".into()];
    let named = PostingFboListV3Filter { posting_numbers: named, ..Default::default() };
    assert_eq!(of(fbo(&shop, &named, 1).await), [ordered[0].clone(), ordered[4].clone()]);
    let middle = PostingFboListV3Filter {
        since: Some(new[1].in_process_at),
        to: Some(new[3].in_process_at),
        ..Default::default()
    };
    assert_eq!(of(fbo(&shop, &middle, 2).await), ordered[1..=3]);
    let orders = PostingFboListV3Filter { order_numbers: vec![new[2].order_number.clone()], ..Default::default() };
    assert_eq!(of(fbo(&shop, &orders, 1).await), [ordered[2].clone()]);
    assert!(fbo(&world.shop().await, &named, 10).await.is_empty());
}
