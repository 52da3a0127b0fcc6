//! Carriages: what an act collects, when its papers are ready, which carriages there could be.

use gostiny_client::ClientError;
use gostiny_wire::{
    act::{
        CarriageAvailable, PostingCarriageAvailableListV1, PostingCarriageAvailableListV1Request,
        PostingFbsActCheckStatusV2, PostingFbsActCheckStatusV2Request, PostingFbsActCheckStatusV2Result,
        PostingFbsActCreateV2, PostingFbsActCreateV2Request, PostingFbsActGetContainerLabelsV2,
        PostingFbsActGetContainerLabelsV2Request, PostingFbsActGetPdfV2, PostingFbsActGetPdfV2Request,
    },
    posting::{PostingFbsCancelV2, PostingFbsCancelV2Request},
    scalar::{CancelReasonId, CarriageId, DeliveryMethodId, PostingNumber, Sku},
};

use crate::{
    label::{pages, scan},
    shop::Shop,
    world::{World, refusal, refused, refused_like},
};

/// From the orders to the morning of the day they leave.
const TO_DEPARTURE: i64 = 23 * 3_600;

pub async fn create(
    shop: &Shop,
    change: impl FnOnce(&mut PostingFbsActCreateV2Request),
) -> Result<CarriageId, ClientError> {
    let mut request =
        PostingFbsActCreateV2Request { delivery_method_id: shop.delivery_method_id, ..Default::default() };
    change(&mut request);
    shop.call(PostingFbsActCreateV2, &request).await.map(|answer| answer.result.id)
}

pub async fn status(shop: &Shop, id: CarriageId) -> PostingFbsActCheckStatusV2Result {
    shop.call(PostingFbsActCheckStatusV2, &PostingFbsActCheckStatusV2Request { id }).await.unwrap().result
}

pub async fn act_pdf(shop: &Shop, id: CarriageId) -> Result<Vec<u8>, ClientError> {
    shop.call(PostingFbsActGetPdfV2, &PostingFbsActGetPdfV2Request { id }).await.map(|pdf| pdf.0)
}

async fn container_pdf(shop: &Shop, id: CarriageId) -> Result<Vec<u8>, ClientError> {
    let request = PostingFbsActGetContainerLabelsV2Request { id };
    shop.call(PostingFbsActGetContainerLabelsV2, &request).await.map(|pdf| pdf.0)
}

async fn packed(world: &World, shop: &Shop, sku: Sku) -> PostingNumber {
    let number = world.order_one(&[(sku, 1)]).await;
    shop.ship(&number).await
}

pub async fn available(shop: &Shop, method: DeliveryMethodId) -> Vec<CarriageAvailable> {
    let request = PostingCarriageAvailableListV1Request { delivery_method_id: method, departure_date: None };
    shop.call(PostingCarriageAvailableListV1, &request).await.unwrap().result
}

#[tokio::test]
async fn an_act_collects_what_is_packed_for_its_method_and_day() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").on_sale().await.sku;
    let (one, two) = (packed(&world, &shop, sku).await, packed(&world, &shop, sku).await);
    let unpacked = world.order_one(&[(sku, 1)]).await;
    world.pass(TO_DEPARTURE).await;
    let id = create(&shop, |_| {}).await.unwrap();
    assert!((8..=15).contains(&id.to_string().len()), "{id}");
    assert_eq!(status(&shop, id).await.status, "in_process");
    assert_eq!(refusal(act_pdf(&shop, id).await).0, 400);
    assert_eq!(refusal(container_pdf(&shop, id).await).0, 400);
    assert_eq!(create(&shop, |_| {}).await.unwrap(), id, "the same carriage while it is being formed");

    world.pass(5).await;
    let ready = status(&shop, id).await;
    assert_eq!(
        (ready.status.as_str(), ready.is_partial, ready.has_postings_for_next_carriage),
        ("ready", false, false)
    );
    let mut added = ready.added_to_act.clone();
    added.sort_unstable();
    assert_eq!((added, ready.removed_from_act), (vec![one.clone(), two], vec![]));
    let posting = shop.posting(&one).await;
    assert_eq!((posting.status.as_str(), posting.substatus.as_str()), ("awaiting_deliver", "posting_in_carriage"));
    assert_eq!(shop.posting(&unpacked).await.status, "awaiting_packaging");

    let act = act_pdf(&shop, id).await.unwrap();
    assert!(pages(&act) >= 1);
    world.pass(3_600).await;
    assert_eq!(act_pdf(&shop, id).await.unwrap(), act, "the same act is the same bytes");
    assert!(pages(&container_pdf(&shop, id).await.unwrap()) >= 1);
    if let Some(scanned) = scan(&act) {
        assert!(scanned.iter().any(|page| !page.is_empty()), "{scanned:?}");
    }
}

