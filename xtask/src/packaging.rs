//! `cargo xtask packaging`: holds what is in `packaging/` against the program (names of metrics and of settings, versions)
//! and, where they are installed, against systemd, Prometheus, Helm with Kubernetes, and a linter of Dockerfiles.

use crate::{Failure, Outcome, run, sbom};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Exposure that `systemd-analyze security` may find, in tenths; 100 is a service without any protection.
const EXPOSURE: &str = "15";

/// Checks the texts first, then asks the tools; says which of them are not here.
pub fn run() -> Outcome {
    run::section("packaging");
    let root = run::root();
    metrics(&root)?;
    settings(&root)?;
    versions(&root)?;
    sbom::check(&root)?;
    let asked = [
        ("systemd-analyze", systemd(&root)?),
        ("promtool", prometheus(&root)?),
        ("the chart's Python packages", helm(&root)?),
        ("hadolint", docker(&root)?),
    ];
    for (name, _) in asked.iter().filter(|(_, is_here)| !is_here) {
        println!("{name}: not here, its checks did not run");
    }
    Ok(())
}

/// Every metric that the dashboard or an alert names is exported, and every exported one is described.
fn metrics(root: &Path) -> Outcome {
    let exported = words(&read(&root.join("crates/server/src/api/http.rs"))?, "\"gostiny_");
    let shown = |file: &str| Ok::<_, Failure>(words(&read(&root.join("packaging/monitoring").join(file))?, "gostiny_"));
    for (file, names) in [("alerts.yaml", shown("alerts.yaml")?), ("dashboard.json", shown("dashboard.json")?)] {
        if names.is_empty() {
            return Err(format!("{file} names no metric").into());
        }
        let family =
            |name: &str| ["_bucket", "_sum", "_count"].iter().find_map(|end| name.strip_suffix(end)).map(str::to_owned);
        for name in names {
            let known = exported.contains(&name) || family(&name).is_some_and(|name| exported.contains(&name));
            if !known {
                return Err(format!("{file} names {name}, which the server does not export").into());
            }
        }
    }
    let manual = read(&root.join("docs/operating.md"))?;
    match exported.iter().find(|name| !manual.contains(name.as_str())) {
        Some(name) => Err(format!("docs/operating.md does not describe {name}").into()),
        None => Ok(()),
    }
}

/// Every variable of the environment that a package sets is one that the program reads.
fn settings(root: &Path) -> Outcome {
    let mut known = BTreeSet::new();
    for file in files(&root.join("crates/cli/src"))? {
        known.extend(words(&read(&file)?, "\"GOSTINY_"));
    }
    for file in files(&root.join("packaging"))? {
        for name in words(&read(&file)?, "GOSTINY_") {
            if !known.contains(&name) {
                return Err(format!("{} sets {name}, which the program does not read", file.display()).into());
            }
        }
    }
    Ok(())
}

/// Images and chart carry the workspace's version, and are built by its compiler.
fn versions(root: &Path) -> Outcome {
    let manifest = read(&root.join("Cargo.toml"))?;
    let value = |key: &str| {
        let line = manifest.lines().find_map(|line| line.strip_prefix(key)?.trim().strip_prefix('='));
        line.map(|text| text.trim().trim_matches('"').to_owned()).ok_or_else(|| format!("Cargo.toml names no {key}"))
    };
    let (version, compiler) = (value("version")?, value("rust-version")?);
    for (file, text) in [
        ("packaging/docker/Dockerfile", format!("FROM rust:{compiler}-")),
        ("packaging/docker/compose.yaml", format!("image: gostiny:{version}\n")),
        ("packaging/helm/gostiny/Chart.yaml", format!("\nversion: {version}\n")),
        ("packaging/helm/gostiny/Chart.yaml", format!("\nappVersion: {version}\n")),
    ] {
        if !read(&root.join(file))?.contains(&text) {
            return Err(format!("{file} does not say `{}`", text.trim()).into());
        }
    }
    Ok(())
}

fn systemd(root: &Path) -> Outcome<bool> {
    if run::on_path("systemd-analyze").is_none() {
        return Ok(false);
    }
    // The program need not be installed for its unit to be looked at.
    let folder = crate::temp::TempDir::new("unit")?;
    let unit = folder.path().join("gostiny.service");
    let text = read(&root.join("packaging/systemd/gostiny.service"))?.replace("/usr/bin/gostiny", "/bin/true");
    std::fs::write(&unit, text)?;
    run::quietly(Command::new("systemd-analyze").args(["verify", "--man=no"]).arg(&unit))?;
    let mut security = Command::new("systemd-analyze");
    security.args(["security", "--offline=true", "--no-pager", &format!("--threshold={EXPOSURE}")]).arg(&unit);
    run::quietly(&mut security)?;
    Ok(true)
}

fn prometheus(root: &Path) -> Outcome<bool> {
    let Some(promtool) = run::on_path("promtool") else { return Ok(false) };
    let folder = root.join("packaging/monitoring");
    run::quietly(Command::new(&promtool).args(["check", "rules", "alerts.yaml"]).current_dir(&folder))?;
    run::quietly(Command::new(&promtool).args(["test", "rules", "alerts_test.yaml"]).current_dir(&folder))?;
    Ok(true)
}

fn helm(root: &Path) -> Outcome<bool> {
    let python = std::env::var_os("ZXING_PYTHON").map_or_else(|| PathBuf::from("python3"), PathBuf::from);
    let has = run::quietly(Command::new(&python).args(["-c", "import helm_python, kubernetes_validate, yaml"]));
    if has.is_err() {
        return Ok(false);
    }
    run::loudly(Command::new(python).arg("-B").arg(root.join("packaging/helm/check.py")))?;
    Ok(true)
}

fn docker(root: &Path) -> Outcome<bool> {
    let Some(hadolint) = run::on_path("hadolint") else { return Ok(false) };
    run::quietly(Command::new(hadolint).arg(root.join("packaging/docker/Dockerfile")))?;
    Ok(true)
}

fn read(path: &Path) -> Outcome<String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()).into())
}

fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        // Of a compose that was started from this checkout; perhaps nobody else may read it.
        if path.ends_with("docker/secrets") {
            continue;
        }
        if path.is_dir() { found.append(&mut files(&path)?) } else { found.push(path) }
    }
    Ok(found)
}

/// The names in a text that begin so; a quote in front is no part of a name.
fn words(text: &str, beginning: &str) -> BTreeSet<String> {
    let is_inside = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let name = |(at, _): (usize, &str)| {
        let rest = text.get(at..)?.trim_start_matches('"');
        Some(rest.chars().take_while(|letter| is_inside(*letter)).collect())
    };
    text.match_indices(beginning).filter_map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_end_where_their_letters_end() {
        let found = words("rate(gostiny_a_total{x=\"1\"}[5m]) / gostiny_b_sum", "gostiny_");
        assert_eq!(found.into_iter().collect::<Vec<_>>(), ["gostiny_a_total", "gostiny_b_sum"]);
        assert_eq!(words("gostiny_x \"gostiny_y\"", "\"gostiny_").into_iter().collect::<Vec<_>>(), ["gostiny_y"]);
    }

    #[test]
    fn what_is_packaged_fits_the_program() {
        let root = run::root();
        metrics(&root).unwrap();
        settings(&root).unwrap();
        versions(&root).unwrap();
    }
}
