//! The client crate against a real server: what it knows of methods is what is served, and its helpers carry real data.

use std::collections::HashSet;

use futures_util::TryStreamExt;
use gostiny_client::{
    Patience,
    sheet::{FinanceRow, MovementRow, PostingRow, PriceRow, ProductRow, ReturnRow, StockRow, TransactionRow, rows},
};
use gostiny_server::{operator_routes, seller_routes};
use gostiny_wire::{
    finance::{FinanceTransactionListV3, FinanceTransactionListV3Request},
    operator::{PostingEvent, ReportHeadings, Settings},
    posting::{PostingFbsListV3, PostingFbsListV3Filter, PostingFbsListV3Request},
    price::{ProductImportPricesV1, ProductImportPricesV1Price},
    product::{ProductListV2, ProductListV2Request},
    report::{
        ReportFinanceCreateV1Request, ReportLanguage, ReportListV1, ReportListV1Request, ReportPostingsCreateV1Request,
        ReportPostingsFilter, ReportProductsCreateV1Request, ReportProductsMovementCreateV1Request,
        ReportProductsPricesCreateV1Request, ReportReturnsCreateV1Request, ReportStockCreateV1Request,
        ReportTransactionsCreateV1Request,
    },
    scalar::Money,
};
use serde::de::DeserializeOwned;

use crate::{shop::Shop, world::World};

const NOW: Patience = Patience { every: std::time::Duration::ZERO, most: std::time::Duration::ZERO };
const JANUARY: (&str, &str) = ("2026-01-01", "2026-01-31");

#[test]
fn the_method_table_knows_reads_from_writes() {
    let routes = seller_routes().and(operator_routes());
    let writers: HashSet<_> = routes.writers().map(|info| info.name).collect();
    // It counts its calls, which is all that it writes.
    let counts = |name| name == "AnalyticsDataV1";
    for info in routes.infos().filter(|info| !counts(info.name)) {
        assert_eq!(info.reads, !writers.contains(info.name), "the word `reads` in the line of {}", info.name);
    }
}

#[tokio::test]
async fn lists_are_streamed_to_their_end_and_updates_answered_item_by_item() {
    let world = World::new().await;
    let shop = world.shop().await;
    let mut names = Vec::new();
    for n in 0..7 {
        let product = shop.product(&format!("Чай-{n}")).price("100").stock(5).on_sale().await;
        names.push(product.offer_id.to_string());
        world.order_one(&[(product.sku, 1)]).await;
    }
    let goods = shop.client.items(ProductListV2, ProductListV2Request { limit: 3, ..Default::default() });
    let goods: Vec<_> = goods.map_ok(|one| one.offer_id.to_string()).try_collect().await.unwrap();
    assert_eq!(goods, names);

    let (since, to) = (world.now().await.plus_days(-5), world.now().await.plus_days(5));
    let filter = PostingFbsListV3Filter { since: Some(since), to: Some(to), ..Default::default() };
    let request = PostingFbsListV3Request { filter: Some(filter), limit: 2, ..Default::default() };
    let postings: Vec<_> = shop.client.items(PostingFbsListV3, request).try_collect().await.unwrap();
    let numbers: HashSet<_> = postings.iter().map(|one| one.posting_number.clone()).collect();
    assert_eq!((postings.len(), numbers.len()), (7, 7));

    let price = |name: &str, price: &str| ProductImportPricesV1Price {
        offer_id: name.into(),
        price: price.into(),
        old_price: "0".into(),
        ..Default::default()
    };
    let prices = (0..1_203).map(|n| price(names.get(n).map_or("нет такого", String::as_str), "120")).collect();
    let outcomes = shop.client.batch(ProductImportPricesV1, prices).await;
    let updated: Vec<_> = outcomes.iter().map(|one| one.as_ref().is_ok_and(|row| row.updated)).collect();
    assert_eq!(updated, (0..1_203).map(|n| n < 7).collect::<Vec<_>>());
    assert_eq!(outcomes[7].as_ref().unwrap().errors[0].code, "NOT_FOUND_ERROR");
}

/// Waits for a report and reads all of its rows.
async fn read<R: DeserializeOwned>(world: &World, shop: &Shop, code: String) -> Vec<R> {
    world.pass(5).await;
    let report = shop.client.report_made(&code, NOW).await.unwrap();
    let whole = shop.client.download(&report.file).await.unwrap();
    let mut pieces = Vec::new();
    let length = shop.client.download_to(&report.file, |piece| {
        pieces.extend_from_slice(piece);
        Ok(())
    });
    assert_eq!(length.await.unwrap(), u64::try_from(whole.len()).unwrap());
    assert_eq!(pieces, whole);
    rows(&pieces[..]).map(|row| row.unwrap()).collect()
}

