//! Orders in a database in memory, from purchase to the buyer's door: statuses, stock and agenda stay in step.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use gostiny_wire::{
    operator::{
        DeliveryMethodCreateIntegration as Integration, DeliveryMethodCreateRequest, OrderPlaceItem, OrderPlaceRequest,
        OrderPlaceResponse, PostingEvent, PostingEventRecordRequest, WarehouseCreateRequest,
    },
    posting::*,
    scalar::{CancelReasonId, CarriageId, CategoryId, ClientId, OfferId, ProductId, Sku, Time, WarehouseId},
};

use super::{machine::Status, *};
use crate::{
    areas::{
        product::{Product, tests::shelve},
        stock, warehouse,
    },
    args,
    call::{Call, World},
    chance::Chance,
    clock::{Clock, Mode},
    error::{Error, Result},
    files::Files,
    job,
    store::{Db, DbUrl},
};

const SHOP: ClientId = ClientId(100_001);
const CUP: ProductId = ProductId(1);
const SOFA: ProductId = ProductId(2);

/// Runs a story in a shop that has ten cups and one sofa on a warehouse of the marketplace's carrier, and five cups
/// under FBO.
async fn story<F>(integration: Integration, body: F)
where
    F: for<'a> Fn(&'a mut Call, WarehouseId) -> BoxFuture<'a, Result<()>> + Send + Sync + 'static,
{
    let now: Time = "2026-01-12T09:00:00Z".parse().unwrap();
    let db = Arc::new(Db::open(&DbUrl::Memory).await.unwrap());
    let world = World {
        db,
        clock: Arc::new(Clock::new(Mode::Manual, Some(now))),
        chance: Chance::seeded(1),
        files: Files::in_memory(),
        newest: Arc::default(),
    };
    let body = Arc::new(body);
    let told = world.write(SHOP, move |call| {
        let body = body.clone();
        Box::pin(async move {
            let place = fill(call, integration).await?;
            body(call, place).await
        })
    });
    told.await.unwrap();
}

async fn fill(call: &mut Call, integration: Integration) -> Result<WarehouseId> {
    call.tx.run("insert into seller values ($1, 'Shop', 'RUB', 0, 0)", args![SHOP]).await?;
    call.tx.run("insert into category values (1, 0, 0, '', '', 1, 1200, 1500, 900)", &[]).await?;
    for product_id in [CUP, SOFA] {
        let change = |product: &mut Product| {
            (product.product_id, product.category_id) = (product_id, CategoryId(1));
            product.offer_id = OfferId(format!("A-{product_id}"));
            (product.sku, product.fbo_sku) = (sku(product_id), Sku(product_id.0 + 20));
            (product.volume_ml, product.weight_grams) = (1_000, 1);
        };
        shelve(call, change).await?;
    }
    let open = WarehouseCreateRequest {
        client_id: SHOP,
        name: "Near".to_owned(),
        city: "Tver".to_owned(),
        is_rfbs: integration != Integration::Ozon,
        ..Default::default()
    };
    let warehouse_id = warehouse::open(call, &open).await?.warehouse_id;
    let method = DeliveryMethodCreateRequest {
        client_id: SHOP,
        warehouse_id,
        tpl_integration_type: integration,
        ..Default::default()
    };
    warehouse::open_method(call, &method).await?;
    stock::set_sellable(call, CUP, warehouse_id, 10).await?;
    stock::set_sellable(call, SOFA, warehouse_id, 1).await?;
    stock::set_sellable(call, CUP, stock::FBO_WAREHOUSE, 5).await?;
    Ok(warehouse_id)
}

fn sku(product: ProductId) -> Sku {
    Sku(product.0 + 10)
}

async fn order(call: &mut Call, items: &[(Sku, i64)]) -> Result<OrderPlaceResponse> {
    let items = items.iter().map(|&(sku, quantity)| OrderPlaceItem { sku, quantity }).collect();
    place(call, &OrderPlaceRequest { items, ..Default::default() }).await
}

async fn event(call: &mut Call, number: &str, event: PostingEvent) -> Result<String> {
    let req = PostingEventRecordRequest { posting_number: number.into(), event: Some(event), ..Default::default() };
    Ok(record(call, &req).await?.status)
}

/// Present and reserved.
async fn on_shelf(call: &mut Call, product: ProductId, place: WarehouseId) -> Result<(i64, i64)> {
    let rows = stock::of_products(call, &[product]).await?;
    let row = rows.into_iter().find(|row| row.warehouse_id == place);
    Ok(row.map_or((0, 0), |row| (row.present, row.reserved)))
}

/// What is on the agenda, but for the news of orders.
async fn due(call: &mut Call) -> Result<Vec<(String, String)>> {
    let rows = job::planned(call, (Time(i64::MIN), 0), 100).await?;
    Ok(rows.into_iter().map(|row| (row.kind, row.subject)).filter(|(kind, _)| kind != ORDERED.0).collect())
}

fn refusal<T>(result: Result<T>) -> String {
    result.map(|_| "taken".to_owned()).unwrap_or_else(|error| error.to_string())
}

