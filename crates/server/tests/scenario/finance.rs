//! Money: what a delivered sale and a return leave in the list, and that the totals agree to the kopeck.

use gostiny_client::ClientError;
use gostiny_wire::{
    finance::{
        FinanceOperation, FinancePeriod, FinanceTransactionListV3, FinanceTransactionListV3Request,
        FinanceTransactionListV3Result, FinanceTransactionTotalsV3, FinanceTransactionTotalsV3Request,
        FinanceTransactionTotalsV3Result,
    },
    operator::{PostingEvent, Settings, SupplyStock, SupplyStockItem, SupplyStockRequest},
    scalar::{PostingNumber, Sku, Time},
};

use crate::{
    shop::Shop,
    world::{World, refused, refused_like},
};

fn january() -> FinancePeriod {
    let moment = |text: &str| Some(text.parse::<Time>().unwrap());
    FinancePeriod { from: moment("2026-01-01T00:00:00Z"), to: moment("2026-01-31T23:59:59Z") }
}

pub async fn list(
    shop: &Shop,
    change: impl FnOnce(&mut FinanceTransactionListV3Request),
) -> Result<FinanceTransactionListV3Result, ClientError> {
    let mut request = FinanceTransactionListV3Request { page: 1, page_size: 1_000, ..Default::default() };
    request.filter.date = january();
    change(&mut request);
    shop.call(FinanceTransactionListV3, &request).await.map(|answer| answer.result)
}

pub async fn totals(
    shop: &Shop,
    change: impl FnOnce(&mut FinanceTransactionTotalsV3Request),
) -> FinanceTransactionTotalsV3Result {
    let mut request = FinanceTransactionTotalsV3Request { date: january(), ..Default::default() };
    change(&mut request);
    shop.call(FinanceTransactionTotalsV3, &request).await.unwrap().result
}

pub fn sum_of(totals: &FinanceTransactionTotalsV3Result) -> i64 {
    [
        totals.accruals_for_sale,
        totals.compensation_amount,
        totals.money_transfer,
        totals.others_amount,
        totals.processing_and_delivery,
        totals.refunds_and_cancellations,
        totals.sale_commission,
        totals.services_amount,
    ]
    .iter()
    .map(|amount| amount.0)
    .sum()
}

/// amount = accruals + commission + services, and each sign is the documented one.
pub fn adds_up(operation: &FinanceOperation) {
    let services: i64 = operation.services.iter().map(|service| service.price.0).sum();
    let sum = operation.accruals_for_sale.0 + operation.sale_commission.0 + services;
    assert_eq!(operation.amount.0, sum, "{operation:?}");
    assert_eq!((operation.delivery_charge.0, operation.return_delivery_charge.0), (0, 0));
    assert!(!operation.operation_type_name.is_empty() && operation.operation_date.len() == 19, "{operation:?}");
    assert!(operation.operation_type_name.chars().any(|c| ('а'..='я').contains(&c)), "{operation:?}");
}

async fn sold(world: &World, shop: &Shop, goods: &[(Sku, i64)], events: &[PostingEvent]) -> PostingNumber {
    let number = world.order_one(goods).await;
    shop.ship(&number).await;
    world.events(&number, events).await;
    number
}

fn of<'a>(operations: &'a [FinanceOperation], number: &PostingNumber, kind: &str) -> Vec<&'a FinanceOperation> {
    operations.iter().filter(|one| one.posting.posting_number == *number && one.operation_type == kind).collect()
}

const TO_BUYER: &[PostingEvent] = &[PostingEvent::Accepted, PostingEvent::InTransit, PostingEvent::Delivered];

