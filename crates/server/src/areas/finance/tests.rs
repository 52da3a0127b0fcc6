//! Lists and totals against a world in memory.

use std::sync::Arc;

use gostiny_wire::{
    finance::{
        FinanceOperation, FinancePeriod, FinanceTransactionListV3Filter, FinanceTransactionListV3Request,
        FinanceTransactionTotalsV3Request, FinanceTransactionTotalsV3Result,
    },
    scalar::{ClientId, Money, OfferId, PostingNumber, ProductId, Sku, WarehouseId},
};

use super::{
    accrue,
    ledger::{Line, Operation, Parcel, booked, post},
    list, part, returns, totals,
};
use crate::{
    areas::{
        posting::Item,
        returns::{Charge, ChargedLine, What},
        seller,
        tariff::{Rates, Scheme},
    },
    args,
    call::{Call, World},
    chance::Chance,
    clock::{Clock, Mode},
    error::Result,
    files::Files,
    store::{Db, DbUrl},
};

/// A line of a posting; the goods are a litre of something.
pub(super) fn item(sku: i64, price: Money, quantity: i64, commission_basis_points: i64) -> Item {
    Item {
        posting_number: PostingNumber::default(),
        position: 1,
        product_id: ProductId(sku),
        sku: Sku(sku),
        offer_id: OfferId::default(),
        name: format!("Goods {sku}"),
        quantity,
        price,
        old_price: Money(0),
        mandatory_marks: Vec::new(),
        commission_basis_points,
        depth_mm: 100,
        width_mm: 100,
        height_mm: 100,
        weight_grams: 900,
        actions: Vec::new(),
        needs: Default::default(),
    }
}

fn parcel(number: &str, scheme: Scheme) -> Parcel {
    let items = vec![item(7, Money(15_700), 2, 2_290), item(8, Money(99_999), 1, 1_500)];
    let in_process_at = "2026-01-10T06:00:00Z".parse().unwrap();
    Parcel {
        posting_number: number.into(),
        scheme,
        in_process_at,
        warehouse_id: WarehouseId(22),
        items,
        rates: Rates::default(),
    }
}

async fn world() -> World {
    let now = "2026-01-12T09:00:00Z".parse().unwrap();
    let db = Arc::new(Db::open(&DbUrl::Memory).await.unwrap());
    World {
        db,
        clock: Arc::new(Clock::new(Mode::Manual, Some(now))),
        chance: Chance::seeded(1),
        files: Files::in_memory(),
        newest: Arc::default(),
    }
}

fn request(transaction_type: &str, posting_number: &str) -> FinanceTransactionListV3Request {
    let (from, to) = ("2026-01-01T00:00:00Z".parse().unwrap(), "2026-01-31T23:59:59Z".parse().unwrap());
    let filter = FinanceTransactionListV3Filter {
        date: FinancePeriod { from: Some(from), to: Some(to) },
        posting_number: posting_number.into(),
        transaction_type: transaction_type.to_owned(),
        ..Default::default()
    };
    FinanceTransactionListV3Request { filter, page: 1, page_size: 1_000 }
}

async fn pages(call: &mut Call, mut req: FinanceTransactionListV3Request) -> Result<Vec<FinanceOperation>> {
    req.page_size = 3;
    let mut all = Vec::new();
    loop {
        let page = list::v3(call, &req).await?.result;
        assert_eq!(page.page_count, (page.row_count + 2) / 3);
        if page.operations.is_empty() {
            assert_eq!(i64::try_from(all.len()).unwrap(), page.row_count);
            return Ok(all);
        }
        all.extend(page.operations);
        req.page += 1;
    }
}

async fn totals_of(call: &mut Call, req: &FinanceTransactionListV3Request) -> Result<FinanceTransactionTotalsV3Result> {
    let filter = req.filter.clone();
    let req = FinanceTransactionTotalsV3Request {
        date: filter.date,
        posting_number: filter.posting_number,
        transaction_type: filter.transaction_type,
    };
    Ok(totals::v3(call, &req).await?.result)
}

/// Totals are the sums of the list, whatever the filter; each operation keeps its arithmetic.
async fn agree(call: &mut Call, req: FinanceTransactionListV3Request) -> Result<usize> {
    let totals = totals_of(call, &req).await?;
    let listed = pages(call, req).await?;
    for operation in &listed {
        let services: i64 = operation.services.iter().map(|service| service.price.0).sum();
        assert_eq!(operation.amount.0, operation.accruals_for_sale.0 + operation.sale_commission.0 + services);
    }
    let eight = [
        totals.accruals_for_sale,
        totals.compensation_amount,
        totals.money_transfer,
        totals.others_amount,
        totals.processing_and_delivery,
        totals.refunds_and_cancellations,
        totals.sale_commission,
        totals.services_amount,
    ];
    let amounts: i64 = listed.iter().map(|operation| operation.amount.0).sum();
    assert_eq!(eight.iter().map(|sum| sum.0).sum::<i64>(), amounts);
    Ok(listed.len())
}

/// All of a parcel comes back.
async fn back(call: &mut Call, parcel: Parcel, what: What) -> Result<()> {
    let line = |item: &Item| ChargedLine { sku: item.sku, quantity: item.quantity, before: 0 };
    let (posting_number, lines) = (parcel.posting_number.clone(), parcel.items.iter().map(line).collect());
    let cause = format!("{what:?}:{posting_number}");
    returns::book(call, parcel, Charge { posting_number, cause, what, lines }).await
}

