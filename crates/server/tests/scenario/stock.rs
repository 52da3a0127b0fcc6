//! Stocks: what the seller sets, what orders hold, and what is never oversold.

use gostiny_wire::{
    operator::{OrderPlaceRequest, Settings, SupplyStock, SupplyStockItem, SupplyStockRequest},
    posting::{PostingFbsCancelV2, PostingFbsCancelV2Request},
    scalar::{CancelReasonId, Digits, ProductId, WarehouseId},
    stock::{
        ProductImportStocksV1, ProductImportStocksV1Request, ProductImportStocksV1Stock,
        ProductInfoStocksByWarehouseFbsV1, ProductInfoStocksByWarehouseFbsV1Request, ProductInfoStocksV3,
        ProductInfoStocksV3Filter, ProductInfoStocksV3Item, ProductInfoStocksV3Request, ProductsStocksV2,
        ProductsStocksV2Request, ProductsStocksV2Stock,
    },
};

use crate::{
    shop::Shop,
    world::{World, lines, refusal, refused_like},
};

async fn sums(shop: &Shop, offer_id: &str) -> ProductInfoStocksV3Item {
    let filter = ProductInfoStocksV3Filter { offer_id: vec![offer_id.into()], ..Default::default() };
    let request = ProductInfoStocksV3Request { filter, limit: 10, ..Default::default() };
    shop.call(ProductInfoStocksV3, &request).await.unwrap().result.items.remove(0)
}

fn row(item: &ProductInfoStocksV3Item, kind: &str) -> (i32, i32) {
    let row = item.stocks.iter().find(|row| row.r#type == kind).unwrap();
    (row.present, row.reserved)
}

fn line(offer_id: &str, warehouse_id: WarehouseId, stock: i64) -> ProductsStocksV2Stock {
    ProductsStocksV2Stock { offer_id: offer_id.into(), stock, warehouse_id, ..Default::default() }
}

#[tokio::test]
async fn stock_is_what_can_be_sold_and_orders_reserve_of_it() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").stock(10).on_sale().await;
    world.order(&[(product.sku, 3)]).await;
    assert_eq!(shop.stock_of(product.sku).await, (10, 3));
    assert_eq!(row(&sums(&shop, "A-1").await, "fbs"), (10, 3));
    // Setting names what can still be sold: what orders hold stays on top.
    assert!(shop.set_stock(&product.offer_id, 5).await.updated);
    assert_eq!(shop.stock_of(product.sku).await, (8, 3));
    let card = shop.info("A-1").await.card;
    assert_eq!((card.stocks.present, card.stocks.reserved), (8, 3));
    assert!(shop.set_stock(&product.offer_id, 0).await.updated);
    assert_eq!(shop.stock_of(product.sku).await, (3, 3));
    assert!(!shop.info("A-1").await.card.visible);
}

#[tokio::test]
async fn each_broken_rule_has_its_code() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    shop.product("A-1").stock(4).on_sale().await;
    other.product("B-1").on_sale().await;
    let bulky = world.warehouse(&shop, "Крупный склад", |request| request.is_kgt = true).await;
    world.moderate_by_hand().await;
    shop.product("fresh").imported().await;
    let here = shop.warehouse_id;
    let codes_of = [
        (line("none", here, 5), &["NOT_FOUND", "NOT_FOUND_ERROR", "offer_id_not_found"][..]),
        (line("B-1", here, 5), &["NOT_FOUND", "NOT_FOUND_ERROR", "offer_id_not_found"]),
        (line("A-1", WarehouseId(5), 5), &["WAREHOUSE_NOT_FOUND"]),
        (line("A-1", other.warehouse_id, 5), &["WAREHOUSE_NOT_FOUND"]),
        (line("A-1", here, 4), &["SKU STOCK NOT CHANGED"]),
        (line("A-1", here, 1_000_000), &["STOCK_TOO_BIG"]),
        (line("A-1", bulky, 5), &["NON_KGT_ON_KGT_WAREHOUSE"]),
        (line("fresh", here, 5), &["product_is_not_created", "PRICE_IS_NOT_SENT", "INVALID_STATE"]),
    ];
    let stocks: Vec<_> = codes_of.iter().map(|(line, _)| line.clone()).collect();
    let answer = shop.call(ProductsStocksV2, &ProductsStocksV2Request { stocks: stocks.clone() }).await.unwrap().result;
    assert_eq!(answer.len(), codes_of.len());
    for (row, (line, codes)) in answer.iter().zip(&codes_of) {
        assert_eq!((row.updated, row.errors.len(), row.warehouse_id), (false, 1, line.warehouse_id), "{row:?}");
        assert!(codes.contains(&row.errors[0].code.as_str()), "{line:?}: {row:?}");
    }
    assert_eq!(row(&sums(&shop, "A-1").await, "fbs"), (4, 0));
    assert_eq!(row(&sums(&other, "B-1").await, "fbs"), (10, 0));
    // 999999 is the most there can be.
    assert!(shop.set_stock(&"A-1".into(), 999_999).await.updated);
}

