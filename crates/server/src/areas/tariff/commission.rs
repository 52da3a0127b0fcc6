//! Commissions that the operator changed. What a category came with stands in the tree.

use std::collections::HashMap;

use gostiny_wire::scalar::{CategoryId, Time};

use super::{Commission, Scheme};
use crate::{
    args,
    call::Call,
    error::Result,
    store::{Arg, Row},
};

/// What was changed for one category, in hundredths of a percent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    fbo: Option<i64>,
    fbs: Option<i64>,
    rfbs: Option<i64>,
}

impl Changed {
    /// The commission in force, where the tree says `first`.
    pub fn over(self, first: Commission) -> Commission {
        Commission {
            fbo: self.fbo.unwrap_or(first.fbo),
            fbs: self.fbs.unwrap_or(first.fbs),
            rfbs: self.rfbs.unwrap_or(first.rfbs),
        }
    }

    fn set(&mut self, scheme: Scheme, basis_points: i64) {
        let place = match scheme {
            Scheme::Fbo => &mut self.fbo,
            Scheme::Fbs => &mut self.fbs,
            Scheme::Rfbs => &mut self.rfbs,
        };
        *place = Some(basis_points);
    }
}

/// A commission from its moment on.
pub(super) struct Version {
    pub category_id: CategoryId,
    pub scheme: Scheme,
    pub basis_points: i64,
}

pub(super) fn version(row: &Row<'_>) -> Result<Version> {
    Ok(Version { category_id: row.next()?, scheme: Scheme::parse(&row.next::<String>()?)?, basis_points: row.next()? })
}

/// What was changed for these categories and is in force at a moment.
pub async fn changed(call: &mut Call, ids: &[CategoryId], at: Time) -> Result<HashMap<CategoryId, Changed>> {
    let mut found: HashMap<CategoryId, Changed> = HashMap::new();
    if let Some(Changes(changes)) = call.known(|call| Box::pin(changes(call))).await?.as_deref() {
        for id in ids {
            for (_, version) in changes.get(id).into_iter().flatten().filter(|(from, _)| *from <= at) {
                found.entry(*id).or_default().set(version.scheme, version.basis_points);
            }
        }
        return Ok(found);
    }
    let list: Vec<Arg> = ids.iter().map(|id| Arg::from(*id)).collect();
    // The later ones come later and win.
    for version in call.tx.rows_in(CHANGED, args![at], &list, version).await? {
        found.entry(version.category_id).or_default().set(version.scheme, version.basis_points);
    }
    Ok(found)
}

/// All that was ever changed, by category, the later ones later.
struct Changes(HashMap<CategoryId, Vec<(Time, Version)>>);

async fn changes(call: &mut Call) -> Result<Changes> {
    let mut all: HashMap<CategoryId, Vec<(Time, Version)>> = HashMap::new();
    for (from, version) in call.tx.rows(ALL, &[], |row| Ok((row.next()?, version(row)?))).await? {
        all.entry(version.category_id).or_default().push((from, version));
    }
    Ok(Changes(all))
}

const ALL: &str = "select effective_from, category_id, scheme, basis_points from tariff_commission \
    order by effective_from";

const CHANGED: &str = "select category_id, scheme, basis_points from tariff_commission \
    where effective_from <= $1 and category_id {in} order by effective_from";
