//! A server in a few lines: it keeps what it was asked and does with each call what its script says.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use gostiny_client::{Client, Retry};
use gostiny_wire::scalar::ClientId;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// What a call is met with.
#[derive(Clone, Debug)]
pub enum Act {
    Answer {
        status: u16,
        headers: Vec<(&'static str, String)>,
        body: Vec<u8>,
    },
    /// The body ends before its length is reached.
    Cut,
    /// The body comes after this long.
    Slow(Duration, String),
    /// The connection is closed without a word.
    Close,
    /// The connection is reset: what the other end reads is an error.
    Reset,
}

impl Act {
    pub fn json(body: impl Into<String>) -> Self {
        Self::of(200, "application/json", body.into())
    }

    pub fn of(status: u16, kind: &str, body: impl Into<Vec<u8>>) -> Self {
        Self::Answer { status, headers: vec![("content-type", kind.to_owned())], body: body.into() }
    }

    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        if let Self::Answer { headers, .. } = &mut self {
            headers.push((name, value.to_owned()));
        }
        self
    }
}

/// A call as it arrived.
#[derive(Clone, Debug)]
pub struct Asked {
    pub line: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Asked {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

type Script = Arc<dyn Fn(usize, &Asked) -> Act + Send + Sync>;

#[derive(Default)]
struct Seen {
    asked: Vec<Asked>,
    connections: usize,
}

pub struct Server {
    pub url: String,
    seen: Arc<Mutex<Seen>>,
}

impl Server {
    /// `script` is given how many calls came before, and the call.
    pub async fn start(script: impl Fn(usize, &Asked) -> Act + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (seen, script): (Arc<Mutex<Seen>>, Script) = (Arc::default(), Arc::new(script));
        tokio::spawn({
            let seen = seen.clone();
            async move {
                while let Ok((stream, _)) = listener.accept().await {
                    seen.lock().unwrap().connections += 1;
                    tokio::spawn(serve(stream, seen.clone(), script.clone()));
                }
            }
        });
        Self { url, seen }
    }

    /// One act after the other; the last one for all further calls.
    pub async fn acts(acts: impl IntoIterator<Item = Act>) -> Self {
        let acts: Vec<Act> = acts.into_iter().collect();
        Self::start(move |before, _| acts[before.min(acts.len() - 1)].clone()).await
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.seen.lock().unwrap().asked.clone()
    }

    pub fn connections(&self) -> usize {
        self.seen.lock().unwrap().connections
    }

    /// A shop's client that tries three times, a few milliseconds apart, and gives an attempt a second.
    pub fn shop(&self) -> Client {
        self.trying(3)
    }

    pub fn trying(&self, attempts: u32) -> Client {
        let retry = Retry::default().attempts(attempts).pauses(Duration::from_millis(4), Duration::from_secs(2));
        let builder = Client::builder().base_url(&self.url).timeout(Duration::from_secs(1)).retry(retry);
        builder.build().unwrap().as_seller(ClientId(7), "secret-key").unwrap()
    }
}

async fn serve(mut stream: TcpStream, seen: Arc<Mutex<Seen>>, script: Script) -> std::io::Result<()> {
    let mut buffer = Vec::new();
    loop {
        let Some(asked) = read(&mut stream, &mut buffer).await? else { return Ok(()) };
        let before = {
            let mut seen = seen.lock().unwrap();
            seen.asked.push(asked.clone());
            seen.asked.len() - 1
        };
        match script(before, &asked) {
            Act::Close => return Ok(()),
            Act::Reset => return stream.set_zero_linger(),
            Act::Cut => {
                stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"result\":").await?;
                return Ok(());
            }
            Act::Slow(pause, body) => {
                let head = format!(
                    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
                    body.len()
                );
                stream.write_all(head.as_bytes()).await?;
                wait(pause).await;
                stream.write_all(body.as_bytes()).await?;
            }
            Act::Answer { status, headers, body } => {
                let mut head = format!("HTTP/1.1 {status} Word\r\ncontent-length: {}\r\n", body.len());
                headers.iter().for_each(|(name, value)| head.push_str(&format!("{name}: {value}\r\n")));
                head.push_str("\r\n");
                stream.write_all(head.as_bytes()).await?;
                stream.write_all(&body).await?;
            }
        }
    }
}

async fn read(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> std::io::Result<Option<Asked>> {
    let head = loop {
        if let Some(end) = buffer.windows(4).position(|at| at == b"\r\n\r\n") {
            let head: Vec<u8> = buffer.drain(..end + 4).collect();
            break String::from_utf8(head).unwrap();
        }
        if stream.read_buf(buffer).await? == 0 {
            return Ok(None);
        }
    };
    let mut lines = head.trim_end().split("\r\n");
    let line = lines.next().unwrap().to_owned();
    let header = |line: &str| {
        let (name, value) = line.split_once(':').unwrap();
        (name.to_lowercase(), value.trim().to_owned())
    };
    let headers: Vec<_> = lines.map(header).collect();
    let length =
        headers.iter().find(|(name, _)| name == "content-length").map_or(0, |(_, value)| value.parse().unwrap());
    while buffer.len() < length {
        if stream.read_buf(buffer).await? == 0 {
            return Ok(None);
        }
    }
    let body = buffer.drain(..length).collect();
    Ok(Some(Asked { line, headers, body }))
}

#[expect(clippy::disallowed_methods, reason = "a slow server is slow by the wall's clock")]
async fn wait(pause: Duration) {
    tokio::time::sleep(pause).await;
}
