//! `cargo xtask month`: busy shops live for a month in the release build, on both databases, and after each day all
//! that must hold of the world is looked at by `gostiny check`. Then the month is put by, brought back and lived
//! through once more with nobody acting, to see what these take.

use std::path::Path;
use std::time::{Duration, Instant};

use clap::Args;
use gostiny_client::Client;
use gostiny_sim::{Acting, Options as Simulated, Progress, profile::Profile, stopper};
use gostiny_wire::{
    operator::{
        ClockAdvance, ClockAdvanceRequest, GoodsList, GoodsListRequest, SnapshotNamedRequest, SnapshotRestore,
        SnapshotSave, SnapshotSaveRequest, SupplyOrderAccept, SupplyOrderAcceptRequest, SupplyOrderCreate,
        SupplyOrderCreateRequest, SupplyOrderItem,
    },
    scalar::ClientId,
};

use crate::{
    Outcome,
    bench::{self, Databases, server::Server},
    run,
    shop::{self, Plan},
};

/// What `cargo xtask month` takes.
#[derive(Args)]
pub struct Options {
    /// Which databases
    #[arg(long, value_enum, default_value_t = Databases::Both)]
    database: Databases,
    /// Days to live
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(i64).range(1..=366))]
    days: i64,
    /// Shops
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(i64).range(1..=200))]
    shops: i64,
    /// Orders of a day, of all shops together
    #[arg(long, default_value_t = 1_000)]
    orders: u32,
    /// What all chance comes from
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

const TOKEN: &str = "token-of-a-month";
/// What a call may take: a month is moved in one.
const LONGEST: Duration = Duration::from_secs(900);
/// Goods of a shop.
const GOODS: usize = 30;

/// Lives on each database; fails at the first day after which something does not hold.
pub fn run(options: &Options) -> Outcome {
    let this = std::env::current_exe()?;
    let release = this.parent().ok_or("no folder")?;
    let target = release.parent().ok_or("no folder")?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    bench::on_each(options.database, target, "month-", |name, url, folder| {
        run::section(name);
        runtime.block_on(live(options, &release.join("gostiny"), folder, url))?.print();
        Ok(())
    })
}

/// What came of a month.
#[derive(Default)]
struct Month {
    orders: u64,
    lived: Duration,
    checked: Duration,
    checks: u32,
    saved: Duration,
    restored: Duration,
    advanced: Duration,
    executed: i64,
}

impl Month {
    fn print(&self) {
        let tenths = u128::from(self.orders) * 10_000 / self.lived.as_millis().max(1);
        println!(
            "{} orders through their whole life in {} s: {}.{} orders/s",
            self.orders,
            self.lived.as_secs(),
            tenths / 10,
            tenths % 10
        );
        println!(
            "{} checks of all that must hold, {} ms each",
            self.checks,
            self.checked.as_millis() / u128::from(self.checks.max(1))
        );
        println!("snapshot saved in {} ms, restored in {} ms", self.saved.as_millis(), self.restored.as_millis());
        println!("a month advanced in {} ms: {} things fell due", self.advanced.as_millis(), self.executed);
    }

    fn note(&mut self, day: &Progress) -> Outcome {
        if day.counts.failed > 0 {
            return Err(format!("the server failed at {} calls", day.counts.failed).into());
        }
        self.orders += day.counts.of("orders");
        Ok(())
    }
}

async fn live(options: &Options, program: &Path, folder: &Path, url: &str) -> Outcome<Month> {
    let arguments = [
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--database",
        url,
        "--clock",
        "manual",
        "--seed",
        "1",
        "--operator-token",
        TOKEN,
    ];
    let server = Server::start(program, &arguments, folder)?;
    let base_url = format!("http://{}", server.address);
    let operator = Client::builder().base_url(&base_url).timeout(LONGEST).build()?.as_bearer(TOKEN)?;
    for number in 1..=options.shops {
        // Every third shop delivers itself.
        let shop = shop::open(&operator, number, &Plan { goods: GOODS, stock: 500, is_rfbs: number % 3 == 1 }).await?;
        if number % 2 == 0 {
            supply(&operator, shop.client_id).await?;
        }
    }
    let mut profile = Profile::built_in("black-friday").ok_or("no such profile")??;
    profile.buyers.orders_per_day = options.orders;
    let mut month = Month::default();
    for day in 1..=options.days {
        let simulated = Simulated {
            base_url: base_url.clone(),
            token: TOKEN.to_owned(),
            profile: profile.clone(),
            seed: options.seed.wrapping_add(day.unsigned_abs()),
            days: Some(1),
            acting: Acting::All,
            only: Vec::new(),
            at_once: 4,
        };
        let begun = Instant::now();
        let (_stopping, stop) = stopper();
        let lived = gostiny_sim::run(&simulated, stop, |_| {}).await?;
        month.lived += begun.elapsed();
        month.note(&lived)?;
        let begun = Instant::now();
        shop::check(program, url)?;
        month.checked += begun.elapsed();
        month.checks += 1;
        println!("day {day}: {} orders, {} under way, all holds", lived.counts.of("orders"), lived.under_way);
    }
    let name = || "month".to_owned();
    let begun = Instant::now();
    operator.call(SnapshotSave, &SnapshotSaveRequest { name: name() }).await?;
    month.saved = begun.elapsed();
    let begun = Instant::now();
    let advance = ClockAdvanceRequest { seconds: 30 * 86_400 };
    month.executed = operator.call(ClockAdvance, &advance).await?.executed;
    month.advanced = begun.elapsed();
    shop::check(program, url)?;
    let begun = Instant::now();
    operator.call(SnapshotRestore, &SnapshotNamedRequest { name: name() }).await?;
    month.restored = begun.elapsed();
    shop::check(program, url)?;
    server.stop()?;
    Ok(month)
}

/// Brings goods of a shop to the marketplace's own warehouse, for FBO.
async fn supply(operator: &Client, client_id: ClientId) -> Outcome {
    let asked = GoodsListRequest { client_id: Some(client_id), limit: 1_000, ..Default::default() };
    let goods = operator.call(GoodsList, &asked).await?.products;
    let items = goods.iter().map(|good| SupplyOrderItem { sku: good.fbo_sku, quantity: 200 }).collect();
    let supply = SupplyOrderCreateRequest { client_id, items, ..Default::default() };
    let order_id = operator.call(SupplyOrderCreate, &supply).await?.order_id;
    operator.call(SupplyOrderAccept, &SupplyOrderAcceptRequest { order_id, ..Default::default() }).await?;
    Ok(())
}
