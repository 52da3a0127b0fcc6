//! Each way of turning pages, over lists of each length that matters.

use gostiny_wire::scalar::{DiscountTaskId, OperationId, OrderId, ProductId, ReturnId, ValueId};

use super::*;

/// Pages through `total` lines, as a server would cut them, and tells the numbers seen.
fn walk<R, P>(
    total: usize,
    mut request: R,
    page: impl Fn(&R) -> P,
    turn: impl Fn(&mut R, P) -> (Vec<i64>, bool),
) -> Vec<i64> {
    let mut seen = Vec::new();
    for _ in 0..=total + 2 {
        let answer = page(&request);
        let (items, goes_on) = turn(&mut request, answer);
        seen.extend(items);
        if !goes_on {
            return seen;
        }
    }
    panic!("no end")
}

fn cut(from: i64, limit: i64, total: usize) -> std::ops::Range<i64> {
    from.min(signed(total))..(from + limit).min(signed(total))
}

#[test]
fn pages_by_number_end_at_their_total_count_or_short_page() {
    for (total, size) in [(0, 3), (2, 3), (3, 3), (4, 3), (7, 3), (9, 3), (5, 1)] {
        let all: Vec<i64> = (0..signed(total)).collect();
        for first in [0, 1] {
            let request = ReportListV1Request { page: first, page_size: size, ..Default::default() };
            let seen = walk(
                total,
                request,
                |request| {
                    let from = i64::from((request.page.max(1) - 1) * size);
                    let report = |n: i64| Report { code: n.to_string(), ..Default::default() };
                    let reports = cut(from, i64::from(size), total).map(report).collect();
                    ReportListV1Response {
                        result: ReportListV1Result { reports, total: i32::try_from(total).unwrap() },
                    }
                },
                |request, answer| {
                    let (items, goes_on) = ReportListV1::turn(request, answer);
                    (items.into_iter().map(|one| one.code.parse().unwrap()).collect(), goes_on)
                },
            );
            assert_eq!(seen, all, "{total} by {size}");
        }
        let request = FinanceTransactionListV3Request { page: 1, page_size: i64::from(size), ..Default::default() };
        let seen = walk(
            total,
            request,
            |request| {
                let one = |n: i64| FinanceOperation { operation_id: OperationId(n), ..Default::default() };
                let operations = cut((request.page - 1) * i64::from(size), i64::from(size), total).map(one).collect();
                let page_count = signed(total.div_ceil(usize::try_from(size).unwrap()));
                FinanceTransactionListV3Response {
                    result: FinanceTransactionListV3Result { operations, page_count, row_count: signed(total) },
                }
            },
            |request, answer| {
                let (items, goes_on) = FinanceTransactionListV3::turn(request, answer);
                (items.into_iter().map(|one| one.operation_id.0).collect(), goes_on)
            },
        );
        assert_eq!(seen, all);
        let request = ChatListV1Request { page_size: size, ..Default::default() };
        let seen = walk(
            total,
            request,
            |request| {
                let chat = |n: i64| ChatV1 { unread_count: n, ..Default::default() };
                let from = i64::from((request.page.max(1) - 1) * size);
                ChatListV1Response {
                    result: cut(from, i64::from(size), total).map(chat).collect(),
                    ..Default::default()
                }
            },
            |request, answer| {
                let (items, goes_on) = ChatListV1::turn(request, answer);
                (items.into_iter().map(|one| one.unread_count).collect(), goes_on)
            },
        );
        assert_eq!(seen, all);
    }
}

#[test]
fn pages_by_a_mark_end_once_whether_the_last_one_has_it_or_not() {
    for (total, limit) in [(0, 3), (2, 3), (3, 3), (4, 3), (7, 3), (9, 3), (5, 1)] {
        let all: Vec<i64> = (0..signed(total)).collect();
        for always in [true, false] {
            let request = ActionsCandidatesV2Request { limit, ..Default::default() };
            let seen = walk(
                total,
                request,
                |request| {
                    let rows = cut(request.last_id.parse().unwrap_or_default(), i64::from(limit), total);
                    let is_named = always || rows.end < signed(total);
                    let last_id = if is_named { rows.end.to_string() } else { String::new() };
                    let one = |n: i64| ActionCandidateV2 { id: ProductId(n), ..Default::default() };
                    ActionsCandidatesV2Response { last_id, products: rows.map(one).collect(), total: 0 }
                },
                |request, answer| {
                    let (items, goes_on) = ActionsCandidatesV2::turn(request, answer);
                    (items.into_iter().map(|one| one.id.0).collect(), goes_on)
                },
            );
            assert_eq!(seen, all, "{total} by {limit}");
        }
    }
}

