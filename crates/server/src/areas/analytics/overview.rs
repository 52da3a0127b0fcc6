//! Days of a shop at a glance, from the same sums as every other figure.

use gostiny_wire::scalar::Money;
use jiff::civil::Date;

use super::day::{WHOLE, date_of, number_of};
use crate::{args, call::Call, error::Result};

/// A day.
#[derive(Clone, Copy, Debug)]
pub struct DayLine {
    /// The UTC day.
    pub day: Date,
    /// Postings ordered.
    pub postings: i64,
    /// Units ordered.
    pub units: i64,
    /// What buyers ordered for.
    pub revenue: Money,
}

/// The days of a period on which something was ordered, in order.
pub async fn by_day(call: &mut Call, from: Date, to: Date) -> Result<Vec<DayLine>> {
    let args = args![call.seller, number_of(from), number_of(to), WHOLE];
    call.tx
        .rows(BY_DAY, args, |row| {
            Ok(DayLine { day: date_of(row.next()?), postings: row.next()?, units: row.next()?, revenue: row.next()? })
        })
        .await
}

const BY_DAY: &str = "select day, cast(sum(case when sku = $4 then postings else 0 end) as bigint), \
    cast(sum(case when sku = $4 then 0 else ordered_units end) as bigint), \
    cast(sum(case when sku = $4 then 0 else revenue end) as bigint) \
    from analytics_day where seller_id = $1 and day >= $2 and day <= $3 group by day order by day";
