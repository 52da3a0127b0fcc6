//! Tariffs by date, and that every place which tells of money tells the same kopecks.

use gostiny_wire::{
    finance::{FinanceOperation, FinancePeriod},
    operator::{
        PostingEvent, SupplyStock, SupplyStockItem, SupplyStockRequest,
        insight::{
            ChargePost, ChargePostRequest, TariffCommission, TariffRates, Tariffs, TariffsGet, TariffsGetRequest,
            TariffsSet, TariffsSetRequest,
        },
    },
    posting::PostingFbsDetail,
    price::{ProductInfoPricesV4, ProductInfoPricesV4Request},
    scalar::{Decimal2, PostingNumber, Sku},
};

use crate::{
    finance::{adds_up, list, sum_of, totals},
    goods::TABLET_CASES,
    shop::Shop,
    world::{World, refused_like},
};

fn fbs(scheme: &str, hundredths: i64) -> TariffCommission {
    TariffCommission { category_id: TABLET_CASES, scheme: scheme.to_owned(), percent: Decimal2(hundredths) }
}

async fn shown(shop: &Shop) -> (i64, i64) {
    let request = ProductInfoPricesV4Request { limit: 10, ..Default::default() };
    let costs = shop.call(ProductInfoPricesV4, &request).await.unwrap().result.items[0].commissions.clone();
    (costs.sales_percent_fbs.0, costs.fbs_first_mile_max_amount.0)
}

/// What the seller got or paid for a posting, by its money block.
fn by_posting(posting: &PostingFbsDetail) -> i64 {
    let product = |product: &gostiny_wire::posting::FinancialProduct| {
        let services = &product.item_services;
        product.payout.0
            + services.marketplace_service_item_dropoff_sc.0
            + services.marketplace_service_item_direct_flow_trans.0
            + services.marketplace_service_item_deliv_to_customer.0
    };
    posting.financial_data.as_ref().unwrap().products.iter().map(product).sum()
}

async fn delivered(world: &World, shop: &Shop, sku: Sku) -> PostingNumber {
    let number = world.order_one(&[(sku, 1)]).await;
    shop.ship(&number).await;
    world.events(&number, TO_BUYER).await;
    number
}

const TO_BUYER: &[PostingEvent] = &[PostingEvent::Accepted, PostingEvent::InTransit, PostingEvent::Delivered];

#[tokio::test]
async fn tariffs_change_from_a_moment_on_and_old_orders_keep_theirs() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").price("1000").stock(20).on_sale().await.sku;
    assert_eq!(shown(&shop).await, (1_550, 2_500));
    let before = world.order_one(&[(sku, 1)]).await;
    let from = world.now().await.plus_days(1);
    let rates = TariffRates { fbs_dropoff: Some(Decimal2(9_900)), ..Default::default() };
    let request = TariffsSetRequest {
        effective_from: Some(from),
        rates: rates.clone(),
        commissions: vec![fbs("fbs", 2_000), fbs("fbo", 100), fbs("fbs", 2_050)],
    };
    let told = world.operator.call(TariffsSet, &request).await.unwrap();
    assert_eq!((told.at, told.rates.fbs_dropoff, told.commissions.len()), (from, Some(Decimal2(9_900)), 2));
    assert_eq!(told.commissions[1], fbs("fbs", 2_050), "the last one counts");
    assert_eq!(shown(&shop).await, (1_550, 2_500), "not yet");
    let now: Tariffs = world.operator.call(TariffsGet, &TariffsGetRequest::default()).await.unwrap();
    assert_eq!((now.rates.fbs_dropoff, now.commissions.len()), (Some(Decimal2(2_500)), 0));

    shop.ship(&before).await;
    world.pass(86_400).await;
    assert_eq!(shown(&shop).await, (2_050, 9_900));
    world.events(&before, TO_BUYER).await;
    let after = delivered(&world, &shop, sku).await;
    let operations = list(&shop, |_| {}).await.unwrap().operations;
    let sale = |number: &PostingNumber| {
        let is_sale = |one: &&FinanceOperation| {
            one.posting.posting_number == *number && one.operation_type == "OperationAgentDeliveredToCustomer"
        };
        operations.iter().find(is_sale).unwrap().clone()
    };
    let dropoff = |sale: &FinanceOperation| {
        sale.services.iter().find(|one| one.name == "MarketplaceServiceItemDropoffSC").unwrap().price.0
    };
    assert_eq!((sale(&before).sale_commission.0, dropoff(&sale(&before))), (-15_500, -2_500));
    assert_eq!((sale(&after).sale_commission.0, dropoff(&sale(&after))), (-20_500, -9_900));
    for number in [&before, &after] {
        assert_eq!(by_posting(&shop.posting(number).await), sale(number).amount.0, "{number}");
    }
}

