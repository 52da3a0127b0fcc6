//! What real clients put on the wire and what they get back: JSON rules, headers, odd bodies, probes.

use gostiny_client::Raw;
use gostiny_wire::{
    method::{Empty, Verb},
    operator::{SettingsGet, SettingsGetRequest},
    product::{ProductInfoV2, ProductInfoV2Request},
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::world::{World, refusal_of};

fn json(raw: &Raw) -> Value {
    assert_eq!(raw.status, 200, "{}", String::from_utf8_lossy(&raw.body));
    assert_eq!(raw.header("content-type"), Some("application/json"));
    serde_json::from_slice(&raw.body).unwrap()
}

#[tokio::test]
async fn integers_come_as_digits_null_is_absent_and_unknown_fields_are_ignored() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").on_sale().await;
    let id = product.product_id;
    let plain = json(&shop.post("/v2/product/info", &format!(r#"{{"product_id":{id}}}"#)).await);
    for body in [
        format!(r#"{{"product_id":"{id}"}}"#),
        format!(r#"{{"offer_id":null,"product_id":{id},"sku":null}}"#),
        format!(r#"{{"product_id":{id}.0,"translit":true,"deep":{{"new":[1,{{}}]}}}}"#),
        r#"{"offer_id":"A-1","product_id":0}"#.to_owned(),
        format!("  {{\n\t\"product_id\" : {id} }}\r\n"),
    ] {
        assert_eq!(json(&shop.post("/v2/product/info", &body).await), plain, "{body}");
    }
}

#[tokio::test]
async fn the_content_type_does_not_matter() {
    let world = World::new().await;
    let shop = world.shop().await;
    let body = r#"{"filter":{},"limit":10}"#;
    for headers in [
        &[][..],
        &[("content-type", "application/json; charset=utf-8")],
        &[("content-type", "application/json;charset=UTF-8")],
        &[("content-type", "text/plain")],
        &[("content-type", "application/x-www-form-urlencoded")],
        &[("content-type", "*/*"), ("accept", "text/html")],
    ] {
        let raw = shop.client.send(Verb::Post, "/v2/product/list", body, headers).await.unwrap();
        assert_eq!(json(&raw)["result"]["total"], 0, "{headers:?}");
    }
}

#[tokio::test]
async fn a_method_without_request_takes_no_body_at_all() {
    let world = World::new().await;
    let shop = world.shop().await;
    for path in ["/v1/warehouse/list", "/v2/posting/fbs/cancel-reason/list"] {
        let full = json(&shop.post(path, "{}").await);
        assert!(!full["result"].as_array().unwrap().is_empty());
        for body in ["", "null", " ", r#"{"limit":5}"#] {
            assert_eq!(json(&shop.post(path, body).await), full, "{path} {body:?}");
        }
    }
}

#[tokio::test]
async fn a_query_beside_a_body_means_nothing() {
    let world = World::new().await;
    let shop = world.shop().await;
    let one = shop.product("A-1").on_sale().await;
    let body = format!(r#"{{"product_id":{}}}"#, one.product_id);
    let raw = shop.post("/v2/product/info?product_id=5&limit=x&%zz", &body).await;
    assert_eq!(json(&raw)["result"]["id"], one.product_id.0);
}

#[tokio::test]
async fn a_label_comes_as_pdf_whatever_the_caller_accepts() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").on_sale().await;
    let number = world.order_one(&[(product.sku, 1)]).await;
    shop.ship(&number).await;
    world.pass(45).await;
    let body = format!(r#"{{"posting_number":["{number}"]}}"#);
    for accept in ["application/json", "application/pdf", "text/html"] {
        let headers = [("accept", accept), ("content-type", "application/json")];
        let raw = shop.client.send(Verb::Post, "/v2/posting/fbs/package-label", body.clone(), &headers).await.unwrap();
        assert_eq!((raw.status, raw.header("content-type")), (200, Some("application/pdf")));
        assert!(raw.body.starts_with(b"%PDF"));
    }
}

#[tokio::test]
async fn unknown_paths_and_wrong_verbs_have_the_gateway_s_answers() {
    let world = World::new().await;
    let shop = world.shop().await;
    for path in ["/v9/product/list", "/v2/product/list/", "/v2/product", "/"] {
        let raw = shop.post(path, "{}").await;
        let body: Value = serde_json::from_slice(&raw.body).unwrap();
        assert_eq!((raw.status, body), (404, json!({"code": 5, "message": "Not Found", "details": []})), "{path}");
    }
    for (verb, path) in
        [(Verb::Get, "/v2/product/list"), (Verb::Put, "/v2/product/list"), (Verb::Post, "/v1/categories/tree")]
    {
        let raw = shop.client.send(verb, path, "", &[]).await.unwrap();
        let (status, code, _) = refusal_of(&raw);
        assert_eq!((status, code), (501, 12), "{verb:?} {path}");
    }
}

#[tokio::test]
async fn an_operator_hears_of_wrong_paths_in_problem_documents() {
    let world = World::new().await;
    for (verb, path, status) in [
        (Verb::Post, "/operator/v1/nothing", 404),
        (Verb::Post, "/operator/v1/postings/events", 404),
        (Verb::Post, "/operator/v1/clock", 405),
        (Verb::Post, "/operator/v1/postings/%ff/events", 400),
        (Verb::Delete, "/operator/v1/sellers/100001/keys/%ff", 400),
    ] {
        let raw = world.operator.send(verb, path, "{}", &[]).await.unwrap();
        assert_eq!((raw.status, raw.header("content-type")), (status, Some("application/problem+json")), "{path}");
        let body: Value = serde_json::from_slice(&raw.body).unwrap();
        assert_eq!(body["status"], status, "{path}");
    }
}

#[tokio::test]
async fn a_wrong_type_is_named_by_line_and_column() {
    let world = World::new().await;
    let shop = world.shop().await;
    let list = [
        (r#"{"filter":{"offer_id":{"a":1}}}"#, "proto: syntax error (line 1:23): unexpected token {"),
        (r#"{"filter":[1]}"#, "proto: syntax error (line 1:11): unexpected token ["),
        ("{\n  \"limit\": \"many\"\n}", "proto: syntax error (line 2:12): unexpected token \"many\""),
        (r#"{"limit":1.5}"#, "proto: syntax error (line 1:10): unexpected token 1.5"),
        (r#"{"filter":{"visibility":"SOMETIMES"}}"#, "proto: syntax error (line 1:25): unexpected token \"SOMETIMES\""),
        (r#"{"limit":10"#, "proto: unexpected EOF"),
    ];
    for (body, message) in list {
        let got = refusal_of(&shop.post("/v2/product/list", body).await);
        assert_eq!(got, (400, 3, message.to_owned()), "{body}");
    }
    for body in ["{\"a\":".repeat(5_000), "[".repeat(100_000), "\u{0}".to_owned(), "{\"limit\":1e999}".to_owned()] {
        let (status, code, message) = refusal_of(&shop.post("/v2/product/list", &body).await);
        assert_eq!((status, code), (400, 3), "{message}");
        assert!(message.len() < 300, "{message}");
    }
}

/// What PHP sends for an empty map, and a date that is none: the token itself is named, not what follows it.
#[tokio::test]
async fn an_empty_list_for_an_object_is_named_where_it_stands() {
    let world = World::new().await;
    let shop = world.shop().await;
    for (path, body, message) in [
        (
            "/v3/posting/fbs/get",
            r#"{"with":[],"posting_number":"a"}"#,
            "proto: syntax error (line 1:9): unexpected token [",
        ),
        ("/v2/product/list", r#"{"filter":[]}"#, "proto: syntax error (line 1:11): unexpected token ["),
        ("/v2/product/list", r#"{"filter":{"offer_id":{}}}"#, "proto: syntax error (line 1:23): unexpected token {"),
        (
            "/v1/posting/carriage-available/list",
            r#"{"departure_date":"soon","delivery_method_id":1}"#,
            "proto: syntax error (line 1:19): unexpected token \"soon\"",
        ),
    ] {
        assert_eq!(refusal_of(&shop.post(path, body).await), (400, 3, message.to_owned()), "{body}");
    }
}

#[tokio::test]
async fn a_body_cut_off_on_the_line_changes_nothing() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").stock(7).on_sale().await;
    let body = format!(r#"{{"stocks":[{{"offer_id":"A-1","stock":99,"warehouse_id":{}}}]}}"#, shop.warehouse_id);
    let mut line = TcpStream::connect(world.address()).await.unwrap();
    let head = format!(
        "POST /v2/products/stocks HTTP/1.1\r\nHost: here\r\nClient-Id: {}\r\nApi-Key: {}\r\nContent-Length: {}\r\n\r\n",
        shop.client_id,
        shop.api_key,
        body.len() + 10
    );
    line.write_all(head.as_bytes()).await.unwrap();
    line.write_all(body.as_bytes()).await.unwrap();
    line.shutdown().await.unwrap();
    let mut answer = Vec::new();
    let _ = line.read_to_end(&mut answer).await;
    assert!(!String::from_utf8_lossy(&answer).contains(" 200 "), "{}", String::from_utf8_lossy(&answer));
    assert_eq!(shop.stock_of(product.sku).await, (7, 0));
}

#[tokio::test]
async fn every_field_is_printed_and_blocks_not_asked_for_are_null() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").on_sale().await;
    let number = world.order_one(&[(product.sku, 1)]).await;
    let info = json(&shop.post("/v2/product/info", r#"{"offer_id":"A-1"}"#).await);
    let info = info["result"].as_object().unwrap();
    for (field, zero) in [
        ("buybox_price", json!("")),
        ("color_image", json!("")),
        ("has_discounted_item", json!(false)),
        ("images360", json!([])),
        ("errors", json!([])),
        ("discounted_stocks", json!({"coming": 0, "present": 0, "reserved": 0})),
        ("is_prepayment", json!(false)),
        ("old_price", json!("")),
    ] {
        assert_eq!(info.get(field), Some(&zero), "{field}");
    }
    let posting = json(&shop.post("/v3/posting/fbs/get", &format!(r#"{{"posting_number":"{number}"}}"#)).await);
    let posting = posting["result"].as_object().unwrap();
    for block in [
        "addressee",
        "analytics_data",
        "barcodes",
        "customer",
        "delivering_date",
        "financial_data",
        "product_exemplars",
        "related_postings",
        "courier",
        "prr_option",
    ] {
        assert_eq!(posting.get(block), Some(&Value::Null), "{block}");
    }
    for (field, zero) in [
        ("parent_posting_number", json!("")),
        ("tracking_number", json!("")),
        ("additional_data", json!([])),
        ("is_express", json!(false)),
        ("multi_box_qty", json!(0)),
    ] {
        assert_eq!(posting.get(field), Some(&zero), "{field}");
    }
    let cancellation = posting["cancellation"].as_object().unwrap();
    assert_eq!((cancellation.len(), &cancellation["cancel_reason_id"]), (6, &json!(0)));
}

#[tokio::test]
async fn each_answer_names_its_call_and_is_packed_on_request() {
    let world = World::new().await;
    let shop = world.shop().await;
    let headers = [("x-request-id", "call-17"), ("accept-encoding", "gzip")];
    let raw = shop.client.send(Verb::Get, "/v1/categories/tree", "", &headers).await.unwrap();
    assert_eq!((raw.header("x-request-id"), raw.header("content-encoding")), (Some("call-17"), Some("gzip")));
    assert!(raw.body.starts_with(&[0x1f, 0x8b]));
    let raw = shop.post("/v1/warehouse/list", "{}").await;
    assert!(raw.header("x-request-id").is_some_and(|id| !id.is_empty()));
    let wrong = ProductInfoV2Request { offer_id: "none".into(), ..Default::default() };
    let error = shop.call(ProductInfoV2, &wrong).await.unwrap_err();
    assert!(matches!(error, gostiny_client::ClientError::Refused { request_id, .. } if !request_id.is_empty()));
}

#[tokio::test]
async fn probes_documents_and_counters_need_no_key() {
    let world = World::new().await;
    let shop = world.shop().await;
    shop.call(gostiny_wire::warehouse::WarehouseListV1, &Empty {}).await.unwrap();
    for (path, part) in [
        ("/healthz", "ok"),
        ("/readyz", "ready"),
        ("/metrics", "gostiny_requests_total"),
        ("/openapi.json", "/v3/posting/fbs/unfulfilled/list"),
        ("/operator/openapi.json", "/operator/v1/orders"),
        ("/docs", "openapi.json"),
        ("/docs/rapidoc.js", "rapi-doc"),
    ] {
        let raw = world.stranger.send(Verb::Get, path, "", &[]).await.unwrap();
        assert_eq!(raw.status, 200, "{path}");
        assert!(String::from_utf8_lossy(&raw.body).contains(part), "{path} has no {part}");
    }
    let raw = world.stranger.send(Verb::Get, "/openapi.json", "", &[]).await.unwrap();
    let document = json(&raw);
    assert_eq!(document["openapi"].as_str().map(|version| version.starts_with("3.1")), Some(true));
    for method in gostiny_wire::seller_methods() {
        for path in std::iter::once(&method.path).chain(method.aliases) {
            assert!(document["paths"][*path][method.verb.as_str().to_lowercase()].is_object(), "{path}");
        }
    }
    assert!(world.operator.call(SettingsGet, &SettingsGetRequest::default()).await.is_ok());
}
