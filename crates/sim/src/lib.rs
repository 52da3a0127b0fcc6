//! The marketplace around the sellers: buyers who look, order, refuse, send back and write; couriers who scan, lose and
//! delay; moderators, promotions, supplies. It calls a server like anybody else, with the operator's token, and draws all
//! it does from a seed. Start at `life.rs`, a world's life; `parcel.rs` says what becomes of a parcel.

pub mod back;
pub mod buyer;
pub mod chance;
pub mod desk;
pub mod life;
pub mod market;
pub mod pace;
pub mod parcel;
pub mod profile;
pub mod seller;
pub mod shelf;

use std::collections::BTreeSet;

use gostiny_wire::{
    method::Empty,
    operator::ClockGet,
    scalar::{ClientId, Time},
};
use tokio::sync::watch;

use chance::Chance;
use life::{Beginning, Life};
use market::Market;
pub use market::{Counts, SimError};
use pace::{Pace, Stop, Watch};
use profile::Profile;
use seller::Staff;

/// For which shops the simulator stands in for their software.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Acting {
    /// None: their software is somebody else's.
    #[default]
    Nobody,
    /// All that there are at the start.
    All,
    /// These.
    Only(Vec<ClientId>),
}

/// What to simulate, and where.
// No Debug: a token is never printed.
#[derive(Clone)]
pub struct Options {
    /// The server: `http://127.0.0.1:8080`.
    pub base_url: String,
    /// The operator's token.
    pub token: String,
    /// Rates and times.
    pub profile: Profile,
    /// What all chance comes from.
    pub seed: u64,
    /// Days to live; none: until told to stop. A clock that is moved by hand needs a number.
    pub days: Option<i64>,
    /// Shops that it packs for.
    pub acting: Acting,
    /// Shops whose goods are bought and whose parcels are moved; none is all.
    pub only: Vec<ClientId>,
    /// Calls at once: with 1 the same seed gives the same bytes.
    pub at_once: usize,
}

/// How far a simulation is.
#[derive(Clone, Debug)]
pub struct Progress {
    /// The world's time.
    pub now: Time,
    /// When it began, in the world's time.
    pub begun: Time,
    /// Milliseconds on the wall since then.
    pub millis: u64,
    /// Parcels that something is going to happen to.
    pub under_way: usize,
    /// Goods on sale.
    pub on_sale: usize,
    /// What was done.
    pub counts: Counts,
}

impl Progress {
    /// Orders in a second of the wall's time, tenths.
    pub fn orders_per_second_tenths(&self) -> u64 {
        self.counts.of("orders") * 10_000 / self.millis.max(1)
    }
}

/// Simulates until the days are over or it is told to stop; `tell` hears how far it is, after each tick.
///
/// # Errors
/// The server cannot be reached, does not let the simulator in, or has a clock that cannot be followed.
pub async fn run(options: &Options, mut stop: Stop, mut tell: impl FnMut(&Progress)) -> Result<Progress, SimError> {
    let watch = Watch::begin();
    let market = Market::new(&options.base_url, &options.token)?;
    let clock = market.ask(ClockGet, &Empty {}).await?;
    let pace = Pace::of(&clock.mode).ok_or_else(|| SimError::Asked(format!("unknown clock {}", clock.mode)))?;
    if pace == Pace::ByHand && options.days.is_none() {
        return Err(SimError::Asked("the clock stands still: say how many days it is to be moved".to_owned()));
    }
    let begun = clock.now;
    let end = options.days.map_or(Time(i64::MAX), |days| begun.plus_days(days));
    let staff = staff(&market, options, begun).await?;
    let only = options.only.iter().copied().collect::<BTreeSet<_>>();
    let chance = Chance::seeded(options.seed);
    let beginning = Beginning { market, chance, profile: &options.profile, staff, only, at_once: options.at_once };
    let mut life = Life::begin(beginning).await?;
    let lived = async {
        while life.now() < end && !*stop.borrow() {
            match pace {
                Pace::ByHand => life.advance(end).await?,
                Pace::Times(speed) => {
                    let until = life.next().map_or(end, |next| next.min(end));
                    pace::wait(life.now(), Some(until), speed, &mut stop).await;
                }
            }
            life.live().await?;
            tell(&progress(&life, begun, watch));
        }
        Ok::<_, SimError>(())
    };
    let lived = lived.await;
    // Also after a failure: no key is left behind that can be given back.
    let ended = life.end().await;
    lived.and(ended)?;
    Ok(progress(&life, begun, watch))
}

/// Whether the server's clock stands still until it is moved.
///
/// # Errors
/// The server cannot be reached or does not let the simulator in.
pub async fn stands_still(options: &Options) -> Result<bool, SimError> {
    let market = Market::new(&options.base_url, &options.token)?;
    Ok(Pace::of(&market.ask(ClockGet, &Empty {}).await?.mode) == Some(Pace::ByHand))
}

fn progress(life: &Life<'_>, begun: Time, watch: Watch) -> Progress {
    Progress {
        now: life.now(),
        begun,
        millis: watch.millis(),
        under_way: life.under_way(),
        on_sale: life.on_sale(),
        counts: life.market.counts(),
    }
}

async fn staff(market: &Market, options: &Options, now: Time) -> Result<Staff, SimError> {
    let shops = match &options.acting {
        Acting::Nobody => Vec::new(),
        Acting::All => {
            let all = market.shops().await?.into_iter().map(|shop| shop.client_id);
            all.filter(|shop| options.only.is_empty() || options.only.contains(shop)).collect()
        }
        Acting::Only(shops) => shops.clone(),
    };
    // Keys of a simulator that was killed run out by themselves.
    let days = options.days.unwrap_or(3_650) + 1;
    Staff::hire(market, &shops, now.plus_days(days)).await
}

/// Somebody to tell when a simulation is to end.
pub fn stopper() -> (watch::Sender<bool>, Stop) {
    watch::channel(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_simulation_can_run_on_any_thread() {
        fn sent<T: Send>(_: T) {}
        let profile = Profile::built_in("quiet").unwrap().unwrap();
        let (base_url, token) = (String::new(), String::new());
        let (days, acting, only) = (None, Acting::All, Vec::new());
        let options = Options { base_url, token, profile, seed: 1, days, acting, only, at_once: 1 };
        sent(async move { run(&options, stopper().1, |_| {}).await });
    }
}
