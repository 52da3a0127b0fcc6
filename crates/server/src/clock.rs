//! The world's clock: real, hurried, or standing still until it is moved. The one file that asks the system.

use std::{
    fmt,
    str::FromStr,
    sync::{PoisonError, RwLock},
    time::Duration,
};

use gostiny_wire::scalar::Time;
use tokio::sync::watch;

use crate::error::Error;

/// A day in less than a second. Faster, a world soon leaves the calendar.
const FASTEST: u32 = 100_000;

/// As of when the API is served.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ApiDate {
    /// All that ever was.
    #[default]
    All,
    /// As on the day that the world's clock shows.
    Clock,
    /// As on a day.
    Day(Time),
}

impl ApiDate {
    /// Reads `all`, `clock` or a day such as `2024-06-01`.
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim() {
            "all" => Some(Self::All),
            "clock" => Some(Self::Clock),
            day => day.parse().ok().and_then(Time::midnight).map(Self::Day),
        }
    }

    /// The moment whose API is served; none: all of it.
    pub fn at(self, now: Time) -> Option<Time> {
        match self {
            Self::All => None,
            Self::Clock => Some(now),
            Self::Day(day) => Some(day),
        }
    }
}

/// How time goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// As on the wall.
    Real,
    /// Stands still until it is moved.
    Manual,
    /// So many times faster than the wall.
    Times(u32),
}

impl FromStr for Mode {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        match text {
            "real" => Ok(Self::Real),
            "manual" => Ok(Self::Manual),
            _ => {
                let speed = text
                    .strip_prefix('x')
                    .and_then(|speed| speed.parse().ok())
                    .filter(|speed| (1..=FASTEST).contains(speed));
                speed
                    .map(Self::Times)
                    .ok_or_else(|| Error::invalid("mode", "value must be real, manual or xN, such as x60"))
            }
        }
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Real => f.write_str("real"),
            Self::Manual => f.write_str("manual"),
            Self::Times(speed) => write!(f, "x{speed}"),
        }
    }
}

/// The clock of one process. Cheap to read; changes wake whoever waits for a moment.
pub struct Clock {
    state: RwLock<State>,
    changes: watch::Sender<()>,
}

#[derive(Clone, Copy)]
struct State {
    mode: Mode,
    /// The world's time when the system's was `system`.
    world: Time,
    system: i64,
}

/// Microseconds of the system's clock.
#[expect(clippy::disallowed_methods, reason = "the one place that asks the system")]
fn system_micros() -> i64 {
    jiff::Timestamp::now().as_microsecond()
}

impl Clock {
    /// A clock that shows `world` now. Without it: the present.
    pub fn new(mode: Mode, world: Option<Time>) -> Self {
        let system = system_micros();
        let state = State { mode, world: world.unwrap_or(Time(system)), system };
        Self { state: RwLock::new(state), changes: watch::Sender::new(()) }
    }

    /// The system's time, for leases between processes and people's sessions, and for nothing else.
    pub fn system(&self) -> Time {
        Time(system_micros())
    }

    /// The world's time.
    pub fn now(&self) -> Time {
        let state = *self.state.read().unwrap_or_else(PoisonError::into_inner);
        state.at(system_micros())
    }

    /// How time goes.
    pub fn mode(&self) -> Mode {
        self.state.read().unwrap_or_else(PoisonError::into_inner).mode
    }

    /// Sets mode and time; `None` keeps the time that is now.
    pub fn set(&self, mode: Mode, world: Option<Time>) {
        let system = system_micros();
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        *state = State { mode, world: world.unwrap_or_else(|| state.at(system)), system };
        drop(state);
        self.changes.send_replace(());
    }

    /// Moves the world's time forward to a moment; a moment that has passed changes nothing.
    pub fn forward_to(&self, moment: Time) {
        let system = system_micros();
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let world = state.at(system).max(moment);
        *state = State { world, system, ..*state };
    }

    /// How it goes, in words that another process's clock can follow.
    pub fn told(&self) -> String {
        let state = *self.state.read().unwrap_or_else(PoisonError::into_inner);
        match state {
            // The wall's own time needs no other clock's.
            State { mode: Mode::Real, world, system } if world.0.abs_diff(system) < 1_000_000 => Mode::Real.to_string(),
            State { mode, world, system } => format!("{mode} {} {system}", world.0),
        }
    }

