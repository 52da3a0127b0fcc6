//! Streams and batches against a server with a state that fails at any moment: nothing is lost, nothing comes twice.

use std::{collections::HashSet, sync::Arc};

use futures_util::StreamExt;
use gostiny_client::{Client, Paged};
use gostiny_wire::{
    category::{CategoryAttributeValuesV2, CategoryAttributeValuesV2Request},
    chat::{ChatHistoryV1, ChatHistoryV1Request, ChatHistoryV3, ChatHistoryV3Request, ChatListV3, ChatListV3Request},
    finance::{FinanceTransactionListV3, FinanceTransactionListV3Request},
    posting::{PostingFbsListV3, PostingFbsListV3Request},
    product::{ProductListV2, ProductListV2Request},
    report::{ReportListV1, ReportListV1Request},
    returns::{ReturnsListV1, ReturnsListV1Request},
    scalar::{Digits, MessageId, WarehouseId},
    stock::{ProductsStocksV2, ProductsStocksV2Stock},
};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::server::{Act, Asked, Server};

/// How a call fails.
#[derive(Clone, Copy, Debug)]
enum Fault {
    Cut,
    Reset,
    Page,
    Busy,
}

impl Fault {
    fn act(self) -> Act {
        match self {
            Self::Cut => Act::Cut,
            Self::Reset => Act::Reset,
            Self::Page => Act::of(502, "text/html", "<html>"),
            Self::Busy => Act::of(429, "application/json", r#"{"code":8,"message":"limit"}"#),
        }
    }
}

fn faults() -> impl Strategy<Value = Vec<Option<Fault>>> {
    let fault = prop_oneof![Just(Fault::Cut), Just(Fault::Reset), Just(Fault::Page), Just(Fault::Busy)];
    proptest::collection::vec(proptest::option::weighted(0.3, fault), 40)
}

/// Meets each call by the next fault, where there is one.
fn failing(
    faults: Vec<Option<Fault>>,
    answer: impl Fn(&Asked) -> Value + Send + Sync + 'static,
) -> impl Fn(usize, &Asked) -> Act + Send + Sync + 'static {
    move |before, asked| match faults.get(before).copied().flatten() {
        Some(fault) => fault.act(),
        None => Act::json(answer(asked).to_string()),
    }
}

/// The page that the body of a call asks for, of lines numbered from 1.
fn page(asked: &Asked, total: u64) -> Value {
    let body = asked.json();
    // Some numbers travel as digits.
    let number = |name: &str| body[name].as_str().map_or(body[name].as_u64(), |text| text.parse().ok()).unwrap_or(0);
    let cut = |from: u64, limit: u64| (from + 1..=(from + limit).min(total)).collect::<Vec<_>>();
    let each = |rows: Vec<u64>, field: &dyn Fn(u64) -> Value| rows.into_iter().map(field).collect::<Vec<_>>();
    match asked.line.split(' ').nth(1).unwrap() {
        "/v2/product/list" => {
            let from = body["last_id"].as_str().unwrap().parse().unwrap_or(0);
            let rows = cut(from, number("limit"));
            let last = rows.last().map(u64::to_string).unwrap_or_default();
            json!({"result": {"items": each(rows, &|n| json!({"product_id": n})), "last_id": last, "total": total}})
        }
        "/v3/posting/fbs/list" => {
            let rows = cut(number("offset"), number("limit"));
            let has_next = number("offset") + number("limit") < total;
            json!({"result": {"postings": each(rows, &|n| json!({"order_id": n})), "has_next": has_next}})
        }
        "/v1/report/list" => {
            let rows = cut((number("page").max(1) - 1) * number("page_size"), number("page_size"));
            json!({"result": {"reports": each(rows, &|n| json!({"code": n.to_string()})), "total": total}})
        }
        "/v2/category/attribute/values" => {
            let rows = cut(number("last_value_id"), number("limit"));
            let has_next = rows.last().is_some_and(|last| *last < total);
            json!({"result": each(rows, &|n| json!({"id": n})), "has_next": has_next})
        }
        "/v3/chat/list" => {
            let from = body["cursor"].as_str().unwrap().parse().unwrap_or(0);
            let rows = cut(from, number("limit"));
            let has_next = rows.last().is_some_and(|last| *last < total);
            let next = rows.last().filter(|_| has_next).map(u64::to_string).unwrap_or_default();
            let chats = each(rows, &|n| json!({"chat": {"chat_id": n.to_string()}}));
            json!({"chats": chats, "cursor": next, "has_next": has_next})
        }
        "/v1/returns/list" => {
            let rows = cut(number("last_id"), number("limit"));
            let has_next = rows.last().is_some_and(|last| *last < total);
            json!({"returns": each(rows, &|n| json!({"id": n})), "has_next": has_next})
        }
        "/v3/finance/transaction/list" => {
            let (page, size) = (number("page"), number("page_size"));
            let rows = cut((page.max(1) - 1) * size, size);
            let operations = each(rows, &|n| json!({"operation_id": n}));
            json!({"result": {"operations": operations, "page_count": total.div_ceil(size), "row_count": total}})
        }
        "/v1/chat/history" => {
            let (rows, _) = messages(number("from_message_id"), number("limit"), total, false);
            json!({"result": each(rows, &|n| json!({"id": n.to_string()}))})
        }
        "/v3/chat/history" => {
            let is_behind = body["direction"] == "Forward";
            let (rows, has_next) = messages(number("from_message_id"), number("limit"), total, is_behind);
            json!({"messages": each(rows, &|n| json!({"message_id": n})), "has_next": has_next})
        }
        path => panic!("{path}"),
    }
}

