//! A product's way from import to sale, and the lists that show it.

use gostiny_wire::{
    operator::{ModerationDecision, ProductModerate, ProductModerateRequest, ProductModerateResponse, Settings},
    product::{
        ProductFilter, ProductImportInfoV1, ProductImportInfoV1Request, ProductImportV2, ProductImportV2Request,
        ProductInfoDescriptionV1, ProductInfoDescriptionV1Request, ProductInfoListV2, ProductInfoListV2Request,
        ProductInfoV2, ProductInfoV2Request, ProductListV2, ProductListV2Request, ProductListV2Response,
        ProductsInfoAttributesV3, ProductsInfoAttributesV3Request, Visibility,
    },
    scalar::{Digits, OfferId, ProductId, Sku},
};

use crate::{
    goods::{BRAND, COLOUR, DESCRIPTION, VOLNA, attribute, good_item},
    shop::Shop,
    world::{World, refused},
};

async fn list(shop: &Shop, visibility: Visibility) -> Vec<String> {
    let filter = ProductFilter { visibility, ..Default::default() };
    let answer = shop.call(ProductListV2, &ProductListV2Request { filter, limit: 1_000, ..Default::default() }).await;
    let result = answer.unwrap().result;
    assert_eq!(usize::try_from(result.total).unwrap(), result.items.len(), "{visibility:?}");
    result.items.into_iter().map(|item| item.offer_id.0).collect()
}

async fn decide(world: &World, id: ProductId, decision: ModerationDecision) -> ProductModerateResponse {
    let reasons = vec!["Название не соответствует товару".to_owned()];
    let request = ProductModerateRequest { product_id: id, decision: Some(decision), reasons };
    world.operator.call(ProductModerate, &request).await.unwrap()
}

#[tokio::test]
async fn an_import_is_a_task_and_the_product_walks_to_sale() {
    let world = World::new().await;
    let shop = world.shop().await;
    let import = ProductImportV2Request { items: vec![good_item("A-1"), good_item("A-2")] };
    let task_id = shop.call(ProductImportV2, &import).await.unwrap().result.task_id;
    assert!(task_id.0 > 99_999_999, "{task_id}");

    let ask = ProductImportInfoV1Request { task_id };
    let outcome = shop.call(ProductImportInfoV1, &ask).await.unwrap().result;
    assert_eq!(outcome.total, 2);
    for (item, offer_id) in outcome.items.iter().zip(["A-1", "A-2"]) {
        assert_eq!(
            (item.offer_id.as_str(), item.product_id, item.status.as_str()),
            (offer_id, ProductId(0), "pending")
        );
    }
    assert_eq!(list(&shop, Visibility::All).await, [""; 0]);

    world.pass(1).await;
    let outcome = shop.call(ProductImportInfoV1, &ask).await.unwrap().result;
    assert!(
        outcome.items.iter().all(|item| item.status == "imported" && item.product_id.0 > 0 && item.errors.is_empty())
    );
    let imported = shop.info("A-1").await.card;
    let status = &imported.status;
    assert_eq!(
        (status.state.as_str(), status.moderate_status.as_str(), status.validation_state.as_str()),
        ("imported", "", "pending")
    );
    assert_eq!((status.state_name.as_str(), status.state_description.as_str()), ("Не продается", "Создается"));
    assert!(!status.is_created && !status.is_failed && !imported.visible);

    world.pass(2).await;
    let ready = shop.info("A-1").await;
    let status = &ready.card.status;
    assert_eq!(
        (status.state.as_str(), status.moderate_status.as_str(), status.validation_state.as_str()),
        ("price_sent", "approved", "success")
    );
    assert_eq!((status.state_name.as_str(), status.state_description.as_str()), ("Готов к продаже", "Нет на складе"));
    assert!(status.is_created && !ready.card.visible && !status.state_tooltip.is_empty());
    assert!(ready.visibility_details.has_price && !ready.visibility_details.has_stock);

    assert!(shop.set_stock(&"A-1".into(), 3).await.updated);
    let selling = shop.info("A-1").await;
    let status = &selling.card.status;
    assert_eq!((status.state_name.as_str(), status.state_description.as_str()), ("Продается", ""));
    assert!(selling.card.visible && selling.visibility_details.has_stock);
    let card = &selling.card;
    assert_eq!((card.stocks.coming, card.stocks.present, card.stocks.reserved), (0, 3, 0));
    assert_eq!((card.price.as_str(), card.vat.as_str(), card.currency_code.as_str()), ("1000.0000", "0.2", "RUB"));
    assert_eq!((card.barcode.clone(), card.barcodes.len()), (format!("OZN{}", card.fbs_sku), 1));
    assert_eq!((card.fbo_sku.0 - card.fbs_sku.0).abs(), 1);
    assert_eq!(card.sources.iter().map(|source| source.source.as_str()).collect::<Vec<_>>().len(), 2);
    assert_eq!(card.created_at, imported.created_at);
}

