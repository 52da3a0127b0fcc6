//! The last calls of sellers, in memory: what came, what was answered, what stood in the way. Kept as it was; whoever
//! shows it masks it.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use gostiny_wire::{
    method::Info,
    scalar::{ClientId, Time},
};

/// Calls that are kept.
const KEPT: usize = 1_000;
/// Bytes of a body that are kept.
const EXCERPT: usize = 2_048;
/// The largest answer that is searched for errors of items.
const LARGEST_SEARCHED: usize = 1024 * 1024;
/// Errors of items that are kept of one call.
const MOST_ITEMS: usize = 20;

/// The beginning of a body.
#[derive(Clone, Debug, Default)]
pub struct Excerpt {
    /// Its first bytes.
    pub bytes: Box<[u8]>,
    /// Bytes of the whole.
    pub size: usize,
}

impl Excerpt {
    /// The beginning of a text.
    pub fn of(body: &[u8]) -> Self {
        Self { bytes: body.get(..EXCERPT).unwrap_or(body).into(), size: body.len() }
    }

    /// Only the size of what is no text.
    pub fn size_of(body: &[u8]) -> Self {
        Self { bytes: Box::default(), size: body.len() }
    }
}

/// Why a call was refused.
#[derive(Clone, Debug)]
pub struct Refused {
    /// The code on the wire.
    pub code: i32,
    /// The message on the wire.
    pub message: String,
    /// What really stood in the way, where that is more.
    pub why: Option<String>,
}

/// Errors of single items.
#[derive(Clone, Debug, Default)]
pub struct ItemErrors {
    /// How many.
    pub count: usize,
    /// The first of them.
    pub first: Vec<ItemError>,
}

/// The error of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemError {
    /// What names the item.
    pub item: String,
    /// Its code.
    pub code: String,
    /// Its message.
    pub message: String,
}

/// A call.
#[derive(Default)]
pub struct Entry {
    /// Its number.
    pub id: i64,
    /// When it was answered.
    pub at: Time,
    /// The shop, also one that was only claimed.
    pub client_id: Option<ClientId>,
    /// The key that was accepted.
    pub key_id: Option<i64>,
    /// Its `x-request-id`.
    pub request_id: String,
    /// HTTP verb.
    pub verb: String,
    /// The path as it was called.
    pub path: String,
    /// The method; none where there is none.
    pub method: Option<Info>,
    /// HTTP status; 0 when there was no answer.
    pub status: u16,
    /// Microseconds on the wall.
    pub duration_us: i64,
    /// Query or body.
    pub request: Excerpt,
    /// The answer.
    pub answer: Excerpt,
    /// Why it was refused.
    pub refused: Option<Refused>,
    /// Errors of single items.
    pub items: ItemErrors,
    /// The fault by which it went wrong.
    pub fault_id: Option<i64>,
}

/// The last calls.
#[derive(Default)]
pub struct Log(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    entries: VecDeque<Arc<Entry>>,
    last_id: i64,
}

impl Log {
    /// Notes a call; the oldest is forgotten.
    pub fn note(&self, mut entry: Entry) {
        let forgotten = {
            let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            kept.last_id += 1;
            entry.id = kept.last_id;
            let forgotten = if kept.entries.len() >= KEPT { kept.entries.pop_front() } else { None };
            kept.entries.push_back(Arc::new(entry));
            forgotten
        };
        drop(forgotten);
    }

    /// The newest calls before one, 0 for all, that are wanted; and how many are kept in all.
    pub fn page(&self, before: i64, limit: usize, wanted: impl Fn(&Entry) -> bool) -> (Vec<Arc<Entry>>, usize) {
        let all: Vec<Arc<Entry>> =
            self.0.lock().unwrap_or_else(PoisonError::into_inner).entries.iter().rev().cloned().collect();
        let count = all.len();
        let earlier = all.into_iter().filter(|entry| before == 0 || entry.id < before);
        (earlier.filter(|entry| wanted(entry)).take(limit).collect(), count)
    }

    /// Forgets everything: for a world that begins anew.
    pub fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).entries.clear();
    }
}

