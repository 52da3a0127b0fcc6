//! Marks and papers of units: handed in, checked, asked for before packing, and never on two units.

use gostiny_wire::{
    operator::{PostingEvent, Settings},
    posting::{
        FbsPostingProductExemplarSetV4Exemplar, FbsPostingProductExemplarValidateV4,
        FbsPostingProductExemplarValidateV4Exemplar, FbsPostingProductExemplarValidateV4Product,
        FbsPostingProductExemplarValidateV4Request, PostingExemplar, PostingFbsCancelV2, PostingFbsCancelV2Request,
        PostingFbsProductCountryListV2, PostingFbsProductCountryListV2Request, PostingFbsProductCountrySetV2,
        PostingFbsProductCountrySetV2Request, PostingFbsShipPackageV3, PostingFbsShipPackageV3Request,
        PostingFbsShipV3, PostingFbsShipV3Package, PostingFbsShipV3Product, PostingFbsShipV3Request,
    },
    scalar::{CancelReasonId, Digits, PostingNumber, Sku},
};

use crate::{
    goods::attribute,
    parcel::{CHINA, COUNTRY, FRIDGES, RINGS, company_buys, goods_of, mark, set, sneakers, status, try_set, unit},
    shop::Shop,
    world::{World, refused},
};

/// The documented sample, anonymised: its check digit is wrong.
const SAMPLE: &str = "010290000151642731tVMohkbfFgunB";

async fn cancel(shop: &Shop, number: &PostingNumber) {
    let request = PostingFbsCancelV2Request {
        cancel_reason_id: CancelReasonId(352),
        posting_number: number.clone(),
        ..Default::default()
    };
    shop.call(PostingFbsCancelV2, &request).await.unwrap();
}

fn v3(number: &PostingNumber, packages: &[&[(Sku, i32, &[&str])]]) -> PostingFbsShipV3Request {
    let product = |(product_id, quantity, marks): &(Sku, i32, &[&str])| PostingFbsShipV3Product {
        exemplar_info: marks
            .iter()
            .map(|mark| PostingExemplar { mandatory_mark: (*mark).to_owned(), ..Default::default() })
            .collect(),
        product_id: *product_id,
        quantity: *quantity,
    };
    let package =
        |lines: &&[(Sku, i32, &[&str])]| PostingFbsShipV3Package { products: lines.iter().map(product).collect() };
    PostingFbsShipV3Request {
        packages: packages.iter().map(package).collect(),
        posting_number: number.clone(),
        ..Default::default()
    }
}

#[tokio::test]
async fn shoes_are_packed_once_every_unit_has_its_mark() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = sneakers(&shop, "SHOE-1").await.sku;
    let number = world.order_one(&[(sku, 2)]).await;
    let asked = shop.posting(&number).await.requirements;
    assert_eq!(asked.products_requiring_mandatory_mark, [Digits(sku.0)]);
    assert!(asked.products_requiring_gtd.is_empty() && asked.products_requiring_country.is_empty());
    refused(shop.try_ship(&number, &[&[(sku, 2)]]).await, 400, 9, "EXEMPLAR_INFO_NOT_FILLED_COMPLETELY");
    let body = format!(r#"{{"posting_number":"{number}","packages":[{{"items":[{{"sku":{sku},"quantity":2}}]}}]}}"#);
    shop.refuses("/v2/posting/fbs/ship", &[(&body, 400, 9, "EXEMPLAR_INFO_NOT_FILLED_COMPLETELY")]).await;

    assert!(try_set(&shop, &number, sku, &[unit(&mark(1))]).await.unwrap());
    let told = status(&shop, &number).await;
    assert_eq!((told.status.as_str(), told.posting_number == number), ("validation_in_process", true));
    assert_eq!(told.products[0].exemplars[0].mandatory_mark_check_status, "processing");
    refused(shop.try_ship(&number, &[&[(sku, 2)]]).await, 400, 9, "EXEMPLAR_INFO_NOT_FILLED_COMPLETELY");
    world.pass(3).await;
    // One of two: passed, and still not enough.
    let told = status(&shop, &number).await;
    assert_eq!((told.status.as_str(), told.products[0].exemplars.len()), ("ship_not_available", 1));
    assert_eq!(told.products[0].exemplars[0].mandatory_mark_check_status, "passed");
    assert_eq!(shop.posting(&number).await.products[0].mandatory_mark, [mark(1)]);

    let told = set(&world, &shop, &number, sku, &[unit(&mark(1)), unit(&mark(2))]).await;
    assert_eq!(told.status, "ship_available");
    for one in &told.products[0].exemplars {
        assert_eq!((one.gtd_check_status.as_str(), one.jw_uin_check_status.as_str()), ("passed", "passed"));
        assert!(one.mandatory_mark_error_codes.is_empty());
    }
    let posting = shop.posting(&number).await;
    assert_eq!(posting.requirements, Default::default());
    assert_eq!(posting.products[0].mandatory_mark, [mark(1), mark(2)]);
    let shown = &posting.product_exemplars.unwrap().products[0];
    assert_eq!((shown.sku, shown.exemplars[1].mandatory_mark.as_str()), (sku, mark(2).as_str()));

    // Each unit takes its mark into its package.
    let packed = shop.try_ship(&number, &[&[(sku, 1)], &[(sku, 1)]]).await.unwrap();
    for (posting, own) in packed.iter().zip([mark(1), mark(2)]) {
        let posting = shop.posting(posting).await;
        assert_eq!((posting.status.as_str(), &posting.products[0].mandatory_mark), ("awaiting_deliver", &vec![own]));
    }
    assert_eq!(status(&shop, &number).await.status, "ship_not_available");
    refused(
        try_set(&shop, &number, sku, &[unit(&mark(1))]).await,
        400,
        9,
        "Posting must have 'awaiting_packaging' status",
    );
}