#[tokio::test]
async fn what_is_packed_later_travels_in_a_further_part() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").on_sale().await.sku;
    let first = packed(&world, &shop, sku).await;
    let late = world.order_one(&[(sku, 1)]).await;
    world.pass(TO_DEPARTURE).await;
    let id = create(&shop, |_| {}).await.unwrap();
    shop.ship(&late).await;
    world.pass(5).await;
    let told = status(&shop, id).await;
    assert_eq!((told.added_to_act, told.has_postings_for_next_carriage), (vec![first], true));
    let next = create(&shop, |_| {}).await.unwrap();
    assert_ne!(next, id);
    world.pass(5).await;
    let told = status(&shop, next).await;
    assert_eq!((told.added_to_act, told.is_partial, told.partial_num), (vec![late], true, 2));
    assert!(!told.has_postings_for_next_carriage);
    refused(create(&shop, |_| {}).await, 400, 3, "no_postings");
}

#[tokio::test]
async fn of_many_acts_at_once_there_is_one() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").on_sale().await.sku;
    let number = packed(&world, &shop, sku).await;
    world.pass(TO_DEPARTURE).await;
    // Connections are open before the race begins.
    let warm = async || available(&shop, shop.delivery_method_id).await;
    tokio::join!(warm(), warm(), warm(), warm());
    let act = async || create(&shop, |_| {}).await.unwrap();
    let (one, two, three, four) = tokio::join!(act(), act(), act(), act());
    let mut ids = vec![one, two, three, four];
    ids.dedup();
    assert_eq!(ids.len(), 1, "{ids:?}");
    world.pass(5).await;
    let told = status(&shop, ids[0]).await;
    assert_eq!((told.status.as_str(), told.added_to_act), ("ready", vec![number]));
}

#[tokio::test]
async fn a_posting_unpacked_on_the_day_is_told_apart_from_none() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").on_sale().await.sku;
    world.order_one(&[(sku, 1)]).await;
    refused(create(&shop, |_| {}).await, 400, 3, "no_postings");
    world.pass(TO_DEPARTURE).await;
    refused(create(&shop, |_| {}).await, 400, 3, "not_packaged");
}

#[tokio::test]
async fn a_posting_cancelled_meanwhile_is_removed() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").on_sale().await.sku;
    let (stays, goes) = (packed(&world, &shop, sku).await, packed(&world, &shop, sku).await);
    world.pass(TO_DEPARTURE).await;
    let id = create(&shop, |_| {}).await.unwrap();
    let cancel = PostingFbsCancelV2Request {
        cancel_reason_id: CancelReasonId(352),
        posting_number: goes.clone(),
        ..Default::default()
    };
    shop.call(PostingFbsCancelV2, &cancel).await.unwrap();
    world.pass(5).await;
    let told = status(&shop, id).await;
    assert_eq!((told.added_to_act, told.removed_from_act), (vec![stays], vec![goes]));
}

#[tokio::test]
async fn containers_are_for_entrusted_acceptance() {
    let world = World::new().await;
    let mut shop = world.shop().await;
    let product = shop.product("A-1").on_sale().await;
    packed(&world, &shop, product.sku).await;
    world.pass(TO_DEPARTURE).await;
    let message = "Trying set ContainersCount to not HasEntrustedAcceptance company";
    refused(create(&shop, |request| request.containers_count = 3).await, 400, 3, message);

    shop.warehouse_id =
        world.warehouse(&shop, "Доверенный склад", |request| request.has_entrusted_acceptance = true).await;
    shop.delivery_method_id = world.delivery(&shop, shop.warehouse_id, |_| {}).await;
    let second = shop.product("A-2").on_sale().await;
    packed(&world, &shop, second.sku).await;
    world.pass(TO_DEPARTURE + 3_600).await;
    let id = create(&shop, |request| request.containers_count = 3).await.unwrap();
    world.pass(5).await;
    let labels = container_pdf(&shop, id).await.unwrap();
    assert_eq!(pages(&labels), 3);
    if let Some(mut scanned) = scan(&labels) {
        assert!(scanned.iter().all(|page| !page.is_empty()), "{scanned:?}");
        scanned.sort_unstable();
        scanned.dedup();
        assert_eq!(scanned.len(), 3);
    }
}

