//! What an import is held against beyond the card itself: barcodes, the check before moderation, bounds of a category,
//! the directory of places.

use gostiny_wire::{
    operator::{PriceBoundsSet, PriceBoundsSetRequest},
    product::{
        ProductArchiveV1, ProductArchiveV1Request, ProductFilter, ProductListV2, ProductListV2Request,
        ProductsGeoRestrictionsV1, ProductsGeoRestrictionsV1Filter, ProductsGeoRestrictionsV1Request,
        ProductsGeoRestrictionsV1Restriction, Visibility,
    },
    scalar::CategoryId,
};

use crate::{
    goods::{COLOUR, TABLET_CASES, attribute, good_item},
    shop::Shop,
    world::{World, refusal},
};

const CODE: &str = "4600051000057";

async fn with_barcode(shop: &Shop, offer_id: &str) -> String {
    let mut item = good_item(offer_id);
    item.barcode = CODE.to_owned();
    let outcome = shop.import(vec![item]).await;
    assert_eq!(outcome[0].status, "imported");
    shop.pass(60).await;
    shop.info(offer_id).await.card.status.state
}

async fn found(shop: &Shop, visibility: Visibility) -> i32 {
    let filter = ProductFilter { visibility, ..Default::default() };
    let request = ProductListV2Request { filter, limit: 1, ..Default::default() };
    shop.call(ProductListV2, &request).await.unwrap().result.total
}

#[tokio::test]
async fn a_barcode_belongs_to_one_product_of_a_shop() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    assert_eq!(with_barcode(&shop, "A-1").await, "price_sent");
    assert_eq!(with_barcode(&other, "B-1").await, "price_sent", "another shop sells the same goods");
    assert_eq!(with_barcode(&shop, "A-2").await, "failed_validation");
    let status = shop.info("A-2").await.card.status;
    assert_eq!((status.validation_state.as_str(), status.state_failed.as_str()), ("fail", "validating"));
    assert_eq!((status.moderate_status.as_str(), status.is_failed, status.is_created), ("", true, false));
    assert_eq!((status.state_name.as_str(), status.state_description.as_str()), ("Не продается", "Не прошел проверку"));
    let error = &status.item_errors[0];
    assert_eq!(
        (error.code.as_str(), error.state.as_str(), error.field.as_str()),
        ("barcode_already_exists", "validating", "barcode")
    );
    assert_eq!(
        (found(&shop, Visibility::ValidationStateFail).await, found(&shop, Visibility::StateFailed).await),
        (1, 1)
    );
    assert!(!shop.set_stock(&"A-2".into(), 1).await.updated);

    // The same import once more fails the same way; a code of its own, or the other one's way out, heals it.
    assert_eq!(with_barcode(&shop, "A-2").await, "failed_validation");
    shop.import(vec![good_item("A-2")]).await;
    shop.pass(60).await;
    assert_eq!(shop.info("A-2").await.card.status.item_errors, []);
    let archived = ProductArchiveV1Request { product_id: vec![shop.info("A-1").await.card.id] };
    shop.call(ProductArchiveV1, &archived).await.unwrap();
    assert_eq!(with_barcode(&shop, "A-3").await, "price_sent");
}

#[tokio::test]
async fn a_card_that_gives_its_barcode_up_leaves_it_to_others() {
    let world = World::new().await;
    let shop = world.shop().await;
    assert_eq!(with_barcode(&shop, "A-1").await, "price_sent");
    shop.import(vec![good_item("A-1")]).await;
    shop.pass(60).await;
    assert_eq!(with_barcode(&shop, "A-2").await, "price_sent");
    assert_eq!(with_barcode(&shop, "A-1").await, "failed_validation");
}

#[tokio::test]
async fn a_name_without_an_address_passes_the_check() {
    let world = World::new().await;
    let shop = world.shop().await;
    let mut item = good_item("A-1");
    item.name = "Чехол, больше на https://shop.example".to_owned();
    assert_eq!(shop.import(vec![item]).await[0].errors, []);
    shop.pass(60).await;
    let status = shop.info("A-1").await.card.status;
    assert_eq!((status.state.as_str(), status.item_errors[0].code.as_str()), ("failed_validation", "name_has_contact"));
    shop.import(vec![good_item("A-1")]).await;
    shop.pass(60).await;
    let status = shop.info("A-1").await.card.status;
    assert_eq!(
        (status.state.as_str(), status.state_failed.as_str(), status.validation_state.as_str()),
        ("price_sent", "", "success")
    );
}

