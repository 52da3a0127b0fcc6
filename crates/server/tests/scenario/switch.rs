//! Switches of the years: methods that are switched off, forms of refusals, strict reading, who may chat.

use gostiny_wire::{
    method::Verb,
    operator::{
        LabelNotReady, ObsoleteMethod, SellerCreateRequest, Settings, SettingsGet, SettingsGetRequest, SettingsSet,
        SettingsSetRequest,
    },
    product::{ProductInfoV2, ProductInfoV2Request},
    scalar::Time,
};
use serde_json::json;

use crate::world::{START, World, post, refusal_of, refused};

const OBSOLETE: &str = "obsolete method cannot be used";

fn off(methods: &[(&str, Option<Time>)]) -> Settings {
    let methods = methods.iter().map(|(path, from)| ObsoleteMethod { path: (*path).to_owned(), from: *from });
    Settings { obsolete_methods: Some(methods.collect()), ..Settings::default() }
}

#[tokio::test]
async fn a_method_is_switched_off_from_a_day_of_the_world_on() {
    let world = World::new().await;
    let shop = world.shop().await;
    let from = world.now().await.plus_hours(1);
    world.set(off(&[("v3/posting/fbs/ship/*", Some(from)), ("/v2/category/tree", None)])).await;
    let obsolete = (400, 9, OBSOLETE.to_owned());
    assert_eq!(refusal_of(&shop.post("/v2/category/tree", "{}").await), obsolete);
    assert_ne!(refusal_of(&shop.post("/v3/posting/fbs/ship/package", "{}").await), obsolete);
    world.pass(3_599).await;
    assert_ne!(refusal_of(&shop.post("/v3/posting/fbs/ship/package", "{}").await), obsolete);
    world.pass(1).await;
    assert_eq!(refusal_of(&shop.post("/v3/posting/fbs/ship/package", "{}").await), obsolete);
    assert_ne!(refusal_of(&shop.post("/v4/posting/fbs/ship", "{}").await), obsolete);
    world.restart().await;
    assert_eq!(refusal_of(&shop.post("/v2/category/tree", "{}").await), obsolete);
    world.set(off(&[])).await;
    assert_eq!(shop.post("/v2/category/tree", "{}").await.status, 200);
}

#[tokio::test]
async fn a_shop_s_own_list_stands_in_the_place_of_the_one_for_all() {
    let world = World::new().await;
    let (one, two) = (world.shop().await, world.shop().await);
    world.set(off(&[("/v2/category/tree", None)])).await;
    let settings = off(&[("/v1/warehouse/list", None)]);
    let change = SettingsSetRequest { client_id: Some(one.client_id), settings };
    world.operator.call(SettingsSet, &change).await.unwrap();
    let mut statuses = Vec::new();
    for shop in [&one, &two] {
        for path in ["/v2/category/tree", "/v1/warehouse/list"] {
            statuses.push(shop.post(path, "{}").await.status);
        }
    }
    assert_eq!(statuses, [200, 400, 400, 200]);
    // Who is not let in does not learn it.
    assert_eq!(post(&world.stranger, "/v2/category/tree", "{}").await.status, 401);
    for list in [
        json!([{"path": "/v9/nothing"}]),
        json!([{"path": ""}]),
        json!([{"path": "a*b"}]),
        json!(vec![json!({"path": "*"}); 501]),
    ] {
        let body = json!({"settings": {"obsolete_methods": list}}).to_string();
        let raw = world.operator.send(Verb::Put, "/operator/v1/settings", body, &[]).await.unwrap();
        assert_eq!(raw.status, 400);
    }
    let kept = world.operator.call(SettingsGet, &SettingsGetRequest::default()).await.unwrap();
    assert_eq!(kept.obsolete_methods.unwrap().len(), 1);
}

