//! Who used the limits up.

use std::sync::Arc;

use gostiny_wire::operator::edge::{LimitBudget, LimitUse, LimitsGetRequest, LimitsGetResponse};

use crate::{
    App,
    api::limit::LONGEST_VIEW,
    error::{Error, Result},
};

/// What this process saw of it.
pub async fn get(app: Arc<App>, req: LimitsGetRequest) -> Result<LimitsGetResponse> {
    let minutes = if req.minutes == 0 { 1 } else { req.minutes };
    let limit = if req.limit == 0 { 100 } else { req.limit };
    for (field, value, high) in [("minutes", minutes, LONGEST_VIEW), ("limit", limit, 1_000)] {
        if !(1..=high).contains(&value) {
            return Err(Error::invalid(
                format!("LimitsGetRequest.{field}"),
                format!("value must be inside range [1, {high}]"),
            ));
        }
    }
    let (now, rows) = (app.world.clock.now(), usize::try_from(limit).unwrap_or_default());
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let size = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let uses = app.edge.meter.uses(now, minutes, req.client_id).into_iter().take(rows).map(|of| LimitUse {
        client_id: of.client_id,
        key_id: of.key_id,
        path: of.path.to_owned(),
        calls: number(of.calls),
        refused: number(of.refused),
    });
    let budgets = app.edge.meter.budgets(now, req.client_id).into_iter().take(rows).map(|of| LimitBudget {
        client_id: of.client_id,
        paths: of.paths.iter().map(|path| (*path).to_owned()).collect(),
        limit: size(of.limit),
        seconds: of.seconds,
        used: size(of.used),
    });
    Ok(LimitsGetResponse { now, minutes, uses: uses.collect(), budgets: budgets.collect() })
}
