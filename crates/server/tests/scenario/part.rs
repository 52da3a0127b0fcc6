//! What changes in a posting before and after it is packed: units called off, weights of weighed goods.

use gostiny_wire::{
    analytics::{AnalyticsDataV1, AnalyticsDataV1Request},
    operator::{
        DeliveryMethodCreateIntegration as Integration, PostingEvent, ReturnEvent, ReturnEventRecord,
        ReturnEventRecordRequest, SellerCreateRequest,
    },
    posting::{
        Kilograms, PostingFbsPackageLabelV2, PostingFbsPackageLabelV2Request, PostingFbsProductCancelV2,
        PostingFbsProductCancelV2Item, PostingFbsProductCancelV2Request, PostingFbsProductChangeV2,
        PostingFbsProductChangeV2Item, PostingFbsProductChangeV2Request,
    },
    returns::{ReturnsCompanyFbsV2, ReturnsCompanyFbsV2Request},
    scalar::{AttributeId, CancelReasonId, PostingNumber, Sku, ValueId},
};

use crate::{
    act, finance,
    goods::{BRAND, VOLNA, attribute},
    parcel::{NUTS, goods_at, mark, own_warehouse, set, sneakers, unit},
    shop::Shop,
    world::{World, refusal, refused},
};

fn asked(number: &PostingNumber, reason: i64, items: &[(Sku, i32)]) -> PostingFbsProductCancelV2Request {
    PostingFbsProductCancelV2Request {
        cancel_reason_id: CancelReasonId(reason),
        cancel_reason_message: "Бой".to_owned(),
        items: items.iter().map(|&(sku, quantity)| PostingFbsProductCancelV2Item { quantity, sku }).collect(),
        posting_number: number.clone(),
    }
}

async fn cancel(shop: &Shop, number: &PostingNumber, items: &[(Sku, i32)]) -> PostingNumber {
    shop.call(PostingFbsProductCancelV2, &asked(number, 352, items)).await.unwrap().result
}

async fn goods(shop: &Shop, number: &PostingNumber) -> Vec<(Sku, i32)> {
    shop.posting(number).await.products.iter().map(|item| (item.sku, item.quantity)).collect()
}

#[tokio::test]
async fn units_that_are_called_off_are_free_and_the_rest_goes_on() {
    let world = World::new().await;
    let shop = world.shop().await;
    let (a, b) = (shop.product("A-1").on_sale().await.sku, shop.product("B-1").on_sale().await.sku);
    let number = world.order_one(&[(a, 3), (b, 1)]).await;
    assert_eq!(cancel(&shop, &number, &[(a, 1)]).await, number);
    let posting = shop.posting(&number).await;
    assert_eq!((posting.status.as_str(), posting.cancellation.cancel_reason_id.0), ("awaiting_packaging", 0));
    assert_eq!(goods(&shop, &number).await, [(a, 2), (b, 1)]);
    assert_eq!(posting.financial_data.unwrap().products[0].quantity, 2);
    assert_eq!((shop.stock_of(a).await, shop.stock_of(b).await), ((10, 2), (10, 1)));

    // A line that is called off whole disappears; packing wants what is left.
    cancel(&shop, &number, &[(b, 1)]).await;
    assert_eq!(goods(&shop, &number).await, [(a, 2)]);
    refused(shop.try_ship(&number, &[&[(a, 3)]]).await, 400, 9, "HAS_INCORRECT_PRODUCT_QUANTITY");
    shop.ship(&number).await;
    cancel(&shop, &number, &[(a, 1)]).await;
    assert_eq!((goods(&shop, &number).await, shop.stock_of(a).await), (vec![(a, 1)], (10, 1)));
    let delivered = [PostingEvent::Accepted, PostingEvent::InTransit, PostingEvent::Delivered];
    world.events(&number, &delivered).await;
    assert_eq!(shop.stock_of(a).await, (9, 0));
    let money = &shop.posting(&number).await.financial_data.unwrap().products[0];
    assert_eq!((money.quantity, money.payout.0 + money.commission_amount.0), (1, 100_000));
    refused(
        shop.call(PostingFbsProductCancelV2, &asked(&number, 352, &[(a, 1)])).await,
        400,
        9,
        "HAS_INCORRECT_STATUS",
    );

    let whole = world.order_one(&[(a, 2), (b, 1)]).await;
    cancel(&shop, &whole, &[(a, 2), (b, 1)]).await;
    let posting = shop.posting(&whole).await;
    assert_eq!((posting.status.as_str(), posting.cancellation.cancel_reason_id.0), ("cancelled", 352));
    assert_eq!((shop.stock_of(a).await, shop.stock_of(b).await), ((9, 0), (10, 0)));
    let again = shop.call(PostingFbsProductCancelV2, &asked(&whole, 352, &[(a, 1)])).await;
    refused(again, 400, 9, "POSTING_ALREADY_CANCELLED");
}

