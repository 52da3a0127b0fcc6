//! A seller brings a certificate piece by piece: what is missing is told, and all of it is kept once it is complete.

use std::sync::Arc;

use gostiny_wire::{
    certificate::{
        CertificateExpiry, CertificateFile, CertificateParamState, CertificateParams, FormFile,
        ProductCertificateBindV1Request, ProductCertificateCreateV1Request, ProductCertificateCreateV2Request,
        ProductCertificateCreateV2Response,
    },
    operator::CertificateDetails,
    scalar::{CertificateId, ProductId, Sku, Time},
};
use jiff::civil::Date;

use super::{
    bind,
    create::{MOST_FILES, Scan, keep, scan},
};
use crate::{
    App,
    areas::product,
    args,
    call::{By, Call},
    check,
    error::Result,
};

const REQUEST: &str = "ProductCertificateCreateRequest";
/// Goods of one certificate.
const MOST_SKUS: usize = 1_000;

/// Scans are kept before the certificate is; one that is not complete leaves nothing that anybody sees.
pub async fn v2(
    app: Arc<App>,
    by: By,
    req: ProductCertificateCreateV2Request,
) -> Result<ProductCertificateCreateV2Response> {
    let params = req.params;
    check::items(REQUEST, "Skus", params.skus.len(), 0, MOST_SKUS)?;
    check::length(REQUEST, "CertificateCountry", &params.certificate_country, 0, 100)?;
    check::length(REQUEST, "LinkToRegistry", &params.link_to_registry, 0, 1_000)?;
    check::length(REQUEST, "ProductType", &params.product_type, 0, 100)?;
    let scans: Vec<Result<Scan>> = params.files.iter().map(|file| scan(by.seller, &form(file))).collect();
    let sheet = Sheet::of(&params, &scans);
    let scans: Vec<Scan> = scans.into_iter().filter_map(Result::ok).collect();
    if sheet.is_complete() {
        for scan in &scans {
            app.world.files.put(&scan.name, scan.bytes.clone()).await?;
        }
    }
    let names: Arc<Vec<String>> = Arc::new(scans.into_iter().map(|scan| scan.name).collect());
    let asked = Arc::new((CertificateParams { files: Vec::new(), ..params }, sheet));
    app.write(by, move |call| {
        let (asked, names) = (asked.clone(), names.clone());
        Box::pin(async move { complete(call, &asked.0, asked.1.clone(), &names).await })
    })
    .await
}

fn form(file: &CertificateFile) -> FormFile {
    FormFile { file_name: file.name.clone(), base64_content: file.file_content.clone() }
}

/// Looks at what only the world can say, and keeps the certificate when nothing is missing.
async fn complete(
    call: &mut Call,
    params: &CertificateParams,
    mut sheet: Sheet,
    scans: &[String],
) -> Result<ProductCertificateCreateV2Response> {
    if sheet.facts.issue_date.is_some_and(|issued| issued > call.now) {
        sheet.spoil("ISSUE_DATE", "the date lies in the future");
    }
    if sheet.facts.expire_date.is_some_and(|expires| expires <= call.now) {
        sheet.spoil("EXPIRED_DATE", "the date has passed");
    }
    let skus: Vec<Sku> = params.skus.iter().map(|&sku| sku.into()).collect();
    let products = product::by_skus(call, &skus).await?;
    let is_known = |sku: &Sku| products.iter().any(|product| product.sku == *sku || product.fbo_sku == *sku);
    if let Some(unknown) = skus.iter().find(|sku| !is_known(sku)) {
        sheet.spoil("SKUS", &format!("there is no sku {unknown}"));
    }
    if !sheet.is_complete() {
        return Ok(sheet.told(0, "INCOMPLETE"));
    }
    let certificate_id = keep(call, &sheet.facts, scans).await?;
    let details = CertificateDetails {
        certificate_country: params.certificate_country.trim().to_owned(),
        link_to_registry: params.link_to_registry.trim().to_owned(),
        product_type: params.product_type.trim().to_owned(),
    };
    call.tx.run(DETAILS, args![call.seller, certificate_id, serde_json::to_string(&details)?]).await?;
    let product_id: Vec<ProductId> = products.iter().map(|product| product.product_id).collect();
    if !product_id.is_empty() {
        bind::v1(call, &ProductCertificateBindV1Request { certificate_id, product_id }).await?;
    }
    Ok(sheet.told(certificate_id.0, "COMPLETED"))
}

