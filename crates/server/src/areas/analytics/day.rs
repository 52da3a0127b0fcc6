//! The sums of a day, and how they grow.

use futures_util::future::BoxFuture;
use gostiny_wire::scalar::{Sku, Time};
use jiff::civil::Date;

use crate::{
    args,
    call::Call,
    error::Result,
    outbox::{Summed, Sums},
    store::{Arg, Row},
};

const DAY: i64 = 86_400_000_000;

/// The UTC day of a moment, counted from 1970.
pub fn day_of(moment: Time) -> i64 {
    moment.0.div_euclid(DAY)
}

/// A day of the calendar, counted from 1970.
pub(super) fn number_of(date: Date) -> i64 {
    Time::midnight(date).map_or(0, day_of)
}

/// The calendar's day.
pub(super) fn date_of(day: i64) -> Date {
    Time(day.saturating_mul(DAY)).day()
}

/// A day as requests name it: `2026-01-12`, or a moment of it.
pub fn day_named(text: &str) -> Option<Date> {
    let text = text.trim();
    // The moment first: one with an offset may fall on another day than the one it spells.
    text.parse::<Time>().ok().map(Time::day).or_else(|| text.parse().ok())
}

/// `202601`.
fn month_of(day: i64) -> i64 {
    let date = date_of(day);
    i64::from(date.year()) * 100 + i64::from(date.month())
}

/// SKU of the row that counts each posting once.
pub(super) const WHOLE: Sku = Sku(0);

/// By how much the sums of one SKU grow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Growth {
    pub revenue: i64,
    pub ordered_units: i64,
    pub delivered_units: i64,
    pub cancellations: i64,
    pub returns: i64,
    pub postings: i64,
    pub postings_premium: i64,
    pub hits_view_search: i64,
    pub hits_view_pdp: i64,
    pub hits_tocart_search: i64,
    pub hits_tocart_pdp: i64,
    pub session_view_search: i64,
    pub session_view_pdp: i64,
    pub session_view: i64,
    pub position_sum: i64,
    pub position_count: i64,
    pub adv_view_pdp: i64,
    pub adv_view_search_category: i64,
    pub adv_view_all: i64,
    pub adv_sum_all: i64,
    pub fbo_arrived: i64,
    pub fbo_left: i64,
}

/// Columns that count, in the order of [`Growth::all`].
macro_rules! each_column {
    ($($column:ident)+) => {
        impl Growth {
            fn all(&self) -> [i64; 22] {
                [$(self.$column),+]
            }
        }
        const ADD: &str = concat!(
            "insert into analytics_day (seller_id, day, sku, month" $(, ", ", stringify!($column))+,
            ") select seller_id, day, sku, month" $(, ", ", stringify!($column))+,
            " from {rows(seller_id, day, sku, month" $(, ", ", stringify!($column))+,
            ")} where true on conflict (seller_id, day, sku) do update set month = excluded.month"
            $(, ", ", stringify!($column), " = analytics_day.", stringify!($column), " + excluded.", stringify!($column))+
        );
    };
}

each_column! {
    revenue ordered_units delivered_units cancellations returns postings postings_premium hits_view_search hits_view_pdp
    hits_tocart_search hits_tocart_pdp session_view_search session_view_pdp session_view position_sum position_count
    adv_view_pdp adv_view_search_category adv_view_all adv_sum_all fbo_arrived fbo_left
}

/// Adds to the sums of a day of the call's seller. They are seen from the end of the transaction on.
pub(super) fn add(call: &mut Call, day: i64, growths: Vec<(Sku, Growth)>) {
    for (sku, growth) in growths {
        call.outbox.grow((call.seller, day, sku), growth.all().to_vec(), add_up);
    }
}

fn add_up(call: &mut Call, sums: Sums) -> BoxFuture<'_, Result<()>> {
    let row = |((seller, day, sku), sums): (Summed, Vec<i64>)| {
        let mut row: Vec<Arg> = args![seller, day, sku, month_of(day)].to_vec();
        row.extend(sums.into_iter().map(Arg::from));
        row
    };
    let rows: Vec<Vec<Arg>> = sums.into_iter().map(row).collect();
    Box::pin(async move { call.tx.run_bulk(ADD, &rows).await.map(drop) })
}

/// Units of the marketplace's warehouse that arrived and left on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The product under FBO.
    pub sku: Sku,
    /// The day, counted from 1970.
    pub day: i64,
    /// Units that arrived.
    pub arrived: i64,
    /// Units that left for buyers.
    pub left: i64,
}

/// Movements of these SKU from a day on.
pub async fn moved(call: &mut Call, skus: &[Sku], from: i64) -> Result<Vec<Moved>> {
    let list: Vec<Arg> = skus.iter().map(|sku| Arg::from(*sku)).collect();
    let read =
        |row: &Row<'_>| Ok(Moved { sku: row.next()?, day: row.next()?, arrived: row.next()?, left: row.next()? });
    call.tx.rows_in(MOVED, args![call.seller, from], &list, read).await
}

const MOVED: &str = "select sku, day, fbo_arrived, fbo_left from analytics_day where seller_id = $1 and day >= $2 \
    and (fbo_arrived <> 0 or fbo_left <> 0) and sku {in}";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970() {
        let moment: Time = "2026-01-12T23:59:59.999999Z".parse().unwrap();
        let day = day_of(moment);
        assert_eq!((date_of(day).to_string(), month_of(day)), ("2026-01-12".to_owned(), 202_601));
        assert_eq!((number_of(date_of(day)), day_of(Time(-1))), (day, -1));
    }

    #[test]
    fn a_day_is_named_by_itself_or_by_a_moment() {
        let day = jiff::civil::date(2026, 1, 12);
        for text in ["2026-01-12", " 2026-01-12 ", "2026-01-12T23:59:59Z", "2026-01-12T00:00:00.000Z"] {
            assert_eq!(day_named(text), Some(day), "{text}");
        }
        assert_eq!(day_named("2026-01-12T23:30:00-05:00"), Some(jiff::civil::date(2026, 1, 13)));
        for text in ["", "2026-01-12x", "2026-01-122", "2026-13-01", "12.01.2026"] {
            assert_eq!(day_named(text), None, "{text}");
        }
    }

    #[test]
    fn every_sum_has_its_column() {
        let sums = Growth { revenue: 1, fbo_left: 22, ..Growth::default() }.all();
        assert_eq!((sums[0], sums[21], sums.iter().sum::<i64>()), (1, 22, 23));
        assert_eq!(ADD.matches("excluded.").count(), 23);
    }
}
