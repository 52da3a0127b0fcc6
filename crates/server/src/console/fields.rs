//! Fields of a query or a form, and queries for links.

use bytes::Bytes;
use gostiny_wire::certificate::FormFile;
use serde_json::Value;

use crate::{
    api::read_form,
    error::{Error, Result},
};

/// Name and value pairs, as they arrived, and the files of a form.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    pairs: Vec<(String, String)>,
    files: Vec<FormFile>,
}

impl Fields {
    /// Reads a query or the body of a form.
    pub fn read(bytes: &[u8]) -> Self {
        Self { pairs: form_urlencoded::parse(bytes).into_owned().collect(), files: Vec::new() }
    }

    /// Reads a form with files.
    pub async fn read_with_files(content_type: &str, body: Bytes) -> Result<Self> {
        let mut fields = Self::default();
        for (name, value) in read_form(content_type, body).await? {
            match value {
                Value::String(text) => fields.pairs.push((name, text)),
                files => fields.files.extend(serde_json::from_value::<Vec<FormFile>>(files)?),
            }
        }
        // A browser sends a file without a name where none was chosen.
        fields.files.retain(|file| !file.file_name.is_empty());
        Ok(fields)
    }

    /// The files of a form.
    pub fn files(&self) -> &[FormFile] {
        &self.files
    }

    /// A field without the blanks around it; empty when it is absent.
    pub fn get(&self, name: &str) -> &str {
        let found = self.pairs.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.trim()).unwrap_or_default()
    }

    /// All fields of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.trim())
    }

    /// Whether there is a field of a name, an empty one too.
    pub fn names(&self, name: &str) -> bool {
        self.pairs.iter().any(|(known, _)| known == name)
    }

    /// Whether a box is ticked.
    pub fn has(&self, name: &str) -> bool {
        !self.get(name).is_empty()
    }

    /// A whole number; 0 when the field is empty.
    pub fn whole(&self, name: &str) -> Result<i64> {
        match self.get(name) {
            "" => Ok(0),
            text => text.parse().map_err(|_| Error::BadRequest(format!("{name}: {text} is not a whole number"))),
        }
    }

    /// The same, nothing when the field is empty.
    pub fn whole_if_given(&self, name: &str) -> Result<Option<i64>> {
        if self.get(name).is_empty() { Ok(None) } else { self.whole(name).map(Some) }
    }
}

/// A query of the pairs that have a value, with its question mark; empty when there are none.
pub fn query(pairs: &[(&str, &str)]) -> String {
    let mut text = form_urlencoded::Serializer::new(String::new());
    text.extend_pairs(pairs.iter().filter(|(_, value)| !value.is_empty()));
    let text = text.finish();
    if text.is_empty() { text } else { format!("?{text}") }
}

/// A segment of a path.
pub fn segment(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_and_written() {
        let fields = Fields::read("q=%D0%A7%D0%B0%D0%B9+%26&n=7&n=8&empty=&bad=x".as_bytes());
        assert_eq!((fields.get("q"), fields.get("none"), fields.has("empty")), ("Чай &", "", false));
        assert_eq!(fields.all("n").collect::<Vec<_>>(), ["7", "8"]);
        assert_eq!((fields.names("empty"), fields.names("none")), (true, false));
        assert_eq!((fields.whole("n").unwrap(), fields.whole_if_given("empty").unwrap()), (7, None));
        assert!(fields.whole("bad").is_err());
        assert_eq!(query(&[("q", "Чай &"), ("page", ""), ("n", "1")]), "?q=%D0%A7%D0%B0%D0%B9+%26&n=1");
        assert_eq!((query(&[]), segment("a/б b")), (String::new(), "a%2F%D0%B1%20b".to_owned()));
    }
}
