//! Imports in a database in memory, from the call to the moderator's word.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use gostiny_wire::{
    operator::{ModerationDecision, ProductModerateRequest},
    product::{
        ProductImportAttribute, ProductImportInfoItem, ProductImportInfoV1Request, ProductImportInfoV1Response,
        ProductImportValue,
    },
    scalar::{AttributeId, ClientId, ValueId},
};

use super::*;
use crate::{
    api::Routes,
    areas::{
        category,
        product::{
            PROMOTABLE, StockMove, by_offer_ids,
            moderate::{MODERATE, by_operator, decide},
            move_stock, task,
        },
        seller,
    },
    call::World,
    chance::Chance,
    clock::{Clock, Mode},
    error::Error,
    files::Files,
    job::{self, run_inside},
    store::{Db, DbUrl},
};

const GOODS: &str = include_str!("../../../../assets/demo-goods.json");

async fn with_shop<F>(body: F)
where
    F: for<'a> Fn(&'a mut Call) -> BoxFuture<'a, Result<()>> + Send + Sync + 'static,
{
    let now = "2026-01-12T09:00:00Z".parse().unwrap();
    let db = Arc::new(Db::open(&DbUrl::Memory).await.unwrap());
    let world = World {
        db,
        clock: Arc::new(Clock::new(Mode::Manual, Some(now))),
        chance: Chance::seeded(1),
        files: Files::in_memory(),
        newest: Arc::default(),
    };
    let body = Arc::new(body);
    let run = world.write(ClientId(0), move |call| {
        let body = body.clone();
        Box::pin(async move {
            category::load(call).await?;
            call.seller = seller::open_shop(call, "Лавка", "RUB", false).await?;
            body(call).await
        })
    });
    run.await.unwrap();
}

/// Imports and lets the next `seconds` pass.
async fn import(call: &mut Call, items: &[ProductImportItem], seconds: i64) -> Result<Vec<ProductImportInfoItem>> {
    let task_id = v2(call, &ProductImportV2Request { items: items.to_vec() }).await?.result.task_id;
    let before = task_info(call, task_id).await?.result.items;
    assert!(before.iter().all(|item| item.status == "pending"));
    pass(call, seconds).await?;
    Ok(task_info(call, task_id).await?.result.items)
}

async fn task_info(call: &mut Call, task_id: TaskId) -> Result<ProductImportInfoV1Response> {
    task::v1(call, &ProductImportInfoV1Request { task_id }).await
}

/// There are no promotions here.
async fn nothing(_: &mut Call, _: &job::Due) -> Result<()> {
    Ok(())
}

async fn pass(call: &mut Call, seconds: i64) -> Result<()> {
    let routes = Routes::default().job(IMPORT, process).job(MODERATE, decide).job(PROMOTABLE, nothing);
    let executors = routes.executors();
    run_inside(call, &executors, call.now.plus_seconds(seconds)).await
}

async fn product(call: &mut Call, offer_id: &OfferId) -> Result<Product> {
    let found = by_offer_ids(call, std::slice::from_ref(offer_id)).await?.into_iter().next();
    found.ok_or_else(|| Error::internal(format!("no product {offer_id}")))
}

fn goods(expected: &str) -> Vec<ProductImportItem> {
    let all: serde_json::Value = serde_json::from_str(GOODS).unwrap();
    let fitting = all["goods"].as_array().unwrap().iter().filter(|one| one["expected"] == expected);
    fitting.map(|one| gostiny_wire::json::from_value(one.clone()).unwrap()).collect()
}

fn phone() -> ProductImportItem {
    goods("sale").into_iter().find(|item| item.category_id.0 == 17_033_038).unwrap()
}

fn colour(number: i64) -> ProductImportAttribute {
    let values = vec![ProductImportValue { dictionary_value_id: ValueId(number), value: String::new() }];
    ProductImportAttribute { complex_id: 0, id: AttributeId(10096), values }
}

