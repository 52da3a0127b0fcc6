//! `gostiny probe`: asks a server on this machine whether it serves, for containers and service managers.

use std::{
    io::{Read, Write},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream, ToSocketAddrs},
    path::PathBuf,
    time::{Duration, Instant},
};

use clap::Args;

use crate::{Outcome, block_on, config::Config};

/// Ask a server on this machine whether it is ready to serve, and fail when it is not.
#[derive(Args)]
pub struct Probe {
    /// Where the server was told to listen [default: 127.0.0.1:8080]
    #[arg(long, env = "GOSTINY_LISTEN", value_name = "ADDRESS")]
    listen: Option<String>,
    /// The file that the server was given
    #[arg(long = "config", env = "GOSTINY_CONFIG", value_name = "FILE")]
    file: Option<PathBuf>,
    /// Only ask whether the process lives, not whether its database answers
    #[arg(long)]
    live: bool,
    /// Seconds to go on asking while it starts
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    wait: u64,
}

/// How long one answer may take.
const PATIENCE: Duration = Duration::from_secs(3);
/// Between two questions.
const PAUSE: Duration = Duration::from_millis(100);

impl Probe {
    /// Asks until the answer is yes or the time is up.
    pub fn run(self) -> Outcome {
        let config = Config::listening_on(self.listen).over(self.file.as_deref())?;
        let (address, path) = (reached(config.listen())?, if self.live { "/healthz" } else { "/readyz" });
        let (begun, wait) = (Instant::now(), Duration::from_secs(self.wait));
        block_on(async move {
            // Another program is waited for, which lives by the clock on the wall.
            let mut pause = tokio::time::interval(PAUSE);
            loop {
                pause.tick().await;
                match ask(address, path) {
                    Ok(()) => return Ok(()),
                    Err(error) if begun.elapsed() >= wait => return Err(format!("{address}: {error}").into()),
                    Err(_) => {}
                }
            }
        })?
    }
}

/// Where a listening address is reached from this machine.
fn reached(listen: &str) -> Result<SocketAddr, String> {
    let found = listen.to_socket_addrs().map_err(|error| format!("{listen}: {error}"))?.next();
    let mut address = found.ok_or_else(|| format!("{listen} is no address"))?;
    if address.ip().is_unspecified() {
        address.set_ip(if address.is_ipv4() { IpAddr::V4(Ipv4Addr::LOCALHOST) } else { Ipv6Addr::LOCALHOST.into() });
    }
    Ok(address)
}

/// One question over plain HTTP: no proxy, no TLS stands between.
fn ask(address: SocketAddr, path: &str) -> Result<(), String> {
    let fetch = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        // In one piece: who answers before the rest has come may end the connection with a reset.
        let asked = format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
        stream.write_all(asked.as_bytes())?;
        let mut answer = Vec::new();
        stream.take(4_096).read_to_end(&mut answer)?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    };
    let answer = fetch().map_err(|error| error.to_string())?;
    let first = answer.lines().next().unwrap_or_default();
    if first.starts_with("HTTP/1.1 200") { Ok(()) } else { Err(format!("{path} answered `{first}`")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_listens_everywhere_is_asked_on_the_loopback() {
        assert_eq!(reached("0.0.0.0:8080").unwrap().to_string(), "127.0.0.1:8080");
        assert_eq!(reached("[::]:81").unwrap().to_string(), "[::1]:81");
        assert_eq!(reached("127.0.0.2:1").unwrap().to_string(), "127.0.0.2:1");
        assert!(reached("nowhere").is_err());
    }

    #[test]
    fn only_a_good_answer_is_a_yes() {
        for (answer, yes) in [("HTTP/1.1 200 OK\r\n\r\nready", true), ("HTTP/1.1 503 Busy\r\n\r\n", false), ("", false)]
        {
            let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
            let address = listener.local_addr().unwrap();
            let served = std::thread::spawn(move || {
                let (mut stream, _) = listener.accept().unwrap();
                let mut asked = [0; 256];
                let read = stream.read(&mut asked).unwrap();
                stream.write_all(answer.as_bytes()).unwrap();
                String::from_utf8_lossy(&asked[..read]).into_owned()
            });
            assert_eq!(ask(address, "/readyz").is_ok(), yes, "{answer}");
            assert!(served.join().unwrap().starts_with("GET /readyz HTTP/1.1\r\n"));
        }
    }
}
