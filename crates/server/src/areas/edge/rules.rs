//! What each call is held against, read once for each revision of what is kept in memory.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use gostiny_wire::{
    operator::{Settings, WrongVerb},
    scalar::ClientId,
};

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
        let faults = fault::working(call).await?.into_iter().map(Arc::new).collect();
        let mut rules = Rules { faults, lives: calendar::lives(), ..Rules::default() };
        for (seller, settings) in setting::everywhere(call).await? {
            let terms = terms(&settings)?;
            if seller == ClientId(0) {
                rules.names_wrong_verb = settings.wrong_verb == Some(WrongVerb::MethodNotAllowed);
                rules.all = terms;
            } else {
                rules.shops.insert(seller, terms);
            }
        }
        Ok(rules)
    })
}

fn terms(settings: &Settings) -> Result<Terms> {
    let chosen =
        settings.obsolete_methods.iter().flatten().map(|method| {
            Ok(Off { path: Pattern::parse("Settings.obsolete_methods", &method.path)?, from: method.from })
        });
    let mut off = chosen.collect::<Result<Vec<_>>>()?;
    if settings.method_calendar == Some(true) {
        off.extend(calendar::switched_off()?);
    }
    Ok(Terms {
        limited: settings.rate_limits,
        per_second: settings.requests_per_second.and_then(|calls| usize::try_from(calls).ok()),
        date: setting::api_date(settings),
        off,
        strict_zero: settings.strict_zero_values == Some(true),
    })
}
