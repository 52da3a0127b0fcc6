//! Goods on their way back: each step, the money and the stock it brings along, and the lists of both schemes.

use gostiny_client::ClientError;
use gostiny_wire::{
    finance::FinanceOperation,
    operator::{
        DeliveryMethodCreateIntegration, PostingEvent, ReturnCreate, ReturnCreateRequest, ReturnEvent,
        ReturnEventRecord, ReturnEventRecordRequest, ReturnState, Settings, SupplyStock, SupplyStockItem,
        SupplyStockRequest,
    },
    returns::{
        ReturnFboV2, ReturnFbsV2, ReturnsCompanyFboV2, ReturnsCompanyFboV2Request, ReturnsCompanyFbsV2,
        ReturnsCompanyFbsV2Request, ReturnsCompanyFbsV2Result, ReturnsTimeRange,
    },
    scalar::{PostingNumber, ReturnId, Sku},
};

use crate::{
    finance,
    goods::Product,
    shop::Shop,
    supply::fbo_present,
    world::{World, post, refusal, refused},
};

const TO_BUYER: &[PostingEvent] = &[PostingEvent::Accepted, PostingEvent::InTransit, PostingEvent::Delivered];
const DAY: i64 = 86_400;

/// An FBS posting that the buyer has.
pub async fn delivered(world: &World, shop: &Shop, sku: Sku, quantity: i64) -> PostingNumber {
    let number = world.order_one(&[(sku, quantity)]).await;
    shop.ship(&number).await;
    world.events(&number, TO_BUYER).await;
    number
}

/// An FBO posting that the buyer has.
pub async fn delivered_fbo(world: &World, shop: &Shop, product: &Product, quantity: i64) -> PostingNumber {
    let items = vec![SupplyStockItem { sku: product.fbo_sku, quantity }];
    shop.operator.call(SupplyStock, &SupplyStockRequest { client_id: shop.client_id, items }).await.unwrap();
    let number = world.order_one(&[(product.fbo_sku, quantity)]).await;
    world.events(&number, TO_BUYER).await;
    number
}

pub async fn send_back(
    world: &World,
    number: &PostingNumber,
    sku: Sku,
    quantity: i64,
    change: impl FnOnce(&mut ReturnCreateRequest),
) -> Result<ReturnState, ClientError> {
    let mut request = ReturnCreateRequest {
        posting_number: number.clone(),
        sku,
        quantity,
        reason: "Не подошёл размер".to_owned(),
        ..Default::default()
    };
    change(&mut request);
    world.operator.call(ReturnCreate, &request).await
}

async fn event(world: &World, return_id: ReturnId, event: ReturnEvent) -> Result<ReturnState, ClientError> {
    world.operator.call(ReturnEventRecord, &ReturnEventRecordRequest { return_id, event: Some(event) }).await
}

pub async fn events(world: &World, return_id: ReturnId, events: &[ReturnEvent]) {
    for one in events {
        world.pass(60).await;
        event(world, return_id, *one).await.unwrap();
    }
}

async fn fbs(shop: &Shop, change: impl FnOnce(&mut ReturnsCompanyFbsV2Request)) -> ReturnsCompanyFbsV2Result {
    let mut request = ReturnsCompanyFbsV2Request { limit: 100, ..Default::default() };
    change(&mut request);
    shop.call(ReturnsCompanyFbsV2, &request).await.unwrap().result
}

async fn one_fbs(shop: &Shop, id: ReturnId) -> ReturnFbsV2 {
    fbs(shop, |_| {}).await.returns.into_iter().find(|one| one.id == id).unwrap()
}

async fn fbo(shop: &Shop, status: &[&str]) -> (i64, Vec<ReturnFboV2>) {
    let mut request = ReturnsCompanyFboV2Request { limit: 100, ..Default::default() };
    request.filter.status = status.iter().map(|word| (*word).to_owned()).collect();
    let answer = shop.call(ReturnsCompanyFboV2, &request).await.unwrap();
    (answer.count, answer.returns)
}

async fn operations(shop: &Shop, number: &PostingNumber) -> Vec<FinanceOperation> {
    let list = finance::list(shop, |request| {
        request.filter.posting_number = number.clone();
        (request.filter.date.from, request.filter.date.to) = (None, None);
    });
    let operations = list.await.unwrap().operations;
    operations.iter().for_each(finance::adds_up);
    operations
}

