//! `cargo xtask ordeal`: shops trade while the release build is killed under them, again and again, at moments that
//! chance chooses: one server on each database, one of three on one PostgreSQL, the PostgreSQL itself with a second one
//! that follows it. `--from REV` upgrades three servers from another revision instead, one after the other. After each
//! blow all that must hold of the world is looked at, and whatever was acknowledged is asked for: parcels and how far they
//! came, prices, stocks, files.

pub mod bucket;
mod disk;
mod load;
mod proof;

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use gostiny_client::Client;
use gostiny_wire::product::{ProductInfoListV2, ProductInfoListV2Request};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tokio::{sync::watch, task::JoinSet};

use crate::{
    Outcome,
    bench::{self, Databases, compare, server::Server},
    postgres::{self, Durability, Instance},
    run,
    shop::{self, Plan},
};
use disk::Disk;
use load::{Counts, Doors, GOODS, Trader, stranger};

/// What `cargo xtask ordeal` takes.
#[derive(Args)]
pub struct Options {
    /// Which databases
    #[arg(long, value_enum, default_value_t = Databases::Both)]
    database: Databases,
    /// Kills of the one server of a database
    #[arg(long, default_value_t = 200)]
    kills: u32,
    /// Kills of one of three servers of one PostgreSQL
    #[arg(long, default_value_t = 100)]
    of_three: u32,
    /// Ends of the PostgreSQL that leads, the one that follows taking over
    #[arg(long, default_value_t = 5)]
    failovers: u32,
    /// Instead: an upgrade from this revision under load, on one PostgreSQL
    #[arg(long, value_name = "REV")]
    from: Option<String>,
    /// What all chance comes from
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

const TOKEN: &str = "token-of-an-ordeal";
/// Shops that trade at once.
const SHOPS: i64 = 6;
/// Pieces of each good: nothing is ever sold out.
const STOCK: i64 = 900_000;
/// Megabytes of the small disk.
const SMALL: u32 = 512;
/// Kills of one of three servers between two looks at everything.
const BETWEEN_LOOKS: u32 = 10;

/// Goes through all of it; fails at the first thing that is lost.
pub fn run(options: &Options) -> Outcome {
    let this = std::env::current_exe()?;
    let release = this.parent().ok_or("no folder")?;
    let target = release.parent().ok_or("no folder")?;
    let program = release.join("gostiny");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    if let Some(revision) = &options.from {
        // What is looked at is whether both get on with each other, not how fast they are.
        return compare::built(revision, "dev", &["gostiny"], |built| {
            bench::on_each(Databases::Postgres, target, "ordeal-", |name, url, folder| {
                run::section(&format!("{name}: three servers upgraded from {revision}"));
                let before = built.join("debug/gostiny");
                let ordeal = Ordeal::new(&before, folder, url, options.seed);
                runtime.block_on(ordeal.upgrade(&program))?.print(3);
                Ok(())
            })
        });
    }
    bench::on_each(options.database, target, "ordeal-", |name, url, folder| {
        run::section(&format!("{name}: {} kills", options.kills));
        let ordeal = Ordeal::new(&program, folder, url, options.seed);
        runtime.block_on(ordeal.kill_the_one(options.kills))?.print(options.kills);
        Ok(())
    })?;
    if options.database != Databases::Postgres {
        run::section("sqlite: a full disk, and one that can only be read");
        if run::is_root() {
            let folder = bench::fresh(target, "ordeal-disk")?;
            let place = folder.join("disk");
            let disk = Disk::new(&place, SMALL)?;
            let url = format!("sqlite:{}", place.join("gostiny.db").display());
            let ordeal = Ordeal { files: place.join("files"), ..Ordeal::new(&program, &folder, &url, options.seed) };
            runtime.block_on(ordeal.fill_the_disk(&disk))?.print(2);
        } else {
            println!("left out: only root may make a small disk");
        }
    }
    if options.database == Databases::Sqlite {
        return Ok(());
    }
    bench::on_each(Databases::Postgres, target, "ordeal-", |name, url, folder| {
        run::section(&format!("{name}: {} kills of one of three servers", options.of_three));
        let ordeal = Ordeal::new(&program, folder, url, options.seed);
        runtime.block_on(ordeal.kill_one_of_three(options.of_three))?.print(options.of_three);
        Ok(())
    })?;
    run::section(&format!("postgres: {} failovers", options.failovers));
    let folder = bench::fresh(target, "ordeal-failover")?;
    let programs = postgres::find_or_install().ok_or("PostgreSQL is not installed")?;
    let lead = Instance::start(&programs, Durability::Durable)?;
    let second = lead.follow(None)?;
    let url = format!(
        "postgres://gostiny@127.0.0.1:{},127.0.0.1:{}/gostiny?target_session_attrs=read-write",
        lead.port(),
        second.port()
    );
    let ordeal = Ordeal::new(&program, &folder, &url, options.seed);
    runtime.block_on(ordeal.fail_over(options.failovers, lead, second))?.print(options.failovers);
    Ok(std::fs::remove_dir_all(&folder)?)
}

/// What came of it.
#[derive(Default)]
struct Found {
    counts: Counts,
    asked: usize,
    /// From the start of a server after a kill to its ready line, together.
    starting: Duration,
    starts: u32,
}

impl Found {
    fn print(&self, blows: u32) {
        println!(
            "{blows} blows survived: {} calls acknowledged, {} left undecided, {} things asked for and found",
            self.counts.acknowledged, self.counts.undecided, self.asked
        );
        println!("longest time without an answer for a shop: {} ms", self.counts.longest_gap.as_millis());
        if self.starts > 0 {
            println!("a killed server is ready again in {} ms", self.starting.as_millis() / u128::from(self.starts));
        }
    }
}

/// Shops, servers, and what is known of them.
struct Ordeal<'a> {
    program: &'a Path,
    /// What the servers say goes there.
    folder: &'a Path,
    files: PathBuf,
    url: &'a str,
    chance: ChaCha8Rng,
    doors: Doors,
    traders: Vec<Trader>,
    found: Found,
}