fn packages(number: &str, packages: &[&[(ProductId, i32)]]) -> PostingFbsShipV4Request {
    let product =
        |&(product, quantity): &(ProductId, i32)| PostingFbsShipV4Product { product_id: sku(product), quantity };
    let package =
        |lines: &&[(ProductId, i32)]| PostingFbsShipV4Package { products: lines.iter().map(product).collect() };
    PostingFbsShipV4Request {
        packages: packages.iter().map(package).collect(),
        posting_number: number.into(),
        with: PostingFbsShipWith { additional_data: true },
    }
}

#[tokio::test]
async fn an_order_is_packed_in_two_parcels_and_delivered() {
    story(Integration::Ozon, |call, near| {
        Box::pin(async move {
            let placed = order(call, &[(sku(CUP), 3), (sku(SOFA), 1)]).await?;
            assert_eq!(placed.order_number, "57195475-0001".into());
            assert_eq!(placed.postings.len(), 1);
            assert_eq!(on_shelf(call, CUP, near).await?, (10, 3));
            let (first, second) = ("57195475-0001-1", "57195475-0001-2");
            assert_eq!(due(call).await?, [("posting.expire".to_owned(), first.to_owned())]);
            assert_eq!(refusal(event(call, first, PostingEvent::Accepted).await), "TRANSITION_IS_NOT_POSSIBLE");

            let short = ship::v4(call, &packages(first, &[&[(CUP, 3)]])).await;
            assert_eq!(refusal(short), "HAS_INCORRECT_PRODUCT_QUANTITY");
            let parts = packages(first, &[&[(CUP, 1), (SOFA, 1)], &[(CUP, 2)]]);
            let shipped = ship::v4(call, &parts).await?;
            assert_eq!(shipped.result, [first.into(), second.into()]);
            assert_eq!(shipped.additional_data.len(), 2);
            assert_eq!(refusal(ship::v4(call, &parts).await), "POSTING_ALREADY_SHIPPED");
            assert!(due(call).await?.is_empty());

            let child = find(call, &second.into()).await?;
            assert_eq!(child.parent_posting_number, first);
            let lines = items(call, &[first.into(), second.into()]).await?;
            let units: Vec<(i64, i64)> = lines.iter().map(|item| (item.product_id.0, item.quantity)).collect();
            assert_eq!(units, [(1, 1), (2, 1), (1, 2)]);

            let waiting = packed(call, child.delivery_method_id, child.shipment_date).await?;
            assert_eq!(waiting.len(), 2);
            let numbers = [first.into(), second.into()];
            assert_eq!(put_in_carriage(call, &numbers, CarriageId(7)).await?.len(), 2);
            assert!(put_in_carriage(call, &numbers, CarriageId(8)).await?.is_empty());
            assert_eq!(in_carriage(call, CarriageId(7)).await?.len(), 2);

            assert_eq!(event(call, second, PostingEvent::Accepted).await?, "acceptance_in_progress");
            assert_eq!(on_shelf(call, CUP, near).await?, (8, 1));
            assert_eq!(event(call, second, PostingEvent::InTransit).await?, "delivering");
            assert_eq!(event(call, second, PostingEvent::PickupPoint).await?, "delivering");
            assert_eq!(event(call, second, PostingEvent::Delivered).await?, "delivered");
            assert_eq!(on_shelf(call, CUP, near).await?, (8, 1));
            assert_eq!(due(call).await?, [("posting.delivered".to_owned(), second.to_owned())]);
            let steps: i64 =
                call.tx.value("select max(step) from posting_history where posting_number = $1", args![second]).await?;
            assert_eq!(steps, 6);
            Ok(())
        })
    })
    .await;
}

#[tokio::test]
async fn a_part_is_packed_and_the_rest_waits() {
    story(Integration::Ozon, |call, near| {
        Box::pin(async move {
            order(call, &[(sku(CUP), 3)]).await?;
            let number = "57195475-0001-1";
            let part = |quantity| PostingFbsShipPackageV3Request {
                posting_number: number.into(),
                products: vec![PostingFbsShipV3Product { product_id: sku(CUP), quantity, ..Default::default() }],
            };
            assert_eq!(package::v3(call, &part(2)).await?.result, ["57195475-0001-2".into()]);
            assert_eq!(Status::of(&find(call, &number.into()).await?)?, Status::Unpacked);
            assert_eq!(refusal(package::v3(call, &part(2)).await), "HAS_INCORRECT_PRODUCT_QUANTITY");
            assert_eq!(package::v3(call, &part(1)).await?.result, [number.into()]);
            assert_eq!(on_shelf(call, CUP, near).await?, (10, 3));
            Ok(())
        })
    })
    .await;
}

