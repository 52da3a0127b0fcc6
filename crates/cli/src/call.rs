//! `gostiny call`: one method of a running marketplace, signed like a seller.

use std::{
    error::Error,
    fmt,
    io::{IsTerminal, Read, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::Args;
use gostiny_client::{Client, Raw};
use gostiny_wire::{
    method::{Info, Verb},
    scalar::ClientId,
};
use serde_json::{Map, Value};

use crate::{Outcome, block_on};

/// Which marketplace, and which shop of it.
#[derive(Args)]
pub struct Shop {
    /// Where the marketplace is
    #[arg(
        long,
        help = "Where the marketplace is; https://api-seller.ozon.ru is the real one",
        visible_alias = "url",
        env = "GOSTINY_URL",
        value_name = "URL",
        default_value = "http://127.0.0.1:8080"
    )]
    base_url: String,
    /// The shop; the demo world's first one unless told otherwise
    #[arg(long, env = "GOSTINY_CLIENT_ID", default_value = "100001")]
    client_id: i64,
    /// Its key; the demo world's unless told otherwise
    #[arg(
        long,
        env = "GOSTINY_API_KEY",
        hide_env_values = true,
        default_value = "11111111-1111-4111-8111-111111111111"
    )]
    api_key: String,
}

impl Shop {
    /// A client of the shop.
    pub fn client(&self) -> Result<Client, Box<dyn Error + Send + Sync>> {
        Ok(Client::seller(&self.base_url, ClientId(self.client_id), &self.api_key)?)
    }

    /// Its number.
    pub fn client_id(&self) -> i64 {
        self.client_id
    }
}

/// Call a method.
///
/// Ends with 0 when it was done, 4 when the call was refused (4xx), 5 when the server failed (5xx), 1 when no answer came.
#[derive(Args)]
pub struct Call {
    /// The method: its path, /v3/posting/fbs/list, or its name, PostingFbsListV3, in any case
    method: String,
    /// Its request, JSON; `-` reads it from the standard input, @FILE from a file. Lists of a form name files to send
    #[arg(default_value = "{}")]
    request: String,
    #[command(flatten)]
    shop: Shop,
    /// Write the answer to a file: labels and acts are PDF
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// A call that was answered, but not done.
#[derive(Debug)]
pub struct Refused {
    status: u16,
    request_id: String,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the server refused the call with {}", self.status)?;
        if self.request_id.is_empty() { Ok(()) } else { write!(f, ", request {}", self.request_id) }
    }
}

impl Error for Refused {}

impl Refused {
    /// What the program ends with.
    pub fn code(&self) -> ExitCode {
        ExitCode::from(match self.status {
            400..500 => 4,
            500.. => 5,
            _ => 1,
        })
    }
}

impl Call {
    /// Calls and prints: JSON indented for people, as it arrived for programs.
    pub fn run(self) -> Outcome {
        let request = self.request()?;
        let shop = self.shop.client()?;
        let raw = block_on(self.answer(&shop, request))??;
        let is_done = (200..300).contains(&raw.status);
        match &self.output {
            Some(file) if is_done => {
                std::fs::write(file, &raw.body).map_err(|error| format!("{}: {error}", file.display()))?;
            }
            _ => gone(print(&raw))?,
        }
        let request_id = raw.header("x-request-id").unwrap_or_default().to_owned();
        if is_done { Ok(()) } else { Err(Refused { status: raw.status, request_id }.into()) }
    }

    /// A known method is called by its line of the table, so that it is repeated where that is safe; any other path is
    /// posted to, once. A method without a body is called with a query of its own as it is.
    async fn answer(&self, shop: &Client, request: Value) -> Result<Raw, Box<dyn Error + Send + Sync>> {
        let info = named(&self.method);
        let has_query = self.method.contains('?');
        let Some(info) = info.filter(|info| !has_query || !takes_no_body(info.verb)) else {
            if !self.method.starts_with('/') {
                return Err(format!("{} is no path and no method{}", self.method, alike(&self.method)).into());
            }
            let verb = info.map_or(Verb::Post, |info| info.verb);
            let body = if takes_no_body(verb) { Vec::new() } else { serde_json::to_vec(&request)? };
            return Ok(shop.send(verb, &self.method, body, &[("content-type", "application/json")]).await?);
        };
        let Value::Object(mut fields) = request else { return Err("the request is a JSON object".into()) };
        if info.verb == Verb::Form {
            read_files(&mut fields)?;
        }
        Ok(shop.call_raw(&info, fields).await?)
    }

