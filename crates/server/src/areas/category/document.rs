//! What a taxonomy document must be in itself. Pure; what it means beside the tree that is there, `import.rs` knows.

use std::collections::{HashMap, HashSet};

use gostiny_wire::{
    operator::{TaxonomyCategory, TaxonomyImportRequest, TaxonomyText},
    scalar::{AttributeId, CategoryId, DictionaryId},
};

/// Kinds of attributes.
const KINDS: &[&str] = &["String", "Integer", "Decimal", "Boolean", "URL", "ImageURL"];
/// Levels of the tree.
const DEEPEST: usize = 10;
/// Characters of a title, a name or a value.
const LONGEST: usize = 1_000;
/// Faults that are told.
const MOST_TOLD: usize = 20;

/// All that is wrong with a document, the first twenty faults.
pub(super) fn faults(taxonomy: &TaxonomyImportRequest) -> Vec<String> {
    let mut look = Look::default();
    look.nodes(&taxonomy.categories, 1);
    look.attributes(taxonomy);
    look.dictionaries(taxonomy);
    look.values_asked(taxonomy);
    look.faults
}

#[derive(Default)]
struct Look {
    faults: Vec<String>,
    categories: HashSet<CategoryId>,
}

impl Look {
    fn fault(&mut self, text: String) {
        if self.faults.len() < MOST_TOLD {
            self.faults.push(text);
        }
    }

    fn text(&mut self, what: &str, text: &TaxonomyText) {
        if text.ru.trim().is_empty() {
            self.fault(format!("{what} has no Russian text"));
        }
        if [&text.ru, &text.en].iter().any(|text| text.chars().count() > LONGEST || text.contains('\0')) {
            self.fault(format!("{what} has a text over {LONGEST} characters, or one with the character zero"));
        }
    }

    /// PostgreSQL takes no text with the character zero, and a file of the command may hold one.
    fn without_zero(&mut self, what: &str, texts: &[&str]) {
        if texts.iter().any(|text| text.contains('\0')) {
            self.fault(format!("{what} has a text with the character zero"));
        }
    }

    fn nodes(&mut self, nodes: &[TaxonomyCategory], level: usize) {
        for node in nodes {
            let what = format!("category {}", node.category_id);
            if node.category_id.0 <= 0 {
                self.fault(format!("{what}: the number must be positive"));
            }
            if !self.categories.insert(node.category_id) {
                self.fault(format!("{what} stands twice"));
            }
            if level > DEEPEST {
                self.fault(format!("{what} stands below level {DEEPEST}"));
                continue;
            }
            self.text(&what, &node.title);
            let rates = node.commission_basis_points;
            if [rates.fbo, rates.fbs, rates.rfbs].iter().any(|rate| !(0..=10_000).contains(rate)) {
                self.fault(format!("{what}: a commission is not between 0 and 10000"));
            }
            if !node.children.is_empty() && !node.attributes.is_empty() {
                self.fault(format!("{what} is no leaf and asks for attributes"));
            }
            let mut asked = HashSet::new();
            if let Some(twice) = node.attributes.iter().find(|one| !asked.insert(one.attribute_id)) {
                self.fault(format!("{what} asks for attribute {} twice", twice.attribute_id));
            }
            self.nodes(&node.children, level + 1);
        }
    }

