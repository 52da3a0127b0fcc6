//! Replaces all pictures of a product. The call takes the addresses; what becomes of them is told later.

use gostiny_wire::product::{ProductPictures, ProductPicturesImportV1Request, ProductPicturesImportV1Response};

use super::{FETCH, PICTURES, all, info::shown, keep, recognize, sets};
use crate::{
    areas::{
        product::{row::by_product_ids, write::hold_numbers},
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
    let mut pictures = all("", &req.images, &req.images360, &req.color_image);
    if let Some(before) = sets(call, &[product.product_id]).await?.remove(&product.product_id) {
        recognize(&mut pictures, &before.pictures);
    }
    let setting = setting::of(call).await?;
    let kind = if setting.fetch_pictures { FETCH } else { PICTURES };
    keep(call, product.product_id, &pictures, kind, setting.picture_delay_seconds).await?;
    call.tx.run(OTHER_CARD, args![call.seller, product.product_id]).await?;
    let result = ProductPictures { pictures: shown(call, product.product_id, &pictures) };
    Ok(ProductPicturesImportV1Response { result })
}

const OTHER_CARD: &str = "update product_card set request_hash = '' where seller_id = $1 and product_id = $2";
