//! Certificates: which the shop has, a new one with its scans, and the goods that one stands for.

use axum::response::Response;
use gostiny_wire::{
    certificate::{
        ProductCertificateAccordanceTypesV1, ProductCertificateBindV1, ProductCertificateBindV1Request,
        ProductCertificateCreateV1, ProductCertificateCreateV1Request, ProductCertificateTypesV1,
    },
    method::Empty,
    operator::{Certificate, CertificateList, CertificateListRequest},
    scalar::{CertificateId, ProductId, Time},
};
use maud::{Markup, html};

use crate::{
    console::{
        fields::Fields,
        page::{Refusal, choice, field, heads},
        show,
        visit::{Cabinet, Sent, Shown},
    },
    error::{Error, Result},
};

const PATH: &str = "/console/certificates";

/// Certificates and the forms.
pub async fn list(cabinet: Cabinet) -> Shown {
    Ok(draw(&cabinet, None).await?)
}

async fn draw(cabinet: &Cabinet, refusal: Option<&Refusal>) -> Result<Response> {
    let request = CertificateListRequest {
        client_id: Some(cabinet.shop.client_id),
        limit: 50,
        last_id: cabinet.asked.get("last_id").to_owned(),
    };
    let page = cabinet.about_itself(CertificateList, &request).await?;
    let types = cabinet.call(ProductCertificateTypesV1, &Empty {}).await?.result;
    let accordances = cabinet.call(ProductCertificateAccordanceTypesV1, &Empty {}).await?.result;
    let type_words = types.iter().map(|one| (one.value.as_str(), one.name.as_str()));
    let accordance_words = accordances.iter().map(|one| (one.value.as_str(), one.name.as_str()));
    let body = html! {
        div #certificates data-part {
            @if page.certificates.is_empty() { (cabinet.nothing()) } @else { (table(cabinet, &page.certificates)) }
        }
        (cabinet.further(PATH, &[("last_id", &page.last_id)], page.certificates.len() == 50))
        div.cards {
            section.card {
                h2 { (cabinet.say("certificates.add")) }
                (cabinet.alert(refusal, "add"))
                (cabinet.file_form(PATH, html! {
                    (field(cabinet.say("keys.name"), html! { input name="name" required maxlength="100"; }))
                    (field(cabinet.say("certificates.number"), html! { input name="number" required maxlength="100"; }))
                    (field(cabinet.say("certificates.type"), choice("type", "", type_words)))
                    (field(cabinet.say("certificates.accordance"), choice("accordance", "", accordance_words)))
                    (field(cabinet.say("certificates.issued"), html! { input type="date" name="issued" required; }))
                    (field(cabinet.say("certificates.expires"), html! { input type="date" name="expires"; }))
                    (field(cabinet.say("certificates.files"), html! { input type="file" name="files" multiple required accept=".jpg,.jpeg,.png,.pdf"; }))
                    button { (cabinet.say("certificates.add")) }
                }))
            }
            section.card {
                h2 { (cabinet.say("certificates.bind")) }
                (cabinet.alert(refusal, "bind"))
                (cabinet.form("/console/certificates/bind", html! {
                    (field(cabinet.say("certificates.certificate"), html! { input name="certificate_id" inputmode="numeric" required; }))
                    (field(cabinet.say("certificates.products"), html! { textarea name="products" rows="3" required {} }))
                    button { (cabinet.say("certificates.bind")) }
                }))
            }
        }
    };
    Ok(cabinet.page(cabinet.lang.word("nav", "certificates"), refusal, body))
}

fn table(cabinet: &Cabinet, certificates: &[Certificate]) -> Markup {
    let titles = [
        cabinet.say("certificates.certificate"),
        cabinet.say("keys.name"),
        cabinet.say("certificates.number"),
        cabinet.say("imports.state"),
        cabinet.say("certificates.expires"),
        cabinet.say("imports.goods"),
        cabinet.say("certificates.files"),
    ];
    let day = |at: Time| show::date(at.day());
    html! {
        div.scroll tabindex="0" { table {
            (heads(titles))
            tbody { @for one in certificates { tr {
                th scope="row" { (one.certificate_id) } td { (one.name) } td { (one.number) }
                td { (cabinet.badge("certificate", &one.status)) @if !one.reason.is_empty() { div { (one.reason) } } }
                td { @match one.expire_date { Some(at) => (day(at)), None => "\u{2014}" } }
                td { (one.products) }
                td { @for (at, file) in one.files.iter().enumerate() { @if let Some((_, rest)) = file.split_once("/files/") {
                    a href={ "/files/" (rest) } { (cabinet.say("certificates.scan")) " " (at + 1) } " "
                } } }
            } } }
        } }
    }
}

/// Takes one with its scans.
pub async fn add(Sent { by: cabinet, form }: Sent<Cabinet>) -> Shown {
    let added = match request(&form) {
        Ok(request) => cabinet.call(ProductCertificateCreateV1, &request).await.map(drop),
        Err(error) => Err(error),
    };
    answer(&cabinet, "add", added).await
}

fn request(form: &Fields) -> Result<ProductCertificateCreateV1Request> {
    let day = |name: &str| match form.get(name) {
        "" => Ok(None),
        text => text
            .parse()
            .ok()
            .and_then(Time::midnight)
            .map(Some)
            .ok_or_else(|| Error::BadRequest(format!("{name}: {text} is no day"))),
    };
    Ok(ProductCertificateCreateV1Request {
        files: form.files().to_vec(),
        name: form.get("name").to_owned(),
        number: form.get("number").to_owned(),
        type_code: form.get("type").to_owned(),
        accordance_type_code: form.get("accordance").to_owned(),
        issue_date: day("issued")?,
        expire_date: day("expires")?,
    })
}

/// Says which goods one stands for.
pub async fn bind(Sent { by: cabinet, form }: Sent<Cabinet>) -> Shown {
    let numbers = form.get("products").split([',', ' ', '\n', '\r', '\t']).filter(|text| !text.is_empty());
    let products: Result<Vec<ProductId>> = numbers
        .map(|text| {
            text.parse().map(ProductId).map_err(|_| Error::BadRequest(format!("{text} is no number of a product")))
        })
        .collect();
    let bound = match products {
        Ok(product_id) => {
            let certificate_id = CertificateId(form.whole("certificate_id")?);
            let request = ProductCertificateBindV1Request { certificate_id, product_id };
            cabinet.call(ProductCertificateBindV1, &request).await.map(drop)
        }
        Err(error) => Err(error),
    };
    answer(&cabinet, "bind", bound).await
}

async fn answer(cabinet: &Cabinet, form: &'static str, outcome: Result<()>) -> Shown {
    match outcome {
        Ok(()) => Ok(cabinet.to(&format!("{PATH}?done=saved"))),
        Err(error) => {
            let refusal = Refusal::of(form, error)?;
            Ok(draw(cabinet, Some(&refusal)).await?)
        }
    }
}
