//! Postings that the seller delivers itself: tracking numbers and each step to the buyer; and disputes over those
//! that the marketplace never accepted.

use gostiny_wire::{
    method::Method,
    operator::{DeliveryMethodCreateIntegration as Integration, PostingEvent, Settings},
    posting::{
        FbsPostingDeliveredV2, FbsPostingDeliveringV2, FbsPostingLastMileV2, FbsPostingSentBySellerV2,
        FbsPostingStepV2Request, FbsPostingStepV2Response, FbsPostingTrackingNumber, FbsPostingTrackingNumberSetV2,
        FbsPostingTrackingNumberSetV2Request, PostingFbsArbitrationV2, PostingFbsAwaitingDeliveryV2,
        PostingFbsCancelV2, PostingFbsCancelV2Request, PostingFbsMoveV2Request,
    },
    scalar::{CancelReasonId, PostingNumber},
};

use crate::{
    act,
    parcel::{goods_at, own_warehouse},
    shop::Shop,
    world::{World, refused},
};

const NOT_NOW: &str = "TRANSITION_IS_NOT_POSSIBLE";
const NOT_YOURS: &str = "HAS_INCORRECT_TPL_INTEGRATION_TYPE";

async fn step<M>(shop: &Shop, method: M, numbers: &[&PostingNumber]) -> Vec<(bool, String)>
where
    M: Method<Request = FbsPostingStepV2Request, Response = FbsPostingStepV2Response>,
{
    let request = FbsPostingStepV2Request { posting_number: numbers.iter().map(|&number| number.clone()).collect() };
    let answer = shop.call(method, &request).await.unwrap().result;
    assert_eq!(answer.iter().map(|row| &row.posting_number).collect::<Vec<_>>(), numbers);
    answer.into_iter().map(|row| (row.result, row.error)).collect()
}

async fn sent(shop: &Shop, numbers: &[&PostingNumber]) -> Vec<Option<String>> {
    let request = FbsPostingStepV2Request { posting_number: numbers.iter().map(|&number| number.clone()).collect() };
    let answer = shop.call(FbsPostingSentBySellerV2, &request).await.unwrap().result;
    answer.into_iter().map(|row| row.error).collect()
}

async fn track(shop: &Shop, numbers: &[(&PostingNumber, &str)]) -> Vec<String> {
    let one = |&(number, tracking): &(&PostingNumber, &str)| FbsPostingTrackingNumber {
        posting_number: number.clone(),
        tracking_number: tracking.to_owned(),
    };
    let request = FbsPostingTrackingNumberSetV2Request { tracking_numbers: numbers.iter().map(one).collect() };
    let answer = shop.call(FbsPostingTrackingNumberSetV2, &request).await.unwrap().result;
    answer.into_iter().map(|row| row.error).collect()
}

async fn stands(shop: &Shop, number: &PostingNumber) -> (String, String) {
    let posting = shop.posting(number).await;
    (posting.status, posting.substatus)
}

fn pair(status: &str, substatus: &str) -> (String, String) {
    (status.to_owned(), substatus.to_owned())
}

fn yes() -> (bool, String) {
    (true, String::new())
}

fn no(code: &str) -> (bool, String) {
    (false, code.to_owned())
}

