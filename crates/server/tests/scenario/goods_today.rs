//! One state under the methods of 2022 and those of today: what one version writes, every other one reads.

use std::{collections::BTreeSet, sync::Arc};

use gostiny_client::ClientError;
use gostiny_wire::{
    category::{
        CategoryAttributeV3, CategoryAttributeV3Request, CategoryAttributeValuesV2, CategoryAttributeValuesV2Request,
        DescriptionCategoryAttributeV1, DescriptionCategoryAttributeV1Request,
        DescriptionCategoryAttributeValuesSearchV1, DescriptionCategoryAttributeValuesSearchV1Request,
        DescriptionCategoryAttributeValuesV1, DescriptionCategoryAttributeValuesV1Request, DescriptionCategoryNode,
        DescriptionCategoryTreeV1, DescriptionCategoryTreeV1Request, Language,
    },
    method::Empty,
    product::{
        ProductArchiveV1, ProductArchiveV1Request, ProductAttributesUpdateV1, ProductAttributesUpdateV1Item,
        ProductAttributesUpdateV1Request, ProductAttributesV4Filter, ProductImportAttribute, ProductImportInfoV1,
        ProductImportInfoV1Request, ProductImportItem, ProductImportV3, ProductImportV3Item, ProductImportV3Request,
        ProductInfoAttributesV4, ProductInfoAttributesV4Request, ProductInfoLimitV2, ProductInfoLimitV3,
        ProductInfoLimitV4, ProductInfoListV3, ProductInfoListV3Request, ProductInfoV3, ProductListV2,
        ProductListV2Request, ProductListV3, ProductListV3Filter, ProductListV3Request, ProductPicturesImportV2,
        ProductPicturesImportV2Item, ProductPicturesImportV2Request, ProductPicturesInfoV1Request,
        ProductPicturesInfoV2, ProductUpdateOfferIdV1, ProductUpdateOfferIdV1Pair, ProductUpdateOfferIdV1Request,
        Visibility,
    },
    scalar::{AttributeId, CategoryId, Digits, OfferId, ProductId, TypeId, ValueId},
};

use crate::{
    goods::{BRAND, COLOUR, MODERATION, TABLET_CASES, VOLNA, attribute, good_item},
    shop::Shop,
    world::{World, refused_like},
};

/// The type of the tablet cases: the leaf of the old tree under its old number.
const CASES: TypeId = TypeId(TABLET_CASES.0);

fn types(nodes: &[DescriptionCategoryNode], above: CategoryId, found: &mut Vec<(CategoryId, TypeId, String)>) {
    for node in nodes {
        if node.type_id != TypeId(0) {
            assert_eq!((node.description_category_id, node.category_name.as_str()), (CategoryId(0), ""));
            assert!(node.children.is_empty());
            found.push((above, node.type_id, node.type_name.clone()));
        } else {
            assert!(!node.children.is_empty(), "{node:?}");
            types(&node.children, node.description_category_id, found);
        }
    }
}

/// Where today's tree has the tablet cases.
pub async fn above_cases(shop: &Shop) -> CategoryId {
    let tree = shop.call(DescriptionCategoryTreeV1, &DescriptionCategoryTreeV1Request::default()).await.unwrap();
    let mut found = Vec::new();
    types(&tree.result, CategoryId(0), &mut found);
    let (above, _, name) = found.into_iter().find(|(_, type_id, _)| *type_id == CASES).unwrap();
    assert_eq!(name, "Чехлы для планшетов");
    above
}

/// The good item of the goods here, as today's import takes it.
pub fn item(offer_id: &str, above: CategoryId) -> ProductImportV3Item {
    let old = good_item(offer_id);
    ProductImportV3Item {
        attributes: old.attributes,
        currency_code: old.currency_code,
        depth: old.depth,
        description_category_id: above,
        dimension_unit: old.dimension_unit,
        height: old.height,
        images: old.images,
        name: old.name,
        offer_id: old.offer_id,
        price: old.price,
        type_id: CASES,
        vat: old.vat,
        weight: old.weight,
        weight_unit: old.weight_unit,
        width: old.width,
        ..ProductImportV3Item::default()
    }
}

