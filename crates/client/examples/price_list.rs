//! Sets prices from a table: `price_list FILE`. The file is CSV with semicolons, as spreadsheets write it, and has the
//! columns `offer_id`, `price`, and `old_price` if there are any. A failure when a price was not taken.

mod shop;

use gostiny_client::wire::{
    price::{ProductImportPricesV1, ProductImportPricesV1Price},
    scalar::OfferId,
};
use serde::Deserialize;
use shop::{Outcome, given, shop};

#[derive(Deserialize)]
struct Line {
    offer_id: OfferId,
    price: String,
    #[serde(default)]
    old_price: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let file = given(1, "FILE")?;
    let mut prices = Vec::new();
    for line in csv::ReaderBuilder::new().delimiter(b';').from_path(&file)?.into_deserialize() {
        let Line { offer_id, price, old_price } = line?;
        // Spreadsheets of this part of the world write a comma.
        let (price, old_price) = (price.replace(',', "."), old_price.replace(',', "."));
        prices.push(ProductImportPricesV1Price { offer_id, price, old_price, ..Default::default() });
    }
    let offers: Vec<_> = prices.iter().map(|one| one.offer_id.clone()).collect();
    // Any number of prices: the client cuts them into requests, and answers one by one in this order.
    let outcomes = shop("GOSTINY")?.batch(ProductImportPricesV1, prices).await;
    let mut refused = 0;
    for (offer_id, outcome) in offers.iter().zip(&outcomes) {
        match outcome {
            Ok(row) if row.updated => continue,
            Ok(row) => row.errors.iter().for_each(|error| println!("{offer_id}: {} {}", error.code, error.message)),
            Err(error) => println!("{offer_id}: {error}"),
        }
        refused += 1;
    }
    println!("{} prices were set, {refused} were not", outcomes.len() - refused);
    if refused == 0 { Ok(()) } else { Err("not all prices were taken".into()) }
}
