//! A Gostiny of one's own for tests (feature `kit`): starts the program with the demo world in memory, hands out callers,
//! resets it, stops it.

use std::{
    env,
    ffi::OsString,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use gostiny_wire::{
    method::Empty,
    operator::{ClockAdvance, ClockAdvanceRequest, ClockAdvanceResponse, ClockStep, ClockStepResponse, Reset},
    scalar::ClientId,
};

use crate::{Client, ClientError, Retry};

const READY: &str = "gostiny is listening on ";
const OPERATOR_TOKEN: &str = "demo-operator-token";
const SELLERS: [(i64, &str); 2] =
    [(100_001, "11111111-1111-4111-8111-111111111111"), (100_002, "22222222-2222-4222-8222-222222222222")];
/// How long the program may take to start.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long a call may take: years go by in one.
const LONGEST_CALL: Duration = Duration::from_secs(600);

/// Why there is no server.
#[derive(Debug, thiserror::Error)]
pub enum KitError {
    /// The program is not there, or may not be run.
    #[error("{program} cannot be started: name it by GOSTINY_BIN, or put it on the PATH")]
    Program {
        /// Its name.
        program: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// It ended, or was not ready in time; what it said stands on standard error.
    #[error("the server did not become ready")]
    NotReady,
    /// Its address is none.
    #[error(transparent)]
    Client(#[from] ClientError),
}

/// A running server with the demo world. Its clock stands still until a test moves it. It stops when this is dropped, and
/// when the process ends in any other way.
#[derive(Debug)]
pub struct Gostiny {
    child: Child,
    base_url: String,
    stranger: Client,
    operator: Client,
}

impl Gostiny {
    /// Starts the program that `GOSTINY_BIN` names, or `gostiny` on the `PATH`.
    pub fn start() -> Result<Self, KitError> {
        Self::start_with(&[])
    }

    /// The same with further arguments of `gostiny serve`.
    pub fn start_with(arguments: &[&str]) -> Result<Self, KitError> {
        let program = env::var_os("GOSTINY_BIN").unwrap_or_else(|| OsString::from("gostiny"));
        let mut command = Command::new(&program);
        command.args(["serve", "--listen", "127.0.0.1:0", "--database", "sqlite::memory:", "--demo"]);
        // The server stops when its input ends: also when this process dies without a word.
        command.args(["--clock", "manual", "--seed", "1", "--log", "warn", "--stop-with-input"]).args(arguments);
        for (name, _) in env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GOSTINY_")) {
            command.env_remove(name);
        }
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child =
            child.map_err(|source| KitError::Program { program: program.to_string_lossy().into_owned(), source })?;
        let ready = wait_until_ready(&mut child).and_then(|base_url| {
            let stranger = stranger(&base_url)?;
            let operator = stranger.as_bearer(OPERATOR_TOKEN)?;
            Ok((base_url, stranger, operator))
        });
        match ready {
            Ok((base_url, stranger, operator)) => Ok(Self { child, base_url, stranger, operator }),
            Err(error) => {
                end(&mut child);
                Err(error)
            }
        }
    }

    /// Where it answers.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// `Client-Id` and `Api-Key` of the demo shops.
    pub fn keys(&self) -> [(ClientId, &'static str); 2] {
        SELLERS.map(|(client_id, api_key)| (ClientId(client_id), api_key))
    }

    /// The first shop's software. Here and below each call goes out once, whatever it is answered with.
    pub fn seller(&self) -> Result<Client, ClientError> {
        let [(client_id, api_key), _] = self.keys();
        self.stranger.as_seller(client_id, api_key)
    }

    /// The second shop's software.
    pub fn other_seller(&self) -> Result<Client, ClientError> {
        let [_, (client_id, api_key)] = self.keys();
        self.stranger.as_seller(client_id, api_key)
    }

    /// The marketplace itself.
    pub fn operator(&self) -> &Client {
        &self.operator
    }

    /// The demo world as it was first filled.
    pub async fn reset(&self) -> Result<(), ClientError> {
        self.operator.call(Reset, &Empty {}).await.map(drop)
    }

    /// Moves the clock; what falls due has happened when this returns.
    pub async fn advance(&self, seconds: i64) -> Result<ClockAdvanceResponse, ClientError> {
        self.operator.call(ClockAdvance, &ClockAdvanceRequest { seconds }).await
    }

    /// Moves the clock to the next thing that happens, and tells it.
    pub async fn step(&self) -> Result<ClockStepResponse, ClientError> {
        self.operator.call(ClockStep, &Empty {}).await
    }
}

impl Drop for Gostiny {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

/// The world is thrown away anyway, so nothing is waited for but the end.
fn end(child: &mut Child) {
    // One that has ended already cannot be killed: then there is nothing to do.
    let _ = child.kill();
    let _ = child.wait();
}

/// A client without credentials; never through a proxy, since the server is on this machine.
fn stranger(base_url: &str) -> Result<Client, ClientError> {
    let http = reqwest::Client::builder().no_proxy();
    Client::builder().base_url(base_url).retry(Retry::never()).timeout(LONGEST_CALL).http(http).build()
}

fn wait_until_ready(child: &mut Child) -> Result<String, KitError> {
    let output = child.stdout.take().ok_or(KitError::NotReady)?;
    let (tell, told) = mpsc::channel();
    // Reads on to the end, so that the server never waits for a reader.
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            let _ = tell.send(line);
        }
    });
    let line = told.recv_timeout(PATIENCE).map_err(|_| KitError::NotReady)?;
    line.strip_prefix(READY).map(str::to_owned).ok_or(KitError::NotReady)
}
