//! Certificates: brought as a form with scans, decided about, bound to goods, run out by the clock.

use gostiny_client::{ClientError, file};
use gostiny_wire::{
    certificate::{
        BrandCompanyCertificationListV1, BrandCompanyCertificationListV1Request, FormFile,
        ProductCertificateAccordanceTypesV1, ProductCertificateBindV1, ProductCertificateBindV1Request,
        ProductCertificateCreateV1, ProductCertificateCreateV1Request, ProductCertificateTypesV1,
        ProductCertificationListV1, ProductCertificationListV1Request,
    },
    method::{Empty, Verb},
    operator::{
        Certificate, CertificateDecide, CertificateDecideRequest, CertificateDecision, CertificateList,
        CertificateListRequest, CertificationBrand, CertificationCategory, CertificationGet, CertificationRules,
        CertificationSet,
    },
    product::{
        ProductArchiveV1, ProductArchiveV1Request, ProductsDeleteV2, ProductsDeleteV2Product, ProductsDeleteV2Request,
    },
    scalar::{CategoryId, CertificateId, ProductId, ValueId},
};

use crate::{
    goods::{TABLET_CASES, VOLNA},
    shop::Shop,
    world::{World, refusal_of, refused, refused_like},
};

const CREATE: &str = "/v1/product/certificate/create";
pub const PDF: &[u8] = b"%PDF-1.4\n%%EOF\n";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\x00\x00";
const JPEG: &[u8] = b"\xFF\xD8\xFF\xE0\x00\x10JFIF";

fn scan(name: &str, bytes: &[u8]) -> FormFile {
    serde_json::from_value(file(name, bytes)).unwrap()
}

fn good() -> ProductCertificateCreateV1Request {
    ProductCertificateCreateV1Request {
        files: vec![scan("scan.pdf", PDF)],
        name: "Декларация".to_owned(),
        number: "РОСС RU.0001".to_owned(),
        type_code: "declaration".to_owned(),
        accordance_type_code: "gost".to_owned(),
        issue_date: Some("2026-01-01T00:00:00Z".parse().unwrap()),
        expire_date: None,
    }
}

pub async fn create(
    shop: &Shop,
    change: impl FnOnce(&mut ProductCertificateCreateV1Request),
) -> Result<CertificateId, ClientError> {
    let mut request = good();
    change(&mut request);
    shop.call(ProductCertificateCreateV1, &request).await.map(|answer| answer.id)
}

async fn bind(shop: &Shop, id: CertificateId, goods: &[ProductId]) -> Result<bool, ClientError> {
    let request = ProductCertificateBindV1Request { certificate_id: id, product_id: goods.to_vec() };
    shop.call(ProductCertificateBindV1, &request).await.map(|answer| answer.result)
}

pub async fn seen(world: &World, id: CertificateId) -> Certificate {
    let list = world.operator.call(CertificateList, &CertificateListRequest::default()).await.unwrap();
    list.certificates.into_iter().find(|one| one.certificate_id == id).unwrap()
}

pub async fn decide(
    world: &World,
    id: CertificateId,
    decision: CertificateDecision,
) -> Result<Certificate, ClientError> {
    let request = CertificateDecideRequest { id, decision: Some(decision), reason: "не читается".to_owned() };
    world.operator.call(CertificateDecide, &request).await
}

#[tokio::test]
async fn a_certificate_is_brought_approved_bound_and_runs_out() {
    let world = World::new().await;
    let shop = world.shop().await;
    let types = shop.call(ProductCertificateTypesV1, &Empty {}).await.unwrap().result;
    assert_eq!((types.len(), types[1].value.as_str()), (5, "declaration"));
    let accordance = shop.call(ProductCertificateAccordanceTypesV1, &Empty {}).await.unwrap().result;
    assert!(accordance.iter().any(|one| one.value == "gost" && one.name == "ГОСТ"));

    let (first, second) = (shop.product("A-1").on_sale().await, shop.product("A-2").on_sale().await);
    let expires = world.now().await.plus_days(31);
    let id = create(&shop, |request| {
        request.files = vec![scan("a.txt", PDF), scan("b.pdf", PNG), scan("c", JPEG)];
        request.expire_date = Some(expires);
    });
    let id = id.await.unwrap();
    let kept = seen(&world, id).await;
    assert_eq!((kept.status.as_str(), kept.client_id, kept.products), ("moderation", shop.client_id, 0));
    assert_eq!((kept.name.as_str(), kept.type_code.as_str()), ("Декларация", "declaration"));
    let ends: Vec<&str> =
        kept.files.iter().map(|link| &link[link.find('?').unwrap() - 4..link.find('?').unwrap()]).collect();
    assert_eq!(ends, [".pdf", ".png", ".jpg"]);
    let fetched = world.stranger.send(Verb::Get, &kept.files[0], "", &[]).await.unwrap();
    assert_eq!((fetched.status, fetched.body.as_slice()), (200, PDF));

    assert_eq!(decide(&world, id, CertificateDecision::Approve).await.unwrap().status, "approved");
    assert!(bind(&shop, id, &[first.product_id, second.product_id]).await.unwrap());
    assert!(bind(&shop, id, &[first.product_id, first.product_id]).await.unwrap());
    assert_eq!(seen(&world, id).await.products, 2);

    world.pass(31 * 86_400 - 1).await;
    assert_eq!(seen(&world, id).await.status, "approved");
    world.pass(1).await;
    assert_eq!(seen(&world, id).await.status, "expired");
    refused(bind(&shop, id, &[first.product_id]).await, 400, 9, "CERTIFICATE_IS_EXPIRED");
    refused_like(decide(&world, id, CertificateDecision::Approve).await, 409, 0, "expired");
}

