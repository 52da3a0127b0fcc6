//! Chats: who may begin, what is unread, files, and paging through what was said.

use base64::{Engine, engine::general_purpose::STANDARD};
use gostiny_client::ClientError;
use gostiny_wire::{
    chat::{
        ChatHistoryV1, ChatHistoryV1Request, ChatListV1, ChatListV1Request, ChatListV1Response, ChatListV1With,
        ChatMessageV1, ChatSendFileV1, ChatSendFileV1Request, ChatSendMessageV1, ChatSendMessageV1Request, ChatStartV1,
        ChatStartV1Request, ChatUpdatesV1, ChatUpdatesV1Request,
    },
    method::Verb,
    operator::{
        ChatMessageSend, ChatMessageSendRequest, ChatOpen, ChatOpenRequest, PostingEvent, Settings, SupplyStock,
        SupplyStockItem, SupplyStockRequest,
    },
    scalar::{ChatId, ClientId, DeliveryMethodId, Digits, MessageId, PostingNumber, WarehouseId},
};

use crate::{
    shop::Shop,
    world::{World, refusal, refusal_of, refused},
};

pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\nand some dots";

pub async fn order(world: &World, shop: &Shop) -> PostingNumber {
    let sku = shop.product("A-1").on_sale().await.sku;
    world.order_one(&[(sku, 2)]).await
}

async fn start(shop: &Shop, number: &PostingNumber) -> Result<ChatId, ClientError> {
    let request = ChatStartV1Request { posting_number: number.clone() };
    shop.call(ChatStartV1, &request).await.map(|answer| answer.result.chat_id)
}

pub async fn open(world: &World, number: &PostingNumber) -> ChatId {
    world.operator.call(ChatOpen, &ChatOpenRequest { posting_number: number.clone() }).await.unwrap().chat_id
}

/// The seller writes.
pub async fn write(shop: &Shop, chat_id: &ChatId, text: &str) -> Result<(), ClientError> {
    let request = ChatSendMessageV1Request { chat_id: chat_id.clone(), text: text.to_owned() };
    shop.call(ChatSendMessageV1, &request).await.map(|answer| assert_eq!(answer.result, "success"))
}

pub async fn send(shop: &Shop, chat_id: &ChatId, name: &str, bytes: &[u8]) -> Result<(), ClientError> {
    let request = ChatSendFileV1Request {
        chat_id: chat_id.clone(),
        name: name.to_owned(),
        base64_content: STANDARD.encode(bytes),
    };
    shop.call(ChatSendFileV1, &request).await.map(|answer| assert_eq!(answer.result, "success"))
}

/// The buyer writes.
pub async fn ask(world: &World, chat_id: &ChatId, text: &str) -> Result<MessageId, ClientError> {
    let request = ChatMessageSendRequest { chat_id: chat_id.clone(), text: text.to_owned(), ..Default::default() };
    world.operator.call(ChatMessageSend, &request).await.map(|answer| MessageId(answer.message_id.0))
}

async fn history(shop: &Shop, chat_id: &ChatId, from: i64, limit: i64) -> Vec<ChatMessageV1> {
    let request = ChatHistoryV1Request { chat_id: chat_id.clone(), from_message_id: Digits(from), limit };
    shop.call(ChatHistoryV1, &request).await.unwrap().result
}

async fn updates(shop: &Shop, chat_id: &ChatId, from: i64, limit: i64) -> Vec<ChatMessageV1> {
    let request = ChatUpdatesV1Request { chat_id: chat_id.clone(), from_message_id: Digits(from), limit };
    shop.call(ChatUpdatesV1, &request).await.unwrap().result
}

async fn list(shop: &Shop, change: impl FnOnce(&mut ChatListV1Request)) -> ChatListV1Response {
    let with = ChatListV1With { first_unread_message_id: true, unread_count: true };
    let mut request = ChatListV1Request { with, ..Default::default() };
    change(&mut request);
    shop.call(ChatListV1, &request).await.unwrap()
}

fn texts(messages: &[ChatMessageV1]) -> Vec<&str> {
    messages.iter().map(|message| message.text.as_str()).collect()
}

