//! What is wrong with an imported card: each rule by its code, item by item, and nothing half done.

use gostiny_wire::{
    operator::SellerCreateRequest,
    product::{
        ItemError, ProductImportAttribute, ProductImportInfoV1, ProductImportInfoV1Request, ProductImportItem,
        ProductImportV2, ProductImportV2Request, ProductImportValue, ProductListV2, ProductListV2Request,
    },
    scalar::{AttributeId, CategoryId, ProductId, ValueId},
};

use crate::{
    goods::{BRAND, COLOUR, DESCRIPTION, VOLNA, attribute, good_item},
    shop::Shop,
    world::{World, refusal, refused_like},
};

/// Storage size of smartphones, an integer.
const STORAGE: AttributeId = AttributeId(5_733);

async fn errors(shop: &Shop, change: impl FnOnce(&mut ProductImportItem)) -> (String, ProductId, Vec<ItemError>) {
    let mut item = good_item("A-1");
    change(&mut item);
    let mut outcome = shop.import(vec![item]).await;
    assert_eq!(outcome.len(), 1);
    let item = outcome.remove(0);
    (item.status, item.product_id, item.errors)
}

type Change = fn(&mut ProductImportItem);

#[tokio::test]
async fn each_broken_rule_has_its_code() {
    let world = World::new().await;
    let rules: &[(&str, &[&str], Change)] = &[
        ("no name", &["EMPTY_REQUIRED"], |item| item.name.clear()),
        ("a long name", &["name_too_long"], |item| item.name = "я".repeat(501)),
        ("no height", &["missing_dimension"], |item| item.height = 0),
        ("a negative depth", &["missing_dimension", "VALUE_MAX_LIMIT"], |item| item.depth = -5),
        ("no weight", &["missing_dimension", "EMPTY_REQUIRED"], |item| item.weight = 0),
        ("over a ton", &["VALUE_MAX_LIMIT"], |item| (item.weight, item.weight_unit) = (1_001, "kg".to_owned())),
        ("lead", &["Incorrect_density"], |item| item.weight = 900_000),
        ("air", &["Incorrect_density"], |item| {
            (item.depth, item.width, item.height, item.weight) = (2_000, 2_000, 2_000, 1)
        }),
        ("a wrong vat", &["vat_invalid"], |item| item.vat = "0.3".to_owned()),
        ("a vat that is no number", &["vat_invalid"], |item| item.vat = "НДС".to_owned()),
        ("no price", &["EMPTY_REQUIRED", "price_out_of_range"], |item| item.price.clear()),
        ("a negative price", &["price_is_negative"], |item| item.price = "-1".to_owned()),
        ("a price that is no number", &["price_out_of_range", "INVALID_VALUE"], |item| item.price = "1,5".to_owned()),
        ("an old price below", &["old_price_less_than_price"], |item| item.old_price = "999".to_owned()),
        ("another currency", &["currency_differs_from_contract"], |item| item.currency_code = "BYN".to_owned()),
        ("no category", &["description_category_is_empty", "levels_category_not_found"], |item| {
            item.category_id = CategoryId(0)
        }),
        ("an unknown category", &["levels_category_not_found"], |item| item.category_id = CategoryId(1)),
        ("a branch for a leaf", &["description_category_invalid"], |item| item.category_id = CategoryId(17_029_162)),
    ];
    for (what, codes, change) in rules {
        let shop = world.shop().await;
        let (status, product_id, errors) = errors(&shop, change).await;
        let found = errors.iter().filter(|error| codes.contains(&error.code.as_str())).count();
        assert_eq!(found, 1, "{what}: {status} {errors:?}");
        let error = errors.iter().find(|error| codes.contains(&error.code.as_str())).unwrap();
        assert!(
            error.level == "error" && !error.field.is_empty() && !error.description.is_empty(),
            "{what}: {error:?}"
        );
        assert!(matches!(status.as_str(), "failed" | "imported"), "{what}: {status}");
        assert_eq!(product_id == ProductId(0), status == "failed", "{what}");
        assert!(shop.set_stock(&"A-1".into(), 1).await.errors.len() == 1, "{what}: it can be sold");
    }
}

#[tokio::test]
async fn pictures_are_bounded_and_have_addresses() {
    let world = World::new().await;
    let rules: &[(&str, bool, Change)] = &[
        ("none", false, |item| item.images.clear()),
        ("fifteen", true, |item| item.images = vec!["https://images.example/1.jpg".to_owned(); 15]),
        ("sixteen", false, |item| item.images = vec!["https://images.example/1.jpg".to_owned(); 16]),
        ("fourteen and a main one", true, |item| {
            item.images = vec!["https://images.example/1.jpg".to_owned(); 14];
            item.primary_image = "https://images.example/0.jpg".to_owned();
        }),
        ("fifteen and a main one", false, |item| {
            item.images = vec!["https://images.example/1.jpg".to_owned(); 15];
            item.primary_image = "https://images.example/0.jpg".to_owned();
        }),
        ("no address", false, |item| item.images = vec!["front.jpg".to_owned()]),
        ("seventy-one frames", false, |item| item.images360 = vec!["https://images.example/1.jpg".to_owned(); 71]),
    ];
    for (what, good, change) in rules {
        let shop = world.shop().await;
        let (status, _, errors) = errors(&shop, change).await;
        let refused = errors.iter().any(|error| error.level == "error");
        assert_eq!(refused, !good, "{what}: {status} {errors:?}");
    }
}

