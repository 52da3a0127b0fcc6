//! The way from the root of the tree down to a category.

use std::collections::HashMap;

use gostiny_wire::scalar::CategoryId;

use crate::{
    args,
    call::Call,
    error::Result,
    store::{Arg, Row},
};

/// A category on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its number.
    pub category_id: CategoryId,
    /// Its Russian title.
    pub title: String,
}

/// Levels of a way at most; the tree has three.
const DEEPEST: usize = 8;

/// The way to each of these categories, the root first, itself last; nothing for one that does not exist. As many
/// statements as the tree has levels.
pub async fn paths(call: &mut Call, ids: &[CategoryId]) -> Result<HashMap<CategoryId, Vec<Step>>> {
    let mut known: HashMap<CategoryId, (CategoryId, String)> = HashMap::new();
    let mut wanted: Vec<CategoryId> = ids.to_vec();
    for _ in 0..DEEPEST {
        wanted.sort_unstable();
        wanted.dedup();
        wanted.retain(|id| id.0 != 0 && !known.contains_key(id));
        if wanted.is_empty() {
            break;
        }
        let list: Vec<Arg> = wanted.iter().map(|id| Arg::from(*id)).collect();
        let found = call.tx.rows_in(NODES, args![], &list, node).await?;
        wanted = found.iter().map(|(_, (parent, _))| *parent).collect();
        known.extend(found);
    }
    let way = |id: &CategoryId| {
        let mut steps = Vec::new();
        let mut at = *id;
        while let Some((parent, title)) = known.get(&at).filter(|_| steps.len() < DEEPEST) {
            steps.push(Step { category_id: at, title: title.clone() });
            at = *parent;
        }
        steps.reverse();
        steps
    };
    Ok(ids.iter().map(|id| (*id, way(id))).collect())
}

const NODES: &str = "select category_id, parent_id, title_ru from category where category_id {in}";

fn node(row: &Row<'_>) -> Result<(CategoryId, (CategoryId, String))> {
    Ok((row.next()?, (row.next()?, row.next()?)))
}
