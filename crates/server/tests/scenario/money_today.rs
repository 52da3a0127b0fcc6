//! Today's views of the ledger: accruals of days and of postings, goods realized in a month, half months. They tell the
//! kopecks of the list of operations.

use std::collections::HashMap;

use gostiny_wire::{
    finance::{
        FinanceAccrual, FinanceAccrualByDayV1, FinanceAccrualByDayV1Request, FinanceAccrualPostingsV1,
        FinanceAccrualPostingsV1Request, FinanceAccrualTypesV1, FinanceCashFlowStatementListV1,
        FinanceCashFlowStatementListV1Request, FinanceCashFlowStatementListV1Response, FinanceOperation, FinancePeriod,
        FinanceRealizationV2, FinanceRealizationV2Request, FinanceTransactionTotalsV3Result,
    },
    method::Empty,
    operator::PostingEvent,
    scalar::{Amount, Money, OperationId, PostingNumber, Time},
};

use crate::{
    finance::{self, sum_of},
    returns,
    shop::Shop,
    world::{World, refused, refused_like},
};

const DAY: i64 = 86_400;

fn kopecks(amount: &Amount) -> i64 {
    assert_eq!(amount.currency, "RUB");
    Money::parse(&amount.amount).unwrap().0
}

async fn types(shop: &Shop) -> HashMap<i64, String> {
    let answer = shop.call(FinanceAccrualTypesV1, &Empty {}).await.unwrap();
    answer.accrual_types.into_iter().map(|one| (one.id, one.name)).collect()
}

/// All accruals of a day.
async fn of_day(shop: &Shop, day: Time) -> Vec<FinanceAccrual> {
    let request = FinanceAccrualByDayV1Request { date: day.day().to_string(), last_id: String::new() };
    let answer = shop.call(FinanceAccrualByDayV1, &request).await.unwrap();
    assert_eq!(answer.last_id, "", "a page holds a thousand");
    answer.accruals
}

/// Money of an accrual by the name of its type.
fn by_type(accrual: &FinanceAccrual, types: &HashMap<i64, String>) -> HashMap<String, i64> {
    let mut sums: HashMap<String, i64> = HashMap::new();
    let mut add = |name: &str, amount: &Amount| *sums.entry(name.to_owned()).or_default() += kopecks(amount);
    let fees = accrual.item_fees.iter().flat_map(|all| &all.fees).flat_map(|one| &one.fees);
    for fee in fees.chain(&accrual.non_item_fee) {
        add(&types[&fee.type_id], &fee.accrued);
    }
    for product in accrual.posting.iter().flat_map(|posting| &posting.products) {
        add("sale", &product.commission.sale_amount);
        add("commission", &product.commission.sale_commission);
        let services: i64 = product.delivery.services.iter().map(|one| kopecks(&one.accrued)).sum();
        assert_eq!(services, kopecks(&product.delivery.total_accrued));
        for service in &product.delivery.services {
            add(&types[&service.type_id], &service.accrued);
        }
    }
    sums
}

/// An accrual is its operation.
fn is_told_by(accrual: &FinanceAccrual, operation: &FinanceOperation, types: &HashMap<i64, String>) {
    assert_eq!(accrual.accrual_id, operation.operation_id);
    assert_eq!(kopecks(&accrual.total_amount), operation.amount.0, "{accrual:?}");
    assert_eq!(accrual.unit_number, operation.posting.posting_number.0);
    assert!(operation.operation_date.starts_with(&accrual.date));
    let sums = by_type(accrual, types);
    assert_eq!(sums.values().sum::<i64>(), operation.amount.0, "{accrual:?}");
    assert_eq!(sums.get("sale").copied().unwrap_or_default(), operation.accruals_for_sale.0);
    assert_eq!(sums.get("commission").copied().unwrap_or_default(), operation.sale_commission.0);
    for service in &operation.services {
        assert_eq!(sums[&service.name], service.price.0, "{accrual:?}");
    }
    let category = match (accrual.posting.is_some(), accrual.item_fees.is_some(), accrual.non_item_fee.is_some()) {
        (true, false, false) => "POSTING",
        (false, true, false) => "ITEM",
        (false, false, true) => "NON_ITEM",
        other => panic!("{other:?}"),
    };
    assert_eq!(accrual.accrued_category, category);
}

