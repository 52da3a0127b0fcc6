//! Prices: set in bulk, each item answered for on its own; read back with what a sale costs.

use gostiny_wire::{
    operator::{PriceBoundsSet, PriceBoundsSetRequest, Settings},
    price::{
        PriceSwitch, ProductImportPricesV1, ProductImportPricesV1Price, ProductImportPricesV1Request,
        ProductImportPricesV1Result, ProductInfoPricesV4, ProductInfoPricesV4Filter, ProductInfoPricesV4Item,
        ProductInfoPricesV4Request,
    },
    product::Visibility,
    scalar::ProductId,
};

use crate::{
    goods::TABLET_CASES,
    shop::Shop,
    world::{World, refused_like},
};

async fn set(shop: &Shop, prices: Vec<ProductImportPricesV1Price>) -> Vec<ProductImportPricesV1Result> {
    shop.call(ProductImportPricesV1, &ProductImportPricesV1Request { prices }).await.unwrap().result
}

fn price(offer_id: &str, price: &str) -> ProductImportPricesV1Price {
    ProductImportPricesV1Price { offer_id: offer_id.into(), price: price.to_owned(), ..Default::default() }
}

async fn read(shop: &Shop, offer_id: &str) -> ProductInfoPricesV4Item {
    let filter = ProductInfoPricesV4Filter { offer_id: vec![offer_id.into()], ..Default::default() };
    let request = ProductInfoPricesV4Request { filter, limit: 10, ..Default::default() };
    shop.call(ProductInfoPricesV4, &request).await.unwrap().result.items.remove(0)
}

#[tokio::test]
async fn prices_change_and_are_read_back() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").price("1000").on_sale().await;
    let change = ProductImportPricesV1Price {
        old_price: "1500".to_owned(),
        min_price: "900".to_owned(),
        auto_action_enabled: PriceSwitch::Enabled,
        ..price("A-1", "1100.50")
    };
    let answer = set(&shop, vec![change]).await;
    let want = ProductImportPricesV1Result {
        errors: vec![],
        offer_id: "A-1".into(),
        product_id: product.product_id,
        updated: true,
    };
    assert_eq!(answer, [want]);
    let item = read(&shop, "A-1").await;
    assert_eq!((item.price.price.as_str(), item.price.old_price.as_str()), ("1100.5000", "1500.0000"));
    assert_eq!((item.price.min_price.as_str(), item.price.auto_action_enabled), ("900.0000", true));
    assert_eq!((item.price.vat.as_str(), item.price.currency_code.as_str()), ("0.200000", "RUB"));
    assert_eq!((item.marketing_actions.is_none(), item.product_id), (true, product.product_id));
    assert_eq!((item.commissions.sales_percent_fbo.0, item.commissions.sales_percent_fbs.0), (1_400, 1_550));
    assert!(item.commissions.fbs_deliv_to_customer_amount.0 > 0 && item.volume_weight.0 > 0);
    let card = shop.info("A-1").await.card;
    assert_eq!(
        (card.price.as_str(), card.old_price.as_str(), card.min_price.as_str()),
        ("1100.5000", "1500.0000", "900.0000")
    );

    // Empty leaves a price as it is, "0" clears the old one.
    let cleared = ProductImportPricesV1Price { old_price: "0".to_owned(), ..price("A-1", "1200") };
    assert!(set(&shop, vec![cleared]).await[0].updated);
    let item = read(&shop, "A-1").await;
    assert_eq!(
        (item.price.price.as_str(), item.price.old_price.as_str(), item.price.min_price.as_str()),
        ("1200.0000", "", "900.0000")
    );

    // The next order is at the new price.
    let number = world.order_one(&[(product.sku, 2)]).await;
    assert_eq!(shop.posting(&number).await.products[0].price, "1200.0000");
}