#[tokio::test]
async fn a_code_is_on_one_unit_in_the_world() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let (mine, theirs) = (sneakers(&shop, "SHOE-1").await.sku, sneakers(&other, "SHOE-2").await.sku);
    let number = world.order_one(&[(mine, 2)]).await;
    let told = set(&world, &shop, &number, mine, &[unit(&mark(1)), unit(&mark(1))]).await;
    let codes: Vec<_> = told.products[0].exemplars.iter().map(|one| one.mandatory_mark_error_codes.join(" ")).collect();
    assert_eq!(codes, ["", "MANDATORY_MARK_ALREADY_USED"]);
    assert_eq!(told.status, "ship_not_available");
    assert_eq!(set(&world, &shop, &number, mine, &[unit(&mark(1)), unit(&mark(2))]).await.status, "ship_available");

    let foreign = world.order_one(&[(theirs, 1)]).await;
    let signed = format!("{}\u{1d}91EE06\u{1d}92{}", mark(2), "s".repeat(44));
    let told = set(&world, &other, &foreign, theirs, &[unit(&signed)]).await;
    let unit_told = &told.products[0].exemplars[0];
    assert_eq!(unit_told.mandatory_mark_check_status, "failed");
    assert_eq!(unit_told.mandatory_mark_error_codes, ["MANDATORY_MARK_ALREADY_USED"]);
    let at_once = v3(&foreign, &[&[(theirs, 1, &[&mark(2)])]]);
    refused(other.call(PostingFbsShipV3, &at_once).await, 400, 9, "EXEMPLAR_INFO_ALREADY_DEFINED");

    // Called off before it left, a posting frees its codes.
    cancel(&shop, &number).await;
    assert_eq!(set(&world, &other, &foreign, theirs, &[unit(&signed)]).await.status, "ship_available");
    other.ship(&foreign).await;
    // Called off on its way, it does not.
    world.events(&foreign, &[PostingEvent::InTransit, PostingEvent::CancelledByBuyer]).await;
    let again = world.order_one(&[(mine, 1)]).await;
    let told = set(&world, &shop, &again, mine, &[unit(&mark(2))]).await;
    assert_eq!(told.products[0].exemplars[0].mandatory_mark_error_codes, ["MANDATORY_MARK_ALREADY_USED"]);
}

#[tokio::test]
async fn two_shops_at_once_do_not_take_one_code_both() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let (mine, theirs) = (sneakers(&shop, "SHOE-1").await.sku, sneakers(&other, "SHOE-2").await.sku);
    for number in 0..4 {
        let (a, b) = (world.order_one(&[(mine, 1)]).await, world.order_one(&[(theirs, 1)]).await);
        let code = mark(number);
        let (a, b) = (v3(&a, &[&[(mine, 1, &[&code])]]), v3(&b, &[&[(theirs, 1, &[&code])]]));
        let (a, b) = tokio::join!(shop.call(PostingFbsShipV3, &a), other.call(PostingFbsShipV3, &b));
        assert_ne!(a.is_ok(), b.is_ok(), "{a:?} {b:?}");
        let lost = if a.is_ok() { b } else { a };
        refused(lost, 400, 9, "MANDATORY_MARK_ALREADY_USED");
    }
}