const DETAILS: &str = "update certificate set details = $3 where seller_id = $1 and certificate_id = $2";

/// What was said, in the words of the older call, and how good each thing is.
#[derive(Clone, Debug)]
struct Sheet {
    facts: ProductCertificateCreateV1Request,
    states: Vec<CertificateParamState>,
}

impl Sheet {
    /// Pure: all that can be judged without the world.
    fn of(params: &CertificateParams, scans: &[Result<Scan>]) -> Self {
        let mut sheet = Self { facts: ProductCertificateCreateV1Request::default(), states: Vec::new() };
        sheet.facts.name = params.name.trim().to_owned();
        sheet.facts.number = params.number.trim().to_owned();
        sheet.state("NAME", text(&sheet.facts.name));
        sheet.state("NUMBER", text(&sheet.facts.number));
        let is_letter = params.accordance_type == "REJECTION_LETTER";
        let kind = if is_letter { Some("refused_letter") } else { type_code(&params.certificate_type) };
        sheet.facts.type_code = kind.unwrap_or_default().to_owned();
        sheet.state("CERTIFICATE_TYPE", word(&params.certificate_type, kind));
        let accordance = accordance_code(&params.accordance_type);
        sheet.facts.accordance_type_code = accordance.unwrap_or_default().to_owned();
        sheet.state("ACCORDANCE_TYPE", accordance.map(drop).ok_or(Flaw::Wrong("no such type".to_owned())));
        let issued = moment(&params.issue_date);
        sheet.facts.issue_date = issued.as_ref().copied().ok();
        sheet.state("ISSUE_DATE", issued.map(drop));
        let expires = expiry(&params.expired_date, sheet.facts.issue_date);
        sheet.facts.expire_date = expires.as_ref().ok().copied().flatten();
        sheet.state("EXPIRED_DATE", expires.map(drop));
        sheet.state("FILES", files(scans));
        // Neither is asked for.
        sheet.state("CERTIFICATE_COUNTRY", Ok(()));
        sheet.state("SKUS", Ok(()));
        sheet
    }

    fn state(&mut self, name: &str, judged: Result<(), Flaw>) {
        let (state, error) = match judged {
            Ok(()) => ("VALID", String::new()),
            Err(Flaw::Missing) => ("MISSING", "value is required".to_owned()),
            Err(Flaw::Wrong(error)) => ("INVALID", error),
        };
        let (name, state) = (name.to_owned(), state.to_owned());
        self.states.push(CertificateParamState { error, name, number_mask: Vec::new(), state });
    }

    /// Something is not as good as it looked.
    fn spoil(&mut self, name: &str, error: &str) {
        if let Some(state) = self.states.iter_mut().find(|state| state.name == name) {
            (state.state, state.error) = ("INVALID".to_owned(), error.to_owned());
        }
    }

    fn is_complete(&self) -> bool {
        self.states.iter().all(|state| state.state == "VALID")
    }

    fn told(self, certificate_id: i64, status: &str) -> ProductCertificateCreateV2Response {
        ProductCertificateCreateV2Response {
            certificate_id: CertificateId(certificate_id),
            params: self.states,
            status: status.to_owned(),
        }
    }
}

/// What is wrong with a thing that was said.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Flaw {
    Missing,
    Wrong(String),
}

fn text(text: &str) -> Result<(), Flaw> {
    match text.chars().count() {
        0 => Err(Flaw::Missing),
        1..=100 => Ok(()),
        _ => Err(Flaw::Wrong("value must have 100 characters at most".to_owned())),
    }
}

fn word(given: &str, known: Option<&str>) -> Result<(), Flaw> {
    match (known, given) {
        (Some(_), _) => Ok(()),
        (None, "" | "UNKNOWN") => Err(Flaw::Missing),
        (None, _) => Err(Flaw::Wrong("no such type".to_owned())),
    }
}

/// The older call's word for a type.
fn type_code(word: &str) -> Option<&'static str> {
    match word {
        "CERTIFICATE_OF_CONFORMITY" => Some("certificate_of_conformity"),
        "DECLARATION" => Some("declaration"),
        "CERTIFICATE_OF_REGISTRATION" => Some("certificate_of_registration"),
        "REGISTRATION_CERTIFICATE" => Some("registration_certificate"),
        _ => None,
    }
}

