//! A file as somebody sends it: its bytes, its name, its kind by what it holds. Pure.

use base64::{
    Engine,
    alphabet::STANDARD,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use bytes::Bytes;
use gostiny_wire::scalar::ClientId;
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};

/// Bytes of one file.
pub(super) const LARGEST: usize = 10 * 1_024 * 1_024;
/// Characters of a name.
const LONGEST_NAME: usize = 255;

/// With or without `=` at the end.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A file that may be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Attachment {
    pub name: String,
    pub mime: &'static str,
    pub bytes: Bytes,
    extension: &'static str,
}

impl Attachment {
    /// Reads and checks; `request` is what the call is named in refusals.
    pub fn read(request: &str, name: &str, base64: &str) -> Result<Self> {
        let invalid = |field: &str, rule: &str| Err(Error::invalid(format!("{request}.{field}"), rule));
        let name = name.trim();
        if !(1..=LONGEST_NAME).contains(&name.chars().count()) {
            let rule = format!("value length must be between 1 and {LONGEST_NAME} runes, inclusive");
            return invalid("Name", &rule);
        }
        if name.chars().any(|char| char.is_control() || matches!(char, '/' | '\\')) {
            return invalid("Name", "value must be a file name");
        }
        if base64.len() / 4 * 3 > LARGEST + 3 {
            return Err(too_large());
        }
        let Ok(bytes) = BASE64.decode(base64.trim()) else {
            return invalid("Base64Content", "value must be base64");
        };
        if bytes.is_empty() {
            return invalid("Base64Content", "value is required");
        }
        if bytes.len() > LARGEST {
            return Err(too_large());
        }
        let kind = kind(name, &bytes)?;
        Ok(Self { name: name.to_owned(), mime: kind.mime, extension: kind.extension, bytes: bytes.into() })
    }

    /// What the file store calls it.
    pub fn key(&self, seller: ClientId) -> String {
        let hash: String = Sha256::digest(&self.bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        format!("chat/{seller}/{hash}.{}", self.extension)
    }
}

fn too_large() -> Error {
    Error::BadRequest("FILE_IS_TOO_LARGE".to_owned())
}

/// A kind of file.
struct Kind {
    /// As the file store spells it.
    extension: &'static str,
    /// How names of this kind end.
    endings: &'static [&'static str],
    mime: &'static str,
    looks_so: fn(&[u8]) -> bool,
}

const fn kind_of(
    extension: &'static str,
    endings: &'static [&'static str],
    mime: &'static str,
    looks_so: fn(&[u8]) -> bool,
) -> Kind {
    Kind { extension, endings, mime, looks_so }
}

const KINDS: &[Kind] = &[
    kind_of("jpg", &["jpg", "jpeg"], "image/jpeg", |bytes| bytes.starts_with(b"\xff\xd8\xff")),
    kind_of("png", &["png"], "image/png", |bytes| bytes.starts_with(b"\x89PNG\r\n\x1a\n")),
    kind_of("gif", &["gif"], "image/gif", |bytes| bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a")),
    kind_of("webp", &["webp"], "image/webp", |bytes| bytes.starts_with(b"RIFF") && at(bytes, 8, b"WEBP")),
    kind_of("bmp", &["bmp"], "image/bmp", |bytes| bytes.starts_with(b"BM")),
    kind_of("pdf", &["pdf"], "application/pdf", |bytes| bytes.starts_with(b"%PDF-")),
    kind_of("mp4", &["mp4", "m4v"], "video/mp4", |bytes| at(bytes, 4, b"ftyp")),
    kind_of("mov", &["mov"], "video/quicktime", |bytes| at(bytes, 4, b"ftyp") || at(bytes, 4, b"moov")),
    kind_of("zip", &["zip"], "application/zip", is_zip),
    kind_of("docx", &["docx"], "application/vnd.openxmlformats-officedocument.wordprocessingml.document", is_zip),
    kind_of("xlsx", &["xlsx"], "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", is_zip),
    kind_of("doc", &["doc"], "application/msword", is_old_office),
    kind_of("xls", &["xls"], "application/vnd.ms-excel", is_old_office),
    kind_of("txt", &["txt"], "text/plain", is_text),
    kind_of("csv", &["csv"], "text/csv", is_text),
];

/// What the name says and the content bears out; a name without an ending leaves it to the content.
fn kind(name: &str, bytes: &[u8]) -> Result<&'static Kind> {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    let Some(ending) = ending else {
        let found = KINDS.iter().find(|kind| (kind.looks_so)(bytes));
        return found.ok_or_else(|| Error::BadRequest("FILE_TYPE_IS_NOT_SUPPORTED".to_owned()));
    };
    let named = KINDS.iter().find(|kind| kind.endings.contains(&ending.as_str()));
    let named = named.ok_or_else(|| Error::BadRequest("FILE_TYPE_IS_NOT_SUPPORTED".to_owned()))?;
    if (named.looks_so)(bytes) {
        return Ok(named);
    }
    Err(Error::BadRequest("FILE_CONTENT_DOES_NOT_MATCH_ITS_NAME".to_owned()))
}