#[tokio::test]
async fn each_broken_rule_has_its_code_and_the_price_stays() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    shop.product("A-1").price("1000").approved().await;
    let foreign = other.product("B-1").price("1000").approved().await;
    let with_old = |now: &str, old: &str| ProductImportPricesV1Price { old_price: old.to_owned(), ..price("A-1", now) };
    let with_min = |now: &str, min: &str| ProductImportPricesV1Price { min_price: min.to_owned(), ..price("A-1", now) };
    let cases = [
        (price("none", "1000"), "NOT_FOUND_ERROR"),
        (price("B-1", "1100"), "NOT_FOUND_ERROR"),
        (ProductImportPricesV1Price { product_id: foreign.product_id, ..price("", "1100") }, "NOT_FOUND_ERROR"),
        (ProductImportPricesV1Price { product_id: ProductId(5), ..price("", "1100") }, "NOT_FOUND_ERROR"),
        (price("A-1", "-1"), "price_negative"),
        (with_old("300", "320"), "discount_for_low_price_is_too_small"),
        (with_old("1000", "1050"), "discount_for_average_price_is_too_small"),
        (with_old("20000", "20500"), "discount_for_top_price_is_too_small"),
        (with_old("1000", "10000"), "discount_too_big"),
        (with_min("1000", "1001"), "min_auto_price_too_big"),
        (with_min("1000", "499"), "min_auto_price_too_small"),
        (
            ProductImportPricesV1Price { currency_code: "KZT".to_owned(), ..price("A-1", "1100") },
            "currency_differs_from_contract",
        ),
        (
            ProductImportPricesV1Price { auto_action_enabled: PriceSwitch::Enabled, ..price("A-1", "1100") },
            "action_price_enabled_min_price_missing",
        ),
        (
            ProductImportPricesV1Price { price_strategy_enabled: PriceSwitch::Enabled, ..price("A-1", "1100") },
            "action_price_enabled_min_price_missing",
        ),
    ];
    for (change, code) in &cases {
        let answer = set(&shop, vec![change.clone()]).await;
        assert_eq!(answer.len(), 1);
        assert!(!answer[0].updated, "{change:?}");
        let codes: Vec<_> = answer[0].errors.iter().map(|error| error.code.as_str()).collect();
        assert_eq!(codes, [*code], "{change:?}");
        assert!(!answer[0].errors[0].message.is_empty());
        let kept = read(&shop, "A-1").await.price;
        assert_eq!(
            (kept.price.as_str(), kept.old_price.as_str(), kept.min_price.as_str()),
            ("1000.0000", "", ""),
            "{code}"
        );
    }
    assert_eq!(read(&other, "B-1").await.price.price, "1000.0000");
    // The smallest discounts that will do.
    for (now, old) in [("1000", "1053"), ("1000", "9999"), ("1100", "1160")] {
        let answer = set(&shop, vec![with_old(now, old)]).await;
        assert!(answer[0].updated, "{now} {old}: {answer:?}");
    }
}

#[tokio::test]
async fn items_are_answered_in_their_order_and_the_article_decides() {
    let world = World::new().await;
    let shop = world.shop().await;
    let (one, two) = (shop.product("A-1").approved().await, shop.product("A-2").approved().await);
    let answer = set(
        &shop,
        vec![
            ProductImportPricesV1Price { product_id: one.product_id, ..price("A-2", "1010") },
            price("none", "1"),
            ProductImportPricesV1Price { product_id: one.product_id, ..price("", "1020") },
            price("A-1", "1030"),
        ],
    )
    .await;
    let told: Vec<_> = answer.iter().map(|row| (row.product_id, row.offer_id.as_str(), row.updated)).collect();
    assert_eq!(told[0], (two.product_id, "A-2", true));
    assert!(!told[1].2);
    assert_eq!((told[2].0, told[2].2, told[3].2), (one.product_id, true, true));
    assert_eq!(read(&shop, "A-1").await.price.price, "1030.0000");
    assert_eq!(read(&shop, "A-2").await.price.price, "1010.0000");
}

#[tokio::test]
async fn a_jump_over_half_goes_to_quarantine_and_hides_the_product() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").price("1000").on_sale().await;
    let quarantined = async || {
        let filter = ProductInfoPricesV4Filter { visibility: Visibility::Quarantine, ..Default::default() };
        let request = ProductInfoPricesV4Request { filter, limit: 10, ..Default::default() };
        shop.call(ProductInfoPricesV4, &request).await.unwrap().result.total
    };
    assert!(set(&shop, vec![price("A-1", "501")]).await[0].updated);
    assert_eq!(quarantined().await, 0);
    assert!(set(&shop, vec![price("A-1", "200")]).await[0].updated);
    assert_eq!(quarantined().await, 1);
    assert!(!shop.info("A-1").await.card.visible);
    let order = gostiny_wire::operator::OrderPlaceRequest {
        items: crate::world::lines(&[(product.sku, 1)]),
        ..Default::default()
    };
    assert!(world.place(&order).await.is_err());
}

#[tokio::test]
async fn the_older_rule_of_five_percent_can_be_switched_on() {
    let world = World::new().await;
    let shop = world.shop().await;
    shop.product("A-1").price("1000").approved().await;
    assert!(set(&shop, vec![price("A-1", "1001")]).await[0].updated);
    world.set(Settings { price_change_minimum_percent: Some(5), ..Default::default() }).await;
    assert!(!set(&shop, vec![price("A-1", "1050")]).await[0].updated);
    assert!(set(&shop, vec![price("A-1", "1060")]).await[0].updated);
}

