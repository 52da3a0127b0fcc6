//! The two lists of FBS and rFBS postings: all of a period, and what is still to be done.

#[cfg(test)]
mod tests;
mod today;

pub(super) use today::{distinct, orders};
pub use today::{unfulfilled_v4, v4};

use std::{cmp::Ordering, fmt::Write};

use gostiny_wire::{
    posting::{
        PostingDir, PostingFbs, PostingFbsListV3Filter, PostingFbsListV3Request, PostingFbsListV3Response,
        PostingFbsListV3Result, PostingFbsListWith, PostingFbsUnfulfilledListV3Request,
        PostingFbsUnfulfilledListV3Response, PostingFbsUnfulfilledListV3Result,
    },
    scalar::{OrderId, Time},
};
use jiff::{ToSpan, tz::TimeZone};

use super::{
    late,
    row::{Posting, columns},
    view::Sources,
};
use crate::{
    args,
    call::Call,
    check,
    error::{Error, Result},
    store::Arg,
};

/// Statuses in which something is still to happen; not all of them ever come up here.
const UNFINISHED: &[&str] = &[
    "acceptance_in_progress",
    "arbitration",
    "awaiting_approve",
    "awaiting_deliver",
    "awaiting_packaging",
    "awaiting_registration",
    "awaiting_verification",
    "client_arbitration",
    "delivering",
    "driver_pickup",
    "not_accepted",
    "sent_by_seller",
    "ship_in_process",
];
/// Statuses in which nothing happens any more.
const FINAL: &[&str] = &["cancelled", "cancelled_from_split_pending", "delivered"];

/// Postings whose processing began in a period of at most a year.
pub async fn v3(call: &mut Call, req: &PostingFbsListV3Request) -> Result<PostingFbsListV3Response> {
    let name = "PostingFbsListV3Request";
    let filter = check::required(name, "Filter", req.filter.as_ref())?;
    check::limit(name, req.limit, 1000)?;
    check::offset(name, req.offset)?;
    let lists = lists(name, &filter.delivery_method_id, &filter.provider_id, &filter.warehouse_id)?;
    let (since, to) = period("PostingFbsListV3", filter.since, filter.to)?;
    known_status(&filter.status).map_err(|rule| invalid_filter("PostingFbsListV3", "Status", &rule))?;
    let length = usize::try_from(req.limit).unwrap_or(usize::MAX);
    let mut page = if filter.order_id == OrderId(0) {
        let args = args![call.seller, since, to, req.limit + 1, req.offset];
        let (sql, args) = in_period(LIST, args, &filter.status, req.dir);
        let (sql, args) = with_lists(&sql, &args, lists);
        let mut found = late::rows(call, &sql, &args).await?;
        found.sort_by(|a, b| in_order(req.dir, (a.in_process_at, b.in_process_at), a, b));
        found
    } else {
        let mut found = of_order(call, filter, lists).await?;
        found.retain(|posting| (since..=to).contains(&posting.in_process_at));
        if req.dir == PostingDir::Desc {
            found.reverse();
        }
        let skipped = usize::try_from(req.offset).unwrap_or(usize::MAX);
        found.into_iter().skip(skipped).take(length.saturating_add(1)).collect()
    };
    let has_next = page.len() > length;
    page.truncate(length);
    let postings = shown(call, page, &req.with).await?;
    Ok(PostingFbsListV3Response { result: PostingFbsListV3Result { has_next, postings } })
}

const LIST: &str = concat!(
    "select ",
    columns!(),
    " from posting where seller_id = $1 and posting_number in (select posting_number from posting \
     where seller_id = $1 {period} and scheme in ('fbs', 'rfbs'){lists} order by {order} limit $4 offset $5)"
);

/// Names the period and the order of a list. With a status both begin with it, so that only the index of statuses
/// serves them, whatever a planner believes about how many postings have it.
pub(super) fn in_period(sql: &str, args: &[Arg], status: &str, dir: PostingDir) -> (String, Vec<Arg>) {
    let mut args = args.to_vec();
    let (period, order) = if status.is_empty() {
        ("and in_process_at >= $2 and in_process_at <= $3".to_owned(), "in_process_at {dir}, posting_number {dir}")
    } else {
        args.push(status.into());
        let last = args.len();
        let period =
            format!("and (status, in_process_at) >= (${last}, $2) and (status, in_process_at) <= (${last}, $3)");
        (period, "status {dir}, in_process_at {dir}, posting_number {dir}")
    };
    (directed(&sql.replace("{period}", &period).replace("{order}", order), dir), args)
}