    /// Goes as another process's clock was told to. It never goes back but into another world; words that tell nothing
    /// change nothing.
    pub fn follow(&self, told: &str, is_another_world: bool) {
        let mut words = told.split(' ');
        let Some(mode) = words.next().and_then(|mode| mode.parse().ok()) else { return };
        let mut number = || words.next().and_then(|word| word.parse().ok());
        let here = system_micros();
        let (world, system) =
            number().zip(number()).map_or((Time(here), here), |(world, system)| (Time(world), system));
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let before = state.at(here);
        let has_changed = is_another_world || state.mode != mode;
        *state = State { mode, world, system };
        if !is_another_world && state.at(here) < before {
            *state = State { mode, world: before, system: here };
        }
        drop(state);
        if has_changed {
            self.changes.send_replace(());
        }
    }

    /// Wakes after changes of the clock.
    pub fn changes(&self) -> watch::Receiver<()> {
        self.changes.subscribe()
    }

    /// How long the wall needs until the world's clock shows a moment; `None` when it stands still.
    pub fn until(&self, moment: Time) -> Option<Duration> {
        let micros = u64::try_from(moment.0.saturating_sub(self.now().0)).unwrap_or(0);
        match self.mode() {
            Mode::Manual if micros > 0 => None,
            Mode::Times(speed) => Some(Duration::from_micros(micros / u64::from(speed))),
            Mode::Manual | Mode::Real => Some(Duration::from_micros(micros)),
        }
    }
}

impl State {
    fn at(self, system: i64) -> Time {
        let passed = system.saturating_sub(self.system).max(0);
        match self.mode {
            Mode::Manual => self.world,
            Mode::Real => Time(self.world.0.saturating_add(passed)),
            Mode::Times(speed) => Time(self.world.0.saturating_add(passed.saturating_mul(speed.into()))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manual_clock_stands_still_until_it_is_moved() {
        let clock = Clock::new(Mode::Manual, Some(Time(1_000)));
        assert_eq!((clock.now(), clock.until(Time(2_000))), (Time(1_000), None));
        clock.forward_to(Time(5_000));
        clock.forward_to(Time(4_000));
        assert_eq!((clock.now(), clock.until(Time(5_000))), (Time(5_000), Some(Duration::ZERO)));
    }

    #[test]
    fn a_clock_follows_another_one_and_goes_back_only_into_another_world() {
        let (one, other) = (Clock::new(Mode::Times(60), Some(Time(7_000_000))), Clock::new(Mode::Real, None));
        other.follow(&one.told(), true);
        assert_eq!((other.told(), other.mode()), (one.told(), Mode::Times(60)));

        let still = Clock::new(Mode::Manual, Some(Time(5_000)));
        still.follow(&Clock::new(Mode::Manual, Some(Time(4_000))).told(), false);
        assert_eq!(still.now(), Time(5_000));
        still.follow(&Clock::new(Mode::Manual, Some(Time(6_000))).told(), false);
        assert_eq!(still.now(), Time(6_000));
        still.follow(&Clock::new(Mode::Manual, Some(Time(1_000))).told(), true);
        assert_eq!(still.now(), Time(1_000));
        ["", "fast 1 2", "x60x"].into_iter().for_each(|told| still.follow(told, true));
        assert_eq!((still.now(), still.mode()), (Time(1_000), Mode::Manual));

        let wall = Clock::new(Mode::Real, None);
        assert_eq!(wall.told(), "real");
        still.follow(&wall.told(), false);
        assert_eq!(still.told(), "real");
    }

    #[test]
    fn a_hurried_clock_reaches_a_moment_sooner() {
        let clock = Clock::new(Mode::Times(60), Some(Time(0)));
        assert!(clock.until(Time(60_000_000)).is_some_and(|wait| wait <= Duration::from_secs(1)));
        assert_eq!("x60".parse::<Mode>().ok(), Some(Mode::Times(60)));
        assert!(["x0", "x100001", "fast", ""].iter().all(|text| text.parse::<Mode>().is_err()));
    }
}
