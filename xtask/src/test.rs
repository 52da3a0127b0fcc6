//! `cargo xtask test`: every test on SQLite, then every test on a private PostgreSQL, then the console in a browser.

use crate::postgres::{self, Durability, Instance};
use crate::{Outcome, called, console, run, tools};
use clap::Args;
use std::path::PathBuf;
use std::process::Command;

/// What `cargo xtask test` takes.
#[derive(Args, Default)]
pub struct Options {
    /// Given to the test programs of both halves: a part of a test's name, or flags such as --nocapture
    #[arg(last = true)]
    filter: Vec<String>,
}

/// How one part went.
enum Part {
    Passed,
    Failed(String),
    Absent(&'static str),
    NotAsked,
}

/// Runs all parts, the next also after a failure, and says how each went.
pub fn run(options: &Options) -> Outcome {
    run::section("tests on SQLite");
    let sqlite = on_sqlite(options);
    run::section("tests on PostgreSQL");
    let postgres = on_postgres(options);
    run::section("tests in a browser");
    let browser = in_browser(options);
    run::section("summary");
    println!("SQLite: {}", sqlite.text());
    println!("PostgreSQL: {}", postgres.text());
    println!("browser: {}", browser.text());
    let parts = [sqlite, postgres, browser];
    if parts.iter().any(|part| matches!(part, Part::Failed(_))) {
        return Err("tests failed".into());
    }
    if run::in_ci() && parts.iter().any(|part| matches!(part, Part::Absent(_))) {
        return Err("a part of the tests did not run".into());
    }
    Ok(())
}

/// All of them together call every method there is.
fn on_sqlite(options: &Options) -> Part {
    let mut tests = tests(options);
    tests.env_remove("TEST_DATABASE_URL");
    if !options.filter.is_empty() {
        return half(&mut tests);
    }
    called::counted(&mut tests).map_or_else(|failure| Part::Failed(failure.to_string()), |()| Part::Passed)
}

/// A part of a name names tests of Rust, and none of these.
fn in_browser(options: &Options) -> Part {
    if !options.filter.is_empty() {
        return Part::NotAsked;
    }
    match console::Tools::find() {
        None => Part::Absent("Node, npm or Chromium"),
        Some(tools) => console::run(&tools).map_or_else(|failure| Part::Failed(failure.to_string()), |()| Part::Passed),
    }
}

fn on_postgres(options: &Options) -> Part {
    let Some(programs) = postgres::find_or_install() else {
        eprintln!("*************************************************************************");
        eprintln!("* PostgreSQL is not installed: THE POSTGRESQL HALF OF THE TESTS DID NOT *");
        eprintln!("* RUN. Install PostgreSQL's server (Debian: apt-get install postgresql) *");
        eprintln!("* and run this command again.                                           *");
        eprintln!("*************************************************************************");
        return Part::Absent("PostgreSQL");
    };
    println!("PostgreSQL's programs: {}", programs.display());
    match Instance::start(&programs, Durability::Forgetful) {
        Err(failure) => Part::Failed(failure.to_string()),
        Ok(instance) => half(tests(options).env("TEST_DATABASE_URL", instance.url())),
    }
}

/// `cargo test` for everything, with what only some builds have; the decoder of printed codes comes along where it is
/// installed.
fn tests(options: &Options) -> Command {
    let features = ["--features", "gostiny/otel,gostiny/s3"];
    let mut command = run::cargo(["test", "--no-fail-fast", "--workspace"]);
    command.args(features).arg("--").args(&options.filter);
    if std::env::var_os("ZXING_PYTHON").is_none()
        && let Some(python) = decoder()
    {
        command.env("ZXING_PYTHON", python);
    }
    command
}

/// The Python of the tools folder (`GOSTINY_TOOLS`, by default in the user's cache), which has zxing-cpp.
pub fn decoder() -> Option<PathBuf> {
    tools::folder().map(|folder| folder.join("venv/bin/python")).filter(|python| python.exists())
}

fn half(command: &mut Command) -> Part {
    run::loudly(command).map_or_else(|failure| Part::Failed(failure.to_string()), |()| Part::Passed)
}

impl Part {
    fn text(&self) -> String {
        match self {
            Self::Passed => "all tests passed".to_owned(),
            Self::Failed(why) => why.clone(),
            Self::Absent(what) => format!("NOT RUN, {what} is absent"),
            Self::NotAsked => "not asked for".to_owned(),
        }
    }
}
