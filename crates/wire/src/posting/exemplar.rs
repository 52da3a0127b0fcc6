//! Exemplars: each unit of a posting with its mark, customs papers and jewellery number.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use crate::scalar::{PostingNumber, Sku};

/// Hands in the units of a posting; replaces what was handed in before.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingProductExemplarSetV4Request {
    /// The posting.
    pub posting_number: PostingNumber,
    /// Units by product.
    pub products: Vec<FbsPostingProductExemplarSetV4Product>,
}

/// The units of one product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingProductExemplarSetV4Product {
    /// One per unit.
    pub exemplars: Vec<FbsPostingProductExemplarSetV4Exemplar>,
    /// The product, by its SKU.
    pub product_id: Sku,
}

/// One unit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingProductExemplarSetV4Exemplar {
    /// Customs declaration.
    pub gtd: String,
    /// There is no customs declaration.
    pub is_gtd_absent: bool,
    /// There is no registration number of a batch.
    pub is_rnpt_absent: bool,
    /// Numbers of the assay office; a single text is taken too.
    #[serde(deserialize_with = "one_or_many")]
    pub jw_uin: Vec<String>,
    /// Mark of "Chestny ZNAK".
    pub mandatory_mark: String,
    /// Registration number of a traceable batch.
    pub rnpt: String,
}

/// Whether the units were taken.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingProductExemplarSetV4Response {
    /// Always true; they are checked afterwards.
    pub result: bool,
}

/// Asks how far the check of a posting's units is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingProductExemplarStatusV4Request {
    /// The posting.
    pub posting_number: PostingNumber,
}

/// How far the check is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingProductExemplarStatusV4Response {
    /// The posting.
    pub posting_number: PostingNumber,
    /// Units by product.
    pub products: Vec<FbsPostingProductExemplarStatusV4Product>,
    /// `ship_available`, `ship_not_available`, `validation_in_process`.
    pub status: String,
}

/// The units of one product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingProductExemplarStatusV4Product {
    /// Those that were handed in.
    pub exemplars: Vec<FbsPostingProductExemplarStatusV4Exemplar>,
    /// The product, by its SKU.
    pub product_id: Sku,
}

/// One unit with the outcome of its check; each outcome is `processing`, `passed` or `failed`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingProductExemplarStatusV4Exemplar {
    /// Customs declaration.
    pub gtd: String,
    /// Outcome for the declaration.
    pub gtd_check_status: String,
    /// What is wrong with the declaration.
    pub gtd_error_codes: Vec<String>,
    /// There is no customs declaration.
    pub is_gtd_absent: bool,
    /// There is no registration number of a batch.
    pub is_rnpt_absent: bool,
    /// Numbers of the assay office.
    #[serde(deserialize_with = "one_or_many")]
    pub jw_uin: Vec<String>,
    /// Outcome for those numbers.
    pub jw_uin_check_status: String,
    /// What is wrong with them.
    pub jw_uin_error_codes: Vec<String>,
    /// Mark of "Chestny ZNAK".
    pub mandatory_mark: String,
    /// Outcome for the mark.
    pub mandatory_mark_check_status: String,
    /// What is wrong with the mark.
    pub mandatory_mark_error_codes: Vec<String>,
    /// Registration number of a traceable batch.
    pub rnpt: String,
    /// Outcome for the batch.
    pub rnpt_check_status: String,
    /// What is wrong with the batch.
    pub rnpt_error_codes: Vec<String>,
}

/// Asks whether codes are well formed; nothing is kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingProductExemplarValidateV4Request {
    /// The posting.
    pub posting_number: PostingNumber,
    /// Units by product.
    pub products: Vec<FbsPostingProductExemplarValidateV4Product>,
}

/// The units of one product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingProductExemplarValidateV4Product {
    /// Any number of units.
    pub exemplars: Vec<FbsPostingProductExemplarValidateV4Exemplar>,
    /// The product, by its SKU.
    pub product_id: Sku,
}

/// One unit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingProductExemplarValidateV4Exemplar {
    /// Customs declaration.
    pub gtd: String,
    /// Numbers of the assay office; a single text is taken too.
    #[serde(deserialize_with = "one_or_many")]
    pub jw_uin: Vec<String>,
    /// Mark of "Chestny ZNAK".
    pub mandatory_mark: String,
    /// Registration number of a traceable batch.
    pub rnpt: String,
}

/// What is well formed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingProductExemplarValidateV4Response {
    /// The outcome.
    pub result: FbsPostingProductExemplarValidateV4Result,
}

/// The outcome.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingProductExemplarValidateV4Result {
    /// By product.
    pub products: Vec<FbsPostingProductExemplarValidated>,
}

/// The outcome for one product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingProductExemplarValidated {
    /// What is wrong with the product itself; empty for nothing.
    pub error: String,
    /// By unit.
    pub exemplars: Vec<FbsPostingProductExemplarValidatedUnit>,
    /// The product, by its SKU.
    pub product_id: Sku,
    /// Everything of it is well formed.
    pub valid: bool,
}

/// The outcome for one unit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingProductExemplarValidatedUnit {
    /// What is wrong with it.
    pub errors: Vec<String>,
    /// Customs declaration.
    pub gtd: String,
    /// Numbers of the assay office.
    #[serde(deserialize_with = "one_or_many")]
    pub jw_uin: Vec<String>,
    /// Mark of "Chestny ZNAK".
    pub mandatory_mark: String,
    /// Registration number of a traceable batch.
    pub rnpt: String,
    /// It is well formed.
    pub valid: bool,
}

/// Published examples write a single text where a list is described; empty is none.
fn one_or_many<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Texts {
        One(String),
        Many(Vec<String>),
        None(()),
    }
    Ok(match Texts::deserialize(from)? {
        Texts::One(text) if text.is_empty() => Vec::new(),
        Texts::One(text) => vec![text],
        Texts::Many(texts) => texts,
        Texts::None(()) => Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::from_slice;

    #[test]
    fn a_jewellery_number_may_be_a_text_or_a_list() {
        for (text, want) in
            [(r#""""#, vec![]), (r#""5""#, vec!["5"]), (r#"["5","6"]"#, vec!["5", "6"]), ("null", vec![])]
        {
            let body = format!(
                r#"{{"posting_number":"70-1-1","products":[{{"product_id":"5","exemplars":[{{"jw_uin":{text}}}]}}]}}"#
            );
            let set: FbsPostingProductExemplarSetV4Request = from_slice(body.as_bytes()).unwrap();
            assert_eq!(set.products[0].exemplars[0].jw_uin, want, "{text}");
        }
        let wrong = br#"{"products":[{"exemplars":[{"jw_uin":{"a":1}}]}]}"#;
        assert!(from_slice::<FbsPostingProductExemplarSetV4Request>(wrong).is_err());
    }
}
