//! The table of calls is complete, the page of the documentation says the same, and answers survive what services do to
//! them.

use std::{collections::HashSet, fmt::Write};

use gostiny_wire::{
    method::{Info, Verb},
    operator, seller_methods,
};
use proptest::{prelude::*, test_runner::Config};
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use crate::{areas::CALLS, batch::BATCHED, pages::PAGED};

/// Reads an answer of a method.
pub(crate) type Read = fn(Vec<u8>) -> serde_json::Result<()>;

#[test]
fn every_method_has_its_call() {
    let named: Vec<_> = CALLS.iter().map(|(_, _, info, _)| info.name).collect();
    let missing: Vec<_> = seller_methods().map(|info| info.name).filter(|name| !named.contains(name)).collect();
    assert!(missing.is_empty(), "areas.rs has no line for {missing:?}");
    assert_eq!(named.len(), seller_methods().count());
    let calls: HashSet<_> = CALLS.iter().map(|(area, call, ..)| (area, call)).collect();
    assert_eq!(calls.len(), CALLS.len());
}

/// The methods of the marketplace too.
fn all_methods() -> impl Iterator<Item = Info> {
    let operator = [operator::METHODS, operator::desk::METHODS, operator::edge::METHODS, operator::insight::METHODS];
    seller_methods().chain(operator.into_iter().flatten().copied())
}

#[test]
fn what_is_paged_or_batched_reads_or_writes() {
    let info = |name: &str| all_methods().find(|info| info.name == name).unwrap();
    assert!(PAGED.iter().all(|name| info(name).reads));
    assert!(BATCHED.iter().all(|(name, _)| !info(name).reads));
}

/// What looks like a page of a list and is none.
const NO_LIST: &[(&str, &str)] =
    &[("AnalyticsStockOnWarehousesV1", "a page is two lists at once, of products and of warehouses with products")];

/// Names of the fields of a request or an answer, those of its `result` among them.
fn fields(value: &Value) -> HashSet<&str> {
    let own = [value, &value["result"]].into_iter().filter_map(Value::as_object);
    own.flat_map(Map::keys).map(String::as_str).collect()
}

#[test]
fn every_list_that_has_pages_is_a_stream() {
    let of_request = ["cursor", "last_id", "offset", "page", "last_value_id", "last_order_number", "from_message_id"];
    let of_answer = ["cursor", "last_id", "has_next", "page_count"];
    let mut wrong = Vec::new();
    for info in all_methods().filter(|info| info.reads) {
        let (request, answer) = (asked(&info), sample(&info).unwrap_or_default());
        let (request, answer) = (fields(&request), fields(&answer));
        let has_pages =
            of_request.iter().any(|name| request.contains(name)) || of_answer.iter().any(|name| answer.contains(name));
        let excused = NO_LIST.iter().any(|(name, _)| *name == info.name);
        if has_pages != (excused || PAGED.contains(&info.name)) || excused && PAGED.contains(&info.name) {
            wrong.push(info.name);
        }
    }
    assert!(wrong.is_empty(), "pages.rs has to hold, or not to hold: {wrong:?}");
}

/// The table of `docs/client.md`. `GOSTINY_WRITE=1` writes it anew.
#[test]
fn the_table_of_the_documentation_is_that_of_the_methods() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/client.md");
    let page = std::fs::read_to_string(path).unwrap();
    let (begin, end) = ("<!-- methods: begin -->\n", "<!-- methods: end -->");
    let (before, rest) = page.split_once(begin).unwrap();
    let (_, after) = rest.split_once(end).unwrap();
    let wanted = format!("{before}{begin}{}{end}{after}", table());
    if std::env::var_os("GOSTINY_WRITE").is_some() {
        std::fs::write(path, &wanted).unwrap();
    } else {
        assert!(page == wanted, "docs/client.md is behind the method table: run this test with GOSTINY_WRITE=1");
    }
}

fn table() -> String {
    let mut rows =
        "| call | method | request | answer | repeated | besides |\n| --- | --- | --- | --- | --- | --- |\n".to_owned();
    for (area, call, info, _) in CALLS {
        let verb = if info.verb == Verb::Form { "form" } else { info.verb.as_str() };
        let besides = match BATCHED.iter().find(|(name, _)| *name == info.name) {
            Some((_, most)) => format!("`batch`, {most} at once"),
            None if PAGED.contains(&info.name) => "`items`, `pages`".to_owned(),
            None => String::new(),
        };
        let repeated = if info.reads { "yes" } else { "only when turned away" };
        let (request, answer) = info.types;
        writeln!(
            rows,
            "| `{area}().{call}` | {verb} `{}` | `{request}` | `{answer}` | {repeated} | {besides} |",
            info.path
        )
        .unwrap();
    }
    rows
}