#[tokio::test]
async fn a_word_against_a_certificate_is_told() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").on_sale().await;
    let id = create(&shop, |_| {}).await.unwrap();
    let rejected = decide(&world, id, CertificateDecision::Reject).await.unwrap();
    assert_eq!((rejected.status.as_str(), rejected.reason.as_str()), ("rejected", "не читается"));
    refused(bind(&shop, id, &[product.product_id]).await, 400, 9, "CERTIFICATE_IS_REJECTED");
    let no_word = CertificateDecideRequest { id, ..Default::default() };
    refused_like(world.operator.call(CertificateDecide, &no_word).await, 400, 0, "Decision: value is required");
    refused_like(decide(&world, CertificateId(5), CertificateDecision::Reject).await, 404, 0, "no certificate 5");
}

#[tokio::test]
async fn what_is_no_certificate_is_refused_and_nothing_is_kept() {
    let world = World::new().await;
    let shop = world.shop().await;
    type Change = fn(&mut ProductCertificateCreateV1Request);
    let cases: [(Change, &str); 12] = [
        (|req| req.files.clear(), "Files: value must contain between 1 and 10 items"),
        (|req| req.files = vec![scan("a.pdf", PDF); 11], "Files: value must contain between 1 and 10 items"),
        (|req| req.files = vec![scan("a.pdf", b"<html>")], "Files: value must be a JPEG, PNG or PDF file"),
        (|req| req.files = vec![scan("a.pdf", b"")], "Files: value must be a JPEG, PNG or PDF file"),
        (|req| req.files = vec![scan("a.pdf", &[PDF, &vec![0; 10 << 20]].concat())], "no larger than 10 MB"),
        (|req| req.name = "Ж".repeat(101), "Name: value length must be between 1 and 100 runes"),
        (|req| req.number.clear(), "Number: value length must be between 1 and 100 runes"),
        (|req| req.type_code = "diploma".to_owned(), "TypeCode"),
        (|req| req.accordance_type_code = "iso".to_owned(), "AccordanceTypeCode"),
        (|req| req.issue_date = None, "IssueDate: value is required"),
        (|req| req.issue_date = Some("2026-01-13T00:00:00Z".parse().unwrap()), "must not be in the future"),
        (|req| req.expire_date = Some("2026-01-02T00:00:00Z".parse().unwrap()), "must be in the future"),
    ];
    for (change, text) in cases {
        refused_like(create(&shop, change).await, 400, 3, text);
    }
    let form = "--x\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nA\r\n";
    for (kind, body, text) in [
        ("application/json", r#"{"name":"A"}"#.to_owned(), "isn't multipart/form-data"),
        ("multipart/form-data; boundary=x", form.to_owned(), "multipart: unexpected EOF"),
        ("multipart/form-data; boundary=x", form[..30].to_owned(), "multipart: "),
        ("multipart/form-data; boundary=x", format!("{form}--x--\r\n").replace("\"name\"", "\"files\""), "proto: "),
        (
            "multipart/form-data; boundary=x",
            format!("{form}--x--\r\n").replace("\"name\"", "\"issue_date\""),
            "proto: ",
        ),
    ] {
        let raw = shop.client.send(Verb::Post, CREATE, body, &[("content-type", kind)]).await.unwrap();
        let (status, code, message) = refusal_of(&raw);
        assert_eq!((status, code), (400, 3), "{message}");
        assert!(message.contains(text), "{message:?} has no {text:?}");
    }
    let list = world.operator.call(CertificateList, &CertificateListRequest::default()).await.unwrap();
    assert_eq!(list.certificates, []);
}

#[tokio::test]
async fn another_shop_s_goods_and_certificates_are_unknown() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let (own, foreign) = (shop.product("A-1").on_sale().await, other.product("A-1").on_sale().await);
    let id = create(&shop, |_| {}).await.unwrap();
    refused(bind(&other, id, &[foreign.product_id]).await, 404, 5, "Certificate not found");
    refused(bind(&shop, id, &[own.product_id, foreign.product_id]).await, 404, 5, "Product not found");
    assert_eq!(seen(&world, id).await.products, 0);
    shop.refuses(
        "/v1/product/certificate/bind",
        &[
            (r#"{"certificate_id":"x"}"#, 400, 3, "unexpected token \"x\""),
            (r#"{"product_id":[1]}"#, 400, 3, "CertificateId: value must be greater than 0"),
            (&format!(r#"{{"certificate_id":{id}}}"#), 400, 3, "between 1 and 1000 items"),
            (&format!(r#"{{"certificate_id":{id},"product_id":[5]}}"#), 404, 5, "Product not found"),
            (r#"{"certificate_id":5,"product_id":[5]}"#, 404, 5, "Certificate not found"),
        ],
    )
    .await;
    let request = CertificateListRequest { client_id: Some(other.client_id), ..Default::default() };
    assert_eq!(world.operator.call(CertificateList, &request).await.unwrap().certificates, []);
}

#[tokio::test]
async fn the_operator_says_what_is_certified() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    shop.product("A-1").on_sale().await;
    let rules = CertificationRules {
        categories: vec![
            CertificationCategory { category_id: CategoryId(17_033_149), is_required: false },
            CertificationCategory { category_id: TABLET_CASES, is_required: true },
        ],
        brands: vec![CertificationBrand { brand_id: VOLNA, is_required: true }],
    };
    assert_eq!(world.operator.call(CertificationSet, &rules).await.unwrap(), rules);
    assert_eq!(world.operator.call(CertificationGet, &Empty {}).await.unwrap(), rules);

    let page = |page, page_size| ProductCertificationListV1Request { page, page_size };
    let list = shop.call(ProductCertificationListV1, &page(1, 100)).await.unwrap().result;
    let names: Vec<_> = list.certification.iter().map(|one| (one.category_name.as_str(), one.is_required)).collect();
    assert_eq!(names, [("Чехлы для смартфонов", false), ("Чехлы для планшетов", true)]);
    let second = shop.call(ProductCertificationListV1, &page(2, 1)).await.unwrap().result;
    assert_eq!((second.total, second.certification[0].is_required), (2, true));

    let brands = BrandCompanyCertificationListV1Request::default();
    let own = shop.call(BrandCompanyCertificationListV1, &brands).await.unwrap().result;
    assert_eq!((own.total, own.brand_certification.len()), (1, 1));
    let brand = &own.brand_certification[0];
    assert_eq!((brand.brand_id, brand.brand_name.as_str(), brand.has_certificate), (VOLNA, "Волна", true));
    assert_eq!(other.call(BrandCompanyCertificationListV1, &brands).await.unwrap().result.total, 0);

    for path in ["/v1/product/certification/list", "/v1/brand/company-certification/list"] {
        let cases = [
            (r#"{"page":"x"}"#, 400, 3, "unexpected token \"x\""),
            (r#"{"page":-1}"#, 400, 3, "Page: value must be greater than or equal to 0"),
            (r#"{"page_size":1001}"#, 400, 3, "PageSize: value must be inside range (0, 1000]"),
        ];
        shop.refuses(path, &cases).await;
    }
    let unknown = CertificationCategory { category_id: CategoryId(5), is_required: true };
    let wrong = CertificationRules { categories: vec![unknown], brands: vec![] };
    refused_like(world.operator.call(CertificationSet, &wrong).await, 404, 0, "no category 5");
    let wrong = CertificationRules {
        brands: vec![CertificationBrand { brand_id: ValueId(0), is_required: true }],
        ..Default::default()
    };
    refused_like(world.operator.call(CertificationSet, &wrong).await, 400, 0, "Brands");
    assert_eq!(world.operator.call(CertificationGet, &Empty {}).await.unwrap(), rules);
}

#[tokio::test]
async fn a_product_that_is_deleted_leaves_its_certificates() {
    let world = World::new().await;
    let shop = world.shop().await;
    world.moderate_by_hand().await;
    let (gone, stays) = (shop.product("A-1").imported().await, shop.product("A-2").imported().await);
    let (one, two) = (create(&shop, |_| {}).await.unwrap(), create(&shop, |_| {}).await.unwrap());
    assert!(bind(&shop, one, &[gone.product_id, stays.product_id]).await.unwrap());
    assert!(bind(&shop, two, &[gone.product_id]).await.unwrap());
    let archive = ProductArchiveV1Request { product_id: vec![gone.product_id] };
    shop.call(ProductArchiveV1, &archive).await.unwrap();
    let products = vec![ProductsDeleteV2Product { offer_id: "A-1".into() }];
    let answer = shop.call(ProductsDeleteV2, &ProductsDeleteV2Request { products }).await.unwrap();
    assert!(answer.status[0].is_deleted, "{answer:?}");
    world.pass(1).await;
    assert_eq!((seen(&world, one).await.products, seen(&world, two).await.products), (1, 0));
    refused(bind(&shop, two, &[gone.product_id]).await, 404, 5, "Product not found");
}
