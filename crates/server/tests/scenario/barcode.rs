//! Bar codes of goods: added, made by the marketplace, kept by imports, each of one product only.

use gostiny_wire::{
    product::{
        BarcodeAddV1, BarcodeAddV1Item, BarcodeAddV1Request, BarcodeGenerateV1, BarcodeGenerateV1Request,
        ProductArchiveV1, ProductArchiveV1Request, ProductUnarchiveV1, ProductUnarchiveV1Request,
    },
    scalar::{Digits, ProductId, Sku},
};

use crate::{goods::good_item, shop::Shop, world::World};

async fn add(shop: &Shop, codes: &[(Sku, &str)]) -> Vec<(String, String)> {
    let item = |&(sku, barcode): &(Sku, &str)| BarcodeAddV1Item { barcode: barcode.to_owned(), sku };
    let request = BarcodeAddV1Request { barcodes: codes.iter().map(item).collect() };
    let errors = shop.call(BarcodeAddV1, &request).await.unwrap().errors;
    errors.into_iter().map(|error| (error.barcode, error.code)).collect()
}

async fn generate(shop: &Shop, ids: &[ProductId]) -> Vec<(ProductId, String)> {
    let request = BarcodeGenerateV1Request { product_ids: ids.iter().map(|id| Digits(id.0)).collect() };
    let errors = shop.call(BarcodeGenerateV1, &request).await.unwrap().errors;
    errors.into_iter().map(|error| (error.product_id, error.code)).collect()
}

async fn codes(shop: &Shop, offer_id: &str) -> Vec<String> {
    shop.info(offer_id).await.card.barcodes
}

fn errors<const N: usize>(wanted: [(&str, &str); N]) -> Vec<(String, String)> {
    wanted.map(|(barcode, code)| (barcode.to_owned(), code.to_owned())).to_vec()
}

#[tokio::test]
async fn what_is_wrong_with_one_does_not_keep_the_others_out() {
    let world = World::new().await;
    let shop = world.shop().await;
    let one = shop.product("A-1").with(|item| item.barcode = "4600000000008".to_owned()).approved().await;
    let two = shop.product("Б-2").with(|item| item.barcode = String::new()).approved().await;
    let told = add(
        &shop,
        &[
            (one.sku, "4606453849072"),
            (one.fbo_sku, " 4600000000015 "),
            (two.sku, "4606453849072"),
            (two.sku, "ШТРИХ-1"),
            (Sku(7), "1"),
            (two.sku, " "),
            (two.sku, "OZN7"),
            (one.sku, "4600000000008"),
        ],
    )
    .await;
    let want = [
        ("4606453849072", "barcode_already_exists"),
        ("1", "product_not_found"),
        (" ", "barcode_invalid"),
        ("OZN7", "barcode_invalid"),
    ];
    assert_eq!(told, errors(want));
    assert_eq!(codes(&shop, "A-1").await, ["4600000000008", "4606453849072", "4600000000015"]);
    assert_eq!(codes(&shop, "Б-2").await, [format!("OZN{}", two.sku), "ШТРИХ-1".to_owned()]);
}

#[tokio::test]
async fn an_import_changes_the_first_and_keeps_those_that_were_added() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").with(|item| item.barcode = "4600000000008".to_owned()).approved().await;
    assert_eq!(add(&shop, &[(product.sku, "4606453849072")]).await, []);
    assert_eq!(
        generate(&shop, &[product.product_id, ProductId(7)]).await,
        [(ProductId(7), "product_not_found".to_owned())]
    );
    assert_eq!(generate(&shop, &[product.product_id]).await, []);
    let own = format!("OZN{}", product.sku);
    assert_eq!(codes(&shop, "A-1").await, ["4600000000008", "4606453849072", own.as_str()]);
    let mut item = good_item("A-1");
    item.barcode = "4600000000015".to_owned();
    shop.import(vec![item]).await;
    world.pass(5).await;
    assert_eq!(codes(&shop, "A-1").await, ["4600000000015", "4606453849072", own.as_str()]);
    // What the card no longer names is free for another product, what was added is not.
    let other = shop.product("Б-2").approved().await;
    let told = add(&shop, &[(other.sku, "4600000000008"), (other.sku, "4606453849072")]).await;
    assert_eq!(told, errors([("4606453849072", "barcode_already_exists")]));
}

#[tokio::test]
async fn the_archive_holds_no_bar_codes() {
    let world = World::new().await;
    let shop = world.shop().await;
    let one = shop.product("A-1").approved().await;
    let two = shop.product("Б-2").approved().await;
    assert_eq!(add(&shop, &[(one.sku, "4606453849072"), (one.sku, "4600000000015")]).await, []);
    let product_id = vec![one.product_id];
    shop.call(ProductArchiveV1, &ProductArchiveV1Request { product_id: product_id.clone() }).await.unwrap();
    assert_eq!(add(&shop, &[(one.sku, "1")]).await, errors([("1", "product_is_archived")]));
    assert_eq!(add(&shop, &[(two.sku, "4606453849072")]).await, []);
    shop.call(ProductUnarchiveV1, &ProductUnarchiveV1Request { product_id }).await.unwrap();
    assert_eq!(add(&shop, &[(two.sku, "4600000000015")]).await, errors([("4600000000015", "barcode_already_exists")]));
}

#[tokio::test]
async fn a_hundred_at_most_and_each_of_one_product() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").approved().await;
    world.moderate_by_hand().await;
    let draft = shop.product("Б-2").imported().await;
    let many: Vec<String> = (0..100).map(|number| format!("CODE-{number}")).collect();
    let many: Vec<(Sku, &str)> = many.iter().map(|code| (product.sku, code.as_str())).collect();
    let told = add(&shop, &many).await;
    assert_eq!(told, errors([("CODE-99", "barcodes_limit_exceeded")]));
    assert_eq!(codes(&shop, "A-1").await.len(), 100);
    assert_eq!(generate(&shop, &[draft.product_id]).await, [(draft.product_id, "product_is_not_created".to_owned())]);
    let prefix = "Request validation error: invalid";
    let rule = "value must contain between 1 and 100 items";
    shop.refuses("/v1/barcode/add", &[("{}", 400, 3, &format!("{prefix} AddBarcodeRequest.Barcodes: {rule}"))]).await;
    shop.refuses(
        "/v1/barcode/generate",
        &[("{}", 400, 3, &format!("{prefix} GenerateBarcodeRequest.ProductIds: {rule}"))],
    )
    .await;
}
