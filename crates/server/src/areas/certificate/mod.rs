//! Certificates of goods and what has to have one. Owns `certificate`, `certificate_product`, `certified_category`,
//! `certified_brand`. The scans lie in the file store.

mod bind;
mod complete;
mod create;
mod decide;
mod file;
mod kind;
mod rules;

pub use bind::v1 as bind;
pub use create::{Scan, keep};
pub use decide::decide;
pub use rules::set as set_rules;

use gostiny_wire::{certificate, operator};

use super::product::GONE;
use crate::{api::Routes, job::Kind};

/// A certificate runs out; its subject is the certificate.
const EXPIRE: Kind = Kind("certificate.expire");

/// The seller's methods of this area.
pub fn routes() -> Routes {
    Routes::default()
        .reads(certificate::ProductCertificateAccordanceTypesV1, kind::accordance_types_v1)
        .reads(certificate::ProductCertificateTypesV1, kind::types_v1)
        .stores(certificate::ProductCertificateCreateV1, create::v1)
        .writes(certificate::ProductCertificateBindV1, bind::v1)
        .reads(certificate::ProductCertificationListV1, rules::categories_v1)
        .reads(certificate::BrandCompanyCertificationListV1, rules::brands_v1)
        .stores(certificate::ProductCertificateCreateV2, complete::v2)
        .reads(certificate::ProductCertificateAccordanceTypesListV2, kind::accordance_types_v2)
        .reads(certificate::ProductCertificationListV2, rules::categories_v2)
        .job(EXPIRE, decide::expire)
        .job(GONE, bind::gone)
}

/// The operator's methods of this area.
pub fn operator_routes() -> Routes {
    Routes::default()
        .reads(operator::CertificateList, decide::list)
        .writes(operator::CertificateDecide, decide::decide)
        .reads(operator::CertificationGet, rules::get)
        .writes(operator::CertificationSet, rules::set)
}
