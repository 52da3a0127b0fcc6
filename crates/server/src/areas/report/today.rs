//! Orders the reports that are asked for in another way today.

use gostiny_wire::{
    report::{ReportReturnsCreateV2Request, ReportType, ReportWarehouseStockV1Request, ReportWarehouseStockV1Response},
    scalar::WarehouseId,
};

use super::{
    ask::Ask,
    create::{Answer, Params, in_order, list, order, put, year_at_most},
};
use crate::{
    areas::{returns, warehouse},
    call::Call,
    check,
    error::{Error, Result},
};

/// Warehouses of one report.
const MOST_WAREHOUSES: usize = 100;

/// Returns of a period, which is a year at most, by scheme and status.
pub(super) async fn returns_v2(call: &mut Call, req: &ReportReturnsCreateV2Request) -> Answer {
    const FILTER: &str = "ReportReturnsCreateRequest.Filter";
    let filter = check::required("ReportReturnsCreateRequest", "Filter", req.filter.as_ref())?;
    let from = *check::required(FILTER, "DateFrom", filter.date_from.as_ref())?;
    let to = *check::required(FILTER, "DateTo", filter.date_to.as_ref())?;
    in_order(FILTER, "DateFrom", from, to)?;
    year_at_most(from, to)?;
    let scheme = scheme(FILTER, &filter.delivery_schema)?;
    let word = filter.status.trim();
    if !word.is_empty() && !returns::is_visual_word(word) {
        return Err(Error::invalid(format!("{FILTER}.Status"), format!("{word} is no status of a return")));
    }
    let mut params = Params::new();
    put(&mut params, "date_from", &from.to_string());
    put(&mut params, "date_to", &to.to_string());
    put(&mut params, "delivery_schema", scheme);
    put(&mut params, "status", word);
    let ask = Ask::ReturnsOfPeriod { scheme: scheme.to_owned(), word: word.to_owned(), from, to };
    order(call, ReportType::SellerReturns, params, req.language, ask).await
}

fn scheme(filter: &str, word: &str) -> Result<&'static str> {
    match word.trim().to_ascii_uppercase().as_str() {
        "" | "ALL" => Ok(""),
        "FBO" => Ok("FBO"),
        "FBS" => Ok("FBS"),
        _ => Err(Error::invalid(format!("{filter}.DeliverySchema"), "value must be in list [FBS FBO ALL]")),
    }
}

/// Stock on some of the seller's warehouses.
pub(super) async fn warehouse_stock_v1(
    call: &mut Call,
    req: &ReportWarehouseStockV1Request,
) -> Result<ReportWarehouseStockV1Response> {
    let request = "CreateStockByWarehouseReportRequest";
    check::items(request, "WarehouseId", req.warehouse_id.len(), 1, MOST_WAREHOUSES)?;
    let mut wanted: Vec<WarehouseId> = req.warehouse_id.iter().map(|&id| id.into()).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let known = warehouse::all(call).await?;
    if wanted.iter().any(|id| known.iter().all(|one| one.warehouse_id != *id)) {
        return Err(Error::NotFound("Warehouse is not found".to_owned()));
    }
    let mut params = Params::new();
    put(&mut params, "warehouse_id", &list(&wanted));
    let ask = Ask::WarehouseStock { warehouse_id: wanted };
    let result = order(call, ReportType::SellerStock, params, req.language, ask).await?.result;
    Ok(ReportWarehouseStockV1Response { code: result.code.clone(), result })
}
