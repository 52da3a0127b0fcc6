//! The tree, the attributes of a leaf, the dictionaries behind them.

use gostiny_client::ClientError;
use gostiny_wire::{
    category::{
        CategoriesTreeV1, CategoriesTreeV1Request, CategoryAttributeType, CategoryAttributeV3,
        CategoryAttributeV3Request, CategoryAttributeValuesV2, CategoryAttributeValuesV2Request,
        CategoryAttributeValuesV2Response, CategoryNode, CategoryTreeV2, CategoryTreeV2Request, Language,
    },
    scalar::{AttributeId, CategoryId, DictionaryId, ValueId},
};

use crate::{
    goods::{BRAND, TABLET_CASES},
    shop::Shop,
    world::{World, refusal, refused_like},
};

const TYPE: AttributeId = AttributeId(8_229);
const SMARTPHONES: CategoryId = CategoryId(17_033_038);
/// Above the leaves.
const ELECTRONICS: CategoryId = CategoryId(17_027_429);

async fn tree(shop: &Shop, category_id: CategoryId, language: Language) -> Result<Vec<CategoryNode>, ClientError> {
    shop.call(CategoryTreeV2, &CategoryTreeV2Request { category_id, language }).await.map(|answer| answer.result)
}

fn find(nodes: &[CategoryNode], id: CategoryId) -> Option<&CategoryNode> {
    nodes.iter().find_map(|node| if node.category_id == id { Some(node) } else { find(&node.children, id) })
}

async fn values(
    shop: &Shop,
    request: CategoryAttributeValuesV2Request,
) -> Result<CategoryAttributeValuesV2Response, ClientError> {
    shop.call(CategoryAttributeValuesV2, &request).await
}

#[tokio::test]
async fn the_tree_has_a_whole_and_branches_in_two_languages_and_two_versions() {
    let world = World::new().await;
    let shop = world.shop().await;
    let whole = tree(&shop, CategoryId(0), Language::Ru).await.unwrap();
    let leaf = find(&whole, TABLET_CASES).unwrap();
    assert_eq!((leaf.title.as_str(), leaf.children.len()), ("Чехлы для планшетов", 0));
    assert_eq!(tree(&shop, CategoryId(0), Language::Default).await.unwrap(), whole);

    let english = tree(&shop, TABLET_CASES, Language::En).await.unwrap();
    assert_eq!((english.len(), english[0].title.as_str()), (1, "Tablet cases"));
    let branch = tree(&shop, ELECTRONICS, Language::Ru).await.unwrap();
    assert_eq!(branch, [find(&whole, ELECTRONICS).unwrap().clone()]);
    assert!(find(&branch, TABLET_CASES).is_some());

    let older = CategoriesTreeV1Request::default();
    assert_eq!(shop.call(CategoriesTreeV1, &older).await.unwrap().result, whole);
    let older = CategoriesTreeV1Request { category_id: TABLET_CASES, language: Language::En };
    assert_eq!(shop.call(CategoriesTreeV1, &older).await.unwrap().result, english);
}