/// Six parcels of two shops want the same two codes, half of them in the other order: one gets both, nobody waits for
/// the other for ever, and the codes of those that lost are free of them.
#[tokio::test]
async fn a_crowd_that_wants_the_same_codes_leaves_each_on_one_unit() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let (mine, theirs) = (sneakers(&shop, "SHOE-1").await.sku, sneakers(&other, "SHOE-2").await.sku);
    for round in 0..5 {
        let codes = [mark(2 * round), mark(2 * round + 1)];
        let mut requests = Vec::new();
        for at in 0..6 {
            let (seller, sku) = if at % 2 == 0 { (&shop, mine) } else { (&other, theirs) };
            let number = world.order_one(&[(sku, 2)]).await;
            let (one, two) = if at < 3 { (&codes[0], &codes[1]) } else { (&codes[1], &codes[0]) };
            requests.push((seller, number.clone(), v3(&number, &[&[(sku, 2, &[one, two])]])));
        }
        let calls = requests.iter().map(|(seller, _, request)| seller.call(PostingFbsShipV3, request));
        let outcome = futures_util::future::join_all(calls).await;
        assert_eq!(outcome.iter().filter(|one| one.is_ok()).count(), 1, "{outcome:?}");
        for ((seller, number, _), outcome) in requests.iter().zip(outcome) {
            let is_packed = outcome.is_ok();
            if !is_packed {
                refused(outcome, 400, 9, "MANDATORY_MARK_ALREADY_USED");
            }
            let posting = seller.posting(number).await;
            let marks = posting.products[0].mandatory_mark.iter().filter(|mark| !mark.is_empty()).count();
            assert_eq!((posting.status == "awaiting_deliver", marks), (is_packed, if is_packed { 2 } else { 0 }));
            cancel(seller, number).await;
        }
    }
}

#[tokio::test]
async fn packing_of_v3_brings_the_marks_along() {
    let world = World::new().await;
    let shop = world.shop().await;
    let (shoes, case) = (sneakers(&shop, "SHOE-1").await.sku, shop.product("A-1").on_sale().await.sku);
    let number = world.order_one(&[(shoes, 3), (case, 1)]).await;
    let before = shop.posting(&number).await;
    let (one, two, three, four) = (mark(1), mark(2), mark(3), mark(4));
    let cases: [(&[&str], &[&str], &str); 4] = [
        (&[&one, &two], &[], "EXEMPLAR_INFO_NOT_FILLED_COMPLETELY"),
        (&[&one, &two, &two], &[], "MANDATORY_MARK_ALREADY_USED"),
        (&[&one, &two, "код"], &[], "MANDATORY_MARK_INVALID_CHARACTER"),
        (&[&one, &two, &three], &[&four], "MANDATORY_MARK_REDUNDANT"),
    ];
    for (on_shoes, on_case, code) in cases {
        let packages: &[&[(Sku, i32, &[&str])]] = &[&[(shoes, 3, on_shoes), (case, 1, on_case)]];
        refused(shop.call(PostingFbsShipV3, &v3(&number, packages)).await, 400, 9, code);
    }
    assert_eq!(shop.posting(&number).await, before);
    let marks = [mark(1), mark(2), mark(3)];
    let packages: &[&[(Sku, i32, &[&str])]] =
        &[&[(shoes, 1, &[&marks[0]]), (case, 1, &[])], &[(shoes, 2, &[&marks[1], &marks[2]])]];
    let packed = shop.call(PostingFbsShipV3, &v3(&number, packages)).await.unwrap().result;
    assert_eq!(shop.posting(&packed[0]).await.products[0].mandatory_mark, marks[..1]);
    assert_eq!(shop.posting(&packed[1]).await.products[0].mandatory_mark, marks[1..]);
}