#[tokio::test]
async fn a_delivered_sale_is_accrued_with_commission_services_and_acquiring() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").price("333.33").on_sale().await.sku;
    let number = world.order_one(&[(sku, 3)]).await;
    shop.ship(&number).await;
    world.events(&number, &TO_BUYER[..2]).await;
    assert_eq!(list(&shop, |_| {}).await.unwrap().row_count, 0, "nothing before it is delivered");
    let order_date = shop.posting(&number).await.in_process_at.date_and_time();
    world.events(&number, &TO_BUYER[2..]).await;

    let result = list(&shop, |_| {}).await.unwrap();
    assert_eq!((result.row_count, result.page_count, result.operations.len()), (2, 1, 2));
    result.operations.iter().for_each(adds_up);
    let sale = of(&result.operations, &number, "OperationAgentDeliveredToCustomer")[0];
    assert_eq!((sale.kind.as_str(), sale.accruals_for_sale.0), ("orders", 99_999));
    // 15.5 % of 999.99 is 154.99845.
    assert_eq!(sale.sale_commission.0, -15_500);
    assert!(
        !sale.services.is_empty() && sale.services.iter().all(|service| service.price.0 < 0),
        "{:?}",
        sale.services
    );
    assert!(sale.services.iter().any(|service| service.name == "MarketplaceServiceItemDelivToCustomer"));
    assert_eq!(sale.operation_date, world.now().await.date_and_time());
    assert_eq!((sale.posting.delivery_schema.as_str(), &sale.posting.order_date), ("FBS", &order_date));
    assert_eq!(sale.posting.warehouse_id, shop.warehouse_id);
    assert!(sale.items.iter().all(|item| item.sku == sku && !item.name.is_empty()));
    let acquiring = of(&result.operations, &number, "MarketplaceRedistributionOfAcquiringOperation")[0];
    assert_eq!((acquiring.kind.as_str(), acquiring.amount.0), ("other", -1_000));

    let money = &shop.posting(&number).await.financial_data.unwrap().products[0];
    assert!(money.commission_amount.0 > 0 && money.payout.0 > 0);

    let sums = totals(&shop, |_| {}).await;
    assert_eq!((sums.accruals_for_sale.0, sums.sale_commission.0), (99_999, -15_500));
    assert_eq!(sum_of(&sums), result.operations.iter().map(|one| one.amount.0).sum::<i64>());
}

#[tokio::test]
async fn a_return_takes_the_sale_back_and_costs_its_way() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").price("1000").on_sale().await.sku;
    let back = sold(&world, &shop, &[(sku, 2)], TO_BUYER).await;
    world.events(&back, &[PostingEvent::Returned]).await;
    let way = [PostingEvent::Accepted, PostingEvent::InTransit, PostingEvent::CancelledByBuyer];
    let never_taken = sold(&world, &shop, &[(sku, 1)], &way).await;

    let operations = list(&shop, |_| {}).await.unwrap().operations;
    operations.iter().for_each(adds_up);
    let sale = of(&operations, &back, "OperationAgentDeliveredToCustomer")[0];
    let refund = of(&operations, &back, "ClientReturnAgentOperation")[0];
    assert_eq!(
        (refund.kind.as_str(), refund.accruals_for_sale, refund.sale_commission),
        (
            "returns",
            gostiny_wire::scalar::Decimal2(-sale.accruals_for_sale.0),
            gostiny_wire::scalar::Decimal2(-sale.sale_commission.0),
        )
    );
    assert!(refund.sale_commission.0 > 0);
    for number in [&back, &never_taken] {
        let handling = of(&operations, number, "OperationItemReturn");
        assert_eq!(handling.len(), 1, "{number}: {operations:?}");
        assert_eq!(
            (handling[0].kind.as_str(), handling[0].accruals_for_sale.0, handling[0].sale_commission.0),
            ("returns", 0, 0)
        );
        assert!(handling[0].amount.0 < 0);
    }
    assert_eq!(of(&operations, &never_taken, "OperationAgentDeliveredToCustomer"), Vec::<&FinanceOperation>::new());
    let sums = totals(&shop, |_| {}).await;
    assert_eq!((sums.accruals_for_sale.0, sums.sale_commission.0), (0, 0));
    assert!(sums.refunds_and_cancellations.0 < 0);
    assert_eq!(sum_of(&sums), operations.iter().map(|one| one.amount.0).sum::<i64>());
}