#[tokio::test]
async fn a_colour_cannot_change_once_units_were_sold() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").stock(1).on_sale().await;
    let number = world.order_one(&[(product.sku, 1)]).await;
    shop.ship(&number).await;
    world.events(&number, &[gostiny_wire::operator::PostingEvent::Delivered]).await;
    assert_eq!(shop.stock_of(product.sku).await, (0, 0));
    let mut white = good_item("A-1");
    white.attributes.retain(|one| one.id != COLOUR);
    white.attributes.push(attribute(COLOUR, gostiny_wire::scalar::ValueId(61_503), "белый"));
    let outcome = shop.import(vec![white]).await;
    assert!(outcome[0].errors.iter().any(|error| error.code == "error_attribute_aspect_changed"), "{outcome:?}");
}

#[tokio::test]
async fn a_category_may_have_bounds_of_its_prices() {
    let world = World::new().await;
    let shop = world.shop().await;
    shop.product("there").price("100").approved().await;
    let bounds = |min: &str, max: &str| PriceBoundsSetRequest {
        category_id: TABLET_CASES,
        min_price: min.to_owned(),
        max_price: max.to_owned(),
    };
    let set = world.operator.call(PriceBoundsSet, &bounds("500", "2000")).await.unwrap();
    assert_eq!((set.min_price.as_str(), set.max_price.as_str()), ("500.00", "2000.00"));
    let mut cheap = good_item("cheap");
    cheap.price = "499.99".to_owned();
    let outcome = shop.import(vec![cheap.clone(), good_item("good")]).await;
    assert_eq!(outcome[0].errors[0].code, "invalid_category_price");
    assert_eq!(outcome[1].errors, []);
    assert_eq!(shop.info("there").await.card.price, "100.0000");

    assert_eq!(refusal(world.operator.call(PriceBoundsSet, &bounds("5", "4")).await).0, 400);
    assert_eq!(refusal(world.operator.call(PriceBoundsSet, &bounds("x", "")).await).0, 400);
    let branch = PriceBoundsSetRequest { category_id: CategoryId(17_029_162), ..bounds("", "") };
    assert_eq!(refusal(world.operator.call(PriceBoundsSet, &branch).await).0, 404);
    world.operator.call(PriceBoundsSet, &bounds("", "")).await.unwrap();
    assert_eq!(shop.import(vec![cheap]).await[0].errors, []);
}

async fn places(
    shop: &Shop,
    names: &[&str],
    only_visible: bool,
    after: i64,
    limit: i64,
) -> Vec<ProductsGeoRestrictionsV1Restriction> {
    let names = names.iter().map(|name| (*name).to_owned()).collect();
    let filter = ProductsGeoRestrictionsV1Filter { names, only_visible };
    let request = ProductsGeoRestrictionsV1Request { filter, last_order_number: after, limit };
    shop.call(ProductsGeoRestrictionsV1, &request).await.unwrap().restrictions
}

#[tokio::test]
async fn the_directory_of_places_is_paged_by_number() {
    let world = World::new().await;
    let shop = world.shop().await;
    let all = places(&shop, &[], false, 0, 1_000).await;
    assert!(all.len() > 500);
    let (mut seen, mut after) = (Vec::new(), 0);
    loop {
        let page = places(&shop, &[], false, after, 97).await;
        let Some(last) = page.last() else { break };
        assert_eq!(page[0].order_number, after + 1);
        after = last.order_number;
        seen.extend(page);
    }
    assert_eq!(seen, all);
    let open = places(&shop, &[], true, 0, 1_000).await;
    assert!(open.len() < all.len() && open.iter().all(|place| place.is_visible));

    let named = places(&shop, &["Саров", "казань", "Китеж"], false, 0, 10).await;
    assert_eq!(
        named.iter().map(|place| (place.name.as_str(), place.is_visible)).collect::<Vec<_>>(),
        [("Казань", true), ("Саров", false)]
    );
    assert_eq!(places(&shop, &["Саров"], true, 0, 10).await, []);
    assert_eq!(places(&shop, &["казань"], true, named[0].order_number, 10).await, []);
    shop.refuses(
        "/v1/products/geo-restrictions-catalog-by-filter",
        &[
            ("{}", 400, 3, "value must be inside range (0, 1000]"),
            (r#"{"limit":1001}"#, 400, 3, "value must be inside range (0, 1000]"),
            (r#"{"limit":1,"last_order_number":-1}"#, 400, 3, "value must be greater than or equal to 0"),
            (r#"{"limit":1,"filter":{"names":"Казань"}}"#, 400, 3, "unexpected token"),
            (r#"{"limit":1,"filter":{"names":["#, 400, 3, "unexpected EOF"),
        ],
    )
    .await;

    let mut service = good_item("service");
    service.geo_names = vec!["Казань".to_owned()];
    assert_eq!(shop.import(vec![service.clone()]).await[0].errors, []);
    service.geo_names.push("Саров".to_owned());
    assert_eq!(shop.import(vec![service]).await[0].errors[0].field, "geo_names");
}
