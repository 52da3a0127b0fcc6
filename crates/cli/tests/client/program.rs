//! The running program, and programs beside it.

use std::{
    io::{BufRead, BufReader, Lines},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
};

use gostiny_client::Client;
use gostiny_wire::scalar::ClientId;

pub const GOSTINY: &str = env!("CARGO_BIN_EXE_gostiny");
pub const SHOPS: [(i64, &str); 2] =
    [(100_001, "11111111-1111-4111-8111-111111111111"), (100_002, "22222222-2222-4222-8222-222222222222")];

/// A program whose lines are read; killed when it goes out of sight.
pub struct Running {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Running {
    pub fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines }
    }

    /// Its next line.
    pub fn line(&mut self) -> String {
        self.lines.next().unwrap().unwrap()
    }

    /// Presses Ctrl-C, and answers whether it ended well and what it said to the end.
    pub fn interrupt(&mut self) -> (bool, Vec<String>) {
        let sent = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
        let said = self.lines.by_ref().map(|line| line.unwrap()).collect();
        (self.child.wait().unwrap().success(), said)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The demo world, its clock standing still.
pub struct Demo {
    pub url: String,
    _running: Running,
}

impl Demo {
    pub fn start() -> Self {
        let mut command = Command::new(GOSTINY);
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--demo", "--seed", "1", "--clock", "manual", "--log", "error"])
            .args(["--database", "sqlite::memory:"])
            .env_clear()
            .current_dir(std::env::temp_dir());
        let mut running = Running::start(&mut command);
        let url = running.line().strip_prefix("gostiny is listening on ").unwrap().to_owned();
        Self { url, _running: running }
    }

    pub fn operator(&self) -> Client {
        Client::operator(&self.url, "demo-operator-token").unwrap()
    }

    pub fn seller(&self, shop: usize) -> Client {
        Client::seller(&self.url, ClientId(SHOPS[shop].0), SHOPS[shop].1).unwrap()
    }

    /// A program that finds this world in its environment.
    pub fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        command.env("GOSTINY_URL", &self.url);
        command
    }
}

/// A folder of a test's own; goes with it.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("gostiny-client-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