async fn cards(shop: &Shop, offers: &[&str]) -> Result<Vec<ProductInfoV3>, ClientError> {
    let offer_id = offers.iter().map(|offer| OfferId::from(*offer)).collect();
    let request = ProductInfoListV3Request { offer_id, ..Default::default() };
    shop.call(ProductInfoListV3, &request).await.map(|answer| answer.items)
}

#[tokio::test]
async fn both_trees_ask_a_type_for_the_same() {
    let world = World::new().await;
    let shop = world.shop().await;
    let above = above_cases(&shop).await;
    let request = DescriptionCategoryAttributeV1Request {
        description_category_id: above,
        language: Language::Ru,
        type_id: CASES,
    };
    let today = shop.call(DescriptionCategoryAttributeV1, &request).await.unwrap().result;
    let old = CategoryAttributeV3Request { category_id: vec![TABLET_CASES], ..Default::default() };
    let old = shop.call(CategoryAttributeV3, &old).await.unwrap().result.remove(0).attributes;
    assert!(!old.is_empty());
    assert_eq!(today.iter().map(|one| &one.attribute).collect::<Vec<_>>(), old.iter().collect::<Vec<_>>());
    assert!(today.iter().all(|one| (one.max_value_count == 0) == one.attribute.is_collection));

    let page = DescriptionCategoryAttributeValuesV1Request {
        attribute_id: BRAND,
        description_category_id: above,
        limit: 2_000,
        type_id: CASES,
        ..Default::default()
    };
    let today = shop.call(DescriptionCategoryAttributeValuesV1, &page).await.unwrap();
    let old = CategoryAttributeValuesV2Request {
        attribute_id: BRAND,
        category_id: TABLET_CASES,
        limit: 2_000,
        ..Default::default()
    };
    assert_eq!(today, shop.call(CategoryAttributeValuesV2, &old).await.unwrap());

    let search = |value: &str, limit| DescriptionCategoryAttributeValuesSearchV1Request {
        attribute_id: BRAND,
        description_category_id: above,
        limit,
        type_id: CASES,
        value: value.to_owned(),
    };
    let found = shop.call(DescriptionCategoryAttributeValuesSearchV1, &search("ВОЛН", 10)).await.unwrap().result;
    assert_eq!(found.first().map(|value| value.id), Some(VOLNA), "{found:?}");
    let inside = shop.call(DescriptionCategoryAttributeValuesSearchV1, &search("олна", 10)).await.unwrap().result;
    assert!(inside.iter().any(|value| value.id == VOLNA));
    let signs = shop.call(DescriptionCategoryAttributeValuesSearchV1, &search("%%", 100)).await.unwrap().result;
    assert_eq!(signs, []);
    refused_like(shop.call(DescriptionCategoryAttributeValuesSearchV1, &search("В", 10)).await, 400, 3, "Value");
    refused_like(shop.call(DescriptionCategoryAttributeValuesSearchV1, &search("Волна", 101)).await, 400, 3, "Limit");

    let elsewhere = DescriptionCategoryAttributeV1Request { description_category_id: TABLET_CASES, ..request };
    refused_like(shop.call(DescriptionCategoryAttributeV1, &elsewhere).await, 404, 5, "");
    let elsewhere = DescriptionCategoryAttributeValuesV1Request { description_category_id: CategoryId(1), ..page };
    refused_like(shop.call(DescriptionCategoryAttributeValuesV1, &elsewhere).await, 404, 5, "");
}

