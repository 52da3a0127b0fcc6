//! Digital goods that are sold to order: stock without codes, codes after the sale; beside codes that came before it.

use gostiny_wire::{
    digital::{
        PostingDigitalCodes, PostingDigitalCodesTaken, PostingDigitalCodesUploadV1, PostingDigitalCodesUploadV1Request,
        ProductDigitalStock, ProductDigitalStocksImportV1, ProductDigitalStocksImportV1Request,
        ProductUploadDigitalCodesV1, ProductUploadDigitalCodesV1Request,
    },
    operator::{PostingEvent, SupplyStock, SupplyStockItem, SupplyStockRequest},
    scalar::{PostingNumber, Sku},
};

use crate::{
    digital::{buy, codes, fbo_stock, game, status, upload},
    shop::Shop,
    world::{World, refused, refused_like},
};

async fn stock(shop: &Shop, offer_id: &str, stock: i64) -> String {
    let stocks = vec![ProductDigitalStock { offer_id: offer_id.into(), stock }];
    let request = ProductDigitalStocksImportV1Request { stocks };
    let status = shop.call(ProductDigitalStocksImportV1, &request).await.unwrap().status.remove(0);
    assert_eq!(status.updated, status.errors.is_empty());
    status.errors.into_iter().map(|error| error.code).collect()
}

async fn give(
    shop: &Shop,
    number: &PostingNumber,
    sku: Sku,
    keys: &[&str],
) -> Result<PostingDigitalCodesTaken, gostiny_client::ClientError> {
    let codes = PostingDigitalCodes {
        exemplar_keys: keys.iter().map(|key| (*key).to_owned()).collect(),
        exemplar_qty: i32::try_from(keys.len()).unwrap(),
        not_available_exemplar_qty: 0,
        sku,
    };
    let request = PostingDigitalCodesUploadV1Request { exemplars_by_sku: vec![codes], posting_number: number.clone() };
    shop.call(PostingDigitalCodesUploadV1, &request).await.map(|mut answer| answer.exemplars_by_sku.remove(0))
}

fn failed(taken: &PostingDigitalCodesTaken) -> Vec<(&str, &str)> {
    taken.failed_exemplars.iter().map(|error| (error.key.as_str(), error.message.as_str())).collect()
}

#[tokio::test]
async fn codes_before_the_sale_and_after_it_are_the_same_codes() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = game(&shop, "G-1").await;
    let digital_codes = vec!["AAA-1".to_owned()];
    let upload = ProductUploadDigitalCodesV1Request { digital_codes, product_id: product.product_id };
    shop.call(ProductUploadDigitalCodesV1, &upload).await.unwrap();
    world.pass(1).await;
    assert_eq!(stock(&shop, "G-1", 3).await, "");
    assert_eq!(fbo_stock(&shop, "G-1").await, (3, 0));
    assert_eq!(stock(&shop, "G-1", 0).await, "STOCK_IS_LESS_THAN_CODES");
    // What has a code is sold first.
    let number = buy(&world, product.fbo_sku, 3).await.unwrap();
    assert_eq!(codes(&shop, std::slice::from_ref(&number)).await, [["AAA-1"]]);
    assert!(buy(&world, product.fbo_sku, 1).await.is_err());
    let taken = give(&shop, &number, product.fbo_sku, &["AAA-1", " ", "BBB-1", "BBB-2", "BBB-3"]).await.unwrap();
    assert_eq!((taken.received_qty, taken.rejected_qty), (2, 3));
    let want = [("AAA-1", "KEY_ALREADY_EXISTS"), (" ", "KEY_IS_INVALID"), ("BBB-3", "ALL_UNITS_HAVE_KEYS")];
    assert_eq!(failed(&taken), want);
    assert_eq!(codes(&shop, std::slice::from_ref(&number)).await, [["AAA-1", "BBB-1", "BBB-2"]]);
    // And what came after the sale is known to an upload into the stock.
    let digital_codes = vec!["BBB-1".to_owned()];
    let upload = ProductUploadDigitalCodesV1Request { digital_codes, product_id: product.product_id };
    shop.call(ProductUploadDigitalCodesV1, &upload).await.unwrap();
    world.pass(1).await;
    assert_eq!(fbo_stock(&shop, "G-1").await, (3, 3));
}

