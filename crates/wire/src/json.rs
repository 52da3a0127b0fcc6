//! How request bodies are read: proto3 JSON over serde. A wrapper around the JSON deserializer, so that plain
//! derived types get all of it: integers as numbers or strings, `null` and absence as the zero value, unknown
//! fields ignored. Types that are read this way carry `#[serde(default)]`. Requests are held to more than answers: a
//! word that an enum does not know, and a text with the character zero, which PostgreSQL cannot hold, are refused.

mod place;

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, IntoDeserializer, Visitor, value::MapDeserializer};

/// Why a body could not be read.
#[derive(Debug)]
pub struct JsonError {
    /// The text for the caller: line and column of the token, not the field, as the real gateway answers.
    pub message: String,
    /// Which field it was and what was expected, for the log.
    pub reason: String,
}

/// Reads a body. Empty and `null` bodies are `{}`.
pub fn from_slice<'de, T: de::Deserialize<'de>>(body: &'de [u8]) -> Result<T, JsonError> {
    if matches!(body.trim_ascii(), b"" | b"null") {
        return from_fields(std::iter::empty());
    }
    let mut json = serde_json::Deserializer::from_slice(body);
    let value = T::deserialize(Proto(&mut json, From::Caller)).and_then(|value| json.end().map(|()| value));
    value.map_err(|error| explain(body, &error))
}

/// Reads a request whose fields arrived as text: the query of a GET, the parameters of a path.
pub fn from_fields<'de, T: de::Deserialize<'de>>(
    fields: impl Iterator<Item = (String, String)>,
) -> Result<T, JsonError> {
    T::deserialize(Proto(MapDeserializer::<_, serde_json::Error>::new(fields), From::Caller))
        .map_err(|error| JsonError { message: format!("proto: {error}"), reason: error.to_string() })
}

/// Reads an already parsed value by the same rules.
pub fn from_value<T: de::DeserializeOwned>(value: serde_json::Value) -> Result<T, JsonError> {
    T::deserialize(Proto(value, From::Caller))
        .map_err(|error| JsonError { message: format!("proto: {error}"), reason: error.to_string() })
}

/// Reads an answer. The service adds fields and words without notice, so words that an enum does not know are its
/// first one, and a time that is empty or `null` is the zero time.
pub fn from_answer<'de, T: de::Deserialize<'de>>(body: &'de [u8]) -> serde_json::Result<T> {
    let mut json = serde_json::Deserializer::from_slice(body);
    let value = T::deserialize(Proto(&mut json, From::Server))?;
    json.end()?;
    Ok(value)
}

/// Reads the fields of a part of an answer that stand beside those of the whole: `#[serde(flatten)]` keeps them by
/// itself, and then reads them by the common rules of JSON.
pub(crate) fn beside<'de, D: Deserializer<'de>, T: de::Deserialize<'de>>(fields: D) -> Result<T, D::Error> {
    T::deserialize(Proto(fields, From::Server))
}

/// The name under which [`Time`](crate::scalar::Time) asks to be read.
pub(crate) const TIME: &str = "$gostiny::Time";

fn explain(body: &[u8], error: &serde_json::Error) -> JsonError {
    let reason = error.to_string();
    if error.is_eof() {
        return JsonError { message: "proto: unexpected EOF".to_owned(), reason };
    }
    let (line, column, token) = token_before(body, error.line(), error.column());
    let reason = match place::field_at(body, offset(body, line) + column - 1) {
        field if field.is_empty() => reason,
        field => format!("field {field}: {reason}"),
    };
    JsonError { message: format!("proto: syntax error (line {line}:{column}): unexpected token {token}"), reason }
}

/// Where a line begins.
fn offset(body: &[u8], line: usize) -> usize {
    body.split_inclusive(|&b| b == b'\n').take(line.saturating_sub(1)).map(<[u8]>::len).sum()
}

