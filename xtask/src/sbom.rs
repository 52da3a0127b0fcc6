//! `cargo xtask sbom`: what goes into the program, as a CycloneDX document: every package of its tree with licence,
//! checksum and what it needs, and what lies in the sources of others. The same tree gives the same bytes.
//!
//! Cargo's own tree is asked, since it leaves out what only tests turn on; cargo-cyclonedx does not.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use crate::{Outcome, run};

/// What `cargo xtask sbom` takes.
#[derive(Args)]
pub struct Options {
    /// Where it is written; by default sbom.cdx.json in the target folder
    file: Option<PathBuf>,
    /// Features that the program is built with
    #[arg(long, default_value = "")]
    features: String,
}

/// What goes into the program and is no package: name, version, licence, and where it lies.
const EMBEDDED: [(&str, &str, &str, &str); 2] = [
    ("rapidoc", "9.3.8", "MIT", "crates/server/assets/vendor/rapidoc-9.3.8"),
    ("noto-sans", "2.0", "OFL-1.1", "crates/server/assets/fonts"),
];

/// A package by name and version.
type Name = (String, String);

/// A package of the tree.
#[derive(Debug, Default, PartialEq)]
struct Package {
    licence: String,
    needs: BTreeSet<Name>,
}

/// Writes the document.
pub fn run(options: &Options) -> Outcome {
    let document = document(&options.features)?;
    let file = match &options.file {
        Some(file) => file.clone(),
        None => run::target_dir()?.join("sbom.cdx.json"),
    };
    std::fs::write(&file, serde_json::to_string_pretty(&document)? + "\n")?;
    let count = document.get("components").and_then(Value::as_array).map_or(0, Vec::len);
    println!("{count} components: {}", file.display());
    Ok(())
}

/// Holds a document against the lock file and cargo's list of packages.
pub fn check(root: &Path) -> Outcome {
    let document = document("")?;
    let components = document.get("components").and_then(Value::as_array).ok_or("no components")?;
    let text = |value: &Value, path: &str| value.pointer(path).and_then(Value::as_str).unwrap_or_default().to_owned();
    let named = |name: &str, version: &str| {
        components.iter().find(|one| text(one, "/name") == name && text(one, "/version") == version)
    };
    let checksums = checksums(&std::fs::read_to_string(root.join("Cargo.lock"))?);
    let list = ["tree", "--locked", "--package", "gostiny", "--edges", "normal,no-proc-macro", "--prefix", "none"];
    let listed = run::capture(&mut run::cargo(list))?;
    for line in listed.lines() {
        let mut words = line.split_whitespace();
        let (name, version) =
            (words.next().unwrap_or_default(), words.next().unwrap_or_default().trim_start_matches('v'));
        let component = named(name, version).ok_or_else(|| format!("the SBOM leaves out {name} {version}"))?;
        let known = checksums.get(&(name.to_owned(), version.to_owned())).cloned().unwrap_or_default();
        if text(component, "/licenses/0/expression").is_empty() || text(component, "/hashes/0/content") != known {
            return Err(format!("the SBOM has no licence of {name}, or another checksum").into());
        }
        if known.is_empty() && !name.starts_with("gostiny") {
            return Err(format!("Cargo.lock has no checksum of {name}").into());
        }
    }
    let lying: BTreeSet<PathBuf> = std::fs::read_dir(root.join("crates/server/assets/vendor"))?
        .map(|one| Ok(one?.path()))
        .collect::<Outcome<_>>()?;
    match lying.iter().find(|path| !EMBEDDED.iter().any(|(_, _, _, known)| path.ends_with(known))) {
        Some(path) => Err(format!("the SBOM does not name {}", path.display()).into()),
        None => Ok(()),
    }
}

fn document(features: &str) -> Outcome<Value> {
    let format = ["--prefix", "depth", "--format", "{p}|{l}"];
    let mut tree = run::cargo(["tree", "--locked", "--package", "gostiny", "--edges", "normal,no-proc-macro"]);
    let packages = packages(&run::capture(tree.args(format).args(["--features", features]))?)?;
    let checksums = checksums(&std::fs::read_to_string(run::root().join("Cargo.lock"))?);
    let program = packages.keys().find(|(name, _)| name == "gostiny").ok_or("cargo tree names no gostiny")?;
    let mut components: Vec<Value> =
        packages.iter().map(|(name, package)| component(name, package, checksums.get(name))).collect();
    components.extend(EMBEDDED.iter().map(|(name, version, licence, lies)| {
        let about = format!("lies in {lies}");
        json!({"type": "library", "name": name, "version": version, "description": about,
            "licenses": [{"expression": licence}]})
    }));
    components.push(sqlite(&packages)?);
    let depends: Vec<Value> = packages
        .iter()
        .map(|(name, package)| json!({"ref": purl(name), "dependsOn": package.needs.iter().map(purl).collect::<Vec<_>>()}))
        .collect();
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "gostiny", "version": program.1, "bom-ref": "gostiny"}},
        "components": components,
        "dependencies": depends,
    }))
}