#[tokio::test]
async fn odd_requests_for_prices_are_refused_whole() {
    let world = World::new().await;
    let shop = world.shop().await;
    shop.product("A-1").price("1000").approved().await;
    for count in [0, 1_001] {
        let prices = vec![price("A-1", "1100"); count];
        let answer = shop.call(ProductImportPricesV1, &ProductImportPricesV1Request { prices }).await;
        refused_like(answer, 400, 3, "1000 items");
    }
    shop.refuses(
        "/v1/product/import/prices",
        &[
            (r#"{"prices":[{"offer_id":"A-1","price":1100}]}"#, 400, 3, "unexpected token 1100"),
            (r#"{"prices":{"offer_id":"A-1"}}"#, 400, 3, "unexpected token {"),
            (r#"{"prices":[{"offer_id":"A-1","price":"1100","auto_action_enabled":"MAYBE"}]}"#, 400, 3, "MAYBE"),
            (r#"{"prices":[{"offer_id":"A-1","price":"1100"#, 400, 3, "unexpected EOF"),
        ],
    )
    .await;
    let range = "value must be inside range (0, 1000]";
    shop.refuses(
        "/v4/product/info/prices",
        &[
            ("{}", 400, 3, range),
            (r#"{"limit":1001}"#, 400, 3, range),
            (r#"{"limit":"ten"}"#, 400, 3, "unexpected token \"ten\""),
            (r#"{"limit":10,"last_id":"?"}"#, 400, 3, "last_id"),
            (r#"{"limit":10,"filter":{"offer_id":"A-1"}}"#, 400, 3, "unexpected token \"A-1\""),
        ],
    )
    .await;
    assert_eq!(read(&shop, "A-1").await.price.price, "1000.0000");
}

#[tokio::test]
async fn a_bad_price_text_is_an_error_of_its_item() {
    let world = World::new().await;
    let shop = world.shop().await;
    shop.product("A-1").price("1000").approved().await;
    for text in ["1100,50", "much", "1e3", "1100.555", "99999999999999999999"] {
        let answer = set(&shop, vec![price("A-1", text)]).await;
        assert!(!answer[0].updated && answer[0].errors.len() == 1, "{text}: {answer:?}");
    }
    assert_eq!(read(&shop, "A-1").await.price.price, "1000.0000");
}

#[tokio::test]
async fn two_programs_that_set_different_prices_at_once_lose_none() {
    let world = World::new().await;
    let shop = world.shop().await;
    shop.product("A-1").price("1000").on_sale().await;
    for round in 0..10 {
        let old_price = ProductImportPricesV1Price { old_price: format!("150{round}"), ..price("A-1", "") };
        let min_price = ProductImportPricesV1Price { min_price: format!("90{round}"), ..price("A-1", "") };
        let (one, other) = tokio::join!(set(&shop, vec![old_price]), set(&shop, vec![min_price]));
        assert!(one[0].updated && other[0].updated, "{one:?} {other:?}");
        let shown = read(&shop, "A-1").await.price;
        assert_eq!((shown.old_price, shown.min_price), (format!("150{round}.0000"), format!("90{round}.0000")));
    }
}

#[tokio::test]
async fn a_product_s_price_changes_ten_times_an_hour_where_the_limit_is_on() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    for shop in [&shop, &other] {
        shop.product("A-1").price("1000").approved().await;
        shop.product("A-2").price("1000").approved().await;
    }
    world.set(Settings { price_changes_per_hour: Some(10), ..Default::default() }).await;
    let text = "error limiting: acquire limit per item: items limit: limit exceeded";
    for step in 1..=9 {
        assert!(set(&shop, vec![price("A-1", &(1_000 + step).to_string())]).await[0].updated, "{step}");
        world.pass(60).await;
    }
    // The same price again is no change; in one call the limit is kept as well.
    assert!(set(&shop, vec![price("A-1", "1009")]).await[0].updated);
    let answer = set(&shop, vec![price("A-1", "1010"), price("A-1", "1011"), price("A-2", "1011")]).await;
    assert_eq!(answer.iter().map(|row| row.updated).collect::<Vec<_>>(), [true, false, true]);
    assert_eq!((answer[1].errors.len(), answer[1].errors[0].message.as_str()), (1, text));
    assert_eq!(read(&shop, "A-1").await.price.price, "1010.0000");
    assert!(set(&other, vec![price("A-1", "1011")]).await[0].updated, "each shop has its own");
    world.pass(3_600 - 9 * 60 - 1).await;
    assert!(!set(&shop, vec![price("A-1", "1011")]).await[0].updated);
    world.pass(1).await;
    assert!(set(&shop, vec![price("A-1", "1011")]).await[0].updated);
    assert!(!set(&shop, vec![price("A-1", "1012")]).await[0].updated);
    world.set(Settings { price_changes_per_hour: Some(0), ..Default::default() }).await;
    assert!(set(&shop, vec![price("A-1", "1012")]).await[0].updated);
}

#[tokio::test]
async fn a_price_stays_within_the_bounds_of_its_category() {
    let world = World::new().await;
    let shop = world.shop().await;
    shop.product("A-1").price("1000").approved().await;
    let bounds =
        PriceBoundsSetRequest { category_id: TABLET_CASES, min_price: "900".to_owned(), max_price: "1100".to_owned() };
    world.operator.call(PriceBoundsSet, &bounds).await.unwrap();
    for (new, code) in
        [("899.99", "invalid_category_price"), ("900", ""), ("1100", ""), ("1100.01", "invalid_category_price")]
    {
        let answer = set(&shop, vec![price("A-1", new)]).await.remove(0);
        let codes: Vec<&str> = answer.errors.iter().map(|error| error.code.as_str()).collect();
        assert_eq!((answer.updated, codes.concat().as_str()), (code.is_empty(), code), "{new}");
    }
}
