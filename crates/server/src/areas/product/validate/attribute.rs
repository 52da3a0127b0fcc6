//! Attributes against what the category asks for: required ones, dictionaries, kinds, numbers of values.

use std::collections::{BTreeMap, BTreeSet};

use gostiny_wire::{
    product::{ItemError, ProductImportAttribute, ProductImportComplexAttribute, ProductImportValue},
    scalar::{AttributeId, DictionaryId, ValueId},
};

use super::{
    Dictionary, Findings,
    field::{is_address, short},
    html::forbidden_tag,
};
use crate::areas::category::{Attribute, text_key};

/// The description; the only attribute that may hold HTML.
const DESCRIPTION: AttributeId = AttributeId(4191);
/// Address of a video, in the group 100001.
const VIDEO: AttributeId = AttributeId(21841);
/// Title of a video, in the same group.
const VIDEO_TITLE: AttributeId = AttributeId(21837);

/// The attributes in the category's order with resolved values. An attribute that the category does not know is
/// left out with a warning, so that a card filled for a fuller tree still goes through.
pub(super) fn attributes(
    given: &[ProductImportAttribute],
    asked: &[Attribute],
    dictionary: &Dictionary,
    findings: &mut Findings,
) -> Vec<ProductImportAttribute> {
    let mut values: BTreeMap<AttributeId, Vec<&ProductImportValue>> = BTreeMap::new();
    for attribute in given {
        let filled = attribute.values.iter().filter(|value| !is_empty(value));
        values.entry(attribute.id).or_default().extend(filled);
    }
    let mut kept = Vec::new();
    for attribute in asked {
        let given = values.remove(&attribute.attribute_id).unwrap_or_default();
        if let Some(values) = one(attribute, &given, dictionary, findings) {
            kept.push(ProductImportAttribute { complex_id: 0, id: attribute.attribute_id, values });
        }
    }
    for unknown in values.into_keys() {
        let text = format!("В категории нет атрибута {unknown}, его значение не сохранено.");
        findings.warn("error_attribute_unknown", "attribute", text);
    }
    kept
}

fn is_empty(value: &ProductImportValue) -> bool {
    value.dictionary_value_id == ValueId(0) && value.value.trim().is_empty()
}

fn one(
    attribute: &Attribute,
    given: &[&ProductImportValue],
    dictionary: &Dictionary,
    findings: &mut Findings,
) -> Option<Vec<ProductImportValue>> {
    if given.is_empty() {
        if attribute.is_required {
            let text = format!("Заполните обязательный атрибут «{}».", attribute.name);
            findings.attribute("error_attribute_values_empty", attribute, text);
        }
        return None;
    }
    if given.len() > 1 && !attribute.is_collection {
        let text = format!("Атрибут «{}» принимает одно значение.", attribute.name);
        findings.attribute("VALUE_MAX_LIMIT", attribute, text);
    }
    let resolved = given.iter().map(|value| {
        let resolved = if attribute.dictionary_id == DictionaryId(0) {
            free(attribute, value)
        } else {
            listed(attribute, value, dictionary)
        };
        resolved.unwrap_or_else(|(code, text)| {
            findings.attribute(code, attribute, text);
            (*value).clone()
        })
    });
    Some(resolved.collect())
}