fn of<'a>(operations: &'a [FinanceOperation], kind: &str) -> Vec<&'a FinanceOperation> {
    operations.iter().filter(|operation| operation.operation_type == kind).collect()
}

const REVERSAL: &str = "ClientReturnAgentOperation";
const HANDLING: &str = "OperationItemReturn";
const KEEPING: &str = "MarketplaceReturnStorageServiceAtThePickupPointFbsItem";

#[tokio::test]
async fn an_fbs_return_goes_back_to_the_seller_step_by_step() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").price("333.33").stock(10).on_sale().await;
    let number = delivered(&world, &shop, product.sku, 3).await;
    assert_eq!(shop.stock_of(product.sku).await, (7, 0));
    let made = send_back(&world, &number, product.sku, 2, |request| request.is_opened = true).await.unwrap();
    assert_eq!(
        (made.client_id, made.scheme.as_str(), made.status.as_str()),
        (shop.client_id, "fbs", "accepted_from_customer")
    );
    let posting = shop.posting(&number).await;
    assert_eq!(posting.status, "delivered", "the parcel stays delivered");

    let told = one_fbs(&shop, made.return_id).await;
    assert_eq!((told.quantity, told.price.0, told.sku, told.product_id), (2, 33_333, product.sku, product.product_id));
    // 15.5 % of 333.33 is 51.66615.
    assert_eq!((told.commission.0, told.commission_percent.0, told.price_without_commission.0), (5_167, 1_550, 28_166));
    assert_eq!((told.posting_number, told.return_reason_name.as_str()), (number.clone(), "Не подошёл размер"));
    assert!(told.is_opened && !told.is_moving && told.picking_amount.0 > 0 && told.clearing_id > 0);
    assert_eq!(told.accepted_from_customer_moment, world.now().await.to_string());
    assert_eq!(told.return_date, told.accepted_from_customer_moment);
    let empty = [&told.waiting_for_seller_date_time, &told.returned_to_seller_date_time, &told.last_free_waiting_day];
    assert!(empty.iter().all(|text| text.is_empty()));
    assert_eq!((told.place_id, told.moving_to_place_name.as_str()), (shop.warehouse_id.0, "Основной склад"));
    let booked = operations(&shop, &number).await;
    let reversal = of(&booked, REVERSAL)[0];
    assert_eq!((reversal.accruals_for_sale.0, reversal.kind.as_str(), reversal.items.len()), (-66_666, "returns", 2));
    assert!(of(&booked, HANDLING).is_empty(), "handling comes when the goods do");

    refused(event(&world, made.return_id, ReturnEvent::ReadyForShipment).await, 409, 0, "TRANSITION_IS_NOT_POSSIBLE");
    events(&world, made.return_id, &[ReturnEvent::Moving]).await;
    assert!(one_fbs(&shop, made.return_id).await.is_moving);
    events(&world, made.return_id, &[ReturnEvent::ReadyForShipment, ReturnEvent::WaitingForSeller]).await;
    let waiting = one_fbs(&shop, made.return_id).await;
    assert_eq!(
        (waiting.status.as_str(), waiting.last_free_waiting_day.as_str()),
        ("waiting_for_seller", "2026-01-19T00:00:00Z")
    );
    let booked = operations(&shop, &number).await;
    let handling = of(&booked, HANDLING)[0];
    let names: Vec<_> = handling.services.iter().map(|service| service.name.as_str()).collect();
    assert_eq!(names, ["MarketplaceServiceItemReturnAfterDelivToCustomer", "MarketplaceServiceItemReturnFlowLogistic"]);
    assert_eq!(handling.services[0].price.0, -3_000);

    world.pass(2 * DAY).await;
    events(&world, made.return_id, &[ReturnEvent::ReturnedToSeller]).await;
    let back = one_fbs(&shop, made.return_id).await;
    assert_eq!(
        (back.status.as_str(), back.waiting_for_seller_days, back.returns_keeping_cost.0),
        ("returned_to_seller", 2, 0)
    );
    assert_eq!(back.returned_to_seller_date_time, world.now().await.to_string());
    assert_eq!(shop.stock_of(product.sku).await, (9, 0), "what came back can be sold again");
    for late in [ReturnEvent::Moving, ReturnEvent::ReturnedToSeller, ReturnEvent::CancelledWithCompensation] {
        assert_eq!(refusal(event(&world, made.return_id, late).await).0, 409);
    }
    world.pass(60 * DAY).await;
    assert!(of(&operations(&shop, &number).await, KEEPING).is_empty());
}