/// All of today's views of some whole days against the list and the totals of these days.
pub async fn agrees(
    shop: &Shop,
    first: Time,
    days: i64,
    listed: &[FinanceOperation],
    sums: &FinanceTransactionTotalsV3Result,
) {
    let types = types(shop).await;
    let operations: HashMap<OperationId, &FinanceOperation> =
        listed.iter().map(|one| (one.operation_id, one)).collect();
    let mut told = 0;
    for day in 0..days {
        for accrual in of_day(shop, first.plus_days(day)).await {
            is_told_by(&accrual, operations[&accrual.accrual_id], &types);
            told += 1;
        }
    }
    assert_eq!(told, listed.len());
    let end = Time(first.plus_days(days).0 - 1);
    let flows = cash_flows(shop, first, end, |_| {}).await.result;
    // Whole half months may hold more than the days in question.
    let (begin, end) = (flows.cash_flows[0].period.begin, flows.cash_flows.last().unwrap().period.end);
    let whole = finance::totals(shop, |request| request.date = FinancePeriod { from: begin, to: end });
    if begin.zip(end).is_some_and(|(begin, end)| end.seconds_since(begin) < 28 * DAY) {
        let whole = whole.await;
        let five: i64 = flows.cash_flows.iter().map(five_of).sum();
        assert_eq!(five, sum_of(&whole));
        let details = flows.details;
        assert_eq!(details.end_balance_amount.0 - details.begin_balance_amount.0, sum_of(&whole));
        assert_eq!(details.rfbs.total, whole.money_transfer);
        let delivered = details.delivery.amount.0 + details.r#return.amount.0;
        assert_eq!(delivered, whole.accruals_for_sale.0 + whole.sale_commission.0);
        assert_eq!(details.delivery.delivery_services.total, whole.processing_and_delivery);
        assert_eq!(details.r#return.return_services.total, whole.refunds_and_cancellations);
        assert_eq!(details.services.total, whole.services_amount);
        assert_eq!(details.others.total.0, whole.others_amount.0 + whole.compensation_amount.0);
    }
    assert_eq!(listed.iter().map(|one| one.amount.0).sum::<i64>(), sum_of(sums));
    postings_agree(shop, listed, &types).await;
}

fn five_of(flow: &gostiny_wire::finance::FinanceCashFlow) -> i64 {
    flow.orders_amount.0
        + flow.returns_amount.0
        + flow.commission_amount.0
        + flow.services_amount.0
        + flow.item_delivery_and_return_amount.0
}

async fn cash_flows(
    shop: &Shop,
    from: Time,
    to: Time,
    change: impl FnOnce(&mut FinanceCashFlowStatementListV1Request),
) -> FinanceCashFlowStatementListV1Response {
    let date = FinancePeriod { from: Some(from), to: Some(to) };
    let mut request = FinanceCashFlowStatementListV1Request { date, page: 1, page_size: 100, with_details: true };
    change(&mut request);
    shop.call(FinanceCashFlowStatementListV1, &request).await.unwrap()
}

/// What accruals tell of a posting is what its list of operations tells.
async fn postings_agree(shop: &Shop, listed: &[FinanceOperation], types: &HashMap<i64, String>) {
    let mut numbers: Vec<PostingNumber> =
        listed.iter().map(|one| one.posting.posting_number.clone()).filter(|one| !one.as_str().is_empty()).collect();
    numbers.sort();
    numbers.dedup();
    if numbers.is_empty() {
        return;
    }
    let request = FinanceAccrualPostingsV1Request { posting_numbers: numbers.clone() };
    let told = shop.call(FinanceAccrualPostingsV1, &request).await.unwrap().posting_accruals;
    assert_eq!(told.iter().map(|one| one.posting_number.clone()).collect::<Vec<_>>(), numbers);
    for one in told {
        let operations = finance::list(shop, |request| {
            request.filter.posting_number = one.posting_number.clone();
            (request.filter.date.from, request.filter.date.to) = (None, None);
        });
        let operations = operations.await.unwrap().operations;
        let amount: i64 = operations.iter().map(|one| one.amount.0).sum();
        assert_eq!(one.accruals.iter().map(|one| kopecks(&one.accrued)).sum::<i64>(), amount);
        let of_type = |name: &str| {
            let wanted = one.accruals.iter().filter(|one| types[&one.type_id] == name);
            wanted.map(|one| kopecks(&one.accrued)).sum::<i64>()
        };
        assert_eq!(of_type("sale"), operations.iter().map(|one| one.accruals_for_sale.0).sum::<i64>());
        assert_eq!(of_type("commission"), operations.iter().map(|one| one.sale_commission.0).sum::<i64>());
    }
}

#[tokio::test]
async fn a_sale_and_its_return_are_told_by_day_and_by_posting() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").price("1000").stock(10).on_sale().await;
    let number = returns::delivered(&world, &shop, product.sku, 3).await;
    let day = world.now().await;
    let accruals = of_day(&shop, day).await;
    let sale = accruals.iter().find(|one| one.accrued_category == "POSTING").unwrap();
    let posting = sale.posting.as_ref().unwrap();
    let trade = &posting.products[0].commission;
    assert_eq!((posting.delivery_schema.as_str(), posting.products[0].sku), ("FBS", product.sku));
    assert_eq!((kopecks(&trade.sale_amount), kopecks(&trade.seller_price)), (300_000, 100_000));
    assert_eq!((kopecks(&trade.sale_commission), trade.commission_ratio.as_str()), (-46_500, "0.155"));
    let acquiring = accruals.iter().find(|one| one.accrued_category == "ITEM").unwrap();
    assert_eq!(acquiring.item_fees.as_ref().unwrap().fees[0].sku, product.sku);

    world.pass(DAY).await;
    returns::send_back(&world, &number, product.sku, 1, |_| {}).await.unwrap();
    let back = of_day(&shop, world.now().await).await.remove(0);
    let trade = &back.posting.as_ref().unwrap().products[0].commission;
    assert_eq!((kopecks(&trade.sale_amount), kopecks(&trade.sale_commission)), (-100_000, 15_500));
    let request = FinanceAccrualPostingsV1Request { posting_numbers: vec!["1-1-1".into(), number.clone()] };
    let told = shop.call(FinanceAccrualPostingsV1, &request).await.unwrap().posting_accruals;
    assert_eq!((told.len(), &told[0].posting_number), (1, &number));
    let last = told[0].accruals.last().unwrap();
    assert_eq!((last.quantity, last.accrual_date.as_str()), (1, world.now().await.day().to_string().as_str()));

    let stranger = world.shop().await;
    assert_eq!(stranger.call(FinanceAccrualPostingsV1, &request).await.unwrap().posting_accruals, []);
    assert_eq!(of_day(&stranger, day).await, []);
    shop.refuses(
        "/v1/finance/accrual/by-day",
        &[
            ("{}", 400, 3, "Date"),
            (r#"{"date":"12.01.2026"}"#, 400, 3, "Date"),
            (r#"{"date":"2026-01-12","last_id":"?"}"#, 400, 3, "last_id"),
        ],
    )
    .await;
    refused_like(shop.call(FinanceAccrualPostingsV1, &Default::default()).await, 400, 3, "PostingNumbers");
    let many = FinanceAccrualPostingsV1Request { posting_numbers: vec![number; 201] };
    refused_like(shop.call(FinanceAccrualPostingsV1, &many).await, 400, 3, "PostingNumbers");
}

#[tokio::test]
async fn a_month_is_realized_once_it_is_over() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").price("333.33").stock(30).on_sale().await;
    let number = returns::delivered(&world, &shop, product.sku, 3).await;
    returns::send_back(&world, &number, product.sku, 1, |_| {}).await.unwrap();
    returns::delivered(&world, &shop, product.sku, 1).await;
    let called_off = world.order_one(&[(product.sku, 1)]).await;
    shop.ship(&called_off).await;
    world.events(&called_off, &[PostingEvent::Accepted, PostingEvent::CancelledByBuyer]).await;

    let january = FinanceRealizationV2Request { month: 1, year: 2026 };
    refused(shop.call(FinanceRealizationV2, &january).await, 404, 5, "REPORT_IS_NOT_READY");
    world.pass(24 * DAY).await;
    assert_eq!(world.now().await.day().to_string(), "2026-02-05");
    let report = shop.call(FinanceRealizationV2, &january).await.unwrap().result;
    let header = &report.header;
    assert_eq!((header.start_date.as_str(), header.stop_date.as_str()), ("2026-01-01", "2026-01-31"));
    assert_eq!((header.currency_sys_name.as_str(), header.receiver_name.as_str()), ("RUB", "Ромашка"));
    assert_eq!(report.rows.len(), 1);
    let row = &report.rows[0];
    assert_eq!((row.row_number, row.item.sku, row.item.offer_id.as_str()), (1, product.sku, "A-1"));
    let (there, back) = (row.delivery_commission.as_ref().unwrap(), row.return_commission.as_ref().unwrap());
    assert_eq!((there.quantity, there.amount.0, back.quantity, back.amount.0), (4, 133_332, 1, 33_333));
    assert_eq!((row.seller_price_per_instance.0, there.price_per_instance.0), (33_333, 33_333));
    let sums = finance::totals(&shop, |_| {}).await;
    assert_eq!(there.amount.0 - back.amount.0, sums.accruals_for_sale.0);
    assert_eq!(back.commission.0 - there.commission.0, sums.sale_commission.0);
    assert_eq!(there.total.0, there.amount.0 - there.commission.0);

    let stranger = world.shop().await;
    assert_eq!(stranger.call(FinanceRealizationV2, &january).await.unwrap().result.rows, []);
    shop.refuses(
        "/v2/finance/realization",
        &[("{}", 400, 3, "Year"), (r#"{"month":13,"year":2026}"#, 400, 3, "Month")],
    )
    .await;
}

#[tokio::test]
async fn half_months_lead_from_balance_to_balance() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").price("1000").stock(30).on_sale().await;
    for _ in 0..5 {
        let number = returns::delivered(&world, &shop, product.sku, 2).await;
        returns::send_back(&world, &number, product.sku, 1, |_| {}).await.unwrap();
        world.pass(6 * DAY).await;
    }
    let from: Time = "2026-01-01T00:00:00Z".parse().unwrap();
    let all = cash_flows(&shop, from, from.plus_days(364), |_| {}).await.result;
    // Half months that have not begun are not told.
    let ids: Vec<_> = all.cash_flows.iter().map(|one| one.period.id).collect();
    assert_eq!(ids, [2_026_011, 2_026_012, 2_026_021]);
    assert!(all.cash_flows.iter().all(|one| one.orders_amount.0 > 0 && one.returns_amount.0 < 0));
    let mut balance = 0;
    for (at, flow) in all.cash_flows.iter().enumerate() {
        let page = cash_flows(&shop, from, from.plus_days(364), |request| {
            (request.page, request.page_size) = (i32::try_from(at).unwrap() + 1, 1);
        });
        let page = page.await.result;
        assert_eq!((page.page_count, &page.cash_flows), (3, &vec![flow.clone()]));
        assert_eq!(page.details.begin_balance_amount.0, balance);
        balance += five_of(flow);
        assert_eq!(page.details.end_balance_amount.0, balance);
        assert_eq!(page.details.period, flow.period);
    }
    assert_eq!((all.details.begin_balance_amount.0, all.details.end_balance_amount.0), (0, balance));
    let plain = cash_flows(&shop, from, from.plus_days(30), |request| request.with_details = false).await;
    assert_eq!(plain.result.details, Default::default());
    let behind = cash_flows(&shop, from, from.plus_days(30), |request| request.page = 9).await.result;
    assert_eq!((behind.cash_flows.len(), behind.page_count), (0, 1));

    let stranger = world.shop().await;
    let nothing = cash_flows(&stranger, from, from.plus_days(30), |_| {}).await.result;
    assert!(nothing.cash_flows.iter().all(|one| five_of(one) == 0));
    let year = r#"{"date":{"from":"2026-01-01T00:00:00Z","to":"2027-01-01T00:00:01Z"},"page":1,"page_size":1}"#;
    shop.refuses(
        "/v1/finance/cash-flow-statement/list",
        &[
            ("{}", 400, 3, "PageSize"),
            (r#"{"page_size":1}"#, 400, 3, "Date.From"),
            (r#"{"page_size":1,"page":-1}"#, 400, 3, "Page"),
            (year, 400, 3, "too long period, only twelve months allowed"),
        ],
    )
    .await;
}