#[tokio::test]
async fn a_product_of_today_s_import_shows_in_every_version() {
    let world = World::new().await;
    let shop = world.shop().await;
    let above = above_cases(&shop).await;
    let lost = ProductImportV3Item { description_category_id: TABLET_CASES, ..item("B-2", above) };
    let request = ProductImportV3Request { items: vec![item("A-1", above), lost] };
    let task = shop.call(ProductImportV3, &request).await.unwrap().result.task_id;
    shop.pass(1 + MODERATION).await;
    let task = ProductImportInfoV1Request { task_id: task };
    let outcome = shop.call(ProductImportInfoV1, &task).await.unwrap().result.items;
    let told: Vec<_> = outcome.iter().map(|item| (item.offer_id.as_str(), item.status.as_str())).collect();
    assert_eq!(told, [("A-1", "imported"), ("B-2", "failed")]);
    assert_eq!(outcome[1].errors[0].code, "description_category_is_empty");

    let old = shop.info("A-1").await;
    assert_eq!(old.card.category_id, TABLET_CASES);
    shop.set_stock(&"A-1".into(), 7).await;
    let card = cards(&shop, &["none", "A-1"]).await.unwrap().remove(0);
    assert_eq!((card.description_category_id, card.type_id), (above, CASES));
    assert_eq!((card.id, card.sku, card.price.as_str()), (old.card.id, old.card.sku, "1000.00"));
    assert_eq!((card.statuses.status.as_str(), card.statuses.status_name.as_str()), ("price_sent", "Продается"));
    let stocks: Vec<_> = card.stocks.stocks.iter().map(|one| (one.source.as_str(), one.present, one.sku)).collect();
    assert_eq!(stocks, [("fbo", 0, card.sources[0].sku), ("fbs", 7, card.sku)]);
    let buyable: Vec<_> = card.availabilities.iter().map(|one| one.availability.as_str()).collect();
    assert_eq!(buyable, ["UNAVAILABLE", "AVAILABLE"]);
    assert_eq!(card.commissions.len(), old.commissions.len());
    assert_eq!(card.commissions[1].value, old.commissions[1].value);

    let filter = ProductAttributesV4Filter { sku: vec![Digits(card.sku.0)], ..Default::default() };
    let request = ProductInfoAttributesV4Request { filter: Some(filter), limit: 10, ..Default::default() };
    let page = shop.call(ProductInfoAttributesV4, &request).await.unwrap();
    let full = &page.result[0];
    assert_eq!((page.result.len(), page.total, full.type_id, full.depth), (1, Digits(1), CASES, 20));
    assert_eq!((full.primary_image.as_str(), full.images.len()), ("https://images.example/front.jpg", 1));
    let brand = full.attributes.iter().find(|one| one.id == BRAND).unwrap();
    assert_eq!(brand.values[0].dictionary_value_id, VOLNA);
    refused_like(
        shop.call(ProductInfoAttributesV4, &ProductInfoAttributesV4Request { filter: None, ..request }).await,
        400,
        3,
        "Filter",
    );

    let stranger = world.shop().await;
    assert_eq!(cards(&stranger, &["A-1"]).await.unwrap(), []);
    let foreign = ProductInfoListV3Request { sku: vec![Digits(card.sku.0)], ..Default::default() };
    assert_eq!(stranger.call(ProductInfoListV3, &foreign).await.unwrap().items, []);
    refused_like(cards(&shop, &[]).await, 400, 3, "");
    refused_like(shop.call(ProductImportV3, &ProductImportV3Request::default()).await, 400, 3, "Items");
}

