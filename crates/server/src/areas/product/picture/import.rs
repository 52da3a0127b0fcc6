//! Replaces all pictures of a product. The call takes the addresses; what becomes of them is told later.

use std::collections::{BTreeMap, HashMap};

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
            import::{Settled, settled},
            row::{by_offer_ids, by_product_ids},
            validate::refused,
            write::{hold, hold_numbers},
        },
        setting,
    },
    args,
    call::Call,
    check,
    error::{Error, Result},
    store::Arg,
};

const REQUEST: &str = "ProductPicturesImportV1Request";
/// Pictures in the list of a product.
const MOST: usize = 15;

/// Takes a set. A card that is imported once more as it was brings its own pictures back.
pub async fn v1(call: &mut Call, req: &ProductPicturesImportV1Request) -> Result<ProductPicturesImportV1Response> {
    check::positive(REQUEST, "ProductId", req.product_id.0)?;
    check::items(REQUEST, "Images", req.images.len(), 1, MOST)?;
    check::items(REQUEST, "Images360", req.images360.len(), 0, 70)?;
    hold_numbers(call, &[req.product_id]).await?;
    let Some(product) = by_product_ids(call, &[req.product_id]).await?.into_iter().next() else {
        return Err(Error::NotFound("Product not found".to_owned()));
    };
    let pictures = all("", &req.images, &req.images360, &req.color_image);
    let taken = take(call, BTreeMap::from([(product.product_id, pictures)])).await?;
    let pictures = taken.iter().flat_map(|(product_id, pictures)| shown(call, *product_id, pictures)).collect();
    let result = ProductPictures { pictures };
    Ok(ProductPicturesImportV1Response { result })
}

/// Takes sets of many products in a task that is done at once; what became of each item is told by the task.
pub async fn v2(call: &mut Call, req: &ProductPicturesImportV2Request) -> Result<ProductPicturesImportV2Response> {
    check::items("ProductPicturesImportV2Request", "Items", req.items.len(), 1, 100)?;
    let offers: Vec<OfferId> = req.items.iter().map(|item| item.offer_id.clone()).collect();
    hold(call, &offers).await?;
    let products = by_offer_ids(call, &offers).await?;
    let products: HashMap<OfferId, ProductId> =
        products.into_iter().map(|product| (product.offer_id, product.product_id)).collect();
    let (mut taken, mut outcomes) = (BTreeMap::new(), Vec::with_capacity(req.items.len()));
    for item in &req.items {
        let pictures = all(&item.primary_image, &item.images, &[], &item.color_image);
        let known = products.get(&item.offer_id).copied();
        let why = match known {
            None => Some(("product_not_found", "Товара с этим артикулом нет.")),
            Some(_) if pictures.is_empty() => Some(("EMPTY_REQUIRED", "У товара нет изображений.")),
            Some(_) if item.images.len() > MOST => Some(("VALUE_MAX_LIMIT", "Изображений больше 15.")),
            Some(product_id) if taken.contains_key(&product_id) => {
                Some(("offer_id_duplicate", "Этот артикул уже есть в запросе выше."))
            }
            Some(product_id) => {
                taken.insert(product_id, pictures);
                None
            }
        };
        let errors = why.map(|(code, text)| refused(code, "images", text)).into_iter().collect();
        outcomes.push(Settled { offer_id: item.offer_id.clone(), product_id: known.unwrap_or_default(), errors });
    }
    take(call, taken).await?;
    Ok(ProductPicturesImportV2Response { task_id: settled(call, &outcomes).await? })
}

/// Keeps sets in place of the products' pictures; those that are known already are recognized.
async fn take(
    call: &mut Call,
    mut taken: BTreeMap<ProductId, Vec<Picture>>,
) -> Result<BTreeMap<ProductId, Vec<Picture>>> {
    let ids: Vec<ProductId> = taken.keys().copied().collect();
    let before = sets(call, &ids).await?;
    let setting = setting::of(call).await?;
    let kind = if setting.fetch_pictures { FETCH } else { PICTURES };
    for (product_id, pictures) in &mut taken {
        if let Some(before) = before.get(product_id) {
            recognize(pictures, &before.pictures);
        }
        keep(call, *product_id, pictures, kind, setting.picture_delay_seconds).await?;
    }
    let list: Vec<Arg> = ids.into_iter().map(Arg::from).collect();
    call.tx.run_in(OTHER_CARD, args![call.seller], &list).await?;
    Ok(taken)
}

const OTHER_CARD: &str = "update product_card set request_hash = '' where seller_id = $1 and product_id {in}";
