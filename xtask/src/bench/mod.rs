//! `cargo xtask bench`: the release build under load beside a floor on the same machine in the same run, on both
//! databases. The operations are in `world.rs` and `more.rs`, the load generator in `load.rs`, the floor in `floor.rs`;
//! `fill.rs` makes the shop large beforehand. `commit.rs` measures the store itself, `whole.rs`
//! what takes many calls.

mod commit;
pub mod compare;
mod fill;
pub mod floor;
mod http;
mod load;
mod more;
mod pages;
mod pushes;
mod report;
pub mod server;
mod whole;
mod world;

use crate::postgres::{self, Durability, Instance};
use crate::{Outcome, run};
use clap::{Args, ValueEnum};
use load::{Call, Figures};
use more::Asked;
use report::{Database, Floor, Report, Row};
use server::Server;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use world::World;

/// What `cargo xtask bench` takes.
#[derive(Args)]
pub struct Options {
    /// Which databases
    #[arg(long, value_enum, default_value_t = Databases::Both)]
    database: Databases,
    /// Seconds of load per operation, and per floor
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u64).range(1..=60))]
    seconds: u64,
    /// These operations instead of all
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Operation>,
    /// Offers of the shop that is measured; less than the demo world has changes nothing
    #[arg(long, default_value_t = 20_000)]
    goods: i64,
    /// Its postings, over a year
    #[arg(long, default_value_t = 20_000)]
    postings: i64,
    /// Measure this revision first, and show both side by side
    #[arg(long, value_name = "REV")]
    compare: Option<String>,
}

/// Which databases.
#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub enum Databases {
    /// The embedded one
    Sqlite,
    /// A private PostgreSQL
    Postgres,
    /// One after the other
    Both,
}

/// What is measured, in this order: later ones use what earlier ones left.
#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
pub enum Operation {
    /// A product by offer_id
    Product,
    /// A page of 100 products
    Page,
    /// A stock update of 100 items
    Stocks,
    /// A buyer's order of one piece
    Order,
    /// A page of 50 postings with all blocks
    Postings,
    /// Packing a posting into one package
    Ship,
    /// A label of one posting
    Label,
    /// 100 goods under each filter of visibility
    Lists,
    /// The attributes of 100 goods
    Attributes,
    /// The prices of 100 goods
    Prices,
    /// 1000 goods that come into a promotion
    Activate,
    /// 100 postings of a month with all blocks, under some filters
    FbsList,
    /// 100 postings that go on their way
    Step,
    /// The marks of a posting of 100 units
    Marks,
    /// 100 messages of a long chat
    Chat,
    /// 1000 operations of a month
    Transactions,
    /// The sums of a month
    Totals,
    /// A year by month, SKU and category
    Analytics,
    /// 100 new goods, one import after the other, until they are there
    Import,
    /// A report on all goods, one after the other, until its file is there
    Report,
    /// Pushes of new orders, from the first order to the last push
    Push,
    /// Pages of the console, one after the other
    Pages,
    /// Single rows, each kept for good, by 32 writers at once
    Commit,
    /// Orders from the purchase to the money on the shop's account
    Life,
    /// The list of goods, page after page to its end
    Walk,
}

impl Operation {
    fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }

    /// The floor with JSON: its name, its path, and the share of it (in thousandths) wanted on SQLite and PostgreSQL.
    fn floor(self) -> Option<(&'static str, &'static str, u64, u64)> {
        match self {
            Self::Product => Some(("F_a", "/one", 250, 120)),
            Self::Page => Some(("F_b", "/page/{bytes}", 220, 140)),
            Self::Stocks => Some(("F_c", "/stocks", 100, 60)),
            _ => None,
        }
    }
}

/// Measures the working tree, beside another revision when one is named.
pub fn bench(options: &Options) -> Outcome {
    let Some(revision) = &options.compare else { return in_release("bench", "bench-run") };
    let mut given: Vec<String> = std::env::args().skip_while(|word| word != "bench").skip(1).collect();
    if let Some(at) = given.iter().position(|word| word.starts_with("--compare")) {
        let words = if given.get(at).is_some_and(|word| word.contains('=')) { 1 } else { 2 };
        given.drain(at..at + words);
    }
    let before = compare::measure(revision, &given)?;
    in_release("bench", "bench-run")?;
    compare::print(revision, &before, &compare::read(&run::target_dir()?)?);
    Ok(())
}

/// Builds server and measurements in release mode, then hands a command over to that build, with what it was given.
pub fn in_release(given_to: &str, command: &str) -> Outcome {
    run::section("release build");
    run::loudly(&mut run::cargo(["build", "--release", "--package", "gostiny", "--package", "xtask"]))?;
    let built = run::target_dir()?.join("release/xtask");
    let given = std::env::args().skip_while(|word| word != given_to).skip(1);
    run::loudly(Command::new(built).arg(command).args(given))
}

