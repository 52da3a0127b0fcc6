//! What the demo shops do beside selling: promotions over, running, frozen and to come; certificates in every status;
//! codes of their digital goods.

use bytes::Bytes;
use gostiny_wire::{
    action::{ActionsCandidatesV1Request, ActionsProductsActivateV1Product, ActionsProductsActivateV1Request},
    certificate::{ProductCertificateBindV1Request, ProductCertificateCreateV1Request},
    digital::ProductUploadDigitalCodesV1Request,
    operator::{
        CertificateDecideRequest, CertificateDecision, CertificationBrand, CertificationCategory, CertificationRules,
        PromotionCandidates, PromotionChangeRequest, PromotionCreateRequest, PromotionDiscount, PromotionDiscountType,
        PromotionKind,
    },
    scalar::{ActionId, CategoryId, CertificateId, ClientId, Decimal2, ProductId, Time, ValueId},
};
use rand::Rng;

use crate::{
    areas::{action, certificate, digital},
    call::Call,
    error::Result,
    files::Files,
};

/// The scan of all demo certificates.
const SCAN_NAME: &str = "certificate/demo/scan.pdf";
const SCAN: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
    2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
    3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 210 297]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

/// Puts what the demo world refers to into the file store.
pub(super) async fn keep_files(files: &Files) -> Result<()> {
    files.put(SCAN_NAME, Bytes::from_static(SCAN)).await
}

/// Every how manieth candidate takes part.
const EACH: usize = 4;

/// Promotions that sales of the past months fall under, and certificates that have a past.
pub(super) async fn before(call: &mut Call, sellers: &[ClientId], present: Time) -> Result<()> {
    let over = promotion("Осенняя распродажа", present.plus_days(-30), present.plus_days(-10), 1_500);
    open(call, &over, sellers, 9_000).await?;
    let running = promotion("Неделя скидок", present.plus_days(-5), present.plus_days(10), 1_000);
    let running = open(call, &running, sellers, 9_500).await?;
    if let Some(seller) = sellers.first() {
        call.seller = *seller;
        let goods = candidates(call, running, 3).await?;
        certificates(call, &goods, present).await?;
    }
    Ok(())
}

/// Promotions as they stand at the present.
pub(super) async fn now(call: &mut Call, sellers: &[ClientId]) -> Result<()> {
    let now = call.now;
    let coming = promotion("Весенний сезон", now.plus_days(5), now.plus_days(20), 2_000);
    open(call, &coming, sellers, 9_000).await?;
    let stocks = PromotionCreateRequest {
        kind: PromotionKind::StockDiscount,
        min_stock: 2,
        ..promotion("Скидка на остатки", now.plus_days(-1), now.plus_days(6), 500)
    };
    open(call, &stocks, sellers, 9_000).await?;
    let frozen = promotion("Горячая неделя", now.plus_days(-2), now.plus_days(4), 1_200);
    let action_id = open(call, &frozen, sellers, 9_500).await?;
    call.seller = ClientId(0);
    let freeze = PromotionChangeRequest { action_id, freeze_date: Some(now.plus_days(-1)), ..Default::default() };
    action::change(call, &freeze).await?;
    Ok(())
}

