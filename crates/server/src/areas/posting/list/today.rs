//! The two lists as they are asked for today: by cursor, with lists of statuses and orders, and by when a status changed.

use std::collections::BTreeSet;

use gostiny_wire::{
    posting::{
        PostingFbsListV4Request, PostingFbsListV4Response, PostingFbsListV4With, PostingFbsUnfulfilledListV4Request,
        PostingFbsUnfulfilledListV4Response, PostingFbsV4, PostingPeriod,
    },
    scalar::{OrderId, OrderNumber, Time},
};

use super::{
    super::{
        action::Terms,
        row::Posting,
        turn::{self, By, Choice},
        view::{Sources, With},
    },
    List, UNFINISHED, invalid_argument, invalid_filter, known_status, lists, period, range,
};
use crate::{call::Call, check, error::Result, store::Arg};

const OWN: &str = "scheme in ('fbs', 'rfbs')";
const UNFULFILLED: &str =
    "status not in ('delivered', 'cancelled', 'cancelled_from_split_pending') and scheme in ('fbs', 'rfbs')";
/// Integrations that a list can be narrowed to, and how postings spell them.
const FLOWS: [(&str, &str); 5] = [
    ("ozon", "ozon"),
    ("aggregator", "aggregator"),
    ("non_integrated", "non_integrated"),
    ("3pl_tracking", "3pl_tracking"),
    ("hybrid", "hybryd"),
];
/// Orders that can be named in one call.
const MOST_ORDERS: usize = 100;

/// Postings whose processing began in a period of at most a year.
pub async fn v4(call: &mut Call, req: &PostingFbsListV4Request) -> Result<PostingFbsListV4Response> {
    const REQUEST: &str = "PostingFbsListV4Request";
    let filter = check::required(REQUEST, "Filter", req.filter.as_ref())?;
    check::limit(REQUEST, req.limit, 1_000)?;
    let refused = |field: &str, rule: String| invalid_filter("PostingFbsListV4", field, &rule);
    let mut lists = lists(REQUEST, &filter.delivery_method_ids, &filter.provider_ids, &filter.warehouse_ids)?.to_vec();
    lists.push(flows(&filter.integration_type_flow).map_err(|rule| refused("IntegrationTypeFlow", rule))?);
    let statuses = distinct(&filter.statuses);
    for status in &statuses {
        known_status(status).map_err(|rule| refused("Statuses", rule))?;
    }
    let choice = Choice {
        by: By::InProcess,
        period: period("PostingFbsListV4", filter.since, filter.to)?,
        kind: OWN,
        statuses,
        lists,
        dates: changed(filter.last_changed_status_date, call.now),
        order_id: filter.order_id,
        order_numbers: orders(REQUEST, &filter.order_numbers)?,
    };
    if filter.is_blr_traceable {
        // No goods of this marketplace are traced by Belarus.
        return Ok(PostingFbsListV4Response::default());
    }
    let page = turn::page(call, &choice, req.sort_dir, &req.cursor, req.limit).await?;
    let has_next = !page.cursor.is_empty();
    let postings = shown(call, page.postings, req.with, req.translit).await?;
    Ok(PostingFbsListV4Response { cursor: page.cursor, has_next, postings })
}

/// Postings that are not finished, by their cut-off or by the day they were given to delivery.
pub async fn unfulfilled_v4(
    call: &mut Call,
    req: &PostingFbsUnfulfilledListV4Request,
) -> Result<PostingFbsUnfulfilledListV4Response> {
    const REQUEST: &str = "PostingFbsUnfulfilledListV4Request";
    let filter = check::required(REQUEST, "Filter", req.filter.as_ref())?;
    check::limit(REQUEST, req.limit, 1_000)?;
    let lists = lists(REQUEST, &filter.delivery_method_ids, &filter.provider_ids, &filter.warehouse_ids)?.to_vec();
    let range = range([filter.cutoff_from, filter.cutoff_to, filter.delivering_date_from, filter.delivering_date_to])?;
    let statuses = distinct(&filter.statuses);
    if statuses.iter().any(|status| !UNFINISHED.contains(&status.as_str())) {
        return Err(invalid_argument());
    }
    let mut dates = changed(filter.last_changed_status_date, call.now);
    let by_cutoff = range.column == "shipment_date";
    if !by_cutoff {
        dates.push((range.column, range.from, range.to));
    }
    let choice = Choice {
        by: By::Cutoff,
        period: if by_cutoff { (range.from, range.to) } else { (Time(i64::MIN), Time(i64::MAX)) },
        kind: UNFULFILLED,
        statuses,
        lists,
        dates,
        order_id: OrderId(0),
        order_numbers: Vec::new(),
    };
    let page = turn::page(call, &choice, req.sort_dir, &req.cursor, req.limit).await?;
    let has_next = !page.cursor.is_empty();
    let count = if req.cursor.is_empty() && !has_next {
        i64::try_from(page.postings.len()).unwrap_or(i64::MAX)
    } else {
        turn::count(call, &choice).await?
    };
    let postings = shown(call, page.postings, req.with, req.translit).await?;
    Ok(PostingFbsUnfulfilledListV4Response { count, cursor: page.cursor, has_next, postings })
}

/// Each of them once; the empty text is none.
pub(in super::super) fn distinct(words: &[String]) -> Vec<String> {
    let words: BTreeSet<&String> = words.iter().filter(|word| !word.is_empty()).collect();
    words.into_iter().cloned().collect()
}

/// Numbers of orders, not too many.
pub(in super::super) fn orders(request: &str, numbers: &[OrderNumber]) -> Result<Vec<OrderNumber>> {
    check::items(request, "Filter.OrderNumbers", numbers.len(), 0, MOST_ORDERS)?;
    Ok(numbers.to_vec())
}

fn flows(given: &[String]) -> Result<List, String> {
    let known = |flow: &String| FLOWS.iter().find(|(name, _)| name == flow).map(|(_, kept)| Arg::from(*kept));
    let values: Option<Vec<Arg>> = distinct(given).iter().map(known).collect();
    let names = FLOWS.map(|(name, _)| name).join(" ");
    values.map(|values| ("tpl_integration_type", values)).ok_or_else(|| format!("value must be in list [{names}]"))
}

fn changed(period: Option<PostingPeriod>, now: Time) -> Vec<(&'static str, Time, Time)> {
    let PostingPeriod { from, to } = period.unwrap_or_default();
    if from.is_none() && to.is_none() {
        return Vec::new();
    }
    vec![("status_changed_at", from.unwrap_or(Time(0)), to.unwrap_or(now).min(now))]
}

async fn shown(
    call: &mut Call,
    page: Vec<Posting>,
    with: PostingFbsListV4With,
    translit: bool,
) -> Result<Vec<PostingFbsV4>> {
    let with = With {
        analytics_data: with.analytics_data,
        barcodes: with.barcodes,
        financial_data: with.financial_data,
        legal_info: with.legal_info,
        translit,
        ..With::default()
    };
    let terms = Terms::of(call).await?;
    let mut sources = Sources::gather(call, &page, with).await?;
    page.into_iter().map(|posting| sources.listed_today(posting, terms)).collect()
}
