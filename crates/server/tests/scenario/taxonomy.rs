//! A category tree of the operator's own: taken over whole, again and again, never from under the goods in it.

use gostiny_wire::{
    category::{CategoryAttributeType, CategoryAttributeV3, CategoryAttributeV3Request, CategoryTreeV2},
    category::{CategoryAttributeValuesV2, CategoryAttributeValuesV2Request, CategoryTreeV2Request, Language},
    operator::{TaxonomyCount, TaxonomyImport, TaxonomyImportRequest, TaxonomyImportResponse},
    scalar::{AttributeId, CategoryId},
};
use serde_json::{Value, json};

use crate::{
    goods::{TABLET_CASES, attribute},
    world::{World, refused_like},
};

const TEAPOTS: CategoryId = CategoryId(990_003);

/// Four levels, one attribute of each kind that matters, a dictionary.
fn document() -> Value {
    let asked = json!([{"attribute_id": 85, "is_required": false}, {"attribute_id": 990_011, "is_required": true}]);
    let leaf = json!({"category_id": TEAPOTS, "title": {"ru": "Чайники заварочные", "en": "Teapots"},
        "commission_basis_points": {"fbo": 1000, "fbs": 1100, "rfbs": 900}, "attributes": asked});
    let middle = json!({"category_id": 990_002, "title": {"ru": "Чайная посуда"}, "children": [leaf]});
    let glaze = json!({"id": 990_011, "name": {"ru": "Глазурь", "en": "Glaze"}, "type": "String",
        "dictionary_id": 990_021, "group_id": 1, "group_name": {"ru": "Основные", "en": "Main"}});
    let values = json!([{"id": 990_031, "value": {"ru": "матовая", "en": "matt"}},
        {"id": 990_032, "value": {"ru": "глянцевая"}}]);
    json!({
        "categories": [{"category_id": 990_000, "title": {"ru": "Керамика", "en": "Ceramics"},
            "children": [{"category_id": 990_001, "title": {"ru": "Для кухни", "en": "Kitchen"}, "children": [middle]}]}],
        "attributes": [glaze],
        "dictionaries": [{"id": 990_021, "values": values}],
    })
}

async fn import(world: &World, document: Value) -> Result<TaxonomyImportResponse, gostiny_client::ClientError> {
    let request: TaxonomyImportRequest = serde_json::from_value(document).unwrap();
    world.operator.call(TaxonomyImport, &request).await
}

fn count(added: i64, changed: i64, unchanged: i64) -> TaxonomyCount {
    TaxonomyCount { added, changed, unchanged }
}

#[tokio::test]
async fn a_tree_is_taken_over_and_goods_are_sold_in_it() {
    let world = World::new().await;
    let shop = world.shop().await;
    let mut dry = document();
    dry["dry_run"] = true.into();
    let planned = import(&world, dry).await.unwrap();
    assert_eq!((planned.dry_run, planned.categories, planned.values), (true, count(4, 0, 0), count(2, 0, 0)));
    let tree = |category_id, language| CategoryTreeV2Request { category_id, language };
    assert!(shop.call(CategoryTreeV2, &tree(TEAPOTS, Language::Ru)).await.is_err());

    let done = import(&world, document()).await.unwrap();
    assert_eq!((done.attributes, done.asked), (count(1, 0, 0), count(2, 0, 0)));
    let branch = shop.call(CategoryTreeV2, &tree(CategoryId(990_000), Language::En)).await.unwrap().result;
    assert_eq!(branch[0].children[0].children[0].title, "Чайная посуда");
    assert_eq!(branch[0].children[0].children[0].children[0].title, "Teapots");
    let request = CategoryAttributeV3Request {
        attribute_type: CategoryAttributeType::Required,
        category_id: vec![TEAPOTS],
        language: Language::En,
    };
    let asked = shop.call(CategoryAttributeV3, &request).await.unwrap().result;
    assert_eq!((asked[0].attributes.len(), asked[0].attributes[0].name.as_str()), (1, "Glaze"));
    let request = CategoryAttributeValuesV2Request {
        attribute_id: AttributeId(990_011),
        category_id: TEAPOTS,
        limit: 10,
        language: Language::En,
        ..Default::default()
    };
    let values = shop.call(CategoryAttributeValuesV2, &request).await.unwrap().result;
    assert_eq!(values.iter().map(|one| one.value.as_str()).collect::<Vec<_>>(), ["matt", "глянцевая"]);

    let teapot = shop.product("T-1").with(|item| {
        item.category_id = TEAPOTS;
        item.attributes = vec![attribute(AttributeId(990_011), gostiny_wire::scalar::ValueId(0), "Матовая")];
    });
    let teapot = teapot.on_sale().await;
    world.order_one(&[(teapot.sku, 1)]).await;

    let again = import(&world, document()).await.unwrap();
    assert_eq!((again.categories, again.attributes), (count(0, 0, 4), count(0, 0, 1)));
    assert_eq!((again.asked, again.values), (count(0, 0, 2), count(0, 0, 2)));
    let mut renamed = document();
    renamed["categories"][0]["title"]["ru"] = "Фарфор".into();
    assert_eq!(import(&world, renamed).await.unwrap().categories, count(0, 1, 3));
}

