//! Exemplars as they are handed in today: each unit has a number of its own, `exemplar_id`, and since v6 any number of
//! typed marks.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Kilograms;
use crate::scalar::{PostingNumber, Sku};

/// Whose units to number, or to show.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingProductExemplarCreateOrGetRequest {
    /// The posting.
    pub posting_number: PostingNumber,
}

/// The units of a posting with what was handed in, one mark each.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingProductExemplarCreateOrGetV5Response {
    /// Boxes the posting is packed in; 0 = not told.
    pub multi_box_qty: i32,
    /// The posting.
    pub posting_number: PostingNumber,
    /// Units by product.
    pub products: Vec<FbsPostingProductExemplarsV5>,
}

/// The units of one product, one mark each.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingProductExemplarsV5 {
    /// One per unit.
    pub exemplars: Vec<FbsPostingExemplarV5>,
    /// A customs declaration has to be named.
    pub is_gtd_needed: bool,
    /// A mark has to be named.
    pub is_mandatory_mark_needed: bool,
    /// A registration number of a batch has to be named.
    pub is_rnpt_needed: bool,
    /// The product, by its SKU.
    pub product_id: Sku,
    /// Units.
    pub quantity: i32,
}

/// One unit with one mark.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingExemplarV5 {
    /// Its number.
    pub exemplar_id: i64,
    /// Customs declaration.
    pub gtd: String,
    /// There is no customs declaration.
    pub is_gtd_absent: bool,
    /// There is no registration number of a batch.
    pub is_rnpt_absent: bool,
    /// Number of the assay office.
    pub jw_uin: String,
    /// Mark of "Chestny ZNAK".
    pub mandatory_mark: String,
    /// Registration number of a traceable batch.
    pub rnpt: String,
}

/// The units of a posting with what was handed in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingProductExemplarCreateOrGetV6Response {
    /// Boxes the posting is packed in; 0 = not told.
    pub multi_box_qty: i32,
    /// The posting.
    pub posting_number: PostingNumber,
    /// Units by product.
    pub products: Vec<FbsPostingProductExemplarsV6>,
}

/// The units of one product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingProductExemplarsV6 {
    /// One per unit.
    pub exemplars: Vec<FbsPostingExemplarV6>,
    /// Its units have radio modules with numbers.
    pub has_imei: bool,
    /// A customs declaration has to be named.
    pub is_gtd_needed: bool,
    /// A number of the assay office has to be named.
    pub is_jw_uin_needed: bool,
    /// A mark has to be named.
    pub is_mandatory_mark_needed: bool,
    /// A mark may be named.
    pub is_mandatory_mark_possible: bool,
    /// A registration number of a batch has to be named.
    pub is_rnpt_needed: bool,
    /// Each unit is weighed.
    pub is_weight_needed: bool,
    /// The product, by its SKU.
    pub product_id: Sku,
    /// Units.
    pub quantity: i32,
    /// The most that a unit weighs, kilograms; 0 where none is weighed.
    pub weight_max: Kilograms,
    /// The least that a unit weighs, kilograms.
    pub weight_min: Kilograms,
}

/// One unit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingExemplarV6 {
    /// Its number.
    pub exemplar_id: i64,
    /// Customs declaration.
    pub gtd: String,
    /// There is no customs declaration.
    pub is_gtd_absent: bool,
    /// There is no registration number of a batch.
    pub is_rnpt_absent: bool,
    /// Its marks, at most one of each kind but `imei`.
    pub marks: Vec<ExemplarMark>,
    /// Registration number of a traceable batch.
    pub rnpt: String,
    /// What it weighs, kilograms; 0 where it is not weighed.
    pub weight: Kilograms,
}

/// A mark of a unit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ExemplarMark {
    /// Its text.
    pub mark: String,
    /// `mandatory_mark`, `jw_uin` or `imei`.
    pub mark_type: String,
}

/// Hands in the units of a posting, one mark each; replaces what was handed in before.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingProductExemplarSetV5Request {
    /// Boxes the posting is packed in; 0 leaves it.
    pub multi_box_qty: i32,
    /// The posting.
    pub posting_number: PostingNumber,
    /// Units by product. What the answer says beside them is taken and not looked at.
    pub products: Vec<FbsPostingProductExemplarsV5>,
}

/// Whether the units were taken.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingProductExemplarSetV5Response {
    /// Always true; they are checked afterwards.
    pub result: bool,
}

