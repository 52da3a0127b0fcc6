//! Figures of a shop: what was ordered, delivered, sent back and looked at, by goods and by time.

use gostiny_client::ClientError;
use gostiny_wire::{
    analytics::{
        AnalyticsDataV1, AnalyticsDataV1Request, AnalyticsDataV1Result, AnalyticsFilter, AnalyticsFilterOp,
        AnalyticsItemTurnoverV1, AnalyticsItemTurnoverV1Request, AnalyticsOrder, AnalyticsSorting,
        AnalyticsStockOnWarehousesV1, AnalyticsStockOnWarehousesV1Request, AnalyticsStockOnWarehousesV2,
        AnalyticsStockOnWarehousesV2Request, AnalyticsWarehouseType,
    },
    operator::{
        OrderPlaceRequest, PostingEvent, SellerCreateRequest, Settings, SupplyStock, SupplyStockItem,
        SupplyStockRequest,
        insight::{AnalyticsEvents, AnalyticsEventsRecord, AnalyticsEventsRecordRequest},
    },
    scalar::{Decimal2, Sku},
};

use crate::{
    goods::TABLET_CASES,
    shop::Shop,
    world::{World, lines, refused, refused_like},
};

async fn premium(world: &World) -> Shop {
    let request = SellerCreateRequest { name: "Премиум".to_owned(), premium: true, ..Default::default() };
    world.shop_like(&request).await
}

fn question(dimension: &[&str], metrics: &[&str]) -> AnalyticsDataV1Request {
    let all = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    AnalyticsDataV1Request {
        date_from: "2026-01-01".to_owned(),
        date_to: "2026-03-31".to_owned(),
        dimension: all(dimension),
        metrics: all(metrics),
        limit: 1_000,
        ..Default::default()
    }
}

async fn ask(shop: &Shop, request: &AnalyticsDataV1Request) -> Result<AnalyticsDataV1Result, ClientError> {
    shop.call(AnalyticsDataV1, request).await.map(|answer| answer.result)
}

/// Ids of the dimensions and the metrics in hundredths, row by row.
fn rows(result: &AnalyticsDataV1Result) -> Vec<(Vec<&str>, Vec<i64>)> {
    let row = |row: &gostiny_wire::analytics::AnalyticsDataRow| row.metrics.iter().map(|metric| metric.0).collect();
    result.data.iter().map(|one| (one.dimensions.iter().map(|one| one.id.as_str()).collect(), row(one))).collect()
}

fn totals(result: &AnalyticsDataV1Result) -> Vec<i64> {
    result.totals.iter().map(|total| total.0).collect()
}

async fn record(world: &World, day: &str, events: Vec<AnalyticsEvents>) -> Result<(), ClientError> {
    let request = AnalyticsEventsRecordRequest { day: day.to_owned(), events };
    world.operator.call(AnalyticsEventsRecord, &request).await.map(drop)
}

const TO_BUYER: &[PostingEvent] = &[PostingEvent::Accepted, PostingEvent::InTransit, PostingEvent::Delivered];

