//! A private PostgreSQL in a temporary folder: finds the installed programs (or installs them), starts one
//! instance as an unprivileged user, and makes sure that it is stopped and removed however this process ends.

use crate::temp::TempDir;
use crate::{Outcome, run};
use std::io::Write;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// How careful the instance is with what it was told to keep.
#[derive(Clone, Copy)]
pub enum Durability {
    /// No fsync: for tests, whose data nobody misses.
    Forgetful,
    /// The defaults, fsync and synchronous commit on: for measuring.
    Durable,
}

/// A running instance with an empty database `gostiny`; stopped and removed on drop.
pub struct Instance {
    port: u16,
    programs: PathBuf,
    user: Unprivileged,
    guard: Guard,
}

impl Instance {
    /// Creates a cluster with locale C and UTF-8 and starts it on a free port of 127.0.0.1.
    pub fn start(programs: &Path, durability: Durability) -> Outcome<Self> {
        let mut instance = Self::place(programs)?;
        let mut initdb = instance.program("initdb");
        initdb.args(["--locale=C", "--encoding=UTF8", "--auth=trust", "--username=gostiny", "--no-sync"]);
        run::quietly(initdb.arg("--pgdata").arg(instance.data()))?;
        let mut refused = None;
        for _ in 0..3 {
            instance.port = free_port()?;
            let settings = configuration(instance.port, durability);
            std::fs::write(instance.data().join("postgresql.auto.conf"), settings)?;
            match instance.boot() {
                Ok(()) => {
                    run::quietly(instance.client("createdb").arg("gostiny"))?;
                    return Ok(instance);
                }
                Err(failure) => refused = Some(failure),
            }
        }
        Err(refused.unwrap_or_else(|| "PostgreSQL does not start".into()))
    }

    /// A second instance that follows this one, on a port of its own or one that is free again. From when it has caught
    /// up, each commit here waits until it is on the disks of both.
    pub fn follow(&self, port: Option<u16>) -> Outcome<Self> {
        let mut second = Self::place(&self.programs)?;
        second.port = port.map_or_else(free_port, Ok)?;
        let mut copy = second.program("pg_basebackup");
        copy.args(["--host=127.0.0.1", "--username=gostiny", "--write-recovery-conf", "--checkpoint=fast"]);
        run::quietly(copy.arg(format!("--port={}", self.port)).arg("--pgdata").arg(second.data()))?;
        let settings = std::fs::OpenOptions::new().append(true).open(second.data().join("postgresql.auto.conf"));
        settings?.write_all(format!("port = {}\n", second.port).as_bytes())?;
        second.boot()?;
        self.sql("alter system set synchronous_standby_names = '*'")?;
        self.sql("select pg_reload_conf()")?;
        Ok(second)
    }

    /// Ends as in a power cut.
    pub fn cut(&self) -> Outcome {
        let file = self.data().join("postmaster.pid");
        let process = std::fs::read_to_string(file)?.lines().next().unwrap_or_default().to_owned();
        run::quietly(Command::new("kill").args(["-KILL", &process]))
    }

    /// Follows no longer, and takes writes itself.
    pub fn promote(&self) -> Outcome {
        run::quietly(self.program("pg_ctl").args(["promote", "--wait", "--silent", "--pgdata"]).arg(self.data()))
    }

    /// The database's address, as the server and the tests take it.
    pub fn url(&self) -> String {
        format!("postgres://gostiny@127.0.0.1:{}/gostiny", self.port)
    }

    /// Where it listens on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    fn place(programs: &Path) -> Outcome<Self> {
        let folder = TempDir::new("postgres")?;
        let user = Unprivileged::choose(folder.path())?;
        let guard = Guard::start(folder, &user, programs)?;
        Ok(Self { port: 0, programs: programs.to_owned(), user, guard })
    }

    fn data(&self) -> PathBuf {
        self.guard.folder().join("data")
    }

    fn boot(&self) -> Outcome {
        let log = self.guard.folder().join("log");
        let mut start = self.program("pg_ctl");
        start.args(["start", "--wait", "--silent", "--timeout=60", "--pgdata"]).arg(self.data());
        run::quietly(start.arg("--log").arg(&log)).map_err(|failure| {
            let told = std::fs::read_to_string(&log).unwrap_or_default();
            format!("PostgreSQL does not start: {failure}\n{told}").into()
        })
    }

    fn sql(&self, text: &str) -> Outcome {
        run::quietly(self.client("psql").args(["--quiet", "--dbname=gostiny", "--command", text]))
    }

    fn program(&self, name: &str) -> Command {
        self.user.command(&self.programs.join(name), self.guard.folder())
    }

    fn client(&self, name: &str) -> Command {
        let mut client = self.program(name);
        client.args(["--host=127.0.0.1", "--username=gostiny"]).arg(format!("--port={}", self.port));
        client
    }
}

