//! What the client costs over a bare one: `speed URL`, where the demo world is served. Both ask for the same page of
//! goods on the same server, in turns, first one call after the other and then several at once. The bare one is reqwest
//! with the same connections, which reads the bytes of the answer and not its JSON.

use std::time::{Duration, Instant};

use futures_util::{StreamExt, TryStreamExt, stream};
use gostiny_client::{
    Client, ClientError,
    wire::{product::*, scalar::ClientId},
};

const ID: i64 = 100_001;
const KEY: &str = "11111111-1111-4111-8111-111111111111";
/// Calls in one turn.
const CALLS: usize = 500;
const TURNS: usize = 20;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Asks by the bare client; the length of the answer.
async fn bare(http: &reqwest::Client, url: &str, body: &[u8]) -> Result<usize, reqwest::Error> {
    let asked =
        http.post(url).header("client-id", ID).header("api-key", KEY).header("content-type", "application/json");
    Ok(asked.body(body.to_vec()).send().await?.error_for_status()?.bytes().await?.len())
}

/// Asks by ours; how many goods there are.
async fn typed(shop: &Client, request: &ProductListV2Request) -> Result<usize, ClientError> {
    Ok(shop.products().list_v2(request).await?.result.items.len())
}

/// How long one turn takes with so many calls under way.
async fn turn<A, E>(at_once: usize, ask: impl Fn() -> A) -> Result<Duration, E>
where
    A: Future<Output = Result<usize, E>>,
{
    let start = Instant::now();
    let calls = stream::iter(0..CALLS).map(|_| ask()).buffer_unordered(at_once);
    calls.try_for_each(|_| async { Ok(()) }).await?;
    Ok(start.elapsed())
}

/// Calls a second by the turn in the middle.
fn rate(mut turns: Vec<Duration>) -> u128 {
    turns.sort_unstable();
    let middle = turns.get(turns.len() / 2).map_or(1, Duration::as_micros).max(1);
    u128::try_from(CALLS).unwrap_or_default() * 1_000_000 / middle
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let server = std::env::args().nth(1).unwrap_or_else(|| "http://127.0.0.1:8080".to_owned());
    let shop = Client::seller(&server, ClientId(ID), KEY)?;
    let http = reqwest::Client::builder().tls_certs_only([]).build()?;
    let request = ProductListV2Request { limit: 20, ..Default::default() };
    let (url, body) = (format!("{server}/v2/product/list"), serde_json::to_vec(&request)?);
    println!("{} goods in {} bytes", typed(&shop, &request).await?, bare(&http, &url, &body).await?);
    for at_once in [1, 16] {
        let (mut theirs, mut ours) = (Vec::new(), Vec::new());
        for n in 0..=TURNS {
            let (one, two) =
                (turn(at_once, || bare(&http, &url, &body)).await?, turn(at_once, || typed(&shop, &request)).await?);
            // The first turn opens connections.
            if n > 0 {
                theirs.push(one);
                ours.push(two);
            }
        }
        let (theirs, ours) = (rate(theirs), rate(ours));
        let hundredths = ours * 100 / theirs.max(1);
        let ratio = format!("{}.{:02}", hundredths / 100, hundredths % 100);
        println!("{at_once} at once: bare {theirs}, typed {ours} calls a second, ratio {ratio}");
    }
    Ok(())
}