#[tokio::test]
async fn both_lists_turn_the_same_pages() {
    let world = World::new().await;
    let shop = world.shop().await;
    let products = [shop.product("A-1").on_sale().await, shop.product("A-2").approved().await];
    let archive = shop.product("A-3").approved().await;
    let request = ProductArchiveV1Request { product_id: vec![archive.product_id] };
    shop.call(ProductArchiveV1, &request).await.unwrap();

    let old = ProductListV2Request { limit: 1, ..Default::default() };
    let old = shop.call(ProductListV2, &old).await.unwrap().result;
    let page = ProductListV3Request { limit: 1, ..Default::default() };
    let first = shop.call(ProductListV3, &page).await.unwrap().result;
    assert_eq!((first.last_id.as_str(), first.total, first.total_items), (old.last_id.as_str(), old.total, 2));
    assert_eq!((first.items[0].product_id, first.items[0].sku), (products[0].product_id, products[0].sku));
    assert_eq!((first.items[0].has_fbs_stocks, first.items[0].has_fbo_stocks), (true, false));
    // A page goes on where the other version's ended.
    let page = ProductListV3Request { last_id: old.last_id, ..page };
    let second = shop.call(ProductListV3, &page).await.unwrap().result;
    assert_eq!(second.items[0].product_id, products[1].product_id);
    assert!(!second.items[0].has_fbs_stocks);

    let filter = ProductListV3Filter { skus: vec![Digits(products[1].fbo_sku.0)], ..Default::default() };
    let named = ProductListV3Request { filter, limit: 10, ..Default::default() };
    let named = shop.call(ProductListV3, &named).await.unwrap().result;
    assert_eq!(named.items.iter().map(|item| item.product_id).collect::<Vec<_>>(), [products[1].product_id]);
    let filter = ProductListV3Filter { skus: vec![Digits(1)], ..Default::default() };
    let nobody = ProductListV3Request { filter, limit: 10, ..Default::default() };
    assert_eq!(shop.call(ProductListV3, &nobody).await.unwrap().result.total, 0);
    let filter = ProductListV3Filter { visibility: Visibility::Archived, ..Default::default() };
    let archived = ProductListV3Request { filter, limit: 10, ..Default::default() };
    let archived = shop.call(ProductListV3, &archived).await.unwrap().result.items;
    assert!(archived.len() == 1 && archived[0].archived);
    refused_like(shop.call(ProductListV3, &ProductListV3Request::default()).await, 400, 3, "Limit");
}

#[tokio::test]
async fn quotas_are_told_by_each_version() {
    let world = World::new().await;
    let shop = world.shop().await;
    shop.product("A-1").imported().await;
    let two = shop.call(ProductInfoLimitV2, &Empty {}).await.unwrap().result;
    let three = shop.call(ProductInfoLimitV3, &Empty {}).await.unwrap().result;
    let four = shop.call(ProductInfoLimitV4, &Empty {}).await.unwrap();
    assert_eq!((three.daily_quota.all_quota_value, three.daily_quota.all_remaining_value), (two.value, two.remaining));
    assert_eq!(four.daily_create.limit - four.daily_create.usage, three.daily_quota.create_remaining_value);
    assert_eq!((four.daily_create.usage, four.daily_update.usage, four.total.usage), (1, 0, 1));
    assert_eq!(three.total_quota.item_quota_value - three.total_quota.remaining_value, 1);
    assert_eq!((four.daily_create.reset_at, three.daily_quota.reset_at), (two.reset_at, two.reset_at));
}

