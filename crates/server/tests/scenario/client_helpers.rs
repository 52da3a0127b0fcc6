//! What the client does over several calls, against a real server: waiting for tasks, reading chats to their end.

use std::time::Duration;

use futures_util::TryStreamExt;
use gostiny_client::{ClientError, Paged, Patience};
use gostiny_wire::{
    chat::{
        ChatHistoryV1, ChatHistoryV1Request, ChatHistoryV2, ChatHistoryV2Request, ChatHistoryV3, ChatHistoryV3Filter,
        ChatHistoryV3Request, ChatUpdatesV1, ChatUpdatesV1Request,
    },
    digital::ProductUploadDigitalCodesV1Request,
    operator::{PostingEvent, SellerList, SellerListRequest},
    posting::{PostingFbsPackageLabelCreateRequest, PostingFbsPackageLabelCreateV3Request},
    product::ProductImportV2Request,
    report::ReportProductsCreateV1Request,
    scalar::{CarriageId, Digits, MessageId, PostingNumber, TaskId},
};

use crate::{act, chat, digital::game, goods::good_item, label::pages, shop::Shop, world::World};

/// One look.
const ONCE: Patience = Patience { every: Duration::ZERO, most: Duration::ZERO };
/// Looks often enough for a clock that somebody else moves meanwhile.
const SOME: Patience = Patience { every: Duration::from_millis(10), most: Duration::from_secs(60) };

#[track_caller]
fn is_late<T: std::fmt::Debug>(outcome: Result<T, ClientError>) {
    assert!(matches!(outcome, Err(ClientError::Late { .. })), "{outcome:?}");
}

/// Waits while the world goes on.
async fn meanwhile<T>(world: &World, seconds: i64, wait: impl Future<Output = Result<T, ClientError>>) -> T {
    tokio::join!(wait, world.pass(seconds)).0.unwrap()
}

#[tokio::test]
async fn an_import_a_report_and_an_upload_are_waited_for() {
    let world = World::new().await;
    let shop = world.shop().await;
    let client = &shop.client;
    let request = ProductImportV2Request { items: vec![good_item("Ёлка-1"), good_item("Ёлка-2")] };
    let task = client.products().import_v2(&request).await.unwrap().result.task_id;
    is_late(client.imported(task, ONCE).await);
    let found = meanwhile(&world, 1, client.imported(task, SOME)).await;
    assert_eq!(found.items.iter().map(|item| item.status.as_str()).collect::<Vec<_>>(), ["imported", "imported"]);

    let code = client.reports().products_create_v1(&ReportProductsCreateV1Request::default()).await.unwrap();
    let code = code.result.code;
    is_late(client.report_made(&code, ONCE).await);
    let report = meanwhile(&world, 60, client.report_made(&code, SOME)).await;
    assert!(!client.download(&report.file).await.unwrap().is_empty());

    let product_id = game(&shop, "Игра").await.product_id;
    let upload = async |codes: [&str; 1]| {
        let digital_codes = codes.map(str::to_owned).to_vec();
        let request = ProductUploadDigitalCodesV1Request { digital_codes, product_id };
        client.digital().upload_codes_v1(&request).await.unwrap().result.task_id
    };
    let task = upload(["КЛЮЧ-1"]).await;
    is_late(client.codes_taken(task, ONCE).await);
    meanwhile(&world, 60, client.codes_taken(task, SOME)).await;
    // The same code once more comes to nothing.
    let again = upload(["КЛЮЧ-1"]).await;
    world.pass(60).await;
    let failed = client.codes_taken(again, ONCE).await;
    assert!(matches!(failed, Err(ClientError::Failed { .. })), "{failed:?}");
}

async fn packed(world: &World, shop: &Shop) -> PostingNumber {
    let sku = shop.product("Ёлка").on_sale().await.sku;
    let number = world.order_one(&[(sku, 1)]).await;
    shop.ship(&number).await
}

#[tokio::test]
async fn acts_on_paper_and_without_are_waited_for() {
    let world = World::new().await;
    let shop = world.shop().await;
    let number = packed(&world, &shop).await;
    world.pass(23 * 3_600).await;
    let id = act::create(&shop, |_| {}).await.unwrap();
    is_late(shop.client.act_ready(id, ONCE).await);
    is_late(shop.client.digital_act_formed(id, ONCE).await);
    let paper = meanwhile(&world, 5, shop.client.act_document(id, SOME)).await;
    assert!(pages(&paper.0) >= 1);
    assert_eq!(shop.client.act_ready(id, ONCE).await.unwrap().added_to_act, std::slice::from_ref(&number));
    assert_eq!(shop.client.digital_act_formed(id, ONCE).await.unwrap(), "FORMED");
    world.events(&number, &[PostingEvent::Accepted]).await;
    assert_eq!(shop.client.digital_act_formed(id, ONCE).await.unwrap(), "CONFIRMED");
    let none = shop.client.digital_act_formed(CarriageId(1), SOME).await;
    assert!(matches!(none, Err(ClientError::Failed { .. })), "{none:?}");
}