#[tokio::test]
async fn piece_by_piece_the_sale_is_undone_to_the_kopeck() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").price("333.33").on_sale().await.sku;
    let number = delivered(&world, &shop, sku, 3).await;
    for _ in 0..3 {
        send_back(&world, &number, sku, 1, |_| {}).await.unwrap();
    }
    let booked = operations(&shop, &number).await;
    let back: Vec<i64> = of(&booked, REVERSAL).iter().map(|operation| operation.sale_commission.0).collect();
    // The sale took 155.00 for three; a third alone would be 51.67.
    assert_eq!((back.len(), back.iter().sum::<i64>()), (3, 15_500), "{back:?}");
    let sums = finance::totals(&shop, |request| request.posting_number = number.clone()).await;
    assert_eq!((sums.accruals_for_sale.0, sums.sale_commission.0), (0, 0));
    assert_eq!(finance::sum_of(&sums), booked.iter().map(|operation| operation.amount.0).sum::<i64>());
}

#[tokio::test]
async fn no_more_comes_back_than_was_delivered() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let product = shop.product("A-1").on_sale().await;
    let number = delivered(&world, &shop, product.sku, 3).await;
    let too_many = send_back(&world, &number, product.sku, 4, |_| {}).await;
    refused(too_many, 409, 0, &format!("of sku {} 3 units can come back", product.sku));
    assert_eq!(refusal(send_back(&world, &number, product.fbo_sku, 1, |_| {}).await).0, 404);
    let again = async || send_back(&world, &number, product.sku, 2, |_| {}).await;
    let (one, two, three) = tokio::join!(again(), again(), again());
    let done = [&one, &two, &three].into_iter().filter(|outcome| outcome.is_ok()).count();
    assert_eq!(done, 1);
    for outcome in [one, two, three].into_iter().filter(Result::is_err) {
        assert_eq!(refusal(outcome).0, 409);
    }
    send_back(&world, &number, product.sku, 1, |_| {}).await.unwrap();
    assert_eq!(refusal(send_back(&world, &number, product.sku, 1, |_| {}).await).0, 409);
    assert_eq!(of(&operations(&shop, &number).await, REVERSAL).len(), 2);

    // The rest of the parcel cannot come back a second time with the parcel either.
    world.try_event(&number, PostingEvent::Returned).await.unwrap();
    let sums = finance::totals(&shop, |request| request.posting_number = number.clone()).await;
    assert_eq!((sums.accruals_for_sale.0, sums.sale_commission.0), (0, 0));
    assert_eq!(fbs(&shop, |_| {}).await.count, 2);
    assert_eq!(fbs(&other, |_| {}).await.count, 0);

    let waiting = world.order_one(&[(product.sku, 1)]).await;
    refused(send_back(&world, &waiting, product.sku, 1, |_| {}).await, 409, 0, "POSTING_IS_NOT_DELIVERED");
    let unknown = send_back(&world, &"1-1-1".into(), product.sku, 1, |_| {}).await;
    refused(unknown, 404, 0, "POSTING_NOT_FOUND");
    for (sku, quantity) in [(Sku(0), 1), (product.sku, 0), (product.sku, -1)] {
        assert_eq!(refusal(send_back(&world, &number, sku, quantity, |_| {}).await).0, 400);
    }
    assert_eq!(refusal(event(&world, ReturnId(5), ReturnEvent::Moving).await).0, 404);
    let body = post(&world.operator, "/operator/v1/returns/5/events", "{}").await;
    assert_eq!(body.status, 400);
}

