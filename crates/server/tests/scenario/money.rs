//! One ledger, many views: whatever happens to parcels, the list, its totals, both reports and the postings tell the
//! same kopecks over any period. And the movements that no parcel's way brings along.

use gostiny_wire::{
    finance::{FinanceOperation, FinancePeriod, FinanceTransactionTotalsV3Result},
    operator::{
        PostingEvent, ReturnCreate, ReturnCreateRequest, ReturnEvent, ReturnEventRecord, ReturnEventRecordRequest,
        Settings, SupplyStock, SupplyStockItem, SupplyStockRequest,
        insight::{TariffRates, TariffsSet, TariffsSetRequest},
    },
    posting::{FinancialProduct, PostingFbsCancelV2, PostingFbsCancelV2Request},
    report::{
        ReportFinanceCreateV1, ReportFinanceCreateV1Request, ReportPostingsCreateV1, ReportPostingsCreateV1Request,
        ReportPostingsFilter, ReportProductsPricesCreateV1, ReportProductsPricesCreateV1Request, ReportTransactionType,
        ReportTransactionsCreateV1, ReportTransactionsCreateV1Request,
    },
    scalar::{CancelReasonId, Decimal2, Money, PostingNumber, Sku, Time},
};

use crate::{
    action,
    finance::{adds_up, list, sum_of, totals},
    goods::Product,
    money_today, report,
    shop::Shop,
    world::World,
};

const DAY: i64 = 86_400;
const TO_BUYER: &[PostingEvent] = &[PostingEvent::Accepted, PostingEvent::InTransit, PostingEvent::Delivered];

/// Draws the same fates each time.
struct Draw(u64);

impl Draw {
    fn below(&mut self, bound: u64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((self.0 >> 33) % bound).unwrap()
    }
}

async fn supply(world: &World, shop: &Shop, sku: Sku, quantity: i64) {
    let items = vec![SupplyStockItem { sku, quantity }];
    world.operator.call(SupplyStock, &SupplyStockRequest { client_id: shop.client_id, items }).await.unwrap();
}

async fn set_rates(world: &World, rates: TariffRates) {
    let request = TariffsSetRequest { rates, ..Default::default() };
    world.operator.call(TariffsSet, &request).await.unwrap();
}

async fn call_off(shop: &Shop, number: &PostingNumber) {
    let request = PostingFbsCancelV2Request {
        posting_number: number.clone(),
        cancel_reason_id: CancelReasonId(352),
        ..Default::default()
    };
    shop.call(PostingFbsCancelV2, &request).await.unwrap();
}

/// The buyer sends some units back, and they go all the way.
async fn send_back(world: &World, number: &PostingNumber, sku: Sku, quantity: i64, is_fbo: bool) {
    let request = ReturnCreateRequest {
        posting_number: number.clone(),
        sku,
        quantity,
        reason: "Не подошёл".to_owned(),
        ..Default::default()
    };
    let made = world.operator.call(ReturnCreate, &request).await.unwrap();
    if is_fbo {
        return;
    }
    for event in [ReturnEvent::Moving, ReturnEvent::ReadyForShipment, ReturnEvent::WaitingForSeller] {
        world.pass(3_600).await;
        let request = ReturnEventRecordRequest { return_id: made.return_id, event: Some(event) };
        world.operator.call(ReturnEventRecord, &request).await.unwrap();
    }
}

