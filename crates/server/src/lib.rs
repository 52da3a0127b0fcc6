//! The platform: a marketplace as a library. Start here: `open` a world, then serve `router`.
//!
//! `areas` is the product, one folder per noun, lowest first in the list below. `api` knows HTTP and no area,
//! `store` the databases, `job` what happens later, `pdf` how documents are drawn.

#[cfg(test)]
mod arrows;

pub mod api;
pub mod areas;
pub mod audit;
pub mod call;
pub mod chance;
pub mod check;
pub mod clock;
pub mod console;
pub mod demo;
pub mod error;
pub mod fetch;
pub mod files;
#[cfg(any(test, feature = "fuzzing"))]
pub mod fuzzing;
pub mod invariant;
pub mod job;
pub mod known;
pub mod mask;
pub mod moves;
pub mod outbox;
pub mod pdf;
pub mod sheet;
pub mod store;
pub mod turn;

use std::{
    num::NonZero,
    path::PathBuf,
    sync::{Arc, atomic::AtomicI64},
};

use api::{Api, Edge, Gate, Routes};
use areas::{
    act, action, analytics, cancellation, category, certificate, chat, digital, edge, finance, polygon, posting, price,
    product, push, report, returns, seller, stock, supply, tariff, warehouse, world,
};
use axum::Router;
use call::{By, Call, World};
use chance::Chance;
use clock::{Clock, Mode};
use error::{Error, Result};
use files::{Files, FilesUrl};
use futures_util::future::BoxFuture;
use gostiny_wire::scalar::Time;
use job::Agenda;
use sha2::{Digest, Sha256};
use store::{Db, DbUrl};
use subtle::ConstantTimeEq;
use tokio::sync::Semaphore;

/// The methods that a seller's software calls, and what happens later because of them.
pub fn seller_routes() -> Routes {
    seller::routes()
        .and(category::routes())
        .and(product::routes())
        .and(price::routes())
        .and(stock::routes())
        .and(action::routes())
        .and(digital::routes())
        .and(certificate::routes())
        .and(warehouse::routes())
        .and(polygon::routes())
        .and(supply::routes())
        .and(posting::routes())
        .and(cancellation::routes())
        .and(returns::routes())
        .and(chat::routes())
        .and(act::routes())
        .and(finance::routes())
        .and(analytics::routes())
        .and(report::routes())
        .and(push::routes())
}

/// What holds in every world at every moment: [`invariant::check`] asks for it.
pub fn invariants() -> Vec<invariant::Invariant> {
    let of = [
        product::invariants(),
        stock::invariants(),
        digital::invariants(),
        posting::invariants(),
        returns::invariants(),
        act::invariants(),
        finance::invariants(),
        job::invariants(),
    ];
    of.concat()
}

/// The methods of the marketplace itself.
pub fn operator_routes() -> Routes {
    let decided = tariff::operator_routes()
        .and(seller::operator_routes())
        .and(edge::operator_routes())
        .and(push::operator_routes())
        .and(warehouse::operator_routes())
        .and(product::operator_routes())
        .and(action::operator_routes())
        .and(certificate::operator_routes())
        .and(world::operator_routes());
    // What buyers, carriers and warehouses do is history of its own.
    let happens = stock::operator_routes()
        .and(posting::operator_routes())
        .and(cancellation::operator_routes())
        .and(supply::operator_routes())
        .and(returns::operator_routes())
        .and(chat::operator_routes())
        .and(finance::operator_routes())
        .and(analytics::operator_routes());
    decided.audited().and(happens)
}

/// How a world is opened.
// No Debug: a token is never printed.
#[derive(Clone)]
pub struct Options {
    /// Where it is kept.
    pub database: DbUrl,
    /// Where its files are kept.
    pub files: FilesUrl,
    /// How its time goes.
    pub clock: Mode,
    /// When a clock that stands still begins.
    pub clock_start: Time,
    /// The seed of its chance; without one the system's randomness gives one.
    pub seed: Option<u64>,
    /// What an operator's call must carry; empty closes the operator API.
    pub operator_token: String,
    /// By which the operator signs in to the console beside the token.
    pub operator_password: Option<console::PasswordHash>,
    /// Fill an empty database with the demo world.
    pub demo: bool,
    /// Where demo worlds that were filled are kept for further starts of a world that is thrown away.
    pub demo_cache: Option<PathBuf>,
}

