//! `cargo xtask test`: every test on SQLite, then every test on a private PostgreSQL.

use crate::postgres::{self, Durability, Instance};
use crate::{Outcome, run};
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

/// How one half went.
enum Half {
    Passed,
    Failed(String),
    NotRun,
}

/// Runs both halves, the second also after a failure of the first, and says how each went.
pub fn run(options: &Options) -> Outcome {
    run::section("tests on SQLite");
    let sqlite = half(tests(&["--workspace"], options).env_remove("TEST_DATABASE_URL"));
    run::section("tests on PostgreSQL");
    let postgres = on_postgres(options);
    run::section("summary");
    println!("SQLite: {}", sqlite.text());
    println!("PostgreSQL: {}", postgres.text());
    match (sqlite, postgres) {
        (Half::Passed, Half::Passed) => Ok(()),
        (Half::Passed, Half::NotRun) if !run::in_ci() => Ok(()),
        (Half::Passed, Half::NotRun) => Err("half of the tests did not run".into()),
        _ => Err("tests failed".into()),
    }
}

fn on_postgres(options: &Options) -> Half {
    let Some(programs) = postgres::find_or_install() else {
        eprintln!("*************************************************************************");
        eprintln!("* PostgreSQL is not installed: THE POSTGRESQL HALF OF THE TESTS DID NOT *");
        eprintln!("* RUN. Install PostgreSQL's server (Debian: apt-get install postgresql) *");
        eprintln!("* and run this command again.                                           *");
        eprintln!("*************************************************************************");
        return Half::NotRun;
    };
    println!("PostgreSQL's programs: {}", programs.display());
    match Instance::start(&programs, Durability::Forgetful) {
        Err(failure) => Half::Failed(failure.to_string()),
        Ok(instance) => half(tests(&["--workspace"], options).env("TEST_DATABASE_URL", instance.url())),
    }
}

/// `cargo test` for these targets; the decoder of printed codes comes along where it is installed.
fn tests(targets: &[&str], options: &Options) -> Command {
    let mut command = run::cargo(["test", "--no-fail-fast"]);
    command.args(targets).arg("--").args(&options.filter);
    if std::env::var_os("ZXING_PYTHON").is_none()
        && let Some(python) = decoder()
    {
        command.env("ZXING_PYTHON", python);
    }
    command
}

/// The Python of the tools folder (`GOSTINY_TOOLS`, by default in the user's cache), which has zxing-cpp.
pub fn decoder() -> Option<PathBuf> {
    let tools = std::env::var_os("GOSTINY_TOOLS").map(PathBuf::from);
    let cache = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache/gostiny-tools"));
    tools.or_else(cache).map(|folder| folder.join("venv/bin/python")).filter(|python| python.exists())
}

fn half(command: &mut Command) -> Half {
    run::loudly(command).map_or_else(|failure| Half::Failed(failure.to_string()), |()| Half::Passed)
}

impl Half {
    fn text(&self) -> &str {
        match self {
            Self::Passed => "all tests passed",
            Self::Failed(why) => why,
            Self::NotRun => "NOT RUN, PostgreSQL is absent",
        }
    }
}
