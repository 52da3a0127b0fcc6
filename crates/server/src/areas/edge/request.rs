//! The last calls of sellers, masked and explained.

use std::sync::Arc;

use gostiny_wire::operator::edge::{
    RequestExcerpt, RequestItemError, RequestItemErrors, RequestListRequest, RequestListResponse, RequestRefusal,
    SellerRequest,
};

use super::why;
use crate::{
    App,
    api::{
        Pattern,
        log::{Entry, Excerpt},
    },
    error::{Error, Result},
    mask,
};

const REQUEST: &str = "RequestListRequest";
/// Calls on a page.
const LARGEST_PAGE: i64 = 200;

/// A page of them, newest first.
pub async fn list(app: Arc<App>, req: RequestListRequest) -> Result<RequestListResponse> {
    let limit = if req.limit == 0 { 50 } else { req.limit };
    if !(1..=LARGEST_PAGE).contains(&limit) {
        let rule = format!("value must be inside range [1, {LARGEST_PAGE}]");
        return Err(Error::invalid(format!("{REQUEST}.limit"), rule));
    }
    let before = match req.last_id.as_str() {
        "" => 0,
        id => id.parse::<i64>().ok().filter(|id| *id > 0).ok_or_else(|| {
            Error::invalid(format!("{REQUEST}.last_id"), "value must be a last_id of an earlier answer")
        })?,
    };
    let path = match req.path.as_str() {
        "" => None,
        path => Some(Pattern::parse(&format!("{REQUEST}.path"), path)?),
    };
    let length = usize::try_from(limit).unwrap_or_default();
    let (mut page, kept) = app.edge.log.page(before, length + 1, |entry| is_wanted(entry, &req, path.as_ref()));
    let more = page.len() > length;
    page.truncate(length);
    let last_id = page.last().filter(|_| more).map(|last| last.id.to_string()).unwrap_or_default();
    let requests = page.iter().map(|entry| told(entry)).collect();
    Ok(RequestListResponse { requests, last_id, kept: i64::try_from(kept).unwrap_or(i64::MAX) })
}

fn is_wanted(entry: &Entry, req: &RequestListRequest, path: Option<&Pattern>) -> bool {
    let went_wrong = || entry.refused.is_some() || entry.fault_id.is_some() || entry.items.count > 0;
    let on_path = |path: &Pattern| match &entry.method {
        Some(info) => path.covers(&entry.path, info),
        None => path.fits(&entry.path),
    };
    req.client_id.is_none_or(|client_id| entry.client_id == Some(client_id))
        && path.is_none_or(on_path)
        && (req.status == 0 || i64::from(entry.status) == req.status)
        && (req.request_id.is_empty() || entry.request_id == req.request_id)
        && (!req.refused || went_wrong())
}

fn told(entry: &Entry) -> SellerRequest {
    let is_query = matches!(entry.verb.as_str(), "GET" | "DELETE");
    SellerRequest {
        id: entry.id,
        at: entry.at,
        client_id: entry.client_id,
        key_id: entry.key_id,
        request_id: entry.request_id.clone(),
        verb: entry.verb.clone(),
        path: entry.path.clone(),
        method: entry.method.map(|info| info.path.to_owned()).unwrap_or_default(),
        status: entry.status.into(),
        duration_us: entry.duration_us,
        request: excerpt(&entry.request, is_query),
        answer: excerpt(&entry.answer, false),
        refusal: entry.refused.as_ref().map(|refused| {
            let explained = why::explain(entry, refused);
            RequestRefusal {
                code: refused.code,
                message: refused.message.clone(),
                rule: explained.rule,
                remedy: explained.remedy,
            }
        }),
        item_errors: items(entry),
        fault_id: entry.fault_id,
    }
}

fn items(entry: &Entry) -> RequestItemErrors {
    let items = entry.items.first.iter().map(|error| RequestItemError {
        item: error.item.clone(),
        code: error.code.clone(),
        message: error.message.clone(),
        remedy: why::remedy_of(&error.code).or(why::remedy_of(&error.message)).unwrap_or_default().to_owned(),
    });
    RequestItemErrors { count: i64::try_from(entry.items.count).unwrap_or(i64::MAX), items: items.collect() }
}

fn excerpt(of: &Excerpt, is_query: bool) -> RequestExcerpt {
    let text = String::from_utf8_lossy(&of.bytes);
    RequestExcerpt {
        size: i64::try_from(of.size).unwrap_or(i64::MAX),
        text: if is_query { mask::query(&text) } else { mask::json(&text) },
        cut: of.bytes.len() < of.size,
    }
}