/// A running world.
pub struct App {
    /// Database, clock, chance.
    pub world: World,
    /// What happens later.
    pub agenda: Agenda,
    /// Filled with the demo world when it is empty.
    pub demo: bool,
    /// When a clock that stands still begins.
    pub clock_start: Time,
    /// Turns of long reads and drawings.
    pub scans: Semaphore,
    /// What this process knows of the calls it has seen.
    pub edge: Edge,
    /// Turns of calls, and of those who change worlds.
    pub turns: turn::Turns,
    /// How often another world was put in this one's place, as far as this process knows.
    worlds: AtomicI64,
    /// The world as it was first filled, when an image of it is kept.
    pub first: std::sync::Mutex<Option<world::First>>,
    operator_token: [u8; 32],
    operator_password: Option<console::PasswordHash>,
}

impl App {
    /// Runs a body in a write transaction of a seller's; what it scheduled is known to the agenda.
    pub async fn write<T, F>(&self, by: impl Into<By>, body: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'a> Fn(&'a mut Call) -> BoxFuture<'a, Result<T>> + Send + Sync + 'static,
    {
        let by = by.into();
        let (answer, scheduled) = self.world.write(by, body).await?;
        self.agenda.moves.tell(by.seller);
        self.agenda.after_commit(scheduled).await?;
        Ok(answer)
    }

    /// Runs a long read of a seller's beside the threads that answer short calls.
    pub async fn scan<T, F>(self: &Arc<Self>, by: impl Into<By>, body: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'a> Fn(&'a mut Call) -> BoxFuture<'a, Result<T>> + Send + Sync + 'static,
    {
        let _turn = self.scans.acquire().await.map_err(|error| Error::Internal(error.into()))?;
        let (app, by, runtime) = (self.clone(), by.into(), tokio::runtime::Handle::current());
        let scan = tokio::task::spawn_blocking(move || runtime.block_on(app.world.read(by, body)));
        scan.await.map_err(|error| Error::Internal(error.into()))?
    }

    /// Compares in constant time.
    fn is_operator(&self, token: &str) -> bool {
        !token.is_empty() && bool::from(digest(token).ct_eq(&self.operator_token))
    }
}

fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

/// Opens a world: its schema up to date, its clock going, filled when it is new.
///
/// # Errors
/// `Unusable`, with its name, when the database or the store of files cannot be opened or written.
pub async fn open(options: &Options) -> Result<Arc<App>> {
    wake_up(options).await.map_err(|error| error.of(options.database.to_string()))
}

async fn wake_up(options: &Options) -> Result<Arc<App>> {
    let db = Db::open(&options.database).await?;
    // The clock and the seed are kept in the database, so a bare world looks them up first.
    let clock = Arc::new(Clock::new(Mode::Manual, Some(options.clock_start)));
    let files = Files::open(&options.files)?;
    let mut world = World { db: Arc::new(db), clock, chance: Chance::seeded(0), files, newest: Arc::default() };
    let owned_alone = !matches!(options.database, DbUrl::Postgres(_));
    let kept = world::wake(&world, options, owned_alone).await?;
    world.chance = if options.seed.is_some() { Chance::seeded(kept.seed) } else { Chance::from_system(kept.seed) };
    world.clock.set(options.clock, Some(kept.now));
    world.files.sign_with(kept.link_key);
    let executors = seller_routes().and(operator_routes()).executors();
    let app = Arc::new(App {
        agenda: Agenda::new(world.clone(), executors),
        world,
        demo: options.demo,
        clock_start: options.clock_start,
        scans: Semaphore::new(std::thread::available_parallelism().map_or(2, NonZero::get)),
        edge: Edge::default(),
        turns: turn::Turns::default(),
        worlds: kept.worlds.into(),
        first: std::sync::Mutex::default(),
        operator_token: digest(&options.operator_token),
        operator_password: options.operator_password.clone(),
    });
    // A command that opens a world for a moment brings no files along, and ends nothing that others began.
    if options.files != FilesUrl::Memory {
        world::join(&app).await?;
        world::settle(&app).await?;
    }
    demo::fill_when_empty(&app, demo::Kept::of(options, &app)).await?;
    Ok(app)
}

/// Everything that is served over HTTP.
pub fn router(app: Arc<App>) -> Router {
    let gate = Gate { admit: seller::admit, permits: seller::permits, rules: edge::rules, strikes: edge::strikes };
    let pages = console::router(app.clone());
    Api { seller: seller_routes(), operator: operator_routes(), gate, pages }.router(app)
}
