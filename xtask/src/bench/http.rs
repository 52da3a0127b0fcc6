//! One keep-alive HTTP/1.1 connection that spends next to nothing itself: requests are bytes made beforehand,
//! answers are read by length or by chunks.

use crate::Outcome;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A connection and the last answer's body.
pub struct Connection {
    stream: TcpStream,
    head: Vec<u8>,
    body: Vec<u8>,
}

impl Connection {
    /// Connects; small packets leave at once.
    pub async fn open(address: SocketAddr) -> Outcome<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, head: Vec::with_capacity(64 * 1024), body: Vec::with_capacity(256 * 1024) })
    }

    /// Sends a whole request and reads the whole answer: its status. The body is then in [`Connection::body`].
    pub async fn exchange(&mut self, request: &[u8]) -> Outcome<u16> {
        Ok(self.exchange_timed(request).await?.0)
    }

    /// The same, and after how long the answer's first byte was there.
    pub async fn exchange_timed(&mut self, request: &[u8]) -> Outcome<(u16, Duration)> {
        let (asked, mut first) = (Instant::now(), Duration::ZERO);
        self.stream.write_all(request).await?;
        self.head.clear();
        self.body.clear();
        let end = loop {
            self.read_head().await?;
            if first.is_zero() {
                first = asked.elapsed();
            }
            if let Some(end) = find(&self.head, b"\r\n\r\n") {
                break end;
            }
        };
        let head = Head::parse(self.head.get(..end).unwrap_or_default())?;
        let rest = end.saturating_add(4);
        match head.length {
            Length::Known(length) => {
                self.body.extend_from_slice(self.head.get(rest..).unwrap_or_default());
                while self.body.len() < length {
                    if self.stream.read_buf(&mut self.body).await? == 0 {
                        return Err("the connection closed within a body".into());
                    }
                }
            }
            Length::Chunked => self.read_chunks(rest).await?,
        }
        Ok((head.status, first))
    }

    /// The last answer's head, and what arrived with it.
    pub fn head(&self) -> &[u8] {
        &self.head
    }

    /// The last answer's body.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    async fn read_head(&mut self) -> Outcome {
        match self.stream.read_buf(&mut self.head).await? {
            0 => Err("the connection closed before an answer's end".into()),
            _ => Ok(()),
        }
    }

    /// Reads chunk after chunk from `at` of what was read, until the empty one and its empty line.
    async fn read_chunks(&mut self, mut at: usize) -> Outcome {
        loop {
            let left = self.head.get(at..).unwrap_or_default();
            let Some((size, data)) = chunk_size(left)? else {
                self.read_head().await?;
                continue;
            };
            let end = data.saturating_add(size);
            while self.head.get(at..).unwrap_or_default().len() < end.saturating_add(2) {
                self.read_head().await?;
            }
            let left = self.head.get(at..).unwrap_or_default();
            self.body.extend_from_slice(left.get(data..end).unwrap_or_default());
            at = at.saturating_add(end).saturating_add(2);
            if size == 0 {
                return Ok(());
            }
        }
    }
}

/// Appends a request to `out`. `headers` is whole lines, each with its line end.
pub fn request(out: &mut Vec<u8>, method: &str, path: &str, headers: &str, body: &[u8]) {
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}Content-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n",
        body.len()
    );
    out.extend_from_slice(head.as_bytes());
    out.extend_from_slice(body);
}

/// Appends a form that is sent to `path`.
pub fn form(out: &mut Vec<u8>, path: &str, headers: &str, body: &[u8]) {
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}Content-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\n\r\n",
        body.len()
    );
    out.extend_from_slice(head.as_bytes());
    out.extend_from_slice(body);
}

enum Length {
    Known(usize),
    Chunked,
}

struct Head {
    status: u16,
    length: Length,
}

impl Head {
    fn parse(bytes: &[u8]) -> Outcome<Self> {
        let text = std::str::from_utf8(bytes)?;
        let mut lines = text.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|word| word.parse().ok());
        let status = status.ok_or_else(|| format!("not an HTTP answer: {text:.80}"))?;
        let mut length = Length::Known(0);
        for (name, value) in lines.filter_map(|line| line.split_once(':')) {
            if name.eq_ignore_ascii_case("content-length") {
                length = Length::Known(value.trim().parse()?);
            } else if name.eq_ignore_ascii_case("transfer-encoding") {
                length = Length::Chunked;
            }
        }
        Ok(Self { status, length })
    }
}

/// The size of the chunk that begins here and where its data begins; nothing while its line is incomplete.
fn chunk_size(bytes: &[u8]) -> Outcome<Option<(usize, usize)>> {
    let Some(end) = find(bytes, b"\r\n") else { return Ok(None) };
    let line = std::str::from_utf8(bytes.get(..end).unwrap_or_default())?;
    let digits = line.split(';').next().unwrap_or_default().trim();
    Ok(Some((usize::from_str_radix(digits, 16)?, end.saturating_add(2))))
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::net::TcpListener;

    /// A peer that answers each read with the next text, in pieces of seven bytes.
    async fn peer(answers: Vec<&'static str>) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            for answer in answers {
                let mut request = vec![0; 4096];
                assert!(stream.read(&mut request).await.unwrap() > 0);
                for piece in answer.as_bytes().chunks(7) {
                    stream.write_all(piece).await.unwrap();
                    tokio::task::yield_now().await;
                }
            }
        });
        address
    }

    #[tokio::test]
    async fn bodies_by_length_and_by_chunks_are_read_whole() {
        let address = peer(vec![
            "HTTP/1.1 200 OK\r\nContent-Length: 11\r\nX: y\r\n\r\nhello world",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n6;x=1\r\n world\r\n0\r\n\r\n",
            "HTTP/1.1 429 Too Many\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\ncut off",
        ])
        .await;
        let mut connection = Connection::open(address).await.unwrap();
        let mut bytes = Vec::new();
        request(&mut bytes, "POST", "/", "A: b\r\n", b"{}");
        assert!(
            String::from_utf8_lossy(&bytes).contains("A: b\r\nContent-Type: application/json\r\nContent-Length: 2\r\n")
        );
        for status in [200, 200] {
            assert_eq!(connection.exchange(&bytes).await.unwrap(), status);
            assert_eq!(connection.body(), b"hello world");
        }
        assert_eq!(connection.exchange(&bytes).await.unwrap(), 429);
        assert!(connection.exchange(&bytes).await.is_err());
    }
}
