//! `cargo xtask schemathesis`: calls made up from both OpenAPI documents against the demo world, on both databases. No
//! call may end in a failure of the server, and no answer may be other than its document says; what the world is
//! afterwards is looked at by `gostiny check`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use clap::Args;
use gostiny_client::Client;
use gostiny_wire::method::Verb;

use crate::{
    Outcome,
    bench::{self, Databases, server::Server},
    run, tools,
};

/// What `cargo xtask schemathesis` takes.
#[derive(Args)]
pub struct Options {
    /// Which databases
    #[arg(long, value_enum, default_value_t = Databases::Both)]
    database: Databases,
    /// Calls made up for each method, beside those that try each of its fields
    #[arg(long, default_value_t = 20)]
    examples: u32,
    /// What all chance comes from
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// What is held against a document, and how to be let in.
struct Surface {
    name: &'static str,
    document: &'static str,
    headers: &'static [&'static str],
    /// Methods that would end the run itself, by name.
    but: &'static [&'static str],
}

const SURFACES: [Surface; 2] = [
    Surface {
        name: "seller API",
        document: "/openapi.json",
        headers: &["Client-Id: 100001", "Api-Key: 11111111-1111-4111-8111-111111111111"],
        but: &[],
    },
    Surface {
        name: "operator API",
        document: "/operator/openapi.json",
        headers: &["Authorization: Bearer demo-operator-token"],
        but: &[
            // The world that the calls before have made would be gone, and with it what could go wrong in it.
            "Reset",
            "SnapshotRestore",
            // Each keeps a copy of the world.
            "SnapshotSave",
            // A year at once lets a year's work fall due inside one call, and a clock at the end of the calendar refuses
            // all that comes later.
            "ClockSet",
            "ClockAdvance",
            "ClockStep",
        ],
    },
];

/// Failures of the server, statuses and types of content that no document names, answers of another shape. That strange
/// requests are refused is not asked for: proto3's JSON takes much that a schema does not.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance";

/// Runs all, the next also after a failure.
pub fn run(options: &Options) -> Outcome {
    let install = "pip install schemathesis";
    let schemathesis = tools::needed("schemathesis", install)?;
    run::loudly(&mut run::cargo(["build", "--package", "gostiny"]))?;
    let target = run::target_dir()?;
    let program = target.join("debug/gostiny");
    let mut failed = Vec::new();
    for surface in &SURFACES {
        bench::on_each(options.database, &target, "schemathesis-", |name, url, folder| {
            run::section(&format!("{} on {name}", surface.name));
            if let Err(failure) = hold(surface, options, &schemathesis, &program, url, folder) {
                eprintln!("{failure}");
                failed.push(format!("{} on {name}", surface.name));
            }
            Ok(())
        })?;
    }
    if failed.is_empty() { Ok(()) } else { Err(format!("not all holds: {}", failed.join(", ")).into()) }
}

fn hold(surface: &Surface, options: &Options, with: &Path, program: &Path, url: &str, folder: &Path) -> Outcome {
    let world = ["serve", "--listen", "127.0.0.1:0", "--database", url, "--demo", "--clock", "manual", "--seed", "1"];
    let server = Server::start(program, &[&world[..], &["--log", "error"]].concat(), folder)?;
    let (ours, base_url) = (run::root().join("xtask/schemathesis"), format!("http://{}", server.address));
    let mut calls = Command::new(with);
    calls.arg("--config-file").arg(ours.join("config.toml"));
    calls.args(["run", &format!("{base_url}{}", surface.document), "--checks", CHECKS]);
    calls.args(["--max-examples", &options.examples.to_string(), "--seed", &options.seed.to_string()]);
    calls.args(["--generation-database", "none"]).current_dir(folder);
    calls.env("SCHEMATHESIS_HOOKS", ours.join("hooks.py")).env("GOSTINY_URL", &base_url);
    calls.env("PYTHONDONTWRITEBYTECODE", "1");
    surface.headers.iter().for_each(|header| {
        calls.args(["--header", header]);
    });
    surface.but.iter().for_each(|name| {
        calls.args(["--exclude-operation-id", name]);
    });
    let held = run::loudly(&mut calls);
    let counted = tokio::runtime::Runtime::new()?.block_on(async {
        let asked = Client::stranger(&base_url)?.send(Verb::Get, "/metrics", "", &[]).await?;
        Ok::<_, crate::Failure>(String::from_utf8(asked.body)?)
    })?;
    server.stop()?;
    run::loudly(Command::new(program).args(["check", "--database", url]))?;
    let (answers, (good, all)) = answers(&counted);
    println!("answers by status: {answers:?}; {good} of {all} paths had a good one");
    // Calls that are all refused at the door prove nothing.
    let proves = good * 2 >= all;
    held.and_then(|()| if proves { Ok(()) } else { Err("most methods refused all that was made up".into()) })
}

/// Answers by status, and how many paths there are with a good one, and in all.
fn answers(metrics: &str) -> (BTreeMap<&str, u64>, (usize, usize)) {
    let mut counts = BTreeMap::new();
    let (mut good, mut all) = (BTreeSet::new(), BTreeSet::new());
    for line in metrics.lines().filter(|line| line.starts_with("gostiny_requests_total{")) {
        let label = |name: &str| line.split_once(&format!("{name}=\""))?.1.split('"').next();
        let count = line.rsplit(' ').next().and_then(|count| count.parse::<u64>().ok());
        let (Some(path), Some(status), Some(count)) = (label("path"), label("status"), count) else { continue };
        *counts.entry(status).or_default() += count;
        all.insert(path);
        if status == "200" {
            good.insert(path);
        }
    }
    (counts, (good.len(), all.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_counted_by_status() {
        let metrics = "# TYPE gostiny_requests_total counter\n\
            gostiny_requests_total{path=\"/a\",status=\"200\"} 3\ngostiny_requests_total{path=\"/a\",status=\"400\"} 2\n\
            gostiny_requests_total{path=\"/b\",status=\"400\"} 4\nother{path=\"/c\",status=\"200\"} 1\n";
        assert_eq!(answers(metrics), (BTreeMap::from([("200", 3), ("400", 6)]), (1, 2)));
    }
}
