//! Orders of reports that are refused: what is asked for does not exist, or a period is wrong or too long.

use gostiny_wire::report::{ReportListV1, ReportListV1Request};

use crate::world::World;

#[tokio::test]
async fn odd_orders_of_reports_are_refused() {
    let world = World::new().await;
    let shop = world.shop().await;
    let january = r#""processed_at_from":"2026-01-01T00:00:00Z","processed_at_to":"2026-01-31T00:00:00Z""#;
    let long = r#""processed_at_from":"2025-01-01T00:00:00Z","processed_at_to":"2026-01-31T00:00:00Z""#;
    let back = r#""processed_at_from":"2026-02-01T00:00:00Z","processed_at_to":"2026-01-31T00:00:00Z""#;
    shop.refuses(
        "/v1/report/postings/create",
        &[
            ("{}", 400, 3, "Filter: value is required"),
            (r#"{"filter":{}}"#, 400, 3, "ProcessedAtFrom: value is required"),
            (&format!(r#"{{"filter":{{{long}}}}}"#), 400, 3, "PERIOD_IS_TOO_LONG"),
            (&format!(r#"{{"filter":{{{back}}}}}"#), 400, 3, "must not be later"),
            (&format!(r#"{{"filter":{{{january},"delivery_schema":["post"]}}}}"#), 400, 3, "DeliverySchema"),
            (&format!(r#"{{"filter":{{{january},"delivery_schema":"fbs"}}}}"#), 400, 3, "unexpected token \"fbs\""),
            (&format!(r#"{{"filter":{{{january},"statuses":[10]}}}}"#), 400, 3, "[1, 9]"),
            (&format!(r#"{{"filter":{{{january},"status_alias":["eaten"]}}}}"#), 400, 3, "StatusAlias"),
            (r#"{"language":"FR"}"#, 400, 3, "\"FR\""),
        ],
    )
    .await;
    for path in ["/v1/report/product/create", "/v1/report/products/create", "/v1/report/products/prices/create"] {
        let many = format!(r#"{{"sku":[{}]}}"#, vec!["1"; 1_001].join(","));
        shop.refuses(
            path,
            &[
                (r#"{"sku":[true]}"#, 400, 3, "proto: syntax error"),
                (r#"{"visibility":"HERE"}"#, 400, 3, "\"HERE\""),
                (&many, 400, 3, "Sku: value must contain no more than 1000 item(s)"),
            ],
        )
        .await;
    }
    for path in [
        "/v1/report/transactions/create",
        "/v1/report/finance/create",
        "/v1/report/products/movement/create",
        "/v1/report/products/movements/create",
    ] {
        shop.refuses(
            path,
            &[
                ("{}", 400, 3, "DateFrom"),
                (r#"{"date_from":"2026-01-01"}"#, 400, 3, "DateTo"),
                (r#"{"date_from":"2026-01-02","date_to":"2026-01-01"}"#, 400, 3, "must not be later"),
                (r#"{"date_from":"2024-01-01","date_to":"2026-01-01"}"#, 400, 3, ""),
                (r#"{"date_from":20260101}"#, 400, 3, "unexpected token 20260101"),
            ],
        )
        .await;
    }
    let quarter = r#"{"date_from":"2026-01-01","date_to":"2026-03-31"}"#;
    let message = "too long period, only one month allowed";
    shop.refuses("/v1/report/transactions/create", &[(quarter, 400, 3, message)]).await;
    shop.refuses(
        "/v1/report/returns/create",
        &[
            (r#"{"filter":{"delivery_schema":"fbo"}}"#, 400, 3, "DeliverySchema"),
            (r#"{"filter":{"status":"lost"}}"#, 400, 3, "Status"),
            (r#"{"filter":{"order_id":-1}}"#, 400, 3, "OrderId"),
        ],
    )
    .await;
    shop.refuses("/v1/report/stock/create", &[(r#"{"language":7}"#, 400, 3, "unexpected token 7")]).await;
    shop.refuses("/v1/report/info", &[("{}", 400, 3, "Code"), (r#"{"code":"x"}"#, 404, 5, "Report not found")]).await;
    let list = &[
        (r#"{"page_size":1001}"#, 400, 3, "PageSize"),
        (r#"{"page":-1}"#, 400, 3, "Page"),
        (r#"{"report_type":"MINE"}"#, 400, 3, "\"MINE\""),
    ];
    shop.refuses("/v1/report/list", list).await;
    let listed = shop.call(ReportListV1, &ReportListV1Request::default()).await.unwrap().result;
    assert_eq!(listed.total, 0, "nothing was ordered");
}