/// What the database found by number comes back in the order in which it was searched.
pub(super) fn in_order(dir: PostingDir, (of_a, of_b): (Time, Time), a: &Posting, b: &Posting) -> Ordering {
    let order = (of_a, &a.posting_number).cmp(&(of_b, &b.posting_number));
    if dir == PostingDir::Desc { order.reverse() } else { order }
}

/// Names the status only where one is asked for, so that each of the two texts has an index of its own.
fn with_status(sql: &str, args: &[Arg], status: &str) -> (String, Vec<Arg>) {
    let mut args = args.to_vec();
    let condition = if status.is_empty() {
        String::new()
    } else {
        args.push(status.into());
        format!(" and status = ${}", args.len())
    };
    (sql.replace("{status}", &condition), args)
}

/// All of the few postings of one order, oldest first. Asked for with a period, SQLite would walk the period
/// instead of the order.
async fn of_order(call: &mut Call, filter: &PostingFbsListV3Filter, lists: [List; 3]) -> Result<Vec<Posting>> {
    let (sql, args) = with_lists(OF_ORDER, args![call.seller, filter.order_id, &filter.status], lists);
    let mut found = late::rows(call, &sql, &args).await?;
    found.sort_by(|a, b| (a.in_process_at, &a.posting_number).cmp(&(b.in_process_at, &b.posting_number)));
    Ok(found)
}

const OF_ORDER: &str = concat!(
    "select ",
    columns!(),
    " from posting where seller_id = $1 and order_id = $2 and scheme in ('fbs', 'rfbs') \
     and ($3 = '' or status = $3){lists}"
);

/// Postings that are not finished, by their cut-off or by the day they were given to delivery.
pub async fn unfulfilled_v3(
    call: &mut Call,
    req: &PostingFbsUnfulfilledListV3Request,
) -> Result<PostingFbsUnfulfilledListV3Response> {
    let name = "PostingFbsUnfulfilledListV3Request";
    let filter = check::required(name, "Filter", req.filter.as_ref())?;
    check::limit(name, req.limit, 1000)?;
    check::offset(name, req.offset)?;
    let lists = lists(name, &filter.delivery_method_id, &filter.provider_id, &filter.warehouse_id)?;
    let range = range([filter.cutoff_from, filter.cutoff_to, filter.delivering_date_from, filter.delivering_date_to])?;
    if !filter.status.is_empty() && !UNFINISHED.contains(&filter.status.as_str()) {
        return Err(invalid_argument());
    }
    let args = args![call.seller, range.from, range.to, req.limit, req.offset];
    let (sql, args) = with_status(UNFULFILLED, args, &filter.status);
    let (sql, args) = with_lists(&sql, &args, lists.clone());
    let sql = directed(&sql, req.dir).replace("{date}", range.column);
    let mut page = late::rows(call, &sql, &args).await?;
    page.sort_by(|a, b| in_order(req.dir, (a.shipment_date, b.shipment_date), a, b));
    let seen = i64::try_from(page.len()).unwrap_or(i64::MAX);
    let count = if seen < req.limit && (seen > 0 || req.offset == 0) {
        req.offset + seen
    } else {
        let (sql, args) = with_status(COUNT, args![call.seller, range.from, range.to], &filter.status);
        let (sql, args) = with_lists(&sql, &args, lists);
        late::count(call, &sql.replace("{date}", range.column), &args).await?
    };
    let postings = shown(call, page, &req.with).await?;
    Ok(PostingFbsUnfulfilledListV3Response { result: PostingFbsUnfulfilledListV3Result { count, postings } })
}

const UNFULFILLED: &str = concat!(
    "select ",
    columns!(),
    " from posting where seller_id = $1 and posting_number in (select posting_number from posting \
     where seller_id = $1 and {date} >= $2 and {date} <= $3 \
     and status not in ('delivered', 'cancelled', 'cancelled_from_split_pending') and scheme in ('fbs', 'rfbs') \
     {status}{lists} order by shipment_date {dir}, posting_number {dir} limit $4 offset $5)"
);
const COUNT: &str = "select count(*) from posting where seller_id = $1 and {date} >= $2 and {date} <= $3 \
    and status not in ('delivered', 'cancelled', 'cancelled_from_split_pending') and scheme in ('fbs', 'rfbs') \
    {status}{lists}";

async fn shown(call: &mut Call, page: Vec<Posting>, with: &PostingFbsListWith) -> Result<Vec<PostingFbs>> {
    let mut sources = Sources::gather(call, &page, with.into()).await?;
    Ok(page.into_iter().map(|posting| sources.listed(posting)).collect())
}

