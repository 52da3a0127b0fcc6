//! Holds what a server has against what shops were told.

use futures_util::{StreamExt, TryStreamExt, stream};
use gostiny_client::Client;
use gostiny_wire::{
    chat::{ChatHistoryV1, ChatHistoryV1Request},
    posting::{PostingFbsGetV3, PostingFbsGetV3Request},
    product::{ProductInfoListV2, ProductInfoListV2Request},
    scalar::{ChatId, Digits},
    stock::{ProductInfoStocksByWarehouseFbsV1, ProductInfoStocksByWarehouseFbsV1Request},
};

use super::load::{GOODS, Parcel, Stage, Told, Trader, content};
use crate::{Outcome, shop};

/// Questions at once.
const AT_ONCE: usize = 8;

/// Asks a server for all that a shop was told; answers how much that was.
pub async fn ask(server: &Client, trader: &Trader) -> Outcome<usize> {
    let seller = server.as_seller(trader.shop.client_id, &trader.shop.api_key)?;
    let Told { parcels, files, prices: set, stocks: counted } = &trader.told;
    stream::iter(parcels).map(|one| parcel(&seller, one)).buffer_unordered(AT_ONCE).try_collect::<()>().await?;
    stream::iter(files).map(|(id, name)| file(&seller, id, name)).buffer_unordered(AT_ONCE).try_collect::<()>().await?;
    prices(&seller, trader.number, &trader.told).await?;
    stocks(&seller, trader).await?;
    Ok(parcels.len() + files.len() + set.len() + counted.len())
}

async fn parcel(seller: &Client, parcel: &Parcel) -> Outcome {
    let Parcel { number, stage, .. } = parcel;
    let request = PostingFbsGetV3Request { posting_number: number.clone(), ..Default::default() };
    let found = seller.call(PostingFbsGetV3, &request).await;
    let status = found.map_err(|error| format!("{number}, {stage:?}, is gone: {error}"))?.result.status;
    let fits = match stage {
        Stage::Ordered => true,
        Stage::Packed => status != "awaiting_packaging",
        Stage::Delivered => status == "delivered",
        Stage::Cancelled => status == "cancelled",
    };
    if fits { Ok(()) } else { Err(format!("{number} was {stage:?} and is {status}").into()) }
}

/// The address of a file that a buyer sent.
pub async fn link(seller: &Client, chat_id: &ChatId, name: &str) -> Outcome<String> {
    let request = ChatHistoryV1Request { chat_id: chat_id.clone(), from_message_id: Digits(0), limit: 1_000 };
    let said = seller.call(ChatHistoryV1, &request).await?.result;
    let file = said.into_iter().filter_map(|message| message.file).find(|file| file.name == name);
    Ok(file.ok_or_else(|| format!("{name} of the chat {chat_id} is gone"))?.url)
}

async fn file(seller: &Client, chat_id: &ChatId, name: &str) -> Outcome {
    let link = link(seller, chat_id, name).await?;
    let bytes = seller.download(&link).await.map_err(|error| format!("{name} of the chat {chat_id}: {error}"))?;
    if bytes == content(chat_id, name).as_bytes() { Ok(()) } else { Err(format!("{name} is another file").into()) }
}

async fn prices(seller: &Client, number: i64, told: &Told) -> Outcome {
    let offer_id = (1..=GOODS).map(|good| shop::offer_id(number, good).into()).collect();
    let request = ProductInfoListV2Request { offer_id, ..Default::default() };
    let found = seller.call(ProductInfoListV2, &request).await?.result.items;
    for (good, value) in &told.prices {
        let offer_id = shop::offer_id(number, *good);
        let row = found.iter().find(|row| row.card.offer_id.as_str() == offer_id);
        let price = row.map(|row| row.card.price.as_str()).unwrap_or_default();
        let rubles = price.split('.').next().and_then(|rubles| rubles.parse().ok());
        if !rubles.is_some_and(|rubles| value.allows(rubles)) {
            return Err(format!("the price of {offer_id} is {price:?}, set was {value:?}").into());
        }
    }
    Ok(())
}

async fn stocks(seller: &Client, trader: &Trader) -> Outcome {
    let sku = trader.skus.iter().map(|sku| Digits(sku.0)).collect();
    let request = ProductInfoStocksByWarehouseFbsV1Request { sku, fbs_sku: Vec::new() };
    let found = seller.call(ProductInfoStocksByWarehouseFbsV1, &request).await?.result;
    for (good, value) in &trader.told.stocks {
        let sku = trader.skus.get(good - 1);
        let present = found.iter().find(|row| Some(&row.sku) == sku).map(|row| row.present);
        if !present.is_some_and(|present| value.allows(present)) {
            return Err(format!("the stock of good {good} is {present:?}, set was {value:?}").into());
        }
    }
    Ok(())
}
