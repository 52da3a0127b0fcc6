//! Prices and stocks: what the methods of 2022 and those of today tell of the same goods.

use gostiny_wire::{
    price::{
        ProductInfoPricesV4, ProductInfoPricesV4Filter, ProductInfoPricesV4Request, ProductInfoPricesV5,
        ProductInfoPricesV5Request,
    },
    scalar::{Decimal2, Digits},
    stock::{
        ProductInfoStocksByWarehouseFbsV2, ProductInfoStocksByWarehouseFbsV2Request, ProductInfoStocksV4,
        ProductInfoStocksV4Filter, ProductInfoStocksV4Request, ProductInfoWarehouseStocksV1,
        ProductInfoWarehouseStocksV1Request,
    },
};

use crate::world::{World, refused_like};

#[tokio::test]
async fn prices_are_numbers_where_they_were_texts() {
    let world = World::new().await;
    let shop = world.shop().await;
    shop.product("A-1").price("1000.50").with(|item| item.old_price = "1500".to_owned()).on_sale().await;
    let filter = ProductInfoPricesV4Filter::default();
    let old = ProductInfoPricesV4Request { filter: filter.clone(), limit: 10, ..Default::default() };
    let old = shop.call(ProductInfoPricesV4, &old).await.unwrap().result;
    let request = ProductInfoPricesV5Request { filter, limit: 10, ..Default::default() };
    let page = shop.call(ProductInfoPricesV5, &request).await.unwrap();
    assert_eq!((page.cursor.as_str(), page.total, page.total_items), (old.last_id.as_str(), 1, 1));
    let (item, was) = (&page.items[0], &old.items[0]);
    assert_eq!((item.price.price, item.price.old_price), (Decimal2(100_050), Decimal2(150_000)));
    assert_eq!((was.price.price.as_str(), item.price.vat), ("1000.5000", Decimal2(20)));
    assert_eq!(item.commissions.sales_percent_fbs, was.commissions.sales_percent_fbs);
    assert_eq!(item.commissions.fbs_deliv_to_customer_amount, was.commissions.fbs_deliv_to_customer_amount);
    assert_eq!((item.acquiring, item.price_indexes.color_index.as_str()), (was.acquiring, "WITHOUT_INDEX"));
    let behind = ProductInfoPricesV5Request { cursor: page.cursor, ..request };
    assert_eq!(shop.call(ProductInfoPricesV5, &behind).await.unwrap().items, []);
    refused_like(shop.call(ProductInfoPricesV5, &ProductInfoPricesV5Request::default()).await, 400, 3, "Limit");
}

#[tokio::test]
async fn stock_is_told_by_scheme_and_by_warehouse() {
    let world = World::new().await;
    let shop = world.shop().await;
    let second = world.warehouse(&shop, "Второй склад", |_| {}).await;
    let mut products = Vec::new();
    for offer in ["A-1", "A-2", "A-3"] {
        let product = shop.product(offer).on_sale().await;
        shop.set_stock_at(&product.offer_id, second, 4).await;
        products.push(product);
    }
    world.order_one(&[(products[0].sku, 2)]).await;

    let filter = ProductInfoStocksV4Filter { offer_id: vec!["A-1".into()], ..Default::default() };
    let request = ProductInfoStocksV4Request { filter, limit: 10, ..Default::default() };
    let told = shop.call(ProductInfoStocksV4, &request).await.unwrap();
    let fbs = &told.items[0].stocks[1];
    assert_eq!((fbs.r#type.as_str(), fbs.present, fbs.reserved, fbs.sku), ("fbs", 14, 2, products[0].sku));
    let mut places = vec![Digits(shop.warehouse_id.0), Digits(second.0)];
    places.sort();
    assert_eq!(fbs.warehouse_ids, places);
    assert_eq!((told.total, told.total_items), (1, 1));

    // All goods, one row a page: six rows, each once, in one order.
    let (mut cursor, mut rows) = (String::new(), Vec::new());
    loop {
        let page = ProductInfoStocksByWarehouseFbsV2Request { cursor, limit: 1, ..Default::default() };
        let page = shop.call(ProductInfoStocksByWarehouseFbsV2, &page).await.unwrap();
        rows.extend(page.products.iter().map(|row| (row.product_id, row.warehouse_id)));
        cursor = page.cursor;
        if !page.has_next {
            assert_eq!(cursor, "");
            break;
        }
    }
    let mut sorted = rows.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!((rows.len(), &rows), (6, &sorted));
    let named = ProductInfoStocksByWarehouseFbsV2Request {
        limit: 100,
        offer_id: vec!["A-2".into()],
        sku: vec![Digits(products[0].sku.0), Digits(products[2].fbo_sku.0)],
        ..Default::default()
    };
    let named = shop.call(ProductInfoStocksByWarehouseFbsV2, &named).await.unwrap().products;
    assert_eq!(named.len(), 4);
    let held = named.iter().find(|row| row.reserved > 0).unwrap();
    assert_eq!((held.offer_id.as_str(), held.present - held.reserved), ("A-1", held.free_stock));

    let request = ProductInfoWarehouseStocksV1Request { limit: 2, warehouse_id: second, ..Default::default() };
    let first = shop.call(ProductInfoWarehouseStocksV1, &request).await.unwrap();
    assert!(first.has_next && first.stocks.iter().all(|row| row.present == 4));
    let request = ProductInfoWarehouseStocksV1Request { cursor: first.cursor, ..request };
    let last = shop.call(ProductInfoWarehouseStocksV1, &request).await.unwrap();
    assert_eq!((last.stocks.len(), last.has_next), (1, false));
    assert_eq!(last.stocks[0].updated_at, world.now().await);

    let stranger = world.shop().await;
    refused_like(stranger.call(ProductInfoWarehouseStocksV1, &request).await, 404, 5, "Warehouse");
    let foreign = ProductInfoStocksByWarehouseFbsV2Request {
        limit: 10,
        sku: vec![Digits(products[0].sku.0)],
        ..Default::default()
    };
    assert_eq!(stranger.call(ProductInfoStocksByWarehouseFbsV2, &foreign).await.unwrap().products, []);
    shop.refuses(
        "/v2/product/info/stocks-by-warehouse/fbs",
        &[(r#"{"limit":0}"#, 400, 3, "Limit"), (r#"{"limit":1,"cursor":"?"}"#, 400, 3, "last_id")],
    )
    .await;
}