#[tokio::test]
async fn labels_and_tasks_of_labels_are_waited_for() {
    let world = World::new().await;
    let shop = world.shop().await;
    let (client, number) = (&shop.client, packed(&world, &shop).await);
    let numbers = [number.clone()];
    let unready = PostingFbsPackageLabelCreateRequest { posting_number: numbers.to_vec() };
    let too_early = client.postings().package_label_create_v1(&unready).await.unwrap().result.task_id;
    is_late(client.labels(&numbers, ONCE).await);
    let drawn = meanwhile(&world, 45, client.labels(&numbers, SOME)).await;
    let why = |outcome: Result<TaskId, ClientError>| outcome.unwrap_err().to_string();
    let none = client.labels_printed_v1(too_early, ONCE).await.map(|_| too_early);
    assert_eq!(why(none), "the task of labels failed: POSTINGS_NOT_READY");
    let none = client.labels_printed_v2(too_early, ONCE).await.map(|_| too_early);
    assert_eq!(why(none), "the task of labels failed: POSTINGS_NOT_READY");

    let ready = PostingFbsPackageLabelCreateRequest { posting_number: numbers.to_vec() };
    let task = client.postings().package_label_create_v1(&ready).await.unwrap().result.task_id;
    is_late(client.labels_printed_v1(task, ONCE).await);
    let first = meanwhile(&world, 2, client.labels_printed_v1(task, SOME)).await;
    assert_eq!(client.download(&first.file_url).await.unwrap(), drawn.0);

    let second = client.postings().package_label_create_v2(&ready).await.unwrap().result.tasks;
    let request = PostingFbsPackageLabelCreateV3Request { posting_numbers: numbers.to_vec() };
    let third = client.postings().package_label_create_v3(&request).await.unwrap().tasks;
    is_late(client.labels_printed_v2(third[1].task_id, ONCE).await);
    world.pass(2).await;
    for task in second.iter().chain(&third) {
        let done = client.labels_printed_v2(task.task_id, SOME).await.unwrap();
        assert_eq!(done.status.printed_postings_count, 1);
        assert_eq!(pages(&client.download(&done.file_url).await.unwrap()), 1);
    }
}

/// The numbers of all messages that a stream tells.
async fn told<M: Paged>(shop: &Shop, method: M, request: M::Request, number: impl Fn(&M::Item) -> i64) -> Vec<i64> {
    let all: Vec<_> = shop.client.items(method, request).try_collect().await.unwrap();
    all.iter().map(number).collect()
}

#[tokio::test]
async fn a_chat_is_read_to_its_end_each_message_once_in_every_version() {
    let world = World::new().await;
    let shop = world.shop().await;
    let number = chat::order(&world, &shop).await;
    let chat_id = chat::open(&world, &number).await;
    let mut old_to_new = Vec::new();
    for n in 0..7 {
        old_to_new.push(chat::ask(&world, &chat_id, &format!("Где посылка {n}?")).await.unwrap().0);
    }
    let new_to_old: Vec<_> = old_to_new.iter().rev().copied().collect();
    for limit in [1, 2, 3, 6, 7, 8, 0] {
        for at in [None, Some(3)] {
            let from = at.map_or(0, |at: usize| old_to_new[at]);
            let forward = &old_to_new[at.unwrap_or(0)..];
            let backward = &new_to_old[at.unwrap_or(0)..];
            let v1 = ChatHistoryV1Request { chat_id: chat_id.clone(), from_message_id: Digits(from), limit };
            assert_eq!(told(&shop, ChatHistoryV1, v1, |one| one.id.0).await, forward, "{limit} {at:?}");
            let v1 = ChatUpdatesV1Request { chat_id: chat_id.clone(), from_message_id: Digits(from), limit };
            assert_eq!(told(&shop, ChatUpdatesV1, v1, |one| one.id.0).await, backward, "{limit} {at:?}");
            for (direction, wanted) in [("", backward), ("backward", backward), ("Forward", forward)] {
                let (chat_id, from_message_id) = (chat_id.clone(), MessageId(from));
                let direction = direction.to_owned();
                let v2 = ChatHistoryV2Request {
                    chat_id: chat_id.clone(),
                    direction: direction.clone(),
                    from_message_id,
                    limit,
                };
                assert_eq!(told(&shop, ChatHistoryV2, v2, |one| one.number.0).await, wanted, "{limit} {at:?}");
                let v3 = ChatHistoryV3Request { chat_id, direction, from_message_id, limit, ..Default::default() };
                assert_eq!(told(&shop, ChatHistoryV3, v3, |one| one.message_id.0).await, wanted, "{limit} {at:?}");
            }
        }
    }
    let filter = ChatHistoryV3Filter { message_ids: vec![Digits(old_to_new[5]), Digits(old_to_new[2])] };
    let named = ChatHistoryV3Request { chat_id, filter, limit: 1, ..Default::default() };
    let named = told(&shop, ChatHistoryV3, named, |one| one.message_id.0).await;
    assert_eq!(named, [old_to_new[5], old_to_new[2]]);
}

#[tokio::test]
async fn lists_of_the_operator_are_streams_too() {
    let world = World::new().await;
    let mut opened = Vec::new();
    for _ in 0..5 {
        opened.push(world.shop().await.client_id);
    }
    let request = SellerListRequest { limit: 2, ..Default::default() };
    let sellers: Vec<_> = world.operator.items(SellerList, request).try_collect().await.unwrap();
    assert_eq!(sellers.iter().map(|one| one.client_id).collect::<Vec<_>>(), opened);
}
