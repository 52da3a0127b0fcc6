//! `cargo xtask bench --compare REV`: another revision is built and measured first, on the same machine; then both stand
//! side by side. A figure with a floor is compared by its share of the floor of its own run, so that a machine that was
//! busier meanwhile shows less.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::{Outcome, run};

/// Measures a revision with what `bench` was given besides; answers its report.
pub fn measure(revision: &str, given: &[String]) -> Outcome<Value> {
    built(revision, "release", &["gostiny", "xtask"], |target| {
        run::loudly(Command::new(target.join("release/xtask")).arg("bench-run").args(given))?;
        read(target)
    })
}

/// Builds packages of a revision with a profile, and does something with the target folder while its sources are there.
pub fn built<T>(
    revision: &str,
    profile: &str,
    packages: &[&str],
    then: impl FnOnce(&Path) -> Outcome<T>,
) -> Outcome<T> {
    let target = run::target_dir()?;
    let (place, target) = (target.join("compare"), target.join("compare-target"));
    let git = |words: &[&str], place: &Path| {
        run::quietly(Command::new("git").current_dir(run::root()).args(words).arg(place))
    };
    if place.exists() {
        git(&["worktree", "remove", "--force"], &place)?;
    }
    run::quietly(
        Command::new("git").current_dir(run::root()).args(["worktree", "add", "--detach"]).arg(&place).arg(revision),
    )?;
    let mut build = run::cargo(["build", "--profile", profile]);
    build.args(packages.iter().flat_map(|package| ["--package", package]));
    build.current_dir(&place).env("CARGO_TARGET_DIR", &target);
    let done = run::loudly(&mut build).and_then(|()| then(&target));
    git(&["worktree", "remove", "--force"], &place)?;
    done
}

/// The report that a run left in its target folder.
pub fn read(target: &Path) -> Outcome<Value> {
    Ok(serde_json::from_str(&std::fs::read_to_string(target.join("bench.json"))?)?)
}

/// Prints both side by side.
pub fn print(revision: &str, before: &Value, after: &Value) {
    run::section(&format!("beside {revision}"));
    println!("{:<10}{:<24}{:>14}{:>14}{:>10}", "", "answers/s", "before", "now", "ratio");
    let (before, after) = (figures(before), figures(after));
    for (name, now) in &after {
        let Some(then) = before.get(name) else { continue };
        // Thousandths of the floor beside it, or answers per second where there is none.
        let ratio = u128::from(now.share) * 100 / u128::from(then.share.max(1));
        let (database, operation) = name;
        let (then, now) = (then.per_second, now.per_second);
        println!("{database:<10}{operation:<24}{then:>14}{now:>14}{:>7}.{:02}", ratio / 100, ratio % 100);
    }
}

struct Figure {
    per_second: u64,
    share: u64,
}

fn figures(report: &Value) -> BTreeMap<(String, String), Figure> {
    let mut all = BTreeMap::new();
    let list = |value: &Value, name: &str| value.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let number = |value: &Value, name: &str| value.get(name).and_then(Value::as_u64).unwrap_or_default();
    for database in list(report, "databases") {
        for row in list(&database, "rows") {
            let (per_second, fixed) = (number(&row, "per_second"), number(&row, "fixed_per_second"));
            let share = per_second.saturating_mul(1_000_000).checked_div(fixed).unwrap_or(per_second);
            all.insert((text(&database, "database"), text(&row, "operation")), Figure { per_second, share });
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_figure_is_a_share_of_its_floor_where_there_is_one() {
        let report = json!({"databases": [{"database": "sqlite", "rows": [
            {"operation": "product", "per_second": 2_000, "fixed_per_second": 8_000},
            {"operation": "report", "per_second": 3, "fixed_per_second": 0},
        ]}]});
        let found: Vec<_> = figures(&report).into_iter().map(|((_, name), figure)| (name, figure.share)).collect();
        assert_eq!(found, [("product".to_owned(), 250_000), ("report".to_owned(), 3)]);
    }
}