#[tokio::test]
async fn a_part_is_packed_with_the_marks_of_its_units() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = sneakers(&shop, "SHOE-1").await.sku;
    let number = world.order_one(&[(sku, 3)]).await;
    let part = |quantity| PostingFbsShipPackageV3Request {
        posting_number: number.clone(),
        products: vec![PostingFbsShipV3Product { product_id: sku, quantity, ..Default::default() }],
    };
    refused(shop.call(PostingFbsShipPackageV3, &part(1)).await, 400, 9, "EXEMPLAR_INFO_NOT_FILLED_COMPLETELY");
    set(&world, &shop, &number, sku, &[unit(&mark(1)), unit(&mark(2))]).await;
    let packed = shop.call(PostingFbsShipPackageV3, &part(1)).await.unwrap().result;
    assert_eq!(shop.posting(&packed[0]).await.products[0].mandatory_mark, [mark(1)]);
    assert_eq!(shop.posting(&number).await.products[0].mandatory_mark, [mark(2)]);
    refused(shop.call(PostingFbsShipPackageV3, &part(2)).await, 400, 9, "EXEMPLAR_INFO_NOT_FILLED_COMPLETELY");
    assert_eq!(set(&world, &shop, &number, sku, &[unit(&mark(2)), unit(&mark(3))]).await.status, "ship_available");
    assert_eq!(shop.call(PostingFbsShipPackageV3, &part(2)).await.unwrap().result, [number]);
}

#[tokio::test]
async fn the_documented_sample_passes_until_the_rules_are_strict() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = sneakers(&shop, "SHOE-1").await.sku;
    let number = world.order_one(&[(sku, 1)]).await;
    assert_eq!(set(&world, &shop, &number, sku, &[unit(SAMPLE)]).await.status, "ship_available");
    let validate = |text: &str| FbsPostingProductExemplarValidateV4Request {
        posting_number: number.clone(),
        products: vec![
            FbsPostingProductExemplarValidateV4Product {
                exemplars: vec![FbsPostingProductExemplarValidateV4Exemplar {
                    mandatory_mark: text.to_owned(),
                    ..Default::default()
                }],
                product_id: sku,
            },
            FbsPostingProductExemplarValidateV4Product { exemplars: vec![], product_id: Sku(5) },
        ],
    };
    let answer = shop.call(FbsPostingProductExemplarValidateV4, &validate(SAMPLE)).await.unwrap().result.products;
    assert!(answer[0].valid && answer[0].exemplars[0].valid && answer[0].exemplars[0].mandatory_mark == SAMPLE);
    assert_eq!((answer[1].valid, answer[1].error.as_str()), (false, "UNKNOWN_PRODUCT_DEFINED"));

    world.set(Settings { strict_marks: Some(true), ..Default::default() }).await;
    let answer = shop.call(FbsPostingProductExemplarValidateV4, &validate(SAMPLE)).await.unwrap().result.products;
    assert_eq!((answer[0].valid, answer[0].exemplars[0].errors.len()), (false, 1));
    let told = set(&world, &shop, &number, sku, &[unit(SAMPLE)]).await;
    assert_eq!(told.products[0].exemplars[0].mandatory_mark_check_status, "failed");
    assert_eq!(set(&world, &shop, &number, sku, &[unit(&mark(1))]).await.status, "ship_available");
}

async fn set_country(shop: &Shop, number: &PostingNumber, sku: Sku, code: &str) -> bool {
    let request = PostingFbsProductCountrySetV2Request {
        country_iso_code: code.to_owned(),
        posting_number: number.clone(),
        product_id: sku,
    };
    let answer = shop.call(PostingFbsProductCountrySetV2, &request).await.unwrap();
    assert_eq!(answer.product_id, sku);
    answer.is_gtd_needed
}