/// The last token that starts before the position: where serde_json stopped, it had just read it.
fn token_before(body: &[u8], line: usize, column: usize) -> (usize, usize, String) {
    let stop = (offset(body, line) + column.max(1)).min(body.len());
    let (mut at, mut start, mut end, mut before) = (0, 0, 0, 0);
    while at < stop {
        let rest = body.get(at..).unwrap_or_default();
        let length = match rest.first() {
            Some(b' ' | b'\t' | b'\r' | b'\n') => {
                at += 1;
                continue;
            }
            Some(b'"') => {
                let mut escaped = false;
                let close = rest.iter().skip(1).position(|&b| {
                    let closes = b == b'"' && !escaped;
                    escaped = b == b'\\' && !escaped;
                    closes
                });
                close.map_or(rest.len(), |inner| inner + 2)
            }
            Some(b'{' | b'}' | b'[' | b']' | b':' | b',') => 1,
            _ => rest.iter().position(|b| b" \t\r\n{}[]:,\"".contains(b)).unwrap_or(rest.len()).max(1),
        };
        (before, start, end) = (start, at, at + length);
        at = end;
    }
    // An empty list or object is closed before it is refused; it stands where it was opened.
    if matches!((body.get(before), body.get(start)), (Some(b'['), Some(b']')) | (Some(b'{'), Some(b'}'))) {
        (start, end) = (before, before + 1);
    }
    let before = body.get(..start).unwrap_or_default();
    let token_line = before.iter().filter(|&&b| b == b'\n').count() + 1;
    let token_column = start - before.iter().rposition(|&b| b == b'\n').map_or(0, |newline| newline + 1) + 1;
    let token = String::from_utf8_lossy(body.get(start..end).unwrap_or_default());
    (token_line, token_column, token.chars().take(64).collect())
}

/// What the type behind a field asked for.
#[derive(Clone, Copy)]
enum Want {
    Bool,
    Integer,
    Number,
    Text,
    List,
    Object,
    /// One of these words.
    Enum(&'static [&'static str]),
    Time,
}

/// Whose words are read: requests are held to more than answers.
#[derive(Clone, Copy, PartialEq)]
enum From {
    Caller,
    Server,
}

struct Proto<D>(D, From);
struct Fields<A>(A, From);
struct Elements<A>(A, From);
struct Seed<S>(S, From);
struct Optional<V>(V, From);
struct Reader<V> {
    visitor: V,
    want: Want,
    from: From,
}

macro_rules! wants {
    ($($want:ident: $($method:ident)+;)+) => {$($(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
            self.0.deserialize_any(Reader { visitor, want: Want::$want, from: self.1 })
        }
    )+)+};
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Proto<D> {
    type Error = D::Error;

    wants! {
        Bool: deserialize_bool;
        Integer: deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
            deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128;
        Number: deserialize_f32 deserialize_f64;
        Text: deserialize_str deserialize_string deserialize_char deserialize_bytes deserialize_byte_buf;
        List: deserialize_seq;
        Object: deserialize_map;
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(visitor)
    }
    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_ignored_any(visitor)
    }
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_option(Optional(visitor, self.1))
    }
    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_unit(visitor)
    }
    fn deserialize_unit_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_unit_struct(name, visitor)
    }
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, D::Error> {
        // Stored JSON that is passed through asks for itself by name.
        if name.starts_with("$serde_json") {
            return self.0.deserialize_newtype_struct(name, visitor);
        }
        if name == TIME {
            return self.0.deserialize_any(Reader { visitor, want: Want::Time, from: self.1 });
        }
        visitor.visit_newtype_struct(self)
    }
    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, D::Error> {
        self.deserialize_seq(visitor)
    }
    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.deserialize_seq(visitor)
    }
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.deserialize_map(visitor)
    }
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        words: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(Reader { visitor, want: Want::Enum(words), from: self.1 })
    }
    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_identifier(visitor)
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Optional<V> {
    type Value = V::Value;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }
    fn visit_none<E: de::Error>(self) -> Result<V::Value, E> {
        self.0.visit_none()
    }
    fn visit_unit<E: de::Error>(self) -> Result<V::Value, E> {
        self.0.visit_none()
    }
    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.0.visit_some(Proto(inner, self.1))
    }
    /// A query's text comes without asking whether it is there.
    fn visit_str<E: de::Error>(self, text: &str) -> Result<V::Value, E> {
        self.0.visit_some(Proto(text.into_deserializer(), self.1))
    }
}

