//! What surrounds a shop today: certified goods, areas one by one, reports by period and warehouse, stock at the
//! marketplace, ratings, and what a key may do.

use gostiny_wire::{
    analytics::{
        AnalyticsManageStocksFilter, AnalyticsManageStocksV1, AnalyticsManageStocksV1Request, AnalyticsStock,
        AnalyticsStockOnWarehousesV2, AnalyticsStockOnWarehousesV2Request, AnalyticsStocksV1, AnalyticsStocksV1Request,
        RatingSummaryV1,
    },
    certificate::{
        ProductCertificateAccordanceTypesListV2, ProductCertificateAccordanceTypesV1, ProductCertificationListV1,
        ProductCertificationListV1Request, ProductCertificationListV2, ProductCertificationListV2Request,
    },
    method::Empty,
    operator::{
        CertificationCategory, CertificationRules, CertificationSet, DeliveryMethodCreateIntegration as Integration,
        KeyCreate, KeyCreateRequest, OrderPlaceAddress, OrderPlaceRequest, PostingEvent, ReturnEvent,
        SellerCreateRequest, SupplyOrderAccept, SupplyOrderAcceptRequest, SupplyOrderCreate, SupplyOrderCreateRequest,
        SupplyOrderItem, SupplyStock, SupplyStockItem, SupplyStockRequest,
    },
    polygon::{PolygonBindV2, PolygonBindV2Request, PolygonCreateV1, PolygonCreateV1Request},
    posting::{PostingFbsCancelV2, PostingFbsCancelV2Request},
    report::{
        ReportReturnsCreateV2, ReportReturnsCreateV2Request, ReportReturnsV2Filter, ReportWarehouseStockV1,
        ReportWarehouseStockV1Request,
    },
    scalar::{CancelReasonId, Decimal2, Digits, Sku, TypeId},
    seller::{RolesV1, SellerInfoV1},
};

use crate::{
    goods::TABLET_CASES,
    parcel::{goods_at, own_warehouse},
    report::table,
    returns::{delivered, delivered_fbo, events, send_back},
    shop::Shop,
    world::{World, lines, refused, refused_like},
};

const DAY: i64 = 86_400;
const MOSCOW: &str = "[[[37,55],[38,55],[38,56],[37,56],[37,55]]]";