#[tokio::test]
async fn a_company_asks_for_country_and_declaration() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").on_sale().await.sku;
    let person = world.order_one(&[(sku, 1)]).await;
    assert_eq!(shop.posting(&person).await.requirements, Default::default());
    assert!(!set_country(&shop, &person, sku, "CN").await);

    let number = company_buys(&world, &[(sku, 1)]).await;
    assert_eq!(shop.posting(&number).await.requirements.products_requiring_country, [Digits(sku.0)]);
    refused(shop.try_ship(&number, &[&[(sku, 1)]]).await, 400, 9, "EXEMPLAR_INFO_NOT_FILLED_COMPLETELY");
    assert!(!set_country(&shop, &number, sku, "by").await);
    assert_eq!(shop.posting(&number).await.requirements, Default::default());
    assert!(set_country(&shop, &number, sku, "CN").await);
    let asked = shop.posting(&number).await.requirements;
    assert_eq!((asked.products_requiring_country.len(), &asked.products_requiring_gtd), (0, &vec![Digits(sku.0)]));
    assert!(asked.products_requiring_rnpt.is_empty());

    let papers = |gtd: &str| FbsPostingProductExemplarSetV4Exemplar { gtd: gtd.to_owned(), ..Default::default() };
    for (gtd, code) in [
        ("", "GTD_MUST_BE_SPECIFIED_FOR_PRODUCT_COUNTRY"),
        ("10702020/06052020/0013422", "GTD_INVALID_FORMAT"),
        ("10702020/310220/0013422", "GTD_INVALID_DATE"),
    ] {
        let told = set(&world, &shop, &number, sku, &[papers(gtd)]).await;
        let one = &told.products[0].exemplars[0];
        assert_eq!((one.gtd_check_status.as_str(), one.gtd_error_codes.as_slice()), ("failed", &[code.to_owned()][..]));
    }
    let told = set(&world, &shop, &number, sku, &[papers("10702020/060520/0013422")]).await;
    assert_eq!(told.status, "ship_available");
    assert_eq!(shop.ship(&number).await, number);
    let shown = shop.posting(&number).await.product_exemplars.unwrap();
    assert_eq!(shown.products[0].exemplars[0].gtd, "10702020/060520/0013422");

    let told = set(&world, &shop, &person, sku, &[papers("10702020/060520/0013422")]).await;
    assert_eq!(told.products[0].exemplars[0].gtd_error_codes, ["GTD_IS_REQUIRED_ONLY_FOR_LEGAL_CUSTOMER"]);
    assert_eq!(told.status, "ship_not_available");
}

#[tokio::test]
async fn a_company_s_traceable_goods_need_the_number_of_their_batch() {
    let world = World::new().await;
    let shop = world.shop().await;
    let warehouse = shop.warehouse_id;
    let more = [
        attribute(
            gostiny_wire::scalar::AttributeId(8_229),
            gostiny_wire::scalar::ValueId(0),
            "Холодильник двухкамерный",
        ),
        attribute(gostiny_wire::scalar::AttributeId(5_371), gostiny_wire::scalar::ValueId(0), "200"),
        attribute(gostiny_wire::scalar::AttributeId(6_602), gostiny_wire::scalar::ValueId(0), "A"),
        attribute(COUNTRY, CHINA, "Китай"),
    ];
    let sku = goods_of(&shop, "COLD-1", FRIDGES, &more).await.sku;
    assert_ne!(warehouse.0, 0);
    let number = company_buys(&world, &[(sku, 1)]).await;
    let asked = shop.posting(&number).await.requirements;
    assert_eq!(asked.products_requiring_country, []);
    assert_eq!((asked.products_requiring_gtd.len(), asked.products_requiring_rnpt.len()), (1, 1));
    let absent = FbsPostingProductExemplarSetV4Exemplar { is_gtd_absent: true, ..Default::default() };
    let told = set(&world, &shop, &number, sku, std::slice::from_ref(&absent)).await;
    assert_eq!(told.products[0].exemplars[0].rnpt_error_codes, ["RNPT_NOT_FILLED"]);
    let batch = |rnpt: &str| FbsPostingProductExemplarSetV4Exemplar { rnpt: rnpt.to_owned(), ..absent.clone() };
    let told = set(&world, &shop, &number, sku, &[batch("10702020/060520/0013422")]).await;
    assert_eq!(told.products[0].exemplars[0].rnpt_error_codes, ["RNPT_INVALID_FORMAT"]);
    let told = set(&world, &shop, &number, sku, &[batch("10702020/060520/0013422/7")]).await;
    assert_eq!(told.status, "ship_available");
    let none = FbsPostingProductExemplarSetV4Exemplar { is_rnpt_absent: true, ..absent };
    assert_eq!(set(&world, &shop, &number, sku, &[none]).await.status, "ship_available");
    shop.ship(&number).await;
}

#[tokio::test]
async fn jewellery_carries_the_number_of_the_assay_office() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = goods_of(&shop, "RING-1", RINGS, &[]).await.sku;
    let number = world.order_one(&[(sku, 2)]).await;
    assert_eq!(shop.posting(&number).await.requirements.products_requiring_jw_uin, [Digits(sku.0)]);
    let ring =
        |uin: &str| FbsPostingProductExemplarSetV4Exemplar { jw_uin: vec![uin.to_owned()], ..Default::default() };
    let told = set(&world, &shop, &number, sku, &[ring("6430021000000001"), ring("643")]).await;
    assert_eq!(told.products[0].exemplars[1].jw_uin_error_codes, ["JW_UIN_INVALID_FORMAT"]);
    let told = set(&world, &shop, &number, sku, &[ring("6430021000000001"), ring("6430021000000001")]).await;
    assert_eq!(told.products[0].exemplars[1].jw_uin_error_codes, ["JW_UIN_ALREADY_USED"]);
    let told = set(&world, &shop, &number, sku, &[ring("6430021000000001"), ring("6430021000000002")]).await;
    assert_eq!(told.status, "ship_available");
    shop.ship(&number).await;
    assert_eq!(shop.posting(&number).await.products[0].jw_uin.len(), 2);
}

