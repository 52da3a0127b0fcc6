//! What the client costs over a bare HTTP client: `speed URL`, where the demo world is served. Each asks for the same
//! page of goods, one call after the other, in turns; the bare one does not even read the JSON.

use std::time::{Duration, Instant};

use gostiny_client::{
    Client,
    wire::{product::*, scalar::ClientId},
};

const ID: i64 = 100_001;
const KEY: &str = "11111111-1111-4111-8111-111111111111";
const CALLS: u32 = 2_000;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::args().nth(1).unwrap_or_else(|| "http://127.0.0.1:8080".to_owned());
    let shop = Client::seller(&url, ClientId(ID), KEY)?;
    let bare = reqwest::Client::builder().tls_certs_only([]).build()?;
    let request = ProductListV2Request { limit: 20, ..Default::default() };
    let body = serde_json::to_vec(&request)?;
    let (mut ours, mut theirs) = (Duration::ZERO, Duration::ZERO);
    for round in 0..CALLS {
        let start = Instant::now();
        let answer = bare
            .post(format!("{url}/v2/product/list"))
            .header("client-id", ID)
            .header("api-key", KEY)
            .header("content-type", "application/json")
            .body(body.clone());
        let length = answer.send().await?.bytes().await?.len();
        let middle = Instant::now();
        let items = shop.products().list_v2(&request).await?.result.items.len();
        // The first calls open connections.
        if round > CALLS / 10 {
            theirs += middle - start;
            ours += middle.elapsed();
        } else if round == 0 {
            println!("{items} goods in {length} bytes");
        }
    }
    let each = |all: Duration| all / (CALLS - CALLS / 10 - 1);
    println!("bare {:?}, typed {:?} a call", each(theirs), each(ours));
    Ok(())
}
