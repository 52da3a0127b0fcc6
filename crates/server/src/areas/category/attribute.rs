//! What a category asks its products for: `/v3/category/attribute`, and the same for imports.

use std::collections::{HashMap, HashSet};

use gostiny_wire::{
    category::{
        CategoryAttribute, CategoryAttributeType, CategoryAttributeV3Request, CategoryAttributeV3Response,
        CategoryAttributes, Language,
    },
    scalar::{AttributeId, CategoryId, DictionaryId, ValueId},
};

use super::tree::{find_all, in_language, not_found};
use crate::{
    call::Call,
    check,
    error::{Error, Result},
    store::{Arg, Row},
};

/// An attribute as one category asks for it.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// Its number.
    pub attribute_id: AttributeId,
    /// Russian name.
    pub name: String,
    /// `String`, `Integer`, `Decimal`, `Boolean`, `URL`, `ImageURL`.
    pub kind: String,
    /// Must be filled in this category.
    pub is_required: bool,
    /// Takes several values.
    pub is_collection: bool,
    /// Cannot change once the product is stocked or sold.
    pub is_aspect: bool,
    /// 0 is free text.
    pub dictionary_id: DictionaryId,
    /// When not empty: the only values of the dictionary that fit this category.
    pub value_ids: Vec<ValueId>,
}

/// Attributes of up to 20 leaf categories, in the order asked for; a category that is named twice answers once.
pub async fn v3(call: &mut Call, req: &CategoryAttributeV3Request) -> Result<CategoryAttributeV3Response> {
    check::items("CategoryAttributeV3Request", "CategoryId", req.category_id.len(), 1, 20)?;
    let known = find_all(call, &req.category_id).await?;
    for id in &req.category_id {
        let category = known.get(id).ok_or_else(not_found)?;
        if !category.is_leaf {
            return Err(Error::BadRequest(format!("category {id} is not of the last level and has no attributes")));
        }
    }
    let mut found = shown_of(call, &req.category_id, req.attribute_type, req.language).await?;
    let mut seen = HashSet::new();
    let once = req.category_id.iter().filter(|id| seen.insert(**id));
    let result =
        once.map(|id| CategoryAttributes { attributes: found.remove(id).unwrap_or_default(), category_id: *id });
    Ok(CategoryAttributeV3Response { result: result.collect() })
}

/// The attributes of several leaves as they are shown, each leaf's in its order.
pub(super) async fn shown_of(
    call: &mut Call,
    ids: &[CategoryId],
    wanted: CategoryAttributeType,
    language: Language,
) -> Result<HashMap<CategoryId, Vec<CategoryAttribute>>> {
    let list: Vec<Arg> = ids.iter().map(|id| Arg::from(*id)).collect();
    let mut found: HashMap<CategoryId, Vec<CategoryAttribute>> = HashMap::new();
    for (category_id, one) in call.tx.rows_in(SHOWN, &[], &list, |row| shown(row, language)).await? {
        if fits(wanted, one.is_required) {
            found.entry(category_id).or_default().push(one);
        }
    }
    Ok(found)
}

const SHOWN: &str = "select c.category_id, a.attribute_id, c.is_required, a.name_ru, a.name_en, a.description_ru, \
    a.description_en, a.kind, a.is_collection, a.is_aspect, a.dictionary_id, a.group_id, a.group_name_ru, \
    a.group_name_en, a.category_dependent \
    from category_attribute c join attribute a on a.attribute_id = c.attribute_id \
    where c.category_id {in} order by c.category_id, c.position";

fn fits(wanted: CategoryAttributeType, is_required: bool) -> bool {
    match wanted {
        CategoryAttributeType::All => true,
        CategoryAttributeType::Required => is_required,
        CategoryAttributeType::Optional => !is_required,
    }
}

fn shown(row: &Row<'_>, language: Language) -> Result<(CategoryId, CategoryAttribute)> {
    let text = || Ok::<_, Error>(in_language(language, row.next()?, row.next()?));
    let category_id = row.next()?;
    let one = CategoryAttribute {
        id: row.next()?,
        is_required: row.next()?,
        name: text()?,
        description: text()?,
        r#type: row.next()?,
        is_collection: row.next()?,
        is_aspect: row.next()?,
        dictionary_id: row.next()?,
        group_id: row.next()?,
        group_name: text()?,
        category_dependent: row.next()?,
    };
    Ok((category_id, one))
}

/// What a category asks for, in its order.
pub(super) async fn attributes(call: &mut Call, category_id: CategoryId) -> Result<Vec<Attribute>> {
    Ok(attributes_of(call, &[category_id]).await?.remove(&category_id).unwrap_or_default())
}

/// What several categories ask for, each in its order.
pub async fn attributes_of(call: &mut Call, ids: &[CategoryId]) -> Result<HashMap<CategoryId, Vec<Attribute>>> {
    let list: Vec<Arg> = ids.iter().map(|id| Arg::from(*id)).collect();
    let mut found: HashMap<CategoryId, Vec<Attribute>> = HashMap::new();
    for (category_id, one) in call.tx.rows_in(ASKED, &[], &list, asked).await? {
        found.entry(category_id).or_default().push(one);
    }
    Ok(found)
}

const ASKED: &str = "select c.category_id, a.attribute_id, a.name_ru, a.kind, c.is_required, a.is_collection, \
    a.is_aspect, a.dictionary_id, c.value_ids \
    from category_attribute c join attribute a on a.attribute_id = c.attribute_id \
    where c.category_id {in} order by c.category_id, c.position";

fn asked(row: &Row<'_>) -> Result<(CategoryId, Attribute)> {
    let category_id = row.next()?;
    let mut one = Attribute {
        attribute_id: row.next()?,
        name: row.next()?,
        kind: row.next()?,
        is_required: row.next()?,
        is_collection: row.next()?,
        is_aspect: row.next()?,
        dictionary_id: row.next()?,
        value_ids: Vec::new(),
    };
    let ids: String = row.next()?;
    if !ids.is_empty() {
        one.value_ids = serde_json::from_str(&ids)?;
    }
    Ok((category_id, one))
}
