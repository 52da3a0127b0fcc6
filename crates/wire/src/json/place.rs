//! Where in a body a place lies, in the words of fields: `filter.offer_id[2]`. For people who look for their mistake; the
//! wire names line and column only, as the real gateway does.

/// Fields deeper than this are not named.
const DEEPEST: usize = 32;

/// One level of what is open before the place.
enum Level {
    Object(String),
    List(usize),
}

/// The field at an offset; empty at the top, and where the body is no JSON before it.
pub(super) fn field_at(body: &[u8], offset: usize) -> String {
    let mut open: Vec<Level> = Vec::new();
    let (mut at, mut last) = (0, String::new());
    while at < offset {
        let rest = body.get(at..).unwrap_or_default();
        let Some(&first) = rest.first() else { break };
        at += 1;
        match first {
            b'{' => open.push(Level::Object(String::new())),
            b'[' => open.push(Level::List(0)),
            b'}' | b']' => drop(open.pop()),
            b':' => {
                if let Some(Level::Object(name)) = open.last_mut() {
                    name.clone_from(&last);
                }
            }
            b',' => match open.last_mut() {
                Some(Level::List(index)) => *index += 1,
                Some(Level::Object(name)) => name.clear(),
                None => {}
            },
            b'"' => {
                let inside = text_length(rest.get(1..).unwrap_or_default());
                last = String::from_utf8_lossy(rest.get(1..=inside).unwrap_or_default()).into_owned();
                at += inside + 1;
            }
            _ => {}
        }
        if open.len() > DEEPEST {
            return String::new();
        }
    }
    told(&open)
}

/// Bytes of a text before its closing quotation mark.
fn text_length(rest: &[u8]) -> usize {
    let mut escaped = false;
    let close = rest.iter().position(|&byte| {
        let closes = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes
    });
    close.unwrap_or(rest.len())
}

fn told(open: &[Level]) -> String {
    let mut path = String::new();
    for level in open {
        match level {
            Level::Object(name) if path.is_empty() => path.push_str(name),
            Level::Object(name) if name.is_empty() => {}
            Level::Object(name) => {
                path.push('.');
                path.push_str(name);
            }
            Level::List(index) => path.push_str(&format!("[{index}]")),
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn names(body: &str, before: &str, field: &str) {
        let offset = body.find(before).unwrap();
        assert_eq!(field_at(body.as_bytes(), offset), field, "{body} before {before}");
    }

    #[test]
    fn a_place_is_named_by_its_fields() {
        names(r#"{"filter":{"offer_id":{"a":1}}}"#, r#"{"a""#, "filter.offer_id");
        names(r#"{"a":[1,{"b":"x,y]"},{"c":7}]}"#, "7", "a[2].c");
        names(r#"{"a":"\"}","b":true}"#, "true", "b");
        names(r#"{"a":{"b":1},"c":2}"#, "2", "c");
        names("{\n \"название\" : 5}", "5", "название");
        names("[1]", "[", "");
        names("[[0,1]]", "1", "[0][1]");
        assert_eq!(field_at(&b"[".repeat(100), 100), "");
        assert_eq!(field_at(br#"{"a"#, 50), "");
    }
}
