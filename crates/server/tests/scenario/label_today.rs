//! Labels as tasks: made in the background, told by each version, fetched by a link for a day.

use gostiny_wire::{
    method::Verb,
    posting::{
        PostingFbsPackageLabelCreateRequest, PostingFbsPackageLabelCreateV1, PostingFbsPackageLabelCreateV2,
        PostingFbsPackageLabelCreateV3, PostingFbsPackageLabelCreateV3Request, PostingFbsPackageLabelGetRequest,
        PostingFbsPackageLabelGetV1, PostingFbsPackageLabelGetV1Result, PostingFbsPackageLabelGetV2,
        PostingFbsPackageLabelGetV2Response,
    },
    scalar::{PostingNumber, TaskId},
};

use crate::{
    label::{labels, pages, scan},
    shop::Shop,
    world::{World, refused, refused_like},
};

fn ordered(numbers: &[PostingNumber]) -> PostingFbsPackageLabelCreateRequest {
    PostingFbsPackageLabelCreateRequest { posting_number: numbers.to_vec() }
}

async fn one(shop: &Shop, numbers: &[PostingNumber]) -> Result<TaskId, gostiny_client::ClientError> {
    shop.call(PostingFbsPackageLabelCreateV1, &ordered(numbers)).await.map(|answer| answer.result.task_id)
}

async fn v1(shop: &Shop, task_id: TaskId) -> PostingFbsPackageLabelGetV1Result {
    shop.call(PostingFbsPackageLabelGetV1, &PostingFbsPackageLabelGetRequest { task_id }).await.unwrap().result
}

async fn v2(shop: &Shop, task_id: TaskId) -> PostingFbsPackageLabelGetV2Response {
    shop.call(PostingFbsPackageLabelGetV2, &PostingFbsPackageLabelGetRequest { task_id }).await.unwrap()
}

async fn fetched(world: &World, url: &str) -> Vec<u8> {
    let raw = world.stranger.send(Verb::Get, url, "", &[]).await.unwrap();
    assert_eq!(raw.status, 200, "{url}");
    raw.body
}

#[tokio::test]
async fn a_task_is_waited_for_and_both_versions_tell_the_same() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").stock(30).on_sale().await.sku;
    let mut numbers = Vec::new();
    for _ in 0..3 {
        let number = world.order_one(&[(sku, 1)]).await;
        shop.ship(&number).await;
        numbers.insert(0, number);
    }
    world.pass(45).await;
    let task = one(&shop, &numbers).await.unwrap();
    let waiting = v1(&shop, task).await;
    assert_eq!(
        (waiting.status.as_str(), waiting.file_url.as_str(), waiting.printed_postings_count),
        ("pending", "", 0)
    );
    assert_eq!(v2(&shop, task).await.status.code, "pending");
    world.pass(2).await;
    let done = v1(&shop, task).await;
    assert_eq!((done.status.as_str(), done.error.as_str(), done.printed_postings_count), ("completed", "", 3));
    assert_eq!((done.unprinted_postings_count, done.unprinted_postings.len()), (0, 0));
    let newer = v2(&shop, task).await;
    assert_eq!((newer.error, &newer.file_url, newer.status.code.as_str()), (None, &done.file_url, "completed"));
    assert_eq!((newer.status.postings_count, newer.status.printed_postings_count), (3, 3));
    assert!(done.file_url.contains("/files/labels/") && done.file_url.contains(".pdf?"), "{}", done.file_url);
    let pdf = fetched(&world, &done.file_url).await;
    assert_eq!(pdf, labels(&shop, &numbers).await.unwrap(), "the same label as the one that is drawn at once");

    // A day later the file is gone, and the task with it.
    world.pass(24 * 3_600).await;
    let over = PostingFbsPackageLabelGetRequest { task_id: task };
    refused(shop.call(PostingFbsPackageLabelGetV1, &over).await, 404, 5, "Task not found");
    refused(shop.call(PostingFbsPackageLabelGetV2, &over).await, 404, 5, "Task not found");
    assert_eq!(world.stranger.send(Verb::Get, &done.file_url, "", &[]).await.unwrap().status, 404);
}

