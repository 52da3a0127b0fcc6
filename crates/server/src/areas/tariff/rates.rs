//! The rates, what holds when nobody changed them, and what moving goods costs by them. Pure.

use gostiny_wire::{
    operator::insight::TariffRates,
    scalar::{Decimal2, Money},
};

use super::Scheme;

/// Commission of one category in hundredths of a percent, by scheme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Commission {
    /// Under FBO.
    pub fbo: i64,
    /// Under FBS.
    pub fbs: i64,
    /// Under rFBS.
    pub rfbs: i64,
}

impl Commission {
    /// For a scheme.
    pub fn of(self, scheme: Scheme) -> i64 {
        match scheme {
            Scheme::Fbo => self.fbo,
            Scheme::Fbs => self.fbs,
            Scheme::Rfbs => self.rfbs,
        }
    }
}

/// What moving one unit costs the seller; all amounts positive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Logistics {
    /// Picking and packing by the marketplace (FBO).
    pub fulfillment: Money,
    /// Handling of the parcel at the drop-off (FBS).
    pub dropoff: Money,
    /// Trunk.
    pub direct_flow: Money,
    /// To the buyer's door or pick-up point.
    pub last_mile: Money,
    /// Back, when it was not bought.
    pub return_flow: Money,
}

impl Logistics {
    /// Of so many units.
    pub fn times(self, quantity: i64) -> Self {
        Self {
            fulfillment: self.fulfillment.times(quantity),
            dropoff: self.dropoff.times(quantity),
            direct_flow: self.direct_flow.times(quantity),
            last_mile: self.last_mile.times(quantity),
            return_flow: self.return_flow.times(quantity),
        }
    }
}

/// Litres beyond the first that are charged for.
const MOST_FURTHER_LITRES: i64 = 190;

/// All rates that hold at a moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Rates(TariffRates);

impl Default for Rates {
    fn default() -> Self {
        let amount = |kopecks| Some(Decimal2(kopecks));
        Self(TariffRates {
            fbo_fulfillment: amount(3_150),
            fbo_first_litre: amount(3_300),
            fbo_further_litre: amount(700),
            fbo_return_first_litre: amount(5_000),
            fbo_return_further_litre: amount(700),
            fbo_return_handling: amount(1_500),
            fbs_dropoff: amount(2_500),
            fbs_first_litre: amount(4_300),
            fbs_further_litre: amount(900),
            fbs_return_first_litre: amount(5_500),
            fbs_return_further_litre: amount(900),
            fbs_return_handling: amount(1_500),
            last_mile_percent: amount(550),
            last_mile_least: amount(2_000),
            last_mile_most: amount(50_000),
            storage_free_days: Some(120),
            storage_litre_day: amount(15),
            fbs_keeping_day: amount(500),
            cancel_fee: amount(5_000),
        })
    }
}

fn money(rate: Option<Decimal2>) -> Money {
    Money(rate.unwrap_or_default().0)
}

impl Rates {
    /// With every field that `change` gives in the place of its own.
    #[must_use]
    pub fn with(&self, change: &TariffRates) -> Self {
        let (old, new) = (&self.0, change);
        Self(TariffRates {
            fbo_fulfillment: new.fbo_fulfillment.or(old.fbo_fulfillment),
            fbo_first_litre: new.fbo_first_litre.or(old.fbo_first_litre),
            fbo_further_litre: new.fbo_further_litre.or(old.fbo_further_litre),
            fbo_return_first_litre: new.fbo_return_first_litre.or(old.fbo_return_first_litre),
            fbo_return_further_litre: new.fbo_return_further_litre.or(old.fbo_return_further_litre),
            fbo_return_handling: new.fbo_return_handling.or(old.fbo_return_handling),
            fbs_dropoff: new.fbs_dropoff.or(old.fbs_dropoff),
            fbs_first_litre: new.fbs_first_litre.or(old.fbs_first_litre),
            fbs_further_litre: new.fbs_further_litre.or(old.fbs_further_litre),
            fbs_return_first_litre: new.fbs_return_first_litre.or(old.fbs_return_first_litre),
            fbs_return_further_litre: new.fbs_return_further_litre.or(old.fbs_return_further_litre),
            fbs_return_handling: new.fbs_return_handling.or(old.fbs_return_handling),
            last_mile_percent: new.last_mile_percent.or(old.last_mile_percent),
            last_mile_least: new.last_mile_least.or(old.last_mile_least),
            last_mile_most: new.last_mile_most.or(old.last_mile_most),
            storage_free_days: new.storage_free_days.or(old.storage_free_days),
            storage_litre_day: new.storage_litre_day.or(old.storage_litre_day),
            fbs_keeping_day: new.fbs_keeping_day.or(old.fbs_keeping_day),
            cancel_fee: new.cancel_fee.or(old.cancel_fee),
        })
    }

