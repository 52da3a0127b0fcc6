//! Buyers ask to call off what is on its way; sellers decide, or the clock does. One state under both versions.

use gostiny_client::ClientError;
use gostiny_wire::{
    cancellation::{
        ConditionalCancellation, ConditionalCancellationApproveV1, ConditionalCancellationApproveV2,
        ConditionalCancellationCounters, ConditionalCancellationGetV1, ConditionalCancellationGetV1Request,
        ConditionalCancellationListV1, ConditionalCancellationListV1Request, ConditionalCancellationListV1Response,
        ConditionalCancellationListV2, ConditionalCancellationListV2Request, ConditionalCancellationListV2Response,
        ConditionalCancellationMoveRequest, ConditionalCancellationRejectV1, ConditionalCancellationRejectV2,
    },
    method::{Empty, Method},
    operator::{
        CancellationRequest, CancellationRequestRequest, CancellationRequestResponse,
        DeliveryMethodCreateIntegration as Integration, PostingEvent,
    },
    scalar::{CancellationId, PostingNumber, Sku},
};

use crate::{
    parcel::{goods_at, own_warehouse},
    shop::Shop,
    world::{World, refused},
};

const HOUR: i64 = 3_600;

pub async fn own_goods(world: &World, shop: &Shop) -> Sku {
    let warehouse = own_warehouse(world, shop, Integration::ThirdPartyTracking).await;
    goods_at(shop, "A-1", warehouse, 50).await.sku
}

/// A posting of the seller's own delivery on its way.
pub async fn on_its_way(world: &World, shop: &Shop, sku: Sku) -> PostingNumber {
    let number = world.order_one(&[(sku, 2)]).await;
    shop.ship(&number).await;
    world.events(&number, &[PostingEvent::InTransit]).await;
    number
}

async fn ask(world: &World, number: &PostingNumber) -> Result<CancellationRequestResponse, ClientError> {
    let request =
        CancellationRequestRequest { posting_number: number.clone(), message: "Передумал".to_owned() };
    world.operator.call(CancellationRequest, &request).await
}

/// A request about a posting that is on its way.
pub async fn asked(world: &World, shop: &Shop) -> CancellationId {
    let sku = own_goods(world, shop).await;
    let number = on_its_way(world, shop, sku).await;
    ask(world, &number).await.unwrap().cancellation_id
}

async fn get(shop: &Shop, cancellation_id: CancellationId) -> Result<ConditionalCancellation, ClientError> {
    let request = ConditionalCancellationGetV1Request { cancellation_id };
    shop.call(ConditionalCancellationGetV1, &request).await.map(|answer| answer.result)
}

async fn decide<M>(shop: &Shop, method: M, cancellation_id: CancellationId) -> Result<Empty, ClientError>
where
    M: Method<Request = ConditionalCancellationMoveRequest, Response = Empty>,
{
    let request = ConditionalCancellationMoveRequest { cancellation_id, comment: " Хорошо ".to_owned() };
    shop.call(method, &request).await
}

async fn list_v1(
    shop: &Shop,
    change: impl FnOnce(&mut ConditionalCancellationListV1Request),
) -> ConditionalCancellationListV1Response {
    let mut request = ConditionalCancellationListV1Request { limit: 100, ..Default::default() };
    change(&mut request);
    shop.call(ConditionalCancellationListV1, &request).await.unwrap()
}

async fn list_v2(
    shop: &Shop,
    change: impl FnOnce(&mut ConditionalCancellationListV2Request),
) -> ConditionalCancellationListV2Response {
    let mut request = ConditionalCancellationListV2Request { limit: 100, ..Default::default() };
    change(&mut request);
    shop.call(ConditionalCancellationListV2, &request).await.unwrap()
}

#[tokio::test]
async fn a_granted_request_calls_the_posting_off() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = own_goods(&world, &shop).await;
    let number = on_its_way(&world, &shop, sku).await;
    let made = ask(&world, &number).await.unwrap();
    assert_eq!((made.client_id, made.auto_approve_date), (shop.client_id, world.now().await.plus_hours(48)));
    refused(ask(&world, &number).await, 409, 0, "CANCELLATION_IS_REQUESTED_ALREADY");

    let told = get(&shop, made.cancellation_id).await.unwrap();
    assert_eq!((&told.posting_number, told.state.id, told.state.state.as_str()), (&number, 1, "ON_APPROVAL"));
    assert_eq!((told.cancellation_reason.id, told.cancellation_reason_message.as_str()), (508, "Передумал"));
    assert_eq!(
        (told.tpl_integration_type.as_str(), told.cancellation_initiator.as_str()),
        ("ThirdPartyTracking", "CLIENT")
    );
    assert_eq!((told.approve_date, told.cancelled_at), (None, world.now().await));
    assert_eq!(shop.posting(&number).await.status, "delivering");

    let stranger = world.shop().await;
    refused(get(&stranger, made.cancellation_id).await, 404, 5, "CANCELLATION_NOT_FOUND");
    let foreign = decide(&stranger, ConditionalCancellationApproveV2, made.cancellation_id).await;
    refused(foreign, 404, 5, "CANCELLATION_NOT_FOUND");

    world.pass(HOUR).await;
    decide(&shop, ConditionalCancellationApproveV1, made.cancellation_id).await.unwrap();
    let posting = shop.posting(&number).await;
    assert_eq!(posting.status, "cancelled");
    let told = list_v2(&shop, |_| {}).await.result.remove(0).request;
    assert_eq!((told.state.name.as_str(), told.approve_comment.as_str()), ("Подтверждена", "Хорошо"));
    assert_eq!(told.approve_date, Some(world.now().await));
    for again in [
        decide(&shop, ConditionalCancellationApproveV2, made.cancellation_id).await,
        decide(&shop, ConditionalCancellationRejectV1, made.cancellation_id).await,
    ] {
        refused(again, 400, 9, "CANCELLATION_IS_APPROVED");
    }
}

