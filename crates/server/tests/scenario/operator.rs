//! The marketplace's own desk: shops, keys, clock, agenda, settings, reset.

use gostiny_wire::{
    method::Empty,
    operator::{
        AgendaList, AgendaListRequest, ClockAdvance, ClockAdvanceRequest, ClockGet, ClockSet, ClockSetRequest,
        KeyCreate, KeyCreateRequest, ModerationMode, OrderPlaceRequest, PostingEvent, ProductModerate,
        ProductModerateRequest, Reset, SellerCreate, SellerCreateRequest, SellerList, SellerListRequest, Settings,
        SettingsGet, SettingsGetRequest, SettingsSet, SettingsSetRequest, SupplyStock, SupplyStockItem,
        SupplyStockRequest,
    },
    product::{ProductImportV2, ProductImportV2Request, ProductListV2, ProductListV2Request},
    scalar::{ClientId, ProductId, Sku},
    warehouse::WarehouseListV1,
};

use crate::{
    goods::good_item,
    world::{START, World, lines, post, refusal},
};

#[tokio::test]
async fn shops_are_opened_and_listed() {
    let world = World::new().await;
    for name in ["Первый", "Второй", "Третий"] {
        let request = SellerCreateRequest { name: name.to_owned(), ..Default::default() };
        let opened = world.operator.call(SellerCreate, &request).await.unwrap();
        assert_eq!((opened.api_key.len(), opened.client_id.0 > 100_000), (36, true));
    }
    let mut request = SellerListRequest { limit: 2, ..Default::default() };
    let page = world.operator.call(SellerList, &request).await.unwrap();
    assert_eq!(page.sellers.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Первый", "Второй"]);
    assert_eq!((page.sellers[0].currency_code.as_str(), page.sellers[0].premium), ("RUB", false));
    request.last_id = page.last_id;
    let page = world.operator.call(SellerList, &request).await.unwrap();
    assert_eq!(page.sellers.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Третий"]);
    for body in [r#"{}"#, r#"{"name":5}"#, r#"{"name":"x","currency_code":"XXX"}"#, r#"{"name":"#] {
        assert_eq!(post(&world.operator, "/operator/v1/sellers", body).await.status, 400, "{body}");
    }
    let stranger = KeyCreateRequest { client_id: ClientId(5), name: "ключ".to_owned(), ..Default::default() };
    assert_eq!(refusal(world.operator.call(KeyCreate, &stranger).await).0, 404);
    assert_eq!(world.operator.call(SellerList, &SellerListRequest::default()).await.unwrap().sellers.len(), 3);
}

#[tokio::test]
async fn the_clock_stands_still_until_it_is_moved() {
    let world = World::new().await;
    let start = world.operator.call(ClockGet, &Empty {}).await.unwrap();
    assert_eq!((start.now, start.mode.as_str()), (START.parse().unwrap(), "manual"));
    let moved = world.operator.call(ClockAdvance, &ClockAdvanceRequest { seconds: 90 }).await.unwrap();
    assert_eq!((moved.now, moved.executed), (start.now.plus_seconds(90), 0));
    assert_eq!(world.now().await, moved.now);
    let set = ClockSetRequest { mode: "manual".to_owned(), now: Some(start.now.plus_days(1)) };
    assert_eq!(world.operator.call(ClockSet, &set).await.unwrap().now, start.now.plus_days(1));
    for wrong in [
        ClockSetRequest { mode: "manual".to_owned(), now: Some(start.now) },
        ClockSetRequest { mode: "sundial".to_owned(), now: None },
        ClockSetRequest { mode: "x0".to_owned(), now: None },
    ] {
        assert_eq!(refusal(world.operator.call(ClockSet, &wrong).await).0, 400, "{wrong:?}");
    }
    assert_eq!(refusal(world.operator.call(ClockAdvance, &ClockAdvanceRequest { seconds: -1 }).await).0, 400);
    assert_eq!(world.now().await, start.now.plus_days(1));
    let hurried = ClockSetRequest { mode: "x60".to_owned(), now: None };
    assert_eq!(world.operator.call(ClockSet, &hurried).await.unwrap().mode, "x60");
}

#[tokio::test]
async fn the_agenda_tells_what_comes_and_the_clock_makes_it_happen_in_order() {
    let world = World::new().await;
    let shop = world.shop().await;
    let before = world.operator.call(AgendaList, &AgendaListRequest::default()).await.unwrap().total;
    assert_eq!(before, 0);
    let import = ProductImportV2Request { items: vec![good_item("A-1")] };
    shop.call(ProductImportV2, &import).await.unwrap();
    let agenda = world.operator.call(AgendaList, &AgendaListRequest::default()).await.unwrap();
    let row = &agenda.items[0];
    assert_eq!(
        (agenda.total, row.kind.as_str(), row.client_id, row.attempts),
        (1, "product.import", Some(shop.client_id), 0)
    );
    assert_eq!(row.due_at, world.now().await.plus_seconds(1));
    // Import, because of it moderation, because of that a look at promotions: all in one step of the clock.
    let moved = world.operator.call(ClockAdvance, &ClockAdvanceRequest { seconds: 60 }).await.unwrap();
    assert_eq!(moved.executed, 3);
    let product = shop.info("A-1").await.card;
    assert_eq!(product.status.state, "price_sent");
    assert_eq!(product.status.state_updated_at, START.parse::<gostiny_wire::scalar::Time>().unwrap().plus_seconds(3));
    for n in 0..3 {
        shop.call(ProductImportV2, &ProductImportV2Request { items: vec![good_item(&format!("B-{n}"))] })
            .await
            .unwrap();
    }
    let mut request = AgendaListRequest { limit: 2, ..Default::default() };
    let first = world.operator.call(AgendaList, &request).await.unwrap();
    request.last_id = first.last_id;
    let second = world.operator.call(AgendaList, &request).await.unwrap();
    assert_eq!((first.items.len(), second.items.len(), second.total), (2, 1, 3));
    assert_eq!(post(&world.operator, "/operator/v1/clock/advance", r#"{"seconds":"soon"}"#).await.status, 400);
    let odd = AgendaListRequest { last_id: "?".to_owned(), ..Default::default() };
    assert_eq!(refusal(world.operator.call(AgendaList, &odd).await).0, 400);
}

#[tokio::test]
async fn settings_hold_for_all_shops_or_for_one() {
    let world = World::new().await;
    let (one, two) = (world.shop().await, world.shop().await);
    let read = async |client_id| world.operator.call(SettingsGet, &SettingsGetRequest { client_id }).await.unwrap();
    let all = read(None).await;
    assert_eq!((all.moderation, all.label_delay_seconds), (Some(ModerationMode::Auto), Some(45)));
    let settings = Settings { label_delay_seconds: Some(0), ..Default::default() };
    let change = SettingsSetRequest { client_id: Some(one.client_id), settings };
    let told = world.operator.call(SettingsSet, &change).await.unwrap();
    assert_eq!((told.label_delay_seconds, told.import_delay_seconds), (Some(0), all.import_delay_seconds));
    assert_eq!(read(Some(one.client_id)).await.label_delay_seconds, Some(0));
    assert_eq!(read(Some(two.client_id)).await, all);
    let everywhere = Settings { label_delay_seconds: Some(10), act_delay_seconds: Some(1), ..Default::default() };
    world.set(everywhere).await;
    assert_eq!(read(Some(one.client_id)).await.label_delay_seconds, Some(0));
    assert_eq!(read(Some(one.client_id)).await.act_delay_seconds, Some(1));
    assert_eq!(read(Some(two.client_id)).await.label_delay_seconds, Some(10));
    for body in [
        r#"{"settings":{"label_delay_seconds":-1}}"#,
        r#"{"settings":{"finance_period_months":13}}"#,
        r#"{"settings":{"moderation":"sometimes"}}"#,
        r#"{"settings":[]}"#,
    ] {
        let raw = one.operator.send(gostiny_wire::method::Verb::Put, "/operator/v1/settings", body, &[]).await.unwrap();
        assert_eq!(raw.status, 400, "{body}");
    }
    let unknown = SettingsSetRequest { client_id: Some(ClientId(5)), ..Default::default() };
    assert_eq!(refusal(world.operator.call(SettingsSet, &unknown).await).0, 404);
    assert_eq!(read(Some(two.client_id)).await.label_delay_seconds, Some(10));
}

#[tokio::test]
async fn a_reset_begins_anew_with_the_same_bytes() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").on_sale().await;
    let number = world.order_one(&[(product.sku, 1)]).await;
    world.operator.call(Reset, &Empty {}).await.unwrap();
    let sellers = world.operator.call(SellerList, &SellerListRequest::default()).await.unwrap().sellers;
    assert_eq!(sellers, []);
    assert_eq!(refusal(shop.call(WarehouseListV1, &Empty {}).await).0, 403);
    assert_eq!(world.operator.call(AgendaList, &AgendaListRequest::default()).await.unwrap().total, 0);
    // The same calls give the same ids, keys and numbers.
    let again = world.shop().await;
    assert_eq!(
        (again.client_id, &again.api_key, again.warehouse_id),
        (shop.client_id, &shop.api_key, shop.warehouse_id)
    );
    let twin = again.product("A-1").on_sale().await;
    assert_eq!((twin.product_id, twin.sku), (product.product_id, product.sku));
    assert_eq!(world.order_one(&[(twin.sku, 1)]).await, number);
}

#[tokio::test]
async fn orders_supplies_events_and_verdicts_are_checked() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let product = shop.product("A-1").stock(5).on_sale().await;
    let place = async |items: &[(Sku, i64)]| {
        world.place(&OrderPlaceRequest { items: lines(items), ..Default::default() }).await
    };
    assert_eq!(refusal(place(&[]).await).0, 400);
    for quantity in [0, -1, 1_001] {
        assert_eq!(refusal(place(&[(product.sku, quantity)]).await).0, 400, "{quantity}");
    }
    let (status, ..) = refusal(place(&[(Sku(5), 1)]).await);
    assert!(matches!(status, 404 | 409), "{status}");
    let foreign = OrderPlaceRequest {
        items: lines(&[(product.sku, 1)]),
        delivery_method_id: Some(other.delivery_method_id),
        ..Default::default()
    };
    let (status, ..) = refusal(world.place(&foreign).await);
    assert!(matches!(status, 400 | 404 | 409), "{status}");
    let odd = OrderPlaceRequest { items: lines(&[(product.sku, 1)]), scheme: "drone".to_owned(), ..Default::default() };
    assert_eq!(refusal(world.place(&odd).await).0, 400);
    for body in [r#"{"items":[{"sku":"x","quantity":1}]}"#, r#"{"items":{}}"#, r#"{"items":[{"#] {
        assert_eq!(post(&world.operator, "/operator/v1/orders", body).await.status, 400, "{body}");
    }
    assert_eq!(shop.stock_of(product.sku).await, (5, 0));

    let number = world.order_one(&[(product.sku, 1)]).await;
    for body in [r#"{}"#, r#"{"event":null}"#, r#"{"event":"teleported"}"#, r#"{"event":5}"#] {
        let path = format!("/operator/v1/postings/{number}/events");
        assert_eq!(post(&world.operator, &path, body).await.status, 400, "{body}");
    }
    assert_eq!(refusal(world.try_event(&"1-1-1".into(), PostingEvent::Accepted).await).0, 404);
    assert_eq!(shop.posting(&number).await.status, "awaiting_packaging");

    for (client_id, sku, quantity, want) in [
        (shop.client_id, Sku(5), 1, 404),
        (other.client_id, product.fbo_sku, 1, 404),
        (shop.client_id, product.fbo_sku, 0, 400),
        (ClientId(5), product.fbo_sku, 1, 404),
    ] {
        let request = SupplyStockRequest { client_id, items: vec![SupplyStockItem { sku, quantity }] };
        let (status, _, message) = refusal(world.operator.call(SupplyStock, &request).await);
        assert_eq!(status, want, "{request:?}: {message}");
    }

    let verdict = ProductModerateRequest { product_id: product.product_id, ..Default::default() };
    assert_eq!(refusal(world.operator.call(ProductModerate, &verdict).await).0, 400);
    let verdict = ProductModerateRequest {
        product_id: ProductId(5),
        decision: Some(gostiny_wire::operator::ModerationDecision::Ban),
        ..Default::default()
    };
    assert_eq!(refusal(world.operator.call(ProductModerate, &verdict).await).0, 404);
    let list = shop.call(ProductListV2, &ProductListV2Request { limit: 10, ..Default::default() }).await.unwrap();
    assert_eq!(list.result.total, 1);
}

#[tokio::test]
async fn a_reset_brings_the_demo_world_back() {
    let world = World::demo().await;
    let key = "11111111-1111-4111-8111-111111111111";
    let seller = world.stranger.as_seller(ClientId(100_001), key).unwrap();
    let look = async || {
        let goods = post(&seller, "/v2/product/list", r#"{"limit":1000}"#).await;
        let postings = r#"{"limit":1000,"filter":{"since":"2025-06-01T00:00:00Z","to":"2026-05-01T00:00:00Z"}}"#;
        let postings = post(&seller, "/v3/posting/fbs/list", postings).await;
        assert_eq!((goods.status, postings.status), (200, 200), "{}", String::from_utf8_lossy(&postings.body));
        (goods.body, postings.body)
    };
    let before = look().await;
    let import = ProductImportV2Request { items: vec![good_item("new")] };
    seller.call(ProductImportV2, &import).await.unwrap();
    let list = ProductListV2Request { limit: 1, ..Default::default() };
    let first = seller.call(ProductListV2, &list).await.unwrap().result.items.remove(0);
    let price = format!(r#"{{"prices":[{{"product_id":{},"price":"77777"}}]}}"#, first.product_id);
    assert_eq!(post(&seller, "/v1/product/import/prices", &price).await.status, 200);
    world.operator.call(Reset, &Empty {}).await.unwrap();
    assert_eq!(look().await, before);
    world.restart().await;
    assert_eq!(look().await, before);
}
