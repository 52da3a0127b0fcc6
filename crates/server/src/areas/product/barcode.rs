//! Who holds a barcode: within a shop it belongs to one product. Held from the check before moderation until the
//! card says otherwise or the product leaves for the archive.

use gostiny_wire::scalar::ProductId;

use super::row::Product;
use crate::{args, call::Call, error::Result, store::Arg};

/// Takes the barcode that the card names and gives back one that it no longer does; answers it when another product
/// holds it. A code of the marketplace's own is nobody else's.
pub(super) async fn claim(call: &mut Call, product: &Product) -> Result<Option<String>> {
    let own = format!("OZN{}", product.sku);
    let barcode = product.barcodes.first().filter(|barcode| **barcode != own);
    let kept = barcode.map(String::as_str).unwrap_or_default();
    call.tx.run(GIVE_BACK, args![call.seller, product.product_id, kept]).await?;
    let Some(barcode) = barcode else { return Ok(None) };
    let holder: ProductId = call.tx.value(CLAIM, args![call.seller, barcode, product.product_id]).await?;
    Ok((holder != product.product_id).then(|| barcode.clone()))
}

const GIVE_BACK: &str = "delete from product_barcode where seller_id = $1 and product_id = $2 and barcode <> $3";

const CLAIM: &str = "insert into product_barcode (seller_id, barcode, product_id) values ($1, $2, $3) \
    on conflict (seller_id, barcode) do update set barcode = excluded.barcode returning product_id";

/// Gives back what the products hold.
pub(super) async fn release(call: &mut Call, ids: &[ProductId]) -> Result<()> {
    let list: Vec<Arg> = ids.iter().map(|id| Arg::from(*id)).collect();
    call.tx.run_in(RELEASE, args![call.seller], &list).await?;
    Ok(())
}

const RELEASE: &str = "delete from product_barcode where seller_id = $1 and product_id {in}";