fn promotion(title: &str, date_start: Time, date_end: Time, percent: i64) -> PromotionCreateRequest {
    PromotionCreateRequest {
        title: title.to_owned(),
        description: format!("Скидка от {} % на популярные товары", percent / 100),
        date_start: Some(date_start),
        date_end: Some(date_end),
        discount: PromotionDiscount { r#type: PromotionDiscountType::Percent, value: Decimal2(percent) },
        candidates: PromotionCandidates { price_from: Some(Decimal2(50_000)), ..PromotionCandidates::default() },
        ..PromotionCreateRequest::default()
    }
}

/// Opens a promotion; each shop takes part with some of its candidates, for a share of the highest price.
async fn open(call: &mut Call, request: &PromotionCreateRequest, sellers: &[ClientId], share: i64) -> Result<ActionId> {
    call.seller = ClientId(0);
    let action_id = action::create(call, request).await?.action_id;
    for seller in sellers {
        call.seller = *seller;
        let page = action::candidates(call, &ActionsCandidatesV1Request { action_id, limit: 1_000, offset: 0 }).await?;
        let offers = page.result.products.iter().skip(EACH).step_by(EACH).map(|one| {
            let price = one.max_action_price.0 * share / 10_000;
            ActionsProductsActivateV1Product {
                product_id: one.id,
                action_price: Decimal2(price - price % 100),
                stock: one.min_stock + 1,
            }
        });
        let products: Vec<ActionsProductsActivateV1Product> = offers.collect();
        if !products.is_empty() {
            action::activate(call, &ActionsProductsActivateV1Request { action_id, products }).await?;
        }
    }
    Ok(action_id)
}

async fn candidates(call: &mut Call, action_id: ActionId, count: i64) -> Result<Vec<ProductId>> {
    let page = action::candidates(call, &ActionsCandidatesV1Request { action_id, limit: count, offset: 0 }).await?;
    Ok(page.result.products.into_iter().map(|one| one.id).collect())
}

/// One certificate in each status, all for the same goods; and what must have one.
async fn certificates(call: &mut Call, goods: &[ProductId], present: Time) -> Result<()> {
    certificate_of(call, "Декларация на чехлы", "declaration", None, goods).await?;
    let rejected = certificate_of(call, "Отказное письмо", "refused_letter", None, goods).await?;
    let soon_over = Some(present.plus_days(-20));
    let expires =
        certificate_of(call, "Сертификат на смартфоны", "certificate_of_conformity", soon_over, goods).await?;
    let long = Some(present.plus_days(700));
    let approved = certificate_of(call, "Сертификат на аксессуары", "certificate_of_conformity", long, goods).await?;
    let seller = call.seller;
    let decide = |id, decision, reason: &str| CertificateDecideRequest {
        id,
        decision: Some(decision),
        reason: reason.to_owned(),
    };
    for word in [
        decide(rejected, CertificateDecision::Reject, "Скан не читается"),
        decide(expires, CertificateDecision::Approve, ""),
        decide(approved, CertificateDecision::Approve, ""),
    ] {
        certificate::decide(call, &word).await?;
    }
    let category = |id, is_required| CertificationCategory { category_id: CategoryId(id), is_required };
    let rules = CertificationRules {
        categories: vec![category(17_034_740, true), category(17_034_851, true), category(17_034_592, false)],
        brands: vec![CertificationBrand { brand_id: ValueId(970_821_369), is_required: true }],
    };
    certificate::set_rules(call, &rules).await?;
    call.seller = seller;
    Ok(())
}

async fn certificate_of(
    call: &mut Call,
    name: &str,
    type_code: &str,
    expire_date: Option<Time>,
    goods: &[ProductId],
) -> Result<CertificateId> {
    let number = call.chance.of("certificate", expire_date.map_or(0, |date| date.0)).random_range(10_000..99_999);
    let request = ProductCertificateCreateV1Request {
        name: name.to_owned(),
        number: format!("ГД.{number}"),
        type_code: type_code.to_owned(),
        accordance_type_code: "technical_regulations_cu".to_owned(),
        issue_date: Some(call.now.plus_days(-30)),
        expire_date,
        ..Default::default()
    };
    let id = certificate::keep(call, &request, &[SCAN_NAME.to_owned()]).await?;
    if !goods.is_empty() {
        let bind = ProductCertificateBindV1Request { certificate_id: id, product_id: goods.to_vec() };
        certificate::bind(call, &bind).await?;
    }
    Ok(id)
}

/// As many codes as there are units to sell.
pub(super) async fn upload_codes(call: &mut Call, product_id: ProductId, units: i64) -> Result<()> {
    const LETTERS: &[u8] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let mut chance = call.chance.of("digital codes", product_id.0);
    let mut code = |number: i64| {
        let letter = |_| LETTERS.get(chance.random_range(0..LETTERS.len())).copied().map_or('2', char::from);
        let tail: String = (0..12).map(letter).collect();
        format!("{number:04}-{tail}")
    };
    let digital_codes = (1..=units.min(1_000)).map(&mut code).collect();
    digital::upload(call, &ProductUploadDigitalCodesV1Request { digital_codes, product_id }).await?;
    Ok(())
}
