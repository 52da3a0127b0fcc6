//! Generated: each place of each method that takes an id, with another shop's, with one that never was, and with what is
//! no id at all; each method with keys that let nobody in.

use gostiny_client::Client;
use gostiny_wire::{
    method::Verb,
    operator::{KeyCreate, KeyCreateRequest, KeyRevoke, KeyRevokeRequest},
    scalar::Time,
    seller_methods,
};
use serde_json::{Value, json};

use super::{
    other::Other,
    positions::{Kind, Places},
};
use crate::world::{World, post};

/// An id of the same form that nothing has.
fn absent(id: &Value) -> Value {
    match id {
        Value::Number(number) => json!(number.as_i64().unwrap() + 700_000_000_000),
        Value::String(text) if text == "theirs" => json!("absent"),
        Value::String(text) => {
            json!(text.chars().map(|c| if c.is_ascii_digit() { '9' } else { c }).collect::<String>())
        }
        other => panic!("{other} is no id"),
    }
}

/// Whatever is on sale is everybody's to copy.
pub(super) const EVERYBODY_S: &str = "/v1/product/import-by-sku";

/// Each place that takes an id, with one that never was and with the other shop's: the id as it is spelled there, and the
/// request.
pub(super) fn pairs(other: &Other) -> Vec<(&'static str, [(Value, String); 2])> {
    let (places, mut pairs) = (Places::new(), Vec::new());
    for method in seller_methods().filter(|method| method.verb == Verb::Post) {
        let (base, _) = other.ask(method.path).unwrap();
        for place in places.of(method.path) {
            let theirs = other.id(place.kind);
            let asked = [absent(&theirs), theirs].map(|id| {
                let id = place.spelled(&id);
                let request = place.with(&base, &id).to_string();
                (id, request)
            });
            pairs.push((method.path, asked));
        }
    }
    pairs
}

/// An answer without the ids that were asked by and without what a call has made for the shop that made it.
fn told(body: &[u8], asked_by: &Value, request: &str) -> String {
    let text = String::from_utf8_lossy(body).into_owned();
    let Ok(mut answer) = serde_json::from_str::<Value>(&text) else { return text };
    forget_made(&mut answer);
    let asked_by = asked_by.as_str().map_or_else(|| asked_by.to_string(), str::to_owned);
    let answer = answer.to_string().replace(&asked_by, "ID");
    if request.contains("theirs") { answer.replace("theirs", "ID") } else { answer }
}

fn forget_made(answer: &mut Value) {
    let is_report = |code: &Value| code.as_str().is_some_and(|code| code.contains(|c: char| c.is_ascii_digit()));
    match answer {
        Value::Object(fields) => {
            fields.retain(|name, value| name != "task_id" && !(name == "code" && is_report(value)));
            fields.values_mut().for_each(forget_made);
        }
        Value::Array(list) => list.iter_mut().for_each(forget_made),
        _ => {}
    }
}

#[tokio::test]
async fn another_shop_s_id_is_answered_like_one_that_never_was() {
    let world = World::new().await;
    let other = Other::new(&world).await;
    let shop = world.shop().await;
    let before = other.state().await;
    let (pairs, mut told_apart) = (pairs(&other), Vec::new());
    for (path, asked) in &pairs {
        let mut answers = Vec::new();
        for (id, request) in asked {
            let raw = shop.post(path, request).await;
            assert!(raw.status < 500, "{path} {request}: {}", raw.status);
            answers.push((raw.status, told(&raw.body, id, request), request));
        }
        let [(status, says, _), (their_status, they_say, request)] = answers.as_slice() else { unreachable!() };
        if (status, says) != (their_status, they_say) {
            told_apart.push(format!("{path} {request}: {they_say} beside {says}"));
        }
    }
    told_apart.retain(|place| !place.starts_with(EVERYBODY_S));
    assert!(told_apart.is_empty(), "{told_apart:#?}");
    assert!(pairs.len() > 200, "only {} places take ids", pairs.len());
    assert_eq!(other.state().await, before);
}

