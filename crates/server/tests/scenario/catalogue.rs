//! The catalogue as a whole: filters stay true whatever happens to goods, lists are whole while goods come in, and no
//! method takes a body that is none.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use gostiny_wire::{
    action::{ActionsCandidatesV1, ActionsCandidatesV1Request},
    operator::{
        ModerationDecision, OrderPlaceRequest, ProductHide, ProductHideRequest, ProductModerate,
        ProductModerateRequest, Settings, SupplyStock, SupplyStockItem, SupplyStockRequest,
    },
    price::{ProductImportPricesV1, ProductImportPricesV1Price, ProductImportPricesV1Request},
    product::{
        ProductArchiveV1, ProductArchiveV1Request, ProductFilter, ProductInfoListItem, ProductInfoListV2,
        ProductInfoListV2Request, ProductListV2, ProductListV2Request, ProductPicturesImportV1,
        ProductPicturesImportV1Request, ProductUnarchiveV1, ProductUnarchiveV1Request, ProductsDeleteV2,
        ProductsDeleteV2Product, ProductsDeleteV2Request, Visibility,
    },
    scalar::{Money, ProductId},
};
use rand::{Rng, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use crate::{
    action::running,
    goods::{BRAND, good_item},
    shop::Shop,
    world::{World, lines, refusal_of},
};

/// What was done to a product that its card does not tell.
#[derive(Debug)]
struct Kept {
    offer_id: String,
    id: ProductId,
    archived: bool,
    hidden: bool,
    banned: bool,
    quarantined: bool,
}

/// A filter and whether it shows a product.
type Predicate = (Visibility, fn(&ProductInfoListItem, &Kept) -> bool);

fn has_stock(info: &ProductInfoListItem) -> bool {
    info.card.stocks.present > info.card.stocks.reserved
}

fn is_ready(info: &ProductInfoListItem) -> bool {
    info.card.status.state == "price_sent"
}

fn is_visible(info: &ProductInfoListItem, kept: &Kept) -> bool {
    let held_back = kept.archived || kept.hidden || kept.banned || kept.quarantined;
    is_ready(info) && !info.card.price.is_empty() && has_stock(info) && !held_back
}

/// The filters as they are described, of goods outside the archive.
const PREDICATES: [Predicate; 23] = [
    (Visibility::All, |_, _| true),
    (Visibility::Visible, is_visible),
    (Visibility::InSale, is_visible),
    (Visibility::Invisible, |info, kept| !is_visible(info, kept)),
    (Visibility::EmptyStock, |info, _| info.card.status.is_created && !has_stock(info)),
    (Visibility::NotModerated, |info, _| info.card.status.moderate_status != "approved"),
    (Visibility::Moderated, |info, _| info.card.status.moderate_status == "approved"),
    (Visibility::Disabled, |info, kept| info.card.status.is_created && kept.hidden),
    (Visibility::StateFailed, |info, _| info.card.status.is_failed),
    (Visibility::ReadyToSupply, |info, _| is_ready(info)),
    (Visibility::ValidationStatePending, |info, _| info.card.status.validation_state == "pending"),
    (Visibility::ValidationStateFail, |info, _| info.card.status.validation_state == "fail"),
    (Visibility::ValidationStateSuccess, |info, _| info.card.status.validation_state == "success"),
    (Visibility::ToSupply, |info, _| is_ready(info) && !has_stock(info)),
    (Visibility::RemovedFromSale, |_, kept| kept.hidden),
    (Visibility::Banned, |_, kept| kept.banned),
    (Visibility::Overpriced, |_, _| false),
    (Visibility::EmptyBarcode, |info, _| info.card.barcodes.is_empty()),
    (Visibility::BarcodeExists, |info, _| !info.card.barcodes.is_empty()),
    (Visibility::Quarantine, |_, kept| kept.quarantined),
    (Visibility::PartialApproved, |info, kept| is_visible(info, kept) && !info.card.status.item_errors.is_empty()),
    (Visibility::ImageAbsent, |info, _| info.card.images.is_empty() && info.card.primary_image.is_empty()),
    (Visibility::ModerationBlock, |info, _| info.card.status.moderate_status == "declined"),
];

struct Walk {
    world: World,
    shop: Shop,
    goods: Vec<Kept>,
    chance: ChaCha8Rng,
    made: usize,
}

impl Walk {
    async fn new(seed: u64) -> Self {
        let world = World::new().await;
        let shop = world.shop().await;
        Self { world, shop, goods: Vec::new(), chance: ChaCha8Rng::seed_from_u64(seed), made: 0 }
    }

    async fn infos(&self) -> Vec<ProductInfoListItem> {
        let offer_id = self.goods.iter().map(|kept| kept.offer_id.as_str().into()).collect();
        let request = ProductInfoListV2Request { offer_id, ..Default::default() };
        let items = self.shop.call(ProductInfoListV2, &request).await.unwrap().result.items;
        assert_eq!(items.len(), self.goods.len());
        items
    }

    /// A new card, or another one for an article that is there; some are wrong, some share a barcode.
    async fn import(&mut self, at: Option<usize>) {
        self.made += 1;
        let offer_id = at.map_or_else(|| format!("A-{}", self.made), |at| self.goods[at].offer_id.clone());
        let mut item = good_item(&offer_id);
        item.name.push_str(&self.made.to_string());
        match self.chance.random_range(0..8) {
            0 => item.attributes.retain(|one| one.id != BRAND),
            1 => item.images.clear(),
            2 => item.name.push_str(" www.shop.example"),
            3 => item.barcode = "4600051000057".to_owned(),
            4 => item.barcode = "123".to_owned(),
            5 => item.price = "600".to_owned(),
            _ => {}
        }
        let outcome = self.shop.import(vec![item]).await.remove(0);
        assert_eq!(outcome.status, "imported", "{outcome:?}");
        if at.is_none() {
            let id = outcome.product_id;
            let (archived, hidden, banned, quarantined) = (false, false, false, false);
            self.goods.push(Kept { offer_id, id, archived, hidden, banned, quarantined });
        }
    }

    async fn archive(&mut self, at: usize, archived: bool) {
        let product_id = vec![self.goods[at].id];
        let done = if archived {
            self.shop.call(ProductArchiveV1, &ProductArchiveV1Request { product_id }).await.is_ok()
        } else {
            self.shop.call(ProductUnarchiveV1, &ProductUnarchiveV1Request { product_id }).await.is_ok()
        };
        if done {
            self.goods[at].archived = archived;
        }
    }

    async fn delete(&mut self, at: usize) {
        let products = vec![ProductsDeleteV2Product { offer_id: self.goods[at].offer_id.as_str().into() }];
        let answer = self.shop.call(ProductsDeleteV2, &ProductsDeleteV2Request { products }).await.unwrap();
        if answer.status[0].is_deleted {
            self.goods.remove(at);
        }
    }

    async fn price(&mut self, at: usize) {
        let offer_id = self.goods[at].offer_id.clone();
        let before = self.shop.info(&offer_id).await.card.price;
        let price = (*["300", "600", "1000", "1450", "4000"].choose(&mut self.chance).unwrap()).to_owned();
        let (was, is) = (Money::parse(&before).unwrap().0, Money::parse(&price).unwrap().0);
        let row = ProductImportPricesV1Price { offer_id: offer_id.as_str().into(), price, ..Default::default() };
        let request = ProductImportPricesV1Request { prices: vec![row] };
        if self.shop.call(ProductImportPricesV1, &request).await.unwrap().result[0].updated {
            self.goods[at].quarantined = (is - was).abs() * 2 > was;
        }
    }

    async fn moderate(&mut self, at: usize) {
        use ModerationDecision::{Approve, Ban, Decline};
        let decision = *[Approve, Approve, Decline, Ban].choose(&mut self.chance).unwrap();
        let request = ProductModerateRequest {
            product_id: self.goods[at].id,
            decision: Some(decision),
            reasons: vec!["проверка".to_owned()],
        };
        if self.world.operator.call(ProductModerate, &request).await.is_ok() {
            self.goods[at].banned = match decision {
                Approve => false,
                Decline => self.goods[at].banned,
                Ban => true,
            };
        }
    }

    async fn hide(&mut self, at: usize) {
        let hidden = self.chance.random_ratio(1, 2);
        let request = ProductHideRequest { product_id: self.goods[at].id, hidden: Some(hidden) };
        if self.world.operator.call(ProductHide, &request).await.is_ok() {
            self.goods[at].hidden = hidden;
        }
    }

    async fn step(&mut self) {
        if self.goods.len() < 8 {
            return self.import(None).await;
        }
        let at = self.chance.random_range(0..self.goods.len());
        let offer_id = self.goods[at].offer_id.clone();
        match self.chance.random_range(0..12) {
            0 => self.import(Some(at)).await,
            1 => self.archive(at, true).await,
            2 => self.archive(at, false).await,
            3 => self.delete(at).await,
            4 | 5 => {
                let stock = self.chance.random_range(0..3);
                self.shop.set_stock(&offer_id.as_str().into(), stock).await;
            }
            6 => self.price(at).await,
            7 => self.moderate(at).await,
            8 => self.hide(at).await,
            9 => {
                let items = lines(&[(self.shop.info(&offer_id).await.card.fbs_sku, 1)]);
                // Not everything is for sale; what is not, the lists must say.
                let _ = self.world.place(&OrderPlaceRequest { items, ..Default::default() }).await;
            }
            10 => {
                let end = if self.chance.random_ratio(1, 2) { "gif" } else { "jpg" };
                let images = vec![format!("https://images.example/{}.{end}", self.made)];
                let request =
                    ProductPicturesImportV1Request { product_id: self.goods[at].id, images, ..Default::default() };
                self.shop.call(ProductPicturesImportV1, &request).await.unwrap();
            }
            _ => {
                let sku = self.shop.info(&offer_id).await.card.fbo_sku;
                let items = vec![SupplyStockItem { sku, quantity: 1 }];
                let supply = SupplyStockRequest { client_id: self.shop.client_id, items };
                self.world.operator.call(SupplyStock, &supply).await.unwrap();
            }
        }
        let seconds = self.chance.random_range(0..12);
        self.world.pass(seconds).await;
    }

    async fn listed(&self, visibility: Visibility) -> (Vec<String>, i32) {
        let filter = ProductFilter { visibility, ..Default::default() };
        let request = ProductListV2Request { filter, limit: 1_000, ..Default::default() };
        let page = self.shop.call(ProductListV2, &request).await.unwrap().result;
        (page.items.into_iter().map(|item| item.offer_id.0).collect(), page.total)
    }

    /// Every list holds what its filter describes, and counts it.
    async fn check(&self, seen: &mut BTreeSet<String>) {
        let infos = self.infos().await;
        for (info, kept) in infos.iter().zip(&self.goods) {
            assert_eq!(info.card.offer_id.as_str(), kept.offer_id);
            assert_eq!(info.card.visible, is_visible(info, kept), "{kept:?}");
            assert_eq!(info.card.status.state_description == "В архиве", kept.archived, "{kept:?}");
        }
        let both = || infos.iter().zip(&self.goods);
        for (visibility, selects) in PREDICATES {
            let wanted = both().filter(|(info, kept)| !kept.archived && selects(info, kept));
            let wanted: Vec<String> = wanted.map(|(_, kept)| kept.offer_id.clone()).collect();
            let count = i32::try_from(wanted.len()).unwrap();
            if count > 0 {
                seen.insert(format!("{visibility:?}"));
            }
            assert_eq!(self.listed(visibility).await, (wanted, count), "{visibility:?} {:#?}", self.goods);
        }
        let archived = self.goods.iter().filter(|kept| kept.archived).map(|kept| kept.offer_id.clone());
        let archived: Vec<String> = archived.collect();
        let count = i32::try_from(archived.len()).unwrap();
        assert_eq!(self.listed(Visibility::Archived).await, (archived, count));
    }
}

#[tokio::test]
async fn filters_stay_true_whatever_happens_to_goods() {
    let mut seen = BTreeSet::new();
    for seed in 1..=3 {
        let mut walk = Walk::new(seed).await;
        for step in 0..150 {
            walk.step().await;
            if step % 10 == 9 {
                walk.check(&mut seen).await;
            }
        }
    }
    // All but the filter that nothing can be under.
    assert_eq!(seen.len(), PREDICATES.len() - 1, "{seen:?}");
}

/// Turns the pages of a list to its end; `rows` leads to the rows of an answer, `id` to a product's number in a row.
async fn pages(shop: &Shop, path: &str, mut body: Value, rows: &str, id: &str) -> Vec<i64> {
    let mut seen = Vec::new();
    loop {
        let raw = shop.post(path, &body.to_string()).await;
        assert_eq!(raw.status, 200, "{path} {}", String::from_utf8_lossy(&raw.body));
        let answer: Value = serde_json::from_slice(&raw.body).unwrap();
        let page = answer.pointer(rows).unwrap().as_array().unwrap();
        if page.is_empty() {
            return seen;
        }
        seen.extend(page.iter().map(|row| row[id].as_i64().unwrap()));
        let last = answer.pointer("/result/last_id").or_else(|| answer.get("last_id")).unwrap();
        body["last_id"] = last.clone();
    }
}

/// One program imports, another moves goods between the sets that a filter is made of, a third one reads.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn lists_are_whole_while_goods_come_in_and_move() {
    let world = World::new().await;
    world.set(Settings { daily_create_limit: Some(0), ..Default::default() }).await;
    let shop = Arc::new(world.shop().await);
    let mut ids = Vec::new();
    for batch in [0..100, 100..200, 200..300] {
        let items = batch.map(|n| good_item(&format!("A-{:03}", (n * 7) % 300))).collect();
        ids.extend(shop.import(items).await.into_iter().map(|item| item.product_id));
    }
    world.pass(60).await;
    // So many in the archive that lists are merged from their sets.
    for some in ids[..120].chunks(60) {
        shop.call(ProductArchiveV1, &ProductArchiveV1Request { product_id: some.to_vec() }).await.unwrap();
    }
    let stays: BTreeSet<i64> = ids[120..].iter().map(|id| id.0).collect();
    let done = Arc::new(AtomicBool::new(false));
    let (imported, moved) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let importer = tokio::spawn({
        let (shop, done, imported) = (shop.clone(), done.clone(), imported.clone());
        async move {
            for batch in 0..60 {
                if done.load(Ordering::Relaxed) {
                    return;
                }
                let items = (0..10).map(|n| good_item(&format!("B-{batch:02}-{n}"))).collect();
                shop.import(items).await;
                imported.fetch_add(1, Ordering::Relaxed);
            }
        }
    });
    let mover = tokio::spawn({
        let (shop, done, moved) = (shop.clone(), done.clone(), moved.clone());
        let offers: Vec<String> = (120..300).map(|n| format!("A-{:03}", (n * 7) % 300)).collect();
        async move {
            while !done.load(Ordering::Relaxed) {
                let turn = moved.fetch_add(1, Ordering::Relaxed);
                let offer_id = offers[turn * 31 % offers.len()].as_str().into();
                assert!(shop.set_stock(&offer_id, i64::from((turn / offers.len()).is_multiple_of(2))).await.updated);
            }
        }
    });
    let attributes = |by: &str, way: &str| json!({"filter": {}, "limit": 30, "sort_by": by, "sort_dir": way});
    let mut lists = vec![
        ("/v2/product/list", json!({"limit": 30}), "/result/items", "product_id"),
        (
            "/v2/product/list",
            json!({"limit": 7, "filter": {"visibility": "READY_TO_SUPPLY"}}),
            "/result/items",
            "product_id",
        ),
        ("/v4/product/info/prices", json!({"limit": 30}), "/result/items", "product_id"),
        ("/v3/product/info/stocks", json!({"limit": 30}), "/result/items", "product_id"),
    ];
    for by in ["id", "sku", "offer_id", "title", "volume", "created_at"] {
        lists.extend(["ASC", "DESC"].map(|way| ("/v3/products/info/attributes", attributes(by, way), "/result", "id")));
    }
    // However slow the machine: until there was something to be disturbed by.
    loop {
        for (path, body, rows, id) in &lists {
            let seen = pages(&shop, path, body.clone(), rows, id).await;
            let once: BTreeSet<i64> = seen.iter().copied().collect();
            assert_eq!(once.len(), seen.len(), "{path} {body}: a product came twice");
            let missing: Vec<&i64> = stays.difference(&once).collect();
            assert!(missing.is_empty(), "{path} {body}: {missing:?}");
            assert!(
                ids[..120].iter().all(|id| !once.contains(&id.0)),
                "{path} {body}: the archive is a place of its own"
            );
        }
        let enough = imported.load(Ordering::Relaxed) > 0 && moved.load(Ordering::Relaxed) > 20;
        if enough || importer.is_finished() || mover.is_finished() {
            break;
        }
    }
    done.store(true, Ordering::Relaxed);
    importer.await.unwrap();
    mover.await.unwrap();
    assert!(imported.load(Ordering::Relaxed) > 0 && moved.load(Ordering::Relaxed) > 20);
}