#[tokio::test]
async fn the_seller_takes_each_step_to_the_door() {
    let world = World::new().await;
    let shop = world.shop().await;
    let warehouse = own_warehouse(&world, &shop, Integration::NonIntegrated).await;
    let sku = goods_at(&shop, "A-1", warehouse, 10).await.sku;
    let number = world.order_one(&[(sku, 2)]).await;
    assert_eq!(step(&shop, FbsPostingDeliveringV2, &[&number]).await, [no(NOT_NOW)]);
    assert_eq!(track(&shop, &[(&number, "TR-1")]).await, [NOT_NOW]);
    shop.ship(&number).await;
    assert_eq!(track(&shop, &[(&number, " TR-1 "), (&number, "TR-2")]).await, ["", ""]);
    assert_eq!(shop.posting(&number).await.tracking_number, "TR-2");
    for wrong in
        [step(&shop, FbsPostingLastMileV2, &[&number]).await, step(&shop, FbsPostingDeliveredV2, &[&number]).await]
    {
        assert_eq!(wrong, [no(NOT_NOW)]);
    }
    assert_eq!(stands(&shop, &number).await, pair("awaiting_deliver", "posting_transferring_to_delivery"));
    assert_eq!(shop.stock_of(sku).await, (10, 2));

    world.pass(60).await;
    assert_eq!(step(&shop, FbsPostingDeliveringV2, &[&number]).await, [yes()]);
    let posting = shop.posting(&number).await;
    assert_eq!((posting.status.as_str(), posting.delivering_date), ("delivering", Some(world.now().await)));
    assert_eq!(shop.stock_of(sku).await, (8, 0));
    assert_eq!(step(&shop, FbsPostingLastMileV2, &[&number]).await, [yes()]);
    assert_eq!(stands(&shop, &number).await, pair("delivering", "posting_in_courier_service"));
    assert_eq!(step(&shop, FbsPostingDeliveringV2, &[&number]).await, [no(NOT_NOW)]);
    assert_eq!(step(&shop, FbsPostingDeliveredV2, &[&number]).await, [yes()]);
    assert_eq!(stands(&shop, &number).await, pair("delivered", "posting_delivered"));
    assert_eq!(step(&shop, FbsPostingDeliveredV2, &[&number]).await, [no(NOT_NOW)]);
    assert_eq!(track(&shop, &[(&number, "TR-3")]).await, [NOT_NOW]);

    // Straight from the way, without a last mile; and from abroad.
    let number = world.order_one(&[(sku, 1)]).await;
    shop.ship(&number).await;
    assert_eq!(sent(&shop, &[&number]).await, [None]);
    assert_eq!(stands(&shop, &number).await, pair("sent_by_seller", "sent_by_seller"));
    assert_eq!(shop.stock_of(sku).await, (7, 0));
    assert_eq!(sent(&shop, &[&number]).await, [Some(NOT_NOW.to_owned())]);
    assert_eq!(step(&shop, FbsPostingDeliveringV2, &[&number]).await, [yes()]);
    assert_eq!(step(&shop, FbsPostingDeliveredV2, &[&number]).await, [yes()]);
}

#[tokio::test]
async fn many_postings_in_one_call_each_answer_for_themselves() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let warehouse = own_warehouse(&world, &shop, Integration::NonIntegrated).await;
    let own = goods_at(&shop, "A-1", warehouse, 10).await.sku;
    let fbs = shop.product("B-1").on_sale().await.sku;
    let foreign = other.product("C-1").on_sale().await.sku;
    let (ready, unpacked) = (world.order_one(&[(own, 1)]).await, world.order_one(&[(own, 1)]).await);
    let (platform, theirs) = (world.order_one(&[(fbs, 1)]).await, world.order_one(&[(foreign, 1)]).await);
    let unknown: PostingNumber = "57195475-9999-1".into();
    shop.ship(&ready).await;
    shop.ship(&platform).await;
    let all = [&unpacked, &ready, &platform, &theirs, &unknown, &ready];
    let want = [no(NOT_NOW), yes(), no(NOT_YOURS), no("POSTING_NOT_FOUND"), no("POSTING_NOT_FOUND"), no(NOT_NOW)];
    assert_eq!(step(&shop, FbsPostingDeliveringV2, &all).await, want);
    assert_eq!(stands(&shop, &ready).await.0, "delivering");
    assert_eq!(stands(&shop, &platform).await.0, "awaiting_deliver");
    assert_eq!(
        track(&shop, &[(&ready, "T"), (&platform, "T"), (&unpacked, "T"), (&theirs, "T")]).await,
        ["", NOT_YOURS, NOT_NOW, "POSTING_NOT_FOUND"]
    );
    assert_eq!(sent(&shop, &[&platform]).await, [Some(NOT_YOURS.to_owned())]);
    assert_eq!(other.posting(&theirs).await.status, "awaiting_packaging");
}

#[tokio::test]
async fn a_carrier_that_reports_leaves_the_seller_only_the_number() {
    let world = World::new().await;
    let shop = world.shop().await;
    for (offer, integration, tracked) in
        [("A-1", Integration::ThirdPartyTracking, ""), ("B-1", Integration::Aggregator, NOT_YOURS)]
    {
        let warehouse = own_warehouse(&world, &shop, integration).await;
        let sku = goods_at(&shop, offer, warehouse, 5).await.sku;
        let number = world.order_one(&[(sku, 1)]).await;
        shop.ship(&number).await;
        world.pass(30).await;
        assert_eq!(step(&shop, FbsPostingDeliveringV2, &[&number]).await, [no(NOT_YOURS)]);
        assert_eq!(track(&shop, &[(&number, "TR-9")]).await, [tracked]);
        world.events(&number, &[PostingEvent::InTransit]).await;
        assert_eq!(step(&shop, FbsPostingLastMileV2, &[&number]).await, [no(NOT_YOURS)]);
        assert_eq!(step(&shop, FbsPostingDeliveredV2, &[&number]).await, [no(NOT_YOURS)]);
    }
}

