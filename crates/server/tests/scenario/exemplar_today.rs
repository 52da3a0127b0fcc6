//! Units by numbers of their own: given out once, filled by typed marks, packed one by one; older versions see the same.

use gostiny_wire::{
    operator::DeliveryMethodCreateIntegration as Integration,
    posting::{
        ExemplarMark, FbsPostingExemplarV6, FbsPostingProductExemplarCreateOrGetRequest,
        FbsPostingProductExemplarCreateOrGetV5, FbsPostingProductExemplarCreateOrGetV6, FbsPostingProductExemplarSetV5,
        FbsPostingProductExemplarSetV5Request, FbsPostingProductExemplarSetV6, FbsPostingProductExemplarSetV6Product,
        FbsPostingProductExemplarSetV6Request, FbsPostingProductExemplarStatusV5,
        FbsPostingProductExemplarStatusV5Request, FbsPostingProductExemplarStatusV5Response,
        FbsPostingProductExemplarValidateV5, FbsPostingProductExemplarValidateV5Exemplar,
        FbsPostingProductExemplarValidateV5Product, FbsPostingProductExemplarValidateV5Request,
        FbsPostingProductExemplarsV6, Kilograms, PostingDir, PostingExemplar, PostingFbsProductChangeV2,
        PostingFbsProductChangeV2Item, PostingFbsProductChangeV2Request, PostingFbsShipPackageV3,
        PostingFbsShipPackageV3Request, PostingFbsShipPackageV4, PostingFbsShipPackageV4Product,
        PostingFbsShipPackageV4Request, PostingFbsShipV3Product,
    },
    scalar::{AttributeId, Digits, PostingNumber, Sku, ValueId},
};

use crate::{
    goods::{BRAND, VOLNA, attribute},
    parcel::{NUTS, company_buys, goods_at, mark, own_warehouse, set, sneakers, status, unit},
    posting_today::{january, listed},
    shop::Shop,
    world::{World, refused, refused_like},
};

fn ask(number: &PostingNumber) -> FbsPostingProductExemplarCreateOrGetRequest {
    FbsPostingProductExemplarCreateOrGetRequest { posting_number: number.clone() }
}

/// The units of the first line.
async fn units(shop: &Shop, number: &PostingNumber) -> FbsPostingProductExemplarsV6 {
    shop.call(FbsPostingProductExemplarCreateOrGetV6, &ask(number)).await.unwrap().products.remove(0)
}

fn marks(texts: &[(&str, &str)]) -> Vec<ExemplarMark> {
    let mark = |(kind, text): &(&str, &str)| ExemplarMark { mark: (*text).to_owned(), mark_type: (*kind).to_owned() };
    texts.iter().map(mark).collect()
}

fn filled(exemplar_id: i64, texts: &[(&str, &str)]) -> FbsPostingExemplarV6 {
    FbsPostingExemplarV6 { exemplar_id, marks: marks(texts), ..Default::default() }
}

async fn hand_in(
    shop: &Shop,
    number: &PostingNumber,
    product_id: Sku,
    exemplars: &[FbsPostingExemplarV6],
) -> Result<(), gostiny_client::ClientError> {
    let product = FbsPostingProductExemplarSetV6Product { exemplars: exemplars.to_vec(), product_id };
    let request = FbsPostingProductExemplarSetV6Request {
        multi_box_qty: 0,
        posting_number: number.clone(),
        products: vec![product],
    };
    shop.call(FbsPostingProductExemplarSetV6, &request).await.map(|_| ())
}

async fn checked(shop: &Shop, number: &PostingNumber) -> FbsPostingProductExemplarStatusV5Response {
    let request = FbsPostingProductExemplarStatusV5Request { posting_number: number.clone() };
    shop.call(FbsPostingProductExemplarStatusV5, &request).await.unwrap()
}

