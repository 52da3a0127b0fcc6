//! Files in a bucket: an S3 server beside ours that is another program and checks signatures. Servers are killed, the
//! bucket is taken away under them and comes back, and a file that somebody deleted there is missed by its name.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use clap::Args;
use gostiny_client::{Client, ClientError};
use gostiny_wire::{
    method::Empty,
    operator::{Reset, SnapshotNamedRequest, SnapshotRestore, SnapshotSave, SnapshotSaveRequest},
};

use super::{Found, Ordeal, TOKEN, address, load::stranger, proof};
use crate::{Outcome, bench, run, shop, tools};

/// What `cargo xtask bucket` takes.
#[derive(Args)]
pub struct Options {
    /// Kills of the server
    #[arg(long, default_value_t = 20)]
    kills: u32,
    /// What all chance comes from
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

const BUCKET: &str = "gostiny";
const PREFIX: &str = "world";
const KEY: &str = "key-of-an-ordeal";
const SECRET: &str = "secret-of-an-ordeal";

/// Builds the program with its feature `s3` and hands over, with the environment that leads to the bucket.
pub fn run() -> Outcome {
    run::loudly(&mut run::cargo(["build", "--package", "gostiny", "--features", "s3"]))?;
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let mut again = Command::new(std::env::current_exe()?);
    again.arg("bucket-run").args(std::env::args().skip_while(|word| word != "bucket").skip(1));
    again.env("AWS_ACCESS_KEY_ID", KEY).env("AWS_SECRET_ACCESS_KEY", SECRET).env("AWS_REGION", "us-east-1");
    again.env("AWS_ALLOW_HTTP", "true").env("AWS_ENDPOINT", format!("http://127.0.0.1:{port}"));
    run::loudly(&mut again)
}

/// The part that runs in that environment.
pub fn run_here(options: &Options) -> Outcome {
    let target = run::target_dir()?;
    let program = target.join("debug/gostiny");
    let folder = bench::fresh(&target, "ordeal-bucket")?;
    let endpoint = std::env::var("AWS_ENDPOINT")?;
    let port = endpoint.rsplit(':').next().ok_or("the endpoint names no port")?;
    let s3 = S3::start(&folder.join("s3"), port)?;
    let url = format!("sqlite:{}", folder.join("gostiny.db").display());
    let files = PathBuf::from(format!("s3://{BUCKET}/{PREFIX}"));
    let ordeal = || Ordeal { files: files.clone(), ..Ordeal::new(&program, &folder, &url, options.seed) };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    run::section(&format!("files in a bucket: {} kills", options.kills));
    runtime.block_on(ordeal().kill_the_one(options.kills))?.print(options.kills);
    run::section("files in a bucket: put by and brought back, missed, out of reach");
    std::fs::remove_file(folder.join("gostiny.db"))?;
    runtime.block_on(ordeal().lose_the_bucket(s3))?.print(1);
    Ok(std::fs::remove_dir_all(&folder)?)
}

impl Ordeal<'_> {
    async fn lose_the_bucket(mut self, mut s3: S3) -> Outcome<Found> {
        let server = self.start()?;
        self.open_shops(&server).await?;
        self.doors.open(vec![address(&server)]);
        let trading = self.trade();
        self.rest(1_500..2_000).await;
        self.stop(trading).await?;
        self.look(&server).await?;
        let operator = stranger(&address(&server))?.as_bearer(TOKEN)?;
        let name = "С файлами".to_owned();
        operator.call(SnapshotSave, &SnapshotSaveRequest { name: name.clone() }).await?;
        let held = s3.files()?.len();
        operator.call(Reset, &Empty {}).await?;
        println!("put by: {held} files in the bucket, {} after a reset", s3.files()?.len());
        operator.call(SnapshotRestore, &SnapshotNamedRequest { name }).await?;
        self.look(&server).await?;
        println!("brought back: every file is there and says what it said");

        let file = self.traders.iter().find_map(|trader| Some((trader, trader.told.files.first()?)));
        let (trader, (chat_id, name)) = file.ok_or("nobody sent a file")?;
        let seller = Client::stranger(&address(&server))?.as_seller(trader.shop.client_id, &trader.shop.api_key)?;
        let link = proof::link(&seller, chat_id, name).await?;
        let name = link.split("/files/").nth(1).and_then(|rest| rest.split('?').next()).ok_or("no link")?;
        let lying = s3.folder.join(BUCKET).join(PREFIX).join(name);
        let (bytes, aside) = (std::fs::read(&lying)?, lying.clone());
        std::fs::remove_file(&lying)?;
        match seller.download(&link).await {
            Err(ClientError::Refused { status: 404, message, .. }) if message.contains(name) => {
                println!("missing: 404, {message}");
            }
            other => return Err(format!("{name} was deleted, and asking for it gave {other:?}").into()),
        }
        std::fs::write(aside, bytes)?;

        s3.stop()?;
        let before = self.counts();
        let trading = self.trade();
        self.rest(8_000..9_000).await;
        self.stop(trading).await?;
        let meanwhile = self.counts();
        if meanwhile.undecided == before.undecided || meanwhile.acknowledged == before.acknowledged {
            return Err("the bucket is gone: files must be refused, and all else go on".into());
        }
        println!(
            "out of reach: {} calls told to come back, {} others acknowledged",
            meanwhile.undecided - before.undecided,
            meanwhile.acknowledged - before.acknowledged
        );
        s3.start_again()?;
        let trading = self.trade();
        self.rest(1_000..1_500).await;
        self.stop(trading).await?;
        self.ask(&server).await?;
        server.stop()?;
        shop::check(self.program, self.url)?;
        Ok(self.end())
    }
}

/// An S3 server over a folder; ends on drop.
struct S3 {
    folder: PathBuf,
    port: String,
    child: Child,
}

impl S3 {
    fn start(folder: &Path, port: &str) -> Outcome<Self> {
        std::fs::create_dir_all(folder.join(BUCKET))?;
        let child = spawn(folder, port)?;
        Ok(Self { folder: folder.to_owned(), port: port.to_owned(), child })
    }

    fn stop(&mut self) -> Outcome {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    fn start_again(&mut self) -> Outcome {
        self.child = spawn(&self.folder, &self.port)?;
        Ok(())
    }

    /// Names of what lies in the bucket.
    fn files(&self) -> Outcome<Vec<PathBuf>> {
        let (mut folders, mut found) = (vec![self.folder.join(BUCKET)], Vec::new());
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder)? {
                let path = entry?.path();
                if path.is_dir() { folders.push(path) } else { found.push(path) }
            }
        }
        Ok(found)
    }
}

impl Drop for S3 {
    fn drop(&mut self) {
        if let Err(failure) = self.stop() {
            eprintln!("xtask: {failure}");
        }
    }
}

/// Starts it and waits until it listens.
fn spawn(folder: &Path, port: &str) -> Outcome<Child> {
    let install = "cargo install s3s-fs --features binary --locked";
    let mut child = Command::new(tools::needed("s3s-fs", install)?)
        .args(["--access-key", KEY, "--secret-key", SECRET, "--host", "127.0.0.1", "--port", port])
        .arg(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    for _ in 0..1_000 {
        if std::net::TcpStream::connect(format!("127.0.0.1:{port}")).is_ok() {
            return Ok(child);
        }
        if let Some(status) = child.try_wait()? {
            return Err(format!("s3s-fs ended with {status}").into());
        }
        std::thread::park_timeout(Duration::from_millis(10));
    }
    Err("s3s-fs does not listen".into())
}