/// Also one that an index of PostgreSQL could not take in whole.
#[tokio::test]
async fn a_name_of_any_length_makes_a_draft() {
    let world = World::new().await;
    let shop = world.shop().await;
    let name: String = (0..20_000).map(|at| format!("{at:x}Ж")).collect();
    let (status, product_id, errors) = errors(&shop, |item| item.name.clone_from(&name)).await;
    assert_eq!((status.as_str(), errors[0].code.as_str()), ("imported", "name_too_long"));
    let card = shop.info("A-1").await.card;
    assert_eq!((card.id, card.name), (product_id, name));
}

#[tokio::test]
async fn each_missing_attribute_is_an_error_of_its_own() {
    let world = World::new().await;
    let shop = world.shop().await;
    let (status, product_id, errors) = errors(&shop, |item| {
        item.category_id = CategoryId(17_033_038);
        item.attributes.clear();
    })
    .await;
    assert_eq!(status, "imported");
    let mut missing: Vec<_> = errors.iter().map(|error| (error.code.as_str(), error.attribute_id.0)).collect();
    missing.sort_unstable();
    let code = "error_attribute_values_empty";
    assert_eq!(missing, [(code, 85), (code, 5_733), (code, 8_229), (code, 10_096)]);
    let brand = errors.iter().find(|error| error.attribute_id == BRAND).unwrap();
    assert_eq!((brand.field.as_str(), brand.state.as_str(), brand.level.as_str()), ("attribute", "imported", "error"));
    assert_eq!(brand.attribute_name, "Бренд");

    world.pass(60).await;
    let card = shop.info("A-1").await.card;
    assert_eq!(card.id, product_id);
    let status = card.status;
    assert_eq!(
        (status.state.as_str(), status.state_failed.as_str(), status.validation_state.as_str()),
        ("imported", "imported", "pending")
    );
    assert_eq!((status.state_name.as_str(), status.state_description.as_str()), ("Не продается", "Не создан"));
    assert!(status.is_failed && !status.is_created);
    assert_eq!(status.item_errors.len(), 4);
}

#[tokio::test]
async fn a_card_that_failed_is_healed_by_a_good_import() {
    let world = World::new().await;
    let shop = world.shop().await;
    let (_, product_id, wrong) = errors(&shop, |item| item.attributes.retain(|one| one.id != BRAND)).await;
    assert_eq!(wrong.len(), 1);
    let outcome = shop.import(vec![good_item("A-1")]).await;
    assert_eq!((outcome[0].status.as_str(), outcome[0].product_id), ("imported", product_id));
    world.pass(2).await;
    let status = shop.info("A-1").await.card.status;
    assert_eq!((status.state.as_str(), status.is_failed, status.item_errors.len()), ("price_sent", false, 0));
}

#[tokio::test]
async fn values_come_from_the_dictionary_by_id_or_by_text() {
    let world = World::new().await;
    let out_of_range = "error_attribute_values_out_of_range";
    let brand = |id: i64, text: &str| attribute(BRAND, ValueId(id), text);
    for (what, value, good) in [
        ("by id", brand(VOLNA.0, ""), true),
        ("by text", brand(0, "Волна"), true),
        ("by text in another case", brand(0, "вОЛНА"), true),
        ("an unknown id", brand(5, "Волна"), false),
        ("an id of another dictionary", brand(61_510, "чёрный"), false),
        ("an unknown text", brand(0, "Небывалый"), false),
    ] {
        let shop = world.shop().await;
        let (_, _, errors) = errors(&shop, |item| {
            item.attributes.retain(|one| one.id != BRAND);
            item.attributes.push(value);
        })
        .await;
        let codes: Vec<_> = errors.iter().map(|error| error.code.as_str()).collect();
        assert_eq!(codes, if good { vec![] } else { vec![out_of_range] }, "{what}");
    }
}