#[tokio::test]
async fn goods_keep_what_they_stand_on() {
    let world = World::new().await;
    let shop = world.shop().await;
    import(&world, document()).await.unwrap();
    let teapot = shop.product("T-1").with(|item| {
        item.category_id = TEAPOTS;
        item.attributes = vec![attribute(AttributeId(990_011), gostiny_wire::scalar::ValueId(990_031), "")];
    });
    teapot.approved().await;

    let mut divided = document();
    let leaf = &mut divided["categories"][0]["children"][0]["children"][0]["children"][0];
    leaf["attributes"] = json!([]);
    leaf["children"] = json!([{"category_id": 990_004, "title": {"ru": "Малые"}}]);
    refused_like(import(&world, divided).await, 409, 0, &TEAPOTS.to_string());
    let mut freed = document();
    freed["attributes"][0]["dictionary_id"] = 0.into();
    refused_like(import(&world, freed).await, 409, 0, &TEAPOTS.to_string());
    let mut turned = document();
    turned["attributes"][0]["type"] = "Integer".into();
    refused_like(import(&world, turned).await, 409, 0, &TEAPOTS.to_string());
    // A leaf without goods may be divided.
    let apart = json!({"categories": [{"category_id": TABLET_CASES, "title": {"ru": "Чехлы"}, "children":
        [{"category_id": 990_005, "title": {"ru": "Книжки"}}]}]});
    assert_eq!(import(&world, apart).await.unwrap().categories, count(1, 1, 0));
}

#[tokio::test]
async fn a_faulty_document_changes_nothing() {
    let world = World::new().await;
    let shop = world.shop().await;
    let mut faulty = document();
    faulty["categories"][0]["children"][0]["category_id"] = 990_000.into();
    faulty["attributes"][0]["type"] = "Colour".into();
    let refused = import(&world, faulty).await;
    refused_like(refused, 400, 0, "category 990000 stands twice");
    for (attribute, text) in [(5, "asks for attribute 5"), (9_048, "")] {
        let mut document = document();
        document["categories"][0]["children"][0]["children"][0]["children"][0]["attributes"][0]["attribute_id"] =
            attribute.into();
        let imported = import(&world, document).await;
        match text {
            "" => assert!(imported.is_ok()),
            text => refused_like(imported, 400, 0, text),
        }
    }
    let mut strange = document();
    strange["attributes"][0]["dictionary_id"] = 7.into();
    strange["dictionaries"] = json!([]);
    refused_like(import(&world, strange).await, 400, 0, "there is no dictionary 7");
    let raw =
        world.operator.send(gostiny_wire::method::Verb::Post, "/operator/v1/taxonomy", r#"{"categories":[{"#, &[]);
    assert_eq!(raw.await.unwrap().status, 400);
    let request = CategoryTreeV2Request { category_id: CategoryId(990_004), language: Language::Ru };
    assert!(shop.call(CategoryTreeV2, &request).await.is_err());
}
