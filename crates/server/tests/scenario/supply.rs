//! Supplies to the marketplace's warehouse: what was counted, and what is stock because of it.

use gostiny_client::ClientError;
use gostiny_wire::{
    method::Verb,
    operator::{
        SupplyOrderAccept, SupplyOrderAcceptItem, SupplyOrderAcceptRequest, SupplyOrderAcceptResponse,
        SupplyOrderCreate, SupplyOrderCreateRequest, SupplyOrderCreateResponse, SupplyOrderItem, SupplyOrderWaybill,
    },
    scalar::{Sku, SupplyOrderId, WaybillId},
    stock::{ProductInfoStocksV3, ProductInfoStocksV3Request},
    supply::{
        SupplierOrdersWaybillAcceptanceResultsV1, SupplierOrdersWaybillAcceptanceResultsV1Request, SupplierWaybill,
        SupplierWaybillAcceptanceResultsV1, SupplierWaybillAcceptanceResultsV1Request, SupplierWaybillResult,
    },
};

use crate::{
    shop::Shop,
    world::{World, post, refusal, refusal_of, refused},
};

fn line(sku: Sku, quantity: i64) -> SupplyOrderItem {
    SupplyOrderItem { sku, quantity }
}

async fn create(
    world: &World,
    shop: &Shop,
    waybills: &[&[(Sku, i64)]],
) -> Result<SupplyOrderCreateResponse, ClientError> {
    let waybill =
        |items: &&[(Sku, i64)]| SupplyOrderWaybill { items: items.iter().map(|one| line(one.0, one.1)).collect() };
    let waybills = waybills.iter().map(waybill).collect();
    let request = SupplyOrderCreateRequest { client_id: shop.client_id, waybills, ..Default::default() };
    world.operator.call(SupplyOrderCreate, &request).await
}

async fn accept(
    world: &World,
    order_id: SupplyOrderId,
    change: impl FnOnce(&mut SupplyOrderAcceptRequest),
) -> Result<SupplyOrderAcceptResponse, ClientError> {
    let mut request = SupplyOrderAcceptRequest { order_id, ..Default::default() };
    change(&mut request);
    world.operator.call(SupplyOrderAccept, &request).await
}

async fn waybills(shop: &Shop, order_id: SupplyOrderId) -> Result<Vec<SupplierWaybill>, ClientError> {
    let request = SupplierOrdersWaybillAcceptanceResultsV1Request { order_id };
    shop.call(SupplierOrdersWaybillAcceptanceResultsV1, &request).await.map(|answer| answer.result)
}

async fn results(shop: &Shop, waybill_id: WaybillId) -> Result<SupplierWaybillResult, ClientError> {
    let request = SupplierWaybillAcceptanceResultsV1Request { waybill_id };
    shop.call(SupplierWaybillAcceptanceResultsV1, &request).await.map(|answer| answer.result)
}

/// Units of a product in the marketplace's warehouse.
pub async fn fbo_present(shop: &Shop, offer_id: &str) -> i64 {
    let mut request = ProductInfoStocksV3Request { limit: 10, ..Default::default() };
    request.filter.offer_id = vec![offer_id.into()];
    let mut found = shop.call(ProductInfoStocksV3, &request).await.unwrap().result.items;
    assert_eq!(found.len(), 1);
    let stocks = found.remove(0).stocks;
    stocks.into_iter().filter(|stock| stock.r#type == "fbo").map(|stock| i64::from(stock.present)).sum()
}

#[tokio::test]
async fn a_supply_is_counted_line_by_line_and_what_is_good_can_be_sold() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let (cup, plate, spoon) = (
        shop.product("cup").on_sale().await,
        shop.product("plate").on_sale().await,
        shop.product("spoon").on_sale().await,
    );
    let made = create(&world, &shop, &[&[(cup.fbo_sku, 10), (plate.fbo_sku, 5)], &[(plate.sku, 7)]]).await.unwrap();
    assert_eq!(made.waybills.len(), 2);
    let (first, second) = (made.waybills[0].waybill_id, made.waybills[1].waybill_id);
    let listed = waybills(&shop, made.order_id).await.unwrap();
    assert_eq!(listed.iter().map(|one| one.waybill_id).collect::<Vec<_>>(), [first, second]);
    assert!(listed.iter().all(|one| one.status == "CREATED" && one.accepted_at.is_none()));
    assert_eq!((listed[0].order_id, listed[0].created_at), (made.order_id, world.now().await));
    let announced = results(&shop, first).await.unwrap();
    let units: Vec<_> = announced.items.iter().map(|item| (item.quantity_declared, item.quantity_accepted)).collect();
    assert_eq!((units.len(), announced.items.iter().map(|item| item.quantity_declared).sum::<i32>()), (2, 15));
    assert!(units.iter().all(|unit| unit.1 == 0));
    let cups = announced.items.iter().find(|item| item.sku == cup.fbo_sku).unwrap();
    assert_eq!(cups.offer_id, cup.offer_id);
    assert!(!cups.name.is_empty() && !cups.barcode.is_empty(), "{cups:?}");

    accept(&world, made.order_id, |request| (request.waybill_id, request.begin) = (first, true)).await.unwrap();
    assert_eq!(results(&shop, first).await.unwrap().status, "IN_PROGRESS");
    world.pass(3_600).await;
    let counted = accept(&world, made.order_id, |request| {
        request.waybill_id = first;
        request.items = vec![
            SupplyOrderAcceptItem { sku: cup.fbo_sku, shortage: 2, surplus: 0, defect: 1 },
            SupplyOrderAcceptItem { sku: spoon.fbo_sku, surplus: 4, ..Default::default() },
        ];
    });
    assert_eq!(counted.await.unwrap().waybills[0].status, "ACCEPTED_WITH_DISCREPANCY");
    let told = results(&shop, first).await.unwrap();
    assert_eq!((told.status.as_str(), told.accepted_at), ("ACCEPTED_WITH_DISCREPANCY", Some(world.now().await)));
    assert_eq!((told.order_id, told.items.len()), (made.order_id, 3));
    let of = |sku: Sku| {
        let item = told.items.iter().find(|item| item.sku == sku).unwrap();
        [
            item.quantity_declared,
            item.quantity_accepted,
            item.quantity_shortage,
            item.quantity_surplus,
            item.quantity_defective,
        ]
    };
    assert_eq!(
        [of(cup.fbo_sku), of(plate.fbo_sku), of(spoon.fbo_sku)],
        [[10, 7, 2, 0, 1], [5, 5, 0, 0, 0], [0, 4, 0, 4, 0]]
    );
    assert_eq!([fbo_present(&shop, "cup").await, fbo_present(&shop, "plate").await], [7, 5]);

    // What is left is the second waybill, as announced.
    assert_eq!(accept(&world, made.order_id, |_| {}).await.unwrap().waybills[0].status, "ACCEPTED");
    assert_eq!([fbo_present(&shop, "plate").await, fbo_present(&shop, "spoon").await], [12, 4]);
    world.order_one(&[(cup.fbo_sku, 7)]).await;
    refused(waybills(&other, made.order_id).await, 404, 5, "SUPPLY_ORDER_NOT_FOUND");
    refused(results(&other, first).await, 404, 5, "WAYBILL_NOT_FOUND");
}