#[tokio::test]
async fn what_happens_to_orders_is_counted_on_its_day() {
    let world = World::new().await;
    let shop = premium(&world).await;
    let one = shop.product("A-1").price("100.50").stock(50).on_sale().await;
    let two = shop.product("A-2").price("2000").stock(50).on_sale().await;
    let request =
        OrderPlaceRequest { items: lines(&[(one.sku, 2), (two.sku, 1)]), premium: true, ..Default::default() };
    let both = world.place(&request).await.unwrap().postings[0].posting_number.clone();
    let cancelled = world.order_one(&[(one.sku, 3)]).await;
    world.try_event(&cancelled, PostingEvent::CancelledByBuyer).await.unwrap();
    shop.ship(&both).await;
    world.pass(86_400).await;
    world.events(&both, TO_BUYER).await;
    world.pass(86_400).await;
    world.try_event(&both, PostingEvent::Returned).await.unwrap();
    let lost = world.order_one(&[(two.sku, 1)]).await;
    shop.ship(&lost).await;
    world.events(&lost, &[PostingEvent::Accepted, PostingEvent::InTransit, PostingEvent::Lost]).await;

    let metrics =
        ["revenue", "ordered_units", "delivered_units", "cancellations", "returns", "postings", "postings_premium"];
    let by_day = ask(&shop, &question(&["day"], &metrics)).await.unwrap();
    let want = [
        (vec!["2026-01-12"], vec![250_250, 600, 0, 300, 0, 200, 100]),
        (vec!["2026-01-13"], vec![0, 0, 300, 0, 0, 0, 0]),
        (vec!["2026-01-14"], vec![200_000, 100, 0, 100, 300, 100, 0]),
    ];
    assert_eq!(rows(&by_day), want);
    assert_eq!(totals(&by_day), [450_250, 700, 300, 400, 300, 300, 100]);
    assert!(by_day.data.iter().all(|row| row.dimensions[0].name.is_empty()));

    let by_sku = ask(&shop, &question(&["sku"], &metrics)).await.unwrap();
    let [first, second] = [one.sku.to_string(), two.sku.to_string()];
    let want = [
        (vec![first.as_str()], vec![50_250, 500, 200, 300, 200, 200, 100]),
        (vec![second.as_str()], vec![400_000, 200, 100, 100, 100, 200, 100]),
    ];
    assert_eq!(rows(&by_sku), want);
    assert_eq!(by_sku.data[0].dimensions[0].name, "Чехол для планшета A-1");
    let by_both = ask(&shop, &question(&["sku", "day"], &["ordered_units"])).await.unwrap();
    assert_eq!(by_both.data.len(), 6);
    assert_eq!(totals(&by_both), [700]);
}

#[tokio::test]
async fn time_and_goods_are_grouped_at_every_level() {
    let world = World::new().await;
    let shop = premium(&world).await;
    world.set(Settings { cancel_unpacked: Some(false), ..Default::default() }).await;
    let one = shop.product("A-1").price("10").stock(50).on_sale().await;
    let two = shop.product("A-2").price("10").stock(50).on_sale().await;
    for (sku, days) in [(one.sku, 6), (two.sku, 20), (one.sku, 0)] {
        world.order_one(&[(sku, 1)]).await;
        world.pass(days * 86_400).await;
    }
    let group = async |dimension: &str| {
        let result = ask(&shop, &question(&[dimension], &["ordered_units"])).await.unwrap();
        assert_eq!(totals(&result), [300]);
        rows(&result).into_iter().map(|(ids, metrics)| (ids[0].to_owned(), metrics[0])).collect::<Vec<_>>()
    };
    let owned = |rows: &[(&str, i64)]| rows.iter().map(|(id, units)| ((*id).to_owned(), *units)).collect::<Vec<_>>();
    // Orders fell on Monday the 12th, Sunday the 18th, and Saturday the 7th of February.
    assert_eq!(group("day").await, owned(&[("2026-01-12", 100), ("2026-01-18", 100), ("2026-02-07", 100)]));
    assert_eq!(group("week").await, owned(&[("2026-01-12", 200), ("2026-02-02", 100)]));
    assert_eq!(group("month").await, owned(&[("2026-01-01", 200), ("2026-02-01", 100)]));
    assert_eq!(group("year").await, owned(&[("2026", 300)]));
    assert_eq!(group("category1").await, owned(&[("17027429", 300)]));
    assert_eq!(group("category3").await, owned(&[(TABLET_CASES.to_string().as_str(), 300)]));
    assert_eq!(group("category4").await, owned(&[("0", 300)]));
    assert_eq!(group("brand").await, owned(&[("Волна", 300)]));
    assert_eq!(group("modelID").await, owned(&[("Модель A-1", 200), ("Модель A-2", 100)]));
    let spu = [one.product_id.to_string(), two.product_id.to_string()];
    assert_eq!(group("spu").await, owned(&[(&spu[0], 200), (&spu[1], 100)]));
    let named = ask(&shop, &question(&["category2", "spu"], &["ordered_units"])).await.unwrap();
    let names: Vec<_> = named.data[0].dimensions.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["Аксессуары для электроники", "Чехол для планшета A-1"]);
}