    fn request(&self) -> Result<Value, Box<dyn Error + Send + Sync>> {
        let mut text = self.request.clone();
        if text == "-" {
            text.clear();
            std::io::stdin().read_to_string(&mut text)?;
        } else if let Some(file) = self.request.strip_prefix('@') {
            text = std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
        }
        Ok(serde_json::from_str(&text).map_err(|error| format!("the request is not JSON: {error}"))?)
    }
}

fn takes_no_body(verb: Verb) -> bool {
    matches!(verb, Verb::Get | Verb::Delete)
}

/// Whoever reads what is printed may have read enough.
fn gone(printed: std::io::Result<()>) -> std::io::Result<()> {
    match printed {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        printed => printed,
    }
}

fn print(raw: &Raw) -> std::io::Result<()> {
    let mut out = std::io::stdout();
    let is_json = matches!(raw.content_type(), "application/json" | "application/problem+json");
    let json = || serde_json::from_slice::<Value>(&raw.body).ok().filter(|_| is_json);
    match (out.is_terminal(), json()) {
        (true, Some(json)) => writeln!(out, "{json:#}")?,
        (true, None) if std::str::from_utf8(&raw.body).is_err() => {
            writeln!(out, "{} bytes of a document: give --output FILE", raw.body.len())?;
        }
        _ => {
            out.write_all(&raw.body)?;
            // A line of its own for whoever reads lines; a document stays as it is.
            if is_json {
                writeln!(out)?;
            }
        }
    }
    Ok(())
}

/// Lists of a form name files on this machine.
fn read_files(fields: &mut Map<String, Value>) -> Outcome {
    for files in fields.values_mut().filter_map(Value::as_array_mut) {
        for file in files {
            let path = PathBuf::from(file.as_str().ok_or("a list of a form names files")?);
            let bytes = std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            *file = gostiny_client::file(&name, &bytes);
        }
    }
    Ok(())
}

/// The method behind a name, a path or another spelling of it.
fn named(method: &str) -> Option<Info> {
    let path = method.split('?').next().unwrap_or(method);
    gostiny_wire::seller_methods()
        .find(|info| info.path == path || info.aliases.contains(&path) || info.name.eq_ignore_ascii_case(method))
}

/// A few methods whose name or path holds what was given.
fn alike(given: &str) -> String {
    let given = given.to_lowercase();
    let names = gostiny_wire::seller_methods()
        .filter(|info| info.name.to_lowercase().contains(&given) || info.path.contains(&given))
        .map(|info| info.name);
    let names: Vec<_> = names.take(8).collect();
    if names.is_empty() { String::new() } else { format!("; there are {}", names.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_is_found_by_its_path_its_other_spelling_and_its_name() {
        let name = |given: &str| named(given).map(|info| info.name);
        for given in ["/v3/product/info/stocks", "/v3/products/info/stocks", "productinfostocksv3"] {
            assert_eq!(name(given), Some("ProductInfoStocksV3"), "{given}");
        }
        assert_eq!(name("/v1/categories/tree?category_id=7"), Some("CategoriesTreeV1"));
        assert_eq!((name("/v9/no/such"), name("PostingFbs")), (None, None));
        assert!(alike("unfulfilled").contains("PostingFbsUnfulfilledListV3"));
        assert_eq!(alike("нет такого"), "");
    }

    #[test]
    fn what_it_ends_with_tells_who_failed() {
        let code = |status| format!("{:?}", Refused { status, request_id: String::new() }.code());
        let want = |code| format!("{:?}", ExitCode::from(code));
        assert_eq!([code(302), code(404), code(429), code(503)], [want(1), want(4), want(4), want(5)]);
    }
}
