//! `cargo xtask`: the project's own commands. `test` is the one the README names; `check` is what CI runs.
//! Start in `test.rs`; the private PostgreSQL is in `postgres.rs`, the benchmark in `bench/`.

mod bench;
mod called;
mod check;
mod client;
mod console;
mod contract;
mod deny;
mod fuzz;
mod kits;
mod month;
mod ordeal;
mod packaging;
mod postgres;
mod run;
mod sbom;
mod schemathesis;
mod shop;
mod soak;
mod temp;
mod test;
mod tools;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// The server's allocator, so that the floor stands on the same ground.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Why a command could not finish: one text for a person.
type Failure = Box<dyn std::error::Error + Send + Sync>;
/// What every step answers.
type Outcome<T = ()> = Result<T, Failure>;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The project's own commands", disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// All tests: on SQLite, then the scenarios on a private PostgreSQL, then the console in a browser
    Test(test::Options),
    /// Format, lints, documentation, tests, contract: what CI runs
    Check,
    /// Hold the generated OpenAPI document against the contract of facts
    Contract(contract::Options),
    /// The test kits for Rust, pytest and Node against the program just built
    Kits,
    /// Hold packaging/ against the program and, where they are, the tools that read it
    Packaging,
    /// Hold what the program is built from against deny.toml
    Deny,
    /// Write what goes into the program as a CycloneDX document
    Sbom(sbom::Options),
    /// Throw bytes at everything that reads what comes from outside, for a while each
    Fuzz(fuzz::Options),
    /// Make up calls from both OpenAPI documents; no answer may be a failure, or other than its document says
    Schemathesis(schemathesis::Options),
    /// Build the client with the oldest compiler it promises
    Msrv,
    /// Measure what the client costs: build, size, calls beside a bare HTTP client
    Client(client::Options),
    /// Measure the release build against a floor on the same machine
    Bench(bench::Options),
    /// The part of `bench` that runs in the release build
    #[command(hide = true)]
    BenchRun(bench::Options),
    /// Busy shops for a month in the release build, all invariants checked after each day
    Month(month::Options),
    /// The part of `month` that runs in the release build
    #[command(hide = true)]
    MonthRun(month::Options),
    /// Kill the release build, and its PostgreSQL, again and again under load: nothing acknowledged is lost
    Ordeal(ordeal::Options),
    /// The part of `ordeal` that runs in the release build
    #[command(hide = true)]
    OrdealRun(ordeal::Options),
    /// Files in a bucket of an S3 server: servers killed, the bucket out of reach, a file missing
    Bucket(ordeal::bucket::Options),
    /// The part of `bucket` that runs with the environment that leads there
    #[command(hide = true)]
    BucketRun(ordeal::bucket::Options),
    /// A living world for an hour in the release build: memory stays flat, and all holds
    Soak(soak::Options),
    /// The part of `soak` that runs in the release build
    #[command(hide = true)]
    SoakRun(soak::Options),
    /// The server that `bench` takes as the floor
    #[command(hide = true)]
    Floor,
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Test(options) => test::run(&options),
        Command::Check => check::run(),
        Command::Contract(options) => contract::run(&options),
        Command::Kits => kits::run(),
        Command::Packaging => packaging::run(),
        Command::Deny => deny::run(),
        Command::Sbom(options) => sbom::run(&options),
        Command::Fuzz(options) => fuzz::run(&options),
        Command::Schemathesis(options) => schemathesis::run(&options),
        Command::Msrv => client::msrv(),
        Command::Client(options) => client::measure(&options),
        Command::Bench(options) => bench::bench(&options),
        Command::BenchRun(options) => bench::run(&options),
        Command::Month(_) => bench::in_release("month", "month-run"),
        Command::MonthRun(options) => month::run(&options),
        Command::Ordeal(_) => bench::in_release("ordeal", "ordeal-run"),
        Command::OrdealRun(options) => ordeal::run(&options),
        Command::Bucket(_) => ordeal::bucket::run(),
        Command::BucketRun(options) => ordeal::bucket::run_here(&options),
        Command::Soak(_) => bench::in_release("soak", "soak-run"),
        Command::SoakRun(options) => soak::run(&options),
        Command::Floor => bench::floor::serve(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask: {failure}");
            ExitCode::FAILURE
        }
    }
}
