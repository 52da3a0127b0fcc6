//! Why a call was refused: the last calls, masked, with the rule and what would make them pass.

use gostiny_client::Client;
use gostiny_wire::{
    method::{Empty, Verb},
    operator::{
        DeliveryMethodCreateIntegration as Integration, KeyCreate, KeyCreateRequest, OrderPlaceAddress,
        OrderPlaceBuyer, OrderPlaceRequest, Reset,
        edge::{FaultCreate, FaultRule, RequestList, RequestListRequest, RequestListResponse, SellerRequest},
    },
    scalar::ClientId,
};

use crate::{
    parcel::{goods_at, own_warehouse},
    shop::Shop,
    world::{World, lines, post, refusal},
};

const INFO: &str = "/v2/product/info";

async fn asked(world: &World, request: RequestListRequest) -> RequestListResponse {
    world.operator.call(RequestList, &request).await.unwrap()
}

/// The newest call.
async fn last(world: &World) -> SellerRequest {
    asked(world, RequestListRequest { limit: 1, ..Default::default() }).await.requests.remove(0)
}

/// Rule and remedy of the newest call.
async fn why(world: &World) -> (String, String) {
    let refusal = last(world).await.refusal.unwrap();
    assert!(!refusal.remedy.is_empty(), "{refusal:?}");
    (refusal.rule, refusal.remedy)
}

async fn key(world: &World, shop: &Shop, change: impl FnOnce(&mut KeyCreateRequest)) -> Client {
    let mut request = KeyCreateRequest { client_id: shop.client_id, name: "ключ".to_owned(), ..Default::default() };
    change(&mut request);
    let made = world.operator.call(KeyCreate, &request).await.unwrap();
    world.stranger.as_seller(shop.client_id, &made.api_key).unwrap()
}

