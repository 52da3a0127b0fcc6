//! Fetching from servers on this machine that answer as they are told.

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpSocket},
};

use super::*;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nrest";

/// Answers each call by its path: `answer` makes the whole answer of it.
async fn server(answer: fn(&str) -> Vec<u8>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = vec![0; 4_096];
            let read = stream.read(&mut head).await.unwrap_or(0);
            let head = String::from_utf8_lossy(&head[..read]).into_owned();
            let path = head.split(' ').nth(1).unwrap_or_default();
            let _ = stream.write_all(&answer(path)).await;
            let _ = stream.shutdown().await;
        }
    });
    address
}

fn ok(body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len()).as_bytes(), body]
        .concat()
}

fn to(place: &str) -> Vec<u8> {
    format!("HTTP/1.1 302 Found\r\nconnection: close\r\nlocation: {place}\r\ncontent-length: 0\r\n\r\n").into_bytes()
}

fn answers(path: &str) -> Vec<u8> {
    match path {
        "/a.png" => ok(PNG),
        "/a.jpg" => ok(b"\xff\xd8\xff\xe0rest"),
        "/page" => ok(b"<html>"),
        "/long" => ok(&[b'x'; 70_000]),
        "/huge" => ok(&[PNG, &vec![0; MOST_BYTES]].concat()),
        "/1" => to("/2"),
        "/2" => to("3"),
        "/3" => to("/a.png"),
        "/0" => to("/1"),
        "/loop" => to("/loop"),
        "/link-local" => to("http://169.254.169.254/latest"),
        "/file" => to("file:///etc/passwd"),
        _ => b"HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n".to_vec(),
    }
}

#[tokio::test]
async fn pictures_are_known_by_their_content() {
    let server = server(answers).await;
    let fetch = async |path: &str| picture(&format!("{server}{path}"), true).await;
    let png = fetch("/a.png").await.unwrap();
    assert_eq!((png.bytes.as_ref(), png.format), (PNG, Format::Png));
    assert_eq!(fetch("/a.jpg").await.unwrap().format, Format::Jpeg);
    for (path, fault) in [("/page", Fault::Content), ("/huge", Fault::Content), ("/none", Fault::Answer)] {
        assert_eq!(fetch(path).await, Err(fault), "{path}");
    }
}

#[tokio::test]
async fn three_redirects_are_followed_and_each_is_looked_at() {
    let server = server(answers).await;
    let fetch = async |path: &str| picture(&format!("{server}{path}"), true).await.map(|found| found.format);
    assert_eq!(fetch("/1").await, Ok(Format::Png));
    for (path, fault) in
        [("/0", Fault::Answer), ("/loop", Fault::Answer), ("/link-local", Fault::Address), ("/file", Fault::Address)]
    {
        assert_eq!(fetch(path).await, Err(fault), "{path}");
    }
}

#[tokio::test]
async fn this_machine_is_closed_under_all_its_names() {
    let server = server(answers).await;
    let port = server.rsplit(':').next().unwrap();
    for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0x7f.1", "2130706433", "127.1", "[::1]", "0.0.0.0"] {
        let found = picture(&format!("http://{host}:{port}/a.png"), false).await;
        assert_eq!(found, Err(Fault::Address), "{host}");
    }
    for port in [22, 25, 81, 6_379] {
        let found = picture(&format!("http://1.1.1.1:{port}/a.png"), false).await;
        assert_eq!(found, Err(Fault::Address), "{port}");
    }
    for none in ["", "a.png", "file:///etc/passwd", "data:image/png;base64,AA==", "gopher://127.0.0.1/"] {
        assert_eq!(picture(none, true).await, Err(Fault::Address), "{none}");
    }
    assert!(picture(&format!("http://localhost:{port}/a.png"), true).await.is_ok());
}

#[tokio::test]
async fn a_receiver_is_spoken_to_where_it_was_looked_at_and_no_further() {
    let server = server(answers).await;
    let post = async |path: &str, private| {
        let receiver = Receiver::at(&format!("{server}{path}"), private, Duration::from_secs(5)).await?;
        receiver.post("{}".to_owned()).await
    };
    let answer = post("/page", true).await.unwrap();
    assert_eq!((answer.status, answer.body.as_ref()), (200, b"<html>".as_slice()));
    assert_eq!(post("/1", true).await.unwrap().status, 302);
    assert_eq!(post("/long", true).await, Err(Fault::Content));
    assert_eq!(post("/page", false).await, Err(Fault::Address));
    for none in ["", "ftp://127.0.0.1/", "http://169.254.169.254/", "//127.0.0.1"] {
        assert_eq!(Receiver::at(none, true, Duration::from_secs(5)).await.err(), Some(Fault::Address), "{none}");
    }
}

#[tokio::test]
async fn a_receiver_that_says_nothing_is_left_in_time() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let receiver = Receiver::at(&address, true, Duration::from_millis(50)).await.unwrap();
    assert_eq!(receiver.post("{}".to_owned()).await, Err(Fault::Late));
}

#[tokio::test]
async fn a_receiver_that_is_not_there_gives_no_answer() {
    // Bound, lest another test's server gets the port, but never listening.
    let closed = TcpSocket::new_v4().unwrap();
    closed.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let address = format!("http://{}", closed.local_addr().unwrap());
    let receiver = Receiver::at(&address, true, Duration::from_secs(5)).await.unwrap();
    assert_eq!(receiver.post("{}".to_owned()).await, Err(Fault::Answer));
}
