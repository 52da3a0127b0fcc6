//! Loads the built-in taxonomy: categories, attributes, which category asks for which, dictionaries.

use gostiny_wire::scalar::{AttributeId, CategoryId, DictionaryId, ValueId};
use serde::Deserialize;

use crate::{args, call::Call, error::Result, store::Arg};

const TAXONOMY: &str = include_str!("../../../assets/taxonomy.json");

#[derive(Deserialize)]
struct Taxonomy {
    categories: Vec<Node>,
    attributes: Vec<Description>,
    dictionaries: Vec<Dictionary>,
}

#[derive(Deserialize)]
struct Text {
    ru: String,
    en: String,
}

#[derive(Deserialize)]
struct Node {
    category_id: CategoryId,
    title: Text,
    #[serde(default)]
    children: Vec<Node>,
    #[serde(default)]
    commission_basis_points: Rates,
    #[serde(default)]
    attributes: Vec<Asked>,
}

#[derive(Default, Deserialize)]
struct Rates {
    fbo: i64,
    fbs: i64,
    rfbs: i64,
}

#[derive(Deserialize)]
struct Asked {
    attribute_id: AttributeId,
    is_required: bool,
    #[serde(default)]
    value_ids: Vec<ValueId>,
}

#[derive(Deserialize)]
struct Description {
    id: AttributeId,
    name: Text,
    description: Text,
    r#type: String,
    is_collection: bool,
    is_aspect: bool,
    dictionary_id: DictionaryId,
    group_id: i64,
    group_name: Text,
    category_dependent: bool,
}

#[derive(Deserialize)]
struct Dictionary {
    id: DictionaryId,
    values: Vec<Value>,
}

#[derive(Deserialize)]
struct Value {
    id: ValueId,
    value: Text,
    info: String,
    picture: String,
}

/// Loads the built-in taxonomy into an empty world.
pub async fn load(call: &mut Call) -> Result<()> {
    let taxonomy: Taxonomy = serde_json::from_str(TAXONOMY)?;
    let mut rows = Rows::default();
    rows.add(&taxonomy.categories, CategoryId(0))?;
    call.tx.run_bulk(ADD_CATEGORIES, &rows.categories).await?;
    call.tx.run_bulk(ADD_ATTRIBUTES, &attributes(&taxonomy.attributes)).await?;
    call.tx.run_bulk(ADD_ASKED, &rows.asked).await?;
    call.tx.run_bulk(ADD_VALUES, &values(&taxonomy.dictionaries)).await?;
    Ok(())
}

const ADD_CATEGORIES: &str = "insert into category (category_id, parent_id, position, title_ru, title_en, is_leaf, \
    commission_fbo, commission_fbs, commission_rfbs) \
    select category_id, parent_id, position, title_ru, title_en, is_leaf, commission_fbo, commission_fbs, \
    commission_rfbs from {rows(category_id, parent_id, position, title_ru, title_en, is_leaf, commission_fbo, \
    commission_fbs, commission_rfbs)}";
const ADD_ATTRIBUTES: &str = "insert into attribute (attribute_id, name_ru, name_en, description_ru, description_en, \
    kind, is_collection, is_aspect, dictionary_id, group_id, group_name_ru, group_name_en, category_dependent) \
    select attribute_id, name_ru, name_en, description_ru, description_en, kind, is_collection, is_aspect, \
    dictionary_id, group_id, group_name_ru, group_name_en, category_dependent from {rows(attribute_id, name_ru, \
    name_en, description_ru, description_en, kind, is_collection, is_aspect, dictionary_id, group_id, group_name_ru, \
    group_name_en, category_dependent)}";
const ADD_ASKED: &str = "insert into category_attribute (category_id, attribute_id, position, is_required, value_ids) \
    select category_id, attribute_id, position, is_required, value_ids \
    from {rows(category_id, attribute_id, position, is_required, value_ids)}";
const ADD_VALUES: &str = "insert into dictionary_value (dictionary_id, value_id, value_ru, value_en, info, picture) \
    select dictionary_id, value_id, value_ru, value_en, info, picture \
    from {rows(dictionary_id, value_id, value_ru, value_en, info, picture)}";

/// Rows that come out of the nested tree. `position` counts nodes from the top down.
#[derive(Default)]
struct Rows {
    nodes: i64,
    categories: Vec<Vec<Arg>>,
    asked: Vec<Vec<Arg>>,
}

impl Rows {
    fn add(&mut self, nodes: &[Node], parent: CategoryId) -> Result<()> {
        for node in nodes {
            self.nodes += 1;
            let (id, rates) = (node.category_id, &node.commission_basis_points);
            let (ru, en, is_leaf) = (&node.title.ru, &node.title.en, node.children.is_empty());
            self.categories
                .push(args![id, parent, self.nodes, ru, en, is_leaf, rates.fbo, rates.fbs, rates.rfbs].to_vec());
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

fn attributes(all: &[Description]) -> Vec<Vec<Arg>> {
    let row = |one: &Description| {
        args![
            one.id,
            &one.name.ru,
            &one.name.en,
            &one.description.ru,
            &one.description.en,
            &one.r#type,
            one.is_collection,
            one.is_aspect,
            one.dictionary_id,
            one.group_id,
            &one.group_name.ru,
            &one.group_name.en,
            one.category_dependent
        ]
        .to_vec()
    };
    all.iter().map(row).collect()
}

fn values(all: &[Dictionary]) -> Vec<Vec<Arg>> {
    let rows = all.iter().flat_map(|dictionary| {
        dictionary
            .values
            .iter()
            .map(|one| args![dictionary.id, one.id, &one.value.ru, &one.value.en, &one.info, &one.picture].to_vec())
    });
    rows.collect()
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use super::*;

    fn leaves(nodes: &[Node]) -> Vec<&Node> {
        nodes
            .iter()
            .flat_map(|node| if node.children.is_empty() { vec![node] } else { leaves(&node.children) })
            .collect()
    }

    #[test]
    fn what_categories_ask_for_exists() {
        let taxonomy: Taxonomy = serde_json::from_str(TAXONOMY).unwrap();
        let attributes: HashMap<_, _> = taxonomy.attributes.iter().map(|one| (one.id, one.dictionary_id)).collect();
        let values: HashSet<_> =
            taxonomy.dictionaries.iter().flat_map(|one| one.values.iter().map(|value| (one.id, value.id))).collect();
        for leaf in leaves(&taxonomy.categories) {
            assert!(leaf.commission_basis_points.fbs > 0, "{}", leaf.title.en);
            for asked in &leaf.attributes {
                let dictionary = attributes[&asked.attribute_id];
                assert!(asked.value_ids.iter().all(|id| values.contains(&(dictionary, *id))), "{}", leaf.title.en);
            }
        }
        assert!(leaves(&taxonomy.categories).iter().any(|leaf| leaf.category_id == CategoryId(17_036_076)));
    }

    #[test]
    fn a_position_stands_after_the_parent_s() {
        let taxonomy: Taxonomy = serde_json::from_str(TAXONOMY).unwrap();
        let mut rows = Rows::default();
        rows.add(&taxonomy.categories, CategoryId(0)).unwrap();
        let ids: HashSet<_> = rows.categories.iter().map(|row| row[0].clone()).collect();
        assert_eq!(ids.len(), rows.categories.len(), "a category stands twice");
        let mut seen = HashSet::from([Arg::from(0)]);
        for row in &rows.categories {
            assert!(seen.contains(&row[1]));
            seen.insert(row[0].clone());
        }
    }
}