#[tokio::test]
async fn what_is_no_id_is_refused_or_finds_nothing_in_each_place() {
    let world = World::new().await;
    let other = Other::new(&world).await;
    let shop = world.shop().await;
    let (places, before) = (Places::new(), other.state().await);
    let odd: Vec<Value> = [
        "null",
        "-1",
        "0",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775809",
        "1e300",
        "1.5",
        "true",
        r#""""#,
        r#""\u0000""#,
        r#""' or 1=1 --""#,
        r#""%""#,
        "[]",
        "[[]]",
        "{}",
    ]
    .iter()
    .map(|text| serde_json::from_str(text).unwrap())
    .chain([json!("я".repeat(5_000))])
    .collect();
    for method in seller_methods().filter(|method| method.verb == Verb::Post) {
        let path = method.path;
        let (base, _) = other.ask(path).unwrap();
        for place in places.of(path) {
            for value in &odd {
                let request = place.with(&base, value).to_string();
                let raw = shop.post(path, &request).await;
                let text = String::from_utf8_lossy(&raw.body);
                assert!(raw.status < 500, "{path} {request}: {text}");
                assert!(request.contains("theirs") || !text.contains("theirs"), "{path} {request}: {text}");
            }
        }
    }
    assert_eq!(other.state().await, before);
}

#[tokio::test]
async fn a_key_that_lets_nobody_in_is_refused_by_each_method() {
    let world = World::new().await;
    let other = Other::new(&world).await;
    let client_id = other.client_id();
    let make = async |change: fn(&mut KeyCreateRequest), now: Time| {
        let mut request = KeyCreateRequest { client_id, name: "ключ".to_owned(), ..Default::default() };
        request.expires_at = Some(now.plus_days(1));
        change(&mut request);
        let made = world.operator.call(KeyCreate, &request).await.unwrap();
        (made.key_id, world.stranger.as_seller(client_id, &made.api_key).unwrap())
    };
    let now = world.now().await;
    let (revoked_id, revoked) = make(|_| {}, now).await;
    let (_, expired) = make(|_| {}, now).await;
    let (_, barred) = make(|key| (key.expires_at, key.networks) = (None, vec!["203.0.113.0/24".to_owned()]), now).await;
    let (_, narrow) = make(|key| (key.expires_at, key.roles) = (None, vec!["Finance".to_owned()]), now).await;
    world.operator.call(KeyRevoke, &KeyRevokeRequest { client_id, key_id: revoked_id }).await.unwrap();
    world.pass(2 * 86_400).await;
    let before = other.state().await;
    let mut let_in = Vec::new();
    for method in seller_methods() {
        let path = method.path;
        let body = other.ask(path).map_or_else(|| json!({}), |(body, _)| body).to_string();
        let ask = async |client: &Client| {
            let raw = match method.verb {
                Verb::Get => client.send(Verb::Get, path, "", &[]).await.unwrap(),
                _ => post(client, path, &body).await,
            };
            let text = String::from_utf8_lossy(&raw.body).into_owned();
            assert!(raw.status == 200 || !text.contains("theirs"), "{path}: {text}");
            raw.status
        };
        for (what, client) in [("revoked", &revoked), ("expired", &expired), ("barred", &barred)] {
            assert_eq!(ask(client).await, 403, "{path} with a {what} key");
        }
        if ask(&narrow).await != 403 {
            let_in.push(path);
        }
    }
    // A role lets into its own methods and those that need none.
    let own = |path: &str| path.starts_with("/v1/analytics/") || path.starts_with("/v1/report/");
    let parts = ["/posting/", "/stocks", "/price", "/chat/", "/warehouse", "/carriage"];
    let foreign = |path: &&&str| !own(path) && parts.iter().any(|part| path.contains(part));
    let wrong: Vec<_> = let_in.iter().filter(foreign).collect();
    assert!(let_in.contains(&"/v3/finance/transaction/list"), "{let_in:?}");
    assert!(wrong.is_empty(), "{wrong:?}");
    assert_eq!(other.state().await, before);
}

impl Other {
    /// Theirs of a kind.
    fn id(&self, kind: Kind) -> Value {
        match kind {
            Kind::Product => json!(self.product.product_id),
            Kind::Sku => json!(self.product.sku),
            Kind::Offer => json!(self.product.offer_id),
            Kind::Posting => json!(self.number),
            Kind::Order => json!(self.order_id),
            Kind::Task => json!(self.task_id),
            Kind::Warehouse => json!(self.shop.warehouse_id),
            Kind::DeliveryMethod => json!(self.shop.delivery_method_id),
            Kind::Carriage => json!(self.carriage),
            Kind::Certificate => json!(self.certificate),
            Kind::Chat => json!(self.chat_id),
            Kind::Polygon => json!(self.polygon_id),
            Kind::Report => json!(self.report_code),
            Kind::Cancellation => json!(self.cancellation),
            Kind::Barcode => json!(self.barcode),
            Kind::Notification => json!(self.notification_id),
            Kind::DiscountTask => json!(self.discount_task),
        }
    }

    fn client_id(&self) -> gostiny_wire::scalar::ClientId {
        self.shop.client_id
    }
}
