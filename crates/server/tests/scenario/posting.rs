//! Postings as the seller sees them: one by number or by barcode, cancelling, what others do to them.

use gostiny_wire::{
    method::Empty,
    operator::{OrderPlaceAddress, OrderPlaceBuyer, OrderPlaceRequest, PostingEvent, Settings},
    posting::{
        PostingFbsCancelReasonListV2, PostingFbsCancelV2, PostingFbsCancelV2Request, PostingFbsGetByBarcodeV2,
        PostingFbsGetByBarcodeV2Request, PostingFbsGetV3, PostingFbsGetV3Request,
    },
    scalar::{CancelReasonId, PostingNumber, Time},
};

use crate::{
    shop::Shop,
    world::{World, lines, refusal, refused},
};

fn moment(text: &str) -> Option<Time> {
    Some(text.parse().unwrap())
}

async fn cancel(
    shop: &Shop,
    number: &PostingNumber,
    reason: i64,
    message: &str,
) -> Result<bool, gostiny_client::ClientError> {
    let request = PostingFbsCancelV2Request {
        cancel_reason_id: CancelReasonId(reason),
        cancel_reason_message: message.to_owned(),
        posting_number: number.clone(),
    };
    shop.call(PostingFbsCancelV2, &request).await.map(|answer| answer.result)
}

#[tokio::test]
async fn a_new_posting_has_the_forms_of_the_real_one() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").price("279").on_sale().await;
    let number = world.order_one(&[(product.sku, 2)]).await;
    let posting = shop.posting(&number).await;
    let parts: Vec<_> = number.as_str().split('-').collect();
    assert!(parts[0].len() >= 8 && parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit())), "{number}");
    assert_eq!((parts.len(), parts[1], parts[2]), (3, "0001", "1"));
    assert_eq!(posting.order_number.as_str(), format!("{}-{}", parts[0], parts[1]));
    assert!((9..=11).contains(&posting.order_id.to_string().len()));
    assert_eq!((posting.status.as_str(), posting.substatus.as_str()), ("awaiting_packaging", "posting_created"));
    assert_eq!(posting.in_process_at, world.now().await);
    assert_eq!(posting.shipment_date, moment("2026-01-13T10:00:00Z").unwrap());
    assert_eq!((posting.delivering_date, posting.tpl_integration_type.as_str()), (None, "ozon"));
    let barcodes = posting.barcodes.unwrap();
    let upper = barcodes.upper_barcode.strip_prefix("%101%").unwrap();
    assert!(upper.bytes().all(|byte| byte.is_ascii_digit()), "{upper}");
    let lower = barcodes.lower_barcode.as_str();
    assert!(
        (14..=15).contains(&lower.len()) && lower.ends_with("000") && lower.bytes().all(|byte| byte.is_ascii_digit()),
        "{lower}"
    );
    let item = &posting.products[0];
    assert_eq!(
        (item.sku, item.quantity, item.price.as_str(), item.offer_id.as_str()),
        (product.sku, 2, "279.0000", "A-1")
    );
    assert_eq!(item.currency_code, "RUB");
    assert_eq!(posting.delivery_method.warehouse_id, shop.warehouse_id);
    assert_eq!((posting.delivery_method.id, posting.delivery_method.tpl_provider_id), (shop.delivery_method_id, 24));
    // The marketplace delivers: the buyer is none of the seller's business.
    assert_eq!((posting.customer, posting.addressee), (None, None));
    let money = &posting.financial_data.unwrap().products[0];
    assert_eq!((money.product_id, money.price.0, money.quantity), (product.sku, 27_900, 2));
    assert_eq!((money.payout.0, money.commission_amount.0, money.picking.is_none()), (0, 0, true));
    let analytics = posting.analytics_data.unwrap();
    assert!(!analytics.city.is_empty() && !analytics.region.is_empty());
    assert!(analytics.delivery_date_begin.unwrap() > posting.shipment_date);
    assert!(analytics.delivery_date_end.unwrap() >= analytics.delivery_date_begin.unwrap());
    assert_eq!(posting.related_postings.unwrap().related_posting_numbers, []);
}