pub(super) fn directed(sql: &str, dir: PostingDir) -> String {
    sql.replace("{dir}", if dir == PostingDir::Desc { "desc" } else { "asc" })
}

/// A column and the values it may have; none is no condition.
pub(super) type List = (&'static str, Vec<Arg>);

fn lists<D, P, W>(name: &str, methods: &[D], providers: &[P], warehouses: &[W]) -> Result<[List; 3]>
where
    D: Copy + Into<Arg>,
    P: Copy + Into<Arg>,
    W: Copy + Into<Arg>,
{
    check::items(name, "Filter.DeliveryMethodId", methods.len(), 0, 1000)?;
    check::items(name, "Filter.ProviderId", providers.len(), 0, 1000)?;
    check::items(name, "Filter.WarehouseId", warehouses.len(), 0, 1000)?;
    Ok([
        ("delivery_method_id", methods.iter().map(|&id| id.into()).collect()),
        ("provider_id", providers.iter().map(|&id| id.into()).collect()),
        ("warehouse_id", warehouses.iter().map(|&id| id.into()).collect()),
    ])
}

/// Puts the lists in the place of `{lists}`. Each is filled up to one of few lengths by its last value, so that
/// prepared statements are found again.
pub(super) fn with_lists(sql: &str, args: &[Arg], lists: impl IntoIterator<Item = List>) -> (String, Vec<Arg>) {
    let (mut text, mut args) = (String::new(), args.to_vec());
    for (column, values) in lists {
        let Some(last) = values.last().cloned() else { continue };
        let length = [1, 10, 100, 1000].into_iter().find(|&length| length >= values.len()).unwrap_or(values.len());
        let _ = write!(text, " and {column} in (");
        for at in 0..length {
            let _ = write!(text, "{}${}", if at == 0 { "" } else { ", " }, args.len() + at + 1);
        }
        text.push(')');
        let filled = args.len() + length;
        args.extend(values);
        args.resize(filled, last);
    }
    (sql.replace("{lists}", &text), args)
}

/// A period whose ends are both given. `list` is what the types of the list begin with.
fn period(list: &str, since: Option<Time>, to: Option<Time>) -> Result<(Time, Time)> {
    let since = since.ok_or_else(|| invalid_filter(list, "Since", "value is required"))?;
    let to = to.ok_or_else(|| invalid_filter(list, "To", "value is required"))?;
    if to < since {
        return Err(invalid_filter(list, "To", "value must be greater than or equal to since"));
    }
    if longer_than_a_year(since, to) {
        return Err(Error::BadRequest("PERIOD_IS_TOO_LONG".to_owned()));
    }
    Ok((since, to))
}

/// The rule that a status breaks, when there is none of that name.
pub(super) fn known_status(status: &str) -> Result<(), String> {
    if status.is_empty() || UNFINISHED.contains(&status) || FINAL.contains(&status) {
        return Ok(());
    }
    let known = UNFINISHED.iter().chain(FINAL).copied().collect::<Vec<_>>().join(" ");
    Err(format!("value must be in list [{known}]"))
}

fn invalid_filter(list: &str, field: &str, rule: &str) -> Error {
    let cause = format!("invalid {list}Filter.{field}: {rule}");
    Error::invalid(format!("{list}Request.Filter"), format!("embedded message failed validation | caused by: {cause}"))
}

/// The dates that an unfulfilled list is limited by.
#[derive(Debug, PartialEq, Eq)]
struct Range {
    column: &'static str,
    from: Time,
    to: Time,
}

/// Of the two pairs of dates exactly one must be there, and whole.
fn range(dates: [Option<Time>; 4]) -> Result<Range> {
    let range = match dates {
        [Some(from), Some(to), None, None] => Range { column: "shipment_date", from, to },
        [None, None, Some(from), Some(to)] => Range { column: "delivering_date", from, to },
        _ => return Err(invalid_argument()),
    };
    if range.to < range.from {
        return Err(invalid_argument());
    }
    if longer_than_a_year(range.from, range.to) {
        return Err(Error::BadRequest("PERIOD_IS_TOO_LONG".to_owned()));
    }
    Ok(range)
}

fn invalid_argument() -> Error {
    Error::BadRequest("INVALID_ARGUMENT".to_owned())
}

/// A calendar year: from a day to the same day of the next year is not longer.
fn longer_than_a_year(from: Time, to: Time) -> bool {
    let [from, to] = [from, to].map(|at| TimeZone::UTC.to_datetime(at.timestamp()));
    from.checked_add(1.year()).is_ok_and(|year_later| to > year_later)
}
