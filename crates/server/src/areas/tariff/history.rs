//! Rates by date. There are as many rows as the operator made changes, so all are read at once.

use std::sync::Arc;

use gostiny_wire::{operator::insight::TariffRates, scalar::Time};

use super::Rates;
use crate::{args, call::Call, error::Result, store::Row};

/// All rates that ever held or will hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    first: Rates,
    /// By the moment from which they hold.
    later: Vec<(Time, Rates)>,
}

impl History {
    /// The rates in force at a moment.
    pub fn at(&self, moment: Time) -> &Rates {
        let passed = self.later.partition_point(|(from, _)| *from <= moment);
        let last = passed.checked_sub(1).and_then(|at| self.later.get(at));
        last.map_or(&self.first, |(_, rates)| rates)
    }
}

/// The rates of all times.
pub async fn history(call: &mut Call) -> Result<Arc<History>> {
    match call.known(|call| Box::pin(read(call))).await? {
        Some(history) => Ok(history),
        None => Ok(Arc::new(read(call).await?)),
    }
}

async fn read(call: &mut Call) -> Result<History> {
    let later = call.tx.rows(HISTORY, args![], version).await?;
    Ok(History { first: Rates::default(), later })
}

const HISTORY: &str = "select effective_from, rates from tariff order by effective_from";

fn version(row: &Row<'_>) -> Result<(Time, Rates)> {
    let from = row.next()?;
    Ok((from, Rates::default().with(&row.next_json::<TariffRates>()?)))
}

#[cfg(test)]
mod tests {
    use gostiny_wire::scalar::{Decimal2, Money};

    use super::{super::Scheme, *};

    #[test]
    fn rates_hold_from_their_moment_on() {
        let version = |at, dropoff| {
            let change = TariffRates { fbs_dropoff: Some(Decimal2(dropoff)), ..TariffRates::default() };
            (Time(at), Rates::default().with(&change))
        };
        let history = History { first: Rates::default(), later: vec![version(10, 1), version(20, 2)] };
        let dropoff = |at| history.at(Time(at)).logistics(Scheme::Fbs, 1, Money(1)).dropoff.0;
        assert_eq!([0, 9, 10, 19, 20, 99].map(dropoff), [2_500, 2_500, 1, 1, 2, 2]);
    }
}
