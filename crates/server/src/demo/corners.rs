//! Goods of the first demo shop that something has become of, so that every filter of a list finds some: archived,
//! hidden and blocked ones, a price that jumped, cards that failed before and after their import.

use std::collections::HashMap;

use gostiny_wire::{
    operator::{ModerationDecision, ProductHideRequest, ProductModerateRequest},
    price::{ProductImportPricesV1Price, ProductImportPricesV1Request},
    product::{ProductArchiveV1Request, ProductImportItem, ProductImportV2Request},
    scalar::{OfferId, ProductId},
};

use super::goods::{self, Shelves};
use crate::{
    areas::{price, product, stock},
    call::Call,
    error::{Error, Result},
    job::{self, Executor},
};

/// What becomes of a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Corner {
    Archived,
    NoPicture,
    BarcodeTaken,
    Banned,
    Hidden,
    PriceJumped,
    Remarked,
}

const CORNERS: &[(&str, Corner)] = &[
    ("NZAR-9001", Corner::Archived),
    ("NZAR-9002", Corner::Archived),
    ("NZAR-9003", Corner::Archived),
    ("NZAR-9004", Corner::NoPicture),
    ("NZAR-9005", Corner::BarcodeTaken),
    ("NZAR-9006", Corner::Banned),
    ("NZAR-9007", Corner::Hidden),
    ("NZAR-9008", Corner::PriceJumped),
    ("NZAR-9009", Corner::Remarked),
];

/// Imports the goods of the call's shop, lets moderation speak, and does to each what is to become of it.
pub(super) async fn fill(
    call: &mut Call,
    executors: &HashMap<&'static str, Executor>,
    shop: &str,
    shelves: Shelves,
) -> Result<()> {
    let seller = call.seller;
    let sample = goods::sample(shop)?;
    let items = CORNERS.iter().map(|(offer_id, corner)| item(&sample, offer_id, *corner)).collect();
    product::import(call, &ProductImportV2Request { items }).await?;
    let settled = call.now.plus_hours(1);
    job::run_inside(call, executors, settled).await?;
    let offers: Vec<OfferId> = CORNERS.iter().map(|(offer_id, _)| OfferId::from(*offer_id)).collect();
    let products = product::by_offer_ids(call, &offers).await?;
    for (offer_id, corner) in CORNERS {
        let Some(product) = products.iter().find(|product| product.offer_id.as_str() == *offer_id) else {
            return Err(Error::internal(format!("{offer_id} was not imported")));
        };
        happen(call, product.product_id, *corner, shelves).await?;
        call.seller = seller;
    }
    Ok(())
}

fn item(sample: &ProductImportItem, offer_id: &str, corner: Corner) -> ProductImportItem {
    let mut item = ProductImportItem {
        offer_id: offer_id.into(),
        name: format!("{}, серия {offer_id}", sample.name),
        ..sample.clone()
    };
    match corner {
        Corner::BarcodeTaken => {}
        Corner::Remarked => item.barcode = "4006381333932".to_owned(),
        _ => item.barcode.clear(),
    }
    if corner == Corner::NoPicture {
        item.images.clear();
        item.primary_image.clear();
    }
    item
}

async fn happen(call: &mut Call, product_id: ProductId, corner: Corner, shelves: Shelves) -> Result<()> {
    if matches!(corner, Corner::Hidden | Corner::PriceJumped | Corner::Remarked) {
        stock::set_sellable(call, product_id, shelves.fbs, 5).await?;
    }
    match corner {
        Corner::NoPicture | Corner::BarcodeTaken | Corner::Remarked => Ok(()),
        Corner::Archived => {
            product::archive(call, &ProductArchiveV1Request { product_id: vec![product_id] }).await.map(drop)
        }
        Corner::Banned => {
            let reasons = vec!["Товар запрещён к продаже".to_owned()];
            let word = ProductModerateRequest { product_id, decision: Some(ModerationDecision::Ban), reasons };
            product::moderate(call, &word).await.map(drop)
        }
        Corner::Hidden => product::hide(call, &ProductHideRequest { product_id, hidden: Some(true) }).await.map(drop),
        Corner::PriceJumped => {
            let new = ProductImportPricesV1Price {
                product_id,
                price: "99".to_owned(),
                old_price: "0".to_owned(),
                ..ProductImportPricesV1Price::default()
            };
            price::set(call, &ProductImportPricesV1Request { prices: vec![new] }).await.map(drop)
        }
    }
}