/// Messages of a page that begins with one of them, or behind it.
fn messages(from: u64, limit: u64, total: u64, is_behind: bool) -> (Vec<u64>, bool) {
    let first = if is_behind { from + 1 } else { from.max(1) };
    let rows: Vec<_> = (first..first + limit).take_while(|n| *n <= total).collect();
    let has_next = rows.last().is_some_and(|last| *last < total);
    (rows, has_next)
}

/// All lines of a list: the reader goes on after each error. And whether the end stays the end.
async fn lines<M: Paged>(
    shop: &Client,
    method: M,
    request: M::Request,
    number: impl Fn(M::Item) -> u64,
) -> (Vec<u64>, usize) {
    let mut stream = shop.items(method, request);
    let (mut seen, mut errors) = (Vec::new(), 0);
    while let Some(item) = stream.next().await {
        match item {
            Ok(item) => seen.push(number(item)),
            Err(_) => errors += 1,
        }
    }
    for _ in 0..3 {
        assert!(stream.next().await.is_none(), "a stream ends once");
    }
    (seen, errors)
}

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// Ways of turning pages.
const STYLES: u8 = 10;

/// One of them.
async fn read(shop: &Client, style: u8, size: i32) -> (Vec<u64>, usize) {
    let limit = i64::from(size);
    let number = |id: i64| u64::try_from(id).unwrap();
    match style {
        0 => {
            let request = ProductListV2Request { limit, ..Default::default() };
            lines(shop, ProductListV2, request, |one| number(one.product_id.0)).await
        }
        1 => {
            let request = PostingFbsListV3Request { limit, ..Default::default() };
            lines(shop, PostingFbsListV3, request, |one| number(one.order_id.0)).await
        }
        2 => {
            let request = ReportListV1Request { page_size: size, ..Default::default() };
            lines(shop, ReportListV1, request, |one| one.code.parse().unwrap()).await
        }
        3 => {
            let request = CategoryAttributeValuesV2Request { limit, ..Default::default() };
            lines(shop, CategoryAttributeValuesV2, request, |one| number(one.id.0)).await
        }
        4 => {
            let request = ChatListV3Request { limit, ..Default::default() };
            lines(shop, ChatListV3, request, |one| one.chat.chat_id.as_str().parse().unwrap()).await
        }
        5 => {
            let request = ReturnsListV1Request { limit: size, ..Default::default() };
            lines(shop, ReturnsListV1, request, |one| number(one.id.0)).await
        }
        6 => {
            let request = FinanceTransactionListV3Request { page: 1, page_size: limit, ..Default::default() };
            lines(shop, FinanceTransactionListV3, request, |one| number(one.operation_id.0)).await
        }
        7 => {
            // From the first message on, which is told too.
            let request = ChatHistoryV1Request { from_message_id: Digits(1), limit, ..Default::default() };
            lines(shop, ChatHistoryV1, request, |one| number(one.id.0)).await
        }
        8 => {
            let request = ChatHistoryV3Request { from_message_id: MessageId(1), limit, ..Default::default() };
            lines(shop, ChatHistoryV3, request, |one| number(one.message_id.0)).await
        }
        _ => {
            // A server whose pages begin behind the message named.
            let request = ChatHistoryV3Request { direction: "Forward".to_owned(), limit, ..Default::default() };
            lines(shop, ChatHistoryV3, request, |one| number(one.message_id.0)).await
        }
    }
}