/// Marks of an answer in which something went wrong with an item.
const MARKS: &[&str] = &[r#""errors":[{"#, r#""errors":[""#, r#""rejected":[{"#];

/// The mark of a single error, when a text follows.
const MARK: &str = r#""error":""#;

/// Finds errors of items in a good answer. Nearly every answer has none, and is only searched for the marks.
pub fn item_errors(body: &[u8]) -> ItemErrors {
    let text = if body.len() <= LARGEST_SEARCHED { std::str::from_utf8(body).unwrap_or_default() } else { "" };
    // Where the mark of one error is nowhere, which is found out many times faster, no one looks what follows it.
    let told = text.contains(MARK)
        && text
            .match_indices(MARK)
            .any(|(at, _)| text.get(at + MARK.len()..).is_some_and(|rest| !rest.starts_with('"')));
    let mut found = ItemErrors::default();
    let marked = told || MARKS.iter().any(|mark| text.contains(mark));
    if marked && let Ok(answer) = serde_json::from_str::<serde_json::Value>(text) {
        search(&answer, "", &mut found);
    }
    found
}

/// Names that tell one item from another, best first.
const NAMES: &[&str] = &["offer_id", "posting_number", "product_id", "sku", "warehouse_id", "exemplar_id", "id"];

fn name_of(object: &serde_json::Map<String, serde_json::Value>) -> Option<String> {
    NAMES.iter().find_map(|name| match object.get(*name)? {
        serde_json::Value::String(text) if !text.is_empty() => Some(format!("{name} {text}")),
        serde_json::Value::Number(number) if number.as_i64() != Some(0) => Some(format!("{name} {number}")),
        _ => None,
    })
}

fn search(value: &serde_json::Value, item: &str, found: &mut ItemErrors) {
    use serde_json::Value::{Array, Object, String as Text};
    match value {
        Array(values) => values.iter().for_each(|value| search(value, item, found)),
        Object(object) => {
            let named = name_of(object);
            let item = named.as_deref().unwrap_or(item);
            for (field, value) in object {
                match (field.as_str(), value) {
                    ("errors", Array(errors)) => errors.iter().for_each(|error| keep(error, item, found)),
                    ("rejected", Array(errors)) => {
                        errors.iter().for_each(|error| {
                            keep(error, error.as_object().and_then(name_of).as_deref().unwrap_or(item), found)
                        });
                    }
                    ("error", Text(text)) if !text.is_empty() => keep(value, item, found),
                    _ => search(value, item, found),
                }
            }
        }
        _ => {}
    }
}

fn keep(error: &serde_json::Value, item: &str, found: &mut ItemErrors) {
    found.count += 1;
    if found.first.len() >= MOST_ITEMS {
        return;
    }
    let text = |fields: &[&str]| {
        let told = fields.iter().find_map(|field| error.get(*field)?.as_str());
        told.unwrap_or_default().to_owned()
    };
    let (code, message) = match error.as_str() {
        Some(code) => (code.to_owned(), String::new()),
        None => (text(&["code", "reason"]), text(&["message", "description"])),
    };
    found.first.push(ItemError { item: item.to_owned(), code, message });
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(answer: serde_json::Value) -> Vec<(String, String, String)> {
        let found = item_errors(&serde_json::to_vec(&answer).unwrap());
        assert!(found.count >= found.first.len());
        found.first.into_iter().map(|error| (error.item, error.code, error.message)).collect()
    }

    fn told(item: &str, code: &str, message: &str) -> (String, String, String) {
        (item.to_owned(), code.to_owned(), message.to_owned())
    }

    #[test]
    fn errors_of_items_are_found_in_every_shape() {
        let stocks = json!({"result": [
            {"product_id": 7, "offer_id": "A-1", "updated": true, "errors": []},
            {"product_id": 8, "offer_id": "", "updated": false, "errors": [{"code": "NOT_FOUND", "message": "нет"}]},
        ]});
        assert_eq!(found(stocks), [told("product_id 8", "NOT_FOUND", "нет")]);
        let rejected = json!({"result": {"product_ids": [], "rejected": [{"product_id": 9, "reason": "price"}]}});
        assert_eq!(found(rejected), [told("product_id 9", "price", "")]);
        let steps = json!({"result": [{"posting_number": "1-1", "result": false, "error": "HAS_INCORRECT_STATUS"}]});
        assert_eq!(found(steps), [told("posting_number 1-1", "HAS_INCORRECT_STATUS", "")]);
        let exemplars = json!({"result": {"products": [{"product_id": 5, "exemplars": [{"errors": ["BAD"]}]}]}});
        assert_eq!(found(exemplars), [told("product_id 5", "BAD", "")]);
        assert_eq!(found(json!({"result": [{"error": "", "errors": []}]})), []);
    }

    #[test]
    fn many_errors_are_counted_and_few_are_kept() {
        let items: Vec<_> = (1..=70).map(|id| json!({"id": id, "errors": [{"code": "X"}]})).collect();
        let found = item_errors(&serde_json::to_vec(&json!({"result": items})).unwrap());
        assert_eq!((found.count, found.first.len()), (70, MOST_ITEMS));
    }

    #[test]
    fn the_oldest_call_is_forgotten_and_pages_go_on_where_they_ended() {
        let log = Log::default();
        for _ in 0..KEPT + 5 {
            log.note(Entry::default());
        }
        let ids =
            |before, limit| -> Vec<i64> { log.page(before, limit, |_| true).0.iter().map(|entry| entry.id).collect() };
        assert_eq!((ids(0, 2), ids(1_004, 2)), (vec![1_005, 1_004], vec![1_003, 1_002]));
        assert_eq!((ids(8, 9), log.page(0, 1, |_| false).1), (vec![7, 6], KEPT));
        log.clear();
        assert!(ids(0, 9).is_empty());
    }
}
