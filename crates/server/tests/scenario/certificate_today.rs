//! A certificate brought with all its parts in one call, and what the operator and the older calls make of it.

use base64::{Engine, engine::general_purpose::STANDARD};
use gostiny_wire::{
    certificate::{
        CertificateDay, CertificateExpiry, CertificateFile, CertificateParams, ProductCertificateBindV1,
        ProductCertificateBindV1Request, ProductCertificateCreateV2, ProductCertificateCreateV2Request,
        ProductCertificateCreateV2Response,
    },
    operator::{CertificateDecision, CertificateList, CertificateListRequest},
    scalar::{CertificateId, Digits, Sku},
};

use crate::{
    certificate::{PDF, decide, seen},
    shop::Shop,
    world::World,
};

pub fn good(skus: &[Sku]) -> CertificateParams {
    CertificateParams {
        accordance_type: "EAEU".to_owned(),
        certificate_country: "RU".to_owned(),
        certificate_type: "DECLARATION".to_owned(),
        expired_date: CertificateExpiry {
            date: Some(CertificateDay { day: 1, month: 3, year: 2026 }),
            infinite: false,
        },
        files: vec![CertificateFile { file_content: STANDARD.encode(PDF), name: "скан.pdf".to_owned() }],
        issue_date: "2026-01-01".to_owned(),
        link_to_registry: "https://registry.example/1".to_owned(),
        name: "Декларация".to_owned(),
        number: "ЕАЭС N RU Д-1".to_owned(),
        skus: skus.iter().map(|sku| Digits(sku.0)).collect(),
        ..Default::default()
    }
}

pub async fn bring(shop: &Shop, params: CertificateParams) -> ProductCertificateCreateV2Response {
    shop.call(ProductCertificateCreateV2, &ProductCertificateCreateV2Request { params }).await.unwrap()
}

fn flaws(answer: &ProductCertificateCreateV2Response) -> Vec<(&str, &str)> {
    let bad = answer.params.iter().filter(|one| one.state != "VALID");
    bad.map(|one| (one.name.as_str(), one.state.as_str())).collect()
}

#[tokio::test]
async fn a_complete_certificate_is_kept_with_its_goods() {
    let world = World::new().await;
    let shop = world.shop().await;
    let one = shop.product("A-1").on_sale().await;
    let two = shop.product("A-2").imported().await;
    let made = bring(&shop, good(&[one.sku, two.fbo_sku])).await;
    assert_eq!((made.status.as_str(), flaws(&made)), ("COMPLETED", vec![]));
    let told = seen(&world, made.certificate_id).await;
    assert_eq!((told.status.as_str(), told.type_code.as_str(), told.products), ("moderation", "declaration", 2));
    assert_eq!(
        (told.accordance_type_code.as_str(), told.details.certificate_country.as_str()),
        ("technical_regulations_cu", "RU")
    );
    assert_eq!((told.files.len(), told.details.link_to_registry.as_str()), (1, "https://registry.example/1"));
    // The older call goes on with it.
    let request =
        ProductCertificateBindV1Request { certificate_id: made.certificate_id, product_id: vec![one.product_id] };
    assert!(shop.call(ProductCertificateBindV1, &request).await.unwrap().result);
    assert_eq!(decide(&world, made.certificate_id, CertificateDecision::Approve).await.unwrap().status, "approved");
    world.pass(60 * 86_400).await;
    assert_eq!(seen(&world, made.certificate_id).await.status, "expired");
}

#[tokio::test]
async fn what_is_missing_is_told_and_nothing_is_kept() {
    let world = World::new().await;
    let shop = world.shop().await;
    let theirs = shop.product("A-1").on_sale().await;
    let stranger = world.shop().await;
    let foreign = bring(&stranger, good(&[theirs.sku])).await;
    assert_eq!((foreign.status.as_str(), flaws(&foreign)), ("INCOMPLETE", vec![("SKUS", "INVALID")]));
    let empty = bring(&shop, CertificateParams::default()).await;
    assert_eq!((empty.certificate_id, empty.status.as_str()), (CertificateId(0), "INCOMPLETE"));
    assert_eq!(flaws(&empty).len(), 6);
    type Spoil = fn(&mut CertificateParams);
    let cases: [(Spoil, &str); 5] = [
        (|params| params.issue_date = "2026-02-01".to_owned(), "ISSUE_DATE"),
        (|params| params.expired_date.date = Some(CertificateDay { day: 2, month: 1, year: 2026 }), "EXPIRED_DATE"),
        (|params| params.files[0].file_content = STANDARD.encode("GIF89a"), "FILES"),
        (|params| params.certificate_type = "DIPLOMA".to_owned(), "CERTIFICATE_TYPE"),
        (|params| params.number = "1".repeat(101), "NUMBER"),
    ];
    for (spoil, name) in cases {
        let mut params = good(&[theirs.sku]);
        spoil(&mut params);
        let told = bring(&shop, params).await;
        assert_eq!((told.status.as_str(), flaws(&told)), ("INCOMPLETE", vec![(name, "INVALID")]));
    }
    let letter = CertificateParams {
        accordance_type: "REJECTION_LETTER".to_owned(),
        certificate_type: String::new(),
        expired_date: CertificateExpiry { date: None, infinite: true },
        ..good(&[])
    };
    let letter = bring(&shop, letter).await;
    let kept = world.operator.call(CertificateList, &CertificateListRequest::default()).await.unwrap().certificates;
    assert_eq!(kept.len(), 1, "only the letter was complete");
    assert_eq!((kept[0].certificate_id, kept[0].type_code.as_str()), (letter.certificate_id, "refused_letter"));
    shop.refuses("/v2/product/certificate/create", &[(r#"{"params":{"skus":["x"]}}"#, 400, 3, "")]).await;
}