#[tokio::test]
async fn good_lines_go_through_beside_bad_ones() {
    let world = World::new().await;
    let shop = world.shop().await;
    let (one, two) = (shop.product("A-1").approved().await, shop.product("A-2").approved().await);
    let by_id = ProductsStocksV2Stock { product_id: two.product_id, ..line("", shop.warehouse_id, 7) };
    let stocks = vec![line("A-1", shop.warehouse_id, 5), line("none", shop.warehouse_id, 5), by_id];
    let answer = shop.call(ProductsStocksV2, &ProductsStocksV2Request { stocks }).await.unwrap().result;
    assert_eq!(answer.iter().map(|row| row.updated).collect::<Vec<_>>(), [true, false, true]);
    assert_eq!((answer[2].offer_id.as_str(), answer[2].product_id), ("A-2", two.product_id));
    assert_eq!((shop.stock_of(one.sku).await, shop.stock_of(two.sku).await), ((5, 0), (7, 0)));
}

#[tokio::test]
async fn a_bulky_product_belongs_on_a_warehouse_for_bulky_goods() {
    let world = World::new().await;
    let shop = world.shop().await;
    let bulky = world.warehouse(&shop, "Крупный склад", |request| request.is_kgt = true).await;
    let sofa = shop
        .product("sofa")
        .with(|item| {
            (item.depth, item.width, item.height, item.weight) = (900, 2_200, 800, 60_000);
        })
        .approved()
        .await;
    assert!(shop.info("sofa").await.card.is_kgt);
    let refused = shop.set_stock(&sofa.offer_id, 1).await;
    assert_eq!(refused.errors.iter().map(|error| error.code.as_str()).collect::<Vec<_>>(), ["OVER_MAX_OVH_NON_KGT"]);
    assert!(shop.set_stock_at(&sofa.offer_id, bulky, 1).await.updated);
}

#[tokio::test]
async fn the_same_stock_too_often_is_told_so() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").stock(4).on_sale().await;
    world.set(Settings { stock_update_interval_seconds: Some(30), ..Default::default() }).await;
    world.pass(29).await;
    let early = shop.set_stock(&product.offer_id, 5).await;
    assert_eq!(
        (early.errors[0].code.as_str(), early.errors[0].message.as_str()),
        ("TOO_MANY_REQUESTS", "Stock is updated too frequently")
    );
    // A buyer's order is no update.
    world.order(&[(product.sku, 1)]).await;
    world.pass(1).await;
    assert!(shop.set_stock(&product.offer_id, 5).await.updated);
}

#[tokio::test]
async fn the_older_method_is_for_shops_with_one_warehouse() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").approved().await;
    let request = |stock| ProductImportStocksV1Request {
        stocks: vec![
            ProductImportStocksV1Stock { offer_id: "A-1".into(), stock, ..Default::default() },
            ProductImportStocksV1Stock { product_id: ProductId(5), stock, ..Default::default() },
        ],
    };
    let answer = shop.call(ProductImportStocksV1, &request(6)).await.unwrap().result;
    assert_eq!((answer[0].updated, answer[0].product_id, answer[1].updated), (true, product.product_id, false));
    assert_eq!((answer[1].errors.len(), shop.stock_of(product.sku).await), (1, (6, 0)));

    world.warehouse(&shop, "Второй склад", |_| {}).await;
    refused_like(shop.call(ProductImportStocksV1, &request(7)).await, 400, 3, "has 2 non-rfbs warehouses, should be 1");
    assert_eq!(shop.stock_of(product.sku).await, (6, 0));
}

