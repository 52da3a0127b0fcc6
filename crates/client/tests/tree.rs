//! What stands in the tree of the crate, as cargo tells it: few, and no server, no database, no runtime but tokio.
#![allow(clippy::unwrap_used, reason = "a test says what it expects by panicking")]

use std::{collections::BTreeSet, process::Command};

/// Crates of the tree without those of build scripts and tests, with these features.
fn tree(features: &[&str]) -> BTreeSet<String> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(env!("CARGO_MANIFEST_DIR")).args(["tree", "--locked", "--offline", "-e", "normal"]);
    // Of one target: the page tells one number, whichever machine asks.
    cargo.args(["--package", "gostiny-client", "--prefix", "none", "--target", "x86_64-unknown-linux-gnu"]);
    let output = cargo.args(features).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let crates = text.lines().filter_map(|line| {
        let mut words = line.split(' ');
        Some(format!("{} {}", words.next()?, words.next()?))
    });
    crates.collect()
}

/// Servers, databases and runtimes that a dependency could bring along.
const NOT_HERE: &[&str] = &[
    "actix-rt",
    "actix-web",
    "async-executor",
    "async-global-executor",
    "async-io",
    "async-std",
    "axum",
    "axum-core",
    "deadpool",
    "deadpool-postgres",
    "diesel",
    "glommio",
    "gostiny",
    "gostiny-server",
    "gostiny-sim",
    "libsqlite3-sys",
    "monoio",
    "postgres",
    "redis",
    "rusqlite",
    "smol",
    "sqlx",
    "sqlx-core",
    "tokio-postgres",
    "tokio-uring",
    "warp",
];

#[test]
fn no_server_no_database_and_no_other_runtime_comes_along() {
    for features in [&[][..], &["--features", "kit"]] {
        let tree = tree(features);
        let found: Vec<_> =
            tree.iter().filter(|one| NOT_HERE.iter().any(|not| one.split(' ').next() == Some(not))).collect();
        assert!(found.is_empty(), "{found:?}");
        assert!(tree.iter().any(|one| one.starts_with("tokio ")), "{tree:?}");
    }
    // The receiver of pushes is what brings axum, and nothing else does.
    let pushes = tree(&["--features", "axum"]);
    assert!(pushes.iter().any(|one| one.starts_with("axum ")), "{pushes:?}");
    let database = ["gostiny-server", "rusqlite", "tokio-postgres"];
    assert!(!pushes.iter().any(|one| database.iter().any(|not| one.starts_with(not))), "{pushes:?}");
}

/// `docs/client.md` tells how many there are.
#[test]
fn the_documentation_tells_how_many_there_are() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/client.md");
    let page = std::fs::read_to_string(path).unwrap();
    let told = format!("{} crates in all, itself and `gostiny-wire` among them", tree(&[]).len());
    assert!(page.contains(&told), "docs/client.md should say: {told}");
}
