//! JSON numbers with a few decimals, held exactly in units of their last digit.

use std::{borrow::Cow, fmt};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};

use super::Money;

macro_rules! decimals {
    ($($(#[$doc:meta])+ $name:ident($(#[$unit:meta])+), $places:literal;)+) => {$(
        $(#[$doc])+
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name($(#[$unit])+ pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let (sign, units) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
                let one = 10_u64.pow($places);
                let text = format!("{sign}{}.{:0width$}", units / one, units % one, width = $places);
                f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                let whole = 10_i64.pow($places);
                if self.0 % whole == 0 {
                    return to.serialize_i64(self.0 / whole);
                }
                // The shortest float that reads back as this decimal prints exactly these digits.
                to.serialize_f64(self.to_string().parse().map_err(ser::Error::custom)?)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let digits = format!("{:.*}", $places, f64::deserialize(from)?).replace('.', "");
                digits.parse().map(Self).map_err(|_| de::Error::custom("a number out of range"))
            }
        }

        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({"type": "number", "format": "double"})
            }
        }
    )+};
}

decimals! {
    /// A JSON number with up to two decimals, held exactly: amounts, percents, litres.
    Decimal2(
        /// Hundredths.
    ), 2;
    /// A JSON number with up to four decimals, held exactly: shares of a whole.
    Ratio(
        /// Basis points.
    ), 4;
}

impl From<Money> for Decimal2 {
    fn from(money: Money) -> Self {
        Self(money.0)
    }
}

impl Ratio {
    /// What a part is of a whole, rounded half away from zero; nothing of nothing.
    pub fn of(part: Money, whole: Money) -> Self {
        let (part, whole) = (i128::from(part.0.abs()), i128::from(whole.0.abs()));
        if whole == 0 {
            return Self(0);
        }
        Self(i64::try_from((part * 20_000 + whole) / (2 * whole)).unwrap_or(i64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_keep_their_digits_on_the_wire() {
        assert_eq!(serde_json::to_string(&[Decimal2(4960), Decimal2(100), Decimal2(-507)]).unwrap(), "[49.6,1,-5.07]");
        assert_eq!(serde_json::from_str::<Decimal2>("96647.58").unwrap(), Decimal2(9_664_758));
    }

    #[test]
    fn shares_have_four_decimals() {
        assert_eq!(Ratio::of(Money(-15_500), Money(100_000)), Ratio(1_550));
        assert_eq!((Ratio::of(Money(2), Money(3)), Ratio::of(Money(5), Money(0))), (Ratio(6_667), Ratio(0)));
        let told = [Ratio(1_550), Ratio(10_000), Ratio(5), Ratio(0)].map(|one| one.to_string());
        assert_eq!(told, ["0.155", "1", "0.0005", "0"]);
        assert_eq!(serde_json::to_string(&Ratio(1_550)).unwrap(), "0.155");
        assert_eq!(serde_json::from_str::<Ratio>("0.155").unwrap(), Ratio(1_550));
    }

    #[test]
    fn a_sign_is_kept_before_nought() {
        assert_eq!((Ratio(-5_000).to_string(), Decimal2(-5).to_string()), ("-0.5".to_owned(), "-0.05".to_owned()));
        for units in [-10_001, -9_999, -1, 0, 1, 10_000] {
            let text = serde_json::to_string(&Ratio(units)).unwrap();
            assert_eq!(serde_json::from_str::<Ratio>(&text).unwrap(), Ratio(units), "{text}");
        }
    }
}
