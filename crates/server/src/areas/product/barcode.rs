//! Barcodes of goods, and who holds them: within a shop one belongs to one product. Held from the check before
//! moderation, or from being added, until the card says otherwise or the product leaves for the archive.

use gostiny_wire::{
    product::{
        BarcodeAddV1Error, BarcodeAddV1Request, BarcodeAddV1Response, BarcodeGenerateV1Error, BarcodeGenerateV1Request,
        BarcodeGenerateV1Response,
    },
    scalar::{ProductId, Sku},
};

use super::{
    row::{Product, by_product_ids, by_skus},
    write::{hold_numbers, save},
};
use crate::{args, call::Call, check, error::Result, store::Arg};

/// Barcodes of one product.
const MOST: usize = 100;
/// Characters of one.
const LONGEST: usize = 100;

/// The marketplace's own barcode of a product.
pub(super) fn own(product: &Product) -> String {
    format!("OZN{}", product.sku)
}

/// Takes the barcodes that the card names and gives back those that it no longer does; answers one that another product
/// holds. A code of the marketplace's own is nobody else's.
pub(super) async fn claim(call: &mut Call, product: &Product) -> Result<Option<String>> {
    let own = own(product);
    let named: Vec<&String> = product.barcodes.iter().filter(|barcode| **barcode != own).collect();
    let kept: Vec<Arg> = named.iter().map(|barcode| Arg::from(barcode.as_str())).collect();
    let kept = if kept.is_empty() { vec![Arg::from("")] } else { kept };
    call.tx.run_in(GIVE_BACK, args![call.seller, product.product_id], &kept).await?;
    let mut taken = None;
    for barcode in named {
        if !take(call, product.product_id, barcode).await? {
            taken.get_or_insert(barcode.clone());
        }
    }
    Ok(taken)
}

const GIVE_BACK: &str = "delete from product_barcode where seller_id = $1 and product_id = $2 and not (barcode {in})";

/// False when another product holds it.
async fn take(call: &mut Call, product: ProductId, barcode: &str) -> Result<bool> {
    let holder: ProductId = call.tx.value(CLAIM, args![call.seller, barcode, product]).await?;
    Ok(holder == product)
}

const CLAIM: &str = "insert into product_barcode (seller_id, barcode, product_id) values ($1, $2, $3) \
    on conflict (seller_id, barcode) do update set barcode = excluded.barcode returning product_id";

/// Gives back what the products hold.
pub(super) async fn release(call: &mut Call, ids: &[ProductId]) -> Result<()> {
    let list: Vec<Arg> = ids.iter().map(|id| Arg::from(*id)).collect();
    call.tx.run_in(RELEASE, args![call.seller], &list).await?;
    Ok(())
}

/// What a card keeps of its barcodes when an import names another first one, or none.
pub(super) fn renamed(before: &Product, first: &str) -> Vec<String> {
    if first.is_empty() && before.barcodes.first() == Some(&own(before)) {
        return before.barcodes.clone();
    }
    let added = before.barcodes.iter().skip(1).filter(|barcode| *barcode != first).cloned();
    let first = (!first.is_empty()).then(|| first.to_owned());
    first.into_iter().chain(added).collect()
}

/// Adds barcodes one by one: what is wrong with one does not keep the others out.
pub async fn add_v1(call: &mut Call, req: &BarcodeAddV1Request) -> Result<BarcodeAddV1Response> {
    check::items("AddBarcodeRequest", "Barcodes", req.barcodes.len(), 1, MOST)?;
    let mut skus: Vec<Sku> = req.barcodes.iter().map(|item| item.sku).filter(|sku| sku.0 > 0).collect();
    skus.sort_unstable();
    skus.dedup();
    let ids: Vec<ProductId> = by_skus(call, &skus).await?.iter().map(|product| product.product_id).collect();
    let before = held(call, &ids).await?;
    let mut after = before.clone();
    let mut errors = Vec::new();
    for item in &req.barcodes {
        let found =
            after.iter_mut().find(|product| item.sku.0 > 0 && [product.sku, product.fbo_sku].contains(&item.sku));
        let barcode = item.barcode.trim();
        let wrong = match found {
            None => Some("product_not_found"),
            Some(product) => match fits(product, barcode) {
                Some(code) => Some(code),
                None if product.barcodes.iter().any(|known| known == barcode) => None,
                None if barcode != own(product) && !take(call, product.product_id, barcode).await? => {
                    Some("barcode_already_exists")
                }
                None => {
                    product.barcodes.push(barcode.to_owned());
                    None
                }
            },
        };
        errors.extend(wrong.map(|code| BarcodeAddV1Error {
            code: code.to_owned(),
            error: told(code).to_owned(),
            barcode: item.barcode.clone(),
            sku: item.sku,
        }));
    }
    keep(call, &before, after).await?;
    Ok(BarcodeAddV1Response { errors })
}

