//! Chance: from the seed and from what it decides about, never from what was drawn before. So a simulator that was killed
//! draws after its start what it would have drawn.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// The source of a simulation's chance.
#[derive(Clone, Copy, Debug)]
pub struct Chance {
    seed: u64,
}

impl Chance {
    /// From a seed.
    pub fn seeded(seed: u64) -> Self {
        Self { seed }
    }

    /// A generator for one decision: what it is about, and what names the thing.
    pub fn of(&self, about: &str, name: &str) -> ChaCha8Rng {
        let mut hash = Sha256::new();
        hash.update(self.seed.to_le_bytes());
        // Lengths keep ("ab", "c") apart from ("a", "bc").
        hash.update(about.len().to_le_bytes());
        hash.update(about);
        hash.update(name);
        ChaCha8Rng::from_seed(hash.finalize().into())
    }

    /// Whether something happens to the thing.
    pub fn hits(&self, about: &str, name: &str, share: Share) -> bool {
        share.hits(&mut self.of(about, name))
    }

    /// How long something takes with the thing, seconds.
    pub fn lasts(&self, about: &str, name: &str, span: Span) -> i64 {
        span.draw(&mut self.of(about, name))
    }
}

/// How likely something is: 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(try_from = "f64")]
pub struct Share(f64);

impl Share {
    /// Draws.
    pub fn hits(self, chance: &mut ChaCha8Rng) -> bool {
        chance.random_bool(self.0)
    }
}

impl TryFrom<f64> for Share {
    type Error = String;
    fn try_from(share: f64) -> Result<Self, String> {
        if (0.0..=1.0).contains(&share) { Ok(Self(share)) } else { Err(format!("{share} is not between 0 and 1")) }
    }
}

/// A stretch of time from shortest to longest: `"20m..5h"`; units are `m`, `h` and `d`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Span {
    shortest: i64,
    longest: i64,
}

impl Span {
    /// Draws seconds.
    pub fn draw(self, chance: &mut ChaCha8Rng) -> i64 {
        chance.random_range(self.shortest..=self.longest)
    }
}

impl TryFrom<String> for Span {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let unread = || format!("{text:?} is not like \"20m..5h\"");
        let (shortest, longest) = text.split_once("..").ok_or_else(unread)?;
        let (shortest, longest) = (seconds(shortest).ok_or_else(unread)?, seconds(longest).ok_or_else(unread)?);
        if shortest <= longest {
            Ok(Self { shortest, longest })
        } else {
            Err(format!("{text:?} ends before it begins"))
        }
    }
}

/// A length of time: `"15m"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Length(
    /// Seconds.
    pub i64,
);

impl TryFrom<String> for Length {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        seconds(&text).map(Self).ok_or_else(|| format!("{text:?} is not like \"15m\""))
    }
}

/// At most a year, so that sums stay in range.
fn seconds(text: &str) -> Option<i64> {
    let text = text.trim();
    let (number, unit) = [('m', 60), ('h', 3_600), ('d', 86_400)]
        .into_iter()
        .find_map(|(unit, seconds)| Some((text.strip_suffix(unit)?, seconds)))?;
    let seconds = number.parse::<i64>().ok()?.checked_mul(unit)?;
    (0..=31_536_000).contains(&seconds).then_some(seconds)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};

    use super::*;

    #[test]
    fn the_seed_and_the_thing_decide_and_nothing_else() {
        let draw = |seed, about, name| Chance::seeded(seed).of(about, name).random_range(0..u64::MAX);
        assert_eq!(draw(1, "lost", "70-1-1"), draw(1, "lost", "70-1-1"));
        let others = [
            draw(2, "lost", "70-1-1"),
            draw(1, "late", "70-1-1"),
            draw(1, "lost", "70-1-2"),
            draw(1, "los", "t70-1-1"),
        ];
        assert!(others.iter().all(|other| *other != draw(1, "lost", "70-1-1")), "{others:?}");
    }

    #[test]
    fn a_share_is_met_over_many_things() {
        let chance = Chance::seeded(7);
        let share = Share::try_from(0.05).unwrap();
        let hits = (0..20_000).filter(|at| chance.hits("returns", &at.to_string(), share)).count();
        assert!((900..1_100).contains(&hits), "{hits}");
        assert!(Share::try_from(1.1).is_err() && Share::try_from(-0.1).is_err());
    }

    #[test]
    fn stretches_are_read_or_refused() {
        let read = |text: &str| Span::try_from(text.to_owned());
        assert_eq!(read("20m..5h"), Ok(Span { shortest: 1_200, longest: 18_000 }));
        assert_eq!(read("7d .. 7d"), Ok(Span { shortest: 604_800, longest: 604_800 }));
        for wrong in ["", "5h", "5h..20m", "5..6", "-1h..2h", "1h..2w", "1h..9999999999999999d"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        assert_eq!(Length::try_from("15m".to_owned()), Ok(Length(900)));
    }

    proptest! {
        #[test]
        fn a_stretch_is_never_left(seed: u64, name in "[a-z]{0,8}", shortest in 0_i64..1_000, more in 0_i64..1_000) {
            let span = Span { shortest, longest: shortest + more };
            let drawn = Chance::seeded(seed).lasts("way", &name, span);
            prop_assert!((shortest..=shortest + more).contains(&drawn));
        }
    }
}
