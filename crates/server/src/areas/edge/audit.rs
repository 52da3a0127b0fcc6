//! What the marketplace's people did, paged.

use gostiny_wire::operator::edge::{AuditLine, AuditListRequest, AuditListResponse};

use crate::{
    audit,
    call::Call,
    error::{Error, Result},
};

const REQUEST: &str = "AuditListRequest";
/// Lines on a page.
const LARGEST_PAGE: i64 = 1_000;

/// A page of the audit log, newest first.
pub async fn list(call: &mut Call, req: &AuditListRequest) -> Result<AuditListResponse> {
    let limit = if req.limit == 0 { 50 } else { req.limit };
    if !(1..=LARGEST_PAGE).contains(&limit) {
        let rule = format!("value must be inside range [1, {LARGEST_PAGE}]");
        return Err(Error::invalid(format!("{REQUEST}.limit"), rule));
    }
    let is_id = |id: &str| id.len() == 25 && id.chars().all(|c| c == '-' || c.is_ascii_hexdigit());
    if !req.last_id.is_empty() && !is_id(&req.last_id) {
        return Err(Error::invalid(format!("{REQUEST}.last_id"), "value must be a last_id of an earlier answer"));
    }
    let mut lines = audit::lines(&mut call.tx, req.client_id, &req.method, &req.last_id, limit + 1).await?;
    let length = usize::try_from(limit).unwrap_or_default();
    let more = lines.len() > length;
    lines.truncate(length);
    let last_id = lines.last().filter(|_| more).map(|line| line.audit_id.clone()).unwrap_or_default();
    Ok(AuditListResponse { lines: lines.into_iter().map(told).collect(), last_id })
}

fn told(line: audit::Line) -> AuditLine {
    AuditLine {
        at: line.at,
        actor: line.actor,
        client_id: (line.seller.0 != 0).then_some(line.seller),
        method: line.method,
        address: line.address,
        request_id: line.request_id,
        request: line.request,
    }
}