#[tokio::test]
async fn views_and_baskets_come_from_the_operator() {
    let world = World::new().await;
    let shop = premium(&world).await;
    let sku = shop.product("A-1").on_sale().await.sku;
    let seen = |search, basket, position| AnalyticsEvents {
        sku,
        hits_view_search: search,
        hits_view_pdp: 20,
        hits_tocart_search: basket,
        hits_tocart_pdp: 1,
        session_view_search: 30,
        session_view_pdp: 10,
        session_view: 35,
        position_category: Decimal2(position),
        adv_view_pdp: 3,
        adv_view_search_category: 4,
        adv_view_all: 7,
        adv_sum_all: Decimal2(1_250),
    };
    record(&world, "2026-01-10", vec![seen(100, 5, 200)]).await.unwrap();
    record(&world, "", vec![seen(300, 5, 600), seen(0, 0, 0)]).await.unwrap();
    let metrics = [
        "hits_view_search",
        "hits_view",
        "hits_tocart",
        "session_view",
        "conv_tocart_search",
        "conv_tocart_pdp",
        "conv_tocart",
        "position_category",
        "adv_view_all",
        "adv_sum_all",
        "hits_view_pdp",
        "hits_tocart_search",
        "hits_tocart_pdp",
        "session_view_pdp",
    ];
    let result = ask(&shop, &question(&["day"], &metrics)).await.unwrap();
    let first = [10_000, 12_000, 600, 3_500, 500, 500, 500, 200, 700, 1_250, 2_000, 500, 100, 1_000];
    assert_eq!(rows(&result)[0], (vec!["2026-01-10"], first.to_vec()));
    let second = &rows(&result)[1].1;
    assert_eq!((second[0], second[1], second[4], second[6], second[7]), (30_000, 34_000, 167, 206, 600));
    // Shares and positions over all rows are weighed, not summed: 10 of 400, 13 of 460; (100 x 2 + 300 x 6) / 400.
    let totals = totals(&result);
    assert_eq!((totals[0], totals[1], totals[4], totals[6], totals[7]), (40_000, 46_000, 250, 283, 500));
    let more = question(&["sku"], &["session_view_search", "adv_view_pdp", "adv_view_search_category"]);
    assert_eq!(rows(&ask(&shop, &more).await.unwrap())[0].1, [9_000, 900, 1_200]);

    let event = seen(1, 0, 0);
    refused_like(record(&world, "2026-01-13", vec![event.clone()]).await, 400, 0, "future");
    refused_like(record(&world, "12.01.2026", vec![event.clone()]).await, 400, 0, "YYYY-MM-DD");
    refused_like(record(&world, "", vec![]).await, 400, 0, "between 1 and 1000");
    let strange = AnalyticsEvents { sku: Sku(1), ..event.clone() };
    refused_like(record(&world, "", vec![event.clone(), strange]).await, 404, 0, "there is no sku 1");
    let many = AnalyticsEvents { hits_view_pdp: -1, ..event };
    refused_like(record(&world, "", vec![many]).await, 400, 0, "HitsViewPdp");
    let after = ask(&shop, &question(&["day"], &["hits_view_search"])).await.unwrap();
    assert_eq!(self::totals(&after), [40_000], "what is refused counts nothing");
}

