//! The operator changes tariffs from a moment on, and looks at them.

use std::collections::BTreeMap;

use gostiny_wire::{
    operator::insight::{TariffCommission, TariffRates, Tariffs, TariffsGetRequest, TariffsSetRequest},
    scalar::{Decimal2, Time},
};

use super::{
    Scheme,
    commission::{Version, version},
    history,
};
use crate::{
    args,
    call::Call,
    check,
    error::{Error, Result},
    known,
    store::Arg,
};

const REQUEST: &str = "TariffsSetRequest";
/// Commissions in one change.
const MOST_COMMISSIONS: usize = 1_000;
/// No rate is above a million.
const HIGHEST: i64 = 100_000_000;

/// The tariffs of a moment.
pub(super) async fn get(call: &mut Call, req: &TariffsGetRequest) -> Result<Tariffs> {
    told(call, req.at.unwrap_or(call.now)).await
}

/// Changes what is given; what was agreed for later stays as it was agreed.
pub(super) async fn set(call: &mut Call, req: &TariffsSetRequest) -> Result<Tariffs> {
    check::items(REQUEST, "Commissions", req.commissions.len(), 0, MOST_COMMISSIONS)?;
    let from = req.effective_from.unwrap_or(call.now);
    if from < call.now {
        // What was charged stays charged.
        return Err(Error::invalid(format!("{REQUEST}.EffectiveFrom"), "value must not lie in the past"));
    }
    valid(&req.rates)?;
    if req.rates != TariffRates::default() {
        let rates = history(call).await?.at(from).with(&req.rates);
        call.tx.run(SET, args![from, serde_json::to_string(rates.told())?]).await?;
    }
    // By key, and the last one counts where a category is named twice.
    let mut rows = BTreeMap::new();
    for (at, commission) in req.commissions.iter().enumerate() {
        let (scheme, row) = row(at, commission, from)?;
        rows.insert((commission.category_id, scheme), row);
    }
    call.tx.run_bulk(SET_COMMISSIONS, &rows.into_values().collect::<Vec<_>>()).await?;
    known::changed(call).await?;
    told(call, from).await
}

const SET: &str = "insert into tariff (effective_from, rates) values ($1, $2) \
    on conflict (effective_from) do update set rates = excluded.rates";

const SET_COMMISSIONS: &str = "insert into tariff_commission (category_id, scheme, effective_from, basis_points) \
    select category_id, scheme, effective_from, basis_points \
    from {rows(category_id, scheme, effective_from, basis_points)} where true \
    on conflict (category_id, scheme, effective_from) do update set basis_points = excluded.basis_points";

fn row(at: usize, commission: &TariffCommission, from: Time) -> Result<(Scheme, Vec<Arg>)> {
    let field = |name: &str| format!("{REQUEST}.Commissions[{at}].{name}");
    let scheme = Scheme::parse(&commission.scheme)
        .map_err(|_| Error::invalid(field("Scheme"), "value must be fbo, fbs or rfbs"))?;
    if !(0..=10_000).contains(&commission.percent.0) {
        return Err(Error::invalid(field("Percent"), "value must be inside range [0, 100]"));
    }
    if commission.category_id.0 <= 0 {
        return Err(Error::invalid(field("CategoryId"), "value must be greater than 0"));
    }
    Ok((scheme, args![commission.category_id, scheme.as_str(), from, commission.percent.0].to_vec()))
}

fn valid(rates: &TariffRates) -> Result<()> {
    let amounts = [
        ("fbo_fulfillment", rates.fbo_fulfillment),
        ("fbo_first_litre", rates.fbo_first_litre),
        ("fbo_further_litre", rates.fbo_further_litre),
        ("fbo_return_first_litre", rates.fbo_return_first_litre),
        ("fbo_return_further_litre", rates.fbo_return_further_litre),
        ("fbo_return_handling", rates.fbo_return_handling),
        ("fbs_dropoff", rates.fbs_dropoff),
        ("fbs_first_litre", rates.fbs_first_litre),
        ("fbs_further_litre", rates.fbs_further_litre),
        ("fbs_return_first_litre", rates.fbs_return_first_litre),
        ("fbs_return_further_litre", rates.fbs_return_further_litre),
        ("fbs_return_handling", rates.fbs_return_handling),
        ("last_mile_least", rates.last_mile_least),
        ("last_mile_most", rates.last_mile_most),
        ("storage_litre_day", rates.storage_litre_day),
        ("fbs_keeping_day", rates.fbs_keeping_day),
        ("cancel_fee", rates.cancel_fee),
    ];
    let out = |field: &str, high: i64| {
        let rule = format!("value must be inside range [0, {high}]");
        Err(Error::invalid(format!("{REQUEST}.Rates.{field}"), rule))
    };
    let wrong = |rate: Option<Decimal2>, high: i64| rate.is_some_and(|rate| !(0..=high).contains(&rate.0));
    for (field, rate) in amounts {
        if wrong(rate, HIGHEST) {
            return out(field, HIGHEST / 100);
        }
    }
    if wrong(rates.last_mile_percent, 10_000) {
        return out("last_mile_percent", 100);
    }
    if rates.storage_free_days.is_some_and(|days| !(0..=3_650).contains(&days)) {
        return out("storage_free_days", 3_650);
    }
    Ok(())
}

async fn told(call: &mut Call, at: Time) -> Result<Tariffs> {
    let rates = history(call).await?.at(at).told().clone();
    let found = call.tx.rows(IN_FORCE, args![at], version).await?;
    let commission = |version: Version| TariffCommission {
        category_id: version.category_id,
        scheme: version.scheme.as_str().to_owned(),
        percent: Decimal2(version.basis_points),
    };
    Ok(Tariffs { at, rates, commissions: found.into_iter().map(commission).collect() })
}

const IN_FORCE: &str = "select category_id, scheme, basis_points from tariff_commission c where effective_from = \
    (select max(effective_from) from tariff_commission l where l.category_id = c.category_id and l.scheme = c.scheme \
    and l.effective_from <= $1) order by category_id, scheme";