#[tokio::test]
async fn commissions_follow_category_and_price() {
    let world = World::new().await;
    let shop = world.shop().await;
    shop.product("A-1").price("355").on_sale().await;
    let info = shop.info("A-1").await;
    let row = |scheme: &str| info.commissions.iter().find(|row| row.sale_schema == scheme).unwrap().clone();
    for (scheme, percent, value) in [("fbo", 1_400, 4_970), ("fbs", 1_550, 5_503), ("rfbs", 1_200, 4_260)] {
        assert_eq!((row(scheme).percent.0, row(scheme).value.0), (percent, value), "{scheme}");
    }
    assert!(row("fbs").delivery_amount.0 > 0 && row("fbs").return_amount.0 > 0);
    // 20 x 250 x 180 mm are 900 cm3: 0.18 kg, rounded up to a tenth.
    assert_eq!(info.volume_weight.0, 20);
}

#[tokio::test]
async fn an_update_rewrites_the_card_but_not_the_price() {
    let world = World::new().await;
    let shop = world.shop().await;
    let first =
        shop.product("A-1").with(|item| item.color_image = "https://images.example/c.jpg".to_owned()).on_sale().await;

    let again = shop
        .import(vec![{
            let mut item = good_item("A-1");
            item.color_image = "https://images.example/c.jpg".to_owned();
            item
        }])
        .await;
    assert_eq!((again[0].status.as_str(), again[0].product_id), ("skipped", first.product_id));
    let before = shop.info("A-1").await;
    assert_eq!(before.card.status.state, "price_sent");

    let mut changed = good_item("A-1");
    changed.name = "Чехол-книжка".to_owned();
    changed.price = "10".to_owned();
    changed.attributes.retain(|one| one.id != DESCRIPTION);
    let outcome = shop.import(vec![changed]).await;
    assert_eq!((outcome[0].status.as_str(), outcome[0].product_id), ("imported", first.product_id));
    world.pass(2).await;
    let after = shop.info("A-1").await.card;
    assert_eq!(
        (after.name.as_str(), after.price.as_str(), after.color_image.as_str()),
        ("Чехол-книжка", "1000.0000", "")
    );
    assert_eq!((after.fbs_sku, after.created_at), (before.card.fbs_sku, before.card.created_at));
    assert!(after.updated_at > before.card.updated_at && after.visible);
    let request = ProductInfoDescriptionV1Request { offer_id: "A-1".into(), ..Default::default() };
    assert_eq!(shop.call(ProductInfoDescriptionV1, &request).await.unwrap().result.description, "");
}

#[tokio::test]
async fn a_colour_cannot_change_once_there_is_stock() {
    let world = World::new().await;
    let shop = world.shop().await;
    shop.product("A-1").stock(1).on_sale().await;
    let mut white = good_item("A-1");
    white.attributes.retain(|one| one.id != COLOUR);
    white.attributes.push(attribute(COLOUR, gostiny_wire::scalar::ValueId(61_503), "белый"));
    let outcome = shop.import(vec![white]).await;
    assert!(!outcome[0].errors.is_empty(), "{outcome:?}");
    assert!(outcome[0].errors.iter().any(|error| error.attribute_id == COLOUR), "{outcome:?}");
    let request =
        ProductsInfoAttributesV3Request { filter: Some(ProductFilter::default()), limit: 10, ..Default::default() };
    let kept = shop.call(ProductsInfoAttributesV3, &request).await.unwrap().result;
    let colour = kept[0].attributes.iter().find(|one| one.attribute_id == COLOUR).unwrap();
    assert_eq!(colour.values[0].value, "чёрный");
}