/// A code and its text.
type Wrong = (&'static str, String);

/// A value of the dictionary, by its number or else by its text.
fn listed(
    attribute: &Attribute,
    value: &ProductImportValue,
    dictionary: &Dictionary,
) -> Result<ProductImportValue, Wrong> {
    let fits = |id: &ValueId| attribute.value_ids.is_empty() || attribute.value_ids.contains(id);
    let key = |id| (attribute.dictionary_id, id);
    let id = if value.dictionary_value_id == ValueId(0) {
        let ids = dictionary.ids.get(&(attribute.dictionary_id, text_key(&value.value)));
        ids.into_iter().flatten().find(|id| fits(id)).copied()
    } else {
        Some(value.dictionary_value_id).filter(fits)
    };
    let found = id.and_then(|id| Some((id, dictionary.texts.get(&key(id))?.clone())));
    let (dictionary_value_id, value) = found.ok_or_else(|| {
        let given = match value.dictionary_value_id {
            ValueId(0) => format!("«{}»", short(&value.value)),
            id => id.to_string(),
        };
        let text = format!("В справочнике атрибута «{}» нет значения {given}.", attribute.name);
        ("error_attribute_values_out_of_range", text)
    })?;
    Ok(ProductImportValue { dictionary_value_id, value })
}

/// Free text of the attribute's kind.
fn free(attribute: &Attribute, value: &ProductImportValue) -> Result<ProductImportValue, Wrong> {
    let text = value.value.trim();
    let plain = if text.contains(',') { text.replacen(',', ".", 1) } else { text.to_owned() };
    let read = match attribute.kind.as_str() {
        "Integer" => text.parse::<i64>().ok().map(|_| text.to_owned()),
        "Decimal" => is_decimal(&plain).then_some(plain),
        "Boolean" => Some(text.to_lowercase()).filter(|word| word == "true" || word == "false"),
        "URL" | "ImageURL" => is_address(text).then(|| text.to_owned()),
        _ => Some(value.value.clone()),
    };
    let invalid = |text: String| ("INVALID_VALUE", text);
    let read = read.filter(|read| !read.trim().is_empty());
    let read = read.ok_or_else(|| {
        invalid(format!("Значение «{}» атрибута «{}» не того типа: {}.", short(text), attribute.name, attribute.kind))
    })?;
    if let Some(tag) = forbidden_tag(&read).filter(|_| attribute.attribute_id == DESCRIPTION) {
        return Err(invalid(format!("В описании нельзя использовать тег <{tag}>.")));
    }
    Ok(ProductImportValue { dictionary_value_id: ValueId(0), value: read })
}

fn is_decimal(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|digit| digit.is_ascii_digit());
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    text.len() <= 30 && digits(whole.strip_prefix('-').unwrap_or(whole)) && digits(fraction)
}

/// The groups with what is known of them. A group describes one video: its address must be given, its title may be.
/// Members of other groups are left out with a warning.
pub(super) fn complex(
    groups: Vec<ProductImportComplexAttribute>,
    findings: &mut Findings,
) -> Vec<ProductImportComplexAttribute> {
    let mut kept = Vec::new();
    for group in groups {
        let (video, other): (Vec<_>, Vec<_>) =
            group.attributes.into_iter().partition(|member| member.id == VIDEO || member.id == VIDEO_TITLE);
        for unknown in other {
            let text = format!("Составного атрибута {} нет, его значение не сохранено.", unknown.id);
            findings.warn("error_attribute_unknown", "complex_attributes", text);
        }
        if !video.is_empty() {
            one_video(&video, findings);
            kept.push(ProductImportComplexAttribute { attributes: video });
        }
    }
    kept
}

fn one_video(members: &[ProductImportAttribute], findings: &mut Findings) {
    let addresses = members.iter().filter(|member| member.id == VIDEO).flat_map(|member| &member.values);
    let mut given = false;
    for address in addresses.map(|value| value.value.trim()) {
        given = true;
        if !is_address(address) {
            let text = format!("Адрес видео «{}» неверен.", short(address));
            findings.error("INVALID_VALUE", "complex_attributes", text);
        }
    }
    if !given {
        findings.error("EMPTY_REQUIRED", "complex_attributes", "Укажите адрес видео (атрибут 21841).");
    }
}

/// Aspect attributes that an update would change. A value is told by its number, free text by itself.
pub(in crate::areas::product) fn changed_aspects(
    asked: &[Attribute],
    before: &[ProductImportAttribute],
    after: &[ProductImportAttribute],
) -> Vec<ItemError> {
    let mut findings = Findings::default();
    let values = |all: &[ProductImportAttribute], id| -> BTreeSet<(i64, String)> {
        let of = all.iter().filter(|attribute| attribute.id == id).flat_map(|attribute| &attribute.values);
        of.map(|value| match value.dictionary_value_id {
            ValueId(0) => (0, value.value.trim().to_owned()),
            ValueId(number) => (number, String::new()),
        })
        .collect()
    };
    for attribute in asked.iter().filter(|attribute| attribute.is_aspect) {
        if values(before, attribute.attribute_id) != values(after, attribute.attribute_id) {
            let text = format!("Атрибут «{}» нельзя изменить: товар уже был на складах.", attribute.name);
            findings.attribute("error_attribute_aspect_changed", attribute, text);
        }
    }
    findings.list().to_vec()
}
