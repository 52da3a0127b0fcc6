//! Carriages in a database in memory: what goes, what stays behind, when the papers can be fetched.

use std::sync::Arc;

use gostiny_wire::{
    act::*,
    method::Pdf,
    operator::{DeliveryMethodCreateRequest, OrderPlaceItem, OrderPlaceRequest, WarehouseCreateRequest},
    posting::{PostingFbsCancelV2Request, PostingFbsShipV4Package, PostingFbsShipV4Product, PostingFbsShipV4Request},
    scalar::{CancelReasonId, CarriageId, CategoryId, ClientId, DeliveryMethodId, PostingNumber, ProductId, Sku, Time},
};

use super::{available, check_status, create, paper};
use crate::{
    areas::{
        posting,
        product::{Product, tests::shelve},
        stock, warehouse,
    },
    args,
    call::{Call, World},
    chance::Chance,
    clock::{Clock, Mode},
    error::Result,
    files::Files,
    job,
    store::{Db, DbUrl},
};

const SHOP: ClientId = ClientId(100_001);
const CUP: ProductId = ProductId(1);
const CUP_SKU: Sku = Sku(11);

/// A Monday noon in Moscow; what is ordered now is due on Tuesday at 10:00 UTC.
const MONDAY: &str = "2026-01-12T09:00:00Z";
const TUESDAY: &str = "2026-01-13T08:00:00Z";

/// A shop with cups on one warehouse of the marketplace's carrier.
async fn fill(call: &mut Call, entrusted: bool) -> Result<DeliveryMethodId> {
    call.tx.run("insert into seller values ($1, 'Лавка', 'RUB', 0, 0)", args![SHOP]).await?;
    call.tx.run("insert into category values (1, 0, 0, '', '', 1, 1200, 1500, 900)", &[]).await?;
    let cup = |product: &mut Product| {
        (product.product_id, product.category_id) = (CUP, CategoryId(1));
        (product.sku, product.fbo_sku, product.name) = (CUP_SKU, Sku(21), "Кружка".to_owned());
    };
    shelve(call, cup).await?;
    let open = WarehouseCreateRequest {
        client_id: SHOP,
        name: "Ближний".to_owned(),
        city: "Тверь".to_owned(),
        has_entrusted_acceptance: entrusted,
        ..Default::default()
    };
    let warehouse_id = warehouse::open(call, &open).await?.warehouse_id;
    let way = DeliveryMethodCreateRequest { client_id: SHOP, warehouse_id, ..Default::default() };
    stock::set_sellable(call, CUP, warehouse_id, 100).await?;
    Ok(warehouse::open_method(call, &way).await?.delivery_method_id)
}

/// Buys two cups and packs them.
async fn packed(call: &mut Call) -> Result<PostingNumber> {
    let number = ordered(call).await?;
    let products = vec![PostingFbsShipV4Product { product_id: CUP_SKU, quantity: 2 }];
    let request = PostingFbsShipV4Request {
        packages: vec![PostingFbsShipV4Package { products }],
        posting_number: number.clone(),
        ..Default::default()
    };
    call.seller = SHOP;
    posting::ship(call, &request).await?;
    Ok(number)
}

async fn ordered(call: &mut Call) -> Result<PostingNumber> {
    let items = vec![OrderPlaceItem { sku: CUP_SKU, quantity: 2 }];
    let placed = posting::place(call, &OrderPlaceRequest { items, ..Default::default() }).await?;
    call.seller = SHOP;
    Ok(placed.postings[0].posting_number.clone())
}

async fn form(call: &mut Call, delivery_method_id: DeliveryMethodId, containers_count: i32) -> Result<CarriageId> {
    let request = PostingFbsActCreateV2Request { containers_count, delivery_method_id, departure_date: None };
    Ok(create(call, &request).await?.result.id)
}

async fn state(call: &mut Call, id: CarriageId) -> Result<PostingFbsActCheckStatusV2Result> {
    Ok(check_status::v2(call, &PostingFbsActCheckStatusV2Request { id }).await?.result)
}

async fn pass(call: &mut Call, until: Time) -> Result<()> {
    job::run_inside(call, &crate::seller_routes().executors(), until).await
}

fn refusal<T>(result: Result<T>) -> String {
    result.map(|_| "taken".to_owned()).unwrap_or_else(|error| error.to_string())
}

fn is_pdf(paper: &Pdf) -> bool {
    paper.0.starts_with(b"%PDF")
}

/// A world on the morning before; answers the way of delivery.
async fn story<F>(entrusted: bool, body: F)
where
    F: for<'a> Fn(&'a mut Call, DeliveryMethodId) -> futures_util::future::BoxFuture<'a, Result<()>>
        + Send
        + Sync
        + 'static,
{
    let clock = Arc::new(Clock::new(Mode::Manual, Some(MONDAY.parse().unwrap())));
    let db = Arc::new(Db::open(&DbUrl::Memory).await.unwrap());
    let body = Arc::new(body);
    let world = World { db, clock, chance: Chance::seeded(1), files: Files::in_memory(), newest: Arc::default() };
    let told = world.write(SHOP, move |call| {
        let body = body.clone();
        Box::pin(async move {
            let method = fill(call, entrusted).await?;
            body(call, method).await
        })
    });
    told.await.unwrap();
}

