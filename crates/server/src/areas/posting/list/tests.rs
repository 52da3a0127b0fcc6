//! The lists over a shop of made-up parcels, and the rules of their filters.

use gostiny_wire::{
    posting::PostingFbsUnfulfilledListV3Filter,
    scalar::{ClientId, DeliveryMethodId, WarehouseId},
};

use super::{
    super::view::tests::{NOW, in_shop, keep, posting},
    *,
};
use crate::{areas::tariff::Scheme, store::Row};

/// Ten parcels an hour apart, the last two finished; one of FBO and one of another shop beside them.
async fn fill(call: &mut Call) -> Result<()> {
    let mut parcels: Vec<Posting> =
        (0..10).map(|hour| parcel(hour, if hour < 8 { "delivering" } else { "delivered" })).collect();
    parcels.push(Posting { posting_number: "9-fbo".into(), scheme: Scheme::Fbo, ..parcel(5, "delivering") });
    parcels.push(Posting { posting_number: "9-foreign".into(), seller: ClientId(100_002), ..parcel(5, "delivering") });
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
            assert_eq!(numbers(&v3(call, &narrow).await?.result.postings), ["1-1", "1-3", "1-7"]);
            narrow.filter.get_or_insert_default().provider_id = vec![25];
            assert_eq!(v3(call, &narrow).await?.result.postings, []);

            let mut order = asked(2, 1, PostingDir::Desc);
            let filter = order.filter.get_or_insert_default();
            (filter.order_id, filter.to) = (OrderId(680_420_001), Some(NOW.plus_hours(4)));
            let page = v3(call, &order).await?.result;
            assert_eq!((numbers(&page.postings), page.has_next), (vec!["1-3", "1-2"], true));
            order.filter.get_or_insert_default().order_id = OrderId(1);
            assert_eq!(v3(call, &order).await?.result.postings, []);
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
            let by_cutoff = PostingFbsUnfulfilledListV3Request { filter: Some(filter), limit: 3, ..Default::default() };
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
            let given = PostingFbsUnfulfilledListV3Request { filter: Some(filter), dir: PostingDir::Desc, ..by_cutoff };
            let given = unfulfilled_v3(call, &given).await?.result;
            assert_eq!((numbers(&given.postings), given.count), (vec!["1-7", "1-5", "1-3"], 3));
            Ok(())
        })
    })
    .await;
}

#[tokio::test]
async fn lists_walk_their_index_and_sort_nothing() {
    in_shop(|call| {
        Box::pin(async move {
            fill(call).await?;
            let day = args![call.seller, NOW, NOW.plus_days(1), 50, 0];
            let order = args![call.seller, OrderId(680_420_001), "delivering"];
            for (sql, args, status, index) in [
                (LIST, &day[..], "", "posting_listed"),
                (LIST, &day[..], "delivering", "posting_status"),
                (UNFULFILLED, &day[..], "delivering", "posting_unfulfilled"),
                (COUNT, &day[..3], "delivering", "posting_unfulfilled"),
                (OF_ORDER, &order[..], "", "posting_order"),
            ] {
                let (sql, args) = if sql == LIST {
                    in_period(sql, args, status, PostingDir::Desc)
                } else {
                    with_status(sql, args, status)
                };
                let (sql, args) = with_lists(&sql, &args, [("warehouse_id", vec![Arg::from(7), Arg::from(8)])]);
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
    assert_eq!(range([day(0), day(1), None, None]).unwrap().column, "shipment_date");
    assert_eq!(range([None, None, day(1), day(1)]).unwrap().column, "delivering_date");
    let wrong = [
        [None, None, None, None],
        [day(0), None, None, None],
        [day(0), day(1), day(0), day(1)],
        [day(0), day(1), None, day(1)],
        [day(1), day(0), None, None],
    ];
    for dates in wrong {
        assert_eq!(range(dates).unwrap_err().to_string(), "INVALID_ARGUMENT", "{dates:?}");
    }
    assert_eq!(range([day(0), day(366), None, None]).unwrap_err().to_string(), "PERIOD_IS_TOO_LONG");
}

#[test]
fn a_period_is_given_whole_and_spans_a_year_at_most() {
    let given = |since: &str, to: &str| period("PostingFbsListV3", since.parse().ok(), to.parse().ok());
    assert!(given("2024-01-12T09:00:00Z", "2025-01-12T09:00:00Z").is_ok());
    for (since, to, text) in [
        ("2025-01-12T09:00:00Z", "2026-01-12T09:00:00.000001Z", "PERIOD_IS_TOO_LONG"),
        ("", "2026-01-12T09:00:00Z", "PostingFbsListV3Filter.Since: value is required"),
        ("2026-01-12T09:00:00Z", "", "PostingFbsListV3Filter.To: value is required"),
        ("2026-01-12T09:00:00Z", "2026-01-12T08:00:00Z", "PostingFbsListV3Filter.To: value must be"),
    ] {
        let error = given(since, to).unwrap_err().to_string();
        assert!(error.contains(text), "{error}");
    }
    assert!(known_status("").is_ok() && known_status("delivered").is_ok() && known_status("shipped").is_err());
}
