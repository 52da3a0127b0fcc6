//! `gostiny call`: one method of a running marketplace, signed like a seller.

use std::io::{IsTerminal, Write};

use clap::Args;
use gostiny_client::Client;
use gostiny_wire::{
    method::{Info, Verb},
    scalar::ClientId,
};

use serde_json::{Map, Value};

use crate::{Outcome, block_on};

/// Call a method.
#[derive(Args)]
pub struct Call {
    /// Path of the method, such as /v2/product/list
    path: String,
    /// Body, JSON; for a form, lists name files
    #[arg(default_value = "{}")]
    body: String,
    /// Where the marketplace is
    #[arg(long, env = "GOSTINY_URL", default_value = "http://127.0.0.1:8080")]
    url: String,
    /// The shop; the demo world's first one unless told otherwise
    #[arg(long, env = "GOSTINY_CLIENT_ID", default_value = "100001")]
    client_id: String,
    /// Its key; the demo world's unless told otherwise
    #[arg(
        long,
        env = "GOSTINY_API_KEY",
        hide_env_values = true,
        default_value = "11111111-1111-4111-8111-111111111111"
    )]
    api_key: String,
    /// Write the answer to a file: labels and acts are PDF
    #[arg(long, short, value_name = "FILE")]
    output: Option<std::path::PathBuf>,
}

impl Call {
    /// Calls and prints: JSON indented, documents as they are. Refused calls end with a failure.
    pub fn run(self) -> Outcome {
        let body: Value = serde_json::from_str(&self.body).map_err(|error| format!("the body is not JSON: {error}"))?;
        let verb = known(&self.path).map_or(Verb::Post, |method| method.verb);
        let client_id: i64 = self.client_id.parse().map_err(|_| "a Client-Id is a number".to_owned())?;
        let seller = Client::seller(&self.url, ClientId(client_id), &self.api_key)?;
        let json = "application/json".to_owned();
        let (kind, sent) = match verb {
            Verb::Get | Verb::Delete => (json, Vec::new()),
            Verb::Post | Verb::Put => (json, serde_json::to_vec(&body)?),
            Verb::Form => gostiny_client::form(&with_files(body)?)?,
        };
        let answer = block_on(seller.send(verb, &self.path, sent, &[("content-type", &kind)]))??;
        match (&self.output, answer.header("content-type")) {
            (Some(file), _) if answer.status == 200 => std::fs::write(file, &answer.body)?,
            (_, Some("application/json")) => {
                let json: serde_json::Value = serde_json::from_slice(&answer.body)?;
                writeln!(std::io::stdout(), "{json:#}")?;
            }
            _ if std::io::stdout().is_terminal() => {
                return Err(format!("{} bytes of a document: give --output FILE", answer.body.len()).into());
            }
            _ => std::io::stdout().write_all(&answer.body)?,
        }
        match answer.status {
            200 => Ok(()),
            status => Err(format!("the server refused the call with {status}").into()),
        }
    }
}

/// The fields of a form; lists name files on this machine.
fn with_files(body: Value) -> Result<Map<String, Value>, Box<dyn std::error::Error + Send + Sync>> {
    let Value::Object(mut fields) = body else { return Err("the body is a JSON object".into()) };
    for files in fields.values_mut().filter_map(Value::as_array_mut) {
        for file in files {
            let path = std::path::PathBuf::from(file.as_str().ok_or("a list of a form names files")?);
            let bytes = std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            *file = gostiny_client::file(&name, &bytes);
        }
    }
    Ok(fields)
}

/// The method behind a path or another spelling of it.
fn known(path: &str) -> Option<Info> {
    let path = path.split('?').next().unwrap_or(path);
    gostiny_wire::seller_methods().find(|method| method.path == path || method.aliases.contains(&path))
}