#[tokio::test]
async fn stocks_are_shown_per_scheme_and_per_warehouse() {
    let world = World::new().await;
    let shop = world.shop().await;
    let second = world.warehouse(&shop, "Второй склад", |_| {}).await;
    let product = shop.product("A-1").stock(4).on_sale().await;
    assert!(shop.set_stock_at(&product.offer_id, second, 6).await.updated);
    let supply = SupplyStockRequest {
        client_id: shop.client_id,
        items: vec![SupplyStockItem { sku: product.fbo_sku, quantity: 9 }],
    };
    world.operator.call(SupplyStock, &supply).await.unwrap();
    let item = sums(&shop, "A-1").await;
    assert_eq!((row(&item, "fbs"), row(&item, "fbo"), item.product_id), ((10, 0), (9, 0), product.product_id));
    for request in [
        ProductInfoStocksByWarehouseFbsV1Request { sku: vec![Digits(product.sku.0)], fbs_sku: vec![] },
        ProductInfoStocksByWarehouseFbsV1Request { fbs_sku: vec![Digits(product.sku.0)], sku: vec![] },
    ] {
        let rows = shop.call(ProductInfoStocksByWarehouseFbsV1, &request).await.unwrap().result;
        let mut told: Vec<_> = rows.iter().map(|row| (row.warehouse_id, row.present, row.reserved)).collect();
        told.sort_unstable();
        let mut want = [(shop.warehouse_id, 4, 0), (second, 6, 0)];
        want.sort_unstable();
        assert_eq!(told, want);
        assert!(rows.iter().all(|row| row.sku == product.sku && row.product_id == product.product_id));
        assert!(rows.iter().any(|row| row.warehouse_name == "Второй склад"));
    }
    let unknown = ProductInfoStocksByWarehouseFbsV1Request { sku: vec![Digits(5)], fbs_sku: vec![] };
    assert_eq!(shop.call(ProductInfoStocksByWarehouseFbsV1, &unknown).await.unwrap().result, []);
}

#[tokio::test]
async fn an_order_takes_all_or_nothing() {
    let world = World::new().await;
    let shop = world.shop().await;
    let (one, two) = (shop.product("A-1").stock(5).on_sale().await, shop.product("A-2").stock(1).on_sale().await);
    let order = OrderPlaceRequest { items: lines(&[(one.sku, 2), (two.sku, 2)]), ..Default::default() };
    let (status, _, message) = refusal(world.place(&order).await);
    assert_eq!(status, 409, "{message}");
    assert_eq!((shop.stock_of(one.sku).await, shop.stock_of(two.sku).await), ((5, 0), (1, 0)));
    world.order(&[(one.sku, 5), (two.sku, 1)]).await;
    assert_eq!((shop.stock_of(one.sku).await, shop.stock_of(two.sku).await), ((5, 5), (1, 1)));
    let more = OrderPlaceRequest { items: lines(&[(one.sku, 1)]), ..Default::default() };
    assert_eq!(refusal(world.place(&more).await).0, 409);
}

#[tokio::test]
async fn twenty_buyers_at_once_cannot_buy_more_than_there_is() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").stock(7).on_sale().await;
    let order = OrderPlaceRequest { items: lines(&[(product.sku, 1)]), ..Default::default() };
    let mut buyers = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let (operator, order) = (world.operator.clone(), order.clone());
        buyers.spawn(async move { operator.call(gostiny_wire::operator::OrderPlace, &order).await });
    }
    let (mut bought, mut refused) = (0, 0);
    while let Some(answer) = buyers.join_next().await {
        match answer.unwrap() {
            Ok(_) => bought += 1,
            Err(error) => {
                assert!(matches!(error, gostiny_client::ClientError::Refused { status: 409, .. }), "{error:?}");
                refused += 1;
            }
        }
    }
    assert_eq!((bought, refused, shop.stock_of(product.sku).await), (7, 13, (7, 7)));
}