#[tokio::test]
async fn a_delivery_can_be_conditional_until_nobody_objects() {
    let world = World::new().await;
    world.set(Settings { conditional_delivery: Some(true), ..Default::default() }).await;
    let shop = world.shop().await;
    let warehouse = own_warehouse(&world, &shop, Integration::NonIntegrated).await;
    let sku = goods_at(&shop, "A-1", warehouse, 10).await.sku;
    let mut numbers = Vec::new();
    for _ in 0..3 {
        let number = world.order_one(&[(sku, 1)]).await;
        shop.ship(&number).await;
        step(&shop, FbsPostingDeliveringV2, &[&number]).await;
        assert_eq!(step(&shop, FbsPostingDeliveredV2, &[&number]).await, [yes()]);
        assert_eq!(stands(&shop, &number).await, pair("delivering", "posting_conditionally_delivered"));
        numbers.push(number);
    }
    let cancel = |number: &PostingNumber, reason| PostingFbsCancelV2Request {
        cancel_reason_id: CancelReasonId(reason),
        cancel_reason_message: "не дождался".to_owned(),
        posting_number: number.clone(),
    };
    refused(shop.call(PostingFbsCancelV2, &cancel(&numbers[0], 665)).await, 400, 9, "HAS_INCORRECT_STATUS");
    world.set(Settings { conditional_cancel: Some(true), ..Default::default() }).await;
    refused(shop.call(PostingFbsCancelV2, &cancel(&numbers[0], 402)).await, 400, 3, "HAS_INCORRECT_CANCEL_REASON");
    assert!(shop.call(PostingFbsCancelV2, &cancel(&numbers[0], 665)).await.unwrap().result);
    world.try_event(&numbers[1], PostingEvent::Received).await.unwrap();
    assert_eq!(stands(&shop, &numbers[1]).await, pair("delivered", "posting_received"));
    world.pass(86_400).await;
    assert_eq!(stands(&shop, &numbers[2]).await, pair("delivered", "posting_delivered"));
    assert_eq!(stands(&shop, &numbers[0]).await.0, "cancelled");
}

async fn dispute<M>(shop: &Shop, method: M, numbers: &[&PostingNumber]) -> Result<bool, gostiny_client::ClientError>
where
    M: Method<Request = PostingFbsMoveV2Request, Response = gostiny_wire::posting::PostingFbsMoveV2Response>,
{
    let request = PostingFbsMoveV2Request { posting_number: numbers.iter().map(|&number| number.clone()).collect() };
    shop.call(method, &request).await.map(|answer| answer.result)
}

#[tokio::test]
async fn what_was_handed_over_and_not_accepted_is_disputed() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let sku = shop.product("A-1").stock(10).on_sale().await.sku;
    let (first, second) = (world.order_one(&[(sku, 2)]).await, world.order_one(&[(sku, 1)]).await);
    shop.ship(&first).await;
    shop.ship(&second).await;
    refused(dispute(&shop, PostingFbsArbitrationV2, &[&first]).await, 400, 9, NOT_NOW);
    world.pass(23 * 3_600).await;
    let carriage = act::create(&shop, |_| {}).await.unwrap();
    world.pass(5).await;
    refused(dispute(&other, PostingFbsArbitrationV2, &[&first]).await, 404, 5, "POSTING_NOT_FOUND");
    let unknown: PostingNumber = "57195475-9999-1".into();
    refused(dispute(&shop, PostingFbsArbitrationV2, &[&first, &unknown]).await, 404, 5, "POSTING_NOT_FOUND");
    assert_eq!(stands(&shop, &first).await, pair("awaiting_deliver", "posting_in_carriage"));

    assert!(dispute(&shop, PostingFbsArbitrationV2, &[&first, &second, &first]).await.unwrap());
    assert_eq!(stands(&shop, &first).await, pair("arbitration", "posting_in_arbitration"));
    assert_eq!(shop.stock_of(sku).await, (10, 3));
    assert!(dispute(&shop, PostingFbsAwaitingDeliveryV2, &[&first]).await.unwrap());
    assert_eq!(stands(&shop, &first).await, pair("awaiting_deliver", "posting_transferring_to_delivery"));
    // It travels again, under another act.
    let told = act::status(&shop, carriage).await;
    assert_eq!((told.added_to_act, told.removed_from_act), (vec![second.clone()], vec![first.clone()]));
    let next = act::create(&shop, |_| {}).await.unwrap();
    world.pass(5).await;
    assert_eq!(act::status(&shop, next).await.added_to_act, std::slice::from_ref(&first));
    refused(dispute(&shop, PostingFbsAwaitingDeliveryV2, &[&first]).await, 400, 9, NOT_NOW);

    // A dispute that the seller loses.
    let reason = |id| PostingFbsCancelV2Request {
        cancel_reason_id: CancelReasonId(id),
        posting_number: second.clone(),
        ..Default::default()
    };
    refused(shop.call(PostingFbsCancelV2, &reason(352)).await, 400, 3, "HAS_INCORRECT_CANCEL_REASON");
    assert!(shop.call(PostingFbsCancelV2, &reason(401)).await.unwrap().result);
    assert_eq!(shop.stock_of(sku).await, (10, 2));
}

