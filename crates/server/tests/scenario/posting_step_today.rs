//! Today's single steps of postings: packing a part, reasons of cancelling, the drop-off, the window of delivery, boxes.

use gostiny_wire::{
    operator::{DeliveryMethodCreateIntegration as Integration, Settings},
    posting::{
        FbsPostingDeliveredV2, FbsPostingDeliveringV2, FbsPostingStepV2Request, PostingDir, PostingFbsCancelReasonV1,
        PostingFbsCancelReasonV1Request, PostingFbsCancelV2, PostingFbsCancelV2Request, PostingFbsRestrictionsV1,
        PostingFbsRestrictionsV1Request, PostingFbsShipPackageV3, PostingFbsShipPackageV3Request,
        PostingFbsShipPackageV4, PostingFbsShipPackageV4Product, PostingFbsShipPackageV4Request,
        PostingFbsShipV3Product, PostingFbsTimeslotChangeRestrictionsV1, PostingFbsTimeslotChangeRestrictionsV1Request,
        PostingFbsTimeslotSetV1, PostingFbsTimeslotSetV1Request, PostingMultiBoxQtySetV3,
        PostingMultiBoxQtySetV3Request, PostingTimeslot,
    },
    scalar::{CancelReasonId, PostingNumber, Sku, Time},
};

use crate::{
    parcel::{goods_at, own_warehouse, sneakers},
    posting_today::{cancel, january, listed},
    shop::Shop,
    world::{World, refused, refused_like},
};