/// Reads `cargo tree --prefix depth`: a package that stands again is cut short there, what it needs came before.
fn packages(tree: &str) -> Outcome<BTreeMap<Name, Package>> {
    let mut found: BTreeMap<Name, Package> = BTreeMap::new();
    let mut above: Vec<Name> = Vec::new();
    for line in tree.lines() {
        let rest = line.trim_start_matches(|letter: char| letter.is_ascii_digit());
        let depth: usize = line.strip_suffix(rest).unwrap_or_default().parse()?;
        let (package, licence) = rest.split_once('|').ok_or_else(|| format!("cargo tree says {line}"))?;
        let mut words = package.split_whitespace();
        let (name, version) = words.next().zip(words.next()).ok_or_else(|| format!("cargo tree says {line}"))?;
        let name = (name.to_owned(), version.trim_start_matches('v').to_owned());
        above.truncate(depth);
        if let Some(needing) = above.last().and_then(|above| found.get_mut(above)) {
            needing.needs.insert(name.clone());
        }
        // `MIT/Apache-2.0` is an old spelling of `MIT OR Apache-2.0`.
        let licence = licence.trim_end_matches("(*)").trim().replace(" / ", "/").replace('/', " OR ");
        found.entry(name.clone()).or_default().licence = licence;
        above.push(name);
    }
    Ok(found)
}

/// SHA-256 of what was downloaded, by the lock file.
fn checksums(lock: &str) -> BTreeMap<Name, String> {
    let value = |part: &str, key: &str| {
        let line = part.lines().find_map(|line| line.strip_prefix(key)?.trim().strip_prefix('='));
        line.map(|text| text.trim().trim_matches('"').to_owned())
    };
    let one = |part: &str| Some(((value(part, "name")?, value(part, "version")?), value(part, "checksum")?));
    lock.split("[[package]]").filter_map(one).collect()
}

fn purl((name, version): &Name) -> String {
    format!("pkg:cargo/{name}@{version}")
}

fn component(name: &Name, package: &Package, checksum: Option<&String>) -> Value {
    let hashes: Vec<Value> = checksum.map(|sum| json!({"alg": "SHA-256", "content": sum})).into_iter().collect();
    json!({"type": "library", "bom-ref": purl(name), "name": name.0, "version": name.1, "purl": purl(name),
        "licenses": [{"expression": package.licence}], "hashes": hashes})
}

/// The embedded database, which comes in the sources of its bindings.
fn sqlite(packages: &BTreeMap<Name, Package>) -> Outcome<Value> {
    let is_there = packages.keys().any(|(name, _)| name == "libsqlite3-sys");
    let text = run::capture(&mut run::cargo(["metadata", "--locked", "--format-version", "1"]))?;
    let metadata: Value = serde_json::from_str(&text)?;
    let all = metadata.get("packages").and_then(Value::as_array).ok_or("cargo metadata names no package")?;
    let bindings = all.iter().find(|one| is_there && one.get("name").is_some_and(|name| name == "libsqlite3-sys"));
    let manifest = bindings.and_then(|one| one.get("manifest_path")?.as_str()).ok_or("there is no libsqlite3-sys")?;
    let header = std::fs::read_to_string(Path::new(manifest).with_file_name("sqlite3").join("sqlite3.h"))?;
    let version =
        header.lines().find_map(|line| line.strip_prefix("#define SQLITE_VERSION ")?.trim().strip_prefix('"'));
    let version = version.and_then(|text| text.strip_suffix('"')).ok_or("sqlite3.h names no version")?;
    Ok(
        json!({"type": "library", "name": "sqlite", "version": version, "cpe": format!("cpe:2.3:a:sqlite:sqlite:{version}:*:*:*:*:*:*:*"),
        "description": "lies in libsqlite3-sys", "licenses": [{"license": {"name": "Public Domain"}}]}),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_read_with_what_each_package_needs() {
        let tree = "0a v1.0.0 (/here)|MIT\n1b v2.0.0|MIT/Apache-2.0\n2c v3.0.0|Zlib\n1c v3.0.0|Zlib (*)\n";
        let read = packages(tree).unwrap();
        let name = |name: &str, version: &str| (name.to_owned(), version.to_owned());
        let (a, b, c) = (name("a", "1.0.0"), name("b", "2.0.0"), name("c", "3.0.0"));
        assert_eq!(read[&a].needs, BTreeSet::from([b.clone(), c.clone()]));
        assert_eq!((read[&b].licence.as_str(), &read[&b].needs), ("MIT OR Apache-2.0", &BTreeSet::from([c.clone()])));
        assert_eq!((read.len(), read[&c].licence.as_str()), (3, "Zlib"));
        let lock = "[[package]]\nname = \"c\"\nversion = \"3.0.0\"\nsource = \"x\"\nchecksum = \"ab\"\n";
        assert_eq!(checksums(lock), BTreeMap::from([(c, "ab".to_owned())]));
    }

    #[test]
    fn it_names_every_package_of_the_program() {
        check(&run::root()).unwrap();
    }
}