#[tokio::test]
async fn marks_of_called_off_units_are_free_again() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = sneakers(&shop, "SHOE-1").await.sku;
    let number = world.order_one(&[(sku, 3)]).await;
    set(&world, &shop, &number, sku, &[unit(&mark(1)), unit(&mark(2)), unit(&mark(3))]).await;
    cancel(&shop, &number, &[(sku, 1)]).await;
    assert_eq!(shop.posting(&number).await.products[0].mandatory_mark, [mark(1), mark(2)]);
    shop.ship(&number).await;
    let other = world.order_one(&[(sku, 2)]).await;
    let told = set(&world, &shop, &other, sku, &[unit(&mark(3)), unit(&mark(2))]).await;
    let statuses: Vec<_> =
        told.products[0].exemplars.iter().map(|one| one.mandatory_mark_check_status.as_str()).collect();
    assert_eq!(statuses, ["passed", "failed"]);
}

#[tokio::test]
async fn label_and_act_show_what_is_left() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").on_sale().await.sku;
    let (part, whole) = (world.order_one(&[(sku, 4)]).await, world.order_one(&[(sku, 2)]).await);
    shop.ship(&part).await;
    shop.ship(&whole).await;
    world.pass(23 * 3_600).await;
    let label = PostingFbsPackageLabelV2Request { posting_number: vec![part.clone()] };
    let before = shop.call(PostingFbsPackageLabelV2, &label).await.unwrap();
    let carriage = act::create(&shop, |_| {}).await.unwrap();
    world.pass(5).await;
    assert_eq!(act::status(&shop, carriage).await.added_to_act, [part.clone(), whole.clone()]);
    let paper = act::act_pdf(&shop, carriage).await.unwrap();
    assert_eq!(act::available(&shop, shop.delivery_method_id).await[0].carriage_postings_count, 2);

    cancel(&shop, &part, &[(sku, 3)]).await;
    cancel(&shop, &whole, &[(sku, 2)]).await;
    let told = act::status(&shop, carriage).await;
    assert_eq!(
        (told.status.as_str(), told.added_to_act, told.removed_from_act),
        ("ready", vec![part.clone()], vec![whole])
    );
    assert_eq!(act::available(&shop, shop.delivery_method_id).await[0].carriage_postings_count, 1);
    let (after, paper_after) =
        (shop.call(PostingFbsPackageLabelV2, &label).await.unwrap(), act::act_pdf(&shop, carriage).await.unwrap());
    assert!(after != before && paper_after != paper);
    assert_eq!(shop.stock_of(sku).await, (10, 1));
}