#[tokio::test]
async fn countries_are_found_by_a_part_of_their_names() {
    let world = World::new().await;
    let shop = world.shop().await;
    let find = async |part: &str| {
        let request = PostingFbsProductCountryListV2Request { name_search: part.to_owned() };
        shop.call(PostingFbsProductCountryListV2, &request).await.unwrap().result
    };
    assert_eq!(find("").await.len(), 249);
    let found = find("КИТ").await;
    assert!(found.iter().any(|one| one.name == "Китай" && one.country_iso_code == "CN"), "{found:?}");
    assert!(found.len() < 10 && find("нет такой").await.is_empty());
}

#[tokio::test]
async fn what_cannot_be_handed_in_is_refused_and_changes_nothing() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let sku = sneakers(&shop, "SHOE-1").await.sku;
    let number = world.order_one(&[(sku, 1)]).await;
    set(&world, &shop, &number, sku, &[unit(&mark(1))]).await;
    let before = (shop.posting(&number).await, status(&shop, &number).await);
    refused(try_set(&other, &number, sku, &[unit(&mark(2))]).await, 404, 5, "POSTING_NOT_FOUND");
    refused(try_set(&shop, &number, Sku(5), &[unit(&mark(2))]).await, 400, 9, "UNKNOWN_PRODUCT_DEFINED");
    let two = [unit(&mark(2)), unit(&mark(3))];
    refused(try_set(&shop, &number, sku, &two).await, 400, 9, "HAS_INCORRECT_PRODUCT_QUANTITY");
    let set = "/v4/fbs/posting/product/exemplar/set";
    let with = |products: &str| format!(r#"{{"posting_number":"{number}","products":{products}}}"#);
    let twice = with(&format!(r#"[{{"product_id":{sku},"exemplars":[]}},{{"product_id":{sku},"exemplars":[]}}]"#));
    shop.refuses(
        set,
        &[
            (&with("[]"), 400, 3, "Products: value must contain between 1 and 1000 items"),
            (&with("{}"), 400, 3, "unexpected token {"),
            (&twice, 400, 3, "Products[1].ProductId"),
            (r#"{"posting_number":"57195475-9999-1","products":[{"product_id":5}]}"#, 404, 5, "POSTING_NOT_FOUND"),
        ],
    )
    .await;
    for path in ["/v4/fbs/posting/product/exemplar/status", "/v4/fbs/posting/product/exemplar/validate"] {
        let unknown = r#"{"posting_number":"57195475-9999-1","products":[{"product_id":5}]}"#;
        shop.refuses(path, &[(unknown, 404, 5, "POSTING_NOT_FOUND"), (r#"{"posting_number":5}"#, 400, 3, "token 5")])
            .await;
    }
    let country =
        |code: &str| format!(r#"{{"posting_number":"{number}","product_id":{sku},"country_iso_code":"{code}"}}"#);
    let (none, long) = (country("ZZ"), country(""));
    shop.refuses(
        "/v2/posting/fbs/product/country/set",
        &[
            (&none, 400, 3, "CountryIsoCode"),
            (&long, 400, 3, "CountryIsoCode"),
            (
                &format!(r#"{{"posting_number":"{number}","product_id":5,"country_iso_code":"CN"}}"#),
                400,
                9,
                "UNKNOWN_PRODUCT_DEFINED",
            ),
            (
                r#"{"posting_number":"57195475-9999-1","product_id":5,"country_iso_code":"CN"}"#,
                404,
                5,
                "POSTING_NOT_FOUND",
            ),
            (r#"{"posting_number":"57195475-9999-1","product_id":"five"}"#, 400, 3, "\"five\""),
        ],
    )
    .await;
    shop.refuses("/v2/posting/fbs/product/country/list", &[(r#"{"name_search":5}"#, 400, 3, "token 5")]).await;
    assert_eq!((shop.posting(&number).await, status(&shop, &number).await), before);
}
