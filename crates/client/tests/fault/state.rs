//! Streams and batches against a server with a state that fails at any moment: nothing is lost, nothing comes twice.

use std::{collections::HashSet, sync::Arc};

use futures_util::StreamExt;
use gostiny_client::{Client, Paged};
use gostiny_wire::{
    category::{CategoryAttributeValuesV2, CategoryAttributeValuesV2Request},
    posting::{PostingFbsListV3, PostingFbsListV3Request},
    product::{ProductListV2, ProductListV2Request},
    report::{ReportListV1, ReportListV1Request},
    scalar::WarehouseId,
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
    let number = |name: &str| body[name].as_u64().unwrap_or_default();
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
        path => panic!("{path}"),
    }
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

/// One of the four ways of turning pages.
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
        _ => {
            let request = CategoryAttributeValuesV2Request { limit, ..Default::default() };
            lines(shop, CategoryAttributeValuesV2, request, |one| number(one.id.0)).await
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
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn a_list_is_read_whole_however_it_is_cut_and_whenever_it_fails(
        total in 0..40_u32, size in 1..12_i32, style in 0..4_u8, attempts in 1..3_u32, faults in faults(),
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
