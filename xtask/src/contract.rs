//! `cargo xtask contract`: holds the generated OpenAPI document against the contract of facts that lies beside
//! the repository (where it does), and the faults against the list of methods not served yet.

use crate::{Outcome, run};
use clap::Args;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Command, Stdio};

/// The checker, from the repository's root.
const CHECKER: &str = "../shared/tools/contract_check.py";

/// Facts that the document is held against, and the methods that need not match yet.
struct Gate {
    /// The facts, from the repository's root.
    facts: &'static str,
    /// From when on methods are looked at, in the checker's words.
    since: &'static str,
    /// Official paths that need not match yet, one a line; `#` begins a remark.
    list: &'static str,
    /// The first line of a new list.
    head: &'static str,
    /// Whether methods that are not served are faults.
    must_serve: bool,
}

const GATES: [Gate; 2] = [
    Gate {
        facts: "../shared/contract/seller-api.json",
        since: "seed",
        list: "docs/not-served.txt",
        head: "# Methods of the contract that are not served yet, by official path. This list only shrinks.\n",
        must_serve: true,
    },
    Gate {
        facts: "../shared/contract/seller-api-2026.json",
        since: "all",
        list: "docs/not-of-today.txt",
        head: "# Methods that are served, but not in the shape of the contract of today. This list only shrinks.\n",
        must_serve: false,
    },
];

/// What `cargo xtask contract` takes.
#[derive(Args, Default)]
pub struct Options {
    /// Strike the paths that match now from the lists in docs; makes a list where there is none
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

/// The served methods of an OpenAPI document: verbs in small letters by path.
#[derive(Deserialize)]
struct Document {
    paths: BTreeMap<String, BTreeMap<String, serde::de::IgnoredAny>>,
}

impl Document {
    fn serves(&self, endpoint: &Endpoint) -> bool {
        let verb = endpoint.method.to_lowercase();
        self.paths.get(endpoint.official()).is_some_and(|verbs| verbs.contains_key(&verb))
    }
}

/// Fails when a method does not match and is not listed, or is listed and matches.
pub fn run(options: &Options) -> Outcome {
    run::section("contract");
    let document = run::target_dir()?.join("openapi.json");
    let text = run::capture(&mut run::cargo(["run", "--quiet", "--package", "gostiny", "--", "openapi"]))?;
    let served: Document =
        serde_json::from_str(&text).map_err(|error| format!("`gostiny openapi` prints no description: {error}"))?;
    std::fs::write(&document, text)?;
    if !run::root().join(CHECKER).exists() {
        println!("{CHECKER} is not here: the document was made, but held against nothing");
        return Ok(());
    }
    for gate in &GATES {
        gate.hold(&document, &served, options.shrink)?;
    }
    Ok(())
}

impl Gate {
    fn hold(&self, document: &Path, served: &Document, shrink: bool) -> Outcome {
        let root = run::root();
        let facts: Facts = serde_json::from_str(&std::fs::read_to_string(root.join(self.facts))?)?;
        let wanted: Vec<&Endpoint> = facts.endpoints.iter().filter(|endpoint| self.wants(endpoint, served)).collect();
        let faults = faults(&self.report(&root, document)?, &facts, &wanted)?;
        let list = root.join(self.list);
        let listed = if list.exists() { Some(std::fs::read_to_string(&list)?) } else { None };
        let known = wanted.iter().map(|endpoint| endpoint.official()).collect::<BTreeSet<_>>();
        println!("{}: {} of {} methods match", self.facts, known.len().saturating_sub(faults.len()), known.len());
        if shrink {
            std::fs::write(&list, shrunk(listed.as_deref(), self.head, &faults))?;
            println!("{} is up to date", self.list);
            return Ok(());
        }
        let missing = || format!("{} is missing: `cargo xtask contract --shrink` makes it", self.list);
        judge(self.list, &paths(&listed.ok_or_else(missing)?), &faults, &known)
    }

    fn wants(&self, endpoint: &Endpoint, served: &Document) -> bool {
        if self.must_serve { endpoint.since == self.since } else { served.serves(endpoint) }
    }

