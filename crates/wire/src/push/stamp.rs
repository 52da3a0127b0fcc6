//! Moments as pushes write them: each field with digits of its own behind the second, and some that may be empty.

use std::{borrow::Cow, fmt};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::scalar::Time;

/// A moment with a fixed number of digits behind the second; its reader takes any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamp<const DIGITS: usize>(pub Time);

/// `2021-11-24T07:00:00Z`.
pub type Seconds = Stamp<0>;
/// `2021-01-26T06:56:36.294Z`.
pub type Millis = Stamp<3>;
/// `2022-06-21T05:52:46.648533678Z`.
pub type Nanos = Stamp<9>;

impl<const DIGITS: usize> From<Time> for Stamp<DIGITS> {
    fn from(at: Time) -> Self {
        Self(at)
    }
}

impl<const DIGITS: usize> fmt::Display for Stamp<DIGITS> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.DIGITS$}", self.0.timestamp())
    }
}

impl<const DIGITS: usize> Serialize for Stamp<DIGITS> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de, const DIGITS: usize> Deserialize<'de> for Stamp<DIGITS> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Time::deserialize(from).map(Self)
    }
}

impl<const DIGITS: usize> JsonSchema for Stamp<DIGITS> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Stamp".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "date-time"})
    }
}

/// A moment that may have gone: then it travels as an empty text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slot(pub Option<Time>);

impl Serialize for Slot {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Some(at) => Stamp::<0>(at).serialize(to),
            None => to.serialize_str(""),
        }
    }
}

impl<'de> Deserialize<'de> for Slot {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Option::<Cow<'de, str>>::deserialize(from)?.unwrap_or_default();
        let at = (!text.is_empty()).then(|| text.parse()).transpose();
        at.map(Self).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Slot {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Slot".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string"})
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::push::CutoffDateChanged;

    fn at(text: &str) -> Time {
        text.parse().unwrap()
    }

    #[test]
    fn moments_have_the_digits_of_their_kind() {
        let moment = at("2022-06-21T05:52:46.648533Z");
        assert_eq!(Seconds::from(moment).to_string(), "2022-06-21T05:52:46Z");
        assert_eq!(Millis::from(moment).to_string(), "2022-06-21T05:52:46.648Z");
        assert_eq!(Nanos::from(moment).to_string(), "2022-06-21T05:52:46.648533000Z");
        assert_eq!(Millis::from(at("2022-06-21T05:52:46Z")).to_string(), "2022-06-21T05:52:46.000Z");
        let gone = CutoffDateChanged { old_cutoff_date: Slot(Some(moment)), ..Default::default() };
        let wire = serde_json::to_value(&gone).unwrap();
        assert_eq!((&wire["new_cutoff_date"], &wire["old_cutoff_date"]), (&json!(""), &json!("2022-06-21T05:52:46Z")));
        assert!(serde_json::from_value::<CutoffDateChanged>(json!({"new_cutoff_date": "soon"})).is_err());
        let read: CutoffDateChanged = serde_json::from_value(json!({"new_cutoff_date": null})).unwrap();
        assert_eq!(read.new_cutoff_date, Slot(None));
    }
}
