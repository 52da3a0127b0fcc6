//! Which ways of delivery a buyer's address can choose from, and how soon each is there: the areas that sellers bound
//! to their delivery methods.

use gostiny_wire::scalar::DeliveryMethodId;

use super::{
    order::Address,
    source::{self, Need, Sellable, Source},
};
use crate::{
    areas::{
        polygon::{self, Reach},
        warehouse,
    },
    call::Call,
    error::{Error, Result},
};

/// Sources that reach the address.
pub(super) struct Reached {
    /// Each with the minutes that its method promises.
    sources: Vec<(Source, Option<i64>)>,
    /// There were sources that do not reach it.
    some_do_not: bool,
}

/// Leaves the sources that reach an address, each with its soonest method. An address without coordinates keeps no
/// source away, nor does one that was invented because the order gave none (`is_given` is false).
pub(super) async fn within(
    call: &mut Call,
    sources: Vec<Source>,
    named: Option<DeliveryMethodId>,
    address: &Address,
    is_given: bool,
) -> Result<Reached> {
    let everywhere = |sources: Vec<Source>| Reached {
        sources: sources.into_iter().map(|source| (source, None)).collect(),
        some_do_not: false,
    };
    let located = address.latitude != 0.0 || address.longitude != 0.0;
    if !located || sources.iter().all(|source| source.own.is_none()) {
        return Ok(everywhere(sources));
    }
    let reached = polygon::reach(call, address.longitude, address.latitude).await?;
    if reached.is_empty() {
        return Ok(everywhere(sources));
    }
    let of = |id: DeliveryMethodId| reached.get(&id).copied().unwrap_or(Reach::Everywhere);
    let mut methods = warehouse::methods(call, None).await?;
    methods.retain(|method| of(method.delivery_method_id) != Reach::Not);
    methods.retain(|method| named.is_none_or(|named| method.delivery_method_id == named));
    methods.sort_by_key(|method| {
        let soonest = match of(method.delivery_method_id) {
            Reach::Within(minutes) => minutes,
            Reach::Everywhere | Reach::Not => i64::MAX,
        };
        (soonest, method.delivery_method_id)
    });
    let before = sources.len();
    let chosen = |source: Source| {
        let Some((warehouse, usual)) = source.own else { return Some((source, None)) };
        let soonest = methods.iter().find(|method| method.warehouse_id == warehouse.warehouse_id).cloned();
        let method = if is_given { soonest? } else { soonest.unwrap_or(usual) };
        let minutes = match of(method.delivery_method_id) {
            Reach::Within(minutes) => Some(minutes),
            Reach::Everywhere | Reach::Not => None,
        };
        Some((Source { own: Some((warehouse, method)), ..source }, minutes))
    };
    let sources: Vec<_> = sources.into_iter().filter_map(chosen).collect();
    if let (true, Some(named)) = (sources.is_empty(), named) {
        return Err(Error::Conflict(format!("delivery method {named} does not deliver to this address")));
    }
    Ok(Reached { some_do_not: sources.len() < before, sources })
}

impl Reached {
    /// Which source each need is met from, with the minutes it promises.
    pub fn choose(&self, needs: &[Need], sellable: Sellable) -> Result<Vec<(Source, Option<i64>)>> {
        let sources: Vec<Source> = self.sources.iter().map(|(source, _)| source.clone()).collect();
        let chosen = match source::choose(needs, &sources, sellable) {
            Err(Error::Conflict(text)) if self.some_do_not => {
                return Err(Error::Conflict(format!("{text} that can be brought to this address")));
            }
            chosen => chosen?,
        };
        Ok(chosen.into_iter().filter_map(|at| self.sources.get(at).cloned()).collect())
    }
}
