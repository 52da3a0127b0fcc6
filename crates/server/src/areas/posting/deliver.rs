//! Carriers that move by themselves: registration of parcels, and, where the shop's settings say so, the whole way
//! to the buyer. Each step is due only once the one before it happened.

use gostiny_wire::scalar::{PostingNumber, Time};
use rand::Rng;

use super::{
    machine::{Event, Status, Way},
    row::{self, Posting},
    status,
};
use crate::{
    areas::setting,
    call::Call,
    error::Result,
    job::{self, Due, Kind},
};

/// On the agenda when the carrier (`aggregator`) has registered a packed posting; the subject is its number.
pub(super) const REGISTER: Kind = Kind("posting.register");
/// On the agenda when a carrier takes its next step; the subject is the number, the payload the step.
pub(super) const CARRY: Kind = Kind("posting.carry");

/// Carriers begin their day at six in the morning, UTC.
const MORNING_HOUR: i64 = 6;

/// The carrier has registered the parcel; it gets its tracking number.
pub async fn register(call: &mut Call, due: &Due) -> Result<()> {
    let posting = row::find(call, &due.subject.as_str().into()).await?;
    if Status::of(&posting)? == Status::Registering {
        let posting = status::advance(call, &posting, Event::Register, "").await?;
        begin(call, &[posting.posting_number]).await?;
    }
    Ok(())
}

/// From here on the carrier moves the parcels, if carriers move by themselves.
pub(super) async fn begin(call: &mut Call, numbers: &[PostingNumber]) -> Result<()> {
    if numbers.is_empty() || !setting::of(call).await?.auto_delivery {
        return Ok(());
    }
    let at = next_morning(call.now);
    for number in numbers {
        job::schedule(call, CARRY, at, number.as_str(), Leg::Accept.word()).await?;
    }
    Ok(())
}

/// A carrier's step on the agenda.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leg {
    Accept,
    Transit,
    LastMile,
    Hand,
}

impl Leg {
    fn word(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Transit => "transit",
            Self::LastMile => "last_mile",
            Self::Hand => "hand",
        }
    }
}

/// Takes a step if it still fits, and agrees on the next while the parcel is under way.
pub async fn carry(call: &mut Call, due: &Due) -> Result<()> {
    let Some(leg) =
        [Leg::Accept, Leg::Transit, Leg::LastMile, Leg::Hand].into_iter().find(|leg| leg.word() == due.payload)
    else {
        return Ok(());
    };
    let mut posting = row::find(call, &due.subject.as_str().into()).await?;
    let by_courier = chance(call, &posting, "last mile", 10) < 3;
    let event = match leg {
        Leg::Accept => Event::Accept,
        Leg::Transit => Event::InTransit,
        Leg::LastMile if by_courier => Event::Courier,
        Leg::LastMile => Event::PickupPoint,
        Leg::Hand => Event::Deliver,
    };
    if Status::of(&posting)?.after(event, Way::of(&posting)).is_ok() {
        posting = status::advance(call, &posting, event, "").await?;
    }
    let at = Status::of(&posting)?;
    if at == Status::Cancelled || at.is_delivered() {
        return Ok(());
    }
    let hours = chance(call, &posting, "way", 25);
    let (next, wait) = match leg {
        Leg::Accept => (Leg::Transit, 6),
        Leg::Transit => (Leg::LastMile, 24 + hours),
        Leg::LastMile => (Leg::Hand, if by_courier { 6 } else { 24 }),
        Leg::Hand => return Ok(()),
    };
    job::schedule(call, CARRY, call.now.plus_hours(wait), &due.subject, next.word()).await
}

/// A number below `end`, always the same for the same parcel.
fn chance(call: &Call, posting: &Posting, about: &str, end: i64) -> i64 {
    let parcel = posting.lower_barcode.parse().unwrap_or_default();
    call.chance.of(about, parcel).random_range(0..end)
}

fn next_morning(now: Time) -> Time {
    const DAY: i64 = 86_400_000_000;
    Time(now.0.saturating_sub(now.0.rem_euclid(DAY))).plus_days(1).plus_hours(MORNING_HOUR)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carriers_come_the_next_morning() {
        let at = |text: &str| text.parse::<Time>().unwrap();
        assert_eq!(next_morning(at("2026-01-12T09:00:00Z")), at("2026-01-13T06:00:00Z"));
        assert_eq!(next_morning(at("2026-01-12T00:00:00Z")), at("2026-01-13T06:00:00Z"));
    }
}
