//! What holds of any body, form, cursor and amount that a caller sends.

use std::{cell::RefCell, sync::LazyLock};

use bytes::Bytes;
use gostiny_wire::{
    method::Verb,
    scalar::{Money, Time},
};
use serde_json::{Map, Value};
use tokio::runtime::{Builder, Runtime};

use super::{
    form,
    page::{LastId, cursor},
    routes::{Arrived, Route, texts},
    zero,
};
use crate::{
    clock::{ApiDate, Mode},
    error::{Error, Result},
};

/// The boundary of the forms here.
const BOUNDARY: &str = "gostiny-fuzz";

static ROUTES: LazyLock<Vec<Route>> = LazyLock::new(|| crate::seller_routes().and(crate::operator_routes()).list);

/// The first line names a method and, behind a blank, gives the parameters of its path and query; the rest is the
/// body. What is understood is written and understood as the same once more; what is not is refused by its place.
pub fn requests(data: &[u8]) {
    let at = data.iter().position(|byte| *byte == b'\n').unwrap_or(data.len());
    let (head, body) = (data.get(..at).unwrap_or_default(), data.get(at + 1..).unwrap_or_default());
    let head = String::from_utf8_lossy(head);
    let (name, query) = head.split_once(' ').unwrap_or((&head, ""));
    let sum = name.bytes().map(usize::from).sum::<usize>();
    let known = ROUTES.iter().find(|route| route.info.name == name);
    let Some(route) = known.or_else(|| ROUTES.get(sum % ROUTES.len())) else { return };
    let info = &route.info;
    if let Err(error) = zero::refuse(info.name, body) {
        assert!(matches!(error.bare(), Error::Invalid { .. }), "{error:?}");
    }
    let arrived = match info.verb {
        Verb::Form => {
            match waited(form::read(&format!("multipart/form-data; boundary={BOUNDARY}"), Bytes::copy_from_slice(body)))
            {
                Ok(form) => Arrived { form, ..Arrived::default() },
                Err(error) => return named(&error, "multipart: "),
            }
        }
        _ => {
            let fields = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
            Arrived { body: Bytes::copy_from_slice(body), fields, ..Arrived::default() }
        }
    };
    let understood = match (route.echo)(arrived) {
        Ok(understood) => understood,
        Err(error) => return named(&error, "proto: "),
    };
    let Value::Object(fields) = understood.clone() else { panic!("{} reads {understood}", info.name) };
    let again = match info.verb {
        Verb::Form => Arrived { form: fields, ..Arrived::default() },
        Verb::Get | Verb::Delete => Arrived { fields: texts(fields), ..Arrived::default() },
        Verb::Post | Verb::Put => Arrived { body: understood.to_string().into(), ..Arrived::default() },
    };
    match (route.echo)(again) {
        Ok(again) => assert_eq!(again, understood, "{}", info.name),
        Err(error) => panic!("{}: {error:?}, but understood before: {understood}", info.name),
    }
}

/// A form is read as the fields and files it holds, or refused in its own words.
pub fn forms(data: &[u8]) {
    let content_type = format!("multipart/form-data; boundary={BOUNDARY}");
    let read = |body: Bytes| waited(form::read(&content_type, body));
    let fields = match read(Bytes::copy_from_slice(data)) {
        Ok(fields) => fields,
        Err(error) => return named(&error, "multipart: "),
    };
    if let Some(body) = written(&fields) {
        match read(body.into()) {
            Ok(again) => assert_eq!(again, fields),
            Err(error) => panic!("{error:?}, but read before: {fields:?}"),
        }
    }
}

/// The same form again; none where a name would need signs that names of forms have no common spelling for.
fn written(fields: &Map<String, Value>) -> Option<Vec<u8>> {
    use base64::{Engine, engine::general_purpose::STANDARD};
    // `multer` takes `filename=` for the parameter of that name wherever it stands.
    let plain = |name: &str| !name.contains(['"', '\\', '\r', '\n', '%']) && !name.contains("filename");
    let mut body = Vec::new();
    let mut part = |head: String, bytes: &[u8]| {
        body.extend(format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n").into_bytes());
        body.extend(bytes);
        body.extend(b"\r\n");
    };
    for (name, value) in fields {
        let files = match value {
            Value::String(text) if plain(name) => {
                part(format!("name=\"{name}\""), text.as_bytes());
                continue;
            }
            Value::Array(files) if plain(name) => files,
            _ => return None,
        };
        for file in files {
            let text = |key: &str| file.get(key).and_then(Value::as_str);
            let (file_name, bytes) = (text("file_name")?, STANDARD.decode(text("base64_content")?).ok()?);
            if !plain(file_name) {
                return None;
            }
            part(format!("name=\"{name}\"; filename=\"{file_name}\""), &bytes);
        }
    }
    body.extend(format!("--{BOUNDARY}--\r\n").into_bytes());
    Some(body)
}

/// Single values that callers write: cursors, amounts, moments, days.
pub fn words(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    match LastId::parse(text) {
        Ok(read) => assert_eq!(LastId::parse(&read.to_string()).ok(), Some(read)),
        Err(error) => assert!(matches!(error, Error::Invalid { .. }), "{error:?}"),
    }
    match cursor::read::<(i64, String)>(text) {
        Ok(None) => assert!(text.is_empty()),
        Ok(Some(keys)) => {
            assert!(!keys.1.contains('\0'));
            let again = cursor::write(&keys).and_then(|text| cursor::read::<(i64, String)>(&text));
            assert_eq!(again.ok().flatten(), Some(keys));
        }
        Err(error) => assert!(matches!(error, Error::Invalid { .. }), "{error:?}"),
    }
    if let Some(money) = Money::parse(text) {
        assert_eq!(Money::parse(&money.fixed(2)), Some(money));
        assert_eq!(Money::parse(&money.fixed(6)), Some(money));
    }
    if let Ok(time) = text.parse::<Time>() {
        assert_eq!(time.to_string().parse::<Time>().ok(), Some(time), "{text}");
    }
    if let Ok(mode) = text.parse::<Mode>() {
        assert_eq!(mode.to_string().parse::<Mode>().ok(), Some(mode));
    }
    if let Some(ApiDate::Day(day)) = ApiDate::parse(text) {
        assert_eq!(day.to_string().parse::<Time>().ok(), Some(day));
    }
}

/// A refusal that a caller can act on.
fn named(error: &Error, beginning: &str) {
    let Error::BadRequest(told) = error.bare() else { panic!("{error:?}") };
    assert!(told.starts_with(beginning), "{told}");
    assert_eq!(error.codes(), (3, 400));
}

fn waited<T>(future: impl Future<Output = Result<T>>) -> Result<T> {
    thread_local! {
        static RUNTIME: RefCell<Option<Runtime>> = RefCell::new(Builder::new_current_thread().build().ok());
    }
    RUNTIME.with_borrow(|runtime| match runtime {
        Some(runtime) => runtime.block_on(future),
        None => Err(Error::internal("no runtime")),
    })
}