#[tokio::test]
async fn odd_tariffs_are_refused() {
    let world = World::new().await;
    let set = async |request: TariffsSetRequest| world.operator.call(TariffsSet, &request).await;
    let past = Some(world.now().await.plus_seconds(-1));
    refused_like(set(TariffsSetRequest { effective_from: past, ..Default::default() }).await, 400, 0, "past");
    let rates = |change: &dyn Fn(&mut TariffRates)| {
        let mut rates = TariffRates::default();
        change(&mut rates);
        TariffsSetRequest { rates, ..Default::default() }
    };
    let negative = rates(&|rates| rates.fbs_dropoff = Some(Decimal2(-1)));
    refused_like(set(negative).await, 400, 0, "fbs_dropoff");
    let percent = rates(&|rates| rates.last_mile_percent = Some(Decimal2(10_001)));
    refused_like(set(percent).await, 400, 0, "last_mile_percent");
    let commission = |one: TariffCommission| TariffsSetRequest { commissions: vec![one], ..Default::default() };
    refused_like(set(commission(fbs("drone", 1))).await, 400, 0, "Scheme");
    refused_like(set(commission(fbs("fbs", 10_001))).await, 400, 0, "Percent");
    let nowhere = TariffCommission { category_id: Default::default(), ..fbs("fbs", 1) };
    refused_like(set(commission(nowhere)).await, 400, 0, "CategoryId");
    let now = world.operator.call(TariffsGet, &TariffsGetRequest::default()).await.unwrap();
    assert!(now.commissions.is_empty() && now.rates.fbs_dropoff == Some(Decimal2(2_500)));
}

#[tokio::test]
async fn single_charges_stand_in_the_list_under_their_heading() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").on_sale().await.sku;
    let number = world.order_one(&[(sku, 1)]).await;
    let charge = async |operation_type: &str, amount: i64, posting_number: &PostingNumber| {
        let request = ChargePostRequest {
            client_id: shop.client_id,
            operation_type: operation_type.to_owned(),
            amount: Decimal2(amount),
            posting_number: posting_number.clone(),
        };
        world.operator.call(ChargePost, &request).await
    };
    let none = PostingNumber::default();
    let first = charge("MarketplaceMarketingActionCostOperation", -50_25, &none).await.unwrap().operation_id;
    charge("MarketplaceMarketingActionCostOperation", -50_25, &none).await.unwrap();
    charge("OperationClaim", 70_000, &number).await.unwrap();
    let operations = list(&shop, |_| {}).await.unwrap().operations;
    operations.iter().for_each(adds_up);
    let promotion = operations.iter().find(|one| one.operation_id == first).unwrap();
    assert_eq!((promotion.kind.as_str(), promotion.amount.0, promotion.items.len()), ("services", -5_025, 0));
    assert_eq!(promotion.services[0].name, "MarketplaceMarketingActionCostItem");
    assert_eq!((promotion.posting.posting_number.as_str(), promotion.posting.delivery_schema.as_str()), ("", ""));
    let claim = operations.iter().find(|one| one.operation_type == "OperationClaim").unwrap();
    assert_eq!((claim.kind.as_str(), &claim.posting.posting_number, claim.items.len()), ("compensation", &number, 1));
    let sums = totals(&shop, |_| {}).await;
    assert_eq!((sums.services_amount.0, sums.compensation_amount.0, sum_of(&sums)), (-10_050, 70_000, 59_950));

    refused_like(charge("OperationAgentDeliveredToCustomer", 1, &none).await, 400, 0, "OperationType");
    refused_like(charge("Gift", 1, &none).await, 400, 0, "OperationType");
    refused_like(charge("OperationClaim", 0, &none).await, 400, 0, "Amount");
    refused_like(charge("OperationClaim", 1, &"1-1-1".into()).await, 404, 0, "POSTING_NOT_FOUND");
    let other = world.shop().await;
    let foreign = ChargePostRequest {
        client_id: other.client_id,
        operation_type: "OperationClaim".to_owned(),
        amount: Decimal2(1),
        posting_number: number,
    };
    refused_like(world.operator.call(ChargePost, &foreign).await, 404, 0, "POSTING_NOT_FOUND");
    assert_eq!(list(&shop, |_| {}).await.unwrap().row_count, 3);
}