/// The key of an order by title is cut; so is the place where the next page begins.
#[tokio::test]
async fn drafts_with_endless_names_are_paged_too() {
    let world = World::new().await;
    let shop = world.shop().await;
    let items = ["A-1", "A-2", "A-3"].map(|offer_id| {
        let mut item = good_item(offer_id);
        item.name = "я".repeat(600);
        item
    });
    let mut ids: Vec<i64> = shop.import(items.to_vec()).await.iter().map(|item| item.product_id.0).collect();
    for way in ["ASC", "DESC"] {
        let body = json!({"filter": {}, "limit": 1, "sort_by": "title", "sort_dir": way});
        assert_eq!(pages(&shop, "/v3/products/info/attributes", body, "/result", "id").await, ids, "{way}");
        ids.reverse();
    }
}

#[tokio::test]
async fn what_lies_in_the_archive_is_no_candidate() {
    let world = World::new().await;
    let shop = world.shop().await;
    let id = shop.product("A-1").approved().await.product_id;
    let promotion = running(&world).await;
    let request = ActionsCandidatesV1Request { action_id: promotion.action_id, ..Default::default() };
    shop.call(ProductArchiveV1, &ProductArchiveV1Request { product_id: vec![id] }).await.unwrap();
    assert_eq!(shop.call(ActionsCandidatesV1, &request).await.unwrap().result.total, 0);
    shop.call(ProductUnarchiveV1, &ProductUnarchiveV1Request { product_id: vec![id] }).await.unwrap();
    assert_eq!(shop.call(ActionsCandidatesV1, &request).await.unwrap().result.total, 1);
}