#[tokio::test]
async fn newer_versions_start_a_task_for_each_size() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("Ёлка-1").on_sale().await.sku;
    let number = world.order_one(&[(sku, 1)]).await;
    shop.ship(&number).await;
    world.pass(45).await;
    let second =
        shop.call(PostingFbsPackageLabelCreateV2, &ordered(std::slice::from_ref(&number))).await.unwrap().result.tasks;
    let request = PostingFbsPackageLabelCreateV3Request { posting_numbers: vec![number.clone()] };
    let third = shop.call(PostingFbsPackageLabelCreateV3, &request).await.unwrap().tasks;
    world.pass(2).await;
    let mut sizes = Vec::new();
    for tasks in [second, third] {
        assert_eq!(tasks.iter().map(|task| task.task_type.as_str()).collect::<Vec<_>>(), ["big_label", "small_label"]);
        for task in tasks {
            let done = v2(&shop, task.task_id).await;
            assert_eq!((done.status.code.as_str(), done.status.printed_postings_count), ("completed", 1));
            let pdf = fetched(&world, &done.file_url).await;
            assert_eq!(pages(&pdf), 1);
            if let Some(read) = scan(&pdf) {
                assert!(read[0].contains(&shop.posting(&number).await.barcodes.unwrap().lower_barcode), "{read:?}");
            }
            sizes.push(String::from_utf8_lossy(&pdf).contains("[0 0 164.409 113.385]"));
        }
    }
    assert_eq!(sizes, [false, true, false, true]);
}

#[tokio::test]
async fn what_has_no_label_is_told_and_the_rest_is_drawn() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let sku = shop.product("A-1").stock(30).on_sale().await.sku;
    let good = world.order_one(&[(sku, 1)]).await;
    shop.ship(&good).await;
    world.pass(45).await;
    let (unpacked, fresh) = (world.order_one(&[(sku, 1)]).await, world.order_one(&[(sku, 1)]).await);
    shop.ship(&fresh).await;
    let some = one(&shop, &[unpacked.clone(), good.clone(), fresh.clone()]).await.unwrap();
    let none = one(&shop, &[fresh.clone(), unpacked.clone()]).await.unwrap();
    world.pass(2).await;
    let told = v1(&shop, some).await;
    assert_eq!((told.status.as_str(), told.printed_postings_count, told.unprinted_postings_count), ("completed", 1, 2));
    let left: Vec<_> = told.unprinted_postings.iter().map(|one| (&one.posting_number, one.msg.as_str())).collect();
    assert_eq!(left, [(&unpacked, "INVALID_ARGUMENT"), (&fresh, "POSTINGS_NOT_READY")]);
    assert_eq!(pages(&fetched(&world, &told.file_url).await), 1);
    let told = v2(&shop, none).await;
    assert_eq!((told.status.code.as_str(), told.file_url.as_str()), ("error", ""));
    assert_eq!((told.error.unwrap().code.as_str(), told.status.unprinted_postings.len()), ("POSTINGS_NOT_READY", 2));
    assert_eq!(v1(&shop, none).await.error, "POSTINGS_NOT_READY");

    let code = "POSTING_NUMBERS_IS_INCORRECT_FOR_COMPANY";
    refused(one(&shop, &[good.clone(), "57195475-9999-1".into()]).await, 404, 5, code);
    refused(one(&other, std::slice::from_ref(&good)).await, 404, 5, code);
    refused_like(one(&shop, &[]).await, 400, 3, "PostingNumber: value must contain between 1 and 100 items");
    refused_like(one(&shop, &vec![good.clone(); 101]).await, 400, 3, "between 1 and 100 items");
    let theirs = PostingFbsPackageLabelGetRequest { task_id: some };
    refused(other.call(PostingFbsPackageLabelGetV1, &theirs).await, 404, 5, "Task not found");
    refused(other.call(PostingFbsPackageLabelGetV2, &theirs).await, 404, 5, "Task not found");
    refused_like(shop.call(PostingFbsPackageLabelGetV1, &Default::default()).await, 400, 3, "TaskId");
    refused_like(shop.call(PostingFbsPackageLabelGetV2, &Default::default()).await, 400, 3, "TaskId");
    let many = vec![good.clone(); 101];
    let second = shop.call(PostingFbsPackageLabelCreateV2, &ordered(&many)).await;
    refused_like(second, 400, 3, "PostingNumber: value must contain between 1 and 100 items");
    let third = PostingFbsPackageLabelCreateV3Request { posting_numbers: many };
    let third = shop.call(PostingFbsPackageLabelCreateV3, &third).await;
    refused_like(third, 400, 3, "PostingNumbers: value must contain between 1 and 100 items");

    // What came to nothing is forgotten too.
    world.pass(24 * 3_600).await;
    let over = PostingFbsPackageLabelGetRequest { task_id: none };
    refused(shop.call(PostingFbsPackageLabelGetV2, &over).await, 404, 5, "Task not found");
}

#[tokio::test]
async fn a_task_outlives_the_server() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").on_sale().await.sku;
    let number = world.order_one(&[(sku, 1)]).await;
    shop.ship(&number).await;
    world.pass(45).await;
    let task = one(&shop, &[number]).await.unwrap();
    world.restart().await;
    assert_eq!(v1(&shop, task).await.status, "pending");
    // The clock begins anew with the program, the task waits for it.
    world.pass(3_600).await;
    assert_eq!(v1(&shop, task).await.status, "completed");
}
