//! Dictionaries: `/v2/category/attribute/values`, and values by number or by text for imports.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use gostiny_wire::{
    category::{CategoryAttributeValue, CategoryAttributeValuesV2Request, CategoryAttributeValuesV2Response, Language},
    scalar::{AttributeId, CategoryId, DictionaryId, ValueId},
};

use super::{
    attribute::attributes,
    tree::{find, in_language, not_found},
};
use crate::{
    args,
    call::Call,
    check,
    error::{Error, Result},
    store::{Arg, Row},
};

const REQUEST: &str = "CategoryAttributeValuesV2Request";

/// A page of the values that an attribute can take in a category, after `last_value_id`.
pub async fn v2(call: &mut Call, req: &CategoryAttributeValuesV2Request) -> Result<CategoryAttributeValuesV2Response> {
    check::limit(REQUEST, req.limit, 5000)?;
    check::positive(REQUEST, "CategoryId", req.category_id.0)?;
    check::positive(REQUEST, "AttributeId", req.attribute_id.0)?;
    find(call, req.category_id).await?.ok_or_else(not_found)?;
    let dictionary = Dictionary::of(call, req.category_id, req.attribute_id).await?;
    page(call, &dictionary, req.language, req.last_value_id, req.limit).await
}

/// The values that an attribute takes in a category.
pub(super) struct Dictionary {
    id: DictionaryId,
    /// When not empty: the only ones that fit.
    only: BTreeSet<ValueId>,
}

impl Dictionary {
    /// That of an attribute; an attribute without one is refused.
    pub async fn of(call: &mut Call, category_id: CategoryId, attribute_id: AttributeId) -> Result<Self> {
        let asked = attributes(call, category_id).await?;
        let attribute = asked.into_iter().find(|one| one.attribute_id == attribute_id);
        let attribute =
            attribute.ok_or_else(|| Error::NotFound("Attribute is not found in the category".to_owned()))?;
        if attribute.dictionary_id == DictionaryId(0) {
            return Err(Error::BadRequest(format!("attribute {attribute_id} has no dictionary")));
        }
        Ok(Self { id: attribute.dictionary_id, only: attribute.value_ids.into_iter().collect() })
    }
}

/// A page of a dictionary, by number.
pub(super) async fn page(
    call: &mut Call,
    dictionary: &Dictionary,
    language: Language,
    after: ValueId,
    limit: i64,
) -> Result<CategoryAttributeValuesV2Response> {
    let size = usize::try_from(limit).unwrap_or_default();
    let read = |row: &Row<'_>| shown(row, language);
    let mut result = if dictionary.only.is_empty() {
        call.tx.rows(PAGE, args![dictionary.id, after, limit + 1], read).await?
    } else {
        let behind = dictionary.only.iter().filter(|id| **id > after).take(size + 1);
        let list: Vec<Arg> = behind.copied().map(Arg::from).collect();
        call.tx.rows_in(PICKED, args![dictionary.id], &list, read).await?
    };
    let has_next = result.len() > size;
    result.truncate(size);
    Ok(CategoryAttributeValuesV2Response { has_next, result })
}

/// The values whose text in either language holds what was typed; those that begin with it first.
pub(super) async fn search(
    call: &mut Call,
    dictionary: &Dictionary,
    typed: &str,
    limit: i64,
) -> Result<Vec<CategoryAttributeValue>> {
    let key = like_pattern(&search_key(typed));
    let (beginning, holding) = (format!("{key}%"), format!("%{key}%"));
    let read = |row: &Row<'_>| shown(row, Language::Default);
    if dictionary.only.is_empty() {
        return call.tx.rows(SEARCH, args![dictionary.id, holding, beginning, limit], read).await;
    }
    let list: Vec<Arg> = dictionary.only.iter().copied().map(Arg::from).collect();
    let with_place = |row: &Row<'_>| Ok((row.next::<i64>()?, read(row)?));
    let mut found = call.tx.rows_in(SEARCH_PICKED, args![dictionary.id, holding, beginning], &list, with_place).await?;
    found.sort_by_key(|(place, value)| (*place, value.id));
    found.truncate(usize::try_from(limit).unwrap_or_default());
    Ok(found.into_iter().map(|(_, value)| value).collect())
}