    /// As the operator sees them.
    pub fn told(&self) -> &TariffRates {
        &self.0
    }

    /// Logistics of one unit of a volume (millilitres) and price. rFBS is delivered by the seller and costs nothing here.
    pub fn logistics(&self, scheme: Scheme, volume_ml: i64, price: Money) -> Logistics {
        let rates = &self.0;
        let litres = (volume_ml.max(0) + 999) / 1_000;
        let further = litres.saturating_sub(1).clamp(0, MOST_FURTHER_LITRES);
        let flow = |first, each| money(first) + money(each).times(further);
        let last_mile = price.share_rounded_half_up(money(rates.last_mile_percent).0);
        let last_mile = last_mile.max(money(rates.last_mile_least)).min(money(rates.last_mile_most));
        match scheme {
            Scheme::Rfbs => Logistics::default(),
            Scheme::Fbo => Logistics {
                fulfillment: money(rates.fbo_fulfillment),
                dropoff: Money(0),
                direct_flow: flow(rates.fbo_first_litre, rates.fbo_further_litre),
                last_mile,
                return_flow: flow(rates.fbo_return_first_litre, rates.fbo_return_further_litre),
            },
            Scheme::Fbs => Logistics {
                fulfillment: Money(0),
                dropoff: money(rates.fbs_dropoff),
                direct_flow: flow(rates.fbs_first_litre, rates.fbs_further_litre),
                last_mile,
                return_flow: flow(rates.fbs_return_first_litre, rates.fbs_return_further_litre),
            },
        }
    }

    /// Handling of one unit that came back, on top of its way back. rFBS goods go back to the seller past the platform.
    pub fn return_handling(&self, scheme: Scheme) -> Money {
        match scheme {
            Scheme::Fbo => money(self.0.fbo_return_handling),
            Scheme::Fbs => money(self.0.fbs_return_handling),
            Scheme::Rfbs => Money(0),
        }
    }

    /// Days of sales that may lie with the marketplace for nothing.
    pub fn storage_free_days(&self) -> i64 {
        self.0.storage_free_days.unwrap_or_default()
    }

    /// A litre and day of what lies there above that.
    pub fn storage_litre_day(&self) -> Money {
        money(self.0.storage_litre_day)
    }

    /// A day of one unit that came back to the seller's scheme and waits for the seller.
    pub fn keeping_day(&self) -> Money {
        money(self.0.fbs_keeping_day)
    }

    /// A posting that was called off by the seller's fault.
    pub fn cancel_fee(&self) -> Money {
        money(self.0.cancel_fee)
    }
}

/// Volume weight in hundredths of a kilogram: cm3 / 5000, rounded up to a tenth.
pub fn volume_weight_hundredths(volume_ml: i64) -> i64 {
    (volume_ml.max(0) + 499) / 500 * 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logistics_grow_with_volume_and_price_within_bounds() {
        let rates = Rates::default();
        let small = rates.logistics(Scheme::Fbs, 900, Money(10_000));
        assert_eq!((small.direct_flow, small.last_mile), (Money(4_300), Money(2_000)));
        let large = rates.logistics(Scheme::Fbo, 5_001, Money(10_000_000));
        assert_eq!((large.direct_flow, large.last_mile), (Money(6_800), Money(50_000)));
        assert_eq!(large.times(3).direct_flow, Money(20_400));
        assert_eq!(rates.logistics(Scheme::Rfbs, 5_000, Money(1)), Logistics::default());
        assert_eq!(rates.return_handling(Scheme::Rfbs), Money(0));
        assert_eq!([0, 1, 500, 501, 8_500].map(volume_weight_hundredths), [0, 10, 10, 20, 170]);
    }

    #[test]
    fn a_change_keeps_what_it_does_not_name() {
        let change = TariffRates { fbs_dropoff: Some(Decimal2(0)), ..TariffRates::default() };
        let changed = Rates::default().with(&change);
        let (old, new) = (Rates::default(), changed);
        let cost = |rates: &Rates| rates.logistics(Scheme::Fbs, 900, Money(10_000));
        assert_eq!((cost(&old).dropoff, cost(&new).dropoff), (Money(2_500), Money(0)));
        assert_eq!(Logistics { dropoff: Money(2_500), ..cost(&new) }, cost(&old));
        // A least above the most: the most wins, nothing panics.
        let odd = TariffRates { last_mile_most: Some(Decimal2(1)), ..TariffRates::default() };
        assert_eq!(cost(&Rates::default().with(&odd)).last_mile, Money(1));
    }
}
