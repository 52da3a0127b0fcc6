//! The first sale, end to end: from an empty shop through the seller API alone to money, with restarts on the way.

use gostiny_wire::{
    act::{
        PostingFbsActCheckStatusV2, PostingFbsActCheckStatusV2Request, PostingFbsActCreateV2,
        PostingFbsActCreateV2Request, PostingFbsActGetContainerLabelsV2, PostingFbsActGetContainerLabelsV2Request,
        PostingFbsActGetPdfV2, PostingFbsActGetPdfV2Request,
    },
    category::{
        CategoriesTreeV1, CategoriesTreeV1Request, CategoryAttributeType, CategoryAttributeV3,
        CategoryAttributeV3Request, CategoryAttributeValuesV2, CategoryAttributeValuesV2Request, CategoryTreeV2,
        CategoryTreeV2Request, Language,
    },
    method::Empty,
    operator::PostingEvent,
    posting::{
        PostingFbsListWith, PostingFbsPackageLabelV2, PostingFbsPackageLabelV2Request, PostingFbsShipPackageV3,
        PostingFbsShipPackageV3Request, PostingFbsShipV2, PostingFbsShipV2Item, PostingFbsShipV2Package,
        PostingFbsShipV2Request, PostingFbsShipV3, PostingFbsShipV3Package, PostingFbsShipV3Product,
        PostingFbsShipV3Request, PostingFbsUnfulfilledListV3, PostingFbsUnfulfilledListV3Filter,
        PostingFbsUnfulfilledListV3Request,
    },
    price::{ProductImportPricesV1, ProductImportPricesV1Price, ProductImportPricesV1Request},
    product::{ProductImportInfoV1, ProductImportInfoV1Request, ProductImportV2, ProductImportV2Request},
    scalar::PostingNumber,
    stock::{ProductsStocksV2, ProductsStocksV2Request, ProductsStocksV2Stock},
    warehouse::{DeliveryMethodListV1, DeliveryMethodListV1Request, WarehouseListV1},
};

use crate::{
    finance::{adds_up, list, sum_of, totals},
    goods::{BRAND, Product, TABLET_CASES, attribute, good_item},
    label::{pages, scan},
    shop::Shop,
    world::{World, refused},
};

/// Reads tree, attributes and dictionary as a catalogue importer does, and creates two products from what it read.
async fn create_goods(world: &World, shop: &Shop) -> Vec<Product> {
    let tree = shop.call(CategoryTreeV2, &CategoryTreeV2Request::default()).await.unwrap().result;
    let older = shop.call(CategoriesTreeV1, &CategoriesTreeV1Request::default()).await.unwrap().result;
    assert_eq!(tree, older);
    let branch = CategoryTreeV2Request { category_id: TABLET_CASES, language: Language::En };
    assert_eq!(shop.call(CategoryTreeV2, &branch).await.unwrap().result[0].title, "Tablet cases");
    let ask = CategoryAttributeV3Request {
        attribute_type: CategoryAttributeType::Required,
        category_id: vec![TABLET_CASES],
        language: Language::Ru,
    };
    let required = shop.call(CategoryAttributeV3, &ask).await.unwrap().result.remove(0).attributes;
    let mut item = good_item("A-1");
    item.attributes.retain(|one| one.id != BRAND);
    for needed in required {
        let ask = CategoryAttributeValuesV2Request {
            attribute_id: needed.id,
            category_id: TABLET_CASES,
            limit: 50,
            ..Default::default()
        };
        let value = shop.call(CategoryAttributeValuesV2, &ask).await.unwrap().result.remove(3);
        item.attributes.push(attribute(needed.id, value.id, &value.value));
    }
    let mut second = item.clone();
    second.offer_id = "B-2".into();
    let import = ProductImportV2Request { items: vec![item, second] };
    let task_id = shop.call(ProductImportV2, &import).await.unwrap().result.task_id;
    let ask = ProductImportInfoV1Request { task_id };
    assert_eq!(shop.call(ProductImportInfoV1, &ask).await.unwrap().result.items[0].status, "pending");
    world.restart().await;
    world.pass(1).await;
    let outcome = shop.call(ProductImportInfoV1, &ask).await.unwrap().result.items;
    assert!(outcome.iter().all(|item| item.status == "imported" && item.errors.is_empty()), "{outcome:?}");
    world.pass(2).await;
    let mut goods = Vec::new();
    for item in outcome {
        let card = shop.info(item.offer_id.as_str()).await.card;
        assert_eq!(card.status.state, "price_sent");
        goods.push(Product {
            offer_id: item.offer_id,
            product_id: item.product_id,
            sku: card.fbs_sku,
            fbo_sku: card.fbo_sku,
        });
    }
    goods
}

