//! Replaces all pictures of a product. The call takes the addresses; what becomes of them is told later.

use std::collections::{HashMap, HashSet};

use gostiny_wire::{
    product::{
        ProductPictures, ProductPicturesImportV1Request, ProductPicturesImportV1Response,
        ProductPicturesImportV2Request, ProductPicturesImportV2Response,
    },
    scalar::{OfferId, ProductId},
};

use super::{FETCH, PICTURES, Picture, all, info::shown, keep, recognize, sets};
use crate::{
    areas::{
        product::{
            import::{Settled, refused, settled},
            row::{by_offer_ids, by_product_ids},
            write::{hold, hold_numbers},
        },
        setting,
    },
    args,
    call::Call,
    check,
    error::{Error, Result},
};

const REQUEST: &str = "ProductPicturesImportV1Request";

/// Takes a set. A card that is imported once more as it was brings its own pictures back.
pub async fn v1(call: &mut Call, req: &ProductPicturesImportV1Request) -> Result<ProductPicturesImportV1Response> {
    check::positive(REQUEST, "ProductId", req.product_id.0)?;
    check::items(REQUEST, "Images", req.images.len(), 1, 15)?;
    check::items(REQUEST, "Images360", req.images360.len(), 0, 70)?;
    hold_numbers(call, &[req.product_id]).await?;
    let Some(product) = by_product_ids(call, &[req.product_id]).await?.into_iter().next() else {
        return Err(Error::NotFound("Product not found".to_owned()));
    };
    let pictures = all("", &req.images, &req.images360, &req.color_image);
    let pictures = take(call, product.product_id, pictures).await?;
    let result = ProductPictures { pictures: shown(call, product.product_id, &pictures) };
    Ok(ProductPicturesImportV1Response { result })
}

/// Takes sets of many products in a task that is done at once; what became of each item is told by the task.
pub async fn v2(call: &mut Call, req: &ProductPicturesImportV2Request) -> Result<ProductPicturesImportV2Response> {
    let request = "ProductPicturesImportV2Request";
    check::items(request, "Items", req.items.len(), 1, 100)?;
    for item in &req.items {
        check::items(request, "Items.Images", item.images.len(), 0, 15)?;
    }
    let offers: Vec<OfferId> = req.items.iter().map(|item| item.offer_id.clone()).collect();
    hold(call, &offers).await?;
    let products = by_offer_ids(call, &offers).await?;
    let products: HashMap<OfferId, ProductId> =
        products.into_iter().map(|product| (product.offer_id, product.product_id)).collect();
    let mut seen = HashSet::new();
    let mut outcomes = Vec::with_capacity(req.items.len());
    for item in &req.items {
        let pictures = all(&item.primary_image, &item.images, &[], &item.color_image);
        let known = products.get(&item.offer_id).copied();
        let why = match known {
            None => Some(("product_not_found", "Товара с этим артикулом нет.")),
            Some(_) if pictures.is_empty() => Some(("EMPTY_REQUIRED", "У товара нет изображений.")),
            Some(product_id) if !seen.insert(product_id) => {
                Some(("offer_id_duplicate", "Этот артикул уже есть в запросе выше."))
            }
            Some(product_id) => {
                take(call, product_id, pictures).await?;
                None
            }
        };
        let errors = why.map(|(code, text)| refused(code, "images", text)).into_iter().collect();
        outcomes.push(Settled { offer_id: item.offer_id.clone(), product_id: known.unwrap_or_default(), errors });
    }
    Ok(ProductPicturesImportV2Response { task_id: settled(call, &outcomes).await? })
}

/// Keeps a set in place of the product's pictures; those that are known already are recognized.
async fn take(call: &mut Call, product_id: ProductId, mut pictures: Vec<Picture>) -> Result<Vec<Picture>> {
    if let Some(before) = sets(call, &[product_id]).await?.remove(&product_id) {
        recognize(&mut pictures, &before.pictures);
    }
    let setting = setting::of(call).await?;
    let kind = if setting.fetch_pictures { FETCH } else { PICTURES };
    keep(call, product_id, &pictures, kind, setting.picture_delay_seconds).await?;
    call.tx.run(OTHER_CARD, args![call.seller, product_id]).await?;
    Ok(pictures)
}

const OTHER_CARD: &str = "update product_card set request_hash = '' where seller_id = $1 and product_id = $2";
