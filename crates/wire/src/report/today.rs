//! Reports as they are ordered today.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ReportCode, ReportLanguage};
use crate::scalar::{Digits, Time};

/// Which returns.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReportReturnsCreateV2Request {
    /// Which; required.
    pub filter: Option<ReportReturnsV2Filter>,
    /// Of headings.
    pub language: ReportLanguage,
}

/// Returns that began in a period, which is a year at most.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReportReturnsV2Filter {
    /// `FBS`, which takes in rFBS, `FBO` or `ALL`, in any case; empty = all.
    pub delivery_schema: String,
    /// From then.
    pub date_from: Option<Time>,
    /// To then.
    pub date_to: Option<Time>,
    /// Status as `/v1/returns/list` tells it; empty = any.
    pub status: String,
}

/// Stock on which of the shop's warehouses.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReportWarehouseStockV1Request {
    /// Of headings.
    pub language: ReportLanguage,
    /// 1 to 100 warehouses.
    #[serde(rename = "warehouseId")]
    pub warehouse_id: Vec<Digits>,
}

/// The report that was ordered.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReportWarehouseStockV1Response {
    /// The code of the report.
    pub code: String,
    /// The same.
    pub result: ReportCode,
}
