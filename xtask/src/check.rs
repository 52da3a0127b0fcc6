//! `cargo xtask check`: all that must hold before a change lands, cheapest first; stops at the first failure.

use crate::{Outcome, client, contract, kits, run, test};

/// Format, lints, documentation, tests, the oldest compiler, test kits, contract.
pub fn run() -> Outcome {
    run::section("format");
    run::loudly(&mut run::cargo(["fmt", "--all", "--check"]))?;
    run::section("lints");
    run::loudly(&mut run::cargo(["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"]))?;
    run::section("documentation");
    let mut doc = run::cargo(["doc", "--workspace", "--all-features", "--no-deps", "--document-private-items"]);
    run::loudly(doc.env("RUSTDOCFLAGS", "-D warnings"))?;
    test::run(&test::Options::default())?;
    client::msrv()?;
    kits::run()?;
    contract::run(&contract::Options::default())
}