/// Why a product cannot have this barcode too.
fn fits(product: &Product, barcode: &str) -> Option<&'static str> {
    let length = barcode.chars().count();
    let foreign = barcode.strip_prefix("OZN").is_some_and(|rest| rest.bytes().all(|digit| digit.is_ascii_digit()));
    match () {
        () if product.is_archived => Some("product_is_archived"),
        () if length == 0 || length > LONGEST || barcode.chars().any(char::is_control) => Some("barcode_invalid"),
        () if foreign && barcode != own(product) => Some("barcode_invalid"),
        () if product.barcodes.len() >= MOST && !product.barcodes.iter().any(|known| known == barcode) => {
            Some("barcodes_limit_exceeded")
        }
        () => None,
    }
}

/// Gives products the marketplace's own barcode, beside those that they have.
pub async fn generate_v1(call: &mut Call, req: &BarcodeGenerateV1Request) -> Result<BarcodeGenerateV1Response> {
    check::items("GenerateBarcodeRequest", "ProductIds", req.product_ids.len(), 1, MOST)?;
    let mut ids: Vec<ProductId> = req.product_ids.iter().map(|id| ProductId(id.0)).collect();
    ids.sort_unstable();
    ids.dedup();
    let before = held(call, &ids).await?;
    let mut after = before.clone();
    let mut errors = Vec::new();
    for id in ids {
        let wrong = match after.iter_mut().find(|product| product.product_id == id) {
            None => Some("product_not_found"),
            // The code is made of a number that a product gets when its card is approved.
            Some(product) if !product.is_created => Some("product_is_not_created"),
            Some(product) => {
                let own = own(product);
                let is_new = !product.barcodes.contains(&own);
                match fits(product, &own) {
                    None if is_new => {
                        product.barcodes.push(own);
                        None
                    }
                    wrong => wrong,
                }
            }
        };
        errors.extend(wrong.map(|code| BarcodeGenerateV1Error {
            code: code.to_owned(),
            error: told(code).to_owned(),
            barcode: String::new(),
            product_id: id,
        }));
    }
    keep(call, &before, after).await?;
    Ok(BarcodeGenerateV1Response { errors })
}

/// The products, kept from others until the transaction ends; unknown ones are passed over.
async fn held(call: &mut Call, ids: &[ProductId]) -> Result<Vec<Product>> {
    hold_numbers(call, ids).await?;
    let mut found = by_product_ids(call, ids).await?;
    found.sort_by_key(|product| product.product_id);
    Ok(found)
}

async fn keep(call: &mut Call, before: &[Product], after: Vec<Product>) -> Result<()> {
    for (before, mut after) in before.iter().zip(after) {
        if before.barcodes != after.barcodes {
            after.updated_at = call.now;
            save(call, before, &after).await?;
        }
    }
    Ok(())
}

fn told(code: &str) -> &'static str {
    match code {
        "product_not_found" => "Товара с таким номером нет.",
        "product_is_not_created" => "Товар ещё не создан.",
        "product_is_archived" => "Товар в архиве.",
        "barcode_already_exists" => "Штрихкод уже есть у другого товара.",
        "barcodes_limit_exceeded" => "У товара уже 100 штрихкодов.",
        _ => "Штрихкод должен содержать от 1 до 100 символов и не начинаться с OZN.",
    }
}

const RELEASE: &str = "delete from product_barcode where seller_id = $1 and product_id {in}";
