//! Dictionaries: `/v2/category/attribute/values`, and values by number or by text for imports.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use gostiny_wire::{
    category::{CategoryAttributeValue, CategoryAttributeValuesV2Request, CategoryAttributeValuesV2Response, Language},
    scalar::{DictionaryId, ValueId},
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
    let asked = attributes(call, req.category_id).await?;
    let attribute = asked.into_iter().find(|one| one.attribute_id == req.attribute_id);
    let attribute = attribute.ok_or_else(|| Error::NotFound("Attribute is not found in the category".to_owned()))?;
    if attribute.dictionary_id == DictionaryId(0) {
        return Err(Error::BadRequest(format!("attribute {} has no dictionary", req.attribute_id)));
    }
    let limit = usize::try_from(req.limit).unwrap_or_default();
    let read = |row: &Row<'_>| shown(row, req.language);
    let mut result = if attribute.value_ids.is_empty() {
        call.tx.rows(PAGE, args![attribute.dictionary_id, req.last_value_id, req.limit + 1], read).await?
    } else {
        let ids: BTreeSet<_> = attribute.value_ids.into_iter().filter(|id| *id > req.last_value_id).collect();
        let list: Vec<Arg> = ids.into_iter().take(limit + 1).map(Arg::from).collect();
        call.tx.rows_in(PICKED, args![attribute.dictionary_id], &list, read).await?
    };
    let has_next = result.len() > limit;
    result.truncate(limit);
    Ok(CategoryAttributeValuesV2Response { has_next, result })
}

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

/// All values of the dictionaries by the key of their Russian and their English text. Two values of a dictionary
/// may have the same text in different categories. The database cannot fold Cyrillic letters, so it is done here.
pub async fn ids_by_text(
    call: &mut Call,
    dictionaries: &[DictionaryId],
) -> Result<HashMap<(DictionaryId, String), Vec<ValueId>>> {
    let list: Vec<Arg> = dictionaries.iter().map(|id| Arg::from(*id)).collect();
    let read = |row: &Row<'_>| Ok((row.next()?, row.next()?, row.next::<String>()?, row.next::<String>()?));
    let all: Vec<(DictionaryId, ValueId, String, String)> = call.tx.rows_in(ALL, &[], &list, read).await?;
    let mut found: HashMap<_, Vec<ValueId>> = HashMap::with_capacity(all.len() * 2);
    for (dictionary_id, value_id, ru, en) in all {
        for text in [ru, en] {
            let ids = found.entry((dictionary_id, text_key(&text))).or_default();
            if ids.last() != Some(&value_id) {
                ids.push(value_id);
            }
        }
    }
    Ok(found)
}

const ALL: &str = "select dictionary_id, value_id, value_ru, value_en from dictionary_value \
    where dictionary_id {in} order by dictionary_id, value_id";