#[tokio::test]
async fn numbers_are_given_once_and_every_version_sees_the_same_marks() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = sneakers(&shop, "SHOE-1").await.sku;
    let number = world.order_one(&[(sku, 2)]).await;
    let line = units(&shop, &number).await;
    assert_eq!((line.product_id, line.quantity, line.exemplars.len()), (sku, 2, 2));
    assert!(line.is_mandatory_mark_needed && !line.is_gtd_needed && !line.is_jw_uin_needed && !line.is_weight_needed);
    let ids: Vec<i64> = line.exemplars.iter().map(|one| one.exemplar_id).collect();
    assert!(ids[0] > 0 && ids[0] != ids[1] && line.exemplars.iter().all(|one| one.marks.is_empty()));
    assert_eq!(units(&shop, &number).await, line, "numbers are given once");
    let older = shop.call(FbsPostingProductExemplarCreateOrGetV5, &ask(&number)).await.unwrap();
    assert_eq!(older.products[0].exemplars.iter().map(|one| one.exemplar_id).collect::<Vec<_>>(), ids);
    // Nothing was handed in, so nothing is being looked at.
    assert_eq!(checked(&shop, &number).await.status, "ship_not_available");

    // The oldest version fills the units in their order; the newer ones show it.
    assert_eq!(set(&world, &shop, &number, sku, &[unit(&mark(1))]).await.status, "ship_not_available");
    let line = units(&shop, &number).await;
    assert_eq!(line.exemplars.iter().map(|one| one.exemplar_id).collect::<Vec<_>>(), ids);
    let text = mark(1);
    assert_eq!((&line.exemplars[0].marks, line.exemplars[1].marks.len()), (&marks(&[("mandatory_mark", &text)]), 0));

    // The newest replaces everything, in any order; the older ones show it.
    let (first, second) = (mark(3), mark(4));
    let imei = "490154203237518";
    let given =
        [filled(ids[1], &[("mandatory_mark", &second), ("imei", imei)]), filled(ids[0], &[("mandatory_mark", &first)])];
    hand_in(&shop, &number, sku, &given).await.unwrap();
    let told = checked(&shop, &number).await;
    assert_eq!(
        (told.status.as_str(), told.products[0].exemplars[0].marks[0].check_status.as_str()),
        ("validation_in_process", "processing")
    );
    world.pass(3).await;
    let told = checked(&shop, &number).await;
    assert_eq!((told.status.as_str(), told.products[0].exemplars.len()), ("ship_available", 2));
    let one = &told.products[0].exemplars[1];
    let kinds: Vec<_> = one.marks.iter().map(|mark| (mark.mark_type.as_str(), mark.check_status.as_str())).collect();
    assert_eq!((one.exemplar_id, kinds), (ids[1], vec![("mandatory_mark", "passed"), ("imei", "passed")]));
    let oldest = status(&shop, &number).await;
    assert_eq!(oldest.status, "ship_available");
    let seen: Vec<_> = oldest.products[0].exemplars.iter().map(|one| one.mandatory_mark.clone()).collect();
    assert_eq!(seen, [first.clone(), second.clone()]);
    let older = shop.call(FbsPostingProductExemplarCreateOrGetV5, &ask(&number)).await.unwrap().products.remove(0);
    assert_eq!(older.exemplars[1].mandatory_mark, second);
    assert_eq!(shop.posting(&number).await.products[0].mandatory_mark, [first.clone(), second.clone()]);

    // v5 in between, with the number of boxes.
    let mut swapped = older.clone();
    (swapped.exemplars[0].mandatory_mark, swapped.exemplars[1].mandatory_mark) = (second.clone(), first.clone());
    let request = FbsPostingProductExemplarSetV5Request {
        multi_box_qty: 2,
        posting_number: number.clone(),
        products: vec![swapped],
    };
    assert!(shop.call(FbsPostingProductExemplarSetV5, &request).await.unwrap().result);
    world.pass(3).await;
    let answer = shop.call(FbsPostingProductExemplarCreateOrGetV6, &ask(&number)).await.unwrap();
    assert_eq!((answer.multi_box_qty, shop.posting(&number).await.multi_box_qty), (2, 2));
    assert_eq!(answer.products[0].exemplars[0].marks, marks(&[("mandatory_mark", &second)]));
}

#[tokio::test]
async fn a_unit_goes_by_its_number_and_takes_its_mark_along() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = sneakers(&shop, "SHOE-1").await.sku;
    let number = world.order_one(&[(sku, 2)]).await;
    let ids: Vec<i64> = units(&shop, &number).await.exemplars.iter().map(|one| one.exemplar_id).collect();
    let (first, second) = (mark(1), mark(2));
    let given = [filled(ids[0], &[("mandatory_mark", &second)]), filled(ids[1], &[("mandatory_mark", &first)])];
    hand_in(&shop, &number, sku, &given).await.unwrap();
    world.pass(3).await;
    let request = PostingFbsShipPackageV4Request {
        posting_number: number.clone(),
        products: vec![PostingFbsShipPackageV4Product {
            exemplars_ids: vec![Digits(ids[1])],
            product_id: sku,
            quantity: 1,
        }],
    };
    let part = shop.call(PostingFbsShipPackageV4, &request).await.unwrap().result;
    assert_eq!(shop.posting(&part).await.products[0].mandatory_mark, std::slice::from_ref(&first));
    let went = units(&shop, &part).await;
    assert_eq!(went.exemplars.iter().map(|one| one.exemplar_id).collect::<Vec<_>>(), [ids[1]]);
    let stayed = units(&shop, &number).await;
    assert_eq!(stayed.exemplars.iter().map(|one| one.exemplar_id).collect::<Vec<_>>(), [ids[0]]);
    assert_eq!(checked(&shop, &part).await.status, "update_not_available");
    assert_eq!(status(&shop, &part).await.status, "ship_not_available");
    assert_eq!(shop.ship(&number).await, number);
}