#[tokio::test]
async fn a_moderator_declines_approves_and_bans() {
    let world = World::new().await;
    world.moderate_by_hand().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").imported().await;
    world.pass(3_600).await;
    let waiting = shop.info("A-1").await.card.status;
    assert_eq!(
        (waiting.state.as_str(), waiting.validation_state.as_str(), waiting.is_created),
        ("moderating", "success", true)
    );

    let declined = decide(&world, product.product_id, ModerationDecision::Decline).await;
    assert_eq!((declined.state.as_str(), declined.moderate_status.as_str()), ("failed_moderation", "declined"));
    let status = shop.info("A-1").await.card.status;
    assert_eq!(status.decline_reasons, ["Название не соответствует товару"]);
    assert_eq!(list(&shop, Visibility::NotModerated).await, ["A-1"]);
    assert!(!shop.set_stock(&"A-1".into(), 5).await.updated);

    decide(&world, product.product_id, ModerationDecision::Approve).await;
    assert!(shop.set_stock(&"A-1".into(), 5).await.updated);
    assert_eq!(list(&shop, Visibility::InSale).await, ["A-1"]);
    assert_eq!(shop.info("A-1").await.card.status.decline_reasons, [""; 0]);

    decide(&world, product.product_id, ModerationDecision::Ban).await;
    assert!(!shop.info("A-1").await.card.visible);
    assert_eq!(list(&shop, Visibility::Banned).await, ["A-1"]);
    assert_eq!(list(&shop, Visibility::InSale).await, [""; 0]);
}

#[tokio::test]
async fn each_visibility_selects_its_products() {
    let world = World::new().await;
    let shop = world.shop().await;
    shop.product("selling").on_sale().await;
    shop.product("empty").approved().await;
    let broken = shop
        .import(vec![{
            let mut item = good_item("broken");
            item.attributes.retain(|one| one.id != BRAND);
            item
        }])
        .await;
    assert_eq!(broken[0].status, "imported");
    world.pass(10).await;
    world.moderate_by_hand().await;
    shop.product("waiting").with(|item| item.barcode = "4600051000057".to_owned()).imported().await;
    world.pass(10).await;
    let sold_out = shop.product("sold out").imported().await;
    decide(&world, sold_out.product_id, ModerationDecision::Approve).await;
    shop.set_stock(&"sold out".into(), 2).await;
    world.order_one(&[(sold_out.sku, 2)]).await;

    let all = ["selling", "empty", "broken", "waiting", "sold out"];
    let expected: &[(Visibility, &[&str])] = &[
        (Visibility::All, &all),
        (Visibility::Visible, &["selling"]),
        (Visibility::InSale, &["selling"]),
        (Visibility::Invisible, &["empty", "broken", "waiting", "sold out"]),
        (Visibility::ToSupply, &["empty", "sold out"]),
        (Visibility::ReadyToSupply, &["selling", "empty", "sold out"]),
        (Visibility::StateFailed, &["broken"]),
        (Visibility::Moderated, &["selling", "empty", "sold out"]),
        (Visibility::NotModerated, &["broken", "waiting"]),
        (Visibility::Archived, &[]),
        (Visibility::Banned, &[]),
        (Visibility::Quarantine, &[]),
        (Visibility::EmptyStock, &["empty", "waiting", "sold out"]),
        (Visibility::ValidationStatePending, &["broken"]),
        (Visibility::ValidationStateSuccess, &["selling", "empty", "waiting", "sold out"]),
        (Visibility::ValidationStateFail, &[]),
        (Visibility::Overpriced, &[]),
        (Visibility::CriticallyOverpriced, &[]),
        (Visibility::OverpricedWithStock, &[]),
        (Visibility::RemovedFromSale, &[]),
        (Visibility::ImageAbsent, &[]),
        (Visibility::ModerationBlock, &[]),
    ];
    for (visibility, offers) in expected {
        assert_eq!(list(&shop, *visibility).await, *offers, "{visibility:?}");
    }
    let mut barcodes = list(&shop, Visibility::BarcodeExists).await;
    assert!(barcodes.contains(&"waiting".to_owned()) && barcodes.contains(&"selling".to_owned()), "{barcodes:?}");
    barcodes.extend(list(&shop, Visibility::EmptyBarcode).await);
    barcodes.sort_unstable();
    let mut every = all.map(str::to_owned);
    every.sort_unstable();
    assert_eq!(barcodes, every);
}