/// A text as a `like` pattern finds it, signs of patterns included.
fn like_pattern(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

const SEARCH: &str = "select value_id, value_ru, value_en, info, picture from dictionary_value \
    where dictionary_id = $1 and (key_ru like $2 escape '\\' or key_en like $2 escape '\\') \
    order by case when key_ru like $3 escape '\\' or key_en like $3 escape '\\' then 0 else 1 end, value_id limit $4";
const SEARCH_PICKED: &str = "select case when key_ru like $3 escape '\\' or key_en like $3 escape '\\' then 0 else 1 end, \
    value_id, value_ru, value_en, info, picture from dictionary_value \
    where dictionary_id = $1 and (key_ru like $2 escape '\\' or key_en like $2 escape '\\') and value_id {in}";
const PAGE: &str = "select value_id, value_ru, value_en, info, picture from dictionary_value \
    where dictionary_id = $1 and value_id > $2 order by value_id limit $3";
const PICKED: &str = "select value_id, value_ru, value_en, info, picture from dictionary_value \
    where dictionary_id = $1 and value_id {in} order by value_id";

fn shown(row: &Row<'_>, language: Language) -> Result<CategoryAttributeValue> {
    Ok(CategoryAttributeValue {
        id: row.next()?,
        value: in_language(language, row.next()?, row.next()?),
        info: row.next()?,
        picture: row.next()?,
    })
}

/// Russian texts of dictionary values; absent ones do not exist. One statement per dictionary.
pub async fn values(
    call: &mut Call,
    wanted: &[(DictionaryId, ValueId)],
) -> Result<HashMap<(DictionaryId, ValueId), String>> {
    let mut by_dictionary: BTreeMap<DictionaryId, BTreeSet<ValueId>> = BTreeMap::new();
    for (dictionary_id, value_id) in wanted {
        by_dictionary.entry(*dictionary_id).or_default().insert(*value_id);
    }
    let mut found = HashMap::with_capacity(wanted.len());
    for (dictionary_id, ids) in by_dictionary {
        let list: Vec<Arg> = ids.into_iter().map(Arg::from).collect();
        let read = |row: &Row<'_>| Ok(((dictionary_id, row.next()?), row.next()?));
        found.extend(call.tx.rows_in(TEXTS, args![dictionary_id], &list, read).await?);
    }
    Ok(found)
}

const TEXTS: &str = "select value_id, value_ru from dictionary_value where dictionary_id = $1 and value_id {in}";

/// How texts of dictionaries are compared: without outer spaces, in small letters.
pub fn text_key(text: &str) -> String {
    text.trim().to_lowercase()
}

/// What a value is found by: the beginning of its text, since an index of PostgreSQL takes 2,700 bytes. The database
/// cannot fold Cyrillic letters, so keys are made here.
pub(super) fn search_key(text: &str) -> String {
    text_key(text).chars().take(300).collect()
}

/// The values that have one of these texts, in Russian or in English, by dictionary and `text_key`. Two values of a
/// dictionary may have the same text in different categories; they stand in the order of their numbers.
pub async fn ids_by_text(
    call: &mut Call,
    wanted: &BTreeSet<(DictionaryId, String)>,
) -> Result<HashMap<(DictionaryId, String), Vec<ValueId>>> {
    let mut by_dictionary: BTreeMap<DictionaryId, BTreeSet<String>> = BTreeMap::new();
    for (dictionary_id, text) in wanted {
        by_dictionary.entry(*dictionary_id).or_default().insert(search_key(text));
    }
    let mut found: HashMap<_, Vec<ValueId>> = HashMap::with_capacity(wanted.len());
    for (dictionary_id, keys) in by_dictionary {
        let list: Vec<Arg> = keys.into_iter().map(Arg::from).collect();
        let mut values = BTreeSet::new();
        for sql in [BY_RUSSIAN, BY_ENGLISH] {
            let read = |row: &Row<'_>| Ok((row.next::<ValueId>()?, row.next::<String>()?));
            values.extend(call.tx.rows_in(sql, args![dictionary_id], &list, read).await?);
        }
        for (value_id, text) in values {
            let ids = found.entry((dictionary_id, text_key(&text))).or_default();
            if ids.last() != Some(&value_id) {
                ids.push(value_id);
            }
        }
    }
    Ok(found)
}

const BY_RUSSIAN: &str = "select value_id, value_ru from dictionary_value where dictionary_id = $1 and key_ru {in}";
const BY_ENGLISH: &str = "select value_id, value_en from dictionary_value where dictionary_id = $1 and key_en {in}";

/// Gives keys to the values of a world that is older than they are.
pub async fn make_keys(call: &mut Call) -> Result<()> {
    let read = |row: &Row<'_>| {
        let (dictionary_id, value_id): (DictionaryId, ValueId) = (row.next()?, row.next()?);
        let (ru, en): (String, String) = (row.next()?, row.next()?);
        Ok(args![dictionary_id, value_id, search_key(&ru), search_key(&en)].to_vec())
    };
    let rows = call.tx.rows(WITHOUT_KEYS, &[], read).await?;
    call.tx.run_bulk(MAKE_KEYS, &rows).await?;
    Ok(())
}

// No text is empty, so no key is.
const WITHOUT_KEYS: &str = "select dictionary_id, value_id, value_ru, value_en from dictionary_value \
    where key_ru = '' order by dictionary_id, value_id";
const MAKE_KEYS: &str = "update dictionary_value set key_ru = v.key_ru, key_en = v.key_en \
    from {rows(dictionary_id, value_id, key_ru, key_en)} \
    where dictionary_value.dictionary_id = v.dictionary_id and dictionary_value.value_id = v.value_id";