#[tokio::test]
async fn units_that_stay_keep_their_numbers_when_a_part_brings_its_mark_along() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = sneakers(&shop, "SHOE-1").await.sku;
    let number = world.order_one(&[(sku, 3)]).await;
    let ids: Vec<i64> = units(&shop, &number).await.exemplars.iter().map(|one| one.exemplar_id).collect();
    let exemplar_info = vec![PostingExemplar { mandatory_mark: mark(1), ..Default::default() }];
    let request = PostingFbsShipPackageV3Request {
        posting_number: number.clone(),
        products: vec![PostingFbsShipV3Product { exemplar_info, product_id: sku, quantity: 1 }],
    };
    let part = shop.call(PostingFbsShipPackageV3, &request).await.unwrap().result.remove(0);
    for (number, kept) in [(&part, &ids[..1]), (&number, &ids[1..])] {
        let line = units(&shop, number).await;
        assert_eq!(line.exemplars.iter().map(|one| one.exemplar_id).collect::<Vec<_>>(), kept);
    }
}

#[tokio::test]
async fn plain_goods_have_numbers_too_and_keep_them_when_they_are_divided() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").on_sale().await.sku;
    let number = world.order_one(&[(sku, 3)]).await;
    let ids: Vec<i64> = units(&shop, &number).await.exemplars.iter().map(|one| one.exemplar_id).collect();
    assert_eq!(checked(&shop, &number).await.status, "ship_available");
    let packed = shop.try_ship(&number, &[&[(sku, 1)], &[(sku, 2)]]).await.unwrap();
    let mut kept = Vec::new();
    for number in &packed {
        kept.push(units(&shop, number).await.exemplars.iter().map(|one| one.exemplar_id).collect::<Vec<_>>());
    }
    assert_eq!(kept, [ids[..1].to_vec(), ids[1..].to_vec()]);
    // What was packed before anyone asked has no numbers, and gets none.
    let late = world.order_one(&[(sku, 1)]).await;
    shop.ship(&late).await;
    assert!(units(&shop, &late).await.exemplars.is_empty());
}

