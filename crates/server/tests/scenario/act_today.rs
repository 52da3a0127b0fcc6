//! Carriages as today: a draft that is approved or called off, lists by method and day, acts with their postings, bar
//! codes and electronic papers. The older calls see and move the same carriages.

use gostiny_wire::{
    act::{
        CarriageApproveV1, CarriageApproveV1Request, CarriageCancelV1, CarriageCancelV1Request,
        CarriageCancelV1Response, CarriageCreateV1, CarriageCreateV1Request, CarriageDeliveryListV1,
        CarriageDeliveryListV1Request, CarriageDeliveryListV2, CarriageDeliveryListV2Filter,
        CarriageDeliveryListV2Request, CarriageDeliveryV1, CarriageGetV1, CarriageGetV1Request, CarriageGetV1Response,
        DigitalActType, PostingFbsAct, PostingFbsActGetBarcodeTextV2, PostingFbsActGetBarcodeV2,
        PostingFbsActGetBarcodeV2Request, PostingFbsActGetPostingsV2, PostingFbsActGetPostingsV2Request,
        PostingFbsActListV2, PostingFbsActListV2Filter, PostingFbsActListV2Request, PostingFbsDigitalActCheckStatusV2,
        PostingFbsDigitalActCheckStatusV2Request, PostingFbsDigitalActGetPdfV2, PostingFbsDigitalActGetPdfV2Request,
    },
    operator::PostingEvent,
    scalar::{CarriageId, PostingNumber, Sku},
};

use crate::{
    act::{self, act_pdf, available, status},
    label::pages,
    shop::Shop,
    world::{World, refusal, refused},
};

/// From the orders to the morning of the day they leave.
const TO_DEPARTURE: i64 = 23 * 3_600;

async fn draft(shop: &Shop) -> Result<CarriageId, gostiny_client::ClientError> {
    let request = CarriageCreateV1Request { delivery_method_id: shop.delivery_method_id, ..Default::default() };
    shop.call(CarriageCreateV1, &request).await.map(|answer| answer.carriage_id)
}

async fn approve(shop: &Shop, carriage_id: CarriageId) -> Result<(), gostiny_client::ClientError> {
    let request = CarriageApproveV1Request { carriage_id, ..Default::default() };
    shop.call(CarriageApproveV1, &request).await.map(drop)
}

async fn cancel(shop: &Shop, carriage_id: CarriageId) -> CarriageCancelV1Response {
    shop.call(CarriageCancelV1, &CarriageCancelV1Request { carriage_id }).await.unwrap()
}

async fn get(shop: &Shop, carriage_id: CarriageId) -> CarriageGetV1Response {
    shop.call(CarriageGetV1, &CarriageGetV1Request { carriage_id }).await.unwrap()
}

async fn acts(shop: &Shop, change: impl FnOnce(&mut PostingFbsActListV2Filter)) -> Vec<PostingFbsAct> {
    let mut request = PostingFbsActListV2Request { limit: 100, ..Default::default() };
    change(&mut request.filter);
    shop.call(PostingFbsActListV2, &request).await.unwrap().result
}

async fn postings(shop: &Shop, id: CarriageId) -> Vec<PostingNumber> {
    let answer = shop.call(PostingFbsActGetPostingsV2, &PostingFbsActGetPostingsV2Request { id }).await.unwrap();
    answer.result.into_iter().map(|posting| posting.posting_number).collect()
}

async fn of_day(shop: &Shop) -> CarriageDeliveryV1 {
    let request = CarriageDeliveryListV1Request { delivery_method_id: shop.delivery_method_id, ..Default::default() };
    shop.call(CarriageDeliveryListV1, &request).await.unwrap().result.remove(0)
}

async fn papers(shop: &Shop, id: CarriageId) -> String {
    let request = PostingFbsDigitalActCheckStatusV2Request { id };
    shop.call(PostingFbsDigitalActCheckStatusV2, &request).await.unwrap().status
}

async fn paper(shop: &Shop, id: CarriageId, doc_type: DigitalActType) -> Result<Vec<u8>, gostiny_client::ClientError> {
    let request = PostingFbsDigitalActGetPdfV2Request { id, doc_type };
    shop.call(PostingFbsDigitalActGetPdfV2, &request).await.map(|pdf| pdf.0)
}

async fn packed(world: &World, shop: &Shop, sku: Sku) -> PostingNumber {
    let number = world.order_one(&[(sku, 1)]).await;
    shop.ship(&number).await
}