impl<'de, V: Visitor<'de>> Reader<V> {
    fn wrong<E: de::Error>(&self, unexpected: de::Unexpected<'_>) -> E {
        de::Error::invalid_type(unexpected, &self.visitor)
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Reader<V> {
    type Value = V::Value;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    /// `null` is the zero value.
    fn visit_unit<E: de::Error>(self) -> Result<V::Value, E> {
        match self.want {
            Want::Bool => self.visitor.visit_bool(false),
            Want::Integer => self.visitor.visit_i64(0),
            Want::Number => self.visitor.visit_f64(0.0),
            Want::Text => self.visitor.visit_str(""),
            Want::List => self.visitor.visit_seq(de::value::SeqDeserializer::new(std::iter::empty::<u8>())),
            Want::Object => self.visitor.visit_map(MapDeserializer::new(std::iter::empty::<(String, String)>())),
            Want::Enum(_) | Want::Time => self.visit_str(""),
        }
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<V::Value, E> {
        match self.want {
            Want::Bool => self.visitor.visit_bool(value),
            _ => Err(self.wrong(de::Unexpected::Bool(value))),
        }
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<V::Value, E> {
        match self.want {
            Want::Integer | Want::Number => self.visitor.visit_i64(value),
            _ => Err(self.wrong(de::Unexpected::Signed(value))),
        }
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<V::Value, E> {
        match self.want {
            Want::Integer | Want::Number => self.visitor.visit_u64(value),
            _ => Err(self.wrong(de::Unexpected::Unsigned(value))),
        }
    }

    /// `1.0` is an integer too.
    fn visit_f64<E: de::Error>(self, value: f64) -> Result<V::Value, E> {
        match self.want {
            Want::Number => self.visitor.visit_f64(value),
            Want::Integer => match format!("{value}").parse::<i64>() {
                Ok(integer) => self.visitor.visit_i64(integer),
                Err(_) => Err(self.wrong(de::Unexpected::Float(value))),
            },
            _ => Err(self.wrong(de::Unexpected::Float(value))),
        }
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<V::Value, E> {
        match self.want {
            Want::Text if self.from == From::Caller && text.contains('\0') => {
                Err(E::custom("a text holds the character zero"))
            }
            Want::Text => self.visitor.visit_str(text),
            Want::Enum(words) if self.from == From::Server && !words.contains(&text) => {
                self.visitor.visit_enum(words.first().copied().unwrap_or(text).into_deserializer())
            }
            Want::Enum(_) => self.visitor.visit_enum(text.into_deserializer()),
            Want::Time if self.from == From::Server && text.is_empty() => self.visitor.visit_i64(0),
            Want::Time => self.visitor.visit_str(text),
            Want::Integer => match text.parse::<i64>() {
                Ok(integer) => self.visitor.visit_i64(integer),
                Err(_) => Err(self.wrong(de::Unexpected::Str(text))),
            },
            Want::Number => match text.parse::<f64>() {
                Ok(number) if number.is_finite() => self.visitor.visit_f64(number),
                _ => Err(self.wrong(de::Unexpected::Str(text))),
            },
            // A query has nothing but text.
            Want::Bool if text == "true" || text == "false" => self.visitor.visit_bool(text == "true"),
            _ => Err(self.wrong(de::Unexpected::Str(text))),
        }
    }

    fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<V::Value, E> {
        match self.want {
            Want::Text if !text.contains('\0') => self.visitor.visit_borrowed_str(text),
            _ => self.visit_str(text),
        }
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<V::Value, E> {
        match self.want {
            Want::Text if !text.contains('\0') => self.visitor.visit_string(text),
            _ => self.visit_str(&text),
        }
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, elements: A) -> Result<V::Value, A::Error> {
        match self.want {
            Want::List => self.visitor.visit_seq(Elements(elements, self.from)),
            _ => Err(self.wrong(de::Unexpected::Seq)),
        }
    }

    fn visit_map<A: de::MapAccess<'de>>(self, fields: A) -> Result<V::Value, A::Error> {
        match self.want {
            Want::Object => self.visitor.visit_map(Fields(fields, self.from)),
            _ => Err(self.wrong(de::Unexpected::Map)),
        }
    }
}

impl<'de, A: de::SeqAccess<'de>> de::SeqAccess<'de> for Elements<A> {
    type Error = A::Error;
    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.0.next_element_seed(Seed(seed, self.1))
    }
    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, A: de::MapAccess<'de>> de::MapAccess<'de> for Fields<A> {
    type Error = A::Error;
    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.0.next_key_seed(seed)
    }
    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.0.next_value_seed(Seed(seed, self.1))
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Seed<S> {
    type Value = S::Value;
    fn deserialize<D: Deserializer<'de>>(self, inner: D) -> Result<S::Value, D::Error> {
        self.0.deserialize(Proto(inner, self.1))
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::scalar::{Digits, Sku, Time};

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default)]
    struct Sample {
        sku: Sku,
        ids: Vec<Digits>,
        name: String,
        deep: Inner,
        since: Option<Time>,
        dir: Dir,
        flag: bool,
    }

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default)]
    struct Inner {
        limit: i32,
        tags: Vec<String>,
    }

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Dir {
        #[default]
        #[serde(alias = "", alias = "ASC")]
        Asc,
        #[serde(alias = "DESC")]
        Desc,
    }

    #[test]
    fn integers_come_as_numbers_or_digits() {
        let got: Sample = from_slice(br#"{"sku":"7","ids":[1,"2"],"deep":{"limit":3.0}}"#).unwrap();
        assert_eq!((got.sku, got.ids, got.deep.limit), (Sku(7), vec![Digits(1), Digits(2)], 3));
    }

    #[test]
    fn null_and_absence_and_unknown_fields_are_the_zero_value() {
        let all_null =
            br#"{"sku":null,"ids":null,"name":null,"deep":null,"since":null,"dir":null,"flag":null,"new":[{}]}"#;
        for body in [&all_null[..], b"{}", b"", b"  ", b"null"] {
            assert_eq!(from_slice::<Sample>(body).unwrap(), Sample::default());
        }
    }

    #[test]
    fn a_wrong_type_is_named_by_line_and_column() {
        for (body, want) in [
            (r#"{"ids": {"a":1}}"#, "proto: syntax error (line 1:9): unexpected token {"),
            (r#"{"sku":"x7"}"#, "proto: syntax error (line 1:8): unexpected token \"x7\""),
            ("{\n  \"name\": 5}", "proto: syntax error (line 2:11): unexpected token 5"),
            (r#"[1]"#, "proto: syntax error (line 1:1): unexpected token ["),
            (r#"{"deep":{"limit":99999999999}}"#, "proto: syntax error (line 1:18): unexpected token 99999999999"),
            (r#"{"deep":[]}"#, "proto: syntax error (line 1:9): unexpected token ["),
            (r#"{"since":"soon","sku":1}"#, "proto: syntax error (line 1:10): unexpected token \"soon\""),
            (r#"{"sku":1.5}"#, "proto: syntax error (line 1:8): unexpected token 1.5"),
            (r#"{"name":"a"#, "proto: unexpected EOF"),
            (r#"{"dir":"up"}"#, "proto: syntax error (line 1:8): unexpected token \"up\""),
            (r#"{"name":"a\u0000"}"#, r#"proto: syntax error (line 1:9): unexpected token "a\u0000""#),
            (r#"{} x"#, "proto: syntax error (line 1:4): unexpected token x"),
        ] {
            assert_eq!(from_slice::<Sample>(body.as_bytes()).unwrap_err().message, want, "{body}");
        }
    }

    #[test]
    fn answers_may_hold_what_no_request_may() {
        let body = br#"{"sku":"7","ids":[null,"2"],"deep":null,"since":"","dir":"sideways","name":"a\u0000","new":{}}"#;
        let got: Sample = from_answer(body).unwrap();
        let want = Sample { sku: Sku(7), ids: vec![Digits(0), Digits(2)], name: "a\0".into(), ..Default::default() };
        let want = Sample { since: Some(Time(0)), ..want };
        assert_eq!(got, want);
        assert_eq!(from_answer::<Sample>(br#"{"dir":"DESC","since":"1970-01-01T00:00:01Z"}"#).unwrap().dir, Dir::Desc);
        assert!(from_answer::<Sample>(br#"{"name":[]}"#).is_err() && from_answer::<Sample>(b"<html>").is_err());
        assert!(from_answer::<Sample>(br#"{"since":"soon"}"#).is_err() && from_answer::<Sample>(b"{} x").is_err());
        assert_eq!(from_answer::<Vec<Time>>(br#"["",null]"#).unwrap(), [Time(0), Time(0)]);
    }

    #[test]
    fn a_query_is_read_by_the_same_rules() {
        let fields = [("sku", "12"), ("name", "я"), ("flag", "true"), ("other", "")];
        let got: Sample = from_fields(fields.iter().map(|&(k, v)| (k.to_owned(), v.to_owned()))).unwrap();
        assert_eq!((got.sku, got.name.as_str(), got.flag), (Sku(12), "я", true));
    }
}
