//! Brings the stock of one system to another: `stock_sync WAREHOUSE_ID`. Goods of the same article get as many free units
//! in that warehouse of the shop as the other system (`SOURCE_URL`, `SOURCE_CLIENT_ID`, `SOURCE_API_KEY`) can sell from
//! its own. Only what differs is written, so it may run as often as one likes.

mod shop;

use std::collections::HashMap;

use futures_util::TryStreamExt;
use gostiny_client::wire::{
    scalar::WarehouseId,
    stock::{
        ProductInfoStocksV3, ProductInfoStocksV3Request, ProductInfoWarehouseStocksV1,
        ProductInfoWarehouseStocksV1Request, ProductsStocksV2, ProductsStocksV2Stock,
    },
};
use shop::{Outcome, given, shop};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let warehouse_id = WarehouseId(given(1, "WAREHOUSE_ID")?.parse()?);
    let (source, target) = (shop("SOURCE")?, shop("GOSTINY")?);

    let mut wanted = HashMap::new();
    let request = ProductInfoStocksV3Request { limit: 1_000, ..Default::default() };
    let mut goods = source.items(ProductInfoStocksV3, request);
    while let Some(one) = goods.try_next().await? {
        let own = one.stocks.iter().filter(|stock| stock.r#type == "fbs");
        let free: i64 = own.map(|stock| i64::from(stock.present - stock.reserved)).sum();
        wanted.insert(one.offer_id, free);
    }

    let request = ProductInfoWarehouseStocksV1Request { limit: 1_000, warehouse_id, ..Default::default() };
    let mut shelf = target.items(ProductInfoWarehouseStocksV1, request);
    let (mut known, mut stocks) = (0, Vec::new());
    while let Some(one) = shelf.try_next().await? {
        let Some(stock) = wanted.get(&one.offer_id).copied() else { continue };
        known += 1;
        if stock != one.free_stock {
            let (offer_id, product_id) = (one.offer_id, one.product_id);
            stocks.push(ProductsStocksV2Stock { offer_id, product_id, stock, warehouse_id });
        }
    }

    let mut refused = 0;
    let changed = stocks.len();
    for outcome in target.batch(ProductsStocksV2, stocks).await {
        let row = outcome?;
        if !row.updated {
            refused += 1;
            row.errors.iter().for_each(|error| println!("{}: {} {}", row.offer_id, error.code, error.message));
        }
    }
    println!("{known} goods are in both, {changed} differed, {refused} were refused");
    if refused == 0 { Ok(()) } else { Err("not all stocks were taken".into()) }
}