#[tokio::test]
async fn a_draft_is_filled_approved_and_leaves_like_any_other() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").on_sale().await.sku;
    let (one, two) = (packed(&world, &shop, sku).await, packed(&world, &shop, sku).await);
    refused(draft(&shop).await, 400, 3, "no_postings");
    world.pass(TO_DEPARTURE).await;
    let before = of_day(&shop).await;
    assert_eq!((before.can_create_another_carriage, before.postings_for_another_carriage_count), (true, 2));
    assert_eq!((before.recommended_time_local.as_str(), before.recommended_time_utc_offset_in_minutes), ("13:00", 180));

    let id = draft(&shop).await.unwrap();
    assert_eq!(draft(&shop).await.unwrap(), id, "the same carriage while it is under way");
    let late = packed(&world, &shop, sku).await;
    let told = get(&shop, id).await;
    assert_eq!((told.status.as_str(), told.cancel_availability.is_cancel_available), ("new", true));
    assert_eq!((told.company_id, told.departure_date.as_str()), (shop.client_id, "2026-01-13"));
    let mut chosen = vec![one.clone(), two.clone()];
    chosen.sort();
    assert_eq!(postings(&shop, id).await, chosen);
    // Nothing happens to a draft by itself, and the older calls see it too.
    world.pass(60).await;
    assert_eq!(status(&shop, id).await.status, "in_process");
    assert_eq!(available(&shop, shop.delivery_method_id).await[0].carriage_status, "new");
    assert_eq!(papers(&shop, id).await, "NOT_FOUND");
    assert_eq!(shop.posting(&one).await.substatus, "posting_transferring_to_delivery");

    approve(&shop, id).await.unwrap();
    refused(approve(&shop, id).await, 400, 3, "Incorrect_carriage_status");
    assert_eq!((get(&shop, id).await.status.as_str(), papers(&shop, id).await.as_str()), ("in_process", "FORMING"));
    world.pass(5).await;
    let ready = status(&shop, id).await;
    let mut added = ready.added_to_act.clone();
    added.sort();
    assert_eq!((ready.status.as_str(), added, ready.has_postings_for_next_carriage), ("ready", chosen.clone(), false));
    assert_eq!(shop.posting(&one).await.substatus, "posting_in_carriage");
    let told = get(&shop, id).await;
    assert_eq!((told.status.as_str(), told.cancel_availability.is_cancel_available), ("formed", false));
    assert_eq!(told.available_actions, ["get_act_of_acceptance", "get_waybill"]);
    assert!(pages(&act_pdf(&shop, id).await.unwrap()) >= 1);
    assert_eq!(cancel(&shop, id).await.error, "Incorrect_carriage_status");
    assert_eq!(shop.posting(&late).await.status, "awaiting_deliver");
}

#[tokio::test]
async fn a_carriage_that_is_called_off_frees_its_postings() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").on_sale().await.sku;
    let one = packed(&world, &shop, sku).await;
    world.pass(TO_DEPARTURE).await;
    let first = draft(&shop).await.unwrap();
    assert_eq!(
        cancel(&shop, first).await,
        CarriageCancelV1Response { error: String::new(), carriage_status: "cancelled".to_owned() }
    );
    assert_eq!(cancel(&shop, first).await.carriage_status, "cancelled");
    assert_eq!(status(&shop, first).await.status, "cancelled");
    let barcode = PostingFbsActGetBarcodeV2Request { id: first };
    refused(shop.call(PostingFbsActGetBarcodeTextV2, &barcode).await, 400, 3, "Incorrect_carriage_status");
    // Formed at once by the older call, and called off while its papers were made.
    let second = act::create(&shop, |_| {}).await.unwrap();
    assert_ne!(second, first);
    assert_eq!(cancel(&shop, second).await.carriage_status, "cancelled");
    world.pass(5).await;
    assert_eq!(shop.posting(&one).await.substatus, "posting_transferring_to_delivery");
    // The older call approves a draft of the day.
    let third = draft(&shop).await.unwrap();
    assert_eq!(act::create(&shop, |_| {}).await.unwrap(), third);
    world.pass(5).await;
    assert_eq!(status(&shop, third).await.added_to_act, [one]);
    let words: Vec<String> = acts(&shop, |_| {}).await.into_iter().map(|act| act.status).collect();
    assert_eq!(words, ["formed", "cancelled", "cancelled"]);
}

#[tokio::test]
async fn a_draft_that_nobody_approved_does_not_stand_in_the_way_of_the_next_day() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").on_sale().await.sku;
    let one = packed(&world, &shop, sku).await;
    world.pass(TO_DEPARTURE).await;
    let first = draft(&shop).await.unwrap();
    world.pass(24 * 3_600).await;
    refused(approve(&shop, first).await, 400, 3, "outdated");
    let second = draft(&shop).await.unwrap();
    assert_ne!(second, first);
    assert_eq!(get(&shop, first).await.status, "cancelled");
    approve(&shop, second).await.unwrap();
    world.pass(5).await;
    assert_eq!(postings(&shop, second).await, [one]);
}

