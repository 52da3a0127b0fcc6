//! `cargo xtask contract`: holds the generated OpenAPI document against the contract of facts that lies beside
//! the repository (where it does), and the faults against the list of methods not served yet.

use crate::{Outcome, run};
use clap::Args;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Command, Stdio};

/// The checker and the facts, from the repository's root.
const CHECKER: &str = "../shared/tools/contract_check.py";
const FACTS: &str = "../shared/contract/seller-api.json";
/// Official paths that need not match yet, one a line; `#` begins a remark.
const NOT_SERVED: &str = "docs/not-served.txt";

/// What `cargo xtask contract` takes.
#[derive(Args, Default)]
pub struct Options {
    /// Strike the paths that match now from docs/not-served.txt; makes the list where there is none
    #[arg(long)]
    shrink: bool,
}

#[derive(Deserialize)]
struct Facts {
    endpoints: Vec<Endpoint>,
}

#[derive(Deserialize)]
struct Endpoint {
    method: String,
    path: String,
    official_path: Option<String>,
    since: String,
    #[serde(default)]
    aliases: Vec<String>,
}

impl Endpoint {
    fn official(&self) -> &str {
        self.official_path.as_deref().filter(|path| !path.is_empty()).unwrap_or(&self.path)
    }
}

/// Fails when a method does not match and is not listed, or is listed and matches.
pub fn run(options: &Options) -> Outcome {
    run::section("contract");
    let document = run::target_dir()?.join("openapi.json");
    let text = run::capture(&mut run::cargo(["run", "--quiet", "--package", "gostiny", "--", "openapi"]))?;
    serde_json::from_str::<serde::de::IgnoredAny>(&text)
        .map_err(|error| format!("`gostiny openapi` prints no JSON: {error}"))?;
    std::fs::write(&document, text)?;
    let root = run::root();
    let (checker, facts) = (root.join(CHECKER), root.join(FACTS));
    if !checker.exists() {
        println!("{CHECKER} is not here: the document was made, but held against nothing");
        return Ok(());
    }
    let facts: Facts = serde_json::from_str(&std::fs::read_to_string(facts)?)?;
    let faults = faults(&report(&checker, &document)?, &facts)?;
    let list = root.join(NOT_SERVED);
    let listed = if list.exists() { Some(std::fs::read_to_string(&list)?) } else { None };
    let known = seed(&facts).map(Endpoint::official).collect::<BTreeSet<_>>();
    println!("{} of {} methods match", known.len().saturating_sub(faults.len()), known.len());
    if options.shrink {
        std::fs::write(&list, shrunk(listed.as_deref(), &faults))?;
        println!("{NOT_SERVED} is up to date");
        return Ok(());
    }
    let listed = listed.ok_or_else(|| format!("{NOT_SERVED} is missing: `cargo xtask contract --shrink` makes it"))?;
    judge(&paths(&listed), &faults, &known)
}

/// The checker's lines. It exits with 1 as long as any method has a fault, with 0 when none has.
fn report(checker: &Path, document: &Path) -> Outcome<String> {
    let output = Command::new("python3")
        .arg(checker)
        .arg(document)
        .args(["--since", "seed", "--verbose"])
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("python3 cannot be started: {error}"))?;
    let text = String::from_utf8(output.stdout)?;
    match text.lines().last() {
        Some(last) if last.ends_with("endpoints match") => Ok(text),
        _ => Err(format!("the contract checker broke off: {}", output.status).into()),
    }
}

fn seed(facts: &Facts) -> impl Iterator<Item = &Endpoint> {
    facts.endpoints.iter().filter(|endpoint| endpoint.since == "seed")
}