#[tokio::test]
async fn many_who_set_the_same_goods_at_once_leave_sums_that_agree() {
    let world = World::new().await;
    let shop = world.shop().await;
    let offers = ["A-1", "A-2", "A-3"];
    let mut skus = Vec::new();
    for offer in offers {
        skus.push(shop.product(offer).stock(5).on_sale().await.sku);
    }
    let mut sellers = tokio::task::JoinSet::new();
    for round in 0..24_i64 {
        // Some leave nothing to sell, so that goods go out of stock and come back meanwhile.
        let stock = if round % 4 == 0 { 0 } else { 100 + round };
        let stocks = offers.map(|offer| line(offer, shop.warehouse_id, stock)).to_vec();
        let client = shop.client.clone();
        sellers.spawn(async move { client.call(ProductsStocksV2, &ProductsStocksV2Request { stocks }).await });
    }
    while let Some(answer) = sellers.join_next().await {
        let told = answer.unwrap().unwrap().result;
        assert!(told.iter().all(|one| one.updated || one.errors[0].code == "SKU STOCK NOT CHANGED"), "{told:?}");
    }
    for (offer, sku) in offers.into_iter().zip(skus) {
        let (present, reserved) = shop.stock_of(sku).await;
        assert!(reserved == 0 && (present == 0 || (101..124).contains(&present)), "{present}");
        assert_eq!(i64::from(row(&sums(&shop, offer).await, "fbs").0), present);
        let info = shop.info(offer).await;
        assert_eq!((i64::from(info.card.stocks.present), info.card.visible), (present, present > 0));
    }
}

#[tokio::test]
async fn a_cancelled_posting_gives_its_units_back() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").stock(5).on_sale().await;
    let number = world.order_one(&[(product.sku, 2)]).await;
    let cancel = PostingFbsCancelV2Request {
        cancel_reason_id: CancelReasonId(352),
        cancel_reason_message: String::new(),
        posting_number: number,
    };
    assert!(shop.call(PostingFbsCancelV2, &cancel).await.unwrap().result);
    assert_eq!(shop.stock_of(product.sku).await, (5, 0));
}

#[tokio::test]
async fn odd_requests_for_stocks_are_refused_whole() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").stock(4).on_sale().await;
    let here = shop.warehouse_id;
    let mixed = |warehouse: &str, stock: &str| {
        format!(
            r#"{{"stocks":[{{"offer_id":"A-1","stock":9,"warehouse_id":{here}}},{{"offer_id":"A-1","stock":{stock},"warehouse_id":{warehouse}}}]}}"#
        )
    };
    let nested = "Request validation error: invalid ProductsStocksRequest.Stocks[1]: embedded message failed validation | \
        caused by: invalid ProductsStocksRequest_Stock.WarehouseId: value must be greater than 0";
    shop.refuses(
        "/v2/products/stocks",
        &[
            ("{}", 400, 3, "value must contain between 1 and 100 items"),
            (&mixed("0", "5"), 400, 3, nested),
            (&mixed("-7", "5"), 400, 3, nested),
            (
                &mixed(&here.to_string(), "-1"),
                400,
                3,
                "ProductsStocksRequest_Stock.Stock: value must be greater than or equal to 0",
            ),
            (&mixed(&here.to_string(), "\"few\""), 400, 3, "unexpected token \"few\""),
            (r#"{"stocks":{"a":1}}"#, 400, 3, "unexpected token {"),
        ],
    )
    .await;
    let stocks = vec![line("A-1", here, 9); 101];
    refused_like(
        shop.call(ProductsStocksV2, &ProductsStocksV2Request { stocks }).await,
        400,
        3,
        "between 1 and 100 items",
    );
    let stocks = vec![ProductImportStocksV1Stock { offer_id: "A-1".into(), stock: 9, ..Default::default() }; 101];
    refused_like(
        shop.call(ProductImportStocksV1, &ProductImportStocksV1Request { stocks }).await,
        400,
        3,
        "between 1 and 100 items",
    );
    shop.refuses(
        "/v1/product/import/stocks",
        &[("{}", 400, 3, "between 1 and 100 items"), (r#"{"stocks":[{"offer_id":5}]}"#, 400, 3, "unexpected token 5")],
    )
    .await;
    let range = "value must be inside range (0, 1000]";
    for path in ["/v3/product/info/stocks", "/v3/products/info/stocks"] {
        shop.refuses(
            path,
            &[
                ("{}", 400, 3, range),
                (r#"{"limit":1001}"#, 400, 3, range),
                (r#"{"limit":10,"last_id":"?"}"#, 400, 3, "last_id"),
                (r#"{"limit":10,"filter":{"product_id":5}}"#, 400, 3, "unexpected token 5"),
            ],
        )
        .await;
    }
    let many = format!(r#"{{"sku":[{}]}}"#, vec!["1"; 501].join(","));
    shop.refuses(
        "/v1/product/info/stocks-by-warehouse/fbs",
        &[("{}", 400, 3, ""), (&many, 400, 3, "500"), (r#"{"sku":5}"#, 400, 3, "unexpected token 5")],
    )
    .await;
    assert_eq!(shop.stock_of(product.sku).await, (4, 0));
}