#[tokio::test]
async fn a_part_is_packed_by_either_version() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let sku = shop.product("A-1").on_sale().await.sku;
    let number = world.order_one(&[(sku, 5)]).await;
    let part = |quantity| PostingFbsShipPackageV4Request {
        posting_number: number.clone(),
        products: vec![PostingFbsShipPackageV4Product { product_id: sku, quantity, ..Default::default() }],
    };
    let first = shop.call(PostingFbsShipPackageV4, &part(2)).await.unwrap().result;
    let product = PostingFbsShipV3Product { product_id: sku, quantity: 1, ..Default::default() };
    let older = PostingFbsShipPackageV3Request { posting_number: number.clone(), products: vec![product] };
    let second = shop.call(PostingFbsShipPackageV3, &older).await.unwrap().result.remove(0);
    assert_eq!(shop.posting(&number).await.products[0].quantity, 2);
    // What is left last keeps the number.
    assert_eq!(shop.call(PostingFbsShipPackageV4, &part(2)).await.unwrap().result, number);
    let all = listed(&shop, &january(), PostingDir::Asc, 10).await;
    let told: Vec<_> =
        all.iter().map(|one| (&one.posting_number, one.status.as_str(), one.products[0].quantity)).collect();
    assert_eq!(
        told,
        [(&number, "awaiting_deliver", 2), (&first, "awaiting_deliver", 2), (&second, "awaiting_deliver", 1)]
    );
    assert_eq!(all[1].parent_posting_number, number);

    refused(shop.call(PostingFbsShipPackageV4, &part(1)).await, 400, 9, "POSTING_ALREADY_SHIPPED");
    refused(other.call(PostingFbsShipPackageV4, &part(1)).await, 404, 5, "POSTING_NOT_FOUND");
    let fresh = world.order_one(&[(sku, 2)]).await;
    let ask = |rest: &str| format!(r#"{{"posting_number":"{fresh}","products":[{rest}]}}"#);
    let named = ask(&format!(r#"{{"product_id":{sku},"quantity":1,"exemplarsIds":["5"]}}"#));
    shop.refuses(
        "/v4/posting/fbs/ship/package",
        &[
            (&ask(""), 400, 3, "Products: value must contain at least 1"),
            (&ask(&format!(r#"{{"product_id":{sku},"quantity":3}}"#)), 400, 9, "HAS_INCORRECT_PRODUCT_QUANTITY"),
            (&ask(r#"{"product_id":5,"quantity":1}"#), 400, 9, "UNKNOWN_PRODUCT_DEFINED"),
            (&named, 400, 3, "exemplars do not belong to product"),
        ],
    )
    .await;
    let marked = world.order_one(&[(sneakers(&shop, "SHOE-1").await.sku, 1)]).await;
    let actions = listed(&shop, &january(), PostingDir::Desc, 10).await.remove(0);
    assert_eq!((&actions.posting_number, actions.requirements.products_requiring_mandatory_mark.len()), (&marked, 1));
    assert!(actions.available_actions.contains(&"ship_with_additional_info".to_owned()));
}

#[tokio::test]
async fn reasons_follow_the_posting() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let own = own_warehouse(&world, &shop, Integration::NonIntegrated).await;
    let (sku, theirs) = (shop.product("A-1").on_sale().await.sku, goods_at(&shop, "B-1", own, 9).await.sku);
    let (unpacked, gone) = (world.order_one(&[(sku, 1)]).await, world.order_one(&[(sku, 1)]).await);
    let away = world.order_one(&[(theirs, 1)]).await;
    cancel(&shop, &gone).await;
    shop.ship(&away).await;
    let step = FbsPostingStepV2Request { posting_number: vec![away.clone()] };
    shop.call(FbsPostingDeliveringV2, &step).await.unwrap();
    let ask =
        PostingFbsCancelReasonV1Request { related_posting_numbers: vec![away.clone(), unpacked.clone(), gone.clone()] };
    let told = async || {
        let rows = shop.call(PostingFbsCancelReasonV1, &ask).await.unwrap().result;
        assert_eq!(rows.iter().map(|row| &row.posting_number).collect::<Vec<_>>(), [&away, &unpacked, &gone]);
        assert!(rows.iter().flat_map(|row| &row.reasons).all(|one| one.type_id == "seller" && !one.title.is_ascii()));
        rows.into_iter().map(|row| row.reasons.into_iter().map(|one| one.id.0).collect()).collect::<Vec<Vec<i64>>>()
    };
    assert_eq!(told().await, [vec![402, 665, 666, 667], vec![352, 400, 402], vec![]]);
    // A conditional delivery can be called off only where the settings say so.
    world.set(Settings { conditional_delivery: Some(true), ..Default::default() }).await;
    shop.call(FbsPostingDeliveredV2, &step).await.unwrap();
    assert!(told().await[0].is_empty());
    world.set(Settings { conditional_cancel: Some(true), ..Default::default() }).await;
    assert_eq!(told().await[0], [665, 666, 667]);
    let cancel = PostingFbsCancelV2Request {
        cancel_reason_id: CancelReasonId(667),
        posting_number: away.clone(),
        ..Default::default()
    };
    assert!(shop.call(PostingFbsCancelV2, &cancel).await.unwrap().result);

    refused(other.call(PostingFbsCancelReasonV1, &ask).await, 404, 5, "POSTING_NOT_FOUND");
    let none = PostingFbsCancelReasonV1Request::default();
    refused_like(shop.call(PostingFbsCancelReasonV1, &none).await, 400, 3, "between 1 and 100 items");
}

async fn slot(shop: &Shop, number: &PostingNumber, from: Time, to: Time) -> Result<bool, gostiny_client::ClientError> {
    let request = PostingFbsTimeslotSetV1Request {
        new_timeslot: Some(PostingTimeslot { from: Some(from), to: Some(to) }),
        posting_number: number.clone(),
    };
    shop.call(PostingFbsTimeslotSetV1, &request).await.map(|answer| answer.result)
}

#[tokio::test]
async fn a_delivery_is_moved_twice_at_most() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let own = own_warehouse(&world, &shop, Integration::NonIntegrated).await;
    let (sku, theirs) = (shop.product("A-1").on_sale().await.sku, goods_at(&shop, "B-1", own, 9).await.sku);
    let (number, fbs) = (world.order_one(&[(theirs, 2)]).await, world.order_one(&[(sku, 1)]).await);
    let bounds = async |shop: &Shop, number: &PostingNumber| {
        let request = PostingFbsTimeslotChangeRestrictionsV1Request { posting_number: number.clone() };
        shop.call(PostingFbsTimeslotChangeRestrictionsV1, &request).await
    };
    let told = bounds(&shop, &number).await.unwrap();
    let (begin, end) = (told.delivery_interval.begin, told.delivery_interval.end);
    assert_eq!((told.remaining_changes_count, begin), (2, shop.posting(&number).await.shipment_date));
    for (from, to) in [(begin.plus_seconds(-1), end), (end, begin), (begin, begin), (begin, end.plus_seconds(1))] {
        refused_like(slot(&shop, &number, from, to).await, 400, 3, "NewTimeslot: value must be a window inside");
    }
    let window = |days| (begin.plus_days(days), begin.plus_days(days).plus_hours(4));
    for (days, left) in [(3, 1), (5, 0)] {
        let (from, to) = window(days);
        assert!(slot(&shop, &number, from, to).await.unwrap());
        assert_eq!(bounds(&shop, &number).await.unwrap().remaining_changes_count, left);
        // Every version shows the new window.
        let shown = shop.posting(&number).await.analytics_data.unwrap();
        assert_eq!((shown.delivery_date_begin, shown.delivery_date_end), (Some(from), Some(to)));
        let listed = listed(&shop, &january(), PostingDir::Asc, 10).await.remove(0).analytics_data.unwrap();
        assert_eq!((listed.delivery_date_begin, listed.client_delivery_date_end), (Some(from), Some(to)));
    }
    let (from, to) = window(7);
    refused(slot(&shop, &number, from, to).await, 400, 9, "TIMESLOT_CHANGES_LIMIT_EXCEEDED");
    // Neither is it offered, nor does dividing the posting bring it back.
    let parts = shop.try_ship(&number, &[&[(theirs, 1)], &[(theirs, 1)]]).await.unwrap();
    for part in &parts {
        assert_eq!(bounds(&shop, part).await.unwrap().remaining_changes_count, 0);
    }
    let all = listed(&shop, &january(), PostingDir::Asc, 10).await;
    assert!(all.iter().all(|one| !one.available_actions.contains(&"set_timeslot".to_owned())));
    let over = bounds(&shop, &number).await.unwrap().delivery_interval;
    assert_eq!((over.begin, over.end), window(5));
    refused(slot(&shop, &fbs, from, to).await, 400, 9, "HAS_INCORRECT_TPL_INTEGRATION_TYPE");
    assert_eq!(bounds(&shop, &fbs).await.unwrap().remaining_changes_count, 0);
    refused(slot(&other, &number, from, to).await, 404, 5, "POSTING_NOT_FOUND");
    refused(bounds(&other, &number).await, 404, 5, "POSTING_NOT_FOUND");
    shop.refuses(
        "/v1/posting/fbs/timeslot/set",
        &[
            (&format!(r#"{{"posting_number":"{number}"}}"#), 400, 3, "NewTimeslot: value is required"),
            (&format!(r#"{{"posting_number":"{number}","new_timeslot":{{}}}}"#), 400, 3, "From: value is required"),
        ],
    )
    .await;
}

#[tokio::test]
async fn boxes_are_told_where_a_carrier_registers_parcels() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let own = own_warehouse(&world, &shop, Integration::Aggregator).await;
    let (sku, theirs) = (shop.product("A-1").on_sale().await.sku, goods_at(&shop, "B-1", own, 9).await.sku);
    let (number, fbs) = (world.order_one(&[(theirs, 2)]).await, world.order_one(&[(sku, 1)]).await);
    let set = |number: &PostingNumber, multi_box_qty| PostingMultiBoxQtySetV3Request {
        multi_box_qty,
        posting_number: number.clone(),
    };
    assert!(shop.call(PostingMultiBoxQtySetV3, &set(&number, 3)).await.unwrap().result.result);
    let posting = shop.posting(&number).await;
    assert_eq!((posting.multi_box_qty, posting.is_multibox), (3, true));
    let all = listed(&shop, &january(), PostingDir::Asc, 10).await;
    assert_eq!(all.iter().map(|one| (one.multi_box_qty, one.is_multibox)).collect::<Vec<_>>(), [(3, true), (0, false)]);
    let integration = "HAS_INCORRECT_TPL_INTEGRATION_TYPE";
    refused(shop.call(PostingMultiBoxQtySetV3, &set(&fbs, 3)).await, 400, 9, integration);
    refused(other.call(PostingMultiBoxQtySetV3, &set(&number, 3)).await, 404, 5, "POSTING_NOT_FOUND");
    for boxes in [0, 1_001] {
        refused_like(shop.call(PostingMultiBoxQtySetV3, &set(&number, boxes)).await, 400, 3, "MultiBoxQty");
    }
    let parts = shop.try_ship(&number, &[&[(theirs, 1)], &[(theirs, 1)]]).await.unwrap();
    refused(shop.call(PostingMultiBoxQtySetV3, &set(&number, 4)).await, 400, 9, "POSTING_ALREADY_SHIPPED");
    assert_eq!((&parts[0], shop.posting(&number).await.multi_box_qty), (&number, 3));
    assert_eq!(shop.posting(&parts[1]).await.multi_box_qty, 0, "nobody told of the new posting's boxes");
}

#[tokio::test]
async fn a_drop_off_tells_what_it_takes() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let bulky = world.warehouse(&shop, "Крупное", |request| request.is_kgt = true).await;
    world.delivery(&shop, bulky, |_| {}).await;
    let own = own_warehouse(&world, &shop, Integration::NonIntegrated).await;
    let usual = shop.product("A-1").on_sale().await.sku;
    let sofa = shop
        .product("Диван")
        .with(|item| (item.depth, item.width, item.height, item.weight) = (900, 2_200, 800, 60_000))
        .approved()
        .await;
    assert!(shop.set_stock_at(&sofa.offer_id, bulky, 9).await.updated);
    let (large, theirs) = (sofa.sku, goods_at(&shop, "B-1", own, 9).await.sku);
    let ask = async |shop: &Shop, number: &PostingNumber| {
        let request = PostingFbsRestrictionsV1Request { posting_number: number.clone() };
        shop.call(PostingFbsRestrictionsV1, &request).await.map(|answer| answer.result)
    };
    let order = async |sku: Sku| world.order_one(&[(sku, 1)]).await;
    let number = order(usual).await;
    let told = ask(&shop, &number).await.unwrap();
    assert_eq!((&told.posting_number, told.max_posting_weight.0, told.min_posting_weight.0), (&number, 2_500_000, 0));
    let large = ask(&shop, &order(large).await).await.unwrap();
    assert!(large.max_posting_weight > told.max_posting_weight && large.length > told.length);
    let code = "HAS_INCORRECT_TPL_INTEGRATION_TYPE";
    refused(ask(&shop, &order(theirs).await).await, 400, 9, code);
    refused(ask(&other, &number).await, 404, 5, "POSTING_NOT_FOUND");
}