/// Takes each stock but those of the odd ones.
fn stocks(asked: &Asked, odd: &HashSet<u32>) -> Value {
    let body = asked.json();
    let row = |item: &Value| {
        let name = item["offer_id"].as_str().unwrap().to_owned();
        let updated = !odd.contains(&name.parse().unwrap());
        json!({"offer_id": name, "warehouse_id": item["warehouse_id"], "updated": updated, "errors": null})
    };
    json!({"result": body["stocks"].as_array().unwrap().iter().map(row).collect::<Vec<_>>()})
}

fn stock(n: u32) -> ProductsStocksV2Stock {
    let offer_id = n.to_string().into();
    ProductsStocksV2Stock { offer_id, stock: 1, warehouse_id: WarehouseId(5), ..Default::default() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn a_list_is_read_whole_however_it_is_cut_and_whenever_it_fails(
        total in 0..40_u32, size in 1..12_i32, style in 0..STYLES, attempts in 1..3_u32, faults in faults(),
    ) {
        run(async {
            let failures = faults.iter().flatten().count();
            let server = Server::start(failing(faults, move |asked| page(asked, u64::from(total)))).await;
            let (seen, errors) = read(&server.trying(attempts), style, size).await;
            prop_assert_eq!(seen, (1..=u64::from(total)).collect::<Vec<_>>());
            prop_assert!(errors <= failures);
            Ok(())
        })?;
    }

    #[test]
    fn each_item_of_a_batch_is_answered_in_its_place_whenever_requests_fail(
        count in 0..350_u32, odd in proptest::collection::hash_set(0..350_u32, 0..20), faults in faults(),
    ) {
        run(async {
            let (odd, known) = (Arc::new(odd), faults.clone());
            let refused = odd.clone();
            let server = Server::start(failing(faults, move |asked| stocks(asked, &refused))).await;
            let outcomes = server.trying(1).batch(ProductsStocksV2, (0..count).map(stock).collect()).await;
            prop_assert_eq!(outcomes.len(), usize::try_from(count).unwrap());
            for (n, outcome) in (0..count).zip(&outcomes) {
                // Without repetitions the calls are the requests of the batch, in their order.
                let fails = known.get(usize::try_from(n / 100).unwrap()).is_some_and(Option::is_some);
                prop_assert_eq!(outcome.is_err(), fails, "{}", n);
                if let Ok(row) = outcome {
                    let name = n.to_string();
                    prop_assert_eq!((row.offer_id.as_str(), row.updated), (name.as_str(), !odd.contains(&n)));
                }
            }
            let size = |asked: &Asked| asked.json()["stocks"].as_array().unwrap().len();
            let sizes: Vec<usize> = server.asked().iter().map(size).collect();
            prop_assert!(sizes.iter().all(|size| (1..=100).contains(size)), "{sizes:?}");
            prop_assert!(sizes.iter().rev().skip(1).all(|size| *size == 100), "{sizes:?}");
            Ok(())
        })?;
    }
}