#[tokio::test]
async fn a_carriage_takes_what_is_packed_and_a_further_one_the_rest() {
    story(false, |call, method| {
        Box::pin(async move {
            let (first, second, lost) = (packed(call).await?, packed(call).await?, packed(call).await?);
            ordered(call).await?;
            assert_eq!(refusal(form(call, method, 0).await), "no_postings");
            pass(call, TUESDAY.parse().unwrap()).await?;
            let id = form(call, method, 0).await?;
            assert_eq!(form(call, method, 0).await?, id);
            assert_eq!(state(call, id).await?.status, "in_process");
            let request = PostingFbsActGetPdfV2Request { id };
            assert_eq!(refusal(paper::act_v2(call, &request).await), "Incorrect_carriage_status");
            let reason = PostingFbsCancelV2Request {
                cancel_reason_id: CancelReasonId(352),
                posting_number: lost.clone(),
                ..Default::default()
            };
            posting::cancel(call, &reason).await?;
            pass(call, call.now.plus_seconds(5)).await?;
            let ready = state(call, id).await?;
            assert_eq!((ready.status.as_str(), ready.is_partial, ready.partial_num), ("ready", false, 0));
            assert_eq!((ready.added_to_act, ready.removed_from_act), (vec![first, second], vec![lost]));
            assert!(!ready.has_postings_for_next_carriage);
            assert!(is_pdf(&paper::act_v2(call, &request).await?));
            assert_eq!(paper::act_v2(call, &request).await?, paper::act_v2(call, &request).await?);
            assert_eq!(refusal(form(call, method, 0).await), "not_packaged");
            Ok(())
        })
    })
    .await;
}

#[tokio::test]
async fn what_is_packed_later_travels_in_a_further_part() {
    story(true, |call, method| {
        Box::pin(async move {
            let early = packed(call).await?;
            let late = ordered(call).await?;
            pass(call, TUESDAY.parse().unwrap()).await?;
            let first = form(call, method, 3).await?;
            pass(call, call.now.plus_seconds(5)).await?;
            let products = vec![PostingFbsShipV4Product { product_id: CUP_SKU, quantity: 2 }];
            let packages = vec![PostingFbsShipV4Package { products }];
            let request = PostingFbsShipV4Request { packages, posting_number: late.clone(), ..Default::default() };
            posting::ship(call, &request).await?;
            assert!(state(call, first).await?.has_postings_for_next_carriage);
            let second = form(call, method, 0).await?;
            assert_ne!(first, second);
            pass(call, call.now.plus_seconds(5)).await?;
            let (one, two) = (state(call, first).await?, state(call, second).await?);
            assert_eq!((one.is_partial, one.partial_num, one.added_to_act), (true, 1, vec![early]));
            assert_eq!((two.is_partial, two.partial_num, two.added_to_act), (true, 2, vec![late]));
            let labels = PostingFbsActGetContainerLabelsV2Request { id: first };
            assert!(is_pdf(&paper::container_labels_v2(call, &labels).await?));
            let request = PostingCarriageAvailableListV1Request::default();
            let listed = available::list_v1(call, &request).await?.result;
            let [one] = listed.as_slice() else { panic!("{listed:?}") };
            assert_eq!((one.carriage_id, one.carriage_postings_count), (second, 1));
            assert_eq!((one.carriage_status.as_str(), one.errors.len()), ("formed", 0));
            assert_eq!(one.cutoff_at, "2026-01-13T10:00:00Z".parse().unwrap());
            Ok(())
        })
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_is_refused_in_the_service_s_words() {
    story(false, |call, method| {
        Box::pin(async move {
            packed(call).await?;
            assert_eq!(
                refusal(form(call, method, 1).await),
                "Trying set ContainersCount to not HasEntrustedAcceptance company"
            );
            assert_eq!(refusal(form(call, DeliveryMethodId(7), 0).await), "DELIVERY_METHOD_NOT_FOUND");
            let tomorrow = PostingFbsActCreateV2Request {
                delivery_method_id: method,
                departure_date: Some(TUESDAY.parse().unwrap()),
                ..Default::default()
            };
            assert_eq!(refusal(create(call, &tomorrow).await), "package_time_not_passed");
            assert_eq!(refusal(state(call, CarriageId(7)).await), "CARRIAGE_NOT_FOUND");
            call.seller = ClientId(100_002);
            assert_eq!(refusal(form(call, method, 0).await), "DELIVERY_METHOD_NOT_FOUND");
            Ok(())
        })
    })
    .await;
}