#[test]
fn pages_by_the_number_of_the_last_line_end_once() {
    for (total, limit) in [(0, 3), (2, 3), (3, 3), (4, 3), (7, 3), (9, 3), (5, 1)] {
        let all: Vec<i64> = (0..signed(total)).collect();
        let request = ReturnsCompanyFboV3Request { limit: i64::from(limit), ..Default::default() };
        let seen = walk(
            total,
            request,
            |request| {
                // Numbers begin at 1, and that of an empty page is 0.
                let rows = cut(request.last_id.0, i64::from(limit), total);
                let last_id = ReturnId(if rows.is_empty() { 0 } else { rows.end });
                let one = |n: i64| ReturnFboV2 { id: ReturnId(n + 1), ..Default::default() };
                ReturnsCompanyFboV3Response { last_id, returns: rows.map(one).collect() }
            },
            |request, answer| {
                let (items, goes_on) = ReturnsCompanyFboV3::turn(request, answer);
                (items.into_iter().map(|one| one.id.0 - 1).collect(), goes_on)
            },
        );
        assert_eq!(seen, all, "{total} by {limit}");
        let request = ReturnsListV1Request { limit, ..Default::default() };
        let seen = walk(
            total,
            request,
            |request| {
                let rows = cut(request.last_id.0, i64::from(limit), total);
                let has_next = rows.end < signed(total);
                let one = |n: i64| ReturnV1 { id: ReturnId(n + 1), ..Default::default() };
                ReturnsListV1Response { has_next, returns: rows.map(one).collect() }
            },
            |request, answer| {
                let (items, goes_on) = ReturnsListV1::turn(request, answer);
                (items.into_iter().map(|one| one.id.0 - 1).collect(), goes_on)
            },
        );
        assert_eq!(seen, all, "{total} by {limit}");
        let request = ActionsDiscountsTaskListV2Request { limit, ..Default::default() };
        let seen = walk(
            total,
            request,
            |request| {
                let rows = cut(request.last_id.0, i64::from(limit), total);
                let one = |n: i64| DiscountTaskV2 { id: DiscountTaskId(n + 1), ..Default::default() };
                ActionsDiscountsTaskListV2Response { tasks: rows.map(one).collect() }
            },
            |request, answer| {
                let (items, goes_on) = ActionsDiscountsTaskListV2::turn(request, answer);
                (items.into_iter().map(|one| one.id.0 - 1).collect(), goes_on)
            },
        );
        assert_eq!(seen, all, "{total} by {limit}");
    }
}

#[test]
fn an_offset_that_no_request_can_hold_is_the_end() {
    let mut offset = i32::MAX - 1;
    assert!(skip(&mut offset, 1) && !skip(&mut offset, 1));
    assert_eq!(offset, i32::MAX);
}

#[test]
fn pages_by_offset_and_by_the_last_line_end_once() {
    for (total, limit) in [(0, 3), (2, 3), (3, 3), (4, 3), (7, 3), (9, 3), (5, 1)] {
        let all: Vec<i64> = (0..signed(total)).collect();
        let fbo = PostingFboListV2Request { limit, ..Default::default() };
        let seen = walk(
            total,
            fbo,
            |request| {
                let posting = |n: i64| PostingFbo { order_id: OrderId(n), ..Default::default() };
                PostingFboListV2Response { result: cut(request.offset, limit, total).map(posting).collect() }
            },
            |request, answer| {
                let (items, goes_on) = PostingFboListV2::turn(request, answer);
                (items.into_iter().map(|one| one.order_id.0).collect(), goes_on)
            },
        );
        assert_eq!(seen, all);
        let values = CategoryAttributeValuesV2Request { limit, ..Default::default() };
        let seen = walk(
            total,
            values,
            |request| {
                // Numbers of values begin at 1, and the last one seen is left out.
                let rows = cut(request.last_value_id.0, limit, total);
                let has_next = rows.end < signed(total);
                let value = |n: i64| CategoryAttributeValue { id: ValueId(n + 1), ..Default::default() };
                CategoryAttributeValuesV2Response { has_next, result: rows.map(value).collect() }
            },
            |request, answer| {
                let (items, goes_on) = CategoryAttributeValuesV2::turn(request, answer);
                (items.into_iter().map(|one| one.id.0 - 1).collect(), goes_on)
            },
        );
        assert_eq!(seen, all);
    }
}
