//! Packs every posting that waits, each as one parcel, and prints all labels into one document:
//! `pack_all 2026-01-12 FILE.pdf`, the day being today: what is to be handed over within five months of it is what waits.
//! Postings whose units need a mark, a country or papers are told and left alone; parcels of other carriers are packed, and
//! carry those carriers' labels.

mod shop;

use std::sync::Arc;

use futures_util::TryStreamExt;
use gostiny_client::{
    Client, ClientError, Patience,
    wire::{
        posting::{
            PostingFbs, PostingFbsShipV4Package, PostingFbsShipV4Product, PostingFbsShipV4Request,
            PostingFbsUnfulfilledListV3, PostingFbsUnfulfilledListV3Filter, PostingFbsUnfulfilledListV3Request,
        },
        scalar::{PostingNumber, Time},
    },
};
use krilla::{
    Document,
    pdf::{Pdf, PdfDocument},
};
use shop::{Outcome, given, shop};

/// Labels that one request can ask for.
const LABELS: usize = 20;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let (today, file) = (given(1, "DAY")?, given(2, "FILE.pdf")?);
    let today: Time = format!("{today}T00:00:00Z").parse()?;
    let shop = shop("GOSTINY")?;
    let (mut packed, mut elsewhere, mut left) = (Vec::new(), 0, 0);
    // The list is read to its end first: each packed posting leaves it, and the pages would move.
    for posting in waiting(&shop, today).await? {
        match pack(&shop, &posting).await {
            Ok(numbers) if posting.tpl_integration_type == "ozon" => packed.extend(numbers),
            Ok(numbers) => elsewhere += numbers.len(),
            Err(error) if error.status().is_some_and(|status| status < 500) => {
                println!("{} is left: {error}", posting.posting_number);
                left += 1;
            }
            Err(error) => return Err(error.into()),
        }
    }
    let mut labels = Document::new();
    for some in packed.chunks(LABELS) {
        // Labels are drawn about a minute after packing.
        let drawn = shop.labels(some, Patience::default()).await?;
        let drawn = Arc::new(Pdf::new(drawn.0).map_err(|error| format!("{error:?}"))?);
        let pages: Vec<_> = (0..drawn.pages().len()).collect();
        labels.embed_pdf_pages(&PdfDocument::new(drawn), &pages);
    }
    if !packed.is_empty() {
        std::fs::write(&file, labels.finish().map_err(|error| format!("{error:?}"))?)?;
    }
    println!("{} labels are printed, {elsewhere} parcels go by other carriers, {left} are left", packed.len());
    Ok(())
}

async fn waiting(shop: &Client, today: Time) -> Result<Vec<PostingFbs>, ClientError> {
    let filter = PostingFbsUnfulfilledListV3Filter {
        status: "awaiting_packaging".to_owned(),
        // A period has to be named, and may not be long.
        cutoff_from: Some(today.plus_days(-150)),
        cutoff_to: Some(today.plus_days(150)),
        ..Default::default()
    };
    let request = PostingFbsUnfulfilledListV3Request { filter: Some(filter), limit: 1_000, ..Default::default() };
    shop.items(PostingFbsUnfulfilledListV3, request).try_collect().await
}

/// All units in one package.
async fn pack(shop: &Client, posting: &PostingFbs) -> Result<Vec<PostingNumber>, ClientError> {
    let lines = posting.products.iter();
    let products =
        lines.map(|line| PostingFbsShipV4Product { product_id: line.sku, quantity: line.quantity }).collect();
    let packages = vec![PostingFbsShipV4Package { products }];
    let posting_number = posting.posting_number.clone();
    let request = PostingFbsShipV4Request { packages, posting_number, ..Default::default() };
    Ok(shop.postings().ship_v4(&request).await?.result)
}
