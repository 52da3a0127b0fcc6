//! The connections of callers: how many there are and how long each may take is bounded, small answers leave at once, and a
//! call can have its connection reset.

use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use axum::{Router, body::Body, extract::ConnectInfo, serve::Listener};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};
use tower_service::Service;

/// Connections at once; those that come meanwhile wait at the system's door.
const MOST: usize = 10_000;
/// How long the head of a request may be on its way, and a connection be silent between two calls.
const SLOWEST_HEAD: Duration = Duration::from_secs(75);
/// How long a caller may take nothing of an answer.
const SLOWEST_READER: Duration = Duration::from_secs(75);
/// How long running calls may take to finish after the server was told to stop.
const LAST_CALLS: Duration = Duration::from_secs(9);

/// Serves until `stop` resolves, then lets running calls finish.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    super::http::prepare();
    serve_some(MOST, listener, router, stop).await;
    Ok(())
}

async fn serve_some(most: usize, mut listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let (places, open) = (Arc::new(Semaphore::new(most)), GracefulShutdown::new());
    let mut protocol = http1::Builder::new();
    protocol.timer(TokioTimer::new()).header_read_timeout(SLOWEST_HEAD);
    tokio::pin!(stop);
    loop {
        let taken = async {
            let place = places.clone().acquire_owned().await;
            (place, Listener::accept(&mut listener).await)
        };
        let (place, (stream, address)) = tokio::select! {
            taken = taken => taken,
            () = &mut stop => break,
        };
        let line = Line::new(stream);
        let (router, peer) = (router.clone(), Peer { address, reset: line.reset.clone() });
        let answer = service_fn(move |mut request: http::Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer.clone()));
            router.clone().call(request.map(Body::new))
        });
        let line = open.watch(protocol.serve_connection(TokioIo::new(line), answer));
        tokio::spawn(async move {
            if let Err(error) = line.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(LAST_CALLS, open.shutdown()).await.is_err() {
        tracing::warn!("some calls did not finish in time");
    }
}

/// One connection. Where a reset was asked for, it does not end in an orderly way.
struct Line {
    stream: TcpStream,
    reset: Arc<AtomicBool>,
}

/// Who is at the other end.
#[derive(Clone)]
pub struct Peer {
    /// Its address.
    pub address: SocketAddr,
    reset: Arc<AtomicBool>,
}

impl Peer {
    /// The connection ends with a reset, once it ends.
    pub(super) fn reset(&self) {
        self.reset.store(true, Ordering::Relaxed);
    }
}

impl Line {
    fn new(stream: TcpStream) -> Self {
        let set = stream.set_nodelay(true);
        // Also ends what a caller who is gone, or reads nothing, leaves open.
        if let Err(error) = set.and(socket2::SockRef::from(&stream).set_tcp_user_timeout(Some(SLOWEST_READER))) {
            tracing::debug!(%error, "answers of this connection may wait");
        }
        Self { stream, reset: Arc::default() }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if self.reset.load(Ordering::Relaxed)
            && let Err(error) = self.stream.set_zero_linger()
        {
            tracing::debug!(%error, "a connection ends without a reset");
        }
    }
}

impl AsyncRead for Line {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Line {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        // An orderly end would come before the reset.
        if self.reset.load(Ordering::Relaxed) {
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::post;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        sync::oneshot,
        time::Instant,
    };

    use super::*;

    /// Where it listens, and what ends it when dropped.
    async fn served(most: usize) -> (SocketAddr, oneshot::Sender<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, (stop, stopped)) = (listener.local_addr().unwrap(), oneshot::channel());
        let router = Router::new().route("/", post(async |body: String| body));
        tokio::spawn(serve_some(most, listener, router, async { drop(stopped.await) }));
        (address, stop)
    }

    async fn answered(line: &mut TcpStream) -> String {
        let mut answer = [0; 1_000];
        let length = line.read(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer[..length]).into_owned()
    }

    const CALL: &[u8] = b"POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\nok";

    #[tokio::test(start_paused = true)]
    async fn a_head_that_comes_drop_by_drop_is_cut_off() {
        let (address, _stop) = served(10).await;
        let begun = Instant::now();
        let mut slow = TcpStream::connect(address).await.unwrap();
        let mut sent = 0;
        while slow.write_all(b"x").await.is_ok() && begun.elapsed() < 2 * SLOWEST_HEAD {
            sent += 1;
            let mut answer = [0; 100];
            if tokio::time::timeout(Duration::from_secs(5), slow.read(&mut answer)).await.is_ok() {
                break;
            }
        }
        assert!(sent > 5 && begun.elapsed() <= SLOWEST_HEAD + Duration::from_secs(5), "{sent} {:?}", begun.elapsed());
    }

    #[tokio::test]
    async fn no_more_connections_than_there_are_places() {
        let (address, stop) = served(1).await;
        let mut first = TcpStream::connect(address).await.unwrap();
        first.write_all(CALL).await.unwrap();
        assert!(answered(&mut first).await.ends_with("ok"));
        let mut second = TcpStream::connect(address).await.unwrap();
        second.write_all(CALL).await.unwrap();
        first.write_all(CALL).await.unwrap();
        assert!(answered(&mut first).await.ends_with("ok"));
        assert!(second.try_read(&mut [0; 10]).is_err(), "it has no place");
        drop(first);
        assert!(answered(&mut second).await.ends_with("ok"));
        // Who is told to stop lets go of connections that are silent.
        drop(stop);
        assert_eq!(answered(&mut second).await, "");
    }
}
