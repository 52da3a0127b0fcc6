//! `cargo xtask soak`: a living demo world for an hour in the release build, on both databases side by side. Memory must be
//! flat once the first quarter is over, no call may end in a failure of the server, and all must hold afterwards.

use std::time::Duration;

use clap::Args;
use gostiny_client::Client;
use gostiny_wire::method::Verb;

use crate::{
    Outcome,
    bench::{self, Databases, server::Server},
    postgres::{self, Durability, Instance},
    run, shop,
};

/// What `cargo xtask soak` takes.
#[derive(Args)]
pub struct Options {
    /// Which databases
    #[arg(long, value_enum, default_value_t = Databases::Both)]
    database: Databases,
    /// How long
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..))]
    minutes: u32,
    /// Buyers and couriers, as of `gostiny simulate`
    #[arg(long, default_value = "usual")]
    profile: String,
    /// How the world's time goes
    #[arg(long, default_value = "x60")]
    clock: String,
}

/// Between two looks at memory.
const LOOK: Duration = Duration::from_secs(10);
const LOOKS_A_MINUTE: u32 = 6;
/// Kilobytes by which the mean of the last quarter may stand above that of the second, beside a tenth of it.
const ROOM: u64 = 8 * 1_024;

struct Soaked {
    name: &'static str,
    url: String,
    server: Server,
    /// Kilobytes, at each look, but for files that are mapped.
    memory: Vec<u64>,
}

/// Lives through it; fails when memory grows, a call failed, or something does not hold.
pub fn run(options: &Options) -> Outcome {
    let this = std::env::current_exe()?;
    let release = this.parent().ok_or("no folder")?;
    let (program, target) = (release.join("gostiny"), release.parent().ok_or("no folder")?);
    let instance = (options.database != Databases::Sqlite)
        .then(|| {
            let programs = postgres::find_or_install().ok_or("PostgreSQL is not installed")?;
            Instance::start(&programs, Durability::Durable)
        })
        .transpose()?;
    let mut all = Vec::new();
    for name in ["sqlite", "postgres"] {
        let folder = bench::fresh(target, &format!("soak-{name}"))?;
        let url = match (name, &instance) {
            ("postgres", Some(instance)) => instance.url(),
            ("sqlite", _) if options.database != Databases::Postgres => {
                format!("sqlite:{}", folder.join("gostiny.db").display())
            }
            _ => continue,
        };
        let world = ["serve", "--listen", "127.0.0.1:0", "--database", &url, "--demo", "--log", "error"];
        let life = ["--clock", &options.clock, "--simulate", &options.profile];
        let server = Server::start(&program, &[&world[..], &life].concat(), &folder)?;
        all.push(Soaked { name, url, server, memory: Vec::new() });
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    for minute in 1..=options.minutes {
        for _ in 0..LOOKS_A_MINUTE {
            runtime.block_on(run::rest(LOOK));
            for one in &mut all {
                one.memory.push(one.server.own_memory()?);
            }
        }
        let told = all.iter().map(|one| {
            let (calls, failed) = runtime.block_on(calls(&one.server))?;
            let memory = one.memory.last().copied().unwrap_or_default() / 1_024;
            Ok(format!("{}: {memory} MB, {calls} calls, {failed} failed", one.name))
        });
        println!("{minute} of {} min: {}", options.minutes, told.collect::<Outcome<Vec<_>>>()?.join("; "));
    }
    let mut wrong = Vec::new();
    for Soaked { name, url, server, memory } in all {
        let (calls, failed) = runtime.block_on(calls(&server))?;
        let peak = server.peak()? / 1_024;
        server.stop()?;
        shop::check(&program, &url)?;
        let (second, last) = quarters(&memory);
        println!(
            "{name}: {calls} calls, memory {second} KB in the second quarter, {last} KB in the last, peak {peak} MB"
        );
        if failed > 0 || last > second + second / 10 + ROOM {
            wrong.push(format!("{name}: {failed} calls failed, memory {second} KB, then {last} KB"));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("; ").into()) }
}

/// The means of the second and of the last quarter.
fn quarters(memory: &[u64]) -> (u64, u64) {
    let quarter = (memory.len() / 4).max(1);
    let mean = |from: usize| {
        let part: Vec<u64> = memory.iter().skip(from).take(quarter).copied().collect();
        part.iter().sum::<u64>() / u64::try_from(part.len()).unwrap_or(1).max(1)
    };
    (mean(quarter), mean(memory.len().saturating_sub(quarter)))
}

/// Answers of the API, and those that were failures of the server.
async fn calls(server: &Server) -> Outcome<(u64, u64)> {
    let client = Client::stranger(&format!("http://{}", server.address))?;
    let metrics = String::from_utf8(client.send(Verb::Get, "/metrics", "", &[]).await?.body)?;
    let count = |line: &str| line.rsplit(' ').next().and_then(|count| count.parse::<u64>().ok()).unwrap_or_default();
    let lines = || metrics.lines().filter(|line| line.starts_with("gostiny_requests_total{"));
    Ok((lines().map(count).sum(), lines().filter(|line| line.contains("status=\"5")).map(count).sum()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_are_compared_by_their_means() {
        assert_eq!(quarters(&[100, 100, 10, 20, 0, 0, 30, 50]), (15, 40));
        assert_eq!(quarters(&[7]), (0, 7));
    }
}
