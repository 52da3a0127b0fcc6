//! `cargo xtask kits`: the test kits for Rust, pytest and Node, each with its own tests against the program just built.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Outcome, run, test};

/// Runs all three, the next also after a failure, and says how each went.
pub fn run() -> Outcome {
    run::section("the program");
    run::loudly(&mut run::cargo(["build", "--package", "gostiny"]))?;
    let program = run::target_dir()?.join("debug/gostiny");
    run::section("kit for Rust");
    let mut rust = run::cargo(["test", "--package", "gostiny-client", "--features", "kit", "--test", "kit"]);
    let rust = told("Rust", run::loudly(rust.env("GOSTINY_BIN", &program)));
    run::section("kit for pytest");
    let pytest = told("pytest", pytest(&program));
    run::section("kit for Node");
    let node = told("Node", node(&program));
    if rust && pytest && node { Ok(()) } else { Err("not every kit passed".into()) }
}

fn told(kit: &str, done: Outcome) -> bool {
    match &done {
        Ok(()) => println!("{kit}: passed"),
        Err(failure) => eprintln!("{kit}: {failure}"),
    }
    // Where nobody promised to have Python and Node, a kit that cannot run is no failure; the words above say so.
    done.is_ok() || done.is_err_and(|failure| failure.is::<Absent>()) && !run::in_ci()
}

/// What a kit needs is not on this machine.
#[derive(Debug)]
struct Absent(&'static str);

impl std::fmt::Display for Absent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DID NOT RUN, {} is absent", self.0)
    }
}

impl std::error::Error for Absent {}

fn pytest(program: &Path) -> Outcome {
    let kit = run::root().join("kits/pytest");
    let has_pytest = |python: &PathBuf| run::quietly(Command::new(python).args(["-c", "import pytest"])).is_ok();
    let python = [test::decoder(), Some("python3".into())].into_iter().flatten().find(has_pytest);
    let mut command = Command::new(python.ok_or(Absent("pytest"))?);
    // As it lies here; an installed package is found by its entry point instead.
    command.args(["-m", "pytest", "-q", "-p", "pytest_gostiny.plugin", "-p", "no:cacheprovider", "tests"]);
    command.env("PYTHONPATH", kit.join("src")).env("PYTHONDONTWRITEBYTECODE", "1");
    run::loudly(command.current_dir(kit).env("GOSTINY_BIN", program))
}

fn node(program: &Path) -> Outcome {
    let node = run::on_path("node").ok_or(Absent("node"))?;
    let mut command = Command::new(node);
    command.args(["--test", "test/"]).current_dir(run::root().join("kits/node"));
    run::loudly(command.env("GOSTINY_BIN", program))
}
