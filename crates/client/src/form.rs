//! Fields that do not travel as JSON: in paths, queries and forms.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Map, Value, json};

use crate::ClientError;

/// A field as a path or a query carries it; `None` for `null` and for lists and objects, which neither can carry.
pub(crate) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A file of a form.
pub fn file(name: &str, bytes: &[u8]) -> Value {
    json!({"file_name": name, "base64_content": STANDARD.encode(bytes)})
}

/// The fields as `multipart/form-data`: its content type and its body. Lists are files.
pub fn form(fields: &Map<String, Value>) -> Result<(String, Vec<u8>), ClientError> {
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for (name, value) in fields {
        let files = value.as_array().map(Vec::as_slice).unwrap_or_default();
        for file in files {
            let of = |field: &str| file.get(field).and_then(Value::as_str).unwrap_or_default();
            let file_name = of("file_name").replace(['"', '\r', '\n'], "_");
            let bytes = STANDARD.decode(of("base64_content")).map_err(|error| ClientError::decode(name, error))?;
            parts.push((format!("name=\"{name}\"; filename=\"{file_name}\""), bytes));
        }
        if let Some(text) = text(value) {
            parts.push((format!("name=\"{name}\""), text.into_bytes()));
        }
    }
    let holds = |mark: &str| parts.iter().any(|(_, body)| body.windows(mark.len()).any(|at| at == mark.as_bytes()));
    let mut boundary = "gostiny-form".to_owned();
    while holds(&boundary) {
        boundary.push('-');
        boundary.push_str(&boundary.len().to_string());
    }
    let mut body = Vec::new();
    for (about, content) in &parts {
        body.extend(format!("--{boundary}\r\nContent-Disposition: form-data; {about}\r\n\r\n").into_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend(format!("--{boundary}--\r\n").into_bytes());
    Ok((format!("multipart/form-data; boundary={boundary}"), body))
}