#[tokio::test]
async fn certified_goods_are_told_in_the_words_of_both_trees() {
    let world = World::new().await;
    let shop = world.shop().await;
    let categories = vec![CertificationCategory { category_id: TABLET_CASES, is_required: true }];
    let rules = CertificationRules { categories, brands: Vec::new() };
    world.operator.call(CertificationSet, &rules).await.unwrap();
    let old =
        shop.call(ProductCertificationListV1, &ProductCertificationListV1Request::default()).await.unwrap().result;
    let request = ProductCertificationListV2Request { page: 1, page_size: 10 };
    let told = shop.call(ProductCertificationListV2, &request).await.unwrap();
    assert_eq!((told.total, told.certification.len()), (old.total, 1));
    let one = &told.certification[0];
    assert_eq!((one.type_id, &one.type_name), (TypeId(TABLET_CASES.0), &old.certification[0].category_name));
    assert!(one.is_required && one.category_id != TABLET_CASES && !one.category_name.is_empty());
    let behind = ProductCertificationListV2Request { page: 2, page_size: 10 };
    assert_eq!(shop.call(ProductCertificationListV2, &behind).await.unwrap().certification, []);
    shop.refuses("/v2/product/certification/list", &[(r#"{"page_size":1001}"#, 400, 3, "PageSize")]).await;

    let old = shop.call(ProductCertificateAccordanceTypesV1, &Empty {}).await.unwrap().result;
    let groups = shop.call(ProductCertificateAccordanceTypesListV2, &Empty {}).await.unwrap().result;
    let (old, base): (Vec<_>, Vec<_>) =
        old.iter().map(|one| &one.value).zip(groups.base.iter().map(|one| &one.code)).unzip();
    assert_eq!(old, base);
    assert!(!groups.hazard.is_empty() && groups.hazard.iter().all(|one| !base.contains(&&one.code)));
}

#[tokio::test]
async fn areas_are_added_one_by_one() {
    let world = World::new().await;
    let shop = world.shop().await;
    let warehouse_id = own_warehouse(&world, &shop, Integration::NonIntegrated).await;
    let method =
        world.delivery(&shop, warehouse_id, |request| request.tpl_integration_type = Integration::NonIntegrated);
    let delivery_method_id = method.await;
    let sku = goods_at(&shop, "A-1", warehouse_id, 50).await.sku;
    let mut areas = Vec::new();
    for coordinates in [MOSCOW, "[[[30,59],[31,59],[31,60],[30,60],[30,59]]]"] {
        let request = PolygonCreateV1Request { coordinates: coordinates.to_owned() };
        areas.push(shop.call(PolygonCreateV1, &request).await.unwrap().polygon_id);
    }
    let bind = async |shop: &Shop, polygon_id, time| {
        let request = PolygonBindV2Request { delivery_method_id, polygon_id, time, warehouse_id };
        shop.call(PolygonBindV2, &request).await
    };
    let order = async |longitude: &str, latitude: &str| {
        let address = OrderPlaceAddress {
            longitude: longitude.parse().unwrap(),
            latitude: latitude.parse().unwrap(),
            ..Default::default()
        };
        let request = OrderPlaceRequest {
            items: lines(&[(sku, 1)]),
            address: Some(address),
            delivery_method_id: Some(delivery_method_id),
            ..Default::default()
        };
        world.place(&request).await.is_ok()
    };
    bind(&shop, areas[0], 60).await.unwrap();
    assert!(order("37.5", "55.5").await && !order("30.5", "59.5").await);
    // The second comes beside the first, and a second word on one changes its time.
    bind(&shop, areas[1], 90).await.unwrap();
    bind(&shop, areas[1], 30).await.unwrap();
    assert!(order("37.5", "55.5").await && order("30.5", "59.5").await);
    let kept = world.rows("select minutes from polygon_binding order by polygon_id").await;
    assert_eq!(kept, [["60"], ["30"]]);

    let stranger = world.shop().await;
    refused_like(bind(&stranger, areas[0], 60).await, 404, 5, "DELIVERY_METHOD_NOT_FOUND");
    refused_like(bind(&shop, gostiny_wire::scalar::PolygonId(5), 60).await, 404, 5, "polygon id 5 not found");
    refused_like(bind(&shop, areas[0], 0).await, 400, 3, "Time");
    let elsewhere =
        PolygonBindV2Request { delivery_method_id, polygon_id: areas[0], time: 60, warehouse_id: shop.warehouse_id };
    refused(shop.call(PolygonBindV2, &elsewhere).await, 404, 5, "DELIVERY_METHOD_NOT_FOUND");
}

#[tokio::test]
async fn reports_are_asked_for_by_period_and_by_warehouse() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("Я-1").stock(20).on_sale().await;
    let number = delivered(&world, &shop, product.sku, 2).await;
    let first = send_back(&world, &number, product.sku, 1, |_| {}).await.unwrap().return_id;
    world.pass(3 * DAY).await;
    let fbo = delivered_fbo(&world, &shop, &product, 1).await;
    let second = send_back(&world, &fbo, product.fbo_sku, 1, |_| {}).await.unwrap().return_id;
    let now = world.now().await;
    let returns = async |scheme: &str, status: &str, days: i64| {
        let filter = ReportReturnsV2Filter {
            delivery_schema: scheme.to_owned(),
            date_from: Some(now.plus_days(-days)),
            date_to: Some(now),
            status: status.to_owned(),
        };
        let request = ReportReturnsCreateV2Request { filter: Some(filter), ..Default::default() };
        let code = shop.call(ReportReturnsCreateV2, &request).await.unwrap().result.code;
        let table = table(&world, &shop, &code).await;
        table.column("ID товара в возврате").iter().map(|id| (*id).to_owned()).collect::<Vec<_>>()
    };
    let (first, second) = (first.to_string(), second.to_string());
    assert_eq!(returns("ALL", "", 30).await, [first.clone(), second.clone()]);
    assert_eq!(returns("fbo", "", 30).await, [second.as_str()]);
    assert_eq!(returns("", "WaitingShipment", 30).await, [first.as_str()]);
    assert_eq!(returns("FBS", "", 1).await, [""; 0]);

    let other = world.warehouse(&shop, "Второй склад", |_| {}).await;
    shop.set_stock_at(&product.offer_id, other, 7).await;
    world.order_one(&[(product.sku, 1)]).await;
    let wanted = |ids: &[i64]| ReportWarehouseStockV1Request {
        warehouse_id: ids.iter().copied().map(Digits).collect(),
        ..Default::default()
    };
    let code = shop.call(ReportWarehouseStockV1, &wanted(&[other.0])).await.unwrap().result.code;
    let told = table(&world, &shop, &code).await;
    assert_eq!((told.column("Артикул"), told.column("Название склада")), (vec!["Я-1"], vec!["Второй склад"]));
    let code = shop.call(ReportWarehouseStockV1, &wanted(&[other.0, shop.warehouse_id.0])).await.unwrap().result.code;
    let told = table(&world, &shop, &code).await;
    let sum = |heading: &str| told.column(heading).iter().map(|cell| cell.parse::<i64>().unwrap()).sum::<i64>();
    let (present, reserved) = shop.stock_of(product.sku).await;
    assert_eq!(sum("Доступно на моем складе, шт"), present - reserved);
    assert_eq!((sum("Зарезервировано на моем складе, шт"), reserved), (1, 1));

    let stranger = world.shop().await;
    refused(stranger.call(ReportWarehouseStockV1, &wanted(&[other.0])).await, 404, 5, "Warehouse is not found");
    refused_like(shop.call(ReportWarehouseStockV1, &wanted(&[])).await, 400, 3, "WarehouseId");
    let day = r#""date_from":"2026-01-01T00:00:00Z","date_to":"2026-02-01T00:00:00Z""#;
    let (scheme, status) = (
        format!(r#"{{"filter":{{{day},"delivery_schema":"DBS"}}}}"#),
        format!(r#"{{"filter":{{{day},"status":"moving"}}}}"#),
    );
    shop.refuses(
        "/v2/report/returns/create",
        &[
            ("{}", 400, 3, "Filter"),
            (r#"{"filter":{"date_from":"2026-01-01T00:00:00Z"}}"#, 400, 3, "DateTo"),
            (&scheme, 400, 3, "DeliverySchema"),
            (&status, 400, 3, "Status"),
        ],
    )
    .await;
}

async fn supply(world: &World, shop: &Shop, sku: Sku, quantity: i64) {
    let items = vec![SupplyStockItem { sku, quantity }];
    world.operator.call(SupplyStock, &SupplyStockRequest { client_id: shop.client_id, items }).await.unwrap();
}

#[tokio::test]
async fn stock_at_the_marketplace_is_told_with_how_it_sells() {
    let world = World::new().await;
    let shop = world.shop().await;
    let fast = shop.product("A-1").approved().await;
    let slow = shop.product("A-2").approved().await;
    let never = shop.product("A-3").approved().await;
    supply(&world, &shop, fast.fbo_sku, 30).await;
    supply(&world, &shop, slow.fbo_sku, 5).await;
    let number = world.order_one(&[(fast.fbo_sku, 14)]).await;
    world.events(&number, &[PostingEvent::InTransit, PostingEvent::Delivered]).await;
    world.order_one(&[(fast.fbo_sku, 2)]).await;
    world.pass(DAY).await;
    let told = async |change: &dyn Fn(&mut AnalyticsStocksV1Request)| -> Vec<AnalyticsStock> {
        let skus = [never.fbo_sku, slow.fbo_sku, fast.sku, fast.fbo_sku].map(|sku| Digits(sku.0)).to_vec();
        let mut request = AnalyticsStocksV1Request { skus, ..Default::default() };
        change(&mut request);
        shop.call(AnalyticsStocksV1, &request).await.unwrap().items
    };
    let items = told(&|_| {}).await;
    let by_sku: Vec<_> =
        items.iter().map(|one| (one.sku, one.available_stock_count, one.turnover_grade.as_str())).collect();
    // Fourteen in four weeks are half a unit a day: fourteen units last 28 days.
    assert_eq!(by_sku, [(slow.fbo_sku, 5, "NO_SALES"), (fast.fbo_sku, 14, "POPULAR")]);
    let one = &items[1];
    assert_eq!((one.ads, one.idc, one.other_stock_count), (Decimal2(50), Decimal2(2_800), 2));
    assert_eq!((one.valid_stock_count, one.days_without_sales, items[0].days_without_sales), (16, 1, 28));
    assert_eq!(told(&|request| request.turnover_grades = vec!["NO_SALES".to_owned()]).await.len(), 1);
    assert_eq!(told(&|request| request.warehouse_ids = vec![Digits(one.warehouse_id.0)]).await.len(), 2);
    assert_eq!(told(&|request| request.warehouse_ids = vec![Digits(5)]).await, []);
    assert_eq!(told(&|request| request.item_tags = vec!["ECONOM".to_owned()]).await, []);

    let old = AnalyticsStockOnWarehousesV2Request::default();
    let old = shop.call(AnalyticsStockOnWarehousesV2, &old).await.unwrap().result.rows;
    let manage = async |filter: AnalyticsManageStocksFilter, offset| {
        let request = AnalyticsManageStocksV1Request { filter, limit: 1, offset };
        shop.call(AnalyticsManageStocksV1, &request).await.unwrap().items
    };
    for (offset, row) in (0..).zip(&old) {
        let page = manage(AnalyticsManageStocksFilter::default(), offset).await;
        assert_eq!((page[0].sku, page[0].valid_stock_count), (row.sku, row.free_to_sell_amount + row.reserved_amount));
    }
    assert_eq!(manage(AnalyticsManageStocksFilter::default(), 2).await, []);
    let named = AnalyticsManageStocksFilter { skus: vec![Digits(slow.sku.0)], ..Default::default() };
    assert_eq!(manage(named, 0).await[0].sku, slow.fbo_sku);
    let defect = vec!["STOCK_TYPE_DEFECT".to_owned()];
    assert_eq!(manage(AnalyticsManageStocksFilter { stock_types: defect, ..Default::default() }, 0).await, []);

    // What is announced and what comes back is not stock yet.
    let items = [(slow.fbo_sku, 7), (slow.sku, 2)].map(|(sku, quantity)| SupplyOrderItem { sku, quantity });
    let request = SupplyOrderCreateRequest { client_id: shop.client_id, items: items.to_vec(), ..Default::default() };
    let supply = world.operator.call(SupplyOrderCreate, &request).await.unwrap();
    let back = send_back(&world, &number, fast.fbo_sku, 3, |_| {}).await.unwrap().return_id;
    events(&world, back, &[ReturnEvent::AcceptedFromCustomer]).await;
    let units = async || {
        let items = told(&|_| {}).await;
        let (slow, fast) = (&items[0], &items[1]);
        let coming = (slow.requested_stock_count, fast.return_from_customer_stock_count);
        (coming, (slow.valid_stock_count, fast.valid_stock_count))
    };
    assert_eq!(units().await, ((9, 3), (5, 16)));
    let rows = shop.call(AnalyticsStockOnWarehousesV2, &Default::default()).await.unwrap().result.rows;
    assert_eq!(rows.iter().map(|row| row.promised_amount).sum::<i64>(), 9);
    let all = SupplyOrderAcceptRequest { order_id: supply.order_id, ..Default::default() };
    world.operator.call(SupplyOrderAccept, &all).await.unwrap();
    events(&world, back, &[ReturnEvent::ReturnedToOzon]).await;
    assert_eq!(units().await, ((0, 0), (14, 19)));

    let stranger = world.shop().await;
    let request = AnalyticsStocksV1Request { skus: vec![Digits(fast.fbo_sku.0)], ..Default::default() };
    assert_eq!(stranger.call(AnalyticsStocksV1, &request).await.unwrap().items, []);
    shop.refuses("/v1/analytics/stocks", &[("{}", 400, 3, "Skus")]).await;
    shop.refuses(
        "/v1/analytics/manage/stocks",
        &[("{}", 400, 3, "Limit"), (r#"{"limit":1,"filter":{"stock_types":["BROKEN"]}}"#, 400, 3, "StockTypes")],
    )
    .await;
}

#[tokio::test]
async fn ratings_come_from_what_became_of_postings() {
    let world = World::new().await;
    let request = SellerCreateRequest { name: "Премиум".to_owned(), premium: true, ..Default::default() };
    let shop = world.shop_like(&request).await;
    let sku = shop.product("A-1").stock(50).on_sale().await.sku;
    let fresh = shop.call(RatingSummaryV1, &Empty {}).await.unwrap();
    assert!(
        fresh.premium && fresh.groups[0].items.iter().all(|one| one.current_value == Decimal2(0) && one.status == "OK")
    );
    let mut numbers = Vec::new();
    for _ in 0..4 {
        numbers.push(world.order_one(&[(sku, 1)]).await);
    }
    let request = PostingFbsCancelV2Request {
        posting_number: numbers[0].clone(),
        cancel_reason_id: CancelReasonId(352),
        ..Default::default()
    };
    shop.call(PostingFbsCancelV2, &request).await.unwrap();
    shop.ship(&numbers[1]).await;
    shop.ship(&numbers[2]).await;
    world.events(&numbers[1], &[PostingEvent::InTransit]).await;
    let promised = shop.posting(&numbers[2]).await.shipment_date;
    world.pass(promised.seconds_since(world.now().await) + 1).await;
    world.events(&numbers[2], &[PostingEvent::InTransit]).await;

    let rating = async |word: &str| {
        let told = shop.call(RatingSummaryV1, &Empty {}).await.unwrap().groups.remove(0).items;
        told.into_iter().find(|one| one.rating == word).unwrap()
    };
    let cancelled = rating("rating_cancellation_percent").await;
    let want = world.rows("select count(*), sum(affect_cancellation_rating) from posting").await;
    let (all, bad): (i64, i64) = (want[0][0].parse().unwrap(), want[0][1].parse().unwrap());
    assert_eq!((all, cancelled.current_value), (4, Decimal2(bad * 10_000 / all)));
    assert_eq!((cancelled.status.as_str(), cancelled.change.meaning.as_str()), ("CRITICAL", "MEANING_BAD"));
    assert_eq!(rating("rating_shipment_delay").await.current_value, Decimal2(5_000));
    let info = shop.call(SellerInfoV1, &Empty {}).await.unwrap();
    assert_eq!((info.company.name.as_str(), info.company.currency.as_str()), ("Премиум", "RUB"));
    assert_eq!((info.subscription.is_premium, info.subscription.r#type.as_str()), (true, "PREMIUM"));
    assert_eq!(info.ratings[0].current_value.value, cancelled.current_value);
    assert!(info.ratings[0].current_value.status.danger && !info.ratings[0].past_value.status.danger);
    world.pass(14 * DAY).await;
    let later = rating("rating_shipment_delay").await;
    assert_eq!(
        (later.current_value, later.past_value, later.change.meaning.as_str()),
        (Decimal2(0), Decimal2(5_000), "MEANING_GOOD")
    );
}

#[tokio::test]
async fn a_key_tells_what_it_may_do() {
    let world = World::new().await;
    let shop = world.shop().await;
    let own = shop.call(RolesV1, &Empty {}).await.unwrap();
    assert_eq!((own.roles.len(), own.roles[0].name.as_str(), own.expires_at.as_str()), (1, "Admin", ""));
    assert_eq!(own.roles[0].methods.len(), gostiny_wire::seller_methods().count());

    let request = KeyCreateRequest {
        client_id: shop.client_id,
        name: "склад".to_owned(),
        roles: vec!["Posting FBS".to_owned(), "Admin read only".to_owned()],
        expires_at: Some(world.now().await.plus_days(7)),
        ..Default::default()
    };
    let made = world.operator.call(KeyCreate, &request).await.unwrap();
    let client = world.stranger.as_seller(shop.client_id, &made.api_key).unwrap();
    let told = client.call(RolesV1, &Empty {}).await.unwrap();
    let names: Vec<_> = told.roles.iter().map(|role| role.name.as_str()).collect();
    assert_eq!((names, told.expires_at.as_str()), (vec!["Posting FBS", "Admin read only"], "2026-01-19T09:00:00Z"));
    let opens = |at: usize, path: &str| told.roles[at].methods.iter().any(|method| method == path);
    assert!(opens(0, "/v4/posting/fbs/ship") && !opens(1, "/v4/posting/fbs/ship"));
    assert!(!opens(0, "/v2/product/list") && opens(1, "/v2/product/list"));
    assert!(opens(0, "/v1/roles") && opens(1, "/v1/roles"));
}