#[tokio::test]
async fn a_return_nobody_fetches_is_kept_for_money_and_destroyed() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").stock(10).on_sale().await;
    let number = delivered(&world, &shop, product.sku, 2).await;
    let id = send_back(&world, &number, product.sku, 2, |_| {}).await.unwrap().return_id;
    events(&world, id, &[ReturnEvent::Moving, ReturnEvent::ReadyForShipment, ReturnEvent::WaitingForSeller]).await;
    // From the 12th it waits free to the end of the 19th.
    world.pass(7 * DAY).await;
    assert_eq!(one_fbs(&shop, id).await.returns_keeping_cost.0, 0);
    world.pass(DAY).await;
    let told = one_fbs(&shop, id).await;
    assert_eq!((told.returns_keeping_cost.0, told.waiting_for_seller_days), (1_000, 8));
    world.pass(2 * DAY).await;
    assert_eq!(one_fbs(&shop, id).await.returns_keeping_cost.0, 3_000);
    let booked = operations(&shop, &number).await;
    let kept: Vec<_> =
        of(&booked, KEEPING).iter().map(|operation| (operation.amount.0, operation.kind.clone())).collect();
    assert_eq!(kept, vec![(-1_000, "services".to_owned()); 3]);

    world.pass(27 * DAY).await;
    assert_eq!(one_fbs(&shop, id).await.status, "waiting_for_seller");
    world.pass(DAY).await;
    assert_eq!(one_fbs(&shop, id).await.status, "disposing");
    world.pass(3 * DAY).await;
    let told = one_fbs(&shop, id).await;
    assert_eq!((told.status.as_str(), told.returns_keeping_cost.0), ("disposed", 30_000));
    let kept: i64 = of(&operations(&shop, &number).await, KEEPING).iter().map(|operation| operation.amount.0).sum();
    assert_eq!(kept, -30_000, "the list and the ledger agree");
    assert_eq!(shop.stock_of(product.sku).await, (8, 0));
}

#[tokio::test]
async fn lost_goods_are_paid_for_and_defective_ones_are_not_sold_again() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").price("1000").stock(10).on_sale().await;
    let number = delivered(&world, &shop, product.sku, 2).await;
    let lost = send_back(&world, &number, product.sku, 1, |_| {}).await.unwrap().return_id;
    events(&world, lost, &[ReturnEvent::Moving, ReturnEvent::CancelledWithCompensation]).await;
    let booked = operations(&shop, &number).await;
    let paid = of(&booked, "MarketplaceSellerCompensationOperation")[0];
    assert_eq!((paid.amount.0, paid.kind.as_str()), (84_500, "compensation"));
    assert_eq!(finance::totals(&shop, |_| {}).await.compensation_amount.0, 84_500);

    let bad = send_back(&world, &number, product.sku, 1, |request| request.defect = true).await.unwrap().return_id;
    let way = [
        ReturnEvent::Moving,
        ReturnEvent::ReadyForShipment,
        ReturnEvent::WaitingForSeller,
        ReturnEvent::ReturnedToSeller,
    ];
    events(&world, bad, &way).await;
    assert_eq!(shop.stock_of(product.sku).await, (8, 0));
}

