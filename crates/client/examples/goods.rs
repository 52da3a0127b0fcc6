//! Prints the goods of a shop: `goods URL CLIENT_ID KEY`. The smallest program there is; `cargo xtask
//! client` tells its size.

use futures_util::TryStreamExt;
use gostiny_client::{
    Client,
    wire::{product::*, scalar::ClientId},
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut given = std::env::args().skip(1);
    let url = given.next().unwrap_or_else(|| "http://127.0.0.1:8080".to_owned());
    // Those of the demo world unless told otherwise.
    let client_id = given.next().map_or(Ok(100_001), |id| id.parse())?;
    let key = given.next().unwrap_or_else(|| "11111111-1111-4111-8111-111111111111".to_owned());
    let shop = Client::seller(&url, ClientId(client_id), &key)?;
    let mut goods = shop.items(ProductListV2, ProductListV2Request { limit: 1_000, ..Default::default() });
    while let Some(one) = goods.try_next().await? {
        println!("{} {}", one.product_id, one.offer_id);
    }
    Ok(())
}
