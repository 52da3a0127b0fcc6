//! The dimensions: what rows are grouped by, and how their values are told.

use super::day::{date_of, number_of};

/// A dimension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dimension {
    Sku,
    Spu,
    Day,
    Week,
    Month,
    Year,
    Category1,
    Category2,
    Category3,
    Category4,
    Brand,
    Model,
}

impl Dimension {
    const ALL: [Self; 12] = [
        Self::Sku,
        Self::Spu,
        Self::Day,
        Self::Week,
        Self::Month,
        Self::Year,
        Self::Category1,
        Self::Category2,
        Self::Category3,
        Self::Category4,
        Self::Brand,
        Self::Model,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Sku => "sku",
            Self::Spu => "spu",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
            Self::Category1 => "category1",
            Self::Category2 => "category2",
            Self::Category3 => "category3",
            Self::Category4 => "category4",
            Self::Brand => "brand",
            Self::Model => "modelID",
        }
    }

    /// By its name on the wire.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dimension| dimension.name() == name)
    }

    /// Also without the premium level.
    pub fn is_basic(self) -> bool {
        matches!(self, Self::Sku | Self::Spu | Self::Day | Self::Week | Self::Month)
    }

    /// Groups by time, not by goods.
    pub fn is_time(self) -> bool {
        matches!(self, Self::Day | Self::Week | Self::Month | Self::Year)
    }

    /// Its value is a category.
    pub fn is_category(self) -> bool {
        matches!(self, Self::Category1 | Self::Category2 | Self::Category3 | Self::Category4)
    }

    /// Its value is a text, not a number.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Brand | Self::Model)
    }

    /// Over `analytics_day a` joined with `analytics_sku s`. A week begins on a Monday; day 0 was a Thursday.
    pub fn expression(self) -> &'static str {
        match self {
            Self::Sku => "a.sku",
            Self::Spu => "s.product_id",
            Self::Day => "a.day",
            Self::Week => "a.day - (a.day + 3) % 7",
            Self::Month => "a.month",
            Self::Year => "a.month / 100",
            Self::Category1 => "s.category1",
            Self::Category2 => "s.category2",
            Self::Category3 => "s.category3",
            Self::Category4 => "s.category4",
            Self::Brand => "s.brand",
            Self::Model => "s.model",
        }
    }

    /// A number as the wire tells it.
    pub fn id(self, value: i64) -> String {
        match self {
            Self::Day | Self::Week => date_of(value).to_string(),
            Self::Month => format!("{:04}-{:02}-01", value / 100, value % 100),
            _ => value.to_string(),
        }
    }

    /// The number behind what the wire tells; nothing when it cannot be one.
    pub fn value(self, id: &str) -> Option<i64> {
        let date = || id.parse::<jiff::civil::Date>().ok();
        match self {
            Self::Day => date().map(number_of),
            Self::Week => date().map(number_of).map(|day| day - (day + 3).rem_euclid(7)),
            Self::Month => date().map(|date| i64::from(date.year()) * 100 + i64::from(date.month())),
            _ => id.parse().ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_time_read_back() {
        for (dimension, id) in
            [(Dimension::Day, "2026-01-14"), (Dimension::Week, "2026-01-12"), (Dimension::Month, "2026-01-01")]
        {
            assert_eq!(dimension.id(dimension.value(id).unwrap()), id);
        }
        assert_eq!(Dimension::Week.value("2026-01-18"), Dimension::Week.value("2026-01-12"));
        assert_eq!((Dimension::Sku.value("x"), Dimension::Day.value("2026-13-01")), (None, None));
    }

    #[test]
    fn names_lead_to_dimensions() {
        for dimension in Dimension::ALL {
            assert_eq!(Dimension::named(dimension.name()), Some(dimension));
        }
        assert_eq!(Dimension::named("unknownDimension"), None);
    }
}