impl<'a> Ordeal<'a> {
    fn new(program: &'a Path, folder: &'a Path, url: &'a str, seed: u64) -> Self {
        let (chance, doors) = (ChaCha8Rng::seed_from_u64(seed), Doors::default());
        let files = folder.join("files");
        Self { program, folder, files, url, chance, doors, traders: Vec::new(), found: Found::default() }
    }

    async fn kill_the_one(mut self, kills: u32) -> Outcome<Found> {
        let mut server = self.start()?;
        self.open_shops(&server).await?;
        for kill in 1..=kills {
            self.doors.open(vec![address(&server)]);
            let trading = self.trade();
            self.rest(10..400).await;
            // SIGKILL: nothing is flushed, nothing is finished.
            drop(server);
            self.stop(trading).await?;
            shop::check(self.program, self.url)?;
            server = self.start_again()?;
            self.ask(&server).await?;
            progress(kill, kills, &self.found);
        }
        Ok(self.end())
    }

    async fn kill_one_of_three(mut self, kills: u32) -> Outcome<Found> {
        let mut servers = vec![self.start()?];
        if let Some(first) = servers.first() {
            self.open_shops(first).await?;
        }
        // Both at once: each brings the schema up to date when it has to.
        servers.extend([self.start()?, self.start()?]);
        let mut done = 0;
        while done < kills {
            self.doors.open(servers.iter().map(address).collect());
            let trading = self.trade();
            for _ in 0..BETWEEN_LOOKS.min(kills - done) {
                self.rest(50..400).await;
                drop(servers.swap_remove(self.chance.random_range(0..servers.len())));
                self.rest(0..200).await;
                servers.push(self.start_again()?);
                self.doors.open(servers.iter().map(address).collect());
                done += 1;
            }
            self.stop(trading).await?;
            shop::check(self.program, self.url)?;
            for server in &servers {
                self.look(server).await?;
            }
            self.forget();
            progress(done, kills, &self.found);
        }
        Ok(self.end())
    }

    /// The servers of one program end one after the other, and one of another program takes the place of each.
    async fn upgrade(mut self, to: &'a Path) -> Outcome<Found> {
        let mut servers = vec![self.start()?];
        if let Some(first) = servers.first() {
            self.open_shops(first).await?;
        }
        servers.extend([self.start()?, self.start()?]);
        self.doors.open(servers.iter().map(address).collect());
        let trading = self.trade();
        self.rest(1_000..1_500).await;
        self.program = to;
        for _ in 0..servers.len() {
            // The first of them brings the schema up to date while all of the others go on.
            servers.push(self.start()?);
            let old = servers.remove(0);
            self.doors.open(servers.iter().map(address).collect());
            old.stop()?;
            self.rest(1_000..1_500).await;
        }
        self.stop(trading).await?;
        shop::check(self.program, self.url)?;
        for server in &servers {
            self.look(server).await?;
        }
        for server in servers {
            server.stop()?;
        }
        Ok(self.end())
    }

    async fn fail_over(mut self, failovers: u32, mut lead: Instance, mut second: Instance) -> Outcome<Found> {
        let server = self.start()?;
        self.open_shops(&server).await?;
        for failover in 1..=failovers {
            self.doors.open(vec![address(&server)]);
            let trading = self.trade();
            self.rest(500..1_500).await;
            lead.cut()?;
            second.promote()?;
            let port = lead.port();
            lead = second;
            // Commits wait for it from here on; until then they are on one disk only.
            second = lead.follow(Some(port))?;
            self.rest(500..1_500).await;
            self.stop(trading).await?;
            shop::check(self.program, self.url)?;
            self.ask(&server).await?;
            progress(failover, failovers, &self.found);
        }
        server.stop()?;
        Ok(self.end())
    }