#[tokio::test]
async fn stock_without_codes_goes_up_and_down() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = game(&shop, "G-1").await;
    for (number, want) in [(5, 5), (2, 2), (2, 2), (0, 0), (4, 4)] {
        assert_eq!(stock(&shop, "G-1", number).await, "");
        assert_eq!(fbo_stock(&shop, "G-1").await, (want, 0));
    }
    let number = buy(&world, product.fbo_sku, 1).await.unwrap();
    assert_eq!(fbo_stock(&shop, "G-1").await, (4, 1));
    assert_eq!(stock(&shop, "G-1", 1).await, "");
    assert_eq!(fbo_stock(&shop, "G-1").await, (2, 1));
    // Called off: the unit can be sold again, and takes no code any more.
    world.events(&number, &[PostingEvent::CancelledByBuyer]).await;
    assert_eq!(fbo_stock(&shop, "G-1").await, (2, 0));
    refused(give(&shop, &number, product.fbo_sku, &["A"]).await, 400, 9, "POSTING_ALREADY_CANCELLED");
    assert_eq!(stock(&shop, "нет", 1).await, "NOT_FOUND_ERROR");
    assert_eq!(stock(&shop, "G-1", -1).await, "STOCK_TOO_BIG");
    let cup = shop.product("A-1").on_sale().await;
    assert_eq!(stock(&shop, "A-1", 1).await, "PRODUCT_HAS_STOCK");
    let parcel = world.order_one(&[(cup.sku, 1)]).await;
    refused(give(&shop, &parcel, cup.sku, &["A"]).await, 404, 5, "POSTING_NOT_FOUND");
    let number = buy(&world, product.fbo_sku, 1).await.unwrap();
    refused_like(give(&shop, &number, Sku(1), &["A"]).await, 404, 5, "PRODUCT_NOT_FOUND");
    let wrong = format!(
        r#"{{"posting_number":"{number}","exemplars_by_sku":[{{"sku":{},"exemplar_qty":2}}]}}"#,
        product.fbo_sku
    );
    let raw = shop.post("/v1/posting/digital/codes/upload", &wrong).await;
    assert_eq!(raw.status, 400);
}

/// A number of units that have no code yet, codes, and units of the other kind may come at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn goods_are_sold_as_codes_or_as_units_and_never_as_both() {
    let world = World::new().await;
    let shop = world.shop().await;
    for number in 0..10 {
        let named = async |kind: &str| game(&shop, &format!("{kind}-{number}")).await;
        let goods = [named("said").await, named("supplied").await, named("uploaded").await];
        let [said, supplied, uploaded] = goods.each_ref().map(|product| product.offer_id.0.as_str());
        let supply = SupplyStockRequest {
            client_id: shop.client_id,
            items: vec![SupplyStockItem { sku: goods[1].fbo_sku, quantity: 5 }],
        };
        let task = upload(&shop, goods[2].product_id, &["АБВ"]).await;
        let told = tokio::join!(
            stock(&shop, said, 3),
            shop.set_stock(&goods[0].offer_id, 5),
            stock(&shop, supplied, 3),
            world.operator.call(SupplyStock, &supply),
            world.pass(1),
            shop.set_stock(&goods[2].offer_id, 5),
        );
        let mut lies = Vec::new();
        for product in &goods {
            lies.push((fbo_stock(&shop, &product.offer_id.0).await.0, shop.stock_of(product.sku).await.0));
        }
        let is_coded = [told.0.is_empty(), told.2.is_empty(), status(&shop, task).await == "imported"];
        let is_brought = [told.1.updated, told.3.is_ok(), told.5.updated];
        let wanted = [
            if is_coded[0] { (3, 0) } else { (0, 5) },
            if is_coded[1] { (3, 0) } else { (5, 0) },
            if is_coded[2] { (1, 0) } else { (0, 5) },
        ];
        assert_eq!(lies, wanted, "{number}: {is_coded:?} {is_brought:?}");
        assert_eq!(is_coded, is_brought.map(|brought| !brought), "one of two comes first");
        // Two who say the same do not say it twice.
        let twice = tokio::join!(stock(&shop, uploaded, 9), stock(&shop, uploaded, 9));
        let (units, refusal) = if is_coded[2] { (9, "") } else { (0, "PRODUCT_HAS_STOCK") };
        assert_eq!((fbo_stock(&shop, uploaded).await.0, twice.0.as_str(), twice.1.as_str()), (units, refusal, refusal));
    }
}
