//! A server as a process: started, watched through /proc, stopped as an operator would.

use super::load::micros;
use crate::Outcome;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

/// A running server; killed on drop when it was not stopped.
pub struct Server {
    child: Child,
    lines: Receiver<SocketAddr>,
    /// Where it listens.
    pub address: SocketAddr,
    /// Microseconds from the start of the process to its ready line.
    pub started_in: u64,
}

impl Server {
    /// Starts a program in `folder` and waits for its ready line, for two minutes at most.
    /// What it prints to stderr goes to `server.log` there.
    pub fn start(program: &Path, arguments: &[&str], folder: &Path) -> Outcome<Self> {
        let log = folder.join("server.log");
        let begun = Instant::now();
        let mut child = Command::new(program)
            .args(arguments)
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(File::create(&log)?)
            .spawn()
            .map_err(|error| format!("{} cannot be started: {error}", program.display()))?;
        let stdout = child.stdout.take().ok_or("no stdout")?;
        let (sender, lines) = mpsc::channel();
        std::thread::spawn(move || read_lines(stdout, &sender));
        match lines.recv_timeout(Duration::from_secs(120)) {
            Ok(address) => Ok(Self { child, lines, address, started_in: micros(begun.elapsed()) }),
            Err(_) => {
                child.kill()?;
                let status = child.wait()?;
                Err(format!("{} printed no ready line ({status}):\n{}", program.display(), tail(&log)).into())
            }
        }
    }

    /// Microseconds of processor time it has used, all threads, in steps of a clock tick.
    pub fn cpu(&self) -> Outcome<u64> {
        let text = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let fields = text.rsplit_once(')').map(|(_, rest)| rest).unwrap_or_default();
        let ticks = |at: usize| fields.split_whitespace().nth(at).and_then(|word| word.parse::<u64>().ok());
        let used = ticks(11).zip(ticks(12)).map(|(user, system)| user.saturating_add(system));
        Ok(used.ok_or("/proc/PID/stat has another form")?.saturating_mul(1_000_000 / TICKS_PER_SECOND))
    }

    /// Kilobytes of memory it holds now.
    pub fn memory(&self) -> Outcome<u64> {
        self.status("VmRSS:")
    }

    /// Kilobytes of it that are no part of a file, such as the mapped database.
    pub fn own_memory(&self) -> Outcome<u64> {
        self.status("RssAnon:")
    }

    /// Begins anew to note the most memory it holds.
    pub fn forget_peak(&self) -> Outcome {
        Ok(std::fs::write(format!("/proc/{}/clear_refs", self.child.id()), "5")?)
    }

    /// Kilobytes of memory it held at most.
    pub fn peak(&self) -> Outcome<u64> {
        self.status("VmHWM:")
    }

    fn status(&self, name: &str) -> Outcome<u64> {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = text.lines().find_map(|line| line.strip_prefix(name));
        let size = line.and_then(|line| line.split_whitespace().next()).and_then(|word| word.parse().ok());
        Ok(size.ok_or_else(|| format!("/proc/PID/status has no {name}"))?)
    }

    /// Asks it to end and waits; after 15 s it is killed and that is a failure.
    pub fn stop(mut self) -> Outcome {
        let ask = format!("kill -TERM {}", self.child.id());
        Command::new("sh").args(["-c", &ask]).status()?;
        // Its stdout, and with it the channel, closes when it ends.
        let ended = loop {
            match self.lines.recv_timeout(Duration::from_secs(15)) {
                Ok(_) => {}
                Err(RecvTimeoutError::Disconnected) => break true,
                Err(RecvTimeoutError::Timeout) => break false,
            }
        };
        if !ended {
            return Err("the server did not end within 15 s of SIGTERM".into());
        }
        let status = self.child.wait()?;
        if status.success() { Ok(()) } else { Err(format!("the server ended with {status}").into()) }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Ok(None) = self.child.try_wait() {
            let _gone = self.child.kill();
            let _reaped = self.child.wait();
        }
    }
}

/// The kernel's unit in /proc/PID/stat: 100 on every Linux that Rust runs on.
const TICKS_PER_SECOND: u64 = 100;

/// Reads to the end, so that the server never waits for us; hands over the address of the ready line.
fn read_lines(stdout: ChildStdout, sender: &Sender<SocketAddr>) {
    for line in BufReader::new(stdout).lines().map_while(Result::ok) {
        let address = line.split_once(" is listening on http://").and_then(|(_, rest)| rest.trim().parse().ok());
        if let Some(address) = address
            && sender.send(address).is_err()
        {
            return;
        }
    }
}

fn tail(log: &PathBuf) -> String {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().rev().take(20).collect();
    lines.into_iter().rev().collect::<Vec<_>>().join("\n")
}
