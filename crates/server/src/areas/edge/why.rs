//! Why a call was refused and what would make it pass, in plain words. What an area, the door or the reader of bodies said
//! itself comes first; the table of code words explains the rest.

mod words;

use crate::api::log::{Entry, Refused};

/// A refusal explained.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Explained {
    /// The rule.
    pub rule: String,
    /// What would make the call pass.
    pub remedy: String,
}

/// Explains a refusal.
pub(super) fn explain(entry: &Entry, refused: &Refused) -> Explained {
    let message = refused.message.as_str();
    let known = words::WORDS.iter().find(|word| word.code == message);
    let broken = message.strip_prefix("Request validation error: invalid ").map(innermost);
    let rule = match (&refused.why, known, broken) {
        (Some(why), ..) => why.clone(),
        (_, Some(word), _) => word.rule.to_owned(),
        (_, _, Some((field, rule))) => format!("field {field}: {rule}"),
        _ => message.to_owned(),
    };
    let remedy = match (known, broken) {
        (Some(word), _) => word.remedy.to_owned(),
        (_, Some((field, rule))) => remedy_of_rule(field, rule),
        _ => remedy_of_kind(entry, refused.code, message),
    };
    Explained { rule, remedy }
}

/// What would help against a code word of a single item.
pub(super) fn remedy_of(code: &str) -> Option<&'static str> {
    words::WORDS.iter().find(|word| word.code == code).map(|word| word.remedy)
}

/// Field and rule of the innermost message that failed.
fn innermost(broken: &str) -> (&str, &str) {
    let last = broken.rsplit("caused by: invalid ").next().unwrap_or(broken);
    last.split_once(": ").unwrap_or((last, "value is not valid"))
}

fn remedy_of_rule(field: &str, rule: &str) -> String {
    let name = field.rsplit('.').next().unwrap_or(field);
    let Some(wanted) = rule.strip_prefix("value ") else { return format!("Change {name} so that the rule holds.") };
    match wanted {
        "is required" => format!("Send {name}: the block must be there, even when it is empty."),
        _ => format!("Send a {name} whose value {}.", wanted.replacen("must ", "", 1).replacen("be ", "is ", 1)),
    }
}

fn remedy_of_kind(entry: &Entry, code: i32, message: &str) -> String {
    let text = match (code, message) {
        (3, text) if text.starts_with("proto:") && text.ends_with("unexpected EOF") => {
            "The body ends too early: send the whole of it, with a content-length that is its length."
        }
        (3, text) if text.starts_with("proto:") => {
            "Send the field with the type that the description names; an empty PHP array for an object becomes [] on the wire."
        }
        (3, _) => "Change the request as the message says.",
        (5, "Not Found") if entry.method.is_none() => "No method has this path. The served ones are in /openapi.json.",
        (5, "Not Found") => {
            "Have the API served as of a later day: by the setting api_date or the header X-Gostiny-Api-Date."
        }
        (5, _) => "Name an object of this shop; those of other shops are as good as unknown.",
        (6, _) => "Ask for what the world can give.",
        (8, _) => {
            "Call less often: wait as many seconds as `retry-after` says, and look up at /operator/v1/limits who else calls."
        }
        (9, _) => "Bring the object into the state for it first, or call the method that fits its state.",
        (12, _) => "Call the path with the verb of the description.",
        (13, _) => "A failure of the server: its log tells more under this request id.",
        (14, _) => "The server has more waiting than it takes: call again a little later.",
        _ => "Change the request as the message says.",
    };
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;

    fn explained(code: i32, message: &str, why: Option<&str>) -> Explained {
        let refused = Refused { code, message: message.to_owned(), why: why.map(str::to_owned) };
        explain(&Entry::default(), &refused)
    }

    #[test]
    fn a_broken_field_is_named() {
        let message = "Request validation error: invalid ProductsStocksRequest.Stocks[0]: embedded message failed \
            validation | caused by: invalid ProductsStocksRequest_Stock.WarehouseId: value must be greater than 0";
        let told = explained(3, message, None);
        assert_eq!(told.rule, "field ProductsStocksRequest_Stock.WarehouseId: value must be greater than 0");
        assert_eq!(told.remedy, "Send a WarehouseId whose value is greater than 0.");
        let told = explained(3, "Request validation error: invalid R.Filter: value is required", None);
        assert!(told.remedy.contains("Filter"), "{}", told.remedy);
    }

    #[test]
    fn what_was_said_inside_comes_first() {
        let told = explained(7, "Invalid Api-Key, please contact support", Some("the shop has no such key"));
        assert_eq!(told.rule, "the shop has no such key");
        assert!(told.remedy.contains("key"), "{}", told.remedy);
    }

    #[test]
    fn every_kind_has_a_remedy() {
        for code in [3, 5, 6, 7, 8, 9, 12, 13, 14, 16] {
            assert!(!explained(code, "anything", None).remedy.is_empty());
        }
    }

    fn sources(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                found.push(fs::read_to_string(&path).unwrap());
            }
        }
    }

    /// A new code word is explained, or this says which.
    #[test]
    fn every_code_word_of_the_areas_is_explained() {
        let mut texts = Vec::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/areas"), &mut texts);
        let begins = [
            "Error::WrongState(\"",
            "Error::BadRequest(\"",
            "Error::NotFound(\"",
            "because(\"",
            "Err(\"",
            "refused(\"",
        ];
        let is_word = |c: char| c.is_ascii_uppercase() || c == '_';
        let mut unknown = Vec::new();
        let mut seen = 0;
        for text in &texts {
            for begin in begins {
                for (at, _) in text.match_indices(begin) {
                    let word = text[at + begin.len()..].split('"').next().unwrap();
                    if word.len() > 3 && word.chars().all(is_word) {
                        seen += 1;
                        if remedy_of(word).is_none() {
                            unknown.push(word.to_owned());
                        }
                    }
                }
            }
        }
        assert!(seen > 40, "{seen}");
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}
