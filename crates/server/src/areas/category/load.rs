//! The built-in taxonomy, and how a document of `docs/taxonomy.md` becomes rows.

use gostiny_wire::{
    operator::{TaxonomyAttribute, TaxonomyCategory, TaxonomyDictionary, TaxonomyImportRequest, TaxonomyText},
    scalar::CategoryId,
};

use super::value::search_key;
use crate::{args, call::Call, error::Result, known, store::Arg};

const TAXONOMY: &str = include_str!("../../../assets/taxonomy.json");

/// The built-in document.
pub(super) fn built_in() -> Result<TaxonomyImportRequest> {
    Ok(serde_json::from_str(TAXONOMY)?)
}

/// Loads the built-in taxonomy into an empty world.
pub async fn load(call: &mut Call) -> Result<()> {
    let rows = Rows::of(&built_in()?)?;
    call.tx.run_bulk(KEEP_CATEGORIES, &rows.categories).await?;
    call.tx.run_bulk(KEEP_ATTRIBUTES, &rows.attributes).await?;
    call.tx.run_bulk(KEEP_ASKED, &rows.asked).await?;
    call.tx.run_bulk(KEEP_VALUES, &rows.values).await?;
    known::changed(call).await
}

pub(super) const KEEP_CATEGORIES: &str = "insert into category (category_id, parent_id, position, title_ru, title_en, \
    is_leaf, commission_fbo, commission_fbs, commission_rfbs) \
    select category_id, parent_id, position, title_ru, title_en, is_leaf, commission_fbo, commission_fbs, \
    commission_rfbs from {rows(category_id, parent_id, position, title_ru, title_en, is_leaf, commission_fbo, \
    commission_fbs, commission_rfbs)} where true on conflict (category_id) do update set \
    parent_id = excluded.parent_id, position = excluded.position, title_ru = excluded.title_ru, \
    title_en = excluded.title_en, is_leaf = excluded.is_leaf, commission_fbo = excluded.commission_fbo, \
    commission_fbs = excluded.commission_fbs, commission_rfbs = excluded.commission_rfbs";
pub(super) const KEEP_ATTRIBUTES: &str = "insert into attribute (attribute_id, name_ru, name_en, description_ru, \
    description_en, kind, is_collection, is_aspect, dictionary_id, group_id, group_name_ru, group_name_en, \
    category_dependent) select attribute_id, name_ru, name_en, description_ru, description_en, kind, is_collection, \
    is_aspect, dictionary_id, group_id, group_name_ru, group_name_en, category_dependent \
    from {rows(attribute_id, name_ru, name_en, description_ru, description_en, kind, is_collection, is_aspect, \
    dictionary_id, group_id, group_name_ru, group_name_en, category_dependent)} where true \
    on conflict (attribute_id) do update set name_ru = excluded.name_ru, name_en = excluded.name_en, \
    description_ru = excluded.description_ru, description_en = excluded.description_en, kind = excluded.kind, \
    is_collection = excluded.is_collection, is_aspect = excluded.is_aspect, dictionary_id = excluded.dictionary_id, \
    group_id = excluded.group_id, group_name_ru = excluded.group_name_ru, group_name_en = excluded.group_name_en, \
    category_dependent = excluded.category_dependent";
pub(super) const KEEP_ASKED: &str = "insert into category_attribute (category_id, attribute_id, position, \
    is_required, value_ids) select category_id, attribute_id, position, is_required, value_ids \
    from {rows(category_id, attribute_id, position, is_required, value_ids)} where true \
    on conflict (category_id, attribute_id) do update set position = excluded.position, \
    is_required = excluded.is_required, value_ids = excluded.value_ids";
pub(super) const KEEP_VALUES: &str = "insert into dictionary_value (dictionary_id, value_id, value_ru, value_en, \
    info, picture, key_ru, key_en) \
    select dictionary_id, value_id, value_ru, value_en, info, picture, key_ru, key_en \
    from {rows(dictionary_id, value_id, value_ru, value_en, info, picture, key_ru, key_en)} where true \
    on conflict (dictionary_id, value_id) do update set value_ru = excluded.value_ru, value_en = excluded.value_en, \
    info = excluded.info, picture = excluded.picture, key_ru = excluded.key_ru, key_en = excluded.key_en";