#[tokio::test]
async fn a_buyer_and_a_seller_write_to_each_other() {
    let world = World::new().await;
    let shop = world.shop().await;
    let number = order(&world, &shop).await;
    let chat_id = open(&world, &number).await;
    assert_eq!(chat_id.as_str().len(), 36);
    let silent = list(&shop, |_| {}).await;
    let chat = &silent.result[0];
    assert_eq!((chat.last_message_id, chat.unread_count, silent.total_unread_count), (MessageId(0), 0, 0));
    assert!(history(&shop, &chat_id, 0, 10).await.is_empty());

    let first = ask(&world, &chat_id, "Когда придёт?").await.unwrap();
    world.pass(60).await;
    let second = ask(&world, &chat_id, "Жду ответа").await.unwrap();
    assert!(second > first && first.0 > 1 << 53);
    let unread = list(&shop, |_| {}).await;
    let chat = &unread.result[0];
    assert_eq!((chat.unread_count, chat.first_unread_message_id, chat.last_message_id), (2, first, second));
    assert_eq!((unread.total_unread_count, &chat.id), (2, &chat_id));
    let users: Vec<_> = chat.users.iter().map(|user| user.kind.as_str()).collect();
    assert_eq!(users, ["seller", "customer"]);
    assert_eq!(chat.users[0].id, shop.client_id.to_string());
    let quiet = list(&shop, |request| request.with = ChatListV1With::default()).await;
    assert_eq!((quiet.result[0].unread_count, quiet.result[0].first_unread_message_id), (0, MessageId(0)));

    world.pass(60).await;
    write(&shop, &chat_id, "Завтра").await.unwrap();
    let answered = list(&shop, |_| {}).await;
    assert_eq!((answered.total_unread_count, answered.result[0].unread_count), (0, 0));
    assert_eq!(answered.result[0].first_unread_message_id, MessageId(0));
    let third = ask(&world, &chat_id, "Спасибо").await.unwrap();
    let chat = &list(&shop, |_| {}).await.result[0];
    assert_eq!((chat.unread_count, chat.first_unread_message_id), (1, third));

    let said = history(&shop, &chat_id, 0, 0).await;
    assert_eq!(texts(&said), ["Когда придёт?", "Жду ответа", "Завтра", "Спасибо"]);
    let kinds: Vec<_> = said.iter().map(|message| (message.user.kind.as_str(), message.kind.as_str())).collect();
    assert_eq!(kinds, [("customer", "text"), ("customer", "text"), ("seller", "text"), ("customer", "text")]);
    assert_eq!((said[0].id, said[0].created_at.plus_seconds(120)), (Digits(first.0), said[2].created_at));
    assert!(said.iter().all(|message| message.file.is_none()));
    let about = said[0].context.as_ref().unwrap();
    assert_eq!(about.order.postings[0].posting_number, number);
    assert_eq!(
        (about.order.postings[0].delivery_schema.as_str(), about.order.postings[0].sku_list[0]),
        ("FBS", about.item.sku)
    );
    assert!(number.as_str().starts_with(about.order.order_number.as_str()) && said[2].context.is_none());
    assert_eq!(texts(&updates(&shop, &chat_id, 0, 0).await), ["Спасибо", "Завтра", "Жду ответа", "Когда придёт?"]);
    let raw = shop
        .post("/v1/chat/history", &format!(r#"{{"chat_id":"{chat_id}","from_message_id":{},"limit":1}}"#, second.0))
        .await;
    let body = String::from_utf8(raw.body).unwrap();
    assert!(body.contains(&format!(r#""id":"{}""#, second.0)), "{body}");
}

#[tokio::test]
async fn what_was_said_is_paged_from_both_ends_while_people_write() {
    let world = World::new().await;
    let shop = world.shop().await;
    let number = order(&world, &shop).await;
    let chat_id = start(&shop, &number).await.unwrap();
    let mut ids = Vec::new();
    for at in 0..7 {
        ids.push(ask(&world, &chat_id, &format!("{at}")).await.unwrap().0);
    }
    let (mut forward, mut from) = (Vec::new(), 0);
    loop {
        let page = history(&shop, &chat_id, from, 3).await;
        // The first of a page is the last of the page before.
        let new = if from == 0 { page.as_slice() } else { &page[1..] };
        if new.is_empty() {
            break;
        }
        forward.extend(new.iter().map(|message| message.text.clone()));
        from = new.last().unwrap().id.0;
        if forward.len() < 6 {
            ask(&world, &chat_id, &format!("{}", ids.len() + forward.len())).await.unwrap();
        }
    }
    assert_eq!(forward, ["0", "1", "2", "3", "4", "5", "6", "10", "12"]);
    let back = updates(&shop, &chat_id, ids[4], 3).await;
    assert_eq!(texts(&back), ["4", "3", "2"]);
    assert_eq!(texts(&updates(&shop, &chat_id, ids[0], 3).await), ["0"]);
    assert_eq!(texts(&history(&shop, &chat_id, ids[6] + 1, 1).await), ["10"]);
}

#[tokio::test]
async fn a_file_is_sent_kept_and_fetched_by_a_link_that_runs_out() {
    let world = World::new().await;
    let shop = world.shop().await;
    let number = order(&world, &shop).await;
    let chat_id = start(&shop, &number).await.unwrap();
    send(&shop, &chat_id, "фото.png", PNG).await.unwrap();
    let request = ChatMessageSendRequest {
        chat_id: chat_id.clone(),
        name: "чек".to_owned(),
        base64_content: "JVBERi0xLjQK".to_owned(),
        ..Default::default()
    };
    world.operator.call(ChatMessageSend, &request).await.unwrap();
    let said = history(&shop, &chat_id, 0, 10).await;
    assert!(said.iter().all(|message| message.kind == "file" && message.text.is_empty()));
    let (photo, paper) = (said[0].file.as_ref().unwrap(), said[1].file.as_ref().unwrap());
    assert_eq!((photo.name.as_str(), photo.mime.as_str(), photo.size), ("фото.png", "image/png", 21));
    assert_eq!((paper.name.as_str(), paper.mime.as_str(), paper.size), ("чек", "application/pdf", 9));
    assert_eq!(list(&shop, |_| {}).await.total_unread_count, 1);
    let fetch = async |url: &str| world.stranger.send(Verb::Get, url, "", &[]).await.unwrap();
    let fetched = fetch(&photo.url).await;
    assert_eq!(
        (fetched.status, fetched.body.as_slice(), fetched.header("content-type")),
        (200, PNG, Some("image/png"))
    );
    assert_eq!(fetch(&photo.url.replace("signature=", "signature=0")).await.status, 404);
    world.pass(24 * 3_600).await;
    assert_eq!(fetch(&photo.url).await.status, 404, "a link holds a day");
    let again = history(&shop, &chat_id, 0, 1).await;
    assert_eq!(fetch(&again[0].file.as_ref().unwrap().url).await.body, PNG);

    let before = history(&shop, &chat_id, 0, 10).await.len();
    refused(send(&shop, &chat_id, "a.jpg", PNG).await, 400, 3, "FILE_CONTENT_DOES_NOT_MATCH_ITS_NAME");
    refused(send(&shop, &chat_id, "run.exe", b"MZ").await, 400, 3, "FILE_TYPE_IS_NOT_SUPPORTED");
    assert_eq!(refusal(send(&shop, &chat_id, "", PNG).await).0, 400);
    assert_eq!(refusal(send(&shop, &chat_id, "a.png", b"").await).0, 400);
    let mut large = PNG.to_vec();
    large.resize(10 * 1_024 * 1_024, 0);
    send(&shop, &chat_id, "large.png", &large).await.unwrap();
    large.push(0);
    refused(send(&shop, &chat_id, "larger.png", &large).await, 400, 3, "FILE_IS_TOO_LARGE");
    refused(send(&shop, &"nobody's".into(), "a.png", PNG).await, 404, 5, "CHAT_NOT_FOUND");
    let bad = format!(r#"{{"chat_id":"{chat_id}","name":"a.png","base64_content":"%%%"}}"#);
    shop.refuses(
        "/v1/chat/send/file",
        &[
            (&bad, 400, 3, "Base64Content: value must be base64"),
            (&format!(r#"{{"chat_id":"{chat_id}","base64_content":"JVBERi0xLjQK"}}"#), 400, 3, "Name: value length"),
            (&format!(r#"{{"chat_id":"{chat_id}","name":5}}"#), 400, 3, "unexpected token 5"),
        ],
    )
    .await;
    assert_eq!(history(&shop, &chat_id, 0, 10).await.len(), before + 1);
}

#[tokio::test]
async fn about_one_posting_there_is_one_chat() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let number = order(&world, &shop).await;
    let begin = async || start(&shop, &number).await.unwrap();
    // Connections are open before the race begins.
    let warm = async || list(&shop, |_| {}).await;
    tokio::join!(warm(), warm(), warm(), warm());
    let (one, two, three, four) = tokio::join!(begin(), begin(), open(&world, &number), begin());
    assert_eq!([&two, &three, &four], [&one, &one, &one]);
    assert_eq!(list(&shop, |_| {}).await.result.len(), 1);
    refused(start(&other, &number).await, 404, 5, "POSTING_NOT_FOUND");
    refused(start(&shop, &"1-1-1".into()).await, 404, 5, "POSTING_NOT_FOUND");
    let unknown = world.operator.call(ChatOpen, &ChatOpenRequest { posting_number: "1-1-1".into() }).await;
    assert_eq!(refusal(unknown).0, 404);
    shop.refuses(
        "/v1/chat/start",
        &[
            ("{}", 400, 3, "PostingNumber: value length must be between 1 and 100 runes"),
            (r#"{"posting_number":["1-1-1"]}"#, 400, 3, "unexpected token ["),
        ],
    )
    .await;
    for path in ["/v1/chat/history", "/v1/chat/updates"] {
        other.refuses(path, &[(&format!(r#"{{"chat_id":"{one}","limit":1}}"#), 404, 5, "CHAT_NOT_FOUND")]).await;
    }
    refused(write(&other, &one, "чужой").await, 404, 5, "CHAT_NOT_FOUND");
    refused(send(&other, &one, "a.png", PNG).await, 404, 5, "CHAT_NOT_FOUND");
    assert_eq!(list(&other, |request| request.chat_id_list = vec![one.clone()]).await.result, []);
    assert!(history(&shop, &one, 0, 10).await.is_empty());
}

#[tokio::test]
async fn messages_written_at_once_all_stay() {
    let world = World::new().await;
    let shop = world.shop().await;
    let number = order(&world, &shop).await;
    let chat_id = start(&shop, &number).await.unwrap();
    let say = async |text: &str| write(&shop, &chat_id, text).await.unwrap();
    let hear = async |text: &str| ask(&world, &chat_id, text).await.map(drop).unwrap();
    tokio::join!(say("a"), hear("b"), say("c"), hear("d"), say("e"));
    let said = history(&shop, &chat_id, 0, 10).await;
    let mut words = texts(&said);
    words.sort_unstable();
    assert_eq!(words, ["a", "b", "c", "d", "e"]);
    assert!(said.is_sorted_by(|one, next| one.id < next.id));
    let chat = &list(&shop, |_| {}).await.result[0];
    assert_eq!(Digits(chat.last_message_id.0), said[4].id);
    let unread = said.iter().rev().take_while(|message| message.user.kind == "customer").count();
    assert_eq!(chat.unread_count, i64::try_from(unread).unwrap());
}

#[tokio::test]
async fn chats_are_paged_in_the_order_of_their_opening() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").on_sale().await.sku;
    let mut ids = Vec::new();
    for _ in 0..5 {
        let number = world.order_one(&[(sku, 1)]).await;
        ids.push(start(&shop, &number).await.unwrap());
    }
    let mut paged = Vec::new();
    for page in 1..=3 {
        let answer = list(&shop, |request| (request.page, request.page_size) = (page, 2)).await;
        paged.extend(answer.result.into_iter().map(|chat| chat.id));
        ask(&world, &ids[0], "ещё").await.unwrap();
    }
    assert_eq!(paged, ids, "who writes does not move the pages");
    let first = list(&shop, |request| request.page_size = 2).await;
    assert_eq!(first.result.iter().map(|chat| &chat.id).collect::<Vec<_>>(), [&ids[0], &ids[1]]);
    let named = [ids[3].clone(), "unknown".into(), ids[1].clone(), ids[3].clone()];
    let answer = list(&shop, |request| request.chat_id_list = named.to_vec()).await;
    assert_eq!(answer.result.iter().map(|chat| &chat.id).collect::<Vec<_>>(), [&ids[1], &ids[3]]);
    assert_eq!(answer.total_unread_count, 3, "of all chats");
    shop.refuses(
        "/v1/chat/list",
        &[
            (r#"{"page_size":1001}"#, 400, 3, "PageSize: value must be inside range (0, 1000]"),
            (r#"{"page_size":-1}"#, 400, 3, "PageSize: value must be inside range (0, 1000]"),
            (r#"{"page":-1}"#, 400, 3, "Page: value must be greater than or equal to 0"),
            (r#"{"page":"one"}"#, 400, 3, "unexpected token \"one\""),
            (r#"{"chat_id_list":"x"}"#, 400, 3, "unexpected token \"x\""),
            (r#"{"with":[]}"#, 400, 3, "unexpected token ["),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_message_has_bounds() {
    let world = World::new().await;
    let shop = world.shop().await;
    let number = order(&world, &shop).await;
    let chat_id = start(&shop, &number).await.unwrap();
    write(&shop, &chat_id, &"я".repeat(1_000)).await.unwrap();
    for text in [String::new(), "   ".to_owned(), "я".repeat(1_001)] {
        assert_eq!(refusal(write(&shop, &chat_id, &text).await).0, 400);
        assert_eq!(refusal(ask(&world, &chat_id, &text).await).0, 400);
    }
    refused(ask(&world, &"unknown".into(), "x").await, 404, 0, "CHAT_NOT_FOUND");
    let both = ChatMessageSendRequest {
        chat_id: chat_id.clone(),
        text: "и".to_owned(),
        name: "a.png".to_owned(),
        base64_content: STANDARD.encode(PNG),
    };
    assert_eq!(refusal(world.operator.call(ChatMessageSend, &both).await).0, 400);
    let body = |rest: &str| format!(r#"{{"chat_id":"{chat_id}",{rest}}}"#);
    for path in ["/v1/chat/history", "/v1/chat/updates"] {
        shop.refuses(
            path,
            &[
                (&body(r#""limit":1001"#), 400, 3, "Limit: value must be inside range (0, 1000]"),
                (&body(r#""limit":-1"#), 400, 3, "Limit: value must be inside range (0, 1000]"),
                (&body(r#""from_message_id":"-1""#), 400, 3, "FromMessageId: value must be greater than or equal to 0"),
                (&body(r#""from_message_id":"x""#), 400, 3, "unexpected token \"x\""),
                (&body(r#""from_message_id":"99999999999999999999""#), 400, 3, "proto: syntax error"),
                ("{}", 404, 5, "CHAT_NOT_FOUND"),
                (r#"{"chat_id":5}"#, 400, 3, "unexpected token 5"),
            ],
        )
        .await;
    }
    shop.refuses(
        "/v1/chat/send/message",
        &[
            (&body(r#""text":"""#), 400, 3, "Text: value length must be between 1 and 1000 runes"),
            (&body(r#""text":["a"]"#), 400, 3, "unexpected token ["),
            (r#"{"text":"a"}"#, 404, 5, "CHAT_NOT_FOUND"),
        ],
    )
    .await;
    assert_eq!(history(&shop, &chat_id, 0, 10).await.len(), 1);
    let raw = shop.post("/v1/chat/history", &body(r#""limit":"#)).await;
    assert_eq!(refusal_of(&raw).0, 400);
}

#[tokio::test]
async fn about_fbo_goods_the_buyer_begins() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").on_sale().await;
    let items = vec![SupplyStockItem { sku: product.fbo_sku, quantity: 1 }];
    world.operator.call(SupplyStock, &SupplyStockRequest { client_id: shop.client_id, items }).await.unwrap();
    let number = world.order_one(&[(product.fbo_sku, 1)]).await;
    refused(start(&shop, &number).await, 400, 9, "FBO_CHAT_IS_STARTED_BY_CUSTOMER");
    let chat_id = open(&world, &number).await;
    assert_eq!(start(&shop, &number).await.unwrap(), chat_id);
    write(&shop, &chat_id, "Здравствуйте!").await.unwrap();
    ask(&world, &chat_id, "Добрый день").await.unwrap();
    assert_eq!(
        history(&shop, &chat_id, 0, 10).await[1].context.as_ref().unwrap().order.postings[0].delivery_schema,
        "FBO"
    );
}

#[tokio::test]
async fn the_hours_to_begin_and_to_answer_count_where_the_world_says_so() {
    const HOUR: i64 = 3_600;
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").on_sale().await.sku;
    let (number, late) = (world.order_one(&[(sku, 1)]).await, world.order_one(&[(sku, 1)]).await);
    for one in [&number, &late] {
        shop.ship(one).await;
        world.events(one, &[PostingEvent::Accepted, PostingEvent::InTransit]).await;
    }
    world.pass(80 * HOUR).await;
    world.set(Settings { chat_limits: Some(true), ..Default::default() }).await;
    refused(start(&shop, &late).await, 400, 9, "TIME_TO_START_CHAT_IS_OVER");
    world.events(&number, &[PostingEvent::Delivered]).await;
    world.pass(71 * HOUR).await;
    let chat_id = start(&shop, &number).await.unwrap();
    write(&shop, &chat_id, "Как вам покупка?").await.unwrap();
    world.pass(2 * HOUR).await;
    refused(write(&shop, &chat_id, "?").await, 400, 9, "TIME_TO_ANSWER_IS_OVER");
    refused(send(&shop, &chat_id, "a.png", PNG).await, 400, 9, "TIME_TO_ANSWER_IS_OVER");
    assert_eq!(start(&shop, &number).await.unwrap(), chat_id, "the chat is still there");
    ask(&world, &chat_id, "Хорошо").await.unwrap();
    world.pass(48 * HOUR).await;
    write(&shop, &chat_id, "Спасибо!").await.unwrap();
    world.pass(1).await;
    refused(write(&shop, &chat_id, "?").await, 400, 9, "TIME_TO_ANSWER_IS_OVER");
    world.set(Settings { chat_limits: Some(false), ..Default::default() }).await;
    write(&shop, &chat_id, "И ещё").await.unwrap();
    start(&shop, &late).await.unwrap();
}

#[tokio::test]
async fn the_demo_world_has_chats_returns_supplies_and_areas() {
    let world = World::demo().await;
    let (client_id, api_key) = (ClientId(100_001), "11111111-1111-4111-8111-111111111111".to_owned());
    let shop = Shop {
        client: world.stranger.as_seller(client_id, &api_key).unwrap(),
        operator: world.operator.clone(),
        client_id,
        api_key,
        warehouse_id: WarehouseId(0),
        delivery_method_id: DeliveryMethodId(0),
    };
    let chats = list(&shop, |_| {}).await;
    assert!(chats.result.len() >= 6 && chats.total_unread_count > 0, "{chats:?}");
    assert!(chats.result.iter().any(|chat| chat.last_message_id == MessageId(0)));
    let mut files = 0;
    for chat in &chats.result {
        for file in history(&shop, &chat.id, 0, 0).await.into_iter().filter_map(|message| message.file) {
            let raw = world.stranger.send(Verb::Get, &file.url, "", &[]).await.unwrap();
            assert_eq!((raw.status, i64::try_from(raw.body.len()).unwrap()), (200, file.size));
            files += 1;
        }
    }
    assert_eq!(files, 2);
    let statuses = async |path: &str, field: &str| {
        let raw = shop.post(path, r#"{"limit":1000}"#).await;
        let answer: serde_json::Value = serde_json::from_slice(&raw.body).unwrap();
        let list =
            answer.pointer("/result/returns").or_else(|| answer.pointer("/returns")).unwrap().as_array().unwrap();
        let mut words: Vec<_> = list.iter().map(|one| one[field].as_str().unwrap().to_owned()).collect();
        words.sort_unstable();
        words.dedup();
        words
    };
    let fbs = statuses("/v2/returns/company/fbs", "status").await;
    assert_eq!(fbs.len(), 8, "{fbs:?}");
    let fbo = statuses("/v2/returns/company/fbo", "status_name").await;
    assert_eq!(fbo.len(), 4, "{fbo:?}");
}