#[tokio::test]
async fn a_branch_that_does_not_exist_is_not_found() {
    let world = World::new().await;
    let shop = world.shop().await;
    refused_like(tree(&shop, CategoryId(1), Language::Ru).await, 404, 5, "");
    let older = CategoriesTreeV1Request { category_id: CategoryId(1), language: Language::Ru };
    refused_like(shop.call(CategoriesTreeV1, &older).await, 404, 5, "");
    shop.refuses(
        "/v2/category/tree",
        &[
            (r#"{"category_id":"x"}"#, 400, 3, "line 1:16"),
            (r#"{"category_id":[1]}"#, 400, 3, "unexpected token ["),
            (r#"{"language":"KLINGON"}"#, 400, 3, "KLINGON"),
            (r#"{"language":5}"#, 400, 3, "unexpected token 5"),
        ],
    )
    .await;
    let query = shop.client.send(gostiny_wire::method::Verb::Get, "/v1/categories/tree?category_id=x", "", &[]).await;
    assert_eq!(query.unwrap().status, 400);
}

#[tokio::test]
async fn a_leaf_tells_its_attributes_by_kind_and_language() {
    let world = World::new().await;
    let shop = world.shop().await;
    let ask = |attribute_type, language| CategoryAttributeV3Request {
        attribute_type,
        category_id: vec![TABLET_CASES, SMARTPHONES],
        language,
    };
    let all = shop.call(CategoryAttributeV3, &ask(CategoryAttributeType::All, Language::Ru)).await.unwrap().result;
    assert_eq!(all.iter().map(|one| one.category_id).collect::<Vec<_>>(), [TABLET_CASES, SMARTPHONES]);
    let brand = all[0].attributes.iter().find(|attribute| attribute.id == BRAND).unwrap();
    assert_eq!((brand.name.as_str(), brand.dictionary_id, brand.is_required), ("Бренд", DictionaryId(28_101), true));
    assert_eq!((brand.r#type.as_str(), brand.is_collection, brand.is_aspect), ("String", false, false));

    let required = shop.call(CategoryAttributeV3, &ask(CategoryAttributeType::Required, Language::En)).await.unwrap();
    let optional = shop.call(CategoryAttributeV3, &ask(CategoryAttributeType::Optional, Language::En)).await.unwrap();
    for (all, (required, optional)) in all.iter().zip(required.result.iter().zip(&optional.result)) {
        assert!(required.attributes.iter().all(|attribute| attribute.is_required));
        assert!(optional.attributes.iter().all(|attribute| !attribute.is_required));
        assert_eq!(required.attributes.len() + optional.attributes.len(), all.attributes.len());
    }
    assert_eq!(required.result[0].attributes[0].name, "Brand");
    assert_eq!(required.result[0].attributes.len(), 1);
}

#[tokio::test]
async fn attributes_are_those_of_leaves_that_exist() {
    let world = World::new().await;
    let shop = world.shop().await;
    let ask = |category_id: Vec<CategoryId>| CategoryAttributeV3Request { category_id, ..Default::default() };
    for ids in [vec![CategoryId(1)], vec![TABLET_CASES, CategoryId(1)], vec![ELECTRONICS]] {
        let (status, code, message) = refusal(shop.call(CategoryAttributeV3, &ask(ids)).await);
        assert!(matches!((status, code), (404, 5) | (400, 3)), "{status} {code} {message}");
    }
    for count in [0, 21] {
        refused_like(shop.call(CategoryAttributeV3, &ask(vec![TABLET_CASES; count])).await, 400, 3, ".CategoryId: ");
    }
    shop.refuses(
        "/v3/category/attribute",
        &[
            (r#"{"category_id":17036076}"#, 400, 3, "unexpected token 17036076"),
            (r#"{"category_id":["x"]}"#, 400, 3, "unexpected token \"x\""),
            (r#"{"category_id":[17036076],"attribute_type":"SOME"}"#, 400, 3, "SOME"),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_dictionary_is_paged_to_its_end_without_gaps() {
    let world = World::new().await;
    let shop = world.shop().await;
    let mut request = CategoryAttributeValuesV2Request {
        attribute_id: BRAND,
        category_id: TABLET_CASES,
        language: Language::Ru,
        last_value_id: ValueId(0),
        limit: 400,
    };
    let mut seen = Vec::new();
    loop {
        let page = values(&shop, request.clone()).await.unwrap();
        assert_eq!(page.result.len(), if page.has_next { 400 } else { 2_261 - seen.len() });
        request.last_value_id = page.result.last().unwrap().id;
        seen.extend(page.result);
        if !page.has_next {
            break;
        }
    }
    assert!(seen.windows(2).all(|pair| pair[0].id < pair[1].id));
    assert_eq!((seen.len(), seen[0].value.as_str()), (2_261, "Нет бренда"));
    let whole = CategoryAttributeValuesV2Request { last_value_id: ValueId(0), limit: 5_000, ..request.clone() };
    assert_eq!(
        values(&shop, whole).await.unwrap(),
        CategoryAttributeValuesV2Response { has_next: false, result: seen }
    );
    assert_eq!(values(&shop, request).await.unwrap(), CategoryAttributeValuesV2Response::default());
}

#[tokio::test]
async fn a_category_narrows_a_shared_dictionary() {
    let world = World::new().await;
    let shop = world.shop().await;
    let request = |category_id| CategoryAttributeValuesV2Request {
        attribute_id: TYPE,
        category_id,
        language: Language::En,
        limit: 5_000,
        ..Default::default()
    };
    let cases = values(&shop, request(TABLET_CASES)).await.unwrap();
    assert_eq!(cases.result.iter().map(|value| value.id.0).collect::<Vec<_>>(), [94_405, 94_422]);
    let phones = values(&shop, request(SMARTPHONES)).await.unwrap();
    assert_eq!(
        phones.result.iter().map(|value| value.value.as_str()).collect::<Vec<_>>(),
        ["Smartphone", "Feature phone"]
    );
}

#[tokio::test]
async fn values_are_those_of_an_attribute_with_a_dictionary_in_its_category() {
    let world = World::new().await;
    let shop = world.shop().await;
    let ask = |attribute_id: i64, category_id, limit| CategoryAttributeValuesV2Request {
        attribute_id: AttributeId(attribute_id),
        category_id,
        limit,
        ..Default::default()
    };
    for limit in [0, 5_001, -1] {
        refused_like(values(&shop, ask(85, TABLET_CASES, limit)).await, 400, 3, "value must be inside range (0, 5000]");
    }
    refused_like(values(&shop, ask(85, CategoryId(1), 10)).await, 404, 5, "");
    refused_like(values(&shop, ask(1, TABLET_CASES, 10)).await, 404, 5, "");
    // A model name is free text.
    refused_like(values(&shop, ask(9_048, TABLET_CASES, 10)).await, 400, 3, "");
    shop.refuses(
        "/v2/category/attribute/values",
        &[
            (r#"{"attribute_id":{"a":1},"category_id":17036076,"limit":1}"#, 400, 3, "line 1:17"),
            (r#"{"attribute_id":85,"category_id":17036076,"limit":"some"}"#, 400, 3, "\"some\""),
            ("{}", 400, 3, "Request validation error: "),
        ],
    )
    .await;
    let (status, ..) =
        refusal(values(&shop, CategoryAttributeValuesV2Request { limit: 10, ..Default::default() }).await);
    assert!(matches!(status, 400 | 404), "{status}");
}
