//! Ids, money and time: the small types every area shares. `wire` stays free of databases; the store turns
//! columns into these.

use std::{borrow::Cow, fmt, str::FromStr};

use jiff::{Timestamp, civil};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::json;

mod decimal;

pub use decimal::{Decimal2, Ratio};

macro_rules! number_ids {
    ($($(#[$doc:meta])+ $name:ident;)+) => {$(
        $(#[$doc])+
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        #[schemars(inline)]
        pub struct $name(pub i64);
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
        impl From<Digits> for $name {
            fn from(id: Digits) -> Self {
                Self(id.0)
            }
        }
    )+};
}

macro_rules! text_ids {
    ($($(#[$doc:meta])+ $name:ident;)+) => {$(
        $(#[$doc])+
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        #[schemars(inline)]
        pub struct $name(pub String);
        impl $name {
            /// The text itself.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }
    )+};
}

number_ids! {
    /// A shop: the number in the `Client-Id` header, called `company_id` or `seller_id` in some answers.
    ClientId;
    /// The seller's product, given at its first import.
    ProductId;
    /// What a buyer sees and buys. Never the same as [`ProductId`], though some blocks call it `product_id`.
    Sku;
    /// A node of the category tree; only leaves take products.
    CategoryId;
    /// A product type, the leaf of today's tree: `type_id`. The same number as that of the old tree's leaf.
    TypeId;
    /// An attribute of a category.
    AttributeId;
    /// A dictionary of attribute values; 0 is free text.
    DictionaryId;
    /// A value of a dictionary.
    ValueId;
    /// An asynchronous task: an import.
    TaskId;
    /// A seller's warehouse.
    WarehouseId;
    /// A way of delivery from one warehouse.
    DeliveryMethodId;
    /// A buyer's order; it falls into postings.
    OrderId;
    /// A carriage: the postings of one method and day that travel under one act.
    CarriageId;
    /// One operation of the transaction list.
    OperationId;
    /// Why a posting was cancelled.
    CancelReasonId;
    /// A promotion.
    ActionId;
    /// A certificate of goods.
    CertificateId;
    /// Goods of one line of a posting on their way back.
    ReturnId;
    /// An area to which a seller delivers.
    PolygonId;
    /// A buyer's request for a lower price.
    DiscountTaskId;
    /// A buyer's request to call off a posting on its way.
    CancellationId;
    /// Goods that a seller brings to the marketplace's warehouse.
    SupplyOrderId;
    /// The paper with which a part of a supply arrives.
    WaybillId;
    /// A message of a chat. Above 2^53.
    MessageId;
}

text_ids! {
    /// The seller's own article, unique per shop, at most 50 characters.
    OfferId;
    /// A parcel: `57195475-0050-3`.
    PostingNumber;
    /// An order: `57195475-0050`.
    OrderNumber;
    /// A chat of a shop with a buyer, a UUID.
    ChatId;
}

impl From<MessageId> for Digits {
    fn from(id: MessageId) -> Self {
        Self(id.0)
    }
}

/// An int64 that travels as a string of digits where it leaves; read as a string or a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digits(pub i64);

impl<'de> Deserialize<'de> for Digits {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reader;
        impl de::Visitor<'_> for Reader {
            type Value = Digits;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an integer or its digits")
            }
            fn visit_i64<E: de::Error>(self, value: i64) -> Result<Digits, E> {
                Ok(Digits(value))
            }
            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Digits, E> {
                i64::try_from(value).map(Digits).map_err(E::custom)
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Digits, E> {
                text.parse().map(Digits).map_err(E::custom)
            }
            fn visit_unit<E: de::Error>(self) -> Result<Digits, E> {
                Ok(Digits(0))
            }
        }
        from.deserialize_any(Reader)
    }
}

impl Serialize for Digits {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&self.0)
    }
}

impl JsonSchema for Digits {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Digits".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "int64"})
    }
}

/// Money in minor units of its currency (kopecks). Arithmetic is integer and checked by the type's users.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(pub i64);

impl Money {
    /// Reads `"590"`, `"590.5"`, `"590.50"`, `"-1.00"`, also `"590.5000"` when the further digits are zero. Exact or nothing.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || whole.len() > 15 || fraction.len() > 6 || !digits(whole) || !digits(fraction) {
            return None;
        }
        let (cents, rest) = fraction.split_at(fraction.len().min(2));
        if rest.bytes().any(|b| b != b'0') {
            return None;
        }
        let cents: i64 = format!("{cents:0<2}").parse().ok()?;
        let kopecks = whole.parse::<i64>().ok()?.checked_mul(100)?.checked_add(cents)?;
        Some(Self(if negative { -kopecks } else { kopecks }))
    }

    /// `"590.0000"`: the form of prices in products and postings. `digits` is 2 to 6.
    pub fn fixed(self, digits: usize) -> String {
        let mut text = self.0.unsigned_abs().to_string();
        while text.len() < 3 {
            text.insert(0, '0');
        }
        text.insert(text.len() - 2, '.');
        if self.0 < 0 {
            text.insert(0, '-');
        }
        text.extend(std::iter::repeat_n('0', digits.saturating_sub(2)));
        text
    }

    /// This many basis points of it (hundredths of a percent), rounded half away from zero.
    pub fn share_rounded_half_up(self, basis_points: i64) -> Self {
        let product = i128::from(self.0) * i128::from(basis_points);
        let half = if product < 0 { -5_000 } else { 5_000 };
        Self(i64::try_from((product + half) / 10_000).unwrap_or(i64::MAX))
    }

    /// The same for `quantity` units.
    pub fn times(self, quantity: i64) -> Self {
        Self(self.0.saturating_mul(quantity))
    }
}

