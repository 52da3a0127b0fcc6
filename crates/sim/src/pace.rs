//! The wall's time: how long the simulator waits while the world's clock goes by itself, and how fast it was. The one
//! place that waits.

use std::time::{Duration, Instant};

use gostiny_wire::scalar::Time;
use tokio::sync::watch;

/// The longest wait: somebody else may have changed something.
const LONGEST: Duration = Duration::from_secs(1);
/// The shortest, so that a hurried clock does not keep a core busy.
const SHORTEST: Duration = Duration::from_millis(20);

/// How a world's clock goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// Stands still until it is moved.
    ByHand,
    /// So many times as fast as the wall.
    Times(u32),
}

impl Pace {
    /// Reads the mode of a clock: `real`, `manual`, `x60`.
    pub fn of(mode: &str) -> Option<Self> {
        match mode {
            "manual" => Some(Self::ByHand),
            "real" => Some(Self::Times(1)),
            _ => mode.strip_prefix('x')?.parse().ok().filter(|speed| *speed > 0).map(Self::Times),
        }
    }
}

/// Told when the simulation is to end.
pub type Stop = watch::Receiver<bool>;

/// Waits until the world's clock shows a moment, until it is time to look again, or until the end.
pub async fn wait(now: Time, until: Option<Time>, speed: u32, stop: &mut Stop) {
    let micros = until.map_or(u64::MAX, |until| u64::try_from(until.0.saturating_sub(now.0)).unwrap_or(0));
    let wait = Duration::from_micros(micros / u64::from(speed.max(1))).clamp(SHORTEST, LONGEST);
    // Whoever holds the other end may be gone: then nobody tells to stop.
    let told = async {
        while stop.changed().await.is_ok() {
            if *stop.borrow() {
                return;
            }
        }
        std::future::pending().await
    };
    let _ = tokio::time::timeout(wait, told).await;
}

/// Counts on the wall's clock.
#[derive(Clone, Copy, Debug)]
pub struct Watch(Instant);

impl Watch {
    /// Begins now.
    pub fn begin() -> Self {
        Self(Instant::now())
    }

    /// Milliseconds since then.
    pub fn millis(self) -> u64 {
        u64::try_from(self.0.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modes_of_clocks_are_read() {
        let modes = ["manual", "real", "x60", "x0", "sundial"].map(Pace::of);
        assert_eq!(modes, [Some(Pace::ByHand), Some(Pace::Times(1)), Some(Pace::Times(60)), None, None]);
    }

    #[tokio::test(start_paused = true)]
    async fn it_waits_as_long_as_the_world_needs_and_no_longer_than_a_second() {
        let (_tell, mut stop) = watch::channel(false);
        for (until, speed, want) in
            [(Some(30), 60, 500), (Some(86_400), 60, 1_000), (None, 1, 1_000), (Some(-5), 1, 20)]
        {
            let begun = tokio::time::Instant::now();
            wait(Time(0), until.map(|seconds| Time(0).plus_seconds(seconds)), speed, &mut stop).await;
            assert_eq!(begun.elapsed().as_millis(), want, "{until:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn it_stops_waiting_when_told() {
        let (tell, mut stop) = watch::channel(false);
        tell.send(true).unwrap();
        let begun = tokio::time::Instant::now();
        wait(Time(0), None, 1, &mut stop).await;
        assert_eq!(begun.elapsed().as_millis(), 0);
    }
}