#[tokio::test]
async fn a_dispute_over_goods_on_their_way_brings_them_back_to_the_shelf() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").stock(10).on_sale().await.sku;
    let number = world.order_one(&[(sku, 2)]).await;
    shop.ship(&number).await;
    world.events(&number, &[PostingEvent::InTransit]).await;
    assert_eq!(shop.stock_of(sku).await, (8, 0));
    assert!(dispute(&shop, PostingFbsArbitrationV2, &[&number]).await.unwrap());
    assert!(dispute(&shop, PostingFbsAwaitingDeliveryV2, &[&number]).await.unwrap());
    let posting = shop.posting(&number).await;
    assert_eq!((posting.status.as_str(), posting.delivering_date), ("awaiting_deliver", None));
    assert_eq!(shop.stock_of(sku).await, (10, 2));
    let refused_one = world.order_one(&[(sku, 1)]).await;
    shop.ship(&refused_one).await;
    world.events(&refused_one, &[PostingEvent::NotAccepted]).await;
    assert!(dispute(&shop, PostingFbsAwaitingDeliveryV2, &[&refused_one]).await.unwrap());
    world.events(&refused_one, &[PostingEvent::Accepted, PostingEvent::InTransit, PostingEvent::Delivered]).await;
    assert_eq!(shop.stock_of(sku).await, (9, 2));
    // What the seller delivers itself it cannot dispute.
    let warehouse = own_warehouse(&world, &shop, Integration::NonIntegrated).await;
    let own = goods_at(&shop, "B-1", warehouse, 5).await.sku;
    let number = world.order_one(&[(own, 1)]).await;
    shop.ship(&number).await;
    refused(dispute(&shop, PostingFbsArbitrationV2, &[&number]).await, 400, 9, NOT_YOURS);
}

#[tokio::test]
async fn a_step_that_cannot_be_read_is_refused() {
    let world = World::new().await;
    let shop = world.shop().await;
    for path in [
        "/v2/fbs/posting/delivering",
        "/v2/fbs/posting/last-mile",
        "/v2/fbs/posting/delivered",
        "/v2/fbs/posting/sent-by-seller",
        "/v2/fbs/posting/send-by-seller",
        "/v2/posting/fbs/arbitration",
        "/v2/posting/fbs/awaiting-delivery",
    ] {
        let many = format!(r#"{{"posting_number":[{}]}}"#, vec![r#""1""#; 1_001].join(","));
        shop.refuses(
            path,
            &[
                (r#"{"posting_number":"57195475-9999-1"}"#, 400, 3, "unexpected token \"57195475-9999-1\""),
                ("{}", 400, 3, "PostingNumber: value must contain between 1 and 1000 items"),
                (&many, 400, 3, "between 1 and 1000 items"),
            ],
        )
        .await;
    }
    for path in ["/v2/fbs/posting/tracking-number/set", "/v2/fbs/posting/tracking-numbers/set"] {
        let one = r#"{"posting_number":"1","tracking_number":"2"}"#;
        let many = format!(r#"{{"tracking_numbers":[{}]}}"#, [one; 21].join(","));
        shop.refuses(
            path,
            &[
                (r#"{"tracking_numbers":{}}"#, 400, 3, "unexpected token {"),
                ("{}", 400, 3, "TrackingNumbers: value must contain between 1 and 20 items"),
                (&many, 400, 3, "between 1 and 20 items"),
                (r#"{"tracking_numbers":[{"posting_number":"1"}]}"#, 400, 3, "TrackingNumbers[0].TrackingNumber"),
                (r#"{"tracking_numbers":[{"posting_number":5}]}"#, 400, 3, "unexpected token 5"),
            ],
        )
        .await;
    }
}