    async fn fill_the_disk(mut self, disk: &Disk<'_>) -> Outcome<Found> {
        let mut server = self.start()?;
        self.open_shops(&server).await?;
        self.doors.open(vec![address(&server)]);
        let trading = self.trade();
        self.rest(500..1_000).await;
        disk.fill()?;
        // Until nothing is acknowledged any more.
        self.rest(2_000..3_000).await;
        self.stop(trading).await?;
        let before = self.counts();
        if before.undecided == 0 {
            return Err("nobody was told to come back".into());
        }
        // Whoever reads is served meanwhile.
        self.look(&server).await?;
        println!("full: {} calls told to come back, what was acknowledged is shown", before.undecided);
        disk.free()?;
        let trading = self.trade();
        self.rest(1_000..1_500).await;
        self.stop(trading).await?;
        if self.counts().acknowledged == before.acknowledged {
            return Err("nothing is acknowledged again".into());
        }
        shop::check(self.program, self.url)?;
        self.ask(&server).await?;
        println!("room again: calls are acknowledged without a new start");
        server.stop()?;
        disk.become_of("ro")?;
        match self.start() {
            Ok(_) => return Err("it serves from a disk that it cannot write to".into()),
            Err(refused) if refused.to_string().contains("cannot be used") => println!("read-only: refused"),
            Err(other) => return Err(other),
        }
        disk.become_of("rw")?;
        server = self.start()?;
        self.look(&server).await?;
        server.stop()?;
        Ok(self.end())
    }

    fn start(&self) -> Outcome<Server> {
        let files = self.files.display().to_string();
        let arguments = [
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--database",
            self.url,
            "--files",
            &files,
            "--operator-token",
            TOKEN,
            "--log",
            "warn",
        ];
        Server::start(self.program, &arguments, self.folder)
    }

    fn start_again(&mut self) -> Outcome<Server> {
        let server = self.start()?;
        self.found.starts += 1;
        self.found.starting += Duration::from_micros(server.started_in);
        Ok(server)
    }

    async fn open_shops(&mut self, server: &Server) -> Outcome {
        let operator = stranger(&address(server))?.as_bearer(TOKEN)?;
        for number in 1..=SHOPS {
            let shop = shop::open(&operator, number, &Plan { goods: GOODS, stock: STOCK, is_rfbs: false }).await?;
            let seller = operator.as_seller(shop.client_id, &shop.api_key)?;
            let offer_id = (1..=GOODS).map(|good| shop::offer_id(number, good).into()).collect();
            let request = ProductInfoListV2Request { offer_id, ..Default::default() };
            let mut goods = seller.call(ProductInfoListV2, &request).await?.result.items;
            goods.sort_by_key(|good| good.card.id);
            self.traders.push(Trader::new(number, shop, goods.iter().map(|good| good.card.fbs_sku).collect()));
        }
        Ok(())
    }

    /// Lets the shops trade.
    fn trade(&mut self) -> Trading {
        let (stop, until) = watch::channel(false);
        let mut shops = JoinSet::new();
        for mut trader in self.traders.drain(..) {
            let (doors, until) = (self.doors.clone(), until.clone());
            shops.spawn(async move {
                let traded = trader.trade(&doors, &until).await;
                (trader, traded)
            });
        }
        Trading { stop, shops }
    }

    async fn stop(&mut self, mut trading: Trading) -> Outcome {
        trading.stop.send_replace(true);
        while let Some(shop) = trading.shops.join_next().await {
            let (trader, traded) = shop?;
            traded.map_err(|failure| format!("shop {}: {failure}", trader.number))?;
            self.traders.push(trader);
        }
        Ok(())
    }

    /// Asks a server for all that was acknowledged since the last time.
    async fn ask(&mut self, server: &Server) -> Outcome {
        self.look(server).await?;
        self.forget();
        Ok(())
    }

    async fn look(&mut self, server: &Server) -> Outcome {
        let client = Client::stranger(&address(server))?;
        for trader in &self.traders {
            self.found.asked += proof::ask(&client, trader).await?;
        }
        Ok(())
    }

    /// What was found is not asked for again.
    fn forget(&mut self) {
        for trader in &mut self.traders {
            trader.told.parcels.clear();
            trader.told.files.clear();
        }
    }

    async fn rest(&mut self, milliseconds: std::ops::Range<u64>) {
        run::rest(Duration::from_millis(self.chance.random_range(milliseconds))).await;
    }

    fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        self.traders.iter().for_each(|trader| counts.add(&trader.counts));
        counts
    }

    fn end(self) -> Found {
        Found { counts: self.counts(), ..self.found }
    }
}

/// Shops that trade at present.
struct Trading {
    stop: watch::Sender<bool>,
    shops: JoinSet<(Trader, Outcome)>,
}

fn address(server: &Server) -> String {
    format!("http://{}", server.address)
}

fn progress(done: u32, of: u32, found: &Found) {
    if done.is_multiple_of(10) || done == of {
        println!("{done} of {of}: {} things asked for and found", found.asked);
    }
}