#[tokio::test]
async fn an_fbo_return_goes_back_to_the_marketplace_s_stock() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").price("100").on_sale().await;
    let number = delivered_fbo(&world, &shop, &product, 4).await;
    let take = async |quantity| send_back(&world, &number, product.fbo_sku, quantity, |_| {}).await.unwrap();
    let (good, bad, kept) = (take(2).await, take(1).await, take(1).await);
    assert_eq!((good.scheme.as_str(), good.status.as_str()), ("fbo", "created"));
    assert!(of(&operations(&shop, &number).await, REVERSAL).is_empty(), "the buyer still has them");
    assert_eq!(fbo(&shop, &["Created"]).await.0, 3);

    refused(event(&world, good.return_id, ReturnEvent::Moving).await, 409, 0, "TRANSITION_IS_NOT_POSSIBLE");
    events(&world, good.return_id, &[ReturnEvent::AcceptedFromCustomer]).await;
    let moment = world.now().await;
    let (count, list) = fbo(&shop, &["Created"]).await;
    let told = list.iter().find(|one| one.id == good.return_id).unwrap();
    assert_eq!(
        (count, told.status_name.as_str(), told.accepted_from_customer_moment),
        (3, "Принят от покупателя", Some(moment))
    );
    assert_eq!((told.company_id, told.sku, told.returned_to_ozon_moment), (shop.client_id, product.fbo_sku, None));
    assert!(!told.current_place_name.is_empty() && !told.dst_place_name.is_empty());
    events(&world, good.return_id, &[ReturnEvent::ReturnedToOzon]).await;
    assert_eq!(fbo_present(&shop, "A-1").await, 2);
    events(&world, kept.return_id, &[ReturnEvent::Cancelled]).await;
    let (count, list) = fbo(&shop, &["ReturnedToOzon"]).await;
    assert_eq!((count, list[0].id, list[0].status_name.as_str()), (1, good.return_id, "Получен в Ozon"));
    assert_eq!(list[0].returned_to_ozon_moment, list[0].accepted_from_customer_moment.map(|at| at.plus_seconds(60)));
    let (_, cancelled) = fbo(&shop, &["Cancelled"]).await;
    assert_eq!((cancelled[0].id, cancelled[0].status_name.as_str()), (kept.return_id, "Возврат отменен"));

    let booked = operations(&shop, &number).await;
    assert_eq!(of(&booked, REVERSAL).iter().map(|operation| operation.accruals_for_sale.0).sum::<i64>(), -20_000);
    assert_eq!(of(&booked, HANDLING).len(), 1);
    // The unit that the buyer kept can come back later, and no more than it.
    let later = take(1).await;
    assert_eq!(refusal(send_back(&world, &number, product.fbo_sku, 1, |_| {}).await).0, 409);
    events(&world, later.return_id, &[ReturnEvent::AcceptedFromCustomer, ReturnEvent::ReturnedToOzon]).await;
    assert_eq!((fbo_present(&shop, "A-1").await, bad.status.as_str()), (3, "created"));
    let mut request = ReturnsCompanyFboV2Request { limit: 2, offset: 2, ..Default::default() };
    request.filter.posting_number = number.clone();
    let page = shop.call(ReturnsCompanyFboV2, &request).await.unwrap();
    assert_eq!((page.count, page.returns.len()), (4, 2));
    request.filter.posting_number = "1-1-1".into();
    assert_eq!(shop.call(ReturnsCompanyFboV2, &request).await.unwrap().count, 0);
}

#[tokio::test]
async fn what_is_called_off_on_its_way_comes_back_too() {
    let world = World::new().await;
    let mut shop = world.shop().await;
    let product = shop.product("A-1").stock(10).on_sale().await;
    let on_way = world.order_one(&[(product.sku, 2)]).await;
    shop.ship(&on_way).await;
    world.events(&on_way, &[PostingEvent::Accepted, PostingEvent::InTransit, PostingEvent::CancelledByBuyer]).await;
    let sent_back = delivered(&world, &shop, product.sku, 1).await;
    world.events(&sent_back, &[PostingEvent::Returned]).await;
    let lost = world.order_one(&[(product.sku, 1)]).await;
    shop.ship(&lost).await;
    world.events(&lost, &[PostingEvent::InTransit, PostingEvent::Lost]).await;
    let in_time = world.order_one(&[(product.sku, 1)]).await;
    world.events(&in_time, &[PostingEvent::CancelledByBuyer]).await;

    let list = fbs(&shop, |_| {}).await;
    let seen: Vec<_> =
        list.returns.iter().map(|one| (one.posting_number.clone(), one.status.as_str(), one.quantity)).collect();
    assert_eq!(seen, [(on_way.clone(), "moving", 2), (sent_back, "accepted_from_customer", 1)]);
    assert!(list.returns[0].accepted_from_customer_moment.is_empty(), "no buyer had it");
    let id = list.returns[0].id;
    events(&world, id, &[ReturnEvent::ReadyForShipment, ReturnEvent::WaitingForSeller, ReturnEvent::ReturnedToSeller])
        .await;
    let booked = operations(&shop, &on_way).await;
    assert_eq!((of(&booked, REVERSAL).len(), of(&booked, HANDLING).len()), (0, 1), "handled once");
    assert_eq!(of(&booked, HANDLING)[0].services[0].name, "MarketplaceServiceItemReturnNotDelivToCustomer");
    assert_eq!(shop.stock_of(product.sku).await, (8, 0));

    // rFBS: past the marketplace, without its fees.
    let warehouse_id = world.warehouse(&shop, "Свой курьер", |request| request.is_rfbs = true).await;
    let own = DeliveryMethodCreateIntegration::NonIntegrated;
    world.delivery(&shop, warehouse_id, |request| request.tpl_integration_type = own).await;
    let sofa = shop.product("A-2").stock(0).on_sale().await;
    shop.set_stock_at(&sofa.offer_id, warehouse_id, 3).await;
    shop.warehouse_id = warehouse_id;
    let number = delivered(&world, &shop, sofa.sku, 1).await;
    let made = send_back(&world, &number, sofa.sku, 1, |_| {}).await.unwrap();
    assert_eq!(made.scheme, "rfbs");
    events(&world, made.return_id, &[ReturnEvent::Moving, ReturnEvent::ReturnedToSeller]).await;
    assert_eq!(shop.stock_of(sofa.sku).await, (3, 0));
    let booked = operations(&shop, &number).await;
    assert_eq!((of(&booked, REVERSAL).len(), of(&booked, HANDLING).len()), (1, 0));
}

