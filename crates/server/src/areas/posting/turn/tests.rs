//! Pages over a shop of made-up parcels: nothing lost, nothing twice, and each search in an index of its own.

use gostiny_wire::scalar::{ClientId, DeliveryMethodId, WarehouseId};
use proptest::prelude::*;

use super::{
    super::view::tests::{NOW, in_shop, keep, posting},
    *,
};
use crate::{areas::tariff::Scheme, store::Row};

/// Twenty parcels, two at each moment, of three statuses.
fn parcels() -> Vec<Posting> {
    let parcel = |at: i64| Posting {
        posting_number: format!("57195475-0050-{at}").into(),
        status: ["delivering", "delivered", "awaiting_deliver"][usize::try_from(at % 3).unwrap()].to_owned(),
        in_process_at: NOW.plus_hours(at / 2),
        shipment_date: NOW.plus_hours(100 - at / 4),
        warehouse_id: WarehouseId(at % 2),
        delivery_method_id: DeliveryMethodId(at % 3),
        ..posting(Scheme::Fbs)
    };
    let mut all: Vec<Posting> = (0..20).map(parcel).collect();
    all.push(Posting { posting_number: "9-fbo".into(), scheme: Scheme::Fbo, ..parcel(5) });
    all.push(Posting { posting_number: "9-foreign".into(), seller: ClientId(100_002), ..parcel(5) });
    all
}

fn all() -> Choice {
    Choice {
        by: By::InProcess,
        period: (Time(0), Time(i64::MAX)),
        kind: "scheme in ('fbs', 'rfbs')",
        statuses: Vec::new(),
        lists: Vec::new(),
        dates: Vec::new(),
        order_id: OrderId(0),
        order_numbers: Vec::new(),
    }
}

fn unfulfilled() -> Choice {
    let kind = "status not in ('delivered', 'cancelled', 'cancelled_from_split_pending') and scheme in ('fbs', 'rfbs')";
    Choice { by: By::Cutoff, kind, ..all() }
}

fn choices() -> Vec<Choice> {
    let some = vec!["delivered".to_owned(), "delivering".to_owned()];
    vec![
        all(),
        Choice { statuses: some.clone(), ..all() },
        Choice { period: (NOW.plus_hours(2), NOW.plus_hours(7)), statuses: some, ..all() },
        Choice { order_numbers: vec!["57195475-0050".into(), "57195475-0051".into()], ..all() },
        Choice { order_id: OrderId(680_420_001), period: (NOW.plus_hours(3), Time(i64::MAX)), ..all() },
        Choice { dates: vec![("status_changed_at", Time(0), Time(i64::MAX))], ..all() },
        Choice { lists: vec![("warehouse_id", vec![Arg::from(1)])], ..all() },
        unfulfilled(),
        Choice { statuses: vec!["delivering".to_owned()], ..unfulfilled() },
    ]
}

fn numbers(postings: &[Posting]) -> Vec<String> {
    postings.iter().map(|posting| posting.posting_number.0.clone()).collect()
}

async fn turned(call: &mut Call, choice: &Choice, dir: PostingDir, limit: i64) -> Result<Vec<String>> {
    let (mut cursor, mut found) = (String::new(), Vec::new());
    loop {
        let page = page(call, choice, dir, &cursor, limit).await?;
        found.extend(numbers(&page.postings));
        assert!(page.postings.len() <= usize::try_from(limit).unwrap());
        if page.cursor.is_empty() {
            return Ok(found);
        }
        cursor = page.cursor;
    }
}

