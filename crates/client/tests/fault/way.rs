//! How calls travel: headers, forms, paths, connections, proxies, logs.

use std::{
    io::Write,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use gostiny_client::{Client, Limits, Retry, file};
use gostiny_wire::{
    action::ActionsV1,
    certificate::{ProductCertificateCreateV1, ProductCertificateCreateV1Request},
    method::Empty,
    product::{ProductListV2, ProductListV2Request},
    scalar::{ClientId, WaybillId},
    supply::SupplierWaybillAcceptanceResultsV1Request,
};

use crate::server::{Act, Server};

const EMPTY: &str = "{}";

#[tokio::test]
async fn several_shops_share_connections_and_keep_their_keys() {
    let server = Server::acts([Act::json(EMPTY)]).await;
    let one = server.shop();
    let two = one.as_seller(ClientId(8), "other-key").unwrap();
    let app = one.as_bearer("token").unwrap();
    for _ in 0..5 {
        for client in [&one, &two, &app] {
            client.products().list_v2(&ProductListV2Request::default()).await.unwrap();
        }
    }
    assert_eq!(server.connections(), 1);
    let keys = |n: usize| {
        let asked = server.asked()[n].clone();
        ["client-id", "api-key", "authorization"].map(|name| asked.header(name).map(str::to_owned))
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(keys(12), [some("7"), some("secret-key"), None]);
    assert_eq!(keys(13), [some("8"), some("other-key"), None]);
    assert_eq!(keys(14), [None, None, some("Bearer token")]);
}

#[tokio::test]
async fn fields_travel_where_the_method_wants_them() {
    let server = Server::acts([Act::json(EMPTY)]).await;
    let shop = server.shop();
    shop.call(ActionsV1, &Empty {}).await.unwrap();
    let request = SupplierWaybillAcceptanceResultsV1Request { waybill_id: WaybillId(31) };
    shop.supplies().waybill_acceptance_results_v1(&request).await.unwrap();
    let files = serde_json::from_value(serde_json::json!([file("акт.pdf", b"%PDF \x00\xff")])).unwrap();
    let certificate = ProductCertificateCreateV1Request { name: "Акт".to_owned(), files, ..Default::default() };
    shop.call(ProductCertificateCreateV1, &certificate).await.unwrap();
    let asked = server.asked();
    assert_eq!((asked[0].line.as_str(), asked[0].body.len()), ("GET /v1/actions HTTP/1.1", 0));
    assert_eq!(asked[1].line, "GET /v1/supplier/waybill_acceptance_results/31 HTTP/1.1");
    let kind = asked[2].header("content-type").unwrap();
    let boundary = kind.strip_prefix("multipart/form-data; boundary=").unwrap();
    let holds = |part: &[u8]| asked[2].body.windows(part.len()).any(|at| at == part);
    assert!(holds(boundary.as_bytes()) && holds(b"%PDF \x00\xff") && holds("filename=\"акт.pdf\"".as_bytes()));
    assert!(holds("name=\"name\"\r\n\r\nАкт\r\n".as_bytes()));
}

#[tokio::test]
async fn a_shop_holds_itself_back_and_no_other() {
    let server = Server::acts([Act::json(EMPTY)]).await;
    let window = Duration::from_secs(2);
    let limits = Limits::none().of_shop(3, window);
    let client = Client::builder().base_url(&server.url).limits(limits).build().unwrap();
    let (one, two) = (client.as_seller(ClientId(1), "k").unwrap(), client.as_seller(ClientId(2), "k").unwrap());
    let start = Instant::now();
    for _ in 0..3 {
        one.call(ActionsV1, &Empty {}).await.unwrap();
        two.call(ActionsV1, &Empty {}).await.unwrap();
    }
    assert!(start.elapsed() < window, "three are free");
    one.call(ActionsV1, &Empty {}).await.unwrap();
    assert!(start.elapsed() >= window, "the fourth is not");
}

/// Keeps what is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn logs_name_the_call_and_hold_no_key() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    // With one subscriber in all, places that another test's thread comes by first are taken for ones nobody listens to.
    let _second = tracing::Dispatch::new(tracing_subscriber::fmt().with_writer(std::io::sink).finish());
    let guard = tracing::subscriber::set_default(subscriber);
    let server = Server::acts([Act::Reset, Act::of(502, "text/html", "<html>"), Act::json(EMPTY)]).await;
    server.shop().products().list_v2(&ProductListV2Request::default()).await.unwrap();
    let app = server.shop().as_bearer("secret-token").unwrap();
    app.call(ProductListV2, &ProductListV2Request::default()).await.unwrap();
    drop(guard);
    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(text.contains("gostiny.call") && text.contains("/v2/product/list") && text.contains("attempt=3"), "{text}");
    assert!(!text.contains("secret-key") && !text.contains("secret-token"), "{text}");
}

/// Not a story of its own: what the next one runs as another process, with a proxy in its environment.
#[tokio::test]
#[ignore = "run by the_proxy_of_the_environment_is_used"]
async fn proxied() {
    let shop = Client::builder().base_url("http://shop.invalid").retry(Retry::never()).build().unwrap();
    shop.as_seller(ClientId(7), "key").unwrap().call(ActionsV1, &Empty {}).await.unwrap();
}

#[tokio::test]
async fn the_proxy_of_the_environment_is_used() {
    let proxy = Server::acts([Act::json(EMPTY)]).await;
    let url = proxy.url.clone();
    let run = move || {
        let mut this = std::process::Command::new(std::env::current_exe().unwrap());
        this.args(["--exact", "way::proxied", "--ignored"]).env("HTTP_PROXY", &url).env("http_proxy", &url);
        this.env_remove("NO_PROXY").env_remove("no_proxy").output().unwrap()
    };
    let output = tokio::task::spawn_blocking(run).await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert_eq!(proxy.asked()[0].line, "GET http://shop.invalid/v1/actions HTTP/1.1");
}