#[tokio::test]
async fn papers_and_weights_travel_with_the_units() {
    let world = World::new().await;
    let shop = world.shop().await;
    let warehouse = own_warehouse(&world, &shop, Integration::NonIntegrated).await;
    let text = |id, value: &str| attribute(AttributeId(id), ValueId(0), value);
    let product = shop.product("NUTS").with(|item| {
        item.category_id = NUTS;
        item.attributes =
            vec![attribute(BRAND, VOLNA, "Волна"), text(20_577, "true"), text(8_933, "0.25"), text(8_934, "0.5")];
    });
    let product = product.approved().await;
    assert!(shop.set_stock_at(&product.offer_id, warehouse, 9).await.updated);
    let (nuts, number) = (product.sku, world.order_one(&[(product.sku, 2)]).await);
    let line = units(&shop, &number).await;
    assert_eq!((line.is_weight_needed, line.weight_min, line.weight_max), (true, Kilograms(250), Kilograms(500)));
    let ids: Vec<i64> = line.exemplars.iter().map(|one| one.exemplar_id).collect();
    // The older way first: weights in the order of the units.
    let item = PostingFbsProductChangeV2Item { sku: nuts, weight_real: vec![Kilograms(300), Kilograms(420)] };
    let change = PostingFbsProductChangeV2Request { items: vec![item], posting_number: number.clone() };
    shop.call(PostingFbsProductChangeV2, &change).await.unwrap();
    let weights =
        |line: FbsPostingProductExemplarsV6| line.exemplars.into_iter().map(|one| one.weight.0).collect::<Vec<_>>();
    assert_eq!(weights(units(&shop, &number).await), [300, 420]);
    let weighed = |id, grams| FbsPostingExemplarV6 { exemplar_id: id, weight: Kilograms(grams), ..Default::default() };
    hand_in(&shop, &number, nuts, &[weighed(ids[0], 260), weighed(ids[1], 501)]).await.unwrap();
    world.pass(3).await;
    let told = checked(&shop, &number).await;
    assert_eq!(told.status, "ship_not_available");
    assert_eq!(told.products[0].exemplars[1].weight_error_codes, ["PRODUCT_WEIGHT_OUT_OF_RANGE"]);
    assert_eq!(weights(units(&shop, &number).await), [260, 501], "what was told last is shown");
    // The older way heals it, whoever told the wrong weight.
    shop.call(PostingFbsProductChangeV2, &change).await.unwrap();
    assert_eq!(checked(&shop, &number).await.status, "ship_available");
    assert_eq!(weights(units(&shop, &number).await), [300, 420]);
    hand_in(&shop, &number, nuts, &[weighed(ids[1], 500), weighed(ids[0], 260)]).await.unwrap();
    world.pass(3).await;
    assert_eq!(checked(&shop, &number).await.status, "ship_available");
    assert_eq!(weights(units(&shop, &number).await), [260, 500]);
    shop.ship(&number).await;

    let plain = goods_at(&shop, "A-1", warehouse, 5).await.sku;
    // What nobody asked for and is wrong holds packing up until it is taken back.
    let number = world.order_one(&[(plain, 1)]).await;
    let id = units(&shop, &number).await.exemplars[0].exemplar_id;
    for (texts, action, is_packed) in [(&[("imei", "1")][..], "ship_with_additional_info", false), (&[], "ship", true)]
    {
        hand_in(&shop, &number, plain, &[filled(id, texts)]).await.unwrap();
        world.pass(3).await;
        let last = listed(&shop, &january(), PostingDir::Desc, 1).await.remove(0);
        assert_eq!(last.posting_number, number);
        assert!(last.available_actions.contains(&action.to_owned()), "{:?}", last.available_actions);
        assert_eq!(shop.try_ship(&number, &[&[(plain, 1)]]).await.is_ok(), is_packed);
    }
    // The oldest way of handing it in is no other.
    let number = world.order_one(&[(plain, 1)]).await;
    assert_eq!(set(&world, &shop, &number, plain, &[unit("код")]).await.status, "ship_not_available");
    let wrong = "EXEMPLAR_INFO_NOT_FILLED_COMPLETELY";
    refused(shop.try_ship(&number, &[&[(plain, 1)]]).await, 400, 9, wrong);
    assert_eq!(set(&world, &shop, &number, plain, &[unit("")]).await.status, "ship_available");
    shop.ship(&number).await;

    let company = company_buys(&world, &[(plain, 1)]).await;
    let id = units(&shop, &company).await.exemplars[0].exemplar_id;
    let papers =
        FbsPostingExemplarV6 { exemplar_id: id, is_gtd_absent: true, is_rnpt_absent: true, ..Default::default() };
    hand_in(&shop, &company, plain, std::slice::from_ref(&papers)).await.unwrap();
    world.pass(3).await;
    assert_eq!(units(&shop, &company).await.exemplars, [papers]);
}

#[tokio::test]
async fn codes_are_looked_at_mark_by_mark_without_being_kept() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let sku = sneakers(&shop, "SHOE-1").await.sku;
    let number = world.order_one(&[(sku, 2)]).await;
    let exemplar = |texts: &[(&str, &str)]| FbsPostingProductExemplarValidateV5Exemplar {
        marks: marks(texts),
        ..Default::default()
    };
    let good = mark(1);
    let product = |product_id| FbsPostingProductExemplarValidateV5Product {
        exemplars: vec![
            exemplar(&[("mandatory_mark", &good), ("imei", "490154203237518")]),
            exemplar(&[("mandatory_mark", "короткая"), ("imei", "1")]),
            exemplar(&[]),
        ],
        product_id,
    };
    let request = FbsPostingProductExemplarValidateV5Request {
        posting_number: number.clone(),
        products: vec![product(sku), product(Sku(5))],
    };
    let told = shop.call(FbsPostingProductExemplarValidateV5, &request).await.unwrap().products;
    assert_eq!((told[0].valid, told[1].error.as_str()), (false, "UNKNOWN_PRODUCT_DEFINED"));
    let valid: Vec<_> = told[0].exemplars.iter().map(|one| one.valid).collect();
    assert_eq!(valid, [true, false, false]);
    let wrong: Vec<_> = told[0].exemplars[1].marks.iter().map(|mark| (mark.valid, mark.errors.join(" "))).collect();
    assert!(wrong.iter().all(|(valid, errors)| !valid && !errors.is_empty()), "{wrong:?}");
    assert_eq!(told[0].exemplars[2].marks[0].errors, ["MANDATORY_MARK_NOT_FILLED"]);
    assert!(units(&shop, &number).await.exemplars.iter().all(|one| one.marks.is_empty()));
    refused(other.call(FbsPostingProductExemplarValidateV5, &request).await, 404, 5, "POSTING_NOT_FOUND");
    let odd =
        FbsPostingProductExemplarValidateV5Product { exemplars: vec![exemplar(&[("seal", "1")])], product_id: sku };
    let request = FbsPostingProductExemplarValidateV5Request { products: vec![odd], ..request };
    let field = "Products[0].Exemplars[0].Marks[0].MarkType: value must be in list";
    refused_like(shop.call(FbsPostingProductExemplarValidateV5, &request).await, 400, 3, field);
    let none = FbsPostingProductExemplarValidateV5Request { products: Vec::new(), ..request };
    refused_like(shop.call(FbsPostingProductExemplarValidateV5, &none).await, 400, 3, "Products: value must contain");
}

