//! What the marketplace takes: commission by category, logistics by volume. Pure rules, no table.

use gostiny_wire::scalar::Money;

use crate::error::{Error, Result};

/// Who stores and who delivers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scheme {
    /// The marketplace stores and delivers.
    Fbo,
    /// The seller stores, the marketplace delivers.
    Fbs,
    /// The seller stores and delivers.
    Rfbs,
}

impl Scheme {
    /// As columns and answers spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fbo => "fbo",
            Self::Fbs => "fbs",
            Self::Rfbs => "rfbs",
        }
    }

    /// Reads a column.
    pub fn parse(text: &str) -> Result<Self> {
        match text {
            "fbo" => Ok(Self::Fbo),
            "fbs" => Ok(Self::Fbs),
            "rfbs" => Ok(Self::Rfbs),
            _ => Err(Error::internal(format!("{text} is no scheme"))),
        }
    }
}

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

/// Logistics of one unit of a volume (millilitres) and price. rFBS is delivered by the seller and costs nothing here.
pub fn logistics(scheme: Scheme, volume_ml: i64, price: Money) -> Logistics {
    if scheme == Scheme::Rfbs {
        return Logistics::default();
    }
    let litres = (volume_ml.max(0) + 999) / 1_000;
    let further = litres.saturating_sub(1).clamp(0, 190);
    let last_mile = price.share_rounded_half_up(550).clamp(Money(2_000), Money(50_000));
    match scheme {
        Scheme::Fbo => Logistics {
            fulfillment: Money(3_150),
            dropoff: Money(0),
            direct_flow: Money(3_300 + 700 * further),
            last_mile,
            return_flow: Money(5_000 + 700 * further),
        },
        _ => Logistics {
            fulfillment: Money(0),
            dropoff: Money(2_500),
            direct_flow: Money(4_300 + 900 * further),
            last_mile,
            return_flow: Money(5_500 + 900 * further),
        },
    }
}

/// Handling of one unit that came back, on top of its way back. rFBS goods go back to the seller past the platform.
pub fn return_handling(scheme: Scheme) -> Money {
    match scheme {
        Scheme::Fbo | Scheme::Fbs => Money(1_500),
        Scheme::Rfbs => Money(0),
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
        let small = logistics(Scheme::Fbs, 900, Money(10_000));
        assert_eq!((small.direct_flow, small.last_mile), (Money(4_300), Money(2_000)));
        let large = logistics(Scheme::Fbo, 5_001, Money(10_000_000));
        assert_eq!((large.direct_flow, large.last_mile), (Money(6_800), Money(50_000)));
        assert_eq!(large.times(3).direct_flow, Money(20_400));
        assert_eq!(logistics(Scheme::Rfbs, 5_000, Money(1)), Logistics::default());
        assert_eq!(return_handling(Scheme::Rfbs), Money(0));
        assert_eq!([0, 1, 500, 501, 8_500].map(volume_weight_hundredths), [0, 10, 10, 20, 170]);
    }
}