#[tokio::test]
async fn rows_are_filtered_ordered_and_cut_and_totals_are_of_all() {
    let world = World::new().await;
    let shop = premium(&world).await;
    let mut skus = Vec::new();
    for (offer, price, units) in [("A-1", "10", 5), ("A-2", "100", 1), ("A-3", "1", 9), ("A-4", "10", 1)] {
        let sku = shop.product(offer).price(price).stock(50).on_sale().await.sku;
        world.order_one(&[(sku, units)]).await;
        skus.push(sku.to_string());
    }
    let base = question(&["sku"], &["revenue", "ordered_units"]);
    let filtered = async |key: &str, op, value: &str| {
        let filters = vec![AnalyticsFilter { key: key.to_owned(), op, value: value.to_owned() }];
        let result = ask(&shop, &AnalyticsDataV1Request { filters, ..base.clone() }).await.unwrap();
        let found = rows(&result).into_iter().map(|(ids, _)| skus.iter().position(|sku| sku == ids[0]).unwrap() + 1);
        (found.collect::<Vec<_>>(), totals(&result)[1])
    };
    use AnalyticsFilterOp::{Eq, Gt, Gte, Lt, Lte};
    assert_eq!(filtered("ordered_units", Gt, "5").await, (vec![3], 900));
    assert_eq!(filtered("ordered_units", Gte, "5").await, (vec![1, 3], 1_400));
    assert_eq!(filtered("revenue", Lt, "10").await, (vec![3], 900));
    assert_eq!(filtered("revenue", Lte, "10.00").await, (vec![3, 4], 1_000));
    assert_eq!(filtered("revenue", Eq, "100").await, (vec![2], 100));
    assert_eq!(
        filtered("delivered_units", Eq, "0").await,
        (vec![1, 2, 3, 4], 1_600),
        "a metric that was not asked for"
    );
    assert_eq!(filtered("sku", Eq, &skus[1]).await, (vec![2], 100));
    assert_eq!(filtered("day", Gt, "2026-01-12").await, (vec![], 0));
    assert_eq!(filtered("month", Eq, "2026-01-31").await, (vec![1, 2, 3, 4], 1_600));
    assert_eq!(filtered("category1", Eq, "17027429").await, (vec![1, 2, 3, 4], 1_600));
    assert_eq!(filtered("modelID", Eq, "Модель A-4").await, (vec![4], 100));

    let order = |key: &str, order| AnalyticsSorting { key: key.to_owned(), order };
    let sorted = async |sort, limit, offset| {
        let result = ask(&shop, &AnalyticsDataV1Request { sort, limit, offset, ..base.clone() }).await.unwrap();
        assert_eq!(totals(&result), [16_900, 1_600], "of all rows");
        let found = rows(&result).into_iter().map(|(ids, _)| skus.iter().position(|sku| sku == ids[0]).unwrap() + 1);
        found.collect::<Vec<_>>()
    };
    let by_revenue = || vec![order("revenue", AnalyticsOrder::Desc)];
    assert_eq!(sorted(by_revenue(), 10, 0).await, [2, 1, 4, 3]);
    assert_eq!(sorted(by_revenue(), 2, 1).await, [1, 4]);
    assert_eq!(sorted(by_revenue(), 2, 4).await, [0; 0]);
    let by_both = vec![order("ordered_units", AnalyticsOrder::Asc), order("sku", AnalyticsOrder::Desc)];
    assert_eq!(sorted(by_both, 10, 0).await, [4, 2, 1, 3]);
    assert_eq!(sorted(vec![order("returns", AnalyticsOrder::Desc)], 10, 0).await, [1, 2, 3, 4]);
}

