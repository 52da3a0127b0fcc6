//! Pushes about postings, stock and chats: each arrives with its own body, once, in order, and at its own shop only.

use gostiny_wire::{
    chat::{ChatSendMessageV1, ChatSendMessageV1Request},
    method::Empty,
    operator::{
        ChatClose, ChatCloseRequest, ChatMessageEdit, ChatMessageEditRequest, ChatMessageSend, ChatMessageSendRequest,
        ChatOpen, ChatOpenRequest, ChatRead, ChatReadRequest, DeliveryMethodCreateIntegration as Integration,
        DeliveryResend, DeliveryResendRequest, NotificationsDelete, NotificationsRequest, NotificationsState,
        PostingDatesSet, PostingDatesSetRequest, PostingEvent, Reset,
    },
    posting::{
        PostingFbsCancelV2, PostingFbsCancelV2Request, PostingFbsProductCancelV2, PostingFbsProductCancelV2Request,
    },
    push::Kind,
    scalar::{CancelReasonId, ChatId, Digits, PostingNumber},
};
use serde_json::{Value, json};

use crate::{
    act,
    parcel::{goods_at, own_warehouse},
    receiver::{NOTHING, Receiver, Reply, log, open, state, subscribe},
    shop::Shop,
    world::{World, refusal, refused},
};

const POSTINGS: &[Kind] = &[Kind::NewPosting, Kind::PostingCancelled, Kind::StateChanged];

async fn cancel(shop: &Shop, number: &PostingNumber) {
    let request = PostingFbsCancelV2Request {
        cancel_reason_id: CancelReasonId(352),
        posting_number: number.clone(),
        ..Default::default()
    };
    shop.call(PostingFbsCancelV2, &request).await.unwrap();
}

fn states(pushes: &[Value]) -> Vec<(&str, &str)> {
    pushes.iter().map(|push| (push["posting_number"].as_str().unwrap(), push["new_state"].as_str().unwrap())).collect()
}

#[tokio::test]
async fn the_life_of_a_posting_is_told() {
    let world = World::new().await;
    let shop = world.shop().await;
    let (a, b) = (shop.product("A-1").on_sale().await, shop.product("Б-2").on_sale().await);
    let receiver = Receiver::new().await;
    let connected = receiver.of(&world, &shop, POSTINGS).await;
    assert_eq!((connected.state, connected.types.as_slice()), (NotificationsState::Active, POSTINGS));
    let check = connected.last_check.unwrap();
    assert_eq!((check.ok, check.status, check.name.as_str(), check.version.as_str()), (true, 200, "Учёт", "1.0"));
    assert_eq!(receiver.pings(), [json!({"message_type": "TYPE_PING", "time": "2026-01-12T09:00:06Z"})]);

    world.pass(1).await;
    let number = world.order_one(&[(a.sku, 2), (b.sku, 1)]).await;
    assert_eq!(
        receiver.heard(),
        [json!({
            "message_type": "TYPE_NEW_POSTING", "posting_number": number,
            "products": [{"sku": a.sku, "quantity": 2}, {"sku": b.sku, "quantity": 1}],
            "in_process_at": "2026-01-12T09:00:07.000Z", "warehouse_id": shop.warehouse_id, "seller_id": shop.client_id
        })]
    );
    world.pass(60).await;
    shop.ship(&number).await;
    assert_eq!(
        receiver.heard(),
        [json!({
            "message_type": "TYPE_STATE_CHANGED", "posting_number": number,
            "new_state": "posting_transferring_to_delivery", "changed_state_date": "2026-01-12T09:01:07.000Z",
            "warehouse_id": shop.warehouse_id, "seller_id": shop.client_id
        })]
    );
    world.pass(23 * 3_600).await;
    act::create(&shop, |_| {}).await.unwrap();
    world.pass(5).await;
    world
        .events(
            &number,
            &[
                PostingEvent::Accepted,
                PostingEvent::InTransit,
                PostingEvent::Courier,
                PostingEvent::Delivered,
                PostingEvent::Received,
            ],
        )
        .await;
    let heard = receiver.heard();
    let seen: Vec<&str> = states(&heard).into_iter().map(|(_, state)| state).collect();
    assert_eq!(
        seen,
        [
            "posting_in_carriage",
            "posting_acceptance_in_progress",
            "posting_on_way_to_city",
            "posting_in_courier_service",
            "posting_delivered",
            "posting_received",
        ]
    );
    // Each of them is in the log with what became of it, newest first.
    let log = log(&shop, |_| {}).await;
    assert_eq!(log.iter().map(|one| one.id).collect::<Vec<_>>(), (1..=8).rev().collect::<Vec<_>>());
    assert!(log.iter().all(|one| one.attempts == 1 && one.tries[0].status == 200 && one.tries[0].error.is_empty()));
    assert_eq!(serde_json::to_value(log[0].body.as_ref().unwrap()).unwrap(), heard[5]);
}

