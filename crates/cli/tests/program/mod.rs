//! The real program, serving a database of the test's own.

#[path = "../../../server/tests/scenario/database.rs"]
pub mod database;

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use database::Database;
use gostiny_server::store::DbUrl;

/// A database as the command line names it.
pub fn url(database: &Database) -> String {
    match &database.url {
        DbUrl::File(path) => format!("sqlite:{}", path.display()),
        DbUrl::Postgres(url) => url.clone(),
        DbUrl::Memory => unreachable!("what is in memory is gone with its process"),
    }
}

/// What `gostiny check` says of a database, and whether it was content.
#[allow(dead_code, reason = "not every program of tests asks")]
pub fn checked(database: &Database) -> (String, bool) {
    let checked = Command::new(env!("CARGO_BIN_EXE_gostiny"))
        .args(["check", "--database", &url(database)])
        .env_clear()
        .current_dir(std::env::temp_dir())
        .output()
        .unwrap();
    let told = [checked.stdout, checked.stderr].concat();
    (String::from_utf8(told).unwrap(), checked.status.success())
}

/// The running program; killed when it goes out of sight.
pub struct Server {
    pub child: Child,
    pub address: String,
}

impl Server {
    /// Starts it with further arguments; it answers when this returns.
    pub fn start(database: &Database, more: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_gostiny"))
            .args(["serve", "--listen", "127.0.0.1:0", "--log", "error", "--database", &url(database)])
            .args(more)
            .env_clear()
            .current_dir(std::env::temp_dir())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let ready = lines.next().unwrap().unwrap();
        let address = ready.strip_prefix("gostiny is listening on ").unwrap().to_owned();
        // The rest is read, so that the program never waits for us.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // SIGKILL: nothing is flushed, nothing is finished. One that has ended already cannot be killed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
