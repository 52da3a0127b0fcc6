//! One way back under the lists of 2022, of 2023 and of today.

use gostiny_client::ClientError;
use gostiny_wire::{
    operator::{PostingEvent, ReturnEvent},
    returns::{
        ReturnV1, ReturnsCompanyFboV2, ReturnsCompanyFboV2Request, ReturnsCompanyFboV3, ReturnsCompanyFboV3Request,
        ReturnsCompanyFbsV2, ReturnsCompanyFbsV2Request, ReturnsCompanyFbsV3, ReturnsCompanyFbsV3Request,
        ReturnsListV1, ReturnsListV1Request, ReturnsTimeRange,
    },
    scalar::{OfferId, OrderNumber, PostingNumber, ReturnId},
};

use crate::{
    returns::{delivered, delivered_fbo, events, send_back},
    shop::Shop,
    world::{World, refused_like},
};

const DAY: i64 = 86_400;

async fn try_list(
    shop: &Shop,
    change: impl FnOnce(&mut ReturnsListV1Request),
) -> Result<(Vec<ReturnV1>, bool), ClientError> {
    let mut request = ReturnsListV1Request { limit: 100, ..Default::default() };
    change(&mut request);
    shop.call(ReturnsListV1, &request).await.map(|answer| (answer.returns, answer.has_next))
}

async fn list(shop: &Shop, change: impl FnOnce(&mut ReturnsListV1Request)) -> Vec<ReturnV1> {
    try_list(shop, change).await.unwrap().0
}

async fn ids(shop: &Shop, change: impl FnOnce(&mut ReturnsListV1Request)) -> Vec<ReturnId> {
    list(shop, change).await.iter().map(|one| one.id).collect()
}

fn about(request: &mut ReturnsListV1Request, number: &PostingNumber) {
    request.filter.posting_numbers = vec![number.clone()];
}

async fn one(shop: &Shop, id: ReturnId) -> ReturnV1 {
    list(shop, |_| {}).await.into_iter().find(|one| one.id == id).unwrap()
}

async fn fbs_v3(shop: &Shop, change: impl FnOnce(&mut ReturnsCompanyFbsV3Request)) -> Vec<ReturnId> {
    let mut request = ReturnsCompanyFbsV3Request { limit: 100, ..Default::default() };
    change(&mut request);
    let answer = shop.call(ReturnsCompanyFbsV3, &request).await.unwrap();
    answer.returns.iter().map(|one| one.goods.id).collect()
}