/// Hands in the units of a posting; replaces what was handed in before.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingProductExemplarSetV6Request {
    /// Boxes the posting is packed in; 0 leaves it.
    pub multi_box_qty: i32,
    /// The posting.
    pub posting_number: PostingNumber,
    /// Units by product.
    pub products: Vec<FbsPostingProductExemplarSetV6Product>,
}

/// The units of one product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingProductExemplarSetV6Product {
    /// One per unit.
    pub exemplars: Vec<FbsPostingExemplarV6>,
    /// The product, by its SKU.
    pub product_id: Sku,
}

/// Asks whether codes are well formed; nothing is kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingProductExemplarValidateV5Request {
    /// The posting.
    pub posting_number: PostingNumber,
    /// Units by product.
    pub products: Vec<FbsPostingProductExemplarValidateV5Product>,
}

/// The units of one product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingProductExemplarValidateV5Product {
    /// Any number of units.
    pub exemplars: Vec<FbsPostingProductExemplarValidateV5Exemplar>,
    /// The product, by its SKU.
    pub product_id: Sku,
}

/// One unit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingProductExemplarValidateV5Exemplar {
    /// Customs declaration.
    pub gtd: String,
    /// Its marks.
    pub marks: Vec<ExemplarMark>,
    /// Registration number of a traceable batch.
    pub rnpt: String,
    /// What it weighs, kilograms; 0 where it is not weighed.
    pub weight: Kilograms,
}

/// What is well formed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingProductExemplarValidateV5Response {
    /// By product.
    pub products: Vec<FbsPostingProductExemplarValidatedV5>,
}

/// The outcome for one product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingProductExemplarValidatedV5 {
    /// What is wrong with the product itself; empty for nothing.
    pub error: String,
    /// By unit.
    pub exemplars: Vec<FbsPostingExemplarValidatedV5>,
    /// The product, by its SKU.
    pub product_id: Sku,
    /// Everything of it is well formed.
    pub valid: bool,
}

/// The outcome for one unit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingExemplarValidatedV5 {
    /// What is wrong with it beside its marks.
    pub errors: Vec<String>,
    /// Customs declaration.
    pub gtd: String,
    /// By mark.
    pub marks: Vec<ExemplarMarkValidated>,
    /// Registration number of a traceable batch.
    pub rnpt: String,
    /// It is well formed.
    pub valid: bool,
    /// What it weighs, kilograms.
    pub weight: Kilograms,
}

/// The outcome for one mark.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ExemplarMarkValidated {
    /// What is wrong with it.
    pub errors: Vec<String>,
    /// Its text.
    pub mark: String,
    /// `mandatory_mark`, `jw_uin` or `imei`.
    pub mark_type: String,
    /// It is well formed.
    pub valid: bool,
}

/// Asks how far the check of a posting's units is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingProductExemplarStatusV5Request {
    /// The posting.
    pub posting_number: PostingNumber,
}

/// How far the check is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingProductExemplarStatusV5Response {
    /// The posting.
    pub posting_number: PostingNumber,
    /// Units by product.
    pub products: Vec<FbsPostingProductExemplarStatusV5Product>,
    /// `ship_available`, `ship_not_available`, `validation_in_process`; once it is packed `update_not_available`.
    pub status: String,
}

/// The units of one product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingProductExemplarStatusV5Product {
    /// One per unit that has a number or that something was handed in for.
    pub exemplars: Vec<FbsPostingProductExemplarStatusV5Exemplar>,
    /// The product, by its SKU.
    pub product_id: Sku,
}

/// One unit with the outcome of its check; each outcome is `processing`, `passed` or `failed`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FbsPostingProductExemplarStatusV5Exemplar {
    /// Its number.
    pub exemplar_id: i64,
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
    /// By mark.
    pub marks: Vec<ExemplarMarkChecked>,
    /// Registration number of a traceable batch.
    pub rnpt: String,
    /// Outcome for the batch.
    pub rnpt_check_status: String,
    /// What is wrong with the batch.
    pub rnpt_error_codes: Vec<String>,
    /// What it weighs, kilograms.
    pub weight: Kilograms,
    /// Outcome for the weight.
    pub weight_check_status: String,
    /// What is wrong with the weight.
    pub weight_error_codes: Vec<String>,
}

/// The outcome for one mark.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ExemplarMarkChecked {
    /// `processing`, `passed` or `failed`.
    pub check_status: String,
    /// What is wrong with it.
    pub error_codes: Vec<String>,
    /// Its text.
    pub mark: String,
    /// `mandatory_mark`, `jw_uin` or `imei`.
    pub mark_type: String,
}