#[tokio::test]
async fn only_numbers_of_the_posting_s_own_units_are_taken() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let sku = sneakers(&shop, "SHOE-1").await.sku;
    let (number, second) = (world.order_one(&[(sku, 1)]).await, world.order_one(&[(sku, 1)]).await);
    let id = units(&shop, &number).await.exemplars[0].exemplar_id;
    let foreign = units(&shop, &second).await.exemplars[0].exemplar_id;
    let text = mark(1);
    let given = |id| filled(id, &[("mandatory_mark", &text)]);
    refused_like(hand_in(&shop, &number, sku, &[given(0)]).await, 400, 3, "ExemplarId: value must be greater than 0");
    for wrong in [foreign, 5] {
        let told = format!("exemplar {wrong} does not belong to product {sku}");
        refused(hand_in(&shop, &number, sku, &[given(wrong)]).await, 400, 3, &told);
    }
    refused_like(hand_in(&shop, &number, sku, &[given(id), given(id)]).await, 400, 3, "value must stand once");
    let two = filled(id, &[("mandatory_mark", &text), ("mandatory_mark", "x")]);
    refused_like(hand_in(&shop, &number, sku, &[two]).await, 400, 3, "Marks[1].MarkType: value must not repeat");
    let odd = filled(id, &[("seal", &text)]);
    refused_like(hand_in(&shop, &number, sku, &[odd]).await, 400, 3, "MarkType: value must be in list");
    refused(hand_in(&shop, &number, Sku(5), &[given(id)]).await, 400, 9, "UNKNOWN_PRODUCT_DEFINED");
    refused(hand_in(&other, &number, sku, &[given(id)]).await, 404, 5, "POSTING_NOT_FOUND");
    refused(other.call(FbsPostingProductExemplarCreateOrGetV6, &ask(&number)).await, 404, 5, "POSTING_NOT_FOUND");
    refused(other.call(FbsPostingProductExemplarCreateOrGetV5, &ask(&number)).await, 404, 5, "POSTING_NOT_FOUND");
    assert!(units(&shop, &number).await.exemplars[0].marks.is_empty(), "a refused call changes nothing");
    for version in ["v5", "v6"] {
        let path = format!("/{version}/fbs/posting/product/exemplar/set");
        for boxes in [-1, 1_001] {
            let body = format!(
                r#"{{"posting_number":"{number}","multi_box_qty":{boxes},"products":[{{"product_id":{sku}}}]}}"#
            );
            shop.refuses(&path, &[(&body, 400, 3, "MultiBoxQty: value must be inside range [0, 1000]")]).await;
        }
    }
    let none = r#"{"posting_number":"1-1-1"}"#;
    shop.refuses("/v6/fbs/posting/product/exemplar/set", &[(none, 400, 3, "Products: value must contain")]).await;
    shop.refuses("/v5/fbs/posting/product/exemplar/set", &[(none, 400, 3, "Products: value must contain")]).await;
    shop.refuses("/v5/fbs/posting/product/exemplar/status", &[(none, 404, 5, "POSTING_NOT_FOUND")]).await;

    hand_in(&shop, &number, sku, &[given(id)]).await.unwrap();
    world.pass(3).await;
    shop.ship(&number).await;
    let late = "Posting must have 'awaiting_packaging' status";
    refused(hand_in(&shop, &number, sku, &[given(id)]).await, 400, 9, late);
}