#[tokio::test]
async fn every_list_of_a_day_tells_the_same_carriage() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").on_sale().await.sku;
    packed(&world, &shop, sku).await;
    packed(&world, &shop, sku).await;
    world.pass(TO_DEPARTURE).await;
    for make in ["draft", "at once"] {
        let id = match make {
            "draft" => draft(&shop).await.unwrap(),
            _ => act::create(&shop, |_| {}).await.unwrap(),
        };
        let oldest = available(&shop, shop.delivery_method_id).await.remove(0);
        let first = of_day(&shop).await;
        let filter = CarriageDeliveryListV2Filter { delivery_method_id: shop.delivery_method_id, departure_date: None };
        let request = CarriageDeliveryListV2Request { filter, limit: 10, ..Default::default() };
        let page = shop.call(CarriageDeliveryListV2, &request).await.unwrap();
        assert_eq!((page.has_next, page.cursor.as_str(), page.methods.len()), (false, "", 1));
        let second = &page.methods[0];
        assert_eq!((oldest.carriage_id, first.carriages[0].id.0, second.carriages[0].id), (id, id.0, id), "{make}");
        let words = [&oldest.carriage_status, &first.carriages[0].status, &second.carriages[0].status];
        assert!(words.iter().all(|word| *word == words[0]), "{words:?}");
        assert_eq!((first.carriages[0].postings_count, second.carriages[0].postings_count), (2, 2));
        assert_eq!((first.can_create_another_carriage, first.postings_for_another_carriage_count), (false, 0));
        assert_eq!((oldest.mandatory_postings_count, first.mandatory_postings_count), (2, 2));
        assert_eq!((oldest.cutoff_at, first.cutoff_at), (second.cutoff_at, second.cutoff_at));
    }
}

