//! A product's later life: hidden, put into the archive, taken out again, deleted; and how many a shop may make.

use gostiny_client::{Client, ClientError};
use gostiny_wire::{
    method::Empty,
    operator::{
        OrderPlaceRequest, PostingEvent, ProductHide, ProductHideRequest, ProductHideResponse, Settings, SupplyStock,
        SupplyStockItem, SupplyStockRequest,
    },
    price::{ProductImportPricesV1, ProductImportPricesV1Price, ProductImportPricesV1Request},
    product::{
        ProductArchiveV1, ProductArchiveV1Request, ProductFilter, ProductInfoLimitV2, ProductListV2,
        ProductListV2Request, ProductSortDir, ProductUnarchiveV1, ProductUnarchiveV1Request, ProductsDeleteV2,
        ProductsDeleteV2Product, ProductsDeleteV2Request, ProductsInfoAttributesV3, ProductsInfoAttributesV3Request,
        Visibility,
    },
    scalar::{ClientId, ProductId},
};

use crate::{
    goods::{BRAND, Product, good_item},
    shop::Shop,
    world::{World, lines, refusal, refused, refused_like},
};

/// All but those that ask for a market to compare with.
const FILTERS: [Visibility; 23] = {
    use Visibility::*;
    [
        All,
        Visible,
        Invisible,
        EmptyStock,
        NotModerated,
        Moderated,
        Disabled,
        StateFailed,
        ReadyToSupply,
        ValidationStatePending,
        ValidationStateFail,
        ValidationStateSuccess,
        ToSupply,
        InSale,
        RemovedFromSale,
        Banned,
        EmptyBarcode,
        BarcodeExists,
        Quarantine,
        Archived,
        PartialApproved,
        ImageAbsent,
        ModerationBlock,
    ]
};

async fn archive(shop: &Shop, ids: &[ProductId]) -> Result<bool, ClientError> {
    let request = ProductArchiveV1Request { product_id: ids.to_vec() };
    shop.call(ProductArchiveV1, &request).await.map(|answer| answer.result)
}

async fn unarchive(shop: &Shop, ids: &[ProductId]) -> Result<bool, ClientError> {
    let request = ProductUnarchiveV1Request { product_id: ids.to_vec() };
    shop.call(ProductUnarchiveV1, &request).await.map(|answer| answer.result)
}

/// What became of each article: the error, empty when it is gone.
async fn delete(shop: &Shop, offers: &[&str]) -> Vec<String> {
    let products = offers.iter().map(|offer| ProductsDeleteV2Product { offer_id: (*offer).into() }).collect();
    let status = shop.call(ProductsDeleteV2, &ProductsDeleteV2Request { products }).await.unwrap().status;
    for (row, offer) in status.iter().zip(offers) {
        assert_eq!((row.offer_id.as_str(), row.is_deleted), (*offer, row.error.is_empty()));
    }
    status.into_iter().map(|row| row.error).collect()
}

async fn hide(world: &World, id: ProductId, hidden: bool) -> ProductHideResponse {
    let request = ProductHideRequest { product_id: id, hidden: Some(hidden) };
    world.operator.call(ProductHide, &request).await.unwrap()
}

/// Every filter that shows an article.
async fn shown(shop: &Shop, offer_id: &str) -> Vec<Visibility> {
    let mut found = Vec::new();
    for visibility in FILTERS {
        let filter = ProductFilter { visibility, ..Default::default() };
        let request = ProductListV2Request { filter, limit: 1_000, ..Default::default() };
        let items = shop.call(ProductListV2, &request).await.unwrap().result.items;
        if items.iter().any(|item| item.offer_id.as_str() == offer_id) {
            found.push(visibility);
        }
    }
    found
}

/// A card that cannot be created: its brand is missing.
async fn draft(shop: &Shop, offer_id: &str) -> ProductId {
    let mut item = good_item(offer_id);
    item.attributes.retain(|one| one.id != BRAND);
    shop.import(vec![item]).await[0].product_id
}