#[tokio::test]
async fn pictures_of_many_products_are_replaced_in_one_task() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").imported().await;
    let other = shop.product("A-2").imported().await;
    let item = |offer_id: &str, images: &[&str]| ProductPicturesImportV2Item {
        color_image: "https://images.example/colour.png".to_owned(),
        images: images.iter().map(|image| (*image).to_owned()).collect(),
        offer_id: offer_id.into(),
        primary_image: String::new(),
    };
    let items = vec![
        item("A-1", &["https://images.example/new.jpg", "https://images.example/manual.pdf"]),
        item("A-1", &["https://images.example/twice.jpg"]),
        item("none", &["https://images.example/new.jpg"]),
        item("A-2", &["https://images.example/many.jpg"; 16]),
    ];
    let request = ProductPicturesImportV2Request { items };
    let task = shop.call(ProductPicturesImportV2, &request).await.unwrap().task_id;
    let task = ProductImportInfoV1Request { task_id: task };
    let outcome = shop.call(ProductImportInfoV1, &task).await.unwrap().result.items;
    let told: Vec<_> = outcome.iter().map(|item| (item.status.as_str(), item.product_id)).collect();
    let (known, nobody) = (product.product_id, ProductId(0));
    assert_eq!(told, [("imported", known), ("failed", known), ("failed", nobody), ("failed", other.product_id)]);
    let codes: Vec<_> = outcome[1..].iter().map(|item| item.errors[0].code.as_str()).collect();
    assert_eq!(codes, ["offer_id_duplicate", "product_not_found", "VALUE_MAX_LIMIT"]);

    shop.pass(10).await;
    let request = ProductPicturesInfoV1Request { product_id: vec![Digits(product.product_id.0), Digits(5)] };
    let told = shop.call(ProductPicturesInfoV2, &request).await.unwrap().items;
    assert_eq!((told.len(), told[0].product_id), (1, product.product_id));
    assert_eq!(told[0].primary_photo, ["https://images.example/new.jpg"]);
    assert_eq!(told[0].color_photo, ["https://images.example/colour.png"]);
    let error = &told[0].errors[0];
    assert_eq!((error.message.as_str(), error.url.as_str()), ("pics_cant_decode", "https://images.example/manual.pdf"));
    let stranger = world.shop().await;
    assert_eq!(stranger.call(ProductPicturesInfoV2, &request).await.unwrap().items, []);
    refused_like(shop.call(ProductPicturesImportV2, &Default::default()).await, 400, 3, "Items");
}