#[tokio::test]
async fn an_act_that_cannot_be_is_refused_and_changes_nothing() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let sku = shop.product("A-1").on_sale().await.sku;
    refused(create(&shop, |_| {}).await, 400, 3, "no_postings");
    let number = packed(&world, &shop, sku).await;
    let leaves = shop.posting(&number).await.shipment_date;
    let early = create(&shop, |request| request.departure_date = Some(leaves)).await;
    refused(early, 400, 3, "package_time_not_passed");
    let foreign = other.delivery_method_id;
    for method in [DeliveryMethodId(5), foreign] {
        refused(
            create(&shop, |request| request.delivery_method_id = method).await,
            404,
            5,
            "DELIVERY_METHOD_NOT_FOUND",
        );
    }
    shop.refuses(
        "/v2/posting/fbs/act/create",
        &[
            (r#"{"delivery_method_id":"x"}"#, 400, 3, "unexpected token \"x\""),
            (
                &format!(r#"{{"delivery_method_id":{},"departure_date":"soon"}}"#, shop.delivery_method_id),
                400,
                3,
                "proto: syntax error",
            ),
            (&format!(r#"{{"delivery_method_id":{},"containers_count":-1}}"#, shop.delivery_method_id), 400, 3, ""),
        ],
    )
    .await;
    assert_eq!(shop.posting(&number).await.substatus, "posting_transferring_to_delivery");
    world.pass(TO_DEPARTURE).await;
    let id = create(&shop, |_| {}).await.unwrap();
    world.pass(5).await;
    for path in
        ["/v2/posting/fbs/act/check-status", "/v2/posting/fbs/act/get-pdf", "/v2/posting/fbs/act/get-container-labels"]
    {
        shop.refuses(
            path,
            &[
                (r#"{"id":5}"#, 404, 5, ""),
                (r#"{"id":"x"}"#, 400, 3, "unexpected token \"x\""),
                (r#"{"id":[1]}"#, 400, 3, "unexpected token ["),
            ],
        )
        .await;
        other.refuses(path, &[(&format!(r#"{{"id":{id}}}"#), 404, 5, "")]).await;
    }
    let request = PostingFbsActCheckStatusV2Request { id };
    refused_like(other.call(PostingFbsActCheckStatusV2, &request).await, 404, 5, "");
}

#[tokio::test]
async fn an_act_in_advance_is_for_warehouses_that_may() {
    let world = World::new().await;
    let mut shop = world.shop().await;
    shop.warehouse_id = world
        .warehouse(&shop, "Ранний склад", |request| {
            request.can_print_act_in_advance = true;
            request.packing_hours = 15;
        })
        .await;
    shop.delivery_method_id = world.delivery(&shop, shop.warehouse_id, |_| {}).await;
    let sku = shop.product("A-1").on_sale().await.sku;
    let number = packed(&world, &shop, sku).await;
    let leaves = shop.posting(&number).await.shipment_date;
    assert_eq!(leaves, "2026-01-13T10:00:00Z".parse().unwrap());
    // The cut-off is 13:00 in Moscow, packing takes 15 hours: from 22:01 of the day before.
    let left = |at: &str| at.parse::<gostiny_wire::scalar::Time>().unwrap();
    world.pass(left("2026-01-12T19:00:00Z").seconds_since(world.now().await)).await;
    refused(create(&shop, |request| request.departure_date = Some(leaves)).await, 400, 3, "package_time_not_passed");
    world.pass(60).await;
    assert!(create(&shop, |request| request.departure_date = Some(leaves)).await.is_ok());
}

#[tokio::test]
async fn the_carriages_there_could_be_are_counted() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let sku = shop.product("A-1").on_sale().await.sku;
    packed(&world, &shop, sku).await;
    world.order_one(&[(sku, 1)]).await;
    world.pass(TO_DEPARTURE).await;
    let list = available(&shop, shop.delivery_method_id).await;
    assert_eq!(list.len(), 1);
    let one = &list[0];
    assert_eq!((one.delivery_method_id, one.warehouse_id), (shop.delivery_method_id, shop.warehouse_id));
    assert_eq!((one.mandatory_postings_count, one.mandatory_packaged_count, one.carriage_postings_count), (2, 1, 0));
    assert_eq!((one.warehouse_city.as_str(), one.warehouse_timezone.as_str()), ("Москва", "Europe/Moscow"));
    assert_eq!((one.warehouse_name.as_str(), one.first_mile_type.as_str()), ("Основной склад", "DropOff"));
    assert_eq!(one.cutoff_at, "2026-01-13T10:00:00Z".parse().unwrap());
    assert!(one.errors.iter().all(|error| matches!(error.status.as_str(), "warning" | "critical")));
    let id = create(&shop, |_| {}).await.unwrap();
    world.pass(5).await;
    let one = &available(&shop, shop.delivery_method_id).await[0];
    assert_eq!((one.carriage_id, one.carriage_postings_count), (id, 1));
    assert!(available(&shop, DeliveryMethodId(0)).await.iter().any(|one| one.carriage_id == id));

    let idle = &available(&other, other.delivery_method_id).await;
    assert!(idle.iter().all(|one| one.errors.iter().any(|error| error.code == "no_postings")), "{idle:?}");
    let request =
        PostingCarriageAvailableListV1Request { delivery_method_id: shop.delivery_method_id, departure_date: None };
    match other.call(PostingCarriageAvailableListV1, &request).await {
        Ok(list) => assert_eq!(list.result, []),
        Err(error) => assert_eq!(refusal::<()>(Err(error)).0, 404),
    }
    shop.refuses(
        "/v1/posting/carriage-available/list",
        &[
            (r#"{"delivery_method_id":"x"}"#, 400, 3, "unexpected token \"x\""),
            (r#"{"delivery_method_id":[1]}"#, 400, 3, "unexpected token ["),
            (r#"{"departure_date":"soon"}"#, 400, 3, "proto: syntax error"),
        ],
    )
    .await;
}