#[tokio::test]
async fn the_list_pages_by_last_id_in_order_of_product_id() {
    let world = World::new().await;
    let shop = world.shop().await;
    for batch in [0..100, 100..150] {
        let outcome = shop.import(batch.map(|n| good_item(&format!("A-{n:03}"))).collect()).await;
        assert!(outcome.iter().all(|item| item.status == "imported"), "{outcome:?}");
    }
    let mut request = ProductListV2Request { limit: 60, ..Default::default() };
    let (mut seen, mut pages) = (Vec::new(), 0);
    loop {
        let page = shop.call(ProductListV2, &request).await.unwrap().result;
        assert_eq!(page.total, 150);
        if page.items.is_empty() {
            assert_eq!(page.last_id, "");
            break;
        }
        let last = page.items.last().unwrap().product_id;
        request.last_id = page.last_id;
        assert!(!request.last_id.is_empty(), "the last page has a last_id too: {last}");
        seen.extend(page.items);
        pages += 1;
    }
    assert_eq!((seen.len(), pages), (150, 3));
    assert!(seen.windows(2).all(|pair| pair[0].product_id < pair[1].product_id));
    let some = ProductFilter {
        offer_id: vec!["A-007".into(), "none".into()],
        product_id: vec![Digits(seen[9].product_id.0)],
        visibility: Visibility::All,
    };
    let answer =
        shop.call(ProductListV2, &ProductListV2Request { filter: some, limit: 10, ..Default::default() }).await;
    let got: Vec<_> = answer.unwrap().result.items.into_iter().map(|item| item.offer_id.0).collect();
    assert_eq!(got, ["A-007", seen[9].offer_id.as_str()]);
}

#[tokio::test]
async fn one_product_by_each_of_its_ids_and_many_by_ids_of_one_kind() {
    let world = World::new().await;
    let shop = world.shop().await;
    let (one, two) = (shop.product("A-1").on_sale().await, shop.product("A-2").on_sale().await);
    let by_offer = shop.info("A-1").await;
    for request in [
        ProductInfoV2Request { product_id: one.product_id, ..Default::default() },
        ProductInfoV2Request { sku: one.sku, ..Default::default() },
        ProductInfoV2Request { sku: one.fbo_sku, ..Default::default() },
    ] {
        assert_eq!(shop.call(ProductInfoV2, &request).await.unwrap().result, by_offer, "{request:?}");
    }
    for request in [
        ProductInfoListV2Request { offer_id: vec!["A-2".into(), "none".into(), "A-1".into()], ..Default::default() },
        ProductInfoListV2Request {
            product_id: vec![two.product_id, one.product_id, ProductId(5)],
            ..Default::default()
        },
        ProductInfoListV2Request { sku: vec![two.sku, Sku(5), one.sku], ..Default::default() },
    ] {
        let items = shop.call(ProductInfoListV2, &request).await.unwrap().result.items;
        assert_eq!(
            items.iter().map(|item| item.card.offer_id.as_str()).collect::<Vec<_>>(),
            ["A-2", "A-1"],
            "{request:?}"
        );
        assert_eq!(items[1].card, by_offer.card);
    }
    for request in [
        ProductInfoV2Request { offer_id: "none".into(), ..Default::default() },
        ProductInfoV2Request { product_id: ProductId(5), ..Default::default() },
        ProductInfoV2Request { sku: Sku(5), ..Default::default() },
    ] {
        refused(shop.call(ProductInfoV2, &request).await, 404, 5, "Product not found");
    }
}

#[tokio::test]
async fn description_and_attributes_are_what_was_imported() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").imported().await;
    for request in [
        ProductInfoDescriptionV1Request { offer_id: "A-1".into(), ..Default::default() },
        ProductInfoDescriptionV1Request { product_id: product.product_id, ..Default::default() },
    ] {
        let told = shop.call(ProductInfoDescriptionV1, &request).await.unwrap().result;
        assert_eq!((told.id, told.name.as_str()), (product.product_id, "Чехол для планшета A-1"));
        assert_eq!(told.description, "Плотный чехол.<br/>Защищает углы.");
    }
    let filter = Some(ProductFilter { offer_id: vec!["A-1".into()], ..Default::default() });
    let request = ProductsInfoAttributesV3Request { filter, limit: 100, ..Default::default() };
    let answer = shop.call(ProductsInfoAttributesV3, &request).await.unwrap();
    let kept = &answer.result[0];
    assert_eq!((answer.total, kept.id, kept.category_id), (1, product.product_id, crate::goods::TABLET_CASES));
    assert_eq!((kept.depth, kept.width, kept.height, kept.weight), (20, 180, 250, 300));
    assert_eq!((kept.dimension_unit.as_str(), kept.weight_unit.as_str()), ("mm", "g"));
    let brand = kept.attributes.iter().find(|one| one.attribute_id == BRAND).unwrap();
    assert_eq!((brand.values[0].dictionary_value_id, brand.values[0].value.as_str()), (VOLNA, "Волна"));
    assert_eq!(kept.images.iter().filter(|image| image.default).count(), 1);
    assert_eq!(kept.images.len(), 2);
}