/// Each method of the catalogue that reads a body, with a body of a wrong type.
const METHODS: [(&str, &str); 21] = [
    ("/v2/product/import", r#"{"items":5}"#),
    ("/v1/product/import/info", r#"{"task_id":{}}"#),
    ("/v1/product/import-by-sku", r#"{"items":[7]}"#),
    ("/v2/product/list", r#"{"limit":"many"}"#),
    ("/v1/product/archive", r#"{"product_id":{}}"#),
    ("/v1/product/unarchive", r#"{"product_id":[true]}"#),
    ("/v2/products/delete", r#"{"products":"A-1"}"#),
    ("/v1/product/pictures/import", r#"{"product_id":[1]}"#),
    ("/v1/product/pictures/info", r#"{"product_id":[{}]}"#),
    ("/v1/product/upload_digital_codes", r#"{"digital_codes":[1]}"#),
    ("/v1/product/upload_digital_codes/info", r#"{"task_id":[]}"#),
    ("/v1/products/geo-restrictions-catalog-by-filter", r#"{"limit":1,"filter":7}"#),
    ("/v1/product/certificate/bind", r#"{"product_id":"all"}"#),
    ("/v1/product/certification/list", r#"{"page":{}}"#),
    ("/v1/brand/company-certification/list", r#"{"page_size":"all"}"#),
    ("/v1/actions/candidates", r#"{"action_id":"x"}"#),
    ("/v1/actions/products", r#"{"limit":[]}"#),
    ("/v1/actions/products/activate", r#"{"products":[5]}"#),
    ("/v1/actions/products/deactivate", r#"{"product_ids":["x"]}"#),
    ("/v1/product/import/prices", r#"{"prices":[{"price":5}]}"#),
    ("/v2/products/stocks", r#"{"stocks":[{"stock":"all"}]}"#),
];

#[tokio::test]
async fn no_method_takes_a_body_that_is_none() {
    let world = World::new().await;
    let shop = world.shop().await;
    for (path, wrong) in METHODS {
        let cut = &wrong[..wrong.len() - 1];
        for body in [wrong, cut, "[]", "5", "", r#"{"limit":1}{"#, "{\"\u{0}\":1}"] {
            // A method without a field that must be there takes an empty body.
            let raw = shop.post(path, body).await;
            if raw.status == 200 || raw.status == 404 {
                assert_eq!(body, "", "{path} took {body:?}");
                continue;
            }
            let (status, code, message) = refusal_of(&raw);
            assert_eq!((status, code), (400, 3), "{path} {body:?}: {message}");
        }
    }
}
