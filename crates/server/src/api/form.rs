//! Forms with files: `multipart/form-data` becomes the same kind of value that a JSON body is, so that a method's
//! request is read by one set of rules. A file is an object with its name and its bytes in base64.

use std::convert::Infallible;

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use serde_json::{Map, Value, json};

use crate::error::{Error, Result};

/// Fields and files of one form.
const MOST_PARTS: usize = 64;
/// Bytes of a field that is no file.
const LONGEST_TEXT: usize = 64 * 1024;

/// Reads a form. Its size is bounded already by that of a body.
pub async fn read(content_type: &str, body: Bytes) -> Result<Map<String, Value>> {
    let refuse = |text: &str| Error::BadRequest(text.to_owned());
    let boundary =
        multer::parse_boundary(content_type).map_err(|_| refuse("request Content-Type isn't multipart/form-data"))?;
    let whole = futures_util::stream::once(async move { Ok::<_, Infallible>(body) });
    let mut parts = multer::Multipart::new(whole, boundary);
    let mut fields = Map::new();
    let mut count = 0;
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        count += 1;
        if count > MOST_PARTS {
            return Err(refuse("multipart: too many parts"));
        }
        let name = part.name().ok_or_else(|| refuse("multipart: a part has no name"))?.to_owned();
        let file_name = part.file_name().map(str::to_owned);
        let bytes = part.bytes().await.map_err(broken)?;
        match file_name {
            Some(file_name) => {
                let file = json!({"file_name": file_name, "base64_content": STANDARD.encode(&bytes)});
                match fields.entry(name).or_insert_with(|| json!([])) {
                    Value::Array(files) => files.push(file),
                    _ => return Err(refuse("multipart: a field is both a text and a file")),
                }
            }
            None if bytes.len() > LONGEST_TEXT => return Err(refuse("multipart: a field is too long")),
            None => {
                let text = std::str::from_utf8(&bytes).map_err(|_| refuse("multipart: a field is not UTF-8"))?;
                fields.insert(name, text.into());
            }
        }
    }
    Ok(fields)
}

/// A form that ends before its last boundary was cut off on its way.
fn broken(error: multer::Error) -> Error {
    Error::BadRequest(match error {
        multer::Error::IncompleteStream
        | multer::Error::IncompleteFieldData { .. }
        | multer::Error::IncompleteHeaders => "multipart: unexpected EOF".to_owned(),
        _ => "multipart: the form cannot be read".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TYPE: &str = "multipart/form-data; boundary=x";

    async fn form(body: &str) -> Result<Map<String, Value>> {
        read(TYPE, body.replace('\n', "\r\n").into_bytes().into()).await
    }

    #[tokio::test]
    async fn texts_and_files_of_a_form_are_fields() {
        let body = "--x\nContent-Disposition: form-data; name=\"name\"\n\nЖук\n\
            --x\nContent-Disposition: form-data; name=\"files\"; filename=\"a.pdf\"\nContent-Type: application/pdf\n\n%PDF\n\
            --x\nContent-Disposition: form-data; name=\"files\"; filename=\"b.pdf\"\n\n\n--x--\n";
        let fields = form(body).await.unwrap();
        assert_eq!(fields["name"], "Жук");
        assert_eq!(fields["files"][0], json!({"file_name": "a.pdf", "base64_content": "JVBERg=="}));
        assert_eq!(fields["files"][1]["base64_content"], "");
    }

    #[tokio::test]
    async fn what_is_no_whole_form_is_refused() {
        let part = "--x\nContent-Disposition: form-data; name=\"name\"\n\nЖук\n";
        for broken in ["", "{}", part, "--x\nContent-Dis"] {
            assert!(matches!(form(broken).await, Err(Error::BadRequest(_))), "{broken:?}");
        }
        assert!(matches!(read("application/json", Bytes::new()).await, Err(Error::BadRequest(_))));
        let many = format!("{}--x--\n", part.repeat(MOST_PARTS + 1));
        assert!(form(&many).await.is_err());
    }
}