#[tokio::test]
async fn a_cancellation_says_what_why_and_from_where() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").on_sale().await;
    let receiver = Receiver::new().await;
    receiver.of(&world, &shop, POSTINGS).await;
    let (mine, theirs) = (world.order_one(&[(product.sku, 1)]).await, world.order_one(&[(product.sku, 2)]).await);
    let late = world.order_one(&[(product.sku, 1)]).await;
    shop.ship(&theirs).await;
    world.events(&theirs, &[PostingEvent::Accepted, PostingEvent::Courier]).await;
    receiver.heard();
    cancel(&shop, &mine).await;
    world.events(&theirs, &[PostingEvent::CancelledByBuyer]).await;
    world.pass(2 * 86_400).await;
    let told = |number: &PostingNumber, quantity: i64, old: &str, at: &str, id: i64, message: &str| {
        json!({
            "message_type": "TYPE_POSTING_CANCELLED", "posting_number": number,
            "products": [{"sku": product.sku, "quantity": quantity}],
            "old_state": old, "new_state": "posting_canceled", "changed_state_date": at,
            "reason": {"id": id, "message": message},
            "warehouse_id": shop.warehouse_id, "seller_id": shop.client_id
        })
    };
    let out = "Товар закончился на складе продавца";
    assert_eq!(
        receiver.heard(),
        [
            told(&mine, 1, "posting_created", "2026-01-12T11:00:03.000Z", 352, out),
            told(&theirs, 2, "posting_in_courier_service", "2026-01-12T12:00:03.000Z", 508, "так вышло"),
            told(&late, 1, "posting_created", "2026-01-13T10:00:00.000Z", 509, "Отправление не собрано в срок"),
        ]
    );
}

#[tokio::test]
async fn the_parts_of_a_split_posting_are_new_postings() {
    let world = World::new().await;
    let shop = world.shop().await;
    let (a, b) = (shop.product("A-1").on_sale().await, shop.product("A-2").on_sale().await);
    let receiver = Receiver::new().await;
    receiver.of(&world, &shop, POSTINGS).await;
    let number = world.order_one(&[(a.sku, 2), (b.sku, 1)]).await;
    receiver.heard();
    let parts = shop.try_ship(&number, &[&[(a.sku, 1), (b.sku, 1)], &[(a.sku, 1)]]).await.unwrap();
    let heard = receiver.heard();
    let child = parts[1].as_str();
    assert_eq!(heard.len(), 3, "{heard:?}");
    assert_eq!((&heard[1]["message_type"], &heard[1]["posting_number"]), (&json!("TYPE_NEW_POSTING"), &json!(child)));
    assert_eq!(heard[1]["products"], json!([{"sku": a.sku, "quantity": 1}]));
    let packed = "posting_transferring_to_delivery";
    assert_eq!(states(&[heard[0].clone(), heard[2].clone()]), [(number.as_str(), packed), (child, packed)]);
}