#[tokio::test]
async fn pages_of_any_length_hold_the_same_postings() {
    in_shop(|call| {
        Box::pin(async move {
            keep(call, &parcels()).await?;
            for (at, choice) in choices().iter().enumerate() {
                let whole = numbers(&page(call, choice, PostingDir::Asc, "", 1_000).await?.postings);
                assert!(!whole.is_empty() && whole.iter().all(|number| number.starts_with("5719")), "{at}: {whole:?}");
                for limit in [1, 2, 3, 7, 20] {
                    assert_eq!(turned(call, choice, PostingDir::Asc, limit).await?, whole, "{at} by {limit}");
                    let mut back = turned(call, choice, PostingDir::Desc, limit).await?;
                    back.reverse();
                    assert_eq!(back, whole, "{at} back by {limit}");
                }
                let unfulfilled = choice.by == By::Cutoff;
                assert!(!unfulfilled || count(call, choice).await? == i64::try_from(whole.len()).unwrap(), "{at}");
            }
            let other = Choice { order_numbers: vec!["57195475".into(), "57195475-005".into()], ..all() };
            assert!(page(call, &other, PostingDir::Asc, "", 10).await?.postings.is_empty());
            for wrong in ["?", "WzFd", &cursor::write(&(1, "\0"))?] {
                assert!(page(call, &all(), PostingDir::Asc, wrong, 10).await.is_err(), "{wrong}");
            }
            Ok(())
        })
    })
    .await;
}

#[tokio::test]
async fn each_search_has_its_index() {
    in_shop(|call| {
        Box::pin(async move {
            keep(call, &parcels()).await?;
            let day = (NOW, NOW.plus_days(1));
            let changed = vec![("status_changed_at", day.0, day.1)];
            let some = vec!["delivered".to_owned(), "delivering".to_owned()];
            for (choice, index, sorts) in [
                (Choice { period: day, ..all() }, "posting_listed", false),
                (Choice { period: day, statuses: some.clone(), ..all() }, "posting_status", true),
                (Choice { kind: "scheme = 'fbo'", ..all() }, "posting_fbo", false),
                (
                    Choice { period: day, dates: changed.clone(), statuses: some.clone(), ..all() },
                    "posting_changed",
                    true,
                ),
                (
                    Choice { period: day, dates: vec![("status_changed_at", Time(0), NOW.plus_days(9))], ..all() },
                    "posting_listed",
                    false,
                ),
                (Choice { period: day, order_id: OrderId(680_420_001), ..all() }, "posting_order", true),
                (
                    Choice { period: day, order_numbers: vec!["1".into(), "2".into()], ..all() },
                    "posting_number>? AND posting_number<?",
                    true,
                ),
                (Choice { period: day, ..unfulfilled() }, "posting_unfulfilled", false),
                (Choice { period: day, statuses: some.clone(), ..unfulfilled() }, "posting_unfulfilled", false),
                (Choice { dates: changed, ..unfulfilled() }, "posting_changed", true),
                (
                    Choice { dates: vec![("delivering_date", day.0, day.1)], ..unfulfilled() },
                    "posting_delivering",
                    true,
                ),
            ] {
                let after = Some((NOW.plus_hours(1).0, "1".to_owned()));
                let (sql, args) = choice.search(call, PostingDir::Desc, after, 50);
                let plan = plan(call, &sql, &args).await?;
                assert!(plan.contains(index) && !plan.contains("SCAN posting"), "{index}: {plan}");
                assert!(sorts || !plan.contains("TEMP B-TREE"), "{plan}");
            }
            let (sql, args) = unfulfilled().all(call);
            let plan = plan(call, &sql, &args).await?;
            assert!(plan.contains("COVERING INDEX posting_unfulfilled"), "{plan}");
            Ok(())
        })
    })
    .await;
}

async fn plan(call: &mut Call, sql: &str, args: &[Arg]) -> Result<String> {
    let detail = |row: &Row<'_>| {
        let _: (i64, i64, i64) = (row.next()?, row.next()?, row.next()?);
        row.next::<String>()
    };
    Ok(call.tx.rows(&format!("explain query plan {sql}"), args, detail).await?.join("; "))
}

proptest! {
    #[test]
    fn a_cursor_never_widens_a_period(since in 0_i64..100, length in 0_i64..100, at in 0_i64..200) {
        let choice = Choice { period: (Time(since), Time(since + length)), ..all() };
        for dir in [PostingDir::Asc, PostingDir::Desc] {
            let (low, high) = choice.bounds(dir, Some((at, "5".to_owned())));
            prop_assert!(low >= (since, String::new()) && high <= (since + length + 1, String::new()));
        }
    }
}