/// What a unit of the goods here (900 ml) costs by the tariffs a world begins with, kopecks.
struct Cost {
    price: i64,
    way: i64,
    back: i64,
}

#[tokio::test]
async fn the_ledger_is_what_follows_from_the_events() {
    let world = World::new().await;
    let shop = world.shop().await;
    let goods = [("A-1", "333.33", 33_333), ("A-2", "7777.77", 777_777)];
    let mut costs = Vec::new();
    for (offer, text, price) in goods {
        let product = shop.product(offer).price(text).stock(60).on_sale().await;
        let items = vec![SupplyStockItem { sku: product.fbo_sku, quantity: 60 }];
        world.operator.call(SupplyStock, &SupplyStockRequest { client_id: shop.client_id, items }).await.unwrap();
        let last_mile = i64::clamp((price * 550 + 5_000) / 10_000, 2_000, 50_000);
        costs.push((product.sku, Cost { price, way: 2_500 + 4_300 + last_mile, back: 1_500 + 5_500 }));
        costs.push((product.fbo_sku, Cost { price, way: 3_150 + 3_300 + last_mile, back: 1_500 + 5_000 }));
    }
    let fates: &[&[PostingEvent]] = &[
        TO_BUYER,
        &[PostingEvent::InTransit, PostingEvent::Delivered, PostingEvent::Returned],
        &[PostingEvent::InTransit, PostingEvent::CancelledByBuyer],
        &[PostingEvent::InTransit, PostingEvent::Lost],
        &[PostingEvent::CancelledByPlatform],
    ];
    let mut expected = 0;
    for (at, (sku, cost)) in costs.iter().enumerate() {
        let is_fbo = at % 2 == 1;
        for (fate, events) in fates.iter().enumerate() {
            let units = i64::try_from(fate + at).unwrap() % 3 + 1;
            let number = world.order_one(&[(*sku, units)]).await;
            if !is_fbo {
                shop.ship(&number).await;
            }
            for event in *events {
                world.pass(3_600).await;
                world.try_event(&number, *event).await.unwrap();
            }
            let rate = if is_fbo { 1_400 } else { 1_550 };
            let sum = cost.price * units;
            let commission = (sum * rate + 5_000) / 10_000;
            let acquiring = (sum * 100 + 5_000) / 10_000;
            expected += match fate {
                0 => sum - commission - cost.way * units - acquiring,
                1 => -(cost.way + cost.back) * units - acquiring,
                2 => -cost.back * units,
                3 => sum - commission,
                _ => 0,
            };
            if fate == 0 && !is_fbo {
                let shown = shop.posting(&number).await;
                assert_eq!(by_posting(&shown), sum - commission - cost.way * units, "{number}");
            }
        }
    }
    let listed = list(&shop, |_| {}).await.unwrap().operations;
    listed.iter().for_each(adds_up);
    assert_eq!(listed.iter().map(|operation| operation.amount.0).sum::<i64>(), expected);
    assert_eq!(sum_of(&totals(&shop, |_| {}).await), expected);
    // Any period: the list and its totals agree, and two halves make the whole.
    let mut halves = 0;
    for (from, to) in
        [("2026-01-01T00:00:00Z", "2026-01-13T11:59:59.999999Z"), ("2026-01-13T12:00:00Z", "2026-01-31T00:00:00Z")]
    {
        let period = || FinancePeriod { from: from.parse().ok(), to: to.parse().ok() };
        let sums = sum_of(&totals(&shop, |request| request.date = period()).await);
        let page = list(&shop, |request| request.filter.date = period()).await.unwrap();
        assert_eq!(page.operations.iter().map(|operation| operation.amount.0).sum::<i64>(), sums);
        halves += sums;
    }
    assert_eq!(halves, expected);
}
