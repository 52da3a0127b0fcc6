//! Each way in which an answer fails to come, or comes wrong: for a call that reads, and for one that writes.

use std::time::{Duration, Instant};

use gostiny_client::{Client, ClientError, Patience};
use gostiny_wire::{
    method::{Pdf, Verb},
    posting::{
        PostingFbsCancelV2, PostingFbsCancelV2Request, PostingFbsPackageLabelV2, PostingFbsPackageLabelV2Request,
    },
    product::{ProductListV2, ProductListV2Request},
    scalar::PostingNumber,
};

use crate::server::{Act, Server};

const LIST: &str = r#"{"result":{"items":[{"product_id":1,"offer_id":"А-1"}],"total":1,"last_id":"x"}}"#;
const LIMITED: &str = r#"{"code":8,"message":"You have reached request rate limit per second","details":[]}"#;

async fn list(shop: &Client) -> Result<usize, ClientError> {
    shop.call(ProductListV2, &ProductListV2Request::default()).await.map(|answer| answer.result.items.len())
}

async fn cancel(shop: &Client) -> Result<bool, ClientError> {
    shop.call(PostingFbsCancelV2, &PostingFbsCancelV2Request::default()).await.map(|answer| answer.result)
}

#[tokio::test]
async fn a_call_turned_away_is_made_again_when_the_server_says() {
    let limited = Act::of(429, "application/json", LIMITED).with("retry-after", "1");
    for reads in [true, false] {
        let server = Server::acts([limited.clone(), Act::json(if reads { LIST } else { r#"{"result":true}"# })]).await;
        let start = Instant::now();
        if reads {
            assert_eq!(list(&server.shop()).await.unwrap(), 1);
        } else {
            assert!(cancel(&server.shop()).await.unwrap(), "what was turned away was not done");
        }
        assert!(start.elapsed() >= Duration::from_secs(1));
        assert_eq!(server.asked().len(), 2);
    }
    let patient = Act::of(429, "application/json", LIMITED).with("retry-after", "3600");
    let server = Server::acts([patient]).await;
    let error = list(&server.shop()).await.unwrap_err();
    assert!(matches!(error, ClientError::Refused { retry_after: Some(hour), .. } if hour.as_secs() == 3_600));
    assert_eq!(server.asked().len(), 1, "nobody waits for an hour");
}

#[tokio::test]
async fn a_call_turned_away_without_a_word_is_made_again_and_then_given_up() {
    let away = Act::of(429, "application/json", LIMITED);
    let server = Server::acts([away, Act::json(r#"{"result":true}"#)]).await;
    assert!(cancel(&server.shop()).await.unwrap(), "a write that was turned away was not done");
    assert_eq!(server.asked().len(), 2);

    let server = Server::acts([Act::of(429, "application/json", LIMITED).with("x-request-id", "r-9")]).await;
    let error = list(&server.shop()).await.unwrap_err();
    assert_eq!(server.asked().len(), 3);
    assert!(error.is_limited() && !error.is_undecided());
    let ClientError::Refused { status, code, message, details, request_id, retry_after } = error else {
        panic!("{error}")
    };
    assert_eq!((status, code, message.as_str()), (429, 8, "You have reached request rate limit per second"));
    assert_eq!((details.len(), request_id.as_str(), retry_after), (0, "r-9", None));
}

/// After this a read has its answer from the second attempt; a write was sent once and fails.
async fn spoils(act: Act, check: impl Fn(&ClientError)) {
    let server = Server::acts([act.clone(), Act::json(LIST)]).await;
    assert_eq!(list(&server.shop()).await.unwrap(), 1, "{act:?}");
    assert_eq!(server.asked().len(), 2, "{act:?}");

    let server = Server::acts([act.clone(), Act::json(r#"{"result":true}"#)]).await;
    let error = cancel(&server.shop()).await.unwrap_err();
    assert_eq!(server.asked().len(), 1, "{act:?}: a write is not made twice");
    assert!(error.is_undecided(), "{error:?}");
    check(&error);

    let server = Server::acts([act.clone()]).await;
    check(&list(&server.shop()).await.unwrap_err());
    assert_eq!(server.asked().len(), 3, "{act:?}");
}

#[tokio::test]
async fn a_page_of_a_proxy_is_a_refusal_with_its_beginning() {
    let page = "<html>\r\n<head><title>502 Bad Gateway</title></head></html>";
    spoils(Act::of(502, "text/html", page), |error| {
        let ClientError::Refused { status: 502, code: 0, message, .. } = error else { panic!("{error:?}") };
        assert_eq!(message, page);
    })
    .await;
}

#[tokio::test]
async fn a_body_that_breaks_off_is_no_answer() {
    spoils(Act::Cut, |error| assert!(matches!(error, ClientError::Transport(_)) && !error.is_timeout(), "{error:?}"))
        .await;
}

#[tokio::test]
async fn a_body_that_comes_too_late_is_no_answer() {
    let slow = Act::Slow(Duration::from_secs(3), LIST.to_owned());
    spoils(slow, |error| assert!(error.is_timeout(), "{error:?}")).await;
}

#[tokio::test]
async fn a_connection_that_breaks_is_no_answer() {
    spoils(Act::Close, |error| assert!(matches!(error, ClientError::Transport(_)), "{error:?}")).await;
    spoils(Act::Reset, |error| {
        let first: &dyn std::error::Error = error;
        let mut causes = std::iter::successors(Some(first), |error| error.source());
        assert!(causes.any(|cause| cause.to_string().contains("reset")), "{error:?}");
    })
    .await;
}

#[tokio::test]
async fn nothing_can_have_happened_where_nobody_listens() {
    // Bound until the end, lest a server of another test gets this port, but never listening.
    let closed = tokio::net::TcpSocket::new_v4().unwrap();
    closed.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let shop = Client::stranger(&format!("http://{}", closed.local_addr().unwrap())).unwrap();
    let start = Instant::now();
    let error = cancel(&shop).await.unwrap_err();
    assert!(matches!(error, ClientError::Transport(_)) && !error.is_undecided(), "{error:?}");
    assert!(start.elapsed() >= Duration::from_millis(875), "tried four times: 125, 250 and 500 ms apart at least");
}

#[tokio::test]
async fn an_answer_of_the_wrong_type_is_told_from_the_right_one() {
    let page = || Act::of(200, "text/html; charset=utf-8", "<html>Вход</html>");
    let server = Server::acts([page()]).await;
    let error = list(&server.shop()).await.unwrap_err();
    assert!(matches!(&error, ClientError::Decode { what, .. } if what == "ProductListV2"), "{error:?}");
    let labels = PostingFbsPackageLabelV2Request::default();
    let error = server.shop().call(PostingFbsPackageLabelV2, &labels).await.unwrap_err();
    let ClientError::Decode { source, .. } = &error else { panic!("{error:?}") };
    assert_eq!(source.to_string(), "application/pdf was expected, text/html came");
    assert_eq!(server.asked().len(), 2);
    let error = cancel(&server.shop()).await.unwrap_err();
    assert!(matches!(error, ClientError::Decode { .. }) && error.is_undecided(), "{error:?}");
    assert_eq!(server.asked().len(), 3, "a write that may have been done is not made twice");

    let server =
        Server::acts([Act::of(200, "text/plain", LIST), Act::of(200, "application/pdf", b"%PDF\xff".to_vec())]).await;
    assert_eq!(list(&server.shop()).await.unwrap(), 1, "what reads as JSON is JSON");
    let Pdf(bytes) = server.shop().call(PostingFbsPackageLabelV2, &labels).await.unwrap();
    assert_eq!(bytes, b"%PDF\xff");
}

#[tokio::test]
async fn answers_may_be_newer_than_the_client() {
    let newer = r#"{"result":{"items":[{"product_id":"5","offer_id":null,"archived":false,"badge":{"x":[]}}],"total":null},"trace":"t"}"#;
    let server = Server::acts([Act::json(newer)]).await;
    let answer = server.shop().call(ProductListV2, &ProductListV2Request::default()).await.unwrap();
    assert_eq!((answer.result.items[0].product_id.0, answer.result.items[0].offer_id.as_str()), (5, ""));
}

#[tokio::test]
async fn a_key_follows_no_redirect() {
    let other = Server::acts([Act::json(LIST)]).await;
    let server = Server::acts([Act::of(307, "text/html", "").with("location", &other.url)]).await;
    let error = list(&server.shop()).await.unwrap_err();
    assert_eq!(error.status(), Some(307));
    assert!(other.asked().is_empty());

    let raw = server.shop().send(Verb::Get, &other.url, "", &[]).await.unwrap();
    assert_eq!((raw.status, other.asked()[0].header("api-key")), (200, None), "nor does it go to another server");
}

#[tokio::test]
async fn a_file_is_fetched_without_a_key_wherever_it_lies() {
    let store = Server::acts([Act::Cut, Act::of(200, "text/csv", "\"a\"\n")]).await;
    let to = format!("{}/file.csv", store.url);
    let server = Server::acts([Act::of(302, "text/html", "").with("location", &to)]).await;
    let shop = server.shop();
    assert_eq!(shop.download("/files/1").await.unwrap(), b"\"a\"\n");
    let keys = |server: &Server| server.asked().iter().filter(|asked| asked.header("api-key").is_some()).count();
    assert_eq!((keys(&server), keys(&store), store.asked().len()), (0, 0, 2));

    let mut pieces = Vec::new();
    let length = shop.download_to(&to, |piece| {
        pieces.extend_from_slice(piece);
        Ok(())
    });
    assert_eq!((length.await.unwrap(), pieces.as_slice()), (4, &b"\"a\"\n"[..]));
    let full = shop.download_to(&to, |_| Err(std::io::ErrorKind::StorageFull.into())).await;
    assert!(matches!(full, Err(ClientError::Write(_))));

    let round = Server::start(|_, _| Act::of(302, "text/html", "").with("location", "/again")).await;
    assert!(matches!(round.shop().download("/a").await, Err(ClientError::Failed { .. })));
    let gone = Server::acts([Act::of(404, "text/plain", "gone")]).await;
    assert!(gone.shop().download("/a").await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn labels_are_waited_for_and_other_refusals_are_not() {
    let refused = |message| Act::of(400, "application/json", format!(r#"{{"code":3,"message":"{message}"}}"#));
    let patience = Patience { every: Duration::from_millis(3), most: Duration::from_secs(30) };
    let number = [PostingNumber::from("1-1-1")];
    let drawn = Act::of(200, "application/pdf", "%PDF");
    let server = Server::acts([refused("POSTINGS_NOT_READY"), refused("POSTINGS_NOT_READY"), drawn]).await;
    assert_eq!(server.shop().labels(&number, patience).await.unwrap().0, b"%PDF");
    assert_eq!(server.asked().len(), 3);

    let server = Server::acts([refused("POSTING_NOT_FOUND")]).await;
    assert_eq!(server.shop().labels(&number, patience).await.unwrap_err().status(), Some(400));
    let server = Server::acts([refused("POSTINGS_NOT_READY")]).await;
    let once = Patience { most: Duration::ZERO, ..patience };
    let late = server.shop().labels(&number, once).await.unwrap_err();
    assert!(matches!(late, ClientError::Late { .. }), "{late:?}");
}

#[tokio::test]
async fn tasks_of_labels_are_waited_for_in_both_versions() {
    let patience = Patience { every: Duration::from_millis(3), most: Duration::from_secs(30) };
    let task = gostiny_wire::scalar::TaskId(1);
    let first = |status: &str, url: &str| {
        Act::json(format!(r#"{{"result":{{"status":"{status}","file_url":"{url}","error":"СБОЙ"}}}}"#))
    };
    let second = |status: &str, url: &str| {
        Act::json(format!(r#"{{"status":{{"code":"{status}"}},"file_url":"{url}","error":{{"code":"СБОЙ"}}}}"#))
    };
    let server = Server::acts([first("pending", ""), first("in_progress", ""), first("completed", "u")]).await;
    assert_eq!(server.shop().labels_printed_v1(task, patience).await.unwrap().file_url, "u");
    assert_eq!(server.asked().len(), 3);
    let server = Server::acts([second("pending", ""), Act::Reset, second("completed", "u")]).await;
    assert_eq!(server.shop().labels_printed_v2(task, patience).await.unwrap().file_url, "u");
    assert_eq!(server.asked().len(), 3);

    let server = Server::acts([first("error", ""), second("error", ""), first("pending", ""), second("pending", "")]);
    let server = server.await;
    let failed = server.shop().labels_printed_v1(task, patience).await.unwrap_err();
    assert_eq!(failed.to_string(), "the task of labels failed: СБОЙ");
    let failed = server.shop().labels_printed_v2(task, patience).await.unwrap_err();
    assert_eq!(failed.to_string(), "the task of labels failed: СБОЙ");
    let once = Patience { most: Duration::ZERO, ..patience };
    assert!(matches!(server.shop().labels_printed_v1(task, once).await, Err(ClientError::Late { .. })));
    assert!(matches!(server.shop().labels_printed_v2(task, once).await, Err(ClientError::Late { .. })));

    let act = |status: &str| Act::json(format!(r#"{{"id":1,"status":"{status}"}}"#));
    let id = gostiny_wire::scalar::CarriageId(1);
    let server = Server::acts([act("FORMING"), act("CONFIRMED"), act("UNKNOWN_ERROR"), act("FORMING")]).await;
    assert_eq!(server.shop().digital_act_formed(id, patience).await.unwrap(), "CONFIRMED");
    assert!(matches!(server.shop().digital_act_formed(id, patience).await, Err(ClientError::Failed { .. })));
    assert!(matches!(server.shop().digital_act_formed(id, once).await, Err(ClientError::Late { .. })));
}

#[tokio::test]
async fn tasks_that_fail_say_so() {
    let patience = Patience::default();
    let report = |status: &str, file: &str| {
        Act::json(format!(r#"{{"result":{{"code":"c","status":"{status}","error":"много строк","file":"{file}"}}}}"#))
    };
    let server = Server::acts([report("failed", "")]).await;
    let error = server.shop().report_made("c", patience).await.unwrap_err();
    assert_eq!(error.to_string(), "the report failed: много строк");
    let server = Server::acts([report("success", "http://x/1.csv")]).await;
    assert_eq!(server.shop().report_made("c", patience).await.unwrap().file, "http://x/1.csv");

    let act = |status: &str| Act::json(format!(r#"{{"result":{{"status":"{status}","added_to_act":["1-1-1"]}}}}"#));
    let server = Server::acts([act("error")]).await;
    assert!(matches!(
        server.shop().act_document(gostiny_wire::scalar::CarriageId(1), patience).await,
        Err(ClientError::Failed { .. })
    ));
    let server = Server::acts([act("ready"), Act::of(200, "application/pdf", "%PDF")]).await;
    assert_eq!(server.shop().act_document(gostiny_wire::scalar::CarriageId(1), patience).await.unwrap().0, b"%PDF");

    let codes = |status: &str| Act::json(format!(r#"{{"result":{{"status":"{status}"}}}}"#));
    let server = Server::acts([codes("failed")]).await;
    assert!(server.shop().codes_taken(gostiny_wire::scalar::TaskId(1), patience).await.is_err());
    let server = Server::acts([codes("imported")]).await;
    server.shop().codes_taken(gostiny_wire::scalar::TaskId(1), patience).await.unwrap();

    let quick = Patience { every: Duration::from_millis(2), ..patience };
    let items = |status: &str| {
        Act::json(format!(r#"{{"result":{{"items":[{{"status":"{status}"}},{{"status":"failed"}}],"total":2}}}}"#))
    };
    let server =
        Server::acts([Act::json(r#"{"result":{"items":[],"total":0}}"#), items("pending"), items("imported")]).await;
    let found = server.shop().imported(gostiny_wire::scalar::TaskId(1), quick).await.unwrap();
    assert_eq!((found.items.len(), server.asked().len()), (2, 3));
}