#[tokio::test]
async fn the_seller_s_own_courier_learns_the_buyer_but_not_the_phone() {
    let world = World::new().await;
    let shop = world.shop().await;
    let warehouse = world.warehouse(&shop, "Свой курьер", |request| request.is_rfbs = true).await;
    world
        .delivery(&shop, warehouse, |request| {
            request.tpl_integration_type = gostiny_wire::operator::DeliveryMethodCreateIntegration::NonIntegrated;
        })
        .await;
    let product = shop.product("A-1").approved().await;
    assert!(shop.set_stock_at(&product.offer_id, warehouse, 5).await.updated);
    let order = OrderPlaceRequest {
        items: lines(&[(product.sku, 1)]),
        buyer: Some(OrderPlaceBuyer {
            name: "Ия Чехова".to_owned(),
            phone: "+79990000000".to_owned(),
            ..Default::default()
        }),
        address: Some(OrderPlaceAddress {
            city: "Тверь".to_owned(),
            region: "Тверская область".to_owned(),
            address_tail: "ул. Садовая, 5".to_owned(),
            latitude: 56.86,
            ..Default::default()
        }),
        ..Default::default()
    };
    let placed = world.place(&order).await.unwrap().postings.remove(0);
    assert_eq!(placed.scheme, "rfbs");
    let posting = shop.posting(&placed.posting_number).await;
    let customer = posting.customer.unwrap();
    assert_eq!((customer.name.as_str(), customer.phone.as_str()), ("Ия Чехова", ""));
    assert_eq!((customer.address.city.as_str(), customer.address.latitude), ("Тверь", 56.86));
    let addressee = posting.addressee.unwrap();
    assert_eq!((addressee.name.as_str(), addressee.phone.as_str()), ("Ия Чехова", ""));
    let plain = PostingFbsGetV3Request {
        posting_number: placed.posting_number,
        with: gostiny_wire::posting::PostingFbsGetV3With { translit: true, ..Default::default() },
    };
    let latin = shop.call(PostingFbsGetV3, &plain).await.unwrap().result;
    assert!(latin.customer.unwrap().name.is_ascii() && latin.analytics_data.is_none());
}

#[tokio::test]
async fn an_order_falls_into_postings_by_shop_and_warehouse() {
    let world = World::new().await;
    let (one, two) = (world.shop().await, world.shop().await);
    let (a, b) = (one.product("A-1").on_sale().await, two.product("B-1").on_sale().await);
    let order = OrderPlaceRequest { items: lines(&[(a.sku, 1), (b.sku, 2)]), ..Default::default() };
    let placed = world.place(&order).await.unwrap();
    let mut shops: Vec<_> = placed.postings.iter().map(|posting| posting.client_id).collect();
    shops.sort_unstable();
    assert_eq!(shops, [one.client_id, two.client_id]);
    for posting in &placed.postings {
        assert!(posting.posting_number.as_str().starts_with(&format!("{}-", placed.order_number)));
        let (own, foreign) = if posting.client_id == one.client_id { (&one, &two) } else { (&two, &one) };
        assert_eq!(own.posting(&posting.posting_number).await.order_id, placed.order_id);
        refused(foreign.try_posting(&posting.posting_number).await, 404, 5, "POSTING_NOT_FOUND");
    }
    // The same buyer's next order has the next number.
    let buyer = Some(OrderPlaceBuyer { customer_id: Some(70_000_001), ..Default::default() });
    let order = OrderPlaceRequest { items: lines(&[(a.sku, 1)]), buyer, ..Default::default() };
    let numbers = [world.place(&order).await.unwrap().order_number, world.place(&order).await.unwrap().order_number];
    assert_eq!(numbers.map(|number| number.0), ["70000001-0001", "70000001-0002"]);
}