/// Lets an order of some goods meet some fate.
async fn some_fate(world: &World, shop: &Shop, goods: &[Product], draw: &mut Draw) {
    let product = &goods[usize::try_from(draw.below(2)).unwrap()];
    let is_fbo = draw.below(2) == 1;
    let (sku, units) = (if is_fbo { product.fbo_sku } else { product.sku }, draw.below(3) + 1);
    let number = world.order_one(&[(sku, units)]).await;
    let fate = draw.below(8);
    if fate == 7 && !is_fbo {
        return call_off(shop, &number).await;
    }
    if !is_fbo {
        shop.ship(&number).await;
    }
    let events: &[PostingEvent] = match fate {
        0 | 1 => &TO_BUYER[1..],
        2 => &[PostingEvent::InTransit, PostingEvent::Delivered, PostingEvent::Returned],
        3 => &[PostingEvent::InTransit, PostingEvent::CancelledByBuyer],
        4 => &[PostingEvent::InTransit, PostingEvent::Lost],
        5 | 6 => &TO_BUYER[1..],
        _ => &[PostingEvent::CancelledByPlatform],
    };
    for event in events {
        world.pass(3_600 * (draw.below(20) + 1)).await;
        world.try_event(&number, *event).await.unwrap();
    }
    if matches!(fate, 5 | 6) {
        world.pass(3_600).await;
        send_back(world, &number, sku, draw.below(units.unsigned_abs()) + 1, is_fbo).await;
    }
}

/// The list of a period, page by page to its end.
async fn paged(shop: &Shop, period: &FinancePeriod, size: i64) -> Vec<FinanceOperation> {
    let (mut all, mut page) = (Vec::new(), 1);
    loop {
        let result = list(shop, |request| {
            request.filter.date = period.clone();
            (request.page, request.page_size) = (page, size);
        });
        let result = result.await.unwrap();
        assert!(result.operations.len() <= usize::try_from(size).unwrap());
        let is_over = result.operations.is_empty();
        all.extend(result.operations);
        if is_over {
            assert_eq!(i64::try_from(all.len()).unwrap(), result.row_count);
            return all;
        }
        page += 1;
    }
}

/// Both reports of whole days against the list and the totals.
async fn agree(world: &World, shop: &Shop, first: Time, days: i64) -> (Vec<FinanceOperation>, i64) {
    let last = first.plus_days(days - 1);
    let period = FinancePeriod { from: Some(first), to: Some(Time(first.plus_days(days).0 - 1)) };
    let listed = paged(shop, &period, 7).await;
    listed.iter().for_each(adds_up);
    let sums = totals(shop, |request| request.date = period.clone()).await;
    let amount: i64 = listed.iter().map(|one| one.amount.0).sum();
    assert_eq!(sum_of(&sums), amount);
    by_heading(&listed, &sums);
    money_today::agrees(shop, first, days, &listed, &sums).await;

    let (date_from, date_to) = (first.day().to_string(), last.day().to_string());
    let request = ReportTransactionsCreateV1Request {
        date_from: date_from.clone(),
        date_to: date_to.clone(),
        ..Default::default()
    };
    let code = shop.call(ReportTransactionsCreateV1, &request).await.unwrap().result.code;
    let table = report::table(world, shop, &code).await;
    assert_eq!(table.sum("Итого"), amount, "{date_from} {date_to}");
    assert_eq!(table.sum("За продажу или возврат до вычета комиссий и услуг"), sums.accruals_for_sale.0);
    assert_eq!(table.sum("Комиссия за продажу"), sums.sale_commission.0);
    let back = ["Обработка возврата", "Обратная логистика"].map(|heading| table.sum(heading)).iter().sum::<i64>()
        + table.sum(NOT_TAKEN);
    assert_eq!(back, sums.refunds_and_cancellations.0);

    let request = ReportFinanceCreateV1Request { date_from, date_to, ..Default::default() };
    let code = shop.call(ReportFinanceCreateV1, &request).await.unwrap().result.code;
    let table = report::table(world, shop, &code).await;
    let Some(whole) = table.rows.last() else {
        assert!(listed.is_empty(), "an empty period alone has no rows");
        return (listed, amount);
    };
    let cell = |heading: &str| Money::parse(&whole[heading]).unwrap().0;
    assert_eq!(cell("Баланс на конец, руб.") - cell("Баланс на начало, руб."), amount);
    assert_eq!(cell("За доставленные заказы, руб.") + cell("За возвращённые товары, руб."), sums.accruals_for_sale.0);
    let commission = cell("Комиссия за доставленные заказы, руб.") + cell("Возвращённая комиссия, руб.");
    assert_eq!(commission, sums.sale_commission.0);
    let services = sums.processing_and_delivery.0 + sums.refunds_and_cancellations.0 + sums.services_amount.0;
    assert_eq!(cell("Услуги, руб."), services);
    let others = sums.compensation_amount.0 + sums.money_transfer.0 + sums.others_amount.0;
    assert_eq!(cell("Прочее, руб."), others);
    (listed, amount)
}