/// Measures and reports; fails when anything could not be measured.
pub fn run(options: &Options) -> Outcome {
    let this = std::env::current_exe()?;
    let release = this.parent().ok_or("no folder")?;
    let target = release.parent().ok_or("no folder")?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let cores = std::thread::available_parallelism()?.get();
    let mut report = Report { cores, connections: load::CONNECTIONS, seconds: options.seconds, databases: Vec::new() };
    println!("{cores} cores, {} connections, {} s per operation", load::CONNECTIONS, options.seconds);
    on_each(options.database, target, "", |name, url, folder| {
        let bench = Bench { name, options, program: release.join("gostiny"), folder: folder.to_owned() };
        let floor = Server::start(&this, &["floor"], &fresh(target, "floor")?)?;
        let found = runtime.block_on(bench.run(url, &floor))?;
        found.print();
        report.databases.push(found);
        Ok(())
    })?;
    std::fs::write(target.join("bench.json"), serde_json::to_string_pretty(&report)? + "\n")?;
    println!("\nwritten: {}", target.join("bench.json").display());
    let failed: usize = report.databases.iter().map(|database| database.failures.len()).sum();
    if failed == 0 { Ok(()) } else { Err(format!("{failed} operations could not be measured").into()) }
}

/// Does something on each of the databases, one after the other: with its name, its URL, and an empty folder that is gone
/// afterwards. PostgreSQL is a private one whose commits are durable.
pub fn on_each(
    wanted: Databases,
    target: &Path,
    prefix: &str,
    mut run: impl FnMut(&'static str, &str, &Path) -> Outcome,
) -> Outcome {
    for (name, database) in [("sqlite", Databases::Sqlite), ("postgres", Databases::Postgres)] {
        if wanted != database && wanted != Databases::Both {
            continue;
        }
        let folder = fresh(target, &format!("{prefix}{name}"))?;
        if database == Databases::Postgres {
            let programs = postgres::find_or_install().ok_or("PostgreSQL is not installed")?;
            let instance = Instance::start(&programs, Durability::Durable)?;
            run(name, &instance.url(), &folder)?;
        } else {
            run(name, &format!("sqlite:{}", folder.join("gostiny.db").display()), &folder)?;
        }
        std::fs::remove_dir_all(&folder)?;
    }
    Ok(())
}

/// An empty folder in the target folder: on the disk, where durable commits cost what they cost.
pub fn fresh(target: &Path, name: &str) -> Outcome<PathBuf> {
    let folder = target.join("bench-data").join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// One database's run.
struct Bench<'a> {
    name: &'static str,
    options: &'a Options,
    program: PathBuf,
    folder: PathBuf,
}

impl Bench<'_> {
    async fn run(&self, database: &str, floor: &Server) -> Outcome<Database> {
        let start = || {
            let arguments = ["serve", "--listen", "127.0.0.1:0", "--database", database, "--demo"];
            Server::start(&self.program, &arguments, &self.folder)
        };
        let mut found = Database { database: self.name, ..Database::default() };
        let first = start()?;
        found.first_start = first.started_in;
        first.stop()?;
        let size = fill::Size { goods: self.options.goods, postings: self.options.postings };
        fill::fill(database, size).await?;
        let mut starts = Vec::new();
        for _ in 0..5 {
            let server = start()?;
            starts.push(server.started_in);
            server.stop()?;
        }
        starts.sort_unstable();
        found.cold_start = starts.get(2).copied().unwrap_or_default();
        let server = start()?;
        found.memory_idle = server.memory()?;
        let mut world = World::prepare(server.address).await?;
        for operation in Operation::value_variants().iter().copied() {
            if !self.options.only.is_empty() && !self.options.only.contains(&operation) {
                continue;
            }
            eprintln!("{}: {} ...", self.name, operation.name());
            world.call_again().await?;
            if operation == Operation::Pages {
                match pages::measure(server.address, Duration::from_secs(self.options.seconds)).await {
                    Ok(pages) => found.pages = pages,
                    Err(failure) => found.failures.push(format!("pages: {failure}")),
                }
                continue;
            }
            let measured = match operation {
                Operation::Import | Operation::Report | Operation::Walk => {
                    self.alone(operation, &mut world, &server).await
                }
                Operation::Push => self.push(&mut world, &server).await,
                Operation::Commit => self.commit(database).await.map(|row| vec![row]),
                Operation::Life => self.life(&mut world, &server).await.map(|row| vec![row]),
                _ => self.all(operation, &mut world, &server, floor).await,
            };
            match measured {
                Ok(mut rows) => found.rows.append(&mut rows),
                Err(failure) => found.failures.push(format!("{}: {failure}", operation.name())),
            }
            if let Some(sql) = more::plain(operation) {
                match fill::plain(database, sql, &world.plain_bounds(operation)?).await {
                    Ok(plain) => {
                        if let Some(row) = found.rows.last_mut() {
                            row.plain = Some(plain);
                        }
                    }
                    Err(failure) => found.failures.push(format!("{}, plain: {failure}", operation.name())),
                }
            }
        }
        found.memory_after = server.memory()?;
        server.stop()?;
        Ok(found)
    }

    /// Each call of an operation.
    async fn all(&self, operation: Operation, world: &mut World, server: &Server, floor: &Server) -> Outcome<Vec<Row>> {
        let mut rows = Vec::new();
        for Asked { name, call } in world.more(operation).await? {
            rows.push(self.measure(operation, name, call, world, server, floor).await?);
        }
        Ok(rows)
    }

    async fn push(&self, world: &mut World, server: &Server) -> Outcome<Vec<Row>> {
        let orders = world.more(Operation::Order).await?.pop().ok_or("no orders")?.call;
        let before = server.cpu()?;
        server.forget_peak()?;
        let lasting = Duration::from_secs(self.options.seconds);
        let seen = pushes::measure(server.address, world, &orders, lasting).await?;
        let cpu = server.cpu()?.saturating_sub(before);
        let mut row = Row::new(Operation::Push.name(), &seen, cpu, &Figures::default(), None);
        row.peak = Some(server.peak()?);
        Ok(vec![row])
    }

    async fn life(&self, world: &mut World, server: &Server) -> Outcome<Row> {
        let before = server.cpu()?;
        let seen = world.lives().await?;
        let cpu = server.cpu()?.saturating_sub(before);
        Ok(Row::new(Operation::Life.name(), &seen, cpu, &Figures::default(), None))
    }

    async fn commit(&self, database: &str) -> Outcome<Row> {
        let lasting = Duration::from_secs(self.options.seconds);
        commit::measure(Operation::Commit.name(), database, &self.folder, lasting).await
    }

    /// What is done one after the other.
    async fn alone(&self, operation: Operation, world: &mut World, server: &Server) -> Outcome<Vec<Row>> {
        let (mut times, begun, mut most) = (Vec::new(), Instant::now(), 0);
        let before = server.cpu()?;
        while times.is_empty() || begun.elapsed() < Duration::from_secs(self.options.seconds) {
            let asked = Instant::now();
            let work = async {
                match operation {
                    Operation::Import => world.import().await,
                    Operation::Walk => world.walk().await,
                    _ => world.report().await,
                }
            };
            tokio::pin!(work);
            loop {
                most = most.max(server.own_memory()?);
                tokio::select! {
                    done = &mut work => break done?,
                    () = run::rest(Duration::from_millis(20)) => {}
                }
            }
            times.push(load::micros(asked.elapsed()));
        }
        let seen = Figures::of(times, load::micros(begun.elapsed()));
        let cpu = server.cpu()?.saturating_sub(before);
        let mut row = Row::new(operation.name(), &seen, cpu, &Figures::default(), None);
        row.peak = Some(most);
        row.alone = seen.p50;
        Ok(vec![row])
    }

    async fn measure(
        &self,
        operation: Operation,
        name: String,
        call: Call,
        world: &mut World,
        server: &Server,
        floor: &Server,
    ) -> Outcome<Row> {
        // What ends by itself is not spent on warming up.
        if !matches!(operation, Operation::Ship | Operation::Step) {
            let warm = load::run(server.address, &call, Duration::from_millis(500)).await?;
            world.note(operation, &warm.bodies)?;
        }
        let before = server.cpu()?;
        let seen = self.load(server, &call).await?;
        let cpu = server.cpu()?.saturating_sub(before);
        if let Some((_, wrong)) = seen.bodies.iter().find(|(_, body)| !world::is_right(operation, body)) {
            return Err(format!("an answer is not what was asked for: {:.500}", String::from_utf8_lossy(wrong)).into());
        }
        world.note(operation, &seen.bodies)?;
        let mut body = Vec::new();
        (call.bodies)(0, &mut body);
        let fixed = Call::constant(&format!("/fixed/{}", seen.answer_bytes), call.headers, body);
        let fixed = self.load(floor, &fixed).await?;
        let alone = match more::plain(operation) {
            Some(_) => load::run_on(1, server.address, &call, Duration::from_secs(1)).await?.p50,
            None => 0,
        };
        let floor = match operation.floor() {
            None => None,
            Some((name, path, sqlite, postgres)) => {
                let path = path.replace("{bytes}", &seen.answer_bytes.to_string());
                let same = Call { path, keep: false, ..call };
                let goal = if self.name == "sqlite" { sqlite } else { postgres };
                let before = floor.cpu()?;
                let seen = self.load(floor, &same).await?;
                Some(Floor::new(name, &seen, floor.cpu()?.saturating_sub(before), goal))
            }
        };
        Ok(Row { alone, ..Row::new(name, &seen, cpu, &fixed, floor) })
    }

    async fn load(&self, server: &Server, call: &Call) -> Outcome<Figures> {
        load::run(server.address, call, Duration::from_secs(self.options.seconds)).await
    }
}
