//! The arrows of ARCHITECTURE.md as a test: reads the sources and names file and line of each breach.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Areas, lowest first: the order of `areas/mod.rs`.
fn areas() -> Vec<String> {
    let list = fs::read_to_string(root().join("areas/mod.rs")).unwrap();
    list.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';').map(str::to_owned)).collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.append(&mut sources(&path));
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Lines of code under a folder that satisfy a predicate, as `file:line text`.
fn lines(folder: &str, breaks: impl Fn(&str, &str) -> bool) -> Vec<String> {
    let root = root();
    let mut found = Vec::new();
    for path in sources(&root.join(folder)) {
        let name = path.strip_prefix(&root).unwrap().display().to_string();
        for (number, line) in fs::read_to_string(&path).unwrap().lines().enumerate() {
            let code = line.trim_start();
            if !code.starts_with("//") && name != "arrows.rs" && breaks(&name, code) {
                found.push(format!("{name}:{} {code}", number + 1));
            }
        }
    }
    found
}

fn none(what: &str, found: Vec<String>) {
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
}

#[test]
fn areas_know_no_http() {
    let http = ["axum::", "hyper::", "http::", "StatusCode", "HeaderMap"];
    none("an area names HTTP", lines("areas", |_, code| http.iter().any(|word| code.contains(word))));
}

#[test]
fn machinery_knows_no_area() {
    for folder in ["api", "fetch", "job", "pdf", "sheet", "store"] {
        none("machinery imports an area", lines(folder, |_, code| code.contains("areas::")));
    }
    for (file, text) in [
        ("call.rs", include_str!("call.rs")),
        ("files.rs", include_str!("files.rs")),
        ("job.rs", include_str!("job.rs")),
        ("known.rs", include_str!("known.rs")),
    ] {
        assert!(!text.contains("areas::"), "{file} imports an area");
    }
}

#[test]
fn the_console_stands_above_everything_and_its_pages_run_no_sql() {
    for folder in ["areas", "api", "demo", "job", "store"] {
        none("the console is imported from below", lines(folder, |_, code| code.contains("console::")));
    }
    let rows = ["console/session.rs", "console/invitation.rs"];
    none("a page runs SQL", lines("console", |name, code| code.contains(".tx.") && !rows.contains(&name)));
}

/// Whether a path stands in a line and ends there: `areas::act` is no part of `areas::action`.
fn names(code: &str, path: &str) -> bool {
    code.match_indices(path).any(|(at, _)| {
        let next = code.get(at + path.len()..).and_then(|rest| rest.chars().next());
        !next.is_some_and(|next| next.is_alphanumeric() || next == '_')
    })
}

#[test]
fn areas_import_only_lower_ones() {
    let areas = areas();
    assert!(areas.len() > 8, "areas/mod.rs lists the areas");
    for (rank, area) in areas.iter().enumerate() {
        let higher = areas.get(rank..).unwrap_or_default();
        let breaks = |_: &str, code: &str| {
            higher.iter().any(|other| {
                [format!("areas::{other}"), format!("super::super::{other}"), format!("areas::{{{other}")]
                    .iter()
                    .any(|path| names(code, path))
                    && other != area
            })
        };
        none("an area imports a higher one", lines(&format!("areas/{area}"), breaks));
    }
}

#[test]
fn one_place_asks_which_database_runs() {
    let words = ["Dialect::", "Driver::", "Engine::", "rusqlite::", "tokio_postgres::"];
    let breaks = |name: &str, code: &str| {
        let store = name.starts_with("store/") || name == "error.rs";
        !store && words.iter().any(|word| code.contains(word))
    };
    none("the database is asked for outside the store", lines("", breaks));
}

#[test]
fn one_place_writes_the_status_of_a_posting() {
    let breaks = |name: &str, code: &str| {
        let writes = code.contains("update posting set") && (code.contains("status =") || code.contains("substatus ="));
        writes && name != "areas/posting/status.rs"
    };
    none("the status is written elsewhere", lines("", breaks));
}

#[test]
fn areas_read_their_own_tables() {
    // What holds between tables of several areas cannot be said without naming them: an `invariant.rs` only selects.
    none(
        "an invariant writes",
        lines("areas", |name, code| {
            name.ends_with("/invariant.rs") && ["insert ", "update ", "delete "].iter().any(|verb| code.contains(verb))
        }),
    );
    // A table belongs to the area whose mod.rs says that it owns it.
    let owners: Vec<(String, String)> = areas()
        .into_iter()
        .flat_map(|area| {
            let text = fs::read_to_string(root().join("areas").join(&area).join("mod.rs")).unwrap();
            let head: String = text.lines().take_while(|line| line.starts_with("//!")).collect::<Vec<_>>().join(" ");
            let owns = head.split("Owns").nth(1).unwrap_or_default().split(['.', ';']).next().unwrap_or_default();
            let tables: Vec<String> = owns.split('`').skip(1).step_by(2).map(str::to_owned).collect();
            tables.into_iter().map(move |table| (table, area.clone()))
        })
        .collect();
    assert!(owners.iter().any(|(table, area)| table == "posting" && area == "posting"), "{owners:?}");
    let breaks = |name: &str, code: &str| {
        owners.iter().any(|(table, owner)| {
            let words = ["from ", "into ", "update ", "join "].map(|verb| format!("{verb}{table}"));
            let used = words.iter().any(|word| {
                code.match_indices(word.as_str()).any(|(at, _)| {
                    let next = code.get(at + word.len()..).and_then(|rest| rest.chars().next());
                    !next.is_some_and(|next| next.is_alphanumeric() || next == '_')
                })
            });
            let may_look = name.ends_with("tests.rs") || name.ends_with("/invariant.rs");
            used && !name.starts_with(&format!("areas/{owner}/")) && !may_look
        })
    };
    none("an area reads another one's table", lines("areas", breaks));
}
