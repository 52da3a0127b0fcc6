//! Receivers that fail: tries with growing gaps, in order; the pause after a day; what the log says of it.

use gostiny_wire::{
    operator::{
        DeliveryList, DeliveryListRequest, DeliveryResend, DeliveryResendRequest, DeliveryState, NotificationsCheck,
        NotificationsGet, NotificationsRequest, NotificationsSet, NotificationsSetRequest, NotificationsState,
        Settings,
    },
    push::Kind,
    scalar::{ClientId, PostingNumber, Sku},
};
use serde_json::Value;
use tokio::net::{TcpListener, TcpSocket};

use crate::{
    receiver::{NOTHING, Receiver, Reply, log, open, state, subscribe},
    shop::Shop,
    world::{World, post, refusal, refused_like},
};

const DAY: i64 = 86_400;
const ORDERS: &[Kind] = &[Kind::NewPosting];

async fn shop_with_goods(world: &World) -> (Shop, Sku) {
    let shop = world.shop().await;
    let sku = shop.product("A-1").stock(500).on_sale().await.sku;
    (shop, sku)
}

fn numbers(pushes: &[Value]) -> Vec<PostingNumber> {
    pushes.iter().map(|push| push["posting_number"].as_str().unwrap().into()).collect()
}

async fn check(shop: &Shop) -> (bool, String) {
    let request = NotificationsRequest { client_id: shop.client_id };
    let told = shop.operator.call(NotificationsCheck, &request).await.unwrap();
    (told.ok, told.reason)
}

