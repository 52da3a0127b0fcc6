//! Takes secrets and personal data out of what is shown of calls: keys, names, phones, addresses, e-mails, passports.
//! Works on texts as they came, cut off or no JSON at all, so it looks at quotation marks and not at a parsed value.

/// Stands in the place of what is not shown.
const MASK: &str = "***";

/// Names of fields whose whole value is masked, in lower case.
const SECRET: &[&str] = &[
    "addressee",
    "address",
    "address_tail",
    "api-key",
    "api_key",
    "apikey",
    "authorization",
    "buyer",
    "car_number",
    "client_phone",
    "courier",
    "courier_phone",
    "customer",
    "customer_email",
    "customer_name",
    "customer_phone",
    "delivery_address",
    "driver",
    "email",
    "first_name",
    "full_name",
    "inn",
    "last_name",
    "middle_name",
    "passport",
    "password",
    "patronymic",
    "phone",
    "phones",
    "recipient",
    "secret",
    "token",
];
/// Words within the name of a field that make it one of those too.
const SECRET_PARTS: &[&str] = &["phone", "passport", "password", "email", "api_key", "apikey"];

fn is_secret(name: &str) -> bool {
    let name = name.to_lowercase();
    SECRET.contains(&name.as_str()) || SECRET_PARTS.iter().any(|part| name.contains(part))
}

