//! The kinds of certificates and of the requirements they attest.

use gostiny_wire::{
    certificate::{
        CertificateAccordanceType, CertificateType, ProductCertificateAccordanceTypesListV2Response,
        ProductCertificateAccordanceTypesListV2Result, ProductCertificateAccordanceTypesV1Response,
        ProductCertificateTypesV1Response,
    },
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

/// Of dangerous goods.
const HAZARD_TYPES: Kinds = &[
    ("safety_data_sheet", "Паспорт безопасности"),
    ("chemical_products", "Свидетельство о регистрации химической продукции"),
];

/// The kinds of certificates.
pub async fn types_v1(_: &mut Call, _: &Empty) -> Result<ProductCertificateTypesV1Response> {
    Ok(ProductCertificateTypesV1Response { result: shown(TYPES) })
}

/// The kinds of requirements.
pub async fn accordance_types_v1(_: &mut Call, _: &Empty) -> Result<ProductCertificateAccordanceTypesV1Response> {
    Ok(ProductCertificateAccordanceTypesV1Response { result: shown(ACCORDANCE_TYPES) })
}

/// The kinds of requirements in two groups.
pub async fn accordance_types_v2(_: &mut Call, _: &Empty) -> Result<ProductCertificateAccordanceTypesListV2Response> {
    let one = |(code, title): &(&str, &str)| CertificateAccordanceType {
        code: (*code).to_owned(),
        title: (*title).to_owned(),
    };
    let group = |kinds: Kinds| kinds.iter().map(one).collect();
    let result =
        ProductCertificateAccordanceTypesListV2Result { base: group(ACCORDANCE_TYPES), hazard: group(HAZARD_TYPES) };
    Ok(ProductCertificateAccordanceTypesListV2Response { result })
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
    ACCORDANCE_TYPES.iter().chain(HAZARD_TYPES).any(|(value, _)| *value == word)
}