impl std::ops::Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl std::ops::Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl std::ops::Neg for Money {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl std::iter::Sum for Money {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self(0), |sum, next| sum + next)
    }
}

/// An amount with its currency, as today's methods tell and take money. Its digits are text: `590.50`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Amount {
    /// The amount, two decimals.
    pub amount: String,
    /// Currency code.
    pub currency: String,
}

impl Amount {
    /// Money of a currency.
    pub fn of(money: Money, currency: &str) -> Self {
        Self { amount: money.fixed(2), currency: currency.to_owned() }
    }
}

/// A moment: UTC microseconds inside, RFC 3339 on the wire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub i64);

impl Time {
    const SECOND: i64 = 1_000_000;

    /// The moment `seconds` later (or earlier).
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(Self::SECOND)))
    }
    /// The moment `hours` later.
    pub fn plus_hours(self, hours: i64) -> Self {
        self.plus_seconds(hours.saturating_mul(3_600))
    }
    /// The moment `days` of 24 hours later.
    pub fn plus_days(self, days: i64) -> Self {
        self.plus_seconds(days.saturating_mul(86_400))
    }
    /// Whole seconds since `earlier`.
    pub fn seconds_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0) / Self::SECOND
    }
    /// As a `jiff` timestamp, for calendars and zones.
    pub fn timestamp(self) -> Timestamp {
        Timestamp::from_microsecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH)
    }
    /// `2021-06-17 03:11:00`, UTC without a zone: the form of finance and analytics.
    pub fn date_and_time(self) -> String {
        self.timestamp().strftime("%Y-%m-%d %H:%M:%S").to_string()
    }
    /// When a UTC day begins; none where the calendar ends.
    pub fn midnight(day: civil::Date) -> Option<Self> {
        jiff::tz::TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0)).ok().map(Self::from)
    }
    /// The UTC calendar day.
    pub fn day(self) -> civil::Date {
        jiff::tz::TimeZone::UTC.to_datetime(self.timestamp()).date()
    }
}

impl From<Timestamp> for Time {
    fn from(at: Timestamp) -> Self {
        Self(at.as_microsecond())
    }
}

impl FromStr for Time {
    type Err = jiff::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let at: Timestamp = text.parse()?;
        Ok(at.into())
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.timestamp().fmt(f)
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> de::Visitor<'de> for Reader {
            type Value = Time;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a time in RFC 3339")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Time, E> {
                text.parse().map_err(|_| E::invalid_value(de::Unexpected::Str(text), &self))
            }
            /// An answer without the time.
            fn visit_i64<E: de::Error>(self, micros: i64) -> Result<Time, E> {
                Ok(Time(micros))
            }
            fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<Time, D::Error> {
                from.deserialize_str(self)
            }
        }
        from.deserialize_newtype_struct(json::TIME, Reader)
    }
}

impl JsonSchema for Time {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Time".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "date-time"})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_read_exactly_or_not_at_all() {
        for (text, want) in [("590", 59_000), ("590.5", 59_050), ("0.01", 1), ("-1.00", -100), ("590.0000", 59_000)] {
            assert_eq!(Money::parse(text), Some(Money(want)), "{text}");
        }
        for text in ["", ".", "1,5", "1.001", "1e2", "+1", "--1", "NaN", "9999999999999999"] {
            assert_eq!(Money::parse(text), None, "{text}");
        }
    }

    #[test]
    fn money_prints_with_the_wire_s_digits() {
        assert_eq!(Money(59_000).fixed(4), "590.0000");
        assert_eq!([Money(0).fixed(2), Money(-5).fixed(2), Money(-150).fixed(3)], ["0.00", "-0.05", "-1.500"]);
        assert_eq!(Money(2_840).share_rounded_half_up(800), Money(227));
        assert_eq!(Money(-50).share_rounded_half_up(100), Money(-1));
    }

    #[test]
    fn time_travels_as_rfc_3339() {
        let at: Time = serde_json::from_str("\"2021-11-20T12:14:16.5+03:00\"").unwrap();
        assert_eq!(serde_json::to_string(&at).unwrap(), "\"2021-11-20T09:14:16.5Z\"");
        assert_eq!(at.date_and_time(), "2021-11-20 09:14:16");
    }
}