async fn set_price_and_stock(shop: &Shop, goods: &[Product]) {
    let price = |one: &Product| ProductImportPricesV1Price {
        offer_id: one.offer_id.clone(),
        price: "849.90".to_owned(),
        old_price: "1299".to_owned(),
        ..Default::default()
    };
    let prices = ProductImportPricesV1Request { prices: goods.iter().map(price).collect() };
    let priced = shop.call(ProductImportPricesV1, &prices).await.unwrap().result;
    assert!(priced.iter().all(|row| row.updated), "{priced:?}");
    let warehouse = shop.call(WarehouseListV1, &Empty {}).await.unwrap().result.remove(0);
    let stock = |one: &Product| ProductsStocksV2Stock {
        product_id: one.product_id,
        stock: 40,
        warehouse_id: warehouse.warehouse_id,
        ..Default::default()
    };
    let stocks = ProductsStocksV2Request { stocks: goods.iter().map(stock).collect() };
    let stocked = shop.call(ProductsStocksV2, &stocks).await.unwrap().result;
    assert!(stocked.iter().all(|row| row.updated), "{stocked:?}");
    for one in goods {
        assert!(shop.info(one.offer_id.as_str()).await.card.visible);
    }
}

async fn to_do(shop: &Shop, status: &str) -> Vec<PostingNumber> {
    let filter = PostingFbsUnfulfilledListV3Filter {
        cutoff_from: Some("2026-01-01T00:00:00Z".parse().unwrap()),
        cutoff_to: Some("2026-02-01T00:00:00Z".parse().unwrap()),
        status: status.to_owned(),
        ..Default::default()
    };
    let request = PostingFbsUnfulfilledListV3Request {
        filter: Some(filter),
        limit: 1_000,
        with: PostingFbsListWith { analytics_data: true, barcodes: true, financial_data: true, translit: false },
        ..Default::default()
    };
    let result = shop.call(PostingFbsUnfulfilledListV3, &request).await.unwrap().result;
    assert_eq!(usize::try_from(result.count).unwrap(), result.postings.len());
    result.postings.into_iter().map(|posting| posting.posting_number).collect()
}

/// Packs five postings, each in its version's way; answers all parcels and how many units each holds.
async fn pack(shop: &Shop, goods: &[Product], numbers: &[PostingNumber]) -> Vec<PostingNumber> {
    let (a, b) = (goods[0].sku, goods[1].sku);
    let product = |product_id, quantity| PostingFbsShipV3Product { product_id, quantity, ..Default::default() };
    let items = |list: &[(gostiny_wire::scalar::Sku, i32)]| PostingFbsShipV2Package {
        items: list.iter().map(|&(sku, quantity)| PostingFbsShipV2Item { quantity, sku }).collect(),
    };
    let mut parcels = Vec::new();
    let v2 = PostingFbsShipV2Request {
        packages: vec![items(&[(a, 2)]), items(&[(b, 1)])],
        posting_number: numbers[0].clone(),
    };
    parcels.extend(shop.call(PostingFbsShipV2, &v2).await.unwrap().result);
    let v3 = PostingFbsShipV3Request {
        packages: vec![
            PostingFbsShipV3Package { products: vec![product(a, 1)] },
            PostingFbsShipV3Package { products: vec![product(a, 1), product(b, 1)] },
        ],
        posting_number: numbers[1].clone(),
        ..Default::default()
    };
    parcels.extend(shop.call(PostingFbsShipV3, &v3).await.unwrap().result);
    parcels.extend(shop.try_ship(&numbers[2], &[&[(a, 1)], &[(a, 1)], &[(b, 1)]]).await.unwrap());
    parcels.extend(shop.try_ship(&numbers[3], &[&[(a, 2), (b, 1)]]).await.unwrap());
    let part = PostingFbsShipPackageV3Request { posting_number: numbers[4].clone(), products: vec![product(a, 1)] };
    parcels.extend(shop.call(PostingFbsShipPackageV3, &part).await.unwrap().result);
    parcels.extend(shop.try_ship(&numbers[4], &[&[(a, 1), (b, 1)]]).await.unwrap());
    assert_eq!(parcels.len(), 10);
    parcels
}

