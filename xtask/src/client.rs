//! The client crate from outside: `msrv` builds it with the oldest compiler it promises, `client` measures what it costs.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use clap::Args;

use crate::bench::server::Server;
use crate::temp::TempDir;
use crate::{Outcome, run, tools};

/// What `cargo xtask client` takes.
#[derive(Args)]
pub struct Options {
    /// The program to call; without it its release is built
    #[arg(long)]
    program: Option<PathBuf>,
}

/// Builds the client, all of its features, and what it depends on, with the compiler that its `rust-version` names and
/// the versions of the lock file. rustup fetches that compiler where it is missing; a machine that cannot fetch it is
/// told so and proves nothing.
pub fn msrv() -> Outcome {
    let version = promised()?;
    run::section(&format!("the client with Rust {version}, the oldest it promises"));
    let rustup = run::on_path("rustup").ok_or("rustup, which has older compilers, is not installed")?;
    let installed = run::capture(Command::new(&rustup).args(["toolchain", "list"]))?;
    let toolchain = format!("{version}.0");
    if !installed.lines().any(|line| line.starts_with(&toolchain)) {
        let install = ["toolchain", "install", "--profile", "minimal", "--no-self-update", &toolchain];
        if let Err(failure) = run::loudly(Command::new(&rustup).args(install)) {
            eprintln!("*** Rust {toolchain} cannot be fetched ({failure}): THE CLIENT WAS NOT BUILT WITH IT ***");
            return Ok(());
        }
    }
    // A folder of its own: what two compilers build must not push each other out.
    let folder = run::target_dir()?.join("msrv");
    let mut check = Command::new(&rustup);
    check.args(["run", &toolchain, "cargo", "check", "--locked", "--package", "gostiny-client", "--all-features"]);
    check.current_dir(run::root()).env("CARGO_TARGET_DIR", folder);
    tools::without_toolchain(&mut check);
    run::loudly(&mut check)
}

/// `rust-version` of the client; the types it is made from promise the same.
fn promised() -> Outcome<String> {
    let text = run::capture(&mut run::cargo(["metadata", "--no-deps", "--format-version", "1"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&text)?;
    let packages = metadata.get("packages").and_then(|all| all.as_array()).ok_or("cargo metadata names no package")?;
    let of = |name: &str| {
        let package = packages.iter().find(|one| one.get("name").is_some_and(|known| known == name))?;
        package.get("rust_version")?.as_str().map(str::to_owned)
    };
    let version = of("gostiny-client").ok_or("gostiny-client has no rust-version")?;
    if of("gostiny-wire").as_ref() != Some(&version) {
        return Err("gostiny-wire and gostiny-client promise different compilers".into());
    }
    Ok(version)
}

/// How long the smallest program takes to build and how large it is, and how fast calls are beside a bare HTTP client.
pub fn measure(options: &Options) -> Outcome {
    let target = run::target_dir()?;
    let folder = target.join("client-cost");
    run::section("the smallest program, from nothing");
    let (took, size) = smallest()?;
    run::section("calls beside those of a bare client");
    let example = ["build", "--release", "--locked", "--package", "gostiny-client", "--example", "speed"];
    run::loudly(run::cargo(example).env("CARGO_TARGET_DIR", &folder))?;
    let program = match &options.program {
        Some(program) => std::path::absolute(program)?,
        None => {
            run::loudly(&mut run::cargo(["build", "--release", "--package", "gostiny"]))?;
            target.join("release/gostiny")
        }
    };
    let speed = speed(&folder, &program)?;
    run::section("figures");
    let cores = std::thread::available_parallelism()?;
    println!("built from nothing in {} s on {cores} cores", took.as_secs());
    println!("{}.{} MB, stripped", size / 1_000_000, size / 100_000 % 10);
    print!("{speed}");
    Ok(())
}

/// The example `goods` as a package of somebody's own: examples of this crate build what only its tests need.
fn smallest() -> Outcome<(Duration, u64)> {
    let folder = TempDir::new("goods")?;
    let (at, root) = (folder.path(), run::root());
    std::fs::create_dir(at.join("src"))?;
    std::fs::copy(root.join("crates/client/examples/goods.rs"), at.join("src/main.rs"))?;
    std::fs::copy(root.join("Cargo.lock"), at.join("Cargo.lock"))?;
    let client = root.join("crates/client");
    let package = format!(
        "[package]\nname = \"goods\"\nedition = \"2024\"\n[workspace]\n[profile.release]\nstrip = true\n[dependencies]\n\
         gostiny-client = {{ path = {client:?} }}\nfutures-util = {{ version = \"0.3\", default-features = false }}\n\
         tokio = {{ version = \"1\", features = [\"rt\", \"macros\"] }}\n"
    );
    std::fs::write(at.join("Cargo.toml"), package)?;
    let mut cargo = run::cargo(["build", "--release"]);
    let start = Instant::now();
    run::loudly(cargo.current_dir(at).env("CARGO_TARGET_DIR", at.join("target")))?;
    Ok((start.elapsed(), std::fs::metadata(at.join("target/release/goods"))?.len()))
}

fn speed(folder: &Path, program: &Path) -> Outcome<String> {
    let data = TempDir::new("client")?;
    let arguments = ["serve", "--listen", "127.0.0.1:0", "--database", "sqlite::memory:", "--demo"];
    let server = Server::start(program, &arguments, data.path())?;
    let told =
        run::capture(Command::new(folder.join("release/examples/speed")).arg(format!("http://{}", server.address)));
    server.stop()?;
    told
}