#[tokio::test]
async fn a_waybill_is_counted_once() {
    let world = World::new().await;
    let shop = world.shop().await;
    let cup = shop.product("cup").on_sale().await;
    let made = create(&world, &shop, &[&[(cup.fbo_sku, 10)]]).await.unwrap();
    let count = async || accept(&world, made.order_id, |_| {}).await;
    let (one, two, three) = tokio::join!(count(), count(), count());
    let done = [one, two, three].into_iter().filter(Result::is_ok).count();
    assert_eq!((done, fbo_present(&shop, "cup").await), (1, 10));
    assert_eq!(refusal(count().await).0, 409);
    let begin = accept(&world, made.order_id, |request| request.begin = true).await;
    assert_eq!(refusal(begin).0, 409);
}

#[tokio::test]
async fn a_supply_that_cannot_be_is_refused_whole() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let cup = shop.product("cup").on_sale().await;
    let theirs = other.product("theirs").on_sale().await;
    let status = |outcome: Result<SupplyOrderCreateResponse, ClientError>| refusal(outcome).0;
    assert_eq!(status(create(&world, &shop, &[&[(cup.fbo_sku, 1), (theirs.fbo_sku, 1)]]).await), 404);
    assert_eq!(status(create(&world, &shop, &[&[(cup.fbo_sku, 0)]]).await), 400);
    assert_eq!(status(create(&world, &shop, &[&[]]).await), 400);
    assert_eq!(status(create(&world, &shop, &[]).await), 400);
    let nobody = SupplyOrderCreateRequest { items: vec![line(cup.fbo_sku, 1)], ..Default::default() };
    assert_eq!(refusal(world.operator.call(SupplyOrderCreate, &nobody).await).0, 404);

    let made = create(&world, &shop, &[&[(cup.fbo_sku, 3)], &[(cup.fbo_sku, 4)]]).await.unwrap();
    let first = made.waybills[0].waybill_id;
    let item = SupplyOrderAcceptItem { sku: cup.fbo_sku, shortage: 1, ..Default::default() };
    let whose = accept(&world, made.order_id, |request| request.items = vec![item.clone()]).await;
    assert_eq!(refusal(whose).0, 400, "of which waybill is not said");
    for wrong in [
        SupplyOrderAcceptItem { shortage: 3, defect: 1, ..item.clone() },
        SupplyOrderAcceptItem { shortage: -1, ..item.clone() },
        SupplyOrderAcceptItem { surplus: 1_000_001, shortage: 0, ..item.clone() },
    ] {
        let refused = accept(&world, made.order_id, |request| {
            (request.waybill_id, request.items) = (first, vec![wrong.clone()]);
        });
        assert_eq!(refusal(refused.await).0, 400, "{wrong:?}");
    }
    let unknown = accept(&world, made.order_id, |request| {
        request.waybill_id = first;
        request.items = vec![SupplyOrderAcceptItem { sku: theirs.fbo_sku, surplus: 1, ..Default::default() }];
    });
    assert_eq!(refusal(unknown.await).0, 404);
    assert_eq!(refusal(accept(&world, SupplyOrderId(5), |_| {}).await).0, 404);
    assert_eq!(refusal(accept(&world, made.order_id, |request| request.waybill_id = WaybillId(5)).await).0, 404);
    assert_eq!((results(&shop, first).await.unwrap().status.as_str(), fbo_present(&shop, "cup").await), ("CREATED", 0));
    assert_eq!(post(&world.operator, "/operator/v1/supply-orders", r#"{"items":5}"#).await.status, 400);

    for path in ["/v1/supplier/orders/x/waybill_acceptance_results", "/v1/supplier/waybill_acceptance_results/x"] {
        let raw = shop.client.send(Verb::Get, path, "", &[]).await.unwrap();
        let (status, code, message) = refusal_of(&raw);
        assert_eq!((status, code), (400, 3), "{path} {message}");
    }
    for path in ["/v1/supplier/orders/5/waybill_acceptance_results", "/v1/supplier/waybill_acceptance_results/5"] {
        let raw = shop.client.send(Verb::Get, path, "", &[]).await.unwrap();
        assert_eq!((refusal_of(&raw).0, refusal_of(&raw).1), (404, 5), "{path}");
    }
}