/// A query with the values of secret parameters masked.
pub fn query(text: &str) -> String {
    let pairs = text.split('&').map(|pair| match pair.split_once('=') {
        Some((name, _)) if is_secret(name) => format!("{name}={MASK}"),
        _ => pair.to_owned(),
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// A text of JSON, or the beginning of one, with the values of secret fields masked, and e-mail addresses wherever they
/// stand.
pub fn json(text: &str) -> String {
    let mut walk = Walk { rest: text, shown: String::with_capacity(text.len()), secret: None, depth: 0 };
    while walk.step() {}
    walk.shown
}

struct Walk<'a> {
    rest: &'a str,
    shown: String,
    /// The depth in which a secret value began; all of it is masked.
    secret: Option<usize>,
    depth: usize,
}

impl Walk<'_> {
    /// Takes one token over; false at the end.
    fn step(&mut self) -> bool {
        let Some(first) = self.rest.chars().next() else { return false };
        match first {
            '"' => self.text(),
            '{' | '[' => {
                self.take(1);
                self.depth += 1;
            }
            '}' | ']' => {
                self.take(1);
                self.depth = self.depth.saturating_sub(1);
                self.value_ended();
            }
            ',' | ':' => self.take(1),
            c if c.is_whitespace() => self.take(c.len_utf8()),
            _ => self.word(),
        }
        true
    }

    /// Shows as many bytes as they are.
    fn take(&mut self, bytes: usize) {
        let (taken, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.shown.push_str(taken);
        self.rest = rest;
    }

    /// A number, a literal, or what is no JSON.
    fn word(&mut self) {
        let length = self.rest.find([',', ':', '{', '}', '[', ']', '"']).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        let is_nothing = matches!(word.trim(), "null" | "true" | "false");
        if self.secret.is_some() && !is_nothing {
            self.shown.push_str(&format!("\"{MASK}\""));
        } else {
            self.shown.push_str(&without_emails(word));
        }
        self.rest = rest;
        self.value_ended();
    }

    fn text(&mut self) {
        let inside = self.rest.get(1..).unwrap_or_default();
        let length = closed(inside).map_or(self.rest.len(), |length| length + 2);
        let (token, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        self.rest = rest;
        if rest.trim_start().starts_with(':') {
            self.shown.push_str(token);
            let name = serde_json::from_str::<String>(token).unwrap_or_default();
            if self.secret.is_none() && is_secret(&name) {
                self.secret = Some(self.depth);
            }
            return;
        }
        if self.secret.is_some() && token != "\"\"" {
            self.shown.push_str(&format!("\"{MASK}\""));
        } else {
            self.shown.push_str(&text_without_emails(token));
        }
        self.value_ended();
    }

    /// A secret value is over when the depth in which it began is reached again.
    fn value_ended(&mut self) {
        if self.secret.is_some_and(|depth| self.depth <= depth) {
            self.secret = None;
        }
    }
}

/// Bytes before the closing quotation mark.
fn closed(inside: &str) -> Option<usize> {
    let mut escaped = false;
    inside.bytes().position(|byte| {
        let closes = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes
    })
}

/// The same inside a text of JSON, whose escapes are no part of an address.
fn text_without_emails(token: &str) -> String {
    match serde_json::from_str::<String>(token) {
        Ok(text) if text.contains('@') => serde_json::Value::from(without_emails(&text)).to_string(),
        Ok(_) => token.to_owned(),
        Err(_) => without_emails(token),
    }
}

fn without_emails(text: &str) -> String {
    if !text.contains('@') {
        return text.to_owned();
    }
    let part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%');
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('@') {
        let (before, after) = (rest.get(..at).unwrap_or_default(), rest.get(at + 1..).unwrap_or_default());
        let name = before.trim_end_matches(part);
        let host = after.trim_start_matches(part);
        if name.len() < before.len() && host.len() < after.len() {
            shown.push_str(name);
            shown.push_str(MASK);
        } else {
            shown.push_str(before);
            shown.push('@');
            shown.push_str(after.get(..after.len() - host.len()).unwrap_or_default());
        }
        rest = host;
    }
    shown.push_str(rest);
    shown
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json as value};

    use super::*;

    #[test]
    fn personal_data_is_masked_and_the_rest_is_not() {
        for (text, want) in [
            (r#"{"phone":"+7 900 000-00-00","sku":7}"#, r#"{"phone":"***","sku":7}"#),
            (
                r#"{"customer":{"name":"Иван","address":{"city":"Казань","n":[1,2]},"x":null},"name":"Чайник"}"#,
                r#"{"customer":{"name":"***","address":{"city":"***","n":["***","***"]},"x":null},"name":"Чайник"}"#,
            ),
            (r#"{"ph\u006fne": "1", "phone": ""}"#, r#"{"ph\u006fne": "***", "phone": ""}"#),
            (r#"{"driver_phone_number":79000000000}"#, r#"{"driver_phone_number":"***"}"#),
            (r#"{"text":"пишите на ivan.p@mail.example, или @ivan"}"#, r#"{"text":"пишите на ***, или @ivan"}"#),
            (r#"{"addressee":{"name":"Ив"#, r#"{"addressee":{"name":"***""#),
            (r#"{"customer":[{"a":1}],"b":2}"#, r#"{"customer":[{"a":"***"}],"b":2}"#),
            (r#"{"customer_name":"Иван","name":"Чайник"}"#, r#"{"customer_name":"***","name":"Чайник"}"#),
            (r#"{"phone":null,"offer_id":"A-1"}"#, r#"{"phone":null,"offer_id":"A-1"}"#),
            ("not json: 5 \"a", "not json: 5 \"a"),
        ] {
            assert_eq!(json(text), want);
        }
        assert_eq!(query("api_key=1234&limit=5&phone=7"), "api_key=***&limit=5&phone=***");
    }

    /// JSON with secrets under secret names at any depth, and other values beside.
    fn body() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(value!(null)),
            any::<i32>().prop_map(|number| value!(number)),
            "[a-zа-я@. \n\"\\\\{}:,]{0,12}".prop_map(|text| value!(text)),
        ];
        leaf.prop_recursive(4, 40, 5, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(|list| value!(list)),
                proptest::collection::vec(("[a-z]{1,6}", inner), 0..4).prop_map(|fields| {
                    let mut object: serde_json::Map<String, Value> = fields.into_iter().collect();
                    object.insert("phone".to_owned(), value!("SECRET-1"));
                    object
                        .insert("customer".to_owned(), value!({"name": "SECRET-2", "deep": [{"n": "SECRET-3 \"} ,"}]}));
                    object.insert("kept".to_owned(), value!("KEPT"));
                    object.into()
                }),
            ]
        })
    }

    fn count(value: &Value, text: &str) -> usize {
        match value {
            Value::Array(list) => list.iter().map(|value| count(value, text)).sum(),
            Value::Object(fields) => fields.values().map(|value| count(value, text)).sum(),
            other => usize::from(other.as_str() == Some(text)),
        }
    }

    proptest! {
        #[test]
        fn no_secret_is_shown_wherever_a_body_is_cut(body in body(), cut in any::<prop::sample::Index>()) {
            let text = body.to_string();
            let cut = cut.index(text.len() + 1);
            let cut = (0..=cut).rev().find(|at| text.is_char_boundary(*at)).unwrap();
            prop_assert!(!json(&text[..cut]).contains("SECRE"));
        }

        #[test]
        fn a_whole_body_stays_json_and_loses_secrets_only(body in body()) {
            let shown = json(&body.to_string());
            let read: Value = serde_json::from_str(&shown).unwrap();
            prop_assert_eq!(count(&read, "KEPT"), count(&body, "KEPT"));
            prop_assert_eq!(json(&shown), shown);
        }

        #[test]
        fn whatever_comes_is_masked_without_a_panic(text in "\\PC{0,80}") {
            let _ = json(&text);
        }
    }
}