#[tokio::test]
async fn changed_dates_are_told_and_a_lost_cut_off_holds_nobody() {
    let world = World::new().await;
    let shop = world.shop().await;
    let warehouse = own_warehouse(&world, &shop, Integration::NonIntegrated).await;
    let sku = goods_at(&shop, "A-1", warehouse, 10).await.sku;
    let receiver = Receiver::new().await;
    receiver.of(&world, &shop, &[Kind::CutoffDateChanged, Kind::DeliveryDateChanged, Kind::PostingCancelled]).await;
    let number = world.order_one(&[(sku, 1)]).await;
    let before = shop.posting(&number).await;
    let set = async |change: fn(&mut PostingDatesSetRequest)| {
        let mut request = PostingDatesSetRequest { posting_number: number.clone(), ..Default::default() };
        change(&mut request);
        world.operator.call(PostingDatesSet, &request).await
    };
    set(|request| request.shipment_date_removed = true).await.unwrap();
    let cutoff = |new: &str, old: &str| {
        json!({
            "message_type": "TYPE_CUTOFF_DATE_CHANGED", "posting_number": number, "new_cutoff_date": new,
            "old_cutoff_date": old, "warehouse_id": warehouse, "seller_id": shop.client_id
        })
    };
    let old = before.shipment_date.to_string();
    assert_eq!(receiver.heard(), [cutoff("", &old)]);
    world.pass(3 * 86_400).await;
    assert_eq!((receiver.heard(), shop.posting(&number).await.status.as_str()), (vec![], "awaiting_packaging"));

    let answer = set(|request| {
        request.shipment_date = Some("2026-01-20T10:00:31Z".parse().unwrap());
        request.delivery_date_begin = Some("2026-01-22T07:00:00Z".parse().unwrap());
        request.delivery_date_end = Some("2026-01-22T16:00:00Z".parse().unwrap());
    });
    let answer = answer.await.unwrap();
    assert_eq!(answer.shipment_date.to_string(), "2026-01-20T10:00:00Z");
    assert_eq!(shop.posting(&number).await.shipment_date, answer.shipment_date);
    let analytics = before.analytics_data.unwrap();
    assert_eq!(
        receiver.heard(),
        [
            cutoff("2026-01-20T10:00:00Z", &old),
            json!({
                "message_type": "TYPE_DELIVERY_DATE_CHANGED", "posting_number": number,
                "new_delivery_date_begin": "2026-01-22T07:00:00Z", "new_delivery_date_end": "2026-01-22T16:00:00Z",
                "old_delivery_date_begin": analytics.delivery_date_begin, "old_delivery_date_end": analytics.delivery_date_end,
                "warehouse_id": warehouse, "seller_id": shop.client_id
            }),
        ]
    );
    set(|request| request.delivery_date_removed = true).await.unwrap();
    let gone = receiver.heard();
    assert_eq!((&gone[0]["new_delivery_date_begin"], &gone[0]["new_delivery_date_end"]), (&json!(""), &json!("")));

    let wrong: [fn(&mut PostingDatesSetRequest); 3] = [
        |request| request.shipment_date = Some("2026-01-12T10:00:00Z".parse().unwrap()),
        |request| request.delivery_date_end = Some("2026-01-25T10:00:00Z".parse().unwrap()),
        |request| request.posting_number = "0-0-0".into(),
    ];
    for (wrong, status) in wrong.into_iter().zip([400, 400, 404]) {
        assert_eq!(refusal(set(wrong).await).0, status);
    }
    assert_eq!(receiver.heard(), NOTHING);
    // The new cut-off holds.
    world.pass(6 * 86_400).await;
    assert_eq!(receiver.heard_of(Kind::PostingCancelled).len(), 1);
    assert_eq!(refusal(set(|request| request.shipment_date_removed = true).await).0, 409);
}

