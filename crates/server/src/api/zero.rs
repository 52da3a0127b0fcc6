//! The strict reading of requests: an id or a name that is sent as zero is not the same as one that is left out.

use serde_json::Value;

use crate::error::{Error, Result};

/// Names of fields beside `*_id` that name something.
const NAMES: &[&str] = &["sku", "offer_id", "posting_number", "barcode"];
/// Marks of pages, which begin with zero.
const PAGES: &[&str] = &["last_id", "last_value_id", "from_message_id"];

/// Refuses the first id that is 0 and the first name that is empty, anywhere in a body. What is no JSON is left to
/// whoever reads it.
pub(super) fn refuse(method: &str, body: &[u8]) -> Result<()> {
    let Ok(body) = serde_json::from_slice::<Value>(body) else { return Ok(()) };
    match first_zero("", &body, "") {
        Some((field, rule)) => {
            let why = format!("field {field} was sent as zero; strict_zero_values asks to leave it out");
            Err(Error::invalid(format!("{method}Request.{}", camel(&field)), rule).because(why))
        }
        None => Ok(()),
    }
}

/// `name` is that of the field which holds the value, alone or in a list.
fn first_zero(name: &str, value: &Value, path: &str) -> Option<(String, &'static str)> {
    match value {
        Value::Object(fields) => fields.iter().find_map(|(name, value)| {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            first_zero(name, value, &path)
        }),
        Value::Array(values) => {
            values.iter().enumerate().find_map(|(at, value)| first_zero(name, value, &format!("{path}[{at}]")))
        }
        _ => broken(name, value).map(|rule| (path.to_owned(), rule)),
    }
}

fn broken(name: &str, value: &Value) -> Option<&'static str> {
    if PAGES.contains(&name) || !(name.ends_with("_id") || NAMES.contains(&name)) {
        return None;
    }
    match value {
        Value::Number(number) if number.as_i64() == Some(0) => Some("value must be greater than 0"),
        Value::String(text) if text == "0" => Some("value must be greater than 0"),
        Value::String(text) if text.is_empty() => Some("value length must be at least 1 runes"),
        _ => None,
    }
}

/// `filter.offer_id` as the service spells fields: `Filter.OfferId`.
fn camel(path: &str) -> String {
    let mut upper = true;
    let mut told = String::with_capacity(path.len());
    for c in path.chars() {
        match c {
            '_' => upper = true,
            _ if upper => {
                told.extend(c.to_uppercase());
                upper = false;
            }
            _ => {
                upper = c == '.';
                told.push(c);
            }
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(body: &str) -> Option<String> {
        refuse("ProductInfoV2", body.as_bytes()).err().map(|error| error.to_string())
    }

    #[test]
    fn zero_is_refused_where_it_names_something() {
        let want = "Request validation error: invalid ProductInfoV2Request.ProductId: value must be greater than 0";
        for body in [r#"{"offer_id":"A-1","product_id":0}"#, r#"{"product_id":"0"}"#] {
            assert_eq!(refused(body).as_deref(), Some(want));
        }
        let listed = refused(r#"{"filter":{"product_id":["7","0"]}}"#).unwrap();
        assert!(listed.contains("invalid ProductInfoV2Request.Filter.ProductId[1]: value must be"), "{listed}");
        let nested = refused(r#"{"filter":{"a":[{"offer_id":""}]}}"#).unwrap();
        assert!(nested.contains("invalid ProductInfoV2Request.Filter.A[0].OfferId: value length must be"), "{nested}");
        for body in [r#"{"last_id":"","limit":0,"product_id":null}"#, r#"{"offer_id":"A-1"}"#, "[", "{}", ""] {
            assert_eq!(refused(body), None, "{body}");
        }
    }
}