#[tokio::test]
async fn a_scanned_label_finds_its_posting() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let sku = shop.product("A-1").on_sale().await.sku;
    let number = world.order_one(&[(sku, 1)]).await;
    world.order_one(&[(sku, 1)]).await;
    let codes = shop.posting(&number).await.barcodes.unwrap();
    for barcode in [codes.upper_barcode.clone(), codes.lower_barcode.clone()] {
        let request = PostingFbsGetByBarcodeV2Request { barcode };
        let found = shop.call(PostingFbsGetByBarcodeV2, &request).await.unwrap().result;
        assert_eq!((&found.posting_number, found.status.as_str()), (&number, "awaiting_packaging"));
        assert_eq!((found.products[0].sku, found.products[0].quantity, found.cancel_reason_id.0), (sku, 1, 0));
        let (status, code, _) = refusal(other.call(PostingFbsGetByBarcodeV2, &request).await);
        assert_eq!((status, code), (404, 5));
    }
    shop.refuses(
        "/v2/posting/fbs/get-by-barcode",
        &[
            (r#"{"barcode":"%101%1"}"#, 404, 5, ""),
            (r#"{"barcode":5}"#, 400, 3, "unexpected token 5"),
            (r#"{"barcode":["a"]}"#, 400, 3, "unexpected token ["),
        ],
    )
    .await;
    let empty = shop.post("/v2/posting/fbs/get-by-barcode", "{}").await;
    assert!(matches!(empty.status, 400 | 404));
    shop.refuses(
        "/v3/posting/fbs/get",
        &[
            (r#"{"posting_number":"57195475-9999-1"}"#, 404, 5, "POSTING_NOT_FOUND"),
            (r#"{"posting_number":57195475}"#, 400, 3, "unexpected token 57195475"),
            (r#"{"posting_number":"57195475-9999-1","with":[1]}"#, 400, 3, "unexpected token ["),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_seller_cancels_for_a_reason_of_the_list() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let sku = shop.product("A-1").stock(10).on_sale().await.sku;
    let reasons = shop.call(PostingFbsCancelReasonListV2, &Empty {}).await.unwrap().result;
    let available: Vec<_> =
        reasons.iter().filter(|reason| reason.is_available_for_cancellation).map(|reason| reason.id.0).collect();
    let all: Vec<_> = reasons.iter().map(|reason| reason.id.0).collect();
    assert_eq!(all, [352, 400, 401, 402, 665, 666, 667]);
    assert_eq!(available, [352, 400, 402]);
    assert!(reasons.iter().all(|reason| reason.type_id == "seller" && !reason.title.is_empty()));

    let number = world.order_one(&[(sku, 2)]).await;
    let before = shop.posting(&number).await;
    for reason in [0, 5, 401, 665, 666, 667] {
        let (status, code, message) = refusal(cancel(&shop, &number, reason, "мол").await);
        assert!(status == 400 && matches!(code, 3 | 9), "{reason}: {status} {code}");
        assert_eq!(message, "HAS_INCORRECT_CANCEL_REASON");
    }
    assert_eq!(refusal(cancel(&shop, &number, 402, "").await).0, 400);
    refused(cancel(&other, &number, 352, "").await, 404, 5, "POSTING_NOT_FOUND");
    refused(cancel(&shop, &"57195475-9999-1".into(), 352, "").await, 404, 5, "POSTING_NOT_FOUND");
    shop.refuses(
        "/v2/posting/fbs/cancel",
        &[
            (&format!(r#"{{"posting_number":"{number}","cancel_reason_id":"out"}}"#), 400, 3, "\"out\""),
            (r#"{"posting_number":["a"],"cancel_reason_id":352}"#, 400, 3, "unexpected token ["),
        ],
    )
    .await;
    assert_eq!(shop.posting(&number).await, before);
    assert_eq!(shop.stock_of(sku).await, (10, 2));

    assert!(cancel(&shop, &number, 402, "Закрываемся").await.unwrap());
    let posting = shop.posting(&number).await;
    assert_eq!((posting.status.as_str(), posting.substatus.as_str()), ("cancelled", "posting_canceled"));
    let told = &posting.cancellation;
    assert_eq!(
        (told.cancel_reason_id.0, told.cancellation_type.as_str(), told.cancellation_initiator.as_str()),
        (402, "seller", "Продавец")
    );
    assert!(!told.cancelled_after_ship && told.affect_cancellation_rating && !told.cancel_reason.is_empty());
    assert_eq!(shop.stock_of(sku).await, (10, 0));
    refused(cancel(&shop, &number, 352, "").await, 400, 9, "POSTING_ALREADY_CANCELLED");

    let packed = world.order_one(&[(sku, 1)]).await;
    shop.ship(&packed).await;
    assert!(cancel(&shop, &packed, 352, "").await.unwrap());
    assert!(shop.posting(&packed).await.cancellation.cancelled_after_ship);
    let delivered = world.order_one(&[(sku, 1)]).await;
    shop.ship(&delivered).await;
    world.events(&delivered, &[PostingEvent::Accepted, PostingEvent::InTransit, PostingEvent::Delivered]).await;
    refused(cancel(&shop, &delivered, 352, "").await, 400, 9, "HAS_INCORRECT_STATUS");
}

#[tokio::test]
async fn what_is_not_packed_in_time_is_cancelled_by_the_platform() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").stock(10).on_sale().await.sku;
    let (late, packed) = (world.order_one(&[(sku, 2)]).await, world.order_one(&[(sku, 1)]).await);
    shop.ship(&packed).await;
    let left = shop.posting(&late).await.shipment_date.seconds_since(world.now().await);
    world.pass(left - 1).await;
    assert_eq!(shop.posting(&late).await.status, "awaiting_packaging");
    world.pass(1).await;
    let posting = shop.posting(&late).await;
    assert_eq!((posting.status.as_str(), posting.cancellation.cancellation_initiator.as_str()), ("cancelled", "Ozon"));
    assert_eq!(posting.cancellation.cancellation_type, "ozon");
    assert_eq!(shop.posting(&packed).await.status, "awaiting_deliver");
    assert_eq!(shop.stock_of(sku).await, (10, 1));

    world.set(Settings { cancel_unpacked: Some(false), ..Default::default() }).await;
    let spared = world.order_one(&[(sku, 1)]).await;
    world.pass(7 * 86_400).await;
    assert_eq!(shop.posting(&spared).await.status, "awaiting_packaging");
}

#[tokio::test]
async fn carrier_and_buyer_move_a_posting_and_only_forward() {
    use PostingEvent::{Accepted, CancelledByBuyer, Courier, Delivered, InTransit, NotAccepted, PickupPoint, Received};
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").stock(10).on_sale().await.sku;
    let number = world.order_one(&[(sku, 2)]).await;
    for early in [Accepted, InTransit, Delivered, Received, NotAccepted] {
        assert_eq!(refusal(world.try_event(&number, early).await).0, 409, "{early:?}");
    }
    assert_eq!(shop.posting(&number).await.status, "awaiting_packaging");
    shop.ship(&number).await;
    for (event, status, substatus) in [
        (Accepted, "acceptance_in_progress", "posting_acceptance_in_progress"),
        (InTransit, "delivering", "posting_on_way_to_city"),
        (Courier, "delivering", "posting_in_courier_service"),
        (Delivered, "delivered", "posting_delivered"),
        (Received, "delivered", "posting_received"),
    ] {
        world.pass(3_600).await;
        let told = world.try_event(&number, event).await.unwrap();
        assert_eq!((told.status.as_str(), told.substatus.as_str()), (status, substatus), "{event:?}");
        let posting = shop.posting(&number).await;
        assert_eq!((posting.status.as_str(), posting.substatus.as_str()), (status, substatus));
        if status == "delivering" || status == "delivered" {
            assert!(posting.delivering_date.is_some());
            assert_eq!(shop.stock_of(sku).await, (8, 0), "{event:?}: handed over once");
        }
    }
    for late in [Accepted, InTransit, PickupPoint, CancelledByBuyer] {
        assert_eq!(refusal(world.try_event(&number, late).await).0, 409, "{late:?}");
    }
    let refused_at_the_door = world.order_one(&[(sku, 1)]).await;
    shop.ship(&refused_at_the_door).await;
    world.events(&refused_at_the_door, &[Accepted, InTransit, PickupPoint, CancelledByBuyer]).await;
    let posting = shop.posting(&refused_at_the_door).await;
    assert_eq!(
        (posting.status.as_str(), posting.cancellation.cancellation_initiator.as_str()),
        ("cancelled", "Клиент")
    );
    assert!(posting.cancellation.cancelled_after_ship);
    // What comes back comes back as a return, not onto the shelf.
    assert_eq!(shop.stock_of(sku).await, (7, 0));

    let buyer = world.order_one(&[(sku, 1)]).await;
    world.try_event(&buyer, CancelledByBuyer).await.unwrap();
    assert_eq!(shop.stock_of(sku).await, (7, 0));
    assert_eq!(shop.posting(&buyer).await.cancellation.cancellation_type, "client");
    assert_eq!(refusal(world.try_event(&"57195475-9999-1".into(), Accepted).await).0, 404);
}

#[tokio::test]
async fn carriers_move_postings_by_themselves_when_told_to() {
    let world = World::new().await;
    world.set(Settings { auto_delivery: Some(true), ..Default::default() }).await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").on_sale().await.sku;
    let number = world.order_one(&[(sku, 1)]).await;
    shop.ship(&number).await;
    world.pass(23 * 3_600).await;
    let act = gostiny_wire::act::PostingFbsActCreateV2Request {
        delivery_method_id: shop.delivery_method_id,
        ..Default::default()
    };
    shop.call(gostiny_wire::act::PostingFbsActCreateV2, &act).await.unwrap();
    world.pass(10 * 86_400).await;
    assert_eq!(shop.posting(&number).await.status, "delivered");
}
