//! One chat under the methods of 2022, of 2023 and of today.

use gostiny_client::ClientError;
use gostiny_wire::{
    chat::{
        ChatHistoryV1, ChatHistoryV1Request, ChatHistoryV2, ChatHistoryV2Request, ChatHistoryV2Response, ChatHistoryV3,
        ChatHistoryV3Filter, ChatHistoryV3Request, ChatHistoryV3Response, ChatListFilter, ChatListV1,
        ChatListV1Request, ChatListV1With, ChatListV2, ChatListV2Request, ChatListV2Response, ChatListV3,
        ChatListV3Request, ChatListV3Response, ChatReadV2, ChatReadV2Request,
    },
    operator::{ChatClose, ChatCloseRequest, ChatList, ChatListRequest, ChatRead, ChatReadRequest},
    scalar::{ChatId, Digits, MessageId},
};

use crate::{
    chat::{PNG, ask, open, order, send, write},
    shop::Shop,
    world::{World, refused_like},
};

async fn list_v2(shop: &Shop, change: impl FnOnce(&mut ChatListV2Request)) -> ChatListV2Response {
    let mut request = ChatListV2Request::default();
    change(&mut request);
    shop.call(ChatListV2, &request).await.unwrap()
}

async fn list_v3(shop: &Shop, change: impl FnOnce(&mut ChatListV3Request)) -> ChatListV3Response {
    let mut request = ChatListV3Request::default();
    change(&mut request);
    shop.call(ChatListV3, &request).await.unwrap()
}

async fn history_v2(
    shop: &Shop,
    chat_id: &ChatId,
    direction: &str,
    from: MessageId,
    limit: i64,
) -> ChatHistoryV2Response {
    let request = ChatHistoryV2Request {
        chat_id: chat_id.clone(),
        direction: direction.to_owned(),
        from_message_id: from,
        limit,
    };
    shop.call(ChatHistoryV2, &request).await.unwrap()
}

async fn history_v3(
    shop: &Shop,
    chat_id: &ChatId,
    change: impl FnOnce(&mut ChatHistoryV3Request),
) -> Result<ChatHistoryV3Response, ClientError> {
    let mut request = ChatHistoryV3Request { chat_id: chat_id.clone(), ..Default::default() };
    change(&mut request);
    shop.call(ChatHistoryV3, &request).await
}

async fn read(shop: &Shop, chat_id: &ChatId, from_message_id: MessageId) -> Result<i64, ClientError> {
    let request = ChatReadV2Request { chat_id: chat_id.clone(), from_message_id };
    shop.call(ChatReadV2, &request).await.map(|answer| answer.unread_count)
}

