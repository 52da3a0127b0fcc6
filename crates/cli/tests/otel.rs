//! Spans reach a collector, in the trace of the caller.
#![cfg(feature = "otel")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test says what it expects by panicking")]

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    process::{Command, Stdio},
    sync::mpsc,
};

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const TAKEN: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-type: application/x-protobuf\r\ncontent-length: 0\r\n\
    connection: close\r\n\r\n";

/// One request, its first line and its body.
fn received(stream: &mut TcpStream) -> (String, Vec<u8>) {
    let mut reader = BufReader::new(stream);
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line.trim().is_empty() {
            break;
        }
        head += &line;
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    (head.lines().next().unwrap_or_default().to_owned(), body)
}

/// A collector that takes what it is sent for as long as it is sent anything, and passes it on before it answers.
fn collector() -> (String, mpsc::Receiver<(String, Vec<u8>)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            tell.send(received(&mut stream)).unwrap();
            stream.write_all(TAKEN).unwrap();
        }
    });
    (endpoint, told)
}

#[test]
fn a_call_is_a_span_in_the_trace_of_its_caller() {
    let (endpoint, told) = collector();
    let mut program = Command::new(env!("CARGO_BIN_EXE_gostiny"))
        .args(["serve", "--listen", "127.0.0.1:0", "--database", "sqlite::memory:", "--demo", "--demo-cache", "none"])
        .env_clear()
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)
        .env("OTEL_SERVICE_NAME", "лавка")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(program.stdout.take().unwrap()).lines();
    let ready = lines.next().unwrap().unwrap();
    std::thread::spawn(move || lines.for_each(drop));
    let address = ready.strip_prefix("gostiny is listening on http://").unwrap();
    let body = "{\"limit\":1}";
    let call = format!(
        "POST /v2/product/list HTTP/1.1\r\nhost: {address}\r\nclient-id: 100001\r\n\
         api-key: 11111111-1111-4111-8111-111111111111\r\ntraceparent: 00-{TRACE}-00f067aa0ba902b7-01\r\n\
         connection: close\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut caller = TcpStream::connect(address).unwrap();
    caller.write_all(call.as_bytes()).unwrap();
    let mut answer = String::new();
    caller.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    // What is left is sent when it ends.
    Command::new("kill").arg(program.id().to_string()).status().unwrap();
    assert!(program.wait().unwrap().success());
    let mut spans = Vec::new();
    for (line, mut body) in told.try_iter() {
        assert!(line.starts_with("POST /v1/traces "), "{line}");
        spans.append(&mut body);
    }
    let trace: Vec<u8> = (0..16).map(|at| u8::from_str_radix(&TRACE[at * 2..at * 2 + 2], 16).unwrap()).collect();
    for (what, part) in [
        ("the method", "/v2/product/list".as_bytes()),
        ("the transaction", b"read"),
        ("the shop", b"client_id"),
        ("the name of the service", "лавка".as_bytes()),
        ("the caller's trace", &trace),
    ] {
        assert!(spans.windows(part.len()).any(|bytes| bytes == part), "{what} is missing");
    }
}
