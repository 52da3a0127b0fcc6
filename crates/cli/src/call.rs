//! `gostiny call`: one method of a running marketplace, signed like a seller.

use std::io::{IsTerminal, Write};

use clap::Args;
use gostiny_wire::method::{Info, Verb};

use crate::{Outcome, block_on};

/// Call a method.
#[derive(Args)]
pub struct Call {
    /// Path of the method, such as /v2/product/list
    path: String,
    /// Body, JSON
    #[arg(default_value = "{}")]
    body: String,
    /// Where the marketplace is
    #[arg(long, env = "GOSTINY_URL", default_value = "http://127.0.0.1:8080")]
    url: String,
    /// The shop; the demo world's first one unless told otherwise
    #[arg(long, env = "GOSTINY_CLIENT_ID", default_value = "100001")]
    client_id: String,
    /// Its key; the demo world's unless told otherwise
    #[arg(long, env = "GOSTINY_API_KEY", hide_env_values = true, default_value = "11111111-1111-4111-8111-111111111111")]
    api_key: String,
    /// Write the answer to a file: labels and acts are PDF
    #[arg(long, short, value_name = "FILE")]
    output: Option<std::path::PathBuf>,
}