#[tokio::test]
async fn a_cancelled_posting_frees_its_goods_only_while_they_lie_on_the_shelf() {
    story(Integration::Ozon, |call, near| {
        Box::pin(async move {
            order(call, &[(sku(CUP), 3)]).await?;
            order(call, &[(sku(CUP), 2)]).await?;
            let (first, second) = ("57195475-0001-1", "57195476-0001-1");
            let cancel = |id| PostingFbsCancelV2Request {
                cancel_reason_id: CancelReasonId(id),
                posting_number: first.into(),
                ..Default::default()
            };
            assert_eq!(refusal(cancel::v2(call, &cancel(665)).await), "HAS_INCORRECT_CANCEL_REASON");
            assert!(refusal(cancel::v2(call, &cancel(402)).await).contains("CancelReasonMessage"));
            assert!(cancel::v2(call, &cancel(352)).await?.result);
            assert_eq!(refusal(cancel::v2(call, &cancel(352)).await), "POSTING_ALREADY_CANCELLED");
            assert_eq!(on_shelf(call, CUP, near).await?, (10, 2));
            let after = find(call, &first.into()).await?;
            assert_eq!((after.cancellation_type.as_str(), after.cancelled_after_ship), ("seller", false));

            ship::v4(call, &packages(second, &[&[(CUP, 2)]])).await?;
            event(call, second, PostingEvent::InTransit).await?;
            assert_eq!(event(call, second, PostingEvent::CancelledByBuyer).await?, "cancelled");
            assert_eq!(on_shelf(call, CUP, near).await?, (8, 0));
            let news = [
                ("posting.cancelled".to_owned(), first.to_owned()),
                ("posting.came_back".to_owned(), second.to_owned()),
            ];
            assert_eq!(due(call).await?, news);
            assert!(find(call, &second.into()).await?.cancelled_after_ship);
            Ok(())
        })
    })
    .await;
}

#[tokio::test]
async fn an_order_that_cannot_be_met_is_refused() {
    story(Integration::Ozon, |call, _| {
        Box::pin(async move {
            let refused = order(call, &[(sku(CUP), 1), (sku(SOFA), 2)]).await;
            assert!(
                matches!(&refused, Err(Error::Conflict(text)) if text == "not enough stock of sku 12"),
                "{refused:?}"
            );
            assert!(matches!(order(call, &[(Sku(999), 1)]).await, Err(Error::NotFound(_))));
            call.tx.run("update product set is_archived = 1 where product_id = $1", args![CUP]).await?;
            assert_eq!(refusal(order(call, &[(sku(CUP), 1)]).await), "sku 11 is not on sale");
            Ok(())
        })
    })
    .await;
}

#[tokio::test]
async fn goods_of_the_marketplace_s_warehouse_are_its_own_to_move() {
    story(Integration::Ozon, |call, _| {
        Box::pin(async move {
            let placed = order(call, &[(Sku(CUP.0 + 20), 2), (sku(CUP), 1)]).await?;
            let schemes: Vec<&str> = placed.postings.iter().map(|posting| posting.scheme.as_str()).collect();
            assert_eq!(schemes, ["fbo", "fbs"]);
            let number = "57195475-0001-1";
            assert_eq!(refusal(ship::v4(call, &packages(number, &[&[(CUP, 2)]])).await), "POSTING_NOT_FOUND");
            assert_eq!(event(call, number, PostingEvent::Accepted).await?, "awaiting_deliver");
            assert_eq!(on_shelf(call, CUP, stock::FBO_WAREHOUSE).await?, (5, 2));
            assert_eq!(event(call, number, PostingEvent::InTransit).await?, "delivering");
            assert_eq!(on_shelf(call, CUP, stock::FBO_WAREHOUSE).await?, (3, 0));
            Ok(())
        })
    })
    .await;
}

#[tokio::test]
async fn what_is_not_packed_is_called_off_and_carriers_register_and_move() {
    story(Integration::Aggregator, |call, near| {
        Box::pin(async move {
            call.tx.run("insert into setting values (0, '{\"auto_delivery\":true}')", &[]).await?;
            order(call, &[(sku(CUP), 2)]).await?;
            order(call, &[(sku(CUP), 3)]).await?;
            let (first, second) = ("57195475-0001-1", "57195476-0001-1");
            ship::v4(call, &packages(second, &[&[(CUP, 3)]])).await?;
            assert_eq!(find(call, &second.into()).await?.status, "awaiting_registration");
            let end = call.now.plus_days(10);
            job::run_inside(
                call,
                &routes().job(DELIVERED, nothing).job(ORDERED, nothing).job(CANCELLED, nothing).executors(),
                end,
            )
            .await?;
            let (first, second) = (find(call, &first.into()).await?, find(call, &second.into()).await?);
            assert_eq!((first.status.as_str(), first.cancellation_type.as_str()), ("cancelled", "ozon"));
            assert!(first.affect_cancellation_rating && !first.cancelled_after_ship);
            assert_eq!(second.status, "delivered");
            assert!(!second.tracking_number.is_empty());
            assert_eq!(on_shelf(call, CUP, near).await?, (7, 0));
            Ok(())
        })
    })
    .await;
}

async fn nothing(_: &mut Call, _: &job::Due) -> Result<()> {
    Ok(())
}