#[tokio::test]
async fn methods_of_a_day_turn_page_by_page() {
    let world = World::new().await;
    let shop = world.shop().await;
    for name in ["Второй", "Третий"] {
        let warehouse = world.warehouse(&shop, name, |_| {}).await;
        world.delivery(&shop, warehouse, |_| {}).await;
    }
    let all: Vec<_> = shop
        .call(CarriageDeliveryListV1, &CarriageDeliveryListV1Request::default())
        .await
        .unwrap()
        .result
        .into_iter()
        .map(|day| day.delivery_method_id)
        .collect();
    let mut request = CarriageDeliveryListV2Request { limit: 1, ..Default::default() };
    let mut seen = Vec::new();
    loop {
        let page = shop.call(CarriageDeliveryListV2, &request).await.unwrap();
        seen.extend(page.methods.iter().map(|day| day.delivery_method_id));
        if !page.has_next {
            break;
        }
        request.cursor = page.cursor;
    }
    assert_eq!(seen, all);
    let wrong = [(r#"{"limit":0}"#, 400, 3, "Limit"), (r#"{"limit":10,"cursor":"?"}"#, 400, 3, "last_id")];
    for (body, status, code, part) in wrong {
        let raw = shop.post("/v2/carriage/delivery/list", body).await;
        let got = crate::world::refusal_of(&raw);
        assert!((got.0, got.1) == (status, code) && got.2.contains(part), "{got:?}");
    }
}

#[tokio::test]
async fn acts_are_listed_by_day_state_and_carrier() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").on_sale().await.sku;
    let first = packed(&world, &shop, sku).await;
    world.pass(TO_DEPARTURE).await;
    let one = act::create(&shop, |_| {}).await.unwrap();
    world.pass(5).await;
    let second = packed(&world, &shop, sku).await;
    world.pass(24 * 3_600).await;
    let two = draft(&shop).await.unwrap();
    let ids = |acts: Vec<PostingFbsAct>| acts.into_iter().map(|act| act.id).collect::<Vec<_>>();
    assert_eq!(ids(acts(&shop, |_| {}).await), [two, one]);
    for (change, want) in [
        (("2026-01-13", "2026-01-13", "", vec![]), vec![one]),
        (("2026-01-14", "", "", vec![]), vec![two]),
        (("", "2026-01-12", "", vec![]), vec![]),
        (("", "", "ozon", vec!["formed"]), vec![one]),
        (("", "", "ozon", vec!["success", "new"]), vec![two, one]),
        (("", "", "aggregator", vec![]), vec![]),
        (("", "", "", vec!["delivered"]), vec![]),
    ] {
        let (from, to, kind, words) = change.clone();
        let found = acts(&shop, |filter| {
            (filter.date_from, filter.date_to) = (from.to_owned(), to.to_owned());
            filter.integration_type = kind.to_owned();
            filter.status = words.iter().map(|word| (*word).to_owned()).collect();
        });
        assert_eq!(ids(found.await), want, "{change:?}");
    }
    let listed = acts(&shop, |_| {}).await;
    let act = &listed[1];
    assert_eq!((act.delivery_method_id, act.integration_type.as_str()), (shop.delivery_method_id, "ozon"));
    assert_eq!((act.departure_date.as_str(), act.is_partial, act.partial_num), ("2026-01-13", false, 0));
    assert_eq!(act.related_docs.act_of_acceptance.as_ref().unwrap().document_status, "FORMED");
    assert_eq!(listed[0].related_docs.act_of_acceptance, None);
    assert_eq!((postings(&shop, one).await, postings(&shop, two).await), (vec![first.clone()], vec![second]));
    let request = PostingFbsActGetPostingsV2Request { id: one };
    let posting = shop.call(PostingFbsActGetPostingsV2, &request).await.unwrap().result.remove(0);
    assert_eq!((posting.products[0].sku, posting.products[0].quantity, posting.multi_box_qty), (sku, 1, 1));
    assert!(posting.id > 0 && posting.seller_error.is_empty());
    shop.refuses("/v2/posting/fbs/act/list", &[
        ("{}", 400, 3, "Request validation error: invalid PostingFBSActListRequest.Limit: value must be inside range (0, 1000]"),
        (
            r#"{"limit":1,"filter":{"date_from":"вчера"}}"#,
            400,
            3,
            "Request validation error: invalid PostingFBSActListRequest_Filter.DateFrom: value must be a day or a moment",
        ),
    ])
    .await;
}

#[tokio::test]
async fn electronic_papers_tell_what_the_carrier_took() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").on_sale().await.sku;
    let (one, two) = (packed(&world, &shop, sku).await, packed(&world, &shop, sku).await);
    world.pass(TO_DEPARTURE).await;
    let id = act::create(&shop, |_| {}).await.unwrap();
    refused(paper(&shop, id, DigitalActType::ActOfAcceptance).await, 400, 3, "Incorrect_carriage_status");
    world.pass(5).await;
    assert_eq!(papers(&shop, id).await, "FORMED");
    let act = paper(&shop, id, DigitalActType::ActOfAcceptance).await.unwrap();
    assert_eq!(act, act_pdf(&shop, id).await.unwrap(), "the same act as on paper");
    refused(paper(&shop, id, DigitalActType::ActOfMismatch).await, 404, 5, "DOCUMENT_NOT_FOUND");
    world.events(&one, &[PostingEvent::Accepted]).await;
    assert_eq!(papers(&shop, id).await, "FORMED");
    world.events(&two, &[PostingEvent::NotAccepted]).await;
    assert_eq!(papers(&shop, id).await, "CONFIRMED_WITH_MISMATCH");
    assert!(pages(&paper(&shop, id, DigitalActType::ActOfMismatch).await.unwrap()) >= 1);
    refused(paper(&shop, id, DigitalActType::ActOfExcess).await, 404, 5, "DOCUMENT_NOT_FOUND");
    let docs = acts(&shop, |_| {}).await.remove(0).related_docs;
    assert_eq!(docs.act_of_acceptance.unwrap().document_status, "CONFIRMED_WITH_MISMATCH");
    assert!(docs.act_of_mismatch.is_some() && docs.act_of_excess.is_none());
    assert_eq!(papers(&shop, CarriageId(1)).await, "NOT_FOUND");
}

#[tokio::test]
async fn the_bar_code_of_a_carriage_is_a_picture_and_a_text() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").on_sale().await.sku;
    packed(&world, &shop, sku).await;
    world.pass(TO_DEPARTURE).await;
    let id = draft(&shop).await.unwrap();
    let request = PostingFbsActGetBarcodeV2Request { id };
    let text = shop.call(PostingFbsActGetBarcodeTextV2, &request).await.unwrap().result;
    assert_eq!(text, format!("%303%{id}"));
    let picture = shop.call(PostingFbsActGetBarcodeV2, &request).await.unwrap().0;
    assert!(picture.starts_with(b"\x89PNG\r\n\x1a\n"));
    let unknown = PostingFbsActGetBarcodeV2Request { id: CarriageId(1) };
    assert_eq!(refusal(shop.call(PostingFbsActGetBarcodeV2, &unknown).await).0, 404);
}