/// An answer of the method's schema, with one element in each list, each field set.
fn sample(info: &Info) -> Option<Value> {
    let mut schemas = SchemaGenerator::default();
    let schema = (info.answer)(&mut schemas)?;
    Some(filled(schema, schemas))
}

/// The same of its request.
fn asked(info: &Info) -> Value {
    let mut schemas = SchemaGenerator::default();
    let schema = (info.request)(&mut schemas);
    filled(schema, schemas)
}

fn filled(schema: Schema, mut schemas: SchemaGenerator) -> Value {
    let definitions = Value::Object(schemas.take_definitions(true));
    of(&Value::from(schema), &definitions, 0)
}

fn of(schema: &Value, definitions: &Value, depth: usize) -> Value {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.rsplit('/').next().unwrap_or_default();
        // The tree of categories is a schema that holds itself.
        return if depth > 8 { Value::Null } else { of(&definitions[name], definitions, depth + 1) };
    }
    let choices = schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array());
    if let Some(first) = choices.and_then(|all| all.first()) {
        return of(first, definitions, depth + 1);
    }
    if let Some(word) = schema["enum"].as_array().and_then(|all| all.first()).or_else(|| schema.get("const")) {
        return word.clone();
    }
    let kind = schema["type"].as_str().or_else(|| schema["type"][0].as_str()).unwrap_or_default();
    match (kind, schema["format"].as_str()) {
        ("object", _) => {
            let own = schema["properties"].as_object();
            let mut fields: Map<String, Value> = Map::new();
            for (name, field) in own.into_iter().flatten() {
                fields.insert(name.clone(), of(field, definitions, depth + 1));
            }
            if schema["additionalProperties"].is_object() {
                fields.insert("ключ".to_owned(), of(&schema["additionalProperties"], definitions, depth + 1));
            }
            Value::Object(fields)
        }
        ("array", _) => json!([of(&schema["items"], definitions, depth + 1)]),
        ("string", Some("date-time")) => json!("2026-01-12T09:00:00Z"),
        ("string", Some("int64")) => json!("7"),
        ("string", _) => json!("слово"),
        ("integer", _) => json!(7),
        // Some are whole numbers that the description calls numbers.
        ("number", _) => json!(7.0),
        ("boolean", _) => json!(true),
        _ => Value::Null,
    }
}

/// What a service does to its answers over the years, at every place that the numbers pick.
fn age(value: &mut Value, picks: &mut impl Iterator<Item = u8>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields.iter_mut() {
                match picks.next() {
                    Some(0) => *field = Value::Null,
                    Some(1) if field.is_i64() => *field = json!(field.to_string()),
                    Some(2) if field.is_string() && name != "value" => *field = Value::Null,
                    Some(3) if field.as_str().is_some_and(|text| text.starts_with("2026-")) => *field = json!(""),
                    Some(4) if field.as_str() == Some("слово") => *field = json!("WORD_OF_NEXT_YEAR"),
                    Some(5) if field.is_array() => *field = json!([]),
                    _ => age(field, picks),
                }
            }
            let is_map = fields.contains_key("ключ");
            if let (Some(6..10), false) = (picks.next(), is_map) {
                fields.insert("added_next_year".to_owned(), json!({"a": [1, null, {"b": "в"}]}));
            }
            if let (Some(10..14), Some(name)) = (picks.next(), fields.keys().next().cloned()) {
                fields.shift_remove(&name);
            }
        }
        Value::Array(items) => {
            items.iter_mut().for_each(|item| age(item, picks));
            if let (Some(14), Some(item)) = (picks.next(), items.first().cloned()) {
                items.push(item);
            }
        }
        _ => {}
    }
}

#[test]
fn an_answer_of_every_method_is_read_as_it_is_described() {
    for (_, _, info, read) in CALLS {
        if let Some(answer) = sample(info) {
            assert!(
                answer.as_object().is_some_and(|fields| !fields.is_empty()) || info.types.1 == "Empty",
                "{}: {answer}",
                info.name
            );
            read(answer.to_string().into_bytes()).unwrap_or_else(|error| panic!("{}: {error} in {answer}", info.name));
        }
    }
}

#[test]
fn an_answer_of_every_method_outlives_changes_of_the_service() {
    let samples: Vec<_> =
        CALLS.iter().filter_map(|(_, _, info, read)| Some((info.name, sample(info)?, read))).collect();
    assert!(samples.len() > 90);
    let picks = proptest::collection::vec(0..24_u8, 40..400);
    proptest!(Config::with_cases(64), |(picks in picks)| {
        for (name, sample, read) in &samples {
            let mut answer = sample.clone();
            age(&mut answer, &mut picks.iter().copied().cycle().take(4_000));
            if let Err(error) = read(answer.to_string().into_bytes()) {
                prop_assert!(false, "{name}: {error} in {answer}");
            }
        }
    });
}