fn at(bytes: &[u8], place: usize, word: &[u8]) -> bool {
    bytes.get(place..).is_some_and(|rest| rest.starts_with(word))
}

fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

fn is_old_office(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
}

/// In whatever encoding: no text holds a zero, and none that a browser would run.
fn is_text(bytes: &[u8]) -> bool {
    let head = bytes.trim_ascii_start();
    let head = head.get(..head.len().min(16)).unwrap_or_default().to_ascii_lowercase();
    !bytes.contains(&0) && !head.starts_with(b"<!doctype") && !head.starts_with(b"<html") && !head.starts_with(b"<svg")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(name: &str, bytes: &[u8]) -> Result<Attachment> {
        Attachment::read("R", name, &BASE64.encode(bytes))
    }

    #[test]
    fn a_file_is_what_it_holds() {
        let png = b"\x89PNG\r\n\x1a\nrest";
        assert_eq!(read("photo.PNG", png).unwrap().mime, "image/png");
        assert_eq!(read("photo", png).unwrap().mime, "image/png");
        assert_eq!(Attachment::read("R", "Sample name", "JVBERi0xLjQK").unwrap().mime, "application/pdf");
        assert_eq!(read("a.b.csv", "имя;цена".as_bytes()).unwrap().mime, "text/csv");
        let key = read("photo.png", png).unwrap().key(ClientId(7));
        assert!(key.starts_with("chat/7/") && key.ends_with(".png") && key.len() == 7 + 64 + 4, "{key}");
        for (name, bytes, want) in [
            ("photo.jpg", png.as_slice(), "FILE_CONTENT_DOES_NOT_MATCH_ITS_NAME"),
            ("page.html", b"<html>", "FILE_TYPE_IS_NOT_SUPPORTED"),
            ("page.txt", b" <HTML>", "FILE_CONTENT_DOES_NOT_MATCH_ITS_NAME"),
            ("run.exe", b"MZ", "FILE_TYPE_IS_NOT_SUPPORTED"),
            ("nothing", b"\0\0", "FILE_TYPE_IS_NOT_SUPPORTED"),
        ] {
            assert_eq!(read(name, bytes).unwrap_err().to_string(), want, "{name}");
        }
        for (name, base64) in [("", "JVBERi0xLjQK"), ("a/b.pdf", "JVBERi0xLjQK"), ("a.pdf", ""), ("a.pdf", "%%%")] {
            assert!(matches!(Attachment::read("R", name, base64), Err(Error::Invalid { .. })), "{name} {base64}");
        }
    }

    #[test]
    fn ten_megabytes_are_the_most() {
        let mut bytes = b"%PDF-".to_vec();
        bytes.resize(LARGEST, b' ');
        assert_eq!(read("a.pdf", &bytes).unwrap().bytes.len(), LARGEST);
        bytes.push(b' ');
        assert_eq!(read("a.pdf", &bytes).unwrap_err().to_string(), "FILE_IS_TOO_LARGE");
    }

    proptest! {
        #[test]
        fn any_file_is_taken_or_refused(name in ".{0,40}", bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            if let Ok(file) = read(&name, &bytes) {
                prop_assert_eq!(file.bytes.as_ref(), bytes.as_slice());
                prop_assert!(file.key(ClientId(1)).bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/.".contains(&byte)));
            }
            let _ = Attachment::read("R", "a.pdf", &name);
        }
    }
}