#[tokio::test]
async fn stock_is_told_as_it_lies_on_the_sellers_shelves() {
    let world = World::new().await;
    let shop = world.shop().await;
    let (a, b) = (shop.product("A-1").approved().await, shop.product("A-2").on_sale().await);
    let receiver = Receiver::new().await;
    receiver.of(&world, &shop, &[Kind::StocksChanged]).await;
    shop.set_stock(&a.offer_id, 10).await;
    let now = world.now().await.to_string();
    let item = |product: &crate::goods::Product, at: &str, present: i64, reserved: i64| {
        json!({
            "product_id": product.product_id, "sku": product.sku, "updated_at": at,
            "stocks": [{"warehouse_id": shop.warehouse_id, "present": present, "reserved": reserved}]
        })
    };
    let told =
        |items: Value| json!({"message_type": "TYPE_STOCKS_CHANGED", "seller_id": shop.client_id, "items": items});
    assert_eq!(receiver.heard(), [told(json!([item(&a, &now, 10, 0)]))]);
    // One push for all that one order holds.
    let number = world.order_one(&[(a.sku, 3), (b.sku, 1)]).await;
    assert_eq!(receiver.heard(), [told(json!([item(&a, &now, 10, 3), item(&b, &now, 10, 1)]))]);
    let part = PostingFbsProductCancelV2Request {
        cancel_reason_id: CancelReasonId(352),
        cancel_reason_message: "Бой".to_owned(),
        posting_number: number.clone(),
        items: serde_json::from_value(json!([{"sku": a.sku, "quantity": 1}])).unwrap(),
    };
    shop.call(PostingFbsProductCancelV2, &part).await.unwrap();
    assert_eq!(receiver.heard(), [told(json!([item(&a, &now, 10, 2)]))]);
    shop.ship(&number).await;
    assert_eq!(receiver.heard(), NOTHING);
    world.events(&number, &[PostingEvent::Accepted]).await;
    let now = world.now().await.to_string();
    assert_eq!(receiver.heard(), [told(json!([item(&a, &now, 8, 0), item(&b, &now, 9, 0)]))]);
    let freed = world.order_one(&[(b.sku, 2)]).await;
    receiver.heard();
    cancel(&shop, &freed).await;
    assert_eq!(receiver.heard(), [told(json!([item(&b, &now, 9, 0)]))]);
    // A refused update moves nothing.
    shop.set_stock(&"нет такого".into(), 5).await;
    assert_eq!(receiver.heard(), NOTHING);
}