/// Own delivery: what is called off on its way comes back by itself, is counted, and is not sold.
#[tokio::test]
async fn units_that_are_called_off_on_their_way_come_back_and_are_not_paid_for() {
    let world = World::new().await;
    let premium = SellerCreateRequest { name: "Премиум".to_owned(), premium: true, ..Default::default() };
    let mut shop = world.shop_like(&premium).await;
    shop.warehouse_id = own_warehouse(&world, &shop, Integration::NonIntegrated).await;
    let a = goods_at(&shop, "A-1", shop.warehouse_id, 10).await;
    let b = goods_at(&shop, "B-1", shop.warehouse_id, 10).await;
    let number = world.order_one(&[(a.sku, 3), (b.sku, 1)]).await;
    cancel(&shop, &number, &[(a.sku, 1)]).await;
    shop.ship(&number).await;
    world.events(&number, &[PostingEvent::InTransit]).await;
    assert_eq!((shop.stock_of(a.sku).await, shop.stock_of(b.sku).await), ((8, 0), (9, 0)));
    let some = asked(&number, 665, &[(a.sku, 1), (b.sku, 1)]);
    shop.call(PostingFbsProductCancelV2, &some).await.unwrap();
    assert_eq!(goods(&shop, &number).await, [(a.sku, 1)]);
    let list = ReturnsCompanyFbsV2Request { limit: 100, ..Default::default() };
    let seen = || async { shop.call(ReturnsCompanyFbsV2, &list).await.unwrap().result.returns };
    let back = seen().await;
    let told: Vec<_> = back.iter().map(|one| (one.sku, one.quantity, one.status.as_str(), one.price.0)).collect();
    assert_eq!(told, [(a.sku, 1, "moving", 100_000), (b.sku, 1, "moving", 100_000)]);
    assert!(back.iter().all(|one| one.posting_number == number && one.return_reason_name.contains("не забрал")));

    // The rest is delivered, sold, and can come back too.
    world.events(&number, &[PostingEvent::Delivered]).await;
    let booked = finance::list(&shop, |request| {
        request.filter.posting_number = number.clone();
        (request.filter.date.from, request.filter.date.to) = (None, None);
    });
    let booked = booked.await.unwrap().operations;
    booked.iter().for_each(finance::adds_up);
    assert_eq!(booked.iter().map(|one| one.accruals_for_sale.0).sum::<i64>(), 100_000);
    world.events(&number, &[PostingEvent::Returned]).await;
    for (one, left) in back.iter().zip([(9, 0), (10, 0)]) {
        let home = ReturnEventRecordRequest { return_id: one.id, event: Some(ReturnEvent::ReturnedToSeller) };
        world.operator.call(ReturnEventRecord, &home).await.unwrap();
        assert_eq!(shop.stock_of(one.sku).await, left);
    }
    let last = seen().await.into_iter().find(|one| one.status == "accepted_from_customer").unwrap();
    assert_eq!((last.sku, last.quantity), (a.sku, 1));

    // Lost on the way: nothing comes back.
    let lost = world.order_one(&[(b.sku, 2)]).await;
    shop.ship(&lost).await;
    world.events(&lost, &[PostingEvent::InTransit]).await;
    shop.call(PostingFbsProductCancelV2, &asked(&lost, 667, &[(b.sku, 1)])).await.unwrap();
    assert_eq!(seen().await.len(), 3);
    let question = AnalyticsDataV1Request {
        date_from: "2026-01-12".to_owned(),
        date_to: "2026-01-31".to_owned(),
        dimension: vec!["sku".to_owned()],
        metrics: ["ordered_units", "cancellations", "delivered_units", "returns"].map(str::to_owned).to_vec(),
        limit: 10,
        ..Default::default()
    };
    let counted = shop.call(AnalyticsDataV1, &question).await.unwrap().result.data;
    let counted: Vec<Vec<i64>> =
        counted.iter().map(|row| row.metrics.iter().map(|metric| metric.0 / 100).collect()).collect();
    assert_eq!(counted, [[3, 2, 1, 1], [3, 2, 0, 0]]);
}