#[tokio::test]
async fn attributes_change_and_the_rest_of_the_card_stays() {
    let world = World::new().await;
    let shop = world.shop().await;
    shop.product("A-1").with(|item| item.old_price = "1500".to_owned()).approved().await;
    let before = cards(&shop, &["A-1"]).await.unwrap().remove(0);
    let colour = attribute(COLOUR, ValueId(0), "белый");
    let brand_off = ProductImportAttribute { values: Vec::new(), ..attribute(AttributeId(9_048), ValueId(0), "") };
    let item = |offer_id: &str, attributes| ProductAttributesUpdateV1Item { attributes, offer_id: offer_id.into() };
    let items = vec![item("A-1", vec![colour, brand_off]), item("none", Vec::new())];
    let request = ProductAttributesUpdateV1Request { items };
    let task_id = shop.call(ProductAttributesUpdateV1, &request).await.unwrap().task_id;
    shop.pass(1 + MODERATION).await;
    let task = ProductImportInfoV1Request { task_id };
    let outcome = shop.call(ProductImportInfoV1, &task).await.unwrap().result.items;
    let told: Vec<_> = outcome.iter().map(|item| (item.offer_id.as_str(), item.status.as_str())).collect();
    assert_eq!(told, [("A-1", "imported"), ("none", "failed")]);
    assert_eq!(outcome[1].errors[0].code, "product_not_found");

    let filter = ProductAttributesV4Filter { offer_id: vec!["A-1".into()], ..Default::default() };
    let page = ProductInfoAttributesV4Request { filter: Some(filter), limit: 1, ..Default::default() };
    let card = shop.call(ProductInfoAttributesV4, &page).await.unwrap().result.remove(0);
    let values = |id| card.attributes.iter().find(|one| one.id == id).map(|one| one.values[0].value.clone());
    assert_eq!((values(COLOUR).as_deref(), values(BRAND).as_deref()), (Some("белый"), Some("Волна")));
    assert_eq!(values(AttributeId(9_048)), None);
    let after = cards(&shop, &["A-1"]).await.unwrap().remove(0);
    assert_eq!((after.price, after.old_price, after.barcodes), (before.price, before.old_price, before.barcodes));
    assert_eq!((after.images, after.stocks), (before.images, before.stocks));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_article_goes_to_one_of_those_who_ask_at_once() {
    let world = World::new().await;
    let shop = Arc::new(world.shop().await);
    let outcome = shop.import((0..12).map(|n| good_item(&format!("A-{n}"))).collect()).await;
    assert!(outcome.iter().all(|item| item.status == "imported"));
    // Once is no race: the first one is done before the others have a connection.
    for round in 0..20 {
        let new_offer_id = OfferId::from(format!("one-{round}"));
        let asking: Vec<_> = outcome
            .iter()
            .map(|item| {
                let (shop, product_id, new_offer_id) = (shop.clone(), item.product_id, new_offer_id.clone());
                tokio::spawn(async move {
                    let named =
                        ProductInfoListV3Request { product_id: vec![Digits(product_id.0)], ..Default::default() };
                    let offer_id = shop.call(ProductInfoListV3, &named).await.unwrap().items.remove(0).offer_id;
                    let pair = ProductUpdateOfferIdV1Pair { new_offer_id, offer_id };
                    let request = ProductUpdateOfferIdV1Request { update_offer_id: vec![pair] };
                    shop.call(ProductUpdateOfferIdV1, &request).await.unwrap().errors.len()
                })
            })
            .collect();
        let mut refused = 0;
        for asked in asking {
            refused += asked.await.unwrap();
        }
        assert_eq!(refused, 11, "round {round}");
    }
    let left = shop.call(ProductListV2, &ProductListV2Request { limit: 100, ..Default::default() }).await.unwrap();
    let articles: BTreeSet<_> = left.result.items.iter().map(|item| item.offer_id.as_str()).collect();
    assert_eq!((articles.len(), articles.contains("one-19")), (12, true));
}

#[tokio::test]
async fn what_is_wrong_with_a_request_is_named() {
    let world = World::new().await;
    let shop = world.shop().await;
    let pair = r#""description_category_id":1,"type_id":1"#;
    for (path, cases) in [
        ("/v1/description-category/tree", vec![(r#"{"language":"KLINGON"}"#.to_owned(), "KLINGON")]),
        (
            "/v1/description-category/attribute",
            vec![
                ("{}".to_owned(), "DescriptionCategoryId"),
                (r#"{"description_category_id":1}"#.to_owned(), "TypeId"),
                (r#"{"type_id":[1]}"#.to_owned(), "unexpected token ["),
            ],
        ),
        (
            "/v1/description-category/attribute/values",
            vec![
                (format!(r#"{{{pair},"attribute_id":85,"limit":2001}}"#), "Limit"),
                (format!(r#"{{{pair},"limit":1}}"#), "AttributeId"),
                (r#"{"limit":"x"}"#.to_owned(), "syntax error"),
            ],
        ),
        ("/v3/product/import", vec![(r#"{"items":[{"attributes":{}}]}"#.to_owned(), "syntax error")]),
        ("/v1/product/attributes/update", vec![(r#"{"items":{}}"#.to_owned(), "syntax error")]),
        ("/v1/product/update/offer-id", vec![(r#"{"update_offer_id":"A-1"}"#.to_owned(), "syntax error")]),
        (
            "/v3/product/list",
            vec![
                (r#"{"limit":1001}"#.to_owned(), "Limit"),
                (r#"{"limit":1,"last_id":"?"}"#.to_owned(), "LastId"),
                (r#"{"limit":1,"filter":{"visibility":"SOME"}}"#.to_owned(), "SOME"),
                (r#"{"limit":1,"filter":{"skus":5}}"#.to_owned(), "syntax error"),
            ],
        ),
        ("/v3/product/info/list", vec![(r#"{"sku":["x"]}"#.to_owned(), "syntax error")]),
        (
            "/v4/product/info/attributes",
            vec![
                (r#"{"filter":{},"limit":0}"#.to_owned(), "Limit"),
                (r#"{"filter":{},"limit":1,"sort_by":"luck"}"#.to_owned(), "sort_by"),
                (r#"{"filter":{},"limit":1,"sort_dir":"UP"}"#.to_owned(), "UP"),
            ],
        ),
        (
            "/v5/product/info/prices",
            vec![
                (r#"{"limit":1001}"#.to_owned(), "ProductInfoPricesV5Request.Limit"),
                (r#"{"limit":1,"cursor":"?"}"#.to_owned(), "LastId"),
            ],
        ),
        (
            "/v4/product/info/stocks",
            vec![
                (r#"{"limit":0}"#.to_owned(), "Limit"),
                (r#"{"limit":1,"cursor":"?"}"#.to_owned(), "LastId"),
                (r#"{"limit":1,"filter":{"with_quant":true}}"#.to_owned(), "syntax error"),
            ],
        ),
        (
            "/v1/product/info/warehouse/stocks",
            vec![
                (r#"{"limit":1001,"warehouse_id":1}"#.to_owned(), "Limit"),
                (r#"{"limit":1}"#.to_owned(), "WarehouseId"),
            ],
        ),
        ("/v2/product/pictures/import", vec![(r#"{"items":[{"images":"x"}]}"#.to_owned(), "syntax error")]),
        ("/v2/product/pictures/info", vec![("{}".to_owned(), "ProductId")]),
    ] {
        let cases: Vec<_> = cases.iter().map(|(body, part)| (body.as_str(), 400, 3, *part)).collect();
        shop.refuses(path, &cases).await;
    }
    for path in ["/v1/description-category/attribute", "/v1/description-category/attribute/values"] {
        let body = format!(r#"{{{pair},"attribute_id":85,"limit":1}}"#);
        shop.refuses(path, &[(&body, 404, 5, "Category")]).await;
    }
}

#[tokio::test]
async fn articles_change_unless_they_are_taken() {
    let world = World::new().await;
    let shop = world.shop().await;
    let first = shop.product("A-1").on_sale().await;
    shop.product("A-2").imported().await;
    let pair = |old: &str, new: &str| ProductUpdateOfferIdV1Pair { new_offer_id: new.into(), offer_id: old.into() };
    let long = "я".repeat(51);
    let update_offer_id = vec![
        pair("A-1", "Я-1"),
        pair("A-2", "A-1"),
        pair("none", "B-1"),
        pair("A-2", &long),
        pair("A-2", "Я-1"),
        pair("A-1", "Я-2"),
    ];
    let request = ProductUpdateOfferIdV1Request { update_offer_id };
    let errors = shop.call(ProductUpdateOfferIdV1, &request).await.unwrap().errors;
    let stayed: Vec<_> = errors.iter().map(|one| one.offer_id.as_str()).collect();
    assert_eq!(stayed, ["A-2", "none", "A-2", "A-2", "A-1"], "{errors:?}");
    assert_eq!(shop.info("Я-1").await.card.id, first.product_id);
    // The card is the same under its new article.
    assert_eq!(shop.import(vec![good_item("A-2")]).await[0].status, "skipped");
    let request = ProductUpdateOfferIdV1Request { update_offer_id: vec![pair("A-2", "Я-2")] };
    assert_eq!(shop.call(ProductUpdateOfferIdV1, &request).await.unwrap().errors, []);
    let again =
        ProductImportItem { name: good_item("A-2").name, attributes: good_item("A-2").attributes, ..good_item("Я-2") };
    assert_eq!(shop.import(vec![again]).await[0].status, "skipped");
    let numbers = world.order_one(&[(first.sku, 1)]).await;
    assert_eq!(shop.posting(&numbers).await.products[0].offer_id.as_str(), "Я-1");
    let stranger = world.shop().await;
    let request = ProductUpdateOfferIdV1Request { update_offer_id: vec![pair("Я-1", "mine")] };
    assert_eq!(stranger.call(ProductUpdateOfferIdV1, &request).await.unwrap().errors.len(), 1);
    assert_eq!(shop.info("Я-1").await.card.id, first.product_id);
    refused_like(shop.call(ProductUpdateOfferIdV1, &Default::default()).await, 400, 3, "UpdateOfferId");
    refused_like(shop.call(ProductAttributesUpdateV1, &Default::default()).await, 400, 3, "Items");
}