const NOT_TAKEN: &str =
    "Обработка отмененного или невостребованного товара (разбивается по товарам в отправлении в одинаковой пропорции)";

/// Each total is the sum of its rows of the list.
fn by_heading(listed: &[FinanceOperation], sums: &FinanceTransactionTotalsV3Result) {
    let of_kind = |kind: &str| listed.iter().filter(|one| one.kind == kind).map(|one| one.amount.0).sum::<i64>();
    let in_parts = || listed.iter().filter(|one| ["orders", "returns", "services"].contains(&one.kind.as_str()));
    assert_eq!(sums.accruals_for_sale.0, in_parts().map(|one| one.accruals_for_sale.0).sum::<i64>());
    assert_eq!(sums.sale_commission.0, in_parts().map(|one| one.sale_commission.0).sum::<i64>());
    assert_eq!(sums.compensation_amount.0, of_kind("compensation"));
    assert_eq!(sums.others_amount.0, of_kind("other"));
    assert_eq!(sums.money_transfer.0, of_kind("transferDelivery"));
    let services = || in_parts().flat_map(|one| &one.services);
    let back = |name: &str| name.contains("Return");
    let storage = |name: &str| name.starts_with("MarketplaceReturnStorage");
    let refunds = services().filter(|one| back(&one.name) && !storage(&one.name)).map(|one| one.price.0).sum::<i64>();
    assert_eq!(sums.refunds_and_cancellations.0, refunds);
    assert_eq!(sums.services_amount.0, of_kind("services"));
}

/// What a posting tells of its money is what its sale brought.
async fn postings_agree(shop: &Shop, listed: &[FinanceOperation]) -> usize {
    let mut seen = 0;
    for sale in listed.iter().filter(|one| one.operation_type == "OperationAgentDeliveredToCustomer") {
        if sale.posting.delivery_schema != "FBS" {
            continue;
        }
        let posting = shop.posting(&sale.posting.posting_number).await;
        let told = posting.financial_data.unwrap();
        let sum = |of: fn(&FinancialProduct) -> i64| told.products.iter().map(of).sum::<i64>();
        assert_eq!(sum(|one| one.price.0 * one.quantity), sale.accruals_for_sale.0, "{sale:?}");
        if posting.status == "cancelled" {
            // All of it came back, and its commission with it.
            assert_eq!(sum(|one| one.commission_amount.0), 0, "{sale:?}");
            continue;
        }
        assert_eq!(sum(|one| one.commission_amount.0), -sale.sale_commission.0, "{sale:?}");
        let services = sum(|one| {
            let services = &one.item_services;
            services.marketplace_service_item_dropoff_sc.0
                + services.marketplace_service_item_direct_flow_trans.0
                + services.marketplace_service_item_deliv_to_customer.0
        });
        assert_eq!(services, sale.services.iter().map(|one| one.price.0).sum::<i64>(), "{sale:?}");
        seen += 1;
    }
    seen
}