    /// The checker's lines. It exits with 1 as long as any method has a fault, with 0 when none has.
    fn report(&self, root: &Path, document: &Path) -> Outcome<String> {
        let output = Command::new("python3")
            .arg(root.join(CHECKER))
            .arg(document)
            .args(["--since", self.since, "--verbose", "--contract"])
            .arg(root.join(self.facts))
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
}

/// Each wanted official path with its faults. A line names the method and the official path or an alias of it.
fn faults(report: &str, facts: &Facts, wanted: &[&Endpoint]) -> Outcome<BTreeMap<String, Vec<String>>> {
    let mut found = BTreeMap::<String, Vec<String>>::new();
    for line in report.lines().filter(|line| !line.ends_with("endpoints match")) {
        let mut words = line.split_whitespace();
        let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let path = path.trim_end_matches(':');
        let is_meant =
            |e: &Endpoint| e.method == method && (e.official() == path || e.aliases.iter().any(|alias| alias == path));
        if !facts.endpoints.iter().any(is_meant) {
            return Err(format!("the contract checker printed a line that names no method: {line}").into());
        }
        if let Some(endpoint) = wanted.iter().find(|endpoint| is_meant(endpoint)) {
            found.entry(endpoint.official().to_owned()).or_default().push(line.to_owned());
        }
    }
    Ok(found)
}

/// The paths of the list file.
fn paths(list: &str) -> BTreeSet<&str> {
    let stripped = list.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
    stripped.filter(|path| !path.is_empty()).collect()
}

fn judge(
    list: &str,
    listed: &BTreeSet<&str>,
    faults: &BTreeMap<String, Vec<String>>,
    known: &BTreeSet<&str>,
) -> Outcome {
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
            println!("{list} names {path}, which is no method of the contract");
        } else if !faults.contains_key(*path) {
            wrong += 1;
            println!("{list} names {path}, which matches now: strike it (cargo xtask contract --shrink)");
        }
    }
    if wrong == 0 { Ok(()) } else { Err(format!("the contract does not hold in {wrong} places").into()) }
}

/// The list without what matches now; a new one holds all that does not match.
fn shrunk(listed: Option<&str>, head: &str, faults: &BTreeMap<String, Vec<String>>) -> String {
    let Some(listed) = listed else {
        return faults.keys().fold(head.to_owned(), |text, path| text + path + "\n");
    };
    let stays = |line: &&str| paths(line).iter().all(|path| faults.contains_key(*path));
    listed.lines().filter(stays).fold(String::new(), |text, line| text + line + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "list";

    fn wanted(facts: &Facts) -> Vec<&Endpoint> {
        facts.endpoints.iter().filter(|endpoint| endpoint.since == "seed").collect()
    }

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
        let facts = facts();
        let found = faults(report, &facts, &wanted(&facts)).unwrap();
        assert_eq!(found.keys().collect::<Vec<_>>(), ["/v1/b/{id}", "/v3/a/ship"]);
        assert!(faults("POST /v1/nothing: not served", &facts, &wanted(&facts)).is_err());
        assert!(faults("POST /v1/later: not served", &facts, &wanted(&facts)).unwrap().is_empty());
    }

    #[test]
    fn today_s_contract_asks_for_what_is_served() {
        let served: Document =
            serde_json::from_str(r#"{"paths":{"/v1/later":{"post":{}},"/v3/a/ship":{"get":{}}}}"#).unwrap();
        let facts = facts();
        let asks = |gate: &Gate| {
            let wanted = facts.endpoints.iter().filter(|endpoint| gate.wants(endpoint, &served));
            wanted.map(Endpoint::official).collect::<Vec<_>>()
        };
        assert_eq!(GATES.each_ref().map(asks), [vec!["/v3/a/ship", "/v1/b/{id}"], vec!["/v1/later"]]);
    }

    #[test]
    fn the_list_may_only_shrink() {
        let facts = facts();
        let found = faults("POST /v3/a/ship request.x: missing\n1 of 2 endpoints match\n", &facts, &wanted(&facts));
        let found = found.unwrap();
        let known = BTreeSet::from(["/v3/a/ship", "/v1/b/{id}"]);
        assert!(judge(LIST, &BTreeSet::from(["/v3/a/ship"]), &found, &known).is_ok());
        assert!(judge(LIST, &BTreeSet::new(), &found, &known).is_err(), "a fault that is not listed");
        assert!(judge(LIST, &known, &found, &known).is_err(), "listed, but it matches");
        assert!(judge(LIST, &BTreeSet::from(["/v3/a/ship", "/x"]), &found, &known).is_err(), "listed, but unknown");
        assert_eq!(shrunk(Some("# why\n/v3/a/ship # soon\n/v1/b/{id}\n"), "", &found), "# why\n/v3/a/ship # soon\n");
    }
}
