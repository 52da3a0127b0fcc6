//! The two lists of FBS and rFBS postings: all of a period, and what is still to be done.

use std::fmt::Write;

use gostiny_wire::{
    posting::{
        PostingDir, PostingFbs, PostingFbsListV3Filter, PostingFbsListV3Request, PostingFbsListV3Response,
        PostingFbsListV3Result, PostingFbsListWith, PostingFbsUnfulfilledListV3Filter,
        PostingFbsUnfulfilledListV3Request, PostingFbsUnfulfilledListV3Response, PostingFbsUnfulfilledListV3Result,
    },
    scalar::{OrderId, Time},
};
use jiff::{ToSpan, tz::TimeZone};

use super::{
    row::{self, Posting, columns},
    view::Sources,
};
use crate::{
    args,
    call::Call,
    check,
    error::{Error, Result},
    store::Arg,
};

/// Statuses in which something is still to happen.
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
    let (since, to) = period(filter)?;
    known_status(&filter.status)?;
    let order = if filter.order_id == OrderId(0) { vec![] } else { vec![Arg::from(filter.order_id)] };
    let lists = lists.into_iter().chain([("order_id", order)]);
    let args = args![call.seller, since, to, &filter.status, req.limit + 1, req.offset];
    let (sql, args) = with_lists(LIST, args, lists);
    let mut page = call.tx.rows(&directed(&sql, req.dir), &args, row::posting).await?;
    let length = usize::try_from(req.limit).unwrap_or(usize::MAX);
    let has_next = page.len() > length;
    page.truncate(length);
    Ok(PostingFbsListV3Response {
        result: PostingFbsListV3Result { has_next, postings: shown(call, page, &req.with).await? },
    })
}

const LIST: &str = concat!(
    "select ",
    columns!(),
    " from posting where seller_id = $1 and in_process_at >= $2 and in_process_at <= $3 and scheme in ('fbs', 'rfbs') \
     and ($4 = '' or status = $4){lists} order by in_process_at {dir}, posting_number {dir} limit $5 offset $6"
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
    let range = range(filter)?;
    if !filter.status.is_empty() && !UNFINISHED.contains(&filter.status.as_str()) {
        return Err(invalid_argument());
    }
    let args = args![call.seller, range.from, range.to, &filter.status, req.limit, req.offset];
    let (sql, args) = with_lists(UNFULFILLED, args, lists.clone());
    let sql = directed(&sql, req.dir).replace("{date}", range.column);
    let page = call.tx.rows(&sql, &args, row::posting).await?;
    let seen = i64::try_from(page.len()).unwrap_or(i64::MAX);
    let count = if seen < req.limit && (seen > 0 || req.offset == 0) {
        req.offset + seen
    } else {
        let (sql, args) = with_lists(COUNT, args![call.seller, range.from, range.to, &filter.status], lists);
        call.tx.value(&sql.replace("{date}", range.column), &args).await?
    };
    let postings = shown(call, page, &req.with).await?;
    Ok(PostingFbsUnfulfilledListV3Response { result: PostingFbsUnfulfilledListV3Result { count, postings } })
}

const UNFULFILLED: &str = concat!(
    "select ",
    columns!(),
    " from posting where seller_id = $1 and {date} >= $2 and {date} <= $3 \
     and status not in ('delivered', 'cancelled', 'cancelled_from_split_pending') and scheme in ('fbs', 'rfbs') \
     and ($4 = '' or status = $4){lists} order by shipment_date {dir}, posting_number {dir} limit $5 offset $6"
);
const COUNT: &str = "select count(*) from posting where seller_id = $1 and {date} >= $2 and {date} <= $3 \
    and status not in ('delivered', 'cancelled', 'cancelled_from_split_pending') and scheme in ('fbs', 'rfbs') \
    and ($4 = '' or status = $4){lists}";

async fn shown(call: &mut Call, page: Vec<Posting>, with: &PostingFbsListWith) -> Result<Vec<PostingFbs>> {
    let mut sources = Sources::gather(call, &page, with.into()).await?;
    Ok(page.into_iter().map(|posting| sources.listed(posting)).collect())
}