    fn attributes(&mut self, taxonomy: &TaxonomyImportRequest) {
        let mut seen = HashSet::new();
        for one in &taxonomy.attributes {
            let what = format!("attribute {}", one.id);
            if one.id.0 <= 0 || one.dictionary_id.0 < 0 || one.group_id < 0 {
                self.fault(format!("{what}: a number is negative, or its own is not positive"));
            }
            if !seen.insert(one.id) {
                self.fault(format!("{what} stands twice"));
            }
            self.text(&what, &one.name);
            let (about, group) = (&one.description, &one.group_name);
            self.without_zero(&what, &[&about.ru, &about.en, &group.ru, &group.en]);
            if !KINDS.contains(&one.r#type.as_str()) {
                self.fault(format!("{what}: the type {:?} is not one of {}", one.r#type, KINDS.join(", ")));
            }
        }
    }

    fn dictionaries(&mut self, taxonomy: &TaxonomyImportRequest) {
        let mut seen = HashSet::new();
        for dictionary in &taxonomy.dictionaries {
            let what = format!("dictionary {}", dictionary.id);
            if dictionary.id.0 <= 0 || !seen.insert(dictionary.id) {
                self.fault(format!("{what} stands twice, or its number is not positive"));
            }
            let mut values = HashSet::with_capacity(dictionary.values.len());
            for value in &dictionary.values {
                if value.id.0 <= 0 || !values.insert(value.id) {
                    self.fault(format!("{what}: value {} stands twice, or its number is not positive", value.id));
                }
                let what = format!("{what}: value {}", value.id);
                self.text(&what, &value.value);
                self.without_zero(&what, &[&value.info, &value.picture]);
            }
        }
    }

    /// Values that a category picks, as far as attribute and dictionary are in the document.
    fn values_asked(&mut self, taxonomy: &TaxonomyImportRequest) {
        let of: HashMap<AttributeId, DictionaryId> =
            taxonomy.attributes.iter().map(|one| (one.id, one.dictionary_id)).collect();
        let dictionaries: HashMap<DictionaryId, HashSet<_>> = taxonomy
            .dictionaries
            .iter()
            .map(|one| (one.id, one.values.iter().map(|value| value.id).collect()))
            .collect();
        let mut open: Vec<&TaxonomyCategory> = taxonomy.categories.iter().collect();
        while let Some(node) = open.pop() {
            open.extend(&node.children);
            for asked in node.attributes.iter().filter(|asked| !asked.value_ids.is_empty()) {
                let what = format!("category {}, attribute {}", node.category_id, asked.attribute_id);
                match of.get(&asked.attribute_id) {
                    Some(DictionaryId(0)) => self.fault(format!("{what}: it has no dictionary to pick values from")),
                    Some(dictionary) => {
                        let values = dictionaries.get(dictionary);
                        let strange = asked.value_ids.iter().find(|id| values.is_some_and(|all| !all.contains(id)));
                        if let Some(strange) = strange {
                            self.fault(format!("{what}: dictionary {dictionary} has no value {strange}"));
                        }
                    }
                    None => {}
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(document: serde_json::Value) -> String {
        faults(&serde_json::from_value(document).unwrap()).join("; ")
    }

    #[test]
    fn each_fault_is_told() {
        let leaf = |id: i64| json!({"category_id": id, "title": {"ru": "Лист"}});
        assert_eq!(told(json!({"categories": [leaf(1), leaf(2)]})), "");
        assert!(told(json!({"categories": [leaf(1), leaf(1)]})).contains("category 1 stands twice"));
        assert!(told(json!({"categories": [leaf(0)]})).contains("must be positive"));
        assert!(told(json!({"categories": [{"category_id": 3, "title": {"en": "Leaf"}}]})).contains("no Russian"));
        let branch = json!({"category_id": 3, "title": {"ru": "Ветвь"}, "children": [leaf(4)],
            "attributes": [{"attribute_id": 5}]});
        assert!(told(json!({"categories": [branch]})).contains("no leaf"));
        let attribute = json!({"id": 5, "name": {"ru": "Цвет"}, "type": "Colour"});
        assert!(told(json!({"attributes": [attribute]})).contains("is not one of"));
        let dictionary = json!({"id": 7, "values": [{"id": 1, "value": {"ru": "а"}}, {"id": 1, "value": {"ru": "б"}}]});
        assert!(told(json!({"dictionaries": [dictionary]})).contains("value 1 stands twice"));
        let zero = json!({"id": 5, "name": {"ru": "Цвет"}, "type": "String", "description": {"ru": "\0"}});
        let picture = json!({"id": 7, "values": [{"id": 1, "value": {"ru": "а"}, "picture": "\0"}]});
        for told in [told(json!({"attributes": [zero]})), told(json!({"dictionaries": [picture]}))] {
            assert!(told.contains("character zero"), "{told}");
        }
        let many: Vec<_> = (0..50).map(|_| leaf(0)).collect();
        assert_eq!(faults(&serde_json::from_value(json!({"categories": many})).unwrap()).len(), MOST_TOLD);
    }

    #[test]
    fn picked_values_are_in_their_dictionary() {
        let document = |value: i64, dictionary: i64| {
            json!({
                "categories": [{"category_id": 3, "title": {"ru": "Лист"},
                    "attributes": [{"attribute_id": 5, "value_ids": [value]}]}],
                "attributes": [{"id": 5, "name": {"ru": "Цвет"}, "type": "String", "dictionary_id": dictionary}],
                "dictionaries": [{"id": 7, "values": [{"id": 1, "value": {"ru": "белый"}}]}],
            })
        };
        assert_eq!(told(document(1, 7)), "");
        assert!(told(document(2, 7)).contains("has no value 2"));
        assert!(told(document(1, 0)).contains("no dictionary"));
    }
}