#[tokio::test]
async fn a_refused_posting_goes_on_and_a_forgotten_one_is_called_off() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = own_goods(&world, &shop).await;
    let mut numbers = Vec::new();
    for _ in 0..3 {
        numbers.push(on_its_way(&world, &shop, sku).await);
    }
    let mut ids = Vec::new();
    for number in &numbers {
        ids.push(ask(&world, number).await.unwrap().cancellation_id);
    }
    decide(&shop, ConditionalCancellationRejectV2, ids[0]).await.unwrap();
    assert_eq!(shop.posting(&numbers[0]).await.status, "delivering");
    // The refused buyer may ask again.
    let again = ask(&world, &numbers[0]).await.unwrap().cancellation_id;
    decide(&shop, ConditionalCancellationRejectV1, again).await.unwrap();
    // What arrives meanwhile is not called off any more.
    world.events(&numbers[2], &[PostingEvent::Delivered]).await;
    world.pass(48 * HOUR).await;
    let states: Vec<_> = list_v1(&shop, |_| {}).await.result.into_iter().map(|one| one.state.state).collect();
    assert_eq!(states, ["REJECTED", "APPROVED", "REJECTED", "REJECTED"]);
    let statuses = [&numbers[0], &numbers[1], &numbers[2]].map(|number| number.clone());
    let mut told = Vec::new();
    for number in &statuses {
        told.push(shop.posting(number).await.status);
    }
    assert_eq!(told, ["delivering", "cancelled", "delivered"]);
}

#[tokio::test]
async fn both_lists_turn_the_same_pages() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = own_goods(&world, &shop).await;
    let mut ids = Vec::new();
    let mut numbers = Vec::new();
    for _ in 0..5 {
        let number = on_its_way(&world, &shop, sku).await;
        ids.push(ask(&world, &number).await.unwrap().cancellation_id);
        numbers.push(number);
    }
    decide(&shop, ConditionalCancellationApproveV2, ids[1]).await.unwrap();
    decide(&shop, ConditionalCancellationRejectV2, ids[3]).await.unwrap();
    let page = list_v1(&shop, |request| {
        (request.limit, request.offset, request.with.counters) = (2, 2, true);
    });
    let page = page.await;
    assert_eq!(
        (page.total, page.counters),
        (5, ConditionalCancellationCounters { on_approval: 3, approved: 1, rejected: 1 })
    );
    assert_eq!(page.result.iter().map(|one| one.cancellation_id).collect::<Vec<_>>(), ids[2..4]);
    let (mut last_id, mut seen) = (CancellationId(0), Vec::new());
    loop {
        let page = list_v2(&shop, |request| (request.limit, request.last_id) = (2, last_id)).await;
        last_id = page.last_id;
        if page.result.is_empty() {
            assert_eq!(last_id, CancellationId(0));
            break;
        }
        seen.extend(page.result.iter().map(|one| one.request.cancellation_id));
    }
    assert_eq!(seen, ids);
    let open = list_v2(&shop, |request| {
        request.filters.state = "ON_APPROVAL".to_owned();
        request.with.counter = true;
    });
    let open = open.await;
    assert_eq!((open.result.len(), open.counter), (3, 3));
    let named = list_v2(&shop, |request| request.filters.posting_number = numbers[..2].to_vec()).await;
    assert_eq!(named.result.len(), 2);
    let by_buyers = list_v1(&shop, |request| request.filters.cancellation_initiator = vec!["CLIENT".to_owned()]).await;
    assert_eq!(by_buyers.total, 5);
    let by_ozon = list_v1(&shop, |request| request.filters.cancellation_initiator = vec!["OZON".to_owned()]).await;
    assert_eq!((by_ozon.total, by_ozon.counters), (0, Default::default()));

    for path in ["/v1/conditional-cancellation/list", "/v2/conditional-cancellation/list"] {
        let odd = r#"{"limit":1,"filters":{"state":"LOST"}}"#;
        shop.refuses(path, &[("{}", 400, 3, "Limit"), (r#"{"limit":501}"#, 400, 3, "Limit"), (odd, 400, 3, "State")])
            .await;
    }
    shop.refuses("/v1/conditional-cancellation/get", &[("{}", 400, 3, "CancellationId")]).await;
    shop.refuses("/v2/conditional-cancellation/approve", &[("{}", 400, 3, "CancellationId")]).await;
}

#[tokio::test]
async fn only_what_a_seller_brings_itself_is_asked_for() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-9").on_sale().await;
    let fbs = world.order_one(&[(product.sku, 1)]).await;
    shop.ship(&fbs).await;
    world.events(&fbs, &[PostingEvent::InTransit]).await;
    refused(ask(&world, &fbs).await, 409, 0, "ONLY_THE_SELLER_S_OWN_DELIVERY_IS_ASKED_FOR");
    let sku = own_goods(&world, &shop).await;
    let waiting = world.order_one(&[(sku, 1)]).await;
    refused(ask(&world, &waiting).await, 409, 0, "POSTING_IS_NOT_ON_ITS_WAY");
    refused(ask(&world, &"1-1-1".into()).await, 404, 0, "POSTING_NOT_FOUND");
}