async fn print_labels(world: &World, shop: &Shop, parcels: &[PostingNumber]) {
    let request = PostingFbsPackageLabelV2Request { posting_number: parcels.to_vec() };
    refused(shop.call(PostingFbsPackageLabelV2, &request).await, 400, 3, "POSTINGS_NOT_READY");
    world.pass(45).await;
    let pdf = shop.call(PostingFbsPackageLabelV2, &request).await.unwrap().0;
    assert_eq!(pages(&pdf), parcels.len());
    for (number, codes) in parcels.iter().zip(scan(&pdf).unwrap_or_default()) {
        let barcodes = shop.posting(number).await.barcodes.unwrap();
        assert!(
            codes.contains(&barcodes.lower_barcode) && codes.contains(&barcodes.upper_barcode),
            "{number}: {codes:?}"
        );
    }
}

async fn hand_over(world: &World, shop: &Shop, parcels: &[PostingNumber]) {
    world.pass(22 * 3_600).await;
    let methods = DeliveryMethodListV1Request { limit: 50, ..Default::default() };
    let method = shop.call(DeliveryMethodListV1, &methods).await.unwrap().result.remove(0);
    let create = PostingFbsActCreateV2Request { delivery_method_id: method.id, ..Default::default() };
    let id = shop.call(PostingFbsActCreateV2, &create).await.unwrap().result.id;
    let ask = PostingFbsActCheckStatusV2Request { id };
    assert_eq!(shop.call(PostingFbsActCheckStatusV2, &ask).await.unwrap().result.status, "in_process");
    world.restart().await;
    world.pass(5).await;
    let told = shop.call(PostingFbsActCheckStatusV2, &ask).await.unwrap().result;
    let (mut added, mut wanted) = (told.added_to_act, parcels.to_vec());
    added.sort_unstable();
    wanted.sort_unstable();
    assert_eq!((told.status.as_str(), added), ("ready", wanted));
    let act = shop.call(PostingFbsActGetPdfV2, &PostingFbsActGetPdfV2Request { id }).await.unwrap().0;
    let containers = PostingFbsActGetContainerLabelsV2Request { id };
    let containers = shop.call(PostingFbsActGetContainerLabelsV2, &containers).await.unwrap().0;
    assert!(pages(&act) >= 1 && pages(&containers) >= 1);
}

