//! Rate limits: off until one word turns them on, in the world's time, and told to whoever asks who used them up.

use gostiny_client::Raw;
use gostiny_wire::{
    method::{Empty, Method},
    operator::{
        Reset, Settings, SettingsGet, SettingsGetRequest, SettingsSet, SettingsSetRequest,
        edge::{LimitsGet, LimitsGetRequest, LimitsGetResponse},
    },
    product::ProductInfoV2,
    stock::ProductsStocksV2,
    warehouse::{WarehouseListV1, WarehouseListV2},
};

use crate::{
    shop::Shop,
    world::{TOKEN, World, post, refusal, refusal_of},
};

const INFO: &str = "/v2/product/info";

fn limited() -> Settings {
    Settings { rate_limits: Some(true), ..Settings::default() }
}

async fn info(shop: &Shop) -> Raw {
    shop.post(INFO, r#"{"offer_id":"A-1"}"#).await
}

async fn limits(world: &World, request: LimitsGetRequest) -> LimitsGetResponse {
    world.operator.call(LimitsGet, &request).await.unwrap()
}

#[tokio::test]
async fn nothing_is_limited_unless_limits_are_on() {
    let world = World::new().await;
    let shop = world.shop().await;
    for _ in 0..60 {
        let raw = info(&shop).await;
        assert_eq!((raw.status, raw.header("ratelimit-limit")), (404, None));
    }
    let told = limits(&world, LimitsGetRequest::default()).await;
    let uses: Vec<_> = told.uses.iter().map(|of| (of.client_id, of.path.as_str(), of.calls, of.refused)).collect();
    assert_eq!(uses, [(shop.client_id, ProductInfoV2::INFO.path, 60, 0)]);
    assert!(told.budgets.is_empty() && told.uses[0].key_id > 0);
}

#[tokio::test]
async fn a_shop_has_fifty_calls_in_a_second_of_the_world() {
    let world = World::new().await;
    let (one, two) = (world.shop().await, world.shop().await);
    world.set(limited()).await;
    for call in 1..=50 {
        let raw = info(&one).await;
        let left = (50 - call).to_string();
        assert_eq!((raw.status, raw.header("ratelimit-limit")), (404, Some("50")), "{call}");
        assert_eq!(
            (raw.header("ratelimit-remaining"), raw.header("ratelimit-reset")),
            (Some(left.as_str()), Some("1"))
        );
    }
    for _ in 0..3 {
        let raw = info(&one).await;
        assert_eq!(refusal_of(&raw), (429, 8, "You have reached request rate limit per second".to_owned()));
        assert_eq!((raw.header("retry-after"), raw.header("ratelimit-remaining")), (Some("1"), Some("0")));
    }
    assert_eq!(info(&two).await.status, 404);
    let told = limits(&world, LimitsGetRequest { client_id: Some(one.client_id), ..Default::default() }).await;
    assert_eq!((told.uses.len(), told.uses[0].calls, told.uses[0].refused), (1, 50, 3));
    let budget = &told.budgets[0];
    assert_eq!((budget.client_id, budget.limit, budget.seconds, budget.used), (one.client_id, 50, 1, 50));
    assert!(budget.paths.is_empty());
    assert_eq!(limits(&world, LimitsGetRequest::default()).await.uses.len(), 2);
    world.pass(1).await;
    assert_eq!(info(&one).await.status, 404);
    world.pass(60).await;
    assert!(limits(&world, LimitsGetRequest::default()).await.uses.is_empty());
    let both = limits(&world, LimitsGetRequest { minutes: 2, ..Default::default() }).await;
    assert_eq!(both.uses.iter().map(|of| of.calls).collect::<Vec<_>>(), [51, 1]);
}

#[tokio::test]
async fn methods_have_limits_of_their_own() {
    let world = World::new().await;
    let shop = world.shop().await;
    world.set(Settings { requests_per_second: Some(1_000), ..limited() }).await;
    assert!(shop.call(WarehouseListV1, &Empty {}).await.is_ok());
    let raw = shop.post(WarehouseListV1::INFO.path, "{}").await;
    assert_eq!((raw.status, raw.header("retry-after")), (429, Some("60")));
    assert_eq!(shop.post(WarehouseListV2::INFO.path, "{}").await.status, 429);
    world.pass(59).await;
    assert_eq!(shop.post(WarehouseListV1::INFO.path, "{}").await.header("retry-after"), Some("1"));
    world.pass(1).await;
    assert!(shop.call(WarehouseListV1, &Empty {}).await.is_ok());
    for call in 0..80 {
        // Both versions share the limit.
        let path = if call % 2 == 0 { ProductsStocksV2::INFO.path } else { "/v1/product/import/stocks" };
        assert_eq!(shop.post(path, "{}").await.status, 400, "{call}");
    }
    assert_eq!(shop.post(ProductsStocksV2::INFO.path, "{}").await.status, 429);
    let told = limits(&world, LimitsGetRequest { limit: 1, ..Default::default() }).await;
    assert_eq!((told.uses.len(), told.budgets.len()), (1, 1));
    assert_eq!((told.budgets[0].used, told.budgets[0].seconds), (told.budgets[0].limit, 60));
    assert_eq!(info(&shop).await.status, 404);
}

#[tokio::test]
async fn one_word_turns_all_limits_on_for_all_shops_or_for_one() {
    let world = World::new().await;
    let (one, two) = (world.shop().await, world.shop().await);
    let read = async |client_id| world.operator.call(SettingsGet, &SettingsGetRequest { client_id }).await.unwrap();
    let before = read(None).await;
    assert_eq!((before.rate_limits, before.requests_per_second), (Some(false), Some(50)));
    let own = Settings { requests_per_second: Some(2), price_changes_per_hour: Some(3), ..limited() };
    let change = SettingsSetRequest { client_id: Some(one.client_id), settings: own };
    world.operator.call(SettingsSet, &change).await.unwrap();
    let after = read(Some(one.client_id)).await;
    assert_eq!(
        (after.stock_update_interval_seconds, after.analytics_interval_seconds, after.daily_restore_limit),
        (Some(30), Some(60), Some(100))
    );
    assert_eq!((after.price_changes_per_hour, read(Some(two.client_id)).await), (Some(3), before));
    let statuses = [info(&one).await.status, info(&one).await.status, info(&one).await.status, info(&two).await.status];
    assert_eq!(statuses, [404, 404, 429, 404]);
    world.operator.call(Reset, &Empty {}).await.unwrap();
    assert!(limits(&world, LimitsGetRequest { minutes: 5, ..Default::default() }).await.uses.is_empty());
}

#[tokio::test]
async fn a_view_is_bounded_and_the_operator_s() {
    let world = World::new().await;
    let shop = world.shop().await;
    for wrong in [
        LimitsGetRequest { minutes: 6, ..Default::default() },
        LimitsGetRequest { minutes: -1, ..Default::default() },
        LimitsGetRequest { limit: 1_001, ..Default::default() },
    ] {
        assert_eq!(refusal(world.operator.call(LimitsGet, &wrong).await).0, 400, "{wrong:?}");
    }
    assert_eq!(refusal(shop.call(LimitsGet, &LimitsGetRequest::default()).await).0, 401);
    for body in [r#"{"settings":{"requests_per_second":0}}"#, r#"{"settings":{"rate_limits":"on"}}"#] {
        let raw =
            world.operator.send(gostiny_wire::method::Verb::Put, "/operator/v1/settings", body, &[]).await.unwrap();
        assert_eq!(raw.status, 400, "{body}");
    }
    assert_eq!(post(&shop.client, INFO, "{}").await.status, 400);
}

/// What one process let through the other knows soon, and counts as if it had let it through itself.
#[tokio::test]
async fn limits_hold_for_all_processes_of_a_database_together() {
    let world = World::of_this_moment().await;
    let shop = world.shop().await;
    let Some(other) = world.beside().await else { return };
    world.set(limited()).await;
    let there = other.as_seller(shop.client_id, &shop.api_key).unwrap();
    let operator = other.with(&[("authorization", &format!("Bearer {TOKEN}"))]).unwrap();
    let path = WarehouseListV1::INFO.path;
    assert_eq!(shop.post(path, "{}").await.status, 200);
    let request = LimitsGetRequest { client_id: Some(shop.client_id), ..Default::default() };
    let known = loop {
        let told = operator.call(LimitsGet, &request).await.unwrap();
        if let Some(budget) = told.budgets.into_iter().find(|budget| budget.seconds == 60) {
            break budget;
        }
    };
    assert_eq!((known.paths[0].as_str(), known.limit, known.used), (path, 1, 1));
    let refused = post(&there, path, "{}").await;
    assert_eq!((refused.status, refused.header("ratelimit-remaining")), (429, Some("0")));
    assert_eq!(post(&there, INFO, r#"{"offer_id":"A-1"}"#).await.status, 404);
}