#[tokio::test]
async fn every_version_shows_the_same_words() {
    let world = World::new().await;
    let shop = world.shop().await;
    let number = order(&world, &shop).await;
    let chat_id = open(&world, &number).await;
    let first = ask(&world, &chat_id, "Когда придёт?").await.unwrap();
    world.pass(60).await;
    write(&shop, &chat_id, "Завтра").await.unwrap();
    send(&shop, &chat_id, "photo.png", PNG).await.unwrap();
    send(&shop, &chat_id, "счёт [1].txt", "итого".as_bytes()).await.unwrap();
    world.pass(60).await;
    ask(&world, &chat_id, "Спасибо").await.unwrap();

    let old = ChatHistoryV1Request { chat_id: chat_id.clone(), ..Default::default() };
    let old = shop.call(ChatHistoryV1, &old).await.unwrap().result;
    let two = history_v2(&shop, &chat_id, "Forward", MessageId(0), 0).await;
    let three = history_v3(&shop, &chat_id, |request| request.direction = "forward".to_owned()).await.unwrap();
    assert_eq!((old.len(), two.has_next, three.has_next), (5, false, false));
    for ((old, two), three) in old.iter().zip(&two.messages).zip(&three.messages) {
        assert_eq!((old.id, old.id), (two.message_id, Digits(two.number.0)));
        assert_eq!((two.number, &two.data, two.created_at), (three.message_id, &three.data, three.created_at));
        assert_eq!((&old.user.id, &old.user.kind), (&two.user.id, &two.user.r#type));
        assert_eq!(two.user.r#type, three.user.r#type.to_lowercase());
        assert_eq!((old.created_at, two.is_read), (two.created_at, three.is_read));
        let order_number = old.context.as_ref().map(|context| context.order.order_number.as_str()).unwrap_or_default();
        assert_eq!(three.context.order_number.as_str(), order_number);
    }
    assert_eq!((two.messages[0].data[0].as_str(), two.messages[1].data[0].as_str()), ("Когда придёт?", "Завтра"));
    let told: Vec<_> = three.messages.iter().map(|one| (one.is_image, one.moderate_image_status.as_str())).collect();
    assert_eq!(told, [(false, ""), (false, ""), (true, "SUCCESS"), (false, ""), (false, "")]);
    let (picture, paper) = (&three.messages[2].data[0], &three.messages[3].data[0]);
    assert!(picture.starts_with("![](http") || picture.starts_with("![](/"), "{picture}");
    assert!(paper.starts_with("[счёт \\[1\\].txt]("), "{paper}");
    assert!(three.messages[0].context.sku.parse::<i64>().is_ok() && three.messages[1].context.sku.is_empty());
    // The last words came after the shop's: they are unread, and the shop's are read.
    let read: Vec<_> = three.messages.iter().map(|one| one.is_read).collect();
    assert_eq!(read, [true, true, true, true, false]);

    // Backward is the usual way, and pages meet.
    let back = history_v2(&shop, &chat_id, "", MessageId(0), 2).await;
    assert!(back.has_next && back.messages[0].number == two.messages[4].number);
    let rest = history_v2(&shop, &chat_id, "Backward", back.messages[1].number, 10).await;
    assert_eq!((rest.messages.len(), rest.has_next), (4, false));
    let on = history_v2(&shop, &chat_id, "Forward", two.messages[3].number, 1).await;
    assert!(on.has_next && on.messages[0].number == two.messages[3].number);

    let ids = vec![Digits(first.0), two.messages[3].message_id, Digits(5), Digits(first.0)];
    let named =
        history_v3(&shop, &chat_id, |request| request.filter = ChatHistoryV3Filter { message_ids: ids.clone() });
    let named: Vec<_> = named.await.unwrap().messages.iter().map(|one| one.message_id).collect();
    assert_eq!(named, [two.messages[3].number, first]);

    let stranger = world.shop().await;
    refused_like(history_v3(&stranger, &chat_id, |_| {}).await, 404, 5, "CHAT_NOT_FOUND");
    let body = format!(r#"{{"chat_id":"{chat_id}"}}"#);
    stranger.refuses("/v2/chat/history", &[(&body, 404, 5, "CHAT_NOT_FOUND")]).await;
    let sideways = format!(r#"{{"chat_id":"{chat_id}","direction":"Sideways"}}"#);
    let many = format!(r#"{{"chat_id":"{chat_id}","limit":1001}}"#);
    for path in ["/v2/chat/history", "/v3/chat/history"] {
        shop.refuses(path, &[(&sideways, 400, 3, "Direction"), (&many, 400, 3, "Limit")]).await;
    }
}

#[tokio::test]
async fn what_is_read_is_read_in_every_version() {
    let world = World::new().await;
    let shop = world.shop().await;
    let number = order(&world, &shop).await;
    let chat_id = open(&world, &number).await;
    let mut asked = Vec::new();
    for text in ["Раз", "Два", "Три"] {
        asked.push(ask(&world, &chat_id, text).await.unwrap());
        world.pass(60).await;
    }
    let unread = async || {
        let with = ChatListV1With { first_unread_message_id: true, unread_count: true };
        let old = shop.call(ChatListV1, &ChatListV1Request { with, ..Default::default() }).await.unwrap();
        let (two, three) = (list_v2(&shop, |_| {}).await, list_v3(&shop, |_| {}).await);
        let told = (old.result[0].first_unread_message_id, old.result[0].unread_count);
        assert_eq!(told, (two.chats[0].first_unread_message_id, two.chats[0].unread_count));
        assert_eq!(told, (three.chats[0].first_unread_message_id, three.chats[0].unread_count));
        assert_eq!(
            (old.total_unread_count, old.total_unread_count),
            (two.total_unread_count, three.total_unread_count)
        );
        assert_eq!(old.total_unread_count, told.1);
        told
    };
    assert_eq!(unread().await, (asked[0], 3));
    assert_eq!(read(&shop, &chat_id, asked[1]).await.unwrap(), 1);
    assert_eq!(unread().await, (asked[2], 1));
    let told = history_v2(&shop, &chat_id, "Forward", MessageId(0), 0).await;
    assert_eq!(told.messages.iter().map(|one| one.is_read).collect::<Vec<_>>(), [true, true, false]);
    // What was read stays read.
    assert_eq!(read(&shop, &chat_id, asked[0]).await.unwrap(), 1);
    let fourth = ask(&world, &chat_id, "Четыре").await.unwrap();
    assert_eq!(unread().await, (asked[2], 2));
    assert_eq!(read(&shop, &chat_id, fourth).await.unwrap(), 0);
    assert_eq!(unread().await, (MessageId(0), 0));
    assert_eq!(read(&shop, &chat_id, fourth).await.unwrap(), 0);
    // An answer reads too, as it always did.
    ask(&world, &chat_id, "Пять").await.unwrap();
    write(&shop, &chat_id, "Ответ").await.unwrap();
    assert_eq!(unread().await, (MessageId(0), 0));

    // The buyer reads what is there, not what comes later.
    world.operator.call(ChatRead, &ChatReadRequest { chat_id: chat_id.clone(), ..Default::default() }).await.unwrap();
    write(&shop, &chat_id, "И ещё").await.unwrap();
    let told = history_v2(&shop, &chat_id, "Backward", MessageId(0), 2).await.messages;
    let told: Vec<_> = told.iter().map(|one| (one.data[0].as_str(), one.is_read)).collect();
    assert_eq!(told, [("И ещё", false), ("Ответ", true)]);

    let stranger = world.shop().await;
    refused_like(read(&stranger, &chat_id, fourth).await, 404, 5, "CHAT_NOT_FOUND");
    refused_like(read(&shop, &chat_id, MessageId(0)).await, 400, 3, "FromMessageId");
}

/// Whichever comes first: what is written meanwhile is unread, and nothing else.
#[tokio::test]
async fn a_buyer_writes_while_the_shop_reads() {
    let world = World::new().await;
    let shop = world.shop().await;
    let number = order(&world, &shop).await;
    let chat_id = open(&world, &number).await;
    let mut last = ask(&world, &chat_id, "Раз").await.unwrap();
    for _ in 0..20 {
        let (asked, left) = tokio::join!(ask(&world, &chat_id, "Ещё"), read(&shop, &chat_id, last));
        last = asked.unwrap();
        assert!(left.unwrap() <= 1);
        let told = list_v3(&shop, |_| {}).await.chats.remove(0);
        assert_eq!((told.unread_count, told.first_unread_message_id), (1, last));
    }
}

#[tokio::test]
async fn lists_turn_by_number_and_by_cursor() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").stock(20).on_sale().await.sku;
    let mut chats = Vec::new();
    for _ in 0..5 {
        let number = world.order_one(&[(sku, 1)]).await;
        chats.push(open(&world, &number).await);
    }
    for chat in [&chats[1], &chats[3]] {
        ask(&world, chat, "Здравствуйте").await.unwrap();
    }
    let old = shop.call(ChatListV1, &ChatListV1Request::default()).await.unwrap();
    assert_eq!(old.result.iter().map(|one| one.id.clone()).collect::<Vec<_>>(), chats);
    let page = list_v2(&shop, |request| (request.limit, request.offset) = (2, 2)).await;
    assert_eq!(page.chats.iter().map(|one| one.details.chat_id.clone()).collect::<Vec<_>>(), chats[2..4]);
    assert_eq!(
        (page.total_chats_count, page.total_unread_count, page.chats[0].chat == page.chats[0].details),
        (5, 2, true)
    );
    let words = &page.chats[0].details;
    assert_eq!((words.chat_status.as_str(), words.chat_type.as_str()), ("Opened", "Buyer_Seller"));

    let pages = async |unread_only: bool| {
        let (mut cursor, mut seen) = (String::new(), Vec::new());
        loop {
            let page = list_v3(&shop, |request| {
                let filter = ChatListFilter { unread_only, ..Default::default() };
                *request = ChatListV3Request { cursor: cursor.clone(), filter, limit: 2 };
            });
            let page = page.await;
            seen.extend(page.chats.iter().map(|one| one.chat.chat_id.clone()));
            assert_eq!(page.has_next, !page.cursor.is_empty());
            if !page.has_next {
                return seen;
            }
            cursor = page.cursor;
        }
    };
    assert_eq!(pages(false).await, chats);
    let unread = [chats[1].clone(), chats[3].clone()];
    assert_eq!(pages(true).await, unread);
    let told = list_v2(&shop, |request| request.filter.unread_only = true).await;
    assert_eq!((told.total_chats_count, told.chats.len()), (2, 2));
    let told = list_v3(&shop, |request| request.filter.chat_status = "OPENED".to_owned()).await;
    assert_eq!((told.chats.len(), told.chats[0].chat.chat_status.as_str()), (5, "OPENED"));

    let stranger = world.shop().await;
    assert_eq!(list_v3(&stranger, |_| {}).await, ChatListV3Response::default());
    assert_eq!(list_v2(&stranger, |_| {}).await, ChatListV2Response::default());
    let wrong = (r#"{"filter":{"chat_status":"Gone"}}"#, 400, 3, "ChatStatus");
    shop.refuses(
        "/v2/chat/list",
        &[wrong, (r#"{"limit":1001}"#, 400, 3, "Limit"), (r#"{"offset":-1}"#, 400, 3, "Offset")],
    )
    .await;
    shop.refuses(
        "/v3/chat/list",
        &[wrong, (r#"{"limit":1001}"#, 400, 3, "Limit"), (r#"{"cursor":"?"}"#, 400, 3, "last_id")],
    )
    .await;
}

#[tokio::test]
async fn a_chat_that_the_buyer_closed_is_among_the_closed_until_the_buyer_writes() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").stock(20).on_sale().await.sku;
    let mut chats = Vec::new();
    for _ in 0..4 {
        let number = world.order_one(&[(sku, 1)]).await;
        chats.push(open(&world, &number).await);
    }
    for chat in [&chats[1], &chats[2]] {
        ask(&world, chat, "Здравствуйте").await.unwrap();
    }
    for chat in [&chats[0], &chats[1]] {
        world.operator.call(ChatClose, &ChatCloseRequest { chat_id: chat.clone() }).await.unwrap();
    }

    let told = async |chat_status: &str, unread_only: bool| {
        let filter = ChatListFilter { chat_status: chat_status.to_owned(), unread_only };
        let two = list_v2(&shop, |request| request.filter = filter.clone()).await;
        assert_eq!(Ok(two.chats.len()), usize::try_from(two.total_chats_count));
        let two: Vec<_> = two.chats.into_iter().map(|one| (one.chat.chat_id, one.chat.chat_status)).collect();
        let (mut three, mut cursor) = (Vec::new(), String::new());
        loop {
            let request = ChatListV3Request { cursor, filter: filter.clone(), limit: 1 };
            let page = shop.call(ChatListV3, &request).await.unwrap();
            three.extend(page.chats.into_iter().map(|one| (one.chat.chat_id, one.chat.chat_status)));
            cursor = page.cursor;
            if !page.has_next {
                break;
            }
        }
        assert_eq!(two.iter().map(|(id, word)| (id.clone(), word.to_uppercase())).collect::<Vec<_>>(), three);
        let place = |id: &ChatId| chats.iter().position(|chat| chat == id).unwrap();
        two.iter().map(|(id, word)| format!("{} {word}", place(id))).collect::<Vec<_>>()
    };
    let all = ["0 Closed", "1 Closed", "2 Opened", "3 Opened"];
    assert_eq!(told("", false).await, all);
    assert_eq!(told("All", false).await, all);
    assert_eq!(told("Opened", false).await, all[2..]);
    assert_eq!(told("CLOSED", false).await, all[..2]);
    assert_eq!(told("All", true).await, all[1..3]);
    assert_eq!(told("Opened", true).await, ["2 Opened"]);
    assert_eq!(told("Closed", true).await, ["1 Closed"]);
    let desk = world.operator.call(ChatList, &ChatListRequest::default()).await.unwrap().chats;
    let closed: Vec<_> = desk.iter().map(|chat| chat.closed_at.is_some()).collect();
    assert_eq!(closed, [true, true, false, false]);

    refused_like(write(&shop, &chats[1], "Добрый день").await, 400, 9, "CHAT_IS_CLOSED");
    ask(&world, &chats[1], "Я передумал").await.unwrap();
    assert_eq!(told("Closed", false).await, ["0 Closed"]);
    assert_eq!(told("Opened", true).await, ["1 Opened", "2 Opened"]);

    let stranger = world.shop().await;
    let theirs = list_v3(&stranger, |request| request.filter.chat_status = "Closed".to_owned()).await;
    assert_eq!(theirs, ChatListV3Response::default());
}