#[tokio::test]
async fn odd_questions_are_refused() {
    let world = World::new().await;
    let shop = premium(&world).await;
    let refuses = async |change: &dyn Fn(&mut AnalyticsDataV1Request), part: &str| {
        let mut request = question(&["sku"], &["revenue"]);
        change(&mut request);
        refused_like(ask(&shop, &request).await, 400, 3, part);
    };
    refuses(&|request| request.metrics = vec!["revenue".into(); 15], "InvalidArgument").await;
    refuses(&|request| request.metrics = vec![], "Metrics").await;
    refuses(&|request| request.metrics = vec!["wishes".into()], "Metrics[0]").await;
    refuses(&|request| request.metrics = vec!["unknown_metric".into()], "Metrics[0]").await;
    refuses(&|request| request.dimension = vec![], "Dimension").await;
    refuses(&|request| request.dimension = vec!["unknownDimension".into()], "Dimension[0]").await;
    refuses(&|request| request.date_from = String::new(), "DateFrom").await;
    refuses(&|request| request.date_to = "31.01.2026".into(), "DateTo").await;
    refuses(&|request| request.date_from = "2026-04-01".into(), "must not be later").await;
    refuses(&|request| request.limit = 0, "(0, 1000]").await;
    refuses(&|request| request.limit = 1_001, "(0, 1000]").await;
    refuses(&|request| request.offset = -1, "Offset").await;
    let filter = |key: &str, value: &str| {
        vec![AnalyticsFilter { key: key.to_owned(), value: value.to_owned(), ..Default::default() }]
    };
    refuses(&|request| request.filters = filter("brand", "Волна"), "other than brand").await;
    refuses(&|request| request.filters = filter("wishes", "1"), "Filters[0].Key").await;
    refuses(&|request| request.filters = filter("revenue", "much"), "Filters[0].Value").await;
    refuses(&|request| request.filters = filter("day", "today"), "Filters[0].Value").await;
    let sort = |key: &str| vec![AnalyticsSorting { key: key.to_owned(), ..Default::default() }];
    refuses(&|request| request.sort = sort("day"), "Sort[0].Key").await;
    shop.refuses(
        "/v1/analytics/data",
        &[
            (r#"{"metrics":"revenue"}"#, 400, 3, "unexpected token \"revenue\""),
            (r#"{"filters":[{"key":"sku","op":"LIKE"}]}"#, 400, 3, "\"LIKE\""),
        ],
    )
    .await;
}

#[tokio::test]
async fn without_the_premium_level_little_is_told() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").price("5").on_sale().await.sku;
    world.order_one(&[(sku, 1)]).await;
    let basic = question(&["sku", "day"], &["revenue", "ordered_units"]);
    assert_eq!(totals(&ask(&shop, &basic).await.unwrap()), [500, 100]);
    refused_like(ask(&shop, &question(&["sku"], &["hits_view"])).await, 403, 7, "Premium");
    refused_like(ask(&shop, &question(&["brand"], &["revenue"])).await, 403, 7, "Premium");
    let early = AnalyticsDataV1Request { date_from: "2025-10-11".to_owned(), ..basic.clone() };
    refused_like(ask(&shop, &early).await, 400, 3, "3 months");
    let just = AnalyticsDataV1Request { date_from: "2025-10-12".to_owned(), ..basic };
    assert_eq!(totals(&ask(&shop, &just).await.unwrap()), [500, 100]);
}

#[tokio::test]
async fn calls_can_be_limited_to_one_a_minute() {
    let world = World::new().await;
    let (shop, other) = (premium(&world).await, premium(&world).await);
    let request = question(&["sku"], &["revenue"]);
    for _ in 0..3 {
        ask(&shop, &request).await.unwrap();
    }
    world.set(Settings { analytics_interval_seconds: Some(60), ..Default::default() }).await;
    ask(&shop, &request).await.unwrap();
    let message = "You have reached request rate limit per second";
    refused(ask(&shop, &request).await, 429, 8, message);
    ask(&other, &request).await.unwrap();
    world.pass(59).await;
    refused(ask(&shop, &request).await, 429, 8, message);
    world.pass(1).await;
    ask(&shop, &request).await.unwrap();
}

async fn supply(world: &World, shop: &Shop, sku: Sku, quantity: i64) {
    let items = vec![SupplyStockItem { sku, quantity }];
    world.operator.call(SupplyStock, &SupplyStockRequest { client_id: shop.client_id, items }).await.unwrap();
}

#[tokio::test]
async fn turnover_tells_how_long_the_stock_lasts() {
    let world = World::new().await;
    let shop = world.shop().await;
    // 20 x 25 x 18 cm are 0.9 litres.
    let product = shop.product("A-1").approved().await;
    shop.product("A-2").on_sale().await;
    world.pass(2 * 86_400).await;
    supply(&world, &shop, product.fbo_sku, 30).await;
    let number = world.order_one(&[(product.fbo_sku, 7)]).await;
    world.pass(86_400).await;
    world.try_event(&number, PostingEvent::InTransit).await.unwrap();
    // It is the 15th: the second half has begun with 23 units, and the first had 30 on its last day.
    let ask = async |date_from: &str| {
        shop.call(AnalyticsItemTurnoverV1, &AnalyticsItemTurnoverV1Request { date_from: date_from.to_owned() }).await
    };
    let first = ask("2026-01-01").await.unwrap();
    assert_eq!((first.period.as_str(), first.date.as_str()), ("2026-01-01 - 2026-01-14", "2026-01-15"));
    let item = &first.categories[0].turnover_items[0];
    assert_eq!((first.categories.len(), first.categories[0].turnover_items.len()), (1, 1));
    assert_eq!((item.sku, item.offer_id.as_str(), item.stock_items_total), (product.fbo_sku, "A-1", 23));
    assert_eq!((item.avg_stock_items.0, item.avg_sold_items.0, item.turnover.as_str()), (214, 0, ""));
    assert_eq!((item.volume.0, item.avg_stock_litres.0), (90, 192));
    let second = ask("2026-01-15").await.unwrap();
    let category = &second.categories[0];
    let item = &category.turnover_items[0];
    assert_eq!((item.avg_stock_items.0, item.avg_sold_items.0), (2_300, 700));
    assert_eq!((item.turnover.as_str(), item.avg_stock_items_free.0, item.min_daily_sales.0), ("3", 84_000, 19));
    assert_eq!((category.category_id, category.threshold_free, category.commission.0), (TABLET_CASES, 120, 0));
    // What never sells is charged for.
    assert!(first.categories[0].commission.0 > 0 && first.categories[0].billed_days == 14, "{first:?}");
    assert_eq!(first.commission_total, first.categories[0].commission);
    for wrong in ["2026-01-02", "", "2026-02-01", "x"] {
        refused_like(ask(wrong).await, 400, 3, "DateFrom");
    }
    shop.refuses("/v1/analytics/item_turnover", &[(r#"{"date_from":1}"#, 400, 3, "unexpected token 1")]).await;
}

#[tokio::test]
async fn stock_at_the_marketplace_is_shown_in_both_forms() {
    let world = World::new().await;
    let shop = world.shop().await;
    let one = shop.product("A-1").approved().await;
    let two = shop.product("A-2").approved().await;
    supply(&world, &shop, two.fbo_sku, 4).await;
    supply(&world, &shop, one.fbo_sku, 10).await;
    let number = world.order_one(&[(one.fbo_sku, 3)]).await;
    world.try_event(&number, PostingEvent::InTransit).await.unwrap();
    world.order_one(&[(one.fbo_sku, 2)]).await;

    let v1 = shop.call(AnalyticsStockOnWarehousesV1, &AnalyticsStockOnWarehousesV1Request::default()).await.unwrap();
    let item = &v1.total_items[0];
    assert_eq!((v1.total_items.len(), item.offer_id.as_str(), item.sku.0), (2, "A-1", one.fbo_sku.0));
    assert_eq!((item.stock.for_sale, item.stock.not_for_sale, item.stock.shipped), (5, 2, 3));
    assert_eq!((item.category.as_str(), item.discounted.as_str()), ("Чехлы для планшетов", "Нет"));
    assert_eq!((item.length.0, item.width.0, item.height.0, item.weight.0), (2_000, 18_000, 25_000, 30_000));
    assert_eq!(v1.timestamp, world.now().await.date_and_time());
    let warehouse = &v1.wh_items[0];
    assert_eq!((v1.wh_items.len(), warehouse.items.len(), warehouse.items[1].stock.for_sale), (1, 2, 4));
    let request = AnalyticsStockOnWarehousesV1Request { limit: 1, offset: 1 };
    let page = shop.call(AnalyticsStockOnWarehousesV1, &request).await.unwrap();
    assert_eq!((page.total_items.len(), page.total_items[0].offer_id.as_str()), (1, "A-2"));

    let ask = async |limit, offset, warehouse_type| {
        let request = AnalyticsStockOnWarehousesV2Request { limit, offset, warehouse_type };
        shop.call(AnalyticsStockOnWarehousesV2, &request).await.map(|answer| answer.result.rows)
    };
    let all = ask(0, 0, AnalyticsWarehouseType::All).await.unwrap();
    assert_eq!((all.len(), all[0].sku, all[0].item_code.as_str()), (2, one.fbo_sku, "A-1"));
    assert_eq!((all[0].free_to_sell_amount, all[0].reserved_amount, all[0].promised_amount), (5, 2, 0));
    assert_eq!(ask(1, 1, AnalyticsWarehouseType::NotExpressDarkStore).await.unwrap(), all[1..]);
    assert_eq!(ask(10, 0, AnalyticsWarehouseType::ExpressDarkStore).await.unwrap(), []);
    refused_like(ask(1_001, 0, AnalyticsWarehouseType::All).await, 400, 3, "(0, 1000]");
    refused_like(ask(1, -1, AnalyticsWarehouseType::All).await, 400, 3, "Offset");
    for path in ["/v1/analytics/stock_on_warehouses", "/v2/analytics/stock_on_warehouses"] {
        shop.refuses(path, &[(r#"{"limit":"many"}"#, 400, 3, "\"many\""), (r#"{"limit":-1}"#, 400, 3, "Limit")]).await;
    }
    shop.refuses("/v2/analytics/stock_on_warehouses", &[(r#"{"warehouse_type":"BIG"}"#, 400, 3, "\"BIG\"")]).await;
}