#[tokio::test]
async fn methods_go_as_the_calendar_of_the_real_service_says() {
    let world = World::new().await;
    let shop = world.shop().await;
    world.set(Settings { method_calendar: Some(true), ..Default::default() }).await;
    let gone = async |path| refusal_of(&shop.post(path, "{}").await).2 == OBSOLETE;
    assert_eq!(START, "2026-01-12T09:00:00Z");
    for (path, is_gone) in [
        ("/v3/posting/fbs/ship", true),
        ("/v2/product/info", true),
        ("/v3/posting/fbs/list", false),
        ("/v3/finance/transaction/list", false),
        ("/v4/posting/fbs/ship", false),
        ("/v1/conditional-cancellation/list", true),
        ("/v4/fbs/posting/product/exemplar/set", false),
        // It went and came back.
        ("/v1/product/unarchive", false),
    ] {
        assert_eq!(gone(path).await, is_gone, "{path}");
    }
    let day = 86_400;
    world.pass(231 * day - 9 * 3_600 - 1).await;
    assert!(!gone("/v3/posting/fbs/list").await);
    world.pass(1).await;
    assert_eq!(world.now().await, "2026-08-31T00:00:00Z".parse().unwrap());
    assert!(gone("/v3/posting/fbs/list").await);
}

#[tokio::test]
async fn zero_is_refused_where_zero_is_not_absent() {
    let world = World::new().await;
    let shop = world.shop().await;
    shop.product("A-1").on_sale().await;
    let typed = ProductInfoV2Request { offer_id: "A-1".into(), ..Default::default() };
    assert!(shop.call(ProductInfoV2, &typed).await.is_ok());
    world.set(Settings { strict_zero_values: Some(true), ..Default::default() }).await;
    let message = "Request validation error: invalid ProductInfoV2Request.ProductId: value must be greater than 0";
    refused(shop.call(ProductInfoV2, &typed).await, 400, 3, message);
    assert_eq!(shop.post("/v2/product/info", r#"{"offer_id":"A-1"}"#).await.status, 200);
    assert_eq!(shop.post("/v2/product/list", r#"{"last_id":"","limit":10}"#).await.status, 200);
}

#[tokio::test]
async fn a_label_too_early_is_refused_in_each_of_the_known_forms() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").on_sale().await.sku;
    let number = world.order_one(&[(sku, 1)]).await;
    shop.ship(&number).await;
    let body = json!({"posting_number": [number]}).to_string();
    for (form, refusal) in [
        (LabelNotReady::CodeWord, (400, 3, "POSTINGS_NOT_READY")),
        (LabelNotReady::Sentence, (400, 3, "The next postings aren't ready")),
        (LabelNotReady::Conflict, (409, 6, "POSTINGS_NOT_READY")),
    ] {
        world.set(Settings { label_not_ready: Some(form), ..Default::default() }).await;
        let (status, code, message) = refusal_of(&shop.post("/v2/posting/fbs/package-label", &body).await);
        assert_eq!((status, code, message.as_str()), refusal);
    }
    world.pass(60).await;
    assert_eq!(shop.post("/v2/posting/fbs/package-label", &body).await.status, 200);
}

#[tokio::test]
async fn chats_are_begun_with_the_premium_level_only_when_the_switch_says_so() {
    let world = World::new().await;
    let basic = world.shop().await;
    let premium =
        world.shop_like(&SellerCreateRequest { name: "Премиум".to_owned(), premium: true, ..Default::default() }).await;
    world.set(Settings { chat_needs_premium: Some(true), ..Default::default() }).await;
    let mut statuses = Vec::new();
    for shop in [&basic, &premium, &basic] {
        let offer = format!("A-{}", statuses.len());
        let sku = shop.product(&offer).on_sale().await.sku;
        let number = world.order_one(&[(sku, 1)]).await;
        if statuses.len() == 2 {
            world.set(Settings { chat_needs_premium: Some(false), ..Default::default() }).await;
        }
        statuses.push(shop.post("/v1/chat/start", &json!({"posting_number": number}).to_string()).await.status);
    }
    assert_eq!(statuses, [403, 200, 200]);
}