/// Each official path with its faults. A line names the method and the official path or an alias of it.
fn faults(report: &str, facts: &Facts) -> Outcome<BTreeMap<String, Vec<String>>> {
    let mut found = BTreeMap::<String, Vec<String>>::new();
    for line in report.lines().filter(|line| !line.ends_with("endpoints match")) {
        let mut words = line.split_whitespace();
        let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let path = path.trim_end_matches(':');
        let endpoint = seed(facts)
            .find(|e| e.method == method && (e.official() == path || e.aliases.iter().any(|alias| alias == path)))
            .ok_or_else(|| format!("the contract checker printed a line that names no method: {line}"))?;
        found.entry(endpoint.official().to_owned()).or_default().push(line.to_owned());
    }
    Ok(found)
}

/// The paths of the list file.
fn paths(list: &str) -> BTreeSet<&str> {
    let stripped = list.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
    stripped.filter(|path| !path.is_empty()).collect()
}

fn judge(listed: &BTreeSet<&str>, faults: &BTreeMap<String, Vec<String>>, known: &BTreeSet<&str>) -> Outcome {
    let mut wrong = 0_usize;
    for (path, lines) in faults.iter().filter(|(path, _)| !listed.contains(path.as_str())) {
        wrong += 1;
        println!("{path} does not match:");
        for line in lines {
            println!("    {line}");
        }
    }
    for path in listed {
        if !known.contains(path) {
            wrong += 1;
            println!("{NOT_SERVED} names {path}, which is no method of the contract");
        } else if !faults.contains_key(*path) {
            wrong += 1;
            println!("{NOT_SERVED} names {path}, which matches now: strike it (cargo xtask contract --shrink)");
        }
    }
    if wrong == 0 { Ok(()) } else { Err(format!("the contract does not hold in {wrong} places").into()) }
}

/// The list without what matches now; a new one holds all that does not match.
fn shrunk(listed: Option<&str>, faults: &BTreeMap<String, Vec<String>>) -> String {
    let Some(listed) = listed else {
        let head = "# Methods of the contract that are not served yet, by official path. This list only shrinks.\n";
        return faults.keys().fold(head.to_owned(), |text, path| text + path + "\n");
    };
    let stays = |line: &&str| paths(line).iter().all(|path| faults.contains_key(*path));
    listed.lines().filter(stays).fold(String::new(), |text, line| text + line + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> Facts {
        serde_json::from_str(
            r#"{"endpoints":[
                {"method":"POST","path":"/v3/a/ship","official_path":"/v3/a/ship","since":"seed","aliases":["/v3/a/set"]},
                {"method":"GET","path":"/v1/b/{id}","official_path":null,"since":"seed"},
                {"method":"POST","path":"/v1/later","official_path":null,"since":"2023"}]}"#,
        )
        .unwrap()
    }

    #[test]
    fn a_fault_of_an_alias_is_the_method_s_fault() {
        let report = "POST /v3/a/set: not served\nGET /v1/b/{id} response.x: missing\n0 of 2 endpoints match\n";
        let found = faults(report, &facts()).unwrap();
        assert_eq!(found.keys().collect::<Vec<_>>(), ["/v1/b/{id}", "/v3/a/ship"]);
        assert!(faults("POST /v1/later: not served", &facts()).is_err());
    }

    #[test]
    fn the_list_may_only_shrink() {
        let found = faults("POST /v3/a/ship request.x: missing\n1 of 2 endpoints match\n", &facts()).unwrap();
        let known = BTreeSet::from(["/v3/a/ship", "/v1/b/{id}"]);
        assert!(judge(&BTreeSet::from(["/v3/a/ship"]), &found, &known).is_ok());
        assert!(judge(&BTreeSet::new(), &found, &known).is_err(), "a fault that is not listed");
        assert!(judge(&known, &found, &known).is_err(), "listed, but it matches");
        assert!(judge(&BTreeSet::from(["/v3/a/ship", "/x"]), &found, &known).is_err(), "listed, but unknown");
        assert_eq!(shrunk(Some("# why\n/v3/a/ship # soon\n/v1/b/{id}\n"), &found), "# why\n/v3/a/ship # soon\n");
    }
}