/// The older call's word for what is attested; empty for nothing in particular.
fn accordance_code(word: &str) -> Option<&'static str> {
    match word {
        "" | "UNKNOWN" | "REJECTION_LETTER" => Some(""),
        "EAEU" => Some("technical_regulations_cu"),
        "NATIONAL" => Some("technical_regulations_rf"),
        "CHEMICAL_PRODUCTS" => Some("chemical_products"),
        "SAFETY_DATA_SHEET" => Some("safety_data_sheet"),
        _ => None,
    }
}

/// A moment, or a day, which begins at midnight UTC.
fn moment(text: &str) -> Result<Time, Flaw> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Flaw::Missing);
    }
    let midnight = || text.parse::<Date>().ok().and_then(Time::midnight);
    let wrong = || Flaw::Wrong("value must be a moment in RFC 3339 or a day".to_owned());
    text.parse().ok().or_else(midnight).ok_or_else(wrong)
}

/// None is for ever.
fn expiry(expiry: &CertificateExpiry, issued: Option<Time>) -> Result<Option<Time>, Flaw> {
    let wrong = |text: &str| Flaw::Wrong(text.to_owned());
    let day = match (&expiry.date, expiry.infinite) {
        (_, true) => return Ok(None),
        (None, false) => return Err(Flaw::Missing),
        (Some(day), false) => day,
    };
    let parts = (i16::try_from(day.year), i8::try_from(day.month), i8::try_from(day.day));
    let (Ok(year), Ok(month), Ok(day)) = parts else { return Err(wrong("no such day")) };
    let at = Date::new(year, month, day).ok().and_then(Time::midnight).ok_or_else(|| wrong("no such day"))?;
    if issued.is_some_and(|issued| at <= issued) {
        return Err(wrong("the date must be later than the date of issue"));
    }
    Ok(Some(at))
}

fn files(scans: &[Result<Scan>]) -> Result<(), Flaw> {
    match scans.len() {
        0 => return Err(Flaw::Missing),
        1..=MOST_FILES => {}
        _ => return Err(Flaw::Wrong(format!("{MOST_FILES} files at most"))),
    }
    let broken = scans.iter().find_map(|scan| scan.as_ref().err());
    broken.map_or(Ok(()), |error| Err(Flaw::Wrong(error.to_string())))
}

#[cfg(test)]
mod tests {
    use gostiny_wire::certificate::CertificateDay;

    use super::*;

    fn state<'s>(sheet: &'s Sheet, name: &str) -> &'s str {
        &sheet.states.iter().find(|state| state.name == name).unwrap().state
    }

    #[test]
    fn each_thing_is_judged_by_itself() {
        let nothing = Sheet::of(&CertificateParams::default(), &[]);
        let told = ["NAME", "NUMBER", "CERTIFICATE_TYPE", "ACCORDANCE_TYPE", "ISSUE_DATE", "EXPIRED_DATE", "FILES"];
        let want = ["MISSING", "MISSING", "MISSING", "VALID", "MISSING", "MISSING", "MISSING"];
        assert_eq!(told.map(|name| state(&nothing, name)), want);
        let day =
            |year, month, day| CertificateExpiry { date: Some(CertificateDay { day, month, year }), infinite: false };
        let params = CertificateParams {
            name: "Ж".repeat(101),
            number: "1".to_owned(),
            certificate_type: "DIPLOMA".to_owned(),
            accordance_type: "ISO".to_owned(),
            issue_date: "2026-01-01".to_owned(),
            expired_date: day(2025, 12, 31),
            ..Default::default()
        };
        let wrong = Sheet::of(&params, &[]);
        let want = ["INVALID", "VALID", "INVALID", "INVALID", "VALID", "INVALID", "MISSING"];
        assert_eq!(told.map(|name| state(&wrong, name)), want);
        let letter = CertificateParams { accordance_type: "REJECTION_LETTER".to_owned(), ..params };
        assert_eq!(Sheet::of(&letter, &[]).facts.type_code, "refused_letter");
        let issued = moment("2026-01-01").unwrap();
        assert!(matches!(expiry(&day(2026, 2, 30), Some(issued)), Err(Flaw::Wrong(_))));
        assert_eq!(expiry(&CertificateExpiry { date: None, infinite: true }, Some(issued)), Ok(None));
        assert_eq!(expiry(&day(2026, 1, 2), Some(issued)).unwrap(), Some(issued.plus_days(1)));
    }
}