#[tokio::test]
async fn what_cannot_be_called_off_is_refused_and_changes_nothing() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let sku = shop.product("A-1").on_sale().await.sku;
    let number = world.order_one(&[(sku, 2)]).await;
    let before = shop.posting(&number).await;
    for (request, code) in [
        (asked(&number, 352, &[(sku, 3)]), "HAS_INCORRECT_PRODUCT_QUANTITY"),
        (asked(&number, 352, &[(sku, 2), (sku, 1)]), "HAS_INCORRECT_PRODUCT_QUANTITY"),
        (asked(&number, 352, &[(Sku(5), 1)]), "UNKNOWN_PRODUCT_DEFINED"),
    ] {
        refused(shop.call(PostingFbsProductCancelV2, &request).await, 400, 9, code);
    }
    let late = asked(&number, 665, &[(sku, 1)]);
    refused(shop.call(PostingFbsProductCancelV2, &late).await, 400, 3, "HAS_INCORRECT_CANCEL_REASON");
    let mute =
        PostingFbsProductCancelV2Request { cancel_reason_message: " ".to_owned(), ..asked(&number, 352, &[(sku, 1)]) };
    assert_eq!(refusal(shop.call(PostingFbsProductCancelV2, &mute).await).0, 400);
    refused(
        other.call(PostingFbsProductCancelV2, &asked(&number, 352, &[(sku, 1)])).await,
        404,
        5,
        "POSTING_NOT_FOUND",
    );
    let head = format!(r#""posting_number":"{number}","cancel_reason_id":352,"cancel_reason_message":"x""#);
    shop.refuses(
        "/v2/posting/fbs/product/cancel",
        &[
            (&format!("{{{head}}}"), 400, 3, "Items: value must contain between 1 and 1000 items"),
            (&format!(r#"{{{head},"items":[{{"sku":{sku},"quantity":0}}]}}"#), 400, 3, "Items[0].Quantity"),
            (&format!(r#"{{{head},"items":[{{"sku":{sku},"quantity":"two"}}]}}"#), 400, 3, "\"two\""),
            (&format!(r#"{{{head},"items":{{}}}}"#), 400, 3, "unexpected token {"),
        ],
    )
    .await;
    assert_eq!((shop.posting(&number).await, shop.stock_of(sku).await), (before, (10, 2)));
}

#[tokio::test]
async fn parts_called_off_at_once_are_called_off_once_each() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").on_sale().await.sku;
    let number = world.order_one(&[(sku, 5)]).await;
    let request = asked(&number, 352, &[(sku, 2)]);
    let calls = (0..4).map(|_| shop.call(PostingFbsProductCancelV2, &request));
    let done = futures_util::future::join_all(calls).await.into_iter().filter(Result::is_ok).count();
    assert_eq!(done, 2);
    assert_eq!((goods(&shop, &number).await, shop.stock_of(sku).await), (vec![(sku, 1)], (10, 1)));
}

#[tokio::test]
async fn weighed_goods_are_packed_once_every_unit_is_weighed() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let warehouse = own_warehouse(&world, &shop, Integration::NonIntegrated).await;
    let text = |id, value: &str| attribute(AttributeId(id), ValueId(0), value);
    let product = shop.product("NUTS").with(|item| {
        item.category_id = NUTS;
        item.attributes =
            vec![attribute(BRAND, VOLNA, "Волна"), text(20_577, "true"), text(8_933, "0.25"), text(8_934, "0.5")];
    });
    let product = product.approved().await;
    assert!(shop.set_stock_at(&product.offer_id, warehouse, 9).await.updated);
    let (nuts, plain) = (product.sku, goods_at(&shop, "A-1", warehouse, 5).await.sku);
    let number = world.order_one(&[(nuts, 2), (plain, 1)]).await;
    let whole: &[(Sku, i32)] = &[(nuts, 2), (plain, 1)];
    refused(shop.try_ship(&number, &[whole]).await, 400, 9, "PRODUCT_WEIGHT_NOT_SPECIFIED");
    let change = |sku, grams: &[i64]| PostingFbsProductChangeV2Request {
        items: vec![PostingFbsProductChangeV2Item {
            sku,
            weight_real: grams.iter().map(|&grams| Kilograms(grams)).collect(),
        }],
        posting_number: number.clone(),
    };
    for (sku, grams, status, code, refusal) in [
        (nuts, &[300][..], 400, 3, "HAS_INCORRECT_PRODUCT_QUANTITY"),
        (nuts, &[300, 600], 400, 3, "PRODUCT_WEIGHT_OUT_OF_RANGE"),
        (plain, &[300], 400, 3, "PRODUCT_IS_NOT_WEIGHED"),
        (Sku(5), &[300], 400, 9, "UNKNOWN_PRODUCT_DEFINED"),
    ] {
        refused(shop.call(PostingFbsProductChangeV2, &change(sku, grams)).await, status, code, refusal);
    }
    refused(other.call(PostingFbsProductChangeV2, &change(nuts, &[300, 400])).await, 404, 5, "POSTING_NOT_FOUND");
    shop.refuses(
        "/v2/posting/fbs/product/change",
        &[
            (&format!(r#"{{"posting_number":"{number}"}}"#), 400, 3, "Items: value must contain"),
            (
                &format!(r#"{{"posting_number":"{number}","items":[{{"sku":{nuts},"weightReal":["much"]}}]}}"#),
                400,
                3,
                "\"much\"",
            ),
        ],
    )
    .await;
    assert_eq!(shop.call(PostingFbsProductChangeV2, &change(nuts, &[300, 420])).await.unwrap().result, number);
    assert_eq!(shop.ship(&number).await, number);
    refused(shop.call(PostingFbsProductChangeV2, &change(nuts, &[300, 420])).await, 400, 9, "POSTING_ALREADY_SHIPPED");
}