#[tokio::test]
async fn all_goods_of_the_demo_world_go_through_and_drafts_stay_drafts() {
    with_shop(|call| {
        Box::pin(async move {
            for items in goods("sale").chunks(100) {
                for item in import(call, items, 60).await? {
                    assert!(item.status == "imported" && item.errors.is_empty(), "{item:?}");
                }
            }
            for item in goods("sale") {
                let product = product(call, &item.offer_id).await?;
                assert_eq!((product.state.as_str(), product.is_created), ("price_sent", true));
            }
            let drafts = goods("draft-error");
            for (item, outcome) in drafts.iter().zip(import(call, &drafts, 60).await?) {
                assert!(outcome.status == "imported" && !outcome.errors.is_empty(), "{outcome:?}");
                let product = product(call, &item.offer_id).await?;
                assert_eq!((product.state_failed.as_str(), product.is_created), ("imported", false));
                assert_eq!(product.item_errors, outcome.errors);
            }
            Ok(())
        })
    })
    .await;
}

#[tokio::test]
async fn one_bad_item_does_not_hold_up_the_others() {
    with_shop(|call| {
        Box::pin(async move {
            let mut items: Vec<_> = goods("sale").into_iter().take(5).collect();
            items[1].price = "дорого".into();
            items[3] = items[2].clone();
            let statuses: Vec<_> = import(call, &items, 60).await?.into_iter().map(|item| item.status).collect();
            assert_eq!(statuses, ["imported", "failed", "imported", "failed", "imported"]);
            let known = product(call, &items[0].offer_id).await?.product_id;
            items[0].vat = "?".into();
            let refused = import(call, &items[..1], 60).await?.remove(0);
            assert_eq!((refused.status.as_str(), refused.product_id), ("failed", known));
            let counted: i64 = call.tx.value("select count(*) from product", &[]).await?;
            assert_eq!(counted, 3);
            Ok(())
        })
    })
    .await;
}

#[tokio::test]
async fn a_new_product_walks_to_sale_and_is_rewritten_whole() {
    with_shop(|call| {
        Box::pin(async move {
            let mut item = ProductImportItem { barcode: String::new(), ..phone() };
            let outcome = import(call, std::slice::from_ref(&item), 1).await?;
            let new = product(call, &item.offer_id).await?;
            assert_eq!(outcome[0].product_id, new.product_id);
            assert_eq!(
                (new.state.as_str(), new.validation_state.as_str(), new.is_created),
                ("imported", "pending", false)
            );
            assert_eq!(new.sku.0, new.fbo_sku.0 + 1);
            pass(call, 2).await?;
            let ready = product(call, &item.offer_id).await?;
            assert_eq!((ready.state.as_str(), ready.moderate_status.as_str()), ("price_sent", "approved"));
            assert_eq!(ready.barcodes, [format!("OZN{}", ready.sku)]);

            assert_eq!(import(call, std::slice::from_ref(&item), 60).await?[0].status, "skipped");
            item.price = "1".into();
            item.name = "Другое имя".into();
            item.color_image.clear();
            assert_eq!(import(call, std::slice::from_ref(&item), 1).await?[0].status, "imported");
            let changed = product(call, &item.offer_id).await?;
            assert_eq!((changed.name.as_str(), changed.price), ("Другое имя", ready.price));
            assert_eq!((changed.state.as_str(), changed.moderate_status.as_str()), ("price_sent", "in-moderating"));
            pass(call, 60).await?;
            assert_eq!(product(call, &item.offer_id).await?.moderate_status, "approved");
            Ok(())
        })
    })
    .await;
}