#[tokio::test]
async fn a_cancel_before_hand_over_costs_nothing() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").on_sale().await.sku;
    let number = world.order_one(&[(sku, 1)]).await;
    world.try_event(&number, PostingEvent::CancelledByBuyer).await.unwrap();
    let packed = world.order_one(&[(sku, 1)]).await;
    shop.ship(&packed).await;
    world.try_event(&packed, PostingEvent::CancelledByPlatform).await.unwrap();
    world.pass(86_400).await;
    assert_eq!(list(&shop, |_| {}).await.unwrap(), FinanceTransactionListV3Result::default());
    assert_eq!(totals(&shop, |_| {}).await, FinanceTransactionTotalsV3Result::default());
}

#[tokio::test]
async fn the_marketplace_s_warehouse_charges_assembly() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").approved().await;
    let items = vec![SupplyStockItem { sku: product.fbo_sku, quantity: 3 }];
    world.operator.call(SupplyStock, &SupplyStockRequest { client_id: shop.client_id, items }).await.unwrap();
    let number = world.order_one(&[(product.fbo_sku, 1)]).await;
    for event in [PostingEvent::InTransit, PostingEvent::Delivered] {
        world.pass(3_600).await;
        let _ = world.try_event(&number, event).await;
    }
    let operations = list(&shop, |_| {}).await.unwrap().operations;
    operations.iter().for_each(adds_up);
    let sale = of(&operations, &number, "OperationAgentDeliveredToCustomer")[0];
    assert_eq!((sale.posting.delivery_schema.as_str(), sale.sale_commission.0), ("FBO", -14_000));
    assert!(
        sale.services.iter().any(|service| service.name == "MarketplaceServiceItemFulfillment"),
        "{:?}",
        sale.services
    );
}

#[tokio::test]
async fn filters_and_pages_cut_the_same_list() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let sku = shop.product("A-1").stock(20).on_sale().await.sku;
    let mut numbers = Vec::new();
    for _ in 0..5 {
        numbers.push(sold(&world, &shop, &[(sku, 1)], TO_BUYER).await);
    }
    let all = list(&shop, |_| {}).await.unwrap();
    assert_eq!(all.row_count, 10);
    let mut paged = Vec::new();
    for page in 1..=4 {
        let result = list(&shop, |request| (request.page, request.page_size) = (page, 3)).await.unwrap();
        assert_eq!((result.page_count, result.row_count), (4, 10));
        paged.extend(result.operations);
    }
    assert_eq!(paged, all.operations);
    assert!(all.operations.windows(2).all(|pair| pair[0].operation_date <= pair[1].operation_date));
    let beyond = list(&shop, |request| (request.page, request.page_size) = (5, 3)).await.unwrap();
    assert_eq!((beyond.operations.len(), beyond.row_count), (0, 10));

    let orders = list(&shop, |request| request.filter.transaction_type = "orders".to_owned()).await.unwrap();
    assert!(orders.row_count == 5 && orders.operations.iter().all(|one| one.kind == "orders"));
    let every = list(&shop, |request| request.filter.transaction_type = "all".to_owned()).await.unwrap();
    assert_eq!(every, all);
    let acquiring = "MarketplaceRedistributionOfAcquiringOperation";
    let typed = list(&shop, |request| request.filter.operation_type = vec![acquiring.to_owned()]).await.unwrap();
    assert!(typed.row_count == 5 && typed.operations.iter().all(|one| one.operation_type == acquiring));
    let one = list(&shop, |request| {
        request.filter.posting_number = numbers[2].clone();
        request.filter.date = FinancePeriod::default();
    })
    .await
    .unwrap();
    assert_eq!(one.row_count, 2);
    let sums = totals(&shop, |request| {
        request.posting_number = numbers[2].clone();
        request.date = FinancePeriod::default();
    })
    .await;
    assert_eq!(sum_of(&sums), one.operations.iter().map(|operation| operation.amount.0).sum::<i64>());
    let only = totals(&shop, |request| request.transaction_type = "orders".to_owned()).await;
    assert_eq!(sum_of(&only), orders.operations.iter().map(|operation| operation.amount.0).sum::<i64>());

    assert_eq!(list(&other, |_| {}).await.unwrap().row_count, 0);
    let foreign = list(&other, |request| request.filter.posting_number = numbers[2].clone()).await.unwrap();
    assert_eq!(foreign.row_count, 0);
    let foreign = totals(&other, |request| request.posting_number = numbers[2].clone()).await;
    assert_eq!(foreign, FinanceTransactionTotalsV3Result::default());
}