#[tokio::test]
async fn goods_move_by_themselves_where_carriers_do() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").on_sale().await;
    let number = delivered(&world, &shop, product.sku, 1).await;
    world.set(Settings { auto_delivery: Some(true), ..Default::default() }).await;
    let id = send_back(&world, &number, product.sku, 1, |_| {}).await.unwrap().return_id;
    let mut seen = Vec::new();
    for _ in 0..4 {
        world.pass(DAY).await;
        seen.push(one_fbs(&shop, id).await.status);
    }
    assert_eq!(seen, ["moving", "ready_for_shipment", "waiting_for_seller", "waiting_for_seller"]);
}

#[tokio::test]
async fn the_list_of_fbs_returns_is_filtered_and_paged() {
    let world = World::new().await;
    let shop = world.shop().await;
    let cup = shop.product("cup").with(|item| item.name = "Кружка Белая 50%".to_owned()).on_sale().await;
    let plate = shop.product("plate").with(|item| item.name = "Тарелка".to_owned()).on_sale().await;
    let (first, second) = (delivered(&world, &shop, cup.sku, 3).await, delivered(&world, &shop, plate.sku, 2).await);
    let mut ids = Vec::new();
    for (number, sku) in
        [(&first, cup.sku), (&second, plate.sku), (&first, cup.sku), (&second, plate.sku), (&first, cup.sku)]
    {
        world.pass(600).await;
        ids.push(send_back(&world, number, sku, 1, |_| {}).await.unwrap().return_id);
    }
    let begin = world.now().await.plus_seconds(-2_400);
    events(&world, ids[1], &[ReturnEvent::Moving, ReturnEvent::ReadyForShipment, ReturnEvent::WaitingForSeller]).await;
    let found = async |change: &dyn Fn(&mut ReturnsCompanyFbsV2Request)| {
        let result = fbs(&shop, change).await;
        assert_eq!(result.count, i64::try_from(result.returns.len()).unwrap());
        result.returns.into_iter().map(|one| ids.iter().position(|id| *id == one.id).unwrap()).collect::<Vec<_>>()
    };
    let order_id = shop.posting(&first).await.order_id;
    let range = |from: i64, to: i64| ReturnsTimeRange {
        time_from: Some(begin.plus_seconds(from)),
        time_to: Some(begin.plus_seconds(to)),
    };
    assert_eq!(found(&|_| {}).await, [0, 1, 2, 3, 4]);
    assert_eq!(found(&|request| request.filter.order_id = order_id).await, [0, 2, 4]);
    assert_eq!(found(&|request| request.filter.posting_number = vec![second.clone()]).await, [1, 3]);
    assert_eq!(found(&|request| request.filter.posting_number = vec![second.clone(), first.clone()]).await.len(), 5);
    assert_eq!(found(&|request| request.filter.product_offer_id = "cup".into()).await, [0, 2, 4]);
    assert_eq!(found(&|request| request.filter.product_name = "белая 50%".to_owned()).await, [0, 2, 4]);
    assert_eq!(found(&|request| request.filter.product_name = "ТАРЕЛКА".to_owned()).await, [1, 3]);
    assert_eq!(found(&|request| request.filter.product_name = "а%а".to_owned()).await, [0_usize; 0]);
    assert_eq!(found(&|request| request.filter.product_name = "т_релка".to_owned()).await, [0_usize; 0]);
    assert_eq!(found(&|request| request.filter.status = "waiting_for_seller".to_owned()).await, [1]);
    assert_eq!(found(&|request| request.filter.status = "disposed".to_owned()).await, [0_usize; 0]);
    let moments = |request: &mut ReturnsCompanyFbsV2Request, ranges: &[ReturnsTimeRange]| {
        request.filter.accepted_from_customer_moment = ranges.to_vec();
    };
    assert_eq!(found(&|request| moments(request, &[range(0, 600)])).await, [0, 1]);
    assert_eq!(found(&|request| moments(request, &[range(0, 1), range(1_800, 9_000)])).await, [0, 3, 4]);
    let open = ReturnsTimeRange { time_from: Some(begin.plus_seconds(601)), time_to: None };
    assert_eq!(found(&|request| moments(request, std::slice::from_ref(&open))).await, [2, 3, 4]);
    assert_eq!(found(&|request| request.filter.last_free_waiting_day = vec![range(0, 30 * DAY)]).await, [1]);
    assert_eq!(found(&|request| request.filter.last_free_waiting_day = vec![range(0, 60)]).await, [0_usize; 0]);

    let mut paged = Vec::new();
    loop {
        let page =
            fbs(&shop, |request| (request.limit, request.offset) = (2, i64::try_from(paged.len()).unwrap())).await;
        assert_eq!(page.count, 5);
        if page.returns.is_empty() {
            break;
        }
        paged.extend(page.returns.into_iter().map(|one| one.id));
        // Things move while it is read.
        let _ = event(&world, ids[paged.len() % 5], ReturnEvent::Moving).await;
    }
    assert_eq!(paged, ids);
}