#[tokio::test]
async fn a_shop_makes_its_first_sale() {
    let world = World::new().await;
    let shop = world.shop().await;
    assert!(
        world.operator.call(gostiny_wire::operator::AgendaList, &Default::default()).await.unwrap().items.is_empty()
    );
    let goods = create_goods(&world, &shop).await;
    set_price_and_stock(&shop, &goods).await;

    let mut numbers = Vec::new();
    for _ in 0..5 {
        numbers.push(world.order_one(&[(goods[0].sku, 2), (goods[1].sku, 1)]).await);
    }
    let mut waiting = to_do(&shop, "awaiting_packaging").await;
    waiting.sort_unstable();
    numbers.sort_unstable();
    assert_eq!(waiting, numbers);

    let parcels = pack(&shop, &goods, &numbers).await;
    assert_eq!(to_do(&shop, "awaiting_packaging").await, []);
    assert_eq!(to_do(&shop, "awaiting_deliver").await.len(), 10);
    assert_eq!((shop.stock_of(goods[0].sku).await, shop.stock_of(goods[1].sku).await), ((40, 10), (40, 5)));
    print_labels(&world, &shop, &parcels).await;
    world.restart().await;
    hand_over(&world, &shop, &parcels).await;

    for number in &parcels {
        world.events(number, &[PostingEvent::Accepted, PostingEvent::InTransit, PostingEvent::Courier]).await;
    }
    assert_eq!(list(&shop, |_| {}).await.unwrap().row_count, 0);
    for number in &parcels {
        world.events(number, &[PostingEvent::Delivered]).await;
        assert_eq!(shop.posting(number).await.status, "delivered");
    }
    assert_eq!(to_do(&shop, "").await, []);
    assert_eq!((shop.stock_of(goods[0].sku).await, shop.stock_of(goods[1].sku).await), ((30, 0), (35, 0)));
    money_agrees(&world, &shop, &parcels).await;
}

async fn money_agrees(world: &World, shop: &Shop, parcels: &[PostingNumber]) {
    let booked = list(shop, |_| {}).await.unwrap();
    booked.operations.iter().for_each(adds_up);
    let sales: Vec<_> = booked.operations.iter().filter(|one| one.kind == "orders").collect();
    assert_eq!((sales.len(), booked.row_count), (parcels.len(), 2 * 10));
    // Fifteen units at 849.90.
    assert_eq!(sales.iter().map(|sale| sale.accruals_for_sale.0).sum::<i64>(), 15 * 84_990);
    let sums = totals(shop, |_| {}).await;
    assert_eq!(
        (sums.accruals_for_sale.0, sum_of(&sums)),
        (15 * 84_990, booked.operations.iter().map(|one| one.amount.0).sum())
    );
    world.restart().await;
    assert_eq!(list(shop, |_| {}).await.unwrap(), booked);
    assert_eq!(totals(shop, |_| {}).await, sums);
}

#[tokio::test]
async fn the_demo_world_is_ready_for_the_same_story() {
    let world = World::demo().await;
    let client =
        world.stranger.as_seller(gostiny_wire::scalar::ClientId(100_001), "11111111-1111-4111-8111-111111111111");
    let client = client.unwrap();
    let list = gostiny_wire::product::ProductListV2Request { limit: 1_000, ..Default::default() };
    let goods = client.call(gostiny_wire::product::ProductListV2, &list).await.unwrap().result;
    assert!(goods.total >= 200, "{}", goods.total);
    let warehouses = client.call(WarehouseListV1, &Empty {}).await.unwrap().result;
    assert_eq!((warehouses.len(), warehouses.iter().filter(|one| one.is_kgt).count()), (3, 1));
    let now = world.now().await;
    let filter = PostingFbsUnfulfilledListV3Filter {
        cutoff_from: Some(now.plus_days(-1)),
        cutoff_to: Some(now.plus_days(60)),
        status: "awaiting_packaging".to_owned(),
        ..Default::default()
    };
    let request = PostingFbsUnfulfilledListV3Request { filter: Some(filter), limit: 1_000, ..Default::default() };
    let waiting = client.call(PostingFbsUnfulfilledListV3, &request).await.unwrap().result;
    assert!(waiting.count >= 20, "{}", waiting.count);
    let second =
        world.stranger.as_seller(gostiny_wire::scalar::ClientId(100_002), "22222222-2222-4222-8222-222222222222");
    assert!(second.unwrap().call(WarehouseListV1, &Empty {}).await.is_ok());
    // A second start keeps what is there.
    let before = client.call(PostingFbsUnfulfilledListV3, &request).await.unwrap().result;
    world.restart().await;
    assert_eq!(client.call(PostingFbsUnfulfilledListV3, &request).await.unwrap().result, before);
}
