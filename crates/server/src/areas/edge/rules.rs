//! What each call is held against, read once for each revision of what is kept in memory.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use gostiny_wire::{operator::Settings, scalar::ClientId};

use super::{calendar, fault};
use crate::{
    api::{Off, Pattern, Rules, Terms},
    areas::setting,
    call::Call,
    error::Result,
};

/// Faults, limits, and methods that are switched off.
pub fn rules(call: &mut Call) -> BoxFuture<'_, Result<Rules>> {
    Box::pin(async move {
        let mut rules =
            Rules { faults: fault::working(call).await?.into_iter().map(Arc::new).collect(), ..Rules::default() };
        for (seller, settings) in setting::everywhere(call).await? {
            let terms = terms(&settings)?;
            if seller == ClientId(0) {
                rules.all = terms;
            } else {
                rules.shops.insert(seller, terms);
            }
        }
        Ok(rules)
    })
}

fn terms(settings: &Settings) -> Result<Terms> {
    let limited = settings.rate_limits == Some(true);
    let chosen =
        settings.obsolete_methods.iter().flatten().map(|method| {
            Ok(Off { path: Pattern::parse("Settings.obsolete_methods", &method.path)?, from: method.from })
        });
    let mut off = chosen.collect::<Result<Vec<_>>>()?;
    if settings.method_calendar == Some(true) {
        off.extend(calendar::calendar()?);
    }
    Ok(Terms {
        per_second: settings.requests_per_second.filter(|_| limited).and_then(|calls| usize::try_from(calls).ok()),
        off,
        strict_zero: settings.strict_zero_values == Some(true),
    })
}