fn directed(sql: &str, dir: PostingDir) -> String {
    sql.replace("{dir}", if dir == PostingDir::Desc { "desc" } else { "asc" })
}

/// A column and the values it may have; none is no condition.
type List = (&'static str, Vec<Arg>);

fn lists<D, W>(name: &str, methods: &[D], providers: &[i64], warehouses: &[W]) -> Result<[List; 3]>
where
    D: Copy + Into<Arg>,
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
fn with_lists(sql: &str, args: &[Arg], lists: impl IntoIterator<Item = List>) -> (String, Vec<Arg>) {
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

fn period(filter: &PostingFbsListV3Filter) -> Result<(Time, Time)> {
    let since = filter.since.ok_or_else(|| invalid_filter("Since", "value is required"))?;
    let to = filter.to.ok_or_else(|| invalid_filter("To", "value is required"))?;
    if to < since {
        return Err(invalid_filter("To", "value must be greater than or equal to since"));
    }
    if longer_than_a_year(since, to) {
        return Err(Error::BadRequest("PERIOD_IS_TOO_LONG".to_owned()));
    }
    Ok((since, to))
}

fn known_status(status: &str) -> Result<()> {
    if status.is_empty() || UNFINISHED.contains(&status) || FINAL.contains(&status) {
        return Ok(());
    }
    let known = UNFINISHED.iter().chain(FINAL).copied().collect::<Vec<_>>().join(" ");
    Err(invalid_filter("Status", &format!("value must be in list [{known}]")))
}

fn invalid_filter(field: &str, rule: &str) -> Error {
    let cause = format!("invalid PostingFbsListV3Filter.{field}: {rule}");
    Error::invalid("PostingFbsListV3Request.Filter", format!("embedded message failed validation | caused by: {cause}"))
}

/// The dates that an unfulfilled list is limited by.
#[derive(Debug, PartialEq, Eq)]
struct Range {
    column: &'static str,
    from: Time,
    to: Time,
}

/// Of the two pairs of dates exactly one must be there, and whole.
fn range(filter: &PostingFbsUnfulfilledListV3Filter) -> Result<Range> {
    let cutoff = (filter.cutoff_from, filter.cutoff_to);
    let delivering = (filter.delivering_date_from, filter.delivering_date_to);
    let range = match (cutoff, delivering) {
        ((Some(from), Some(to)), (None, None)) => Range { column: "shipment_date", from, to },
        ((None, None), (Some(from), Some(to))) => Range { column: "delivering_date", from, to },
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

#[cfg(test)]
mod tests {
    use gostiny_wire::scalar::{ClientId, DeliveryMethodId, WarehouseId};

    use super::*;
    use crate::areas::{
        posting::view::tests::{NOW, in_shop, keep, posting},
        tariff::Scheme,
    };
    use crate::store::Row;

    /// Ten parcels an hour apart, the last two finished; one of FBO and one of another shop beside them.
    async fn fill(call: &mut Call) -> Result<()> {
        let mut parcels: Vec<Posting> =
            (0..10).map(|hour| parcel(hour, if hour < 8 { "delivering" } else { "delivered" })).collect();
        parcels.push(Posting { posting_number: "9-fbo".into(), scheme: Scheme::Fbo, ..parcel(5, "delivering") });
        parcels.push(Posting {
            posting_number: "9-foreign".into(),
            seller: ClientId(100_002),
            ..parcel(5, "delivering")
        });
        keep(call, &parcels).await
    }

    fn parcel(hour: i64, status: &str) -> Posting {
        let at = NOW.plus_hours(hour);
        Posting {
            posting_number: format!("1-{hour}").into(),
            status: status.to_owned(),
            in_process_at: at,
            shipment_date: at.plus_days(1),
            delivering_date: Some(at.plus_days(2)),
            warehouse_id: WarehouseId(hour % 2),
            delivery_method_id: DeliveryMethodId(hour % 3),
            ..posting(Scheme::Fbs)
        }
    }

    fn numbers(postings: &[PostingFbs]) -> Vec<&str> {
        postings.iter().map(|posting| posting.posting_number.as_str()).collect()
    }

    fn asked(limit: i64, offset: i64, dir: PostingDir) -> PostingFbsListV3Request {
        let filter = PostingFbsListV3Filter { since: Some(NOW), to: Some(NOW.plus_days(1)), ..Default::default() };
        PostingFbsListV3Request { filter: Some(filter), limit, offset, dir, ..Default::default() }
    }

    #[tokio::test]
    async fn a_period_is_paged_both_ways_and_filtered() {
        in_shop(|call| {
            Box::pin(async move {
                fill(call).await?;
                let first = v3(call, &asked(4, 0, PostingDir::Asc)).await?.result;
                assert_eq!((numbers(&first.postings), first.has_next), (vec!["1-0", "1-1", "1-2", "1-3"], true));
                let last = v3(call, &asked(4, 6, PostingDir::Asc)).await?.result;
                assert_eq!((numbers(&last.postings), last.has_next), (vec!["1-6", "1-7", "1-8", "1-9"], false));
                let back = v3(call, &asked(2, 0, PostingDir::Desc)).await?.result;
                assert_eq!((numbers(&back.postings), back.has_next), (vec!["1-9", "1-8"], true));
                assert_eq!(back.postings.first().map(|posting| posting.products.len()), Some(1));

                let mut narrow = asked(100, 0, PostingDir::Asc);
                let filter = narrow.filter.get_or_insert_default();
                filter.status = "delivering".to_owned();
                filter.warehouse_id = vec![WarehouseId(1), WarehouseId(77)];
                filter.delivery_method_id = vec![DeliveryMethodId(0), DeliveryMethodId(1), DeliveryMethodId(78)];
                filter.order_id = OrderId(680_420_001);
                assert_eq!(numbers(&v3(call, &narrow).await?.result.postings), ["1-1", "1-3", "1-7"]);
                narrow.filter.get_or_insert_default().provider_id = vec![25];
                assert_eq!(v3(call, &narrow).await?.result.postings, []);
                Ok(())
            })
        })
        .await;
    }

    #[tokio::test]
    async fn unfulfilled_ones_are_counted_over_all_pages() {
        in_shop(|call| {
            Box::pin(async move {
                fill(call).await?;
                let filter = PostingFbsUnfulfilledListV3Filter {
                    cutoff_from: Some(NOW.plus_days(1)),
                    cutoff_to: Some(NOW.plus_days(2)),
                    ..Default::default()
                };
                let by_cutoff =
                    PostingFbsUnfulfilledListV3Request { filter: Some(filter), limit: 3, ..Default::default() };
                for (offset, limit, want, length) in [(0, 3, 8, 3), (6, 3, 8, 2), (0, 100, 8, 8), (50, 3, 8, 0)] {
                    let page = PostingFbsUnfulfilledListV3Request { offset, limit, ..by_cutoff.clone() };
                    let page = unfulfilled_v3(call, &page).await?.result;
                    assert_eq!((page.count, page.postings.len()), (want, length), "offset {offset}");
                }
                let filter = PostingFbsUnfulfilledListV3Filter {
                    delivering_date_from: Some(NOW.plus_days(2).plus_hours(3)),
                    delivering_date_to: Some(NOW.plus_days(3)),
                    warehouse_id: vec![WarehouseId(1)],
                    ..Default::default()
                };
                let given =
                    PostingFbsUnfulfilledListV3Request { filter: Some(filter), dir: PostingDir::Desc, ..by_cutoff };
                let given = unfulfilled_v3(call, &given).await?.result;
                assert_eq!((numbers(&given.postings), given.count), (vec!["1-7", "1-5", "1-3"], 3));
                Ok(())
            })
        })
        .await;
    }

    #[tokio::test]
    async fn both_lists_walk_their_index_and_sort_nothing() {
        in_shop(|call| {
            Box::pin(async move {
                fill(call).await?;
                let day = args![call.seller, NOW, NOW.plus_days(1), "delivering", 50, 0].to_vec();
                for (sql, index) in
                    [(LIST, "posting_in_process"), (UNFULFILLED, "posting_unfulfilled"), (COUNT, "posting_unfulfilled")]
                {
                    let args = if sql == COUNT { day.get(..4).unwrap_or_default() } else { &day };
                    let (sql, args) = with_lists(sql, args, [("warehouse_id", vec![Arg::from(7), Arg::from(8)])]);
                    let sql = directed(&sql, PostingDir::Desc).replace("{date}", "shipment_date");
                    let sql = format!("explain query plan {sql}");
                    let detail = |row: &Row<'_>| {
                        let _: (i64, i64, i64) = (row.next()?, row.next()?, row.next()?);
                        row.next::<String>()
                    };
                    let plan = call.tx.rows(&sql, &args, detail).await?.join("; ");
                    assert!(plan.contains(index) && !plan.contains("TEMP B-TREE"), "{plan}");
                }
                Ok(())
            })
        })
        .await;
    }

    #[test]
    fn lists_fill_few_lengths_and_number_on() {
        let (sql, args) = with_lists(
            "a = $1{lists}",
            args![9],
            [("b", vec![]), ("c", vec![Arg::from(1)]), ("d", (1..=3).map(Arg::from).collect())],
        );
        assert!(sql.starts_with("a = $1 and c in ($2) and d in ($3, $4, ") && sql.ends_with(", $12)"), "{sql}");
        assert_eq!((args.len(), args.last()), (12, Some(&Arg::from(3))));
    }

    #[test]
    fn of_two_pairs_of_dates_one_is_given_whole() {
        let day = |day| Some(NOW.plus_days(day));
        let filter =
            |cutoff_from, cutoff_to, delivering_date_from, delivering_date_to| PostingFbsUnfulfilledListV3Filter {
                cutoff_from,
                cutoff_to,
                delivering_date_from,
                delivering_date_to,
                ..Default::default()
            };
        assert_eq!(range(&filter(day(0), day(1), None, None)).unwrap().column, "shipment_date");
        assert_eq!(range(&filter(None, None, day(1), day(1))).unwrap().column, "delivering_date");
        let wrong = [
            filter(None, None, None, None),
            filter(day(0), None, None, None),
            filter(day(0), day(1), day(0), day(1)),
            filter(day(0), day(1), None, day(1)),
            filter(day(1), day(0), None, None),
        ];
        for filter in wrong {
            assert_eq!(range(&filter).unwrap_err().to_string(), "INVALID_ARGUMENT", "{filter:?}");
        }
        assert_eq!(range(&filter(day(0), day(366), None, None)).unwrap_err().to_string(), "PERIOD_IS_TOO_LONG");
    }

    #[test]
    fn a_period_is_given_whole_and_spans_a_year_at_most() {
        let filter = |since: &str, to: &str| PostingFbsListV3Filter {
            since: since.parse().ok(),
            to: to.parse().ok(),
            ..Default::default()
        };
        assert!(period(&filter("2024-01-12T09:00:00Z", "2025-01-12T09:00:00Z")).is_ok());
        for (since, to, text) in [
            ("2025-01-12T09:00:00Z", "2026-01-12T09:00:00.000001Z", "PERIOD_IS_TOO_LONG"),
            ("", "2026-01-12T09:00:00Z", "PostingFbsListV3Filter.Since: value is required"),
            ("2026-01-12T09:00:00Z", "", "PostingFbsListV3Filter.To: value is required"),
            ("2026-01-12T09:00:00Z", "2026-01-12T08:00:00Z", "PostingFbsListV3Filter.To: value must be"),
        ] {
            let error = period(&filter(since, to)).unwrap_err().to_string();
            assert!(error.contains(text), "{error}");
        }
        assert!(known_status("").is_ok() && known_status("delivered").is_ok() && known_status("shipped").is_err());
    }
}