#[tokio::test]
async fn only_goods_without_stock_go_into_the_archive() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").stock(2).on_sale().await;
    let other = shop.product("A-2").approved().await;
    refused(archive(&shop, &[other.product_id, product.product_id]).await, 400, 9, "item has fbs stock");
    assert!(!shown(&shop, "A-2").await.contains(&Visibility::Archived), "all or none");
    let supply = SupplyStockRequest {
        client_id: shop.client_id,
        items: vec![SupplyStockItem { sku: other.fbo_sku, quantity: 1 }],
    };
    world.operator.call(SupplyStock, &supply).await.unwrap();
    refused(archive(&shop, &[other.product_id]).await, 400, 9, "item has fbo stock");

    // Units that an order holds are stock too.
    let number = world.order_one(&[(product.sku, 2)]).await;
    refused(archive(&shop, &[product.product_id]).await, 400, 9, "item has fbs stock");
    shop.ship(&number).await;
    world.events(&number, &[PostingEvent::InTransit]).await;
    assert!(archive(&shop, &[product.product_id]).await.unwrap());
    assert!(archive(&shop, &[product.product_id, product.product_id]).await.unwrap(), "once more changes nothing");
    assert_eq!(shown(&shop, "A-1").await, [Visibility::Archived]);
    let card = shop.info("A-1").await.card;
    assert_eq!((card.visible, card.status.state_description.as_str()), (false, "В архиве"));
}

#[tokio::test]
async fn archived_goods_are_not_stocked_priced_or_sold() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").approved().await;
    archive(&shop, &[product.product_id]).await.unwrap();
    assert_eq!(shop.set_stock(&"A-1".into(), 5).await.errors[0].code, "INVALID_STATE");
    let price = ProductImportPricesV1Price { offer_id: "A-1".into(), price: "1100".to_owned(), ..Default::default() };
    let prices = ProductImportPricesV1Request { prices: vec![price] };
    let told = shop.call(ProductImportPricesV1, &prices).await.unwrap().result.remove(0);
    assert_eq!((told.updated, told.errors[0].code.as_str()), (false, "INVALID_STATE"));
    let order = OrderPlaceRequest { items: lines(&[(product.sku, 1)]), ..Default::default() };
    assert_eq!(refusal(world.place(&order).await).0, 409);
    // A new card is taken and stays where it is.
    let mut item = good_item("A-1");
    item.name = "Чехол новый".to_owned();
    assert_eq!(shop.import(vec![item]).await[0].status, "imported");
    world.pass(60).await;
    assert_eq!(shown(&shop, "A-1").await, [Visibility::Archived]);
    assert_eq!(shop.info("A-1").await.card.name, "Чехол новый");
}

#[tokio::test]
async fn a_product_comes_back_as_it_was_and_sells_once_there_is_stock() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").approved().await;
    let (before, card) = (shown(&shop, "A-1").await, shop.info("A-1").await);
    archive(&shop, &[product.product_id]).await.unwrap();
    assert!(unarchive(&shop, &[product.product_id]).await.unwrap());
    assert!(unarchive(&shop, &[product.product_id]).await.unwrap(), "once more changes nothing");
    assert_eq!(shown(&shop, "A-1").await, before);
    let after = shop.info("A-1").await;
    assert_eq!((&after.card.status, &after.card.price), (&card.card.status, &card.card.price));
    let order = OrderPlaceRequest { items: lines(&[(product.sku, 1)]), ..Default::default() };
    assert_eq!(refusal(world.place(&order).await).0, 409);
    assert!(shop.set_stock(&"A-1".into(), 1).await.updated);
    world.place(&order).await.unwrap();
}

