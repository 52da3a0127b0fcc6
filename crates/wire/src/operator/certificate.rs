//! Certificates as the operator decides about them, and what has to have one.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scalar::{CategoryId, CertificateId, ClientId, Time, ValueId};

/// A page of certificates.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CertificateListRequest {
    /// Of one shop; none is all.
    pub client_id: Option<ClientId>,
    /// Certificates per page; 0 is the server's default.
    pub limit: i64,
    /// `last_id` of the page before; empty for the first.
    pub last_id: String,
}

/// A page of certificates.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CertificateListResponse {
    /// Certificates of the page, by number.
    pub certificates: Vec<Certificate>,
    /// Where the next page begins; empty after an empty page.
    pub last_id: String,
}

/// What else is said of a certificate; empty where nothing is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CertificateDetails {
    /// Code of the country that gave it.
    pub certificate_country: String,
    /// Where it can be looked up.
    pub link_to_registry: String,
    /// What kind of goods it is about.
    pub product_type: String,
}

/// A certificate.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Certificate {
    /// Its number here.
    pub certificate_id: CertificateId,
    /// The shop.
    pub client_id: ClientId,
    /// Its name.
    pub name: String,
    /// Its number on the paper.
    pub number: String,
    /// A word of the list of types.
    pub type_code: String,
    /// A word of the list of accordance types, or empty.
    pub accordance_type_code: String,
    /// `moderation`, `approved`, `rejected` or `expired`.
    pub status: String,
    /// Why it was rejected.
    pub reason: String,
    /// From when it holds.
    pub issue_date: Time,
    /// Until when it holds; none is for ever.
    pub expire_date: Option<Time>,
    /// Products it stands for.
    pub products: i64,
    /// Addresses of its scans, good for an hour.
    pub files: Vec<String>,
    /// What else its seller said of it.
    pub details: CertificateDetails,
}

/// The word on a certificate.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CertificateDecideRequest {
    /// The certificate, from the path.
    pub id: CertificateId,
    /// What was decided; must be given.
    pub decision: Option<CertificateDecision>,
    /// What the seller is told when it is rejected.
    pub reason: String,
}

/// What is decided about a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CertificateDecision {
    /// It holds.
    Approve,
    /// It does not, or no longer.
    Reject,
}

/// What has to have a certificate.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CertificationRules {
    /// Categories whose products are certified.
    pub categories: Vec<CertificationCategory>,
    /// Brands whose products are.
    pub brands: Vec<CertificationBrand>,
}

/// A category whose products are certified.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CertificationCategory {
    /// The category.
    pub category_id: CategoryId,
    /// Whether a certificate must be there; false: may.
    pub is_required: bool,
}

/// A brand whose products are certified.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CertificationBrand {
    /// Its value in the dictionary of brands.
    pub brand_id: ValueId,
    /// Whether a certificate must be there.
    pub is_required: bool,
}
