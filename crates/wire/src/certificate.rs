//! Certificates of goods: their kinds, their papers, the goods they stand for; and what has to have one.

mod today;

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, de};

pub use self::today::*;
use crate::{
    method::Empty,
    methods,
    scalar::{CertificateId, ProductId, Time, ValueId},
};

methods! {
    area "certificate";
    /// Lists the kinds of requirements that a certificate can attest.
    ProductCertificateAccordanceTypesV1: Get "/v1/product/certificate/accordance-types",
        Empty => ProductCertificateAccordanceTypesV1Response;
    /// Lists the kinds of certificates.
    ProductCertificateTypesV1: Get "/v1/product/certificate/types", Empty => ProductCertificateTypesV1Response;
    /// Takes a certificate with its scans, as a form.
    ProductCertificateCreateV1: Form "/v1/product/certificate/create",
        ProductCertificateCreateV1Request => ProductCertificateCreateV1Response;
    /// Says which products a certificate stands for.
    ProductCertificateBindV1: Post "/v1/product/certificate/bind",
        ProductCertificateBindV1Request => ProductCertificateBindV1Response;
    /// Pages through the categories whose products may have or must have a certificate.
    ProductCertificationListV1: Post reads "/v1/product/certification/list",
        ProductCertificationListV1Request => ProductCertificationListV1Response;
    /// Pages through the brands of the shop's products.
    BrandCompanyCertificationListV1: Post reads "/v1/brand/company-certification/list",
        BrandCompanyCertificationListV1Request => BrandCompanyCertificationListV1Response;
    /// Takes a certificate with its scans and its goods; tells what is missing, or keeps it.
    ProductCertificateCreateV2: Post "/v2/product/certificate/create",
        ProductCertificateCreateV2Request => ProductCertificateCreateV2Response;
    /// Lists the kinds of requirements that a certificate can attest, those of dangerous goods apart.
    ProductCertificateAccordanceTypesListV2: Get "/v2/product/certificate/accordance-types/list",
        Empty => ProductCertificateAccordanceTypesListV2Response;
    /// Pages through the types of goods that may have or must have a certificate.
    ProductCertificationListV2: Post reads "/v2/product/certification/list",
        ProductCertificationListV2Request => ProductCertificationListV2Response;
}

/// Kinds of requirements.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductCertificateAccordanceTypesV1Response {
    /// The kinds.
    pub result: Vec<CertificateType>,
}

/// Kinds of certificates.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductCertificateTypesV1Response {
    /// The kinds.
    pub result: Vec<CertificateType>,
}

/// A kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CertificateType {
    /// For people.
    pub name: String,
    /// The word that other methods take.
    pub value: String,
}

/// A new certificate. Travels as `multipart/form-data`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductCertificateCreateV1Request {
    /// Scans: JPEG, PNG or PDF, 1 to 10 of up to 10 MB each.
    #[serde(alias = "files[]")]
    pub files: Vec<FormFile>,
    /// Its name, up to 100 characters.
    pub name: String,
    /// Its number, up to 100 characters.
    pub number: String,
    /// A word of the list of types.
    pub type_code: String,
    /// A word of the list of accordance types; may be left out.
    pub accordance_type_code: String,
    /// From when it holds: a moment or a day.
    #[serde(deserialize_with = "moment_or_day")]
    #[schemars(with = "Time")]
    pub issue_date: Option<Time>,
    /// Until when it holds: a moment or a day; nothing is for ever.
    #[serde(deserialize_with = "moment_or_day")]
    #[schemars(with = "Time")]
    pub expire_date: Option<Time>,
}

/// A moment in RFC 3339, or a day, which begins at midnight UTC. An empty text is none.
fn moment_or_day<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Time>, D::Error> {
    let Some(text) = Option::<String>::deserialize(from)? else { return Ok(None) };
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let day = format!("{text}T00:00:00Z");
    let wrong = || de::Error::invalid_value(de::Unexpected::Str(text), &"a moment in RFC 3339 or a day");
    text.parse().or_else(|_| day.parse()).map(Some).map_err(|_| wrong())
}

/// A file of a form. In JSON, where nothing of the seller API puts it, its bytes are base64.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FormFile {
    /// As its sender calls it.
    pub file_name: String,
    /// Its bytes in base64.
    pub base64_content: String,
}

impl JsonSchema for FormFile {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "FormFile".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "binary"})
    }
}

/// The new certificate.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductCertificateCreateV1Response {
    /// Its number here.
    pub id: CertificateId,
}

/// Products of a certificate.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductCertificateBindV1Request {
    /// The certificate.
    pub certificate_id: CertificateId,
    /// Products it stands for, up to 1000; added to those it stands for already.
    pub product_id: Vec<ProductId>,
}

/// Done.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductCertificateBindV1Response {
    /// Always true.
    pub result: bool,
}

/// A page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductCertificationListV1Request {
    /// Its number, from 1; 0 is the first one too.
    pub page: i32,
    /// Categories per page, up to 1000; 0 is 100.
    pub page_size: i32,
}

/// A page of categories.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductCertificationListV1Response {
    /// The page.
    pub result: ProductCertificationListV1Result,
}

/// The page itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductCertificationListV1Result {
    /// Categories of the page.
    pub certification: Vec<ProductCertification>,
    /// Categories on all pages.
    pub total: i64,
}

/// A category whose products are certified.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductCertification {
    /// Its title.
    pub category_name: String,
    /// Whether its products must have a certificate.
    pub is_required: bool,
}

/// A page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct BrandCompanyCertificationListV1Request {
    /// Its number, from 1; 0 is the first one too.
    pub page: i32,
    /// Brands per page, up to 1000; 0 is 100.
    pub page_size: i32,
}

/// A page of brands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct BrandCompanyCertificationListV1Response {
    /// The page.
    pub result: BrandCompanyCertificationListV1Result,
}

/// The page itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct BrandCompanyCertificationListV1Result {
    /// Brands of the page.
    pub brand_certification: Vec<BrandCertification>,
    /// Brands on all pages.
    pub total: i64,
}

/// A brand of the shop's products.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct BrandCertification {
    /// Its value in the dictionary of brands.
    pub brand_id: ValueId,
    /// Its name.
    pub brand_name: String,
    /// Whether its products need a certificate, whatever the field's name says.
    pub has_certificate: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::from_value;

    #[test]
    fn dates_of_a_form_are_moments_days_or_nothing() {
        let read = |date: &str| {
            let fields = serde_json::json!({"issue_date": date});
            from_value::<ProductCertificateCreateV1Request>(fields).map(|request| request.issue_date)
        };
        let midnight = Some("2026-01-12T00:00:00Z".parse().unwrap());
        for date in ["2026-01-12", "2026-01-12T03:00:00+03:00"] {
            assert_eq!(read(date).unwrap(), midnight, "{date}");
        }
        assert_eq!(read(" ").unwrap(), None);
        assert!(read("soon").is_err());
    }
}