#[tokio::test]
async fn values_keep_to_number_and_kind() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let value = |text: &str| ProductImportValue { dictionary_value_id: ValueId(0), value: text.to_owned() };
    let (_, _, two_brands) = errors(&shop, |item| item.attributes[0].values.push(value("Северяна"))).await;
    assert!(two_brands.iter().any(|error| error.attribute_id == BRAND && error.level == "error"), "{two_brands:?}");
    let (_, _, two_colours) = errors(&other, |item| {
        item.attributes.retain(|one| one.id != COLOUR);
        let values = vec![value("белый"), value("чёрный")];
        item.attributes.push(ProductImportAttribute { complex_id: 0, id: COLOUR, values });
    })
    .await;
    assert_eq!(two_colours, []);
    let shop = world.shop().await;
    let (_, _, size) = errors(&shop, |item| {
        item.category_id = CategoryId(17_033_038);
        item.attributes.push(attribute(AttributeId(8_229), ValueId(91_203), ""));
        item.attributes.push(attribute(STORAGE, ValueId(0), "много"));
    })
    .await;
    assert!(size.iter().any(|error| error.attribute_id == STORAGE && error.level == "error"), "{size:?}");
    let shop = world.shop().await;
    let (_, _, script) = errors(&shop, |item| {
        item.attributes.retain(|one| one.id != DESCRIPTION);
        item.attributes.push(attribute(DESCRIPTION, ValueId(0), "<script>alert(1)</script>"));
    })
    .await;
    assert!(script.iter().any(|error| error.attribute_id == DESCRIPTION), "{script:?}");
}

#[tokio::test]
async fn everything_wrong_is_told_at_once_and_good_items_go_through() {
    let world = World::new().await;
    let shop = world.shop().await;
    let mut items: Vec<_> = (0..99).map(|n| good_item(&format!("A-{n}"))).collect();
    let mut bad = good_item("bad");
    (bad.height, bad.name) = (0, "я".repeat(501));
    bad.attributes.retain(|one| one.id != BRAND);
    items.insert(50, bad);
    let outcome = shop.import(items).await;
    assert_eq!(outcome.len(), 100);
    for (n, item) in outcome.iter().enumerate() {
        if n != 50 {
            assert!(item.status == "imported" && item.errors.is_empty() && item.product_id.0 > 0, "{item:?}");
        }
    }
    let mut codes: Vec<_> = outcome[50].errors.iter().map(|error| error.code.as_str()).collect();
    codes.sort_unstable();
    assert_eq!(codes, ["error_attribute_values_empty", "missing_dimension", "name_too_long"]);
}

#[tokio::test]
async fn an_article_twice_in_one_import_counts_once() {
    let world = World::new().await;
    let shop = world.shop().await;
    let outcome = shop.import(vec![good_item("A-1"), good_item("A-1")]).await;
    assert_eq!((outcome[0].status.as_str(), outcome[1].status.as_str()), ("imported", "failed"));
    assert!(!outcome[1].errors.is_empty());
    let long = shop.import(vec![good_item(&"я".repeat(51)), good_item(&"я".repeat(50))]).await;
    assert_eq!((long[0].status.as_str(), long[1].status.as_str()), ("failed", "imported"));
    let nameless = shop.import(vec![good_item("")]).await;
    assert_eq!(nameless[0].status, "failed");
}

#[tokio::test]
async fn a_shop_sells_in_its_own_currency() {
    let world = World::new().await;
    let belarus =
        SellerCreateRequest { name: "Василёк".to_owned(), currency_code: "BYN".to_owned(), premium: false };
    let shop = world.shop_like(&belarus).await;
    let (_, _, wrong) = errors(&shop, |_| {}).await;
    assert_eq!(wrong[0].code, "currency_differs_from_contract");
    let (status, _, errors) = errors(&shop, |item| item.currency_code = "BYN".to_owned()).await;
    assert_eq!((status.as_str(), errors.len()), ("imported", 0));
    assert_eq!(shop.info("A-1").await.card.currency_code, "BYN");
}

#[tokio::test]
async fn the_envelope_alone_is_checked_at_once() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    for count in [0, 101] {
        let items = (0..count).map(|n| good_item(&n.to_string())).collect();
        let answer = shop.call(ProductImportV2, &ProductImportV2Request { items }).await;
        refused_like(answer, 400, 3, "value must contain between 1 and 100 items");
    }
    shop.refuses(
        "/v2/product/import",
        &[
            (r#"{"items":{"a":1}}"#, 400, 3, "unexpected token {"),
            (r#"{"items":[{"price":590}]}"#, 400, 3, "unexpected token 590"),
            (r#"{"items":[{"height":"tall"}]}"#, 400, 3, "unexpected token \"tall\""),
            (r#"{"items":[{"offer_id":"A-1","#, 400, 3, "unexpected EOF"),
        ],
    )
    .await;
    let list = ProductListV2Request { limit: 10, ..Default::default() };
    world.pass(60).await;
    assert_eq!(shop.call(ProductListV2, &list).await.unwrap().result.total, 0);

    let task_id = shop.call(ProductImportV2, &ProductImportV2Request { items: vec![good_item("A-1")] }).await.unwrap();
    let ask = ProductImportInfoV1Request { task_id: task_id.result.task_id };
    let (status, code, _) = refusal(other.call(ProductImportInfoV1, &ask).await);
    assert_eq!((status, code), (404, 5));
}