#[tokio::test]
async fn a_call_is_kept_with_all_that_belongs_to_it() {
    let world = World::new().await;
    let shop = world.shop().await;
    shop.product("Ж-1").on_sale().await;
    let body = r#"{"offer_id":"Ж-1"}"#;
    shop.client.send(Verb::Post, INFO, body, &[("x-request-id", "call-5")]).await.unwrap();
    let call = last(&world).await;
    assert_eq!((call.client_id, call.request_id.as_str(), call.status), (Some(shop.client_id), "call-5", 200));
    assert_eq!((call.verb.as_str(), call.path.as_str(), call.method.as_str()), ("POST", INFO, INFO));
    assert_eq!((call.request.text.as_str(), call.request.cut), (body, false));
    assert!(call.answer.text.starts_with(r#"{"result":{"#) && call.answer.size > 200, "{}", call.answer.text);
    assert!(call.key_id.is_some() && call.duration_us > 0 && call.at == world.now().await);
    assert!(call.refusal.is_none() && call.fault_id.is_none() && call.item_errors.count == 0);
    let long = format!(r#"{{"offer_id":"{}"}}"#, "Ж".repeat(4_000));
    shop.post(INFO, &long).await;
    let call = last(&world).await;
    assert_eq!((call.request.size, call.request.cut), (i64::try_from(long.len()).unwrap(), true));
    assert!(call.request.text.len() < 2_100);
    shop.client.send(Verb::Get, "/v1/actions?api_key=secret&x=1", "", &[]).await.unwrap();
    assert_eq!(last(&world).await.request.text, "api_key=***&x=1");
}

#[tokio::test]
async fn calls_are_paged_and_filtered() {
    let world = World::new().await;
    world.shop().await.product("A-1").on_sale().await;
    // A reset forgets the calls before it.
    world.operator.call(Reset, &Empty {}).await.unwrap();
    let (one, two) = (world.shop().await, world.shop().await);
    for _ in 0..5 {
        one.post(INFO, r#"{"offer_id":"нет"}"#).await;
    }
    one.post("/v1/warehouse/list", "{}").await;
    two.post(INFO, "{}").await;
    let shown = async |request| asked(&world, request).await.requests;
    assert_eq!(shown(RequestListRequest::default()).await.len(), 7);
    let by_shop = RequestListRequest { client_id: Some(one.client_id), ..Default::default() };
    assert_eq!(shown(by_shop.clone()).await.len(), 6);
    let by_path =
        RequestListRequest { path: "/v2/product/*".to_owned(), client_id: Some(one.client_id), ..Default::default() };
    assert_eq!(shown(by_path).await.len(), 5);
    let good = shown(RequestListRequest { status: 200, ..Default::default() }).await;
    assert_eq!((good.len(), good[0].path.as_str()), (1, "/v1/warehouse/list"));
    assert_eq!(shown(RequestListRequest { refused: true, ..by_shop }).await.len(), 5);
    let id = good[0].request_id.clone();
    assert_eq!(shown(RequestListRequest { request_id: id, ..Default::default() }).await.len(), 1);
    let mut request = RequestListRequest { limit: 3, ..Default::default() };
    let mut ids = Vec::new();
    loop {
        let page = asked(&world, request.clone()).await;
        assert_eq!(page.kept, 7);
        ids.extend(page.requests.iter().map(|call| call.id));
        if page.last_id.is_empty() {
            break;
        }
        request.last_id = page.last_id;
    }
    assert!(ids.len() == 7 && ids.windows(2).all(|pair| pair[0] > pair[1]), "{ids:?}");
    for wrong in [
        RequestListRequest { limit: 201, ..Default::default() },
        RequestListRequest { last_id: "?".to_owned(), ..Default::default() },
        RequestListRequest { path: "a*b".to_owned(), ..Default::default() },
    ] {
        assert_eq!(refusal(world.operator.call(RequestList, &wrong).await).0, 400, "{wrong:?}");
    }
    assert_eq!(refusal(one.call(RequestList, &RequestListRequest::default()).await).0, 401);
}

/// The caller learns nothing of what the operator is told.
#[tokio::test]
async fn each_wrong_key_is_told_apart_for_the_operator_only() {
    let world = World::new().await;
    let shop = world.shop().await;
    let none = "00000000-0000-4000-8000-000000000000";
    let mut bodies = Vec::new();
    let expiry = world.now().await.plus_hours(1);
    let expiring = key(&world, &shop, |request| request.expires_at = Some(expiry)).await;
    let far = key(&world, &shop, |request| request.networks = vec!["203.0.113.0/24".to_owned()]).await;
    let finance = key(&world, &shop, |request| request.roles = vec!["Finance".to_owned()]).await;
    world.pass(3_600).await;
    let clients = [
        (world.stranger.as_seller(ClientId(999_999), none).unwrap(), "no shop"),
        (world.stranger.as_seller(shop.client_id, none).unwrap(), "no such key"),
        (expiring, "ran out at 2026-01-12T10:00:00Z"),
        (far, "203.0.113.0/24 only, and the call came from 127.0.0.1"),
        (finance, "has the roles Finance, none of which covers methods of the area product"),
        (world.stranger.with(&[("client-id", "abc"), ("api-key", none)]).unwrap(), "no positive whole number"),
    ];
    for (client, part) in &clients {
        bodies.push(post(client, INFO, "{}").await.body);
        let (rule, _) = why(&world).await;
        assert!(rule.contains(part), "{rule:?} has no {part:?}");
    }
    assert_eq!(bodies[0], bodies[1]);
    post(&world.stranger, INFO, "{}").await;
    let call = last(&world).await;
    assert_eq!((call.client_id, call.status), (None, 401));
    let claimed = RequestListRequest { client_id: Some(ClientId(999_999)), ..Default::default() };
    let claimed = asked(&world, claimed).await.requests;
    assert_eq!((claimed.len(), claimed[0].key_id), (1, None));
    assert!(!serde_json::to_string(&asked(&world, RequestListRequest::default()).await).unwrap().contains(none));
}

#[tokio::test]
async fn the_wire_names_a_line_and_the_operator_hears_of_the_field() {
    let world = World::new().await;
    let shop = world.shop().await;
    let raw = shop.post("/v2/product/list", r#"{"filter":{"offer_id":{"a":1}}}"#).await;
    assert!(!String::from_utf8_lossy(&raw.body).contains("offer_id"));
    let (rule, remedy) = why(&world).await;
    assert!(rule.starts_with("field filter.offer_id: invalid type: map, expected a sequence"), "{rule}");
    assert!(remedy.contains("type"), "{remedy}");
    for (path, body, rule, remedy) in [
        ("/v2/product/list", r#"{"limit":5000}"#, "Limit: value must be inside range (0, 1000]", "Limit"),
        ("/v2/product/list", r#"{"limit":"#, "EOF", "ends too early"),
        ("/v2/posting/fbs/package-label", r#"{"posting_number":["1-1"]}"#, "no such posting", "FBS"),
        ("/v9/nothing", "{}", "Not Found", "/openapi.json"),
        ("/v1/actions", "{}", "Method Not Allowed", "verb"),
    ] {
        shop.post(path, body).await;
        let told = why(&world).await;
        assert!(told.0.contains(rule) && told.1.contains(remedy), "{path} {body}: {told:?}");
    }
}

#[tokio::test]
async fn errors_of_items_inside_a_good_answer_are_counted_and_named() {
    let world = World::new().await;
    let shop = world.shop().await;
    shop.product("A-1").on_sale().await;
    let line = |offer: &str, stock: i64| {
        format!(r#"{{"offer_id":"{offer}","stock":{stock},"warehouse_id":{}}}"#, shop.warehouse_id)
    };
    let body = format!(r#"{{"stocks":[{},{},{}]}}"#, line("A-1", 5), line("нет", 5), line("A-1", 5_000_000));
    assert_eq!(shop.post("/v2/products/stocks", &body).await.status, 200);
    let errors = last(&world).await.item_errors;
    assert_eq!((errors.count, errors.items.len()), (2, 2));
    let first = &errors.items[0];
    assert_eq!((first.item.as_str(), first.code.as_str()), ("offer_id нет", "NOT_FOUND_ERROR"));
    assert!(errors.items.iter().all(|error| !error.remedy.is_empty()), "{errors:?}");
    let refused = asked(&world, RequestListRequest { refused: true, limit: 1, ..Default::default() }).await;
    assert_eq!(refused.requests[0].path, "/v2/products/stocks");
    shop.post("/v1/product/import/prices", r#"{"prices":[{"offer_id":"A-1","price":"0"}]}"#).await;
    assert_eq!(last(&world).await.item_errors.items[0].code, "price_out_of_range");
    let bad = r#"{"items":[{"offer_id":"плохой","name":"x","category_id":1,"price":"1","vat":"0"}]}"#;
    let task = shop.post("/v2/product/import", bad).await;
    let task: serde_json::Value = serde_json::from_slice(&task.body).unwrap();
    world.pass(5).await;
    shop.post("/v1/product/import/info", &format!(r#"{{"task_id":{}}}"#, task["result"]["task_id"])).await;
    let errors = last(&world).await.item_errors;
    assert!(errors.count > 0 && errors.items[0].item == "offer_id плохой", "{errors:?}");
}

#[tokio::test]
async fn who_bought_is_not_shown() {
    let world = World::new().await;
    let shop = world.shop().await;
    let warehouse = own_warehouse(&world, &shop, Integration::NonIntegrated).await;
    let product = goods_at(&shop, "A-1", warehouse, 5).await;
    let buyer = OrderPlaceBuyer {
        name: "Аристарх Неповторимов".to_owned(),
        phone: "+79990001122".to_owned(),
        ..Default::default()
    };
    let address = OrderPlaceAddress { city: "Урюпинск".to_owned(), ..Default::default() };
    let order = OrderPlaceRequest {
        items: lines(&[(product.sku, 1)]),
        buyer: Some(buyer),
        address: Some(address),
        ..Default::default()
    };
    let number = world.place(&order).await.unwrap().postings.remove(0).posting_number;
    let raw = shop.post("/v3/posting/fbs/get", &format!(r#"{{"posting_number":"{number}"}}"#)).await;
    assert!(String::from_utf8_lossy(&raw.body).contains("Неповторимов"));
    let text = last(&world).await.answer.text;
    assert!(text.contains(r#""customer":{"#) && text.contains("***"), "{text}");
    for secret in ["Неповторимов", "79990001122"] {
        assert!(!text.contains(secret), "{text}");
    }
}

#[tokio::test]
async fn a_fault_is_told_from_a_failure() {
    let world = World::new().await;
    let shop = world.shop().await;
    let rule = FaultRule { path: INFO.to_owned(), drop: true, times: Some(1), ..Default::default() };
    let fault = world.operator.call(FaultCreate, &rule).await.unwrap();
    let lost = shop.client.send(Verb::Post, INFO, "{}", &[]).await;
    assert!(lost.is_err());
    let call = last(&world).await;
    assert_eq!((call.status, call.fault_id, call.refusal), (0, Some(fault.fault_id), None));
    let refused = asked(&world, RequestListRequest { refused: true, ..Default::default() }).await;
    assert_eq!(refused.requests.len(), 1);
}