#[tokio::test]
async fn a_failed_push_is_tried_again_with_growing_gaps_and_dropped_at_last() {
    let world = World::new().await;
    let (shop, sku) = shop_with_goods(&world).await;
    let receiver = Receiver::new().await;
    receiver.of(&world, &shop, ORDERS).await;
    receiver.answers(Reply::With(500, r#"{"error":{"code":"ERROR_UNKNOWN","message":"упал","details":null}}"#));
    let (one, two) = (world.order_one(&[(sku, 1)]).await, world.order_one(&[(sku, 1)]).await);
    assert_eq!(numbers(&receiver.heard()), std::slice::from_ref(&one), "the second waits behind the first");
    let waiting = log(&shop, |request| request.state = Some(DeliveryState::Waiting)).await;
    let now = world.now().await;
    assert_eq!((waiting.len(), waiting[1].attempts, waiting[1].next_attempt_at), (2, 1, Some(now.plus_seconds(5))));
    assert_eq!((waiting[0].attempts, waiting[0].next_attempt_at), (0, None));
    let told = state(&shop).await;
    assert_eq!((told.failures, told.failing_since, told.waiting), (1, Some(now), 2));

    world.pass(4).await;
    assert_eq!(receiver.heard(), NOTHING);
    world.pass(4_231).await;
    let dropped = log(&shop, |request| request.state = Some(DeliveryState::Dropped)).await;
    let first = &dropped[0];
    assert_eq!((dropped.len(), first.attempts, first.next_attempt_at), (1, 14, None));
    let gaps: Vec<i64> = first.tries.windows(2).map(|two| two[1].at.seconds_since(two[0].at)).collect();
    assert_eq!(gaps, [5, 10, 20, 40, 80, 160, 320, 600, 600, 600, 600, 600, 600]);
    assert!(first.tries.iter().all(|one| (one.status, one.error.as_str()) == (500, "refused: ERROR_UNKNOWN упал")));

    receiver.heard();
    receiver.answers(Reply::Good);
    world.pass(600).await;
    assert_eq!(numbers(&receiver.heard()), [two]);
    let told = state(&shop).await;
    assert_eq!((told.failures, told.failing_since, told.waiting), (0, None, 0));
    // What was dropped is sent again on demand, as a copy.
    let resend = DeliveryResendRequest { client_id: shop.client_id, id: first.id };
    let copy = shop.operator.call(DeliveryResend, &resend).await.unwrap();
    assert_eq!((copy.id, copy.copy_of, copy.attempts), (3, Some(1), 0));
    assert_eq!(numbers(&receiver.heard()), [one]);
    assert_eq!(log(&shop, |_| {}).await[0].state, DeliveryState::Delivered);
    let none = DeliveryResendRequest { id: 99, ..resend };
    assert_eq!(refusal(shop.operator.call(DeliveryResend, &none).await).0, 404);
}

#[tokio::test]
async fn an_answer_that_is_none_says_why_in_the_log() {
    let world = World::new().await;
    let (shop, sku) = shop_with_goods(&world).await;
    let receiver = Receiver::new().await;
    receiver.of(&world, &shop, ORDERS).await;
    for (reply, status, reason) in [
        (
            Reply::With(200, "<html>Добро пожаловать</html>"),
            200,
            "answered 200, but not {\"result\": true}: <html>Добро",
        ),
        (Reply::With(200, r#"{"result":false}"#), 200, "answered 200, but not"),
        (Reply::With(201, r#"{"result":true}"#), 201, "answered 201"),
        (Reply::With(404, ""), 404, "answered 404"),
        (Reply::Elsewhere(receiver.url.clone()), 307, "answered 307: redirects are not followed"),
        (Reply::Never, 0, "no answer within 1 s"),
    ] {
        receiver.answers(reply);
        let number = world.order_one(&[(sku, 1)]).await;
        let one = &log(&shop, |_| {}).await[0].tries[0];
        assert!(one.status == status && one.error.starts_with(reason), "{one:?}");
        receiver.answers(Reply::Good);
        receiver.heard();
        world.pass(5).await;
        assert_eq!(numbers(&receiver.heard()), [number]);
    }
    // Who has it already has it.
    receiver.answers(Reply::With(409, r#"{"error":{"code":"ERROR_REQUEST_DUPLICATED","message":"","details":null}}"#));
    world.order_one(&[(sku, 1)]).await;
    assert_eq!(log(&shop, |_| {}).await[0].state, DeliveryState::Delivered);

    // A connection that breaks off.
    let rude = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", rude.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = rude.accept().await {
            drop(stream);
        }
    });
    let told = subscribe(&shop, &url, |request| request.types = ORDERS.to_vec()).await;
    assert_eq!(told.last_check.unwrap().reason, "no connection, or it broke off");
    world.order_one(&[(sku, 1)]).await;
    assert_eq!(log(&shop, |_| {}).await[0].tries[0].error, "no connection, or it broke off");

    // None at all: the port is bound, lest another test's server gets it, but nobody ever listens.
    let closed = TcpSocket::new_v4().unwrap();
    closed.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let url = format!("http://{}/", closed.local_addr().unwrap());
    let told = subscribe(&shop, &url, |request| request.types = ORDERS.to_vec()).await;
    assert_eq!(told.last_check.unwrap().reason, "no connection, or it broke off");
    world.pass(5).await;
    assert_eq!(log(&shop, |_| {}).await[0].tries[1].error, "no connection, or it broke off");
    // The new address gets what the old one did not.
    receiver.answers(Reply::Good);
    receiver.heard();
    receiver.of(&world, &shop, ORDERS).await;
    assert_eq!(receiver.heard().len(), 1);
}

#[tokio::test]
async fn a_day_of_failure_pauses_until_a_check_succeeds() {
    let world = World::new().await;
    let (shop, sku) = shop_with_goods(&world).await;
    let receiver = Receiver::new().await;
    receiver.of(&world, &shop, ORDERS).await;
    receiver.pings();
    // Pings come by themselves, and a failing one counts.
    world.pass(6 * 3_600).await;
    assert_eq!(receiver.pings().len(), 1);
    receiver.answers(Reply::With(503, "обед"));
    world.pass(6 * 3_600).await;
    let failing = state(&shop).await;
    assert_eq!((failing.state, failing.failures, receiver.pings().len()), (NotificationsState::Active, 1, 1));
    assert_eq!(failing.last_check.unwrap().reason, "answered 503: обед");
    world.pass(DAY - 1).await;
    assert_eq!(state(&shop).await.state, NotificationsState::Active);
    world.pass(1).await;
    let paused = state(&shop).await;
    assert_eq!((paused.state, paused.paused_at), (NotificationsState::Paused, Some(world.now().await)));

    // Nothing is sent, but everything is written down.
    receiver.answers(Reply::Good);
    receiver.pings();
    let orders = [world.order_one(&[(sku, 1)]).await, world.order_one(&[(sku, 1)]).await];
    world.pass(3 * DAY).await;
    assert_eq!((receiver.heard().len(), receiver.pings().len(), state(&shop).await.waiting), (0, 0, 2));
    world.restart().await;
    receiver.answers(Reply::With(503, "обед"));
    assert_eq!(check(&shop).await, (false, "answered 503: обед".to_owned()));
    assert_eq!(state(&shop).await.state, NotificationsState::Paused);
    receiver.answers(Reply::Good);
    assert_eq!(check(&shop).await, (true, String::new()));
    assert_eq!(numbers(&receiver.heard()), orders);
    let active = state(&shop).await;
    assert_eq!(
        (active.state, active.paused_at, active.failures, active.waiting),
        (NotificationsState::Active, None, 0, 0)
    );
    receiver.pings();
    world.pass(6 * 3_600).await;
    assert_eq!(receiver.pings().len(), 1);
}

#[tokio::test]
async fn who_answers_pings_and_takes_no_push_is_paused_all_the_same() {
    let world = World::new().await;
    let (shop, sku) = shop_with_goods(&world).await;
    let receiver = Receiver::new().await;
    receiver.of(&world, &shop, ORDERS).await;
    receiver.answers(Reply::PingsOnly);
    receiver.pings();
    for _ in 0..23 {
        world.order_one(&[(sku, 1)]).await;
        world.pass(3_600).await;
    }
    let failing = state(&shop).await;
    assert_eq!((failing.state, receiver.pings().len()), (NotificationsState::Active, 3));
    assert!(failing.last_check.unwrap().ok);
    world.pass(3_600).await;
    assert_eq!(state(&shop).await.state, NotificationsState::Paused);
}

#[tokio::test]
async fn one_success_begins_the_day_anew() {
    let world = World::new().await;
    let (shop, sku) = shop_with_goods(&world).await;
    let receiver = Receiver::new().await;
    receiver.of(&world, &shop, ORDERS).await;
    receiver.answers(Reply::With(500, ""));
    world.order_one(&[(sku, 1)]).await;
    world.pass(20 * 3_600).await;
    receiver.answers(Reply::Good);
    assert!(check(&shop).await.0);
    receiver.answers(Reply::With(500, ""));
    world.order_one(&[(sku, 1)]).await;
    world.pass(20 * 3_600).await;
    assert_eq!(state(&shop).await.state, NotificationsState::Active);
    world.pass(4 * 3_600).await;
    assert_eq!(state(&shop).await.state, NotificationsState::Paused);
}

#[tokio::test]
async fn what_waits_survives_a_restart_and_a_success_hastens_it() {
    let world = World::new().await;
    let (shop, sku) = shop_with_goods(&world).await;
    let receiver = Receiver::new().await;
    receiver.of(&world, &shop, ORDERS).await;
    receiver.answers(Reply::Never);
    let one = world.order_one(&[(sku, 1)]).await;
    world.restart().await;
    let two = world.order_one(&[(sku, 1)]).await;
    receiver.answers(Reply::Good);
    receiver.heard();
    world.restart().await;
    world.pass(5).await;
    assert_eq!(numbers(&receiver.heard()), [one, two]);
    receiver.answers(Reply::With(500, ""));
    let three = world.order_one(&[(sku, 1)]).await;
    world.pass(1_000).await;
    receiver.heard();
    receiver.answers(Reply::Good);
    assert!(check(&shop).await.0, "and with it what waits");
    assert_eq!(numbers(&receiver.heard()), [three]);
}

#[tokio::test]
async fn a_private_address_is_refused_unless_the_operator_allows_it() {
    let world = World::new().await;
    let (shop, sku) = shop_with_goods(&world).await;
    let receiver = Receiver::new().await;
    let set = async |client_id: ClientId, url: &str| {
        let request = NotificationsSetRequest { client_id, url: url.to_owned(), ..Default::default() };
        world.operator.call(NotificationsSet, &request).await
    };
    let port = receiver.url.rsplit(':').next().unwrap().to_owned();
    for url in [receiver.url.clone(), format!("http://localhost:{port}"), format!("http://[::1]:{port}")] {
        refused_like(set(shop.client_id, &url).await, 400, 0, "fetch_private_addresses");
    }
    for url in ["", "склад", "ftp://127.0.0.1/", "file:///etc/passwd"] {
        assert_eq!(refusal(set(shop.client_id, url).await).0, 400, "{url}");
    }
    open(&world).await;
    for url in ["http://169.254.169.254/latest", "http://0.0.0.0/"] {
        assert_eq!(refusal(set(shop.client_id, url).await).0, 400, "{url}");
    }
    assert_eq!(refusal(set(ClientId(5), &receiver.url).await).0, 404);
    let nothing = NotificationsRequest { client_id: shop.client_id };
    assert_eq!(refusal(world.operator.call(NotificationsGet, &nothing).await).0, 404);
    assert_eq!(refusal(world.operator.call(NotificationsCheck, &nothing).await).0, 404);
    let path = format!("/operator/v1/sellers/{}/notifications", shop.client_id);
    for body in [r#"{"url":5}"#, r#"{"types":["TYPE_DRONE"]}"#, r#"{"url":"#] {
        let answer = world.operator.send(gostiny_wire::method::Verb::Put, &path, body, &[]).await.unwrap();
        assert_eq!(answer.status, 400, "{body}");
    }
    set(shop.client_id, &receiver.url).await.unwrap();
    // Closed again: what is to be sent is not.
    world.set(Settings { fetch_private_addresses: Some(false), ..Default::default() }).await;
    receiver.heard();
    world.order_one(&[(sku, 1)]).await;
    assert_eq!(receiver.heard(), NOTHING);
    assert!(
        log(&shop, |_| {}).await.iter().any(|one| one.tries.iter().any(|one| one.error.contains("private network")))
    );
    // Without the token nobody looks at it.
    assert_eq!(post(&world.stranger, &format!("{path}/check"), "{}").await.status, 401);
}

#[tokio::test]
async fn the_log_forgets_what_is_old() {
    let world = World::new().await;
    let (shop, sku) = shop_with_goods(&world).await;
    let receiver = Receiver::new().await;
    receiver.of(&world, &shop, ORDERS).await;
    world.set(Settings { push_log_days: Some(2), ..Default::default() }).await;
    world.order_one(&[(sku, 1)]).await;
    world.pass(DAY + DAY / 2).await;
    world.order_one(&[(sku, 1)]).await;
    assert_eq!(log(&shop, |_| {}).await.len(), 2);
    world.pass(2 * DAY).await;
    for (wrong, status) in [
        (DeliveryListRequest { client_id: shop.client_id, limit: 1_001, ..Default::default() }, 400),
        (DeliveryListRequest { client_id: shop.client_id, last_id: "?".to_owned(), ..Default::default() }, 400),
        (DeliveryListRequest { client_id: ClientId(5), ..Default::default() }, 404),
    ] {
        assert_eq!(refusal(world.operator.call(DeliveryList, &wrong).await).0, status, "{wrong:?}");
    }
    let left = log(&shop, |_| {}).await;
    assert_eq!(left.iter().map(|one| one.id).collect::<Vec<_>>(), [2]);
    world
        .operator
        .call(gostiny_wire::operator::NotificationsDelete, &NotificationsRequest { client_id: shop.client_id })
        .await
        .unwrap();
    world.pass(3 * DAY).await;
    assert_eq!(log(&shop, |_| {}).await.len(), 0);
    assert!(world.rows("select kind from agenda where kind like 'push.%'").await.is_empty());
}
