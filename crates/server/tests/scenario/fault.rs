//! Faults on purpose: what an integrator cannot order from the real service.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use gostiny_client::{ClientError, Raw};
use gostiny_wire::{
    method::{Empty, Verb},
    operator::{
        ObsoleteMethod, Reset, Settings,
        edge::{Fault, FaultClear, FaultCreate, FaultList, FaultRemove, FaultRemoveRequest, FaultRule},
    },
    scalar::ClientId,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{
    shop::Shop,
    world::{World, post, refusal, refusal_of},
};

const STOCKS: &str = "/v2/products/stocks";
const INFO: &str = "/v2/product/info";

async fn fault(world: &World, rule: FaultRule) -> Fault {
    world.operator.call(FaultCreate, &rule).await.unwrap()
}

async fn faults(world: &World) -> Vec<Fault> {
    world.operator.call(FaultList, &Empty {}).await.unwrap().faults
}

fn on(path: &str) -> FaultRule {
    FaultRule { path: path.to_owned(), ..FaultRule::default() }
}

fn status(path: &str, status: i64) -> FaultRule {
    FaultRule { status: Some(status), ..on(path) }
}

async fn info(shop: &Shop) -> Raw {
    shop.post(INFO, r#"{"offer_id":"A-1"}"#).await
}

async fn set_stock(shop: &Shop, stock: i64) -> Result<Raw, ClientError> {
    let body = format!(r#"{{"stocks":[{{"offer_id":"A-1","stock":{stock},"warehouse_id":{}}}]}}"#, shop.warehouse_id);
    shop.client.send(Verb::Post, STOCKS, body, &[("content-type", "application/json")]).await
}

#[tokio::test]
async fn a_fault_stands_before_the_work_of_its_shop_s_calls() {
    let world = World::new().await;
    let (one, two) = (world.shop().await, world.shop().await);
    let (first, second) = (one.product("A-1").stock(5).on_sale().await, two.product("A-1").stock(5).on_sale().await);
    let rule = FaultRule { client_id: Some(one.client_id), ..status("/v2/products/*", 502) };
    let made = fault(&world, rule).await;
    let raw = set_stock(&one, 9).await.unwrap();
    assert_eq!((raw.status, raw.header("content-type")), (502, Some("text/html")));
    assert!(String::from_utf8_lossy(&raw.body).contains("<h1>502 Bad Gateway</h1>"));
    assert_eq!(set_stock(&two, 9).await.unwrap().status, 200);
    assert_eq!((one.stock_of(first.sku).await, two.stock_of(second.sku).await), ((5, 0), (9, 0)));
    assert_eq!(info(&one).await.status, 200);
    let told = faults(&world).await.remove(0);
    assert_eq!((told.fault_id, told.met, told.applied), (made.fault_id, 1, 1));
    world.operator.call(FaultRemove, &FaultRemoveRequest { fault_id: made.fault_id }).await.unwrap();
    assert_eq!(set_stock(&one, 9).await.unwrap().status, 200);
    assert_eq!(refusal(world.operator.call(FaultRemove, &FaultRemoveRequest { fault_id: 999 }).await).0, 404);
}

/// What integrators fear most: the write happened, and its answer was lost.
#[tokio::test]
async fn an_answer_is_lost_after_the_work_is_done() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").stock(5).on_sale().await.sku;
    fault(&world, FaultRule { after: true, ..status(STOCKS, 500) }).await;
    assert_eq!(refusal_of(&set_stock(&shop, 6).await.unwrap()), (500, 13, "Internal error".to_owned()));
    assert_eq!(shop.stock_of(sku).await, (6, 0));
    world.operator.call(FaultClear, &Empty {}).await.unwrap();
    fault(&world, FaultRule { after: true, drop: true, ..on(STOCKS) }).await;
    assert!(matches!(set_stock(&shop, 7).await, Err(ClientError::Transport(_))));
    assert_eq!(shop.stock_of(sku).await, (7, 0));
    world.operator.call(FaultClear, &Empty {}).await.unwrap();
    fault(&world, FaultRule { drop: true, ..on(STOCKS) }).await;
    assert!(matches!(set_stock(&shop, 8).await, Err(ClientError::Transport(_))));
    assert_eq!(shop.stock_of(sku).await, (7, 0));
}

/// All that comes over the line until it is closed.
async fn on_the_line(world: &World, shop: &Shop, more: &str) -> (String, bool) {
    let body = r#"{"offer_id":"A-1"}"#;
    let mut line = TcpStream::connect(world.address()).await.unwrap();
    let head = format!(
        "POST {INFO} HTTP/1.1\r\nHost: here\r\nClient-Id: {}\r\nApi-Key: {}\r\n{more}Content-Length: {}\r\n\r\n{body}",
        shop.client_id,
        shop.api_key,
        body.len()
    );
    line.write_all(head.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let reset = line.read_to_end(&mut answer).await.is_err();
    (String::from_utf8_lossy(&answer).into_owned(), reset)
}

#[tokio::test]
async fn a_connection_ends_before_the_answer_or_in_its_middle() {
    let world = World::new().await;
    let shop = world.shop().await;
    shop.product("A-1").on_sale().await;
    let whole = info(&shop).await.body;
    fault(&world, FaultRule { truncate: true, times: Some(2), ..on(INFO) }).await;
    let (answer, _) = on_the_line(&world, &shop, "").await;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200 OK"), "{head}");
    assert!(head.contains(&format!("content-length: {}", whole.len())), "{head}");
    assert_eq!(body.as_bytes(), &whole[..whole.len() / 2]);
    assert!(matches!(
        shop.client.send(Verb::Post, INFO, r#"{"offer_id":"A-1"}"#, &[]).await,
        Err(ClientError::Transport(_))
    ));
    assert_eq!(info(&shop).await.body, whole);
    fault(&world, FaultRule { drop: true, ..on(INFO) }).await;
    for more in ["", "Accept-Encoding: gzip\r\n"] {
        assert_eq!(on_the_line(&world, &shop, more).await, (String::new(), true), "a reset {more}");
    }
}

#[tokio::test]
async fn a_fault_for_a_number_of_times_strikes_so_often_however_many_call_at_once() {
    let world = World::new().await;
    let shop = world.shop().await;
    shop.product("A-1").on_sale().await;
    fault(&world, FaultRule { times: Some(3), ..status(INFO, 503) }).await;
    let calls = join_all((0..24).map(|_| info(&shop))).await;
    assert_eq!(calls.iter().filter(|raw| raw.status == 503).count(), 3);
    assert_eq!(calls.iter().filter(|raw| raw.status == 200).count(), 21);
    let told = faults(&world).await.remove(0);
    assert_eq!((told.applied, told.rule.times), (3, Some(3)));
    assert_eq!(info(&shop).await.status, 200);
}

/// What one process is told, the other knows with the next call, and both count together.
#[tokio::test]
async fn faults_and_switches_hold_for_every_process_of_a_database() {
    let world = World::new().await;
    let shop = world.shop().await;
    shop.product("A-1").on_sale().await;
    let Some(other) = world.beside().await else { return };
    let there = other.as_seller(shop.client_id, &shop.api_key).unwrap();
    let body = r#"{"offer_id":"A-1"}"#;
    assert_eq!(post(&there, INFO, body).await.status, 200);
    fault(&world, FaultRule { times: Some(3), ..status(INFO, 503) }).await;
    let (here, there_too) =
        tokio::join!(join_all((0..8).map(|_| info(&shop))), join_all((0..8).map(|_| post(&there, INFO, body))));
    assert_eq!(here.iter().chain(&there_too).filter(|raw| raw.status == 503).count(), 3);
    let off = ObsoleteMethod { path: INFO.to_owned(), from: None };
    world.set(Settings { obsolete_methods: Some(vec![off]), ..Default::default() }).await;
    assert_eq!(refusal_of(&post(&there, INFO, body).await).1, 9);
    world.set(Settings { obsolete_methods: Some(vec![]), ..Default::default() }).await;
    assert_eq!(post(&there, INFO, body).await.status, 200);
}

#[tokio::test]
async fn chance_follows_the_seed_and_a_restart_does_not_begin_it_anew() {
    let mut runs = Vec::new();
    for restarts in [false, true] {
        let world = World::new().await;
        let shop = world.shop().await;
        shop.product("A-1").on_sale().await;
        fault(&world, FaultRule { probability: Some(0.5), ..status("*", 500) }).await;
        let mut struck = Vec::new();
        for call in 0..30 {
            if restarts && call == 15 {
                world.restart().await;
            }
            struck.push(info(&shop).await.status == 500);
        }
        let count = struck.iter().filter(|struck| **struck).count();
        assert!((6..25).contains(&count), "{count}");
        let told = faults(&world).await.remove(0);
        assert_eq!((told.met, usize::try_from(told.applied).unwrap()), (30, count));
        runs.push(struck);
    }
    assert_eq!(runs[0], runs[1]);
}

#[tokio::test]
async fn a_wait_is_by_the_clock_on_the_wall_and_the_answer_comes() {
    let world = World::new().await;
    let shop = world.shop().await;
    shop.product("A-1").on_sale().await;
    let (good, before) = (info(&shop).await.body, world.now().await);
    for after in [false, true] {
        fault(&world, FaultRule { latency_ms: 120, after, times: Some(1), ..on(INFO) }).await;
        let started = Instant::now();
        let raw = info(&shop).await;
        assert!(started.elapsed() >= Duration::from_millis(120));
        assert_eq!((raw.status, raw.body), (200, good.clone()));
    }
    assert_eq!(world.now().await, before);
}

#[tokio::test]
async fn each_status_has_the_body_and_the_headers_that_come_with_it() {
    let world = World::new().await;
    let shop = world.shop().await;
    for (code, rpc) in [(400, 3), (401, 16), (403, 7), (404, 5), (409, 6), (429, 8), (500, 13), (503, 14)] {
        fault(&world, FaultRule { times: Some(1), ..status(INFO, code) }).await;
        let (got, got_rpc, message) = refusal_of(&info(&shop).await);
        assert_eq!((i64::from(got), got_rpc), (code, rpc), "{message}");
    }
    fault(&world, FaultRule { times: Some(1), ..status(INFO, 429) }).await;
    let raw = info(&shop).await;
    assert_eq!((raw.header("retry-after"), raw.header("ratelimit-remaining")), (Some("1"), Some("0")));
    let own =
        FaultRule { body: Some(serde_json::json!({"ошибка": [1]})), retry_after: Some(30), ..status(INFO, 429) };
    fault(&world, own).await;
    let raw = info(&shop).await;
    assert_eq!((raw.header("retry-after"), &raw.body[..]), (Some("30"), r#"{"ошибка":[1]}"#.as_bytes()));
    assert!(raw.header("x-request-id").is_some_and(|id| !id.is_empty()));
}

#[tokio::test]
async fn a_fault_is_about_all_spellings_and_about_nobody_who_is_not_let_in() {
    let world = World::new().await;
    let shop = world.shop().await;
    let made = fault(&world, status("v3/posting/fbs/set", 500)).await;
    assert_eq!(made.rule.path, "/v3/posting/fbs/set");
    assert_eq!(shop.post("/v3/posting/fbs/ship", "{}").await.status, 500);
    let wrong = world.stranger.as_seller(shop.client_id, "00000000-0000-4000-8000-000000000000").unwrap();
    assert_eq!(post(&wrong, "/v3/posting/fbs/ship", "{}").await.status, 403);
    fault(&world, status("*", 500)).await;
    assert_eq!(post(&world.stranger, INFO, "{}").await.status, 401);
    assert_eq!(faults(&world).await[1].met, 0);
    // The operator's own calls never go wrong on purpose.
    assert_eq!(world.operator.call(FaultClear, &Empty {}).await.unwrap().removed, 2);
    assert_eq!(info(&shop).await.status, 404);
}

#[tokio::test]
async fn what_is_no_fault_is_refused_and_a_reset_takes_all_away() {
    let world = World::new().await;
    let shop = world.shop().await;
    for (body, part) in [
        (r#"{"path":"/v2/product/info"}"#, "status"),
        (r#"{"path":"/v2/product/info","drop":true,"truncate":true}"#, "truncate"),
        (r#"{"path":"/v9/nothing","drop":true}"#, "/v9/nothing"),
        (r#"{"path":"/v2/*/info","drop":true}"#, "path"),
        (r#"{"path":"/operator/v1/*","drop":true}"#, "path"),
        (r#"{"path":"*","drop":true,"probability":2}"#, "probability"),
        (r#"{"path":"*","status":700}"#, "status"),
        (r#"{"path":"*","drop":"yes"}"#, "proto"),
        (r#"{"path":"#, "EOF"),
    ] {
        let raw = post(&world.operator, "/operator/v1/faults", body).await;
        assert_eq!(raw.status, 400, "{body}");
        assert!(String::from_utf8_lossy(&raw.body).contains(part), "{}", String::from_utf8_lossy(&raw.body));
    }
    let seller = post(&shop.client, "/operator/v1/faults", r#"{"path":"*","drop":true}"#).await;
    assert_eq!(seller.status, 401);
    let nobody_s = FaultRule { client_id: Some(ClientId(5)), ..status(INFO, 500) };
    assert_eq!(refusal(world.operator.call(FaultCreate, &nobody_s).await).0, 404);
    for _ in 0..200 {
        fault(&world, FaultRule { probability: Some(0.0), ..status("/v1/report/*", 500) }).await;
    }
    assert_eq!(refusal(world.operator.call(FaultCreate, &status("*", 500)).await).0, 409);
    world.operator.call(Reset, &Empty {}).await.unwrap();
    assert_eq!(faults(&world).await, []);
    assert_eq!(fault(&world, status("*", 500)).await.fault_id, 1);
}