#[tokio::test]
async fn every_list_tells_the_same_way_back() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").price("333.33").stock(10).on_sale().await;
    let number = delivered(&world, &shop, product.sku, 3).await;
    let made = send_back(&world, &number, product.sku, 2, |request| request.is_opened = true).await.unwrap();
    let fbo = delivered_fbo(&world, &shop, &product, 1).await;
    let there = send_back(&world, &fbo, product.fbo_sku, 1, |_| {}).await.unwrap();

    let old = ReturnsCompanyFbsV2Request { limit: 10, ..Default::default() };
    let old = shop.call(ReturnsCompanyFbsV2, &old).await.unwrap().result.returns.remove(0);
    let request = ReturnsCompanyFbsV3Request { limit: 10, ..Default::default() };
    let newer = shop.call(ReturnsCompanyFbsV3, &request).await.unwrap();
    assert_eq!((&newer.returns[0].goods, newer.last_id), (&old, made.return_id));
    assert_eq!(newer.returns[0].return_barcode, format!("%101%{}", made.return_id));

    let told = one(&shop, made.return_id).await;
    assert_eq!((told.schema.as_str(), told.r#type.as_str(), told.company_id), ("FBS", "ClientReturn", shop.client_id));
    assert_eq!((&told.posting_number, told.order_id), (&number, shop.posting(&number).await.order_id));
    assert_eq!(told.order_number, OrderNumber::from(shop.posting(&number).await.order_number.as_str()));
    let goods = &told.product;
    assert_eq!((goods.sku, goods.quantity, goods.price.price), (old.sku, 2, old.price));
    assert_eq!((goods.commission.price, goods.commission_percent), (old.commission, old.commission_percent));
    assert_eq!(goods.price_without_commission.price, old.price_without_commission);
    assert_eq!(goods.price.currency_code, "RUB");
    assert_eq!((told.clearing_id, told.return_reason_name.as_str()), (old.clearing_id, "Не подошёл размер"));
    assert!(told.additional_info.is_opened && told.compensation_status.is_none());
    assert_eq!((told.visual.status.sys_name.as_str(), told.place.id), ("WaitingShipment", 0));
    assert_eq!(told.target_place.address, "Московская область, Москва");
    assert_eq!(told.target_place.name, old.moving_to_place_name);
    assert_eq!(told.logistic.return_date.map(|at| at.to_string()), Some(old.accepted_from_customer_moment));
    assert_eq!((told.logistic.final_moment, told.storage.tariffication_start_date), (None, None));

    events(&world, made.return_id, &[ReturnEvent::Moving, ReturnEvent::ReadyForShipment]).await;
    let moved_at = world.now().await;
    let told = one(&shop, made.return_id).await;
    assert_eq!((told.visual.status.sys_name.as_str(), told.visual.change_moment), ("MovingToSeller", Some(moved_at)));
    events(&world, made.return_id, &[ReturnEvent::WaitingForSeller]).await;
    let waiting = one(&shop, made.return_id).await;
    assert_eq!(waiting.visual.status.sys_name, "ArrivedAtReturnPlace");
    let paid_from = waiting.storage.tariffication_start_date.unwrap();
    assert_eq!(paid_from.to_string(), "2026-01-20T00:00:00Z");
    assert_eq!(waiting.storage.utilization_forecast_date, "2026-02-22T00:00:00Z");
    assert_eq!(waiting.place, waiting.target_place);
    world.pass(9 * DAY).await;
    let waiting = one(&shop, made.return_id).await;
    let old = ReturnsCompanyFbsV2Request { limit: 10, ..Default::default() };
    let old = shop.call(ReturnsCompanyFbsV2, &old).await.unwrap().result.returns.remove(0);
    assert_eq!((waiting.storage.sum.price, waiting.storage.days), (old.returns_keeping_cost, 9));
    assert!(waiting.storage.sum.price.0 > 0);
    events(&world, made.return_id, &[ReturnEvent::CancelledWithCompensation]).await;
    let paid = one(&shop, made.return_id).await;
    assert_eq!(paid.compensation_status.unwrap().status.sys_name, "Received");
    assert_eq!(ids(&shop, |request| request.filter.compensation_status_id = 2).await, [made.return_id]);
    assert_eq!(paid.logistic.cancelled_with_compensation_moment, Some(world.now().await));
    assert_eq!((paid.logistic.final_moment, paid.storage.utilization_forecast_date.as_str()), (None, ""));

    events(&world, there.return_id, &[ReturnEvent::AcceptedFromCustomer, ReturnEvent::ReturnedToOzon]).await;
    let old = ReturnsCompanyFboV2Request { limit: 10, ..Default::default() };
    let old = shop.call(ReturnsCompanyFboV2, &old).await.unwrap().returns;
    let request = ReturnsCompanyFboV3Request { limit: 10, ..Default::default() };
    let newer = shop.call(ReturnsCompanyFboV3, &request).await.unwrap();
    assert_eq!((&newer.returns, newer.last_id), (&old, there.return_id));
    let told = one(&shop, there.return_id).await;
    assert_eq!((told.schema.as_str(), told.visual.status.sys_name.as_str()), ("FBO", "ReturnedToOzon"));
    assert_eq!(
        (told.logistic.final_moment, told.place.name),
        (old[0].returned_to_ozon_moment, old[0].current_place_name.clone())
    );
}

#[tokio::test]
async fn pages_go_on_behind_the_last_return() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").stock(20).on_sale().await;
    let number = delivered(&world, &shop, product.sku, 3).await;
    let mut all = Vec::new();
    for _ in 0..3 {
        all.push(send_back(&world, &number, product.sku, 1, |_| {}).await.unwrap().return_id);
        world.pass(60).await;
    }
    let fbo = delivered_fbo(&world, &shop, &product, 2).await;
    for _ in 0..2 {
        all.push(send_back(&world, &fbo, product.fbo_sku, 1, |_| {}).await.unwrap().return_id);
    }
    let (mut last_id, mut seen) = (ReturnId(0), Vec::new());
    loop {
        let (page, has_next) =
            try_list(&shop, |request| (request.limit, request.last_id) = (2, last_id)).await.unwrap();
        seen.extend(page.iter().map(|one| one.id));
        last_id = page.last().unwrap().id;
        if !has_next {
            break;
        }
        assert_eq!(page.len(), 2);
    }
    assert_eq!(seen, all);
    assert_eq!(ids(&shop, |request| request.last_id = last_id).await, []);
    // The lists of one scheme go on where that of all of them stands.
    assert_eq!(fbs_v3(&shop, |request| request.last_id = all[0]).await, all[1..3]);
    let request = ReturnsCompanyFboV3Request { limit: 1, last_id: all[2], ..Default::default() };
    let page = shop.call(ReturnsCompanyFboV3, &request).await.unwrap();
    assert_eq!(page.returns.iter().map(|one| one.id).collect::<Vec<_>>(), all[3..4]);
    let behind = ReturnsCompanyFboV3Request { limit: 1, last_id: all[4], ..Default::default() };
    let behind = shop.call(ReturnsCompanyFboV3, &behind).await.unwrap();
    assert_eq!((behind.returns.len(), behind.last_id), (0, ReturnId(0)));

    let stranger = world.shop().await;
    assert_eq!(ids(&stranger, |request| about(request, &number)).await, []);
    refused_like(try_list(&stranger, |request| request.last_id = all[0]).await, 404, 5, "RETURN_NOT_FOUND");
    refused_like(try_list(&shop, |request| request.last_id = ReturnId(1)).await, 404, 5, "RETURN_NOT_FOUND");
    for path in ["/v3/returns/company/fbs", "/v3/returns/company/fbo"] {
        let foreign = format!(r#"{{"limit":1,"last_id":{}}}"#, all[0]);
        stranger.refuses(path, &[(&foreign, 404, 5, "RETURN_NOT_FOUND"), (r#"{"limit":1001}"#, 400, 3, "Limit")]).await;
    }
}

#[tokio::test]
async fn a_filter_selects_what_it_names() {
    let world = World::new().await;
    let shop = world.shop().await;
    let first = shop.product("Я-1").with(|item| item.name = "Чехол синий".to_owned()).stock(20).on_sale().await;
    let second = shop.product("Б_2").with(|item| item.name = "Чехол 100%".to_owned()).stock(20).on_sale().await;
    let number = delivered(&world, &shop, first.sku, 1).await;
    let one = send_back(&world, &number, first.sku, 1, |_| {}).await.unwrap().return_id;
    world.pass(DAY).await;
    let other = delivered(&world, &shop, second.sku, 1).await;
    let two = send_back(&world, &other, second.sku, 1, |_| {}).await.unwrap().return_id;
    let fbo = delivered_fbo(&world, &shop, &first, 1).await;
    let three = send_back(&world, &fbo, first.fbo_sku, 1, |_| {}).await.unwrap().return_id;
    let third = world.order_one(&[(second.sku, 1)]).await;
    shop.ship(&third).await;
    world.events(&third, &[PostingEvent::Accepted]).await;
    world.events(&third, &[PostingEvent::CancelledByBuyer]).await;
    let four = *ids(&shop, |_| {}).await.last().unwrap();
    let told = list(&shop, |request| request.last_id = three).await;
    assert_eq!((told[0].r#type.as_str(), told[0].logistic.return_date), ("Cancellation", None));

    let of = async |change: &dyn Fn(&mut ReturnsListV1Request)| ids(&shop, |request| change(request)).await;
    assert_eq!(of(&|request| about(request, &number)).await, [one]);
    let order_id = shop.posting(&other).await.order_id;
    assert_eq!(of(&|request| request.filter.order_id = order_id).await, [two]);
    assert_eq!(of(&|request| request.filter.offer_id = OfferId::from("Б_2")).await, [two, four]);
    assert_eq!(of(&|request| request.filter.product_name = "ЧЕХОЛ СИН".to_owned()).await, [one, three]);
    assert_eq!(of(&|request| request.filter.product_name = "0%".to_owned()).await, [two, four]);
    assert_eq!(of(&|request| request.filter.barcode = format!("%101%{two}")).await, [two]);
    assert_eq!(of(&|request| request.filter.barcode = "4600000000000".to_owned()).await, []);
    assert_eq!(of(&|request| request.filter.return_schema = "Fbo".to_owned()).await, [three]);
    assert_eq!(of(&|request| request.filter.return_schema = "FBS".to_owned()).await, [one, two, four]);
    assert_eq!(of(&|request| request.filter.warehouse_id = shop.warehouse_id).await, [one, two, four]);
    assert_eq!(of(&|request| request.filter.visual_status_name = "WaitingShipment".to_owned()).await, [one, two]);
    assert_eq!(of(&|request| request.filter.visual_status_name = "ApprovedByOzon".to_owned()).await, [three]);
    assert_eq!(of(&|request| request.filter.visual_status_name = "DisputeOpened".to_owned()).await, []);
    assert_eq!(of(&|request| request.filter.compensation_status_id = 2).await, []);
    let since = ReturnsTimeRange { time_from: Some(world.now().await.plus_hours(-20)), time_to: None };
    assert_eq!(of(&|request| request.filter.logistic_return_date = since.clone()).await, [two]);
    assert_eq!(of(&|request| request.filter.visual_status_change_moment = since.clone()).await, [two, three, four]);

    events(&world, one, &[ReturnEvent::Moving, ReturnEvent::ReadyForShipment, ReturnEvent::WaitingForSeller]).await;
    let day = list(&shop, |request| about(request, &number)).await[0].storage.tariffication_start_date;
    let that_day = ReturnsTimeRange { time_from: day, time_to: day };
    assert_eq!(of(&|request| request.filter.storage_tariffication_start_date = that_day.clone()).await, [one]);
    let later = ReturnsTimeRange { time_from: day.map(|day| day.plus_days(1)), time_to: None };
    assert_eq!(of(&|request| request.filter.storage_tariffication_start_date = later.clone()).await, []);
    assert_eq!(fbs_v3(&shop, |request| request.filter.last_free_waiting_day = later.clone()).await, []);
    let day_before = ReturnsTimeRange { time_from: day.map(|day| day.plus_days(-1)), time_to: day };
    assert_eq!(fbs_v3(&shop, |request| request.filter.last_free_waiting_day = day_before.clone()).await, [one]);

    shop.refuses(
        "/v1/returns/list",
        &[
            ("{}", 400, 3, "Limit"),
            (r#"{"limit":501}"#, 400, 3, "Limit"),
            (r#"{"limit":1,"filter":{"return_schema":"DBS"}}"#, 400, 3, "ReturnSchema"),
            (r#"{"limit":1,"filter":{"visual_status_name":"Moving"}}"#, 400, 3, "VisualStatusName"),
            (r#"{"limit":1,"filter":{"compensation_status_id":5}}"#, 400, 3, "CompensationStatusId"),
            (
                r#"{"limit":1,"filter":{"logistic_return_date":{"time_from":"2026-02-01T00:00:00Z","time_to":"2026-01-01T00:00:00Z"}}}"#,
                400,
                3,
                "LogisticReturnDate",
            ),
        ],
    )
    .await;
}
