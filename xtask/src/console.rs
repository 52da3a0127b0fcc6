//! The console in a real browser: `console-tests/`, run by `cargo xtask test` where Node, npm and Chromium are.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Failure, Outcome, run};

/// What the browser tests need, and where it is.
pub struct Tools {
    node: PathBuf,
    npm: PathBuf,
    chromium: PathBuf,
}

impl Tools {
    /// Nothing when one of them is absent.
    pub fn find() -> Option<Self> {
        let chromium = ["chromium", "chromium-browser"].into_iter().find_map(run::on_path)?;
        Some(Self { node: run::on_path("node")?, npm: run::on_path("npm")?, chromium })
    }
}

/// Builds the program, fetches the two pinned packages beside the other tools, runs the stories.
pub fn run(tools: &Tools) -> Outcome {
    run::loudly(&mut run::cargo(["build", "--package", "gostiny"]))?;
    let program = run::target_dir()?.join("debug/gostiny");
    let tests = run::root().join("console-tests");
    let packages = packages(tools, &tests)?;
    let mut command = Command::new(&tools.node);
    command.args(["--test", "test/"]).current_dir(tests);
    command.env("NODE_PATH", packages).env("GOSTINY_BIN", program).env("CHROMIUM", &tools.chromium);
    run::loudly(&mut command)
}

/// The folder of the packages that the lock file names; outside the clone, which stays as it is.
fn packages(tools: &Tools, tests: &Path) -> Result<PathBuf, Failure> {
    let folder = run::target_dir()?.join("console-tests");
    std::fs::create_dir_all(&folder)?;
    let fetched = folder.join("fetched.json");
    let lock = std::fs::read(tests.join("package-lock.json"))?;
    if std::fs::read(&fetched).is_ok_and(|known| known == lock) {
        return Ok(folder.join("node_modules"));
    }
    for file in ["package.json", "package-lock.json"] {
        std::fs::copy(tests.join(file), folder.join(file))?;
    }
    run::loudly(Command::new(&tools.npm).args(["ci", "--no-audit", "--no-fund"]).current_dir(&folder))?;
    // Last: a fetch that broke off is begun anew.
    std::fs::write(fetched, lock)?;
    Ok(folder.join("node_modules"))
}