#[tokio::test]
async fn reports_of_each_year_and_language_become_the_same_rows() {
    let world = World::new().await;
    let shop = world.shop().await;
    let tea = shop.product("Чай").price("1990.50").stock(7).on_sale().await;
    let number = world.order_one(&[(tea.sku, 2)]).await;
    shop.ship(&number).await;
    world.events(&number, &[PostingEvent::Accepted, PostingEvent::InTransit, PostingEvent::Delivered]).await;
    let (client, reports) = (&shop.client, shop.client.reports());
    for year in [ReportHeadings::Year2022, ReportHeadings::Year2023, ReportHeadings::Year2024] {
        world.set(Settings { report_headings: Some(year), ..Default::default() }).await;
        for language in [ReportLanguage::Ru, ReportLanguage::En] {
            let request = ReportProductsCreateV1Request { language, ..Default::default() };
            let code = reports.products_create_v1(&request).await.unwrap().result.code;
            let goods: Vec<ProductRow> = read(&world, &shop, code).await;
            let row = &goods[0];
            assert_eq!((goods.len(), row.offer_id.as_str(), row.sku), (1, "Чай", tea.sku), "{year:?} {language:?}");
            assert_eq!((row.price, row.present_fbs), (Some(Money(199_050)), Some(5)));
            assert_eq!((row.is_visible, row.created_at.is_some(), row.brand.is_empty()), (Some(true), true, false));

            let (processed_at_from, processed_at_to) =
                (Some("2026-01-01T00:00:00Z".parse().unwrap()), Some("2026-01-31T00:00:00Z".parse().unwrap()));
            let filter = ReportPostingsFilter { processed_at_from, processed_at_to, ..Default::default() };
            let request = ReportPostingsCreateV1Request { filter: Some(filter), language };
            let code = reports.postings_create_v1(&request).await.unwrap().result.code;
            let postings: Vec<PostingRow> = read(&world, &shop, code).await;
            let row = &postings[0];
            assert_eq!((postings.len(), row.sku, row.quantity), (1, tea.sku, Some(2)), "{year:?}");
            assert_eq!((row.name.is_empty(), row.delivered_at.is_some()), (false, true));
            let price = if year == ReportHeadings::Year2022 {
                (None, Some(Money(398_100)))
            } else {
                (Some(Money(199_050)), None)
            };
            assert_eq!((row.price, row.total), price);
            assert_eq!((row.paid, row.posting_sum), (Some(Money(199_050)), Some(Money(398_100))));
        }
    }
    let (date_from, date_to) = (JANUARY.0.to_owned(), JANUARY.1.to_owned());
    let language = ReportLanguage::En;
    let request = ReportProductsPricesCreateV1Request { language, ..Default::default() };
    let code = reports.products_prices_create_v1(&request).await.unwrap().result.code;
    let prices: Vec<PriceRow> = read(&world, &shop, code).await;
    assert_eq!((prices[0].offer_id.as_str(), prices[0].price), ("Чай", Some(Money(199_050))));

    let code = reports.stock_create_v1(&ReportStockCreateV1Request { language }).await.unwrap().result.code;
    let stock: Vec<StockRow> = read(&world, &shop, code).await;
    assert_eq!((stock[0].sku, stock[0].present), (tea.fbo_sku, Some(0)));

    let request =
        ReportProductsMovementCreateV1Request { date_from: date_from.clone(), date_to: date_to.clone(), language };
    let code = reports.products_movement_create_v1(&request).await.unwrap().result.code;
    assert!(read::<MovementRow>(&world, &shop, code).await.is_empty(), "nothing is with the marketplace");

    let request = ReportReturnsCreateV1Request { language, ..Default::default() };
    let code = reports.returns_create_v1(&request).await.unwrap().result.code;
    assert!(read::<ReturnRow>(&world, &shop, code).await.is_empty(), "nothing came back");

    let request = ReportTransactionsCreateV1Request {
        date_from: date_from.clone(),
        date_to: date_to.clone(),
        language,
        ..Default::default()
    };
    let code = reports.transactions_create_v1(&request).await.unwrap().result.code;
    let booked: Vec<TransactionRow> = read(&world, &shop, code).await;
    let request = ReportFinanceCreateV1Request { date_from, date_to, language };
    let code = reports.finance_create_v1(&request).await.unwrap().result.code;
    let days: Vec<FinanceRow> = read(&world, &shop, code).await;
    let total: Money = booked.iter().filter_map(|row| row.total).sum();
    assert!(total > Money(0), "{booked:?}");
    assert_eq!(days.last().unwrap().closing, Some(total));

    let request = FinanceTransactionListV3Request { page: 1, page_size: 1, ..january_operations() };
    let listed: Vec<_> = client.items(FinanceTransactionListV3, request).try_collect().await.unwrap();
    assert_eq!(listed.iter().map(|one| Money(one.amount.0)).sum::<Money>(), total);

    let made: Vec<_> = client
        .items(ReportListV1, ReportListV1Request { page_size: 4, ..Default::default() })
        .try_collect()
        .await
        .unwrap();
    let codes: HashSet<_> = made.iter().map(|report| report.code.clone()).collect();
    assert_eq!((made.len(), codes.len()), (18, 18));
}

fn january_operations() -> FinanceTransactionListV3Request {
    let mut request = FinanceTransactionListV3Request::default();
    request.filter.date.from = Some("2026-01-01T00:00:00Z".parse().unwrap());
    request.filter.date.to = Some("2026-01-31T00:00:00Z".parse().unwrap());
    request
}

#[tokio::test]
async fn the_papers_of_a_sale_are_waited_for() {
    let world = World::new().await;
    let shop = world.shop().await;
    let tea = shop.product("Чай").price("300").stock(3).on_sale().await;
    let packed = [shop.ship(&world.order_one(&[(tea.sku, 1)]).await).await];
    let late = shop.client.labels(&packed, NOW).await.unwrap_err();
    assert!(matches!(late, gostiny_client::ClientError::Late { .. }), "{late:?}");
    world.pass(90).await;
    let labels = shop.client.labels(&packed, NOW).await.unwrap();
    assert!(labels.0.starts_with(b"%PDF"));
}