/// The folder of PostgreSQL's programs: on the PATH, as `pg_config` says, or where Debian puts them (newest first).
pub fn find() -> Option<PathBuf> {
    let on_path = run::on_path("initdb").and_then(|file| file.parent().map(Path::to_path_buf));
    let told = run::on_path("pg_config")
        .and_then(|program| run::capture(Command::new(program).arg("--bindir")).ok())
        .map(|folder| PathBuf::from(folder.trim()));
    let mut packaged: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|versions| versions.flatten().map(|entry| entry.path()).collect::<Vec<_>>())
        .unwrap_or_default()
        .into_iter()
        .map(|folder| {
            let version = folder.file_name().and_then(|name| name.to_str()).and_then(|name| name.parse().ok());
            (version.unwrap_or(0), folder.join("bin"))
        })
        .collect();
    packaged.sort_by(|a, b| b.cmp(a));
    let places = on_path.into_iter().chain(told).chain(packaged.into_iter().map(|(_, folder)| folder));
    places.into_iter().find(|folder| {
        ["initdb", "pg_ctl", "postgres", "createdb"].iter().all(|program| folder.join(program).is_file())
    })
}

/// As [`find`]; where nothing is installed and we may, installs the system's package first, saying so.
pub fn find_or_install() -> Option<PathBuf> {
    if let Some(folder) = find() {
        return Some(folder);
    }
    if !run::is_root() || run::on_path("apt-get").is_none() {
        return None;
    }
    println!("PostgreSQL is not installed: installing the system's package `postgresql` with apt-get");
    let apt = |arguments: &[&str]| {
        let mut command = Command::new("apt-get");
        run::loudly(command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive").stdin(Stdio::null()))
    };
    let done =
        apt(&["update", "-qq"]).and_then(|()| apt(&["install", "-y", "-qq", "--no-install-recommends", "postgresql"]));
    if let Err(failure) = done {
        eprintln!("xtask: {failure}");
    }
    find()
}

/// PostgreSQL refuses to run as root, so root lends it another user.
struct Unprivileged(Option<&'static str>);

impl Unprivileged {
    fn choose(folder: &Path) -> Outcome<Self> {
        if !run::is_root() {
            return Ok(Self(None));
        }
        let known = |user: &&str| run::quietly(Command::new("id").args(["-u", user])).is_ok();
        let user = ["postgres", "nobody"].into_iter().find(known).ok_or("neither user postgres nor nobody exists")?;
        run::quietly(Command::new("chown").arg(user).arg(folder))?;
        Ok(Self(Some(user)))
    }

    /// The program as that user, with the folder as its working one.
    fn command(&self, program: &Path, folder: &Path) -> Command {
        let mut command = match self.0 {
            None => Command::new(program),
            Some(user) => {
                let mut command = Command::new("runuser");
                command.args(["-u", user, "--"]).arg(program);
                command
            }
        };
        command.current_dir(folder).env("LC_ALL", "C");
        command
    }
}

/// A small shell that waits for the end of its input and then stops the server and removes the folder.
/// Its input closes when this process ends in any way, Ctrl-C and `kill -9` included; it lives in a process
/// group of its own, so that Ctrl-C does not reach it.
struct Guard {
    shell: Child,
    folder: TempDir,
}

const GUARD: &str = r#"trap '' INT TERM HUP; cat >/dev/null; folder=$1; shift; "$@" >/dev/null 2>&1; rm -rf "$folder""#;

impl Guard {
    fn start(folder: TempDir, user: &Unprivileged, programs: &Path) -> Outcome<Self> {
        let mut stop = user.command(&programs.join("pg_ctl"), folder.path());
        stop.args(["stop", "--mode=immediate", "--wait", "--pgdata"]).arg(folder.path().join("data"));
        let shell = Command::new("sh")
            .args(["-c", GUARD, "guard"])
            .arg(folder.path())
            .arg(stop.get_program())
            .args(stop.get_args())
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()?;
        Ok(Self { shell, folder })
    }

    fn folder(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        if let Err(error) = self.shell.wait() {
            eprintln!("xtask: the private PostgreSQL may still run: {error}");
        }
    }
}

fn free_port() -> Outcome<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// Read after postgresql.conf, so it wins.
fn configuration(port: u16, durability: Durability) -> String {
    let common = format!(
        "port = {port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\nmax_connections = 400\n\
         timezone = 'UTC'\n"
    );
    match durability {
        Durability::Forgetful => common + "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n",
        Durability::Durable => common + "fsync = on\nsynchronous_commit = on\n",
    }
}