async fn any_fates_agree(seed: u64) {
    let world = World::new().await;
    world.set(Settings { cancel_unpacked: Some(false), ..Default::default() }).await;
    let shop = world.shop().await;
    let one = shop.product("A-1").price("333.33").stock(300).on_sale().await;
    let two = shop.product("A-2").price("7777.77").stock(300).on_sale().await;
    for product in [&one, &two] {
        supply(&world, &shop, product.fbo_sku, 200).await;
    }
    let promotion = action::open(&world, |request| {
        let now = request.date_start.unwrap();
        (request.date_start, request.date_end) = (None, Some(now.plus_days(200)));
    });
    let promotion = promotion.await;
    let mut draw = Draw(seed);
    let goods = [one, two];
    let first: Time = "2026-01-12T00:00:00Z".parse().unwrap();
    for order in 0..24 {
        match order {
            6 => action::join(&shop, promotion.action_id, &goods[1], 6_543).await,
            12 => {
                let (dropoff, percent) = (Some(Decimal2(3_333)), Some(Decimal2(617)));
                let rates = TariffRates { fbs_dropoff: dropoff, last_mile_percent: percent, ..Default::default() };
                set_rates(&world, rates).await;
            }
            _ => {}
        }
        some_fate(&world, &shop, &goods, &mut draw).await;
        world.pass(600 * (draw.below(100) + 1)).await;
    }
    let passed = world.now().await.seconds_since(first) / DAY + 1;
    let mut seen = 0;
    for _ in 0..6 {
        let start = draw.below(passed.unsigned_abs());
        let days = (draw.below((passed - start).unsigned_abs()) + 1).min(28);
        let (listed, _) = agree(&world, &shop, first.plus_days(start), days).await;
        seen += postings_agree(&shop, &listed).await;
    }
    assert!(seen > 0, "some periods hold sales");
    // Neighbouring weeks make the whole, moment by moment.
    let period = |from: Time, to: Time| FinancePeriod { from: Some(from), to: Some(to) };
    let cut = first.plus_seconds(draw.below(20 * 86_400));
    let end = first.plus_days(28);
    let whole = paged(&shop, &period(first, end), 1_000).await;
    let mut parts = paged(&shop, &period(first, Time(cut.0 - 1)), 3).await;
    parts.extend(paged(&shop, &period(cut, end), 5).await);
    assert_eq!(parts, whole);
}

#[tokio::test]
async fn every_view_of_the_ledger_agrees_whatever_happens() {
    for seed in [1, 2] {
        any_fates_agree(seed).await;
    }
}

#[tokio::test]
async fn every_view_of_the_ledger_agrees_whatever_else_happens() {
    for seed in [3, 20_260_112] {
        any_fates_agree(seed).await;
    }
}

#[tokio::test]
async fn a_cancellation_by_the_seller_s_fault_costs_a_fee() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").stock(9).on_sale().await.sku;
    let fee = async |number: &PostingNumber| {
        let found = list(&shop, |request| request.filter.posting_number = number.clone()).await.unwrap().operations;
        found.iter().map(|one| (one.operation_type.clone(), one.kind.clone(), one.amount.0)).collect::<Vec<_>>()
    };
    let charged = |kopecks: i64| vec![("DefectRateCancellation".to_owned(), "services".to_owned(), -kopecks)];
    let mine = world.order_one(&[(sku, 2)]).await;
    call_off(&shop, &mine).await;
    assert_eq!(fee(&mine).await, charged(5_000));
    let theirs = world.order_one(&[(sku, 1)]).await;
    world.try_event(&theirs, PostingEvent::CancelledByBuyer).await.unwrap();
    assert_eq!(fee(&theirs).await, []);
    set_rates(&world, TariffRates { cancel_fee: Some(Decimal2(7_700)), ..Default::default() }).await;
    let forgotten = world.order_one(&[(sku, 1)]).await;
    world.pass(3 * DAY).await;
    assert_eq!(shop.posting(&forgotten).await.status, "cancelled");
    assert_eq!(fee(&forgotten).await, charged(7_700));
    assert_eq!(fee(&mine).await, charged(5_000), "what was charged stays charged");
    set_rates(&world, TariffRates { cancel_fee: Some(Decimal2(0)), ..Default::default() }).await;
    let free = world.order_one(&[(sku, 1)]).await;
    call_off(&shop, &free).await;
    assert_eq!(fee(&free).await, []);
    assert_eq!(totals(&shop, |_| {}).await.services_amount.0, -12_700);
}

