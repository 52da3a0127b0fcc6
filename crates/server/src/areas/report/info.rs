//! Tells about reports that were ordered.

use gostiny_wire::report::{
    ReportInfoV1Request, ReportInfoV1Response, ReportListV1Request, ReportListV1Response, ReportListV1Result,
    ReportType,
};

use super::{
    create::word,
    row::{reports, told, with_link},
};
use crate::{
    args,
    call::Call,
    check,
    error::{Error, Result},
};

const LARGEST_PAGE: i32 = 1_000;
const USUAL_PAGE: i32 = 100;

/// One report by its code.
pub(super) async fn info_v1(call: &mut Call, req: &ReportInfoV1Request) -> Result<ReportInfoV1Response> {
    check::length("ReportInfoRequest", "Code", &req.code, 1, 50)?;
    let found = call.tx.row(BY_CODE, args![call.seller, &req.code], told).await?;
    let found = found.ok_or_else(|| Error::NotFound("Report not found".to_owned()))?;
    Ok(ReportInfoV1Response { result: with_link(call, found) })
}

const BY_CODE: &str = reports!(" and code = $2");

/// A page of reports, newest first. Pages count from 1; 0 is the first too, as the service's own examples send it.
pub(super) async fn list_v1(call: &mut Call, req: &ReportListV1Request) -> Result<ReportListV1Response> {
    let page_size = if req.page_size == 0 { USUAL_PAGE } else { req.page_size };
    if !(1..=LARGEST_PAGE).contains(&page_size) {
        return Err(Error::invalid(
            "ReportListRequest.PageSize",
            format!("value must be inside range (0, {LARGEST_PAGE}]"),
        ));
    }
    if req.page < 0 {
        return Err(Error::invalid("ReportListRequest.Page", "value must be greater than or equal to 0"));
    }
    let page_size = i64::from(page_size);
    let offset = (i64::from(req.page.max(1)) - 1).saturating_mul(page_size);
    let (found, total) = if req.report_type == ReportType::All {
        let found = call.tx.rows(ALL, args![call.seller, page_size, offset], told).await?;
        (found, call.tx.value::<i64>(COUNT_ALL, args![call.seller]).await?)
    } else {
        let word = word(req.report_type);
        let found = call.tx.rows(TYPED, args![call.seller, page_size, offset, word], told).await?;
        (found, call.tx.value::<i64>(COUNT_TYPED, args![call.seller, word]).await?)
    };
    let reports = found.into_iter().map(|found| with_link(call, found)).collect();
    let total = i32::try_from(total).unwrap_or(i32::MAX);
    Ok(ReportListV1Response { result: ReportListV1Result { reports, total } })
}

const ALL: &str = reports!(" order by report_id desc limit $2 offset $3");
const TYPED: &str = reports!(" and report_type = $4 order by report_id desc limit $2 offset $3");
const COUNT_ALL: &str = "select count(*) from report where seller_id = $1";
const COUNT_TYPED: &str = "select count(*) from report where seller_id = $1 and report_type = $2";
