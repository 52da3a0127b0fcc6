//! What must be certified, and the kinds of requirements, as later versions show them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scalar::{CategoryId, CertificateId, Digits, TypeId};

/// Kinds of requirements, in two groups.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductCertificateAccordanceTypesListV2Response {
    /// The groups.
    pub result: ProductCertificateAccordanceTypesListV2Result,
}

/// Kinds of requirements, in two groups.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductCertificateAccordanceTypesListV2Result {
    /// For all goods.
    pub base: Vec<CertificateAccordanceType>,
    /// For dangerous goods.
    pub hazard: Vec<CertificateAccordanceType>,
}

/// A kind of requirement.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CertificateAccordanceType {
    /// The word that other methods take.
    pub code: String,
    /// For people.
    pub title: String,
}

/// A page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductCertificationListV2Request {
    /// Its number, from 1; 0 is the first one too.
    pub page: i64,
    /// Categories per page, 1 to 1000.
    pub page_size: i64,
}

/// A page of types of goods.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductCertificationListV2Response {
    /// The page, by number.
    pub certification: Vec<ProductCertificationV2>,
    /// Types on all pages.
    pub total: i64,
}

/// A type of goods that may have or must have a certificate.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductCertificationV2 {
    /// The description category above it.
    pub category_id: CategoryId,
    /// Its Russian title.
    pub category_name: String,
    /// Whether a certificate is a must.
    pub is_required: bool,
    /// The type; 0 for a category that is none.
    pub type_id: TypeId,
    /// Its Russian title.
    pub type_name: String,
}

/// A new certificate.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductCertificateCreateV2Request {
    /// What is said of it.
    pub params: CertificateParams,
}

/// What is said of a certificate.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CertificateParams {
    /// What it attests: `EAEU`, `NATIONAL`, `CHEMICAL_PRODUCTS`, `SAFETY_DATA_SHEET`, `REJECTION_LETTER`; empty or
    /// `UNKNOWN` = nothing in particular.
    pub accordance_type: String,
    /// Code of the country that gave it, up to 100 characters.
    pub certificate_country: String,
    /// `CERTIFICATE_OF_CONFORMITY`, `DECLARATION`, `CERTIFICATE_OF_REGISTRATION` or `REGISTRATION_CERTIFICATE`; not
    /// needed for a `REJECTION_LETTER`.
    pub certificate_type: String,
    /// Until when it holds.
    pub expired_date: CertificateExpiry,
    /// Scans: JPEG, PNG or PDF, 1 to 10 of up to 10 MB each.
    pub files: Vec<CertificateFile>,
    /// From when it holds: a moment or a day.
    pub issue_date: String,
    /// Where it can be looked up, up to 1000 characters.
    pub link_to_registry: String,
    /// Its name, up to 100 characters.
    pub name: String,
    /// Its number, up to 100 characters.
    pub number: String,
    /// What kind of goods it is about, up to 100 characters.
    pub product_type: String,
    /// Goods it stands for, up to 1000; may be none.
    pub skus: Vec<Digits>,
}

/// Until when a certificate holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CertificateExpiry {
    /// The first day on which it holds no more; none with `infinite`.
    pub date: Option<CertificateDay>,
    /// For ever.
    pub infinite: bool,
}

/// A day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CertificateDay {
    /// 1 to 31.
    pub day: i32,
    /// 1 to 12.
    pub month: i32,
    /// The year.
    pub year: i32,
}

/// A scan.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CertificateFile {
    /// Its bytes in base64.
    pub file_content: String,
    /// As its sender calls it.
    pub name: String,
}

/// What became of the certificate.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductCertificateCreateV2Response {
    /// Its number; 0 when it is incomplete.
    pub certificate_id: CertificateId,
    /// How good each thing is that was said.
    pub params: Vec<CertificateParamState>,
    /// `COMPLETED`; or `INCOMPLETE`, and nothing was kept.
    pub status: String,
}

/// How good a thing is that was said.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CertificateParamState {
    /// What is wrong with it; empty when nothing is.
    pub error: String,
    /// Which: `NAME`, `CERTIFICATE_TYPE`, `NUMBER`, `FILES`, `CERTIFICATE_COUNTRY`, `ACCORDANCE_TYPE`, `ISSUE_DATE`,
    /// `EXPIRED_DATE`, `SKUS`.
    pub name: String,
    /// Forms that a number can have; none are asked for.
    pub number_mask: Vec<String>,
    /// `VALID`, `INVALID` or `MISSING`.
    pub state: String,
}