#[tokio::test]
async fn storage_is_charged_each_half_month_while_goods_lie_there() {
    let world = World::new().await;
    let shop = world.shop().await;
    // 20 x 25 x 18 cm are 9 litres.
    let product = shop.product("A-1").approved().await;
    supply(&world, &shop, product.fbo_sku, 30).await;
    supply(&world, &shop, product.fbo_sku, 10).await;
    let stored = async |from: &str, to: &str| {
        let date = FinancePeriod { from: from.parse().ok(), to: to.parse().ok() };
        let listed = list(&shop, |request| request.filter.date = date).await.unwrap().operations;
        let told = |one: &FinanceOperation| {
            assert_eq!(
                (one.operation_type.as_str(), one.kind.as_str()),
                ("OperationMarketplaceServiceStorage", "services")
            );
            assert_eq!(one.services[0].name, "MarketplaceServiceStorageItem");
            (one.operation_date.clone(), one.amount.0)
        };
        listed.iter().map(told).collect::<Vec<_>>()
    };
    assert_eq!(stored("2026-01-01T00:00:00Z", "2026-01-31T00:00:00Z").await, []);
    world.pass(20 * DAY).await;
    let january = stored("2026-01-01T00:00:00Z", "2026-01-31T23:59:59Z").await;
    let told = async |half: &str| {
        let request = gostiny_wire::analytics::AnalyticsItemTurnoverV1Request { date_from: half.to_owned() };
        shop.call(gostiny_wire::analytics::AnalyticsItemTurnoverV1, &request).await.unwrap().commission_total.0
    };
    // The goods came on the 12th and lay there on the last three of fourteen days.
    assert_eq!(january, [("2026-01-15 00:00:00".to_owned(), -told("2026-01-01").await)]);
    assert!(january[0].1 < 0);
    let february = stored("2026-02-01T00:00:00Z", "2026-02-28T00:00:00Z").await;
    assert_eq!(february, [("2026-02-01 00:00:00".to_owned(), -told("2026-01-15").await)]);
    world.pass(14 * DAY).await;
    assert_eq!(stored("2026-02-02T00:00:00Z", "2026-02-28T00:00:00Z").await.len(), 1);
}

#[tokio::test]
async fn promotions_stand_in_the_files() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").price("1000").with(|item| item.old_price = "1250".into()).on_sale().await;
    let promotion = action::running(&world).await;
    action::join(&shop, promotion.action_id, &product, 800).await;
    let prices = shop.call(ReportProductsPricesCreateV1, &ReportProductsPricesCreateV1Request::default()).await;
    let table = report::table(&world, &shop, &prices.unwrap().result.code).await;
    let told = ["Скидка, %", "Цена с учетом акции, руб.", "Скидка с учетом акции, %", "Скидка с учетом акции, руб."];
    assert_eq!(told.map(|heading| table.column(heading)[0]), ["20.00", "800.00", "36.00", "450.00"]);
    let number = world.order_one(&[(product.sku, 2)]).await;
    shop.ship(&number).await;
    world.events(&number, TO_BUYER).await;
    let now = world.now().await;
    let filter = ReportPostingsFilter {
        processed_at_from: Some(now.plus_days(-1)),
        processed_at_to: Some(now),
        ..Default::default()
    };
    let request = ReportPostingsCreateV1Request { filter: Some(filter), ..Default::default() };
    let postings = shop.call(ReportPostingsCreateV1, &request).await.unwrap().result.code;
    let table = report::table(&world, &shop, &postings).await;
    assert_eq!(table.column("Акции"), [promotion.title.as_str()]);
    for heading in ["Итоговая стоимость товара", "Сумма отправления"] {
        assert_eq!(table.column(heading), ["1600.00"]);
    }
    // Sold for what the buyer paid, and commission of that.
    let listed = list(&shop, |request| request.filter.transaction_type = "orders".to_owned()).await.unwrap().operations;
    assert_eq!((listed[0].accruals_for_sale.0, listed[0].sale_commission.0), (160_000, -24_800));
}