#[tokio::test]
async fn unified_skus_are_one_number() {
    let world = World::new().await;
    world.set(Settings { unified_sku: Some(true), ..Default::default() }).await;
    let shop = world.shop().await;
    let task = ProductImportV2Request { items: vec![good_item("A-1")] };
    shop.call(ProductImportV2, &task).await.unwrap();
    world.pass(10).await;
    let card = shop.info("A-1").await.card;
    assert_eq!((card.fbo_sku, card.fbs_sku), (Sku(0), Sku(0)));
    assert!(card.sku.0 > 0);
}

#[tokio::test]
async fn reading_goods_with_odd_requests_is_refused() {
    let world = World::new().await;
    let shop = world.shop().await;
    shop.product("A-1").imported().await;
    let range = "value must be inside range (0, 1000]";
    shop.refuses(
        "/v2/product/list",
        &[
            ("{}", 400, 3, range),
            (r#"{"limit":1001}"#, 400, 3, "Request validation error: invalid "),
            (r#"{"limit":-1}"#, 400, 3, range),
            (r#"{"limit":10,"last_id":"xyz"}"#, 400, 3, "last_id"),
            (r#"{"limit":10,"filter":{"offer_id":"A-1"}}"#, 400, 3, "unexpected token \"A-1\""),
            (r#"{"limit":10,"filter":{"product_id":["x"]}}"#, 400, 3, "unexpected token \"x\""),
        ],
    )
    .await;
    shop.refuses("/v2/product/info", &[("{}", 400, 3, ""), (r#"{"product_id":[5]}"#, 400, 3, "unexpected token [")])
        .await;
    let many = format!(r#"{{"product_id":[{}]}}"#, vec!["1"; 1_001].join(","));
    shop.refuses(
        "/v2/product/info/list",
        &[("{}", 400, 3, ""), (&many, 400, 3, "1000"), (r#"{"offer_id":"A-1"}"#, 400, 3, "unexpected token \"A-1\"")],
    )
    .await;
    shop.refuses(
        "/v1/product/info/description",
        &[
            ("{}", 400, 3, ""),
            (r#"{"offer_id":"none"}"#, 404, 5, ""),
            (r#"{"offer_id":["A-1"]}"#, 400, 3, "unexpected token ["),
        ],
    )
    .await;
    shop.refuses(
        "/v3/products/info/attributes",
        &[
            (r#"{"limit":10}"#, 400, 3, ".Filter: value is required"),
            (r#"{"filter":{},"limit":0}"#, 400, 3, range),
            (r#"{"filter":{},"limit":1001}"#, 400, 3, range),
            (r#"{"filter":{},"limit":10,"last_id":"xyz"}"#, 400, 3, ""),
            (r#"{"filter":{},"limit":10,"sort_by":"weather"}"#, 400, 3, ""),
            (r#"{"filter":{},"limit":10,"sort_dir":"up"}"#, 400, 3, "unexpected token \"up\""),
        ],
    )
    .await;
    shop.refuses(
        "/v1/product/import/info",
        &[
            (r#"{"task_id":1}"#, 404, 5, ""),
            (r#"{"task_id":"x"}"#, 400, 3, "unexpected token \"x\""),
            (r#"{"task_id":{"a":1}}"#, 400, 3, "unexpected token {"),
        ],
    )
    .await;
    let all = ProductListV2Request { limit: 10, ..Default::default() };
    let ProductListV2Response { result } = shop.call(ProductListV2, &all).await.unwrap();
    assert_eq!(result.items.iter().map(|item| item.offer_id.clone()).collect::<Vec<_>>(), [OfferId::from("A-1")]);
}