#[tokio::test]
async fn a_period_is_a_calendar_month_at_most() {
    let world = World::new().await;
    let shop = world.shop().await;
    let period =
        |from: &str, to: &str| FinancePeriod { from: Some(from.parse().unwrap()), to: Some(to.parse().unwrap()) };
    let ask = async |date: FinancePeriod| list(&shop, |request| request.filter.date = date).await;
    let message = "too long period, only one month allowed";
    assert!(ask(period("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z")).await.is_ok());
    refused(ask(period("2026-01-01T00:00:00Z", "2026-02-01T00:00:01Z")).await, 400, 3, message);
    // February is short: thirty days across it are more than a month.
    refused(ask(period("2026-02-01T00:00:00Z", "2026-03-03T00:00:00Z")).await, 400, 3, message);
    let request = FinanceTransactionTotalsV3Request {
        date: period("2026-01-01T00:00:00Z", "2026-02-02T00:00:00Z"),
        ..Default::default()
    };
    refused(shop.call(FinanceTransactionTotalsV3, &request).await, 400, 3, message);
    world.set(Settings { finance_period_months: Some(3), ..Default::default() }).await;
    assert!(ask(period("2026-01-01T00:00:00Z", "2026-04-01T00:00:00Z")).await.is_ok());
    refused_like(ask(period("2026-01-01T00:00:00Z", "2026-04-02T00:00:00Z")).await, 400, 3, "too long period");
}

#[tokio::test]
async fn odd_requests_for_money_are_refused() {
    let world = World::new().await;
    let shop = world.shop().await;
    let date = r#""date":{"from":"2026-01-01T00:00:00Z","to":"2026-01-31T00:00:00Z"}"#;
    let backwards = r#""date":{"from":"2026-01-31T00:00:00Z","to":"2026-01-01T00:00:00Z"}"#;
    shop.refuses(
        "/v3/finance/transaction/list",
        &[
            ("{}", 400, 3, ""),
            (r#"{"filter":{},"page":1,"page_size":10}"#, 400, 3, ""),
            (&format!(r#"{{"filter":{{{backwards}}},"page":1,"page_size":10}}"#), 400, 3, ""),
            (&format!(r#"{{"filter":{{{date}}},"page":1,"page_size":1001}}"#), 400, 3, "PageSize"),
            (&format!(r#"{{"filter":{{{date}}},"page":-1,"page_size":10}}"#), 400, 3, ""),
            (&format!(r#"{{"filter":{{{date},"transaction_type":"gifts"}},"page":1,"page_size":10}}"#), 400, 3, ""),
            (
                &format!(r#"{{"filter":{{{date},"operation_type":"x"}},"page":1,"page_size":10}}"#),
                400,
                3,
                "unexpected token \"x\"",
            ),
            (r#"{"filter":{"date":{"from":"2026-01"}}}"#, 400, 3, "proto: syntax error"),
            (r#"{"page":"first"}"#, 400, 3, "\"first\""),
        ],
    )
    .await;
    shop.refuses(
        "/v3/finance/transaction/totals",
        &[
            ("{}", 400, 3, ""),
            (&format!("{{{backwards}}}"), 400, 3, ""),
            (&format!(r#"{{{date},"transaction_type":"gifts"}}"#), 400, 3, ""),
            (r#"{"date":[1]}"#, 400, 3, "unexpected token ["),
        ],
    )
    .await;
    // Page 0 is page 1: the service's own examples send it.
    let first = format!(r#"{{"filter":{{{date}}},"page":0,"page_size":10}}"#);
    assert_eq!(shop.post("/v3/finance/transaction/list", &first).await.status, 200);
}