#[tokio::test]
async fn the_archive_takes_what_it_knows_and_no_more_than_a_hundred() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let foreign: Product = other.product("B-1").approved().await;
    let mine = shop.product("A-1").approved().await;
    for unknown in [foreign.product_id, ProductId(5), ProductId(0), ProductId(-1)] {
        refused(archive(&shop, &[mine.product_id, unknown]).await, 404, 5, "Product not found");
        refused(unarchive(&shop, &[unknown]).await, 404, 5, "Product not found");
    }
    assert!(!shown(&shop, "A-1").await.contains(&Visibility::Archived));
    assert!(!shown(&other, "B-1").await.contains(&Visibility::Archived));
    for ids in [vec![], vec![mine.product_id; 101]] {
        let rule = "value must contain between 1 and 100 items";
        refused_like(archive(&shop, &ids).await, 400, 3, rule);
        refused_like(unarchive(&shop, &ids).await, 400, 3, rule);
    }
    let cases = [
        (r#"{"product_id":"A-1"}"#, 400, 3, "unexpected token"),
        (r#"{"product_id":["A-1"]}"#, 400, 3, "unexpected token"),
        (r#"{"product_id":[1"#, 400, 3, "unexpected EOF"),
        ("{}", 400, 3, "value must contain between 1 and 100 items"),
    ];
    shop.refuses("/v1/product/archive", &cases).await;
    shop.refuses("/v1/product/unarchive", &cases).await;
    // Ids may come as digits, as the official example has them.
    let body = format!(r#"{{"product_id":["{}"]}}"#, mine.product_id);
    assert_eq!(shop.post("/v1/product/archive", &body).await.body, br#"{"result":true}"#);
}

#[tokio::test]
async fn coming_back_has_its_limits() {
    let world = World::new().await;
    let shop = world.shop().await;
    let mut ids = Vec::new();
    for offer in ["A-1", "A-2", "A-3"] {
        ids.push(shop.product(offer).approved().await.product_id);
    }
    archive(&shop, &ids).await.unwrap();
    world.set(Settings { daily_restore_limit: Some(1), ..Default::default() }).await;
    refused(unarchive(&shop, &ids[..2]).await, 400, 9, "restore limit exceeded");
    unarchive(&shop, &ids[..1]).await.unwrap();
    refused(unarchive(&shop, &ids[1..2]).await, 400, 9, "restore limit exceeded");
    world.pass(86_400).await;
    unarchive(&shop, &ids[1..2]).await.unwrap();
    let limits = Settings { daily_restore_limit: Some(0), total_products_limit: Some(2), ..Default::default() };
    world.set(limits).await;
    refused(unarchive(&shop, &ids).await, 400, 9, "total limit exceeded");
    archive(&shop, &ids[..1]).await.unwrap();
    unarchive(&shop, &ids[2..]).await.unwrap();
}

#[tokio::test]
async fn only_what_was_never_on_sale_is_deleted_and_its_article_is_free_again() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let first = draft(&shop, "draft").await;
    let sold = shop.product("sold").approved().await;
    other.product("theirs").approved().await;
    archive(&shop, &[sold.product_id]).await.unwrap();
    assert_eq!(
        delete(&shop, &["draft", "sold", "none", "theirs"]).await,
        ["product is not in the archive", "product has a sku", "product is not found", "product is not found",]
    );
    archive(&shop, &[first]).await.unwrap();
    assert_eq!(delete(&shop, &["draft", "draft"]).await, ["", "product is not found"]);
    assert_eq!(shown(&shop, "draft").await, []);
    assert_eq!(delete(&shop, &["draft"]).await, ["product is not found"]);
    let again = draft(&shop, "draft").await;
    assert_ne!(again, first);
    world.pass(60).await;

    // What a moderator has only ever declined has no SKU either.
    world.moderate_by_hand().await;
    let waiting = shop.product("waiting").imported().await;
    world.pass(60).await;
    archive(&shop, &[waiting.product_id]).await.unwrap();
    assert_eq!(delete(&shop, &["waiting"]).await, [""]);
    assert_eq!(other.info("theirs").await.card.status.state, "price_sent");
}

/// A draft is on no list that asks for stock; that it lay in stock is remembered all the same.
#[tokio::test]
async fn a_draft_that_was_ever_supplied_is_not_deleted() {
    let world = World::new().await;
    let shop = world.shop().await;
    let first = draft(&shop, "draft").await;
    archive(&shop, &[first]).await.unwrap();
    let items = vec![SupplyStockItem { sku: shop.info("draft").await.card.fbo_sku, quantity: 1 }];
    let supply = SupplyStockRequest { client_id: shop.client_id, items };
    world.operator.call(SupplyStock, &supply).await.unwrap();
    assert_eq!(delete(&shop, &["draft"]).await, ["product has a sku"]);
    assert_eq!(shown(&shop, "draft").await, [Visibility::Archived]);
}

#[tokio::test]
async fn a_delete_names_up_to_five_hundred() {
    let world = World::new().await;
    let shop = world.shop().await;
    let names: Vec<String> = (0..501).map(|n| format!("A-{n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    assert_eq!(delete(&shop, &names[..500]).await.len(), 500);
    let products = names.iter().map(|name| ProductsDeleteV2Product { offer_id: (*name).into() }).collect();
    let answer = shop.call(ProductsDeleteV2, &ProductsDeleteV2Request { products }).await;
    refused_like(answer, 400, 3, "value must contain between 1 and 500 items");
    shop.refuses(
        "/v2/products/delete",
        &[
            ("{}", 400, 3, "value must contain between 1 and 500 items"),
            (r#"{"products":[{"offer_id":5}]}"#, 400, 3, "unexpected token 5"),
            (r#"{"products":{"offer_id":"A"}}"#, 400, 3, "unexpected token {"),
            (r#"{"products":[{"offer_id":"A"#, 400, 3, "unexpected EOF"),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_hidden_product_is_not_sold_until_it_is_shown_again() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").on_sale().await;
    let hidden = hide(&world, product.product_id, true).await;
    assert_eq!((hidden.hidden, hidden.visible), (true, false));
    let found = shown(&shop, "A-1").await;
    for visibility in [Visibility::Disabled, Visibility::RemovedFromSale, Visibility::Invisible] {
        assert!(found.contains(&visibility), "{found:?}");
    }
    assert!(!found.contains(&Visibility::InSale));
    let order = OrderPlaceRequest { items: lines(&[(product.sku, 1)]), ..Default::default() };
    assert_eq!(refusal(world.place(&order).await).0, 409);
    assert!(hide(&world, product.product_id, false).await.visible);
    world.place(&order).await.unwrap();
    let nobody = ProductHideRequest { product_id: ProductId(5), hidden: Some(true) };
    assert_eq!(refusal(world.operator.call(ProductHide, &nobody).await).0, 404);
    let nothing = ProductHideRequest { product_id: product.product_id, hidden: None };
    assert_eq!(refusal(world.operator.call(ProductHide, &nothing).await).0, 400);
    let card = draft(&shop, "draft").await;
    let request = ProductHideRequest { product_id: card, hidden: Some(true) };
    assert_eq!(refusal(world.operator.call(ProductHide, &request).await).0, 409);
}

#[tokio::test]
async fn a_day_s_quota_is_used_up_item_by_item() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let limits = Settings {
        daily_create_limit: Some(2),
        daily_update_limit: Some(1),
        total_products_limit: Some(4),
        ..Default::default()
    };
    world.set(limits).await;
    let left = async |shop: &Shop| shop.call(ProductInfoLimitV2, &Empty {}).await.unwrap().result;
    let fresh = left(&shop).await;
    assert_eq!((fresh.value, fresh.remaining), (3, 3));
    assert_eq!(fresh.reset_at, "2026-01-13T00:00:00Z".parse().unwrap());

    let outcome = shop.import(["A-1", "A-2", "A-3"].map(good_item).to_vec()).await;
    let statuses: Vec<_> = outcome.iter().map(|item| item.status.as_str()).collect();
    assert_eq!(statuses, ["imported", "imported", "failed"]);
    let codes: Vec<_> = outcome[2].errors.iter().map(|error| error.code.as_str()).collect();
    assert_eq!((codes, outcome[2].product_id), (vec!["item_limit_exceeded"], ProductId(0)));
    let mut changed = ["A-1", "A-2"].map(good_item).to_vec();
    changed.iter_mut().for_each(|item| item.name.push('!'));
    // The same card again costs nothing, a bad item neither.
    assert_eq!(shop.import(vec![good_item("A-1")]).await[0].status, "skipped");
    let mut bad = good_item("bad");
    bad.vat.clear();
    assert_eq!(shop.import(vec![bad]).await[0].errors[0].code, "vat_invalid");
    let outcome = shop.import(changed).await;
    assert_eq!((outcome[0].status.as_str(), outcome[1].status.as_str()), ("imported", "failed"));
    assert_eq!(outcome[1].errors[0].code, "item_limit_exceeded");
    assert_eq!(left(&shop).await.remaining, 0);
    assert_eq!(left(&other).await.remaining, 3, "each shop has its own");

    world.pass(86_400).await;
    assert_eq!(left(&shop).await.remaining, 3);
    let outcome = shop.import(["A-3", "A-4"].map(good_item).to_vec()).await;
    assert!(outcome.iter().all(|item| item.status == "imported"));
    world.pass(86_400).await;
    // Four are all that the shop may have; the archive does not count.
    let fifth = shop.import(vec![good_item("A-5")]).await;
    assert_eq!(fifth[0].errors[0].code, "item_limit_exceeded");
    archive(&shop, &[outcome[0].product_id]).await.unwrap();
    assert_eq!(shop.import(vec![good_item("A-5")]).await[0].status, "imported");

    world.set(Settings { daily_create_limit: Some(0), ..Default::default() }).await;
    assert_eq!((left(&shop).await.value, left(&shop).await.remaining), (-1, -1));
    shop.refuses(
        "/v2/product/info/limit",
        &[("[]", 400, 3, "unexpected token ["), ("{\"a\":", 400, 3, "unexpected EOF")],
    )
    .await;
}

/// Whichever of the two comes first, the other one is refused.
#[tokio::test(flavor = "multi_thread")]
async fn stock_and_the_archive_never_meet() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").approved().await;
    let offer_id = product.offer_id.clone();
    for _ in 0..20 {
        let ids = [product.product_id];
        let (archived, stocked) = tokio::join!(archive(&shop, &ids), shop.set_stock(&offer_id, 1));
        assert_ne!(archived.is_ok(), stocked.updated, "{archived:?} {stocked:?}");
        match archived {
            Ok(_) => assert!(unarchive(&shop, &ids).await.unwrap()),
            Err(_) => assert!(shop.set_stock(&offer_id, 0).await.updated),
        }
    }
}

#[tokio::test]
async fn a_list_is_read_to_its_end_while_goods_are_added() {
    let world = World::new().await;
    let shop = world.shop().await;
    let batch = |range: std::ops::Range<i32>| range.map(|n| good_item(&format!("A-{n:03}"))).collect::<Vec<_>>();
    let first: Vec<ProductId> = shop.import(batch(0..90)).await.into_iter().map(|item| item.product_id).collect();
    world.pass(60).await;
    archive(&shop, &first[..30]).await.unwrap();
    for (visibility, want) in [(Visibility::All, &first[30..]), (Visibility::Archived, &first[..30])] {
        let (mut seen, mut last_id, mut added) = (Vec::new(), String::new(), 100);
        loop {
            let filter = ProductFilter { visibility, ..Default::default() };
            let request = ProductListV2Request { filter, last_id, limit: 7 };
            let page = shop.call(ProductListV2, &request).await.unwrap().result;
            if page.items.is_empty() {
                break;
            }
            seen.extend(page.items.into_iter().map(|item| item.product_id));
            last_id = page.last_id;
            if added < 110 {
                shop.import(batch(added..added + 2)).await;
                added += 2;
            }
        }
        let mut once = seen.clone();
        once.dedup();
        assert_eq!(once.len(), seen.len(), "{visibility:?}");
        seen.retain(|id| first.contains(id));
        assert_eq!(seen, want, "{visibility:?}");
    }
}

/// Articles under a filter in an order of the attribute list, read in pages.
async fn in_order(client: &Client, visibility: Visibility, sort_by: &str, sort_dir: ProductSortDir) -> Vec<String> {
    let (mut seen, mut last_id) = (Vec::new(), String::new());
    loop {
        let request = ProductsInfoAttributesV3Request {
            filter: Some(ProductFilter { visibility, ..Default::default() }),
            last_id,
            limit: 3,
            sort_by: sort_by.to_owned(),
            sort_dir,
        };
        let page = client.call(ProductsInfoAttributesV3, &request).await.unwrap();
        if page.result.is_empty() {
            return seen;
        }
        seen.extend(page.result.into_iter().map(|product| product.offer_id.0));
        last_id = page.last_id;
    }
}

#[tokio::test]
async fn every_filter_finds_something_in_the_demo_world() {
    let world = World::demo().await;
    let client = world.stranger.as_seller(ClientId(100_001), "11111111-1111-4111-8111-111111111111").unwrap();
    for visibility in FILTERS {
        let filter = ProductFilter { visibility, ..Default::default() };
        let request = ProductListV2Request { filter, limit: 1_000, ..Default::default() };
        let page = client.call(ProductListV2, &request).await.unwrap().result;
        assert!(page.total > 0 && page.items.len() == usize::try_from(page.total).unwrap(), "{visibility:?}");
        if page.total > 12 {
            continue;
        }
        // Rare ones are found without going through the shop, in pages and in any order.
        let mut offers: Vec<String> = page.items.into_iter().map(|item| item.offer_id.0).collect();
        assert_eq!(in_order(&client, visibility, "id", ProductSortDir::Asc).await, offers, "{visibility:?}");
        offers.sort_unstable();
        assert_eq!(in_order(&client, visibility, "offer_id", ProductSortDir::Asc).await, offers, "{visibility:?}");
        offers.reverse();
        assert_eq!(in_order(&client, visibility, "offer_id", ProductSortDir::Desc).await, offers, "{visibility:?}");
        let mut aged = in_order(&client, visibility, "created_at", ProductSortDir::Desc).await;
        aged.sort_unstable_by(|one, other| other.cmp(one));
        assert_eq!(aged, offers, "{visibility:?}");
    }
}