#[tokio::test]
async fn what_the_buyer_does_in_a_chat_is_told() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").on_sale().await;
    let number = world.order_one(&[(product.sku, 1)]).await;
    let opened = world.operator.call(ChatOpen, &ChatOpenRequest { posting_number: number }).await.unwrap();
    let chat_id = opened.chat_id;
    let receiver = Receiver::new().await;
    receiver.of(&world, &shop, &[]).await;
    let write = async |text: &str, name: &str, content: &str| {
        let request = ChatMessageSendRequest {
            chat_id: chat_id.clone(),
            text: text.to_owned(),
            name: name.to_owned(),
            base64_content: content.to_owned(),
        };
        world.operator.call(ChatMessageSend, &request).await.unwrap().message_id
    };
    let first = write("Когда придёт?", "", "").await;
    let at = "2026-01-12T09:00:03.000Z";
    let heard = receiver.heard();
    let user = heard[0]["user"].clone();
    assert_eq!(user["type"], "Customer");
    assert_eq!(
        heard,
        [json!({
            "message_type": "TYPE_NEW_MESSAGE", "chat_id": chat_id, "chat_type": "Buyer_Seller", "message_id": first,
            "created_at": at, "user": user, "data": ["Когда придёт?"], "seller_id": shop.client_id.to_string()
        })]
    );
    write("", "чек.pdf", "JVBERi0xLjQK").await;
    let file = receiver.heard()[0]["data"][0].as_str().unwrap().to_owned();
    assert!(file.starts_with("[чек.pdf](/files/chat/") || file.starts_with("[чек.pdf](http"), "{file}");

    world.pass(60).await;
    let edit = ChatMessageEditRequest { chat_id: chat_id.clone(), message_id: first, text: "Когда?".to_owned() };
    world.operator.call(ChatMessageEdit, &edit).await.unwrap();
    assert_eq!(
        receiver.heard(),
        [json!({
            "message_type": "TYPE_UPDATE_MESSAGE", "chat_id": chat_id, "chat_type": "Buyer_Seller",
            "message_id": first, "created_at": at, "updated_at": "2026-01-12T09:01:03.000Z", "user": user,
            "data": ["Когда?"], "seller_id": shop.client_id.to_string()
        })]
    );
    let answer = ChatSendMessageV1Request { chat_id: chat_id.clone(), text: "Завтра".to_owned() };
    shop.call(ChatSendMessageV1, &answer).await.unwrap();
    assert_eq!(receiver.heard(), NOTHING, "a shop is not told of its own words");
    let read = ChatReadRequest { chat_id: chat_id.clone(), message_id: Digits(0) };
    world.operator.call(ChatRead, &read).await.unwrap();
    world.operator.call(ChatRead, &read).await.unwrap();
    let heard = receiver.heard();
    let seen = heard[0]["message_id"].clone();
    assert_eq!(
        heard,
        [json!({
            "message_type": "TYPE_MESSAGE_READ", "chat_id": chat_id, "chat_type": "Buyer_Seller", "message_id": seen,
            "created_at": "2026-01-12T09:01:03.000Z", "user": user, "last_read_message_id": seen,
            "seller_id": shop.client_id.to_string()
        })]
    );
    let close = ChatCloseRequest { chat_id: chat_id.clone() };
    world.operator.call(ChatClose, &close).await.unwrap();
    assert_eq!(
        receiver.heard(),
        [json!({
            "message_type": "TYPE_CHAT_CLOSED", "chat_id": chat_id, "chat_type": "Buyer_Seller", "user": user,
            "seller_id": shop.client_id.to_string()
        })]
    );
    assert_eq!(refusal(world.operator.call(ChatClose, &close).await).0, 409);
    refused(shop.call(ChatSendMessageV1, &answer).await, 400, 9, "CHAT_IS_CLOSED");
    write("Спасибо", "", "").await;
    shop.call(ChatSendMessageV1, &answer).await.unwrap();
    assert_eq!(receiver.kinds(), ["TYPE_NEW_MESSAGE"]);
    let nobody = ChatCloseRequest { chat_id: ChatId("нет".to_owned()) };
    assert_eq!(refusal(world.operator.call(ChatClose, &nobody).await).0, 404);
    let nobody = ChatReadRequest { chat_id: nobody.chat_id, message_id: Digits(0) };
    assert_eq!(refusal(world.operator.call(ChatRead, &nobody).await).0, 404);
    let blank = ChatMessageEditRequest { text: " ".to_owned(), ..edit.clone() };
    assert_eq!(refusal(world.operator.call(ChatMessageEdit, &blank).await).0, 400);
    let theirs = ChatMessageEditRequest { message_id: serde_json::from_value(seen).unwrap(), ..edit };
    assert_eq!(refusal(world.operator.call(ChatMessageEdit, &theirs).await).0, 404, "the shop's words are its own");
}

