//! Takes a taxonomy document over: what is new comes in, what is known changes, nothing leaves. First everything is
//! planned and judged, then all of it is written.

use std::collections::{BTreeSet, HashMap, HashSet};

use gostiny_wire::{
    operator::{TaxonomyCount, TaxonomyImportRequest, TaxonomyImportResponse},
    scalar::{AttributeId, CategoryId, DictionaryId, ValueId},
};

use super::{
    document,
    load::{KEEP_ASKED, KEEP_ATTRIBUTES, KEEP_CATEGORIES, KEEP_VALUES, Rows},
};
use crate::{
    args,
    call::Call,
    error::{Error, Result},
    known,
    store::{Arg, Row},
};

/// Rows written with one statement.
const PIECE: usize = 2_000;

/// What an import will do.
pub struct Plan {
    /// Counted.
    pub counts: TaxonomyImportResponse,
    /// Categories that must have no goods: leaves that become branches, and leaves that ask for an attribute which
    /// changes its kind or its dictionary.
    pub without_goods: Vec<CategoryId>,
    writes: [(&'static str, Vec<Vec<Arg>>); 4],
}

/// Judges a document, by itself and beside the tree that is there.
pub async fn plan(call: &mut Call, taxonomy: &TaxonomyImportRequest) -> Result<Plan> {
    let faults = document::faults(taxonomy);
    if !faults.is_empty() {
        return Err(Error::BadRequest(format!("the taxonomy cannot be taken over: {}", faults.join("; "))));
    }
    let known = Known::read(call, taxonomy).await?;
    known.covers(call, taxonomy).await?;
    let mut rows = Rows::of(taxonomy)?;
    let branches = branches(&mut rows.categories, &known.categories);
    let altered = altered(&rows.attributes, &known.attributes);
    let mut without_goods: BTreeSet<CategoryId> = branches.into_iter().collect();
    let list: Vec<Arg> = altered.into_iter().map(Arg::from).collect();
    without_goods.extend(call.tx.rows_in(ASKING, &[], &list, |row| row.next::<CategoryId>()).await?);
    let (categories, categories_count) = differing(rows.categories, &known.categories, 1);
    let (attributes, attributes_count) = differing(rows.attributes, &known.attributes, 1);
    let (asked, asked_count) = differing(rows.asked, &known.asked, 2);
    let (values, values_count) = differing(rows.values, &known.values, 2);
    Ok(Plan {
        counts: TaxonomyImportResponse {
            dry_run: taxonomy.dry_run,
            categories: categories_count,
            attributes: attributes_count,
            asked: asked_count,
            values: values_count,
        },
        without_goods: without_goods.into_iter().collect(),
        writes: [
            (KEEP_CATEGORIES, categories),
            (KEEP_ATTRIBUTES, attributes),
            (KEEP_ASKED, asked),
            (KEEP_VALUES, values),
        ],
    })
}

const ASKING: &str = "select distinct category_id from category_attribute where attribute_id {in}";

/// Carries a plan out. `progress` hears how many rows of how many are written.
pub async fn apply(call: &mut Call, plan: &Plan, progress: &(dyn Fn(usize, usize) + Send + Sync)) -> Result<()> {
    let all: usize = plan.writes.iter().map(|(_, rows)| rows.len()).sum();
    let mut done = 0;
    for (sql, rows) in &plan.writes {
        for piece in rows.chunks(PIECE) {
            call.tx.run_bulk(sql, piece).await?;
            done += piece.len();
            progress(done, all);
        }
    }
    known::changed(call).await
}

/// Rows by their key.
type Stored = HashMap<Vec<Arg>, Vec<Arg>>;

/// What is stored of the things a document speaks of.
struct Known {
    categories: Stored,
    attributes: Stored,
    asked: Stored,
    values: Stored,
}

impl Known {
    async fn read(call: &mut Call, taxonomy: &TaxonomyImportRequest) -> Result<Self> {
        let categories = call.tx.rows(CATEGORIES, &[], |row| columns(row, "iiittiiii")).await?;
        let attributes = call.tx.rows(ATTRIBUTES, &[], |row| columns(row, "itttttiiiitti")).await?;
        let asked = call.tx.rows(ASKED, &[], |row| columns(row, "iiiit")).await?;
        let list: Vec<Arg> = taxonomy.dictionaries.iter().map(|one| one.id.into()).collect();
        let values = call.tx.rows_in(VALUES, &[], &list, |row| columns(row, "iitttttt")).await?;
        Ok(Self {
            categories: by_key(categories, 1),
            attributes: by_key(attributes, 1),
            asked: by_key(asked, 2),
            values: by_key(values, 2),
        })
    }

    /// Whether what the document refers to and does not hold itself is there.
    async fn covers(&self, call: &mut Call, taxonomy: &TaxonomyImportRequest) -> Result<()> {
        let own: HashMap<AttributeId, DictionaryId> =
            taxonomy.attributes.iter().map(|one| (one.id, one.dictionary_id)).collect();
        let mut dictionaries: BTreeSet<DictionaryId> = own.values().copied().collect();
        dictionaries.remove(&DictionaryId(0));
        dictionaries.retain(|id| !taxonomy.dictionaries.iter().any(|one| one.id == *id));
        for id in dictionaries {
            if call.tx.row(ANY_VALUE, args![id], |row| row.next::<i64>()).await?.is_none() {
                return Err(missing(format!("there is no dictionary {id}")));
            }
        }
        let mut picked: BTreeSet<(DictionaryId, ValueId)> = BTreeSet::new();
        let mut open: Vec<_> = taxonomy.categories.iter().collect();
        while let Some(node) = open.pop() {
            open.extend(&node.children);
            for asked in &node.attributes {
                let id = asked.attribute_id;
                let stored = self.attributes.get(args![id].as_slice()).and_then(|row| row.get(8));
                let dictionary = match (own.get(&id), stored) {
                    (Some(own), _) => *own,
                    (None, Some(Arg::Int(Some(stored)))) => DictionaryId(*stored),
                    _ => return Err(missing(format!("category {} asks for attribute {id}", node.category_id))),
                };
                picked.extend(asked.value_ids.iter().map(|value| (dictionary, *value)));
            }
        }
        let held: HashSet<(DictionaryId, ValueId)> =
            taxonomy.dictionaries.iter().flat_map(|one| one.values.iter().map(|value| (one.id, value.id))).collect();
        picked.retain(|pair| !held.contains(pair));
        let elsewhere: Vec<(DictionaryId, ValueId)> = picked.into_iter().collect();
        let found = super::values(call, &elsewhere).await?;
        match elsewhere.iter().find(|pair| !found.contains_key(pair)) {
            Some((dictionary, value)) => Err(missing(format!("dictionary {dictionary} has no value {value}"))),
            None => Ok(()),
        }
    }
}

const CATEGORIES: &str = "select category_id, parent_id, position, title_ru, title_en, is_leaf, commission_fbo, \
    commission_fbs, commission_rfbs from category";
const ATTRIBUTES: &str = "select attribute_id, name_ru, name_en, description_ru, description_en, kind, is_collection, \
    is_aspect, dictionary_id, group_id, group_name_ru, group_name_en, category_dependent from attribute";
const ASKED: &str = "select category_id, attribute_id, position, is_required, value_ids from category_attribute";
const VALUES: &str = "select dictionary_id, value_id, value_ru, value_en, info, picture, key_ru, key_en \
    from dictionary_value where dictionary_id {in}";
const ANY_VALUE: &str = "select value_id from dictionary_value where dictionary_id = $1 limit 1";

fn missing(what: String) -> Error {
    Error::BadRequest(format!("the taxonomy cannot be taken over: {what}, which neither it nor the tree holds"))
}

/// The columns of a row as values again: `i` is a number, `t` a text.
fn columns(row: &Row<'_>, kinds: &str) -> Result<Vec<Arg>> {
    let column =
        |kind: char| if kind == 'i' { Ok(row.next::<i64>()?.into()) } else { Ok(row.next::<String>()?.into()) };
    kinds.chars().map(column).collect()
}

fn by_key(rows: Vec<Vec<Arg>>, key: usize) -> Stored {
    rows.into_iter().map(|row| (row.get(..key).unwrap_or_default().to_vec(), row)).collect()
}

/// Rows that are not stored like this, sorted by key, and the count of all.
fn differing(rows: Vec<Vec<Arg>>, stored: &Stored, key: usize) -> (Vec<Vec<Arg>>, TaxonomyCount) {
    let mut count = TaxonomyCount::default();
    let mut kept: Vec<Vec<Arg>> = Vec::new();
    for row in rows {
        match stored.get(row.get(..key).unwrap_or_default()) {
            Some(before) if *before == row => count.unchanged += 1,
            Some(_) => count.changed += 1,
            None => count.added += 1,
        }
        if stored.get(row.get(..key).unwrap_or_default()) != Some(&row) {
            kept.push(row);
        }
    }
    kept.sort_by_key(|row| row.iter().take(key).map(number).collect::<Vec<_>>());
    (kept, count)
}

fn number(arg: &Arg) -> i64 {
    match arg {
        Arg::Int(Some(number)) => *number,
        _ => 0,
    }
}

/// Sets which of the document's categories are leaves once it is taken over: a node without children in it may have
/// children in the tree. Answers the leaves that become branches.
fn branches(rows: &mut [Vec<Arg>], stored: &Stored) -> Vec<CategoryId> {
    let at = |row: &[Arg], place: usize| row.get(place).map(number).unwrap_or_default();
    let mut parents: HashMap<i64, i64> = stored.values().map(|row| (at(row, 0), at(row, 1))).collect();
    parents.extend(rows.iter().map(|row| (at(row, 0), at(row, 1))));
    let with_children: HashSet<i64> = parents.values().copied().collect();
    let mut become_branches = Vec::new();
    for row in rows {
        let (id, is_leaf) = (at(row, 0), !with_children.contains(&at(row, 0)));
        if let Some(column) = row.get_mut(5) {
            *column = is_leaf.into();
        }
        let was_leaf = stored.get(args![id].as_slice()).is_some_and(|row| at(row, 5) == 1);
        if was_leaf && !is_leaf {
            become_branches.push(CategoryId(id));
        }
    }
    become_branches
}

/// Attributes that change their kind or their dictionary: values that goods have would mean something else.
fn altered(rows: &[Vec<Arg>], stored: &Stored) -> Vec<AttributeId> {
    let differs = |row: &&Vec<Arg>| {
        let before = stored.get(row.get(..1).unwrap_or_default());
        before.is_some_and(|before| [5, 8].iter().any(|at| before.get(*at) != row.get(*at)))
    };
    rows.iter().filter(differs).map(|row| AttributeId(row.first().map(number).unwrap_or_default())).collect()
}