/// A document as rows, each in the order of the columns above. `position` counts categories from the top down, and
/// attributes within their category.
#[derive(Default)]
pub(super) struct Rows {
    pub categories: Vec<Vec<Arg>>,
    pub attributes: Vec<Vec<Arg>>,
    pub asked: Vec<Vec<Arg>>,
    pub values: Vec<Vec<Arg>>,
}

impl Rows {
    pub fn of(taxonomy: &TaxonomyImportRequest) -> Result<Self> {
        let mut rows = Self {
            attributes: taxonomy.attributes.iter().map(attribute).collect(),
            values: taxonomy.dictionaries.iter().flat_map(values).collect(),
            ..Self::default()
        };
        rows.add(&taxonomy.categories, CategoryId(0))?;
        Ok(rows)
    }

    fn add(&mut self, nodes: &[TaxonomyCategory], parent: CategoryId) -> Result<()> {
        for node in nodes {
            let position = i64::try_from(self.categories.len() + 1).unwrap_or(i64::MAX);
            let (id, rates) = (node.category_id, node.commission_basis_points);
            let (title, is_leaf) = (&node.title, node.children.is_empty());
            let row =
                args![id, parent, position, &title.ru, en(title), is_leaf, rates.fbo, rates.fbs, rates.rfbs].to_vec();
            self.categories.push(row);
            for (position, asked) in (1_i64..).zip(&node.attributes) {
                let ids =
                    if asked.value_ids.is_empty() { String::new() } else { serde_json::to_string(&asked.value_ids)? };
                self.asked.push(args![id, asked.attribute_id, position, asked.is_required, ids].to_vec());
            }
            self.add(&node.children, id)?;
        }
        Ok(())
    }
}

/// What is not said in English is said in Russian.
fn en(text: &TaxonomyText) -> &str {
    if text.en.is_empty() { &text.ru } else { &text.en }
}

fn attribute(one: &TaxonomyAttribute) -> Vec<Arg> {
    let texts = args![&one.name.ru, en(&one.name), &one.description.ru, en(&one.description), &one.r#type];
    let facts = args![one.is_collection, one.is_aspect, one.dictionary_id, one.group_id];
    let group = args![&one.group_name.ru, en(&one.group_name), one.category_dependent];
    [args![one.id].as_slice(), texts, facts, group].concat()
}

fn values(dictionary: &TaxonomyDictionary) -> impl Iterator<Item = Vec<Arg>> + '_ {
    dictionary.values.iter().map(|one| {
        let (ru, en) = (&one.value.ru, en(&one.value));
        args![dictionary.id, one.id, ru, en, &one.info, &one.picture, search_key(ru), search_key(en)].to_vec()
    })
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashSet};

    use super::*;

    fn leaves(nodes: &[TaxonomyCategory]) -> Vec<&TaxonomyCategory> {
        nodes
            .iter()
            .flat_map(|node| if node.children.is_empty() { vec![node] } else { leaves(&node.children) })
            .collect()
    }

    fn depth(nodes: &[TaxonomyCategory]) -> usize {
        nodes.iter().map(|node| 1 + depth(&node.children)).max().unwrap_or(0)
    }

    #[test]
    fn the_built_in_tree_has_everything_once() {
        let taxonomy = built_in().unwrap();
        assert_eq!(super::super::document::faults(&taxonomy), Vec::<String>::new());
        let leaves = leaves(&taxonomy.categories);
        assert!(leaves.iter().all(|leaf| leaf.commission_basis_points.fbs > 0));
        assert!(leaves.iter().any(|leaf| leaf.category_id == CategoryId(17_036_076)));
        assert_eq!(depth(&taxonomy.categories), 4);
        let kinds: BTreeSet<&str> = taxonomy.attributes.iter().map(|one| one.r#type.as_str()).collect();
        assert_eq!(kinds, BTreeSet::from(["Boolean", "Decimal", "ImageURL", "Integer", "String", "URL"]));
        assert!(taxonomy.dictionaries.iter().any(|one| one.values.len() > 2_000));
    }

    #[test]
    fn a_position_stands_after_the_parent_s() {
        let rows = Rows::of(&built_in().unwrap()).unwrap();
        let ids: HashSet<_> = rows.categories.iter().map(|row| row[0].clone()).collect();
        assert_eq!(ids.len(), rows.categories.len(), "a category stands twice");
        let mut seen = HashSet::from([Arg::from(0)]);
        for row in &rows.categories {
            assert!(seen.contains(&row[1]));
            seen.insert(row[0].clone());
        }
    }
}
