//! Programs that are no part of the toolchain: where they are looked for, and how they get there.

use std::path::PathBuf;
use std::process::Command;

use crate::{Outcome, run};

/// The folder of tools: `GOSTINY_TOOLS`, by default in the user's cache.
pub fn folder() -> Option<PathBuf> {
    let given = std::env::var_os("GOSTINY_TOOLS").map(PathBuf::from);
    given.or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache/gostiny-tools")))
}

/// A program in that folder, Rust's or Python's, or on the PATH.
pub fn find(program: &str) -> Option<PathBuf> {
    let inside = |folder: PathBuf| ["bin", "venv/bin"].map(|part| folder.join(part).join(program));
    let ours = folder().into_iter().flat_map(inside).find(|file| file.is_file());
    ours.or_else(|| run::on_path(program))
}

/// The program, or a failure that says how to install it.
pub fn needed(program: &str, install: &str) -> Outcome<PathBuf> {
    find(program).ok_or_else(|| format!("{program} is not installed: {install}").into())
}

/// Takes away what names the compiler that runs this, for a command that chooses another one.
pub fn without_toolchain(command: &mut Command) {
    for name in ["CARGO", "RUSTC", "RUSTDOC", "RUSTUP_TOOLCHAIN"] {
        command.env_remove(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_told_with_the_way_to_get_it() {
        assert!(needed("sh", "").is_ok());
        let told = needed("no-such-program", "apt-get install it").unwrap_err().to_string();
        assert_eq!(told, "no-such-program is not installed: apt-get install it");
    }
}
