//! The kinds of certificates and of the requirements they attest.

use gostiny_wire::{
    certificate::{CertificateType, ProductCertificateAccordanceTypesV1Response, ProductCertificateTypesV1Response},
    method::Empty,
};

use crate::{call::Call, error::Result};

/// Word and name.
type Kinds = &'static [(&'static str, &'static str)];

const TYPES: Kinds = &[
    ("certificate_of_conformity", "Сертификат соответствия"),
    ("declaration", "Декларация о соответствии"),
    ("certificate_of_registration", "Свидетельство о государственной регистрации"),
    ("registration_certificate", "Регистрационное удостоверение"),
    ("refused_letter", "Отказное письмо"),
];

const ACCORDANCE_TYPES: Kinds = &[
    ("technical_regulations_rf", "Технический регламент РФ"),
    ("technical_regulations_cu", "Технический регламент Таможенного союза"),
    ("gost", "ГОСТ"),
];

/// The kinds of certificates.
pub async fn types_v1(_: &mut Call, _: &Empty) -> Result<ProductCertificateTypesV1Response> {
    Ok(ProductCertificateTypesV1Response { result: shown(TYPES) })
}

/// The kinds of requirements.
pub async fn accordance_types_v1(_: &mut Call, _: &Empty) -> Result<ProductCertificateAccordanceTypesV1Response> {
    Ok(ProductCertificateAccordanceTypesV1Response { result: shown(ACCORDANCE_TYPES) })
}

fn shown(kinds: Kinds) -> Vec<CertificateType> {
    let one = |(value, name): &(&str, &str)| CertificateType { name: (*name).to_owned(), value: (*value).to_owned() };
    kinds.iter().map(one).collect()
}

/// Whether it is a kind of certificate.
pub(super) fn is_type(word: &str) -> bool {
    TYPES.iter().any(|(value, _)| *value == word)
}

/// Whether it is a kind of requirement.
pub(super) fn is_accordance_type(word: &str) -> bool {
    ACCORDANCE_TYPES.iter().any(|(value, _)| *value == word)
}