#[tokio::test]
async fn prices_follow_the_import_until_the_product_is_created() {
    with_shop(|call| {
        Box::pin(async move {
            let mut item = ProductImportItem { price: "100".into(), old_price: String::new(), ..phone() };
            import(call, std::slice::from_ref(&item), 1).await?;
            for (price, status, kopecks) in [("120", "imported", 12_000), ("120", "skipped", 12_000)] {
                item.price = price.into();
                assert_eq!(import(call, std::slice::from_ref(&item), 1).await?[0].status, status);
                assert_eq!(product(call, &item.offer_id).await?.price.map(|price| price.0), Some(kopecks));
            }
            pass(call, 60).await?;
            item.price = "150".into();
            assert_eq!(import(call, std::slice::from_ref(&item), 60).await?[0].status, "skipped");
            assert_eq!(product(call, &item.offer_id).await?.price.map(|price| price.0), Some(12_000));
            Ok(())
        })
    })
    .await;
}

#[tokio::test]
async fn aspects_are_fixed_once_there_is_stock() {
    with_shop(|call| {
        Box::pin(async move {
            let mut item = phone();
            import(call, std::slice::from_ref(&item), 60).await?;
            item.attributes.retain(|attribute| attribute.id != AttributeId(10096));
            item.attributes.push(colour(61_503));
            assert!(import(call, std::slice::from_ref(&item), 60).await?[0].errors.is_empty());

            let product_id = product(call, &item.offer_id).await?.product_id;
            move_stock(call, &[StockMove { product_id, present_fbs: 1, ..StockMove::default() }]).await?;
            item.attributes.pop();
            item.attributes.push(colour(61_510));
            let outcome = import(call, std::slice::from_ref(&item), 60).await?;
            assert_eq!(outcome[0].errors[0].code, "error_attribute_aspect_changed");
            let after = product(call, &item.offer_id).await?;
            assert_eq!((after.state.as_str(), after.item_errors.len()), ("price_sent", 1));
            item.attributes.pop();
            item.attributes.push(colour(61_503));
            assert_eq!(import(call, std::slice::from_ref(&item), 60).await?[0].status, "imported");
            assert!(product(call, &item.offer_id).await?.item_errors.is_empty());
            Ok(())
        })
    })
    .await;
}

#[tokio::test]
async fn a_person_s_word_comes_before_and_after_the_agenda_s() {
    with_shop(|call| {
        Box::pin(async move {
            let mut item = phone();
            import(call, std::slice::from_ref(&item), 1).await?;
            let shop = call.seller;
            let before = product(call, &item.offer_id).await?;
            let word = |decision| ProductModerateRequest {
                product_id: before.product_id,
                decision,
                reasons: vec!["Не то фото".to_owned()],
            };
            call.seller = ClientId(0);
            assert!(matches!(by_operator(call, &word(None)).await, Err(Error::Invalid { .. })));
            let declined = by_operator(call, &word(Some(ModerationDecision::Decline))).await?;
            assert_eq!((declined.state.as_str(), call.seller), ("failed_moderation", shop));
            pass(call, 600).await?;
            assert_eq!(product(call, &item.offer_id).await?.decline_reasons, ["Не то фото"]);
            by_operator(call, &word(Some(ModerationDecision::Approve))).await?;
            by_operator(call, &word(Some(ModerationDecision::Ban))).await?;
            let banned = product(call, &item.offer_id).await?;
            assert!(banned.is_banned && banned.state == "price_sent");
            item.name.push_str(", новый");
            assert_eq!(import(call, std::slice::from_ref(&item), 60).await?[0].status, "imported");
            let again = product(call, &item.offer_id).await?;
            assert!(again.is_banned && again.moderate_status == "in-moderating");

            item.offer_id = OfferId::from("draft");
            item.name.clear();
            let draft = import(call, std::slice::from_ref(&item), 60).await?[0].product_id;
            let word = ProductModerateRequest { product_id: draft, ..word(Some(ModerationDecision::Approve)) };
            assert!(matches!(by_operator(call, &word).await, Err(Error::WrongState(_))));
            let missing = ProductModerateRequest { product_id: ProductId(1), ..word };
            assert!(matches!(by_operator(call, &missing).await, Err(Error::NotFound(_))));
            Ok(())
        })
    })
    .await;
}