#[tokio::test]
async fn each_shop_hears_of_itself_and_of_what_it_asked_for() {
    let world = World::new().await;
    let (one, two, silent) = (world.shop().await, world.shop().await, world.shop().await);
    let goods =
        [one.product("A").on_sale().await, two.product("A").on_sale().await, silent.product("A").on_sale().await];
    let (first, second) = (Receiver::new().await, Receiver::new().await);
    first.of(&world, &one, &[Kind::NewPosting]).await;
    second.of(&world, &two, &[]).await;
    let items: Vec<_> = goods.iter().map(|product| (product.sku, 1)).collect();
    let numbers = world.order(&items).await;
    assert_eq!(numbers.len(), 3);
    assert_eq!(first.kinds(), ["TYPE_NEW_POSTING"]);
    let heard = second.heard();
    assert_eq!(heard.len(), 2, "{heard:?}");
    assert!(heard.iter().all(|push| push["seller_id"] == two.client_id.0), "{heard:?}");
    assert!(world.rows("select 1 from push_delivery where seller_id not in (100001, 100002)").await.is_empty());

    // Logs, too.
    let (mine, theirs) = (log(&one, |_| {}).await, log(&two, |_| {}).await);
    assert_eq!((mine.len(), theirs.len(), log(&silent, |_| {}).await.len()), (1, 2, 0));
    let resend = DeliveryResendRequest { client_id: one.client_id, id: theirs[0].id };
    assert_eq!(refusal(world.operator.call(DeliveryResend, &resend).await).0, 404);

    // Who listens no more hears nothing; what was sent stays in the log.
    let ended = NotificationsRequest { client_id: one.client_id };
    world.operator.call(NotificationsDelete, &ended).await.unwrap();
    assert_eq!(refusal(world.operator.call(NotificationsDelete, &ended).await).0, 404);
    second.heard();
    world.order(&items).await;
    assert_eq!((first.heard().len(), second.heard().len(), log(&one, |_| {}).await.len()), (0, 2, 1));
    // Who listens again goes on where it was; a changed list of kinds counts at once.
    first.of(&world, &one, &[Kind::StateChanged]).await;
    world.order(&items).await;
    assert_eq!(first.heard(), NOTHING);
    first.of(&world, &one, &[Kind::NewPosting]).await;
    world.order(&items).await;
    assert_eq!((first.heard().len(), log(&one, |_| {}).await[0].id), (1, 2));

    world.operator.call(Reset, &Empty {}).await.unwrap();
    assert!(world.rows("select 1 from push_subscription").await.is_empty());
}

#[tokio::test]
async fn a_receiver_may_call_back_before_it_answers() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").on_sale().await;
    let receiver = Receiver::new().await;
    receiver.of(&world, &shop, POSTINGS).await;
    let (client, sku) = (shop.client.clone(), product.sku);
    receiver.does(move |push| {
        let client = client.clone();
        Box::pin(async move {
            if push["message_type"] == "TYPE_NEW_POSTING" {
                let body = json!({"posting_number": push["posting_number"],
                    "packages": [{"products": [{"product_id": sku, "quantity": 1}]}]});
                let packed = crate::world::post(&client, "/v4/posting/fbs/ship", &body.to_string()).await;
                assert_eq!(packed.status, 200);
            }
        })
    });
    let number = world.order_one(&[(product.sku, 1)]).await;
    assert_eq!(receiver.kinds(), ["TYPE_NEW_POSTING", "TYPE_STATE_CHANGED"]);
    assert_eq!(shop.posting(&number).await.status, "awaiting_deliver");
    assert!(log(&shop, |_| {}).await.iter().all(|one| one.attempts == 1));
}

#[tokio::test]
async fn each_push_twice_and_in_no_order_on_request() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").stock(50).on_sale().await;
    let receiver = Receiver::new().await;
    open(&world).await;
    subscribe(&shop, &receiver.url, |request| (request.types, request.twice) = (vec![Kind::NewPosting], true)).await;
    let number = world.order_one(&[(product.sku, 1)]).await;
    let heard = receiver.heard();
    assert_eq!((heard.len(), &heard[0]), (2, &heard[1]));
    assert_eq!(heard[0]["posting_number"], number.0);
    assert_eq!(log(&shop, |_| {}).await.len(), 1);

    subscribe(&shop, &receiver.url, |request| (request.types, request.shuffled) = (vec![Kind::NewPosting], true)).await;
    receiver.answers(Reply::With(500, ""));
    let mut numbers = Vec::new();
    for _ in 0..8 {
        numbers.push(world.order_one(&[(product.sku, 1)]).await.0);
    }
    receiver.answers(Reply::Good);
    receiver.heard();
    world.pass(60).await;
    let heard: Vec<String> =
        receiver.heard().iter().map(|push| push["posting_number"].as_str().unwrap().to_owned()).collect();
    assert_ne!(heard, numbers);
    let mut sorted = heard;
    sorted.sort();
    assert_eq!(sorted, numbers);
    assert_eq!(state(&shop).await.waiting, 0);
}