async fn post_mix(call: &mut Call) -> Result<()> {
    for (number, scheme) in [("1-1-1", Scheme::Fbs), ("1-1-2", Scheme::Fbo), ("1-1-3", Scheme::Rfbs)] {
        accrue::sold(call, &parcel(number, scheme)).await?;
    }
    call.now = call.now.plus_days(3);
    for what in [What::Reversal, What::Handling { after_delivery: true }] {
        back(call, parcel("1-1-1", Scheme::Fbs), what).await?;
    }
    back(call, parcel("1-1-4", Scheme::Fbo), What::Handling { after_delivery: false }).await?;
    let apart = [
        ("MarketplaceMarketingActionCostOperation", "MarketplaceMarketingActionCostItem", -502),
        ("OperationClaim", "OperationClaim", 70_000),
        ("MarketplaceSellerReexposureDeliveryReturnOperation", "MarketplaceSellerReexposureDeliveryItem", 29_900),
        ("OperationSetOff", "OperationSetOff", -11),
    ];
    for (operation_type, part, amount) in apart {
        let lines = booked(part, Sku(0), Money(amount)).collect();
        post(call, &[Operation { operation_type, parcel: None, cause: operation_type.to_owned(), lines }]).await?;
    }
    Ok(())
}

async fn two_shops(call: &mut Call) -> Result<(ClientId, ClientId)> {
    let first = seller::open_shop(call, "One", "RUB", false).await?;
    Ok((first, seller::open_shop(call, "Two", "RUB", false).await?))
}

#[tokio::test]
async fn totals_are_the_sums_of_the_list() {
    let world = world().await;
    let told = world.write(ClientId(0), |call| {
        Box::pin(async move {
            let (one, two) = two_shops(call).await?;
            for shop in [one, two] {
                (call.seller, call.now) = (shop, "2026-01-12T09:00:00Z".parse().unwrap());
                post_mix(call).await?;
            }
            let mut of_kinds = 0;
            for kind in ["orders", "returns", "services", "compensation", "transferDelivery", "other"] {
                let found = agree(call, request(kind, "")).await?;
                assert!(found > 0, "{kind}");
                of_kinds += found;
            }
            assert_eq!((agree(call, request("all", "")).await?, of_kinds), (13, 13));
            assert_eq!(agree(call, request("", "1-1-1")).await?, 4);
            let mut req = request("", "1-1-1");
            req.filter.date = FinancePeriod::default();
            assert_eq!(agree(call, req.clone()).await?, 4);
            req.filter.operation_type = vec!["OperationItemReturn".to_owned(), "OperationClaim".to_owned()];
            assert_eq!(pages(call, req.clone()).await?.len(), 1);
            req.filter.posting_number = "".into();
            assert!(pages(call, req.clone()).await.is_err(), "a period is needed without a posting");
            req.filter.date = request("", "").filter.date;
            assert_eq!(pages(call, req).await?.len(), 3);
            let totals = totals_of(call, &request("all", "1-1-1")).await?;
            assert_eq!((totals.accruals_for_sale.0, totals.sale_commission.0), (0, 0));
            assert!(totals.processing_and_delivery.0 < 0 && totals.refunds_and_cancellations.0 < 0);
            Ok(())
        })
    });
    told.await.unwrap();
}

#[tokio::test]
async fn a_cause_is_booked_once_and_every_operation_balances() {
    let world = world().await;
    let told = world.write(ClientId(0), |call| {
        Box::pin(async move {
            (call.seller, _) = two_shops(call).await?;
            post_mix(call).await?;
            let lines: i64 = call.tx.value("select count(*) from ledger", &[]).await?;
            post_mix(call).await?;
            assert_eq!(call.tx.value::<i64>("select count(*) from ledger", &[]).await?, lines);
            let sums = "select cast(sum(amount) as bigint) from ledger group by operation_id";
            let sums = call.tx.rows(sums, args![], |row| row.next::<i64>()).await?;
            assert_eq!((sums.len(), sums.iter().filter(|sum| **sum != 0).count()), (13, 0));

            let lines = vec![Line { account: part::SELLER, part: part::SALE, sku: Sku(1), amount: Money(1) }];
            let operation_type = "OperationClaim";
            let lopsided = Operation { operation_type, parcel: None, cause: "lopsided".to_owned(), lines };
            assert!(post(call, &[lopsided]).await.is_err());
            Ok(())
        })
    });
    told.await.unwrap();
}

#[tokio::test]
async fn an_operation_reads_as_a_seller_knows_it() {
    let world = world().await;
    let told = world.write(ClientId(0), |call| {
        Box::pin(async move {
            (call.seller, _) = two_shops(call).await?;
            accrue::sold(call, &parcel("1-1-1", Scheme::Fbs)).await?;
            list::v3(call, &request("orders", "")).await
        })
    });
    let (answer, _) = told.await.unwrap();
    let operation = &answer.result.operations[0];
    assert_eq!((answer.result.row_count, answer.result.page_count), (1, 1));
    assert_eq!(operation.operation_date, "2026-01-12 09:00:00");
    assert_eq!(operation.operation_type_name, "Доставка покупателю");
    assert_eq!((operation.accruals_for_sale.0, operation.sale_commission.0), (131_399, -22_191));
    assert_eq!(operation.posting.delivery_schema, "FBS");
    assert_eq!(operation.posting.order_date, "2026-01-10 06:00:00");
    let units: Vec<i64> = operation.items.iter().map(|item| item.sku.0).collect();
    assert_eq!(units, [7, 7, 8]);
    let services: Vec<&str> = operation.services.iter().map(|service| service.name.as_str()).collect();
    assert_eq!(services, [part::DROPOFF, part::DIRECT_FLOW, part::LAST_MILE]);
}