#[tokio::test]
async fn money_in_files_is_the_money_of_the_list() {
    let world = World::new().await;
    let shop = world.shop().await;
    let one = shop.product("A-1").price("333.33").stock(20).on_sale().await;
    let two = shop.product("A-2").price("1234.56").stock(20).on_sale().await;
    for (at, events) in [
        TO_BUYER,
        &[PostingEvent::Accepted, PostingEvent::InTransit, PostingEvent::CancelledByBuyer],
        &[PostingEvent::Accepted, PostingEvent::InTransit, PostingEvent::Lost],
        &[PostingEvent::Accepted, PostingEvent::InTransit, PostingEvent::Delivered, PostingEvent::Returned],
    ]
    .into_iter()
    .enumerate()
    {
        let number = world.order_one(&[(one.sku, i64::try_from(at).unwrap() + 1), (two.sku, 1)]).await;
        shop.ship(&number).await;
        world.events(&number, events).await;
        world.pass(86_400).await;
    }
    let listed = list(&shop, |_| {}).await.unwrap().operations;
    let sums = totals(&shop, |_| {}).await;
    let amounts: i64 = listed.iter().map(|operation| operation.amount.0).sum();
    assert!(listed.len() > 7 && sums.compensation_amount.0 > 0, "{sums:?}");

    let table = report::table(&world, &shop, &report::transactions(&shop, |_| {}).await).await;
    assert_eq!((table.headings.len(), table.sum("Итого")), (24, amounts));
    assert_eq!(table.sum("За продажу или возврат до вычета комиссий и услуг"), sums.accruals_for_sale.0);
    assert_eq!(table.sum("Комиссия за продажу"), sums.sale_commission.0);
    assert!(table.column("Артикул").iter().all(|article| ["A-1", "A-2"].contains(article)));
    assert!(table.column("Склад отгрузки").iter().all(|name| *name == "Основной склад"));
    let sale = table.rows.iter().find(|row| row["Тип начисления"] == "Доставка покупателю").unwrap();
    assert_eq!((sale["Ставка комиссии"].as_str(), sale["Количество"].as_str()), ("15.50", "1"));
    assert_eq!(sale["Дата начисления"].len(), 19);

    let orders = report::transactions(&shop, |request| request.transaction_type = ReportTransactionType::Orders).await;
    let orders = report::table(&world, &shop, &orders).await;
    let only = totals(&shop, |request| request.transaction_type = "orders".to_owned()).await;
    assert_eq!(orders.sum("Итого"), sum_of(&only));
    let deposit =
        report::transactions(&shop, |request| request.transaction_type = ReportTransactionType::Deposit).await;
    let deposit = report::table(&world, &shop, &deposit).await;
    assert_eq!(deposit.sum("Итого"), sums.compensation_amount.0);
    let found = report::transactions(&shop, |request| request.search = "a-2".to_owned()).await;
    let found = report::table(&world, &shop, &found).await;
    assert!(!found.rows.is_empty() && found.column("Артикул").iter().all(|article| *article == "A-2"));

    let request = ReportFinanceCreateV1Request {
        date_from: "2026-01-14".to_owned(),
        date_to: "2026-01-31".to_owned(),
        ..Default::default()
    };
    let code = shop.call(ReportFinanceCreateV1, &request).await.unwrap().result.code;
    let days = report::table(&world, &shop, &code).await;
    let period = |from: &str, to: &str| FinancePeriod { from: from.parse().ok(), to: to.parse().ok() };
    let before =
        totals(&shop, |request| request.date = period("2026-01-01T00:00:00Z", "2026-01-13T23:59:59.999Z")).await;
    let within = totals(&shop, |request| request.date = period("2026-01-14T00:00:00Z", "2026-01-31T23:59:59Z")).await;
    let last = days.rows.last().unwrap();
    let cell = |heading: &str| Money::parse(&last[heading]).unwrap().0;
    assert_eq!(last["Дата"], "Итого");
    assert_eq!(cell("Баланс на начало, руб."), sum_of(&before));
    assert_eq!(cell("Баланс на конец, руб."), sum_of(&before) + sum_of(&within));
    assert_eq!(cell("За доставленные заказы, руб.") + cell("За возвращённые товары, руб."), within.accruals_for_sale.0);
    let commission = cell("Комиссия за доставленные заказы, руб.") + cell("Возвращённая комиссия, руб.");
    assert_eq!(commission, within.sale_commission.0);
    let rows = &days.rows[..days.rows.len() - 1];
    assert!(rows.windows(2).all(|two| two[0]["Баланс на конец, руб."] == two[1]["Баланс на начало, руб."]), "{rows:?}");
}