#[tokio::test]
async fn a_list_that_cannot_be_is_refused() {
    let world = World::new().await;
    let shop = world.shop().await;
    for path in ["/v2/returns/company/fbo", "/v2/returns/company/fbs"] {
        shop.refuses(
            path,
            &[
                ("{}", 400, 3, "Limit: value must be inside range [1, 1000]"),
                (r#"{"limit":1001}"#, 400, 3, "Limit: value must be inside range [1, 1000]"),
                (r#"{"limit":-1}"#, 400, 3, "Limit: value must be inside range [1, 1000]"),
                (r#"{"limit":10,"offset":-1}"#, 400, 3, "Offset: value must be greater than or equal to 0"),
                (r#"{"limit":"ten"}"#, 400, 3, "unexpected token \"ten\""),
                (r#"{"limit":10,"filter":[]}"#, 400, 3, "unexpected token ["),
                (r#"{"limit":10,"filter":{"posting_number""#, 400, 3, "unexpected EOF"),
            ],
        )
        .await;
    }
    shop.refuses(
        "/v2/returns/company/fbo",
        &[
            (r#"{"limit":10,"filter":{"status":["Lost"]}}"#, 400, 3, "Status: value must be in list [Created"),
            (r#"{"limit":10,"filter":{"status":"Created"}}"#, 400, 3, "unexpected token \"Created\""),
        ],
    )
    .await;
    shop.refuses(
        "/v2/returns/company/fbs",
        &[
            (r#"{"limit":10,"filter":{"status":"lost"}}"#, 400, 3, "Status: value must be in list [returned_to_seller"),
            (r#"{"limit":10,"filter":{"posting_number":"1-1-1"}}"#, 400, 3, "unexpected token \"1-1-1\""),
            (r#"{"limit":10,"filter":{"last_free_waiting_day":[{"time_from":"soon"}]}}"#, 400, 3, "proto: syntax error"),
            (
                r#"{"limit":10,"filter":{"last_free_waiting_day":[{"time_from":"2026-01-02T00:00:00Z","time_to":"2026-01-01T00:00:00Z"}]}}"#,
                400,
                3,
                "time_from must not be later",
            ),
        ],
    )
    .await;
    assert_eq!((fbs(&shop, |_| {}).await.count, fbo(&shop, &[]).await.0), (0, 0));
}
